"""A small client of WebDriver BiDi (a W3C draft), which Firefox supports itself.

No driver stands between, so Firefox as the system installs it is all that is needed; playwright
knows only a Firefox of its own.
"""

import contextlib
import itertools
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

ENTER, ESCAPE = "\ue007", "\ue00c"  # as WebDriver writes keys
DEAD = 9  # a port where nobody listens: whatever asks for the network fails
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": DEAD,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": DEAD,
    "ui.prefersReducedMotion": 1,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
}
WATCH = """() => {
    window.refused = [];
    addEventListener('securitypolicyviolation', (e) => refused.push(e.violatedDirective + ' ' + e.blockedURI), true);
}"""
WAIT = 60.0  # seconds


class Firefox:
    """A running Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self._numbers = itertools.count()
        session = self.command("session.new", capabilities={})
        self.version: str = session["capabilities"]["browserVersion"]
        self.command(
            "session.subscribe",
            events=[
                "log.entryAdded",
                "network.beforeRequestSent",
                "browsingContext.userPromptOpened",
                "browsingContext.contextCreated",
            ],
        )
        self.command("script.addPreloadScript", functionDeclaration=WATCH)

    def command(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=WAIT))
            if message.get("id") != number:
                self.events.append(message)
            elif message["type"] == "error":
                raise RuntimeError(f"{method}: {message['message']}")
            else:
                return message["result"]


class Tab:
    """A page in Firefox, with its console messages and requests."""

    def __init__(self, firefox: Firefox, width: int = 1280, height: int = 800) -> None:
        self.firefox = firefox
        self.id = firefox.command("browsingContext.create", type="tab")["context"]
        firefox.command(
            "browsingContext.setViewport",
            context=self.id,
            viewport={"width": width, "height": height},
        )
        firefox.events.clear()

    def open(self, address: str) -> None:
        self.firefox.command(
            "browsingContext.navigate", context=self.id, url=address, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression as JSON; wait for a promise."""
        answer = self.firefox.command(
            "script.evaluate",
            target={"context": self.id},
            awaitPromise=True,
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def until(self, expression: str) -> None:
        end = time.monotonic() + WAIT
        while not self.evaluate(f"!!({expression})"):
            assert time.monotonic() < end, f"never came: {expression}"
            time.sleep(0.03)

    def type(self, text: str) -> None:
        self._act(
            "key", [{"type": way, "value": key} for key in text for way in ("keyDown", "keyUp")]
        )

    def move(self, x: float, y: float) -> None:
        self._act("pointer", [{"type": "pointerMove", "x": round(x), "y": round(y)}])

    def click(self, times: int = 1) -> None:
        """Return the position of the pointer."""
        self._act(
            "pointer",
            [
                {"type": way, "button": 0}
                for _ in range(times)
                for way in ("pointerDown", "pointerUp")
            ],
        )

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self.firefox.command(
            "input.performActions",
            context=self.id,
            actions=[{"type": kind, "id": kind, "actions": actions}],
        )

    def trouble(self) -> list[str]:
        """Return console messages, policy violations, requests, dialogs and new windows."""
        found = [f"refused: {one}" for one in self.evaluate("window.refused")]
        for event in self.firefox.events:
            said = event["params"]
            if event["method"] == "log.entryAdded":
                found.append(f"{said['level']}: {said['text']}")
            elif event["method"] == "network.beforeRequestSent":
                address = said["request"]["url"]
                # Firefox draws the marks of lists with a font in its own style sheet (html.css)
                if not address.startswith(("data:font/woff2;", "file:")):
                    found.append(f"request: {address[:200]}")
            else:
                found.append(event["method"])
        return found

    def close(self) -> None:
        self.firefox.command("browsingContext.close", context=self.id)


@contextlib.contextmanager
def running(program: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox headless with a fresh profile and no network."""
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines))
    process = subprocess.Popen(
        [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            "0",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(profile)},  # it refuses a root without a home of its own
    )
    try:
        address = _address(profile / "WebDriverBiDiServer.json", process)
        # No pings: their thread draws from `random`, which Hypothesis refuses during a strategy.
        with connect(
            f"{address}/session", max_size=None, compression=None, ping_interval=None
        ) as socket:
            firefox = Firefox(socket)
            yield firefox
            firefox.command("browser.close")
        process.wait(WAIT)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    """Read the address that Firefox listens on from its profile."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):  # not there yet, or half written
            at = json.loads(file.read_text())
            return f"ws://{at['ws_host']}:{at['ws_port']}"
        time.sleep(0.05)
    raise RuntimeError(f"Firefox did not start ({process.poll()})")
