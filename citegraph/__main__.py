"""The program ``citegraph``, also ``python -m citegraph``."""

import os
import signal
import sys


def main() -> None:
    """Run the command line."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        # Until the command line handles it: an exception inside an import shows a traceback.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from citegraph.cli import main as command_line  # noqa: PLC0415 - takes a while, see above

    sys.exit(command_line())


if __name__ == "__main__":
    main()
