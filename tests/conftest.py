from pathlib import Path

import pytest


@pytest.fixture
def shared_data() -> Path:
    """Real input beside the project; tests that need it skip where it is absent."""
    path = Path(__file__).parents[2] / "shared" / "data"
    if not path.is_dir():
        pytest.skip(f"real input is not at {path}")
    return path
