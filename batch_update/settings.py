"""What the user chose, gathered once from the command line, the environment and the files that hold a token.

Nothing here reads `os.environ` or `sys.argv`: `cli` hands them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path

from batch_update.errors import TokenError
from batch_update.row_list import RowList
from batch_update.texts.decoding import TextError, decode_text

API_URL = "https://api.acefone.in"
SANDBOX = "sandbox"
"""The target of what goes to the stand-in."""
TOKEN_VARIABLE = "ACEFONE_TOKEN"  # noqa: S105 - a variable's name
URL_VARIABLE = "ACEFONE_BASE_URL"
PROFILE_VARIABLE = "ACEFONE_PROFILE"
DEFAULT_RATE = 3.0  # requests per second
ENV_FILE = ".env"
LARGEST_TOKEN_FILE = 64 * 1024  # bytes; a token has at most a few thousand
LARGEST_ENV_FILE = 1 << 20
_NOT_FOUND = (
    "There is no token. Make one in the panel (API Connect > API Tokens > Generate Token), save it in a text file and "
    "name it with --token-file FILE."
)


@dataclass(frozen=True, slots=True)
class Token:
    """The secret that opens the account. Only `reveal` gives it; no repr, str or format does."""

    _secret: str = field(repr=False)

    def reveal(self) -> str:
        """The token itself, for the one header that carries it."""
        return self._secret

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"


class Verify(StrEnum):
    """What is read back of the campaigns that a run updates."""

    NONE = "none"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one sheet is to be updated: the options of the command line, with everything that has a default filled in."""

    sheet: Path
    results: Path
    results_chosen: bool = False  # by the user; else it is derived from the sheet's name
    worksheet: str | None = None
    check_only: bool = False
    plan_only: bool = False  # read each campaign and show what would change
    sandbox: bool = False
    resume: bool = False
    keeps: bool = True  # whether `resume` takes over what is not said of `verify` and `every_cell`
    kept: frozenset[str] = frozenset()  # what `resume` has taken over from the earlier run: "every_cell", "verify"
    profile: str = ""  # the name of the account's; "" if there is none
    over_profile: frozenset[str] = frozenset()  # what was given beside it and wins over it: "base_url", "auth", "rate"
    base_url: str = API_URL
    token_file: Path | None = None
    lacks_token: bool = False  # neither its profile keeps a token, nor was a file named
    auth: str = "bearer"
    rate: float = DEFAULT_RATE  # requests per second; 0 = no cap
    find_rate: bool = False  # --rate auto
    concurrency: int = 8
    attempts: int = 5
    timeout: float = 30.0  # seconds for one try
    max_failures: int = 20  # 0 = never stop
    verify: Verify | None = None  # None: as the sheet needs it
    keep_mine: bool = False  # of a pulled sheet, send an edit even where somebody else has changed the field
    every_cell: bool = False  # and every filled cell, edited or not
    strict: bool = False
    rows: RowList | None = None  # None: all
    visible: bool = False  # leave out the rows that are hidden
    limit: int | None = None
    ask: bool = True
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool = True
    windows: bool = False  # whose shell the commands are for that are named as the next step

    @property
    def target(self) -> str:
        """Where rows go, or would: what the journal and a pulled sheet know the account by."""
        return SANDBOX if self.sandbox else self.base_url

    @property
    def sends_nothing(self) -> bool:
        """Whether the run only looks: at the sheet, or at the account too."""
        return self.check_only or self.plan_only

    @property
    def is_for_account(self) -> bool:
        """Whether rows go to an account, so that an address and a token are needed."""
        return not self.check_only and not self.sandbox


_OWN_NAME = re.compile(r"(?<=.)(\.(results|check)(-\d+| \(\d+\))?)+$", re.IGNORECASE)
_UNDO_NAME = re.compile(r"(?<=.)(\.undo(-\d+)?)+$", re.IGNORECASE)


