"""Accounts by name: what a profile keeps and where, what wins over what, and that a token goes nowhere else."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring.core
import openpyxl
import pytest
from support.commands import Ran, run_exactly, write_csv
from support.pulled_account import Account, make_campaigns
from support.raw_server import RawServer, yes
from support.terminal_programs import open_terminal

from batch_update.accounts import key_store, profiles
from batch_update.settings import Settings
from batch_update.wording.command_line import command

Capture = pytest.CaptureFixture[str]
Choose = Callable[[str], None]
ON_A_TERMINAL = pytest.mark.skipif(os.name == "nt", reason="there are no such terminals on Windows")

TOKEN = "S3CRET.of-the_floor"
OTHER = "an0ther-accounts-token"
PATIENCE = {"Waiting": 0.3}  # seconds; a store that answers has all the time that a busy machine may need
STORE, PROFILES = Path("store.json"), Path("config/profiles.toml")


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Choose a key store by its name, or by its whole address, for this process and those that it starts."""

    def choose(name: str) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name if "." in name else f"support.key_stores.{name}")
        monkeypatch.setattr(keyring.core, "_keyring_backend", None)
        monkeypatch.setattr(key_store, "PATIENCE", PATIENCE.get(name, 60.0))

    return choose


@pytest.fixture(autouse=True)
def _steady_store(choose: Choose, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_PATH", str(tmp_path / STORE))
    choose("Steady")
    (tmp_path / "token.txt").write_text(TOKEN)
    (tmp_path / "other.txt").write_text(OTHER)
    write_csv(tmp_path / "sheet.csv", {"id": "281", "name": "Diwali"})


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([yes()]) as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[RawServer]:
    with RawServer([yes()]) as server:
        yield server


def add(capsys: Capture, *words: str, name: str = "delhi") -> Ran:
    return run_exactly(capsys, "profile", "add", name, "--token-file", "token.txt", *words)


def send(capsys: Capture, *words: str, profile: str = "delhi") -> Ran:
    return run_exactly(capsys, "sheet.csv", "--profile", profile, "--yes", *words)


def kept_tokens() -> list[str]:
    """What the key store holds."""
    return list(json.loads(STORE.read_text()).values()) if STORE.exists() else []


def tokens_at(server: RawServer) -> set[str]:
    """What the requests that reached a server had for a token."""
    return {seen.headers["authorization"] for seen in server.seen}


def holders_of(text: str, folder: Path) -> list[str]:
    """The files that hold a text, workbooks part by part."""
    files = {path.name: path for path in folder.rglob("*") if path.is_file()}
    books = {name: zipfile.ZipFile(path) for name, path in files.items() if name.endswith(".xlsx")}
    parts = {f"{name}/{part}": book.read(part) for name, book in books.items() for part in book.namelist()}
    contents = {name: path.read_bytes() for name, path in files.items()} | parts
    return sorted(name for name, content in contents.items() if text.encode() in content)


def assert_refused(ran: Ran, *words: str) -> None:
    """It could not start, and says so in one line that has these words and no token."""
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert [word for word in words if word not in line] == []
    assert TOKEN not in line


# --- add, list, remove ------------------------------------------------------------------------------------------------


def test_a_profile_keeps_the_address_in_a_file_and_the_token_in_the_key_store(capsys: Capture) -> None:
    ran = add(capsys, "--base-url", "https://api.acefone.in/v1/", "--auth", "raw", "--rate", "10")
    assert ran.code == 0
    assert "python -m batch_update SHEET --profile delhi" in ran.out
    assert PROFILES.read_text().splitlines()[-5:] == [
        "[delhi]", 'base_url = "https://api.acefone.in"', 'auth = "raw"', "rate = 10.0", "token_kept = true",
    ]  # fmt: skip
    assert kept_tokens() == [TOKEN]
    assert TOKEN not in PROFILES.read_text() + ran.out + ran.err


def test_the_list_tells_all_but_tokens(capsys: Capture) -> None:
    add(capsys)
    run_exactly(capsys, "profile", "add", "north", "--no-token", "--base-url", "http://127.0.0.1:81", "--rate", "auto")
    ran = run_exactly(capsys, "profile", "list")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split(maxsplit=4) for line in ran.out.splitlines()] == [
        ["PROFILE", "ADDRESS", "AUTH", "RATE", "TOKEN"],
        ["delhi", "https://api.acefone.in", "bearer", "3", "in the key store"],
        ["north", "http://127.0.0.1:81", "bearer", "auto", "not kept"],
    ]
    assert [json.loads(line) for line in run_exactly(capsys, "profile", "list", "--json").out.splitlines()] == [
        {"profile": "delhi", "base_url": "https://api.acefone.in", "auth": "bearer", "rate": 3.0, "token_kept": True},
        {"profile": "north", "base_url": "http://127.0.0.1:81", "auth": "bearer", "rate": "auto", "token_kept": False},
    ]


