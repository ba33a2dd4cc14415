"""Which of two places lies further down a river.

The courses of ``geo/data/supplement/lines.geojson`` run from source to mouth. They leave small
bends out, so they tell the order of two towns on a river well, and the way between them roughly.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from geo.claims.intervals import Interval
from geo.geodesy import nearest_on_line
from geo.model import Claim, Outcome, Place, Reading

__all__ = ["STREAMWARD", "Flow", "flow_between", "flow_reading", "flow_words", "judge_flow"]

STREAMWARD = ("upstream", "downstream")

_FILE = Path(__file__).resolve().parent.parent / "data" / "supplement" / "lines.geojson"

#: A town lies on a river when its centre is at most this far from the course as drawn, its own
#: radius aside: the worst of the courses are off by about as much.
_OFF_KM = 12.0

#: Nearer to each other than this along the river, nobody can tell the order from such courses.
_LEAST_KM = 3.0

#: A river is at least as long as its course as drawn, and at most so much longer by the bends
#: that are left out: courses are thinned to 400 m. Chosen by judgement.
_BENDS = 1.3


@dataclass(frozen=True, slots=True)
class Flow:
    """The way along a river between two places.

    Attributes
    ----------
    river : str
        Name with its article: "the Danube".
    km : float
        Along the course from the reference to the subject, positive downstream.
    off_km : float
        How far both places together lie from the course.
    """

    river: str
    km: float
    off_km: float

    @property
    def certain(self) -> bool:
        """Whether the order of the two places is beyond the coarseness of the course."""
        return abs(self.km) > max(_LEAST_KM, self.off_km / 2)


@dataclass(frozen=True, slots=True)
class _Course:
    name: str
    path: tuple[tuple[float, float], ...]
    box: tuple[float, float, float, float]


@cache
def _courses() -> tuple[_Course, ...]:
    found = []
    for feature in json.loads(_FILE.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        pieces = geometry["coordinates"]
        if geometry["type"] == "LineString":
            pieces = [pieces]
        # Pieces stand in order, too; what is not drawn between them is joined straight.
        path = np.concatenate([np.asarray(piece, dtype=np.float64)[:, :2] for piece in pieces])
        west, south = path.min(axis=0)
        east, north = path.max(axis=0)
        found.append(
            _Course(
                feature["properties"]["name"],
                tuple((float(lon), float(lat)) for lon, lat in path),
                (float(west), float(south), float(east), float(north)),
            )
        )
    return tuple(found)


def flow_between(reference: Place, subject: Place, words: str = "") -> Flow | None:
    """Find the river on which both places lie.

    Parameters
    ----------
    reference, subject : Place
        Neither may be a river itself.
    words : str, optional
        Text around the claim in lower case; a river that it names is preferred.

    Returns
    -------
    Flow or None
        None where no river that is drawn here passes both.

    Examples
    --------
    >>> budapest = Place("a", "Budapest", 19.04, 47.50, "city", radius_km=12.0)
    >>> vienna = Place("b", "Vienna", 16.37, 48.21, "city", radius_km=12.0)
    >>> flow = flow_between(budapest, vienna)
    >>> flow.river, flow.km < -200, flow.certain
    ('the Danube', True, True)
    """
    best: tuple[tuple[bool, float], Flow] | None = None
    for course in _courses():
        if reference.lines or subject.lines:
            return None
        if not (_near_box(reference, course.box) and _near_box(subject, course.box)):
            continue
        sides = [nearest_on_line(*place.lonlat, course.path) for place in (reference, subject)]
        gaps = [
            max(0.0, off - place.radius_km)
            for (_, _, off, _), place in zip(sides, (reference, subject), strict=True)
        ]
        if max(gaps) > _OFF_KM:
            continue
        off = sides[0][2] + sides[1][2]
        flow = Flow(_with_article(course.name), sides[1][3] - sides[0][3], off)
        rank = (_bare(course.name) not in words, off)
        if best is None or rank < best[0]:
            best = rank, flow
    return best[1] if best else None


def _near_box(place: Place, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west - 0.6 <= place.lon <= east + 0.6 and south - 0.4 <= place.lat <= north + 0.4


def _bare(name: str) -> str:
    return name.removesuffix(" River").removeprefix("River ").lower()


def _with_article(name: str) -> str:
    return f"the {name}"


def judge_flow(direction: str, flow: Flow | None) -> Outcome:
    """Say whether "upstream" or "downstream" holds; unverifiable where nobody can tell."""
    if flow is None or not flow.certain:
        return "unverifiable"
    return "consistent" if (flow.km > 0) == (direction == "downstream") else "contradicted"


def flow_reading(flow: Flow, claimed: Interval | None, value_km: float | None) -> Reading:
    """Hold a distance, where one is told, against the way along the river."""
    low, high = abs(flow.km), abs(flow.km) * _BENDS
    fits = claimed is None or claimed.overlaps(low, high)
    ratio = round(value_km / low, 4) if value_km and low > 0 else None
    return Reading(
        "along the river", round(low, 3), round(high, 3), round(low, 3), "km", ratio, fits,
        f"course of {flow.river}, drawn without its smaller bends",
    )  # fmt: skip


def flow_words(claim: Claim, flow: Flow | None, outcome: Outcome) -> str:
    """Say what the course of the river tells about "upstream" or "downstream"."""
    told = claim.direction or ""
    if flow is None:
        return f"{told} is not checked: no river whose course is known here passes both places"
    if not flow.certain:
        return f"{told} is not checked: along {flow.river} the two places are too near to tell"
    side = "downstream" if flow.km > 0 else "upstream"
    if outcome == "consistent":
        return f"along {flow.river} it lies {side}, as the text says"
    return f"along {flow.river} it lies {side}, not {told}"
