"""What is said of one row on `To fix`: everything, and nothing twice."""

from __future__ import annotations

import pytest
from support.dispatching import make_update, send_one
from support.raw_server import RawServer, Reply, reply
from support.rows import make_row

from batch_update.model import Outcome, Problem, Severity, Source, Status
from batch_update.wording.rows import explain_row

ANSWERS: dict[str, Reply] = {
    "no such campaign": reply(404, {"success": False, "message": "Not Found."}),
    "nothing but a status": reply(404),
    "one field": reply(422, {"name": "Provide a valid name."}),
    "several fields": reply(422, {"name": "Is wrong.", "agent": "Is wrong.", "queue_timeout": "Is needed."}),
    "a field within a list": reply(422, {"errors": {"lead_list_map.0.list_id": ["Is wrong."]}}),
    "a message and a field": reply(422, {"message": "Invalid data", "errors": {"dial_ratio": ["Is wrong."]}}),
    "a message alone": reply(400, {"message": "Campaign is archived"}),
    "a no in a yes": reply(200, {"Success": False, "Message": "Campaign is archived"}),
    "a redirect": reply(302),
    "the token": reply(401, {"message": "Unauthorized."}),
    "no access": reply(403, {"message": "Forbidden."}),
    "a fault of its own": reply(500, {"message": "Internal Server Error."}),
    "over the limit": reply(429, {"message": "Too many requests."}),
    "no clear answer": reply(200, {"error": "Something odd"}),
    "no clear answer, by field": reply(200, {"name": "Something odd about it"}),
    "no answer of the API": reply(200),
}


def make_outcome(message: str, *problems: Problem, status: Status = Status.REJECTED) -> Outcome:
    row = make_row(name="x", agent="y")
    return Outcome(row=row, campaign_id="281", status=status, message=message, problems=problems)


def problem(message: str, column: str = "", **facts: str) -> Problem:
    return Problem(row=2, column=column, code="api-refused", message=message, source=Source.API, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_the_api_says_is_said_once(answer: Reply) -> None:
    with RawServer([answer]) as server:
        outcome = send_one(server.url, make_update(number=17))

    said = explain_row(outcome)

    for found in outcome.problems:
        told = f"{found.column}: {found.message}" if found.code == "api-refused-field" else found.message
        assert said.count(told) == 1
        assert said.count(found.suggestion) == 1 or not found.suggestion


ADDED = {
    "a field that the message does not name": (
        make_outcome("The API said no.", problem("Is wrong.", "name")),
        "The API said no.\nname: Is wrong.",
    ),
    "the same words of another field": (
        make_outcome("The API said no. name: Is wrong.", problem("Is wrong.", "name"), problem("Is wrong.", "agent")),
        "The API said no. name: Is wrong.\nagent: Is wrong.",
    ),
    "a field whose name ends like another": (
        make_outcome("The API said no. last_name: Is wrong.", problem("Is wrong.", "name")),
        "The API said no. last_name: Is wrong.\nname: Is wrong.",
    ),
    "words that the message was cut before": (
        make_outcome("The API said no. name: Is wr…", problem("Is wrong.", "name")),
        "The API said no. name: Is wr…\nname: Is wrong.",
    ),
    "a suggestion": (
        make_outcome("Is archived.", problem("Is archived.", "id", suggestion="Open it in the panel.")),
        "Is archived.\nid: Open it in the panel.",
    ),
    "a warning of the check": (
        make_outcome(
            "Is archived.", problem("Is archived."), problem("Is that so?", "name", severity=Severity.WARNING)
        ),
        "Is archived.\nname: Is that so?",
    ),
    "a warning on a row that was not sent": (
        make_outcome("Not sent: the run stopped.", problem("Is that so?", "name"), status=Status.NOT_SENT),
        "Not sent: the run stopped.\nname: Is that so?",
    ),
}


@pytest.mark.parametrize(("outcome", "said"), ADDED.values(), ids=ADDED)
def test_what_the_message_does_not_say_is_added(outcome: Outcome, said: str) -> None:
    assert explain_row(outcome) == said


REPEATED = {
    "word for word": make_outcome("Is archived.", problem("Is archived.")),
    "without its full stop": make_outcome("Is archived.", problem("Is archived")),
    "in other spacing": make_outcome("Is  archived\nnow.", problem("Is archived now.")),
    "in other capitals": make_outcome("IS ARCHIVED.", problem("Is archived.")),
    "at a cell": make_outcome("Is archived. Open it.", problem("Is archived.", "id", suggestion="Open it.")),
    "named by its field": make_outcome("The API said no. name: Is wrong.", problem("Is wrong.", "name")),
    "twice over": make_outcome("Is archived.", problem("Is archived."), problem("Is archived.", "id")),
}


@pytest.mark.parametrize("outcome", REPEATED.values(), ids=REPEATED)
def test_a_problem_that_the_message_says_is_not_said_again(outcome: Outcome) -> None:
    assert explain_row(outcome) == outcome.message


def test_of_an_invalid_row_the_problems_alone_are_said() -> None:
    found = (problem("Is wrong.", "name", suggestion="Type it."), problem("Is missing.", "agent"))

    said = explain_row(make_outcome("Not sent. A2: Is wrong. B2: Is missing.", *found, status=Status.INVALID))

    assert said == "name: Is wrong. Type it.\nagent: Is missing."
