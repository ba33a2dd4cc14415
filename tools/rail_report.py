"""Write the lists of ``docs/rail-network.md``: what the network holds, and what was changed.

What stands above the mark in that page is written by hand, and stays.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from rail_edits import Edits
from rail_heal import Join
from rail_posts import Stretch
from rail_source import RawNetwork

from geo.rail.network import RailNetwork

__all__ = ["write_report"]

#: What follows this line of the page is written by this tool.
MARK = "<!-- Written by tools/build_rail.py; do not edit below. -->"
#: Pieces shorter than this are only counted, in km.
LISTED_KM = 100.0


def _pieces(network: RailNetwork) -> list[tuple[float, str, str]]:
    """Length, countries and extent of each connected piece."""
    label = network.component[network.edge_u]
    found = []
    for piece in range(int(label.max()) + 1):
        edges = np.flatnonzero(label == piece)
        shares: Counter[str] = Counter()
        for edge in edges.tolist():
            shares[network.countries[network.edge_country[edge]]] += network.edge_km[edge]
        nodes = np.unique(np.r_[network.edge_u[edges], network.edge_v[edges]])
        lon, lat = network.node_lon[nodes], network.node_lat[nodes]
        extent = f"{lon.min():.1f} to {lon.max():.1f}, {lat.min():.1f} to {lat.max():.1f}"
        codes = ", ".join(f"{code} {km:,.0f}" for code, km in shares.most_common(6))
        found.append((float(network.edge_km[edges].sum()), codes, extent))
    return found


def write_report(
    path: Path,
    raw: RawNetwork,
    network: RailNetwork,
    joins: list[Join],
    edits: Edits,
    stretches: list[Stretch],
) -> None:
    """Write the page."""
    pieces = _pieces(network)
    rules = Counter(join.rule for join in joins)
    lines = [
        MARK,
        "",
        "## The embedded network in numbers",
        "",
        f"Source: {network.source}. Licence: {network.licence}. Version: {network.version}.",
        "",
        "| | raw | embedded |",
        "|---|---|---|",
        f"| nodes | {len(raw.lon):,} | {len(network.node_lon):,} |",
        f"| hops / edges | {len(raw.a):,} | {len(network.edge_u):,} |",
        f"| vertices of edges | | {len(network.vertex_lon):,} |",
        (
            f"| km (double tracks counted once or twice, as drawn) | {raw.km.sum():,.0f} "
            f"| {network.edge_km.sum():,.0f} |"
        ),
        f"| connected pieces | | {len(pieces)} |",
        "",
        (
            f"Joined by rule: {rules['near']} gaps of at most 0.6 km (1.5 km to a piece apart),"
            f" {rules['aligned']} pairs of dead ends that point at each other over at most 4 km,"
            f" {rules['bridge']} pairs that a missing bridge explains."
        ),
        "",
        "### Edits by hand",
        "",
        "| kind | name | reason |",
        "|---|---|---|",
    ]
    for kind in ("join", "drop", "shape", "gauge", "line_class", "country"):
        lines += [
            f"| {kind.removeprefix('line_')} | {record['name']} | {record['reason']} |"
            for record in getattr(edits, kind)
        ]
    lines += [
        "",
        "### Lengths from kilometre posts",
        "",
        (
            "Posts are those of the stations in `geo/data/supplement/stations.csv`; the tool is"
            " `tools/rail_posts.py`."
        ),
        "",
        "| line | from | to | posts, km | as drawn, km | |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {entry.line} | {entry.first} | {entry.last} | {entry.posts_km:.0f} "
        f"| {entry.drawn_km:.1f} | {'not believed: ' + entry.refused if entry.refused else ''} |"
        for entry in stretches
    ]
    lines += [
        "",
        "### Connected pieces",
        "",
        (
            f"Pieces of {LISTED_KM:.0f} km and more; {sum(p[0] < LISTED_KM for p in pieces)} are"
            " shorter. Routes between pieces are refused."
        ),
        "",
        "| km | countries (km) | longitude, latitude |",
        "|---|---|---|",
    ]
    lines += [
        f"| {km:,.0f} | {codes} | {extent} |" for km, codes, extent in pieces if km >= LISTED_KM
    ]
    above = path.read_text("utf-8").partition(MARK)[0] if path.is_file() else ""
    path.write_text(above + "\n".join(lines) + "\n", encoding="utf-8")
