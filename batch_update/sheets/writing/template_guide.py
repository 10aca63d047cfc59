"""The pages of the template that explain: `Instructions`, `Fields` and `Examples`, and what a header's comment says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.kinds.spelling import choices_of
from batch_update.resource import Condition, Field, Resource
from batch_update.sheets.writing.cell_help import takes_several
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.listing import write_list_head
from batch_update.sheets.writing.styles import NAVY, Styles, column_width, row_height, set_up_print
from batch_update.sheets.writing.template_words import (
    AMBER_HEADER,
    BLUE_HEADER,
    CLEAR,
    GUIDE,
    RED_CELL,
    RED_HEADER,
    Part,
)
from batch_update.wording.phrases import quote

FLAGGED_ROWS = 10_000
"""How many rows have the live red flags: to find an id twice takes time that grows with the rows."""

MISSING = {"bg_color": "#FF7C80", "font_color": "#7F0000"}
"""The style of a cell that is flagged while it is filled in."""

NEED_COLOURS: Mapping[str, tuple[str, str]] = {
    "always": ("#C00000", "#FFFFFF"),
    "sometimes": ("#FFC000", "#000000"),
    "optional": NAVY,
}
"""The colours of a header by when its column must be filled in; its comment says the same in words."""

FIELD_COLUMNS: Mapping[str, float] = {
    "Column": 35.0,
    "Must be filled in": 36.0,
    "What it is": 40.0,
    "What the cell may hold": 44.0,
    "Choices": 42.0,
    "Example": 26.0,
    f"Takes {CLEAR}": 9.0,
    "Good to know": 40.0,
}

_HEAD_WIDTH, _TEXT_WIDTH = 22.0, 112.0
_ROW = 17.0  # points


def need_of(field: Field, resource: Resource) -> str:
    """When a column must be filled in: a key of `NEED_COLOURS`."""
    if field is resource.id_field:
        return "always"
    return "optional" if field.needed_when is None else "sometimes"


def need_in_words(field: Field, resource: Resource) -> str:
    """When a column must be filled in, as a person would say it."""
    if field is resource.id_field:
        return "Always: in every row"
    if field.needed_when is None:
        return "No"
    return f"When {field.needed_when.field} is {condition_label(field.needed_when, resource)}"


def condition_label(condition: Condition, resource: Resource) -> str:
    """The value that a condition asks for, as the drop-down spells it."""
    return label(resource.field(condition.field), condition.equals)


def label(field: Field, value: str) -> str:
    """A value as the drop-down spells it, if it is one of its choices."""
    if takes_several(field):
        return value
    return next((choice.label for choice in choices_of(field) if choice.code == value), value)


def header_formats(workbook: Workbook) -> Mapping[str, Format]:
    """The style of a header for each key of `NEED_COLOURS`."""
    return {
        need: workbook.add_format(
            {"bold": True, "bg_color": fill, "font_color": ink, "valign": "vcenter", "num_format": "@",
             "border": 1, "border_color": "#FFFFFF"}
        )
        for need, (fill, ink) in NEED_COLOURS.items()
    }  # fmt: skip


def describe(field: Field, resource: Resource) -> str:
    """All that there is to know of a column, for the comment on its header."""
    if field is resource.id_field:
        blank = "Which row of the panel is meant; it is never changed itself."
    elif field.kind.cleared is None:
        blank = "Blank: stays as it is. It can not be emptied."
    else:
        blank = f"Blank: stays as it is. {CLEAR}: is emptied."
    several = " (several: with commas between)" if takes_several(field) else ""
    choices = [f"   {choice.label}" for choice in choices_of(field)]
    return "\n".join(
        [
            f"{field.name}: {field.meaning}.",
            f"Must be filled in? {need_in_words(field, resource)}.",
            f"May hold: {field.kind.may_hold}.",
            *([f"Choices{several}:", *choices] if choices else []),
            f"Example: {label(field, field.example)}",
            *([f"Good to know: {field.advice}"] if field.advice else []),
            blank if field is not resource.id_field else "",
        ]
    ).rstrip()


# --- Instructions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What a workbook's `Instructions` say. `facts` and `forms` are beside those of the template.

    An entry with a fact that is None is left out; `forms` are the styles of the words before an entry.
    """

    title: str
    parts: Sequence[Part]
    facts: Mapping[str, str | int | None] = dataclasses.field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)


def write_instructions(  # noqa: PLR0913, PLR0917 - the last is for other workbooks than the template
    worksheet: Worksheet, workbook: Workbook, styles: Styles, resource: Resource, file: Path, guide: Guide | None = None
) -> None:
    """How to go from this workbook, which is called `file`, to rows that are updated, on one page."""
    guide = guide or Guide(title=f"Update many {resource.name}s from one sheet", parts=GUIDE)
    worksheet.hide_gridlines(2)
    worksheet.set_column(0, 0, _HEAD_WIDTH)
    worksheet.set_column(1, 1, _TEXT_WIDTH)
    set_up_print(worksheet, fit=True, header_rows=0)
    worksheet.fit_to_pages(1, 1)
    needs = header_formats(workbook)
    forms = {
        RED_HEADER: needs["always"],
        AMBER_HEADER: needs["sometimes"],
        BLUE_HEADER: needs["optional"],
        RED_CELL: workbook.add_format({**MISSING, "valign": "vcenter"}),
        **{head: workbook.add_format({**form, "valign": "vcenter"}) for head, form in guide.forms.items()},
    }
    bold = workbook.add_format({"bold": True, "valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"})
    facts = {**_facts(resource, file), **guide.facts}
    lines = count()
    write_text(worksheet, next(lines), 0, guide.title, styles.title)
    for title, entries in guide.parts:
        next(lines)
        number = next(lines)
        write_text(worksheet, number, 0, title, styles.section)
        write_text(worksheet, number, 1, "", styles.section)
        for head, words in entries:
            if any(f"{{{name}}}" in words and fact is None for name, fact in facts.items()):
                continue  # no column of this sheet is of that kind
            number, text = next(lines), words.format_map(facts)
            write_text(worksheet, number, 0, head, forms.get(head, bold))
            write_text(worksheet, number, 1, text, styles.ruled)
            worksheet.set_row(number, row_height((text, _TEXT_WIDTH)) or _ROW)


