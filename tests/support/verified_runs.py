"""Six rows that go to an account which is read too, and what a run of them left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.commands import Ran, run_exactly, write_csv
from support.live_account import LiveAccount, make_campaigns

SIX = ["281", "282", "283", "284", "285", "286"]
ROWS = [{"id": name, "dial_method": "2", "dial_ratio": "2"} for name in SIX]
"""The method is there already; the ratio is 1.5."""

COUNTED = ["updated", "invalid", "rejected", "failed", "unknown", "not_sent", "unchanged", "differs"]
PUTS = [f"PUT {name}" for name in SIX]


def make_account(**ways: Any) -> LiveAccount:
    """An account that holds the campaigns of the six rows."""
    return LiveAccount(campaigns=make_campaigns(*map(int, SIX)), **ways)


def send(
    capsys: pytest.CaptureFixture[str],
    account: LiveAccount,
    *words: str,
    rows: list[dict[str, str]] = ROWS,
) -> Ran:
    """Run the rows against the account, with the yes of somebody who can not be asked any more."""
    write_csv(Path("sheet.csv"), *rows)
    return run_exactly(capsys, "sheet.csv", "--base-url", account.url, "--rate", "0", "--yes", "--json", *words)


def plan(
    capsys: pytest.CaptureFixture[str],
    account: LiveAccount,
    *words: str,
    rows: list[dict[str, str]] = ROWS,
) -> Ran:
    """Plan the rows against the account, which needs no yes."""
    write_csv(Path("sheet.csv"), *rows)
    return run_exactly(capsys, "sheet.csv", "--plan", "--base-url", account.url, "--rate", "0", "--json", *words)


def statuses_of(ran: Ran) -> dict[str, str]:
    """By campaign."""
    return {str(row["id"]): str(row["Status"]) for row in ran.results["Results"]}


def messages_of(ran: Ran) -> dict[str, str]:
    """By campaign."""
    return {str(row["id"]): str(row["Message"]) for row in ran.results["Results"]}


def problems_of(ran: Ran) -> list[tuple[str, str, str, str, str]]:
    """Campaign rows' problems: cell or column, value, severity, code, suggestion."""
    return [
        tuple(str(line[name] or "") for name in ("Cell", "Column", "Value", "Code", "Suggestion"))  # type: ignore[misc]
        for line in ran.results["Errors"]
    ]
