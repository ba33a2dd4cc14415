"""A run asks a service: failures end nothing, one deadline holds, rows beside the index."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from geocoding_server import Server, place, running

from geo.errors import ConfigurationError
from geo.gazetteer import open_asker
from geo.gazetteer.asking import Asker
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.guests import Guests
from geo.model import Place
from geo.settings import Geocoding, Settings

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        yield served


def choose(server: Server, folder: Path, **more: Any) -> Settings:
    wanted = {"service": "nominatim", "address": server.address, "interval_s": 0.0} | more
    return Settings(cache_dir=folder, online=True, geocoding=Geocoding(**wanted))


def asker(server: Server, folder: Path, **more: Any) -> Asker:
    opened = open_asker(choose(server, folder, **more))
    assert opened is not None
    return opened


def test_nobody_is_asked_unless_both_are_chosen(tmp_path: Path) -> None:
    assert open_asker(Settings(cache_dir=tmp_path, online=True)) is None
    photon = Geocoding("photon")
    assert open_asker(Settings(cache_dir=tmp_path, geocoding=photon)) is None
    assert open_asker(Settings(cache_dir=tmp_path, geocoding=photon, online=True)) is not None


@pytest.mark.parametrize(
    "wrong",
    [{"use": "some"}, {"deadline_s": 0.0}, {"deadline_s": float("inf")}, {"interval_s": -1}],
)
def test_choices_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Geocoding("photon", **wrong)
    assert caught.value.hint


def test_an_account_stays_out_of_what_is_printed() -> None:
    assert "secret-account" not in repr(Geocoding("geonames", username="secret-account"))


def test_a_name_is_asked_once_a_run(server: Server, tmp_path: Path) -> None:
    server.answers([place("Vey", 10, 50)])
    asking = asker(server, tmp_path)
    assert asking.ask("Vey") is asking.ask("Vey")
    assert server.asked == ["Vey"]
    assert asking.problems == ()
    (told,) = asking.provenance
    assert "Nominatim (127.0.0.1:" in told.what
    assert (told.source, told.licence) == ("© OpenStreetMap contributors", "ODbL 1.0")
    assert told.retrieved


def test_a_service_that_told_of_nothing_is_not_named_as_a_source(
    server: Server, tmp_path: Path
) -> None:
    asking = asker(server, tmp_path)
    answer = asking.ask("Nothing")
    assert answer is not None
    assert answer.outcome == "not_found"
    assert asking.provenance == ()


def test_failures_are_told_once_and_the_service_is_left_alone(
    server: Server, tmp_path: Path
) -> None:
    server.status = 503
    asking = asker(server, tmp_path)
    assert [asking.ask(name) for name in ("A town", "B town", "C town", "D town")] == [None] * 4
    assert server.asked == ["A town", "B town"]
    (problem,) = asking.problems
    assert problem.exit_code == 4
    assert "4 names" in problem.message
    assert "503" in problem.message
    assert problem.hint


def test_one_failure_does_not_end_the_asking(server: Server, tmp_path: Path) -> None:
    server.next = [500]
    server.answers([place("Vey", 10, 50)])
    asking = asker(server, tmp_path)
    assert asking.ask("Broken") is None
    answer = asking.ask("Vey")
    assert answer is not None
    assert answer.places
    assert "1 name was" in asking.problems[0].message


def test_what_is_kept_is_given_after_the_service_failed(server: Server, tmp_path: Path) -> None:
    server.answers([place("Vey", 10, 50)])
    asker(server, tmp_path).ask("Vey")
    server.status = 500
    later = asker(server, tmp_path)
    assert [later.ask(name) for name in ("A town", "B town")] == [None, None]
    kept = later.ask("Vey")
    assert kept is not None
    assert kept.cached


def test_a_short_pause_that_is_asked_for_is_waited_for(server: Server, tmp_path: Path) -> None:
    server.next, server.headers = [429], {"Retry-After": "1"}
    server.answers([place("Vey", 10, 50)])
    asking = asker(server, tmp_path)
    answer = asking.ask("Vey")
    assert answer is not None
    assert answer.places
    assert asking.problems == ()
    assert server.times[1] - server.times[0] > 0.8


def test_a_long_pause_that_is_asked_for_ends_the_asking(server: Server, tmp_path: Path) -> None:
    server.status, server.headers = 429, {"Retry-After": "3600"}
    asking = asker(server, tmp_path)
    assert [asking.ask(name) for name in ("A town", "B town")] == [None, None]
    assert len(server.requests) == 1
    assert "fewer requests" in asking.problems[0].message


def test_the_deadline_counts_for_all_names_together(server: Server, tmp_path: Path) -> None:
    now = [0.0]
    server.answers([])
    gazetteer = asker(server, tmp_path)._gazetteer
    asking = Asker(gazetteer, 10.0, clock=lambda: now[0])
    assert asking.ask("A town") is not None
    now[0] = 9.0
    assert asking.ask("B town") is not None
    now[0] = 10.5
    assert asking.ask("C town") is None
    assert server.asked == ["A town", "B town"]
    assert "10 s" in asking.problems[0].message


def test_progress_is_told_for_each_request(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    server.answers([])
    opened = open_asker(choose(server, tmp_path), lambda *step: told.append(step))
    assert opened is not None
    for name in ("A town", "B town", "A town"):
        opened.ask(name)
    assert [done for _, done, _ in told] == [0, 1]
    assert told[0][0].startswith("Asking Nominatim")


# Rows for places that a service told of ------------------------------------------------


@pytest.fixture
def guests(tiny_gazetteer: Gazetteer) -> Guests:
    return Guests(tiny_gazetteer, "Somebody")


def told(identity: str = "osm:node/1", name: str = "Newville", **more: Any) -> Place:
    about = {"lon": 10.1, "lat": 50.1, "kind": "village", "country": "AA"} | more
    return Place(identity, name, **about)


def test_a_guest_has_a_row_that_answers_like_any_other(
    guests: Guests, tiny_gazetteer: Gazetteer
) -> None:
    (row,) = guests.invite([told()])
    assert row == len(tiny_gazetteer)
    made = guests.place(row)
    assert (guests.name_of(row), guests.kind_of(row), guests.country_of(row)) == (
        "Newville",
        "village",
        "AA",
    )
    assert guests.told_by(row) == "Somebody"
    assert guests.told_by(0) == tiny_gazetteer.told_by(0) == ""
    assert (guests.lon[row], guests.lat[row]) == made.lonlat
    both = np.array([0, row])
    assert guests.lon[both].tolist() == [float(tiny_gazetteer.lon[0]), 10.1]
    assert guests.prominence[row] == 300.0
    assert guests.row_of("osm:node/1") == row
    assert guests.id_of(0) == tiny_gazetteer.id_of(0)
    assert not guests.is_capital(row)


def test_a_guest_takes_time_zone_and_division_from_its_neighbours(
    guests: Guests, tiny_gazetteer: Gazetteer
) -> None:
    city = tiny_gazetteer.lookup("Kingsport")[0]
    (row,) = guests.invite([told(lon=city.lon + 0.05, lat=city.lat, country=city.country)])
    made = guests.place(row)
    assert (made.timezone, made.admin1) == (city.timezone, city.admin1)
    assert made.radius_km > 0


def test_the_index_and_other_texts_do_not_see_a_guest(
    guests: Guests, tiny_gazetteer: Gazetteer
) -> None:
    (row,) = guests.invite([told()])
    assert guests.invite([told()]) == [row]
    other = Guests(tiny_gazetteer, "Somebody")
    (again,) = other.invite([told("osm:node/2", "Elsewhere")])
    assert again == row
    assert guests.name_of(row) == "Newville"
    assert len(tiny_gazetteer.lon) == len(tiny_gazetteer)
    with pytest.raises(TypeError):
        pickle.dumps(guests)


def test_what_the_index_has_is_not_doubled_but_gets_its_outline(
    guests: Guests, tiny_gazetteer: Gazetteer
) -> None:
    (known,) = [p for p in tiny_gazetteer.lookup("Vey") if p.kind == "river"]
    ring = (((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)),)
    more = told(
        "osm:way/1", "Vey", lon=known.lon, lat=known.lat, kind="river", country="", outline=ring
    )
    row = tiny_gazetteer.row_of(known.id)
    assert guests.invite([more]) == [row]
    assert guests.place(row).outline == ring
    assert guests.place(row).id == known.id
    assert tiny_gazetteer.place(row).outline == ()
    assert guests.told_by(row) == "Somebody"


def test_a_namesake_far_away_or_of_another_kind_is_another_place(guests: Guests) -> None:
    rows = guests.invite(
        [
            told("osm:node/1", "Kingsport", lon=-60.0, lat=-20.0, kind="city"),
            told("osm:node/2", "Kingsport", lon=10.0, lat=50.0, kind="lake"),
        ]
    )
    assert len(set(rows)) == 2
    assert all(guests.told_by(row) for row in rows)
    assert guests.prominence[rows[0]] >= guests.prominence[rows[1]]
