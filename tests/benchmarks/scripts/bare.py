"""The bare pipeline: the same libraries, and nothing between them. No check, no journal, no retry, no message.

python bare.py SHEET RESULTS [BASE_URL CONCURRENCY]      without a URL it only reads and writes
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
    """Rows as the results workbook has them: six columns in front of the sheet's own, all of them as text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        worksheet = workbook.add_worksheet("Results")
        text = workbook.add_format({"num_format": "@"})
        columns = ("Row", "Status", "Message", "HTTP status", "Attempts", "Seconds", *header)
        for place, name in enumerate(columns):
            worksheet.write_string(0, place, name)
        for line, (row, answer) in enumerate(zip(rows, answers, strict=True), 1):
            worksheet.write_number(line, 0, line + 1)
            worksheet.write_string(line, 1, answer[0])
            worksheet.write_string(line, 2, answer[1])
            worksheet.write_number(line, 3, answer[2])
            worksheet.write_number(line, 4, 1)
            worksheet.write_number(line, 5, answer[3])
            for place, cell in enumerate(row, 6):
                if cell != "":
                    worksheet.write_string(line, place, f"{cell:.15g}" if isinstance(cell, float) else str(cell), text)


def main(sheet: str, results: str, base_url: str = "", concurrency: str = "50") -> None:
    """Read, send, write."""
    header, *rows = python_calamine.CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    names = [str(name) for name in header]
    answers: list[Answer] = [("", "", 0, 0.0)] * len(rows)
    if base_url:
        answers = uvloop.run(send_all(names, rows, base_url, int(concurrency)))
    write(results, names, rows, answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
