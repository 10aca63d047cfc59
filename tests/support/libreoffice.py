"""LibreOffice as another program that saves our sheets, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def convert(path: Path, to: str, folder: Path) -> Path:
    """Let LibreOffice save a file in another form, with settings of its own so that an open one is not disturbed."""
    settings = (folder / "settings").absolute().as_uri()
    command = ["soffice", f"-env:UserInstallation={settings}", "--headless", "--convert-to", to, "--outdir"]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / path.with_suffix(f".{to}").name


def resave(path: Path) -> Path:
    """Let LibreOffice open a workbook and save it under its own name, as Ctrl-S would."""
    folder = path.parent / "libreoffice"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(convert(path, "xlsx", folder), path))
