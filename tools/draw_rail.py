"""Draw ``docs/rail-network.svg``: the pieces of the embedded network, and what was edited.

Usage: python tools/draw_rail.py [--output FILE]

Pieces differ by number and by kind of line, edits by the shape of their mark, so that nothing
is told by colour alone.
"""

from __future__ import annotations

import argparse
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from rail_edits import read_edits  # noqa: E402

from geo.rail import RailNetwork, load  # noqa: E402

WIDTH, HEIGHT = 1100, 470
#: Degrees at the left and the upper edge, and pixels for a degree each way.
WEST, NORTH, ACROSS, DOWN = -170.0, 72.0, WIDTH / 350.0, WIDTH / 350.0 * 1.15
#: Pieces of this length get a number, in km.
NUMBERED_KM = 600.0
#: Colour and dashes of numbered pieces, in turn; all others are dotted in grey.
LINES = [("#1b3a57", ""), ("#9c3d00", "4 1"), ("#00695c", "1.5 1")]
OTHERS = ("#777", "0.8 1.4")
#: Title, shape around the middle, and colour of each kind of edit.
MARKS = {
    "join": ("missing rails", "m0-2.4 2.2 3.8h-4.4z", "#c62828"),
    "shape": ("drawing", "m-2-2h4v4h-4z", "#4527a0"),
    "gauge": ("gauge", "m0-2.8 2.8 2.8-2.8 2.8-2.8-2.8z", "#ef6c00"),
    "line_class": ("class of line", "m-2.6 0h5.2m-2.6-2.6v5.2", "#2e7d32"),
    "country": ("country", "m-2-2 4 4m0-4-4 4", "#37474f"),
}


def _pixels(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    x, y = (lon - WEST) * ACROSS, (NORTH - lat) * DOWN
    return np.rint(np.stack([x, y], axis=1)).astype(int)


def _path(network: RailNetwork, edges: list[int]) -> str:
    """Edges as one path of whole pixels, each step drawn once."""
    seen: set[tuple[int, int, int, int]] = set()
    parts: list[str] = []
    for edge in edges:
        spots = _pixels(*network.edge_path(edge).T).tolist()
        pen: list[int] | None = None
        for one, two in pairwise(spots):
            low, high = sorted((one, two))
            step = (*low, *high)
            if one == two or step in seen or abs(one[0] - two[0]) > WIDTH // 2:
                continue
            seen.add(step)
            if pen != one:
                parts.append(f"M{one[0]} {one[1]}")
            parts.append(f"l{two[0] - one[0]} {two[1] - one[1]}")
            pen = two
    return "".join(parts).replace(" -", "-")


def draw(network: RailNetwork, edits: Path) -> str:
    """Give the map as SVG."""
    label = network.component[network.edge_u]
    length = np.bincount(label, weights=network.edge_km)
    lines: list[str] = []
    numbers: list[str] = []
    small = [piece for piece in range(len(length)) if length[piece] < NUMBERED_KM]
    rest = np.flatnonzero(np.isin(label, small)).tolist()
    pieces = [(rest, *OTHERS)]
    for piece in np.flatnonzero(length >= NUMBERED_KM).tolist():
        colour, dashes = LINES[piece % len(LINES)]
        edges = np.flatnonzero(label == piece)
        pieces.append((edges.tolist(), colour, dashes))
        at = network.edge_u[edges]
        x, y = _pixels(
            np.median(network.node_lon[at])[None], np.median(network.node_lat[at])[None]
        )[0]
        numbers.append(
            f'<g transform="translate({x} {y})"><circle r="6" fill="#fff" stroke="{colour}"/>'
            f'<text y="2.6" text-anchor="middle" fill="{colour}">{piece + 1}</text></g>'
        )
    for edges, colour, dashes in pieces:
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        lines.append(
            f'<path d="{_path(network, edges)}" fill="none" stroke="{colour}"'
            f' stroke-width=".6"{dash}/>'
        )
    records = read_edits(edits)
    marks: list[str] = []
    legend: list[str] = []
    for row, (kind, (title, shape, colour)) in enumerate(MARKS.items()):
        points = np.array([record["points"][0] for record in getattr(records, kind)])
        spots = "".join(f"M{x} {y}{shape}" for x, y in _pixels(*points.T).tolist())
        style = f'fill="none" stroke="{colour}"'
        marks.append(f'<path d="{spots}" {style}/>')
        at = HEIGHT - 70 + 12 * row
        legend.append(
            f'<path d="M14 {at}{shape}" {style}/><text x="22" y="{at + 3}">edit: {title}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="8">'
        "<title>Connected pieces of the embedded rail network, and edits by hand</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        + "\n".join([*lines, *marks, *numbers, *legend])
        + f'<text x="{WIDTH - 4}" y="{HEIGHT - 4}" text-anchor="end">{network.source}</text>'
        "</svg>\n"
    )


def main() -> None:
    """Draw the map of the committed network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "rail-network.svg")
    options = parser.parse_args()
    text = draw(load(), ROOT / "geo" / "data" / "rail" / "edits.toml")
    options.output.write_text(text, "utf-8")
    print(f"{options.output.name}: {len(text) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
