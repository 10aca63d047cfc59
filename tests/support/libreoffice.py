"""LibreOffice as another program that saves our sheets, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


AS_SHOWN = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
"""The filter for a CSV in UTF-8 whose cells are as they are shown in the sheet."""


def convert(path: Path, to: str, folder: Path, *, by: str = "") -> Path:
    """Let LibreOffice save a file in another form, with settings of its own so that an open one is not disturbed.

    `by` names the filter if it is not the usual one.
    """
    settings = (folder / "settings").absolute().as_uri()
    form = f"{to}:{by}" if by else to
    command = ["soffice", f"-env:UserInstallation={settings}", "--headless", "--convert-to", form, "--outdir"]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / path.with_suffix(f".{to}").name


def resave(path: Path) -> Path:
    """Let LibreOffice open a workbook and save it under its own name, as Ctrl-S would."""
    folder = path.parent / "libreoffice"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(convert(path, "xlsx", folder), path))
