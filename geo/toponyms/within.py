"""Where a thing is that no gazetteer has: in the town that the text puts it in.

No gazetteer knows every school, court and street. A reader knows at least the town: "the
Princes Theatre in Clacton"; "Brooklyn's Barclays Center"; or a story that plays in Dublin
from its first line to its last. That place is given instead, with a low score and with the
reason. Only spans that the caller marked are treated so: a distance must never be measured
from a town that merely stands in for a house.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import exp

import numpy as np

from geo.gazetteer.fold import fold
from geo.geodesy import distance_km
from geo.model import Candidate, Place, Toponym
from geo.toponyms.phrases import is_facility_word, is_ordinary, is_organisation_word, is_place_word
from geo.toponyms.resolve import STRANGE
from geo.toponyms.spans import Span
from geo.toponyms.tokens import tokenise

__all__ = ["put_within"]

#: Kinds of place that are small enough to stand for what lies in them.
_CONTAINERS = frozenset(
    "city town village district county landmark station airport port island military_site "
    "government_site bridge".split()
)
#: A container may reach this far, in km.
_WIDEST_KM = 60.0
#: Names this close together belong to one scene, in km.
_SCENE_KM = 60.0
#: Characters after which a name counts only 1/e for where a scene plays.
_FADING = 600.0
#: Scores: the text says where it is; the text plays there, for a building or street and for
#: any other name (times the share of the text's places that lie there). On the Local-Global
#: Lexicon and GeoWebNews 83, 65 and 66 % of these lie within 161 km.
_TOLD, _SITE, _OTHER = 0.6, 0.5, 0.25
#: Below this share a text plays in too many places.
_LEAST_SHARE = 0.4
_MOST_GAP = 40
_BEHIND = re.compile(
    r"(?:,|,? \(|,? (?:in|at|near|outside|of|on)(?: the)?(?: (?:city|town|village) of)?)\s+\Z"
    r"|,? (?:in|at|near|outside)(?: \w+(?:ern)?)?\s+\Z"
)


def put_within(
    text: str,
    spans: Sequence[Span],
    toponyms: Sequence[Toponym],
    known: Sequence[Toponym],
    min_score: float = 0.0,
) -> list[Toponym]:
    """Resolve names without a fitting candidate to the place that they are in.

    Parameters
    ----------
    text : str
        The text.
    spans : sequence of Span
        What is to be resolved, as it was marked.
    toponyms : sequence of Toponym
        What each of them was resolved to.
    known : sequence of Toponym
        All names of the text that were resolved, these included.
    min_score : float
        Names that are placed with a lower score stay unresolved.

    Returns
    -------
    list of Toponym
        In the same order; what has a candidate, or nothing to be put in, is as it was.
    """
    anchors = [
        toponym
        for toponym in known
        if toponym.place is not None
        and toponym.score > STRANGE
        and toponym.place.kind in _CONTAINERS
        and toponym.place.radius_km <= _WIDEST_KM
    ]
    return [
        _within(text, span, toponym, anchors, min_score)
        for span, toponym in zip(spans, toponyms, strict=True)
    ]


def _within(
    text: str, span: Span, toponym: Toponym, anchors: Sequence[Toponym], min_score: float
) -> Toponym:
    hopeless = not toponym.candidates or toponym.candidates[0].score <= STRANGE
    if not anchors or not (hopeless or span.inside):
        return toponym
    found = _told(text, toponym, anchors)
    if found is not None:
        score, how = _TOLD, "the text puts it in"
    elif not hopeless or _is_ordinary_word(toponym.text):
        return toponym
    else:
        found, share = _scene(toponym, anchors)
        if share < _LEAST_SHARE:
            return toponym
        score = round(share * (_SITE if _is_site(toponym.text) else _OTHER), 4)
        how = "the text around it is about"
    why = (f"no gazetteer in use has this name; {how} {found.name}",)
    if toponym.candidates and not span.inside:
        why = (f"no place of this name fits the text; {how} {found.name}",)
    candidates = (Candidate(found, score, why), *toponym.candidates)
    if score < min_score:
        return replace(toponym, candidates=candidates)
    return replace(toponym, place=found, score=score, reasons=why, candidates=candidates)


def _told(text: str, toponym: Toponym, anchors: Sequence[Toponym]) -> Place | None:
    """Place right behind a name ("..., Dublin"; "... in Clacton") or its owner in front."""
    for anchor in anchors:
        behind = text[toponym.end : anchor.start]
        if 0 < len(behind) <= _MOST_GAP and toponym.end <= anchor.start and _BEHIND.match(behind):
            return anchor.place
        before = text[anchor.end : toponym.start]
        if anchor.end <= toponym.start and before in ("'s ", "’s ", "' ", "’ "):
            return anchor.place
    return None


def _scene(toponym: Toponym, anchors: Sequence[Toponym]) -> tuple[Place, float]:
    """Place around which the names near a name lie, and the share of them that do."""
    places = [anchor.place for anchor in anchors if anchor.place is not None]
    weight = np.array(
        [exp(-abs(anchor.start - toponym.start) / _FADING) * anchor.score for anchor in anchors]
    )
    weight += 1e-6
    lon = np.array([place.lon for place in places])
    lat = np.array([place.lat for place in places])
    km = np.asarray(distance_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :]))
    support = ((km <= _SCENE_KM) * weight[None, :]).sum(axis=1)
    # Of places that are equally well supported, the one that the text names nearest.
    best = int(np.argmax(support + 1e-3 * weight))
    return places[best], float(support[best] / weight.sum())


def _is_ordinary_word(name: str) -> bool:
    """Whether a name is one ordinary word ("Western"), which may be no place at all."""
    return " " not in name and is_ordinary(fold(name))


def _is_site(name: str) -> bool:
    """Whether a word of a name says that it is a building, a street, a school or a park."""
    return any(
        is_facility_word(word) or is_place_word(word) or is_organisation_word(word)
        for word in (token.low for token in tokenise(name))
    )
