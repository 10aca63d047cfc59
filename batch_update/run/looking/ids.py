"""The campaigns that a person names: ids with commas between, spans of them, or a sheet that has a column of them."""

from __future__ import annotations

import re
from pathlib import Path

from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import UsageError
from batch_update.journal import Journal
from batch_update.kinds.cleaning import Refused
from batch_update.kinds.ids import same_id
from batch_update.resource import Resource
from batch_update.sheets.reading.loader import SheetFile, open_sheet, read_sheet
from batch_update.wording.phrases import count

_SPAN = re.compile(r"\s*(\d{1,18})\s*-\s*(\d{1,18})\s*", re.ASCII)
MOST_OF_SPAN = 10_000  # campaigns that may be named from one to another
MOST_TOLD = 3  # cells that hold no id


def find_ids(text: str, resource: Resource) -> tuple[str, ...]:
    """The ids of a list, or of the sheet at that path; each once, in their order.

    Raises:
        UsageError: what stands there is no id.
        SheetError: the sheet can not be read as rows.
    """
    path = Path(text)
    ids = _of_sheet(path, resource) if path.suffix and path.exists() else _of_list(text, resource)
    return tuple(dict.fromkeys(map(same_id, ids)))


def ids_of_run(journal: Journal, run_id: str, resource: Resource) -> tuple[str, ...]:
    """The ids of the rows of a run's sheet, in their order. Raises BatchUpdateError: its copy is of no use any more."""
    copy = journal.sheet_copy(run_id)
    file = SheetFile(path=copy.path, content=copy.content)
    sheet = read_sheet(file, resource, worksheet=copy.worksheet, match_header=HeaderMatcher(resource))
    return tuple(same_id(verdict.campaign_id) for verdict in check_rows(resource, sheet.rows))


def _of_list(text: str, resource: Resource) -> list[str]:
    known = resource.id_field
    ids: list[str] = []
    for part in text.replace(";", ",").split(","):
        if span := _SPAN.fullmatch(part):
            ids += _of_span(part.strip(), *span.groups(), most=MOST_OF_SPAN - len(ids))
            continue
        try:
            ids.append(str(known.kind.read(part.strip(), known)))
        except Refused as refusal:
            raise UsageError(
                f"--ids: '{part.strip()}' is neither an id nor a sheet that is there. {refusal.message} Put commas"
                " between ids, and no blanks."
            ) from None
    return ids


def _of_span(text: str, first: str, last: str, *, most: int) -> list[str]:
    """The ids of `281-283`. Raises UsageError: it runs backwards, or is longer than anybody would mean."""
    if int(first) > int(last):
        raise UsageError(f"--ids: '{text}' runs backwards. Write {last}-{first}.")
    if int(last) - int(first) >= most:
        raise UsageError(f"--ids: '{text}' is more than {MOST_OF_SPAN:,} campaigns. Leave --ids out to pull all.")
    return [str(number) for number in range(int(first), int(last) + 1)]


def _of_sheet(path: Path, resource: Resource) -> list[str]:
    """The ids of a sheet's rows; what else is in the rows, right or wrong, is of no concern."""
    sheet = read_sheet(open_sheet(path), resource, worksheet=None, match_header=HeaderMatcher(resource))
    ids: list[str] = []
    wrong: list[str] = []
    for verdict in check_rows(resource, sheet.rows):
        column = verdict.row.column_of(resource.id_field.name)
        address = verdict.row.address(column) if column else ""
        problems = [it for it in getattr(verdict, "problems", ()) if it.cell == address and "twice" not in it.code]
        (wrong if problems else ids).append(address if problems else verdict.campaign_id)
    if wrong:
        named = ", ".join(wrong[:MOST_TOLD]) + (", …" if len(wrong) > MOST_TOLD else "")
        raise UsageError(f"--ids: {path.name} has {count(len(wrong), 'row')} without a readable id: {named}.")
    return ids
