"""How far published distances usually are from the measured ones."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.errors import GeoError

__all__ = ["DISTANCE_CLASSES", "PERCENTILES", "Spread", "distance_class", "spread"]

PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99)

#: Classes of the geodesic: up to 20 km, up to 100 km, more.
DISTANCE_CLASSES = ("0-20", "20-100", "100+")

#: Percentiles of fewer claims than this say little about the tails.
_ENOUGH = 40

_TABLE = Path(__file__).resolve().parent.parent / "data" / "claim_errors.csv"


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of claimed divided by geodesic, for one sort of claim."""

    label: str
    n: int
    ratios: tuple[float, ...]

    @property
    def band(self) -> tuple[float, float]:
        """Ratios between which nine of ten published distances lie (p5 to p95)."""
        return self.ratios[PERCENTILES.index(5)], self.ratios[PERCENTILES.index(95)]

    def percentile(self, ratio: float) -> float:
        """Share of checked claims with a smaller ratio, in percent; 1 to 99 at the ends.

        Examples
        --------
        >>> table = Spread("", 100, (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6))
        >>> table.percentile(1.1), table.percentile(1.15), table.percentile(9)
        (50.0, 62.5, 99.0)
        """
        place = bisect_left(self.ratios, ratio)
        if place == 0:
            return float(PERCENTILES[0])
        if place == len(self.ratios):
            return float(PERCENTILES[-1])
        left, right = self.ratios[place - 1], self.ratios[place]
        share = (ratio - left) / (right - left) if right > left else 1.0
        low, high = PERCENTILES[place - 1], PERCENTILES[place]
        return round(low + share * (high - low), 1)


def distance_class(km: float) -> str:
    """Class of a geodesic.

    Examples
    --------
    >>> distance_class(12), distance_class(78), distance_class(935)
    ('0-20', '20-100', '100+')
    """
    return DISTANCE_CLASSES[0 if km < 20 else 1 if km < 100 else 2]


@cache
def _table() -> Mapping[tuple[str, str, str], Spread]:
    try:
        with _TABLE.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    except OSError as error:
        raise GeoError(
            f"the table of published errors cannot be read: {error}",
            hint="Install the package again; geo/data/claim_errors.csv is part of it.",
        ) from error
    return {
        (row["unit"], row["hedge"], row["distance"]): Spread(
            ", ".join(row[key] for key in ("unit", "hedge", "distance")),
            int(row["n"]),
            tuple(float(row[f"p{p}"]) for p in PERCENTILES),
        )
        for row in rows
    }


def spread(unit: str, hedged: bool, km: float) -> Spread:
    """Percentiles for claims like this one; of a wider sort where there are too few.

    Parameters
    ----------
    unit : str
        Unit of the claim; all units but miles and kilometres count as either.
    hedged : bool
        Whether the writer limited the figure.
    km : float
        The geodesic.

    Returns
    -------
    Spread
        Of the narrowest sort with at least 40 checked claims.

    Raises
    ------
    GeoError
        When the table is missing.
    """
    table = _table()
    kind = unit if unit in ("mi", "km") else "any"
    hedge = "hedged" if hedged else "bare"
    for key in (
        (kind, hedge, distance_class(km)),
        (kind, "any", distance_class(km)),
        (kind, hedge, "any"),
        (kind, "any", "any"),
    ):
        found = table.get(key)
        if found and found.n >= _ENOUGH:
            return found
    return table["any", "any", "any"]
