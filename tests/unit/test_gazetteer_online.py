"""Online gazetteers against a server on 127.0.0.1 that misbehaves on request."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from geocoding_server import Server, place, running

from geo.errors import ConfigurationError, OfflineError, RateLimited, ServiceUnavailable
from geo.gazetteer import _http
from geo.gazetteer.online import OnlineGazetteer
from geo.settings import Settings

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

NOMINATIM = {
    "place_id": 1,
    "osm_type": "relation",
    "osm_id": 77,
    "lat": "43.5",
    "lon": "131.5",
    "category": "waterway",
    "type": "river",
    "addresstype": "river",
    "name": "Vey",
    "display_name": "Vey, Somewhere",
    "boundingbox": ["43.0", "44.0", "131.0", "132.0"],
    "address": {"country_code": "ru"},
    "geojson": {"type": "LineString", "coordinates": [[131.0, 43.0], [131.5, 43.5], [132, 44]]},
}
PHOTON = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [10.0, 50.0]},
    "properties": {
        "osm_type": "N",
        "osm_id": 5,
        "osm_key": "railway",
        "osm_value": "station",
        "name": "Kingsport Central",
        "countrycode": "DE",
        "country": "Germany",
    },
}
GEONAMES = {
    "geonameId": 9,
    "name": "Kingsport",
    "lat": "50.0",
    "lng": "10.0",
    "countryCode": "DE",
    "adminCode1": "01",
    "fcl": "P",
    "fcode": "PPLA",
    "population": 60_000,
}


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        yield served


@pytest.fixture
def online(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path, online=True)


def ask(server: Server, settings: Settings, service: str = "nominatim", **more: Any) -> Any:
    more = {"interval_s": 0.0, "deadline_s": 5.0, "username": "tester"} | more
    return OnlineGazetteer(service, settings, address=server.address, **more)


def test_nominatim_gives_places_with_lines(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    (place,) = ask(server, online, contact="desk@example.org").lookup("Vey")
    assert (place.id, place.name, place.kind) == ("osm:relation/77", "Vey", "river")
    assert place.lonlat == (131.5, 43.5)
    assert place.lines == (((131.0, 43.0), (131.5, 43.5), (132.0, 44.0)),)
    assert (place.country, place.licence) == ("RU", "ODbL 1.0")
    path, query, agent = server.requests[0]
    assert path == "/search"
    assert query["q"] == ["Vey"]
    assert "geo-explorer" in agent
    assert "desk@example.org" in agent


def test_photon_gives_places(server: Server, online: Settings) -> None:
    server.answers({"type": "FeatureCollection", "features": [PHOTON]})
    (place,) = ask(server, online, "photon").lookup("Kingsport Central")
    assert (place.id, place.kind, place.country) == ("osm:node/5", "station", "DE")
    assert place.lonlat == (10.0, 50.0)


def test_geonames_gives_places(server: Server, online: Settings) -> None:
    server.answers({"geonames": [GEONAMES]})
    (place,) = ask(server, online, "geonames").lookup("Kingsport")
    assert (place.id, place.kind, place.population) == ("gn:9", "city", 60_000)
    assert (place.admin1, place.licence) == ("01", "CC BY 4.0")


def test_a_second_question_is_answered_from_the_cache(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    first = ask(server, online).ask("Vey")
    again = ask(server, online).ask("  VEY ")
    assert (first.cached, again.cached) == (False, True)
    assert again.places == first.places
    assert len(server.requests) == 1


def test_the_cache_answers_offline_too(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    ask(server, online).lookup("Vey")
    offline = Settings(cache_dir=online.cache_dir)
    assert ask(server, offline).lookup("Vey")
    with pytest.raises(OfflineError) as caught:
        ask(server, offline).lookup("Elsewhere")
    assert "--online" in caught.value.hint
    assert len(server.requests) == 1


def test_an_answer_grows_old(server: Server, online: Settings) -> None:
    now = [1_700_000_000.0]
    server.answers([NOMINATIM])
    gazetteer = ask(server, online, clock=lambda: now[0])
    gazetteer.ask("Vey")
    now[0] += 89 * 86_400
    assert gazetteer.ask("Vey").cached
    now[0] += 2 * 86_400
    assert not gazetteer.ask("Vey").cached


def test_not_found_and_empty_are_different_and_both_are_kept(
    server: Server, online: Settings
) -> None:
    gazetteer = ask(server, online)
    assert gazetteer.ask("Nothing").outcome == "not_found"
    server.answers([{**NOMINATIM, "lat": "143.5"}, {"name": "No position"}, 7])
    assert gazetteer.ask("Unusable").outcome == "empty"
    assert gazetteer.ask("Nothing").cached
    assert gazetteer.ask("Unusable").cached
    assert gazetteer.lookup("Nothing") == gazetteer.lookup("Unusable") == []
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "coordinates", [("91", "0.1"), ("0", "0"), ("nan", "1"), ("inf", "1"), ("x", "1"), (None, "1")]
)
def test_one_impossible_row_does_not_hide_the_others(
    server: Server, online: Settings, coordinates: tuple[Any, Any]
) -> None:
    lat, lon = coordinates
    server.answers([{**NOMINATIM, "lat": lat, "lon": lon}, NOMINATIM])
    assert len(ask(server, online).lookup("Vey")) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"oops"),
        (502, b""),
        (503, b""),
        (404, b"<html>"),
        (403, b"blocked"),
        (200, b""),
        (200, b"<html>not JSON</html>"),
        (200, b'{"no": "list"}'),
        (200, b'[{"lat":'),
        (200, b"[" * 100_000),
        (200, b'{"error": "broken"}'),
        (200, '[{"name": "Жуково"}]'.encode("cp1251")),
        (200, b"\xff\xfe" + '[{"name": "Vey"}]'.encode("utf-16-le")),
        (200, b"\x1f\x8b\x08\x00junk"),
        (302, b""),
    ],
)
def test_a_failure_is_an_error_and_is_not_kept(
    server: Server, online: Settings, status: int, body: bytes
) -> None:
    server.status, server.body = status, body
    gazetteer = ask(server, online)
    with pytest.raises(ServiceUnavailable) as caught:
        gazetteer.lookup("Vey")
    assert caught.value.hint
    server.status = 200
    server.answers([NOMINATIM])
    assert len(gazetteer.lookup("Vey")) == 1


def test_rate_limiting_is_told_with_its_pause_and_holds_off_all(
    server: Server, online: Settings
) -> None:
    server.status, server.headers = 429, {"Retry-After": "30"}
    with pytest.raises(RateLimited) as caught:
        ask(server, online).lookup("Vey")
    assert caught.value.retry_after_s == pytest.approx(30, abs=1)
    server.status = 200
    with pytest.raises(RateLimited) as caught:
        ask(server, online).lookup("Another")
    assert 20 < (caught.value.retry_after_s or 0) <= 30
    assert len(server.requests) == 1


def test_geonames_tells_a_used_up_quota_in_a_good_answer(server: Server, online: Settings) -> None:
    server.answers({"status": {"message": "the hourly limit", "value": 19}})
    with pytest.raises(RateLimited):
        ask(server, online, "geonames").lookup("Kingsport")


def test_a_dripping_server_is_left_at_the_deadline(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    server.drip_s = 0.05
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        ask(server, online, deadline_s=0.6).lookup("Vey")
    assert time.monotonic() - begun < 2.0


def test_an_endless_answer_is_cut(
    server: Server, online: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_http, "MAX_BYTES", 10_000)
    server.body = b"[" + b" " * 20_000 + b"]"
    with pytest.raises(ServiceUnavailable, match="MB"):
        ask(server, online).lookup("Vey")


def test_a_server_that_is_not_there_is_told(server: Server, online: Settings) -> None:
    gazetteer = OnlineGazetteer("nominatim", online, address="http://127.0.0.1:1", deadline_s=3.0)
    with pytest.raises(ServiceUnavailable, match="reached"):
        gazetteer.lookup("Vey")


def test_requests_keep_the_pause_between_gazetteers(server: Server, online: Settings) -> None:
    for name in ("A town", "B town", "C town"):
        ask(server, online, interval_s=0.2).lookup(name)
    gaps = [later - earlier for earlier, later in itertools.pairwise(server.times)]
    assert min(gaps) > 0.15


def test_names_from_a_service_are_cleaned(server: Server, online: Settings) -> None:
    server.answers([{**NOMINATIM, "name": "Ve\x00y\u202e<b>" + "x" * 500}])
    (place,) = ask(server, online).lookup("Vey")
    assert place.name.startswith("Vey<b>")
    assert len(place.name) <= 120


def test_a_damaged_cache_file_is_asked_again(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    gazetteer = ask(server, online)
    gazetteer.ask("Vey")
    (path,) = (online.cache_dir / "geocoding").glob("*/*.json")
    path.write_text(path.read_text()[:50])
    assert not gazetteer.ask("Vey").cached


def test_a_name_without_letters_is_not_asked(server: Server, online: Settings) -> None:
    assert ask(server, online).lookup(" -- ") == []
    assert server.requests == []


@pytest.mark.parametrize(
    ("service", "more"),
    [
        ("google", {}),
        ("geonames", {"username": ""}),
        ("nominatim", {"address": "ftp://example.org"}),
        ("nominatim", {"address": "nominatim"}),
        ("photon", {"address": "http://me:secret@127.0.0.1"}),
        ("nominatim", {}),
        ("nominatim", {"address": "https://nominatim.openstreetmap.org/"}),
    ],
)
def test_choices_that_make_no_sense_are_refused(
    online: Settings, service: str, more: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        OnlineGazetteer(service, online, **more)
    assert caught.value.hint


def test_a_service_that_hangs_is_left_at_the_deadline(server: Server, online: Settings) -> None:
    server.hang_s = 3.0
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable, match=r"in time|within"):
        ask(server, online, deadline_s=0.5).lookup("Vey")
    assert time.monotonic() - begun < 2.0


def test_a_redirect_to_another_server_is_not_followed(server: Server, online: Settings) -> None:
    with running() as elsewhere:
        elsewhere.answers([NOMINATIM])
        server.status, server.headers = 302, {"Location": f"{elsewhere.address}/search?q=Vey"}
        with pytest.raises(ServiceUnavailable, match="another server"):
            ask(server, online).lookup("Vey")
        assert elsewhere.requests == []


def test_a_redirect_to_a_file_is_not_followed(server: Server, online: Settings) -> None:
    server.status, server.headers = 302, {"Location": "file:///etc/passwd"}
    with pytest.raises(ServiceUnavailable):
        ask(server, online).lookup("Vey")


def test_a_redirect_on_the_same_server_is_followed(server: Server, online: Settings) -> None:
    server.answers([NOMINATIM])
    server.next, server.headers = [301], {"Location": "/search.php?q=Vey"}
    assert len(ask(server, online).lookup("Vey")) == 1
    assert [path for path, _, _ in server.requests] == ["/search", "/search.php"]


def test_two_processes_share_the_pause_before_a_server(server: Server, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from geo.gazetteer.online import OnlineGazetteer; from geo.settings import Settings;"
        "online = Settings(cache_dir=Path(sys.argv[1]), online=True);"
        "ask = OnlineGazetteer('photon', online, address=sys.argv[2], interval_s=0.4);"
        "[ask.ask(f'{sys.argv[3]} {n}') for n in 'ab']"
    )
    server.answers({"features": []})
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), server.address, name])
        for name in ("First", "Second")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    gaps = [later - earlier for earlier, later in itertools.pairwise(sorted(server.times))]
    assert len(gaps) == 3
    assert min(gaps) > 0.3


def test_a_public_server_gets_a_second_between_requests(online: Settings) -> None:
    public = OnlineGazetteer("nominatim", online, contact="desk@example.org", interval_s=0.0)
    own = OnlineGazetteer("nominatim", online, address="http://127.0.0.1:9", interval_s=0.0)
    assert public._limiter.interval_s == 1.0
    assert own._limiter.interval_s == 0.0


SQUARE = [[10.0, 50.0], [10.0, 51.0], [11.0, 51.0], [11.0, 50.0], [10.0, 50.0]]


def test_an_area_comes_with_its_outline_and_a_town_does_not(
    server: Server, online: Settings
) -> None:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    lake = place("Wide", 10.5, 50.5, ("natural", "water"), geojson=shape)
    town = place("Wide", 10.5, 50.5, ("place", "town"), number=2, geojson=shape)
    server.answers([lake, town])
    water, settled = ask(server, online).lookup("Wide")
    assert water.outline == (tuple((x, y) for x, y in SQUARE),)
    assert 45 < water.radius_km < 55
    assert settled.outline == ()
    assert settled.radius_km < 5
    again = ask(server, online).ask("Wide")
    assert again.cached
    assert again.places[0] == water


def test_an_outline_of_very_many_vertices_is_thinned(server: Server, online: Settings) -> None:
    ring = [[10 + math.cos(t / 5e3), 50 + math.sin(t / 5e3) / 2] for t in range(31_416)]
    ring.append(ring[0])
    shape = {"type": "MultiPolygon", "coordinates": [[ring]] + [[SQUARE]] * 500}
    server.answers([place("Wide", 10.0, 50.0, ("boundary", "administrative"), geojson=shape)])
    (area,) = ask(server, online).lookup("Wide")
    assert len(area.outline) <= 200
    assert sum(map(len, area.outline)) <= 2_000
    assert all(one[0] == one[-1] for one in area.outline)


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Polygon", "coordinates": [[[10, 50], [10, 51], [11, "x"], [10, 50]]]},
        {"type": "Polygon", "coordinates": [[[10, 50], [10, 951], [11, 51], [10, 50]]]},
        {"type": "Polygon", "coordinates": [[[10, 50], [10, 51]]]},
        {"type": "Polygon", "coordinates": [[[10, 50], [10, 51], [11, 51], [12, 52]]]},
        {"type": "Polygon", "coordinates": 7},
        {"type": "MultiPolygon", "coordinates": [7, [[[]]]]},
        {"type": "LineString", "coordinates": [[None, 1], [2, 3]]},
        {"type": "GeometryCollection", "geometries": []},
        [],
        "POLYGON",
    ],
)
def test_geometry_that_makes_no_sense_is_left_out(
    server: Server, online: Settings, shape: Any
) -> None:
    server.answers([place("Wide", 10.5, 50.5, ("natural", "water"), geojson=shape)])
    (water,) = ask(server, online).lookup("Wide")
    assert (water.outline, water.lines) == ((), ())


def test_all_names_of_a_place_are_told_and_cleaned(server: Server, online: Settings) -> None:
    told = {"name:ru": "Вей", "old_name": "Waj;\u202eWei", "name:xx": 5}
    server.answers([place("Vey", 10.0, 50.0, namedetails=told)])
    assert ask(server, online).ask("Vey").names == (("Vey", "Вей", "Waj", "Wei"),)
    assert ask(server, online).ask("Vey").names == (("Vey", "Вей", "Waj", "Wei"),)
