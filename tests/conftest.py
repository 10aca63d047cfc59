"""Every test starts as on a fresh machine: no token, no earlier runs, an empty folder to stand in."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _fresh_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ACEFONE_TOKEN", "ACEFONE_BASE_URL", "ACEFONE_PROFILE", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BATCH_UPDATE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("BATCH_UPDATE_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # nobody's own key store is touched
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token as most people have it: in the environment."""
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
