"""`undo`: what it is told that can not be done, and an account that can not be asked. Nothing is written then."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commands import write_csv
from support.editing import table_of
from support.pulled_account import Account, make_campaigns
from support.served_account import FORBIDDEN
from support.undoing import put_back, send, undo

pytestmark = pytest.mark.usefixtures("token")
ONE = {"id": "281", "name": "One"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["20200101"], "20200101", id="no such run"),
        pytest.param(["plan-20261127-081500"], "plan-20261127-081500 sent nothing", id="a plan"),
        pytest.param(["check-20261127-081500"], "check-20261127-081500 sent nothing", id="a check"),
        pytest.param(["last", "back.csv"], "name it back.xlsx", id="no workbook"),
        pytest.param(["last", "--profile", "delhi"], "leave --profile out.", id="another profile"),
        pytest.param(["last", "--base-url", "http://127.0.0.1:1"], "--base-url", id="another address"),
        pytest.param([], "RUN", id="no run named"),
        pytest.param(["last", "nowhere/back.xlsx"], "There is no folder nowhere", id="no folder"),
    ],
)
def test_a_slip_costs_no_request(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        account.forget_story()
        undone = undo(capsys, *words)
        assert (undone.code, account.story) == (2, [])
    assert told in undone.err
    assert not list(Path().glob("*.undo*"))


def test_without_any_run_there_is_nothing_to_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert undo(capsys, "last").code == 2


@pytest.mark.parametrize(
    ("row", "verify", "told"),
    [
        pytest.param(ONE, "none", "did not read the campaigns before it sent them", id="nothing was read"),
        pytest.param({"id": "999", "name": "One"}, "all", "changed no campaign", id="nothing was taken"),
        pytest.param({"id": "281", "name": "Offer 281"}, "first", "shows no change", id="nothing was changed"),
    ],
)
def test_a_run_that_changed_nothing_that_is_known_has_no_way_back(
    row: dict[str, str], verify: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, row, verify=verify)
        account.forget_story()
        undone = undo(capsys, "last")
        assert (undone.code, account.story) == (2, [])
    assert told in undone.err


def test_when_all_is_back_there_is_no_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        run = send(account, capsys, ONE).totals["run"]
        undo(capsys, run)
        put_back(account, capsys)
        Path("campaigns.undo.xlsx").unlink()
        again = undo(capsys, run)
    assert again.code == 2
    assert "has its former value already" in again.err
    assert not Path("campaigns.undo.xlsx").exists()


def test_three_campaigns_tell_that_none_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = range(1, 31)
    with Account(campaigns=make_campaigns(*numbers)) as account:
        send(account, capsys, *({"id": str(number), "name": "x"} for number in numbers))
        account.forget_story()
        account.answers = {"GET": FORBIDDEN}
        undone = undo(capsys, "last")
    assert undone.code == 1
    assert "Nothing was written." in undone.err
    assert account.count("GET") == 3
    assert not Path("campaigns.undo.xlsx").exists()


def test_campaigns_that_are_gone_are_each_left_out_however_many(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = range(1, 6)
    with Account(campaigns=make_campaigns(*numbers)) as account:
        send(account, capsys, *({"id": str(number), "name": "x"} for number in numbers))
        account.campaigns.clear()
        undone = undo(capsys, "last")
    assert undone.code == 1
    told = [(line["id"], line["Why"]) for line in table_of(Path("campaigns.undo.xlsx"), "Left out")]
    assert told == [(str(number), "The campaign can not be found any more.") for number in numbers]


def test_a_refused_token_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        account.token = "another"
        account.forget_story()
        undone = undo(capsys, "last")
        assert (undone.code, account.story) == (3, ["GET 281"])
    assert "Make a new token" in undone.err
    assert "--resume" not in undone.err
    assert not Path("campaigns.undo.xlsx").exists()


def test_without_a_token_nothing_is_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        monkeypatch.delenv("ACEFONE_TOKEN")
        account.forget_story()
        undone = undo(capsys, "last")
        assert (undone.code, account.story) == (2, [])
    assert "--token-file" in undone.err
    assert not {"--sandbox", "--check"} & set(undone.err.replace(",", " ").replace(".", " ").split())


def test_the_address_is_the_runs_own_whatever_the_environment_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Account(campaigns=make_campaigns(281)) as account, Account(campaigns=make_campaigns(281)) as other:
        send(account, capsys, ONE)
        monkeypatch.setenv("ACEFONE_BASE_URL", other.url)
        account.forget_story()
        assert undo(capsys, "last").code == 0
        assert (account.story, other.story) == (["GET 281"], [])


def test_a_file_that_is_there_is_never_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    mine = write_csv(Path("mine.xlsx"), ONE)
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        files = [undo(capsys, "last", *words, "--json").totals["file"] for words in ([], [], [mine], ["mine"])]
    assert [Path(file).name for file in files] == [
        "campaigns.undo.xlsx", "campaigns.undo-2.xlsx", "mine-2.xlsx", "mine-3.xlsx",
    ]  # fmt: skip
    assert mine.read_text(encoding="utf-8").startswith('"id"')
