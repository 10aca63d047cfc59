"""One run per sheet, between real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batch_update.errors import AlreadyRunningError, JournalError
from batch_update.lock import hold_sheet

ROOT = Path(__file__).parents[1]
HOLD = """
import sys
from pathlib import Path
from batch_update.lock import hold_sheet
with hold_sheet(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holding(folder: Path, sheet: Path) -> subprocess.Popen[str]:
    """A process that holds the sheet until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), str(sheet)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_is_running(tmp_path: Path) -> None:
    sheet = tmp_path / "campaigns.xlsx"
    with start_holding(tmp_path, sheet) as other:
        with (
            pytest.raises(AlreadyRunningError, match=rf"campaigns\.xlsx .* process {other.pid}, started \d{{4}}-"),
            hold_sheet(tmp_path, sheet),
        ):
            pass
        other.kill()


def test_a_killed_run_frees_its_sheet(tmp_path: Path) -> None:
    with start_holding(tmp_path, tmp_path / "campaigns.xlsx") as other:
        other.kill()
    with hold_sheet(tmp_path, tmp_path / "campaigns.xlsx"):
        pass


def test_a_run_that_ended_frees_its_sheet(tmp_path: Path) -> None:
    for _ in range(2):
        with hold_sheet(tmp_path, tmp_path / "campaigns.xlsx"):
            pass


def test_a_run_that_failed_frees_its_sheet(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_sheet(tmp_path, tmp_path / "a.csv"):
        raise ZeroDivisionError
    with hold_sheet(tmp_path, tmp_path / "a.csv"):
        pass


def test_other_sheets_are_free(tmp_path: Path) -> None:
    with hold_sheet(tmp_path, tmp_path / "a.csv"), hold_sheet(tmp_path, tmp_path / "b.csv"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on Windows")
def test_a_link_to_the_sheet_is_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    with (
        hold_sheet(tmp_path, tmp_path / "a.csv"),
        pytest.raises(AlreadyRunningError, match=r"link\.csv"),
        hold_sheet(tmp_path, tmp_path / "link.csv"),
    ):
        pass


def test_the_message_tells_when_the_run_started(tmp_path: Path) -> None:
    started = datetime(2026, 11, 23, 15, 42, tzinfo=UTC)
    with (
        hold_sheet(tmp_path, tmp_path / "a.csv", now=lambda: started),
        pytest.raises(AlreadyRunningError, match=f"{started.astimezone():%Y-%m-%d %H:%M}"),
        hold_sheet(tmp_path, tmp_path / "a.csv"),
    ):
        pass


@pytest.mark.parametrize("word", ["", "{}", "[]", '{"pid": 1}', '{"pid": "x", "started": "y"}'])
def test_a_word_that_can_not_be_read_hides_no_lock(tmp_path: Path, word: str) -> None:
    with hold_sheet(tmp_path, tmp_path / "a.csv"):
        next((tmp_path / "locks").glob("*.json")).write_text(word)
        with pytest.raises(AlreadyRunningError, match="by another run"), hold_sheet(tmp_path, tmp_path / "a.csv"):
            pass


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's own folder private by itself")
def test_only_the_user_may_read_who_is_running(tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        with hold_sheet(tmp_path / "state", tmp_path / "a.csv"):
            modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "state" / "locks").iterdir()}
    finally:
        os.umask(earlier)
    assert modes == {0o600}


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match="BATCH_UPDATE_STATE"), hold_sheet(tmp_path / "file", tmp_path / "a.csv"):
        pass
