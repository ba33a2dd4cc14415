"""Derive ``geo/data/claim_errors.csv``: how far published distances are from the geodesic.

Takes the rows of a claims file whose coordinates can be trusted (``"calib": true``), divides
the published figure by the geodesic, and keeps percentiles of the ratio. Only numbers are
kept; no text of the file goes into the table.

Run it as ``python tools/build_claim_errors.py ../shared/benchmarks/claims_dev.jsonl``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from geo.claims.error_model import DISTANCE_CLASSES, PERCENTILES, distance_class
from geo.geodesy import distance_km
from geo.units import KM

OUTPUT = Path(__file__).resolve().parent.parent / "geo" / "data" / "claim_errors.csv"
UNITS = {"mile": "mi", "km": "km"}
HEADER = """\
# Ratio of the published figure to the WGS84 geodesic, for {n} checked distance claims.
# Derived by tools/build_claim_errors.py from sentences of news articles, travel pages and
# encyclopaedia entries with trusted coordinates at both ends; numbers only, no text.
# Columns: unit and hedge of the claim, class of the geodesic in km, count, percentiles.
"""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.claims.read_text("utf-8").splitlines() if line]
    cases: list[tuple[str, str, str, float]] = []
    for row in rows:
        if not row["calib"] or row["unit"] not in UNITS or row["subject_lat"] is None:
            continue
        if row["reference_lat"] is None:
            continue
        km = distance_km(
            row["reference_lon"], row["reference_lat"], row["subject_lon"], row["subject_lat"]
        )
        unit = UNITS[row["unit"]]
        hedge = "hedged" if row["approx"] else "bare"
        cases.append((unit, hedge, distance_class(km), row["value"] * KM[unit] / km))
    if not cases:
        sys.exit("no usable row in the file")
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["unit", "hedge", "distance", "n", *(f"p{p}" for p in PERCENTILES)])
    for unit in ("any", "mi", "km"):
        for hedge in ("any", "bare", "hedged"):
            for size in ("any", *DISTANCE_CLASSES):
                ratios = [
                    ratio
                    for u, h, s, ratio in cases
                    if unit in ("any", u) and hedge in ("any", h) and size in ("any", s)
                ]
                if len(ratios) < 10:
                    continue
                values = np.percentile(ratios, PERCENTILES)
                table.writerow([unit, hedge, size, len(ratios), *(f"{v:.3f}" for v in values)])
    handle, name = tempfile.mkstemp(dir=OUTPUT.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(HEADER.format(n=len(cases)) + written.getvalue())
    Path(name).chmod(0o644)
    Path(name).replace(OUTPUT)
    print(f"{OUTPUT}: {len(cases)} claims")


if __name__ == "__main__":
    main()
