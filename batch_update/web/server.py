"""The page's server from its start to its end: on loopback, for one person, until the program is closed."""

from __future__ import annotations

import asyncio
import signal
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from aiohttp import web

from batch_update.errors import ALL_DONE, INTERRUPTED, UsageError
from batch_update.runs import StopReason
from batch_update.web.earlier import Earlier
from batch_update.web.guard import HOST, Guard, add_headers
from batch_update.web.handlers import Handlers
from batch_update.web.journey import Journey
from batch_update.web.uploads import Shelves
from batch_update.web.work import Worker
from batch_update.wording.page import CLOSED, PORT_TAKEN, STOPPED, WAITING, tell_address

GLANCE = 0.1  # seconds
LINGERING = 2.0  # seconds for what a browser still sends of a sheet that was refused
LAST_LOOK = 1.0  # seconds for the windows to be told of the end


@dataclass(slots=True, kw_only=True)
class PageServer:
    """One start of the page."""

    state: Path
    environ: Mapping[str, str]
    say: Callable[[str], object]
    journey: Journey = field(default_factory=Journey)
    guard: Guard = field(default_factory=Guard)
    interrupted: bool = False

    async def serve(self, *, port: int, opens: bool) -> int:
        """Serve until the end; its exit code. Raises UsageError: the port can not be had."""
        shelves = Shelves(self.state)
        await asyncio.to_thread(shelves.forget_old)
        worker = Worker(journey=self.journey, shelves=shelves, state=self.state, environ=self.environ)
        runner = web.AppRunner(
            self._make_app(worker, shelves), access_log=None, shutdown_timeout=LAST_LOOK, lingering_time=LINGERING
        )
        await runner.setup()
        try:
            await self._listen(runner, port)
            with self._listening_for_signals():
                for line in tell_address(self.guard.address):
                    self.say(line)
                if opens:
                    await asyncio.to_thread(webbrowser.open, self.guard.address)
                while not self.journey.closing:  # noqa: ASYNC110 - set by a signal, a request or a test
                    await asyncio.sleep(GLANCE)
                while not await asyncio.to_thread(worker.wait, GLANCE):
                    if self.journey.stop is None and self.journey.phase == "busy":
                        break  # it reads, and nothing is lost with it
                await asyncio.sleep(2 * GLANCE)
        finally:
            await runner.cleanup()
        self.say(CLOSED)
        return INTERRUPTED if self.interrupted else ALL_DONE

    def end(self) -> None:
        """End the program: questions are answered with no, and a run under way is stopped."""
        self.journey.close()
        if (stop := self.journey.stop) is not None:
            if stop.asked:
                stop.cancel()
            stop.ask(StopReason.INTERRUPTED, STOPPED)

    def _make_app(self, worker: Worker, shelves: Shelves) -> web.Application:
        app = web.Application(middlewares=[self.guard.middleware])
        app.on_response_prepare.append(add_headers)
        earlier = Earlier(state=self.state, shelves=shelves, environ=self.environ)
        handlers = Handlers(journey=self.journey, worker=worker, shelves=shelves, earlier=earlier, end=self.end)
        app.add_routes(handlers.routes())
        return app

    async def _listen(self, runner: web.AppRunner, port: int) -> None:
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            raise UsageError(PORT_TAKEN.format(port=port, reason=error.strerror or "unknown reason")) from None
        self.guard.port = runner.addresses[0][1]

    @contextmanager
    def _listening_for_signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM end the program, and a run under way as they do elsewhere. Only the main thread can."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def hear(_number: int, _frame: FrameType | None) -> None:
            self.interrupted = True
            if self.journey.stop is not None:
                self.say(WAITING)
            self.end()

        before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
