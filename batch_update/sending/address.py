"""What is checked before anything is sent: the base URL and the path of a row. Knows no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from yarl import URL

from batch_update.errors import UsageError

_ID = re.compile("[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Target:
    """The address that campaign ids are put behind."""

    prefix: str
    path: str  # of the prefix
    host: str

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
    """The address of the API, with `path` behind it.

    Raises:
        UsageError: it is no address, or the token would travel in the open: `https`, unless this computer is meant.
    """
    text = text.strip()
    shown = f'The base URL "{_without_password(text)}"'
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
    prefix = URL.build(
        scheme=url.scheme, host=url.host, port=url.explicit_port, path=url.path.rstrip("/") + (path or "/")
    )
    return Target(str(prefix), prefix.raw_path, host)


def is_loopback(host: str) -> bool:
    """Whether a host is this computer by its very name: 127.0.0.0/8, ::1, localhost."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _without_password(text: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", text)
