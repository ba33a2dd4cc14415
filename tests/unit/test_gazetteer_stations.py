"""The curated stations, rivers and river lines, and the tool that checks them."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from geo.geodesy import distance_km, nearest_on_line

ROOT = Path(__file__).resolve().parents[2]
SUPPLEMENT = ROOT / "geo" / "data" / "supplement"
FILES = ("stations.csv", "rivers.csv", "lines.geojson")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_stations", ROOT / "tools" / "check_stations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(SUPPLEMENT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def stations() -> dict[str, dict[str, str]]:
    with (SUPPLEMENT / "stations.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def lines() -> dict[str, list[tuple[float, float]]]:
    features = json.loads((SUPPLEMENT / "lines.geojson").read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["id"]: [
            (x, y)
            for piece in (
                [feature["geometry"]["coordinates"]]
                if feature["geometry"]["type"] == "LineString"
                else feature["geometry"]["coordinates"]
            )
            for x, y in piece
        ]
        for feature in features
    }


def _append(path: Path, changes: dict[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        header, row = reader.fieldnames or [], next(reader)
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, header, lineterminator="\n").writerow({**row, **changes})


def test_the_committed_files_have_no_fault(tool):
    assert tool.check().faults == []


def test_nearly_all_rivers_have_their_course(stations, lines):
    rivers = (SUPPLEMENT / "rivers.csv").read_text(encoding="utf-8").splitlines()
    assert len(stations) >= 450
    assert len(rivers) > 250
    assert len(lines) >= 250


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"lon": "east"}, "could not convert"),
        ({"id": "geo:station/x", "lat": "91"}, "bad lat"),
        ({"id": "geo:station/x", "kind": "halt"}, "bad kind"),
        ({"id": "Not An Id"}, "bad id"),
        ({"id": "geo:station/x", "source": ""}, "bad source"),
        ({"name": "Elsewhere", "lon": "10", "lat": "10", "km": ""}, "id used twice"),
        ({"id": "geo:station/x"}, "same place as"),
        ({"id": "geo:station/x", "name": "X", "lon": "30"}, "by posts"),
    ],
)
def test_a_faulty_row_is_named(tool, copy, changes, complaint):
    _append(copy / "stations.csv", changes)
    assert any(complaint in fault for fault in tool.check(copy).faults)


def test_a_long_hop_and_a_line_without_river_are_named(tool, copy):
    feature = {
        "type": "Feature",
        "properties": {"id": "geo:river/none", "name": "None"},
        "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 0]]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    (copy / "lines.geojson").write_text(json.dumps(collection), encoding="utf-8")
    faults = tool.check(copy).faults
    assert any("line without a row" in fault for fault in faults)
    assert any("111 km from" in fault for fault in faults)


def test_the_tool_ends_with_one_when_there_is_a_fault(tool, copy, capsys):
    assert tool.main(["--folder", str(copy)]) == 0
    _append(copy / "stations.csv", {"lon": "east"})
    assert tool.main(["--folder", str(copy)]) == 1
    assert "1 faults" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("river", "lon", "lat"),
    [
        ("amur", 127.53, 50.26),  # Blagoveshchensk
        ("danube", 19.04, 47.50),  # Budapest
        ("rhine", 6.96, 50.94),  # Cologne
        ("mekong", 104.75, 16.56),  # Savannakhet
        ("nile", 32.64, 25.70),  # Luxor
        ("oder", 14.55, 52.34),  # Frankfurt
        ("rio-grande", -99.51, 27.50),  # Laredo
        ("volga", 44.52, 48.71),  # Volgograd
        ("yalu", 124.39, 40.12),  # Dandong
        ("amazon", -64.72, -3.35),  # Tefé
        ("columbia", -121.18, 45.60),  # The Dalles
        ("godavari", 81.78, 17.00),  # Rajahmundry
        ("irtysh", 73.37, 54.99),  # Omsk
        ("niger", 2.11, 13.51),  # Niamey
        ("murray", 142.15, -34.18),  # Mildura
        ("yangtze", 114.29, 30.57),  # Wuhan
    ],
)
def test_a_river_passes_its_town(lines, river, lon, lat):
    assert nearest_on_line(lon, lat, lines[f"geo:river/{river}"])[2] < 6.0


def test_a_line_runs_from_source_to_mouth(lines):
    towns = [(8.4, 47.95), (16.4, 48.2), (19.04, 47.5), (20.45, 44.8), (28.0, 45.4)]
    along = [nearest_on_line(*town, lines["geo:river/danube"])[3] for town in towns]
    assert along == sorted(along)


def test_a_border_bridge_lies_on_its_river(stations, lines):
    for bridge, river in (
        ("korea-russia-friendship-bridge", "tumen"),
        ("sino-korean-friendship-bridge", "yalu"),
        ("first-thai-lao-friendship-bridge", "mekong"),
    ):
        row = stations[f"geo:bridge/{bridge}"]
        line = lines[f"geo:river/{river}"]
        assert nearest_on_line(float(row["lon"]), float(row["lat"]), line)[2] < 1.5


def test_posts_of_a_line_give_its_published_length(stations):
    posts = {
        row["name"]: float(row["km"])
        for row in stations.values()
        if row["line"] == "Baranovsky-Khasan" and row["km"]
    }
    assert posts["Khasan"] - posts["Baranovsky"] == 238
    assert len(posts) == 10


def test_stations_of_towns_do_not_take_the_bare_name_of_the_town(stations):
    names = {row["name"] for row in stations.values()}
    assert not names & {"Vladivostok", "Ulan-Ude", "Hanoi", "Tehran"}


def test_stations_on_two_sides_of_a_border_are_apart(stations):
    for one, other in (("zabaikalsk", "manzhouli"), ("chop", "zahony"), ("portbou", "cerbere")):
        a, b = stations[f"geo:station/{one}"], stations[f"geo:station/{other}"]
        gap = distance_km(*(float(row[axis]) for row in (a, b) for axis in ("lon", "lat")))
        assert 1.0 < gap < 15.0
        assert a["country"] != b["country"]
