"""What a pulled workbook keeps of the account, as rows of texts and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from batch_update.live import Base, JsonValue, NamedId, NameLists, Snapshot
from batch_update.sheets.base import read_base, read_lists, write_base, write_lists

Lines = list[tuple[str, ...]]

VALUES: dict[str, JsonValue | None] = {
    "name": "  =cmd()\r\n\t«Diwali» 👩‍💻 _x000B_ \x00 \ud800",
    "dial_ratio": "1.50",
    "outbound_caller_id": "000123456789012345678",
    "agent_only_callback": 0,
    "agent": [4817, 4818],
    "dial_status": ["0", "-5"],
    "lead_list_map": [{"list_id": 1234, "list_status": 1}],
    "webform_url": None,
}
BASE = Base(
    stamp="k3f9ab",
    pulled=datetime(2026, 11, 27, 9, 30, 5, tzinfo=UTC),
    target="https://api.example.com",
    profile="north",
    snapshots={
        "281": Snapshot(
            campaign_id="281", values=VALUES, unclear=frozenset({"map_agent"}), labels={"agent": {"4817": "Asha"}}
        ),
        "282": Snapshot(campaign_id="0282", values={}),
    },
)


def large(campaigns: int) -> Base:
    """A base of campaigns that differ from each other, so that it packs badly."""
    values = {f"field_{place}": f"{place * 7919}x" for place in range(50)}
    return replace(
        BASE,
        snapshots={
            str(id_): Snapshot(campaign_id=str(id_), values={**values, "name": sha256(b"%d" % id_).hexdigest()})
            for id_ in range(campaigns)
        },
    )


# --- _base ------------------------------------------------------------------------------------------------------------


def test_a_base_comes_back_as_it_was() -> None:
    assert read_base(write_base(BASE)) == BASE


def test_a_base_of_2_000_campaigns_comes_back_and_fits_excels_cells() -> None:
    rows = list(write_base(large(2_000)))

    assert len(rows) > 3
    assert max(len(cell) for row in rows for cell in row) <= 32_767
    assert read_base(rows) == large(2_000)


def test_no_cell_of_a_base_can_be_taken_for_a_number_a_date_or_a_formula() -> None:
    cells = [cell for row in write_base(large(300)) for cell in row]

    assert [cell[:10] for cell in cells if not re.match(r"[a-zA-Z][a-z_0-9]+ ", cell)] == []


SAVED_ANEW: dict[str, Callable[[Lines], Lines]] = {
    "blank rows between": lambda rows: [line for row in rows for line in ((), row, ("", ""))],
    "blank cells behind": lambda rows: [(*row, "", "") for row in rows],
    "a blank column in front": lambda rows: [("", *row) for row in rows],
    "spaces around": lambda rows: [tuple(f" {cell} " for cell in row) for row in rows],
    "parts in another order": lambda rows: [rows[0], *reversed(rows[1:])],
}


@pytest.mark.parametrize("save", SAVED_ANEW.values(), ids=SAVED_ANEW)
def test_what_programs_do_to_a_sheet_does_not_harm_a_base(save: Callable[[Lines], Lines]) -> None:
    assert read_base(save(list(write_base(large(1_000))))) == large(1_000)


DAMAGES: dict[str, Callable[[Lines], Lines]] = {
    "nothing there": lambda _: [],
    "the head alone": lambda rows: rows[:1],
    "no head": lambda rows: rows[1:],
    "a part is missing": lambda rows: rows[:-1],
    "a part twice": lambda rows: [*rows, rows[-1]],
    "a part cut short": lambda rows: [*rows[:-1], (rows[-1][0][:-40],)],
    "another checksum": lambda rows: [(rows[0][0], "sha256 00", ""), *rows[1:]],
    "no checksum": lambda rows: [(rows[0][0], "", ""), *rows[1:]],
    "the head of another base": lambda rows: [next(write_base(BASE)), *rows[1:]],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_base_is_not_read(damage: Callable[[Lines], Lines]) -> None:
    with pytest.raises(ValueError, match=r"^was changed or is damaged$"):
        read_base(damage(list(write_base(large(1_000)))))


def test_a_base_of_a_newer_program_is_not_read() -> None:
    head, *parts = write_base(BASE)

    with pytest.raises(ValueError, match=r"^is from a newer version of this program$"):
        read_base([("batch_update base 2", *head[1:]), *parts])


def test_a_base_of_the_first_version_is_read() -> None:
    """Written once by that version, and never to be changed here."""
    kept = [
        ("batch_update base 1", "sha256 dc75dda4a07524758f73e3d2de8d70ea13e89c9faa7607c12554618431943e3c"),
        ("part 1 of 3: eJwdjs0KgzAQhF+l7LVRo/ZHc+4j9CYiaZvU0PyRRCxI3r1rLzswfDM7G8TEjQcGn1b2/AEE/KK1eKHT0OZS1HXR",),
        ("part 2 of 3: XO+0Zy1l9HykeClCiYe3SAjNKfnIqop7VYovVmlRPp3Ze4KTSgtkrAtpRida7uPsUgS2QdPVwIa/kA0sNzt5UyvX",),
        ("part 3 of 3: 6uCkFCFigr+FxS/DqauvI4FVPKQLZlqCBmZxZyYDmCWq5+TsNDv9gpFsecz5B2MpRCQ=",),
    ]

    assert read_base(kept).stamp == "k3f9ab"


# --- Lists ------------------------------------------------------------------------------------------------------------

CALLERS = (NamedId("1759333", "Delhi desk", "+911140001234"), NamedId("1759334", "", "+911140001235"))
OFFERS = (
    NamedId("12", "Diwali, the \"big\" one; 'all'"),
    NamedId("13", "=cmd()"),
    NamedId("14", "👩‍💻 team"),
    NamedId("15", "Twice"),
    NamedId("16", "Twice"),
    NamedId("17", "2024"),
    NamedId("18", "-5"),
    NamedId("0019", ""),
)
LISTS = NameLists(
    target="https://api.example.com",
    profile="north",
    entries={"callers": CALLERS, "dispositions": OFFERS, "breaks": ()},
)
TITLES = {"callers": "Caller IDs", "dispositions": "Disposition lists"}


def test_lists_come_back_as_they_were() -> None:
    assert read_lists(write_lists(LISTS, TITLES)) == LISTS


def test_lists_stand_side_by_side_with_titles_labels_ids_and_names() -> None:
    rows = list(write_lists(LISTS, TITLES))

    assert [cell for cell in rows[3] if cell] == ["Caller IDs", "Disposition lists", "breaks"]
    assert rows[4] == ("label", "id", "name", "number", "", "label", "id", "name", "", "label", "id", "name", "")
    assert rows[5][:7] == (
        "1759333 - +911140001234 Delhi desk", "1759333", "Delhi desk", "+911140001234", "",
        "12 - Diwali, the \"big\" one; 'all'", "12",
    )  # fmt: skip
    assert [row[5] for row in rows[6:13]] == [
        "13 - =cmd()", "14 - 👩‍💻 team", "15 - Twice", "16 - Twice", "17 - 2024", "18 - -5", "0019",
    ]  # fmt: skip


NAMES = {
    "several lines": ("North\n  leads\t2", "North leads 2"),
    "spaces at the ends": ("  North ", "North"),
    "a control character": ("No\x00rth", "No\ufffdrth"),
    "half a character": ("No\ud83drth", "No\ufffdrth"),
    "an emoji of several signs": ("👩‍💻", "👩‍💻"),
    "longer than anybody reads": ("x" * 40_000, "x" * 1_000),
}


@pytest.mark.parametrize(("name", "kept"), NAMES.values(), ids=NAMES)
def test_a_name_stands_on_one_line_and_fits_a_cell(name: str, kept: str) -> None:
    found = read_lists(write_lists(replace(LISTS, entries={"breaks": (NamedId("7", name),)}), {}))

    assert found is not None
    assert found.entries["breaks"] == (NamedId("7", kept),)


def test_10_000_entries_come_back() -> None:
    many = replace(LISTS, entries={"callers": tuple(NamedId(str(id_), f"Desk {id_}") for id_ in range(10_000))})

    assert read_lists(write_lists(many, TITLES)) == many


def test_no_lists_come_back_as_none() -> None:
    none = replace(LISTS, entries={})

    assert read_lists(write_lists(none, TITLES)) == none


def test_the_order_of_entries_does_not_matter() -> None:
    rows = list(write_lists(LISTS, TITLES))

    found = read_lists([*rows[:5], *reversed(rows[5:])])

    assert found is not None
    assert found.entries["callers"] == (CALLERS[1], CALLERS[0])


OTHERS: dict[str, Lines] = {
    "a blank page": [],
    "the template's drop-downs": [("dial_method", "lead_list"), ("1 - Preview", "x")],
    "somebody's own lists": [("label", "id", "name", "number"), ("12 - Diwali", "12", "Diwali", "")],
}


@pytest.mark.parametrize("rows", OTHERS.values(), ids=OTHERS)
def test_a_page_of_somebody_elses_is_none_of_ours(rows: Lines) -> None:
    assert read_lists(rows) is None


def change(rows: Lines, line: int, place: int, text: str) -> Lines:
    cells = list(rows[line])
    cells[place] = text
    return [*rows[:line], tuple(cells), *rows[line + 1 :]]


CHANGES: dict[str, Callable[[Lines], Lines]] = {
    "another name": lambda rows: change(rows, 5, 7, "Holi"),
    "another id": lambda rows: change(rows, 5, 6, "13"),
    "another address": lambda rows: change(rows, 2, 0, rows[2][0].replace("api.example", "api.other")),
    "a row deleted": lambda rows: [*rows[:6], *rows[7:]],
    "a list sorted by its names alone": lambda rows: change(change(rows, 6, 7, "👩‍💻 team"), 7, 7, "=cmd()"),
    "a list deleted": lambda rows: [row[:5] if place > 2 else row for place, row in enumerate(rows)],
    "the heads deleted": lambda rows: [*rows[:4], *rows[5:]],
    "a column put in front": lambda rows: [("", *row) if place > 2 else row for place, row in enumerate(rows)],
    "the mark cut": lambda rows: change(rows, 2, 0, 'batch_update lists 1 {"target":1}'),
}


@pytest.mark.parametrize("damage", CHANGES.values(), ids=CHANGES)
def test_lists_that_were_changed_are_not_read(damage: Callable[[Lines], Lines]) -> None:
    with pytest.raises(ValueError, match=r"^was changed or is damaged$"):
        read_lists(damage(list(write_lists(LISTS, TITLES))))


def test_lists_of_a_newer_program_are_not_read() -> None:
    rows = list(write_lists(LISTS, TITLES))

    with pytest.raises(ValueError, match=r"^is from a newer version of this program$"):
        read_lists(change(rows, 2, 0, rows[2][0].replace("lists 1", "lists 2")))
