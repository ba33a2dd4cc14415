"""The journey for navigation programs and globes: valid, timed, in the words of the text."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import gpxpy
import pyogrio
import pytest
import report_fixture

from geo.model import ReportData, Toponym
from geo.report import Report

GPX = "{http://www.topografix.com/GPX/1/1}"
KML = "{http://www.opengis.net/kml/2.2}"
#: Order of children after the schemas (https://www.topografix.com/GPX/1/1/gpx.xsd and
#: https://schemas.opengis.net/kml/2.2.0/ogckml22.xsd).
_GPX_ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk", "extensions"],
    "wpt": ["ele", "time", "name", "cmt", "desc", "src", "link", "sym", "type"],
    "trk": ["name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"],
    "trkseg": ["trkpt"],
    "trkpt": ["ele", "time"],
}
_KML_ORDER = [
    "name", "description", "TimeStamp", "TimeSpan", "styleUrl", "Point", "LineString",
    "MultiGeometry",
]  # fmt: skip


def _report(data: ReportData) -> Report:
    return Report(**{name: getattr(data, name) for name in ReportData.__dataclass_fields__})


@pytest.fixture(scope="module")
def story() -> Report:
    data = report_fixture.report()
    first = data.sightings[0]
    assert first.time_start is not None
    exact = replace(first, time_end=first.time_start + timedelta(minutes=1))
    return _report(replace(data, sightings=(exact, *data.sightings[1:])))


def _in_order(node: ET.Element, order: list[str], space: str) -> bool:
    ranks = [order.index(child.tag.removeprefix(space)) for child in node]
    return ranks == sorted(ranks)


@pytest.mark.parametrize("make", [report_fixture.report, report_fixture.hostile_report])
def test_gpx_keeps_the_order_and_the_ranges_of_the_schema(make: object) -> None:
    root = ET.fromstring(_report(make()).to_gpx())  # type: ignore[operator]
    assert root.tag == f"{GPX}gpx"
    assert root.get("version") == "1.1"
    assert root.get("creator")
    for node in root.iter():
        order = _GPX_ORDER.get(node.tag.removeprefix(GPX))
        if order is not None:
            assert _in_order(node, order, GPX), node.tag
        if node.tag in (f"{GPX}wpt", f"{GPX}trkpt"):
            assert -90 <= float(node.get("lat", "x")) <= 90
            assert -180 <= float(node.get("lon", "x")) < 180


def test_a_track_is_timed_at_its_ends_and_a_guess_is_not(story: Report) -> None:
    tracks = {track.name: track for track in gpxpy.parse(story.to_gpx()).tracks}
    travelled = tracks["Hamburg - Dresden"].segments[0].points
    assert [travelled[0].time is not None, travelled[-1].time is not None] == [True, True]
    assert travelled[0].time < travelled[-1].time  # type: ignore[operator]
    assert all(point.time is None for point in travelled[1:-1])
    ahead = tracks["Brno - Vienna"].segments[0].points
    assert all(point.time is None for point in ahead)


def test_places_are_called_as_the_text_calls_them() -> None:
    data = report_fixture.report()
    text = "Vindobona"
    named = Toponym(0, len(text), text, report_fixture.PLACES["Vienna"], article="a1")
    others = tuple(t for t in data.toponyms if t.place != report_fixture.PLACES["Vienna"])
    report = _report(replace(data, toponyms=(*others, named)))
    assert {track.name for track in gpxpy.parse(report.to_gpx()).tracks} >= {"Brno - Vindobona"}
    marks = [
        mark.findtext(f"{KML}name")
        for mark in ET.fromstring(report.to_kml()).iter(f"{KML}Placemark")
    ]
    assert "Vindobona (Vienna)" in marks
    assert "Brno - Vindobona" in marks


@pytest.mark.parametrize("make", [report_fixture.report, report_fixture.hostile_report])
def test_kml_keeps_the_order_of_the_schema(make: object) -> None:
    root = ET.fromstring(_report(make()).to_kml())  # type: ignore[operator]
    for mark in root.iter(f"{KML}Placemark"):
        assert _in_order(mark, _KML_ORDER, KML)
        assert max(Counter(child.tag for child in mark).values()) == 1
    for span in root.iter(f"{KML}TimeSpan"):
        moments = [span.findtext(f"{KML}begin"), span.findtext(f"{KML}end")]
        known = [moment for moment in moments if moment]
        assert known == sorted(known)


def test_a_time_told_to_the_minute_is_a_stamp_and_a_window_a_span(story: Report) -> None:
    root = ET.fromstring(story.to_kml())
    marks = {mark.findtext(f"{KML}name"): mark for mark in root.iter(f"{KML}Placemark")}
    exact = marks["the blue train departed Hamburg"]
    assert exact.findtext(f"{KML}TimeStamp/{KML}when") == "2030-05-06T17:00:00Z"
    assert exact.find(f"{KML}TimeSpan") is None
    assert marks["the blue train passed Dresden"].find(f"{KML}TimeSpan") is not None


def test_gis_programs_read_the_kml(story: Report, tmp_path: Path) -> None:
    path = story.to_kml(tmp_path / "story.kml")
    names = {str(row[0]) for row in pyogrio.list_layers(path)}
    assert {"Places", "Claims", "Sightings", "Path", "Forecast"} <= names
    assert pyogrio.read_info(path, layer="Path")["features"] == 4
