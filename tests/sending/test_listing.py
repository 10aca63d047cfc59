"""Lists read over a real socket: the shapes they may come in, their pages, and lists that are not whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from support.dispatching import TOKEN, FakeClock
from support.raw_server import RawServer, Reply, reply, yes
from support.reading import make_shared, read_list

from batch_update.model import Traffic
from batch_update.runs import StopReason
from batch_update.sending import ReadEnd
from batch_update.sending.paging import MOST_PAGES, Pages
from batch_update.sending.shapes import Mark, Page

FOUND, NOT_THERE, FAILED, UNREADABLE, STOPPED = (
    ReadEnd.FOUND,
    ReadEnd.NOT_THERE,
    ReadEnd.FAILED,
    ReadEnd.UNREADABLE,
    ReadEnd.STOPPED,
)

TWO = [{"id": 281, "name": "Diwali"}, {"id": 282, "name": "Holi"}]
LIST = "/v1/dialer/campaign"


def ids(items: tuple[Any, ...]) -> list[object]:
    return [item["id"] for item in items]


def test_an_entry_that_is_no_object_refuses_no_other() -> None:
    with RawServer([reply(200, [TWO[0], None, TWO[1]])]) as server:
        listing = read_list(server.url)
    assert (listing.end, [item.get("id") for item in listing.items]) == (FOUND, [281, None, 282])


# --- the shapes of a list ---------------------------------------------------------------------------------------------

LISTS: dict[str, Any] = {
    "bare": TWO,
    "under data": {"data": TWO},
    "with words around it": {"ok": True, "message": "Fetched Successfully", "data": TWO, "count": 2},
    "keys in capitals": {"Success": "true", "Data": TWO},
    "under its own word": {"success": True, "campaigns": TWO},
    "beside an empty list": {"campaigns": TWO, "notes": []},
    "beside a list of texts": {"campaigns": TWO, "columns": ["id", "name"]},
    "beside an object": {"campaigns": TWO, "links": {"self": "/v1/dialer/campaign"}},
    "two levels down": {"data": {"campaigns": TWO, "per_page": 50}},
    "data within data": {"data": {"current_page": 1, "data": TWO, "next_page_url": None}},
    "the last page, and it says so": {"hasMore": False, "cursor": "282", "data": TWO},
    "the last page, in words": {"has_more": "false", "last_seen_id": 282, "data": TWO},
    "more than it gives, but it says that this is all": {"has_more": False, "count": 900, "data": TWO},
    "an entry that has failed": [{**TWO[0], "status": "failed", "error": "x"}, TWO[1]],
}


@pytest.mark.parametrize("shape", LISTS)
def test_a_list_is_found_whole_in_every_shape_that_is_known(shape: str) -> None:
    with RawServer([reply(200, LISTS[shape])]) as server:
        listing = read_list(server.url)
    assert (listing.end, ids(listing.items), listing.message) == (FOUND, [281, 282], "")
    assert listing.is_complete
    assert (listing.pages, server.count) == (1, 1)


@pytest.mark.parametrize("empty", [[], {"data": []}, {"success": True, "campaigns": []}], ids=str)
def test_an_empty_list_is_a_list(empty: object) -> None:
    with RawServer([reply(200, empty)]) as server:
        listing = read_list(server.url)
    assert (listing.end, listing.items, listing.is_complete) == (FOUND, (), True)


@dataclass(frozen=True, slots=True)
class Case:
    """How a server answers, and what is then said of the reading."""

    name: str
    answer: Reply
    end: ReadEnd
    says: str


NO_LISTS = [
    Case("one object", reply(200, {"id": 281, "name": "x"}), UNREADABLE, "It holds no list."),
    Case("one object with a list", reply(200, {"name": "x", "agent": [{"id": 4817}]}), UNREADABLE, "It holds no list."),
    Case("null under data", reply(200, {"data": None}), UNREADABLE, "It holds no list."),
    Case("two lists", reply(200, {"campaigns": TWO, "users": TWO}), UNREADABLE, "It holds no list."),
    Case("a list of texts", reply(200, ["281", "282"]), UNREADABLE, "something else than entries"),
    Case("by id", reply(200, {"281": {"name": "x"}, "282": {"name": "y"}}), UNREADABLE, "It holds no list."),
    Case("a message", reply(200, {"message": "Not for you."}), UNREADABLE, 'Its words: "Not for you."'),
    Case("no", reply(200, {"success": False, "message": "No right."}), FAILED, "said no to the reading."),
    Case("no with a list", reply(200, {"success": "false", "data": TWO}), FAILED, "said no to the reading."),
    Case("errors", reply(200, {"errors": [{"field": "limit", "message": "too large"}]}), UNREADABLE, "too large"),
    Case("HTML", reply(200, "<html><body>Sign in</body></html>"), UNREADABLE, 'It begins: "Sign in"'),
    Case("half of it", reply(200, b'[{"id": 281}, {"id": 28'), UNREADABLE, "not an answer of this API"),
    Case("34 MB", reply(200, [{"id": 1, "name": "a" * 34_000_000}]), UNREADABLE, "too long or was cut short"),
    Case("404", reply(404), NOT_THERE, "The API knows no such list (404)."),
    Case("403", reply(403), UNREADABLE, "does not let this be read (403)"),
    Case("405", reply(405), UNREADABLE, "(405)"),
    Case("400", reply(400), FAILED, "said no to the reading (400)."),
    Case("500", reply(500), FAILED, "an error of its own (500). Tried 5 times."),
]


@pytest.mark.parametrize("case", NO_LISTS, ids=lambda case: case.name)
def test_an_answer_without_a_list_is_told(case: Case) -> None:
    shared = make_shared()
    with RawServer([case.answer]) as server:
        listing = read_list(server.url, shared=shared)
    assert (listing.end, listing.items, listing.is_complete, listing.pages) == (case.end, (), False, 0)
    assert case.says in listing.message
    assert not shared.stop.asked


# --- where it is asked for --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "path", "asked"),
    [
        ("", "", "/v1/dialer/campaign"),
        ("", "/v1/my_number", "/v1/my_number"),
        ("/v1", "/v1/broadcast/dnd/lists", "/v1/broadcast/dnd/lists"),
        ("/v1/dialer/campaign/", "/v1/timegroups", "/v1/timegroups"),
        ("/proxy", "/v1/recordings", "/proxy/v1/recordings"),
        ("/proxy", "", "/proxy/v1/dialer/campaign"),
    ],
)
def test_a_list_is_asked_for_at_its_path(base: str, path: str, asked: str) -> None:
    with RawServer([reply(200, TWO)]) as server:
        read_list(f"{server.url}{base}", path)
    assert [(request.method, request.path) for request in server.seen] == [("GET", asked)]


@pytest.mark.parametrize("path", ["v1/users", "//other.test/x", "/v1/../x", "/v1/users?limit=1", "/v1/"])
def test_a_path_that_is_no_plain_path_is_not_asked_for(path: str) -> None:
    with RawServer([reply(200, TWO)]) as server, pytest.raises(ValueError, match="path"):
        read_list(server.url, path)
    assert server.count == 0


def test_a_list_of_ten_thousand_entries_is_read_whole() -> None:
    entries = [{"id": 1_000 + place, "name": f"Campaign {place}", "description": "a" * 300} for place in range(10_000)]
    with RawServer([reply(200, {"data": entries})]) as server:
        listing = read_list(server.url)
    assert list(listing.items) == entries
    assert listing.is_complete


def test_a_token_that_comes_back_is_taken_out_of_a_list() -> None:
    with RawServer([reply(200, [{"id": 281, "name": TOKEN}])]) as server:
        assert read_list(server.url).items == ({"id": 281, "name": "***"},)


# --- pages ------------------------------------------------------------------------------------------------------------


def page(*numbers: int, **said: Any) -> Reply:
    """A page of the entries with these ids."""
    return reply(200, {**said, "data": [{"id": number} for number in numbers]})


PAGINGS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "has_more and last_seen_id": ({"has_more": True, "last_seen_id": 2}, {"has_more": False}, "last_seen_id=2"),
    "hasMore and cursor": ({"hasMore": True, "cursor": "b+/2="}, {"hasMore": False}, "cursor=b%2B/2%3D"),
    "in capitals, as texts": ({"Has_More": "true", "Cursor": "2"}, {"Has_More": "false"}, "Cursor=2"),
    "one level down": ({"meta": {"hasMore": 1, "cursor": 2}}, {"meta": {"hasMore": 0}}, "cursor=2"),
    "no word at the end": ({"has_more": True, "last_seen_id": 2}, {}, "last_seen_id=2"),
    "both marks": ({"has_more": True, "last_seen_id": 2, "cursor": "x"}, {"has_more": False}, "last_seen_id=2"),
}


@pytest.mark.parametrize("paging", PAGINGS)
def test_pages_are_read_to_the_last(paging: str) -> None:
    first, last, query = PAGINGS[paging]
    with RawServer([page(1, 2, **first), page(3, **last)]) as server:
        listing = read_list(server.url)
    assert (listing.end, ids(listing.items), listing.pages) == (FOUND, [1, 2, 3], 2)
    assert (listing.is_complete, listing.message) == (True, "")
    assert [request.path for request in server.seen] == [LIST, f"{LIST}?{query}"]


def test_an_empty_page_ends_a_list_that_says_that_there_is_more() -> None:
    with RawServer([page(1, 2, has_more=True, cursor="2"), page(has_more=True, cursor="2"), yes()]) as server:
        listing = read_list(server.url)
    assert (ids(listing.items), listing.is_complete, server.count) == ([1, 2], True, 2)


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, 2, has_more=True, cursor="2"), page(1, 2, has_more=True, cursor="2")],
        [page(1, 2, has_more=True, cursor="2"), page(2, has_more=True, cursor="9")],
        [page(1, has_more=True, cursor="1"), page(2, has_more=True, cursor="2"), page(1, has_more=True, cursor="1")],
    ],
    ids=["the first again", "a part of it", "one before the last"],
)
def test_a_page_that_came_before_ends_a_list_that_is_then_not_called_whole(pages: list[Reply]) -> None:
    with RawServer([*pages, yes()]) as server:
        listing = read_list(server.url)
    assert (listing.end, ids(listing.items), listing.is_complete) == (FOUND, [1, 2], False)
    assert listing.message == "The API gave the same page twice, so the list may not be whole."
    assert server.count == len(pages)


def test_an_entry_that_stands_on_two_pages_is_there_once() -> None:
    with RawServer([page(1, 2, has_more=True, last_seen_id=2), page(2, 3, has_more=False)]) as server:
        assert ids(read_list(server.url).items) == [1, 2, 3]


def test_entries_without_an_id_are_told_apart_by_what_they_hold() -> None:
    pages = [
        reply(200, {"has_more": True, "cursor": "a", "data": [{"did": "911"}, {"did": "912"}]}),
        reply(200, {"has_more": False, "data": [{"did": "912"}, {"did": "913"}]}),
    ]
    with RawServer(pages) as server:
        assert read_list(server.url).items == ({"did": "911"}, {"did": "912"}, {"did": "913"})


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"hasMore": True}, "there is more, and not how to ask for it"),
        ({"has_more": True, "cursor": None}, "there is more, and not how to ask for it"),
        ({"has_more": "perhaps"}, "there is more, and not how to ask for it"),
        ({"next_page_url": "https://api.test/x?page=2"}, "there is more, and not how to ask for it"),
        ({"total": 300}, "speaks of 300 entries, and gave 2"),
        ({"meta": {"totalCount": 300}}, "speaks of 300 entries, and gave 2"),
    ],
    ids=str,
)
def test_a_list_that_holds_more_than_can_be_asked_for_is_not_called_whole(said: dict[str, Any], says: str) -> None:
    with RawServer([page(1, 2, **said)]) as server:
        listing = read_list(server.url)
    assert (listing.end, ids(listing.items), listing.is_complete) == (FOUND, [1, 2], False)
    assert says in listing.message
    assert server.count == 1


def test_a_paging_that_never_ends_is_ended() -> None:
    pages = Pages()
    marks = [
        pages.take(Page(entries=({"id": n},), keys=(f"id {n}",), around=(), more=True, mark=Mark("cursor", str(n))))
        for n in range(1_000)
    ]
    assert marks[:-1] == [Mark("cursor", str(n)) for n in range(999)]
    assert (marks[-1], pages.is_complete, pages.count, MOST_PAGES) == (None, False, 1_000, 1_000)
    assert pages.remark == "The list goes on and on: no more was read after 1000 pages."


def test_a_paging_that_never_ends_ends_over_the_wire_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batch_update.sending.paging.MOST_PAGES", 30)
    endless = [page(number, has_more=True, last_seen_id=number) for number in range(1, 100)]
    with RawServer(endless) as server:
        listing = read_list(server.url)
    assert (len(listing.items), listing.pages, server.count, listing.is_complete) == (30, 30, 30, False)


# --- pages that fail --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "end"),
    [(reply(500), FAILED), (reply(403), UNREADABLE), (reply(200, "<html>"), UNREADABLE), (reply(401), STOPPED)],
    ids=["500", "403", "HTML", "401"],
)
def test_half_a_list_is_no_list(second: Reply, end: ReadEnd) -> None:
    with RawServer([page(1, 2, has_more=True, cursor="2"), second]) as server:
        listing = read_list(server.url)
    assert (listing.end, listing.items, listing.is_complete, listing.pages) == (end, (), False, 1)
    assert listing.message


def test_every_page_is_tried_again_and_takes_its_turn_at_the_pace() -> None:
    clock = FakeClock()
    shared = make_shared(pace=clock.pace(1))
    pages = [reply(500), page(1, has_more=True, cursor="1"), reply(500), page(2, has_more=False)]
    with RawServer(pages) as server:
        listing = read_list(server.url, shared=shared)
    assert (ids(listing.items), listing.is_complete, server.count) == ([1, 2], True, 4)
    assert clock.now == 3  # four requests at one a second
    assert shared.traffic == Traffic(requests=4, retries=2)


def test_a_refused_token_stops_the_run() -> None:
    shared = make_shared()
    with RawServer([reply(401)]) as server:
        listings = [read_list(server.url, shared=shared) for _ in range(2)]
    assert [listing.end for listing in listings] == [STOPPED, STOPPED]
    assert (shared.stop.reason, server.count) == (StopReason.TOKEN_REFUSED, 1)
