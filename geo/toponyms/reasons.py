"""Why a candidate fits, in words that an editor can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.kinds import KINDS
from geo.toponyms.names import Name

__all__ = ["Surroundings", "anchors", "reasons"]

#: A neighbour is worth a word up to this distance, in km.
_NEIGHBOUR_KM = 300.0


def anchors(names: Sequence[Name]) -> NDArray[np.float64]:
    """Leading candidates of all names that are points rather than large areas.

    Returns
    -------
    numpy.ndarray of shape (n, 5)
        Index of the name, lon, lat, share, index of the candidate.
    """
    found = []
    for position, name in enumerate(names):
        if not len(name.rows):
            continue
        for best in np.argsort(-name.share)[:2]:
            if name.kind[best] in ("country", "continent", "ocean", "subregion", "region", "sea"):
                continue
            if name.share[best] > 0.15:
                found.append((position, name.lon[best], name.lat[best], name.share[best], best))
    return np.array(found, dtype=np.float64).reshape(-1, 5)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text's names resolved to, as the reasons refer to it."""

    names: Sequence[Name]
    points: NDArray[np.float64]
    #: How many names lead to each country.
    per_country: Counter[str]

    @classmethod
    def of(cls, names: Sequence[Name]) -> Surroundings:
        """Sum up the names of a text."""
        leading = Counter(
            name.country[int(name.share.argmax())] for name in names if len(name.rows)
        )
        return cls(names, anchors(names), leading)


def reasons(
    name: Name, index: int, around: Surroundings, position: int, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Say why a candidate fits, in words.

    Parameters
    ----------
    name : Name
        The name, with all its candidates.
    index : int
        Which candidate.
    around : Surroundings
        The text's other names.
    position : int
        Which of the text's names this one is.
    gazetteer : Gazetteer
        Gives the names of countries and neighbours.
    """
    said = []
    service = gazetteer.told_by(int(name.rows[index]))
    if service:
        said.append(f"told by {service}")
    elif len(name.rows) == 1:
        said.append("the only place of this name in the gazetteer")
    if name.container is not None and name.fits[index]:
        said.append(f"the text puts it in {name.container.words!r}")
    if name.kinds and name.kind[index] in name.kinds:
        said.append(f"the text calls it a {KINDS[name.kind[index]]}")
    country = name.country[index]
    if country and name.kind[index] != "country":
        own = name.country[int(name.share.argmax())] == country
        same = around.per_country[country] - own
        if same > 0:
            places = "place" if same == 1 else "places"
            said.append(
                f"in {gazetteer.country_name(country)} like {same} other {places} of this text"
            )
    near = _nearest(name, index, around, position, gazetteer)
    if near:
        said.append(near)
    if len(name.rows) > 1 and int(name.prior.argmax()) == index and not name.fits[index]:
        said.append("the best-known place of this name")
    return tuple(said)


def _nearest(
    name: Name, index: int, around: Surroundings, position: int, gazetteer: Gazetteer
) -> str:
    points = around.points[around.points[:, 0] != position]
    if not len(points):
        return ""
    from geo.geodesy import distance_km

    km = np.atleast_1d(distance_km(name.lon[index], name.lat[index], points[:, 1], points[:, 2]))
    best = int(km.argmin())
    if not 1.0 < km[best] <= _NEIGHBOUR_KM:
        return ""
    other = around.names[int(points[best, 0])]
    neighbour = gazetteer.place(int(other.rows[int(points[best, 4])]))
    return f"{km[best]:.0f} km from {neighbour.name}"
