"""Which texts are one telephone number."""

from __future__ import annotations

import pytest

from batch_update.checking.telephone import number_forms

ONE_NUMBER = [
    "+911140001234", "911140001234", "1140001234", "01140001234", "00911140001234", "+91 11 4000 1234",
    "+91-11-40001234", "(011) 4000 1234", "\u00a0+91\u00a01140001234",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE_NUMBER)
def test_a_number_is_itself_with_or_without_plus_and_country_code(text: str) -> None:
    assert "1140001234" in number_forms(text)


@pytest.mark.parametrize(
    ("text", "national"),
    [("+12125550100", "2125550100"), ("+442079460000", "2079460000"), ("+97142000000", "42000000")],
)
def test_a_country_code_has_one_to_three_digits(text: str, national: str) -> None:
    assert number_forms(text) == (text[1:], national)


@pytest.mark.parametrize("text", ["", "12", "1759333a", "+", "Delhi desk", "1140001234x", "1" * 16, "1.1E+10"])
def test_what_is_no_number_has_no_form(text: str) -> None:
    assert number_forms(text) == ()


@pytest.mark.parametrize("text", ["1140001235", "40001234", "911140001234911"])
def test_a_number_that_is_only_alike_is_another(text: str) -> None:
    assert set(number_forms(text)).isdisjoint({"911140001234", "1140001234"})
