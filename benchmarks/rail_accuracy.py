"""Rail lengths against published kilometres, pair by pair.

Usage: python benchmarks/rail_accuracy.py [FILE] [--network NAME] [--json]

FILE is a table of station pairs (columns: from, from_lat, from_lon, to, to_lat, to_lon, km,
line, confidence); without it, first ../shared/benchmarks/rail_distances_dev.csv, where that is,
and then own_rail_distances.csv beside this script, which holds distances from general knowledge:
``confidence`` there says how well each is remembered, and none was looked up. Every pair is
routed with the default profile and without via points. A pair that is refused counts as
refused, not as an error of 100 %.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.errors import RoutingError  # noqa: E402
from geo.rail import RailNetwork, load  # noqa: E402
from geo.settings import Settings  # noqa: E402

DEFAULT = (
    ROOT.parent / "shared" / "benchmarks" / "rail_distances_dev.csv",
    ROOT / "benchmarks" / "own_rail_distances.csv",
)
#: A length counts as right when it is off by no more than this, in percent.
RIGHT_PERCENT = 3.0


def percentile(values: list[float], share: float) -> float:
    """Value below which a share of the sorted values lies (nearest rank, interpolated)."""
    ordered = sorted(values)
    spot = share * (len(ordered) - 1)
    low = int(spot)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (spot - low) * (ordered[high] - ordered[low])


def main() -> int:
    """Print the table, and a line of totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="*", type=Path)
    parser.add_argument("--network", default="world")
    parser.add_argument("--json", action="store_true", help="totals as one JSON object a file")
    options = parser.parse_args()
    network = load(options.network, Settings())
    network.prepared()
    for path in options.file or DEFAULT:
        if not path.is_file():
            print(f"{path} is not there: nothing to measure", file=sys.stderr)
            continue
        if not options.json:
            print(f"{path.name}\n")
        totals = measure(network, path, quiet=options.json)
        print(json.dumps(totals) if options.json else f"{totals}\n")
    return 0


def measure(network: RailNetwork, path: Path, *, quiet: bool) -> dict[str, float]:
    """Route every pair of a table, print it, and give the totals."""
    errors: list[float] = []
    times: list[float] = []
    refused = 0
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        ends = [(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for end in ("from", "to")]
        title = f"{row['from'][:20]:20} {row['to'][:24]:24} {float(row['km']):7.0f}"
        started = time.perf_counter()
        try:
            route = network.route(*ends)
        except RoutingError as error:
            refused += 1
            if not quiet:
                print(f"{title} refused: {error.message}")
            continue
        times.append(1000 * (time.perf_counter() - started))
        off = 100 * (route.km / float(row["km"]) - 1)
        errors.append(abs(off))
        if not quiet:
            print(f"{title} {route.km:8.1f} {off:+6.1f} %  {','.join(route.countries)}")
    return {
        "pairs": len(rows),
        "refused": refused,
        "median_error_percent": round(statistics.median(errors), 2),
        "p90_error_percent": round(percentile(errors, 0.9), 2),
        "worst_error_percent": round(max(errors), 1),
        "within_3_percent": round(sum(off <= RIGHT_PERCENT for off in errors) / len(errors), 3),
        "median_ms": round(statistics.median(times), 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
