"""What a spreadsheet shows instead of a value, in its user's language, is an error cell everywhere."""

from __future__ import annotations

import pytest
from support.rows import accept, refuse

from batch_update.texts.errors_shown import is_error_text

ERRORS = [
    "#N/A", "#REF!", "#DIV/0!", "#NAME?", "#SPILL!", "#GETTING_DATA", "#ERROR!", "#n/a", "\uff03N/A", "#NV", "#BEZUG!",
    "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#NOM?", "#NOMBRE!", "#VALEUR!", "#¡REF!", "#¿NOMBRE?", "#¡DIV/0!", "#N/D",
    "#VALOR!", "#RIF!", "#NOME?", "#WAARDE!", "#VERW!", "#DEEL/0!", "#VÆRDI!", "#VÄRDEFEL!", "#JAKO/0!", "#ADR!",
    "#NENÍ_K_DISPOZICI", "#NE\u0301V?", "#ÉRTÉK!", "#ЗНАЧ!", "#Н/Д", "#ССЫЛКА!", "#DEĞER!", "#YOK", "#ΤΙΜΗ!", "#溢出!",
    "Err:502", "err:509", "Fehler:502", "##", "########", "#" * 60,
    "Loading...", "Loading…", "loading...", "Wird geladen...",
    "Chargement...", "लोड हो रहा है...",
]  # fmt: skip
NONE = [
    "#1 sale", "#1", "#", "#diwali", "#sale!", "# N/A", "Loading", "Loading dock...", "Err", "Error: 404", "N/A", "NV",
    "#REF! in column B", "", "VALUE!", "##1", "Loading bay 2...",
]  # fmt: skip


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_is_known_in_every_language(text: str) -> None:
    assert is_error_text(text)


@pytest.mark.parametrize("text", NONE)
def test_a_text_that_only_looks_like_an_error_is_none(text: str) -> None:
    assert not is_error_text(text)


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_that_arrives_as_text_is_an_error_cell_in_every_field(text: str) -> None:
    problems = refuse(id=text, name=text, agent=text, webform_url=text, dial_method=text)
    assert [problem.code for problem in problems if problem.code != "needed-field-missing"] == ["error-cell"] * 5


@pytest.mark.parametrize("text", ["#1 sale", "#1", "#", "#diwali", "#sale!", "Loading", "Loading dock...", "##1"])
def test_a_campaign_may_have_a_name_that_only_looks_like_an_error(text: str) -> None:
    assert accept(name=text).body == {"name": text}
