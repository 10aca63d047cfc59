"""Answers with a status of success: which are a yes, which a no, which neither. The bodies are written by hand."""

from __future__ import annotations

import asyncio
import json

import pytest
from support.dispatching import dispatch, make_update, make_updates, send_one
from support.raw_server import RawServer, reply, yes

from batch_update.model import JsonValue, Status
from batch_update.runs import StopReason
from batch_update.sending import Stop
from batch_update.sending.answers import Action, judge

SENT: dict[str, JsonValue] = {"name": "Diwali offers", "dial_ratio": "2", "dial_status": ["0"]}

# --- yes --------------------------------------------------------------------------------------------------------------

CLEAR_YES = {
    "nothing at all": "{}",
    "a message alone": '{"message": "OK"}',
    "capitals, and a text": '{"Success": "True"}',
    "a number": '{"ok": 1}',
    "a number as a text": '{"success": "1"}',
    "one letter": '{"success": "Y"}',
    "another letter": '{"success": "T"}',
    "letters as wide as Chinese ones": '{"success": "ｔｒｕｅ"}',
    "done": '{"success": "Done."}',
    "accepted": '{"result": "accepted"}',
    "a sentence": '{"success": "Campaign updated successfully."}',
    "a status in words": '{"status": "success"}',
    "a status with its number": '{"Status": "200 OK"}',
    "an HTTP status": '{"status": 200, "message": "Campaign updated"}',
    "an HTTP status that holds more": '{"status": {"code": 200, "message": "OK"}}',
    "an HTTP status by a longer name": '{"http_status_code": "200", "isSuccess": true}',
    "a code that says all is well": '{"code": 0}',
    "the same as a text": '{"responseCode": "00", "message": "Success"}',
    "no errors, as a list": '{"success": true, "errors": []}',
    "no errors, as a map": '{"success": true, "errors": {}}',
    "no errors, as a map of empty lists": '{"success": true, "validation_errors": {"name": []}}',
    "no error, as nothing": '{"success": true, "error": null}',
    "no error, as false": '{"error": false, "message": "Campaign updated"}',
    "no error, in words": '{"success": true, "error": "None"}',
    "no error, by number": '{"success": true, "error": {"code": 0, "message": ""}}',
    "no errors, counted": '{"success": true, "error_count": 0, "failed": 0}',
    "no errors, said": '{"success": true, "message": "Updated without errors"}',
    "no error, by a word of success": '{"errorCode": "0000", "errorMessage": "Success"}',
    "no error, at length": '{"success": true, "error": "No errors found."}',
    "no changes": '{"success": true, "message": "No changes were made."}',
    "no failures, listed": '{"success": true, "failed_fields": []}',
    "errors denied by a flag": '{"hasErrors": false}',
    "the campaign, active": '{"data": {"id": 281, "status": "active"}}',
    "the campaign, paused": '{"data": {"id": 281, "status": "paused"}}',
    "the campaign, off": '{"success": true, "data": {"id": 281, "name": "x", "status": 0}}',
    "the campaign, not wrapped": '{"id": "281", "name": "Diwali offers", "status": "inactive"}',
    "the campaign by what was sent": '{"data": {"name": "Diwali offers", "status": "scheduled"}}',
    "a campaign called error": '{"success": true, "data": {"id": 281, "name": "error"}}',
    "a campaign called after a failure": '{"id": 281, "name": "Payment failed", "description": "must be called"}',
    "such a campaign within the answer": '{"success": true, "campaign": {"id": 281, "name": "Payment failed"}}',
    "such a campaign in a message": '{"success": true, "message": "Campaign \'Failed payments\' updated"}',
    "such a campaign beside a message": '{"message": "Campaign updated", "id": 281, "description": "Payment failed"}',
    "a campaign that is off, beside a message": '{"message": "Campaign updated", "status": "inactive"}',
    "a campaign's agents": '{"success": true, "data": {"agent": [{"id": 4817, "status": "error"}]}}',
    "a campaign's figures": '{"data": {"id": 281, "stats": {"success": 30, "failed": 12, "errors": 2}}}',
    "a campaign's own figures": '{"data": {"id": 281, "success": 30, "failed": 12}}',
    "campaigns in a list": '{"data": [{"id": 281, "status": "inactive"}]}',
    "a campaign's failed calls": '{"id": 281, "name": "x", "failed_calls": 12}',
    "nothing was different": '{"success": true, "updated": 0}',
    "an id as the result": '{"success": true, "result": 281}',
    "an empty result": '{"success": true, "result": []}',
    "warnings": '{"success": true, "warnings": ["The name was cut."]}',
    "another language": '{"success": true, "message": "अपडेट हो गया"}',
    "the answer's own marks": '{"request_id": "abc-1", "timestamp": "2026-03-01T12:00:00Z"}',
    "JSON-RPC": '{"jsonrpc": "2.0", "id": 1, "result": {"ok": true}}',
    "GraphQL": '{"errors": null, "data": {"updateCampaign": {"id": "281"}}}',
    "the same flag twice": '{"success": true, "success": true}',
}


