"""What the user chose, gathered once from the command line, the environment and the files that hold a token.

Nothing here reads `os.environ` or `sys.argv`: `cli` hands them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from batch_update.errors import TokenError

API_URL = "https://api.acefone.in"
TOKEN_VARIABLE = "ACEFONE_TOKEN"  # noqa: S105 - a variable's name
URL_VARIABLE = "ACEFONE_BASE_URL"
ENV_FILE = ".env"
LARGEST_TOKEN_FILE = 64 * 1024  # bytes; a token has at most a few thousand


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one sheet is to be updated: the options of the command line, with everything that has a default filled in."""

    sheet: Path
    results: Path
    worksheet: str | None = None
    check_only: bool = False
    sandbox: bool = False
    resume: bool = False
    base_url: str = API_URL
    token_file: Path | None = None
    auth: str = "bearer"
    rate: float = 3.0  # requests per second; 0 = no cap
    find_rate: bool = False  # --rate auto
    concurrency: int = 8
    attempts: int = 5
    timeout: float = 30.0  # seconds for one try
    max_failures: int = 20  # 0 = never stop
    strict: bool = False
    limit: int | None = None
    ask: bool = True
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool = True
    windows: bool = False  # whose shell the commands are for that are named as the next step

    @property
    def is_for_account(self) -> bool:
        """Whether rows go to an account, so that an address and a token are needed."""
        return not self.check_only and not self.sandbox


def results_beside(sheet: Path) -> Path:
    """Where the results of a sheet go unless the user says otherwise: `campaigns.results.xlsx` beside it."""
    return sheet.with_name(f"{sheet.stem}.results.xlsx")


def read_env_file(folder: Path) -> dict[str, str]:
    """What the `.env` of a folder says; nothing if there is none or it can not be read."""
    path = folder / ENV_FILE
    if not path.is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - not needed by most commands

    try:
        return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value}
    except (OSError, UnicodeDecodeError):
        return {}


def find_token(token_file: Path | None, environ: Mapping[str, str], env_file: Mapping[str, str]) -> str:
    """The token's text: from the file the user named, else from the environment, else from `.env`.

    Raises:
        TokenError: if there is none, or the file can not be read.
    """
    if token_file is not None:
        return _read_token_file(token_file)
    token = environ.get(TOKEN_VARIABLE, "").strip() or env_file.get(TOKEN_VARIABLE, "").strip()
    if not token:
        message = (
            "There is no token. Make one in the panel (API Connect > API Tokens > Generate Token), save it in a text "
            "file and name it with --token-file FILE. To try without an account, use --sandbox; to check only, --check."
        )
        raise TokenError(message)
    return token


def _read_token_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TOKEN_FILE + 1)
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig").strip()
    except OSError as error:
        raise TokenError(f"The token file {path} can not be read: {error.strerror or 'unknown reason'}.") from None
    except UnicodeDecodeError:
        raise TokenError(f"The token file {path} is not plain text. Save the token alone in a text file.") from None
    if not text:
        raise TokenError(f"The token file {path} is empty. Paste the token into it and save it.")
    return text
