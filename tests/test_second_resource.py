"""A second resource is a second folder and nothing else: agents go through the whole program as campaigns do.

All that is expected is written by hand; the folder is `support/agents`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from support.agents import AGENT
from support.commands import Table, read_workbook
from support.listening import Listener
from support.raw_server import RawServer, Seen, reply, yes

from batch_update.errors import HeaderError, SheetError
from batch_update.resource import Field, JsonType, Kind, Limit
from batch_update.run.pipeline import update_sheet
from batch_update.run.so_far import RunSoFar
from batch_update.runs import RunResult
from batch_update.sandbox.refusals import find_faults
from batch_update.settings import Settings, Token, Verify
from batch_update.sheets.writing.template import write_template

HEADER = ("Agent No", "full_name", "Device *", "extension", "Owner")
GOOD = [(41, "Asha Rao", "1 - Mobile", None, "Delhi"), ("042", "<clear>", None, 207, None)]
SENT = [
    ("PUT", "/v1/agents/41", b'{"full_name":"Asha Rao","device":"1"}'),
    ("PUT", "/v1/agents/042", b'{"full_name":"","extension":"207"}'),
]


def write_sheet(path: Path, *rows: Sequence[object], worksheet: str = "Agents", header: Sequence[str] = HEADER) -> Path:
    """A workbook whose first worksheet would do as well, but has another name than the resource's."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "Campaigns"
    for page in (workbook.worksheets[0], workbook.create_sheet(worksheet)):
        page.append(list(header))
    for row in rows:
        page.append(list(row))
    workbook.save(path)
    return path


def update(sheet: Path, *, base_url: str = "", audience: Listener | None = None) -> RunResult:
    """Update the agents of a sheet: at this address, else those of the stand-in."""
    result = update_sheet(
        Settings(
            sheet=sheet, results=sheet.with_name(f"of-{sheet.name}"), base_url=base_url, sandbox=not base_url,
            ask=False, rate=0, concurrency=1, verify=Verify.NONE,
        ),
        resource=AGENT,
        find_token=lambda: Token("a-token-of-no-account"),
        state=sheet.parent / "state",
        audience=audience or Listener(),
        so_far=RunSoFar(),
    )  # fmt: skip
    assert result is not None
    return result


def requests_of(server: RawServer) -> list[tuple[str, str, bytes]]:
    """What came over the wire."""

    def parts(seen: Seen) -> tuple[str, str, bytes]:
        return seen.method, seen.path, seen.body

    return list(map(parts, server.seen))


def results_of(result: RunResult) -> dict[str, Table]:
    """The pages of the results workbook."""
    assert result.results is not None
    return read_workbook(result.results)


def problems_of(result: RunResult) -> list[tuple[str, str, str]]:
    """Cell, code and message of each line of `Errors`."""
    return [(line["Cell"], line["Code"], line["Problem"]) for line in results_of(result)["Errors"]]


# --- what is sent, and what came of it --------------------------------------------------------------------------------


def test_its_rows_are_sent_to_its_own_path_byte_for_byte(tmp_path: Path) -> None:
    audience = Listener()
    with RawServer([yes()]) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", *GOOD), base_url=server.url, audience=audience)
    assert (requests_of(server), result.exit_code) == (SENT, 0)
    assert 'Your column "Agent No" (A) is taken for agent_id.' in " ".join(audience.said)


def test_its_results_tell_each_row_in_the_sheets_own_columns(tmp_path: Path) -> None:
    with RawServer([yes()], by_path={"042": [reply(404, {"message": "No such agent"})]}) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", *GOOD), base_url=server.url)
    lines = [(line["Row"], line["Status"], line["Agent No"], line["Owner"]) for line in results_of(result)["Results"]]
    assert lines == [(2, "UPDATED", "41", "Delhi"), (3, "REJECTED", "042", None)]
    (fix,) = results_of(result)["To fix"]
    assert [fix[name] for name in HEADER] == ["042", "<clear>", None, "207", None]


def test_an_id_that_the_api_does_not_know_is_told_at_its_cell(tmp_path: Path) -> None:
    with RawServer([reply(404, {"message": "No such agent"})]) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", GOOD[0]), base_url=server.url)
    assert [(cell, code) for cell, code, _ in problems_of(result)] == [("A2", "api-not-found")]


def test_a_row_corrected_on_to_fix_is_sent_with_the_next_run(tmp_path: Path) -> None:
    with RawServer([yes()]) as server:
        first = update(write_sheet(tmp_path / "a.xlsx", GOOD[0], (43, "Ravi", "2", None)), base_url=server.url)
        assert first.results is not None
        workbook = openpyxl.load_workbook(first.results)
        workbook["To fix"]["G2"] = "208"
        workbook.save(tmp_path / "corrected.xlsx")
        second = update(tmp_path / "corrected.xlsx", base_url=server.url)
    corrected = ("PUT", "/v1/agents/43", b'{"full_name":"Ravi","device":"2","extension":"208"}')
    assert (requests_of(server), second.exit_code) == ([SENT[0], corrected], 0)


def test_the_stand_in_answers_for_it_as_well(tmp_path: Path) -> None:
    result = update(write_sheet(tmp_path / "a.xlsx", GOOD[0], (900404, None, "Extension", 207)))
    lines = [(line["Status"], line["HTTP status"]) for line in results_of(result)["Results"]]
    assert lines == [("UPDATED", 200), ("REJECTED", 404)]