@pytest.mark.parametrize("body", CLEAR_YES.values(), ids=CLEAR_YES)
def test_an_answer_that_nothing_speaks_against_is_a_yes(body: str) -> None:
    assert judge(200, body=body.encode(), sent=SENT).action is Action.YES


def test_a_name_that_was_sent_is_no_complaint() -> None:
    answers = ['{"message": "Payment failed"}', '{"name": "Payment failed"}', '{"title": "Payment failed", "ok": "y"}']
    actions = [judge(200, body=body.encode(), sent={"name": "Payment failed"}).action for body in answers]
    assert actions == [Action.YES] * 3


def test_a_field_that_is_called_like_a_flag_may_come_back_as_it_was_sent() -> None:
    assert judge(200, body=b'{"status": "pending"}', sent={"status": "pending"}).action is Action.YES


# --- no ---------------------------------------------------------------------------------------------------------------

CLEAR_NO = {
    "a flag with a prefix": '{"isSuccess": false}',
    "the same with an underscore": '{"is_success": "False"}',
    "a flag in capitals": '{"SUCCEEDED": 0}',
    "one level down": '{"data": {"success": false}}',
    "two levels down": '{"data": {"data": {"ok": "no"}}}',
    "in what wraps the answer": '{"UpdateCampaignResponse": {"Success": "false"}}',
    "in the meta data": '{"meta": {"status": "error"}, "data": null}',
    "beside a yes": '{"ok": true, "success": "false"}',
    "two flags of one name": '{"success": false, "success": true}',
    "two flags of one name, the other way": '{"success": true, "success": false}',
    "a result": '{"result": "error"}',
    "a status that failed": '{"status": "FAILED"}',
    "a status of zero": '{"status": 0, "message": "Something"}',
    "a status that is false": '{"id": 281, "status": false}',
    "a failure": '{"failed": true}',
    "not updated": '{"updated": false}',
    "not accepted, in words": '{"isAccepted": "No"}',
    "a code in words": '{"code": "ERROR"}',
    "too many, with a flag": '{ "success": "false", "message": "Too many requests." }',
    "a status of its own": '{"status": 422, "message": "x"}',
    "a status of its own, as a text": '{"statusCode": "404"}',
    "a status of its own, with its name": '{"status": "409 Conflict"}',
    "a status of its own, beside a yes": '{"success": true, "code": 400}',
    "a status of its own, by name alone": '{"status": "NOT_FOUND"}',
    "a status of its own, one level down": '{"response": {"status_code": 400.0}}',
    "a status of its own, within the error": '{"error": {"code": 422, "message": "x"}}',
    "a campaign that was not updated": '{"id": 281, "success": false}',
}


@pytest.mark.parametrize("body", CLEAR_NO.values(), ids=CLEAR_NO)
def test_a_flag_that_is_a_no_is_a_no_wherever_it_stands(body: str) -> None:
    assert judge(200, body=body.encode(), sent=SENT).action is Action.NO


# --- neither ----------------------------------------------------------------------------------------------------------

