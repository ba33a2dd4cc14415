"""Fetching a corridor from a server that fails in every way we know."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from geo.errors import (
    ConfigurationError,
    GeoError,
    InputError,
    OfflineError,
    RateLimited,
    ServiceUnavailable,
)
from geo.geodesy import distance_km
from geo.rail import library, load
from geo.rail.corridor import corridor_tiles
from geo.rail.overpass import Server, fetch, parse_answer
from geo.settings import Settings

pytestmark = [pytest.mark.network, pytest.mark.usefixtures("socket_enabled")]

A, B = (10.75, 50.25), (11.75, 50.25)
BOX = re.compile(r"\(([-\d.]+),([-\d.]+),([-\d.]+),([-\d.]+)\)")
#: A line along 50.25 N, with a point every 0.05 degrees and a station at each full one.
NODES = {i: (9.0 + i * 0.05, 50.25) for i in range(1, 80)}

Respond = Callable[["Handler", bytes], None]


def world(query: str) -> bytes:
    """Answer as Overpass would: ways that touch the box, with all their points."""
    match = BOX.search(query)
    assert match is not None
    south, west, north, east = map(float, match.groups())
    inside = [n for n, (x, y) in NODES.items() if west <= x < east and south <= y < north]
    ways = sorted({(n - 1) // 10 for n in inside if n < 80} | {(n - 2) // 10 for n in inside})
    elements: list[dict[str, Any]] = []
    points: set[int] = set()
    for way in ways:
        refs = [n for n in range(way * 10 + 1, way * 10 + 12) if n in NODES]
        points |= set(refs)
        tags = {"railway": "rail", "gauge": "1435", "usage": "main"}
        elements.append({"type": "way", "id": way, "nodes": refs, "tags": tags})
    for n in sorted(points):
        tags = {"railway": "station", "name": f"Halt {n}"} if n % 20 == 0 else {}
        lon, lat = NODES[n]
        elements.append({"type": "node", "id": n, "lon": lon, "lat": lat, "tags": tags})
    return json.dumps(
        {"osm3s": {"timestamp_osm_base": "2026-05-04T03:02:01Z"}, "elements": elements}
    ).encode()


class Handler(BaseHTTPRequestHandler):
    server: FaultyServer

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        query = urllib.parse.parse_qs(self.rfile.read(size).decode())["data"][0]
        self.server.queries.append(query)
        fault = self.server.faults.pop(0) if self.server.faults else send
        try:
            fault(self, world(query))
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


class FaultyServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[Respond] = []
        self.queries: list[str] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/interpreter"


@pytest.fixture
def server(socket_enabled: None) -> Iterator[FaultyServer]:
    running = FaultyServer()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield running
    running.over.set()
    running.shutdown()
    running.server_close()
    thread.join()


def send(handler: Handler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for key, value in headers.items():
        handler.send_header(key.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def too_many(handler: Handler, _: bytes) -> None:
    send(handler, b"rate_limited", 429, Retry_After="7")


def gateway(handler: Handler, _: bytes) -> None:
    send(handler, b"<html>Gateway Timeout</html>", 504)


def remark(handler: Handler, body: bytes) -> None:
    answer = json.loads(body)
    answer["remark"] = 'runtime error: Query timed out in "recurse" at line 1'
    answer["elements"] = answer["elements"][:3]
    send(handler, json.dumps(answer).encode())


def truncated(handler: Handler, body: bytes) -> None:
    send(handler, body[: len(body) * 2 // 3])


def cut_connection(handler: Handler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:100])
    handler.close_connection = True


def empty(handler: Handler, _: bytes) -> None:
    send(handler, b"")


def page(handler: Handler, _: bytes) -> None:
    send(handler, b"<html>The server is probably too busy</html>", Content_Type="text/html")


def points_missing(handler: Handler, body: bytes) -> None:
    answer = json.loads(body)
    answer["elements"] = [part for part in answer["elements"] if part["type"] == "way"]
    send(handler, json.dumps(answer).encode())


def not_numbers(handler: Handler, body: bytes) -> None:
    send(handler, body.replace(b"50.25", b"NaN"))


def hang(handler: Handler, _: bytes) -> None:
    handler.server.over.wait(20)


def drip(handler: Handler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for byte in body:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.server.over.wait(0.05):
            return


def drip_headers(handler: Handler, _: bytes) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        handler.wfile.flush()
        if handler.server.over.wait(0.05):
            return


def refused(handler: Handler, _: bytes) -> None:
    send(handler, b"<html>Forbidden</html>", 403)


def broken(handler: Handler, _: bytes) -> None:
    send(handler, b"<html>Internal error</html>", 500)


def no_elements(handler: Handler, _: bytes) -> None:
    send(handler, b'{"version": 0.6}')


def hung_up(handler: Handler, _: bytes) -> None:
    handler.connection.close()


def starts_and_hangs(handler: Handler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.server.over.wait(20)


def out_of_memory(handler: Handler, body: bytes) -> None:
    answer = json.loads(body)
    answer["remark"] = 'runtime error: Query run out of memory in "query" at line 1'
    answer["elements"] = []
    send(handler, json.dumps(answer).encode())


def huge(handler: Handler, _: bytes) -> None:
    send(handler, b" " * 3_000_000)


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * 200_000_000, 9)


def bomb(handler: Handler, _: bytes) -> None:
    send(handler, _bomb(), Content_Encoding="gzip")


def half_packed(handler: Handler, body: bytes) -> None:
    send(handler, gzip.compress(body)[:-30], Content_Encoding="gzip")


def elsewhere(handler: Handler, _: bytes) -> None:
    send(handler, b"", 302, Location="file:///etc/passwd")


FAULTS = [
    too_many, gateway, refused, broken, remark, out_of_memory, truncated, cut_connection, hung_up,
    empty, page, no_elements, points_missing, not_numbers, hang, starts_and_hangs, drip,
    drip_headers, huge, bomb, half_packed, elsewhere,
]  # fmt: skip


def brisk(server: FaultyServer, **limits: Any) -> Server:
    chosen: dict[str, Any] = {
        "address": server.address,
        "deadline_s": 10.0,
        "request_s": 0.6,
        "attempts": 1,
        "splits": 0,
        "pause_s": 0.0,
        "max_bytes": 1_000_000,
        "sleep": lambda seconds: None,
    }
    return Server(**(chosen | limits))


def online(folder: Path) -> Settings:
    return Settings(cache_dir=folder, online=True)


def test_a_corridor_becomes_a_network(server: FaultyServer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    network = fetch(
        "line",
        [A, B],
        settings=online(tmp_path),
        buffer_km=5,
        server=brisk(server),
        progress=lambda _, done, total: told.append((done, total)),
    )
    assert len(server.queries) == told[-1][1] == 3
    assert told[0] == (0, 3)
    route = network.route(A, B)
    assert route.km == pytest.approx(float(distance_km(*A, *B)), rel=0.001)
    assert [stop.name for stop in route.stations] == ["Halt 40"]
    facts = library.about("line", Settings(cache_dir=tmp_path))
    assert facts["version"] == "2026-05-04"
    assert "OpenStreetMap" in facts["source"]
    assert facts["licence"] == "ODbL 1.0"
    left = [path.name for path in (tmp_path / "networks").iterdir() if path.is_dir()]
    assert left == ["line"]


def test_a_packed_answer_is_unpacked(server: FaultyServer, tmp_path: Path) -> None:
    def packed(handler: Handler, body: bytes) -> None:
        send(handler, gzip.compress(body), Content_Encoding="gzip")

    server.faults = [packed] * 3
    fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_gives_a_typed_error_in_time_and_no_network(
    server: FaultyServer, tmp_path: Path, fault: Respond
) -> None:
    server.faults = [send, fault]
    started = time.monotonic()
    with pytest.raises((RateLimited, ServiceUnavailable)) as caught:
        fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    assert time.monotonic() - started < 3
    assert caught.value.hint
    assert library.names(Settings(cache_dir=tmp_path)) == ["world"]
    with pytest.raises(ConfigurationError):
        load("line", Settings(cache_dir=tmp_path))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_next_try_asks_only_for_what_is_missing(
    server: FaultyServer, tmp_path: Path, fault: Respond
) -> None:
    server.faults = [send, fault]
    with pytest.raises(GeoError):
        fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    server.queries.clear()
    server.faults.clear()
    network = fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    assert len(server.queries) == 2
    assert network.route(A, B).km == pytest.approx(float(distance_km(*A, *B)), rel=0.001)


def test_a_busy_server_is_asked_again_as_late_as_it_wishes(
    server: FaultyServer, tmp_path: Path
) -> None:
    waits: list[float] = []
    server.faults = [too_many, gateway, send]
    fetch(
        "line",
        [A, B],
        settings=online(tmp_path),
        buffer_km=5,
        server=brisk(server, attempts=3, deadline_s=60.0, sleep=waits.append),
    )
    assert [wait for wait in waits if wait] == [7.0, 10.0]


def test_a_wait_beyond_the_deadline_is_not_waited(server: FaultyServer, tmp_path: Path) -> None:
    server.faults = [too_many] * 9
    with pytest.raises(RateLimited) as caught:
        fetch(
            "line",
            [A, B],
            settings=online(tmp_path),
            buffer_km=5,
            server=brisk(server, attempts=9, deadline_s=5.0),
        )
    assert caught.value.retry_after_s == 7.0
    assert len(server.queries) == 1


def test_the_whole_fetch_has_a_deadline(server: FaultyServer, tmp_path: Path) -> None:
    ticks = iter(range(0, 1000, 4))
    with pytest.raises(ServiceUnavailable, match="within 6 s"):
        fetch(
            "line",
            [A, B],
            settings=online(tmp_path),
            buffer_km=5,
            server=brisk(server, deadline_s=6.0, clock=lambda: float(next(ticks))),
        )
    assert len(server.queries) == 1


def wider_than(limit_deg: float, fault: Respond) -> Respond:
    """A server for which only what is wider is too much."""

    def respond(handler: Handler, body: bytes) -> None:
        match = BOX.search(handler.server.queries[-1])
        assert match is not None
        wide = float(match[4]) - float(match[2]) > limit_deg + 1e-9
        (fault if wide else send)(handler, body)

    return respond


TOO_MUCH = [gateway, remark, out_of_memory, huge, bomb]


@pytest.mark.parametrize("fault", TOO_MUCH, ids=lambda fault: fault.__name__)
def test_a_tile_that_is_too_much_is_quartered(
    server: FaultyServer, tmp_path: Path, fault: Respond
) -> None:
    told: list[tuple[int, int]] = []
    server.faults = [wider_than(0.25, fault)] * 99
    network = fetch(
        "line",
        [A, B],
        settings=online(tmp_path),
        buffer_km=5,
        server=brisk(server, splits=1, request_s=9.0, deadline_s=60.0),
        progress=lambda _, done, total: told.append((done, total)),
    )
    # Three tiles in vain, and four quarters of each.
    assert len(server.queries) == 15
    assert told[-1] == (12, 12)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert network.route(A, B).km == pytest.approx(float(distance_km(*A, *B)), rel=0.001)


def test_a_quartered_tile_is_not_asked_for_whole_again(
    server: FaultyServer, tmp_path: Path
) -> None:
    server.faults = [remark, send, send, broken]
    with pytest.raises(ServiceUnavailable, match="500"):
        fetch(
            "line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server, splits=1)
        )
    server.queries.clear()
    fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server, splits=1))
    # Two quarters of the first tile, and the two other tiles.
    assert len(server.queries) == 4


@pytest.mark.parametrize("fault", TOO_MUCH, ids=lambda fault: fault.__name__)
def test_quartering_has_an_end(server: FaultyServer, tmp_path: Path, fault: Respond) -> None:
    server.faults = [fault] * 99
    limits = {"splits": 2, "request_s": 9.0, "deadline_s": 60.0}
    with pytest.raises(ServiceUnavailable):
        fetch(
            "line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server, **limits)
        )
    assert len(server.queries) == 3
    assert library.names(Settings(cache_dir=tmp_path)) == ["world"]


def test_a_server_that_is_only_busy_is_asked_again_before_a_tile_is_quartered(
    server: FaultyServer, tmp_path: Path
) -> None:
    server.faults = [gateway]
    limits = {"splits": 1, "attempts": 2, "deadline_s": 60.0}
    fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server, **limits))
    assert len(server.queries) == 4


def test_quarters_cover_their_tile() -> None:
    (tile, *_) = corridor_tiles([A, B], 5)
    boxes = [quarter.box for quarter in tile.quarters]
    south, west, north, east = tile.box
    assert {box[0] for box in boxes} == {south, (south + north) / 2}
    assert {box[3] for box in boxes} == {east, (west + east) / 2}
    assert sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes) == 0.25


def test_the_settings_and_the_cache_of_osmnx_are_left_alone(
    server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import osmnx

    monkeypatch.chdir(tmp_path)
    before = {key: repr(value) for key, value in vars(osmnx.settings).items()}
    network = fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    osmnx.graph_to_gdfs(network.to_networkx())
    assert {key: repr(value) for key, value in vars(osmnx.settings).items()} == before
    assert not Path(osmnx.settings.cache_folder).exists()


def test_a_damaged_tile_is_fetched_again(server: FaultyServer, tmp_path: Path) -> None:
    server.faults = [send, send, gateway]
    with pytest.raises(ServiceUnavailable):
        fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    kept = sorted((tmp_path / "networks").glob(".fetch-*/*.gz"))
    assert len(kept) == 2
    kept[0].write_bytes(kept[0].read_bytes()[:-20])
    server.queries.clear()
    fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=brisk(server))
    assert len(server.queries) == 2


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    nobody = Server(address="http://127.0.0.1:9/api", attempts=1, request_s=2.0)
    with pytest.raises(ServiceUnavailable, match="cannot be reached"):
        fetch("line", [A, B], settings=online(tmp_path), buffer_km=5, server=nobody)


def test_nothing_is_requested_offline(server: FaultyServer, tmp_path: Path) -> None:
    with pytest.raises(OfflineError, match="3 requests"):
        fetch("x", [A, B], settings=Settings(cache_dir=tmp_path), buffer_km=5, server=brisk(server))
    assert server.queries == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "nonsense", "http://"])
def test_an_address_of_something_else_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigurationError, match="no address"):
        fetch("x", [A, B], settings=online(tmp_path), buffer_km=5, address=address)


def test_a_corridor_without_railways_is_told(server: FaultyServer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no railway in this corridor"):
        fetch("x", [(30.2, 10.2)], settings=online(tmp_path), buffer_km=5, server=brisk(server))


def test_tiles_cover_the_corridor_and_not_much_more() -> None:
    tiles = corridor_tiles([(10.1, 50.1), (14.9, 52.9)], 20)
    assert len(set(tiles)) == len(tiles)
    assert 20 < len(tiles) < 60
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        lon, lat = 10.1 + 4.8 * share, 50.1 + 2.8 * share
        boxes = [tile.box for tile in tiles]
        assert any(s <= lat <= n and w <= lon <= e for s, w, n, e in boxes)


def test_tiles_cross_the_antimeridian_and_stay_on_earth() -> None:
    boxes = [tile.box for tile in corridor_tiles([(179.9, 66.0), (-179.9, 66.0)], 10)]
    assert {box[1] for box in boxes} == {179.5, -180.0}
    polar = [tile.box for tile in corridor_tiles([(0.0, 89.9)], 10)]
    assert all(-90 <= south < north <= 90 for south, _, north, _ in polar)


@pytest.mark.parametrize(("points", "width"), [([], 10), ([A], 0), ([A], 1e9), ([A], float("nan"))])
def test_a_corridor_that_makes_no_sense_is_refused(points: list[Any], width: float) -> None:
    with pytest.raises(ConfigurationError):
        corridor_tiles(points, width)


def test_a_corridor_round_the_world_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="tiles"):
        corridor_tiles([(0.0, 0.0), (120.0, 0.0), (-120.0, 0.0), (0.0, 0.0)], 200)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"elements": 3}',
        b'{"elements": [3]}',
        b'{"elements": [{"type": "way"}]}',
        b'{"elements": [{"type": "node", "id": 1e400, "lon": 1, "lat": 1}]}',
        b'{"elements": [{"type": "node", "id": 1, "lon": Infinity, "lat": 1}]}',
        b'{"elements": [{"type": "node", "id": 99999999999999999999, "lon": 1, "lat": 1}]}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(ServiceUnavailable):
        parse_answer(body)
