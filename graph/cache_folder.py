"""The user's cache folder: HTTP replies, and the engine's start-up cache."""

from pathlib import Path

from platformdirs import user_cache_path


def cache_folder() -> Path:
    """Return the cache folder of citegraph, where the operating system expects it."""
    return user_cache_path("citegraph", appauthor=False)
