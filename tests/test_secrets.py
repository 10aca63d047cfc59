"""The token is in nothing that a run writes, whatever the API does with it; and no foreign text steers anything."""

from __future__ import annotations

import os
import re
import signal
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from support.commands import read_workbook, run, write_csv
from support.programs import start_program
from support.raw_server import STALL, RawServer, Reply, raw, reply, yes

from batch_update.sending import answers

Capture = pytest.CaptureFixture[str]
TOKEN = "S3CRET/of+the=floor.aB9-_x"  # with what JSON, HTML and URLs escape
START, END = TOKEN[:10], TOKEN[-10:]  # a part of it would be enough to look for
THREE = [{"id": str(number), "name": "x"} for number in range(1, 4)]


@pytest.fixture(autouse=True)
def _everything_written_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temp").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("ACEFONE_TOKEN", TOKEN)


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, workbooks part by part."""
    for path in folder.rglob("*"):
        if path.is_dir() or path.suffix == ".token":
            continue
        yield path.name, path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                yield from ((f"{path.name}/{part}", parts.read(part)) for part in parts.namelist())


def assert_no_token(folder: Path, **streams: str) -> None:
    """Neither the token nor a good part of it is anywhere, whatever the letters."""
    for name, content in [*written(folder), *((name, text.encode()) for name, text in streams.items())]:
        for part in (START, END, START.replace("/", "\\/")):
            for encoding in ("utf-8", "utf-16-le"):
                assert part.lower().encode(encoding) not in content.lower(), f"{name} holds the token"


# --- what the API may do with it --------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 422 No\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n"
ECHOES: Mapping[str, Reply] = {
    "takes it": yes(),
    "refuses it by name": reply(401, {"message": f"The token {TOKEN} has expired."}),
    "escapes it as PHP does": reply(401, (f'{{"message": "bad {TOKEN}"}}').replace("/", "\\/").encode()),
    "names it in HTML": reply(502, f"<html><body>Bad: {TOKEN.replace('+', '&#43;')}, {TOKEN}</body></html>"),
    "gives the header back": reply(422, {"name": [f"Authorization: Bearer {TOKEN}"], "headers": {"auth": TOKEN}}),
    "makes a field of it": reply(422, {TOKEN: f"{TOKEN} is no field"}),
    "says yes with it": yes(Message=f"Updated by {TOKEN}"),
    "answers in UTF-16": reply(400, f"no: {TOKEN}".encode("utf-16"), {"content-type": "text/plain; charset=utf-16"}),
    "breaks off within it": raw(HEAD + b'{"message": "no ' + TOKEN[:15].encode()),
    "says something else": reply(200, f"Log in, {TOKEN}"),
    "hides it behind a redirect": reply(302, b"", {"location": f"https://{START}.example/?t={TOKEN}"}),
    "does not know it": reply(403, {"message": f"not a valid key=value pair in Authorization header: '{TOKEN}'."}),
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_a_token_that_comes_back_is_written_nowhere(echo: Reply, tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)
    with RawServer([echo]) as server:
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--attempts", "1", "--concurrency", "1")
        ran = run(capsys, *words, "--verbose")
        assert server.seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    again = run(capsys, "results", "last", "again.xlsx")
    listed = run(capsys, "runs")
    assert again.code == 0
    assert_no_token(
        tmp_path, out=ran.out, err=ran.err, again=again.out, listed=listed.out,
        shown="\n".join(str(row) for sheet in read_workbook(Path("again.xlsx")).values() for row in sheet),
    )  # fmt: skip


def test_an_answer_is_told_all_the_same(capsys: Capture) -> None:
    write_csv(Path("sheet.csv"), *THREE)
    with RawServer([ECHOES["refuses it by name"]]) as server:
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--concurrency", "1")
    assert "The token *** has expired." in ran.out


def test_an_api_that_is_not_there_gets_no_token(tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)
    with RawServer([yes()]) as server:
        url = server.url
    ran = run(capsys, "sheet.csv", "--base-url", url, "--rate", "0", "--attempts", "1", "--verbose")
    assert (ran.code, "FAILED" in ran.out) == (1, True)
    assert_no_token(tmp_path, out=ran.out, err=ran.err)


def test_a_redirect_is_not_followed(tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)
    with RawServer([yes()]) as elsewhere:
        away = [reply(status, b"", {"location": f"{elsewhere.url}/v1/dialer/campaign/1"}) for status in (301, 302, 307)]
        with RawServer(away) as server:
            words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--json")
            ran = run(capsys, *words)
        assert (ran.totals["rejected"], server.count, elsewhere.count, elsewhere.seen) == (3, 3, 0, [])
    assert_no_token(tmp_path, out=ran.out, err=ran.err)


ELSEWHERE = ["http://api.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "ftp://127.0.0.1",
             f"https://{TOKEN.replace('/', '_')}@api.example.com"]  # fmt: skip


@pytest.mark.parametrize("url", ELSEWHERE)
def test_an_address_that_would_give_the_token_away_is_refused(url: str, tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)
    ran = run(capsys, "sheet.csv", "--base-url", url)
    assert (ran.code, ran.out, list(tmp_path.glob("*.results.xlsx"))) == (2, "", [])
    assert_no_token(tmp_path / "state", err=ran.err)


@pytest.mark.parametrize("token", [f"{TOKEN}\r\nX-Other: 1", f"{TOKEN} {TOKEN}", f"{TOKEN}\u0926", f"{TOKEN}\x1b[31m"])
def test_what_can_not_be_a_token_is_not_repeated(token: str, tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)
    (tmp_path / "my.token").write_text(token, encoding="utf-8", newline="")
    ran = run(capsys, "sheet.csv", "--token-file", "my.token")
    assert (ran.code, ran.out) == (2, "")
    assert_no_token(tmp_path, err=ran.err)


@pytest.mark.parametrize("verbose", [["--verbose"], []], ids=["verbose", "as usual"])
def test_a_fault_of_the_program_does_not_tell_it(
    verbose: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    write_csv(tmp_path / "sheet.csv", *THREE)

    def judge(*_: object, **__: object) -> answers.Judgement:
        raise RuntimeError(f"headers={{'Authorization': 'Bearer {TOKEN}'}}")

    monkeypatch.setattr("batch_update.sending.exchange.judge", judge)
    with RawServer([yes()]) as server:
        ran = run(capsys, "sheet.csv", "--base-url", server.url, *verbose)
    assert ran.code == 3
    assert ("Traceback" in ran.err) is bool(verbose)
    assert_no_token(tmp_path, out=ran.out, err=ran.err)


@pytest.mark.skipif(os.name != "posix", reason="kill as on Linux and macOS")
def test_a_killed_run_leaves_it_in_no_file(tmp_path: Path) -> None:
    """Not in the write-ahead log either, which a run that ends well takes away."""
    write_csv(tmp_path / "sheet.csv", *THREE)
    with RawServer([ECHOES["gives the header back"], STALL]) as server:
        program = start_program(tmp_path, "run", "sheet.csv", "--concurrency", "1", "--base-url", server.url)
        program.wait_until(lambda: server.count == 2)
        program.tell(signal.SIGKILL)
        ended = program.wait()
    assert [name for name, _ in written(tmp_path / "state") if name.endswith("-wal")]
    assert_no_token(tmp_path, out=ended.out, err=ended.err)


def test_it_is_in_no_process_list(tmp_path: Path) -> None:
    proc = Path("/proc")
    if not (proc / "self" / "cmdline").exists():
        pytest.skip("process lists as on Linux")
    write_csv(tmp_path / "sheet.csv", *THREE)
    (tmp_path / "my.token").write_text(TOKEN, encoding="utf-8")
    with RawServer([replace(yes(), before=0.05)]) as server:
        words = ("sheet.csv", "--base-url", server.url, "--token-file", "my.token")
        program = start_program(tmp_path, "run", *words, environ={"ACEFONE_TOKEN": ""})
        program.wait_until(lambda: server.count > 0)
        command = (proc / str(program.process.pid) / "cmdline").read_bytes()
        environ = (proc / str(program.process.pid) / "environ").read_bytes()
        assert program.wait().code == 0
    assert TOKEN.encode() not in command + environ


# --- foreign text -----------------------------------------------------------------------------------------------------

STEERING = "\x1b]0;evil\x07\x1b[2J\x9b31m"
NAMES = ["[/red]", "[red]x", "=cmd|'/c calc'!A0", "+1+1", "@SUM(A1)", "{=1}", "http://evil.example", f"a{STEERING}b"]


def test_names_from_a_sheet_and_texts_of_the_api_are_shown_as_they_are(tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *({"id": str(place), "name": name} for place, name in enumerate(NAMES, 1)))
    with RawServer([reply(422, {"name": f"{name} is taken"}) for name in NAMES]) as server:
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--verbose")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", ran.out + ran.err)
    tables = read_workbook(Path("sheet.results.xlsx"))
    plain = NAMES[:-1]
    assert [row["name"] for row in tables["Results"]][: len(plain)] == plain
    assert [row["name"] for row in tables["To fix"]][: len(plain)] == plain
    assert all(f"{name} is taken" in row["Message"] for name, row in zip(plain, tables["Results"], strict=False))
    assert_nothing_is_live(Path("sheet.results.xlsx"))


def assert_nothing_is_live(path: Path) -> None:
    """No cell is a formula, and no link leads out of the workbook."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", cell.coordinate
            assert cell.hyperlink is None or not cell.hyperlink.target, cell.coordinate


