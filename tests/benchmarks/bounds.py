"""What the table's figures mean, and what bounds those that may be missed: text for the README, kept beside the code.

The parts of a second come from cProfile and py-spy on 10,000 rows: look at them again when the code changes.
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURED = (
    "`python tests/benchmarks/run.py` measures all this again. The bare pipeline is calamine, aiohttp on uvloop and "
    "xlsxwriter with nothing between them: no check, no journal, no drop-downs. The script a user would write is "
    "`pandas.read_excel`, `requests.put` in a loop and `to_excel`. The server is nginx, which answers every PUT at "
    "once; where a latency or a limit is named, it is a small server of the benchmark's own. The script at 100 ms is "
    "measured over 200 rows and newman over 350, and their sending is scaled to all rows in a straight line. The ideal "
    "time is that of one request alone, times the rows, divided by those in flight."
)

BOUNDS: Mapping[str, str] = {
    "whole command / bare pipeline": (
        "beside the libraries stand the import of pandas (0.35 to 0.43 s), reading with the search for cells that "
        "calamine would lose (1.4 s of processor time, by calamine alone 0.4), the check (1.1 s), "
        "and a commit to the disk before each row is sent and before it is shown. Writing takes less than the bare "
        "pipeline's (1.8 to 2.2 s against 2.6 to 3.8). Of the sending, 60 % is aiohttp's."
    ),
    "--check / bare read and write": (
        "after a check every row stands in the results twice, on `Results` and on `To fix`, from which it can be sent; "
        "`To fix` is a quarter of the profile, reading three tenths, of which the import of pandas is a third."
    ),
    "the same at 100 ms latency": (
        "10,000 rows at 100 ms with 50 in flight are 20 s of waiting, the script's 1,000 s: a ratio of 50 if nothing "
        "else took any time. Reading, checking and writing are added on our side."
    ),
    "50 ms latency, 50 in flight: ideal time / our sending": (
        "in one trial the bare pipeline sent in 10.8 s and ours in 11.4 s without its journal, 11.5 to 13 s with it: "
        "answers that come together wait for the one processor, and each row for one commit. That wait is not hidden "
        "behind further rows, so that no more rows are in doubt after a power cut than were in flight."
    ),
    "--help above a bare interpreter": (
        "of the import's 43 ms (with the tracing of `-X importtime`), the options take 18, dataclasses 8, traceback 7; "
        "neither pandas nor aiohttp is loaded."
    ),
    "--check of 100 rows": "0.35 to 0.43 s of it are the import of pandas, through which workbooks are read.",
}
"""By the line of the table."""
