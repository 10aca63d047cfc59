"""What the API's answers mean. The bodies are written by hand, after its documentation and its sister products'."""

from __future__ import annotations

import json

import pytest

from batch_update.sending.answers import Action, judge
from batch_update.sending.foreign_text import LONGEST_TEXT, shorten

YES, NO, STOP, NO_ANSWER = Action.YES, Action.NO, Action.STOP, Action.NOT_AN_ANSWER


@pytest.mark.parametrize(
    ("body", "action", "said"),
    [
        ('{"Success": true, "Message": "Campaign updated"}', YES, "Campaign updated"),
        ('{"success": true, "message": "done"}', YES, "done"),
        ('{"ok": true, "message": "Fetched Successfully", "data": []}', YES, "Fetched Successfully"),
        ('{"success": "true"}', YES, ""),
        ('{"SUCCESS": 1}', YES, ""),
        ('{"success": "yes"}', YES, ""),
        ('{"success": null}', YES, ""),
        ('{"message": "no flag"}', YES, "no flag"),
        ('{"status": "active"}', YES, ""),
        ("{}", YES, ""),
        ('\ufeff{"success": true}', YES, ""),
        (' \n{"success": true}\n', YES, ""),
        ('{ "success": "false", "message": "Too many requests." }', NO, "Too many requests."),
        ('{"success": false}', NO, ""),
        ('{"Success": "False"}', NO, ""),
        ('{"success": " FALSE "}', NO, ""),
        ('{"success": 0}', NO, ""),
        ('{"success": "0"}', NO, ""),
        ('{"success": "no"}', NO, ""),
        ('{"success": ""}', NO, ""),
        ('{"success": []}', NO, ""),
        ('{"Ok": false, "msg": "x"}', NO, "x"),
        ('{"success": true, "ok": false}', NO, ""),
        ('{"status": "error", "message": "y"}', NO, "y"),
        ('{"success": false, "message": ["one", "two"]}', NO, "one; two"),
        ('{"success": false, "error": {"message": "deep"}}', NO, "deep"),
        ("[]", NO_ANSWER, "[]"),
        ('"success"', NO_ANSWER, '"success"'),
        ("true", NO_ANSWER, "true"),
        ("", NO_ANSWER, ""),
        ("OK", NO_ANSWER, "OK"),
        ('{"success": tr', NO_ANSWER, '{"success": tr'),
        ("<p>Please <b>log&nbsp;in</b></p><script>x=1</script>", NO_ANSWER, "Please log in"),
    ],
)
def test_a_success_counts_only_if_its_flag_does_not_say_no(body: str, action: Action, said: str) -> None:
    judgement = judge(200, content_type="application/json", body=body.encode())
    assert (judgement.action, judgement.said) == (action, said)


def test_a_success_that_was_cut_is_no_answer() -> None:
    assert judge(200, body=b'{"success": true}', truncated=True).action is NO_ANSWER


@pytest.mark.parametrize("body", [b"", b'{"success": true, "message": "x"}', b"<p>x</p>", b"[1]", b"\xff\xfe"])
@pytest.mark.parametrize("status", [400, 402, 404, 405, 409, 410, 418, 422, 451, 499])
def test_a_refusal_is_a_refusal_whatever_its_body_says(status: int, body: bytes) -> None:
    judgement = judge(status, body=body)
    assert judgement.action is NO
    assert judgement.message
    assert judgement.code == ("api-not-found" if status == 404 else "api-refused")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"caller_id": "Provide a vaild caller_id."}, [("caller_id", "Provide a vaild caller_id.")]),
        ({"success": False, "name": "taken"}, [("name", "taken")]),
        ({"name": ["too long", "taken"]}, [("name", "too long; taken")]),
        ({"message": "Invalid.", "errors": {"name": ["taken"]}}, [("name", "taken")]),
        ({"Errors": {"name": "taken", "agent": ["a", "b"]}}, [("name", "taken"), ("agent", "a; b")]),
        ({"errors": {"lead_list_map.0.list_id": ["bad"]}}, [("lead_list_map.0.list_id", "bad")]),
        ({"lead_list_map": [{"list_id": "bad"}]}, [("lead_list_map.0.list_id", "bad")]),
        ({"errors": {"lead_list_map": {"0": {"list_id": "bad"}}}}, [("lead_list_map.0.list_id", "bad")]),
        ({"errors": [{"field": "name", "message": "taken"}]}, [("name", "taken")]),
        ({"errors": ["first", "second"]}, [("", "first"), ("", "second")]),
        ({"message": {"name": "taken"}}, [("name", "taken")]),
        ({"data": {"name": ["taken"], "description": "as it was sent"}}, [("name", "taken")]),
        ({"status": "fail", "code": "E7", "path": "/x", "message": "m"}, []),
        ({"name": 7, "agent": None}, []),
    ],
)
def test_texts_about_fields_are_found_in_every_shape(body: object, fields: list[tuple[str, str]]) -> None:
    assert list(judge(422, body=json.dumps(body).encode()).fields) == fields


@pytest.mark.parametrize(
    ("status", "body", "code", "says"),
    [
        (401, {"message": "Unauthenticated."}, "api-token-refused", "wrong, or it has expired"),
        (401, {"message": "Invalid credentials"}, "api-token-refused", "wrong, or it has expired"),
        (403, {"success": False}, "api-access-refused", "may not update campaigns"),
        (403, {"message": "Missing Authentication Token"}, "api-wrong-address", "base URL is wrong"),
        (403, {"Message": "Authorization header requires 'Credential' parameter."}, "api-wrong-address", "base URL"),
        (403, {"message": "The request signature we calculated does not match"}, "api-wrong-address", "base URL"),
    ],
)
def test_a_refused_token_stops_and_says_why(status: int, body: object, code: str, says: str) -> None:
    judgement = judge(status, body=json.dumps(body).encode())
    assert (judgement.action, judgement.code) == (STOP, code)
    assert says in judgement.message
    assert judgement.suggestion


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_an_error_worth_another_try(status: int) -> None:
    judgement = judge(status, body=b'{"Retry_After": 7}')
    assert judgement.action is Action.TRY_AGAIN
    assert judgement.retry_after == 7
    assert judgement.throttled is (status in (429, 503))
    assert judgement.may_have_been_applied is (status in (502, 504))


@pytest.mark.parametrize("status", [501, 505, 507, 520, 599, 999])
def test_an_error_that_another_try_does_not_help(status: int) -> None:
    assert judge(status).action is Action.BROKEN


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        ("Zürich".encode("latin-1"), "text/plain; charset=iso-8859-1", "Zürich"),
        ("Zürich".encode(), "text/plain; charset=no-such-thing", "Zürich"),
        (b"Z\xfcrich", "text/plain", "Z\ufffdrich"),
        (b"two\r\nlines\x00\x1b[31m", "text/plain", "two lines [31m"),
        (b"1 < 2", "text/html", "1 < 2"),
        (b"<head><title>Sorry</title></head><h1>502</h1><!-- c -->a&amp;b", "text/html", "502 a&b"),
    ],
)
def test_what_is_not_json_is_shown_as_text(body: bytes, content_type: str, said: str) -> None:
    assert judge(500, content_type=content_type, body=body).said == said


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert shorten("a" * 9999) == "a" * (LONGEST_TEXT - 1) + "…"
    assert shorten("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT


@pytest.mark.parametrize("body", [b"[" * 65_536, b'{"a":' * 13_000, b"<script" * 9_000, b"<a <" * 16_000])
def test_a_hostile_body_is_read_all_the_same(body: bytes) -> None:
    assert judge(422, body=body).action is NO
