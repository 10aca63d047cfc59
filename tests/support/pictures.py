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

from support.libreoffice import convert  # noqa: E402 - found only now

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


def make_pictures(folder: Path) -> None:
    """Write all pictures into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        shutil.copy(PROJECT / "templates" / "campaigns.xlsx", work / "template.xlsx")
        shutil.copy(SAMPLES / "campaigns-with-mistakes.xlsx", work / "campaigns.xlsx")
        subprocess.run(
            [sys.executable, "-m", "batch_update", "campaigns.xlsx", "--sandbox", "--quiet"],
            cwd=work, check=False, capture_output=True,
            env={**os.environ, "BATCH_UPDATE_STATE": str(work / "state"), "PYTHONPATH": str(PROJECT)},
        )  # fmt: skip
        for workbook, pictures in (("template.xlsx", TEMPLATE), ("campaigns.results.xlsx", RESULTS)):
            pdf = convert(work / workbook, "pdf", work)
            for picture in pictures:
                _draw(pdf, picture, folder)


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
