"""Runs the stand-in as a server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from batch_update.errors import UsageError
from batch_update.resource import Resource
from batch_update.sandbox.account import Sandbox, SandboxOptions

LOOPBACK = "127.0.0.1"
SHUTDOWN_SECONDS = 0.1


@asynccontextmanager
async def open_sandbox(resource: Resource, options: SandboxOptions | None = None) -> AsyncIterator[Sandbox]:
    """A stand-in that answers on loopback until the block ends.

    Raises:
        UsageError: the port can not be had.
    """
    options = options or SandboxOptions()
    sandbox = Sandbox(resource, options)
    # The server without aiohttp's router and middlewares: a benchmark should measure the client, not its stand-in.
    server = web.Server(sandbox.handle, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, LOOPBACK, options.port).start()
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"The stand-in can not use port {options.port}: it is taken or not allowed. Choose another --port."
            ) from error
        sandbox.url = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        yield sandbox
    finally:
        await runner.cleanup()


async def serve(resource: Resource, options: SandboxOptions, announce: Callable[[str], object]) -> None:
    """Run a stand-in until cancelled; `announce` gets one line for the URL and one for the token.

    Raises:
        UsageError: the port can not be had.
    """
    async with open_sandbox(resource, options) as sandbox:
        announce(f"URL: {sandbox.url}")
        announce(f"Token: {sandbox.token}")
        await asyncio.Event().wait()
