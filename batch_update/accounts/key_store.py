"""The system's key store, where tokens are kept. Alone knows keyring.

A store may be missing, keep secrets in plain text, be too small for one, or wait for its own password in a window: each
is told in words, and none of them repeats a secret, as the messages of a store might.
"""
# ruff: noqa: PLC0415 - importing keyring takes a tenth of a second

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from batch_update.errors import TokenError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds for one answer: time enough to type the password of a store into its window."""

_GLANCE = 0.1  # seconds between two looks whether Ctrl-C was pressed, which Windows tells only between two waits
_SAFE = 1  # keyring's own word: what has less is not recommended
_STORE = "The key store of this computer"
_NONE = "This computer has no key store that could hold the token"
_UNLOCK = "unlock it and try again, or "


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one token is kept: the two names that every store has for a secret."""

    profile: str
    address: str

    @property
    def service(self) -> str:
        """One for each profile: of two secrets of one service, Windows' store moves the older one."""
        return f"batch_update {self.profile}"


class KeyStoreError(TokenError):
    """The store can not do it; the message says why. `cure` is what may help, such as "unlock it, or "."""

    def __init__(self, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.cure = cure

    def and_so(self, way: str) -> str:
        """The whole sentence, which ends with the way on that the caller knows."""
        return f"{self}: {self.cure}{way}"


def demand_store() -> None:
    """See that there is a store that may hold a token. Raises KeyStoreError."""
    _ask(_find_stores)


def keep_secret(place: Place, secret: str) -> None:
    """Keep a secret, and see that it can be had again. Raises KeyStoreError; then the store does not hold it."""

    def keep() -> bool:
        store = _find_stores()[0]
        before = store.get_password(place.service, place.address)
        with suppress(Exception):  # whatever it says, only what can be had again is kept
            store.set_password(place.service, place.address, secret)
        found = store.get_password(place.service, place.address)
        if found not in (secret, before):  # a part of it, it may be
            store.delete_password(place.service, place.address)
        return found == secret

    if not _ask(keep):
        raise KeyStoreError(f"{_STORE} did not take this token of {len(secret):,} characters (Windows' takes 1,280)")


def find_secret(place: Place) -> str | None:
    """The secret that is kept in a place, or None. Raises KeyStoreError."""

    def find() -> str | None:
        found = (store.get_password(place.service, place.address) for store in _find_stores())
        return next((secret for secret in found if secret), None)

    return _ask(find)


def forget_secret(place: Place) -> None:
    """Take the secret of a place out of every store that has it. Raises KeyStoreError."""

    def forget() -> None:
        for store in _find_stores():
            if store.get_password(place.service, place.address) is not None:
                store.delete_password(place.service, place.address)

    _ask(forget)


def _find_stores() -> list[KeyringBackend]:
    """The stores that keep secrets safely, the best one first; at least one. Raises KeyStoreError."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    logging.getLogger("keyring").addHandler(logging.NullHandler())  # what it has to say, we say in our words
    chosen = keyring.get_keyring()
    found = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    safe = [store for store in found if store.priority >= _SAFE and not _is_plain(store)]
    if safe:
        return safe
    weak = next((store for store in found if store.priority > 0 or _is_plain(store)), None)
    if weak is None:
        raise KeyStoreError(_NONE)
    raise KeyStoreError(f"{_STORE} ({weak.name}) keeps secrets in plain text or nearly so, and is not used")


def _is_plain(store: KeyringBackend) -> bool:
    """Whether it is known to keep secrets in a file that others can read; some of these call themselves recommended."""
    kind = type(store)
    return kind.__module__.startswith("keyrings.alt") or "plaintext" in kind.__name__.casefold()


@dataclass(slots=True)
class _Answer(Generic[T]):
    """What came of a question to the store."""

    values: list[T] = field(default_factory=list)
    fault: BaseException | None = None


def _ask(question: Callable[[], T]) -> T:
    """Put a question to the store, for at most PATIENCE seconds. Raises KeyStoreError.

    It is asked in a thread that ends with the program: a store that waits for its password may never answer.
    """
    answer: _Answer[T] = _Answer()

    def run() -> None:
        try:
            answer.values.append(question())
        except BaseException as fault:  # noqa: BLE001 - a store may raise anything, of its own library too
            answer.fault = fault

    thread = threading.Thread(target=run, name="key store", daemon=True)
    thread.start()
    waited = 0.0
    while thread.is_alive() and waited < PATIENCE:
        thread.join(_GLANCE)
        waited += _GLANCE
    if answer.values:
        return answer.values[0]
    if isinstance(answer.fault, KeyStoreError):
        raise answer.fault
    raise _explain(answer.fault)


def _explain(fault: BaseException | None) -> KeyStoreError:
    """Why there is no answer. A store's own message is not repeated: it may hold the secret."""
    if fault is None:
        reason = f"{_STORE} gave no answer in {PATIENCE:g} seconds; it may be waiting for its password in a window"
        return KeyStoreError(reason, _UNLOCK)
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(fault, KeyringLocked):
        return KeyStoreError(f"{_STORE} is locked", _UNLOCK)
    if isinstance(fault, NoKeyringError):
        return KeyStoreError(_NONE)
    return KeyStoreError(f"{_STORE} can not be used ({type(fault).__name__})")
