"""One page from a server that behaves, and from servers that do not."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.article import read_sources
from geo.article.fetch import fetch
from geo.errors import InputError, RateLimited, ServiceUnavailable
from geo.settings import Settings

Answer = Callable[[BaseHTTPRequestHandler], None]


def reply(body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    for _ in range(100_000):
        handler.wfile.write(b"x" * 65_536)


PAGE = (
    b"<html><head><title>Night train</title></head><body><article><p>"
    + "Łódź — The night train left Graz on Monday and passed Linz before dawn. ".encode() * 5
    + b"</p></article></body></html>"
)

ANSWERS: dict[str, Answer] = {
    "/news/night-train.html": reply(PAGE),
    "/moved": status(302, Location="/news/night-train.html"),
    "/to-file": status(302, Location="file:///etc/passwd"),
    "/round": status(302, Location="/round"),
    "/missing": status(404),
    "/broken": status(503),
    "/busy": status(429, Retry_After="7"),
    "/picture": reply(b"\x89PNG", "image/png"),
    "/gzip": reply(gzip.compress(PAGE), Content_Encoding="gzip"),
    "/bomb": reply(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip"),
    "/drip": drip,
    "/endless": endless,
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        # The client hangs up on what it does not want, as it should.
        with contextlib.suppress(OSError):
            ANSWERS[self.path](self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def server(socket_enabled: None) -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()


pytestmark = pytest.mark.network


@pytest.mark.parametrize("path", ["/news/night-train.html", "/moved"])
def test_a_page_becomes_an_article(server: str, path: str, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path, online=True)
    articles, problems = read_sources([server + path], settings=settings)
    assert problems == []
    assert articles[0].id == "night-train"
    assert articles[0].source == server + path
    assert "passed Linz before dawn" in articles[0].text
    assert articles[0].publisher == "127.0.0.1"


def test_a_compressed_answer_is_unpacked(server: str) -> None:
    assert fetch(server + "/gzip").data == PAGE


@pytest.mark.parametrize("path", ["/bomb", "/endless"])
def test_too_much_is_given_up_while_it_arrives(server: str, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match="limit"):
        fetch(server + path, max_bytes=1_000_000)
    assert time.monotonic() - began < 5


def test_a_server_that_drips_cannot_hold_the_caller(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="did not answer within"):
        fetch(server + "/drip", deadline_s=0.4)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/missing", InputError),
        ("/picture", InputError),
        ("/broken", ServiceUnavailable),
        ("/to-file", InputError),
        ("/round", (InputError, ServiceUnavailable)),
    ],
)
def test_what_is_no_article_is_a_typed_error_with_a_hint(
    server: str, path: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        fetch(server + path)
    assert getattr(caught.value, "hint", "")


def test_a_busy_server_says_how_long_to_wait(server: str) -> None:
    with pytest.raises(RateLimited) as caught:
        fetch(server + "/busy")
    assert caught.value.retry_after_s == 7


def test_a_server_that_is_not_there_is_unavailable(server: str) -> None:
    with pytest.raises(ServiceUnavailable):
        fetch("http://127.0.0.1:9/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://", "notaurl"])
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(InputError, match="no web address"):
        fetch(url)
