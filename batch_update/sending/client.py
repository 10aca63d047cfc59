"""One try of one request over the network: one answer, or the reason why there is none. Alone knows aiohttp."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractStreamWriter
from yarl import URL

from batch_update import __name__ as program
from batch_update.model import JsonValue
from batch_update.sending.address import Target, check_base_url
from batch_update.sending.redaction import Redaction
from batch_update.sending.retry import Transient
from batch_update.settings import Token

MOST_READ = 65_536
"""Bytes of an answer that are read and, separately, that they may unpack to; 204 KB of gzip can be 200 MB.

A request may ask for more of a success; nobody needs more of a refusal.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where and how a run is sent. `timeout` is in seconds, for one try; `id_field` names the column of the ids."""

    base_url: str
    path: str
    token: Token
    auth: Literal["bearer", "raw"] = "bearer"
    timeout: float = 30.0
    id_field: str

    @property
    def target(self) -> Target:
        """The checked address. Raises `UsageError`."""
        return check_base_url(self.base_url, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. `truncated`: the body was longer than what was read, or did not come to its end."""

    status: int
    content_type: str
    location: str
    retry_after: str | None
    date: str | None  # when it was sent, by the clock that `retry_after` is by
    body: bytes
    truncated: bool


class TrackedBody(aiohttp.BytesPayload):
    """The body of one try, which knows whether it was sent."""

    def __init__(self, value: bytes) -> None:
        super().__init__(value, content_type="application/json")
        self.sent = False

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Called by aiohttp when the connection stands; the headers wait for this, and go out with the body."""
        self.sent = True
        await super().write(writer)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Likewise."""
        self.sent = True
        await super().write_with_length(writer, content_length)


def encode(body: Mapping[str, JsonValue]) -> bytes:
    """A row's body as it goes over the wire, in UTF-8. Raises ValueError for a number that JSON has no form for."""
    return _ENCODER.encode(body).encode()


_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))


class Client:
    """Sends one try at a time for as many rows as ask; `open_client` makes one."""

    def __init__(self, session: aiohttp.ClientSession, connection: Connection) -> None:
        self._session = session
        self._redaction = Redaction(connection.token)
        self._host = connection.target.host
        self._place = _place_of(connection.target)
        self._timeout = connection.timeout

    async def send(self, method: str, url: URL, body: TrackedBody, *, most_read: int = MOST_READ) -> Answer:
        """Send one try; of the answer's body at most `most_read` bytes are read if it is a success.

        Raises:
            Transient: no answer came, or one that broke off; `in_doubt` if a body was sent, which GET has none of.
        """
        try:
            async with self._session.request(method, url, data=body, allow_redirects=False) as response:
                return await self._read(response, most_read)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # Its repr may hold the request's headers.
            raise self._no_answer(error, method, sent=body.sent) from None

    async def _read(self, response: aiohttp.ClientResponse, most: int) -> Answer:
        body, truncated = b"", False
        is_success = 200 <= response.status <= 299
        most = most if is_success else MOST_READ
        try:
            body, truncated = await _read_some(response.content, most)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if is_success:
                raise self._no_answer(error, response.method, sent=True) from None
            truncated = True  # what the API means is in its status already
        if truncated:
            response.close()
        headers = response.headers
        body, cut = _unpack(body, headers.get(hdrs.CONTENT_ENCODING, ""), most)
        return Answer(
            status=response.status,
            content_type=headers.get(hdrs.CONTENT_TYPE, ""),
            location=self._redaction.apply(headers.get(hdrs.LOCATION, "").encode("utf-8", "replace")).decode(),
            retry_after=headers.get(hdrs.RETRY_AFTER),
            date=headers.get(hdrs.DATE),
            body=self._redaction.apply(body, cut=truncated or cut),
            truncated=truncated or cut,
        )

    def _no_answer(self, error: Exception, method: str, *, sent: bool) -> Transient:
        reads = method == hdrs.METH_GET  # which changes nothing, so that nothing is in doubt
        if sent:
            why = f"{'Asked' if reads else 'Sent'}, but {_why_no_answer(error, self._timeout)}"
            return Transient(why, cause="no answer", code="api-no-answer", in_doubt=not reads)
        what = "anything was asked" if reads else "the row was sent"
        why = _why_not_reached(error, self._host, self._place, self._timeout, what)
        return Transient(why, cause="not reached", code="api-not-reached")


