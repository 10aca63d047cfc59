"""The whole journey in a real browser: every step as a person takes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from support.browsers import Person, name_of, needs_browser, serve_stand_in
from support.pages import ServedPage, csv_of

from batch_update.sandbox import Sandbox, SandboxOptions

pytestmark = needs_browser
SAMPLES = Path(__file__).parents[2] / "samples"
Open = Callable[..., Person]


def write_sheet(folder: Path, rows: int = 3, **more: str) -> Path:
    path = folder / "offers.csv"
    path.write_bytes(csv_of(rows, **more))
    return path


def aim_at(person: Person, sandbox: Sandbox) -> None:
    """Type the account of a stand-in that runs by itself."""
    person.page.get_by_label("An account, this time only").check()
    person.page.get_by_label("Address of the API").fill(sandbox.url)
    person.page.locator("main").get_by_label("Token", exact=True).fill(sandbox.token)


def reach_question(person: Person, sheet: Path, sandbox: Sandbox | None = None) -> None:
    person.gives(sheet)
    person.clicks("Choose where to send")
    person.sees("Where do the rows go?")
    person.button("Continue to the question").wait_for()
    if sandbox is not None:
        aim_at(person, sandbox)
    person.clicks("Continue to the question")


def test_the_whole_journey_with_the_keyboard_alone(person: Person, tmp_path: Path) -> None:
    keyboard = person.page.keyboard
    person.tabs_to("Choose a sheet")
    with person.page.expect_file_chooser() as chooser:
        keyboard.press("Enter")
    chooser.value.set_files(write_sheet(tmp_path))
    person.sees("The sheet is right")
    person.tabs_to("Choose where to send")
    keyboard.press("Enter")
    person.sees("Where do the rows go?")
    person.button("Continue to the question").wait_for()
    person.tabs_to("Try it out")
    person.tabs_to("Show the changes first")
    keyboard.press("Enter")
    person.sees("What would change")
    person.tabs_to("Continue to the question")
    keyboard.press("Enter")
    person.sees("Send them now?")
    person.tabs_to("Read every campaign back")
    keyboard.press("Space")
    person.reads("so that all could be undone.")
    person.tabs_to("Yes, send them now")
    keyboard.press("Enter")
    person.sees("All done")
    person.reads("All 3 rows updated.")
    person.tabs_to("Download the results")
    with person.page.expect_download() as saved:
        keyboard.press("Enter")
    assert saved.value.suggested_filename == "offers.results.xlsx"


def test_a_sheet_with_mistakes_is_corrected_and_run_again(person: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "offers.csv"
    sheet.write_bytes(b"id,name,ring_timeout\r\n281,Diwali,30\r\n282,Holi,soon\r\n283,Onam,later\r\n")
    person.gives(sheet)
    person.sees("Some rows need a correction")
    person.reads("A whole number of seconds is expected here: digits only.")
    person.page.get_by_label("Show only what has").fill("later")
    person.reads("1 shown.")
    assert person.page.locator("td.cell").all_inner_texts() == ["C4"]
    person.clicks("Send the valid rows")
    person.clicks("Continue to the question")
    person.clicks("Yes, send them now")
    person.sees("Sent, and some rows need you")
    results = person.saves("Download the results", tmp_path)
    workbook = openpyxl.load_workbook(results)
    to_fix = workbook["To fix"]
    (column,) = (cell.column for cell in to_fix[1] if cell.value == "ring_timeout")
    for row in (2, 3):
        to_fix.cell(row, column).value = "30"
    corrected = results.with_name("offers.results (1).xlsx")  # as a browser saves it for the second time
    workbook.save(corrected)
    person.gives(corrected)
    person.sees("The sheet is right")
    person.clicks("Choose where to send")
    person.clicks("Continue to the question")
    person.clicks("Yes, send them now")
    person.sees("All done")
    person.reads("Updated: 2 of 2 now, 3 of 3 in all.")


def test_the_question_of_the_first_campaign_waits_over_a_reload(person: Person, tmp_path: Path) -> None:
    with serve_stand_in(SandboxOptions(forgets=True)) as sandbox:
        reach_question(person, write_sheet(tmp_path), sandbox)
        person.clicks("Yes, send them now")
        person.sees("Send the other 2 campaigns all the same?")
        person.page.reload()
        person.sees("Send the other 2 campaigns all the same?")
        person.reads("Campaign 281 was sent, the API said yes, and it is not as it should be:")
        person.clicks("No, stop here")
        person.sees("The run was stopped")
        person.reads("so no other was sent")
        person.clicks("Undo this run")
        person.sees("The sheet that puts it back")


def test_after_a_first_campaign_that_differs_the_others_can_be_sent(person: Person, tmp_path: Path) -> None:
    with serve_stand_in(SandboxOptions(ignores=("description",))) as sandbox:
        reach_question(person, write_sheet(tmp_path, description="New"), sandbox)
        person.clicks("Yes, send them now")
        person.sees("Send the other 2 campaigns all the same?")
        person.clicks("Yes, send the others")
        person.sees("Sent, and some rows need you")


def test_a_run_is_stopped_in_the_middle_and_gone_on_with(person: Person, tmp_path: Path) -> None:
    with serve_stand_in() as sandbox:
        reach_question(person, write_sheet(tmp_path, 12), sandbox)  # at 3 a second
        person.clicks("Yes, send them now")
        person.sees("Sending")
        person.clicks("Stop")
        person.sees("The run was stopped")
        person.reads("You stopped the run.")
        person.clicks("Go on with it")
        person.sees("Send them now?")
        person.reads("answered then will not be sent again")
        person.clicks("Yes, send them now")
        person.sees("All done")


def test_a_reload_in_the_middle_shows_the_run_that_is_under_way(person: Person, tmp_path: Path) -> None:
    with serve_stand_in() as sandbox:
        reach_question(person, write_sheet(tmp_path, 9), sandbox)
        person.clicks("Yes, send them now")
        person.sees("Sending")
        person.page.reload()
        person.sees("Sending")
        person.sees("All done")


def test_two_windows_show_one_journey_and_one_of_them_answers(open_window: Open, tmp_path: Path) -> None:
    one, other = open_window(), open_window()
    reach_question(one, write_sheet(tmp_path))
    other.sees("Send them now?")
    other.clicks("Yes, send them now")
    one.sees("All done")
    other.sees("All done")


def test_a_double_click_on_the_confirmation_sends_once(person: Person, page: ServedPage, tmp_path: Path) -> None:
    reach_question(person, write_sheet(tmp_path))
    person.button("Yes, send them now").dblclick()
    person.sees("All done")
    assert len(page.get("/api/runs")["runs"]) == 1


def test_back_on_the_confirmation_leaves_the_question(person: Person, page: ServedPage, tmp_path: Path) -> None:
    reach_question(person, write_sheet(tmp_path))
    person.sees("Send them now?")
    person.page.go_back()
    person.sees("Send them now?")
    person.clicks("Yes, send them now")
    person.sees("All done")
    person.page.go_back()
    person.page.go_forward()
    person.sees("All done")
    assert len(page.get("/api/runs")["runs"]) == 1


def test_a_no_leads_back_to_where_the_rows_go(person: Person, tmp_path: Path) -> None:
    reach_question(person, write_sheet(tmp_path))
    person.clicks("No, go back")
    person.sees("Where do the rows go?")


def test_campaigns_are_pulled_edited_looked_at_sent_and_put_back(person: Person, tmp_path: Path) -> None:
    with serve_stand_in() as sandbox:
        person.clicks("Read campaigns")
        person.sees("Read campaigns into a workbook")
        person.page.get_by_label("Some campaigns only").wait_for()
        aim_at(person, sandbox)
        person.page.get_by_label("Some campaigns only").fill("281, 282, 283")
        person.page.locator("main").get_by_role("button", name="Read campaigns").click()
        person.sees("The workbook is ready")
        pulled = person.saves("Download the workbook", tmp_path)
        edit(pulled, {"281": "Diwali evening"})
        person.gives(pulled)
        person.clicks("Choose where to send")
        person.clicks("Show the changes first")
        person.sees("What would change")
        person.reads("1 campaign would change in 1 field:")
        person.reads("Diwali evening")
        person.clicks("Continue to the question")
        person.clicks("Yes, send them now")
        person.sees("All done")
        assert name_of(sandbox, "281") == "Diwali evening"
        person.clicks("Undo this run")
        person.clicks("Check it here")
        person.clicks("Choose where to send")
        person.clicks("Continue to the question")
        person.clicks("Yes, send them now")
        person.sees("All done")
        assert name_of(sandbox, "281") == "Diwali offers"


def edit(path: Path, names: dict[str, str]) -> None:
    workbook = openpyxl.load_workbook(path)
    rows: Any = workbook["Campaigns"]
    columns = {cell.value: cell.column for cell in rows[1]}
    for row in range(2, rows.max_row + 1):
        campaign = str(rows.cell(row, columns["id"]).value)
        rows.cell(row, columns["name"]).value = names.get(campaign, rows.cell(row, columns["name"]).value)
    workbook.save(path)


def test_an_earlier_run_gives_its_results_again(person: Person, tmp_path: Path) -> None:
    reach_question(person, write_sheet(tmp_path))
    person.clicks("Yes, send them now")
    person.sees("All done")
    person.page.get_by_role("link", name="Earlier runs").click()
    person.sees("Earlier runs")
    saved = person.saves("Results", tmp_path)
    assert [row[0].value for row in openpyxl.load_workbook(saved)["Results"].iter_rows(min_row=2)] != []


def test_markup_is_shown_as_a_text(person: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "<b>offers<b>.csv"
    sheet.write_bytes(b"id,ring_timeout\r\n281,<img src=x onerror=alert(1)>\r\n")
    person.gives(sheet)
    person.sees("Some rows need a correction")
    person.page.get_by_text("<img src=x onerror=alert(1)>").first.wait_for()
    assert person.page.locator("main img, main b b").count() == 0


def test_the_sample_with_mistakes_is_told_on_the_page(person: Person, tmp_path: Path) -> None:
    sheet = Path(shutil.copy(SAMPLES / "campaigns-with-mistakes.xlsx", tmp_path))
    person.gives(sheet)
    person.reads("campaigns-with-mistakes.xlsx, sheet “Campaigns”: 20 rows, 6 valid, 14 invalid.")
    person.reads("Did you mean 1 - Preview?")


def test_closing_the_program_says_so(person: Person) -> None:
    person.page.get_by_role("button", name="Close the program").click()
    person.sees("The program has ended")
