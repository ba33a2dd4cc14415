"""Borders and coasts as what a claim is told from: "38 km from the Finnish border".

A line has no point of its own. Which point of it counts depends on the place that is said to
lie near it, so the reference becomes a place at the point of the line that is nearest to the
subject; it can then be measured, drawn and exported like any other.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from geo.claims.lexicon import DASHES, word_set
from geo.claims.separation import LINE_KINDS
from geo.claims.tokens import Tokens
from geo.claims.view import View
from geo.claims.words import takes_article
from geo.gazetteer.kinds import POPULATED, TERRITORIAL, WATER
from geo.geodesy import WINDS, distance_km, nearest_on_lines, wind_bearing_deg
from geo.model import Claim, LonLat, Place, Toponym
from geo.outlines import (
    ACCURACY_KM,
    SOURCE,
    country_codes,
    country_name,
    nearest_border,
    nearest_coast,
    nearest_edge,
)
from geo.toponyms.words import table

__all__ = [
    "BORDER_NOUNS",
    "COAST_NOUNS",
    "LINE_KINDS",
    "MEETING",
    "edge_of",
    "is_line",
    "resolve_line",
    "shore_of",
]

BORDER_NOUNS = word_set("border frontier boundary borderline borders")
MEETING = word_set("meet meets converge converges touch")
COAST_NOUNS = word_set("coast coastline shore shoreline seaside seashore seaboard shores coasts")
_SEA_NOUNS = word_set("sea ocean gulf bay")

_STANDING = frozenset(("lake", "reservoir", "lagoon"))

#: A coast belongs to a sea when it lies within this many radii of its centre: seas are no
#: discs, and the Baltic or the Red Sea are more than twice as long as they are wide.
_SEA_RADII = 2.2

#: First halves of compounds such as "Sino-Russian".
_HALVES = {
    "sino": "CN", "russo": "RU", "franco": "FR", "anglo": "GB", "italo": "IT", "turco": "TR",
    "turko": "TR", "greco": "GR", "indo": "IN", "finno": "FI", "polono": "PL", "serbo": "RS",
    "austro": "AT", "hispano": "ES", "luso": "PT", "thai": "TH", "lao": "LA", "afghan": "AF",
    "us": "US", "u.s": "US", "u.s.": "US", "uk": "GB", "u.k.": "GB", "uae": "AE",
}  # fmt: skip

_SUPPLEMENT = Path(__file__).resolve().parent.parent / "data" / "supplement"


@cache
def _country_words() -> dict[tuple[str, ...], str]:
    """ISO codes by the words of names, adjectives and peoples, in lower case."""
    found: dict[tuple[str, ...], str] = {}
    for name, iso in country_codes().items():
        found.setdefault(tuple(name.split()), iso)
    lines = (_SUPPLEMENT / "country_names.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if line and not line.startswith("#")):
        found.setdefault(tuple(row["name"].casefold().split()), row["country"])
    for entry in table("demonyms"):
        if entry["kind"] == "adjective":
            found.setdefault(tuple(entry["word"].casefold().split()), entry["country"])
    found.update({(word,): iso for word, iso in _HALVES.items()})
    return found


@cache
def _seas() -> dict[str, Place]:
    """Seas by the adjective of their coasts: "the Baltic coast"."""
    found: dict[str, Place] = {}
    lines = (_SUPPLEMENT / "waters.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if line and not line.startswith("#")):
        words = row["name"].casefold().split()
        if len(words) == 2 and words[1] == "sea" and row["kind"] == "sea":
            found[words[0]] = Place(
                row["id"], row["name"], float(row["lon"]), float(row["lat"]), "sea",
                radius_km=float(row["radius_km"]),
            )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """What the words of a reference tell of a line."""

    kind: str
    countries: tuple[str, ...] = ()
    sea: Place | None = None
    #: A name that is no country stands before the noun: "the New York border".
    unknown: bool = False
    #: A region or lake whose outline an online gazetteer told: "the shore of Lake X".
    area: Place | None = None


def is_line(words: Sequence[str]) -> bool:
    """Whether words in lower case speak of a border or a coast."""
    return any(word in BORDER_NOUNS or word in COAST_NOUNS for word in words)


def _read(view: View, toponym: Toponym) -> _Line | None:
    """Read which line the words of a reference mean; None when they mean none."""
    tokens = view.tokens
    first, end = tokens.at(toponym.start), tokens.at(toponym.end)
    low = tokens.low[first:end]
    at_sea = bool(low) and low[-1] in _SEA_NOUNS and len(low) <= 2 and first not in view.owner
    if any(word in BORDER_NOUNS for word in low) or (low and low[-1] in MEETING):
        kind = "border"
    elif at_sea or any(word in COAST_NOUNS for word in low):
        kind = "coast"
    else:
        return None
    countries: list[str] = []
    sea: Place | None = None
    unknown = False
    area: Place | None = None
    at = first
    while at < end:
        given = view.starts.get(at)
        place = given[0].place if given and given[1] <= end else None
        if given and place is not None and (given[0].start, given[0].end) != (
            toponym.start, toponym.end,
        ):  # fmt: skip
            if place.country and _is_country(place):
                countries.append(place.country)
            elif place.outline:
                area = place
            elif place.kind in WATER:
                sea = place
            else:
                unknown = True
            at = given[1]
            continue
        length, iso = _country_at(tokens, at, end)
        if iso:
            countries.append(iso)
        elif kind == "coast" and tokens.low[at] in _seas() and tokens.is_capital(at):
            sea = _seas()[tokens.low[at]]
        elif tokens.is_capital(at) and tokens.low[at] not in _ANY_NOUN | {"the"}:
            unknown = True
        at += length
    if kind == "border" and "of" in low and end + 1 < len(tokens) and tokens.low[end] == "and":
        # "the border of Russia and North Korea": the second country stands outside the name.
        given = view.starts.get(end + 1)
        if given and given[0].place and _is_country(given[0].place):
            countries.append(given[0].place.country)
    return _Line(kind, tuple(dict.fromkeys(countries)), sea, unknown, area)


def _is_country(place: Place) -> bool:
    """Whether a place is a country, or a territory that is drawn as one (Western Sahara)."""
    if place.kind == "territory":
        return country_name(place.country).casefold() == place.name.casefold()
    return place.kind == "country"


_ANY_NOUN = BORDER_NOUNS | COAST_NOUNS | _SEA_NOUNS | DASHES


def _country_at(tokens: Tokens, at: int, end: int) -> tuple[int, str]:
    known = _country_words()
    for length in range(min(4, end - at), 0, -1):
        iso = known.get(tuple(tokens.low[at : at + length]))
        if iso and tokens.word[at][0].isupper():
            return length, iso
    return 1, ""


def resolve_line(view: View, claim: Claim) -> Claim:
    """Give the border or coast that a claim is told from the point that counts.

    Parameters
    ----------
    view : View
        The text.
    claim : Claim
        With a subject that has a place, and a reference that has none.

    Returns
    -------
    Claim
        The same claim where the words mean no line, or no line that is known.
    """
    reference, subject = claim.reference, claim.subject
    if reference is not None and _is_foreign_coast(reference, subject):
        # "The Atlantic coast", said of a place in Mauritania, is not the American one.
        reference = replace(reference, place=None, candidates=())
        claim = replace(claim, reference=reference)
    if reference is not None and reference.place is None:
        known = _resolved(view, reference, subject, claim.direction)
        return replace(claim, reference=known) if known else claim
    if subject is not None and subject.place is None and reference is not None:
        # "90 miles from Lviv to the Polish border"
        known = _resolved(view, subject, reference, None)
        return replace(claim, subject=known) if known else claim
    return claim


def _is_foreign_coast(reference: Toponym, subject: Toponym | None) -> bool:
    """Whether a coast that the gazetteer knows as a region is in another country."""
    place, other = reference.place, subject.place if subject else None
    if place is None or other is None or place.kind != "area":
        return False
    coast = reference.text.lower().split()[-1] in COAST_NOUNS
    return coast and bool(other.country) and place.country not in ("", other.country)


def _resolved(
    view: View, side: Toponym, other: Toponym | None, direction: str | None
) -> Toponym | None:
    """Side of a claim with the point of its line that is nearest to the other side."""
    line = _read(view, side)
    if line is None:
        return None
    place = other.place if other else None
    if place is None:
        return replace(side, reasons=("a line can only be measured from a known place",))
    if line.area is not None:
        edge = nearest_on_lines(*place.lonlat, line.area.outline)
        assert edge is not None
        name = f"{line.kind} of {line.area.name}"
        drawn = replace(_place(line.kind, name, edge[:2], line.area.id), source=line.area.source)
        drawn = replace(drawn, licence=line.area.licence)
        return replace(
            side, place=drawn, score=0.9, reasons=(f"the point nearest to {place.name}",)
        )
    if line.unknown:
        why = (
            "only borders between countries are drawn here" if line.kind == "border"
            else "which stretch of coast is meant is not known"
        )  # fmt: skip
        return replace(side, reasons=(why,))
    if line.kind == "coast" and line.sea is not None and line.sea.kind in _STANDING:
        # The shore of a lake is not drawn here; its size tells how far it may reach.
        return replace(side, place=line.sea, score=0.9, reasons=("the lake whose shore is told",))
    bearing = wind_bearing_deg(direction) if direction in WINDS else None
    find = _border if line.kind == "border" else _coast
    point, name, why = find(place, line, bearing)
    if point is None:
        return replace(side, reasons=(why,))
    found = _place(line.kind, name, point, "/".join(line.countries))
    return replace(side, place=found, score=0.9, reasons=(f"the point nearest to {place.name}",))


def _border(subject: Place, line: _Line, bearing: float | None) -> tuple[LonLat | None, str, str]:
    own, told = subject.country, line.countries
    if len(told) > 2:
        return _meeting(subject, told)
    if len(told) == 2:
        point = nearest_border(subject.lonlat, *told, bearing=bearing)
        names = " and ".join(_title(iso) for iso in told)
        return point, f"border between {names}", f"{names} have no common border on land"
    one = told[0] if told else own
    if not one:
        return None, "", "the country is not known"
    if told and own and own != one:
        # In Finland, "the Russian border" is the one with Finland.
        point = nearest_border(subject.lonlat, own, one, bearing=bearing)
        if point is not None:
            return point, f"border between {_title(own)} and {_title(one)}", ""
    point = nearest_border(subject.lonlat, one, bearing=bearing)
    return point, f"border of {_title(one)}", f"{country_name(one)} has no border on land"


def _meeting(subject: Place, told: tuple[str, ...]) -> tuple[LonLat | None, str, str]:
    """Give the border that is furthest among those of the countries that are told to meet.

    Where that one is near, all of them are.
    """
    own = subject.country if subject.country in told else told[0]
    names = ", ".join(_title(iso) for iso in told[:-1]) + f" and {_title(told[-1])}"
    furthest: tuple[float, LonLat] | None = None
    for iso in told:
        if iso == own:
            continue
        point = nearest_border(subject.lonlat, own, iso)
        if point is None:
            return None, "", f"{_title(own)} and {_title(iso)} have no common border on land"
        km = float(distance_km(*subject.lonlat, *point))
        if furthest is None or km > furthest[0]:
            furthest = km, point
    point = furthest[1] if furthest else None
    return point, f"point where {names} meet", "no other country is named"


def _coast(subject: Place, line: _Line, bearing: float | None) -> tuple[LonLat | None, str, str]:
    country = line.countries[0] if line.countries else subject.country
    point = nearest_coast(subject.lonlat, country, bearing=bearing)
    if point is None:
        return None, "", f"{country_name(country)} has no coast"
    if line.sea is not None:
        sea = line.sea
        if not _belongs(point, sea):
            return None, "", f"the coast nearest to {subject.name} is not that of the {sea.name}"
        return point, f"coast of the {sea.name}", ""
    return point, f"coast of {_title(country)}" if country else "coast", ""


def _title(iso: str) -> str:
    """Name of a country for a sentence: "the United States", "France"."""
    name = country_name(iso)
    return f"the {name}" if takes_article(name) else name


def _belongs(point: LonLat, sea: Place) -> bool:
    """Whether a point of a coast is one of a sea, as far as a disc can tell."""
    return float(distance_km(*point, sea.lon, sea.lat)) <= _SEA_RADII * max(sea.radius_km, 50.0)


def _place(kind: str, name: str, point: LonLat, country: str) -> Place:
    lon, lat = round(point[0], 4), round(point[1], 4)
    return Place(
        f"{kind}:{country or 'any'}@{lat},{lon}", name, lon, lat, kind,
        radius_km=ACCURACY_KM, source=SOURCE, licence="public domain",
    )  # fmt: skip


def edge_of(area: Place, other: Place, direction: str | None) -> Place | None:
    """Point of a country's outline that is nearest to a place outside it.

    "100 km from Russia" is told from its border, not from its middle. None when the place
    lies in the country, is itself large, or when the outline is not known.
    """
    if not area.country or not _is_country(area):
        return None
    if other.country == area.country or other.kind in TERRITORIAL:
        return None
    if other.kind not in POPULATED and other.radius_km > 20.0 and not other.lines:
        return None
    bearing = wind_bearing_deg(direction) if direction in WINDS else None
    point = nearest_edge(other.lonlat, area.country, bearing=bearing)
    if point is None:
        return None
    return _place("border", f"border of {_title(area.country)}", point, area.country)


def shore_of(sea: Place, other: Place) -> Place | None:
    """Point of a sea's coast that is nearest to a place on land; None where it is another's."""
    if sea.kind not in _SEA_NOUNS or sea.lines or sea.outline or other.kind in WATER | TERRITORIAL:
        return None
    point = nearest_coast(other.lonlat, other.country)
    if point is None or not _belongs(point, sea):
        return None
    return _place("coast", f"coast of the {sea.name}", point, other.country)
