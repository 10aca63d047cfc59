"""Unpacks the parts of a zipped workbook without believing what its table of contents says of their sizes.

Knows zip and XML, and nothing of sheets.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from batch_update.errors import SheetError
from batch_update.sheets.reading.file_kind import DAMAGED, LOCKED

_CHUNK = 1 << 20
_MOST_UNPACKED = 200 << 20  # of one part; 100,000 rows of 52 cells are about 120 MB
_MOST_TOGETHER = 600 << 20  # of all parts, pictures too
_MOST_RATIO = 100  # honest sheets pack 15:1, sheets of empty formatted rows 30:1, bombs 230:1 and more
_RATIO_COUNTS_FROM = 8 << 20  # a small part of one word repeated is no bomb
_MOST_PARTS = 20_000
_PROLOG = 1 << 16
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What Python's own zip reader raises for bytes that are no good archive."""


class Archive:
    """A zip file whose names are found whatever their case."""

    def __init__(self, content: bytes) -> None:
        """Raises SheetError if this is no zip file, or one that would unpack to more than a sheet ever does."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except BROKEN as error:
            raise SheetError(DAMAGED) from error
        self._infos = {info.filename.replace("\\", "/").lstrip("/").casefold(): info for info in infos}
        if len(self._infos) != len(infos) or len(infos) > _MOST_PARTS:
            raise SheetError(DAMAGED)
        if sum(info.file_size for info in infos) > _MOST_TOGETHER:
            raise SheetError(_too_large("The workbook"))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._infos

    def any_below(self, folder: str) -> bool:
        """Whether any part lies in a folder."""
        return any(name.startswith(folder.casefold()) for name in self._infos)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces of a megabyte.

        Raises:
            SheetError: if it is missing, damaged, protected, or grows beyond what a sheet ever is.
        """
        try:
            info = self._infos[name.casefold()]
        except KeyError as error:
            raise SheetError(DAMAGED) from error
        if info.flag_bits & 0x1:
            raise SheetError(LOCKED)
        _refuse_bomb(info)
        unpacked = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > _MOST_UNPACKED:
                        raise SheetError(_too_large("The sheet"))  # noqa: TRY301 - known only while unpacking
                    yield chunk
        except SheetError:
            raise
        except BROKEN as error:
            raise SheetError(DAMAGED) from error

    def read(self, name: str) -> bytes:
        """A whole part. Raises SheetError as `chunks` does."""
        return b"".join(self.chunks(name))

    def read_xml(self, name: str) -> bytes:
        """A whole part that is XML. Raises SheetError as `chunks` does, and if it defines words of its own."""
        content = self.read(name)
        refuse_doctype(content)
        return content

    def parse(self, name: str) -> Element:
        """A small part as a tree. Raises SheetError as `read_xml` does, and if it is no XML."""
        return parse(self.read_xml(name))


def parse(content: bytes) -> Element:
    """XML as a tree. Raises SheetError if it is none."""
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - not needed for text files
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise SheetError(DAMAGED) from error
    return tree


def refuse_doctype(start: bytes) -> None:
    """Refuse XML that defines words of its own (`<!DOCTYPE`): no spreadsheet writes it, and it can grow without end."""
    prolog = start[:_PROLOG]
    root = _ROOT.search(prolog)
    before = prolog[: root.start()] if root else prolog.replace(b"\0", b"")
    if _DOCTYPE.search(before):
        raise SheetError(
            "The workbook holds definitions (DOCTYPE) that no spreadsheet program writes, so it is not opened."
            " Open it in Excel, save it as .xlsx and retry."
        )


def local_name(tag: str) -> str:
    """A tag or attribute without its namespace, since the strict and the usual form differ in nothing else."""
    return tag.rpartition("}")[2]


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    if info.file_size > _MOST_UNPACKED:
        raise SheetError(_too_large("The sheet"))
    if info.file_size > _RATIO_COUNTS_FROM and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
        raise SheetError(_too_large("The sheet"))


def _too_large(what: str) -> str:
    return (
        f"{what} unpacks to more than a sheet of campaigns can be, so it is not opened."
        " Copy the filled rows into a new workbook (or split them over several) and use that."
    )
