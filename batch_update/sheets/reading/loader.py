"""Reads a spreadsheet or text file as rows of cells, as people make them, and says what it saw beside the cells.

The whole reading side behind two functions: `open_sheet` takes the bytes once, `read_sheet` makes rows of them:

    bytes -> kind of file -> worksheets -> the chosen one's grid -> its header row -> columns and rows
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from batch_update.errors import SheetError
from batch_update.model import HeaderMatch, Sheet
from batch_update.resource import Resource
from batch_update.sheets.reading.assembly import assemble
from batch_update.sheets.reading.choice import choose_worksheet
from batch_update.sheets.reading.file_kind import FileKind, tell_kind
from batch_update.sheets.reading.grid import Workbook
from batch_update.sheets.reading.header import check_header
from batch_update.sheets.reading.own_pages import read_kept
from batch_update.sheets.reading.strangers import recognise_name

_MOST_BYTES = 200 << 20
_TRIES = 4
_PAUSE = 0.25  # seconds; Excel saves by writing a new file and renaming it, which takes about one


@dataclass(frozen=True, slots=True)
class SheetFile:
    """The bytes of a sheet, read once: what is checked, what is sent and what is journalled are the same."""

    path: Path
    content: bytes
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def open_sheet(path: Path) -> SheetFile:
    """Read a file wholly.

    Raises:
        SheetError: if it is not there, is locked, or is larger than any sheet.
    """
    try:
        content = _read_patiently(path)
    except FileNotFoundError as error:
        raise SheetError(f"There is no file {path}. Check its name and folder.") from error
    except IsADirectoryError as error:
        raise SheetError(f"{path} is a folder. Give the name of a sheet in it.") from error
    except PermissionError as error:
        if path.is_dir():
            raise SheetError(f"{path} is a folder. Give the name of a sheet in it.") from error
        if stranger := recognise_name(path):
            raise SheetError(stranger.tell(), file=path.name) from error
        raise SheetError(
            f"{path} can not be opened: another program holds it, or you may not read it. Close it in Excel and retry."
        ) from error
    except (OSError, ValueError) as error:
        if stranger := recognise_name(path):  # Google's own drive lets nobody read its shortcuts
            raise SheetError(stranger.tell(), file=path.name) from error
        raise SheetError(
            f"{path} can not be read from its disk or network folder. Copy it to this computer and retry."
        ) from error
    return SheetFile(path, content, tuple(_notes_of_open_file(path)))


def read_sheet(
    file: SheetFile,
    resource: Resource,
    *,
    worksheet: str | None,
    match_header: Callable[[str], HeaderMatch],
    takes_hidden: bool = True,
) -> Sheet:
    """The rows of a sheet, with everything in `notes` that its user must be told (those of the file first).

    `worksheet` is the wanted one's name; None takes `To fix`, else the resource's own, else the only visible one that
    fits. `match_header` says which field of the resource a header is. `takes_hidden` is whether hidden rows are sent.

    Raises:
        HeaderError: if the header row is missing or says something that must not be guessed.
        SheetError: if the file can not be read as rows of cells, whatever the reason.
    """
    known: dict[str, HeaderMatch] = {}

    def match_once(text: str) -> HeaderMatch:  # the same texts are tried on several rows and for several delimiters
        if text not in known:
            known[text] = match_header(text)
        return known[text]

    try:
        book = _open_workbook(file.content, match_once)
        chosen = choose_worksheet(book, worksheet, resource, match_once)
        sheet = assemble(
            file.path,
            chosen.worksheet,
            chosen.grid,
            check_header(chosen.header, resource),
            match_header=match_once,
            takes_hidden=takes_hidden,
            notes=(*file.notes, *book.notes, *chosen.notes),
        )
        kept = read_kept(book)
        return replace(sheet, base=kept.base, lists=kept.lists, notes=(*sheet.notes, *kept.notes))
    except SheetError as error:  # below this line nobody knows the file's name
        raise error.of_file(file.path.name) from error


def _open_workbook(content: bytes, match_header: Callable[[str], HeaderMatch]) -> Workbook:
    """Each format's reader is loaded only for its own files, so that a small CSV does not wait for pandas."""
    match tell_kind(content):
        case FileKind.TEXT:
            from batch_update.sheets.reading.text.delimited import open_text  # noqa: PLC0415

            return open_text(content, match_header)
        case FileKind.OLD_EXCEL:
            from batch_update.sheets.reading.xls.workbook import open_old_excel  # noqa: PLC0415

            return open_old_excel(content)
        case FileKind.ZIP:
            from batch_update.sheets.reading.zip_kinds import open_packed  # noqa: PLC0415

            return open_packed(content)


def _read_patiently(path: Path) -> bytes:
    """The file's bytes; while Excel is saving it, it may be locked or gone for a moment."""
    for tries_left in reversed(range(_TRIES)):
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise SheetError(
                    f"{path} is larger than 200 MB. Copy the filled rows into a new workbook and use that."
                )
            return path.read_bytes()
        except (PermissionError, FileNotFoundError):
            if not tries_left or path.is_dir() or not any(map(_is_there, _lock_files(path))):
                raise
            time.sleep(_PAUSE)
    raise SheetError(f"{path} can not be read.")


def _lock_files(path: Path) -> tuple[Path, ...]:
    """What Excel and LibreOffice lay beside a file that is open; Excel leaves out the first letters of some names."""
    return (
        path.with_name(f"~${path.name}"),
        path.with_name(f"~${path.name[2:]}"),
        path.with_name(f".~lock.{path.name}#"),
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # with a few more letters the name may be too long for the disk
        return False


def _notes_of_open_file(path: Path) -> list[str]:
    if any(map(_is_there, _lock_files(path))):
        return [f"{path.name} is open in another program: changes that were not saved there are not included."]
    return []
