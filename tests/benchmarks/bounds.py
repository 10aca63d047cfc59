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
        "of 7 seconds, loading pandas takes 0.4 and reading through it 0.6 (calamine alone: 0.3), the search for cells "
        "that calamine would lose 0.3, the check 1.1, and keeping each row on the disk before it is sent and before it "
        "is shown 0.8; writing takes 1.9 where the bare pipeline takes 2.7. What is left is aiohttp's (60 % of the "
        "sending)."
    ),
    "--check / bare read and write": (
        "after a check every row stands in the results twice, on `Results` and on `To fix`, from which it can be sent; "
        "the second time is a quarter of the whole."
    ),
    "the same at 100 ms latency": (
        "10,000 rows at 100 ms with 50 in flight are 20 s of waiting, the script's 1,000 s and more; even with nothing "
        "of our own the ratio could be little above 50. Reading, checking and writing take the rest."
    ),
    "50 ms latency, 50 in flight: ideal time / our sending": (
        "the bare pipeline comes to 0.95 on this machine, since answers that come together wait for the one processor "
        "(0.3 ms each, of which aiohttp has 60 %); the rest is one commit to the disk for each row, 1 to 2 ms, which "
        "must not be hidden: no more rows may be in doubt after a power cut than were in flight."
    ),
    "--help above a bare interpreter": ("argparse takes a third of it; pandas and aiohttp are not loaded."),
    "--check of 100 rows": ("0.35 to 0.45 s of it are the import of pandas, through which workbooks are read."),
}
"""By the line of the table."""
