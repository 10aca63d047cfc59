"""Makes the README's pictures from the real files: LibreOffice to PDF, poppler to PNG.

Run it from the project's folder: `python tests/support/pictures.py`. It needs `soffice`, `pdftoppm` and `pdftotext`
(Debian: libreoffice-calc, poppler-utils).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]  # run as a script, wherever from

from support.editing import edit  # noqa: E402 - found only now
from support.libreoffice import convert  # noqa: E402
from support.pulled_account import Account, make_campaigns  # noqa: E402

SAMPLES = PROJECT / "samples"
DOTS_PER_INCH = 96


@dataclass(frozen=True)
class Picture:
    """The first page of one sheet of a workbook, cut below `height` (of 794 pixels)."""

    name: str
    sheet: str
    height: int


TEMPLATE = (Picture("template-instructions", "Instructions", 794), Picture("template-examples", "Examples", 260))
RESULTS = (
    Picture("results-summary", "Summary", 794),
    Picture("results-errors", "Errors", 560),
    Picture("results-to-fix", "To fix", 760),
)
PULLED = (Picture("pulled-instructions", "Instructions", 794), Picture("pulled-campaigns", "Campaigns", 250))
PLANNED = (Picture("plan-changes", "Changes", 110),)

NAMES = ("Diwali offers", "Renewal reminders", "New leads", "Win back", "Feedback calls", "Upgrades", "Festival East",
         "Festival West", "Welcome calls", "Night desk", "Loan follow-up", "Service due")  # fmt: skip
COLUMNS = "name,dial_ratio,ring_timeout,time_group,lead_list_map"


def make_pictures(folder: Path) -> None:
    """Write all pictures into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        shutil.copy(PROJECT / "templates" / "campaigns.xlsx", work / "template.xlsx")
        shutil.copy(SAMPLES / "campaigns-with-mistakes.xlsx", work / "campaigns.xlsx")
        _run(work, "campaigns.xlsx", "--sandbox", "--quiet")
        _pull_and_plan(work)
        for workbook, pictures in (
            ("template.xlsx", TEMPLATE),
            ("campaigns.results.xlsx", RESULTS),
            ("pulled.xlsx", PULLED),
            ("edited.check.xlsx", PLANNED),
        ):
            pdf = convert(work / workbook, "pdf", work)
            for picture in pictures:
                _draw(pdf, picture, folder)


def _run(work: Path, *words: str) -> None:
    """Run the program in a folder, whatever it comes to."""
    environ = {**os.environ, "BATCH_UPDATE_STATE": str(work / "state"), "PYTHONPATH": str(PROJECT)}
    subprocess.run(
        [sys.executable, "-m", "batch_update", *words],
        cwd=work, check=False, capture_output=True, env={**environ, "ACEFONE_TOKEN": "a-token-for-pictures"},
    )  # fmt: skip


def _pull_and_plan(work: Path) -> None:
    """A workbook as it was pulled, and the plan of four edits in it, from an account that shows not all it holds."""
    campaigns = make_campaigns(*range(281, 281 + len(NAMES)))
    for place, (campaign, name) in enumerate(zip(campaigns.values(), NAMES, strict=True)):
        leads = [{"list_id": 1234 + place % 3, "list_status": 1}, {"list_id": 1234, "list_status": 0}]
        campaign |= {
            "name": name,
            "ring_timeout": str(20 + place % 4 * 5),
            "lead_list_map": leads[: 1 + (place % 3 > 0)],
        }
    for number in ("283", "289"):
        campaigns[number]["dial_ratio"] = {"least": 1, "most": 3}
    with Account(campaigns=campaigns) as account:
        where = ("--base-url", account.url, "--rate", "0")
        account.lists["/v1/timegroups"] = [{"id": 21, "name": "Day shift"}, {"id": 22, "name": "Night shift"}]
        _run(work, "pull", "pulled.xlsx", "--fields", COLUMNS, *where)
        campaigns["286"]["ring_timeout"] = "45"
        edit(Path(shutil.copy(work / "pulled.xlsx", work / "edited.xlsx")), {
            "281": {"dial_ratio": "2"}, "284": {"time_group": "Night shift"}, "286": {"ring_timeout": "30"},
            "290": {"lead_list_map": "South leads:1"},
        })  # fmt: skip
        _run(work, "edited.xlsx", "--plan", *where)


def _draw(pdf: Path, picture: Picture, folder: Path) -> None:
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    footers = [page.rstrip().splitlines()[-1].split("   ")[0].strip() for page in text.split("\f") if page.strip()]
    page = str(footers.index(picture.sheet) + 1)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS_PER_INCH), "-f", page, "-l", page,
         "-x", "0", "-y", "0", "-W", "1123", "-H", str(picture.height), pdf, folder / picture.name],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    make_pictures(SAMPLES)
