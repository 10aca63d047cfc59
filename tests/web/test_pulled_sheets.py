"""Pulled sheets on the page: what is chosen at their question, and a plan that is stopped."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import openpyxl
from support.pages import ServedPage, csv_of
from support.raw_server import RawServer, reply


def pull(page: ServedPage) -> bytes:
    """Two campaigns of the stand-in, the name of the first edited."""
    page.post("/api/target", {"kind": "sandbox"})
    assert page.post("/api/pull", {"ids": "281, 282", "fields": "name, dial_ratio"}).status == 200
    page.wait_for("pulled")
    workbook = openpyxl.load_workbook(io.BytesIO(page.ask("GET", "/api/files/pulled").body))
    workbook["Campaigns"]["B2"].value = "Diwali evening"
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def test_every_cell_and_the_persons_own_edits_can_be_chosen_at_the_question(page: ServedPage) -> None:
    asked = page.reach_question(pull(page), "campaigns.xlsx")["question"]
    assert [(it["name"], it["chosen"]) for it in asked["choices"]] == [
        ("reads_all", True), ("every_cell", False), ("keep_mine", False),
    ]  # fmt: skip
    assert any("1 update will be sent" in line["text"] for line in asked["lines"])
    page.post("/api/answer", {"mark": asked["mark"], "yes": False, "choose": {"every_cell": True}})
    told = page.wait_until(lambda told: bool(told["question"]) and told["question"]["mark"] != asked["mark"])
    assert [it["chosen"] for it in told["question"]["choices"]] == [True, True, False]
    assert any("2 updates will be sent" in line["text"] for line in told["question"]["lines"])


def test_what_is_no_id_is_never_a_path(page: ServedPage) -> None:
    page.post("/api/target", {"kind": "sandbox"})
    page.post("/api/pull", {"ids": "/etc/passwd.csv"})
    told = page.wait_until(lambda told: bool(told["alert"]))
    assert told["alert"] == ["Type ids with commas between them, such as 281, 282."]


def test_a_plan_can_be_stopped(page: ServedPage) -> None:
    gate = threading.Event()
    held = replace(reply(404, {}), until=gate)
    with RawServer([reply(404, {}), held]) as server:
        page.give_sheet(csv_of(40))
        page.wait_for("found")
        page.post("/api/target", {"kind": "typed", "base_url": server.url, "token": "a-secret-token"})
        page.post("/api/plan")
        page.wait_until(lambda told: told["stoppable"] and server.count > 1)
        assert page.post("/api/stop").status == 200
        gate.set()
        told = page.wait_for("planned")
    assert told["plan"]["stopped"] is True
