"""Journeys that took place, from digests in ``tests/journeys`` with their known way as truth.

The digests are ours, in the style of news, with hedges, detours into earlier journeys, plans
and mistakes. Each folder has ``truth.json``: what was seen where, in which order, which places
must not be taken for halts, and the stations on the way. ``unread`` names what the
recogniser of place names does not read, or reads as a namesake, in these texts: nothing is
asked of those, so that the rest is held.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.gazetteer.fold import fold
from geo.geodesy import nearest_on_line
from geo.model import Sighting
from geo.report import Report

FOLDER = Path(__file__).parents[1] / "journeys"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/truth.json"))
TRAVELLED = ("departed", "at", "passed", "crossed", "arrived")
Truth = dict[str, Any]


@cache
def _report(name: str) -> Report:
    return geo.explore(*sorted((FOLDER / name).glob("*.md")))


@cache
def _truth(name: str) -> Truth:
    truth: Truth = json.loads((FOLDER / name / "truth.json").read_text(encoding="utf-8"))
    return truth


def _own(name: str) -> list[Sighting]:
    """Sightings of the traveller that is followed."""
    report = _report(name)
    subject = report.journey.subject if report.journey else ""
    return [one for one in report.sightings if one.subject == subject]


def _is_at(sighting: Sighting, names: str | list[str]) -> bool:
    wanted = [names] if isinstance(names, str) else names
    found = fold(sighting.place.name) if sighting.place else ""
    return any(fold(one) == found for one in wanted)


def _is_told(sighting: Sighting, expected: Truth) -> bool:
    return (
        _is_at(sighting, expected["place"])
        and sighting.relation in expected["relation"]
        and sighting.certainty in expected["certainty"]
    )


def _is_inside(sighting: Sighting, expected: Truth) -> bool:
    """Whether the true window and the told one meet and the told one is no wider than two days."""
    if "from" not in expected:
        return True
    start, end = sighting.time_start, sighting.time_end
    if start is None or end is None:
        return False
    first = datetime.fromisoformat(expected["from"])
    last = datetime.fromisoformat(expected["to"])
    return start < last and end > first and (end - start).total_seconds() <= 2 * 86_400


def _is_unread(name: str, place: str | list[str]) -> bool:
    """Whether a place is among those whose name is not read here."""
    names = [place] if isinstance(place, str) else place
    return any(one in _truth(name).get("unread", []) for one in names)


def _cases(key: str) -> list[Any]:
    return [
        pytest.param(name, expected, id=f"{name}-{expected['place']}-{number}")
        for name in NAMES
        for number, expected in enumerate(_truth(name)[key])
        if not _is_unread(name, expected["place"])
    ]


def test_there_are_eight_journeys_at_least() -> None:
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_the_traveller_of_the_story_is_followed(name: str) -> None:
    journey = _report(name).journey
    assert journey is not None
    assert re.search(_truth(name)["subject"], journey.subject)


@pytest.mark.parametrize(("name", "expected"), _cases("sightings"))
def test_each_sighting_is_found_with_relation_certainty_and_window(
    name: str, expected: Truth
) -> None:
    found = [one for one in _own(name) if _is_told(one, expected)]
    assert found, f"{expected} not among {[_line(one) for one in _own(name)]}"
    assert any(_is_inside(one, expected) for one in found), [_line(one) for one in found]


@pytest.mark.parametrize("name", NAMES)
def test_no_place_of_an_earlier_journey_or_a_plan_is_a_halt(name: str) -> None:
    never = _truth(name)["never"]
    wrong = [
        one
        for one in _own(name)
        if one.relation in TRAVELLED
        and one.certainty in ("confirmed", "reported")
        and any(_is_at(one, place) for place in never)
    ]
    assert not wrong, [_line(one) for one in wrong]


@pytest.mark.parametrize("name", NAMES)
def test_the_halts_come_in_their_order(name: str) -> None:
    order = _truth(name)["order"]
    halts = [
        one
        for one in _own(name)
        if one.relation in TRAVELLED and one.certainty in ("confirmed", "reported")
    ]
    positions = []
    for place in order:
        if _is_unread(name, place):
            continue
        at = [number for number, one in enumerate(halts) if _is_at(one, place)]
        assert at, f"{place} is missing"
        positions.append(at[0])
    assert positions == sorted(positions), [_line(one) for one in halts]


@pytest.mark.parametrize("name", [name for name in NAMES if _truth(name)["mode"] == "rail"])
def test_the_path_passes_the_known_stations_in_their_order(name: str) -> None:
    truth, journey = _truth(name), _report(name).journey
    assert journey is not None
    path = journey.path
    assert len(path) > 1
    missed, last = [], 0.0
    for station, lon, lat in truth["stations"]:
        if _is_unread(name, station):
            continue
        _, _, gap, along = nearest_on_line(lon, lat, path)
        if gap > truth["within_km"] or along < last - truth["within_km"]:
            missed.append(f"{station}: {gap:.0f} km off, {along:.0f} km along after {last:.0f}")
        else:
            last = along
    assert len(missed) <= truth["misses"], missed


@pytest.mark.parametrize("name", [name for name in NAMES if _truth(name)["mode"] == "rail"])
def test_the_path_stays_in_the_countries_of_the_journey(name: str) -> None:
    journey = _report(name).journey
    assert journey is not None
    countries = {code for leg in journey.legs for code in leg.route.countries if code}
    assert countries <= set(_truth(name)["countries"])


@pytest.mark.parametrize("name", [name for name in NAMES if _truth(name)["mode"] == "road"])
def test_no_way_over_rails_is_drawn_for_people_on_roads(name: str) -> None:
    journey = _report(name).journey
    assert journey is not None
    assert not journey.legs
    assert any("road" in note for note in journey.notes)


def _line(one: Sighting) -> str:
    place = one.place.name if one.place else None
    return f"{one.relation} {place} {one.certainty} {one.time_start}..{one.time_end} {one.text!r}"
