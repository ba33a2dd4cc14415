"""How well ways, confidences and destinations are found on synthetic journeys.

Usage: python -m benchmarks.journeys [--seed N] [--count N] [--every KM] [--fit]

Journeys are made by `benchmarks.journey_maker`. The F1 score counts length: a stretch of the
true way is found when ours runs within 0.5 km of it (the network draws many lines as two tracks
a few hundred metres apart), and the other way round. ``shortest`` is the best way from the first
to the last sighting, ``nearest`` joins all sightings, in order of the middles of their windows,
each set on the nearest rails. Intervals are the middle 95 % of 1,000 bootstrap samples.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.journey_maker import Told, Trip, tell, trips
from geo.errors import RoutingError
from geo.geodesy import distance_km
from geo.journey import legs as legs_module
from geo.journey import reconstruct
from geo.journey.confidence import features, leg_confidence
from geo.model import Journey, LonLat, Place, Sighting
from geo.rail import RailNetwork, load
from geo.settings import Settings

DISPLACED_KM = (2.0, 10.0, 25.0)
#: What runs so near to a line is that line, in km; and the step of the comparison.
SAME_KM, STEP_KM = 0.5, 0.5
#: A leg is right when so much of it runs on the true way.
RIGHT = 0.9
SPEED_KMH = (40.0, 60.0)
#: Parts of the journey that are still ahead when the destination is guessed.
REMAINING = (0.75, 0.5, 0.25, 0.1)
NAMED = 5

Path = Sequence[LonLat] | NDArray[np.float64]
Floats = NDArray[np.float64]


def samples(path: Path) -> Floats:
    """Points along a drawn line, as unit vectors times the earth's radius in km."""
    line = np.asarray(path, dtype=np.float64)
    if len(line) < 2:
        return np.empty((0, 3))
    steps = np.maximum(distance_km(*line[:-1].T, *line[1:].T) / STEP_KM, 1.0).astype(np.int64)
    part = np.concatenate([np.arange(step) / step for step in steps.tolist()])[:, None]
    hop = np.repeat(np.arange(len(steps)), steps)
    point = np.radians(line[hop] + (line[hop + 1] - line[hop]) * part)
    level = np.cos(point[:, 1])
    return 6371.0 * np.stack(
        [level * np.cos(point[:, 0]), level * np.sin(point[:, 0]), np.sin(point[:, 1])], axis=1
    )


def covered(path: Path, by: Path, within_km: float = SAME_KM) -> float:
    """Share of a line that another one follows."""
    from scipy.spatial import cKDTree

    one, other = samples(path), samples(by)
    if not len(one) or not len(other):
        return 0.0
    return float((cKDTree(other).query(one)[0] <= within_km).mean())


