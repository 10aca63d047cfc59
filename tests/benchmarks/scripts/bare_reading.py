"""The bare pipeline of a run that reads: the same libraries, and nothing between them. No check, no journal, no retry.

    python bare_reading.py SHEET RESULTS BASE_URL CONCURRENCY (plan|verify)      prints the seconds of the requests

`plan`: GET each campaign. `verify`: GET it, PUT the row, GET it again. Then a workbook with a page of the rows and one
with a line for each cell that is not what the campaign held: row, id, name, column, value before, value asked for, and
value read back.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from time import monotonic
from typing import TypeAlias

import aiohttp
import python_calamine
import uvloop
import xlsxwriter

Item: TypeAlias = Mapping[str, object]
Rows: TypeAlias = Sequence[Sequence[object]]


async def read_all(header: list[str], rows: Rows, base_url: str, concurrency: int, mode: str) -> list[list[Item]]:
    """What each row's campaign held: once, or before its update and after."""
    found: list[list[Item]] = [[] for _ in rows]
    places = iter(range(len(rows)))
    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def read(url: str) -> Item:
            async with session.get(url) as response:
                held: Item = json.loads(await response.read())["data"]
                return held

        async def work() -> None:
            for place in places:
                row = rows[place]
                url = f"{base_url}/v1/dialer/campaign/{row[0]:.0f}"
                found[place].append(await read(url))
                if mode == "verify":
                    body = {name: cell for name, cell in zip(header[1:], row[1:], strict=True) if cell != ""}
                    async with session.put(url, data=json.dumps(body)) as response:
                        said = json.loads(await response.read())
                        assert said["Success"]
                    found[place].append(await read(url))

        workers: list[Callable[[], Awaitable[None]]] = [work] * concurrency
        await asyncio.gather(*(worker() for worker in workers))
    return found


def changes(header: list[str], rows: Rows, found: list[list[Item]]) -> Iterator[tuple[object, ...]]:
    """A line for each cell that asks for something else than was there."""
    for line, (row, readings) in enumerate(zip(rows, found, strict=True), 2):
        before, after = readings[0], readings[-1]
        for name, cell in zip(header[1:], row[1:], strict=True):
            if cell != "" and str(before[name]) != str(cell):
                yield line, row[0], before["name"], name, str(before[name]), cell, str(after[name])


def write(path: str, header: list[str], rows: Rows, found: list[list[Item]]) -> None:
    """The two pages, in the fastest way that xlsxwriter takes rows: no formats, no look for links, shared strings."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as workbook:
        worksheet = workbook.add_worksheet("Results")
        worksheet.write_row(0, 0, ("Row", "Status", "Message", "HTTP status", "Attempts", "Seconds", *header))
        for line, row in enumerate(rows, 1):
            worksheet.write_row(line, 0, (line + 1, "UPDATED", "Read and compared.", 200, 1, 0.1, *row))
        worksheet = workbook.add_worksheet("Changes")
        worksheet.write_row(0, 0, ("Row", "id", "Name", "Column", "Now", "New", "Read back"))
        for line, change in enumerate(changes(header, rows, found), 1):
            worksheet.write_row(line, 0, change)


def main(sheet: str, results: str, base_url: str, concurrency: str, mode: str) -> None:
    """Read, send, write."""
    header, *rows = python_calamine.CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    names, started = [str(name) for name in header], monotonic()
    found = uvloop.run(read_all(names, rows, base_url, int(concurrency), mode))
    print(monotonic() - started)
    write(results, names, rows, found)


if __name__ == "__main__":
    main(*sys.argv[1:])
