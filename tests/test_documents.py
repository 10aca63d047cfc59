"""What is made from the code is what the project ships."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from support.documents import PROJECT, TEMPLATES, readme, write_templates

from batch_update.arguments import update_parser
from batch_update.campaign import CAMPAIGN
from batch_update.model import Status

AGAIN = "run python tests/support/documents.py"


def test_the_readme_shows_the_help_and_the_field_table_as_they_are() -> None:
    assert (PROJECT / "README.md").read_text(encoding="utf-8") == readme(), AGAIN


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_what_the_template_command_writes(name: str, tmp_path: Path) -> None:
    write_templates(tmp_path)
    assert parts_of(tmp_path / name) == parts_of(PROJECT / "templates" / name), AGAIN


def parts_of(path: Path) -> dict[str, bytes]:
    """What is in a file, however it is compressed."""
    if path.suffix == ".csv":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_readme_explains_every_status() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{status}` |" in text for status in Status)


def test_the_readme_names_no_option_that_there_is_not() -> None:
    known = {word for action in update_parser()._actions for word in action.option_strings}
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    known |= {
        "--fields",
        "--ids",
        "--forgets",
        "--ignores",
        "--replace",
        "--no-token",
        "--port",
        "--no-open",
    }
    of_others = {"--quiet", "--editable", "--parallel"}  # of pip and curl
    used = {word.strip("`.,;:()") for word in text.replace("`", " ").split() if word.startswith("--") and len(word) > 3}
    assert {word for word in used if word.isascii() and "-" * 3 not in word} <= known | of_others


def test_every_field_is_in_the_table_once() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert [field.name for field in CAMPAIGN.fields if text.count(f"| `{field.name}` |") != 1] == []
