"""The file of profiles: read whole, changed by one program at a time, written beside and renamed into place.

What a person wrote into it besides, remarks and order, stays as it is.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from batch_update.accounts.account import Account, read_account, write_account
from batch_update.errors import ProfileError

FILE_NAME = "profiles.toml"
VARIABLE = "BATCH_UPDATE_CONFIG"
"""Names another folder, for those whose home folder can not be written."""

LARGEST = 1 << 20  # bytes
PATIENCE = 10.0  # seconds that another program may take to change it
_HEAD = "Accounts by name, for `--profile NAME`. Tokens are not here: the system's key store has them."


def config_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the file; it need not exist yet."""
    chosen = environ.get(VARIABLE, "").strip()
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs  # noqa: PLC0415 - a run without a profile has no use for it yet

    return platformdirs.user_config_path("batch_update", appauthor=False)


def read_profiles(folder: Path) -> tuple[Account, ...]:
    """All accounts of the file, in its order; none if there is no file. Raises ProfileError."""
    text = _read_text(folder / FILE_NAME)
    try:
        return _parse(text)
    except ValueError as error:
        raise _damaged(folder / FILE_NAME, str(error)) from None


def write_profile(folder: Path, account: Account) -> None:
    """Put an account into the file, in the place of the one of that name. Raises ProfileError."""

    def put(document: dict[str, object]) -> None:
        document[account.name] = write_account(account)

    _change(folder, account.name, put)


def erase_profile(folder: Path, name: str) -> None:
    """Take an account out of the file. Raises ProfileError."""
    _change(folder, name, lambda _document: None)


@contextmanager
def hold_profiles(folder: Path) -> Iterator[None]:
    """Keep every other program from changing the file until the block ends. Raises ProfileError."""
    import filelock  # noqa: PLC0415 - who only reads it needs none

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / f"{FILE_NAME}.lock", timeout=PATIENCE, mode=0o600)
        lock.acquire()
    except filelock.Timeout:
        raise ProfileError("Another program is changing the profiles right now. Try again when it is done.") from None
    except (OSError, NotImplementedError) as error:
        raise _unwritable(folder, error) from None
    try:
        yield
    finally:
        lock.release()


def _parse(text: str) -> tuple[Account, ...]:
    """The accounts in a text. Raises ValueError, whose message goes on from the file's name."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no TOML ({error})") from None
    accounts = tuple(read_account(name, said) for name, said in tables.items())
    if len({account.name.casefold() for account in accounts}) < len(accounts):
        raise ValueError("two of its profiles have one name, but for capital letters")
    return accounts


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ProfileError(f"The file of profiles {path} can not be read: {_explain(error)}.") from None
    if len(content) > LARGEST:
        raise _damaged(path, "it is too large to be one")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _damaged(path, "it is no text in UTF-8") from None


def _change(folder: Path, name: str, put: Callable[[dict[str, object]], None]) -> None:
    """Write the file anew, without the account of that name and with what `put` puts in."""
    import tomlkit  # noqa: PLC0415 - most commands only read it

    text = _read_text(folder / FILE_NAME)
    before = read_profiles(folder)
    document = tomlkit.parse(text)
    if not text.strip():
        document.add(tomlkit.comment(_HEAD))
    for account in before:
        if account.name.casefold() == name.casefold():
            document.remove(account.name)
    put(document)
    _replace(folder, tomlkit.dumps(document))


def _replace(folder: Path, text: str) -> None:
    """Write the whole file, for its owner alone; the old one is whole until the new one is. Raises ProfileError."""
    try:
        path = (folder / FILE_NAME).resolve()  # it may be a link, to where a person keeps such files
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE_NAME}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        finally:
            with suppress(OSError):
                Path(draft).unlink()
    except OSError as error:
        raise _unwritable(folder, error) from None


def _damaged(path: Path, reason: str) -> ProfileError:
    return ProfileError(
        f"The file of profiles {path} can not be used: {reason}. Correct it, or delete it and add them anew."
    )


def _unwritable(folder: Path, error: Exception) -> ProfileError:
    return ProfileError(
        f"The profiles can not be kept in {folder} ({_explain(error)}). Make that folder writable, or set {VARIABLE} to"
        " a folder that is."
    )


def _explain(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or "unknown reason"
