"""What goes over the wire, compared with requests written by hand from the API page; never with the program's table.

Source: https://docs.acefone.in/reference/add-a-dialer-campaign-copy-2
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.raw_server import RawServer, reply, yes

CELLS = {
    "id": "281", "name": "Diwali offers", "description": "All of India", "dial_method": "1 - Preview",
    "auto_dial_duration": "30", "outbound_caller_id": "1759333", "agent_wise_caller_id": "yes",
    "lead_list_map": "1234:1; 1235:0", "agent_wise_lead_list": "no", "list_traversal_order": "Newest First",
    "agent_script": "57", "disposition_list": "12", "number_of_retry": "3", "retry_after_minutes": "60",
    "auto_disposition_cancel_duration": "15", "dial_status": "0; -5", "time_group": "21", "time_group_recording": "310",
    "ring_timeout": "25", "quick_transfer_list": "14", "account_dnd_list": "259", "hide_lead_details": "1",
    "update_lead_details": "0", "automatic_schedule_call_enabled": "true", "enable_hangup": "TRUE",
    "enable_external_transfer": "false", "after_call_work_duration": "20", "enable_web_form": "on",
    "webform_url": "https://example.com/form", "music_on_hold": "311", "ring_strategy": "3", "dial_ratio": "2",
    "enable_transfer": "off", "manual_lead_list": "1235, 1236", "break_list": "16",
    "map_agent_caller_id": "4817=1759333", "map_agent_lead_list": "4817=1234", "connect_agent_through": "Both",
    "dial_in_type": "3 - Dial Out (Session)",
    "agent_only_callback": "0", "agent_dial_in_number": "911140001234", "agent": "4817; 4818",
    "enforce_agent_pause_code": "1", "manual_dial_enabled": "1", "enable_inbound": "1", "inbound_queue": "147",
    "enable_agent_opt_out": "0", "inbound_lead_list": "8668", "enable_auto_answer": "1",
    "call_qualification_duration": "15", "announcement_recording": "312", "queue_timeout": "120",
}  # fmt: skip
BODY = """
{"name": "Diwali offers", "description": "All of India", "dial_method": "1", "auto_dial_duration": "30",
 "outbound_caller_id": "1759333", "agent_wise_caller_id": 1,
 "lead_list_map": [{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}],
 "agent_wise_lead_list": 0, "list_traversal_order": "2", "agent_script": "57", "disposition_list": "12",
 "number_of_retry": "3", "retry_after_minutes": "60", "auto_disposition_cancel_duration": "15",
 "dial_status": ["0", "-5"], "time_group": "21", "time_group_recording": "310", "ring_timeout": "25",
 "quick_transfer_list": "14", "account_dnd_list": "259", "hide_lead_details": 1, "update_lead_details": 0,
 "automatic_schedule_call_enabled": 1, "enable_hangup": 1, "enable_external_transfer": 0,
 "after_call_work_duration": "20", "enable_web_form": 1, "webform_url": "https://example.com/form",
 "music_on_hold": "311", "ring_strategy": "3", "dial_ratio": "2", "enable_transfer": 0,
 "manual_lead_list": ["1235", "1236"], "break_list": "16", "map_agent_caller_id": "4817=1759333",
 "map_agent_lead_list": "4817=1234", "connect_agent_through": "3", "dial_in_type": "3", "agent_only_callback": 0,
 "agent_dial_in_number": "911140001234", "agent": [4817, 4818], "enforce_agent_pause_code": 1,
 "manual_dial_enabled": 1, "enable_inbound": 1, "inbound_queue": "147", "enable_agent_opt_out": 0,
 "inbound_lead_list": "8668", "enable_auto_answer": 1, "call_qualification_duration": "15",
 "announcement_recording": "312", "queue_timeout": "120"}
