"""Columns that go by another name than their field's are taken and said; what may be a field is warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import HeaderError
from batch_update.model import Sheet, Update
from batch_update.sheets.reading.loader import open_sheet, read_sheet


def read(folder: Path, header: str, line: str) -> Sheet:
    path = folder / "campaigns.csv"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    return read_sheet(open_sheet(path), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))


def test_other_names_are_sent_as_their_fields_and_said_once(tmp_path: Path) -> None:
    sheet = read(tmp_path, "Campaign ID,Campaign Name,No of Retry,ring_timeout", "281,Diwali,3,25")

    (update,) = check_rows(CAMPAIGN, sheet.rows)
    assert isinstance(update, Update)
    assert update.campaign_id == "281"
    assert update.body == {"name": "Diwali", "number_of_retry": "3", "ring_timeout": "25"}
    assert sheet.notes == (
        'Your column "Campaign ID" (A) is taken for id.',
        'Your column "Campaign Name" (B) is taken for name.',
        'Your column "No of Retry" (C) is taken for number_of_retry.',
    )


def test_a_column_that_may_be_a_field_is_warned_of(tmp_path: Path) -> None:
    sheet = read(tmp_path, "id,name,Dial Mode,Owner", "281,Diwali,Preview,me")

    warning, own = sheet.notes
    assert warning.startswith('Warning: your column "Dial Mode" (C) is not sent. Did you mean dial_method?')
    assert own == "Your own columns are kept and not sent: Dial Mode (C), Owner (D)."


@pytest.mark.parametrize(
    "header",
    ["id,dial_method,Dial Mode", "id,name,_Dial Mode", "id,name,Owner", "id,name,Agent name", "id,name,Status"],
)
def test_a_column_of_ones_own_beside_the_field_is_no_cause_for_a_warning(tmp_path: Path, header: str) -> None:
    notes = read(tmp_path, header, "281,1,x").notes
    assert [note for note in notes if note.startswith("Warning")] == []


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("id,Campaign ID,name", "A1 and B1"),
        ("id,name,Campaign Name", "B1 and C1"),
        ("id,Retries,No of Retry", "B1 and C1"),
    ],
)
def test_two_columns_for_one_field_stop_the_run_whatever_their_names(tmp_path: Path, header: str, places: str) -> None:
    with pytest.raises(HeaderError, match=f"{places} are both the column"):
        read(tmp_path, header, "281,1,2")
