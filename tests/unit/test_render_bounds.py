"""What the map shows first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from report_fixture import PLACES, report

from geo.model import Claim, Journey, Leg, Place, ReportData, Route, Toponym
from geo.render.bounds import focus_places, frame_of


def _named(*places: Place) -> ReportData:
    return ReportData(toponyms=tuple(Toponym(0, 1, p.name, p) for p in places))


def test_claims_and_journey_decide_and_a_far_place_does_not() -> None:
    frame = frame_of(report())
    assert frame.west > -10
    assert frame.west < PLACES["Hamburg"].lon
    assert frame.east > PLACES["Budapest"].lon
    assert PLACES["Washington"] not in focus_places(report())


def test_without_claims_and_journey_all_places_are_shown() -> None:
    frame = frame_of(_named(PLACES["Hamburg"], PLACES["Washington"]))
    assert frame.west < -77
    assert frame.east > 9


def test_a_country_does_not_widen_the_view() -> None:
    country = Place("c", "Russia", 100.0, 60.0, "country")
    frame = frame_of(_named(PLACES["Linz"], country))
    assert frame.east < 20


def test_a_country_is_shown_when_nothing_finer_is_known() -> None:
    frame = frame_of(_named(Place("c", "Russia", 100.0, 60.0, "country")))
    assert frame.west < 100 < frame.east


def test_an_empty_report_shows_the_world() -> None:
    frame = frame_of(ReportData())
    assert frame.east - frame.west > 300


@pytest.mark.parametrize(("west", "east"), [(178.0, -178.0), (170.0, -150.0), (-10.0, 20.0)])
def test_the_view_takes_the_short_way_round_the_earth(west: float, east: float) -> None:
    frame = frame_of(_named(Place("a", "A", west, 0.0, "city"), Place("b", "B", east, 5.0, "city")))
    assert frame.east - frame.west < 60
    assert frame.west <= frame.near(west) <= frame.east
    assert frame.west <= frame.near(east) <= frame.east


def test_a_path_over_the_antimeridian_does_not_jump() -> None:
    a, b = Place("a", "A", 178.0, 65.0, "city"), Place("b", "B", -178.0, 66.0, "city")
    path = ((178.0, 65.0), (179.5, 65.2), (-179.5, 65.6), (-178.0, 66.0))
    leg = Leg(a, b, Route(200.0, 190.0, path), "confirmed")
    frame = frame_of(ReportData(journey=Journey(legs=(leg,))))
    lons = [lon for lon, _ in frame.line(path)]
    assert max(abs(x - y) for x, y in pairwise(lons)) < 2


def test_the_poles_stay_within_what_the_projection_can_show() -> None:
    frame = frame_of(_named(Place("a", "Pole", 0.0, -90.0, "landmark")))
    assert -86 < frame.south < frame.north


def test_an_unplaced_claim_does_not_matter() -> None:
    claim = Claim(0, 1, "x", "distance", Toponym(0, 1, "somewhere"))
    assert focus_places(ReportData(claims=(claim,))) == ()
