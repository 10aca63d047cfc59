"""The page is for the person at this computer: every other request is refused, over a raw socket."""

from __future__ import annotations

import pytest
from support.pages import ServedPage

EVERYWHERE = ["/", "/page.js", "/page.css", "/api/state", "/api/events", "/api/runs", "/api/files/template", "/none"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_without_the_cookie_nothing_is_given(page: ServedPage, path: str) -> None:
    answer = page.ask("GET", path, cookie="")
    assert (answer.status, "printed" in answer.text) == (403, True)


@pytest.mark.parametrize("path", ["/api/send", "/api/answer", "/api/sheet", "/api/close", "/api/target"])
def test_without_the_cookie_nothing_is_done(page: ServedPage, path: str) -> None:
    assert page.ask("POST", path, {}, cookie="").status == 403
    assert page.get("/api/state")["closing"] is False


FOREIGN_HOSTS = ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_another_host_is_refused_even_with_the_cookie(page: ServedPage, host: str) -> None:
    assert page.ask("GET", "/api/state", headers={"Host": host.format(port=page.port)}).status == 403


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_another_host_gets_no_cookie_for_the_key(page: ServedPage, host: str) -> None:
    path = f"/?key={page.server.guard.key}"
    answer = page.ask("GET", path, headers={"Host": host.format(port=page.port)}, cookie="")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", ""]
)
def test_a_foreign_origin_is_refused_even_with_the_cookie(page: ServedPage, origin: str) -> None:
    answer = page.ask("POST", "/api/close", {}, headers={"Origin": origin.format(port=page.port)})
    assert answer.status == 403
    assert page.get("/api/state")["closing"] is False


def test_the_pages_own_origin_is_let_in(page: ServedPage) -> None:
    answer = page.ask("POST", "/api/leave", {}, headers={"Origin": f"http://127.0.0.1:{page.port}"})
    assert answer.status == 200


@pytest.mark.parametrize("key", ["", "wrong", "ключ", "x" * 5000])
def test_a_wrong_key_opens_nothing(page: ServedPage, key: str) -> None:
    answer = page.ask("GET", f"/?key={key.encode().hex() if not key.isascii() else key}", cookie="")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)


def test_the_printed_address_works_again_while_the_page_runs(page: ServedPage) -> None:
    address = page.said[0].rpartition(" ")[2]
    path = address.removeprefix(f"http://127.0.0.1:{page.port}")
    first, again = (page.ask("GET", path, cookie="") for _ in range(2))
    assert (first.status, again.status) == (303, 303)
    assert first.headers["location"] == "/"
    assert page.ask("GET", "/", cookie=again.headers["set-cookie"].partition(";")[0]).status == 200


def test_the_cookie_is_for_this_port_and_for_no_script(page: ServedPage) -> None:
    cookie = page.ask("GET", f"/?key={page.server.guard.key}", cookie="").headers["set-cookie"]
    name, _, facts = cookie.partition("=")
    assert name == f"batch_update_{page.port}"
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in facts.split(";")}
    assert page.server.guard.key not in cookie


def test_a_cookie_of_another_start_opens_nothing(page: ServedPage) -> None:
    assert page.ask("GET", "/api/state", cookie=f"batch_update_{page.port}=another").status == 403


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/api/state", "/api/files/template", "/none"])
@pytest.mark.parametrize("cookie", [None, ""])
def test_every_answer_says_what_a_browser_may_do_with_it(page: ServedPage, path: str, cookie: str | None) -> None:
    headers = page.ask("GET", path, cookie=cookie).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_nothing_of_the_page_is_loaded_from_elsewhere(page: ServedPage) -> None:
    for path in ("/", "/page.css"):
        text = page.ask("GET", path).text
        assert "http:" not in text
        assert "https:" not in text
        assert "style=" not in text