UNCLEAR = {
    "an error": ('{"error": "Invalid token"}', "Invalid token"),
    "an error that is only true": ('{"error": true}', "error: true"),
    "errors beside a yes": ('{"success": true, "errors": ["The list is gone."]}', "The list is gone."),
    "errors beside a kind message": ('{"success": true, "message": "OK", "errors": ["x"]}', "OK; errors: x"),
    "errors by field": ('{"errors": {"name": ["taken"]}}', "taken"),
    "an error with a number of its own": ('{"error": {"code": -32601, "message": "No method"}}', "No method"),
    "errors counted": ('{"success": true, "error_count": 2}', "error_count: 2"),
    "errors confirmed by a flag": ('{"hasErrors": true}', "hasErrors: true"),
    "an error that is a text of yes": ('{"error": "true"}', '"true"'),
    "failures, listed": ('{"success": true, "failed_fields": ["dial_ratio"]}', "failed_fields: dial_ratio"),
    "not updated beside a yes": ('{"success": true, "updated": false}', "updated: false"),
    "an exception": ('{"exception": "QueryException", "message": "SQLSTATE"}', "SQLSTATE; exception: QueryException"),
    "a fault": ('{"fault": {"faultstring": "Policy"}}', "Policy"),
    "GraphQL": ('{"errors": [{"message": "Not you", "path": ["x"]}], "data": {"x": null}}', "Not you"),
    "a flag with a sentence": ('{"success": "Failed to update"}', "success: Failed to update"),
    "a flag with a promise": ('{"success": "pending"}', "success: pending"),
    "a flag with half a yes": ('{"success": "partially updated"}', "partially updated"),
    "a flag in another language": ('{"success": "sí"}', "success: sí"),
    "a flag with a list": ('{"success": [true]}', "success: [true]"),
    "a flag with a map": ('{"success": {"at": 1}}', "success:"),
    "a flag with another number": ('{"success": 2}', "success: 2"),
    "a flag with no number": ('{"success": NaN}', "success: NaN"),
    "a flag with an endless number": ('{"success": 1e999}', "success: Infinity"),
    "a status with a promise": ('{"status": "queued", "success": true}', "status: queued"),
    "a status that nobody knows": ('{"status": "S"}', "status: S"),
    "a status of the account, perhaps": ('{"status": "disabled"}', "status: disabled"),
    "a status that leads elsewhere": ('{"status": 302}', "status: 302"),
    "a status of zero beside a yes": ('{"success": true, "status": 0}', "status: 0"),
    "a code below zero": ('{"code": -1}', "code: -1"),
    "a code that is no status": ('{"success": true, "code": 10012}', "code: 10012"),
    "a code in words": ('{"code": "ERR_INVALID_LIST"}', "code: ERR_INVALID_LIST"),
    "a type": ('{"type": "error", "text": "Sorry"}', "type: error"),
    "a multi-status": ('{"results": [{"status": 200}, {"status": 404}]}', '{"status": 404}'),
    "a list with a failure": ('{"success": true, "data": [{"id": 281, "success": false}]}', "data.0"),
    "a message that denies": ('{"success": true, "message": "The campaign could not be updated."}', "could not"),
    "a message that complains": ('{"message": "Unauthenticated."}', "Unauthenticated."),
    "a message of throttling": ('{"message": "Too many requests."}', "Too many requests."),
    "a message for each field": ('{"message": {"name": ["The name is required."]}}', "The name is required."),
    "data that are a sentence": ('{"data": "Failed to update"}', "data: Failed to update"),
    "a bare map": ('{"caller_id": "Provide a valid caller_id."}', "caller_id: Provide a valid caller_id."),
    "a bare map with a slip": ('{"caller_id": "Provide a vaild caller_id."}', "vaild"),
    "a bare map in another language": ('{"dial_ratio": "El campo dial_ratio no vale."}', "no vale"),
    "a bare map of lists": ('{"dial_status": ["The selected dial_status is invalid."]}', "is invalid"),
    "a bare map of lists within a campaign": ('{"id": 281, "name": ["The name is taken already."]}', "name: The"),
    "a status of zero beside a kind message": ('{"status": 0, "message": "Success"}', "status: 0"),
    "the last of many": (json.dumps({"data": [{"status": 200}] * 999 + [{"status": 404}]}), "data.999"),
    "deep down": ('{"data":' * 9 + '{"error": "x"}' + "}" * 9, "x"),
    "a complaint of what was sent, beside a yes": (
        '{"ok": true, "dial_ratio": "Is invalid."}',
        "dial_ratio: Is invalid.",
    ),
    "a bare map deeper down": ('{"name": {"0": "The name must be shorter."}}', "must be shorter"),
    "a flag in a campaign of unknown name": ('{"campaign": {"id": 281, "ok": "false"}, "x": 1}', "campaign.ok: false"),
}


