"""`pull`: which requests it makes, what is in its workbook, what it says and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from support.commands import run_exactly, write_csv
from support.editing import cells_of, table_of
from support.pulled_account import BROKEN, LISTS, Account, make_campaigns
from support.served_account import FORBIDDEN, NOT_THERE, PORTAL, Answer

LOOKUPS = [f"GET {path}" for path in LISTS]
pytestmark = pytest.mark.usefixtures("token")


def test_pull_writes_a_row_for_each_campaign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        pulled = account.pull(capsys, "--json")
    assert pulled.code == 0
    totals = pulled.totals
    assert totals.pop("seconds") >= 0
    assert totals == {
        "file": "campaigns.xlsx", "campaigns": 3, "not_read": 0, "fields_read": 17, "requests": 12, "exit_code": 0,
    }  # fmt: skip
    cells = cells_of(tmp_path / "campaigns.xlsx")
    assert list(cells) == ["281", "282", "283"]
    assert {name: cells["281"][name] for name in (
        "name", "dial_method", "hide_lead_details", "outbound_caller_id", "disposition_list", "time_group",
        "lead_list_map", "manual_lead_list", "agent", "dial_status",
    )} == {
        "name": "Offer 281",
        "dial_method": "2 - Ratio",
        "hide_lead_details": "0 - No",
        "outbound_caller_id": "1759333 - +911140001234 Delhi desk",
        "disposition_list": "12 - Sales calls",
        "time_group": '21 - Day "long"',
        "lead_list_map": "1234 - North leads:1",
        "manual_lead_list": "1235 - South leads",
        "agent": "4817 - Asha; 4818 - Ravi",
        "dial_status": "0 - New; 3 - Not reachable",
    }  # fmt: skip


def test_a_list_that_says_everything_is_all_that_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(*range(1, 8)), paging="last_seen_id", page=3) as account:
        assert account.pull(capsys).code == 0
    assert account.story[:4] == ["GET list", "GET list", "GET list", "GET 1"]
    assert sorted(account.story[4:]) == sorted(LOOKUPS)


@pytest.mark.parametrize("paging", ["", "last_seen_id", "cursor"])
def test_a_list_that_says_little_is_followed_by_each_campaign(paging: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283), brief=True, paging=paging) as account:
        assert account.pull(capsys, "--json").totals["campaigns"] == 3
    assert [account.count(f"GET {number}") for number in (281, 282, 283)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        pytest.param("282,281", ["GET 282", "GET 281"], id="a list, in its order"),
        pytest.param("0282; 282", ["GET 282"], id="each once"),
        pytest.param("281-283", ["GET 281", "GET 282", "GET 283"], id="from one to another"),
        pytest.param("283, 281 - 282", ["GET 283", "GET 281", "GET 282"], id="both"),
    ],
)
def test_pull_of_some_ids_reads_no_list(asked: str, read: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        assert account.pull(capsys, "--ids", asked, "--rate", "20").code == 0  # else they may overtake each other
    assert account.story[: len(read)] == read
    assert sorted(account.story[len(read) :]) == sorted(LOOKUPS)


def test_the_ids_may_come_from_a_sheet_whatever_else_is_wrong_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = write_csv(tmp_path / "wanted.csv", {"id": "283", "dial_method": "nonsense"}, {"id": "281"}, {"id": "281"})
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        assert account.pull(capsys, "--ids", sheet).code == 0
    assert list(cells_of(tmp_path / "campaigns.xlsx")) == ["283", "281"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--ids", "281,two"], "'two' is neither an id nor a sheet", id="no id"),
        pytest.param(["--ids", "wrong.csv"], "wrong.csv has 1 row without a readable id: A3.", id="no id in a sheet"),
        pytest.param(["--ids", "there-is-none.xlsx"], "'there-is-none.xlsx' is neither", id="no sheet"),
        pytest.param(["--ids", ""], "--ids", id="nothing"),
        pytest.param(["--ids", "283-281"], "Write 281-283", id="backwards"),
        pytest.param(["--ids", "1-10001"], "more than 10,000 campaigns", id="too many"),
        pytest.param(["--fields", "dial_metod"], "dial_method", id="no field"),
        pytest.param(["nowhere/june.xlsx"], "There is no folder nowhere", id="no folder"),
        pytest.param(["june.csv"], "name it june.xlsx", id="no workbook"),
        pytest.param(["there.xlsx"], "there.xlsx is there already", id="a file that is there"),
    ],
)  # fmt: skip
def test_a_slip_costs_no_request(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.xlsx").write_bytes(b"somebody's work")
    write_csv(tmp_path / "wrong.csv", {"id": "281"}, {"id": "1.2E+15"})
    with Account(campaigns=make_campaigns(281)) as account:
        pulled = account.pull(capsys, *words)
    assert (pulled.code, account.story) == (2, [])
    assert told in pulled.err
    assert (tmp_path / "there.xlsx").read_bytes() == b"somebody's work"


def test_only_the_fields_asked_for_are_columns_and_only_their_lists_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        assert account.pull(capsys, "june", "--fields", "name,time_group").code == 0
    assert account.story == ["GET list", "GET 281", "GET /v1/timegroups"]
    assert list(cells_of(tmp_path / "june.xlsx")["281"]) == ["id", "name", "time_group", "_pulled"]


# --- what can not be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [
    pytest.param(FORBIDDEN, id="403"), pytest.param(NOT_THERE, id="404"), pytest.param(PORTAL, id="HTML"),
    pytest.param((405, {}), id="405"), pytest.param((200, {"data": "none"}), id="no known shape"),
])  # fmt: skip
def test_without_a_list_there_is_no_workbook_and_the_message_names_the_way(
    answer: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281), answers={"GET list": answer}) as account:
        pulled = account.pull(capsys)
    assert (pulled.code, account.story) == (1, ["GET list"])
    assert "The list of campaigns could not be read." in pulled.err
    assert "--ids 281,282" in pulled.err
    assert not (tmp_path / "campaigns.xlsx").exists()


def test_campaigns_that_can_not_be_read_are_named_and_the_others_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"GET 282": NOT_THERE, "GET 284": BROKEN}
    with Account(campaigns=make_campaigns(281, 282, 283, 284), brief=True, answers=answers) as account:
        pulled = account.pull(capsys, "--attempts", "1")
        totals = account.pull(capsys, "again.xlsx", "--attempts", "1", "--json").totals
    assert pulled.code == 1
    assert "Campaign 282 could not be read: there is no campaign of this id" in pulled.out
    assert "Campaign 284 could not be read: " in pulled.out
    assert list(cells_of(tmp_path / "campaigns.xlsx")) == ["281", "283"]
    assert (totals["campaigns"], totals["not_read"], totals["exit_code"]) == (2, 2, 1)


def test_three_campaigns_tell_that_none_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(*range(1, 301)), brief=True) as account:
        account.answers = {f"GET {number}": FORBIDDEN for number in range(1, 301)}
        pulled = account.pull(capsys)
    assert (pulled.code, account.story) == (1, ["GET list", "GET 1", "GET 2", "GET 3"])
    assert "No workbook was written." in pulled.err


@pytest.mark.parametrize("answer", [
    pytest.param(FORBIDDEN, id="403"), pytest.param(NOT_THERE, id="404"), pytest.param(PORTAL, id="HTML"),
])  # fmt: skip
def test_a_list_of_names_that_can_not_be_read_leaves_plain_ids(
    answer: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281), answers={"/v1/timegroups": answer}) as account:
        pulled = account.pull(capsys)
    assert pulled.code == 0
    assert "could not be read, so their ids have no names: Time groups." in pulled.out
    cells = cells_of(tmp_path / "campaigns.xlsx")["281"]
    assert (cells["time_group"], cells["disposition_list"]) == ("21", "12 - Sales calls")


def test_a_refused_token_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281), token="another") as account:
        pulled = account.pull(capsys)
    assert (pulled.code, account.story) == (3, ["GET list"])
    assert "a-secret-token" not in pulled.err
    assert 'Its words: "Unauthenticated." Make a new token in the panel' in " ".join(pulled.err.split())
    assert "--resume" not in pulled.err
    assert not (tmp_path / "campaigns.xlsx").exists()


def test_without_a_token_nothing_is_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACEFONE_TOKEN")
    with Account(campaigns=make_campaigns(281)) as account:
        pulled = account.pull(capsys)
        assert (pulled.code, account.story) == (2, [])
    assert "--sandbox" in pulled.err
    assert "--check" not in pulled.err


def test_an_account_without_campaigns_has_nothing_to_pull(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns={}) as account:
        pulled = account.pull(capsys)
    assert pulled.code == 1
    assert "The account has no campaign to pull." in pulled.err
    assert not (tmp_path / "campaigns.xlsx").exists()


ODD_ENTRIES: dict[str, tuple[object, str]] = {
    "no id": ({"name": "Nameless"}, "1 entry of the account's list has no id"),
    "an empty id": ({"id": "", "name": "Nameless"}, "1 entry of the account's list has no id"),
    "no object": ("282", "1 entry of the account's list has no id"),
    "an id that leads elsewhere": ({"id": "../9", "name": "Other"}, "Campaign ../9 could not be read: this is no id"),
}


@pytest.mark.parametrize(("entry", "told"), ODD_ENTRIES.values(), ids=ODD_ENTRIES)
def test_an_odd_entry_of_the_list_is_told_and_the_others_are_there(
    entry: object, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = (200, {"data": [*make_campaigns(281).values(), entry, *make_campaigns(283).values()]})
    with Account(campaigns=make_campaigns(281, 283), answers={"GET list": listed}) as account:
        pulled = account.pull(capsys)
        totals = account.pull(capsys, "again.xlsx", "--json").totals
    assert pulled.code == 1
    assert told in pulled.out
    assert list(cells_of(tmp_path / "campaigns.xlsx")) == ["281", "283"]
    assert (totals["campaigns"], totals["not_read"], totals["exit_code"]) == (2, 1, 1)


def test_a_list_whose_entries_have_no_id_is_not_called_empty(capsys: pytest.CaptureFixture[str]) -> None:
    listed = (200, {"data": [{"name": "Nameless"}]})
    with Account(campaigns=make_campaigns(281), answers={"GET list": listed}) as account:
        pulled = account.pull(capsys)
    assert pulled.code == 1
    assert "1 entry of the account's list has no id" in pulled.err


# --- what is in it ----------------------------------------------------------------------------------------------------


def test_names_are_shown_as_they_are_and_never_as_formulas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281, 282)
    campaigns["281"] |= {"name": "=cmd()", "disposition_list": "13", "time_group": "22", "lead_list_map": []}
    campaigns["282"] |= {"manual_lead_list": ["1238", "1236"], "disposition_list": "99"}
    with Account(campaigns=campaigns) as account:
        account.pull(capsys)
    cells = cells_of(tmp_path / "campaigns.xlsx")
    assert [cells["281"].get(name) for name in ("name", "disposition_list", "time_group", "lead_list_map")] == [
        "=cmd()", "13 - =cmd()", "22 - Night 🌙", None,
    ]  # fmt: skip
    assert [cells["282"][name] for name in ("manual_lead_list", "disposition_list")] == ["1238; 1236 - Festival", "99"]
    page = openpyxl.load_workbook(tmp_path / "campaigns.xlsx")["Campaigns"]
    assert {cell.data_type for line in page for cell in line if cell.value is not None} == {"s"}


def test_a_list_of_ten_thousand_entries_is_there_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [{"id": number, "name": f"Group {number}"} for number in range(1, 10_001)]
    with Account(campaigns=make_campaigns(281), lists={**LISTS, "/v1/timegroups": many}) as account:
        assert account.pull(capsys, "--fields", "name,time_group").code == 0
    lists = openpyxl.load_workbook(tmp_path / "campaigns.xlsx")["Lists"]
    told = {cell for line in lists.iter_rows(values_only=True) for cell in line}
    assert {"1 - Group 1", "10000 - Group 10000"} <= told


def test_two_thousand_campaigns_cost_the_pages_of_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(*range(1, 2001)), paging="cursor", page=500) as account:
        assert account.pull(capsys, "--json").totals["campaigns"] == 2000
    assert (account.count("GET list"), account.count("GET")) == (4, 4 + 1 + len(LOOKUPS))
    assert len(table_of(tmp_path / "campaigns.xlsx", "Campaigns")) == 2000


def test_a_key_that_nobody_has_is_a_folded_grey_column_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaigns = make_campaigns(281, 282)
    campaigns["282"]["dial_ratio"] = {"no": "known form"}
    with Account(campaigns=campaigns) as account:
        pulled = account.pull(capsys)
    assert "17 of 51 fields could be read; 34 are grey, and may hold a value." in pulled.out
    page = openpyxl.load_workbook(tmp_path / "campaigns.xlsx")["Campaigns"]
    letters = {str(cell.value): get_column_letter(cell.column or 0) for cell in page[1]}
    assert page.column_dimensions[letters["music_on_hold"]].hidden
    comment = page[f"{letters['dial_ratio']}3"].comment
    assert comment is not None
    assert "may hold a value" in comment.text


def test_pull_from_the_stand_in_needs_no_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACEFONE_TOKEN")
    pulled = run_exactly(capsys, "pull", "--sandbox", "--json")
    assert (pulled.code, json.loads(pulled.out)["campaigns"]) == (0, 20)
    assert len(cells_of(tmp_path / "campaigns.xlsx")) == 20


def test_a_pulled_sheet_that_nobody_edited_sends_and_asks_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        account.pull(capsys)
        account.forget_story()
        ran = account.run(capsys, tmp_path / "campaigns.xlsx", "--json")
    assert (ran.code, ran.totals["unchanged"], ran.totals["requests"], account.story) == (0, 3, 0, [])
    assert {row["Message"] for row in ran.results["Results"]} == {
        "Not sent: nothing was edited in this row since it was pulled."
    }
