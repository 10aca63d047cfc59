"""What is measured: one function a measurement, each gives the lines of the table that it fills."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.processes import NotHadError, Took, at_once, in_a_while, in_turn, run, seconds_of_one
from benchmarks.workbook import make_workbook

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.model import Update
from batch_update.sheets.reading.loader import open_sheet, read_sheet

CONCURRENCY = 50
TOKEN = "benchmark-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table. `met` is None where nothing could be measured."""

    what: str
    ours: str
    other: str
    figure: str
    goal: str
    met: bool | None


@dataclass(slots=True)
class Errors:
    """How many of the rows that the program sent did not end UPDATED, over all measurements."""

    rows: int = 0
    not_updated: int = 0


@dataclass(frozen=True)
class Bench:
    """Where it is measured and how thoroughly. All figures are for `rows` rows, scaled where a sample is said."""

    folder: Path
    quick: bool = False
    errors: Errors = field(default_factory=Errors)

    @property
    def rows(self) -> int:
        """The size of the sheet; the figures are about the large one."""
        return 1_000 if self.quick else 10_000

    @property
    def times(self) -> int:
        """How often a short measurement is repeated; the median is taken."""
        return 1 if self.quick else 5

    def sheet(self, rows: int) -> Path:
        """A workbook of that many rows, made once."""
        path = self.folder / f"campaigns-{rows}.xlsx"
        return path if path.exists() else make_workbook(path, rows)

    @cached_property
    def bodies(self) -> Path:
        """The requests that the sheet comes to, one `[id, body]` a line: for the peers that read no workbook."""
        sheet = read_sheet(
            open_sheet(self.sheet(self.rows)), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN)
        )
        verdicts = check_rows(CAMPAIGN, sheet.rows)
        path = self.folder / "bodies.jsonl"
        lines = [json.dumps([verdict.campaign_id, verdict.body]) for verdict in verdicts if isinstance(verdict, Update)]
        assert len(lines) == self.rows, "every row of the sheet should be valid"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    @cached_property
    def token_file(self) -> Path:
        """A token for servers that take any."""
        path = self.folder / "token.txt"
        path.write_text(TOKEN, encoding="ascii")
        return path

    def send(
        self, base_url: str, rows: int | None = None, *, concurrency: int = CONCURRENCY, rate: str = "0"
    ) -> tuple[Took, Mapping[str, Any]]:
        """Run the whole command with an empty journal, and give what it took and its totals."""
        shutil.rmtree(self.folder / "state", ignore_errors=True)  # rows sent before would be looked for, and found
        words: list[str | Path] = [sys.executable, "-m", "batch_update", self.sheet(rows or self.rows)]
        words += ["--base-url", base_url, "--token-file", self.token_file, "--results", self.folder / "ours.xlsx"]
        words += ["--rate", rate, "--concurrency", str(concurrency), "--yes", "--quiet", "--json"]
        took = run(words, env={"BATCH_UPDATE_STATE": str(self.folder / "state")})
        totals: Mapping[str, Any] = json.loads(took.out.splitlines()[-1])
        self.errors.rows += totals["rows"]
        self.errors.not_updated += totals["rows"] - totals["updated"]
        return took, totals

    def check(self, rows: int) -> Took:
        """Run the whole command with `--check`."""
        words: list[str | Path] = [sys.executable, "-m", "batch_update", self.sheet(rows), "--check", "--quiet"]
        words += ["--results", self.folder / "checked.xlsx"]
        return run(words, env={"BATCH_UPDATE_STATE": str(self.folder / "state")})


def seconds(number: float) -> str:
    """A duration as the table shows it."""
    return f"{number * 1000:.0f} ms" if number < 1 else f"{number:.2f} s" if number < 100 else f"{number:,.0f} s"


def _at_most(figure: float, goal: float) -> tuple[str, str, bool]:
    return f"{figure:.2f}", f"at most {goal:g}", figure <= goal


def _at_least(figure: float, goal: float) -> tuple[str, str, bool]:
    return f"{figure:.2f}" if figure < 10 else f"{figure:.1f}", f"at least {goal:g}", figure >= goal


def _line(what: str, ours: str, other: str, judged: tuple[str, str, bool]) -> Line:
    figure, goal, met = judged
    return Line(what=what, ours=ours, other=other, figure=figure, goal=goal, met=met)


def _not_had(what: str, goal: str, error: NotHadError) -> Line:
    return Line(what=what, ours="", other=f"not had here: {error}", figure="", goal=goal, met=None)


