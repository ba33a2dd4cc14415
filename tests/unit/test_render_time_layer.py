"""What the slider of time carries and says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from geo.explore import explore
from geo.model import Article, Journey, ReportData
from geo.render.bounds import frame_of
from geo.render.page import to_html
from geo.render.scene import scene_of
from geo.render.time_layer import presence_for, station_rows, time_data
from geo.report import Report
from geo.settings import Settings
from geo.topology import decode_arcs

SETTINGS = Settings(speed_kmh=(60.0, 100.0))
ARTICLE = Article(
    "a",
    "The night train left Vienna at 7 p.m. on Monday. It passed Linz at 9:30 p.m. on Monday and"
    " reached Salzburg at 11 p.m. on Monday. It is expected in Munich.",
    published=datetime(2024, 3, 5, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return explore(ARTICLE, settings=SETTINGS)


def test_the_slider_runs_over_the_journey_in_local_time(report: Report) -> None:
    presence = presence_for(report, SETTINGS)
    assert presence is not None
    data = time_data(presence, report, frame_of(report))
    assert data["labels"][0] == "Mon 4 Mar 2024, 19:00 UTC+1"
    assert len(data["labels"]) == len(data["says"]) <= 150
    start = datetime(2024, 3, 4, 19, 0, tzinfo=UTC) - timedelta(hours=1)
    assert data["start"] == start.timestamp() / 60
    assert data["first"] is None
    assert any("Linz" in said or "Wels" in said or "Amstetten" in said for said in data["says"])
    assert any("if bound for Munich" in said for said in data["says"])


def test_every_line_has_its_numbers(report: Report) -> None:
    presence = presence_for(report, SETTINGS)
    assert presence is not None
    data = time_data(presence, report, frame_of(report))
    assert len(data["phases"]) == 3
    for phase in data["phases"]:
        lines = decode_arcs(phase["lines"])
        assert len(lines) == len(phase["over"]) == phase["at"]
        for ends in (phase[key] for key in ("came", "goes") if key in phase):
            assert len(ends[0]) == len(ends[1]) == phase["at"]
            # Both ends of a line lie no farther apart in time than its length.
            assert all(
                abs(gap) <= over + 1 for gap, over in zip(ends[1], phase["over"], strict=True)
            )
    json.dumps(data, allow_nan=False)


def test_the_slider_starts_at_the_time_that_was_asked_for(report: Report) -> None:
    presence = presence_for(report, SETTINGS)
    assert presence is not None
    data = time_data(presence, report, frame_of(report), datetime(2024, 3, 4, 22, 0))
    assert data["labels"][data["first"]] == "Mon 4 Mar 2024, 22:00 UTC+1"
    outside = time_data(presence, report, frame_of(report), datetime(2030, 1, 1, tzinfo=UTC))
    assert outside["first"] == len(outside["labels"]) - 1


def test_stations_have_hours_in_order_along_each_way(report: Report) -> None:
    presence = presence_for(report, SETTINGS)
    assert presence is not None
    rows = station_rows(presence, report)
    assert {row["way_id"] for row in rows} >= {"leg:1", "leg:2"}
    first = [row for row in rows if row["way_id"] == "leg:1"]
    assert [row["km"] for row in first] == sorted(row["km"] for row in first)
    assert first[0]["when_local"].startswith("Mon 4 Mar 2024, 19:0")
    scene = scene_of(report, presence=presence)
    layer = next(layer for layer in scene["layers"] if layer["id"] == "stations")
    assert len(layer["features"]) == len(rows)
    assert layer["show"] is False


def test_the_page_has_slider_and_stations_within_the_budget(report: Report) -> None:
    html = report.to_html(settings=SETTINGS)
    assert '<div id="time"></div>' in html
    assert "Stations on the way, with hours" in html
    assert len(html.encode()) < 3_000_000
    assert html == report.to_html(settings=SETTINGS)


def test_a_story_without_a_dated_way_has_no_slider() -> None:
    assert presence_for(ReportData()) is None
    assert presence_for(ReportData(journey=Journey("a train"))) is None
    undated = explore(Article("a", "The train left Vienna and passed Linz, bound for Munich."))
    assert presence_for(undated) is None
    assert '<div id="time">' not in undated.to_html()
    assert '<div id="time">' not in to_html(ReportData())


def test_a_network_that_is_gone_costs_the_slider_only(report: Report) -> None:
    from dataclasses import replace

    assert report.journey is not None
    legs = tuple(
        replace(leg, route=replace(leg.route, network="gone")) for leg in report.journey.legs
    )
    lost = replace(report, journey=replace(report.journey, legs=legs))
    assert presence_for(lost) is None
    assert "<main" in lost.to_html()
