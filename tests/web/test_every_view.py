"""Every view of the page, light and dark and at a phone's width: axe finds nothing, and nothing is wider than it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.browsers import Person, needs_browser, serve_stand_in
from support.pages import csv_of

from batch_update.sandbox import SandboxOptions

pytestmark = needs_browser
Open = Callable[..., Person]
Look = Callable[[str], None]


def aim(person: Person, address: str, token: str) -> None:
    person.page.get_by_label("An account, this time only").check()
    person.page.get_by_label("Address of the API").fill(address)
    person.page.locator("main").get_by_label("Token", exact=True).fill(token)


def walk(person: Person, folder: Path, look: Look) -> None:
    """Go through every view, and look at each."""
    sheet = folder / "offers.csv"
    sheet.write_bytes(csv_of(6) + b"299,,soon\r\n")
    person.sees("Which sheet do you want to send?")
    look("choose")
    with serve_stand_in(SandboxOptions(forgets=True, latency=0.1)) as sandbox:
        _walk_through_a_run(person, sheet, look, lambda: aim(person, sandbox.url, sandbox.token))
    person.page.get_by_role("link", name="Earlier runs").click()
    person.sees("Earlier runs")
    person.button("Results").wait_for()
    look("runs")
    person.page.get_by_role("link", name="Read campaigns").first.click()
    person.sees("Read campaigns into a workbook")
    person.page.get_by_label("Some columns only").wait_for()
    look("pull")
    person.page.get_by_label("Try it out").check()
    person.page.locator("main").get_by_role("button", name="Read campaigns").click()
    person.sees("The workbook is ready")
    look("pulled")
    person.gives(Path(__file__))
    person.page.get_by_role("alert").first.wait_for()
    look("alert")
    person.page.get_by_role("button", name="Close the program").click()
    person.sees("The program has ended")
    look("closed")


def _walk_through_a_run(person: Person, sheet: Path, look: Look, aim_there: Callable[[], None]) -> None:
    person.gives(sheet)
    person.sees("Some rows need a correction")
    person.reads("1 shown.")
    look("found")
    person.clicks("Send the valid rows")
    person.button("Continue to the question").wait_for()
    aim_there()
    look("where")
    person.clicks("Show the changes first")
    person.sees("What would change")
    person.reads("6 shown.")
    look("planned")
    person.clicks("Continue to the question")
    person.sees("Send them now?")
    look("asking")
    person.clicks("Yes, send them now")
    person.sees("Sending")
    look("sending")
    person.sees("Send the other 5 campaigns all the same?")
    look("canary")
    person.clicks("Yes, send the others")
    person.sees("Sent, and some rows need you")
    look("ended")
    person.clicks("Undo this run")
    person.sees("The sheet that puts it back")
    look("undone")


SEEN = {
    "choose", "found", "where", "planned", "asking", "sending", "canary", "ended", "undone", "runs", "pull", "pulled",
    "alert", "closed",
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(open_window: Open, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - an extra of its own

    person, found = open_window(color_scheme=scheme, reduced_motion="reduce"), dict[str, list[str]]()

    def look(view: str) -> None:
        told: Any = Axe().run(person.page).response
        found[view] = [f"{it['id']}: {[node['target'] for node in it['nodes']]}" for it in told["violations"]]

    walk(person, tmp_path, look)
    assert found == {view: [] for view in SEEN}


def test_at_a_phones_width_nothing_is_wider(open_window: Open, tmp_path: Path) -> None:
    person, widths = open_window(viewport={"width": 360, "height": 740}), dict[str, int]()

    def look(view: str) -> None:
        widths[view] = person.page.evaluate("() => document.documentElement.scrollWidth")

    walk(person, tmp_path, look)
    assert widths == dict.fromkeys(SEEN, 360)
