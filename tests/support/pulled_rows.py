"""Sheets as they were pulled, made by hand: what each campaign held, and rows that hold what a person left in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from support.rows import make_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import Pulled, check_rows
from batch_update.live import Base, JsonValue, LiveValue, NamedId, NameLists, Snapshot
from batch_update.model import CellValue, Problem, Rejection, Row, Untouched, Update, Verdict

STAMP = "7kq2"
PULLED = f"2026-11-26 14:05 {STAMP}"

HELD: Mapping[str, LiveValue] = {
    "name": "Diwali offers", "description": None, "dial_method": "1", "auto_dial_duration": "30", "dial_ratio": "1.5",
    "disposition_list": "12", "dial_status": ["0", "-5"], "agent": [4817, 4818], "hide_lead_details": 0,
    "lead_list_map": [{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}],
    "outbound_caller_id": "1759333", "ring_timeout": "25",
}  # fmt: skip
"""What the campaign 281 of these sheets held when it was pulled."""

LISTS = NameLists(
    target="https://api.example.com",
    entries={
        "disposition_lists": (
            NamedId("12", "Diwali offers"), NamedId("57", "Sales, inbound"), NamedId("58", "Closed"),
            NamedId("59", "closed"), NamedId("60", "2026"),
        ),
        "lead_lists": (
            NamedId("1234", "North leads"), NamedId("1235", "South leads"), NamedId("1236", "East, West"),
            NamedId("1237", "Old"), NamedId("1238", "Old"), NamedId("1239", "[VIP]"),
        ),
        "caller_ids": (
            NamedId("1759333", "Delhi desk", "+911140001234"), NamedId("1759334", "Pune desk", "+912040001234"),
        ),
    },
)  # fmt: skip


def snapshot(campaign_id: str = "281", unclear: frozenset[str] = frozenset(), /, **held: LiveValue) -> Snapshot:
    """What a campaign held: that of `HELD`, but for what is given."""
    return Snapshot(campaign_id=campaign_id, values={**HELD, **held}, unclear=unclear)


def base(*snapshots: Snapshot) -> Base:
    """What was read when the sheet was pulled."""
    return Base(
        stamp=STAMP,
        pulled=datetime(2026, 11, 26, 14, 5, tzinfo=UTC),
        target="https://api.example.com",
        snapshots={found.campaign_id: found for found in snapshots or (snapshot(),)},
    )


def pulled(
    *snapshots: Snapshot,
    lists: NameLists | None = LISTS,
    sent: Mapping[str, Mapping[str, JsonValue]] | None = None,
    every_cell: bool = False,
    keep_mine: bool = False,
) -> Pulled:
    """What is known of a sheet that was pulled."""
    return Pulled(base=base(*snapshots), lists=lists, sent=sent or {}, every_cell=every_cell, keep_mine=keep_mine)


def pulled_row(number: int = 2, /, **cells: CellValue) -> Row:
    """A row of a sheet that was pulled, with the column `_pulled` at its end; the id is 281 unless given."""
    row = make_row(number, **{"id": "281", **cells, "_pulled": PULLED})
    return Row(row.number, row.cells, row.columns, pulled=PULLED)


def check(of: Pulled | None = None, /, **cells: CellValue) -> Verdict:
    """What the check says of one pulled row."""
    return check_rows(CAMPAIGN, [pulled_row(**cells)], pulled=of or pulled())[0]


def edited(of: Pulled | None = None, /, **cells: CellValue) -> Update:
    """The update that the edits of one pulled row ask for."""
    verdict = check(of, **cells)
    assert isinstance(verdict, Update), verdict
    return verdict


def untouched(of: Pulled | None = None, /, **cells: CellValue) -> Untouched:
    """One pulled row in which nothing was edited."""
    verdict = check(of, **cells)
    assert isinstance(verdict, Untouched), verdict
    return verdict


def refused(of: Pulled | None = None, /, **cells: CellValue) -> tuple[Problem, ...]:
    """What is wrong with one pulled row."""
    verdict = check(of, **cells)
    assert isinstance(verdict, Rejection), verdict
    return verdict.problems
