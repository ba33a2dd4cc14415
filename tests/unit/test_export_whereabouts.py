"""Where it can be at a time, in the formats that others read."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
import report_fixture

from geo.export.whereabouts import stations_csv
from geo.model import ReportData, StationTimes, Whereabouts
from geo.report import Report

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text("utf-8"))
KML = "{http://www.opengis.net/kml/2.2}"
TIME = datetime(2030, 5, 7, 4, 30, tzinfo=UTC)
WHERE = Whereabouts(
    TIME,
    lines=(((13.7, 51.0), (14.0, 50.7)), ((179.5, 60.0), (-179.5, 60.2))),
    likely=(((13.8, 50.95), (13.9, 50.8)),),
    stations=(
        StationTimes("Pirna", 13.94, 50.96, TIME - timedelta(hours=1), TIME + timedelta(hours=2)),
        StationTimes("=Děčín", 14.2, 50.77, TIME, None, TIME, TIME + timedelta(hours=1)),
    ),
    after=report_fixture.PLACES["Dresden"],
    before=report_fixture.PLACES["Prague"],
    speed_kmh=60.0,
    notes=("Possible at 60 km/h.",),
)


@pytest.fixture
def story() -> Report:
    data = report_fixture.report()
    assert data.journey is not None
    data = replace(data, journey=replace(data.journey, whereabouts=WHERE))
    return Report(**{name: getattr(data, name) for name in ReportData.__dataclass_fields__})


def test_json_holds_it_by_the_schema(story: Report) -> None:
    told = json.loads(story.to_json())
    jsonschema.validate(told, SCHEMA)
    where = told["journey"]["whereabouts"]
    assert where["time"] == "2030-05-07T04:30:00+00:00"
    assert (where["after"], where["before"]) == ("p2", "p3")
    assert where["possible"]["type"] == "MultiLineString"
    assert len(where["possible"]["coordinates"]) == 3  # cut at 180 degrees
    assert where["stations"][1]["latest"] is None


def test_geojson_has_lines_and_stations_of_it(story: Report) -> None:
    found: dict[str, list[dict[str, object]]] = {}
    for feature in json.loads(story.to_geojson())["features"]:
        found.setdefault(feature["properties"]["feature"], []).append(feature)
    assert len(found["possible"]) == len(found["likely"]) == 1
    assert len(found["station"]) == 2


def test_kml_has_a_folder_of_it_with_time_spans(story: Report) -> None:
    root = ET.fromstring(story.to_kml())
    folders = {folder.findtext(f"{KML}name"): folder for folder in root.iter(f"{KML}Folder")}
    folder = folders["Where it can be at 2030-05-07T04:30:00Z"]
    marks = {mark.findtext(f"{KML}name"): mark for mark in folder.iter(f"{KML}Placemark")}
    assert set(marks) == {"Possible", "Likely", "Pirna", "=Děčín"}
    span = marks["Pirna"].find(f"{KML}TimeSpan")
    assert span is not None
    assert span.findtext(f"{KML}end") == "2030-05-07T06:30:00Z"


def test_the_stations_as_a_table_cannot_run_in_a_spreadsheet() -> None:
    rows = list(csv.DictReader(io.StringIO(stations_csv(WHERE))))
    assert [row["name"] for row in rows] == ["Pirna", "'=Děčín"]
    assert rows[0]["earliest"] == "2030-05-07T03:30:00+00:00"
    assert rows[1]["latest"] == ""


def test_without_a_time_asked_for_there_is_none_of_it() -> None:
    data = report_fixture.report()
    plain = Report(**{name: getattr(data, name) for name in ReportData.__dataclass_fields__})
    assert "whereabouts" not in json.loads(plain.to_json())["journey"]
    assert stations_csv(None).strip() == "name,lon,lat,earliest,latest,likely_start,likely_end"
