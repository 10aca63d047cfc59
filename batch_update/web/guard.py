"""Who may use the page: the person at this computer, in a browser that was given the printed address.

Other pages in the same browser can send requests here too: they have neither the cookie nor our Origin. Other names for
this computer (a rebinding of DNS) have not our Host.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Middleware

from batch_update.wording.page import FOREIGN, OPEN_THE_ADDRESS

HOST = "127.0.0.1"
KEY = "key"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True, kw_only=True)
class Guard:
    """The key of one start of the program, and the cookie that it is exchanged for."""

    port: int = 0
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def origin(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """What is printed; it works for as long as the program runs."""
        return f"{self.origin}/?{KEY}={self.key}"

    @property
    def cookie(self) -> str:
        """The cookie's name. Browsers do not tell ports apart: two programs at once have two names."""
        return f"batch_update_{self.port}"

    @property
    def middleware(self) -> Middleware:
        """What stands before every handler."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.headers.getall("Host", []) != [f"{HOST}:{self.port}"]:
                return web.Response(status=403, text=FOREIGN)
            if any(origin != self.origin for origin in request.headers.getall("Origin", [])):
                return web.Response(status=403, text=FOREIGN)
            if request.method == "GET" and request.path == "/" and KEY in request.query:
                return self._exchange(request)
            if not _same(request.cookies.get(self.cookie, ""), self.ticket):
                return web.Response(status=403, text=OPEN_THE_ADDRESS)
            return await handler(request)

        return check

    def _exchange(self, request: web.Request) -> web.Response:
        """The cookie for the key; the address then has no key in it any more."""
        if not _same(request.query[KEY], self.key):
            return web.Response(status=403, text=OPEN_THE_ADDRESS)
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(self.cookie, self.ticket, httponly=True, samesite="Strict", path="/")
        return answer


async def add_headers(_request: web.Request, answer: web.StreamResponse) -> None:
    """What every answer says to the browser; set last, over whatever a library has set."""
    answer.headers.update(HEADERS)
    answer.headers.pop("Server", None)


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
