"""Fetch the railways along a corridor from an Overpass server.

The corridor is cut into tiles; each is asked for by itself and kept on disk until all are
there, so that a try that fails goes on where it stopped. A tile that is too much for the
server is quartered. Only when all are there is a network made: it is whole, or there is none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import shutil
import time
import zlib
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from geo.errors import (
    ConfigurationError,
    InputError,
    OfflineError,
    RateLimited,
    ServiceUnavailable,
)
from geo.model import LonLat, Place
from geo.rail.corridor import TILE_DEG, Tile, corridor_tiles
from geo.rail.loading import check_name, load
from geo.rail.network import RailNetwork
from geo.rail.osm_build import Survey, build
from geo.rail.osm_tags import KINDS
from geo.rail.overpass_http import MAX_BYTES, TooMuch, ask
from geo.settings import Progress, Settings

__all__ = ["ADDRESS", "fetch", "parse_answer", "query_for"]

#: The public server; its rules are about 10,000 requests and 1 GB a day.
ADDRESS = "https://overpass-api.de/api/interpreter"
_QUERY_S = 90
_ATTEMPTS = 3
#: The smallest tiles are 7 km high: more than what is there cannot be asked for in less.
_SPLITS = 3
_PAUSE_S = 1.0
_BACK_OFF_S = 5.0
_KEEP_S = 7 * 86_400.0
#: What the server says of a question that is too much for it.
_OVERDONE = ("timed out", "out of memory")
_LATER = "Try again later; what was fetched is kept, and the next try goes on from there."


@dataclass(frozen=True)
class Server:
    """Where and how to ask.

    Parameters
    ----------
    address : str
    deadline_s : float
        For the whole fetch.
    request_s : float
        For one tile.
    attempts : int
        How often a tile is asked for before the fetch is given up.
    splits : int
        How often a tile is quartered that is too much for the server.
    max_bytes : int
        Of one answer.
    sleep, clock : callable
        For tests.
    """

    address: str = ADDRESS
    deadline_s: float = 1800.0
    request_s: float = _QUERY_S + 30.0
    attempts: int = _ATTEMPTS
    splits: int = _SPLITS
    pause_s: float = _PAUSE_S
    max_bytes: int = MAX_BYTES
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


def query_for(tile: Tile, kinds: Collection[str]) -> str:
    """Question for the railways of a tile, with all their points.

    Examples
    --------
    >>> "(50.0,11.5,50.5,12.0)" in query_for(Tile(383, 280), ["rail"])
    True
    """
    box = f"({','.join(map(str, tile.box))})"
    wanted = "|".join(sorted(kinds))
    return (
        f"[out:json][timeout:{_QUERY_S}][maxsize:536870912];"
        f'way["railway"~"^({wanted})$"]{box}->.w;'
        f'(.w;node(w.w);node["railway"~"^(station|halt|stop)$"]{box};);'
        "out body qt;"
    )


def fetch(
    name: str,
    around: Sequence[LonLat | Place],
    *,
    settings: Settings,
    buffer_km: float = 30.0,
    address: str = ADDRESS,
    kinds: Collection[str] = KINDS[:1],
    progress: Progress | None = None,
    server: Server | None = None,
) -> RailNetwork:
    """Fetch the railways along the lines between places, and keep them as a network.

    Parameters
    ----------
    name : str
        Of the network.
    around : sequence of (lon, lat) or Place
        Along these the corridor leads.
    settings : Settings
        Must allow requests; tells the cache folder.
    buffer_km : float
        How far to each side.
    address : str
        Of the Overpass server.
    kinds : collection of str
        Values of the tag ``railway``.
    progress : callable, optional
        Told how many tiles are there.
    server : Server, optional
        Limits; in place of ``address``.

    Returns
    -------
    RailNetwork

    Raises
    ------
    OfflineError
        When requests are not allowed.
    RateLimited, ServiceUnavailable
        When the server does not give all tiles. Those that it gave are kept for a week.
    InputError
        When there is no railway in the corridor.
    ConfigurationError
        When name, width or address make no sense.
    """
    check_name(name)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown or not kinds:
        raise ConfigurationError(
            f"{', '.join(unknown) or 'nothing'} is no kind of railway",
            hint=f"Choose from {', '.join(KINDS)}.",
        )
    points = [where.lonlat if isinstance(where, Place) else where for where in around]
    for lon, lat in points:
        if not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90):
            raise ConfigurationError(
                f"({lon}, {lat}) is no position", hint="Longitude comes first, in degrees."
            )
    tiles = corridor_tiles(points, buffer_km)
    if not settings.online:
        raise OfflineError(
            f"fetching {name!r} needs {len(tiles)} requests, and requests are switched off",
            hint="Allow them with --online.",
        )
    server = server or Server(address=address)
    folder = _kept_folder(settings, name, kinds)
    survey, date = Survey(kinds=frozenset(kinds)), ""
    end = server.clock() + server.deadline_s
    what = f"Fetching {name}"
    waiting, done = deque(tiles), 0
    while waiting:
        if progress is not None:
            progress(what, done, done + len(waiting))
        tile = waiting.popleft()
        answer = _kept(folder, tile)
        if answer is None:
            answer = _fetch_tile(server, tile, kinds, end)
            _keep(folder, tile, answer)
            server.sleep(server.pause_s)
        if answer.get("split"):
            waiting.extendleft(reversed(tile.quarters))
            continue
        done += 1
        _gather(survey, answer)
        stamp = answer.get("date", "")
        date = min(date, stamp) if date and stamp else date or stamp
    if progress is not None:
        progress(what, done, done)
    network = _finish(survey, name, date)
    from geo.rail.library import save

    told = "; ".join(f"{lat:.3f},{lon:.3f}" for lon, lat in points)
    save(network, settings, name=name, origin=f"Overpass, {buffer_km:g} km around {told}")
    shutil.rmtree(folder, ignore_errors=True)
    return load(name, settings)


def _finish(survey: Survey, name: str, date: str) -> RailNetwork:
    from geo.rail.osm_context import Context

    try:
        return build(
            survey,
            name=name,
            source="© OpenStreetMap contributors, through Overpass",
            version=date,
            context=Context(load()),
        )
    except InputError as error:
        raise InputError(
            "there is no railway in this corridor",
            hint="Widen it with --buffer-km, or choose places nearer to a line.",
        ) from error


def _fetch_tile(server: Server, tile: Tile, kinds: Collection[str], end: float) -> dict[str, Any]:
    """Answer for a tile; or the word that it has to be split, which is kept like an answer."""
    try:
        return _ask_patiently(
            server, query_for(tile, kinds), end, may_split=tile.level < server.splits
        )
    except TooMuch:
        if tile.level >= server.splits:
            raise
        return {"date": "", "ways": [], "nodes": [], "split": True}


def _ask_patiently(server: Server, query: str, end: float, *, may_split: bool) -> dict[str, Any]:
    """Ask for a tile, and again after a while when the server was busy."""
    attempt = 0
    while True:
        attempt += 1
        left = end - server.clock()
        if left <= 0:
            raise ServiceUnavailable(
                f"the corridor was not fetched within {server.deadline_s:.0f} s", hint=_LATER
            )
        try:
            body = ask(
                server.address,
                query,
                limit_s=min(server.request_s, left),
                max_bytes=server.max_bytes,
            )
            return parse_answer(body)
        except (RateLimited, ServiceUnavailable) as error:
            if isinstance(error, TooMuch) and error.certain and may_split:
                raise
            wait = _BACK_OFF_S * 2 ** (attempt - 1)
            if isinstance(error, RateLimited) and error.retry_after_s is not None:
                wait = max(error.retry_after_s, 1.0)
            if attempt >= server.attempts or wait >= end - server.clock():
                raise
            server.sleep(wait)


def _broken(why: str) -> ServiceUnavailable:
    return ServiceUnavailable(f"the Overpass server's answer is not whole: {why}", hint=_LATER)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def parse_answer(body: bytes) -> dict[str, Any]:
    """Check an answer, and give what of it is needed.

    Parameters
    ----------
    body : bytes
        JSON of Overpass.

    Returns
    -------
    dict
        ``date`` of the data; ``ways`` as [number, tags, nodes]; ``nodes`` as [number, lon,
        lat, tags].

    Raises
    ------
    TooMuch
        When it says that the question took too much time or memory.
    ServiceUnavailable
        When it is cut off, tells of an error, or a way lacks one of its points.
    """
    try:
        answer = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        why = "it is empty" if not body.strip() else "it is no JSON, or cut off"
        raise _broken(why) from error
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise _broken("it holds no elements")
    if remark := str(answer.get("remark") or ""):
        told = _broken(f"it says {remark[:160]!r}")
        if any(words in remark for words in _OVERDONE):
            raise TooMuch(told.message, hint=told.hint)
        raise told
    about = answer.get("osm3s")
    stamp = str(about.get("timestamp_osm_base", ""))[:10] if isinstance(about, dict) else ""
    ways, nodes = [], []
    try:
        for element in answer["elements"]:
            tags = {str(key): str(value) for key, value in element.get("tags", {}).items()}
            if element["type"] == "way":
                refs = [int(ref) for ref in element["nodes"]]
                ways.append([int(element["id"]), tags, refs])
            elif element["type"] == "node":
                lon, lat = float(element["lon"]), float(element["lat"])
                nodes.append([int(element["id"]), lon, lat, tags])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _broken("an element lacks its parts") from error
    _check_numbers(ways, nodes)
    return {"date": stamp, "ways": ways, "nodes": nodes}


def _check_numbers(ways: list[Any], nodes: list[Any]) -> None:
    known = {node[0] for node in nodes}
    limit = 1 << 62
    if any(abs(number) > limit for number in known) or any(abs(way[0]) > limit for way in ways):
        raise _broken("a number is too large")
    missing = sum(ref not in known for way in ways for ref in way[2])
    if missing:
        raise _broken(f"{missing} points of ways are missing")


def _gather(survey: Survey, answer: dict[str, Any]) -> None:
    for number, tags, refs in answer["ways"]:
        survey.add_way(number, tags, refs)
    for number, lon, lat, tags in answer["nodes"]:
        survey.add_node(number, lon, lat)
        if tags:
            survey.add_tags(number, tags, lon, lat)


def _kept_folder(settings: Settings, name: str, kinds: Collection[str]) -> Path:
    what = json.dumps([TILE_DEG, sorted(kinds)])
    digest = hashlib.sha256(what.encode()).hexdigest()[:8]
    return settings.cache_dir / "networks" / f".fetch-{name}-{digest}"


def _kept_file(folder: Path, tile: Tile) -> Path:
    return folder / f"{tile.level}-{tile.column}-{tile.row}.json.gz"


def _kept(folder: Path, tile: Tile) -> dict[str, Any] | None:
    """A tile that an earlier try has fetched; None when it is not there, damaged or old."""
    file = _kept_file(folder, tile)
    try:
        if time.time() - file.stat().st_mtime > _KEEP_S:
            return None
        answer = json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    whole = isinstance(answer, dict) and {"date", "ways", "nodes"} <= set(answer)
    return answer if whole else None


def _keep(folder: Path, tile: Tile, answer: dict[str, Any]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            file.write(gzip.compress(json.dumps(answer).encode(), 5))
        Path(file.name).replace(_kept_file(folder, tile))
    except OSError as error:
        raise ConfigurationError(
            f"what was fetched cannot be kept in {folder} ({error.strerror or error})",
            hint="Point GEO_CACHE_DIR to a folder of yours with room in it.",
        ) from error
