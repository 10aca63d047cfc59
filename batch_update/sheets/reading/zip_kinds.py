"""Tells the zipped formats apart by what is in them."""

from __future__ import annotations

from batch_update.errors import SheetError
from batch_update.sheets.reading.archive import Archive
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.grid import Workbook
from batch_update.sheets.reading.xlsx.workbook import OpenXmlWorkbook

_OTHER_KINDS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb), in which an error can not be told from a blank cell"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("index/document.iwa", "an Apple Numbers, Pages or Keynote document"),
    ("index.zip", "an Apple Numbers, Pages or Keynote document"),
)


def open_packed(content: bytes) -> Workbook:
    """The workbook in a zip file. Raises SheetError if there is none that can be read."""
    archive = Archive(content)
    for part, kind in _OTHER_KINDS:
        if part in archive:
            raise SheetError(f"The file is {kind}. Open it in the program that made it and save it as .xlsx.")
    if "xl/workbook.xml" in archive or archive.any_below("xl/"):
        return OpenXmlWorkbook(archive)
    if "content.xml" in archive:
        from batch_update.sheets.reading.ods.workbook import open_opendocument  # noqa: PLC0415 - only for its own files

        return open_opendocument(archive)
    if "[content_types].xml" in archive:
        return OpenXmlWorkbook(archive)
    if not archive.any_below(""):
        raise SheetError(DAMAGED)
    raise SheetError("The file is a zip folder, not a sheet. Unpack it and choose the .xlsx or .csv file in it.")
