"""Online geocoding end to end, against a real Nominatim that is started here.

Takes half a minute, and some minutes the first time; run it with ``make test-services``.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nominatim
import pytest

from geo.errors import OfflineError, ServiceUnavailable
from geo.gazetteer.embedded import Gazetteer
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
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[nominatim.Serve]:
    environment = nominatim.default_environment()
    environment.parent.mkdir(parents=True, exist_ok=True)
    log = tmp_path_factory.mktemp("nominatim") / "nominatim.log"
    try:
        with nominatim.imported(environment, log) as serving:
            yield serving
    except nominatim.Unavailable as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
def address(serve: nominatim.Serve) -> Iterator[str]:
    with serve(0) as running:
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


STORY = """\
VLADIVOSTOK, Russia - The train stopped in the village of Zvolkino, about 95 km north of
Vladivostok, and then crossed the Zvolka River. Ussuriysk lies near Lake Khanka.
"""


def geo(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GEO_")}
    environment |= {"GEO_CACHE_DIR": str(home), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "geo", *words],
        capture_output=True, text=True, env=environment, cwd=home, timeout=300, check=False,
    )  # fmt: skip


def test_the_command_line_finds_what_only_the_service_knows_and_keeps_it(
    serve: nominatim.Serve, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / "gazetteer").symlink_to(gazetteer.folder.parent)
    (tmp_path / "story.txt").write_text(STORY)
    with serve(0) as address:
        choice = ["--online", "--geocoder", "nominatim", "--geocoder-address", address]
        choice += ["--contact", "tests@example.org"]
        listed = geo(tmp_path, "places", "story.txt", *choice, "--format", "csv")
        assert (listed.returncode, listed.stderr) == (0, "")
        rows = {row["text"]: row for row in csv.DictReader(io.StringIO(listed.stdout))}
        village, river = rows["Zvolkino"], rows["Zvolka River"]
        assert (village["kind"], village["country"]) == ("village", "RU")
        assert (float(village["lon"]), float(village["lat"])) == (132.45, 43.95)
        assert "told by Nominatim (127.0.0.1:" in village["reasons"]
        assert village["licence"] == "ODbL 1.0"
        assert river["kind"] == "river"
        shapes = json.loads(geo(tmp_path, "places", "story.txt", *choice, "-f", "geojson").stdout)
        courses = [
            feature["geometry"]["coordinates"]
            for feature in shapes["features"]
            if feature["properties"].get("name") == "Zvolka"
            and feature["geometry"]["type"] != "Point"
        ]
        assert courses
    report = json.loads(geo(tmp_path, "verify", "story.txt", *choice, "-f", "json").stdout)
    assert any("Nominatim" in entry["what"] for entry in report["provenance"])
    about = [claim for claim in report["claims"] if "Vladivostok" in claim["text"]]
    assert [claim["verdict"] for claim in about] == ["consistent"]
    # The server has stopped: this is all from the cache.
    again = geo(tmp_path, "places", "story.txt", *choice, "--format", "csv")
    assert (again.returncode, again.stdout) == (0, listed.stdout)


def test_a_run_with_a_server_that_is_gone_keeps_its_offline_findings(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / "gazetteer").symlink_to(gazetteer.folder.parent)
    (tmp_path / "story.txt").write_text(STORY)
    gone = f"http://127.0.0.1:{nominatim.free_port()}"
    choice = ["--online", "--geocoder", "nominatim", "--geocoder-address", gone]
    done = geo(tmp_path, "places", "story.txt", *choice, "--format", "csv")
    assert done.returncode == 4
    assert "Ussuriysk" in done.stdout
    assert "cannot be reached" in done.stderr


def test_the_lake_comes_with_its_outline(service: OnlineGazetteer) -> None:
    lake = next(place for place in service.lookup("Khanka") if place.kind == "lake")
    assert len(lake.outline) == 1
    assert lake.outline[0][0] == lake.outline[0][-1]
