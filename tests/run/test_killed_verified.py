"""A run that reads every campaign, killed at any moment and gone on with: each row once, and the way back is whole."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from support.commands import run_exactly, write_csv
from support.live_account import LiveAccount, make_campaigns
from support.programs import Ended, Program, start_program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")

Capture = pytest.CaptureFixture[str]
TRIALS = 10


@dataclass(slots=True)
class Story:
    """A sheet, an account, and the processes that ran so far."""

    folder: Path
    account: LiveAccount
    campaigns: list[str]
    ended: list[Ended] = field(default_factory=list)

    def kill(self, *words: str, requests: int, seconds: float = 0.0) -> None:
        """Start a process, and kill it when so many requests have come and some seconds have gone by."""
        start = len(self.account.seen)
        program = self._start(*words)
        program.wait_until(lambda: len(self.account.seen) - start >= requests)
        time.sleep(seconds)
        self.ended.append(program.kill())

    def resume(self) -> None:
        """Go on with it to the end."""
        self.account.go_on()
        self.ended.append(self._start("--resume").wait())

    def _start(self, *words: str) -> Program:
        write_csv(self.folder / "sheet.csv", *({"id": name, "dial_ratio": "2"} for name in self.campaigns))
        token = f"run-{len(self.ended) + 1}"
        return start_program(
            self.folder, token, "sheet.csv", "--base-url", self.account.url, "--token-file", f"{token}.token",
            "--verify", "all", "--json", *words,
            environ={"BATCH_UPDATE_STATE": str(self.folder / "state")},
        )  # fmt: skip

    def assert_all_is_true(self, *, at_once: int) -> None:
        """Every row is updated and proven, the account holds it, and only what was in flight went out twice."""
        last = self.ended[-1]
        assert last.code == 0, last.err
        assert last.statuses == dict.fromkeys(self.campaigns, "UPDATED")
        assert {held["dial_ratio"] for held in self.account.campaigns.values()} == {"2"}
        sent = Counter(told for told in self.account.story if told.startswith("PUT"))
        assert set(sent) == {f"PUT {name}" for name in self.campaigns}
        assert sum(number - 1 for number in sent.values()) <= at_once * (len(self.ended) - 1)

    def assert_the_way_back_is_whole(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        """The sheet that puts the run back has every campaign with the value of before the first process."""
        monkeypatch.setenv("BATCH_UPDATE_STATE", str(self.folder / "state"))
        monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
        ran = run_exactly(capsys, "undo", "last", str(self.folder / "back.xlsx"), "--rate", "0")
        assert ran.code == 0, ran.err
        header, *rows = openpyxl.load_workbook(self.folder / "back.xlsx")["Campaigns"].iter_rows(values_only=True)
        places = [[str(name).rstrip("*") for name in header].index(name) for name in ("id", "dial_ratio")]
        back = {str(row[places[0]]): str(row[places[1]]) for row in rows if row[places[0]]}
        assert back == dict.fromkeys(self.campaigns, "1.5")


def make_story(folder: Path, campaigns: int, **ways: object) -> Story:
    folder.mkdir()
    numbers = range(281, 281 + campaigns)
    return Story(folder, LiveAccount(campaigns=make_campaigns(*numbers), **ways), [str(number) for number in numbers])  # type: ignore[arg-type]


MOMENTS: dict[str, tuple[set[str], int]] = {
    "while the first is sent": ({"PUT 281"}, 2),
    "when the first is done and not answered": ({"done 281"}, 2),
    "while a row is read before it is sent": ({"GET 283"}, 7),
    "while a row is sent": ({"PUT 283"}, 8),
    "when a row is done and not answered": ({"done 283"}, 8),
    "while the first is read back": ({"back 281"}, 3),
    "while a row is read back": ({"back 283"}, 9),
}


@pytest.mark.parametrize(("held", "requests"), MOMENTS.values(), ids=MOMENTS)
def test_a_killed_run_gone_on_with_loses_neither_a_row_nor_the_way_back(
    held: set[str], requests: int, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story(tmp_path / "story", 4, held=held)
    with story.account:
        story.kill("--concurrency", "1", "--rate", "0", requests=requests, seconds=0.1)
        story.resume()
        story.assert_all_is_true(at_once=1)
        story.assert_the_way_back_is_whole(capsys, monkeypatch)


def test_a_row_killed_between_its_reading_and_its_update_is_sent_once(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story(tmp_path / "story", 3)
    with story.account:
        story.kill("--concurrency", "1", "--rate", "4", requests=4, seconds=0.1)  # the next one is due in 0.25 s
        assert story.account.story == ["GET 281", "PUT 281", "GET 281", "GET 282"]
        story.resume()
        assert story.account.count("PUT") == 3
        story.assert_all_is_true(at_once=0)
        story.assert_the_way_back_is_whole(capsys, monkeypatch)


def test_a_row_that_was_done_when_it_was_killed_is_read_and_not_sent_again(tmp_path: Path) -> None:
    story = make_story(tmp_path / "story", 3, held={"done 282"})
    with story.account:
        story.kill("--concurrency", "1", "--rate", "0", requests=5, seconds=0.1)
        before = len(story.account.seen)
        story.resume()
    assert story.account.story[before] == "GET 282"
    assert story.account.count("PUT 282") == 1
    assert story.ended[-1].totals["verified"] == 3


@pytest.mark.slow
def test_killed_at_random_moments_no_row_is_lost(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once or twice; the seeds are those printed."""
    for seed in range(TRIALS):
        rng = random.Random(seed)
        story = make_story(tmp_path / str(seed), 12, delay=0.003)
        with story.account:
            for place in range(1 + seed % 2):
                words = ("--resume",) if place else ()
                story.kill(
                    "--concurrency", "4", "--rate", "0", *words,
                    requests=rng.randint(0, 30), seconds=rng.uniform(0, 0.01),
                )  # fmt: skip
            story.resume()
            print(f"seed {seed}: {len(story.ended)} processes, {story.account.count('PUT')} updates")
            story.assert_all_is_true(at_once=4)
            story.assert_the_way_back_is_whole(capsys, monkeypatch)