def f1(true: Path, found: Path, within_km: float = SAME_KM) -> float:
    """Harmonic mean of how much of the truth was found, and how much of what was found is true."""
    recall, precision = covered(true, found, within_km), covered(found, true, within_km)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def by_middle(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Sightings in order of the middles of their windows."""

    def middle(one: Sighting) -> float:
        assert one.time_start
        assert one.time_end
        return one.time_start.timestamp() + one.time_end.timestamp()

    return sorted(sightings, key=middle)


def joined(network: RailNetwork, places: Sequence[LonLat]) -> list[LonLat]:
    """Best ways from each point to the next, each on the rails nearest to it."""
    path: list[LonLat] = []
    for one, other in pairwise(places):
        try:
            path += network.route(one, other, limit_km=100.0).path
        except RoutingError:
            continue
    return path


def interval(values: Sequence[float]) -> str:
    """Mean, and the bootstrap interval of it."""
    rng = np.random.default_rng(0)
    array = np.array(values)
    means = array[rng.integers(0, len(array), (1000, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{array.mean():.3f} [{low:.3f}, {high:.3f}]"


@dataclass
class Legs:
    """What was said of the legs, and what was so."""

    confidence: list[float] = field(default_factory=list)
    features: list[tuple[float, ...]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, trip: Trip, journey: Journey | None, seen: Sequence[tuple[float, ...]]) -> None:
        """Take the legs of a journey."""
        legs = [] if journey is None else [
            leg for leg in journey.legs if leg.certainty != "speculated"
        ]  # fmt: skip
        # Where a journey was put together twice, the last time counts.
        for leg, row in zip(legs, seen[-len(legs) :] if legs else [], strict=True):
            self.confidence.append(leg.confidence)
            self.features.append(row)
            self.right.append(covered(leg.route.path, trip.path) >= RIGHT)

    def curve(self) -> str:
        """Reliability in ten bins, and the expected calibration error."""
        said, right = np.array(self.confidence), np.array(self.right, dtype=float)
        lines = ["said        legs   mean said   right"]
        error = 0.0
        for low in np.arange(10) / 10:
            inside = (said >= low) & (said < low + 0.1 + (low >= 0.9))
            if inside.any():
                mean, share = float(said[inside].mean()), float(right[inside].mean())
                error += inside.mean() * abs(mean - share)
                lines.append(f"{low:.1f}-{low + 0.1:.1f}{inside.sum():9}{mean:12.3f}{share:8.3f}")
        brier = float(((said - right) ** 2).mean())
        lines.append(
            f"expected calibration error {error:.3f}, Brier score {brier:.3f}, {len(said)} legs,"
            f" {right.mean():.3f} of them right"
        )
        return "\n".join(lines)

    def fit(self) -> Floats:
        """Weights of a logistic regression, with a little shrinking."""
        from scipy.optimize import minimize

        rows, right = np.array(self.features), np.array(self.right, dtype=float)

        def loss(weights: Floats) -> float:
            score = rows @ weights
            likelihood = np.logaddexp(0.0, score) - right * score
            return float(likelihood.sum() + 0.5 * (weights[1:] ** 2).sum())

        return np.asarray(minimize(loss, np.zeros(rows.shape[1])).x)


def measure(
    network: RailNetwork, made: Sequence[Trip], told: Told, seed: int, legs: Legs
) -> dict[str, list[float]]:
    """Scores of one way of telling."""
    scores: dict[str, list[float]] = {"shortest": [], "nearest": [], "ours": [], "strict": []}
    scores["seconds"] = []
    for number, trip in enumerate(made):
        sightings = tell(network, trip, told, 1000 * seed + number)
        places = [one.place.lonlat for one in by_middle(sightings) if one.place]
        started = time.process_time()
        with patch.object(legs_module, "leg_confidence", wraps=leg_confidence) as spy:
            _, journey = reconstruct(sightings, network, mentioned=(), speed_kmh=SPEED_KMH)
        scores["seconds"].append(time.process_time() - started)
        path = journey.path if journey else ()
        legs.add(trip, journey, [features(*call.args[1:]) for call in spy.call_args_list])
        scores["shortest"].append(f1(trip.path, joined(network, [places[0], places[-1]])))
        scores["nearest"].append(f1(trip.path, joined(network, places)))
        scores["ours"].append(f1(trip.path, path))
        scores["strict"].append(f1(trip.path, path, 0.05))
    return scores


def guess(network: RailNetwork, made: Sequence[Trip], seed: int) -> dict[float, list[float]]:
    """Whether the true destination comes first, and its probability, by what is still ahead."""
    found: dict[float, list[float]] = {part: [] for part in REMAINING}
    names = network.names
    for number, trip in enumerate(made):
        rng = np.random.default_rng(7919 * seed + number)
        sightings = by_middle(tell(network, trip, Told(2.0, false_share=0.0), 31 * seed + number))
        sightings.sort(key=lambda one: int(one.place.id.partition(":")[2]) if one.place else 0)
        goal = sightings.pop().place
        assert goal is not None
        for part in REMAINING:
            seen = sightings[: max(2, round(len(sightings) * (1 - part)))]
            last = seen[-1].place
            assert last is not None
            gap = distance_km(*last.lonlat, names.lon, names.lat)
            ahead = float(distance_km(*last.lonlat, *goal.lonlat))
            near = np.flatnonzero((gap > 0.5 * ahead) & (gap < 2.0 * ahead + 50))
            others = [
                Place(f"named:{entry}", names.label[entry], float(names.lon[entry]),
                      float(names.lat[entry]), "town", radius_km=2.0)
                for entry in rng.choice(near, NAMED - 1).tolist()
            ]  # fmt: skip
            hints = [
                replace(seen[-1], place=place, relation="heading", certainty="speculated",
                        article="guess", time_start=None, time_end=None, time_text="")
                for place in (*others, goal)
            ]  # fmt: skip
            _, journey = reconstruct([*seen, *hints], network, mentioned=(), speed_kmh=SPEED_KMH)
            ranked = journey.forecast if journey else ()
            found[part].append(float(bool(ranked) and ranked[0].place.id == goal.id))
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--every", type=float, default=60.0, help="km between sightings")
    parser.add_argument("--west", type=float, default=-180.0, help="origins lie east of this")
    parser.add_argument("--east", type=float, default=180.0, help="origins lie west of this")
    parser.add_argument("--fit", action="store_true", help="print fitted weights of confidence")
    parser.add_argument("--no-forecast", action="store_true")
    options = parser.parse_args()
    network = load("world", Settings())
    network.prepared()
    area = (options.west, options.east)
    made = list(trips(network, options.seed, options.count, lon=area))
    lengths = sorted(trip.way.km for trip in made)
    print(
        f"{len(made)} journeys of {lengths[0]:.0f} to {lengths[-1]:.0f} km (seed {options.seed}),"
        f" a sighting every {options.every:.0f} km, 10 % false ones"
    )
    print(f"{'displaced':10}{'shortest':>22}{'nearest':>22}{'ours':>22}{'50 m':>8}{'s':>7}")
    legs = Legs()
    for displaced in DISPLACED_KM:
        told = Told(displaced, options.every)
        scores = measure(network, made, told, options.seed, legs)
        cells = [f"{interval(scores[name]):>22}" for name in ("shortest", "nearest", "ours")]
        print(
            f"{displaced:4.0f} km   {''.join(cells)}{np.mean(scores['strict']):8.3f}"
            f"{np.mean(scores['seconds']):7.2f}",
            flush=True,
        )
    print(legs.curve())
    if options.fit:
        print("weights", np.round(legs.fit(), 3).tolist())
    if not options.no_forecast:
        for part, hits in guess(network, made, options.seed).items():
            print(f"{part:4.0%} still ahead: first of {NAMED} named is right {interval(hits)}")


if __name__ == "__main__":
    main()
