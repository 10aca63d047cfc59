"""A page that is served and entered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pages import ServedPage, serve_page


@pytest.fixture
def page(tmp_path: Path) -> Iterator[ServedPage]:
    with serve_page(tmp_path / "state") as page:
        yield page
