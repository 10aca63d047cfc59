"""A sheet whose runs are killed at chosen moments and gone on with, judged by what the server saw of them."""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from support.commands import Table, read_workbook, run, write_csv
from support.programs import Ended, Program, campaigns_of, read_puts, start_program
from support.raw_server import RawServer, Reply, reply, yes

ROWS = 40
SENDABLE = ROWS - 1
INVALID, REJECTED = "1007", {"1013", "1029"}
NO = (reply(422, {"name": "Not so."}, before=0.003),)
COUNTED = ("updated", "invalid", "rejected", "failed", "unknown", "not_sent")
"""The counts of --json that add up to its rows."""

Cells = dict[str, str]


def make_rows() -> list[Cells]:
    """Forty campaigns: one that the check refuses, two that the API does."""
    rows = [{"id": str(1000 + place), "name": f"Offer {place}", "ring_timeout": ""} for place in range(1, ROWS + 1)]
    return [{**row, "ring_timeout": "soon"} if row["id"] == INVALID else row for row in rows]


def edit(rows: Sequence[Cells], changed: str) -> list[Cells]:
    """The sheet as a person leaves it: sorted, one row changed, one deleted, one added."""
    kept = [{**row, "name": "Changed"} if row["id"] == changed else row for row in reversed(rows)]
    deleted = next(row for row in kept if row["id"] not in {changed, INVALID, *REJECTED})
    return [*(row for row in kept if row is not deleted), {"id": "2001", "name": "New", "ring_timeout": ""}]