"""


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token.txt"
    path.write_text("a-token\n", encoding="utf-8")
    return path


def test_all_51_fields_are_sent_as_the_api_page_types_them(
    tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "all.csv", CELLS)
    with RawServer([yes()]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--token-file", token_file)
    (request,) = server.seen
    assert ran.code == 0
    assert len(json.loads(BODY)) == 51
    assert json.loads(request.body) == json.loads(BODY)


def test_the_request_is_a_put_to_the_campaign_with_the_documented_headers(
    tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "one.csv", {"id": "281", "name": "दिवाली"})
    with RawServer([yes()]) as server:
        run(capsys, sheet, "--base-url", server.url, "--token-file", token_file)
    (request,) = server.seen
    assert (request.method, request.path) == ("PUT", "/v1/dialer/campaign/281")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == "Bearer a-token"
    assert request.body == '{"name":"दिवाली"}'.encode()


def test_the_token_goes_bare_where_the_account_wants_it_so(
    tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "one.csv", {"id": "281", "name": "x"})
    with RawServer([yes()]) as server:
        run(capsys, sheet, "--base-url", server.url, "--token-file", token_file, "--auth", "raw")
    assert server.seen[0].headers["authorization"] == "a-token"


# --- an answer that is no yes -----------------------------------------------------------------------------------------

NO_YES = {
    "neither yes nor no": ({"error": "Invalid token"}, ("UNKNOWN", 1)),
    "a promise": ({"success": "queued"}, ("UNKNOWN", 1)),
    "a refused token": ({"status": 401, "message": "Unauthenticated."}, ("REJECTED", 3)),
    "a token without the right": ({"code": "403"}, ("REJECTED", 3)),
}


@pytest.mark.parametrize(("answer", "ended"), NO_YES.values(), ids=NO_YES)
def test_what_no_answer_confirmed_is_told_so_and_sent_again_by_resume(
    answer: object, ended: tuple[str, int], tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "one.csv", {"id": "281", "name": "x"})
    with RawServer([reply(200, answer), yes()]) as server:
        words = (sheet, "--base-url", server.url, "--token-file", token_file, "--json")
        ran = run(capsys, *words)
        assert (ran.results["Results"][0]["Status"], ran.code, ran.totals["updated"]) == (*ended, 0)
        again = run(capsys, *words, "--resume")
    assert (again.code, again.totals["updated"], server.count) == (0, 1, 2)


# --- addresses as people copy them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["/v1", "/V1/", "/v1/dialer", "/v1//dialer/campaign/", "/v1/dialer/campaign/{id}"])
def test_an_address_that_holds_the_path_already_leads_to_the_campaign_and_is_said(
    end: str, tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "one.csv", {"id": "281", "name": "x"})
    with RawServer([yes()]) as server:
        ran = run(capsys, sheet, "--base-url", server.url + end, "--token-file", token_file)
    assert (ran.code, server.seen[0].path) == (0, "/v1/dialer/campaign/281")
    assert f"each row goes to {server.url}/v1/dialer/campaign/ID" in ran.out + ran.err


def test_an_address_in_another_spelling_is_the_same_account_to_resume(
    tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "two.csv", {"id": "281", "name": "x"}, {"id": "282", "name": "y"})
    with RawServer([yes(), reply(401), yes()]) as server:
        words = (sheet, "--token-file", token_file, "--concurrency", "1", "--rate", "0", "--base-url")
        assert run(capsys, *words, server.url).code == 3
        assert run(capsys, *words, f"{server.url}/v1/dialer/", "--resume").code == 0
    assert [request.path.rpartition("/")[2] for request in server.seen] == ["281", "282", "282"]


def test_an_address_that_ends_in_one_id_is_refused_and_nothing_is_sent(
    tmp_path: Path, token_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "one.csv", {"id": "281", "name": "x"})
    with RawServer([yes()]) as server:
        ran = run(capsys, sheet, "--base-url", f"{server.url}/v1/dialer/campaign/281", "--token-file", token_file)
    assert (ran.code, server.count) == (2, 0)
    assert f"most likely it is {server.url} alone" in ran.err