def test_a_list_of_none_tells_how_one_is_added(capsys: Capture) -> None:
    ran = run_exactly(capsys, "profile", "list")
    assert (ran.code, "profile add NAME" in ran.out) == (0, True)
    assert run_exactly(capsys, "profile", "list", "--json").out == ""


def test_removing_one_removes_its_token_and_leaves_the_others(capsys: Capture) -> None:
    add(capsys)
    add(capsys, "--token-file", "other.txt", name="north")
    ran = run_exactly(capsys, "profile", "remove", "Delhi")
    assert (ran.code, ran.out) == (0, "Removed the profile delhi and its token.\n")
    assert kept_tokens() == [OTHER]
    assert "[north]" in PROFILES.read_text()
    assert_refused(send(capsys), "no profile delhi")


def test_a_name_that_is_there_is_replaced_only_on_purpose(capsys: Capture) -> None:
    add(capsys)
    before = PROFILES.read_bytes()
    assert_refused(add(capsys, "--token-file", "other.txt", name="DELHI"), "a profile delhi already", "--replace")
    assert (PROFILES.read_bytes(), kept_tokens()) == (before, [TOKEN])
    assert add(capsys, "--token-file", "other.txt", "--replace", name="DELHI").code == 0
    assert kept_tokens() == [OTHER]
    assert run_exactly(capsys, "profile", "list").out.count("\n") == 2


def test_a_token_of_the_former_address_is_not_left_behind(capsys: Capture) -> None:
    add(capsys)
    add(capsys, "--token-file", "other.txt", "--replace", "--base-url", "http://localhost:81")
    assert kept_tokens() == [OTHER]
    run_exactly(capsys, "profile", "add", "delhi", "--replace", "--no-token")
    assert kept_tokens() == []


def test_what_a_person_wrote_into_the_file_stays(capsys: Capture) -> None:
    PROFILES.parent.mkdir()
    PROFILES.write_text('# ours, do not touch\n[north]\nbase_url = "https://north.example"  # the old one\nrate = 1\n')
    add(capsys)
    run_exactly(capsys, "profile", "remove", "delhi")
    assert PROFILES.read_text().startswith("# ours, do not touch\n[north]\n")
    assert 'base_url = "https://north.example"  # the old one' in PROFILES.read_text()


@pytest.mark.parametrize("name", ["delhi", "north-2", "A", "9", "a_b", "x" * 40])
def test_a_name_may_be(name: str, capsys: Capture) -> None:
    assert add(capsys, name=name).code == 0


@pytest.mark.parametrize("name", ["", " ", "two words", "a/b", "..", "नई", "x" * 41, "a.b", "a\nb", "_a"])
@pytest.mark.parametrize("words", [("profile", "add"), ("profile", "remove"), ("sheet.csv", "--profile")])
def test_a_name_may_not_be(name: str, words: tuple[str, ...], capsys: Capture) -> None:
    assert_refused(run_exactly(capsys, *words, name), "is no name of a profile")


def test_a_long_word_in_the_place_of_a_name_is_not_repeated(capsys: Capture) -> None:
    token = "eyJhbGciOiJIUzI1NiJ9" * 3
    for words in (("profile", "add", token), ("sheet.csv", "--profile", token), ("profile", "add", "delhi", token)):
        ran = run_exactly(capsys, *words)
        assert (ran.code, token in ran.err) == (2, False)


