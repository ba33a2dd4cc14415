"""Decide which place each name of a text means, all names together.

A name's candidates start from how well known they are. What the words around it say
("Moscow, Idaho"; "the Russian city of"; "River") then binds or leans, and the names help each
other: places of a text tend to lie in the same countries, in the same divisions and near
each other. Two rounds settle it. The weights are ours; ``benchmarks/toponym_accuracy.py``
measures what they give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.kinds import POPULATED
from geo.model import Candidate, Toponym
from geo.toponyms.names import Name, group
from geo.toponyms.reasons import Surroundings, anchors, reasons
from geo.toponyms.spans import Span

__all__ = ["STRANGE", "resolve"]

_ROUNDS = 3
#: Candidates kept with a toponym for the reader.
_SHOWN = 5
_WORTH_SHOWING = 1e-4

_WEIGHT_COUNTRY = 4.0
#: What a name in a neighbouring country counts, of one in the country itself.
_NEIGHBOUR = 0.3
_WEIGHT_ADMIN1 = 5.0
_WEIGHT_NEAR = 2.0
#: Distance at which a neighbour's pull has fallen to 1/e, in km.
_NEAR_KM = 120.0
#: The other names of a text add no more than this.
_MOST_CONTEXT = 8.0
#: Beside a place that all the world knows, the others count n / (n + this) only: two names
#: of India do not make Dhaka an Indian village.
_DOUBT = 1.0
#: A place with fewer people is strange to a text with this many names in other countries, and
#: its score is multiplied by this. In three sets of news 20 of 22 such guesses were wrong.
_KNOWN = 50_000
#: Score of a place that is only named inside a longer name, at most: on the Local-Global
#: Lexicon and GeoWebNews 66 % of them lie within 161 km.
_INSIDE = 0.6
_MANY = 3
STRANGE = 0.1


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
    names = group(spans, gazetteer, cues)
    for name in names:
        name.share = _softmax(name.prior)
    outer = _votes_of_demonyms(demonyms)
    for _ in range(_ROUNDS):
        _round(names, outer, gazetteer)
    around = Surroundings.of(names)
    strange = _strangers(names, gazetteer)
    toponyms: dict[int, Toponym] = {}
    for position, name in enumerate(names):
        candidates = _candidates(name, around, position, gazetteer)
        if position in strange:
            candidates = tuple(_doubted(candidate) for candidate in candidates)
        for member in name.members:
            toponyms[member] = _toponym(spans[member], name, candidates, min_score, article)
    return [toponyms[index] for index in range(len(spans))]


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


def _round(names: list[Name], outer: dict[str, float], gazetteer: Gazetteer) -> None:
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
    beside = _beside(countries, gazetteer)
    points = anchors(names)
    fresh: list[NDArray[np.float64]] = []
    for position, (name, (mine, mine1)) in enumerate(zip(names, own, strict=True)):
        if len(name.rows) < 2:
            fresh.append(name.share)
            continue
        rest = max(total - sum(mine.values()), 1.0)
        beside_mine = _beside(mine, gazetteer)
        bonus = np.zeros(len(name.prior))
        for index, (country, admin1) in enumerate(zip(name.country, name.admin1, strict=True)):
            if name.kind[index] == "continent":
                continue
            share = (countries.get(country, 0.0) - mine.get(country, 0.0)) / rest
            if country in beside:
                near_by = (beside[country] - beside_mine.get(country, 0.0)) / rest
                share = max(share, _NEIGHBOUR * near_by)
            bonus[index] += _WEIGHT_COUNTRY * share
            if admin1:
                division = (country, admin1)
                share1 = (divisions.get(division, 0.0) - mine1.get(division, 0.0)) / rest
                bonus[index] += _WEIGHT_ADMIN1 * share1
        pull = _pull(name, points, position)
        # A river that parts two countries is at home where it is near.
        stateless = np.array([not country for country in name.country])
        bonus += (_WEIGHT_NEAR + _WEIGHT_COUNTRY * stateless) * pull
        if name.famous:
            bonus *= rest / (rest + _DOUBT)
        score = name.prior + bonus
        # However well a namesake fits in, it does not beat a place that all the world knows.
        score = np.minimum(score, name.prior + _MOST_CONTEXT)
        fresh.append(_softmax(score))
    for name, share in zip(names, fresh, strict=True):
        name.share = share


def _beside(votes: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """Votes for the neighbours of each country."""
    found: dict[str, float] = defaultdict(float)
    for country, vote in votes.items():
        for neighbour in gazetteer.neighbours(country):
            found[neighbour] += vote
    return found


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
    # A province is as near as its border.
    km = np.maximum(km - name.reach[:, None], 0.0)
    pull: NDArray[np.float64] = (np.exp(-km / _NEAR_KM) * others[:, 3]).sum(axis=1)
    return np.minimum(pull, 1.0)


def _strangers(names: Sequence[Name], gazetteer: Gazetteer) -> set[int]:
    """Names whose best candidate is a small place in a country that the text is not about.

    A hamlet in Wyoming is hardly meant where all else lies in Australia; rather a place is
    meant that the gazetteer lacks.
    """
    best = [int(name.share.argmax()) if len(name.rows) else -1 for name in names]
    country = [
        name.country[index] if index >= 0 else "" for name, index in zip(names, best, strict=True)
    ]
    strange = set()
    for position, (name, index) in enumerate(zip(names, best, strict=True)):
        if index < 0 or name.fits[index] or name.kind[index] not in POPULATED | {"county"}:
            continue
        if int(gazetteer.population[int(name.rows[index])]) >= _KNOWN:
            continue
        others = [iso for other, iso in enumerate(country) if other != position and iso]
        home = {country[position], *gazetteer.neighbours(country[position])}
        if len(others) >= _MANY and home.isdisjoint(others):
            strange.add(position)
    return strange


def _doubted(candidate: Candidate) -> Candidate:
    score = round(candidate.score * STRANGE, 4)
    why = "a small place, far from all else that this text names"
    return replace(candidate, score=score, reasons=(why, *candidate.reasons))


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
        if span.inside:
            score = min(score, _INSIDE)
            why = (f"{span.text!r} is in no gazetteer in use, but names {span.inside}", *why)
    return Toponym(span.start, span.end, span.text, place, score, why, candidates, article)
