"""The script that a person would write: pandas with its defaults, requests in a loop, to_excel. No check, no retry.

python user_script.py SHEET RESULTS BASE_URL [ROWS]      prints the seconds of reading, sending and writing as JSON
"""

from __future__ import annotations

import json
import sys
from time import monotonic

import pandas as pd
import requests  # type: ignore[import-not-found,import-untyped,unused-ignore]

HEADERS = {"Authorization": "Bearer token"}


def main(sheet: str, results: str, base_url: str, most: str = "") -> None:
    """Read, send the first `most` rows, write."""
    started = monotonic()
    frame = pd.read_excel(sheet)
    read = monotonic()
    statuses, messages = [], []
    for _, row in frame.head(int(most or len(frame))).iterrows():
        body = {name: cell for name, cell in row.items() if name != "id" and not pd.isna(cell)}
        answer = requests.put(f"{base_url}/v1/dialer/campaign/{row['id']}", json=body, headers=HEADERS, timeout=30)
        statuses.append(answer.status_code)
        messages.append(answer.json()["Message"])
    sent = monotonic()
    frame = frame.assign(status=pd.Series(statuses), message=pd.Series(messages))
    frame.to_excel(results, index=False)
    print(json.dumps({"read": read - started, "send": sent - read, "write": monotonic() - sent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
