"""A page that is served and entered, and people who look at it in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.browsers import PATIENCE, Person, open_browser
from support.pages import ServedPage, serve_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Open = Callable[..., Person]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[ServedPage]:
    with serve_page(tmp_path / "state") as page:
        yield page


@pytest.fixture(scope="module")  # while it is open, no other event loop can run in this thread
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def open_window(browser: Browser, page: ServedPage) -> Iterator[Open]:
    """Opens a window of a fresh browser at the printed address; whatever goes wrong in its script fails the test."""
    faults: list[str] = []
    with ExitStack() as windows:

        def open_one(**more: Any) -> Person:
            context = browser.new_context(**more)
            windows.callback(context.close)
            window = context.new_page()
            window.set_default_timeout(PATIENCE)
            window.on("pageerror", lambda error: faults.append(str(error)))
            # The browser is asked for its file dialogs at the first listener, and nothing waits until it agrees:
            # when that came just before Enter was pressed, the dialog was missed every third time.
            window.on("filechooser", lambda _: None)
            window.goto(page.server.guard.address)
            window.wait_for_selector("h1")
            return Person(window)

        yield open_one
    assert faults == []


@pytest.fixture
def person(open_window: Open) -> Person:
    return open_window()
