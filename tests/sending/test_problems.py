"""What the API says of a field comes back to that field's cell."""

from __future__ import annotations

import pytest
from support.dispatching import make_update, send_one
from support.raw_server import RawServer, Reply, reply

from batch_update.model import Problem, Severity, Source


def problems_after(answer: Reply) -> tuple[Problem, ...]:
    with RawServer([answer]) as server:
        return send_one(server.url, make_update(number=17)).problems


@pytest.mark.parametrize(
    ("key", "column", "cell", "value", "message"),
    [
        ("dial_ratio", "Dial Ratio", "C17", "2", "is wrong"),
        ("Dial-Ratio", "Dial Ratio", "C17", "2", "is wrong"),
        ("lead_list_map.0.list_id", "Lead Lists", "D17", "1234:1", "0.list_id: is wrong"),
        ("lead_list_map[0]", "Lead Lists", "D17", "1234:1", "is wrong"),
        ("queue_timeout", "queue_timeout", "", "", "is wrong"),
    ],
)
def test_a_text_about_a_field_is_put_at_its_cell(key: str, column: str, cell: str, value: str, message: str) -> None:
    (problem,) = problems_after(reply(422, {"message": "Invalid", "errors": {key: ["is wrong"]}}))
    assert problem == Problem(
        row=17,
        column=column,
        cell=cell,
        value=value,
        severity=Severity.ERROR,
        code="api-refused-field",
        message=message,
        source=Source.API,
    )


def test_a_refusal_without_fields_is_a_problem_of_the_row() -> None:
    (problem,) = problems_after(reply(400, {"message": "Campaign is archived"}))
    assert (problem.column, problem.cell, problem.code) == ("", "", "api-refused")
    assert "Campaign is archived" in problem.message


def test_an_unknown_campaign_is_put_at_the_id() -> None:
    (problem,) = problems_after(reply(404))
    assert (problem.column, problem.cell, problem.value, problem.code) == ("Id", "A17", "281", "api-not-found")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(302), "api-redirect"),
        (reply(401), "api-token-refused"),
        (reply(403), "api-access-refused"),
        (reply(429), "api-over-limit"),
        (reply(500), "api-error"),
        (reply(200), "api-not-an-answer"),
    ],
)
def test_every_row_that_was_not_updated_has_a_problem_with_a_stable_code(answer: Reply, code: str) -> None:
    (problem,) = problems_after(answer)
    assert (problem.row, problem.code, problem.source) == (17, code, Source.API)
    assert problem.suggestion
