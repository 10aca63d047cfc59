"""What the table's figures mean, and what bounds those that may be missed: text for the README, kept beside the code.

By how a line of the table begins; "" is said always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BOUNDS: Mapping[str, Sequence[str]] = {
    "": (
        "`python tests/benchmarks/run.py` measures all this again. The bare pipeline is calamine, aiohttp on uvloop and"
        " xlsxwriter with nothing between them: no check, no journal, no drop-downs. The script a user would write is"
        " `pandas.read_excel`, `requests.put` in a loop and `to_excel`. The server is nginx, which answers every PUT at"
        " once; where a latency or a limit is named, it is a small server of the benchmark's own. The script at 100 ms"
        " is measured over 200 rows and newman over 350, and their sending is scaled to all rows in a straight line.",
    ),
}