WRONG = {
    "no address": (["--base-url", "acefone"], "https://"),
    "in the open": (["--base-url", "http://api.acefone.in"], "https://"),
    "past the campaigns": (["--base-url", "https://api.acefone.in/v1/dialer/campaign/281"], "before the ids"),
    "no rate": (["--rate", "fast"], "is not a number"),
    "no form": (["--auth", "basic"], "basic"),
    "no file": (["--token-file", "gone.txt"], "gone.txt"),
    "no token in it": (["--token-file", "sheet.csv"], "more than one"),
    "both ways": (["--no-token"], "do not go together"),
    "an option of the token's": (["--token", "x"], "--token-file"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_can_not_be_used_is_not_kept(words: list[str], said: str, capsys: Capture) -> None:
    assert_refused(add(capsys, *words), said)
    assert (kept_tokens(), PROFILES.exists()) == ([], False)


def test_a_slip_in_the_command_is_told(capsys: Capture) -> None:
    assert_refused(run_exactly(capsys, "profiles", "list"), "python -m batch_update profile")


@pytest.mark.parametrize("words", [(), ("june",), ("add",), ("remove",)], ids=" ".join)
def test_half_a_command_tells_its_help(words: tuple[str, ...], capsys: Capture) -> None:
    assert_refused(run_exactly(capsys, "profile", *words), "--help shows the options")


# --- the token, as it is asked for ------------------------------------------------------------------------------------


def test_without_a_terminal_the_token_is_in_a_file(capsys: Capture) -> None:
    assert_refused(run_exactly(capsys, "profile", "add", "delhi"), "--token-file FILE")


@ON_A_TERMINAL
def test_on_a_terminal_it_is_typed_and_not_shown(tmp_path: Path) -> None:
    terminal = open_terminal(tmp_path, "profile", "add", "delhi")
    terminal.read_until(lambda raw: b"Enter:" in raw)
    terminal.type(f"{TOKEN}\n".encode())
    ended = terminal.end()
    assert (ended.code, kept_tokens()) == (0, [TOKEN])
    assert TOKEN not in ended.text


@ON_A_TERMINAL
@pytest.mark.parametrize("keys", [b"\n", b"\x04", b"two words\n"], ids=["nothing", "the end", "no token"])
def test_what_is_no_token_is_not_kept(keys: bytes, tmp_path: Path) -> None:
    terminal = open_terminal(tmp_path, "profile", "add", "delhi")
    terminal.read_until(lambda raw: b"Enter:" in raw)
    terminal.type(keys)
    assert terminal.end().code == 2
    assert (kept_tokens(), PROFILES.exists()) == ([], False)


@ON_A_TERMINAL
def test_ctrl_c_at_the_question_keeps_nothing(tmp_path: Path) -> None:
    terminal = open_terminal(tmp_path, "profile", "add", "delhi")
    terminal.read_until(lambda raw: b"Enter:" in raw)
    terminal.type(b"\x03")
    assert (terminal.end().code, kept_tokens(), PROFILES.exists()) == (130, [], False)


# --- a run with a profile ---------------------------------------------------------------------------------------------


def test_a_run_goes_to_the_address_with_the_token_in_its_form(server: RawServer, capsys: Capture) -> None:
    add(capsys, "--base-url", server.url, "--auth", "raw", "--rate", "7")
    ran = send(capsys)
    assert (ran.code, tokens_at(server)) == (0, {TOKEN})
    assert "1 update will be sent to 127.0.0.1 (profile delhi), at most 7 a second" in ran.err
    assert " s, profile delhi: " in ran.out
    summary = openpyxl.load_workbook("sheet.results.xlsx")["Summary"]
    facts = {row[0].value: row[1].value for row in summary.iter_rows()}
    assert (facts["Target"], facts["Profile"]) == (server.url, "delhi")


def test_the_list_of_runs_tells_the_profile(server: RawServer, capsys: Capture) -> None:
    add(capsys, "--base-url", server.url)
    send(capsys)

    assert f" delhi ({server.url.removeprefix('http://')})" in run_exactly(capsys, "runs").out
    assert json.loads(run_exactly(capsys, "runs", "--json").out)["profile"] == "delhi"


def test_the_token_is_in_the_key_store_and_nowhere_else(server: RawServer, tmp_path: Path, capsys: Capture) -> None:
    add(capsys, "--base-url", server.url)
    ran = send(capsys, "--verbose")
    assert (TOKEN in ran.out + ran.err, holders_of(TOKEN, tmp_path)) == (False, ["store.json", "token.txt"])


def test_the_environment_may_name_it(server: RawServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    add(capsys, "--base-url", server.url)
    monkeypatch.setenv("ACEFONE_PROFILE", "DELHI")
    assert run_exactly(capsys, "sheet.csv", "--yes").code == 0
    assert tokens_at(server) == {f"Bearer {TOKEN}"}


def test_the_profile_wins_over_the_environment(
    server: RawServer, elsewhere: RawServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(capsys, "--base-url", server.url)
    monkeypatch.setenv("ACEFONE_TOKEN", OTHER)
    monkeypatch.setenv("ACEFONE_BASE_URL", elsewhere.url)
    Path(".env").write_text(f"ACEFONE_TOKEN={OTHER}\nACEFONE_BASE_URL={elsewhere.url}\n")
    assert send(capsys).code == 0
    assert tokens_at(server) == {f"Bearer {TOKEN}"}
    assert elsewhere.count == 0


OPTIONS = {
    "the form": (["--auth", "bearer"], f"Bearer {TOKEN}", "at most 7 a second"),
    "the rate": (["--rate", "20"], TOKEN, "at most 20 a second"),
    "no cap": (["--rate", "0"], TOKEN, "as fast as the API answers"),
    "the rate it finds": (["--rate", "auto"], TOKEN, "as fast as the account allows"),
    "the token": (["--token-file", "other.txt"], OTHER, "at most 7 a second"),
}


@pytest.mark.parametrize(("words", "header", "pace"), OPTIONS.values(), ids=OPTIONS)
def test_an_option_wins_over_the_profile(
    words: list[str], header: str, pace: str, server: RawServer, capsys: Capture
) -> None:
    add(capsys, "--base-url", server.url, "--auth", "raw", "--rate", "7")
    ran = send(capsys, *words)
    assert (tokens_at(server), pace in ran.err) == ({header}, True)


def test_a_token_that_is_kept_goes_to_no_other_address(
    server: RawServer, elsewhere: RawServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(capsys, "--base-url", server.url)
    monkeypatch.setenv("ACEFONE_TOKEN", OTHER)
    assert_refused(send(capsys, "--base-url", elsewhere.url), "--base-url beside the profile delhi", "--token-file")
    ran = send(capsys, "--base-url", elsewhere.url, "--token-file", "other.txt")
    assert "127.0.0.1 (profile delhi, not at its own address)" in ran.err
    assert tokens_at(elsewhere) == {f"Bearer {OTHER}"}
    assert server.count == 0


def test_a_profile_of_the_environment_is_named_with_where_it_is_from(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(capsys)
    monkeypatch.setenv("ACEFONE_PROFILE", "delhi")
    ran = run_exactly(capsys, "sheet.csv", "--base-url", "http://localhost:81", "--yes")
    assert_refused(ran, "the profile delhi (named by ACEFONE_PROFILE)")


def test_an_address_that_was_changed_by_hand_gets_no_token(
    server: RawServer, elsewhere: RawServer, capsys: Capture
) -> None:
    add(capsys, "--base-url", server.url)
    PROFILES.write_text(PROFILES.read_text().replace(server.url, elsewhere.url))
    assert_refused(send(capsys), elsewhere.url, "--replace", "--token-file FILE")
    assert (server.count, elsewhere.count) == (0, 0)


def test_a_token_of_the_environment_never_stands_in_for_the_one_of_a_profile(
    server: RawServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_exactly(capsys, "profile", "add", "delhi", "--no-token", "--base-url", server.url)
    monkeypatch.setenv("ACEFONE_TOKEN", OTHER)
    assert_refused(send(capsys), "without a token", "--token-file FILE")
    assert server.count == 0
    assert send(capsys, "--token-file", "token.txt").code == 0
    assert tokens_at(server) == {f"Bearer {TOKEN}"}


def test_a_slip_in_the_name_is_told(capsys: Capture) -> None:
    add(capsys)
    assert_refused(send(capsys, profile="dehli"), "no profile dehli; did you mean delhi?")
    assert_refused(send(capsys, profile="mumbai"), "no profile mumbai. ", "profile list")


# --- beside other options ---------------------------------------------------------------------------------------------


def test_the_stand_in_has_no_profile(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(run_exactly(capsys, "sheet.csv", "--sandbox", "--profile", "delhi"), "--sandbox and --profile")
    monkeypatch.setenv("ACEFONE_PROFILE", "gone")  # which is only what holds where nothing is said
    ran = run_exactly(capsys, "sheet.csv", "--sandbox")
    assert (ran.code, "profile" in ran.out + ran.err) == (0, False)


def test_a_check_asks_no_key_store_and_names_the_profile_in_the_next_step(capsys: Capture, choose: Choose) -> None:
    add(capsys)
    choose("Waiting")
    ran = run_exactly(capsys, "sheet.csv", "--check", "--profile", "delhi")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "  python -m batch_update sheet.csv --profile delhi"


def test_the_next_step_of_a_profile_without_a_token_asks_for_its_file(capsys: Capture) -> None:
    run_exactly(capsys, "profile", "add", "delhi", "--no-token")
    for words, told in (([], "FILE"), (["--token-file", "token.txt"], "token.txt")):
        ran = run_exactly(capsys, "sheet.csv", "--check", "--profile", "delhi", *words)
        expected = f"  python -m batch_update sheet.csv --profile delhi --token-file {told}"
        assert ran.out.splitlines()[-1] == expected


NEXT = {
    "the profile alone": ({}, "--profile delhi"),
    "its address, form and rate": ({"base_url": "https://x.example", "auth": "raw", "rate": 9.0}, "--profile delhi"),
    "another token": ({"token_file": Path("t.txt")}, "--profile delhi --token-file t.txt"),
    "another rate": ({"over_profile": frozenset({"rate"}), "rate": 2.0}, "--profile delhi --rate 2"),
    "another form": ({"over_profile": frozenset({"auth"})}, "--profile delhi --auth bearer"),
    "another address": (
        {"over_profile": frozenset({"base_url"}), "token_file": Path("t.txt")},
        "--profile delhi --base-url https://api.acefone.in --token-file t.txt",
    ),
    "none": ({"profile": "", "auth": "raw", "base_url": "https://x.io"}, "--base-url https://x.io --auth raw"),
    "the stand-in": ({"profile": "", "sandbox": True, "rate": 0.0}, "--sandbox"),
}  # fmt: skip


@pytest.mark.parametrize(("more", "words"), NEXT.values(), ids=NEXT)
def test_the_next_step_names_what_was_named(more: dict[str, object], words: str) -> None:
    settings = Settings(**{"sheet": Path("a.xlsx"), "results": Path("b.xlsx"), "profile": "delhi", **more})  # type: ignore[arg-type]
    assert command(settings, Path("a.xlsx")) == f"python -m batch_update a.xlsx {words}"


def test_the_command_that_undo_names_repeats_what_was_given_beside_the_profile(capsys: Capture) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        add(capsys, "--base-url", account.url)
        send(capsys, "--rate", "0", "--verify", "all")
        undone = run_exactly(capsys, "undo", "last", "--rate", "7")
    assert undone.out.splitlines()[-1].strip() == "python -m batch_update sheet.undo.xlsx --profile delhi --rate 7"


# --- key stores that are none -----------------------------------------------------------------------------------------

USELESS = {
    "none": ("keyring.backends.fail.Keyring", "no key store"),
    "switched off": ("keyring.backends.null.Keyring", "no key store"),
    "not there": ("support.key_stores.Gone", "can not be used (AttributeError)"),
    "in plain text": ("PlaintextKeyring", "in plain text"),
    "weak": ("Weak", "in plain text or nearly so"),
    "locked": ("Locked", "is locked: unlock it and try again, or "),
    "without a bus": ("Unreachable", "can not be used (InitError)"),
    "waiting": ("Waiting", "gave no answer in 0.3 seconds; it may be waiting for its password"),
    "babbling": ("Babbling", "can not be used (RuntimeError)"),
}


@pytest.mark.parametrize(("store", "said"), USELESS.values(), ids=USELESS)
def test_without_a_key_store_nothing_is_kept_and_the_way_is_told(
    store: str, said: str, capsys: Capture, choose: Choose
) -> None:
    choose(store)
    assert_refused(add(capsys), said, "--no-token", "--token-file FILE")
    assert (kept_tokens(), PROFILES.exists()) == ([], False)
    assert run_exactly(capsys, "profile", "add", "delhi", "--no-token").code == 0
    assert run_exactly(capsys, "profile", "remove", "delhi").code == 0


@pytest.mark.parametrize(("store", "said"), USELESS.values(), ids=USELESS)
def test_a_run_without_its_key_store_says_so_and_goes_with_a_token_file(
    store: str, said: str, server: RawServer, capsys: Capture, choose: Choose
) -> None:
    add(capsys, "--base-url", server.url)
    choose(store)
    assert_refused(send(capsys), said, "the profile delhi with --token-file FILE")
    assert server.count == 0
    assert send(capsys, "--token-file", "other.txt").code == 0


def test_a_profile_whose_token_can_not_be_removed_stays(capsys: Capture, choose: Choose) -> None:
    add(capsys)
    choose("Locked")
    assert_refused(run_exactly(capsys, "profile", "remove", "delhi"), "is locked", "profiles.toml")
    choose("Steady")
    assert run_exactly(capsys, "profile", "remove", "delhi").code == 0
    assert kept_tokens() == []


@pytest.mark.parametrize("store", ["Small", "Cutting"])
def test_a_token_that_does_not_fit_counts_as_no_key_store(store: str, capsys: Capture, choose: Choose) -> None:
    choose(store)
    long = "t0" * 641
    Path("long.txt").write_text(long)
    ran = add(capsys, "--token-file", "long.txt")
    assert_refused(ran, "1,282 characters", "--token-file FILE")
    assert (long[:20] in ran.err, kept_tokens(), PROFILES.exists()) == (False, [], False)
    Path("long.txt").write_text(long[:1280])
    assert add(capsys, "--token-file", "long.txt").code == 0
    assert kept_tokens() == [long[:1280]]


def test_a_former_token_outlives_one_that_does_not_fit(capsys: Capture, choose: Choose) -> None:
    add(capsys)
    choose("Small")
    Path("long.txt").write_text("t0" * 641)
    assert add(capsys, "--token-file", "long.txt", "--replace").code == 2
    assert kept_tokens() == [TOKEN]


def test_of_several_stores_the_safe_one_is_used(capsys: Capture, choose: Choose, server: RawServer) -> None:
    choose("Chained")
    assert add(capsys, "--base-url", server.url).code == 0
    assert (kept_tokens(), Path("plain.json").exists()) == ([TOKEN], False)
    choose("Steady")
    assert send(capsys).code == 0


# --- the file ---------------------------------------------------------------------------------------------------------

DAMAGED: dict[str, tuple[bytes, str]] = {
    "no TOML": (b"[delhi\n", "no TOML"),
    "binary": (b"\xff\xfe\x00", "no text in UTF-8"),
    "huge": (b"#" * (1 << 20) + b"##", "too large"),
    "no table": (b'delhi = "https://api.acefone.in"\n', "'delhi' is no table"),
    "no address": (b"[delhi]\nrate = 3\n", "delhi has no base_url"),
    "a slip": (b'[delhi]\nbase_url = "https://x.example"\nratee = 3\n', "'ratee', which is not known"),
    "a token": (b'[delhi]\nbase_url = "https://x.io"\ntoken = "S3CRET.of-the_floor"\n', "'token', which is not known"),
    "no rate": (b'[delhi]\nbase_url = "https://x.example"\nrate = "fast"\n', "a value of rate"),
    "a rate below 0": (b'[delhi]\nbase_url = "https://x.example"\nrate = -1\n', "a value of rate"),
    "a yes for a rate": (b'[delhi]\nbase_url = "https://x.example"\nrate = true\n', "a value of rate"),
    "no form": (b'[delhi]\nbase_url = "https://x.example"\nauth = "basic"\n', "a value of auth"),
    "a number for an address": (b"[delhi]\nbase_url = 3\n", "a value of base_url"),
    "one name twice": (b'[delhi]\nbase_url = "https://x"\n[Delhi]\nbase_url = "https://y"\n', "one name"),
    "no name": (b'["new delhi"]\nbase_url = "https://x"\n', "'new delhi' is no name"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize(
    "words",
    [("sheet.csv", "--profile", "delhi"), ("profile", "list"), ("profile", "add", "x", "--token-file", "token.txt")],
    ids=["a run", "list", "add"],
)
def test_a_damaged_file_is_one_clear_sentence_and_stays_as_it_is(
    content: bytes, said: str, words: tuple[str, ...], capsys: Capture
) -> None:
    PROFILES.parent.mkdir()
    PROFILES.write_bytes(content)
    assert_refused(run_exactly(capsys, *words), "profiles.toml", said)
    assert (PROFILES.read_bytes(), kept_tokens()) == (content, [])


def test_a_file_that_can_not_be_read_is_told(capsys: Capture) -> None:
    PROFILES.mkdir(parents=True)
    assert_refused(run_exactly(capsys, "profile", "list"), "profiles.toml can not be read")


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_where_the_file_can_not_be_written_no_token_is_left(capsys: Capture) -> None:
    PROFILES.parent.mkdir()
    PROFILES.symlink_to("a-disk-that-is-gone/profiles.toml")
    assert_refused(add(capsys), "can not be kept in", "BATCH_UPDATE_CONFIG")
    assert kept_tokens() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder private by itself")
def test_the_file_is_private_and_nothing_else_is_left(capsys: Capture) -> None:
    add(capsys)
    assert sorted(path.name for path in PROFILES.parent.iterdir()) == ["profiles.toml", "profiles.toml.lock"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (PROFILES.parent, PROFILES)] == [0o700, 0o600]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_to_where_a_person_keeps_such_files_stays_one(capsys: Capture) -> None:
    PROFILES.parent.mkdir()
    Path("dotfiles").mkdir()
    PROFILES.symlink_to(Path("dotfiles/profiles.toml").absolute())
    add(capsys)
    assert (PROFILES.is_symlink(), "[delhi]" in Path("dotfiles/profiles.toml").read_text()) == (True, True)


def test_while_another_program_changes_the_file_it_is_left_alone(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "PATIENCE", 0)
    with profiles.hold_profiles(PROFILES.parent):
        assert_refused(add(capsys), "Another program is changing the profiles")
    assert (kept_tokens(), add(capsys).code) == ([], 0)


def test_several_programs_at_once_lose_no_profile(capsys: Capture) -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    words = [sys.executable, "-m", "batch_update", "profile", "add"]
    started = [
        subprocess.Popen([*words, f"p{number}", "--token-file", "token.txt"], env=environ, stdout=subprocess.DEVNULL)
        for number in range(5)
    ]
    assert [process.wait(60) for process in started] == [0] * 5
    names = [json.loads(line)["profile"] for line in run_exactly(capsys, "profile", "list", "--json").out.splitlines()]
    assert sorted(names) == ["p0", "p1", "p2", "p3", "p4"]
    assert kept_tokens() == [TOKEN] * 5


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["--help"], ["sheet.csv", "--check"], ["sheet.csv", "--sandbox"]], ids=" ".join)
def test_without_a_profile_nothing_of_it_is_imported(words: list[str]) -> None:
    script = (
        "import sys; from batch_update.cli import main; main(sys.argv[1:])\n"
        "known = {'keyring', 'tomllib', 'tomlkit', 'batch_update.accounts'} & set(sys.modules)\n"
        "print('imported:', *known)"
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", script, *words], env=environ, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "imported:"
