"""A text is judged as the value would be of which a spreadsheet wrote it: CSV files hold nothing but texts."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from support.rows import accept, refuse

from batch_update.model import CellValue, Conversion

DATES = [
    "02-Jan", "2-Jan-26", "02-Jan-2026", "Jan-26", "Jan-2026", "2 January 2026", "January 2, 2026", "2026-Jan-02",
    "2026-01-02", "2026-01-02 00:00:00", "2026-01-02T12:30:00Z", "02/01/2026", "1/2/26", "01.02.2026", "1-2", "1/2",
    "05/2026", "Fri 2 Jan 2026", "02-janv", "janv-26", "02-Mai", "02-Dez.", "02-ene", "02-gen", "02-янв", "02-जन",
    "02-জানু", "1月2日", "2026年1月2日",
]  # fmt: skip
TIMES = ["12:30:00", "9:05:00 PM", "9 AM", "30:00:00", "1 day, 6:00:00", "PT30H00M00S", "1:02", "12:30"]
POWERS = ["9.19877E+11", "9,19877E+11", "1.2e+15", "5e3", "12E5", "1E-5", "9.19877 E+11", "9.2 x 10^11"]
NO_WHOLE_NUMBERS = [
    "12.5", "12,5", ".5", "1 1/2", "-5", "5-", "(5)", "\u22125", "- 5", "1,234", "12,34,567", "1.234.567", "1 234",
    "1\u202f234", "1'234", "1,234.50", "1.234,50", "12%", "12 %", "$5", "\u20b9 500", "\u20b9500", "Rs. 500",
    "500 \u20ac", "INR 500", "5+5", "2*3", "=5+5",
]  # fmt: skip
CODED = ["agent_script", "ring_timeout", "retry_after_minutes", "number_of_retry", "dial_method", "hide_lead_details",
         "agent", "dial_status", "manual_lead_list", "lead_list_map", "enforce_agent_pause_code", "webform_url",
         "agent_dial_in_number", "map_agent_caller_id", "map_agent_lead_list", "dial_ratio"]  # fmt: skip


@pytest.mark.parametrize("field", ["id", *CODED])
@pytest.mark.parametrize("seen", ["02-Jan", "Jan-26", "2026-01-02", "02/01/2026", "1/2", "12:30:00", "12:30", "1:02"])
def test_a_date_or_time_is_one_as_text_too_whatever_the_field(field: str, seen: str) -> None:
    assert "date-in-cell" in [problem.code for problem in refuse(**{"name": "x", field: seen})]


@pytest.mark.parametrize("field", ["id", *CODED])
@pytest.mark.parametrize("seen", POWERS)
def test_a_power_of_ten_has_lost_its_digits_whatever_the_field(field: str, seen: str) -> None:
    assert "digits-lost" in [problem.code for problem in refuse(**{"name": "x", field: seen})]


@pytest.mark.parametrize("field", ["id", "agent_script", "agent_dial_in_number", "map_agent_caller_id"])
@pytest.mark.parametrize("seen", [*DATES, *TIMES])
def test_dates_and_times_are_known_in_every_spelling(field: str, seen: str) -> None:
    assert refuse(**{"name": "x", field: seen})[0].code == "date-in-cell"


@pytest.mark.parametrize(
    "field", ["id", "outbound_caller_id", "ring_timeout", "number_of_retry", "dial_method", "agent_wise_caller_id"]
)
@pytest.mark.parametrize("seen", NO_WHOLE_NUMBERS)
def test_what_is_no_plain_whole_number_is_neither_an_id_nor_a_count(field: str, seen: str) -> None:
    assert refuse(**{"name": "x", field: seen})[0].column == field


@pytest.mark.parametrize("field", ["agent_dial_in_number", "map_agent_caller_id"])
@pytest.mark.parametrize("seen", ["12.5", "-5", "(5)", "12%", "$5", "5+5", "1.234.567", "=A1", "TRUE", True, 12.5, -5,
                                  date(2026, 1, 2), time(12, 30), timedelta(hours=30)], ids=repr)  # fmt: skip
def test_a_text_field_with_numbers_takes_no_other_kind_of_value(field: str, seen: CellValue) -> None:
    assert refuse(**{field: seen})[0].column == field


IDS = [
    "281", "0281", "5f3a9c", "1e5a", "12e345678", "507f1f77bcf86cd799439011", "550e8400-e29b-41d4-a716-446655440000",
    "C-281", "a-b_1", "abc_12", "1_000", "281-282", "45-67", "0502-842", "Q1-2026", "MARCH1", "dec12", "05dec2026",
    "SET-12", "DEC-281", "0x1F", "RS500", "v2-1", "7AMZ",
]  # fmt: skip


@pytest.mark.parametrize("field", ["id", "agent_script"])
@pytest.mark.parametrize("seen", IDS)
def test_an_id_that_only_looks_like_one_of_these_is_sent(field: str, seen: str) -> None:
    update = accept(**{"name": "x", field: seen})
    assert (update.campaign_id if field == "id" else update.body[field]) == seen
    assert update.warnings == ()


@pytest.mark.parametrize(
    "seen",
    ["911140001234", "+91 98765 43210", "+919876543210", "(011) 4000-1234", "022-2345-6789", "1800 103 4567",
     "1800-123-4567", "98765 43210 ext 2", "sip:100@example.com", "011.4000.1234"],
)  # fmt: skip
def test_a_telephone_number_is_sent_as_people_write_it(seen: str) -> None:
    assert accept(agent_dial_in_number=seen).body == {"agent_dial_in_number": seen}


@pytest.mark.parametrize(
    "seen", ["4817:1759333; 4818:1759334", '[{"agent": 4817, "caller_id": "1759333"}]', "4817,4818", "4817:17", "x"]
)
def test_what_belongs_to_each_agent_is_sent_as_it_is_typed(seen: str) -> None:
    assert accept(map_agent_caller_id=seen).body == {"map_agent_caller_id": seen}


@pytest.mark.parametrize("seen", ["30.0", "30.00", "30.0000", "4817.000", "0.000"])
def test_a_fraction_of_zeros_is_none(seen: str) -> None:
    assert accept(ring_timeout=seen).body == {"ring_timeout": seen.partition(".")[0]}


@pytest.mark.parametrize("seen", ["2", "1.5", "1:2", "1:10", "0.75"])
def test_a_ratio_may_have_a_point_or_a_colon(seen: str) -> None:
    assert accept(dial_ratio=seen).body == {"dial_ratio": seen}


@pytest.mark.parametrize(
    ("field", "seen", "suggestion"),
    [
        ("id", "02-Jan", "Did you mean 1-2 or 2-1?"),
        ("dial_ratio", "1:02", "Did you mean 1:2?"),
        ("lead_list_map", "1234:01:00", "Did you mean 1234:1?"),
        ("lead_list_map", timedelta(hours=1234, minutes=1), "Did you mean 1234:1?"),
        ("agent_script", "1.234.567", "Did you mean 1234567?"),
        ("agent_script", "5,00,000", "If it is one number, type 500000"),
        ("agent_script", "$5.50", "Type plain digits."),
        ("agent_script", "281 282", "If it is one number, type 281282 in one piece; if there are several, keep one."),
        ("agent_script", "281/282", "Keep one of them."),
        ("ring_timeout", "1.000", "If it is a whole number, type 1000 in one piece."),
        ("agent", "4.000", "Example: 4817; 4818"),
        ("dial_ratio", "12:30", "Type a number such as 2."),
        ("id", "Total", "Copy the id from the panel; the name of a campaign or a line of totals will not do."),
    ],
)
def test_what_was_probably_meant_is_suggested(field: str, seen: CellValue, suggestion: str) -> None:
    assert refuse(**{"name": "x", field: seen})[0].suggestion.startswith(suggestion)


# --- free text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "code"),
    [(text, "lost-date") for text in ("12-Jan", "02-Jan-26", "Jan-26", "02-janv", "02-जन", "2026-01-02", "02/01/2026",
                                      "2026-01-02 00:00:00", "12:30:00", "9:05 PM")]
    + [(text, "lost-number") for text in ("9.19877E+11", "9,19877E+11", "1E5", "1.2e+15")],
)  # fmt: skip
def test_a_free_text_that_was_lost_in_a_spreadsheet_is_sent_but_said(seen: str, code: str) -> None:
    for field in ("name", "description"):
        update = accept(**{field: seen})
        assert update.body == {field: seen}
        assert [(warning.code, warning.cell) for warning in update.warnings] == [(code, "B2")]


@pytest.mark.parametrize(
    "seen",
    ["Total", "12-Jan batch", "Calls from 02-Jan to 05-Jan, 12:30 each day", "24/7", "May 2026", "Jan sale", "007",
     "2024", "1.5", "Plan 9", "1-2-3 go", "v1.2.3", "Sector 12-13", "100% off", "\u20b9500 cashback", "E5 leads"],
)  # fmt: skip
def test_a_free_text_that_only_mentions_numbers_or_dates_is_sent_without_a_word(seen: str) -> None:
    assert accept(name=seen, description=seen).warnings == ()


# --- digits, and what cleaning takes ----------------------------------------------------------------------------------

DIGITS = ["१२३", "١٢٣", "۱۲۳", "১২৩", "１２３", "௧௨௩", "౧౨౩", "೧೨೩", "൧൨൩", "૧૨૩", "੧੨੩", "๑๒๓"]


@pytest.mark.parametrize("seen", DIGITS)
def test_digits_of_every_script_are_sent_as_ascii_and_listed(seen: str) -> None:
    update = accept(id=seen, ring_timeout=seen, agent=seen, agent_dial_in_number=seen, dial_ratio=seen)
    assert update.campaign_id == "123"
    assert update.body == {"ring_timeout": "123", "agent": [123], "agent_dial_in_number": "123", "dial_ratio": "123"}
    assert [(c.cell, c.shown, c.sent) for c in update.conversions] == [
        (f"{letter}2", seen, "123") for letter in "ABEDC"
    ]  # fmt: skip


def test_digits_of_every_script_stay_what_they_are_in_free_text() -> None:
    assert accept(name="ऑफर १२").body == {"name": "ऑफर १२"}


@pytest.mark.parametrize(
    ("seen", "sent"),
    [("ends\u200b", "ends"), ("\ufeffbegins", "begins"), ("soft\u00ad", "soft"), ("\u200eleft\u200f", "left"),
     ("joined\u200d", "joined"), ("\U0001f468\u200d", "\U0001f468"), ("non\u00a0breaking", "non breaking"),
     ("word\u2060", "word"), ("ന\u0d4d\u200d\u200b", "ന\u0d4d\u200d")],
)  # fmt: skip
def test_what_cleaning_takes_from_a_text_is_listed(seen: str, sent: str) -> None:
    update = accept(name=seen)
    assert update.body == {"name": sent}
    assert update.conversions == (Conversion("name", "B2", seen, sent),)


@pytest.mark.parametrize("seen", ["ന\u0d4d\u200d", "അവന\u0d4d\u200d", "می\u200c", "ক\u09cd\u200d", "क\u094d\u200d"])
def test_a_joiner_behind_a_letter_of_its_script_is_left(seen: str) -> None:
    update = accept(name=seen)
    assert update.body == {"name": seen}
    assert update.conversions == ()


@pytest.mark.parametrize("seen", [" x ", "x\u00a0", "two\r\nlines", "two\nlines", "x\n"])
def test_spaces_at_the_ends_and_kinds_of_new_lines_are_no_words(seen: str) -> None:
    assert accept(name=seen).conversions == ()
