"""What reading the account takes: `--plan` and `--verify all` beside the same libraries with nothing between them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measures import CONCURRENCY, Bench, Line, seconds
from benchmarks.processes import HERE, NotHadError, Took, free_port, in_turn, run, serving

SCRIPTS = HERE / "scripts"


@contextmanager
def holding() -> Iterator[str]:
    """The server of `scripts/holding.py`, in which no campaign was updated yet; gives its URL."""
    port = free_port()
    with serving([sys.executable, str(SCRIPTS / "holding.py"), str(port)], port) as url:
        yield url


def measure_plan(bench: Bench) -> Iterator[Line]:
    """`--plan` beside a GET for each row, and a workbook that tells what differs."""
    yield from _measure(bench, "--plan / bare read, GETs and write", "plan", ["--plan"])


def measure_verify(bench: Bench) -> Iterator[Line]:
    """`--verify all` beside GET, PUT and GET for each row, and the same workbook."""
    what = "--verify all / bare read, GET, PUT, GET and write"
    yield from _measure(bench, what, "verify", ["--verify", "all", "--yes"])


def _measure(bench: Bench, what: str, mode: str, options: list[str]) -> Iterator[Line]:
    busy: dict[str, list[float]] = {"ours": [], "bare": []}

    def ours() -> float:
        with holding() as url:
            took = _read(bench, url, options)
        busy["ours"].append(took.busy)
        return took.seconds

    def bare() -> float:
        with holding() as url:
            took = _bare(bench, url, mode)
        busy["bare"].append(took.busy)
        return took.seconds

    took, there = in_turn(bench.times, ours, bare)
    yield _ratio(what, took, there)
    yield _ratio(f"{what}: processor time", median(busy["ours"]), median(busy["bare"]))


def _ratio(what: str, ours: float, there: float) -> Line:
    figure = f"{ours / there:.2f}"
    return Line(what=what, ours=seconds(ours), other=seconds(there), figure=figure, goal="none set", met=None)


def _read(bench: Bench, url: str, options: list[str]) -> Took:
    """The whole command. Raises NotHadError if a row did not come to what it should."""
    words: list[str | Path] = [sys.executable, "-m", "batch_update", bench.sheet(bench.rows), *options]
    words += ["--base-url", url, "--token-file", bench.token_file, "--results", bench.folder / "ours.xlsx"]
    words += ["--rate", "0", "--concurrency", str(CONCURRENCY), "--quiet", "--json"]
    took = run(words, env={"BATCH_UPDATE_STATE": str(bench.folder / "state")})
    totals: dict[str, Any] = json.loads(took.out.splitlines()[-1])
    if "--plan" not in options and totals["verified"] != totals["rows"]:
        raise NotHadError(f"only {totals['verified']:,} of {totals['rows']:,} rows were verified")
    return took


def _bare(bench: Bench, url: str, mode: str) -> Took:
    sheet, results = bench.sheet(bench.rows), bench.folder / "bare.xlsx"
    return run([sys.executable, SCRIPTS / "bare_reading.py", sheet, results, url, str(CONCURRENCY), mode])
