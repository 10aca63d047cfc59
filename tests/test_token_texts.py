"""A token as people keep it, in a file, the environment or `.env`: taken whole, or refused without being shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.raw_server import RawServer, yes

from batch_update.errors import TokenError
from batch_update.sending import check_token

Capture = pytest.CaptureFixture[str]
TOKEN = "eyJ0eXAi.Oi-J_KV1/Qi+LCJh=="
KEPT = {
    "bare": "{}",
    "with spaces and line ends": "\r\n  {} \r\n\r\n",
    "in straight quotes": '"{}"',
    "in single quotes": "'{}'",
    "in curly quotes": "“{}”",
    "in low quotes": "„{}“",
    "in backquotes": "`{}`",
    "in a code block": "```\n{}\n```",
    "behind Bearer": "Bearer {}",
    "behind Bearer, in quotes": '"Bearer {}"',
    "quoted behind Bearer": 'Bearer "{}"',
    "as a setting": "ACEFONE_TOKEN={}",
    "as a setting in quotes": 'ACEFONE_TOKEN = "{}"',
    "as a shell has it": 'export ACEFONE_TOKEN="{}"',
    "as a shell has it, with a remark": "export ACEFONE_TOKEN='{}'  # of the sales floor",
    "as a command prompt has it": "set ACEFONE_TOKEN={}",
    "as a command prompt has it, in quotes": 'set "ACEFONE_TOKEN={}"',
    "as PowerShell has it": '$env:ACEFONE_TOKEN = "{}"',
    "as setx has it": 'setx ACEFONE_TOKEN "{}"',
    "as a program has it": "const API_TOKEN = '{}';",
    "named": "token: {}",
    "named in words": "Acefone API token: {}",
    "named, on the next line": "API token:\n{}",
    "as YAML": 'access_token: "{}"',
    "as a header": "Authorization: Bearer {}",
    "as a bare header": "authorization: {}",
    "as curl has it": "curl -X PUT https://api.acefone.in/v1 -H 'Authorization: Bearer {}' \\\n  -d '{{}}'",
    "as the answer to a login": '{{"success":true,"access_token":"{}","token_type":"bearer","expires_in":3600}}',
    "as the answer to a login, deeper": '{{"data": {{"token": "{}"}}, "refresh_token": "other"}}',
    "as an object of headers": '{{"Authorization": "Bearer {}"}}',
    "below a remark": "# the sales floor's, made in May\n\n{}\n",
    "below a remark as Windows has it": "rem the sales floor's\r\n{}\r\n",
    "among other settings": "ACEFONE_BASE_URL=https://api.example\nACEFONE_TOKEN={}\nOTHER=1",
    "beside another program's": "GITHUB_TOKEN=other\nACEFONE_TOKEN={}",
    "with a mark that nobody sees": "\ufeff\u200b{}\u200b",
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_a_token_is_taken_out_of_what_is_round_it(kept: str) -> None:
    assert check_token(kept.format(TOKEN)).reveal() == TOKEN


@pytest.mark.parametrize(
    "token", ["abc", "12|aB3dE", "token7", "bearer7", "a.b.c", "YWJj==", "//8Aab", "S3C/of=the.floor", "x" * 3000]
)
def test_a_token_that_looks_like_something_else_is_one(token: str) -> None:
    assert check_token(token).reveal() == token


UNSURE = {
    "a quote that does not end": ('"hush', "quotes"),
    "a curly quote that does not end": ("“hush", "curly quotes"),
    "two tokens": ("hush1\nhush2", "more than one"),
    "two of the same name": ("ACEFONE_TOKEN=hush1\nACEFONE_TOKEN=hush2", "more than one"),
    "two in JSON": ('{"token": "hush1", "access_token": "hush2"}', "more than one"),
    "other words beside it": ("my token is hush", "other words beside it"),
    "a name that says nothing": ("KEY1=hush", "name is not known"),
    "JSON without one": ('{"message": "hush"}', "empty"),
    "JSON that is cut off": ('{"access_token": "hush', "looks like JSON"),
    "JSON that is deep": ("[" * 60_000, "looks like JSON"),
    "a formatted document": ("{\\rtf1\\ansi hush}", "formatted document"),
    "brackets": ("[hush", "JSON"),
    "a variable that was not filled in": ("$HUSH", "quotes or brackets"),
    "the example": ("<your hush token>", "an example"),
    "the example's words": ("YOUR_ACEFONE_TOKEN", "an example"),
    "hidden behind stars": ("hush****hush", "stars or dots"),
    "hidden behind dots": ("hush…", "stars or dots"),
    "a remark alone": ("# hush", "empty"),
    "a name alone": ("ACEFONE_TOKEN=", "empty"),
    "a web page": ("<html><body>hush</body></html>", "brackets|example"),
}


@pytest.mark.parametrize(("text", "says"), UNSURE.values(), ids=UNSURE)
def test_what_is_not_surely_the_token_is_refused_without_being_shown(text: str, says: str) -> None:
    with pytest.raises(TokenError, match=says) as caught:
        check_token(text)
    assert "hush" not in str(caught.value).casefold()


# --- through the whole program ----------------------------------------------------------------------------------------

ENCODINGS = {
    "UTF-8": TOKEN.encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + TOKEN.encode(),
    "UTF-16 of Windows": TOKEN.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + TOKEN.encode("utf-16-be"),
    "UTF-16 without a mark": TOKEN.encode("utf-16-le"),
    "UTF-16, big end first, without a mark": TOKEN.encode("utf-16-be"),
    "UTF-32": TOKEN.encode("utf-32"),
    "UTF-32 without a mark": TOKEN.encode("utf-32-le"),
    "a remark in Windows letters": b"# f\xfcr M\xfcller\r\n" + TOKEN.encode(),
}


def tokens_sent(capsys: Capture, *words: str) -> set[str]:
    """The tokens that a server was sent with the rows of a sheet."""
    write_csv(Path("sheet.csv"), {"id": "281", "name": "Diwali"})
    with RawServer([yes()]) as server:
        ran = run(capsys, "sheet.csv", "--base-url", server.url, *words)
    assert ran.code == 0, ran.err
    return {seen.headers["authorization"] for seen in server.seen}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_a_token_file_is_read_in_every_encoding(content: bytes, capsys: Capture) -> None:
    Path("token.txt").write_bytes(content)
    assert tokens_sent(capsys, "--token-file", "token.txt") == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_an_env_file_is_read_in_every_encoding(content: bytes, capsys: Capture) -> None:
    name = "ACEFONE_TOKEN='"
    encoding = {b"\xff\xfe": "utf-16", b"e\0": "utf-16-le", b"\0e": "utf-16-be"}.get(content[:2], "utf-8")
    Path(".env").write_bytes((name + TOKEN + "'\n").encode(encoding))
    assert tokens_sent(capsys) == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("kept", [f'"{TOKEN}"', f"Bearer {TOKEN}", f" {TOKEN}\n", f"ACEFONE_TOKEN={TOKEN}"])
def test_the_environment_is_cleaned_as_a_file_is(kept: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", kept)
    assert tokens_sent(capsys) == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("kept", [f"“{TOKEN}”", f'"Bearer {TOKEN}"', f"{TOKEN} # of the floor", f"'{TOKEN}'"])
def test_an_env_file_is_cleaned_as_a_file_is(kept: str, capsys: Capture) -> None:
    Path(".env").write_text(f"ACEFONE_TOKEN={kept}\n", encoding="utf-8")
    assert tokens_sent(capsys) == {f"Bearer {TOKEN}"}


def refuse(capsys: Capture, *words: str) -> str:
    """What is said of a run that must not start."""
    write_csv(Path("sheet.csv"), {"id": "281", "name": "Diwali"})
    with RawServer([yes()]) as server:
        ran = run(capsys, "sheet.csv", *(words or ("--base-url", server.url)))
    assert (ran.code, server.count) == (2, 0)
    return ran.err


def test_an_env_file_that_is_no_text_is_said(capsys: Capture) -> None:
    Path(".env").write_bytes(b"PK\x03\x04\0\0\xff\xfe\x81\x8d")
    assert ".env can not be read" in refuse(capsys)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file that its user may not read")
def test_an_env_file_that_may_not_be_read_is_said(capsys: Capture) -> None:
    Path(".env").write_text(f"ACEFONE_TOKEN={TOKEN}", encoding="utf-8")
    Path(".env").chmod(0)
    assert ".env can not be read" in refuse(capsys)


def test_an_env_file_whose_token_is_in_no_line_of_its_own_is_said(capsys: Capture) -> None:
    Path(".env").write_text(f"ACEFONE_TOKEN: {TOKEN}\n", encoding="utf-8")
    said = refuse(capsys)
    assert "names ACEFONE_TOKEN, but not in a line ACEFONE_TOKEN=…" in said
    assert TOKEN not in said


def test_an_env_file_that_can_not_be_read_may_name_another_address(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", TOKEN)
    Path(".env").write_bytes(b"\0\0\0\1")
    assert ".env can not be read" in refuse(capsys, "--yes")


def test_an_env_file_that_is_not_needed_may_be_anything(capsys: Capture) -> None:
    Path(".env").write_bytes(b"\0\0\0\1")
    write_csv(Path("sheet.csv"), {"id": "281", "name": "Diwali"})
    assert run(capsys, "sheet.csv", "--sandbox").code == 0
