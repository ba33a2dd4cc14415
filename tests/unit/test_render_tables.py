"""Rows for a reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from report_fixture import report

from geo.model import ReportData
from geo.render.tables import (
    claim_rows,
    forecast_rows,
    headline,
    key_sentence,
    place_rows,
    timeline_rows,
)
from geo.render.times import window_text, zone_of


def test_every_claim_has_a_row_with_verdict_symbol_and_measurement() -> None:
    rows = claim_rows(report())
    assert [(row["id"], row["symbol"], row["verdict"]) for row in rows] == [
        ("c1", "✓", "consistent"),
        ("c2", "✗", "contradicted"),
        ("c3", "?", "unverifiable"),
        ("c4", "≈", "imprecise"),
    ]
    first = rows[0]
    assert first["stated"] == "about 68 miles, N"
    assert "111 km (69 mi) in a straight line" in first["measured"]
    assert "152 km (94 mi) by rail" in first["measured"]
    assert any("does not fit" in reading for reading in first["readings"])


def test_an_unplaced_side_keeps_the_words_of_the_text() -> None:
    row = claim_rows(report())[2]
    assert (row["subject"], row["subject_id"], row["reference"]) == ("the depot", "", "")


def test_the_timeline_is_in_the_order_of_time_and_numbers_the_sightings() -> None:
    rows = timeline_rows(report())
    assert [row["number"] for row in rows if row["what"] == "sighting"] == [1, 2, 3, 4]
    assert [row["leg"] for row in rows if row["what"] == "leg"] == [1, 2, 3, 4]
    assert rows[0]["relation"] == "departed"


def test_times_are_told_in_the_zone_of_the_place_and_in_utc() -> None:
    row = timeline_rows(report())[0]
    assert row["when_local"] == "Mon 6 May 2030, 19:00–22:00 UTC+2"
    assert row["when_utc"] == "Mon 6 May 2030, 17:00–20:00 UTC"


def test_a_place_without_a_zone_has_only_utc() -> None:
    row = timeline_rows(report())[-1]
    assert row["place"] == "Thaya"
    assert row["when_local"] == ""
    assert row["when_utc"].endswith("UTC")


def test_the_forecast_puts_what_is_ruled_out_last() -> None:
    rows = forecast_rows(report())
    assert [(row["place"], row["ruled_out"]) for row in rows] == [
        ("Budapest", False),
        ("Graz", True),
    ]


def test_every_place_of_the_report_has_a_row() -> None:
    rows = place_rows(report())
    assert len(rows) == len(report().places)
    thaya = next(row for row in rows if row["name"] == "Thaya")
    assert (thaya["kind"], thaya["mentions"]) == ("river", 1)


def test_the_headline_counts_verdicts() -> None:
    assert headline(report()).startswith("1 article, 10 places, 4 claims: 1 consistent")


def test_the_key_sentence_tells_way_destination_and_what_is_ruled_out() -> None:
    sentence = key_sentence(report())
    assert "from Hamburg to Brno" in sentence
    assert "Budapest (72%)" in sentence
    assert "Ruled out: Graz" in sentence
    assert key_sentence(ReportData()) == ""


_NOON = datetime(2030, 5, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (_NOON, _NOON, "Tue 7 May 2030, 12:00 UTC"),
        (_NOON, None, "from Tue 7 May 2030, 12:00 UTC"),
        (None, _NOON, "until Tue 7 May 2030, 12:00 UTC"),
        (None, None, ""),
        (_NOON, _NOON + timedelta(days=1), "Tue 7 May 2030, 12:00 – Wed 8 May 2030, 12:00 UTC"),
        (_NOON - timedelta(hours=12), _NOON + timedelta(hours=12), "Tue 7 May 2030 UTC"),
    ],
)
def test_windows_read_naturally(start: datetime | None, end: datetime | None, told: str) -> None:
    assert window_text(start, end) == told


def test_half_hours_of_zones_are_told() -> None:
    assert window_text(_NOON, _NOON, zone_of("Asia/Kolkata")) == "Tue 7 May 2030, 17:30 UTC+5:30"
    assert window_text(_NOON, _NOON, zone_of("America/St_Johns")).endswith("UTC−2:30")


@pytest.mark.parametrize("name", ["", "../etc/passwd", "Nowhere/City", "\x00"])
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone_of(name) is None
