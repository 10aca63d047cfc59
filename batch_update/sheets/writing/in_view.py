"""What of a page is in view: its first columns up to the id stay while it is scrolled, and blank columns are folded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Sheet
from batch_update.resource import Resource
from batch_update.sheets.writing.cells import check_written

MOST_FROZEN = 110.0
"""The most characters in width that stay in view: some 820 of the 1,366 pixels of a small laptop."""

LEAST_TEXT = 28.0
"""How narrow the column of texts may become so that the id fits beside it."""


@dataclass(frozen=True, slots=True)
class View:
    """The first `columns` of a page stay in view. `text_width` is that of its column of texts, in characters."""

    columns: int
    text_width: float
    holds_id: bool  # where it does not, the texts must name the id

    def name_id(self, outcome: Outcome, text: str) -> str:
        """What is said of a row; its id is on the first line where its column is too far away to stay in view."""
        return text if self.holds_id or not outcome.campaign_id else f"id {outcome.campaign_id}\n{text}"


def find_id(sheet: Sheet, resource: Resource) -> int | None:
    """The place of the id among the sheet's own columns."""
    names = [column.field for column in sheet.columns]
    return names.index(resource.id_field.name) if resource.id_field.name in names else None


def plan_view(ours: Sequence[float], text: int, own: Sequence[float], id_place: int | None) -> View:
    """How much stays in view of a page that has our columns first, the one of texts at place `text`, and then `own`.

    All widths are in characters; that of a folded column is 0. The texts get less room before the id goes out of view;
    if the id stands too far from the left for that, our columns up to the texts stay alone.
    """
    if id_place is not None:
        others = sum(ours) - ours[text] + sum(own[: id_place + 1])
        if others + LEAST_TEXT <= MOST_FROZEN:
            return View(len(ours) + id_place + 1, min(ours[text], MOST_FROZEN - others), holds_id=True)
    return View(text + 1, ours[text], holds_id=id_place is None)


def find_blank_columns(outcomes: Sequence[Outcome], width: int, kept: Collection[int | None]) -> frozenset[int]:
    """The places of the sheet's own columns that hold nothing in any of these rows, less those to be kept in sight."""
    return frozenset(
        place
        for place in range(width)
        if outcomes and place not in kept and not any(_is_seen(outcome.row.cells[place]) for outcome in outcomes)
    )


def _is_seen(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def set_own_columns(
    worksheet: Worksheet, first: int, widths: Sequence[float], folded: Collection[int], style: Format
) -> None:
    """Give the sheet's own columns, from column `first` on, their widths; a click on the + above opens folded ones."""
    for place, width in enumerate(widths):
        options: dict[str, bool | int] = {"level": 1, "hidden": True} if place in folded else {}
        if place - 1 in folded and place not in folded:  # the + stands above the column behind
            options["collapsed"] = True
        check_written(worksheet.set_column(first + place, first + place, width, style, options), 0, first + place)
    if len(widths) - 1 in folded:
        end = first + len(widths)
        check_written(worksheet.set_column(end, end, None, None, {"collapsed": True}), 0, end)
