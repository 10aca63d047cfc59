"""A person at a real browser: Debian's Chromium, driven by playwright. Without either, such tests are skipped."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.sandbox import Sandbox, SandboxOptions, open_sandbox

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PATIENCE = 30_000  # milliseconds
MOST_TABS = 80


def find_missing() -> str:
    """Why no browser can be driven here; "" if one can."""
    try:
        import playwright.sync_api  # noqa: F401, PLC0415 - an extra of its own
    except ImportError:
        return "playwright is not installed (pip install '.[page-tests]')"
    return "" if CHROMIUM else "there is no Chromium (Debian: apt-get install chromium)"


needs_browser = pytest.mark.skipif(bool(find_missing()), reason=f"no browser: {find_missing()}")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra of its own

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Person:
    """Somebody in front of one window."""

    page: Page

    def sees(self, heading: str) -> None:
        """Wait until a view with this heading is there."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for(timeout=PATIENCE)

    def reads(self, text: str) -> None:
        """Wait until a text stands somewhere in the view."""
        self.page.locator("main").get_by_text(text).first.wait_for(timeout=PATIENCE)

    def button(self, name: str) -> Locator:
        """A button or a link that looks like one."""
        main = self.page.locator("main")
        return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first

    def clicks(self, name: str) -> None:
        """Click a button."""
        self.button(name).click(timeout=PATIENCE)

    def gives(self, sheet: Path) -> None:
        """Choose a sheet."""
        self.page.set_input_files("#file", sheet, timeout=PATIENCE)

    def closes(self) -> None:
        """End the program."""
        self.page.get_by_role("button", name="Close the program").click()

    def saves(self, name: str, folder: Path) -> Path:
        """Click what downloads a workbook, and keep it in a folder."""
        with self.page.expect_download(timeout=PATIENCE) as waiting:
            self.clicks(name)
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def tabs_to(self, name: str) -> None:
        """Press Tab until what has this name has the focus, as somebody does who has no mouse."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if name in self.focused():
                return
        raise AssertionError(f"the keyboard does not reach {name!r}; it is at {self.focused()!r}")

    def focused(self) -> str:
        """The name of what has the focus."""
        found: Any = self.page.evaluate(
            "() => { const it = document.activeElement;"
            " return (it.labels?.[0]?.innerText ?? '') + ' ' + (it.innerText ?? '') + ' ' + (it.ariaLabel ?? ''); }"
        )
        return str(found)


def name_of(sandbox: Sandbox, campaign: str) -> str:
    """What a campaign is called in a stand-in by now."""
    address = f"{sandbox.url}{CAMPAIGN.path}{campaign}"
    with urlopen(Request(address, headers={"Authorization": f"Bearer {sandbox.token}"})) as answer:
        return str(json.load(answer)["data"]["name"])


@contextmanager
def serve_stand_in(options: SandboxOptions | None = None) -> Iterator[Sandbox]:
    """A stand-in of the API in a thread of its own."""
    started: list[Sandbox] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with open_sandbox(CAMPAIGN, options or SandboxOptions()) as sandbox:
            started.append(sandbox)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()