def open_server(seed: int) -> RawServer:
    """A server that takes a few milliseconds for each answer."""
    rng = random.Random(seed)
    script: list[Reply] = [replace(yes(), before=rng.uniform(0.001, 0.008)) for _ in range(400)]
    return RawServer(script, by_path=dict.fromkeys(REJECTED, NO))


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: when the server has read so many requests of the process, and so many seconds after that."""

    requests: int = 0
    seconds: float = 0.0


def draw_moment(place: int, rng: random.Random) -> Moment:
    """Before the first request, among them, after the last while the results are written, or anywhere."""
    return (
        Moment(seconds=rng.uniform(0, 0.35)),
        Moment(requests=rng.randint(1, SENDABLE - 2), seconds=rng.uniform(0, 0.01)),
        Moment(requests=SENDABLE - 2 * (place > 3), seconds=rng.uniform(0, 0.1)),
        Moment(seconds=rng.uniform(0.15, 0.45)),
    )[place % 4]


@dataclass(slots=True)
class Story:
    """A sheet, the server, and the processes that ran so far."""

    folder: Path
    server: RawServer
    concurrency: int
    rows: list[Cells]
    ended: dict[str, Ended] = field(default_factory=dict)  # by token, in their order
    workbooks: list[Table] = field(default_factory=list)  # the results that lay there after a kill

    @property
    def kills(self) -> int:
        """How many processes were killed; the others had ended a moment before."""
        return sum(ended.code == -signal.SIGKILL for ended in self.ended.values())

    @property
    def sent_again(self) -> list[int]:
        """How many rows were sent again after each process but the last."""
        return [len(self.campaigns_sent_again(token)) for token in list(self.ended)[:-1]]

    def campaigns_sent_again(self, token: str) -> set[str]:
        """The campaigns that a process sent and a later one sent again, with the same body."""
        puts, tokens = read_puts(self.server), list(self.ended)
        own = {(put.campaign, put.body) for put in puts if put.token == token}
        later = {(put.campaign, put.body) for put in puts if put.token in tokens[tokens.index(token) + 1 :]}
        return {campaign for campaign, _ in own & later}

    def sent_unshown(self) -> list[str]:
        """Campaigns that the last process sent and did not show."""
        token, ended = list(self.ended.items())[-1]
        return sorted(set(campaigns_of(read_puts(self.server), token)) - ended.shown)

    # --- what happens in it -------------------------------------------------------------------------------------------

    def start(self, *words: str) -> Program:
        """Start a process on the sheet as it is now; it tells each outcome that it shows."""
        write_csv(self.folder / "sheet.csv", *self.rows)
        return start_program(
            self.folder, f"run-{len(self.ended) + 1}", "sheet.csv", "--concurrency", str(self.concurrency), "--json",
            "--verbose", "--timeout", "2", *words,
            server=self.server, environ={"BATCH_UPDATE_STATE": str(self.folder / "state")},
        )  # fmt: skip

    def kill_at(self, moment: Moment, *words: str) -> None:
        """Start a process, and kill it at that moment."""
        program = self.start(*words)
        program.wait_until(lambda: campaigns_of(read_puts(self.server), program.token).total() >= moment.requests)
        time.sleep(moment.seconds)
        self.ended[program.token] = program.kill()
        self.workbooks += [read_workbook(path)["Results"] for path in self.folder.glob("sheet.results.xlsx")]

    def resume(self) -> None:
        """Go on with it to the end."""
        program = self.start("--resume")
        self.ended[program.token] = program.wait()

    def edit(self, rng: random.Random) -> None:
        """Edit the sheet; the row that is changed is one that the last process may have sent."""
        unshown = [campaign for campaign in self.sent_unshown() if campaign not in REJECTED]
        self.rows = edit(self.rows, rng.choice(unshown or ["1020"]))

    # --- what must be true of it --------------------------------------------------------------------------------------

    def assert_the_journal_tells_it(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """The results of the killed run can be had: what was shown is there, what was in flight is in doubt."""
        monkeypatch.setenv("BATCH_UPDATE_STATE", str(self.folder / "state"))
        assert run(capsys, "results", "last", "killed.xlsx").code == 0
        statuses = {row["id"]: row["Status"] for row in read_workbook(Path("killed.xlsx"))["Results"]}
        answered = {campaign for campaign, status in statuses.items() if status in {"UPDATED", "REJECTED"}}
        unknown = {campaign for campaign, status in statuses.items() if status == "UNKNOWN"}
        sent = set(campaigns_of(read_puts(self.server), "run-1"))
        assert list(statuses) == [row["id"] for row in self.rows]
        assert self.ended["run-1"].shown <= answered <= sent <= answered | unknown
        assert len(unknown) <= self.concurrency

    def assert_all_is_true(self) -> None:
        """Every row has one outcome that the server can confirm, and only what was in flight was sent twice."""
        last = list(self.ended.values())[-1]
        assert last.code == 1, last.err  # some rows can not be updated
        statuses, totals = last.statuses, last.totals
        assert set(statuses) == {row["id"] for row in self.rows}
        assert totals["rows"] == len(self.rows) == sum(totals[name] for name in COUNTED)
        assert Counter(statuses.values()) == {
            name.replace("_", " ").upper(): totals[name] for name in COUNTED if totals[name]
        }
        assert {len(workbook) for workbook in self.workbooks} <= {len(self.rows)}, "half a workbook"
        self.assert_the_server_confirms(statuses)
        self.assert_only_what_was_in_flight_was_sent_twice()

    def assert_the_server_confirms(self, statuses: Mapping[str, str]) -> None:
        """What the results say is what the server read last."""
        expected = {row["id"]: "UPDATED" for row in self.rows} | dict.fromkeys(REJECTED, "REJECTED")
        assert statuses == expected | {INVALID: "INVALID"}
        read = {put.campaign: json.loads(put.body)["name"] for put in read_puts(self.server)}
        standing = {row["id"]: read.get(row["id"]) for row in self.rows}
        assert standing == {row["id"]: row["name"] for row in self.rows} | {INVALID: None}

    def assert_only_what_was_in_flight_was_sent_twice(self) -> None:
        """For each kill at most `concurrency` rows, none of which had been shown."""
        puts = read_puts(self.server)
        for token, ended in self.ended.items():
            own = {(put.campaign, put.body) for put in puts if put.token == token}
            again = self.campaigns_sent_again(token)
            assert campaigns_of(puts, token).total() == len(own), "a process sent a row twice by itself"
            assert len(again) <= self.concurrency, f"{token}: {again}"
            assert not again & ended.shown, "what was shown was sent again"


def make_story(folder: Path, server: RawServer, *, concurrency: int = 6) -> Story:
    """A story that has not begun."""
    folder.mkdir()
    return Story(folder, server, concurrency, make_rows())


def play_trial(seed: int, folder: Path) -> Story:
    """Once or twice killed at moments drawn from the seed, the sheet edited in between or not, and run to the end."""
    rng = random.Random(seed)
    with open_server(seed) as server:
        story = make_story(folder, server, concurrency=rng.randint(4, 8))
        moments = [draw_moment(seed + place, rng) for place in range(2 if seed % 3 == 1 else 1)]
        for place, moment in enumerate(moments):
            story.kill_at(moment, *(["--resume"] if place else []))
        if edited := seed % 4 == 2 or seed % 8 == 5:
            story.edit(rng)
        story.resume()
    print(f"seed {seed}: {story.kills} killed at {moments}, edited {edited}, sent again {story.sent_again}")
    return story