SKILLS = Field(
    name="skills", example="7:2", meaning="What the agent can do, and how well",
    limit=Limit(part="is_main", most=1, counted="main skills"),
    kind=Kind(
        name="skills", json_type=JsonType.OBJECTS, may_hold="id:main", cleared=[], read=lambda _value, _field: [],
        parts={"skill": range(100), "is_main": range(2)},
    ),
)  # fmt: skip
REFUSED: dict[str, tuple[object, str]] = {
    "too many of one part": (
        [{"skill": 7, "is_main": 1}, {"skill": 8, "is_main": 1}], "The skills may not have more than 1 main skills."
    ),
    "another part": ([{"skill": 7, "level": 1}], "The skills must be of type array of objects."),
    "a number out of range": ([{"skill": 7, "is_main": 2}], "The skills must be of type array of objects."),
}  # fmt: skip


@pytest.mark.parametrize(("value", "fault"), REFUSED.values(), ids=REFUSED)
def test_the_stand_in_takes_its_limits_from_the_table(value: object, fault: str) -> None:
    assert find_faults({"skills": SKILLS}, {"skills": value}) == {"skills": fault}


def test_the_stand_in_takes_what_is_within_them() -> None:
    within = [{"skill": 7, "is_main": 1}, {"skill": 8, "is_main": 0}]
    assert find_faults({"skills": SKILLS}, {"skills": within}) == {}


# --- what is wrong with a row -----------------------------------------------------------------------------------------

WRONG: dict[str, tuple[Sequence[object], tuple[str, str, str]]] = {
    "no id": (
        (None, "Asha", None, None),
        ("A2", "id-missing", "The agent id is missing, so it is not known which agent the row is for."),
    ),
    "a line of totals": (
        ("Total", "Asha", None, None),
        ("A2", "not-an-id", "An agent id is expected here: digits, without spaces, dots or slashes."),
    ),
    "nothing to change": (
        (41, None, None, None, "Delhi"),
        ("row 2", "nothing-to-change", "The row changes nothing: every field is blank."),
    ),
    "an error cell": (
        (41, "#N/A", None, None),
        ("B2", "error-cell", "The cell shows a spreadsheet error instead of a value."),
    ),
    "a formula without a result": (
        (41, None, None, "=200+7"),
        ("D2", "formula-not-calculated",
         "The cell holds a formula whose result was never saved, so its value is not known."),
    ),
    "no choice": (
        (41, None, 3, None),
        ("C2", "not-a-choice", "This is not one of the choices: 1 - Mobile, 2 - Extension."),
    ),
    "a choice emptied": (
        (41, None, "<clear>", None),
        ("C2", "can-not-be-cleared", "device can not be emptied; it always has a value."),
    ),
    "nearly the word that empties": (
        (41, "<claer>", None, None),
        ("B2", "nearly-clear",
         "This is nearly the word that empties a field, and would be sent as if it were a value."),
    ),
    "a field that another one needs": (
        (41, None, "Extension", None),
        ("D2", "needed-field-missing", "extension is needed because device is 2 - Extension."),
    ),
    "its own rule": ((41, None, None, 20), ("D2", "short-extension", "An extension has three digits or more.")),
}  # fmt: skip


@pytest.mark.parametrize(("row", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_told_at_its_cell_and_not_sent(
    row: Sequence[object], problem: tuple[str, str, str], tmp_path: Path
) -> None:
    with RawServer([yes()]) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", row), base_url=server.url)
    assert (problems_of(result), server.count, result.exit_code) == ([problem], 0, 1)


def test_an_agent_that_is_there_twice_is_sent_neither_time(tmp_path: Path) -> None:
    rows = [("041", "Asha", None, None), *GOOD[1:], (41, "Usha", None, None)]
    with RawServer([yes()]) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", *rows), base_url=server.url)
    said = "The same agent is in the sheet more than once; each agent may have one row."
    found = [problem for problem in problems_of(result) if problem[1] == "agent-twice"]
    assert (found, requests_of(server)) == ([("A2", "agent-twice", said), ("A4", "agent-twice", said)], SENT[1:])


def test_emptying_what_no_agent_can_be_without_is_said(tmp_path: Path) -> None:
    with RawServer([yes()]) as server:
        result = update(write_sheet(tmp_path / "a.xlsx", GOOD[1]), base_url=server.url)
    said = "No agent can be made without full_name, so emptying it may be refused."
    assert problems_of(result) == [("B2", "needed-field-cleared", said)]


# --- what is wrong with the sheet -------------------------------------------------------------------------------------


def test_a_sheet_without_its_ids_is_refused_in_its_own_words(tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path / "a.xlsx", ("Asha", "1"), header=("full_name", "device"))
    with pytest.raises(HeaderError, match="Add a column `agent_id` that holds the id of each agent"):
        update(sheet)


def test_a_slip_of_one_of_its_headers_is_refused_with_the_name_it_is_near(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="D1 'extention' is not a column name"):
        update(write_sheet(tmp_path / "a.xlsx", *GOOD, header=("agent_id", "full_name", "device", "extention")))


def test_its_template_is_a_sheet_to_fill_in(tmp_path: Path) -> None:
    write_template(tmp_path / "agents.xlsx", AGENT)
    with pytest.raises(SheetError, match="Fill in one row for each agent, and save"):
        update(tmp_path / "agents.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "agents.xlsx")
    workbook["Agents"].append([41, "Asha Rao", "1 - Mobile"])
    workbook.save(tmp_path / "filled.xlsx")
    with RawServer([yes()]) as server:
        update(tmp_path / "filled.xlsx", base_url=server.url)
    assert requests_of(server) == SENT[:1]