def _place_of(target: Target) -> str:
    """Host and port, as a browser's address line spells them; the port too where the address leaves it out."""
    url = URL(target.base)
    return f"[{url.host}]:{url.port}" if ":" in (url.host or "") else f"{url.host}:{url.port}"


def _why_not_reached(error: Exception, host: str, place: str, timeout: float, what: str) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"The name {host} was not found: check the internet connection and the base URL."
        case aiohttp.ClientConnectorCertificateError():
            return f"The certificate of {host} is not trusted: something in between may be reading along."
        case aiohttp.ClientSSLError():
            return f"No secure connection to {place} could be made."
        case TimeoutError():
            return f"No connection to {place} within {timeout:g} seconds."
        case aiohttp.ClientConnectorError():
            return f"Nothing answers at {place}: check the internet connection and the base URL."
        case _:
            return f"The connection to {place} was lost before {what}."


def _why_no_answer(error: Exception, timeout: float) -> str:
    match error:
        case TimeoutError():
            return f"no answer came back within {timeout:g} seconds."
        case aiohttp.ClientPayloadError():
            return "the answer broke off."
        case aiohttp.ClientResponseError():
            return "what came back could not be understood."
        case _:
            return "the connection was lost before an answer came back."


async def _read_some(content: aiohttp.StreamReader, most: int) -> tuple[bytes, bool]:
    """The body, at most `most` bytes of it, and whether there is more."""
    body = await content.readany()
    if len(body) > most or content.at_eof():  # as almost every answer to an update
        return body[:most], len(body) > most
    whole = bytearray(body)
    while len(whole) <= most and not content.at_eof():
        whole += await content.readany()
    return bytes(whole[:most]), len(whole) > most


def _unpack(body: bytes, encoding: str, most: int) -> tuple[bytes, bool]:
    """The body decompressed, at most `most` bytes of it, and whether there is more.

    We ask for no compression, and do not leave it to aiohttp: it would unpack a whole chunk, however large it grows.
    """
    if encoding.strip().casefold() not in ("gzip", "x-gzip", "deflate") or not body:
        return body, False
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # 32: find out by itself whether gzip or zlib
    try:
        plain = unpacker.decompress(body, most)
    except zlib.error:
        return b"", True
    return plain, not unpacker.eof


class _BrokenError(aiohttp.ClientError):
    """A connection that broke under a request."""


async def _send_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request a second time by itself, which it does after the two errors below.

    There is no switch for it (https://github.com/aio-libs/aiohttp/issues/10790), and the server would see two requests
    where we count one. A request without a body says nothing of one: its payload is there to know that it was sent.
    """
    for header in (hdrs.CONTENT_TYPE, hdrs.CONTENT_LENGTH) if request.method == hdrs.METH_GET else ():
        request.headers.pop(header, None)
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # never sent, and never repeated
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _BrokenError from error


@asynccontextmanager
async def open_client(connection: Connection, *, concurrency: int) -> AsyncIterator[Client]:
    """A client with one session, every default of which is chosen.

    Raises:
        UsageError: the base URL can not be used.
    """
    secret = connection.token.reveal()
    connector = aiohttp.TCPConnector(
        limit=concurrency,  # as many as may be in flight: no try waits here with its clock running
        limit_per_host=0,
        ttl_dns_cache=60,
        keepalive_timeout=4,  # below the 5 s after which some servers close an idle connection under our feet
    )
    session = aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=connection.timeout, connect=None, sock_connect=None, sock_read=None),
        cookie_jar=aiohttp.DummyCookieJar(),  # a cookie set for one row must not come along with the next
        trust_env=False,  # a .netrc may put other credentials in place of ours
        auto_decompress=False,
        raise_for_status=False,
        middlewares=(_send_once,),
        headers={
            hdrs.ACCEPT: "application/json",
            hdrs.ACCEPT_ENCODING: "identity",
            hdrs.CONTENT_TYPE: "application/json",
            hdrs.USER_AGENT: program,
            hdrs.AUTHORIZATION: f"Bearer {secret}" if connection.auth == "bearer" else secret,
        },
    )
    async with session:
        yield Client(session, connection)
