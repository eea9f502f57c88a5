"""Write a number with its noun."""


def counted(count: int, noun: str) -> str:
    """Return a number with a noun: ``1 paper``, ``2,000 papers``, ``3 repositories``."""
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun}"
