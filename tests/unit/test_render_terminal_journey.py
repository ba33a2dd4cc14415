"""The journey in a terminal of 80 columns."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import report_fixture
from rich.console import Console, RenderableType

from geo.model import ReportData, StationTimes, Whereabouts
from geo.render.terminal import console_for, trimmed
from geo.render.terminal_journey import journey, whereabouts

TIME = datetime(2030, 5, 7, 4, 30, tzinfo=UTC)


def shown(renderable: RenderableType, width: int = 80) -> list[str]:
    sheet = io.StringIO()
    Console(file=sheet, width=width, markup=False, highlight=False, emoji=False).print(renderable)
    return trimmed(sheet.getvalue()).splitlines()


def with_stations(*stations: StationTimes) -> ReportData:
    data = report_fixture.report()
    assert data.journey is not None
    where = Whereabouts(TIME, stations=stations, after=report_fixture.PLACES["Dresden"])
    return replace(data, journey=replace(data.journey, whereabouts=where))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_timeline_fits_and_no_line_ends_in_blanks(width: int) -> None:
    lines = shown(journey(report_fixture.report()), width)
    assert max(map(len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines)


def test_the_timeline_tells_who_was_where_and_what_supports_a_leg() -> None:
    text = "\n".join(shown(journey(report_fixture.report())))
    assert "departed Hamburg (confirmed, the railway)" in text
    assert "Hamburg → Dresden, 470 km by rail (confirmed)" in text
    assert "seen at both ends" in text
    assert "✗ Graz" in text


def test_hostile_text_reaches_no_terminal() -> None:
    text = "\n".join(shown(journey(report_fixture.hostile_report())))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_stations_are_told_in_their_own_time_and_the_zone_once() -> None:
    report = with_stations(
        StationTimes(
            "Pirna", 13.94, 50.96, TIME - timedelta(hours=1), None, TIME,
            TIME + timedelta(minutes=40), "Europe/Berlin",
        ),
        StationTimes("Ústí", 14.0, 50.6, TIME, TIME, timezone="Europe/Prague"),
    )  # fmt: skip
    lines = shown(whereabouts(report))
    assert lines[0] == "The blue train: Tue 7 May 2030, 04:30 UTC"
    assert "Likely, at a steady run: 1 station, UTC+2" in lines
    assert any(line.split("  ")[1:2] == ["Pirna"] and "06:30" in line for line in lines)
    assert any("Ústí" in line and "Tue 7 May, 06:30" in line for line in lines)


def test_different_zones_are_told_at_each_time() -> None:
    report = with_stations(
        StationTimes("A", 0.0, 50.0, TIME, None, timezone="Europe/London"),
        StationTimes("B", 14.0, 50.6, TIME, TIME, timezone="Europe/Prague"),
    )
    text = "\n".join(shown(whereabouts(report)))
    assert "Tue 7 May, 05:30 UTC+1" in text
    assert "Tue 7 May, 06:30 UTC+2" in text
    assert "open" in text


def test_many_stations_are_counted_not_listed() -> None:
    many = [StationTimes(f"Halt {n}", 0.0, 50.0, TIME, None) for n in range(200)]
    lines = shown(whereabouts(with_stations(*many)))
    assert len(lines) < 60
    assert any("and 160 more" in line for line in lines)


def test_without_a_journey_it_says_so() -> None:
    assert shown(whereabouts(ReportData())) == ["No journey over land was found in the text."]
    assert shown(journey(ReportData())) == ["No journey over land was found in the text."]


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    sheet = io.StringIO()
    console_for(sheet).print(journey(report_fixture.report()))
    assert "\x1b[3" not in sheet.getvalue()  # no colours; bold and dim may stay