@pytest.mark.skipif(os.name != "posix", reason="a terminal as on Linux and macOS")
def test_names_do_not_steer_a_terminal(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *({"id": str(place), "name": name} for place, name in enumerate(NAMES, 1)))
    keyboard, screen = os.openpty()
    with RawServer([reply(422, {"name": f"{name} is taken"}) for name in NAMES]) as server:
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--yes")
        program = start_program(tmp_path, "run", *words, terminal=screen)
        program.process.wait(30)
    os.close(screen)
    shown = os.read(keyboard, 65536)
    os.close(keyboard)
    ended = program.wait()
    assert ended.code == 1, shown
    assert b"evil" not in shown + ended.out.encode() or b"\x1b]0" not in shown + ended.out.encode()
    assert b"\x1b[2J" not in shown + ended.out.encode()


LEADING_OUT = ["../agent/9", "%2e%2e", "..", "a?x=1", "a#f", "a/b", "a\\b", "1\r\nX: y", "a b", "." * 3]


def test_ids_that_would_leave_the_campaigns_path_are_never_sent(tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "sheet.csv", *({"id": bad, "name": "x"} for bad in LEADING_OUT), {"id": "7", "name": "x"})
    with RawServer([yes()]) as server:
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0", "--json")
    assert [seen.path for seen in server.seen] == ["/v1/dialer/campaign/7"]
    assert (ran.totals["invalid"], ran.totals["updated"]) == (len(LEADING_OUT), 1)