def results_beside(sheet: Path, *, check_only: bool = False) -> Path:
    """Where the results of a sheet go unless the user says otherwise: beside it, under the first sheet's name.

    `campaigns.xlsx` and `campaigns.results-2.xlsx` have `campaigns.results.xlsx`; of a check, `campaigns.check.xlsx`.
    """
    return sheet.with_name(f"{_stem_of(sheet)}.{'check' if check_only else 'results'}.xlsx")


def undo_beside(sheet: Path) -> Path:
    """Where the sheet goes that puts back a run of a sheet, unless the user says otherwise."""
    return sheet.with_name(f"{_UNDO_NAME.sub('', _stem_of(sheet))}.undo.xlsx")


def _stem_of(sheet: Path) -> str:
    """The first sheet's name without its ending, and without what its workbooks have before theirs."""
    return _OWN_NAME.sub("", sheet.stem) if sheet.suffix.lower() == ".xlsx" else sheet.stem


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What the `.env` of a folder says; in words, why it could not be read, or why no token could be found in it."""

    values: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    token_fault: str = ""

    def look_up(self, name: str) -> str:
        """A value, or "" if it has none. Raises TokenError where that can not be said: it may name another account."""
        value = self.values.get(name, "").strip()
        if self.fault and not value:
            raise TokenError(self.fault)
        return value


def read_env_file(folder: Path) -> EnvFile:
    """What the `.env` of a folder says; nothing if there is none."""
    path = folder / ENV_FILE
    try:
        if not path.is_file():
            return EnvFile()
        text = _read_text(path, LARGEST_ENV_FILE)
    except OSError as error:
        return EnvFile(fault=f"The file {path} can not be read: {error.strerror or 'unknown reason'}.")
    except TextError as error:
        return EnvFile(fault=f"The file {path} can not be read. {error}")
    from dotenv import dotenv_values  # noqa: PLC0415 - not needed by most commands

    values = {name: value for name, value in dotenv_values(stream=StringIO(text), interpolate=False).items() if value}
    named = re.search(rf"^[^#\n]*\b{TOKEN_VARIABLE}\b\W*\w", text, re.MULTILINE)
    unclear = f"The file {path} names {TOKEN_VARIABLE}, but not in a line {TOKEN_VARIABLE}=… of its own."
    return EnvFile(values, token_fault=unclear if named else "")


def find_token(token_file: Path | None, environ: Mapping[str, str], env_file: EnvFile, *, otherwise: str = "") -> str:
    """The text that holds the token: the file the user named, else the environment's, else that of `.env`.

    `otherwise` is what else the command can do for whom has none.

    Raises:
        TokenError: if there is none, or the file can not be read, or `.env` can not.
    """
    if token_file is not None:
        return _read_token_file(token_file)
    token = environ.get(TOKEN_VARIABLE, "").strip() or env_file.look_up(TOKEN_VARIABLE)
    if not token:
        raise TokenError(env_file.token_fault or f"{_NOT_FOUND} {otherwise}".rstrip())
    return token


def _read_token_file(path: Path) -> str:
    try:
        text = _read_text(path, LARGEST_TOKEN_FILE)
    except OSError as error:
        raise TokenError(f"The token file {path} can not be read: {error.strerror or 'unknown reason'}.") from None
    except TextError:
        raise TokenError(f"The token file {path} is not plain text. Save the token alone in a text file.") from None
    if not text.strip():
        raise TokenError(f"The token file {path} is empty. Paste the token into it and save it.")
    return text


def _read_text(path: Path, most_bytes: int) -> str:
    """A small text file. Raises OSError, and TextError if it is no text or too large to be such a file."""
    with path.open("rb") as file:
        content = file.read(most_bytes + 1)
    text = decode_text(content).text
    if "\0" in text or len(content) > most_bytes:
        raise TextError("It is no text file of settings.")
    return text
