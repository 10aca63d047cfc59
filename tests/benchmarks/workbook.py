"""Makes the sheet that is measured: campaigns as a manager fills them in, every row valid, the same for the same size.

Cells are what a person leaves in Excel: choices as the template's drop-down spells them, flags in several spellings,
numbers typed as numbers and as text, lists, the lead-list map, and texts most of which are different from row to row.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from batch_update.campaign import CAMPAIGN
from batch_update.resource import Field

FILLED = 0.6  # of the cells
SEED = 281

Cell = str | int | float
Dice = random.Random


def _one_of(*cells: Cell) -> Callable[[Dice], Cell]:
    return lambda dice: dice.choice(cells)


def _number(least: int, most: int) -> Callable[[Dice], Cell]:
    return lambda dice: dice.randint(least, most)


def _typed_as_text(least: int, most: int) -> Callable[[Dice], Cell]:
    return lambda dice: str(dice.randint(least, most))


CITIES = (
    "Delhi",
    "Mumbai",
    "Pune",
    "Jaipur",
    "Kochi",
    "Chennai",
    "Indore",
    "Surat",
    "Nagpur",
    "Bhopal",
    "पटना",
    "Mysuru",
)
TOPICS = ("Diwali offers", "Renewal reminders", "New leads", "Win back", "Feedback calls", "KYC follow-up")


def _name(dice: Dice) -> Cell:
    return f"{dice.choice(TOPICS)} {dice.choice(CITIES)} {dice.randint(1, 9999)}"


def _description(dice: Dice) -> Cell:
    about = f"Calls about {dice.choice(TOPICS).lower()} in {dice.choice(CITIES)}"
    return f"{about}, team {dice.randint(1, 400)} – week {dice.randint(1, 52)}"


def _lead_lists(dice: Dice) -> Cell:
    ids = dice.sample(range(1000, 9999), dice.randint(1, 3))
    return "; ".join(f"{number}:{dice.randint(0, 1)}" for number in ids)


def _several(least: int, most: int) -> Callable[[Dice], Cell]:
    return lambda dice: dice.choice((", ", "; ")).join(
        str(number) for number in dice.sample(range(least, most), dice.randint(2, 5))
    )


BY_FIELD: dict[str, Callable[[Dice], Cell]] = {
    "name": _name,
    "description": _description,
    "lead_list_map": _lead_lists,
    "dial_status": _one_of(0, "0", "0; -5", "0, 3, 9", '["0", "-8"]', "New"),
    "manual_lead_list": _several(1000, 9999),
    "agent": _several(1000, 9999),
    "webform_url": lambda dice: f"https://forms.example.com/campaign/{dice.randint(1, 99999)}?lang=en",
    "dial_ratio": _one_of(1, 2, 3, 1.5, "2"),
    "map_agent_caller_id": lambda dice: f"{dice.randint(1000, 9999)}:{dice.randint(1000000, 9999999)}",
    "map_agent_lead_list": lambda dice: f"{dice.randint(1000, 9999)}:{dice.randint(1000, 9999)}",
    "agent_dial_in_number": lambda dice: f"91{dice.randint(10**9, 10**10 - 1)}",
    "outbound_caller_id": _number(1_000_000, 9_999_999),
    "enforce_agent_pause_code": _one_of(0, 1, "1"),
}
BY_KIND: dict[str, Callable[[Dice], Cell]] = {
    "id": _number(1, 500),  # of an account
    "seconds": _typed_as_text(5, 300),
    "minutes": _number(5, 240),
    "whole number": _number(0, 9),
    "flag": _one_of(0, 1, "0", "1", "Yes", "No", "1 - Yes", "0 - No"),
}


def _cell(field: Field, dice: Dice) -> Cell:
    if field.kind.name == "choice":
        return dice.choice([choice.label for choice in field.choices])
    return (BY_FIELD.get(field.name) or BY_KIND[field.kind.name])(dice)


def _row(number: int, dice: Dice) -> dict[str, Cell]:
    """One row; what a value demands or forbids beside it is put right, so that there is nothing to object to."""
    row = {field.name: _cell(field, dice) for field in CAMPAIGN.fields if dice.random() < FILLED}
    row[CAMPAIGN.id_field.name] = 100_000 + number
    if str(row.get("dial_method", "")).startswith("1"):
        row.setdefault("auto_dial_duration", "30")
        row.pop("dial_ratio", None)
    elif "dial_method" in row:
        row.setdefault("dial_ratio", 2)
        row.pop("auto_dial_duration", None)
    for flag, needed in (
        ("manual_dial_enabled", ("manual_lead_list",)),
        ("enable_inbound", ("inbound_queue", "inbound_lead_list")),
        ("enable_web_form", ("webform_url",)),
        ("dial_in_type", ("agent_dial_in_number",)),
    ):
        if flag in row:
            for name in needed:
                row.setdefault(name, _cell(CAMPAIGN.field(name), dice))
    return row


def make_workbook(path: Path, rows: int) -> Path:
    """Write a sheet of that many rows and 52 columns, with shared strings as Excel itself writes them."""
    dice = random.Random(SEED)
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as workbook:
        worksheet = workbook.add_worksheet("Campaigns")
        places = {field.name: place for place, field in enumerate(CAMPAIGN.columns)}
        worksheet.write_row(0, 0, list(places))
        for number in range(1, rows + 1):
            for name, cell in _row(number, dice).items():
                worksheet.write(number, places[name], cell)
    return path
