"""What a campaign is stands in one folder: the check and the kinds of cells name none of its columns."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import batch_update
from batch_update.campaign import CAMPAIGN

HOUSE = Path(batch_update.__file__).parent
FOLDERS = ("kinds", "checking")
MODULES = [path for folder in FOLDERS for path in sorted((HOUSE / folder).glob("*.py"))]
MAY_IMPORT = {"kinds", "checking", "model", "resource", "error_texts"}
COLUMNS = {field.name for field in CAMPAIGN.fields}  # without `id`, which is a kind of cell too


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_neither_imports_a_stage_or_a_resource(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = {module.split(".")[1] for module in imported if module.startswith("batch_update.")}
    assert own <= MAY_IMPORT


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_neither_names_a_column(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert texts.isdisjoint(COLUMNS)