@pytest.mark.parametrize(("body", "words"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_neither_a_yes_nor_a_no_is_told_in_the_answer_s_own_words(body: str, words: str) -> None:
    judgement = judge(200, body=body.encode(), sent=SENT)
    assert judgement.action is Action.UNCLEAR
    assert words in judgement.message


@pytest.mark.parametrize("body", ['{"parts": {"a": {"status": 404}}}', '{"multistatus": [{"status": "500 Oops"}]}'])
def test_a_multi_status_is_looked_through_whatever_its_keys_are(body: str) -> None:
    assert judge(207, body=body.encode()).action is not Action.YES


def test_a_multi_status_of_yeses_is_a_yes() -> None:
    assert judge(207, body=b'{"parts": [{"status": 200}, {"status": 204}]}').action is Action.YES


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"[]", b"<ok/>", b"OK", b"true", b'{"success": true', b'{"success": True}']
)
@pytest.mark.parametrize("status", [200, 201, 202, 205, 206])
def test_a_success_that_is_no_json_object_is_no_answer(status: int, body: bytes) -> None:
    assert judge(status, body=body).action is Action.NOT_AN_ANSWER


@pytest.mark.parametrize("depth", [6, 100, 400, 480, 900, 20_000])
@pytest.mark.parametrize("key", ["error", "data", "success", "name", "x"])
def test_an_answer_nested_without_end_is_no_yes_if_it_is_read_at_all(key: str, depth: int) -> None:
    body = b'{"%s":' % key.encode() + b'{"error":' * depth + b'"x"' + b"}" * depth + b"}"
    assert judge(200, body=body).action in {Action.UNCLEAR, Action.NOT_AN_ANSWER}


# --- a status of its own ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [*range(400, 432), 451, 499, *range(500, 512), 520, 599, 999])
@pytest.mark.parametrize("key", ["status", "Code", "http_status"])
def test_a_status_in_the_body_is_judged_as_if_it_were_the_answer_s(status: int, key: str) -> None:
    document = {key: status, "message": "Its words.", "retry_after": 7}
    body = json.dumps(document).encode()
    assert judge(200, body=body) == judge(status, body=body)


def test_a_refused_token_in_a_body_stops_the_run_and_is_sent_again_later() -> None:
    stop = Stop()
    with RawServer([yes(), reply(200, {"status": 401, "message": "Unauthenticated."})]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(4), stop=stop))
    assert [outcome.status for outcome in done.outcomes] == [
        Status.UPDATED,
        Status.REJECTED,
        Status.NOT_SENT,
        Status.NOT_SENT,
    ]
    assert stop.reason is StopReason.TOKEN_REFUSED
    assert (done.outcomes[1].http_status, done.outcomes[1].cause) == (200, "api-token-refused")


def test_too_many_requests_in_a_body_is_tried_again_and_counted() -> None:
    with RawServer([reply(200, {"code": 429, "message": "Too many requests."}), yes()]) as server:
        done = asyncio.run(dispatch(server.url, [make_update()]))
    assert done.outcomes[0].status is Status.UPDATED
    assert (done.traffic.requests, done.traffic.retries, done.traffic.throttled) == (2, 1, 1)


# --- what becomes of the row ------------------------------------------------------------------------------------------


def test_a_row_without_a_clear_answer_is_unknown_and_not_tried_again() -> None:
    with RawServer([reply(200, {"error": "Invalid token"}), yes()]) as server:
        outcome = send_one(server.url)
    assert (outcome.status, server.count, outcome.http_status) == (Status.UNKNOWN, 1, 200)
    assert 'Its words: "Invalid token"' in outcome.message
    assert "It may have been applied" in outcome.message
    assert [problem.code for problem in outcome.problems] == ["api-unclear"]


def test_what_an_unclear_answer_says_of_a_field_is_put_at_its_cell() -> None:
    with RawServer([reply(200, {"success": True, "errors": {"dial_ratio": ["is odd"]}})]) as server:
        outcome = send_one(server.url)
    assert outcome.status is Status.UNKNOWN
    assert [(problem.cell, problem.message) for problem in outcome.problems[1:]] == [("C2", "is odd")]


@pytest.mark.parametrize(
    ("body", "sent"), [({"error": "Down for repairs"}, 3), ({"errors": {"name": ["taken"]}}, 5)], ids=["api", "row"]
)
def test_unclear_answers_count_as_failures_unless_they_are_about_the_row(body: object, sent: int) -> None:
    with RawServer([reply(200, body)]) as server:
        asyncio.run(dispatch(server.url, make_updates(5), max_failures=3))
    assert server.count == sent
