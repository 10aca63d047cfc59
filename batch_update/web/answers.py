"""How requests of the page are read, and answers made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from aiohttp import web

from batch_update.errors import BatchUpdateError

T = TypeVar("T")

LARGEST_QUESTION = 64 * 1024  # bytes of a request that is no sheet
SILENCE = 30.0  # seconds without a byte of a sheet that is coming
STATIC = Path(__file__).parent / "static"


async def arriving(request: web.Request) -> AsyncIterator[bytes]:
    """The bytes of a body as they come, but not for ever."""
    while True:
        async with asyncio.timeout(SILENCE):
            piece = await request.content.readany()
        if not piece:
            return
        yield piece


async def answer_with(look: Callable[[], T]) -> web.Response:
    """What can be seen in the journal or a file, without holding up the others."""
    try:
        return web.json_response(await asyncio.to_thread(look))
    except BatchUpdateError as error:
        return refuse(400, *error.lines)


async def read_json(request: web.Request) -> Mapping[str, object]:
    """The object that a request says; empty where it is none."""
    if request.content_type != "application/json" or (request.content_length or 0) > LARGEST_QUESTION:
        raise web.HTTPUnsupportedMediaType
    try:
        said = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    return said if isinstance(said, dict) else {}


def refuse(status: int, *lines: str) -> web.Response:
    """A no, in words."""
    return web.json_response({"lines": lines}, status=status)


def give_file(path: Path) -> web.FileResponse:
    """A workbook to be saved, under its name."""
    return web.FileResponse(
        path,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}",
            "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        },
    )


def give_static(name: str, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """One of the page's own files."""

    async def give(_request: web.Request) -> web.StreamResponse:
        text = await asyncio.to_thread((STATIC / name).read_text, encoding="utf-8")
        return web.Response(text=text, content_type=kind, charset="utf-8")

    return give
