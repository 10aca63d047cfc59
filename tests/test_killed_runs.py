"""The whole program, killed at any moment and gone on with, judged by what the server saw of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.killed_runs import SENDABLE, Moment, Story, make_story, open_server, play_trial
from support.raw_server import RawServer, yes
from support.stopped_runs import TWENTY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")

TRIALS = 56
MOMENTS = {
    "at the first request": Moment(requests=1),
    "half way": Moment(requests=SENDABLE // 2, seconds=0.002),
    "while the results are written": Moment(requests=SENDABLE, seconds=0.05),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_killed_run_gone_on_with_loses_no_row(
    moment: Moment, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_server(1) as server:
        story = make_story(tmp_path / "story", server)
        story.kill_at(moment)
        story.assert_the_journal_tells_it(capsys, monkeypatch)
        story.resume()
    assert story.kills == 1
    story.assert_all_is_true()


@pytest.mark.usefixtures("token")
def test_resume_after_the_end_sends_nothing_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A run may be killed when it has ended and its window has not: nobody can see the difference."""
    write_csv(Path("sheet.csv"), *TWENTY)
    with RawServer([yes()]) as server:
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--json", "--resume")
        first, second = run(capsys, *words), run(capsys, *words)
    assert "There is no earlier run of this sheet" in first.err
    assert "has ended: 20 rows answered then will not be sent again" in second.err
    assert (second.code, second.totals["updated"], second.totals["requests"]) == (0, len(TWENTY), 0)
    assert server.count == len(TWENTY)


@pytest.mark.usefixtures("token")
def test_a_stroke_behind_the_address_does_not_make_it_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    with RawServer([yes()]) as server:
        words = ("sheet.csv", "--rate", "0", "--json", "--base-url")
        run(capsys, *words, server.url, "--limit", "5")
        rest = run(capsys, *words, f"{server.url}/", "--resume")
    assert (rest.code, rest.totals["updated"], rest.totals["requests"]) == (0, 20, 15)


@pytest.mark.slow
def test_runs_killed_at_random_moments_and_gone_on_with_lose_no_row(tmp_path: Path) -> None:
    """Once or twice killed, the sheet edited in between or not; the seeds are those printed."""
    stories = [play_trial(seed, tmp_path / str(seed)) for seed in range(TRIALS)]
    print(f"kill and resume: {figures_of(stories)}, seeds 0 to {TRIALS - 1}")
    for story in stories:
        story.assert_all_is_true()
    assert sum(story.kills for story in stories) >= 50


def figures_of(stories: Iterable[Story]) -> dict[str, int]:
    """What is printed of all trials together."""
    stories = list(stories)
    again = [count for story in stories for count in story.sent_again]
    return {
        "trials": len(stories),
        "kills": sum(story.kills for story in stories),
        "rows": sum(len(story.rows) for story in stories),
        "requests": sum(story.server.count for story in stories),
        "sent twice": sum(again),
        "most sent twice for one kill": max(again),
        "most at once": max(story.server.most_at_once for story in stories),
    }
