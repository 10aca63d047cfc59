"""Makes the README's pictures of the page, in a real browser.

Run it from the project's folder: `python tests/support/page_pictures.py`. It needs the extra `page-tests` and Debian's
chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]  # run as a script, wherever from

from support.browsers import Person, open_browser, serve_stand_in  # noqa: E402 - found only now
from support.pages import serve_page  # noqa: E402

from batch_update.sandbox import SandboxOptions  # noqa: E402

SAMPLES = PROJECT / "samples"
WIDTH = 900


def make_pictures(folder: Path) -> None:
    """Write all pictures into a folder."""
    with tempfile.TemporaryDirectory() as scratch, serve_page(Path(scratch), {}) as page, open_browser() as browser:
        window = browser.new_page(viewport={"width": WIDTH, "height": 640}, reduced_motion="reduce")
        window.goto(page.server.guard.address)
        person = Person(window)

        def draw(name: str, height: int) -> None:
            window.wait_for_timeout(500)  # a table comes a moment after its view
            window.screenshot(path=folder / f"page-{name}.png", clip={"x": 0, "y": 0, "width": WIDTH, "height": height})

        person.sees("Which sheet do you want to send?")
        draw("choose", 640)
        person.gives(SAMPLES / "campaigns-with-mistakes.xlsx")
        person.sees("Some rows need a correction")
        window.set_viewport_size({"width": WIDTH, "height": 900})
        draw("found", 640)
        person.clicks("Another sheet")
        person.sees("Which sheet do you want to send?")
        person.gives(SAMPLES / "campaigns.xlsx")
        person.clicks("Choose where to send")
        person.clicks("Show the changes first")
        person.sees("What would change")
        draw("changes", 700)
        person.clicks("Continue to the question")
        person.sees("Send them now?")
        draw("question", 760)
        person.clicks("Yes, send them now")
        person.button("Download the results").wait_for()
        draw("end", 640)
        with serve_stand_in(SandboxOptions(forgets=True)) as sandbox:
            _draw_canary(person, sandbox.url, sandbox.token)
            draw("first-campaign", 560)
            person.clicks("No, stop here")
            person.sees("The run was stopped")


def _draw_canary(person: Person, address: str, token: str) -> None:
    """Come to the question of a first campaign that is not as it should be."""
    person.clicks("Another sheet")
    person.gives(SAMPLES / "campaigns.xlsx")
    person.clicks("Choose where to send")
    person.page.get_by_label("An account, this time only").check()
    person.page.get_by_label("Address of the API").fill(address)
    person.page.locator("main").get_by_label("Token", exact=True).fill(token)
    person.clicks("Continue to the question")
    person.clicks("Yes, send them now")
    person.reads("The run waits for your answer.")


if __name__ == "__main__":
    make_pictures(SAMPLES)
