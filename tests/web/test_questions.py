"""The one confirmation: good for this sheet, this account, these choices and counts, and for one run."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support.pages import ServedPage, csv_of, serve_page
from support.raw_server import RawServer, reply, yes

SHEET = csv_of(3)


def test_the_question_says_what_the_terminal_says(page: ServedPage) -> None:
    told = page.reach_question(SHEET)
    lines = [line["text"] for line in told["question"]["lines"]]
    assert told["question"]["text"] == "Send them now?"
    assert "campaigns.csv: 3 rows, 3 valid, 0 invalid." in lines
    assert "3 updates will be sent to the built-in stand-in, as fast as the API answers:" in lines


def test_a_yes_sends_and_the_end_is_told(page: ServedPage) -> None:
    mark = page.reach_question(SHEET)["question"]["mark"]
    assert page.post("/api/answer", {"mark": mark, "yes": True}).status == 200
    told = page.wait_for("ended")["ending"]
    assert [(it["number"], it["status"]) for it in told["counts"]] == [(3, "UPDATED")]
    assert told["words"] == ["All 3 rows updated."]
    assert told["results"] == "campaigns.results.xlsx"


def test_a_mark_is_good_for_one_answer(page: ServedPage) -> None:
    mark = page.reach_question(SHEET)["question"]["mark"]
    statuses = [page.post("/api/answer", {"mark": mark, "yes": True}).status for _ in range(2)]
    page.wait_for("ended")
    assert statuses == [200, 409]
    assert page.post("/api/answer", {"mark": mark, "yes": True}).status == 409
    assert len(page.get("/api/runs")["runs"]) == 1


def test_of_two_windows_one_answers(page: ServedPage) -> None:
    mark = page.reach_question(SHEET)["question"]["mark"]
    statuses: list[int] = []

    def answer() -> None:
        statuses.append(page.post("/api/answer", {"mark": mark, "yes": True}).status)

    windows = [threading.Thread(target=answer) for _ in range(8)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    page.wait_for("ended")
    assert sorted(statuses) == [200, *[409] * 7]
    assert len(page.get("/api/runs")["runs"]) == 1


@pytest.mark.parametrize("mark", ["", "0" * 64, "x", 5, None])
def test_any_other_mark_is_refused_and_the_question_stays(page: ServedPage, mark: object) -> None:
    asked = page.reach_question(SHEET)["question"]
    assert page.post("/api/answer", {"mark": mark, "yes": True}).status == 409
    assert page.get("/api/state")["question"]["mark"] == asked["mark"]


def test_the_mark_of_an_earlier_question_is_no_answer_to_a_later_one(page: ServedPage) -> None:
    old = page.reach_question(SHEET)["question"]["mark"]
    page.post("/api/answer", {"mark": old, "yes": False})
    page.wait_for("found")
    new = page.reach_question(SHEET)["question"]["mark"]
    assert new != old
    assert page.post("/api/answer", {"mark": old, "yes": True}).status == 409
    assert page.get("/api/runs")["runs"] == []


def test_a_no_sends_nothing_and_leads_back(page: ServedPage) -> None:
    mark = page.reach_question(SHEET)["question"]["mark"]
    page.post("/api/answer", {"mark": mark, "yes": False})
    assert page.wait_for("found")["sheet"] == "campaigns.csv"
    assert page.get("/api/runs")["runs"] == []


def test_another_choice_at_the_question_asks_anew_with_what_it_means(page: ServedPage) -> None:
    asked = page.reach_question(SHEET)["question"]
    assert [(it["name"], it["chosen"]) for it in asked["choices"]] == [("reads_all", False)]
    page.post("/api/answer", {"mark": asked["mark"], "yes": True, "choose": {"reads_all": True}})
    told = page.wait_until(lambda told: bool(told["question"]) and told["question"]["mark"] != asked["mark"])
    assert told["question"]["choices"][0]["chosen"] is True
    assert "so that all could be undone" in told["question"]["lines"][-1]["text"]
    assert page.get("/api/runs")["runs"] == []


@pytest.mark.parametrize("path", ["/api/send", "/api/plan", "/api/pull", "/api/target", "/api/leave"])
def test_while_a_question_waits_nothing_else_begins(page: ServedPage, path: str) -> None:
    page.reach_question(SHEET)
    assert page.post(path, {"kind": "sandbox"}).status == 409
    assert page.give_sheet(SHEET).status == 409


def test_without_a_sheet_or_an_account_nothing_is_asked(page: ServedPage) -> None:
    assert page.post("/api/send").status == 400
    page.give_sheet(SHEET)
    page.wait_for("found")
    assert page.post("/api/send").status == 400


def test_closing_the_program_answers_with_no(tmp_path: Path) -> None:
    with RawServer([yes()]) as server, serve_page(tmp_path / "state") as page:
        page.reach_question(SHEET, kind="typed", base_url=server.url, token="a-secret-token")
        page.post("/api/close")
    assert [seen.method for seen in server.seen if seen.method == "PUT"] == []


def test_stopping_ends_the_run_and_leads_to_its_results(page: ServedPage) -> None:
    gate = threading.Event()
    slow = reply(200, {"Success": True, "Message": ""})
    held = type(slow)(until=gate, pieces=slow.pieces)
    with RawServer([reply(404, {}), reply(404, {}), reply(404, {}), held]) as server:
        mark = page.reach_question(csv_of(50), kind="typed", base_url=server.url, token="a-secret-token")["question"][
            "mark"
        ]
        page.post("/api/answer", {"mark": mark, "yes": True})
        page.wait_until(lambda told: told["stoppable"] and server.count > 3)
        assert page.post("/api/stop").status == 200
        assert page.get("/api/state")["stopping"] is True
        gate.set()
        told = page.wait_for("ended")["ending"]
    assert told["stopped"] is True
    assert told["words"][0] == "You stopped the run."
    assert page.post("/api/stop").status == 409
