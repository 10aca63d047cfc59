"""Measures the program beside its peers on this machine and prints one table.

    python tests/benchmarks/run.py [--quick] [--only NAME ...] [--readme]

Needs nginx (Debian: apt-get install nginx-light); curl, npm and the package index are used where they are there. What
can not be had is said, and the rest is measured. Everything is written to a temporary folder, and gone at the end.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # run as a script, wherever from

from benchmarks.bounds import BOUNDS, MEASURED  # noqa: E402 - found only now
from benchmarks.measures import CONCURRENCY, MEASURES, Bench, Errors, Line  # noqa: E402
from benchmarks.processes import NotHadError  # noqa: E402
from benchmarks.reading import measure_plan, measure_verify  # noqa: E402

LIBRARIES = ("aiohttp", "openpyxl", "pandas", "python-calamine", "tenacity", "uvloop", "xlsxwriter")
ALL = {**MEASURES, "plan": measure_plan, "verify": measure_verify}
VERDICTS = {True: "met", False: "missed", None: ""}


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and with `--readme` put the table into the README."""
    parser = argparse.ArgumentParser(description="Measure the program beside its peers on this machine.")
    parser.add_argument("--quick", action="store_true", help="1,000 rows and few repeats: to see that it works")
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=ALL, help=", ".join(ALL))
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    options = parser.parse_args(words)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="batch_update-benchmarks-") as folder:
        bench = Bench(Path(folder), quick=options.quick)
        bench.check(100)  # the first start compiles
        for name in options.only or ALL:
            print(f"{name} …", file=sys.stderr, flush=True)
            lines += _measure(name, bench)
    text = "\n".join([*_head(bench.errors, bench), "", *_table(lines), "", *_explain(lines)])
    print(text)
    if options.readme:
        _write_readme(text)
    return 0


def _measure(name: str, bench: Bench) -> list[Line]:
    try:
        return list(ALL[name](bench))
    except NotHadError as error:
        return [Line(what=name, ours="", other=f"not had here: {error}", figure="", goal="", met=None)]


def _head(errors: Errors, bench: Bench) -> Iterable[str]:
    wrong = f"{errors.not_updated:,} of {errors.rows:,} rows sent" if errors.not_updated else "none"
    made = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield (
        f"{datetime.now(UTC):%d %B %Y}, {_processor()}, {os.cpu_count()} cores shared with the server, "
        f"{platform.system()}, Python {platform.python_version()}; {made}."
    )
    yield (
        f"A sheet of {bench.rows:,} rows and 52 columns, 60 % filled, every row valid; no limit of requests, "
        f"{CONCURRENCY} in flight, loopback, no latency where none is named. Rows that did not end UPDATED: {wrong}. "
        f"Medians of up to {bench.times} runs, the two of a line in turn."
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _table(lines: Iterable[Line]) -> Iterable[str]:
    yield "| what | ours | the other | figure | goal | |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for line in lines:
        yield f"| {line.what} | {line.ours} | {line.other} | **{line.figure}** | {line.goal} | {VERDICTS[line.met]} |"


def _explain(lines: Iterable[Line]) -> Iterable[str]:
    yield MEASURED
    missed = [line.what for line in lines if line.met is False]
    bounds = [f"- *{start}*: {bound}" for start, bound in BOUNDS.items() if start in missed]
    if bounds:
        yield from ("", "What bounds the figures that are missed:", "", *bounds)


def _write_readme(text: str) -> None:
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    begin, end = "<!-- benchmarks -->\n", "<!-- end benchmarks -->"
    before, _, rest = readme.partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
