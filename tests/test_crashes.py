"""The whole program, killed or stopped at any moment and gone on with, judged by what the server saw of it."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shlex
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from support.commands import read_workbook, run, write_csv
from support.journals import begin, make_update, record
from support.programs import Ended, Program, campaigns_of, read_puts, run_program, start_program
from support.raw_server import STALL, RawServer, Reply, reply, yes

from batch_update.journal import Journal
from batch_update.screen import Screen
from batch_update.sending import answers
from batch_update.sending.answers import Judgement
from batch_update.sheets.writing import results
from batch_update.streams import Stream

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")

ROWS = 40
INVALID, REJECTED = "1007", {"1013", "1029"}
NO = (reply(422, {"name": "Not so."}, before=0.003),)
Cells = dict[str, str]
TWENTY = [{"id": str(number), "name": "x"} for number in range(1, 21)]


def make_rows() -> list[Cells]:
    """Forty campaigns: one that the check refuses, two that the API does."""
    rows = [{"id": str(1000 + place), "name": f"Offer {place}", "ring_timeout": ""} for place in range(1, ROWS + 1)]
    return [{**row, "ring_timeout": "soon"} if row["id"] == INVALID else row for row in rows]


def edit(rows: Sequence[Cells], changed: str) -> list[Cells]:
    """The sheet as a person leaves it: sorted, one row changed, one deleted, one added."""
    kept = [{**row, "name": "Changed"} if row["id"] == changed else row for row in reversed(rows)]
    deleted = next(row for row in kept if row["id"] not in {changed, INVALID, *REJECTED})
    return [*(row for row in kept if row is not deleted), {"id": "2001", "name": "New", "ring_timeout": ""}]


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")


# --- one story: some kills, then a run to the end ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many seconds after the start, or after the server has read so many requests of that process."""

    requests: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Story:
    """A sheet, the server, and the processes that ran so far."""

    folder: Path
    server: RawServer
    concurrency: int
    rows: list[Cells]
    ended: dict[str, Ended] = field(default_factory=dict)  # by token, in their order
    kills: int = 0
    sent_again: list[int] = field(default_factory=list)  # how many rows, for each kill

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
        if moment.requests:
            program.wait_until(lambda: campaigns_of(read_puts(self.server), program.token).total() >= moment.requests)
        time.sleep(moment.seconds)
        self.ended[program.token] = program.kill()
        self.kills += self.ended[program.token].code == -signal.SIGKILL
        if (workbook := self.folder / "sheet.results.xlsx").exists():
            assert len(read_workbook(workbook)["Results"]) == len(self.rows), "half a workbook"

    def resume(self) -> Ended:
        """Go on with it to the end."""
        program = self.start("--resume")
        self.ended[program.token] = ended = program.wait()
        return ended

    def sent_unshown(self) -> list[str]:
        """Campaigns that the last process sent and did not show."""
        token, ended = list(self.ended.items())[-1]
        return sorted(set(campaigns_of(read_puts(self.server), token)) - ended.shown)

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
        self.assert_the_server_confirms(statuses)
        self.assert_only_what_was_in_flight_was_sent_twice()

    def assert_the_server_confirms(self, statuses: Mapping[str, str]) -> None:
        """What the results say is what the server read last."""
        standing = {put.campaign: json.loads(put.body)["name"] for put in read_puts(self.server)}
        for row in self.rows:
            expected = "INVALID" if row["id"] == INVALID else "REJECTED" if row["id"] in REJECTED else "UPDATED"
            assert statuses[row["id"]] == expected, row
            assert standing.get(row["id"]) == (None if expected == "INVALID" else row["name"])

    def assert_only_what_was_in_flight_was_sent_twice(self) -> None:
        """For each kill at most `concurrency` rows, none of which had been shown."""
        puts = read_puts(self.server)
        tokens = list(self.ended)
        for place, token in enumerate(tokens):
            own = {(put.campaign, put.body) for put in puts if put.token == token}
            assert campaigns_of(puts, token).total() == len(own), "a process sent a row twice by itself"
            later = {(put.campaign, put.body) for put in puts if put.token in tokens[place + 1 :]}
            again = {campaign for campaign, _ in own & later}
            assert len(again) <= self.concurrency, f"{token}: {again}"
            assert not again & self.ended[token].shown, "what was shown was sent again"
            if token != tokens[-1]:
                self.sent_again.append(len(again))


COUNTED = ("updated", "invalid", "rejected", "failed", "unknown", "not_sent")


def make_story(folder: Path, server: RawServer, *, concurrency: int = 6) -> Story:
    """A story that has not begun."""
    folder.mkdir()
    return Story(folder, server, concurrency, make_rows())


