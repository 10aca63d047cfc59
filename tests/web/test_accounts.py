"""Accounts by name on the page: they are offered, their tokens stay where they are, and a run goes to the right one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring.core
import pytest
from support.pages import ServedPage, csv_of
from support.raw_server import RawServer, reply

from batch_update.accounts import Account, add_account
from batch_update.settings import Token

TOKEN = "S3CRET.of-the_floor"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([reply(404, {})]) as server:
        yield server


@pytest.fixture(autouse=True)
def _profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: RawServer) -> None:
    """One whose token is kept, and one that has none."""
    monkeypatch.setenv("KEYRING_PROPERTY_PATH", str(tmp_path / "store.json"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "support.key_stores.Steady")
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    folder = tmp_path / "config"
    add_account(folder, Account(name="delhi", base_url=server.url), Token(TOKEN))
    add_account(folder, Account(name="pune", base_url=server.url), None)


def test_profiles_are_offered_without_their_tokens(page: ServedPage, server: RawServer) -> None:
    answer = page.ask("GET", "/api/profiles")
    assert answer.told == [
        {"name": "delhi", "base_url": server.url, "token_kept": True},
        {"name": "pune", "base_url": server.url, "token_kept": False},
    ]
    assert TOKEN not in answer.text


def test_a_profile_gives_its_own_token_and_is_named_at_the_question(page: ServedPage, server: RawServer) -> None:
    told = page.reach_question(csv_of(1), kind="profile", profile="delhi")
    assert {seen.headers["authorization"] for seen in server.seen} == {f"Bearer {TOKEN}"}
    assert any("127.0.0.1 (profile delhi)" in line["text"] for line in told["question"]["lines"])
    assert all(TOKEN.encode() not in raw for raw in page.answers)


def test_a_profile_without_a_token_takes_the_one_that_is_typed(page: ServedPage, server: RawServer) -> None:
    page.reach_question(csv_of(1), kind="profile", profile="pune", token="typed-for-this-time")
    assert {seen.headers["authorization"] for seen in server.seen} == {"Bearer typed-for-this-time"}


def test_a_profile_without_a_token_and_none_typed_says_so(page: ServedPage, server: RawServer) -> None:
    page.give_sheet(csv_of(1))
    page.wait_for("found")
    page.post("/api/target", {"kind": "profile", "profile": "pune"})
    page.post("/api/send")
    told = page.wait_until(lambda told: bool(told["alert"]))
    assert (told["phase"], server.count) == ("found", 0)
    assert "pune" in told["alert"][0]


def test_the_environments_token_is_nobody_elses(
    page: ServedPage, server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "the-environments")
    monkeypatch.setenv("ACEFONE_BASE_URL", "http://127.0.0.1:1")
    page.reach_question(csv_of(1), kind="profile", profile="delhi")
    assert {seen.headers["authorization"] for seen in server.seen} == {f"Bearer {TOKEN}"}


def test_a_profile_that_is_not_there_is_told(page: ServedPage) -> None:
    answer = page.post("/api/target", {"kind": "profile", "profile": "goa"})
    assert (answer.status, "goa" in answer.told["lines"][0]) == (400, True)
