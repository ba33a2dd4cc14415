"""Formats of other programs: they open, they hold the story, text cannot break out."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import gpxpy
import pyogrio
import pytest
import report_fixture

from geo.model import Article, ReportData, Toponym
from geo.report import Report

KML = "{http://www.opengis.net/kml/2.2}"
FORMATS = ["json", "geojson", "csv", "gpx", "kml", "gpkg", "claimreview"]


def full(data: ReportData) -> Report:
    return Report(**{name: getattr(data, name) for name in ReportData.__dataclass_fields__})


@pytest.fixture(scope="module")
def story() -> Report:
    return full(report_fixture.report())


@pytest.fixture(scope="module")
def hostile() -> Report:
    return full(report_fixture.hostile_report())


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_gives_the_same_bytes(story: Report, form: str) -> None:
    again = full(report_fixture.report())
    assert getattr(story, f"to_{form}")() == getattr(again, f"to_{form}")()


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_report_can_be_written(form: str) -> None:
    assert getattr(Report(), f"to_{form}")()


def features(report: Report, kind: str) -> list[dict[str, Any]]:
    found = json.loads(report.to_geojson())["features"]
    return [one for one in found if one["properties"]["feature"] == kind]


def test_geojson_holds_every_place_where_it_is(story: Report) -> None:
    points = {one["properties"]["name"]: one["geometry"] for one in features(story, "place")}
    assert points["Vienna"] == {"type": "Point", "coordinates": [16.372, 48.208]}
    assert len(points) == len(story.places)


def test_geojson_draws_a_claim_from_the_reference_to_the_subject(story: Report) -> None:
    first = features(story, "claim")[0]
    assert first["geometry"]["coordinates"] == [[16.372, 48.208], [16.608, 49.195]]
    assert first["properties"]["verdict"] == "consistent"


def test_geojson_leaves_out_claims_that_have_no_place(story: Report) -> None:
    assert [one["properties"]["id"] for one in features(story, "claim")] == ["c1", "c2", "c4"]


def test_geojson_has_river_lines_legs_alternatives_and_forecast(story: Report) -> None:
    assert [one["properties"]["name"] for one in features(story, "extent")] == ["Thaya"]
    assert [one["properties"]["order"] for one in features(story, "leg")] == [1, 2, 3, 4]
    assert len(features(story, "alternative")) == 1
    ruled_out = {
        one["properties"]["name"]: one["properties"]["ruled_out"]
        for one in features(story, "forecast")
    }
    assert ruled_out == {"Budapest": False, "Graz": True}


def test_csv_has_one_row_a_claim(story: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(story.to_csv(), newline="")))
    assert [row["id"] for row in rows] == ["c1", "c2", "c3", "c4"]
    assert rows[0]["subject"] == "Brno"
    assert float(rows[0]["geodesic_km"]) == 111.0
    assert rows[2]["geodesic_km"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\n=", "  =", "＝"])
def test_csv_runs_no_formula_in_a_spreadsheet(story: Report, start: str) -> None:
    evil = replace(story.claims[0], text=f"{start}HYPERLINK(1)\nnext")
    rows = list(csv.DictReader(io.StringIO(Report(claims=(evil,)).to_csv(), newline="")))
    assert rows[0]["text"][0] not in "=+-@＝\t\r\n "
    assert "\n" not in rows[0]["text"]


def test_csv_keeps_negative_numbers_as_numbers(story: Report) -> None:
    place = replace(report_fixture.PLACES["Washington"], id="w")
    west = replace(story.claims[0], subject=Toponym(0, 1, "W", place))
    rows = list(csv.DictReader(io.StringIO(Report(claims=(west,)).to_csv(), newline="")))
    assert float(rows[0]["subject_lon"]) == -77.037


def test_gpx_has_sightings_with_times_and_the_path(story: Report) -> None:
    gpx = gpxpy.parse(story.to_gpx())
    first = gpx.waypoints[0]
    assert first.name == "the blue train departed Hamburg"
    assert first.time is not None
    assert first.time.isoformat() == "2030-05-06T17:00:00+00:00"
    assert len(gpx.waypoints) == 4
    assert gpx.tracks[0].name == "Hamburg - Dresden"
    assert len(gpx.tracks[0].segments[0].points) == 50


def test_kml_has_a_folder_for_each_kind_of_feature(story: Report) -> None:
    root = ET.fromstring(story.to_kml())
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert folders == ["Places", "Claims", "Sightings", "Path", "Alternatives", "Forecast"]
    assert root.find(f".//{KML}TimeSpan/{KML}begin") is not None


def test_kml_points_to_styles_that_it_defines(story: Report) -> None:
    root = ET.fromstring(story.to_kml())
    defined = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    used = {url.text for url in root.iter(f"{KML}styleUrl")}
    assert used <= defined
    assert {"#consistent", "#contradicted", "#confirmed", "#speculated"} <= used


def test_geopackage_has_a_layer_for_each_kind_of_feature(story: Report, tmp_path: Any) -> None:
    target = tmp_path / "report.gpkg"
    story.to_gpkg(target)
    layers = {name for name, _ in pyogrio.list_layers(target)}
    assert layers == {"place", "extent", "claim", "sighting", "leg", "alternative", "forecast"}
    places = pyogrio.read_dataframe(target, layer="place")
    assert len(places) == len(story.places)
    assert places.crs.to_epsg() == 4326


def test_the_geodataframe_has_one_row_a_feature(story: Report) -> None:
    frame = story.to_geodataframe()
    assert len(frame) == len(json.loads(story.to_geojson())["features"])
    assert frame.crs.to_epsg() == 4326
    assert len(Report().to_geodataframe()) == 0


def test_claimreview_names_verdict_article_and_publisher(story: Report) -> None:
    reviews = json.loads(story.to_claimreview())
    assert [one["reviewRating"]["alternateName"] for one in reviews] == [
        "consistent", "contradicted", "unverifiable", "imprecise",
    ]  # fmt: skip
    assert reviews[0]["@type"] == "ClaimReview"
    assert reviews[0]["itemReviewed"]["author"]["name"] == "Wire"
    assert "ratingValue" not in reviews[2]["reviewRating"]


def test_claimreview_links_only_to_web_addresses(story: Report) -> None:
    script = replace(story.articles[0], source="javascript:alert(1)")
    web = replace(story.articles[0], source="https://news.example/blue")
    for article, found in ((script, None), (web, "https://news.example/blue")):
        report = replace(story, articles=(article,))
        work = json.loads(report.to_claimreview())[0]["itemReviewed"]["appearance"]
        assert work.get("url") == found


def test_claimreview_cannot_end_the_script_that_holds_it(hostile: Report) -> None:
    written = hostile.to_claimreview()
    assert "<" not in written
    assert ">" not in written
    assert "</script>" in json.loads(written)[0]["claimReviewed"]


def test_hostile_names_leave_xml_well_formed_and_without_new_elements(hostile: Report) -> None:
    root = ET.fromstring(hostile.to_kml())
    assert {element.tag.removeprefix(KML) for element in root.iter()}.isdisjoint(
        {"script", "img", "a"}
    )
    shown = [mark.findtext(f"{KML}description") or "" for mark in root.iter(f"{KML}Placemark")]
    assert any(shown)
    assert not any("<" in text for text in shown)
    assert len(gpxpy.parse(hostile.to_gpx()).waypoints) == 4


def test_hostile_names_pass_through_json_geojson_and_geopackage(
    hostile: Report, tmp_path: Any
) -> None:
    assert json.loads(hostile.to_json())["articles"][0]["title"].endswith(report_fixture.ATTACK)
    assert json.loads(hostile.to_geojson())["type"] == "FeatureCollection"
    hostile.to_gpkg(tmp_path / "hostile.gpkg")
    assert len(pyogrio.read_dataframe(tmp_path / "hostile.gpkg", layer="leg")) == 4


def test_the_notebook_view_is_a_frame_that_the_text_cannot_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "geo.render.page.to_html", lambda report, settings=None, **_: '"><script>x</script>'
    )
    shown = Report(articles=(Article("a", "text"),))._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert shown.count("<") == 2
    assert "<script" not in shown
