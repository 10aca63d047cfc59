"""Pulled workbooks for tests: campaigns of a few columns with the account's lists, written and read by the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.live import Base, NamedId, NameLists, Snapshot
from batch_update.model import Sheet
from batch_update.resource import Lookup, Resource
from batch_update.sheets.reading.loader import open_sheet, read_sheet
from batch_update.sheets.writing.pulled import FilledRow, LeftOut, write_pulled

_LOOKUPS = {
    "outbound_caller_id": Lookup(key="callers", title="Caller IDs", path="my_number", number="did"),
    "lead_list_map": Lookup(key="lead_lists", title="Lead lists", path="broadcast/lists"),
    "disposition_list": Lookup(key="dispositions", title="Disposition lists", path="dialer/disposition_list"),
}
_COLUMNS = ("name", "description", "dial_method", *_LOOKUPS, "hide_lead_details", "webform_url")

CAMPAIGNS: Resource = replace(
    CAMPAIGN,
    fields=tuple(
        replace(field, lookup=_LOOKUPS.get(field.name)) for field in CAMPAIGN.fields if field.name in _COLUMNS
    ),
)
"""The columns are A `id`, B `name`, C `description`, D `dial_method`, E `outbound_caller_id`, F `lead_list_map`,
G `disposition_list`, H `hide_lead_details`, I `webform_url` and J `_pulled`."""

LISTS = NameLists(
    target="https://api.example.com",
    entries={
        "callers": (NamedId("1759333", "Delhi desk", "+911140001234"), NamedId("1759334", "", "+911140001235")),
        "lead_lists": (NamedId("1234", "North leads"), NamedId("1235", "South, and East")),
        "dispositions": (NamedId("12", "Diwali offers"), NamedId("13", "=cmd()"), NamedId("14", '"Holi" 🎉')),
    },
)
MARK = "2026-11-27 09:30 k3f9ab"

Values: TypeAlias = "dict[str, str | None]"

DIWALI: Values = {
    "name": "Diwali offers",
    "dial_method": "1 - Preview",
    "outbound_caller_id": "1759333 - +911140001234 Delhi desk",
    "lead_list_map": "1234 - North leads:1; 1235:0",
    "disposition_list": "12 - Diwali offers",
    "hide_lead_details": "0 - No",
}
HOLI: Values = {
    "name": "Holi",
    "description": "=cmd()",
    "webform_url": None,
    "disposition_list": "000012345678901234567",
}


def fill(campaign_id: str, values: Values, *unclear: str) -> FilledRow:
    """A row that was pulled."""
    return FilledRow(campaign_id=campaign_id, values=values, unclear=frozenset(unclear), pulled=MARK)


ROWS = (fill("281", DIWALI), fill("282", HOLI), fill("0283", {"name": "Eid"}))


def base_of(rows: Sequence[FilledRow]) -> Base:
    """What was read of these rows; here the values are the texts of the cells."""
    return Base(
        stamp="k3f9ab",
        pulled=datetime(2026, 11, 27, 9, 30, 5, tzinfo=UTC),
        target="https://api.example.com",
        snapshots={
            row.campaign_id: Snapshot(
                campaign_id=row.campaign_id,
                values=dict(row.values),
                unclear=row.unclear,
                labels={"agent": {"7": "Asha"}},
            )
            for row in rows
        },
    )


def pull(
    path: Path,
    rows: Sequence[FilledRow] = ROWS,
    *,
    lists: NameLists | None = LISTS,
    left_out: Sequence[LeftOut] = (),
    puts_back: bool = False,
    resource: Resource = CAMPAIGNS,
) -> Path:
    """A pulled workbook of these rows."""
    return write_pulled(
        path, resource=resource, rows=rows, base=base_of(rows), lists=lists, left_out=left_out, puts_back=puts_back
    )


def read_back(path: Path, *, worksheet: str | None = None) -> Sheet:
    """The sheet as a run would read it."""
    return read_sheet(open_sheet(path), CAMPAIGN, worksheet=worksheet, match_header=HeaderMatcher(CAMPAIGN))


def texts_of(sheet: Sheet) -> list[tuple[object, ...]]:
    """The cells of its rows, with what each tells of its pull."""
    return [(*row.cells, row.pulled) for row in sheet.rows]
