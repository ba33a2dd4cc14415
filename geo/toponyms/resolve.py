"""Decide which place each name of a text means, all names together.

A name's candidates start from how well known they are. What the words around it say
("Moscow, Idaho"; "the Russian city of"; "River") then binds or leans, and the names help each
other: places of a text tend to lie in the same countries, in the same divisions and near
each other. Two rounds settle it. The weights are ours; ``benchmarks/toponym_accuracy.py``
measures what they give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.fold import fold
from geo.model import Candidate, Toponym
from geo.toponyms.reasons import Name, Surroundings, anchors, reasons
from geo.toponyms.spans import Container, Span

__all__ = ["resolve"]

#: At most this many candidates of a name are weighed, the best known ones.
_MOST_CANDIDATES = 80
_ROUNDS = 3
#: Candidates kept with a toponym for the reader.
_SHOWN = 5
#: Two names are spellings of one from this likeness on (difflib's ratio).
_ALIKE = 0.75
_WORTH_SHOWING = 1e-4

_WEIGHT_STANDING = 1.0
_WEIGHT_COUNTRY = 4.0
_WEIGHT_ADMIN1 = 5.0
_WEIGHT_NEAR = 2.0
#: Distance at which a neighbour's pull has fallen to 1/e, in km.
_NEAR_KM = 120.0
#: The other names of a text add no more than this.
_MOST_CONTEXT = 8.0
_OWNED_V = -1.0
_OWNED = -2.0
_COUNTRY_TOO = 1.0
_BINDING = 12.0
_LEANING = 3.0
#: From this population on a city outweighs the division that has its name ("New York").
_WORLD_CITY = 5_000_000
_WORLD_CITY_BONUS = 1.0
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


def resolve(
    spans: Sequence[Span],
    gazetteer: Gazetteer,
    *,
    demonyms: Sequence[Span] = (),
    cues: Mapping[str, float] = MappingProxyType({}),
    min_score: float = 0.0,
    article: str = "",
) -> list[Toponym]:
    """Resolve the names of one text together.

    Parameters
    ----------
    spans : sequence of Span
        Recognised names, in order.
    gazetteer : Gazetteer
        Where candidates come from.
    demonyms : sequence of Span
        "Russian", "South Korean", ...: they count for their countries.
    cues : mapping
        What other words of the text add for each country (`geo.toponyms.cues`).
    min_score : float
        Below this score, 0 to 1, a name stays unresolved.
    article : str
        Identifier that the toponyms carry.

    Returns
    -------
    list of Toponym
        One for each span, in the same order.
    """
    names = _group(spans, gazetteer, cues)
    for name in names:
        name.share = _softmax(name.prior)
    outer = _votes_of_demonyms(demonyms)
    for _ in range(_ROUNDS):
        _round(names, outer)
    around = Surroundings.of(names)
    toponyms: dict[int, Toponym] = {}
    for position, name in enumerate(names):
        candidates = _candidates(name, around, position, gazetteer)
        for member in name.members:
            toponyms[member] = _toponym(spans[member], name, candidates, min_score, article)
    return [toponyms[index] for index in range(len(spans))]


def _group(spans: Sequence[Span], gazetteer: Gazetteer, cues: Mapping[str, float]) -> list[Name]:
    """Join the mentions of one name: in one text it means one place.

    Mentions stay apart where the words beside them tell different containers ("Moscow,
    Idaho") or different kinds ("Vostochny port", "Vostochny spaceport"); a mention that tells
    nothing goes with the only one that does.
    """
    by_text: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for index, span in enumerate(spans):
        by_text[fold(span.text), span.kinds].append(index)
    names: list[Name] = []
    for members in by_text.values():
        for alike in _apart(members, lambda member: spans[member].leaning or None):
            bound = _apart(alike, lambda member: _bound(spans[member]))
            names += [_name(group, spans, gazetteer, cues) for group in bound]
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
    key = fold(span.text)
    owned = any(flag == gazetteer.MAIN for _, flag in found)
    prior += np.array([_flag_weight(gazetteer, row, flag, owned, key) for row, flag in found])
    prior += np.array([1.5 if gazetteer.is_capital(int(row)) else 0.0 for row in rows])
    large = np.array([int(gazetteer.population[row]) >= _WORLD_CITY for row in rows], dtype=float)
    prior += _WORLD_CITY_BONUS * large * [word == "city" for word in kind]
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
        prior += np.array([_KIND_LEANING if word in leaning else 0.0 for word in kind])
    if container is not None and len(rows):
        fits = np.array([_inside(gazetteer, int(row), container) for row in rows], dtype=bool)
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
        abstain=abstain,
        weight=2.0 if any(mention.dateline for mention in mentions) else 1.0,
    )


def _flag_weight(gazetteer: Gazetteer, row: int, flag: int, owned: bool, key: str) -> float:
    """Other names count less, and much less where some place has the name as its own."""
    if flag in (gazetteer.MAIN, gazetteer.ACRONYM):
        return 0.0
    if flag == gazetteer.ALTERNATE and gazetteer.population[row] >= _WORLD_CITY:
        return 0.0
    if flag == gazetteer.CODE:
        return -3.0
    variant = _is_variant(fold(gazetteer.name_of(row)), key)
    if owned:
        return _OWNED_V if variant else _OWNED
    return 0.0 if variant else -0.5


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


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(scores):
        return scores
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def _votes_of_demonyms(demonyms: Sequence[Span]) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for span in demonyms:
        for country in span.countries:
            votes[country] += 0.5 / len(span.countries)
    return {country: min(vote, 1.5) for country, vote in votes.items()}


def _round(names: list[Name], outer: dict[str, float]) -> None:
    """One round of mutual help, from the shares of the round before."""
    countries: dict[str, float] = defaultdict(float, outer)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    own: list[tuple[dict[str, float], dict[tuple[str, str], float]]] = []
    for name in names:
        mine: dict[str, float] = defaultdict(float)
        mine1: dict[tuple[str, str], float] = defaultdict(float)
        for share, country, admin1 in zip(name.share, name.country, name.admin1, strict=True):
            if country:
                mine[country] += share * name.weight
                if admin1:
                    mine1[country, admin1] += share * name.weight
        if name.container is not None:
            mine[name.container.country] += 0.5
            if name.container.admin1:
                mine1[name.container.country, name.container.admin1] += 0.5
        for key, value in mine.items():
            countries[key] += value
        for key1, value in mine1.items():
            divisions[key1] += value
        own.append((mine, mine1))
    total = sum(countries.values())
    points = anchors(names)
    fresh: list[NDArray[np.float64]] = []
    for position, (name, (mine, mine1)) in enumerate(zip(names, own, strict=True)):
        if len(name.rows) < 2:
            fresh.append(name.share)
            continue
        rest = max(total - sum(mine.values()), 1.0)
        score = name.prior.copy()
        for index, (country, admin1) in enumerate(zip(name.country, name.admin1, strict=True)):
            if name.kind[index] == "continent":
                continue
            share = (countries.get(country, 0.0) - mine.get(country, 0.0)) / rest
            score[index] += _WEIGHT_COUNTRY * share
            if admin1:
                division = (country, admin1)
                share1 = (divisions.get(division, 0.0) - mine1.get(division, 0.0)) / rest
                score[index] += _WEIGHT_ADMIN1 * share1
        score += _WEIGHT_NEAR * _pull(name, points, position)
        # However well a namesake fits in, it does not beat a place that all the world knows.
        score = np.minimum(score, name.prior + _MOST_CONTEXT)
        fresh.append(_softmax(score))
    for name, share in zip(names, fresh, strict=True):
        name.share = share


def _pull(name: Name, points: NDArray[np.float64], position: int) -> NDArray[np.float64]:
    """How strongly other names' places pull at each candidate, 0 to 1."""
    others = points[points[:, 0] != position]
    if not len(others):
        return np.zeros(len(name.rows))
    # A sphere is exact enough here, and cheap.
    lon1, lat1 = np.radians(name.lon)[:, None], np.radians(name.lat)[:, None]
    lon2, lat2 = np.radians(others[:, 1])[None, :], np.radians(others[:, 2])[None, :]
    cosine = np.sin(lat1) * np.sin(lat2) + np.cos(lat1) * np.cos(lat2) * np.cos(lon1 - lon2)
    km = 6371.0 * np.arccos(np.clip(cosine, -1.0, 1.0))
    pull: NDArray[np.float64] = (np.exp(-km / _NEAR_KM) * others[:, 3]).sum(axis=1)
    return np.minimum(pull, 1.0)


def _candidates(
    name: Name, around: Surroundings, position: int, gazetteer: Gazetteer
) -> tuple[Candidate, ...]:
    """Leading candidates of a name with their reasons, best first."""
    return tuple(
        Candidate(
            gazetteer.place(int(name.rows[index])),
            round(float(name.share[index]), 4),
            reasons(name, int(index), around, position, gazetteer),
        )
        for index in np.argsort(-name.share, kind="stable")[:_SHOWN]
        if name.share[index] > _WORTH_SHOWING
    )


def _toponym(
    span: Span, name: Name, candidates: tuple[Candidate, ...], min_score: float, article: str
) -> Toponym:
    place, score = None, 0.0
    if not candidates:
        why: tuple[str, ...] = ("no gazetteer in use has this name",)
    elif name.abstain:
        why = (name.abstain,)
    elif candidates[0].score < min_score:
        why = (f"the best guess has a score of {candidates[0].score:.2f} only",)
    else:
        place, score, why = candidates[0].place, candidates[0].score, candidates[0].reasons
    return Toponym(span.start, span.end, span.text, place, score, why, candidates, article)
