"""What is checked before anything is sent: the base URL and the path of a row. Knows no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from yarl import URL

from batch_update.errors import UsageError

_ID = re.compile("[A-Za-z0-9_-]{1,64}")
_PATH = re.compile("(/[A-Za-z0-9_-]+)+")


@dataclass(frozen=True, slots=True)
class Target:
    """The address that campaign ids are put behind.

    `base` is the base URL in the one form that all spellings of it come to; `understood` says in words how it was read
    if it held a part of the path already, and is "" otherwise. `root` is what the API's paths are put behind.
    """

    prefix: str
    path: str  # of the prefix
    host: str
    base: str
    root: str
    understood: str = ""

    @property
    def of_all(self) -> URL:
        """The address of them all."""
        return URL(self.prefix.rstrip("/"), encoded=True)

    def beside(self, path: str) -> URL:
        """The address of another path of the same API.

        Raises:
            ValueError: it is no plain path; paths come from tables, never from a sheet.
        """
        if not _PATH.fullmatch(path):
            raise ValueError("a path of the API is plain words between slashes")
        return URL(self.root + path, encoded=True)

    def of(self, campaign_id: str) -> URL:
        """The address of one campaign.

        Raises:
            ValueError: the id could lead to another resource (`../agent/9`); the check refuses such rows long before.
        """
        check_id(campaign_id)
        url = URL(self.prefix + quote(campaign_id, safe=""), encoded=True)
        if url.raw_path != self.path + campaign_id:
            raise ValueError("a campaign id led out of the campaigns' path")
        return url


def check_id(campaign_id: str) -> None:
    """Let no id pass that could lead out of the campaigns' path. Raises ValueError."""
    # fullmatch, since "$" lets a final newline pass; quoting alone leaves "..", which URLs resolve.
    if not _ID.fullmatch(campaign_id):
        raise ValueError("a campaign id must be checked before it is sent")


def check_base_url(text: str, path: str = "") -> Target:
    """The address of the API, with `path` behind it; what of the path the address ends in already counts once.

    A base whose own path ends as `path` begins (a proxy at `…/v1`) is told by its whole address: `…/v1/v1/dialer/…`.

    Raises:
        UsageError: it is no address, or leads past `path`, or the token would travel in the open: `https`, unless this
            computer is meant.
    """
    text = text.strip()
    shown = f'The base URL "{_without_password(text)}"'
    url = _check_url(text, shown)
    try:
        rest, is_cut = _without_path(url.path, path)
    except _PastPathError as past:
        meant = _put_together(url, past.rest or "/").rstrip("/")
        raise UsageError(
            f"{shown} must end before the ids, which come from the sheet, and lead to nothing else; most likely it is "
            f"{meant} alone."
        ) from None
    prefix = URL(_put_together(url, rest + (path or "/")), encoded=True)
    # What is left may end as the path begins, by chance or on purpose: it must not be cut again when it is read again.
    base = prefix if _without_path(rest, path)[1] else URL(_put_together(url, rest or "/"), encoded=True)
    understood = f"{shown} was read as {str(base).rstrip('/')}: each row goes to {prefix}ID." if is_cut else ""
    root = str(prefix).removesuffix(path).rstrip("/")
    return Target(str(prefix), prefix.raw_path, url.host or "", str(base).rstrip("/"), root, understood)


def _check_url(text: str, shown: str) -> URL:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        url = URL(text, encoded=False)
    except ValueError:
        raise UsageError(f"{shown} is not an address; it looks like https://api.acefone.in") from None
    if parts.scheme not in ("https", "http") or not host or url.host is None or port == 0:
        raise UsageError(f"{shown} must begin with https://, as in https://api.acefone.in")
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"{shown} must not hold a user name or password; the token goes into ACEFONE_TOKEN or a file.")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise UsageError(f"{shown} must end with the host or a path, without ? and #.")
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(
            f"{shown} must begin with https:// (http only for this computer): others could read the token."
        )
    return url


def _put_together(url: URL, path: str) -> str:
    return str(URL.build(scheme=url.scheme, host=url.host or "", port=url.explicit_port, path=path))


_PLACEHOLDER = re.compile(
    r"[{<\[(:].*|(campaign)?[-_]?id", re.IGNORECASE
)  # `{id}`, `:id`, `<id>`, as documents write it


def _without_path(base: str, path: str) -> tuple[str, bool]:
    """The path of a base URL without the part of `path` that it ends in, and whether there was one.

    Case and doubled slashes do not count, nor a placeholder for the id behind the whole path.

    Raises:
        _PastPathError: it leads past `path`: to one id, or to something beside it (`/v1/dialer/agent`).
    """
    base = base.rstrip("/")
    wanted = [part.casefold() for part in path.split("/") if part]
    places = [place for place, part in enumerate(base.split("/")) if part]
    parts = [base.split("/")[place].casefold() for place in places]
    if len(parts) > len(wanted) and wanted and parts[-1 - len(wanted) : -1] == wanted and _is_placeholder(parts[-1]):
        del places[-1], parts[-1]
    for length in range(min(len(wanted), len(parts)), 0, -1):
        if parts[-length:] == wanted[:length]:
            return _cut(base, places[-length]), True
    # Two parts of it in a row are no chance, as a proxy's own `v1` may be.
    for place in range(len(parts)):
        if wanted and parts[place : place + 2] == wanted[:2]:
            raise _PastPathError(_cut(base, places[place]))
    return base, False


def _cut(path: str, part: int) -> str:
    """A path before its part of that number."""
    return "/".join(path.split("/")[:part]).rstrip("/")


class _PastPathError(ValueError):
    """A base URL leads past the resource's path; `rest` is what stands before that."""

    def __init__(self, rest: str) -> None:
        super().__init__("the base URL leads past the path")
        self.rest = rest


def _is_placeholder(part: str) -> bool:
    return _PLACEHOLDER.fullmatch(part) is not None


def is_loopback(host: str) -> bool:
    """Whether a host is this computer by its very name: 127.0.0.0/8, ::1, localhost."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _without_password(text: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", text)
