"""What the check says of cells that show something else than they hold: both are told."""

from __future__ import annotations

import pytest
from support.rows import accept, refuse

from batch_update.model import CellValue, JsonValue, OddCell, Oddity, Severity

HIDDEN, OTHERWISE, UNCLEAR, FORMULA = Oddity.HIDDEN, Oddity.SHOWN_OTHERWISE, Oddity.UNCLEAR, Oddity.FORMULA

REFUSED: list[tuple[str, CellValue, str, str]] = [
    ("ring_timeout", OddCell(HIDDEN, "", 0), "hidden-value", "It holds 0."),
    ("name", OddCell(HIDDEN, "", "Diwali"), "hidden-value", "It holds Diwali."),
    ("hide_lead_details", OddCell(HIDDEN, "", value=False), "hidden-value", "It holds FALSE."),
    ("dial_status", OddCell(HIDDEN, "", 0), "hidden-value", "It holds 0."),
    ("name", OddCell(HIDDEN, "", "<clear>"), "hidden-value", "It holds <clear>."),
    ("name", OddCell(HIDDEN, "", "x" * 100), "hidden-value", f"It holds {'x' * 60}…."),
    ("name", OddCell(FORMULA, "", OddCell(HIDDEN, "", 5)), "hidden-value", "It holds 5."),
    ("dial_ratio", OddCell(OTHERWISE, "2", 1.5), "shown-otherwise", "It shows 2 and holds 1.5."),
    ("ring_timeout", OddCell(OTHERWISE, "2", 1.5), "shown-otherwise", "It shows 2 and holds 1.5."),
    ("dial_status", OddCell(OTHERWISE, "5", -5), "shown-otherwise", "It shows 5 and holds -5."),
    ("agent_script", OddCell(OTHERWISE, "1", 1234), "shown-otherwise", "It shows 1 and holds 1234."),
    ("name", OddCell(OTHERWISE, "low", 5), "shown-otherwise", "It shows low and holds 5."),
    ("name", OddCell(OTHERWISE, "xDiwali", "Diwali"), "shown-otherwise", "It shows xDiwali and holds Diwali."),
    ("connect_agent_through", OddCell(OTHERWISE, "Both", 2), "shown-otherwise", "It shows Both and holds 2."),
    ("hide_lead_details", OddCell(OTHERWISE, "No", 1), "shown-otherwise", "It shows No and holds 1."),
    ("ring_timeout", OddCell(Oddity.GROUPED, "12 min", 12), "formatted-number", "It shows 12 min and holds 12."),
    ("ring_timeout", OddCell(Oddity.PERCENT, "50%", 0.5), "percentage", "It shows 50% and holds 0.5."),
]


@pytest.mark.parametrize(("field", "cell", "code", "both"), REFUSED, ids=[f"{case[0]} {case[3]}" for case in REFUSED])
def test_a_cell_that_shows_another_value_is_refused_and_both_are_told(
    field: str, cell: CellValue, code: str, both: str
) -> None:
    (problem,) = [problem for problem in refuse(**{field: cell}) if problem.severity is Severity.ERROR]

    assert problem.code == code
    assert problem.suggestion.startswith(both)


def test_equal_faults_are_told_in_the_same_words() -> None:
    messages = {refuse(dial_ratio=OddCell(OTHERWISE, shown, 1.5))[0].message for shown in ("2", "low", "9")}

    assert len(messages) == 1


SAME: list[tuple[str, OddCell, JsonValue]] = [
    ("hide_lead_details", OddCell(OTHERWISE, "Yes", 1), 1),
    ("hide_lead_details", OddCell(OTHERWISE, "off", 0), 0),
    ("connect_agent_through", OddCell(OTHERWISE, "3 - Both", 3), "3"),
]


@pytest.mark.parametrize(("field", "cell", "sent"), SAME, ids=[case[1].shown for case in SAME])
def test_other_words_for_the_same_value_are_taken(field: str, cell: OddCell, sent: JsonValue) -> None:
    update = accept(**{field: cell})

    assert update.body == {field: sent}
    assert update.warnings == ()


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (OddCell(UNCLEAR, "1.20E+03", 1200), "It shows 1.20E+03 and holds 1200."),
        (OddCell(UNCLEAR, "1200", 1200), "The value is 1200."),
    ],
    ids=["other writing", "unknown format"],
)
def test_a_format_of_which_nobody_can_tell_is_a_warning(cell: OddCell, told: str) -> None:
    update = accept(ring_timeout=cell)

    assert update.body == {"ring_timeout": "1200"}
    assert [(problem.code, problem.severity) for problem in update.warnings] == [("unclear-format", Severity.WARNING)]
    assert update.warnings[0].suggestion.startswith(told)


def test_a_hidden_id_is_refused_once() -> None:
    (problem,) = refuse(id=OddCell(HIDDEN, "", 281), name="x")

    assert (problem.cell, problem.code, problem.value) == ("A2", "hidden-value", "")
