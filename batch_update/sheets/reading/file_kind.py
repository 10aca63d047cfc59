"""What kind of file it is, told by its first bytes and never by its name, and why a file is no sheet at all."""

from __future__ import annotations

from enum import Enum, auto

from batch_update.errors import SheetError
from batch_update.sheets.reading.strangers import MAIL, is_mail, recognise


class FileKind(Enum):
    """How the bytes are packed."""

    ZIP = auto()  # .xlsx, .xlsm, .ods, and others that are refused
    OLD_EXCEL = auto()  # .xls
    TEXT = auto()  # .csv and its like


DAMAGED = (
    "The file is damaged, or has not been downloaded completely. Open it in Excel, save it again as .xlsx and retry."
)
LOCKED = (
    "The file is protected with a password. Open it in Excel, remove the password"
    " (File > Info > Protect Workbook > Encrypt with Password), save it and retry."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
_BARE_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")


def tell_kind(content: bytes) -> FileKind:
    """How the file is packed.

    Raises:
        SheetError: if it is empty, protected, damaged, or something else than a sheet.
    """
    if not content.strip():
        raise SheetError("The file is empty. Save the sheet again, or choose another file.")
    if content.startswith(_OLE):
        return _tell_ole(content)
    if content.startswith(_BARE_OLD_EXCEL):
        return FileKind.OLD_EXCEL
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return FileKind.ZIP
    if content[:64].count(0) == len(content[:64]):
        raise SheetError(DAMAGED)
    if stranger := recognise(content):
        raise SheetError(stranger.tell())
    return FileKind.TEXT


def _tell_ole(content: bytes) -> FileKind:
    """Microsoft packs two things so: .xls, and any newer workbook that has a password."""
    if _ENCRYPTED in content:
        raise SheetError(LOCKED)
    if is_mail(content):
        raise SheetError(MAIL.tell())
    if any(name in content for name in _OLD_STREAMS):
        return FileKind.OLD_EXCEL
    if len(content) < 2048:
        raise SheetError(DAMAGED)
    raise SheetError("The file is not a workbook (an old Word document, or damaged). Choose an .xlsx or .csv file.")
