"""A geocoding service on 127.0.0.1 that misbehaves on request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Server(ThreadingHTTPServer):
    """Gives prepared answers and keeps the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        #: Statuses of the next requests, before ``status`` comes back.
        self.next: list[int] = []
        self.headers: dict[str, str] = {}
        self.body: bytes = b"[]"
        #: Answers by what is asked for; ``body`` for everything else.
        self.places: dict[str, Any] = {}
        self.drip_s = 0.0
        self.hang_s = 0.0
        self.requests: list[tuple[str, dict[str, list[str]], str]] = []
        self.times: list[float] = []

    def answers(self, payload: Any) -> None:
        self.body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def asked(self) -> list[str]:
        return [query["q"][0] for _, query, _ in self.requests]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        parts = urlsplit(self.path)
        server.times.append(time.monotonic())
        query = parse_qs(parts.query)
        server.requests.append((parts.path, query, self.headers.get("User-Agent", "")))
        if server.hang_s:
            time.sleep(server.hang_s)
        status = server.next.pop(0) if server.next else server.status
        self.send_response(status)
        for name, value in server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        body = server.body
        if query.get("q", [""])[0] in server.places:
            body = json.dumps(server.places[query["q"][0]]).encode()
        if not server.drip_s:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(server.drip_s)

    def log_message(self, *arguments: Any) -> None:
        """Stay quiet."""


@contextmanager
def running() -> Iterator[Server]:
    """Serve while the block runs."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def place(
    name: str,
    lon: float,
    lat: float,
    kind: tuple[str, str] = ("place", "village"),
    *,
    country: str = "de",
    number: int = 1,
    **more: Any,
) -> dict[str, Any]:
    """A row as Nominatim gives it."""
    return {
        "osm_type": "node",
        "osm_id": number,
        "lat": str(lat),
        "lon": str(lon),
        "category": kind[0],
        "type": kind[1],
        "addresstype": kind[1],
        "name": name,
        "display_name": f"{name}, Somewhere",
        "boundingbox": [str(lat - 0.02), str(lat + 0.02), str(lon - 0.02), str(lon + 0.02)],
        "address": {"country_code": country},
    } | more
