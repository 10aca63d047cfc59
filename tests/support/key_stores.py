"""Key stores of every temper, chosen as keyring's users choose one: by `$PYTHON_KEYRING_BACKEND`.

Their file is named by `$KEYRING_PROPERTY_PATH`, so that processes can share one.
"""
# ruff: noqa: ARG002 - these are the words in which a store is asked

from __future__ import annotations

import json
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.core import load_keyring
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError


class Steady(KeyringBackend):
    """Keeps what it is given."""

    priority: float = 5
    path = ""

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service} | {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service} | {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        kept = self._read()
        if f"{service} | {username}" not in kept:
            raise PasswordDeleteError(service)
        del kept[f"{service} | {username}"]
        self._write(kept)

    def _read(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(Path(self.path).read_text() if Path(self.path).exists() else "{}")
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        Path(self.path).write_text(json.dumps(kept))


class Small(Steady):
    """Takes 1,280 characters, as Windows' own does, and repeats what it can not take."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > 1280:
            raise ValueError(f"The stub received bad data: {password}")
        super().set_password(service, username, password)


class Cutting(Steady):
    """Keeps the first 1,280 characters, and says nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:1280])


class Locked(Steady):
    """Somebody closed the window that asked for its password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")


class Unreachable(Steady):
    """There is no bus to it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise InitError("Failed to create the collection: Environment variable DBUS_SESSION_BUS_ADDRESS is unset")


class Babbling(Steady):
    """Its errors tell what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"no: {self._read()}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"no: {password}")


class Waiting(Steady):
    """Waits for its password in a window that nobody sees."""

    def get_password(self, service: str, username: str) -> str | None:
        threading.Event().wait()
        return None


class Weak(Steady):
    """By keyring's own word not recommended."""

    priority = 0.5


class PlaintextKeyring(Steady):
    """Keeps everything in a file of its own, where anybody can read it, and recommends itself."""

    priority = 9

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path = "plain.json"
        super().set_password(service, username, password)


class Chained(ChainerBackend):
    """A plain file before a safe store."""

    priority = 10

    @property
    def backends(self) -> list[KeyringBackend]:
        return [load_keyring(f"support.key_stores.{name}") for name in ("PlaintextKeyring", "Steady")]
