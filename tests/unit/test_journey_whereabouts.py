"""Where a traveller can be at a time: between sightings, after the last, and what is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from journey_story import PLACES, journey_of

from geo.errors import ConfigurationError
from geo.geodesy import distance_km
from geo.journey.moment import parse_moment
from geo.journey.whereabouts import Presence, presence_of, whereabouts_at
from geo.model import Whereabouts
from geo.rail import RailNetwork, load

_VIENNA = ZoneInfo("Europe/Vienna")
_NIGHT_TEXT = (
    "The night train left Vienna at 7 p.m. on Monday. It passed Villach at midnight and reached"
    " Bologna at 6 a.m. on Tuesday. It is expected in Rome."
)
_NIGHT = (_NIGHT_TEXT, "2024-03-05")
_ARMOURED = (
    "The armoured train left Pyongyang on Sunday. It crossed into Russia and stopped at Khasan at"
    " 6 a.m. on Tuesday and reached Ussuriysk at 2 p.m. on Tuesday."
)
_FAST = (
    "The train left Vienna at 7 p.m. on Monday and passed Villach at 10:30 p.m. on Monday."
    " Officials were waiting in Udine."
)


@pytest.fixture(scope="module")
def network() -> RailNetwork:
    return load()


def _presence(
    network: RailNetwork,
    *texts: tuple[str, str | None],
    speed_kmh: tuple[float, float] = (40.0, 60.0),
) -> Presence:
    sightings, journey = journey_of(network, *texts, speed_kmh=speed_kmh)
    found = presence_of(journey, sightings, network, speed_kmh)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def night(network: RailNetwork) -> Presence:
    return _presence(network, _NIGHT, speed_kmh=(60.0, 100.0))


def _farthest_km(where: Whereabouts, name: str) -> float:
    place = PLACES[name]
    return max(
        float(distance_km(place.lon, place.lat, lon, lat))
        for line in where.lines
        for lon, lat in line
    )


def test_between_two_sightings_it_is_where_both_can_be_met(night: Presence) -> None:
    where = night.at(datetime(2024, 3, 4, 21, 30, tzinfo=_VIENNA))
    assert (where.after, where.before) == (PLACES["Vienna"], PLACES["Villach"])
    # Two and a half hours after Vienna, and as much before Villach.
    assert _farthest_km(where, "Vienna") <= 2.6 * where.speed_kmh
    assert _farthest_km(where, "Villach") <= 2.6 * where.speed_kmh
    assert where.likely
    names = {station.name for station in where.stations}
    assert "Bologna Centrale" not in names
    assert any(station.likely_start for station in where.stations)


def test_every_likely_station_is_possible_and_its_times_hold_the_time(night: Presence) -> None:
    for hours in range(11):
        time = datetime(2024, 3, 4, 19, 5, tzinfo=_VIENNA) + timedelta(hours=hours)
        for station in night.at(time).stations:
            if station.earliest is not None:
                assert station.earliest <= time
            if station.latest is not None:
                assert time <= station.latest
            if station.likely_start is not None and station.likely_end is not None:
                assert station.likely_start <= time <= station.likely_end


def test_after_the_last_sighting_it_is_under_way_to_what_is_forecast(night: Presence) -> None:
    where = night.at(datetime(2024, 3, 5, 9, 0, tzinfo=_VIENNA))
    assert where.after == PLACES["Bologna"]
    assert where.before is None
    likely = [station.name for station in where.stations if station.likely_start]
    assert likely
    ways = [track for track in night.tracks if track.ahead == PLACES["Rome"].id]
    assert len(ways) == 1
    assert ways[0].span_km(where.time) == pytest.approx((180.0, 300.0), rel=0.02)
    # It came from the north and is bound for Rome: it does not turn round.
    assert any("not to turn back" in note for note in where.notes)
    assert "Ferrara" not in {station.name for station in where.stations}


def test_before_the_first_sighting_nothing_is_said(night: Presence) -> None:
    where = night.at(datetime(2024, 3, 4, 12, 0, tzinfo=_VIENNA))
    assert where.lines == where.likely == where.stations == ()
    assert any(note.startswith("Nothing is told of the time before") for note in where.notes)


def test_long_after_the_last_sighting_nothing_is_said(night: Presence) -> None:
    where = night.at(datetime(2024, 3, 20, tzinfo=UTC))
    assert where.lines == ()
    assert any("days after the last sighting" in note for note in where.notes)


def test_a_time_without_a_zone_is_local_time_of_the_journey(network: RailNetwork) -> None:
    presence = _presence(network, (_ARMOURED, "2023-09-12"))
    early = presence.at(datetime(2023, 9, 11, 9, 0))
    late = presence.at(datetime(2023, 9, 12, 9, 0))
    assert early.time.utcoffset() == timedelta(hours=9)
    assert late.time.utcoffset() == timedelta(hours=10)
    assert any("local time of Khasan" in note for note in late.notes)


def test_times_that_ask_for_more_speed_get_it_and_it_is_said(network: RailNetwork) -> None:
    presence = _presence(network, (_FAST, "2024-03-05"))
    where = presence.at(datetime(2024, 3, 4, 20, 30, tzinfo=_VIENNA))
    assert where.speed_kmh > 90.0
    assert where.lines
    assert any("the times ask for more than 60 km/h" in note for note in where.notes)


def test_without_any_time_it_says_that_nothing_can_be_said(network: RailNetwork) -> None:
    sightings, journey = journey_of(
        network, ("The train left Vienna and passed Villach on its way to Rome.", None)
    )
    presence = presence_of(journey, sightings, network, (40.0, 60.0))
    assert presence is not None
    where = presence.at(datetime(2024, 3, 5, tzinfo=UTC))
    assert where.lines == where.stations == ()
    assert "nothing can be said of an hour" in where.notes[0]


def test_one_sighting_gives_what_can_be_reached_from_it(network: RailNetwork) -> None:
    presence = _presence(
        network, ("The train left Vienna at 7 p.m. on Monday. It was bound for Rome.", "2024-03-05")
    )
    where = presence.at(datetime(2024, 3, 4, 22, 0, tzinfo=_VIENNA))
    assert 100.0 < _farthest_km(where, "Vienna") <= 181.0
    assert where.before is None


def test_a_convoy_on_roads_has_no_whereabouts_and_it_is_said_why(network: RailNetwork) -> None:
    sightings, journey = journey_of(
        network, ("A convoy of trucks left Kyiv on Monday and reached Lviv.", "2024-03-06")
    )
    assert journey is not None
    time = datetime(2024, 3, 5, 10, 0)
    where = whereabouts_at(time, journey, sightings, network, (40.0, 60.0))
    assert where.time == time.replace(tzinfo=UTC)
    assert where.lines == ()
    assert "No path over rails" in where.notes[0]
    assert any("by road" in note for note in where.notes)


def test_a_text_without_a_journey_has_no_whereabouts(network: RailNetwork) -> None:
    assert presence_of(None, [], network, (40.0, 60.0)) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023-09-13T09:00+10:00", "2023-09-13T09:00:00+10:00"),
        ("2023-09-13 09:00Z", "2023-09-13T09:00:00+00:00"),
        ("2023-09-13 09:00 UTC", "2023-09-13T09:00:00+00:00"),
        (" 2023-09-13  09:00  Asia/Vladivostok ", "2023-09-13T09:00:00+10:00"),
        ("2023-09-13 09:00", "2023-09-13T09:00:00"),
        ("2023-09-13", "2023-09-13T00:00:00"),
    ],
)
def test_a_moment_is_read_in_the_usual_ways(text: str, iso: str) -> None:
    assert parse_moment(text).isoformat() == iso


@pytest.mark.parametrize(
    "text",
    ["", "noon", "2023-02-30", "2023-09-13 25:00", "2023-09-13 09:00 Mars/Base", "13.9.2023",
     "2023-09-13 09:00+10:00 Asia/Tokyo", "2023-09-13 09:00 ../../etc/passwd"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_moment(text)
    assert caught.value.hint


def test_a_place_without_a_time_lies_on_a_steady_run_between_those_with_one(
    network: RailNetwork,
) -> None:
    text = (
        "The freight train left Moscow at 6 a.m. on Wednesday. It passed Minsk and was seen in"
        " Warsaw at 6 a.m. on Sunday."
    )
    presence = _presence(network, (text, "2024-05-20"))
    moscow, minsk, warsaw = presence.fixes
    assert (moscow.told, minsk.told, warsaw.told) == (True, False, True)
    assert moscow.window is not None
    assert minsk.window is not None
    assert warsaw.window is not None
    whole = warsaw.window[0] - moscow.window[0]
    share = (minsk.window[0] - moscow.window[0]) / whole
    legs = presence.chains[0].legs
    assert share == pytest.approx(legs[0].route.km / sum(leg.route.km for leg in legs), abs=0.01)
