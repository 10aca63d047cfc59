"""The other ways to send a sheet: where each is had from, and what it takes."""

from __future__ import annotations

import json
import shutil
import sys
from functools import cache
from pathlib import Path

from benchmarks.processes import HERE, NotHadError, Took, run

SCRIPTS = HERE / "scripts"
CURL_CONCURRENCY = 50


def bare(sheet: Path, results: Path, base_url: str = "", concurrency: int = 50) -> Took:
    """calamine, aiohttp and xlsxwriter with nothing between them; without a URL only reading and writing."""
    words: list[str | Path] = [sys.executable, SCRIPTS / "bare.py", sheet, results]
    return run(words + ([base_url, str(concurrency)] if base_url else []))


def user_script(folder: Path, sheet: Path, results: Path, base_url: str, rows: int | None = None) -> dict[str, float]:
    """pandas, requests and to_excel: seconds of `read`, `send` and `write`."""
    words: list[str | Path] = [_python_with_requests(folder), SCRIPTS / "user_script.py", sheet, results, base_url]
    seconds: dict[str, float] = json.loads(run([*words, str(rows)] if rows else words).out.splitlines()[-1])
    return seconds


@cache
def _python_with_requests(folder: Path) -> Path:
    """A virtual environment with what that script needs; none of it is ours to depend on."""
    place = folder / "venv"
    run([sys.executable, "-m", "venv", place])
    python = place / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pandas", "openpyxl", "requests"])
    return python


def curl(folder: Path, bodies: Path, base_url: str) -> Took:
    """`curl --parallel` with all requests in one config file: sending only."""
    program = shutil.which("curl")
    if program is None:
        raise NotHadError("curl is not installed")
    config = folder / "curl.config"
    requests = []
    for line in bodies.read_text(encoding="utf-8").splitlines():
        campaign, body = json.loads(line)
        requests.append(
            f'url = "{base_url}/v1/dialer/campaign/{campaign}"\nrequest = PUT\noutput = "/dev/null"\n'
            'header = "Content-Type: application/json"\nheader = "Authorization: Bearer token"\n'
            f"data-raw = {json.dumps(json.dumps(body, ensure_ascii=False))}\n"
        )
    config.write_text("next\n".join(requests), encoding="utf-8")
    return run([program, "--silent", "--parallel", "--parallel-max", str(CURL_CONCURRENCY), "--config", config])


@cache
def _newman(folder: Path) -> Path:
    program = shutil.which("npm")
    if program is None:
        raise NotHadError("npm is not installed")
    run([program, "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder / "newman", "newman"])
    return folder / "newman" / "node_modules" / ".bin" / "newman"


def newman(folder: Path, bodies: Path, base_url: str, rows: int) -> Took:
    """`newman run -d` over the first rows. It reads no workbook, so the data are given to it as JSON."""
    data, collection = folder / "newman.data.json", folder / "newman.collection.json"
    lines = bodies.read_text(encoding="utf-8").splitlines()[:rows]
    sent = [{"id": campaign, "body": json.dumps(body)} for campaign, body in map(json.loads, lines)]
    data.write_text(json.dumps(sent), encoding="utf-8")
    request = {
        "method": "PUT",
        "url": base_url + "/v1/dialer/campaign/{{id}}",
        "header": [
            {"key": "Content-Type", "value": "application/json"},
            {"key": "Authorization", "value": "Bearer token"},
        ],
        "body": {"mode": "raw", "raw": "{{body}}"},
    }
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    document = {"info": {"name": "campaigns", "schema": schema}, "item": [{"name": "update", "request": request}]}
    collection.write_text(json.dumps(document), encoding="utf-8")
    return run([_newman(folder), "run", collection, "-d", data, "--silent"])
