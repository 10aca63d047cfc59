"""The campaigns that a person names: ids with commas between, or a sheet that has a column of them."""

from __future__ import annotations

from pathlib import Path

from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import UsageError
from batch_update.kinds.cleaning import Refused
from batch_update.kinds.ids import same_id
from batch_update.resource import Resource
from batch_update.sheets.reading.loader import open_sheet, read_sheet
from batch_update.wording.phrases import count

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


def _of_list(text: str, resource: Resource) -> list[str]:
    known, ids = resource.id_field, []
    for part in text.replace(";", ",").split(","):
        try:
            ids.append(str(known.kind.read(part.strip(), known)))
        except Refused as refusal:
            raise UsageError(
                f"--ids: '{part.strip()}' is neither an id nor a sheet that is there. {refusal.message} Put commas"
                " between ids, and no blanks."
            ) from None
    return ids


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
