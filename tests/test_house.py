"""The rooms of the program: who may know whom, and that none grows beyond what can be read at a sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from batch_update.campaign import CAMPAIGN

ROOT = Path(__file__).parents[1]
PURE = {
    "live",
    "model",
    "resource",
    "runs",
    "statuses",
    "errors",
    "row_list",
    "settings",
    "texts",
    "state",
    "kinds",
    "wording",
}
"""What every room may know: values, words and what stops a run; nothing here knows a room."""

ROOMS = {  # the rooms that a room may know besides
    "accounts": set(),
    "campaign": set(),
    "checking": set(),
    "journal": set(),
    "sandbox": set(),
    "sending": set(),
    "sheets.reading": {"sheets.names", "sheets.base"},
    "sheets.writing": {"sheets.names", "sheets.base"},
    "web": {  # a face of the program, as the command line is; it knows neither spreadsheets nor the stand-in
        "access",
        "account_arguments",
        "accounts",
        "arguments",
        "campaign",
        "journal",
        "options",
        "run",
        "screen",
        "selection",
        "sending",
        "sheets.writing.template",
    },
}
LIBRARIES = {  # who alone may know a library
    "keyring": ("accounts.key_store",),
    "tomllib": ("accounts.profiles",),
    "tomlkit": ("accounts.profiles",),
    "openpyxl": ("sheets.reading",),
    "pandas": ("sheets.reading",),
    "xlrd": ("sheets.reading",),
    "xlsxwriter": ("sheets.writing",),
    "aiohttp": ("sending", "sandbox", "web"),
    "aiohttp_sse": ("web",),
    "tenacity": ("sending",),
    "sqlite3": ("journal",),
    "rich": ("screen",),
    "argparse": ("arguments", "options"),
}


@cache
def modules() -> dict[str, ast.Module]:
    """The parsed modules by their names, without the package's own (`sheets.reading.grid`)."""
    files = (ROOT / "batch_update").rglob("*.py")
    return {_name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "batch_update").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(name: str) -> Iterator[str]:
    """The modules that a module imports, its own package's without the package's name; those only for types too."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            own = node.module.partition(".")[0] == "batch_update"
            found = (name if name.removeprefix("batch_update.") in modules() else node.module for name in whole)
            yield from (name.removeprefix("batch_update").removeprefix(".") for name in found) if own else [node.module]


def own_imports(name: str) -> set[str]:
    """Those of the program's own."""
    return {found for found in imports(name) if found in modules()}


def is_in(name: str, room: str) -> bool:
    """Whether a module is a room, or in it."""
    return name == room or name.startswith(f"{room}.")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_values_and_itself_and_no_other_room(room: str) -> None:
    allowed = {room, *PURE, *ROOMS[room]}
    found = {(name, other) for name in modules() if is_in(name, room) for other in own_imports(name) if other}
    assert found
    assert {(name, other) for name, other in found if not any(is_in(other, known) for known in allowed)} == set()


@pytest.mark.parametrize("pure", sorted(PURE))
def test_what_every_room_knows_knows_no_room(pure: str) -> None:
    found = {other for name in modules() if is_in(name, pure) for other in own_imports(name) if other}
    assert {other for other in found if not any(is_in(other, known) for known in PURE)} == set()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_to_its_room_alone(library: str) -> None:
    users = {name for name in modules() if library in {found.partition(".")[0] for found in imports(name)}}
    assert users
    assert {name for name in users if not any(is_in(name, room) for room in LIBRARIES[library])} == set()


def test_a_column_is_named_in_the_campaigns_room_alone() -> None:
    columns = {field.name for field in CAMPAIGN.fields if "_" in field.name}  # `name` and `agent` are words besides
    named = {
        (name, node.value)
        for name, tree in modules().items()
        if not is_in(name, "campaign")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in columns
    }
    assert named == set()


def test_no_imports_go_round_in_a_circle() -> None:
    left = {name: own_imports(name) - {name} for name in modules()}
    while ends := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in ends}
    assert left == {}


def test_modules_and_functions_fit_a_sitting_and_a_screen() -> None:
    lengths = {name: max((node.end_lineno or 0 for node in tree.body), default=0) for name, tree in modules().items()}
    functions = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: length for name, length in lengths.items() if length > 300} == {}
    assert {name: length for name, length in functions.items() if length > 45} == {}
    assert median(lengths.values()) < 100


def test_every_module_says_at_its_top_what_it_is_for() -> None:
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree)] == []