def _facts(resource: Resource, file: Path) -> dict[str, str | int | None]:
    """What the words of the guide leave open; None for what no column of the sheet is.

    The name of a file with a blank in it is quoted as every shell understands it.
    """
    choice = next((field.choices[0] for field in resource.fields if field.choices), None)
    several = next((field for field in resource.fields if takes_several(field)), None)
    return {
        "thing": resource.name,
        "file": quote([file.name], windows=True),
        "results": f"{file.stem}.results.xlsx",
        "sheet": resource.worksheet,
        "id": resource.id_field.name,
        "choice": f"{choice.label}, {choice.code} and {choice.name}" if choice else None,
        "several": f"{several.example} in {several.name}" if several else None,
        "flagged": FLAGGED_ROWS,
    }


# --- Fields -----------------------------------------------------------------------------------------------------------


def write_fields(worksheet: Worksheet, styles: Styles, heads: Mapping[str, Format], resource: Resource) -> None:
    """Every column on a line of its own, with a link to it."""
    write_list_head(worksheet, styles, FIELD_COLUMNS, lines=len(resource.fields) + 1, seen=1, height=32)
    for line, field in enumerate((resource.id_field, *resource.fields), start=1):
        texts = _field_line(field, resource)
        widths = list(FIELD_COLUMNS.values())
        worksheet.set_row(line, row_height(*zip(texts, widths, strict=True)) or _ROW)
        for place, text in enumerate(texts):
            write_text(worksheet, line, place, text, styles.ruled)
        write_text(worksheet, line, 0, field.name, heads[need_of(field, resource)])


def _field_line(field: Field, resource: Resource) -> tuple[str, ...]:
    return (
        field.name,
        need_in_words(field, resource),
        field.meaning,
        field.kind.may_hold,
        "\n".join(choice.label for choice in choices_of(field)),
        label(field, field.example),
        "no" if field.kind.cleared is None else "yes",
        field.advice,
    )


# --- Examples ---------------------------------------------------------------------------------------------------------


def write_examples(worksheet: Worksheet, styles: Styles, heads: Mapping[str, Format], resource: Resource) -> None:
    """Rows as they could stand on the page that is sent, for the usual jobs, under the headers that they use."""
    jobs = example_rows(resource)
    used = [field for field in resource.fields if any(field.name in cells for _, cells in jobs)]
    columns = [resource.id_field, *used]
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 2)
    worksheet.set_row(0, 24)
    worksheet.set_column(0, 0, 58)
    write_text(worksheet, 0, 0, "_what this row does", styles.header)
    for place, field in enumerate(columns, start=1):
        shown = [field.name, *(cells.get(field.name, "") for _, cells in jobs)]
        worksheet.set_column(place, place, column_width(shown, least=10, most=44), styles.text)
        write_text(worksheet, 0, place, field.name, heads[need_of(field, resource)])
    for line, (job, cells) in enumerate(jobs, start=1):
        worksheet.set_row(line, row_height((job, 58.0)) or _ROW)
        write_text(worksheet, line, 0, job, styles.ruled)
        for place, field in enumerate(columns, start=1):
            write_text(worksheet, line, place, cells.get(field.name, ""), styles.text)
    set_up_print(worksheet, fit=False, repeat_columns=2)


def example_rows(resource: Resource) -> list[tuple[str, dict[str, str]]]:
    """The usual jobs, each with its cells by field: change one thing, what must go together, a bit of all, empty one.

    They are made from the table, so that they stay right when it changes.
    """
    id_, first = resource.id_field, resource.fields[0]
    jobs = [(f"Change the {first.name} and nothing else", {first.name: first.example})]
    conditions = dict.fromkeys(field.needed_when for field in resource.fields if field.needed_when is not None)
    for condition in conditions:
        needed = [field for field in resource.fields if field.needed_when == condition]
        wanted = condition_label(condition, resource)
        names = " and ".join(field.name for field in needed)
        jobs.append(
            (
                f"Set {condition.field} to {wanted}, which needs {names} too",
                {condition.field: wanted, **{field.name: label(field, field.example) for field in needed}},
            )
        )
    tied = {condition.field for condition in conditions}
    free = [field for field in resource.fields if field.needed_when is None and field.name not in tied]
    of_each_kind = {field.kind.name: field for field in reversed(free)}
    kinds = {field.name: label(field, field.example) for field in reversed(of_each_kind.values())}
    if len(kinds) > 1:
        jobs.append(("Change many things at once: one of each kind of cell", kinds))
    if emptied := next((field for field in free if field is not first and field.kind.cleared is not None), None):
        jobs.append((f"Empty the {emptied.name} on purpose; all else stays as it is", {emptied.name: CLEAR}))
    start = int(id_.example) if id_.example.isdecimal() else 1
    return [(job, {id_.name: str(number), **cells}) for number, (job, cells) in enumerate(jobs, start=start)]
