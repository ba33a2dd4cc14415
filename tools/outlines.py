"""Countries and coasts of the committed base map, as shapes to hold places against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.geodesy import distance_km
from geo.topology import Topology, decode_arcs

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

__all__ = ["Outlines"]

#: Territories that Natural Earth draws as part of another country.
_DRAWN_IN = {
    "GF": "FR", "GP": "FR", "MQ": "FR", "RE": "FR", "YT": "FR", "SJ": "NO", "BV": "NO",
    "BQ": "NL", "CC": "CX", "TK": "NZ",
}  # fmt: skip


@dataclass(slots=True)
class Outlines:
    """Shapes of countries, and the coast."""

    countries: dict[str, BaseGeometry]
    land: STRtree
    coast: STRtree

    @classmethod
    def read(cls, path: Path) -> Outlines:
        """Read ``detail-10m.json``, as ``tools/build_basemap.py`` writes it."""
        from shapely import LineString, Polygon, STRtree, make_valid, prepare, union_all

        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        scale, translate = np.array(data["scale"]), np.array(data["translate"])
        topology = Topology(
            arcs=tuple(arc * scale + translate for arc in decode_arcs(data["arcs"])),
            land=(),
            coast=tuple(data["coast"]),
            borders=(),
        )
        parts: dict[str, list[Any]] = {}
        for country in data["countries"]:
            for rings in country["polygons"]:
                outer, *holes = (topology.ring(ring) for ring in rings)
                if len(outer) >= 4:  # rounding has collapsed some islets
                    shape = Polygon(outer, [hole for hole in holes if len(hole) >= 4])
                    parts.setdefault(country["iso"], []).append(make_valid(shape))
        lines = [topology.line(arc) for arc in topology.coast]
        every = [shape for shapes in parts.values() for shape in shapes]
        countries = {iso: union_all(shapes) for iso, shapes in parts.items() if iso}
        prepare(list(countries.values()))
        return cls(
            countries=countries,
            land=STRtree(every),
            coast=STRtree([LineString(line) for line in lines if len(line) > 1]),
        )

    def outside_km(self, iso: str, lon: float, lat: float) -> float | None:
        """Tell how far a point lies outside a country; 0 inside, None when it is not drawn."""
        from shapely import Point, shortest_line

        shape = self.countries.get(iso) or self.countries.get(_DRAWN_IN.get(iso, ""))
        if shape is None:
            return None
        # Shapes across the antimeridian go on beyond it.
        turns = [Point(lon + turn, lat) for turn in (-360.0, 0.0, 360.0)]
        if any(shape.covers(point) for point in turns):
            return 0.0
        gaps = (shortest_line(point, shape).coords for point in turns)
        return min(float(distance_km(*gap[0], *gap[-1])) for gap in gaps)

    def inland_km(self, lon: float, lat: float) -> float:
        """Tell how far inland a point lies; 0 at sea."""
        from shapely import Point, shortest_line

        point = Point(lon, lat)
        turns = [Point(lon + turn, lat) for turn in (-360.0, 0.0, 360.0)]
        if not any(len(self.land.query(turn, predicate="intersects")) for turn in turns):
            return 0.0
        gap = shortest_line(point, self.coast.geometries[self.coast.nearest(point)]).coords
        return float(distance_km(*gap[0], *gap[-1]))
