"""Files that people take for a sheet and that are none: what each is told by, what it is, and what to do instead.

One line for each kind. Told by their bytes and never by their names, which are changed by hand and by mail programs.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

CHOOSE = "Choose an .xlsx or .csv file."
_SAVE_AS = "File > Save As > Excel Workbook (.xlsx)"
_OPEN_ELSEWHERE = "Open it in the program that made it, save it as .xlsx or .csv, and use that file."
_TARGET = "It only leads to another file: choose that file itself."
_ATTACHED = "Open it, save the sheet that is attached to it, and use that file."
_OF_THE_PROGRAM = "Choose the sheet itself, whose name is the same without the signs in front."
_DOWNLOAD = (
    "It holds none of the rows. Open the sheet in the browser, choose File > Download > Microsoft Excel (.xlsx), and"
    " use that file."
)

_TAB = 9  # the least byte of a text
HEAD = 4096  # bytes by which a kind is told


@dataclass(frozen=True, slots=True)
class Stranger:
    """A kind of file that is no sheet: a noun for it and the way on."""

    kind: str
    way: str = CHOOSE

    def tell(self) -> str:
        """The sentence for the person who chose it."""
        return f"The file is {self.kind}, not a sheet. {self.way}"


_BY_START: tuple[tuple[bytes, Stranger], ...] = (
    (b"%PDF", Stranger("a PDF document")),
    (b"%!PS", Stranger("a document for printing (PostScript)")),
    (b"\x89PNG", Stranger("a picture")),
    (b"\xff\xd8\xff", Stranger("a picture")),
    (b"GIF8", Stranger("a picture")),
    (b"BM", Stranger("a picture")),
    (b"II*\0", Stranger("a picture")),
    (b"MM\0*", Stranger("a picture")),
    (b"RIFF", Stranger("a recording or a picture")),
    (b"ID3", Stranger("a recording")),
    (b"OggS", Stranger("a recording")),
    (b"\x1f\x8b", Stranger("a compressed file (gzip)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"7z\xbc\xaf", Stranger("a compressed file (7z)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"Rar!", Stranger("a compressed file (RAR)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"BZh", Stranger("a compressed file (bzip2)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"\xfd7zXZ\0", Stranger("a compressed file (xz)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"\x28\xb5\x2f\xfd", Stranger("a compressed file (zstd)", "Unpack it and choose the .xlsx or .csv file in it.")),
    (b"{\\rtf", Stranger("a text document (RTF)")),
    (b"SQLite format 3", Stranger("a database", _OPEN_ELSEWHERE)),
    (b"\x00\x01\x00\x00Standard ", Stranger("a database (Access)", _OPEN_ELSEWHERE)),
    (b"PAR1", Stranger("a data file (Parquet)", _OPEN_ELSEWHERE)),
    (b"MZ", Stranger("a program")),
    (b"\x7fELF", Stranger("a program")),
    (b"L\0\0\0\x01\x14\x02\0", Stranger("a Windows shortcut", _TARGET)),
    (b"book\0\0\0\0mark", Stranger("an alias of macOS", _TARGET)),
    (b"\x00\x05\x16\x07", Stranger("a companion file of macOS (its name begins with ._)", _OF_THE_PROGRAM)),
    (b"bplist00", Stranger("a settings file or a link of macOS")),
    (b"\0\0\x02\0\x06\x04", Stranger("a Lotus 1-2-3 sheet", _OPEN_ELSEWHERE)),
    (b"\0\0\x1a\0", Stranger("a Lotus 1-2-3 sheet", _OPEN_ELSEWHERE)),
    (b"\xff\0\x02\0\x04\x04", Stranger("a Microsoft Works sheet", _OPEN_ELSEWHERE)),
)

_LOCK_OF_EXCEL = Stranger("the mark that Excel puts beside an open workbook (its name begins with ~$)", _OF_THE_PROGRAM)
_LOCK_OF_LIBREOFFICE = Stranger("the mark that LibreOffice puts beside an open sheet", _OF_THE_PROGRAM)
MAIL = Stranger("an e-mail", _ATTACHED)
_GOOGLE = Stranger("a shortcut to a Google document", _DOWNLOAD)
_JSON = Stranger("a JSON file", "Import it in Excel (Data > Get Data), save it as .xlsx, and use that file.")
_FLAT = Stranger(
    "a flat OpenDocument file (.fods)",
    "Open it in LibreOffice, choose File > Save As, save it as .ods or .xlsx, and use that file.",
)
_XML = Stranger("an XML file", f"Open it in Excel, choose {_SAVE_AS}, and use that file.")
_PAGE = Stranger(
    "a web page (HTML)",
    f"Some systems export their tables so. Open it in Excel, choose {_SAVE_AS}, and use that file.",
)
_PAGE_IN_ONE_FILE = Stranger(
    "a web page in one file (MHTML)", f"Open it in Excel, choose {_SAVE_AS}, and use that file."
)
_PAGE_WITHOUT_TABLE = Stranger(
    "a web page (HTML) without a table",
    "It may be the page to sign in, which came in the place of the sheet. Sign in, and download the sheet again.",
)

_SENT = "received|return-path|delivered-to|to"
_HEADER_OF_MAIL = rf"({_SENT}|mime-version|message-id|date|from|subject|cc|x-[\w-]+)"
# A word that is in it, in small letters; how it begins; what it is. The word goes first: patterns take long to make.
_BY_TEXT: tuple[tuple[str, str, Stranger], ...] = (
    ("[internetshortcut]", r"\[InternetShortcut\]", Stranger("a link to a web page", _DOWNLOAD)),
    ("[desktop entry]", r"\[Desktop Entry\]", Stranger("a link", _TARGET)),
    ("<!doctype plist", r"<\?xml[^>]*>\s*<!DOCTYPE plist", Stranger("a settings file or a link of macOS", _TARGET)),
    ("begin:vcalendar", r"BEGIN:VCALENDAR", Stranger("a calendar")),
    ("begin:vcard", r"BEGIN:VCARD", Stranger("a list of contacts (vCard)", _OPEN_ELSEWHERE)),
    ("id;p", r"ID;P[^\r\n]*[\r\n]+(?:(?:[A-Z]{1,2};[^\r\n]*|E)[\r\n]+){2}", Stranger("a SYLK sheet", _OPEN_ELSEWHERE)),
    ("0,1", r"TABLE\s+0,1\s+\"[^\"]*\"\s+(VECTORS|TUPLES)\s", Stranger("a DIF sheet", _OPEN_ELSEWHERE)),
    ("multipart/related", rf"(?!(?ms:.*^(?:{_SENT}):))MIME-Version:", _PAGE_IN_ONE_FILE),
    (": ", rf"({_HEADER_OF_MAIL}: [^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*){{3}}", MAIL),
    (",file:", r"([^,\r\n]*,){3,4}\d\d\.\d\d\.\d{4} \d\d:\d\d,file:[^\r\n]*;\s*\Z", _LOCK_OF_LIBREOFFICE),
    ("<office:document", r"<\?xml(?s:.*)<office:document\s", _FLAT),
    ("urn:schemas-microsoft-com:office:spreadsheet", "<", _XML),
    ("<?xml", r"<\?xml(?!(?s:.*)<(!doctype html|html|table)\b)", _XML),
    ("<", r"<(!doctype|html|head|body|table|meta|style|script|div|title|frameset|\?xml|\?mso|!--)\b", _PAGE),
    ("workbook", r"<\w+:?Workbook\b", _XML),
)
_PARTS_OF_MAIL = "__substg1.0_".encode("utf-16-le")


def recognise(content: bytes) -> Stranger | None:
    """What a file is that is no sheet, as far as that can be told; None for what may be a text."""
    for start, stranger in _BY_START:
        if content.startswith(start) and not _is_text(content, start):
            return stranger
    if content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypisom", b"ftypmp42", b"ftypM4A "}:
        return Stranger("a picture or a recording")
    if _is_lock_of_excel(content):
        return _LOCK_OF_EXCEL
    text = _read_head(content)
    words = text.casefold()
    for word, pattern, stranger in _BY_TEXT:
        if word in words and re.match(pattern, text, re.IGNORECASE):
            has_rows = stranger is not _PAGE or b"<table" in content.replace(b"\0", b"").lower()
            return stranger if has_rows else _PAGE_WITHOUT_TABLE
    return _recognise_json(content, text)


def recognise_name(path: Path) -> Stranger | None:
    """What a file is by its name alone: for those that their program lets nobody read."""
    if path.name.startswith("~$"):
        return _LOCK_OF_EXCEL
    return _GOOGLE if path.suffix.lower() in {".gsheet", ".gdoc"} else None


def is_mail(content: bytes) -> bool:
    """Whether a file that Microsoft packed is a message of Outlook; a sheet attached to it is in there too."""
    return _PARTS_OF_MAIL in content


def _is_text(content: bytes, start: bytes) -> bool:
    """Whether a file only begins like another kind, as a sheet with the header `BMW` does; no such kind is all text."""
    return start.isalnum() and not any(byte < _TAB for byte in content[:HEAD])


def _read_head(content: bytes) -> str:
    """The beginning as text, whatever its encoding: every kind in the tables is told by plain ASCII."""
    return content[:HEAD].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe\t\r\n\f ")


def _is_lock_of_excel(content: bytes) -> bool:
    """The name of who has it open: its length, then padded with blanks, then once more in two bytes a letter."""
    length = content[0] if content else 0
    return 0 < length < 55 <= len(content) <= 512 and b"\0" in content and not content[1 + length : 55].strip(b" \0")


def _recognise_json(content: bytes, text: str) -> Stranger | None:
    if not text.startswith(("{", "[")):
        return None
    if '"doc_id"' in text or re.match(r'\{\s*"url"\s*:\s*"https://docs\.google\.com', text):
        return _GOOGLE
    try:
        read = json.loads(content.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return _JSON if isinstance(read, dict | list) else None
