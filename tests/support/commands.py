"""Whole command lines, run in process, and what they left: exit code, streams, totals, results workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from batch_update.cli import main

Table = list[dict[str, Any]]


@dataclass(frozen=True)
class Ran:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def totals(self) -> dict[str, Any]:
        """The object of --json."""
        totals: dict[str, Any] = json.loads(self.out)
        return totals

    @property
    def results(self) -> dict[str, Table]:
        """The results workbook's sheets, each a list of rows by header."""
        return read_workbook(Path(self.totals["results"]))


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Ran:
    """Run a command line; one that goes to a server, with the yes that nobody at a terminal can give here.

    Nothing is read of the account unless the words say so: most tests count what is sent.
    """
    consent = ["--yes"] if "--base-url" in words else []
    return run_exactly(capsys, *words, *consent, *quietly(words))


def quietly(words: Sequence[str | Path]) -> list[str]:
    """`--verify none` for a command line that sends and does not say what is to be read."""
    says_itself = {"--verify", "--plan", "--check"} & {str(word) for word in words}
    sends = Path(str(words[0])).suffix.casefold() in SHEETS if words else False
    return ["--verify", "none"] if sends and not says_itself else []


SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")


def run_exactly(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Ran:
    """Run these words and no others."""
    capsys.readouterr()
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Ran(code, out, err)


def read_workbook(path: Path) -> dict[str, Table]:
    """All sheets of a workbook but `Summary`, which is no table."""
    workbook = openpyxl.load_workbook(path)
    tables: dict[str, Table] = {}
    for sheet in workbook.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return tables


def write_csv(path: Path, *rows: Mapping[str, str]) -> Path:
    """A CSV sheet with the columns of its first row."""
    header = list(rows[0])
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    path.write_text(text + "\r\n", encoding="utf-8", newline="")
    return path
