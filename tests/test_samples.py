"""Every sheet in `samples/` is a test, with what it must come to written by hand beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.commands import run

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = {
    sheet: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(SAMPLES.glob("*.expected.json"))
    for sheet in json.loads(path.read_text(encoding="utf-8"))["sheets"]
}


@pytest.fixture(params=EXPECTED)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    return shutil.copy(SAMPLES / request.param, tmp_path / request.param), EXPECTED[request.param]


def test_every_sample_says_what_it_must_come_to() -> None:
    sheets = {path.name for path in SAMPLES.iterdir() if path.suffix in {".xlsx", ".csv"}}
    assert {name for name in sheets if ".results" not in name} == set(EXPECTED)


def test_a_sample_checks_as_expected(sample: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    path, expected = sample
    ran = run(capsys, path, "--check", "--json")
    assert {name: ran.totals[name] for name in expected["check"]} == expected["check"]
    assert ran.code == expected["check"]["exit_code"]
    assert [[row["Cell"] or "", row["Code"]] for row in ran.results["Errors"]] == expected["problems"]


def test_a_sample_runs_as_expected(sample: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    path, expected = sample
    ran = run(capsys, path, "--sandbox", "--json")
    assert {name: ran.totals[name] for name in expected["sandbox"]} == expected["sandbox"]
    assert ran.code == expected["sandbox"]["exit_code"]
