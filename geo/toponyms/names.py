"""The names of a text, each with its candidates and what speaks for them by itself.

Mentions of one name are joined. A candidate starts from how well known it is; the words
around the name ("Moscow, Idaho"; "the Russian city of"; "River") bind or lean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.kinds import POPULATED
from geo.toponyms.spans import Container, Span

__all__ = ["Name", "group"]

#: At most this many candidates of a name are weighed, the best known ones.
_MOST_CANDIDATES = 80
#: Two names are spellings of one from this likeness on (difflib's ratio).
_ALIKE = 0.75
#: An area counts as near no farther than this from its centre, in km.
_FARTHEST_KM = 300.0

_WEIGHT_STANDING = 1.0
#: An old name of a place that is this many times less known is not meant.
_FAR_FETCHED = 20.0
_BINDING = 12.0
_LEANING = 3.0
#: From this population on a city outweighs the division that has its name ("New York").
_WORLD_CITY = 5_000_000
_WORLD_CITY_BONUS = 1.0
_LARGE_CITY = 500_000
_KIND = 4.0
_KIND_LEANING = 2.5

_BY_KIND = {
    "country": 3.5,
    "continent": 3.5,
    "subregion": 1.5,
    "ocean": 1.5,
    "sea": 1.0,
    "region": 0.8,
    "area": 0.5,
    "village": -0.5,
    "station": -0.7,
    "district": -0.3,
}


@dataclass(slots=True)
class Name:
    """All mentions of one name that must mean the same place."""

    members: list[int]
    rows: NDArray[np.int64]
    prior: NDArray[np.float64]
    container: Container | None
    kinds: frozenset[str]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    country: list[str]
    admin1: list[str]
    kind: list[str]
    fits: NDArray[np.bool_]
    #: How far each candidate reaches from its centre, in km.
    reach: NDArray[np.float64]
    #: The best candidate by itself is a place that all the world knows.
    famous: bool
    share: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    abstain: str = ""
    weight: float = 1.0


def group(spans: Sequence[Span], gazetteer: Gazetteer, cues: Mapping[str, float]) -> list[Name]:
    """Join the mentions of one name: in one text it means one place.

    Mentions stay apart where the words beside them tell different containers ("Moscow,
    Idaho") or different kinds ("Vostochny port", "Vostochny spaceport"); a mention that tells
    nothing goes with the only one that does.
    """
    by_text: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for index, span in enumerate(spans):
        by_text[fold(span.inside or span.text), span.kinds].append(index)
    names: list[Name] = []
    for members in by_text.values():
        for alike in _apart(members, lambda member: spans[member].leaning or None):
            bound = _apart(alike, lambda member: _bound(spans[member]))
            names += [_name(alone, spans, gazetteer, cues) for alone in bound]
    return names


def _bound(span: Span) -> Container | None:
    return span.container if span.container and span.container.binding else None


def _apart(members: list[int], told: Callable[[int], Hashable | None]) -> list[list[int]]:
    """Split mentions by what each tells; those that tell nothing join the only teller."""
    split: dict[Hashable | None, list[int]] = defaultdict(list)
    for member in members:
        split[told(member)].append(member)
    if None in split and len(split) == 2:
        return [sorted(members)]
    return list(split.values())


def _name(
    members: list[int], spans: Sequence[Span], gazetteer: Gazetteer, cues: Mapping[str, float]
) -> Name:
    mentions = [spans[member] for member in members]
    span = mentions[0]
    kinds = span.kinds
    leaning = next((mention.leaning for mention in mentions if mention.leaning), frozenset())
    beside = next((mention.beside for mention in mentions if mention.beside), frozenset())
    container = next((c for c in map(_bound, mentions) if c), None) or next(
        (mention.container for mention in mentions if mention.container), None
    )
    found = sorted(span.rows, key=lambda row: -float(gazetteer.prominence[row[0]]))
    if container is not None:
        # Candidates in the container stay, however small they are.
        inside = [row for row in found if _inside(gazetteer, row[0], container)]
        found = inside + [row for row in found if row not in inside]
    found = found[:_MOST_CANDIDATES]
    rows = np.array([row for row, _ in found], dtype=np.int64)
    standing = np.array([float(gazetteer.prominence[row]) for row in rows])
    kind = [gazetteer.kind_of(int(row)) for row in rows]
    prior = _WEIGHT_STANDING * np.log10(standing + 100.0)
    prior += np.array([_BY_KIND.get(word, 0.0) for word in kind])
    key = fold(span.inside or span.text)
    owned = any(_owns(gazetteer, row, flag, key) for row, flag in found)
    nation = any(
        flag == gazetteer.MAIN and gazetteer.kind_of(row) == "country" for row, flag in found
    )
    prior += np.array(
        [_flag_weight(gazetteer, row, flag, owned, nation, key) for row, flag in found]
    )
    prior += np.array([1.5 if gazetteer.is_capital(int(row)) else 0.0 for row in rows])
    large = np.array([int(gazetteer.population[row]) >= _WORLD_CITY for row in rows], dtype=float)
    prior += _WORLD_CITY_BONUS * large * [word == "city" for word in kind]
    if beside and not leaning:
        prior += np.array([_KIND_LEANING if word in beside else 0.0 for word in kind])
    country = [gazetteer.country_of(int(row)) for row in rows]
    if cues:
        prior += np.array(
            [
                cues.get(iso, 0.0) if word not in ("country", "continent") else 0.0
                for iso, word in zip(country, kind, strict=True)
            ]
        )
    fits = np.zeros(len(rows), dtype=bool)
    abstain = ""
    if kinds:
        prior += np.array([_KIND if word in kinds else 0.0 for word in kind])
    if leaning:
        # "the Ussuri" is no town.
        against = POPULATED if leaning.isdisjoint(POPULATED) else frozenset()
        prior += np.array(
            [_KIND_LEANING * ((word in leaning) - 0.6 * (word in against)) for word in kind]
        )
    if container is not None and len(rows):
        within = [_inside(gazetteer, int(row), container) for row in rows]
        fits = np.array(within, dtype=bool) & ~_far_fetched(gazetteer, found, owned, key)
        if fits.any():
            prior += np.where(fits, _BINDING if container.binding else _LEANING, 0.0)
        elif container.binding and standing.max() < 50_000:
            abstain = f"no place of this name is known in {container.words}"
    return Name(
        members=members,
        rows=rows,
        prior=prior,
        container=container,
        kinds=kinds,
        lon=np.array([float(gazetteer.lon[row]) for row in rows]),
        lat=np.array([float(gazetteer.lat[row]) for row in rows]),
        country=country,
        admin1=[gazetteer.admin1_of(int(row)) for row in rows],
        kind=kind,
        fits=fits,
        reach=np.array([min(float(gazetteer.radius_km[row]), _FARTHEST_KM) for row in rows]),
        famous=len(rows) > 0 and _is_famous(gazetteer, int(rows[int(prior.argmax())])),
        abstain=abstain,
        weight=2.0 if any(mention.dateline for mention in mentions) else 1.0,
    )


def _is_famous(gazetteer: Gazetteer, row: int) -> bool:
    """Whether a place is a capital or a large city."""
    return gazetteer.kind_of(row) == "city" and (
        gazetteer.is_capital(row) or int(gazetteer.population[row]) >= _LARGE_CITY
    )


def _owns(gazetteer: Gazetteer, row: int, flag: int, key: str) -> bool:
    """Whether a place bears a name as its own: as written, or "Amur" of the Amur River."""
    if flag == gazetteer.MAIN:
        return True
    if flag != gazetteer.ALTERNATE or gazetteer.kind_of(row) in POPULATED:
        return False
    return fold(gazetteer.name_of(row)).startswith(f"{key} ")


def _flag_weight(
    gazetteer: Gazetteer, row: int, flag: int, owned: bool, nation: bool, key: str
) -> float:
    """Other names count less, and much less where some place has the name as its own."""
    if flag == gazetteer.ACRONYM or _owns(gazetteer, row, flag, key):
        return 0.0
    if nation:
        # "Mexico" is the country, not the city that is sometimes called so.
        return -4.0
    if flag == gazetteer.ALTERNATE and gazetteer.population[row] >= _WORLD_CITY:
        return 0.0
    if flag == gazetteer.CODE:
        return -3.0
    name = fold(gazetteer.name_of(row))
    # "Halle (Saale)" and "Frankfurt am Main" are mostly called by their first word.
    variant = name.startswith(f"{key} ") or _is_variant(name, key)
    if owned:
        return -1.0 if variant else -2.0
    return 0.0 if variant else -0.5


def _far_fetched(
    gazetteer: Gazetteer, found: Sequence[tuple[int, int]], owned: bool, key: str
) -> NDArray[np.bool_]:
    """Places whose other name this is, much less known than one that owns it.

    In "Washington, New York and Boston" no container tells that a town is meant that was
    called Washington once.
    """
    standing = np.array([float(gazetteer.prominence[row]) for row, _ in found])
    other = np.array(
        [
            owned
            and flag == gazetteer.ALTERNATE
            and not _is_variant(fold(gazetteer.name_of(row)), key)
            for row, flag in found
        ],
        dtype=bool,
    )
    return np.asarray(other & (standing * _FAR_FETCHED < standing.max(initial=0.0)))


def _is_variant(name: str, key: str) -> bool:
    """Whether two folded names are spellings of one: "slovyansk", "sloviansk".

    Examples
    --------
    >>> _is_variant("slovyansk", "sloviansk"), _is_variant("nikopol", "sloviansk")
    (True, False)
    """
    if name[:1] != key[:1] or abs(len(name) - len(key)) > 3:
        return False
    return SequenceMatcher(None, name, key, autojunk=False).ratio() > _ALIKE


def _inside(gazetteer: Gazetteer, row: int, container: Container) -> bool:
    if gazetteer.country_of(row) != container.country:
        return False
    if not container.admin1:
        return gazetteer.kind_of(row) != "country"
    return gazetteer.admin1_of(row) == container.admin1 and gazetteer.kind_of(row) != "region"
