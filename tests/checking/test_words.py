"""`<clear>`, what is nearly that, and the words by which other programs say that there is nothing."""

from __future__ import annotations

import pytest
from support.rows import accept, refuse

NEARLY = [
    "&lt;clear&gt;", "&amp;lt;clear&amp;gt;", "<clear", "clear>", "(clear)", "[clear]", "{clear}", "{{clear}}",
    "<<clear>>", "«clear»", "‹clear›", '"<clear>"', "“<clear>”", "<clear>.", "<clear/>", "</clear>", "*clear*",
    "<cleared>", "<clera>", "<claer>", "<cler>", "<сlear>", "<clr>", "<blank>", "<empty>", "<none>", "<null>", "<NA>",
    "<nan>", "<delete>", "<remove>", "<delete value>", "DELETE VALUE", "delete-value", "deletevalue", "delete_vlaue",
    "Delete Values", "clear value", "[delete]", "(Clear)", "< blank >",
]  # fmt: skip
FIELDS = ["id", "name", "description", "agent_script", "ring_timeout", "dial_ratio", "dial_method", "hide_lead_details",
          "agent", "dial_status", "lead_list_map", "webform_url", "enforce_agent_pause_code", "agent_dial_in_number",
          "map_agent_caller_id"]  # fmt: skip


@pytest.mark.parametrize("seen", NEARLY)
def test_a_slip_of_clear_is_a_problem_even_in_free_text(seen: str) -> None:
    (problem,) = refuse(description=seen)
    assert (problem.code, problem.cell) == ("nearly-clear", "B2")
    assert problem.suggestion == "Write <clear> to empty the field, or leave the cell blank to change nothing."


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seen", ["&lt;clear&gt;", "(clear)", "<blank>", "DELETE VALUE", "<clera>", "[clear]"])
def test_a_slip_of_clear_is_a_problem_in_every_field(field: str, seen: str) -> None:
    assert "nearly-clear" in [problem.code for problem in refuse(**{"name": "x", field: seen})]


@pytest.mark.parametrize("field", ["hide_lead_details", "dial_method", "enforce_agent_pause_code"])
def test_no_one_is_sent_to_clear_a_field_that_can_not_be_emptied(field: str) -> None:
    for seen in ("<blank>", "NULL"):
        assert "<clear>" not in refuse(**{field: seen})[0].suggestion


@pytest.mark.parametrize(
    "word", ["<clear>", "<CLEAR>", "< clear >", "＜clear＞", "delete_value", "DELETE_VALUE", "'<clear>"]
)
def test_the_word_itself_still_empties(word: str) -> None:
    assert accept(description=word).cleared == ("description",)


@pytest.mark.parametrize(
    "seen",
    ["Write <clear> to empty a field", "clearance sale", "please clear the queue", "delete all values of it", "(clean)",
     "<3 Diwali", "<b>", "<Diwali>", "(a note)", "[x]", "Clear Tax", "Blank Space", "Clearwater", "None of these",
     "Nan Bakery", "NA region", "A-1", "<name>", "<date>"],
)  # fmt: skip
def test_a_text_that_only_mentions_such_a_word_is_sent_without_a_word(seen: str) -> None:
    update = accept(name=seen, description=seen)
    assert update.body == {"name": seen, "description": seen}
    assert update.warnings == ()


NOTHING = [
    "NULL", "null", "(null)", "[NULL]", "nan", "NaN", "None", "none", "N/A", "n.a.", "NA", "nil", "undefined", "-",
    "--", "—", "(blank)", "(empty)", "blank", "#EMPTY", "\\N", "?", "...", '""', "not applicable", "clear", "delete",
    "'NULL'",
]  # fmt: skip


@pytest.mark.parametrize("seen", NOTHING)
def test_another_programs_word_for_nothing_is_sent_as_free_text_but_said(seen: str) -> None:
    update = accept(description=seen)
    assert update.body == {"description": seen}
    assert [(warning.code, warning.cell) for warning in update.warnings] == [("word-for-nothing", "B2")]


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in {"name", "description"}])
@pytest.mark.parametrize("seen", ["NULL", "nan", "None", "N/A", "nil", "-", "--", "(blank)", "\\N", "undefined"])
def test_another_programs_word_for_nothing_is_refused_elsewhere_with_what_to_do(field: str, seen: str) -> None:
    problem = next(p for p in refuse(**{"name": "x", field: seen}) if p.column == field)
    assert problem.suggestion.startswith("Fill in the id" if field == "id" else "Leave the cell blank")