def open_server(seed: int) -> RawServer:
    """A server that takes a few milliseconds for each answer."""
    rng = random.Random(seed)
    script: list[Reply] = [replace(yes(), before=rng.uniform(0.001, 0.008)) for _ in range(400)]
    return RawServer(script, by_path=dict.fromkeys(REJECTED, NO))


SENDABLE = ROWS - 1
MOMENTS = {
    "at the first request": Moment(requests=1),
    "half way": Moment(requests=SENDABLE // 2, seconds=0.002),
    "while the results are written": Moment(requests=SENDABLE, seconds=0.05),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_killed_run_gone_on_with_loses_no_row(
    moment: Moment, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_server(1) as server:
        story = make_story(tmp_path / "story", server)
        story.kill_at(moment)
        story.assert_the_journal_tells_it(capsys, monkeypatch)
        story.resume()
        assert story.kills == 1
        story.assert_all_is_true()


@pytest.mark.usefixtures("token")
def test_resume_after_the_end_sends_nothing_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A run may be killed when it has ended and its window has not: nobody can see the difference."""
    write_csv(Path("sheet.csv"), *TWENTY)
    with RawServer([yes()]) as server:
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--json", "--resume")
        first, second = run(capsys, *words), run(capsys, *words)
    assert "There is no earlier run of this sheet" in first.err
    assert "has ended: 20 rows answered then will not be sent again" in second.err
    assert (second.code, second.totals["updated"], second.totals["requests"]) == (0, len(TWENTY), 0)
    assert server.count == len(TWENTY)


@pytest.mark.usefixtures("token")
def test_a_stroke_behind_the_address_does_not_make_it_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    with RawServer([yes()]) as server:
        words = ("sheet.csv", "--rate", "0", "--json", "--base-url")
        run(capsys, *words, server.url, "--limit", "5")
        rest = run(capsys, *words, f"{server.url}/", "--resume")
    assert (rest.code, rest.totals["updated"], rest.totals["requests"]) == (0, 20, 15)


TRIALS = 56


@pytest.mark.slow
def test_runs_killed_at_random_moments_and_gone_on_with_lose_no_row(tmp_path: Path) -> None:
    """Once or twice killed, the sheet edited in between or not; the seeds are those printed."""
    figures = Counter[str]()
    for seed in range(TRIALS):
        rng = random.Random(seed)
        with open_server(seed) as server:
            story = make_story(tmp_path / str(seed), server, concurrency=rng.randint(4, 8))
            moments = [draw_moment(seed + place, rng) for place in range(2 if seed % 3 == 1 else 1)]
            for place, moment in enumerate(moments):
                story.kill_at(moment, *(["--resume"] if place else []))
            if edited := seed % 4 == 2 or seed % 8 == 5:
                unshown = [campaign for campaign in story.sent_unshown() if campaign not in REJECTED]
                story.rows = edit(story.rows, rng.choice(unshown or ["1020"]))
            story.resume()
            story.assert_all_is_true()
        print(f"seed {seed}: {story.kills} killed at {moments}, edited {edited}, sent again {story.sent_again}")
        figures.update(
            trials=1, kills=story.kills, rows=len(story.rows), edited=edited, requests=server.count,
            sent_twice=sum(story.sent_again),
        )  # fmt: skip
        figures["most sent twice for one kill"] = max(figures["most sent twice for one kill"], *story.sent_again)
        figures["most at once"] = max(figures["most at once"], server.most_at_once)
    print(f"kill and resume: {dict(figures)}, seeds 0 to {TRIALS - 1}")
    assert figures["kills"] >= 50


def draw_moment(place: int, rng: random.Random) -> Moment:
    """Before the first request, among them, after the last while the results are written, or anywhere."""
    return (
        Moment(seconds=rng.uniform(0, 0.6)),
        Moment(requests=rng.randint(1, SENDABLE - 2), seconds=rng.uniform(0, 0.01)),
        Moment(requests=SENDABLE - 2 * (place > 3), seconds=rng.uniform(0, 0.2)),
        Moment(seconds=rng.uniform(0.3, 0.9)),
    )[place % 4]


# --- stopped by a person ----------------------------------------------------------------------------------------------


def assert_stopped_truly(ended: Ended, server: RawServer, token: str) -> Counter[str]:
    """Each row has one outcome, and those that left are those that the server read; gives the counts."""
    statuses = ended.statuses
    assert set(statuses) == {row["id"] for row in TWENTY}
    assert {campaign for campaign, status in statuses.items() if status != "NOT SENT"} == set(
        campaigns_of(read_puts(server), token)
    )
    counts = Counter(statuses.values())
    assert ended.totals["rows"] == sum(ended.totals[name] for name in COUNTED) == len(TWENTY)
    assert (ended.totals["updated"], ended.totals["unknown"]) == (counts["UPDATED"], counts["UNKNOWN"])
    return counts


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
def test_one_signal_lets_what_is_in_flight_finish(number: signal.Signals, code: int, tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    with RawServer([replace(yes(), before=0.05)]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(number)
        ended = program.wait()
        assert ended.code == ended.totals["exit_code"] == code
        counts = assert_stopped_truly(ended, server, "first")
        assert counts["UNKNOWN"] == 0
        assert counts["UPDATED"] == server.count < len(TWENTY)
        assert "Stopping: rows under way are finished first." in ended.err


def test_a_stopped_run_is_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    with RawServer([replace(yes(), before=0.05)]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(signal.SIGINT)
        last = program.wait().out.splitlines()[-1]
        assert server.count < len(TWENTY)
        rest = run(capsys, *shlex.split(last.removeprefix("  python -m batch_update ")), "--json", "--rate", "0")
        assert (rest.code, rest.totals["updated"], server.count) == (0, len(TWENTY), len(TWENTY))


@pytest.mark.parametrize(
    ("signals", "code"),
    [((signal.SIGINT, signal.SIGINT), 130),
    ((signal.SIGTERM, signal.SIGINT), 143)],
    ids=["Ctrl-C twice", "SIGTERM, then Ctrl-C"],
)  # fmt: skip
def test_a_second_signal_breaks_off_what_is_in_flight(
    signals: tuple[signal.Signals, signal.Signals], code: int, tmp_path: Path
) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    with RawServer([yes(), yes(), STALL]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(signals[0])
        program.wait_until(lambda: program.has_said("Stopping"))
        program.tell(signals[1])
        ended = program.wait()
    assert ended.code == ended.totals["exit_code"] == code
    counts = assert_stopped_truly(ended, server, "first")
    assert counts == {"UPDATED": 2, "UNKNOWN": 4, "NOT SENT": 14}
    assert all("may have been applied" in str(row["Message"]) for row in ended.results["Results"]
               if row["Status"] == "UNKNOWN")  # fmt: skip


def test_ctrl_c_at_the_question_sends_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    keyboard, screen = os.openpty()
    with RawServer([yes()]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", server=server, terminal=screen)
        os.close(screen)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(keyboard, 1000)
        program.tell(signal.SIGINT)
        code = program.wait().code
        said += os.read(keyboard, 1000)
    os.close(keyboard)
    assert (code, server.count) == (130, 0)
    assert b"Stopped; nothing was sent." in said
    assert not list(tmp_path.glob("*.results.xlsx"))


@pytest.mark.slow
def test_ctrl_c_at_random_moments_ends_with_the_truth(tmp_path: Path) -> None:
    codes = Counter[int]()
    for seed in range(32):
        folder = tmp_path / str(seed)
        folder.mkdir()
        write_csv(folder / "sheet.csv", *TWENTY)
        rng = random.Random(seed)
        with RawServer([replace(yes(), before=0.02)]) as server:
            program = start_program(folder, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
            time.sleep(rng.uniform(0.05, 1.0))
            for _ in range(rng.randint(1, 3)):
                program.tell(signal.SIGINT)
                time.sleep(rng.uniform(0, 0.02))
            ended = program.wait()
        codes[ended.code] += 1
        if ended.out:
            counts = assert_stopped_truly(ended, server, "first")
            assert "nothing was sent" not in ended.err
            if counts["UPDATED"] < len(TWENTY):
                assert ended.code == 130, ended.err
            else:  # -2: all was told, and Python was ending
                assert ended.code in {0, 130, -signal.SIGINT}, ended.err
        else:
            assert server.count == 0
            in_main = re.search(r'cli\.py", line \d+, in main', ended.err)  # else Python itself was still starting
            assert ended.code == 130 or not in_main, ended.err
    print(f"Ctrl-C at random moments, seeds 0 to 31: exit codes {dict(codes)}")


# --- doubt ------------------------------------------------------------------------------------------------------------


def leave_in_doubt(url: str, name: str, sheet: str = "sheet.csv") -> None:
    """A run that was killed a moment ago, after it had sent campaign 1 with that name."""
    with Journal(Path(os.environ["BATCH_UPDATE_STATE"])) as journal:
        record(journal, begin(journal, Path(sheet), target=url), [make_update("1", name)])


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("sheet", ["sheet.csv", "to fix.csv"], ids=["the same sheet", "another sheet"])
def test_a_fresh_run_of_a_changed_row_waits_until_the_request_in_doubt_can_not_arrive_any_more(
    sheet: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path(sheet), {"id": "1", "name": "after"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, sheet, "--base-url", server.url, "--timeout", "0.4", "--json")
    assert "Waiting" in ran.err
    assert (ran.code, server.count) == (0, 1)


@pytest.mark.usefixtures("token")
def test_an_unchanged_row_in_doubt_and_other_rows_do_not_wait(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "1", "name": "before"}, {"id": "2", "name": "new"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--json")
    assert "Waiting" not in ran.err
    assert (ran.code, server.count) == (0, 2)


@pytest.mark.usefixtures("token")
def test_a_changed_row_that_is_not_sent_now_is_not_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "2", "name": "new"}, {"id": "1", "name": "after"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--limit", "1", "--json")
    assert "Waiting" not in ran.err
    assert (ran.totals["updated"], ran.totals["not_sent"]) == (1, 1)


def test_the_stand_in_is_never_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "1", "name": "after"})
    leave_in_doubt("sandbox", "before")
    assert "Waiting" not in run(capsys, "sheet.csv", "--sandbox", "--json").err


@pytest.mark.usefixtures("token")
def test_a_row_in_doubt_that_is_held_back_stays_in_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "2", "name": "new"}, {"id": "1", "name": "before"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--resume", "--limit", "1", "--json")
    assert (ran.totals["updated"], ran.totals["unknown"], ran.totals["not_sent"]) == (1, 1, 0)


def test_ctrl_c_while_it_waits_sends_nothing_and_writes_the_results(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", {"id": "1", "name": "after"}, {"id": "2", "name": "new"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        program = start_program(tmp_path, "second", "sheet.csv", "--json", server=server)
        program.wait_until(lambda: program.has_said("Waiting"))
        program.tell(signal.SIGINT)
        ended = program.wait()
    assert (ended.code, server.count) == (130, 0)
    assert ended.statuses == {"1": "NOT SENT", "2": "NOT SENT"}


# --- two at once ------------------------------------------------------------------------------------------------------


def test_a_second_run_of_a_sheet_is_told_who_is_running_and_sends_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    refused = threading.Event()
    with RawServer([replace(yes(), until=refused)]) as server:
        first = start_program(tmp_path, "first", "sheet.csv", "--json", server=server)
        first.wait_until(lambda: server.count > 0)
        second = run_program(tmp_path, "second", "sheet.csv", "--json", server=server)
        refused.set()
        ended = first.wait()
        assert (second.code, second.out) == (2, "")
        assert f"process {first.process.pid}, started 2" in second.err
        assert (ended.code, ended.totals["updated"]) == (0, len(TWENTY))
        assert set(campaigns_of(read_puts(server), "first").values()) == {1}
        assert not campaigns_of(read_puts(server), "second")


# --- a fault of the program itself, and of the window -----------------------------------------------------------------


@pytest.mark.usefixtures("token")
def test_a_fault_of_the_program_costs_no_outcome(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    sound = answers.judge

    def judge(status: int, **answer: Any) -> Judgement:
        if status == 201:
            raise ZeroDivisionError
        return sound(status, **answer)

    with monkeypatch.context() as broken, RawServer([yes(), yes(), reply(201, {}), yes()]) as server:
        broken.setattr("batch_update.sending.exchange.judge", judge)
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--json")
        ran = run(capsys, *words)
        assert ran.code == 3, ran.err
        assert ran.totals["exit_code"] == 3
        assert Counter(row["Status"] for row in ran.results["Results"]) == {"UPDATED": 2, "UNKNOWN": 1, "NOT SENT": 17}
        assert ran.totals["requests"] == server.count == 3

        broken.undo()
        again = run(capsys, *words, "--resume")
        assert (again.code, again.totals["updated"], server.count) == (0, 20, 3 + 18)


@pytest.mark.usefixtures("token")
def test_results_that_break_for_a_fault_of_the_program_are_had_from_the_journal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    with monkeypatch.context() as broken, RawServer([yes()]) as server:
        broken.setattr(results, "write_results", lambda *_, **__: 1 / 0)
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0")
    assert ran.code == 4
    assert "unexpected ZeroDivisionError" in ran.err
    written = run(capsys, *shlex.split(ran.out.splitlines()[-1].removeprefix("  python -m batch_update ")))
    assert written.code == 0
    assert {row["Status"] for row in read_workbook(Path("FILE.xlsx"))["Results"]} == {"UPDATED"}


def test_a_window_that_was_closed_stops_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w", encoding="utf-8") as closed:
        screen = Screen(out=Stream(closed), err=Stream(closed))
        for _ in range(2):
            screen.say("12 of 40 rows")
            screen.warn("Stopping")
            screen.give("All 40 rows updated.")


def test_a_console_of_another_alphabet_shows_what_it_can() -> None:
    shown = io.BytesIO()
    with io.TextIOWrapper(shown, encoding="cp1252") as console:
        Screen(out=Stream(console)).give("caf\xe9 \u0926\u093f\u0935\u093e\u0932\u0940")
        assert shown.getvalue().decode("cp1252").rstrip() == r"café \u0926\u093f\u0935\u093e\u0932\u0940"
