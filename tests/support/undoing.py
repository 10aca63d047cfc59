"""The loop of `undo` in tests: a sheet is sent, an undo sheet is made of the run, and that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from support.commands import Ran, run_exactly, write_csv
from support.pulled_account import Account

Rows = tuple[Mapping[str, str], ...]


def send(account: Account, capsys: pytest.CaptureFixture[str], *rows: Mapping[str, str], verify: str = "all") -> Ran:
    """Send rows as a sheet `campaigns.csv`; each has the cells of the first."""
    return account.run(capsys, write_csv(Path("campaigns.csv"), *rows), "--verify", verify, "--json")


def undo(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Make the sheet that puts a run back, `campaigns.undo.xlsx` unless the words say otherwise."""
    return run_exactly(capsys, "undo", *map(str, words), "--rate", "0")


def put_back(account: Account, capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Send that sheet."""
    return account.run(capsys, "campaigns.undo.xlsx", "--json", *words)
