"""Rules between fields in a row that was pulled: only where one of them was edited, over the row as it stands."""

from __future__ import annotations

import pytest
from support.pulled_rows import edited, pulled, refused, snapshot, untouched

from batch_update.live import JsonValue, LiveValue
from batch_update.model import CellValue, Severity

RATIO: dict[str, LiveValue] = {"dial_method": "2", "dial_ratio": "1.5"}
WITHOUT: dict[str, LiveValue] = {"dial_method": "2", "dial_ratio": None}

SENT_WITH: list[tuple[dict[str, LiveValue], dict[str, CellValue], dict[str, JsonValue]]] = [  # held, cells, body
    ({}, {"dial_method": "2 - Ratio"}, {"dial_method": "2", "dial_ratio": "1.5"}),  # no such column, and needed
    ({}, {"dial_method": "2 - Ratio", "dial_ratio": "1.50"}, {"dial_method": "2", "dial_ratio": "1.5"}),
    ({}, {"dial_method": "2 - Ratio", "dial_ratio": "3"}, {"dial_method": "2", "dial_ratio": "3"}),
    ({}, {"dial_method": "2 - Ratio", "dial_ratio": None}, {"dial_method": "2", "dial_ratio": "1.5"}),
    (RATIO, {"dial_ratio": "3"}, {"dial_ratio": "3"}),  # which needs nothing itself
    ({"enable_inbound": 0, "inbound_queue": "147", "inbound_lead_list": "8"}, {"enable_inbound": "yes"},
     {"enable_inbound": 1, "inbound_queue": "147", "inbound_lead_list": "8"}),
    ({"enable_inbound": 1, "inbound_queue": "147", "inbound_lead_list": "8"}, {"enable_inbound": "no"},
     {"enable_inbound": 0}),
]  # fmt: skip
BROKEN: list[tuple[dict[str, LiveValue], dict[str, CellValue], str, str]] = [  # …, code, cell
    (WITHOUT | {"dial_method": "1"}, {"dial_method": "2"}, "needed-field-missing", "B2"),
    (WITHOUT | {"dial_method": "1"}, {"dial_method": "2", "dial_ratio": None}, "needed-field-missing", "C2"),
    (RATIO, {"dial_ratio": "<clear>"}, "needed-field-missing", "B2"),
    ({}, {"dial_method": "2", "dial_ratio": "<clear>"}, "needed-field-missing", "C2"),
    ({}, {"lead_list_map": "1234:1; 1235:1; 1236:1; 1237:1"}, "too-many-active-lists", "B2"),
]
QUIET: list[tuple[dict[str, LiveValue], dict[str, CellValue]]] = [  # broken as it was pulled, and none of it edited
    (WITHOUT, {"ring_timeout": "40"}),
    (WITHOUT, {"ring_timeout": "40", "dial_method": "2 - Ratio", "dial_ratio": None}),
    ({"enable_web_form": 1, "webform_url": None}, {"ring_timeout": "40", "enable_web_form": "1 - Yes"}),
    ({"enable_web_form": 0, "webform_url": "https://x.in"}, {"enable_web_form": "1 - Yes"}),
    ({"outbound_caller_id": "911140001234"}, {"ring_timeout": "40", "outbound_caller_id": "911140001234"}),
]
WARNED: list[tuple[dict[str, LiveValue], dict[str, CellValue], str]] = [
    ({"enable_web_form": 0, "webform_url": None}, {"enable_web_form": "1 - Yes"}, "web-form-without-address"),
    ({"enable_web_form": 1, "webform_url": "https://x.in"}, {"webform_url": "<clear>"}, "web-form-without-address"),
    ({"dial_method": "1"}, {"dial_ratio": "3"}, "no-effect"),
]


@pytest.mark.parametrize(("held", "cells", "body"), SENT_WITH, ids=str)
def test_what_an_edited_field_needs_is_sent_with_it(
    held: dict[str, LiveValue], cells: dict[str, CellValue], body: dict[str, JsonValue]
) -> None:
    assert edited(pulled(snapshot(**held)), **cells).body == body


@pytest.mark.parametrize(("held", "cells", "code", "cell"), BROKEN, ids=str)
def test_a_rule_is_judged_over_the_row_as_it_stands(
    held: dict[str, LiveValue], cells: dict[str, CellValue], code: str, cell: str
) -> None:
    errors = [p for p in refused(pulled(snapshot(**held)), **cells) if p.severity is Severity.ERROR]
    assert [(problem.code, problem.cell) for problem in errors] == [(code, cell)]


@pytest.mark.parametrize(("held", "cells"), QUIET, ids=str)
def test_a_rule_of_which_nothing_was_edited_is_not_judged(
    held: dict[str, LiveValue], cells: dict[str, CellValue]
) -> None:
    codes = {warning.code for warning in edited(pulled(snapshot(**held)), **cells).warnings}
    assert codes <= {"unknown-id"}


@pytest.mark.parametrize(("held", "cells", "code"), WARNED, ids=str)
def test_a_rule_that_warns_does_so_over_the_row_as_it_stands(
    held: dict[str, LiveValue], cells: dict[str, CellValue], code: str
) -> None:
    assert [warning.code for warning in edited(pulled(snapshot(**held)), **cells).warnings] == [code]


def test_with_every_cell_too_only_what_was_edited_is_judged() -> None:
    of = pulled(snapshot(**WITHOUT), every_cell=True)
    assert edited(of, dial_method="2 - Ratio").body == {"dial_method": "2"}
    assert untouched(pulled(snapshot(**WITHOUT)), dial_method="2 - Ratio").warnings == ()
