"""What the page's requests do: each looks at the journey or begins a piece of work. All are let in by `guard`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web
from aiohttp_sse import sse_response

from batch_update.campaign import CAMPAIGN
from batch_update.errors import BatchUpdateError
from batch_update.runs import StopReason
from batch_update.sheets.writing.template import write_template
from batch_update.web.answers import answer_with, arriving, give_file, give_static, read_json, refuse
from batch_update.web.earlier import Earlier
from batch_update.web.journey import WORKING, Choices, Journey, Phase, Upload, change_choices
from batch_update.web.target import choose_target
from batch_update.web.told import list_changes, list_problems, tell
from batch_update.web.uploads import LARGEST, Shelves, TooLargeError, spell_name
from batch_update.web.work import PULLED_NAME, Worker
from batch_update.wording.page import (
    BUSY,
    NO_SHEET,
    NO_TARGET,
    NOT_VALID_ANY_MORE,
    NOT_WHOLE,
    NOTHING_THERE,
    STOPPED,
    TOO_LARGE,
)

GLANCE = 0.2  # seconds between two looks whether there is something new for a window


@dataclass(slots=True, kw_only=True)
class Handlers:
    """Everything that a window can ask for."""

    journey: Journey
    worker: Worker
    shelves: Shelves
    earlier: Earlier
    end: Callable[[], None]

    def routes(self) -> list[web.RouteDef]:
        """The addresses, one line each."""
        return [
            web.get("/", give_static("page.html", "text/html")),
            web.get("/page.css", give_static("page.css", "text/css")),
            web.get("/page.js", give_static("page.js", "text/javascript")),
            web.get("/icon.svg", give_static("icon.svg", "image/svg+xml")),
            web.get("/api/state", self.state),
            web.get("/api/events", self.events),
            web.get("/api/problems/{of}", self.problems),
            web.get("/api/changes/{of}", self.changes),
            web.get("/api/profiles", self.profiles),
            web.get("/api/runs", self.runs),
            web.get("/api/runs/{run}/results", self.run_results),
            web.get("/api/files/{which}", self.file),
            web.post("/api/sheet", self.sheet),
            web.post("/api/target", self.target),
            web.post("/api/plan", self.plan),
            web.post("/api/send", self.send),
            web.post("/api/answer", self.answer),
            web.post("/api/stop", self.stop),
            web.post("/api/leave", self.leave),
            web.post("/api/pull", self.pull),
            web.post("/api/runs/{run}/go-on", self.go_on),
            web.post("/api/runs/{run}/undo", self.undo),
            web.post("/api/undone/check", self.check_undone),
            web.post("/api/close", self.close),
        ]

    # --- looking ------------------------------------------------------------------------------------------------------

    async def state(self, _request: web.Request) -> web.Response:
        """What is so now."""
        return web.json_response(tell(self.journey))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The same, again with each change."""
        seen = -1
        async with sse_response(request) as answer:
            with suppress(ConnectionError):
                while answer.is_connected() and not (self.journey.closing and seen == self.journey.version):
                    if seen != self.journey.version:
                        told = tell(self.journey)
                        seen = self.journey.version
                        await answer.send(json.dumps(told))
                    await asyncio.sleep(GLANCE)
        return answer

    async def problems(self, request: web.Request) -> web.Response:
        """The problems of the check, the plan or the run, cell by cell."""
        return self._table(request, list_problems)

    async def changes(self, request: web.Request) -> web.Response:
        """The changes of the plan or the run, field by field."""
        return self._table(request, list_changes)

    def _table(self, request: web.Request, make: Callable[..., tuple[list[dict[str, object]], int]]) -> web.Response:
        endings = {"check": self.journey.check, "plan": self.journey.plan, "ending": self.journey.ending}
        ending = endings.get(request.match_info["of"])
        if ending is None:
            return refuse(404, NOTHING_THERE)
        lines, number = make(ending.result.outcomes, request.query.get("find", ""))
        return web.json_response({"lines": lines, "number": number})

    async def profiles(self, _request: web.Request) -> web.Response:
        """The accounts by name."""
        return await answer_with(self.earlier.list_profiles)

    async def runs(self, _request: web.Request) -> web.Response:
        """Earlier runs."""
        return await answer_with(self.earlier.tell)

    async def run_results(self, request: web.Request) -> web.StreamResponse:
        """The results of an earlier run."""
        try:
            path = await asyncio.to_thread(self.earlier.write_results, request.match_info["run"])
        except BatchUpdateError as error:
            return refuse(404, *error.lines)
        return give_file(path)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A workbook of this journey, or the blank template."""
        journey, which = self.journey, request.match_info["which"]
        if which == "template":
            path = self.shelves.new_folder() / PULLED_NAME
            await asyncio.to_thread(write_template, path, CAMPAIGN)
            return give_file(path)
        with journey.looking():
            endings = {"check": journey.check, "plan": journey.plan, "ending": journey.ending}
            files = {name: ending.result.results for name, ending in endings.items() if ending}
            files["pulled"] = journey.pulled.file if journey.pulled else None
            files["undone"] = journey.undone.file if journey.undone else None
        found = files.get(which)
        if found is None or not found.is_file():
            return refuse(404, NOTHING_THERE)
        return give_file(found)

    # --- doing --------------------------------------------------------------------------------------------------------

    async def sheet(self, request: web.Request) -> web.Response:
        """A sheet comes: it is kept, and checked."""
        if self.journey.phase in WORKING:
            return refuse(409, BUSY)
        if (request.content_length or 0) > LARGEST:
            return refuse(413, TOO_LARGE.format(megabytes=LARGEST // 1024**2))
        shown = unquote(request.headers.get("X-File-Name", "")) or "sheet.xlsx"
        try:
            upload = await self.shelves.receive(arriving(request), shown)
        except TooLargeError as error:
            return refuse(413, *error.lines)
        except (TimeoutError, web.RequestPayloadError):
            return refuse(400, NOT_WHOLE)
        if self.journey.phase in WORKING:  # begun while it came
            self.shelves.drop(upload)
            return refuse(409, BUSY)
        place = self._place_of(shown)
        return _begun(begun=self.worker.check(self.shelves.move(upload, place) if place else upload))

    async def target(self, request: web.Request) -> web.Response:
        """Where the rows are to go."""
        said = await read_json(request)
        if self.journey.phase in WORKING:
            return refuse(409, BUSY)
        try:
            chosen = await asyncio.to_thread(choose_target, said, self.worker.environ)
        except BatchUpdateError as error:
            return refuse(400, *error.lines)
        known = self.journey.target
        if known is not None and chosen.token is None and known.access == chosen.access:
            chosen = known  # its token was typed already
        with self.journey.changing():
            self.journey.target, self.journey.alert = chosen, ()
        return web.json_response({})

    async def plan(self, _request: web.Request) -> web.Response:
        """Show the changes first."""
        return self._refuse_unready() or _begun(begun=self.worker.plan())

    async def send(self, request: web.Request) -> web.Response:
        """Put the question; with `resume`, for what a run has left."""
        said = await read_json(request)
        choices = replace(self.journey.choices, resume=said.get("resume") is True)
        return self._refuse_unready() or _begun(begun=self.worker.send(choices))

    async def answer(self, request: web.Request) -> web.Response:
        """An answer to the question of this mark: yes, no, or another choice at it."""
        said = await read_json(request)
        again = change_choices(self.journey.choices, said.get("choose"))
        yes = said.get("yes") is True and again is None
        if not self.journey.answer(str(said.get("mark", "")), yes=yes, again=again):
            return refuse(409, NOT_VALID_ANY_MORE)
        return web.json_response({})

    async def stop(self, _request: web.Request) -> web.Response:
        """Take no more rows; the second time, break off those under way."""
        with self.journey.changing():
            stop = self.journey.stop
        if stop is None:
            return refuse(409, NOT_VALID_ANY_MORE)
        if stop.asked:
            stop.cancel()
        stop.ask(StopReason.INTERRUPTED, STOPPED)
        return web.json_response({})

    async def leave(self, request: web.Request) -> web.Response:
        """Begin with another sheet, or go back to what was found."""
        said = await read_json(request)
        with self.journey.changing():
            if self.journey.phase in WORKING:
                return refuse(409, BUSY)
            if said.get("to") == Phase.FOUND and self.journey.check is not None:
                self.journey.phase, self.journey.alert = Phase.FOUND, ()
            else:
                self.journey.forget_sheet()
        return web.json_response({})

    async def pull(self, request: web.Request) -> web.Response:
        """Read campaigns into a workbook."""
        said = await read_json(request)
        target = self.journey.target
        if target is None:
            return refuse(400, NO_TARGET)
        return _begun(begun=self.worker.pull(target, str(said.get("ids", "")), str(said.get("fields", ""))))

    async def go_on(self, request: web.Request) -> web.Response:
        """Go on with a run that was cut short."""
        said = await read_json(request)
        try:
            run = await asyncio.to_thread(self.earlier.find, request.match_info["run"])
            upload = await asyncio.to_thread(self.earlier.find_sheet, run)
            typed = str(said.get("token", "")).strip()
            target = await asyncio.to_thread(self.earlier.find_target, run, typed, self.journey.target)
        except BatchUpdateError as error:
            return refuse(400, *error.lines)
        return _begun(begun=self.worker.go_on(run, target, upload))

    async def undo(self, request: web.Request) -> web.Response:
        """Make the sheet that puts a run back."""
        said = await read_json(request)
        try:
            run = await asyncio.to_thread(self.earlier.find, request.match_info["run"])
            typed = str(said.get("token", "")).strip()
            target = await asyncio.to_thread(self.earlier.find_target, run, typed, self.journey.target)
        except BatchUpdateError as error:
            return refuse(400, *error.lines)
        return _begun(begun=self.worker.undo(run, target, lambda found: self.earlier.settle(target, found)))

    async def check_undone(self, _request: web.Request) -> web.Response:
        """Take the sheet that puts a run back as the sheet to send, as it is."""
        undone = self.journey.undone
        if undone is None:
            return refuse(404, NOTHING_THERE)
        upload = Upload(path=undone.file, shown=undone.file.name)
        return _begun(begun=self.worker.check(upload, Choices(every_cell=undone.empties_left_out)))

    async def close(self, _request: web.Request) -> web.Response:
        """End the program; a run under way is stopped as with Ctrl-C."""
        self.end()
        return web.json_response({})

    # --- inside -------------------------------------------------------------------------------------------------------

    def _refuse_unready(self) -> web.Response | None:
        if self.journey.phase in WORKING:
            return refuse(409, BUSY)
        if self.journey.upload is None:
            return refuse(400, NO_SHEET)
        return refuse(400, NO_TARGET) if self.journey.target is None else None

    def _place_of(self, shown: str) -> Path | None:
        """The place of the workbook that comes back corrected, so that it is known as a further round."""
        name = re.sub(r" ?\(\d+\)(?=\.\w+$)", "", spell_name(shown))  # as browsers number what is saved twice
        for ending in (self.journey.check, self.journey.plan, self.journey.ending):
            found = ending.result.results if ending else None
            if found is not None and found.name == name and self.shelves.has(found):
                return found
        return None


def _begun(*, begun: bool) -> web.Response:
    return web.json_response({}) if begun else refuse(409, BUSY)
