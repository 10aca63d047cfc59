"""What the table's figures mean, and what bounds those that may be missed: text for the README, kept beside the code.

The parts of a second come from cProfile and py-spy on 10,000 rows: look at them again when the code changes.
"""

from __future__ import annotations

from collections.abc import Mapping

MEASURED = (
    "`python tests/benchmarks/run.py` measures all this again, with Python's compiled files kept as a user has them, "
    "and an empty journal (where the same 10,000 rows were sent before, to find and tell that takes 0.3 s more). "
    "The bare pipeline is calamine, aiohttp on uvloop and xlsxwriter with nothing between them: no check, no "
    "journal, no formats, no drop-downs; it writes with the fastest that xlsxwriter has, `write_row`. The script a "
    "user would write is `pandas.read_excel`, `requests.put` in a loop and `to_excel`. The server is nginx, which "
    "answers every PUT at once; where a latency or a limit is named, it is a small server of the benchmark's own. "
    "The script at 100 ms is measured over 200 rows and newman over 350, and their sending is scaled to all rows in "
    "a straight line. The ideal time is that of one request alone, times the rows, divided by those in flight. "
    "Reading is measured against a small server that keeps what is PUT; its campaigns all hold the same at first, so "
    "that 26 cells of each row are changes, which both sides write down; the processor time beside it is less "
    "touched by what else the machine does."
)

BOUNDS: Mapping[str, str] = {
    "whole command / bare pipeline": (
        "in a quiet hour of the same day it was 1.10 (7 pairs, 1.09 to 1.15; 4.0 s beside 3.6 s); whenever others "
        "use the machine, both take longer and ours more: 1.2 to 1.35. Of the 4.0 s the journal takes 0.5 (a commit to "
        "the disk before each row is sent and before its answer is shown), the check 0.6, the import of pandas 0.2, "
        "and the search for cells that calamine would lose 0.2; the bare pipeline has none of these. It writes for "
        "2.2 s where ours takes 0.5."
    ),
    "the same at 100 ms latency": (
        "10,000 rows at 100 ms with 50 in flight are 20 s of waiting, the script's 1,000 s: a ratio of 50 if nothing "
        "else took any time. Reading, checking and writing are added on our side."
    ),
    "script a user would write / whole command": (
        "4.2 in a quiet hour, when the bare pipeline itself was only 4.8 times as fast as the script. To be 5 times "
        "as fast, the whole command, with its check and its journal, would have to take less time than the bare "
        "pipeline."
    ),
    "newman / whole command": (
        "20.8 in a quiet hour, when the bare pipeline, which reads and writes as well, was 23 times as fast; newman "
        "only sends, and is scaled from 350 rows. Beside our sending alone it takes fifty times as long."
    ),
    "100,000 rows / 10,000 rows": (
        "single runs on this shared machine differ by a third, and the two are minutes apart. Stage by stage, one run "
        "after the other, 100,000 rows took 7 to 8 times the reading of 10,000, 8 to 11 times the check, 9 times the "
        "sending and 10 times the writing."
    ),
    "hidden limit of 20/s, --rate auto: throughput once found / limit": (
        "it stays 5 % below the limit, and each trial whether more is allowed costs about a second: 0.89 to 0.93 in "
        "six runs, which differ by one trial each. In virtual time it is 0.96, and other margins give less."
    ),
    "50 ms latency, 50 in flight: aiohttp alone / our sending": (
        "0.91 to 0.93 in a quiet hour. A row waits for one commit before it is sent: rounds of 50 rows took 53 ms "
        "with aiohttp alone, 53 to 54 ms with ours but for the journal, 55 to 57 ms with it. 0.4 to 1.3 ms of that "
        "are the disk's, the rest is the writing thread's wait for Python's lock while answers that came together "
        "are judged. A shorter switch interval (0.5 ms) gives 54 ms, and costs a quarter more of the processor's "
        "time wherever that is what limits, which is why it stays at Python's own; commits within the event loop "
        "save 5 % of the whole command where a commit takes 0.3 ms, as here, and cost 5 % where it takes 5 ms, as on "
        "many laptops, and 20 % at 20 ms. The wait is not hidden behind further rows, so that no more "
        "rows are in doubt after a power cut than were in flight."
    ),
    "--help above a bare interpreter": (
        "of the import's 43 ms (with the tracing of `-X importtime`), the options take 18, dataclasses 8, traceback 7; "
        "neither pandas nor aiohttp is loaded."
    ),
    "--check of 100 rows": "0.2 to 0.3 s of it are the import of pandas, through which workbooks are read.",
}
"""By the line of the table."""
