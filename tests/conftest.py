"""Every test starts as on a fresh machine: no token, no earlier runs, an empty folder to stand in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the program. What decides whether a change lands tries the same examples each time;
# `pytest --hypothesis-profile search` tries others.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
settings.register_profile("land", settings.get_profile("search"), derandomize=True)
settings.load_profile("land")


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
