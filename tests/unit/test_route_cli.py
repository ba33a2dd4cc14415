"""``geo route`` and ``geo reach`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import gpxpy
import pytest
from typer.testing import CliRunner

from geo.cli import app

SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[4.7, 46.5], [5.0, 46.5], [5.0, 46.7], [4.7, 46.7], [4.7, 46.5]]],
            },
        }
    ],
}


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["route", *words], env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert result.exit_code != 0
    return f"{result.output} {result.exception!r}"


def test_the_table_tells_what_a_reader_needs_and_fits_80_columns() -> None:
    text = run("Warsaw, Poland", "Minsk, Belarus", "--profile", "freight")
    for word in ("by rail", "confidence", "freight", "PL-BY", "1435 to 1520 mm", "ODbL"):
        assert word in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_json_holds_stations_borders_confidence_and_source() -> None:
    told = json.loads(run("Warsaw, Poland", "Minsk, Belarus", "--format", "json"))
    (route,) = told["routes"]
    assert route["profile"] == "special"
    assert 0 < route["confidence"] < 1
    assert [border["what"] for border in route["borders"]] == ["PL-BY"]
    assert route["reversals"] == []
    assert "OpenStreetMap" in route["source"]
    assert route["stations"][0]["km"] <= route["stations"][-1]["km"] <= route["km"]


def test_geojson_and_gpx_hold_the_line() -> None:
    shapes = json.loads(run("Lyon", "Dijon", "--format", "geojson"))
    assert shapes["features"][0]["geometry"]["type"] == "LineString"
    assert "confidence" in shapes["features"][0]["properties"]
    track = gpxpy.parse(run("Lyon", "Dijon", "--format", "gpx")).tracks[0]
    assert len(track.segments[0].points) > 5


def test_an_area_in_a_file_and_as_a_box_is_avoided(tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(SQUARE), "utf-8")
    found = [
        json.loads(run("Lyon", "Dijon", "--format", "json", *more))["routes"][0]["km"]
        for more in ((), ("--avoid", str(path)), ("--avoid", "4.7,46.5,5.0,46.7"))
    ]
    assert found[1] == found[2] > found[0]


def test_alternatives_pass_the_places_that_are_asked_for() -> None:
    options = ("--via", "Dijon", "--alternatives", "2", "--format", "json")
    routes = json.loads(run("Paris", "Lyon", *options))["routes"]
    assert len(routes) >= 2
    for route in routes:
        assert any("Dijon" in stop["name"] for stop in route["stations"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Lyon", "Dijon", "--profile", "express"), "no profile named"),
        (("Lyon", "Dijon", "--avoid", "missing.geojson"), "cannot be read"),
        (("Lyon", "Dijon", "--avoid", "10,20,30,5"), "no area"),
    ],
)
def test_wrong_options_are_refused(words: tuple[str, ...], told: str) -> None:
    assert told in refused("route", *words)


def test_a_file_that_holds_no_area_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "point.json"
    for content in ("{", "[]", '{"type": "Point", "coordinates": [1, 2]}', '{"features": []}'):
        path.write_text(content, "utf-8")
        assert "Error" in refused("route", "Lyon", "Dijon", "--avoid", str(path))


def test_reach_takes_a_profile() -> None:
    result = CliRunner().invoke(
        app, ["reach", "Dijon", "--hours", "1", "--profile", "passenger", "--format", "json"]
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout)["stations"]
