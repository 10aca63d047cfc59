"""Writes what is made from the code: the README's blocks and the files in `templates/`.

Run it from the project's folder after a change of the field table or the options:
`python tests/support/documents.py`. A test compares what it would write with what is there.
"""

from __future__ import annotations

import re
from pathlib import Path

from batch_update.arguments import update_parser
from batch_update.campaign import CAMPAIGN
from batch_update.resource import Field
from batch_update.sheets.writing.template import write_template

PROJECT = Path(__file__).parents[2]
TEMPLATES = ("campaigns.xlsx", "campaigns.csv")


def field_table() -> str:
    """The README's table of fields."""
    lines = ["| field | what it is | may hold | needed |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_field_line(field) for field in (CAMPAIGN.id_field, *CAMPAIGN.fields))])


def _field_line(field: Field) -> str:
    choices = ", ".join(choice.label for choice in field.choices)
    listed = field.kind.name == "choice"
    may_hold = choices if listed else f"{field.kind.may_hold}{f' (known: {choices})' if choices else ''}"
    needed = "always" if field is CAMPAIGN.id_field else ""
    if field.needed_when:
        needed = f"`{field.needed_when.field}` is {field.needed_when.equals}"
    meaning = f"{field.meaning}. {field.advice}".strip() if field.advice else field.meaning
    return f"| `{field.name}` | {meaning} | {may_hold} | {needed} |"


def readme() -> str:
    """The README with its made blocks as they must be."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    blocks = {"help": f"```\n{update_parser().format_help()}```", "fields": field_table()}
    for name, block in blocks.items():
        pattern = re.compile(f"<!-- {name} -->\n.*?<!-- end {name} -->", re.DOTALL)
        text = pattern.sub(lambda _, n=name, b=block: f"<!-- {n} -->\n{b}\n<!-- end {n} -->", text)  # type: ignore[misc]
    return text


def write_templates(folder: Path) -> None:
    """The blank sheets of every form."""
    for name in TEMPLATES:
        write_template(folder / name, CAMPAIGN)


if __name__ == "__main__":
    (PROJECT / "README.md").write_text(readme(), encoding="utf-8")
    write_templates(PROJECT / "templates")
