"""Brings what the API says back to the cells of the row that it says it of. Pure."""

from __future__ import annotations

import re

from batch_update.model import Column, Problem, Row, Source, show
from batch_update.sending.answers import Judgement
from batch_update.sending.bodies import FieldTexts


def problem_of(row: Row, code: str, message: str, suggestion: str = "") -> Problem:
    """A problem of the row as a whole."""
    return Problem(row=row.number, code=code, message=message, suggestion=suggestion, source=Source.API)


def problems_of(row: Row, judgement: Judgement, id_field: str) -> tuple[Problem, ...]:
    """Everything that an answer says against a row, at least one problem.

    A field's text is put at that field's cell; a field that the sheet does not have keeps the API's own name.
    """
    if problems := problems_of_fields(row, judgement.fields):
        return problems
    of_row = problem_of(row, judgement.code, judgement.message, judgement.suggestion)
    column = row.column_of(id_field) if judgement.code == "api-not-found" else None
    return (of_row if column is None else _at(row, column, of_row.code, of_row.message, of_row.suggestion),)


def problems_of_fields(row: Row, fields: FieldTexts) -> tuple[Problem, ...]:
    """What an answer says of single fields, each at its cell."""
    return tuple(_at_field(row, key, text) for key, text in fields)


def _at_field(row: Row, key: str, text: str) -> Problem:
    column = _column_of(row, key)
    if column is not None:
        inside = key.partition(".")[2]
        return _at(row, column, "api-refused-field", f"{inside}: {text}" if inside else text)
    return Problem(
        row=row.number,
        column=key,
        code="api-refused-field" if key else "api-refused",
        message=text,
        source=Source.API,
    )


def _at(row: Row, column: Column, code: str, message: str, suggestion: str = "") -> Problem:
    return Problem(
        row=row.number,
        column=column.header,
        cell=row.address(column),
        value=show(row.cells[row.columns.index(column)]),
        code=code,
        message=message,
        suggestion=suggestion,
        source=Source.API,
    )


def _column_of(row: Row, key: str) -> Column | None:
    """The column that a key of the API means: `lead_list_map.0.list_id` and `lead_list_map[0]` are `lead_list_map`."""
    head = re.split(r"[.\[]", key, maxsplit=1)[0]
    return next((column for column in row.columns if column.field and _same(column.field, head)), None)


def _same(field: str, key: str) -> bool:
    return re.sub(r"[\W_]", "", field).casefold() == re.sub(r"[\W_]", "", key).casefold()