# --- against the libraries alone --------------------------------------------------------------------------------------


def measure_whole(bench: Bench) -> Iterator[Line]:
    """The whole command beside the same libraries with nothing between them."""
    sheet, results = bench.sheet(bench.rows), bench.folder / "bare.xlsx"
    with at_once(bench.folder) as url:
        ours, bare = in_turn(
            bench.times,
            lambda: bench.send(url)[0].seconds,
            lambda: peers.bare(sheet, results, url, CONCURRENCY).seconds,
        )
    yield _line("whole command / bare pipeline", seconds(ours), seconds(bare), _at_most(ours / bare, 1.15))


def measure_check(bench: Bench) -> Iterator[Line]:
    """`--check` beside reading and writing alone."""
    sheet, results = bench.sheet(bench.rows), bench.folder / "bare.xlsx"
    ours, bare = in_turn(
        bench.times, lambda: bench.check(bench.rows).seconds, lambda: peers.bare(sheet, results).seconds
    )
    yield _line("--check / bare read and write", seconds(ours), seconds(bare), _at_most(ours / bare, 1))


# --- against what people use ------------------------------------------------------------------------------------------

LATENCY = 0.1  # seconds
SCRIPT_SAMPLE = 200  # rows of the slow script that are sent at that latency


def measure_script(bench: Bench) -> Iterator[Line]:
    """pandas, requests and to_excel: at once, and with a slow API, where only a sample is sent and scaled."""
    sheet, results = bench.sheet(bench.rows), bench.folder / "script.xlsx"
    goals = ("script a user would write / whole command", "the same at 100 ms latency")
    try:
        with at_once(bench.folder) as url:
            script = peers.user_script(bench.folder, sheet, results, url)
            ours = in_turn(max(1, bench.times // 2), lambda: bench.send(url)[0].seconds)[0]
        there = sum(script.values())
        yield _line(goals[0], seconds(ours), seconds(there), _at_least(there / ours, 5))
        with in_a_while(latency=LATENCY) as url:
            sample = peers.user_script(bench.folder, sheet, results, url, SCRIPT_SAMPLE)["send"]
            ours = bench.send(url)[0].seconds
        there = script["read"] + sample * bench.rows / SCRIPT_SAMPLE + script["write"]
        yield _line(goals[1], seconds(ours), f"{seconds(there)} (scaled)", _at_least(there / ours, 50))
    except NotHadError as error:
        yield _not_had(goals[0], "at least 5", error)


def measure_curl(bench: Bench) -> Iterator[Line]:
    """`curl --parallel`, which only sends, beside our sending, which journals each row and judges each answer."""
    what = "curl --parallel / our sending"
    try:
        with at_once(bench.folder) as url:
            ours, there = in_turn(
                max(1, bench.times // 2),
                lambda: float(bench.send(url)[1]["seconds"]),
                lambda: peers.curl(bench.folder, bench.bodies, url).seconds,
            )
        figure = f"{there / ours:.2f}"
        yield Line(what=what, ours=seconds(ours), other=seconds(there), figure=figure, goal="none set", met=None)
    except NotHadError as error:
        yield _not_had(what, "none set", error)


NEWMAN_SAMPLES = (50, 350)  # rows; the difference is what rows cost without the start


def measure_newman(bench: Bench) -> Iterator[Line]:
    """newman over a sample of the rows, scaled."""
    what = "newman / whole command"
    try:
        with at_once(bench.folder) as url:
            few, more = (peers.newman(bench.folder, bench.bodies, url, rows).seconds for rows in NEWMAN_SAMPLES)
            ours = in_turn(max(1, bench.times // 2), lambda: bench.send(url)[0].seconds)[0]
        a_row = (more - few) / (NEWMAN_SAMPLES[1] - NEWMAN_SAMPLES[0])
        there = few + a_row * (bench.rows - NEWMAN_SAMPLES[0])
        yield _line(what, seconds(ours), f"{seconds(there)} (scaled)", _at_least(there / ours, 30))
    except NotHadError as error:
        yield _not_had(what, "at least 30", error)


# --- against what the server allows -----------------------------------------------------------------------------------

SLOW = 0.05  # seconds


def measure_latency(bench: Bench) -> Iterator[Line]:
    """A slow server and 50 in flight: our sending beside aiohttp's alone, and the time that no client can beat."""
    sheet, results = bench.sheet(bench.rows), bench.folder / "bare.xlsx"
    with in_a_while(latency=SLOW) as url:
        alone = seconds_of_one(url)  # a timer is late by a millisecond, which is the server's share and not ours
        ideal = bench.rows * alone / CONCURRENCY
        ours, bare = in_turn(
            max(1, bench.times // 2),
            lambda: float(bench.send(url)[1]["seconds"]),
            lambda: float(peers.bare(sheet, results, url, CONCURRENCY).out),
        )
    what = "50 ms latency, 50 in flight"
    yield _line(f"{what}: aiohttp alone / our sending", seconds(ours), seconds(bare), _at_least(bare / ours, 0.98))
    yield Line(what=f"{what}: ideal time / our sending", ours=seconds(ours), other=seconds(ideal),
               figure=f"{ideal / ours:.2f}", goal="none set", met=None)  # fmt: skip


LIMIT = 20  # requests a second


def measure_limit(bench: Bench) -> Iterator[Line]:
    """An account with a limit that nobody tells, and `--rate auto`."""
    rows = 400 if bench.quick else 2_400
    log = bench.folder / "limit.log"
    with in_a_while(latency=SLOW, limit=LIMIT, log=log) as url:
        _, totals = bench.send(url, rows, concurrency=8, rate="auto")
    for _ in range(100):  # the server writes it when it ends
        if log.exists() and log.stat().st_size:
            break
    answers = [(float(when), int(status)) for when, status in map(str.split, log.read_text().splitlines())]
    found = next((when for when, status in answers if status == 429), answers[0][0])
    later = [when for when, status in answers if status == 200 and when >= found]
    throughput = (len(later) - 1) / (later[-1] - later[0])
    longest = max(after - before for before, after in pairwise(later))
    share = Counter(status for _, status in answers)[429] / len(answers)
    what = f"hidden limit of {LIMIT}/s, --rate auto"
    yield _line(
        f"{what}: throughput once found / limit", f"{throughput:.1f}/s (longest gap {seconds(longest)})",
        f"{LIMIT}/s; {rows:,} rows in {seconds(totals['seconds'])}", _at_least(throughput / LIMIT, 0.92),
    )  # fmt: skip
    throttled = f"{totals['throttled']} of {totals['requests']:,}"
    yield Line(what=f"{what}: requests answered 429", ours=throttled, other="", figure=f"{share:.1%}",
               goal="at most 1 %", met=share <= 0.01)  # fmt: skip


# --- growth and start -------------------------------------------------------------------------------------------------


def measure_growth(bench: Bench) -> Iterator[Line]:
    """Ten times the rows: time and memory."""
    many = bench.rows * 10
    bench.sheet(many)
    with at_once(bench.folder) as url:
        few = in_turn(max(1, bench.times // 2), lambda: bench.send(url)[0].seconds)[0]
        took, _ = bench.send(url, many)
    yield _line(
        f"{many:,} rows / {bench.rows:,} rows", seconds(took.seconds), seconds(few), _at_most(took.seconds / few, 10.5)
    )
    yield Line(what=f"largest memory at {many:,} x 52", ours=f"{took.megabytes:,.0f} MB", other="",
               figure=f"{took.megabytes / 1000:.2f} GB", goal="at most 1 GB", met=took.megabytes <= 1000)  # fmt: skip


def measure_start(bench: Bench) -> Iterator[Line]:
    """How long a person waits for the first word."""
    times = 3 if bench.quick else 15
    helped, bare, checked = in_turn(
        times,
        lambda: run([sys.executable, "-m", "batch_update", "--help"]).seconds,
        lambda: run([sys.executable, "-c", "pass"]).seconds,
        lambda: bench.check(100).seconds,
    )
    yield Line(what="--help above a bare interpreter", ours=seconds(helped), other=seconds(bare),
               figure=seconds(helped - bare), goal="at most 60 ms", met=helped - bare <= 0.06)  # fmt: skip
    yield Line(what="--check of 100 rows", ours=seconds(checked), other="", figure=seconds(checked),
               goal="at most 600 ms", met=checked <= 0.6)  # fmt: skip


MEASURES: Mapping[str, Callable[[Bench], Iterator[Line]]] = {
    "whole": measure_whole,
    "check": measure_check,
    "script": measure_script,
    "curl": measure_curl,
    "newman": measure_newman,
    "latency": measure_latency,
    "limit": measure_limit,
    "growth": measure_growth,
    "start": measure_start,
}
"""By the name that `--only` takes, in the order of the table."""
