"""What each kind of cell becomes, and what it refuses. The expected values are written by hand from the API page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from support.rows import accept, refuse

from batch_update.model import CellValue, JsonValue, OddCell, Oddity

GOOD: list[tuple[str, CellValue, JsonValue]] = [
    # free text is sent as it is seen
    ("name", "Diwali offers", "Diwali offers"),
    ("name", "  padded  ", "padded"),
    ("name", "NA", "NA"),
    ("name", "None", "None"),
    ("name", "007", "007"),
    ("name", "1E5", "1E5"),
    ("name", "=cmd()", "=cmd()"),
    ("name", "[/red]", "[/red]"),
    ("name", "#1 sale", "#1 sale"),
    ("name", "two\nlines", "two\nlines"),
    ("name", "non\u00a0breaking", "non breaking"),
    ("name", "\ufeffends\u200b", "ends"),
    ("name", "दिवाली 🎉", "दिवाली 🎉"),
    ("name", 2024.0, "2024"),
    ("name", 1.5, "1.5"),
    ("name", True, "TRUE"),
    # ids keep every digit
    ("agent_script", "57", "57"),
    ("agent_script", 57.0, "57"),
    ("agent_script", "57.0", "57"),
    ("agent_script", "007", "007"),
    ("agent_script", "'007", "007"),
    ("agent_script", "12345678901234567890", "12345678901234567890"),
    ("agent_script", 123456789012345.0, "123456789012345"),
    ("agent_script", "5\u200b7\u00a0", "57"),
    ("agent_script", "１２", "12"),
    ("agent_script", "S-12", "S-12"),
    # durations and counts are texts of digits
    ("ring_timeout", "30", "30"),
    ("ring_timeout", 30.0, "30"),
    ("ring_timeout", 30, "30"),
    ("ring_timeout", 29.999999999999996, "30"),
    ("number_of_retry", 0, "0"),
    # web addresses
    ("webform_url", " https://example.com/form?x=1 ", "https://example.com/form?x=1"),
    ("webform_url", "HTTP://example.com", "HTTP://example.com"),
    # flags are the integers 0 and 1
    *[("hide_lead_details", seen, 1) for seen in (1, 1.0, True, "1", "yes", "YES", "true", "on", "1 - Yes", "y", "'1")],
    *[("hide_lead_details", seen, 0) for seen in (0, 0.0, False, "0", "no", "False", "off", "0 - No", "0.0")],
    ("hide_lead_details", time(0, 0), 0),
    ("hide_lead_details", datetime(1900, 1, 1), 1),
    ("hide_lead_details", date(1900, 1, 1), 1),
    # choices are their code, as a text
    *[("ring_strategy", seen, "2") for seen in (2, 2.0, "2", "Fewest Calls", "fewest calls", "2 - Fewest Calls",
                                                 "2-fewestcalls", "2 – Fewest Calls", "2: Fewest Calls", "２")],
    ("connect_agent_through", "Both", "3"),
    ("connect_agent_through", "3 - Both (Extension first, otherwise mobile)", "3"),
    ("dial_in_type", "Dial Out (Each Call)", "2"),
    ("dial_in_type", "Dial Out (Session)", "3"),
    # lists of texts
    *[("dial_status", seen, ["0"]) for seen in (0, 0.0, "0", '["0"]', "[0]", "New", "0 - New", "“0”")],
    *[("dial_status", seen, ["0", "-5"]) for seen in (
        "0,-5", "0; -5", "0\n-5", '["0", "-5"]', "New; Call Drop", "0,-5,")],
    ("dial_status", "417", ["417"]),
    ("manual_lead_list", "1235; 1236", ["1235", "1236"]),
    ("manual_lead_list", "[1235.0]", ["1235"]),
    # lists of numbers
    *[("agent", seen, [4817]) for seen in (4817, 4817.0, "4817", '["4817"]', "[4817]", "4817.0")],
    ("agent", "4817, 4818", [4817, 4818]),
    # the one other number
    ("enforce_agent_pause_code", "3", 3),
    ("enforce_agent_pause_code", 3.0, 3),
    # lead lists
    *[("lead_list_map", seen, [{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}]) for seen in (
        "1234:1; 1235:0",
        "1234:1,1235:0;",
        "1234 = 1\n1235 = 0",
        '[{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}]',
        "[{list_id:1234,list_status:1},{list_id:1235,list_status:0}]",
        "[{“list_id”: “1234”, “list_status”: 1}, {‘list_id’: 1235, ‘list_status’: false},]",
        "[{'list_status': '1', 'list_id': '1234'}, {list_id: 1235.0, list_status: 0}]",
    )],
    ("lead_list_map", '{"list_id": 1234, "list_status": 1}', [{"list_id": 1234, "list_status": 1}]),
]  # fmt: skip

REFUSED: list[tuple[str, CellValue, str]] = [
    ("name", datetime(2026, 1, 2), "date-in-cell"),
    ("name", "bell\x07", "unusual-character"),
    ("name", "half \ud83d", "unusual-character"),
    ("name", 1e15, "digits-lost"),
    ("name", float("nan"), "not-a-number"),
    ("name", float("inf"), "not-a-number"),
    ("agent_script", "NA", "not-an-id"),
    ("agent_script", "12, 13", "not-an-id"),
    ("agent_script", "Sales script 1", "not-an-id"),
    ("agent_script", 12.5, "not-an-id"),
    ("agent_script", -12, "not-an-id"),
    ("agent_script", True, "true-or-false"),
    ("agent_script", "1.2E+15", "digits-lost"),
    ("agent_script", "1E5", "digits-lost"),
    ("agent_script", 1234567890123456, "digits-lost"),
    ("agent_script", "5²", "unusual-character"),
    ("agent_script", "1" * 65, "too-long"),
    ("agent_script", timedelta(hours=30), "date-in-cell"),
    ("agent_script", "2026-01-02", "date-in-cell"),
    ("ring_timeout", "30s", "not-a-number"),
    ("ring_timeout", "1,234", "not-a-number"),
    ("ring_timeout", "50%", "not-a-number"),
    ("ring_timeout", "-5", "not-a-number"),
    ("ring_timeout", 30.5, "not-a-number"),
    ("ring_timeout", "9" * 5000, "not-a-number"),
    ("ring_timeout", True, "true-or-false"),
    ("ring_timeout", date(2026, 1, 2), "date-in-cell"),
    ("webform_url", "example.com", "not-a-web-address"),
    ("webform_url", "javascript:alert(1)", "not-a-web-address"),
    ("webform_url", "http://[::1", "not-a-web-address"),
    ("hide_lead_details", "maybe", "not-yes-or-no"),
    ("hide_lead_details", 2, "not-yes-or-no"),
    ("hide_lead_details", "0 - yes", "choice-disagrees"),
    ("hide_lead_details", "<clear>", "can-not-be-cleared"),
    ("ring_strategy", "4", "not-a-choice"),
    ("ring_strategy", "Fewest", "not-a-choice"),
    ("ring_strategy", "1 - Fewest Calls", "choice-disagrees"),
    ("ring_strategy", True, "true-or-false"),
    ("ring_strategy", "delete_value", "can-not-be-cleared"),
    ("dial_in_type", "Dial Out", "not-a-choice"),
    ("dial_status", "Nwe", "not-a-list"),
    ("dial_status", 1.5, "not-a-list"),
    ("dial_status", "1 2", "not-a-list"),
    ("dial_status", "1,,2", "not-a-list"),
    ("dial_status", "0, 0", "twice-in-list"),
    ("dial_status", "[]", "empty-list"),
    ("dial_status", "[true]", "not-a-list"),
    ("dial_status", '["0"', "not-a-list"),
    ("agent", "4817; Asha", "not-a-list"),
    ("agent", "[4817, null]", "not-a-list"),
    ("agent", "[" * 2000, "not-a-list"),
    ("agent", "[NaN]", "not-a-list"),
    ("agent", "9" * 5000, "not-a-list"),
    ("enforce_agent_pause_code", "2147483648", "not-a-number"),
    ("enforce_agent_pause_code", "<clear>", "can-not-be-cleared"),
    ("lead_list_map", "1234", "lead-list-without-status"),
    ("lead_list_map", 1234, "lead-list-without-status"),
    ("lead_list_map", "[{list_id:1234}]", "lead-list-without-status"),
    ("lead_list_map", "1234:2", "not-a-lead-list"),
    ("lead_list_map", "1234:1; 1234:0", "twice-in-list"),
    ("lead_list_map", '[{"list_id": 1, "list_id": 2, "list_status": 1}]', "twice-in-list"),
    ("lead_list_map", '[{"list_id": 1, "list_status": 1, "x": 2}]', "not-a-lead-list"),
    ("lead_list_map", "[{list_id:1234,list_status:1},...]", "not-a-list"),
    ("lead_list_map", "[]", "empty-list"),
    *[("name", error, "error-cell") for error in ("#N/A", "#REF!", "#SPILL!", "Err:502", "#UNSAVED! =A1")],
    ("name", OddCell(Oddity.ERROR, "#DIV/0!"), "error-cell"),
    ("name", OddCell(Oddity.NOT_CALCULATED, "=A1"), "formula-not-calculated"),
    ("name", OddCell(Oddity.MERGED, "B2:B3"), "merged-cells"),
    ("agent_script", OddCell(Oddity.PADDED, "00123", 123), "padded-number"),
    ("ring_timeout", OddCell(Oddity.PERCENT, "50%", 0.5), "percentage"),
    ("agent", OddCell(Oddity.GROUPED, "12,345", 12345), "formatted-number"),
    ("ring_timeout", OddCell(Oddity.UNREADABLE_DATE, "99999999", 99999999), "date-in-cell"),
    ("name", OddCell(Oddity.FORMULA, "50%", OddCell(Oddity.PERCENT, "50%", 0.5)), "percentage"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "seen", "sent"), GOOD, ids=lambda value: repr(value)[:40])
def test_a_cell_is_sent_as(field: str, seen: CellValue, sent: JsonValue) -> None:
    body = accept(**{field: seen}).body
    assert body == {field: sent}
    assert type(body[field]) is type(sent)


@pytest.mark.parametrize(("field", "seen", "code"), REFUSED, ids=lambda value: repr(value)[:40])
def test_a_cell_is_refused_with(field: str, seen: CellValue, code: str) -> None:
    problem = refuse(**{field: seen})[0]  # behind it may stand the warning that the cell holds a formula
    assert (problem.code, problem.column, problem.cell) == (code, field, "B2")


SUGGESTED: list[tuple[str, CellValue, str]] = [
    ("ring_strategy", "Fewest cals", "Did you mean 2 - Fewest Calls?"),
    ("ring_strategy", "2 - Fewst Calls", "Did you mean 2 - Fewest Calls?"),
    ("ring_timeout", "1,234", "Did you mean 1234?"),
    ("ring_timeout", "30 sec", "Did you mean 30?"),
    ("dial_ratio", "1,5", "Did you mean 1.5?"),
    ("dial_ratio", time(1, 2), "Did you mean 1:2?"),
    ("dial_status", datetime(2026, 1, 2), "Did you mean 1-2 or 2-1?"),
    ("lead_list_map", "1234", "Did you mean 1234:1?"),
    ("webform_url", "www.example.com", "Did you mean https://www.example.com?"),
    ("agent_script", OddCell(Oddity.PADDED, "00123", 123), "If 00123 is meant"),
    ("hide_lead_details", "yess", "Did you mean yes?"),
    ("dial_status", "[]", "Write <clear>"),
]


@pytest.mark.parametrize(("field", "seen", "suggestion"), SUGGESTED, ids=lambda value: repr(value)[:40])
def test_a_refused_cell_comes_with_a_suggestion(field: str, seen: CellValue, suggestion: str) -> None:
    assert refuse(**{field: seen})[0].suggestion.startswith(suggestion)


def test_the_message_never_repeats_the_value_so_that_equal_problems_group() -> None:
    for field, seen, code in REFUSED:
        if isinstance(seen, str) and len(seen) > 3 and seen != "<clear>" and code != "not-a-choice":  # lists them all
            assert seen not in refuse(**{field: seen})[0].message


@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0", "\u200b", " \n\t"])
def test_a_blank_cell_is_left_out_of_the_body(blank: CellValue) -> None:
    assert accept(name="x", description=blank).body == {"name": "x"}


@pytest.mark.parametrize("word", ["<clear>", "<CLEAR>", " < clear > ", "delete_value", "\u200bDELETE_VALUE"])
def test_the_clear_word_empties_a_field_on_purpose(word: str) -> None:
    update = accept(description=word, agent=word)
    assert update.body == {"description": "", "agent": []}
    assert update.cleared == ("description", "agent")


def test_emptying_a_field_that_no_campaign_can_be_without_is_said() -> None:
    assert [warning.code for warning in accept(disposition_list="<clear>").warnings] == ["needed-field-cleared"]


def test_a_formula_is_sent_with_its_result_and_said() -> None:
    update = accept(ring_timeout=OddCell(Oddity.FORMULA, "30", 30.0))
    assert update.body == {"ring_timeout": "30"}
    assert [(warning.code, warning.cell) for warning in update.warnings] == [("formula", "B2")]


CONVERTED: list[tuple[str, CellValue, str, str]] = [
    ("ring_strategy", "1 - Random", "1 - Random", "1"),
    ("hide_lead_details", "yes", "yes", "1"),
    ("hide_lead_details", True, "TRUE", "1"),
    ("ring_timeout", 29.999999999999996, "29.999999999999996", "30"),
    ("agent_script", "'007", "'007", "007"),
    ("dial_status", "New; 3", "New; 3", "0; 3"),
]


@pytest.mark.parametrize(("field", "seen", "shown", "sent"), CONVERTED)
def test_what_is_sent_in_other_words_than_shown_is_listed(field: str, seen: CellValue, shown: str, sent: str) -> None:
    (conversion,) = accept(**{field: seen}).conversions
    assert (conversion.column, conversion.cell, conversion.shown, conversion.sent) == (field, "B2", shown, sent)


@pytest.mark.parametrize(
    ("field", "seen"),
    [("ring_timeout", 30.0), ("name", " x "), ("agent", "4817;4818"), ("dial_status", '["0"]'), ("ring_strategy", "1"),
     ("lead_list_map", "[{list_id:1234,list_status:1}]"), ("hide_lead_details", 1.0)],
)  # fmt: skip
def test_what_is_sent_as_shown_is_not_listed(field: str, seen: CellValue) -> None:
    assert accept(**{field: seen}).conversions == ()
