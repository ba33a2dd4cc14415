"""Ten routes over the tracks of a real OpenStreetMap extract, and what reading it takes."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from time import process_time

from geo.rail import RailNetwork, load
from geo.rail.osm_pbf import read

SHARED = Path(os.environ.get("GEO_SHARED") or Path(__file__).resolve().parents[2] / "shared")
EXTRACT = SHARED / "benchmarks" / "vde8.2-rail.osm.pbf"
ROUTES = [
    ("Erfurt Hbf", "Halle (Saale) Hauptbahnhof"),
    ("Halle (Saale) Hauptbahnhof", "Erfurt Hbf"),
    ("Weimar", "Merseburg"),
    ("Apolda", "Halle-Ammendorf"),
    ("Naumburg (Saale) Hauptbahnhof", "Weißenfels"),
    ("Vieselbach", "Bad Kösen"),
    ("Leuna Werke Nord", "Großkorbetha"),
    ("Buna Werke", "Halle (Saale) Hauptbahnhof"),
    ("Angersdorf", "Schkopau"),
    ("Bad Sulza", "Hopfgarten"),
]


def _place(network: RailNetwork, name: str) -> tuple[float, float]:
    index = network.names.label.index(name)
    return float(network.names.lon[index]), float(network.names.lat[index])


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the reading, and one line a route."""
    if not EXTRACT.is_file():
        print(f"{EXTRACT.name} is not there; set GEO_SHARED")
        return 1
    load()
    before = _peak_mb()
    begin = process_time()
    network = read(EXTRACT, name="extract")
    print(
        f"read in {process_time() - begin:.1f} s, {_peak_mb():.0f} MB at most"
        f" ({before:.0f} MB of it before): {len(network.node_lon):,} nodes,"
        f" {len(network.edge_u):,} edges, {network.edge_km.sum():.0f} km of track"
    )
    for start, end in ROUTES:
        route = network.route(_place(network, start), _place(network, end))
        print(f"{start:30} {end:30} {route.km:6.1f} km  by {len(route.stations):2} stations")
        for note in route.notes:
            print(f"    {note}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
