"""The whole journey against the stand-in as a process: pull, edit by name, plan, send, a conflict both ways, undo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.commands import Ran, run_exactly
from support.editing import edit
from support.libreoffice import needs_libreoffice, resave

SHEET = Path("campaigns.xlsx")


@dataclass(frozen=True, slots=True)
class StandIn:
    """The stand-in that `sandbox` runs, as another program sees it."""

    url: str
    token: str

    def ask(self, campaign: int, **values: object) -> str:
        """What a campaign holds; with values, somebody else changes it."""
        request = urllib.request.Request(
            f"{self.url}/v1/dialer/campaign/{campaign}",
            data=json.dumps(values).encode() if values else None,
            method="PUT" if values else "GET",
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())

    def run(self, capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
        """Run a command line against it."""
        where = ["--base-url", self.url, "--rate", "0"]
        return run_exactly(capsys, *map(str, words), *where, "--json")

    @property
    def holds(self) -> list[str]:
        """All of the campaigns of its list."""
        return [self.ask(number) for number in range(281, 301)]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    process = subprocess.Popen(
        [sys.executable, "-m", "batch_update", "sandbox"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    url, token = (process.stdout.readline().decode().partition(": ")[2].strip() for _ in range(2))
    monkeypatch.setenv("ACEFONE_TOKEN", token)
    yield StandIn(url, token)
    process.terminate()
    process.communicate()


@needs_libreoffice
def test_what_a_manager_changed_goes_out_is_proven_and_comes_back(
    stand_in: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stand_in.holds
    assert stand_in.run(capsys, "pull").totals["campaigns"] == 20
    resave(edit(SHEET, {
        "281": {"disposition_list": "Kochi disposition list"},
        "284": {"lead_list_map": "pune LEAD list:1; Delhi lead list:0"},
        "290": {"outbound_caller_id": "911140001205"},
    }))  # fmt: skip

    planned = stand_in.run(capsys, SHEET, "--plan")
    assert [(line["id"], line["New"]) for line in planned.results["Changes"]] == [
        ("281", "16 - Kochi disposition list"),
        ("284", "8668 - Pune lead list:1; 1234 - Delhi lead list:0"),
        ("290", "1759338 - +911140001205 Chennai caller ID"),
    ]
    assert stand_in.holds == before

    sent = stand_in.run(capsys, SHEET, "--yes")
    assert (sent.code, sent.totals["updated"], sent.totals["verified"], sent.totals["unchanged"]) == (0, 3, 3, 17)

    assert run_exactly(capsys, "undo", "last", "--rate", "0").code == 0
    back = stand_in.run(capsys, "campaigns.undo.xlsx", "--yes")
    assert (back.code, back.totals["updated"], back.totals["verified"]) == (0, 3, 3)
    assert stand_in.holds == before


def test_a_conflict_is_caught_and_resolved_both_ways(stand_in: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in.run(capsys, "pull")
    edit(SHEET, {"281": {"ring_timeout": "99"}, "282": {"ring_timeout": "99"}})
    for campaign in (281, 282):
        stand_in.ask(campaign, ring_timeout="77")

    sent = stand_in.run(capsys, SHEET, "--yes")
    assert (sent.code, [error["Code"] for error in sent.results["Errors"]]) == (1, ["changed-since-pull"] * 2)

    results = edit(Path(sent.totals["results"]), {"281": {"ring_timeout": None}}, worksheet="To fix")
    assert stand_in.run(capsys, results, "--yes", "--keep-mine").code == 0
    kept = [json.loads(stand_in.ask(campaign))["data"]["ring_timeout"] for campaign in (281, 282)]
    assert kept == ["77", "99"]
