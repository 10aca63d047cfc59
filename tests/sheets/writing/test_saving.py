"""A workbook is there whole or not at all, and an older one stays until then."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

import pytest
from support.books import end, make_sheet, write_book

from batch_update.errors import ResultsError, UsageError
from batch_update.model import Status
from batch_update.sheets.writing import saving
from batch_update.sheets.writing.results import check_results_place
from batch_update.sheets.writing.saving import replace_whole

SHEET = make_sheet(("id", "title"), *((str(number), "x" * 300) for number in range(400)))
FAILED = [end(row, Status.FAILED) for row in SHEET.rows]


def write_new(file: BufferedWriter) -> None:
    file.write(b"new")


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which xlsxwriter's part files would be left behind."""
    folder = tmp_path / "parts"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An older workbook in a folder of its own."""
    folder = tmp_path / "results"
    folder.mkdir()
    path = folder / "r.xlsx"
    path.write_bytes(b"old")
    return path


def test_a_workbook_takes_the_place_of_the_old_one_and_leaves_nothing_else(place: Path, parts: Path) -> None:
    write_book(place, SHEET)

    assert place.read_bytes()[:2] == b"PK"
    assert list(place.parent.iterdir()) == [place]
    assert list(parts.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_workbook_is_for_its_owner_alone(place: Path) -> None:
    write_book(place, SHEET)

    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_else(place: Path) -> None:
    def write(file: BufferedWriter) -> None:
        file.write(b"half of it")
        raise OSError(28, "No space left on device")

    with pytest.raises(ResultsError, match="the disk is full"):
        replace_whole(place, write)

    assert [path.read_bytes() for path in place.parent.iterdir()] == [b"old"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_of_the_last_steps_leaves_the_old_file_and_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[step], fail)

    with pytest.raises(ResultsError, match="the disk reported an error"):
        replace_whole(place, write_new)

    assert [path.read_bytes() for path in place.parent.iterdir()] == [b"old"]


@contextmanager
def disk_that_ends_at(size: int) -> Iterator[None]:
    """Makes every file end at so many bytes, as a full disk would; only inside, since pytest may write to one too."""
    resource = pytest.importorskip("resource", reason="Windows has no limit of this kind")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # xlsxwriter leaves what it was writing to the collector
@pytest.mark.parametrize("size", [0, 1, 100, 1_000, 4_000, 8_000, 16_000, 64_000, 120_000])
def test_wherever_the_disk_gets_full_the_old_file_stays_and_nothing_is_left(
    place: Path, parts: Path, size: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        disk_that_ends_at(size),
        pytest.raises(ResultsError, match=r"r\.xlsx could not be written: the file would be larger"),
    ):
        write_book(place, SHEET, FAILED)

    assert [path.read_bytes() for path in place.parent.iterdir()] == [b"old"]
    assert list(parts.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def refuse_to_replace(monkeypatch: pytest.MonkeyPatch, locked: Path, times: int = 1_000) -> list[Path]:
    """Make a file as Windows makes one that Excel holds open; gives the tries."""
    tries: list[Path] = []
    replace = Path.replace

    def guarded(self: Path, target: Path) -> Path:
        if target == locked and len(tries) < times:
            tries.append(target)
            raise PermissionError(13, "The process cannot access the file")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", guarded)
    return tries


def test_a_file_that_excel_holds_open_gets_a_neighbour(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_to_replace(monkeypatch, place)
    place.with_name("r-2.xlsx").write_bytes(b"older")

    written = replace_whole(place, write_new, patience=0)

    assert written == place.with_name("r-3.xlsx")
    assert {path.name: path.read_bytes() for path in place.parent.iterdir()} == {
        "r.xlsx": b"old",
        "r-2.xlsx": b"older",
        "r-3.xlsx": b"new",
    }


def test_a_file_that_may_not_be_replaced_gets_a_neighbour(place: Path) -> None:
    asked: list[Path] = []

    def may_replace(path: Path) -> bool:
        asked.append(path)
        return False

    assert replace_whole(place, write_new, may_replace=may_replace) == place.with_name("r-2.xlsx")
    assert (place.read_bytes(), asked) == (b"old", [place])
    assert {path.name for path in place.parent.iterdir()} == {"r.xlsx", "r-2.xlsx"}


def test_nobody_is_asked_for_a_name_that_is_free(place: Path) -> None:
    place.unlink()
    assert replace_whole(place, write_new, may_replace=lambda _path: False) == place


def test_two_programs_never_take_the_same_free_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = [place.with_name("r-2.xlsx"), place.with_name("r-3.xlsx")]
    free[0].write_bytes(b"theirs")  # made by the other one after the look and before the taking
    monkeypatch.setattr(saving, "find_free_name", lambda _path: free.pop(0))
    assert replace_whole(place, write_new, may_replace=lambda _path: False).name == "r-3.xlsx"
    assert place.with_name("r-2.xlsx").read_bytes() == b"theirs"


def test_the_trial_of_a_taken_place_looks_at_the_name_beside_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_path: Path) -> Path:
        raise OSError(36, "File name too long")

    monkeypatch.setattr(saving, "find_free_name", find)
    check_results_place(place)
    with pytest.raises(UsageError, match="the file name is too long"):
        check_results_place(place, lambda _path: False)


def test_a_file_that_is_held_for_a_moment_is_waited_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_PAUSE", 0)
    tries = refuse_to_replace(monkeypatch, place, times=3)

    assert replace_whole(place, write_new) == place
    assert len(tries) == 3


def test_a_folder_that_is_gone_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="the folder is no longer there"):
        replace_whole(tmp_path / "gone" / "r.xlsx", write_new)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone/r.xlsx", "There is no folder"),
        ("r.csv", r"name that ends with \.xlsx"),
        ("r", r"name that ends with \.xlsx"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_can_not_be_written_to_is_refused_before_anything_is_sent(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        check_results_place(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom the system can refuse")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(UsageError, match="writing there is not allowed"):
        check_results_place(tmp_path / "r.xlsx")


def test_a_good_place_is_left_as_it_was(place: Path) -> None:
    check_results_place(place)

    assert [path.read_bytes() for path in place.parent.iterdir()] == [b"old"]
