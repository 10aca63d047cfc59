"""Makes the sheets in `samples/`: one that is right, as .xlsx and .csv, and one with a typical set of mistakes.

Run it from the project's folder: `python tests/support/make_samples.py`. What each sheet must come to stands beside
it, written by hand.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime | None

RIGHT_HEADER = [
    "id", "name", "description", "dial_method", "auto_dial_duration", "dial_ratio", "lead_list_map",
    "list_traversal_order", "number_of_retry", "retry_after_minutes", "dial_status", "ring_timeout",
    "hide_lead_details", "enable_inbound", "inbound_queue", "inbound_lead_list", "agent", "Team lead",
]  # fmt: skip
RIGHT: list[list[Value]] = [
    ["281", "Diwali offers", "Calls about the Diwali offers", "2 - Ratio", None, "2", "1234:1; 1235:0",
     "1 - Oldest First", "3", "60", "0; -8", "25", "1 - Yes", None, None, None, "4817; 4818; 4820", "Asha"],
    ["282", "Renewal reminders", None, "1 - Preview", "30", None, "2210:1", None, "2", "120", "0", "20",
     "0 - No", None, None, None, "4821", "Ravi"],
    ["283", "New leads North", None, "2 - Ratio", None, "1.5", "8668:1; 8669:1; 8670:1", "2 - Newest First", None, None,
     "New", "25", None, None, None, None, None, "Asha"],
    ["284", "Win back", "<clear>", None, None, None, None, None, "1", "240", None, None, None, None, None, None, None,
     "Meera"],
    ["285", "Feedback calls", None, None, None, None, None, None, None, None, None, None, None, "yes", "147", "8668",
     None, "Meera"],
    ["286", None, None, None, None, None, None, "3 - Random", None, None, None, "30", None, None, None, None,
     "4830; 4831", "Ravi"],
]  # fmt: skip

WRONG_HEADER = [
    "id", "name", "dial_method", "auto_dial_duration", "dial_ratio", "outbound_caller_id", "lead_list_map",
    "number_of_retry", "retry_after_minutes", "dial_status", "ring_timeout", "hide_lead_details", "ring_strategy",
    "enable_inbound", "inbound_queue", "inbound_lead_list", "webform_url", "agent", "Team lead",
]  # fmt: skip
WRONG: list[dict[str, Value]] = [
    {"id": 281, "name": "Diwali offers", "dial_method": "2 - Ratio", "dial_ratio": 2, "Team lead": "Asha"},  # right
    {"id": 282, "name": "Renewal reminders", "dial_method": "1 - Prevew", "auto_dial_duration": 30},
    {"id": 283, "name": "New leads North", "dial_method": "2 - Ratio", "Team lead": "Asha"},  # no dial_ratio
    {"id": 284, "name": "Win back", "number_of_retry": "3 times", "retry_after_minutes": "1,200", "Team lead": "Meera"},
    {"id": 285, "lead_list_map": "1234:1; 1235:1; 1236:1; 1237:1", "hide_lead_details": "maybe", "Team lead": "Meera"},
    {"id": 286, "dial_status": datetime(2026, 1, 2), "ring_timeout": 25, "Team lead": "Ravi"},  # 1-2 became a date
    {"id": 287, "name": "#N/A", "ring_timeout": 20, "Team lead": "Ravi"},  # an error cell
    {"id": 288, "name": "Upgrades", "ring_timeout": "=K2", "Team lead": "Ravi"},  # never calculated
    {"id": 289, "name": "Festival East", "enable_inbound": "yes", "inbound_queue": 147, "Team lead": "Asha"},
    {"id": 290, "name": "Festival West", "webform_url": "example.com/form", "Team lead": "Asha"},
    {"id": 290, "name": "Festival West 2", "ring_timeout": 25, "Team lead": "Asha"},  # the campaign above again
    {"id": None, "name": "Welcome calls", "ring_timeout": 25, "Team lead": "Meera"},
    {"id": 1.2345678901234568e17, "name": "Long number", "Team lead": "Meera"},
    {"id": 291, "name": "Caller test", "outbound_caller_id": "919876543210", "Team lead": "Meera"},  # only a warning
    {"id": 292, "agent": "4817 4818", "Team lead": "Ravi"},
    {"id": 293, "Team lead": "Ravi"},  # changes nothing
    {"id": 900404, "name": "Closed last year", "Team lead": "Asha"},  # the API knows no such campaign
    {"id": 900422, "name": "Refused by the API", "Team lead": "Asha"},
    {"id": 900500, "name": "Never answered well", "Team lead": "Asha"},
    {"id": 294, "name": "Night desk", "ring_strategy": "Longest Wait Time", "Team lead": "Meera"},  # right
]


def make_samples(folder: Path) -> None:
    """Write all samples into a folder."""
    _save(folder / "campaigns.xlsx", RIGHT_HEADER, RIGHT, text=True)
    with (folder / "campaigns.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([RIGHT_HEADER, *RIGHT])
    rows = [[row.get(name) for name in WRONG_HEADER] for row in WRONG]
    _save(folder / "campaigns-with-mistakes.xlsx", WRONG_HEADER, rows, text=False)


def _save(path: Path, header: list[str], rows: list[list[Value]], *, text: bool) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Campaigns"
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    for number, name in enumerate(header, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(12, len(name) + 2)
    sheet.freeze_panes = "C2"
    if text:
        for line in sheet.iter_rows():
            for cell in line:
                cell.number_format = "@"
    workbook.properties.creator = "batch_update"
    workbook.properties.created = workbook.properties.modified = datetime(2026, 1, 1)
    workbook.save(path)


if __name__ == "__main__":
    make_samples(Path(__file__).parents[2] / "samples")
