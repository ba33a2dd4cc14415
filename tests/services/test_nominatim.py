"""Online geocoding end to end, against a real Nominatim that is started here.

Takes half a minute, and some minutes the first time; run it with ``make test-services``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nominatim
import pytest

from geo.errors import OfflineError, ServiceUnavailable
from geo.gazetteer.online import OnlineGazetteer
from geo.geodesy import distance_km
from geo.settings import Settings

pytestmark = [
    pytest.mark.network,
    pytest.mark.enable_socket,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(
        os.environ.get("GEO_SERVICES") != "1",
        reason="it installs and starts PostgreSQL and Nominatim; set GEO_SERVICES=1",
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    environment = nominatim.default_environment()
    environment.parent.mkdir(parents=True, exist_ok=True)
    log = tmp_path_factory.mktemp("nominatim") / "nominatim.log"
    with nominatim.nominatim(environment, log) as running:
        yield running


@pytest.fixture
def service(address: str, tmp_path: Path) -> OnlineGazetteer:
    settings = Settings(cache_dir=tmp_path, online=True)
    return OnlineGazetteer("nominatim", settings, address=address, contact="tests", interval_s=0.0)


@pytest.mark.parametrize(
    ("name", "kind", "lon", "lat"),
    [
        ("Ussuriysk", "city", 131.95, 43.80),
        ("Уссурийск", "city", 131.95, 43.80),
        ("Khasan", "town", 130.64, 42.43),
        ("Baranovsky", "station", 131.74, 43.60),
        ("Vostochny Cosmodrome", "spaceport", 128.33, 51.90),
        ("Khanka", "lake", 132.40, 44.95),
        ("Primorsky Krai", "region", 134.9, 45.6),
    ],
)
def test_a_place_is_found_with_its_kind_and_position(
    service: OnlineGazetteer, name: str, kind: str, lon: float, lat: float
) -> None:
    answer = service.ask(name)
    assert answer.outcome == "found"
    found = [place for place in answer.places if place.kind == kind]
    assert found, [(place.name, place.kind) for place in answer.places]
    assert distance_km(found[0].lon, found[0].lat, lon, lat) < 15.0
    assert found[0].country == "RU"
    assert found[0].licence == "ODbL 1.0"


def test_names_come_in_english_whatever_script_was_asked(service: OnlineGazetteer) -> None:
    assert service.lookup("평양")[0].name == "Pyongyang"
    assert service.lookup("Владивосток")[0].name == "Vladivostok"


def test_a_container_decides(service: OnlineGazetteer) -> None:
    assert service.lookup("Khasan, Primorsky Krai, Russia")[0].name == "Khasan"
    assert service.ask("Khasan, North Korea").outcome == "not_found"


def test_a_river_comes_with_its_course(service: OnlineGazetteer) -> None:
    river = next(place for place in service.lookup("Razdolnaya") if place.kind == "river")
    (course,) = river.lines
    assert course[0] == pytest.approx((131.45, 43.88), abs=0.01)
    assert course[-1] == pytest.approx((131.77, 43.31), abs=0.01)
    assert len(course) >= 5
    assert service.lookup("Suifen")[0].id == river.id


def test_an_area_has_a_size(service: OnlineGazetteer) -> None:
    region = next(place for place in service.lookup("Primorsky Krai") if place.kind == "region")
    assert 150.0 < region.radius_km < 500.0
    lake = next(place for place in service.lookup("Khanka") if place.kind == "lake")
    assert 20.0 < lake.radius_km < 60.0


def test_an_unknown_name_is_not_found_and_that_is_kept(
    service: OnlineGazetteer, address: str, tmp_path: Path
) -> None:
    assert service.ask("Xyzzyville").outcome == "not_found"
    offline = OnlineGazetteer("nominatim", Settings(cache_dir=tmp_path), address=address)
    kept = offline.ask("Xyzzyville")
    assert (kept.outcome, kept.cached) == ("not_found", True)


def test_what_was_found_is_there_without_requests(
    service: OnlineGazetteer, address: str, tmp_path: Path
) -> None:
    found = service.ask("Nakhodka")
    offline = OnlineGazetteer("nominatim", Settings(cache_dir=tmp_path), address=address)
    assert offline.ask("nakhodka").places == found.places
    with pytest.raises(OfflineError):
        offline.ask("Vrangel")


def test_a_wrong_address_is_a_failure_and_not_an_unknown_name(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{nominatim.free_port()}"
    service = OnlineGazetteer(
        "nominatim", Settings(cache_dir=tmp_path, online=True), address=nowhere, interval_s=0.0
    )
    with pytest.raises(ServiceUnavailable):
        service.ask("Khasan")
    assert list(tmp_path.rglob("*.json")) == []
