"""The bare pipeline: the same libraries, and nothing between them. No check, no journal, no retry, no message.

python bare.py SHEET RESULTS [BASE_URL CONCURRENCY]      prints the seconds of sending; without a URL it sends nothing
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

import aiohttp
import python_calamine
import uvloop
import xlsxwriter

Answer = tuple[str, str, int, float]


async def send_all(
    header: list[str], rows: Sequence[Sequence[object]], base_url: str, concurrency: int
) -> list[Answer]:
    """PUT every row, and give status, message, HTTP status and seconds of each."""
    answers: list[Answer] = [("", "", 0, 0.0)] * len(rows)
    places = iter(range(len(rows)))
    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def work() -> None:
            for place in places:
                row, started = rows[place], monotonic()
                body = {name: cell for name, cell in zip(header[1:], row[1:], strict=True) if cell != ""}
                url = f"{base_url}/v1/dialer/campaign/{row[0]:.0f}"
                async with session.put(url, data=json.dumps(body)) as response:
                    said = json.loads(await response.read())
                    status = "UPDATED" if response.status == 200 and said["Success"] else "REJECTED"
                    answers[place] = (status, said["Message"], response.status, monotonic() - started)

        workers: list[Callable[[], Awaitable[None]]] = [work] * concurrency
        await asyncio.gather(*(worker() for worker in workers))
    return answers


def write(path: str, header: list[str], rows: Sequence[Sequence[object]], answers: list[Answer]) -> None:
    """Rows as the results workbook has them: six columns in front of the sheet's own, values as they come, no formats.

    Of the ways in which xlsxwriter takes rows this is the fastest: without a look for links, shared strings.
    """
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as workbook:
        worksheet = workbook.add_worksheet("Results")
        worksheet.write_row(0, 0, ("Row", "Status", "Message", "HTTP status", "Attempts", "Seconds", *header))
        for line, (row, (status, message, http_status, seconds)) in enumerate(zip(rows, answers, strict=True), 1):
            worksheet.write_row(line, 0, (line + 1, status, message, http_status, 1, seconds, *row))


def main(sheet: str, results: str, base_url: str = "", concurrency: str = "50") -> None:
    """Read, send, write."""
    header, *rows = python_calamine.CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    names = [str(name) for name in header]
    answers: list[Answer] = [("", "", 0, 0.0)] * len(rows)
    if base_url:
        started = monotonic()
        answers = uvloop.run(send_all(names, rows, base_url, int(concurrency)))
        print(monotonic() - started)
    write(results, names, rows, answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
