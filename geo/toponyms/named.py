"""A name that stands alone, as a user types it: "Lyon", "Moscow, Idaho"."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Any

from geo.errors import AmbiguousPlace, PlaceNotFound, ServiceUnavailable
from geo.gazetteer.fold import fold
from geo.model import Place, Toponym
from geo.toponyms.locate import locate

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker
    from geo.gazetteer.embedded import Gazetteer

__all__ = ["find_named", "place_named", "similar"]

#: A name is meant if so much of it agrees; "Vladivostock" and "Vladivostok" have 0.96.
_ALIKE = 0.8
#: Names that begin alike and are compared, at most; and so many letters of the begin.
_COMPARED = 20_000
_BEGIN = 3
_SUGGESTED = 3
_COORDINATES = re.compile(
    r"([+-]?\d{1,2}(?:\.\d{1,12})?)\s{0,3},\s{0,3}([+-]?\d{1,3}(?:\.\d{1,12})?)"
)


def find_named(
    name: str,
    gazetteer: Gazetteer,
    *,
    min_score: float,
    asker: Asker | None = None,
    ask_for: str = "missing",
) -> Toponym:
    """Resolve a name that stands alone, with its score and the places it may also mean.

    Parameters
    ----------
    name : str
        "Name" or "Name, Division" or "Name, Country".
    gazetteer : Gazetteer
    min_score : float
        A place with a lower score (0 to 1) is not taken.
    asker : Asker, optional
        Asks an online gazetteer for a name that this one lacks.
    ask_for : {"missing", "all"}
        Which names are asked for.

    Raises
    ------
    PlaceNotFound
        When the gazetteer does not have the name; the hint tells names that are like it.
    AmbiguousPlace
        When several places have it and none of them wins.
    ServiceUnavailable
        When this gazetteer lacks the name and the online one did not answer.
    """
    wanted = " ".join(name.split())
    alone = wanted.split(",")[0]
    spans = [(0, len(alone))]
    chosen: dict[str, Any] = {"min_score": min_score, "asker": asker, "ask_for": ask_for}
    found = locate(wanted, gazetteer, spans=spans, stand_ins=False, **chosen) if alone else []
    if found and found[0].place is not None:
        return found[0]
    others = found[0].candidates if found else ()
    if others:
        # Brings geopy with it, which the embedded gazetteer does without.
        from geo.gazetteer.geocoder import address

        told = [address(gazetteer, candidate.place) for candidate in others[:3]]
        more = "; or others" if len(others) > 3 else ""
        raise AmbiguousPlace(
            f"{name!r} may be {'; '.join(dict.fromkeys(told))}{more}",
            hint=f"Say which, for instance {told[0]!r}, or give coordinates as 'lat,lon'.",
        )
    for problem in asker.problems if asker is not None else ():
        raise ServiceUnavailable(f"{problem.source}: {problem.message}", hint=problem.hint)
    alike = similar(alone, gazetteer)
    raise PlaceNotFound(
        f"no place is known as {name!r}",
        hint=(f"Did you mean {' or '.join(map(repr, alike))}? " if alike else "")
        + "Check the spelling, add the country ('Name, Country'), "
        "or give coordinates as 'lat,lon'.",
    )


def place_named(name: str, gazetteer: Gazetteer, *, min_score: float) -> Place:
    """Place of a name that stands alone, or of coordinates as "lat,lon".

    Raises
    ------
    PlaceNotFound, AmbiguousPlace
        As `find_named`.

    Examples
    --------
    >>> from geo.gazetteer import open_gazetteer
    >>> from geo.settings import Settings
    >>> place_named("48.2, 16.37", open_gazetteer(Settings()), min_score=0.2).lonlat
    (16.37, 48.2)
    """
    if found := _COORDINATES.fullmatch(name.strip()):
        lat, lon = float(found[1]), float(found[2])
        if abs(lat) <= 90 and abs(lon) <= 180:
            words = f"{lat:g}, {lon:g}"
            return Place(f"at:{lat:g},{lon:g}", words, lon, lat, "landmark", source="user")
    place = find_named(name, gazetteer, min_score=min_score).place
    assert place is not None
    return place


def similar(name: str, gazetteer: Gazetteer) -> list[str]:
    """Names of places that are spelled much like a name, the likeliest first.

    Examples
    --------
    >>> from geo.gazetteer import open_gazetteer
    >>> from geo.settings import Settings
    >>> similar("Vladivostock", open_gazetteer(Settings()))[0]
    'Vladivostok'
    """
    folded = fold(name)
    if len(folded) < _BEGIN:
        return []
    matcher = SequenceMatcher(b=folded, autojunk=False)
    found: list[tuple[float, int]] = []
    for known in islice(gazetteer.beginning(folded[:_BEGIN]), _COMPARED):
        if abs(len(known) - len(folded)) > 3:
            continue
        matcher.set_seq1(known)
        if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
            found += [(-ratio, row) for row, _ in gazetteer.rows(known)[:1]]
    names = (gazetteer.name_of(row) for _, row in sorted(found))
    return list(dict.fromkeys(names))[:_SUGGESTED]
