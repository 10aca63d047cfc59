"""What the table's figures mean, and what bounds those that may be missed: text for the README, kept beside the code.

The parts of a second come from cProfile and py-spy on 10,000 rows: look at them again when the code changes.
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURED = (
    "`python tests/benchmarks/run.py` measures all this again. The bare pipeline is calamine, aiohttp on uvloop and "
    "xlsxwriter with nothing between them: no check, no journal, no formats, no drop-downs; it writes with the "
    "fastest that xlsxwriter has, `write_row`. The script a user would write is "
    "`pandas.read_excel`, `requests.put` in a loop and `to_excel`. The server is nginx, which answers every PUT at "
    "once; where a latency or a limit is named, it is a small server of the benchmark's own. The script at 100 ms is "
    "measured over 200 rows and newman over 350, and their sending is scaled to all rows in a straight line. The ideal "
    "time is that of one request alone, times the rows, divided by those in flight. Reading is measured against a "
    "small server that keeps what is PUT; its campaigns all hold the same at first, so that 26 cells of each row are "
    "changes, which both sides write down. The processor time beside it is less touched by what else the machine does."
)

BOUNDS: Mapping[str, str] = {
    "whole command / bare pipeline": (
        "the journal is the largest part: a commit to the disk before each row is sent and before its answer is shown "
        "takes 0.9 to 1.3 s of processor time for 10,000 rows (measured with and without it, in turn); without it our "
        "sending takes 2.4 s where the bare pipeline's takes 1.8 to 2.4. The check takes 0.7 to 1.0 s, reading 0.9 to "
        "1.2 s (0.25 of it the import of pandas, 0.25 the search for cells that calamine would lose) where calamine "
        "alone takes 0.3 to 0.4. Writing takes less than the bare pipeline's (1.6 to 2.1 s against 2.7 to 3.5)."
    ),
    "the same at 100 ms latency": (
        "10,000 rows at 100 ms with 50 in flight are 20 s of waiting, the script's 1,000 s: a ratio of 50 if nothing "
        "else took any time. Reading, checking and writing are added on our side."
    ),
    "script a user would write / whole command": (
        "it is the whole command that is slower than the bare pipeline, by its journal and its check, which the script "
        "has not; the script takes six times as long as the bare pipeline."
    ),
    "newman / whole command": (
        "newman only sends, and is scaled from 350 rows; ours includes reading, checking, the journal and writing. "
        "Beside our sending alone it takes thirty times as long."
    ),
    "100,000 rows / 10,000 rows": (
        "single runs on this shared machine differ by a third, and the two are minutes apart. Stage by stage, one run "
        "after the other, 100,000 rows took 7 to 8 times the reading of 10,000, 8 to 11 times the check, 9 times the "
        "sending and 10 times the writing: 71 s in all against 8.4 and 8.7."
    ),
    "50 ms latency, 50 in flight: aiohttp alone / our sending": (
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
