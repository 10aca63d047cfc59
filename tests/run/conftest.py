"""Runs that read the account: there is a token, and nobody waits seconds for a second reading."""

from __future__ import annotations

import pytest

from batch_update.run.verifying import verified


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    monkeypatch.setattr(verified, "REPEATS", (0.01, 0.02, 0.04))
