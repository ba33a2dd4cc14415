"""The JSON form: the published schema, the same bytes each time, honest numbers."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import report_fixture

from geo import model
from geo.gazetteer.kinds import KINDS
from geo.geodesy import WINDS
from geo.model import (
    Article,
    Claim,
    Evidence,
    Journey,
    Leg,
    Measure,
    Place,
    ReportData,
    Route,
    Toponym,
    Verdict,
)
from geo.report import Report
from geo.units import HOURS, KM

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text("utf-8"))

XIAN = Place("gn:1790630", "Xi'an", 108.928, 34.258, "city", "CN", radius_km=25.0)
DUISBURG = Place("gn:2934691", "Duisburg", 6.762, 51.432, "city", "DE", radius_km=9.0)


def full(data: ReportData) -> Report:
    return Report(**{name: getattr(data, name) for name in ReportData.__dataclass_fields__})


def freight(evidence: Evidence, published: datetime | None = None) -> Report:
    """A freight train from Xi'an to Duisburg, with one claim."""
    text = "The freight train left Xi'an, 9,400 km east of Duisburg."
    claim = Claim(
        30, 55, text[30:55], "distance",
        Toponym(23, 28, "Xi'an", XIAN), Toponym(47, 55, "Duisburg", DUISBURG),
        measure=Measure(9400.0, "km", "9,400 km", 30, 38), direction="E", id="c1", article="a",
        verdict=Verdict("consistent", "By rail.", evidence),
    )  # fmt: skip
    return Report(articles=(Article("a", text, published=published),), claims=(claim,))


def validate(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(report.to_json())
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_the_schema_itself_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("make", [report_fixture.report, report_fixture.hostile_report, ReportData])
def test_a_report_follows_the_published_schema(make: Any) -> None:
    if make is report_fixture.hostile_report:
        # Its country codes and kinds are poisoned too, and the schema has to say so.
        with pytest.raises(jsonschema.ValidationError):
            validate(full(make()))
        return
    document = validate(full(make()))
    assert set(document) == set(SCHEMA["properties"])


def test_the_schema_refuses_fields_that_it_does_not_know() -> None:
    document = validate(full(report_fixture.report()))
    document["claims"][0]["evidence"]["guess"] = 1
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def test_the_schema_lists_the_words_that_the_model_lists() -> None:
    defs = SCHEMA["$defs"]
    claim, sighting = defs["claim"]["properties"], defs["sighting"]["properties"]
    assert set(claim["kind"]["enum"]) == set(get_args(model.ClaimKind))
    assert set(claim["mode"]["enum"]) == set(get_args(model.Mode))
    assert set(claim["verdict"]["enum"]) == {*get_args(model.Outcome), None}
    assert set(claim["unit"]["enum"]) == {*KM, *HOURS, None}
    assert set(claim["direction"]["enum"]) == {*WINDS, "upstream", "downstream", None}
    assert set(sighting["relation"]["enum"]) == set(get_args(model.Relation))
    assert set(sighting["certainty"]["enum"]) == set(get_args(model.Certainty))
    assert set(defs["place"]["properties"]["kind"]["enum"]) == set(KINDS)


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = full(report_fixture.report()), full(report_fixture.report())
    assert first.to_json() == second.to_json()
    assert first.to_json() == first.to_json()


def test_places_are_sorted_by_id_whatever_comes_first_in_the_text() -> None:
    report = freight(Evidence())
    turned = replace(report, toponyms=(Toponym(0, 1, "D", DUISBURG), Toponym(2, 3, "X", XIAN)))
    assert [place["id"] for place in validate(turned)["places"]] == [XIAN.id, DUISBURG.id]


def test_claims_refer_to_places_by_id_and_keep_the_words() -> None:
    claim = validate(freight(Evidence()))["claims"][0]
    assert (claim["subject"], claim["reference"]) == (XIAN.id, DUISBURG.id)
    assert (claim["subject_text"], claim["reference_text"]) == ("Xi'an", "Duisburg")
    assert (claim["value"], claim["unit"], claim["hedged"]) == (9400.0, "km", False)


def test_what_does_not_resolve_is_null_beside_its_words() -> None:
    report = freight(Evidence())
    lost = replace(report.claims[0], subject=Toponym(0, 9, "the depot"), reference=None)
    claim = validate(replace(report, claims=(lost,)))["claims"][0]
    assert claim["subject"] is None
    assert claim["subject_text"] == "the depot"
    assert claim["reference"] is claim["reference_text"] is None


def test_values_that_json_cannot_hold_become_null() -> None:
    evidence = Evidence(geodesic_km=math.inf, rail_km=math.nan, bearing_deg=-0.0)
    found = validate(freight(evidence))["claims"][0]["evidence"]
    assert found["geodesic_km"] is found["rail_km"] is None
    assert found["bearing_deg"] == 0


def test_numbers_are_rounded_to_what_was_measured() -> None:
    evidence = Evidence(geodesic_km=7_654.321_987_6, detour_factor=1.228_181_9)
    found = validate(freight(evidence))["claims"][0]["evidence"]
    assert found["geodesic_km"] == 7654.322
    assert found["detour_factor"] == 1.2282


def test_publication_is_a_day_where_the_hour_is_not_known() -> None:
    moment = datetime(2026, 3, 4, 21, 30, tzinfo=timezone(timedelta(hours=8)))
    report = freight(Evidence(), moment)
    assert validate(report)["articles"][0]["published"] == "2026-03-04"
    exact = replace(report, articles=(replace(report.articles[0], published_exact=True),))
    assert validate(exact)["articles"][0]["published"] == "2026-03-04T21:30:00+08:00"


def leg(*path: tuple[float, float]) -> Leg:
    route = Route(1.0, 1.0, path)
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    return Leg(XIAN, DUISBURG, route, "confirmed", moment, moment)


def test_legs_that_touch_make_one_line() -> None:
    journey = Journey(legs=(leg((0, 0), (1, 1)), leg((1, 1), (2, 1))))
    path = validate(Report(journey=journey))["journey"]["path"]
    assert path == {"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 1]]}


def test_a_gap_between_two_legs_stays_a_gap() -> None:
    journey = Journey(legs=(leg((0, 0), (1, 1)), leg((5, 5), (6, 6))))
    path = validate(Report(journey=journey))["journey"]["path"]
    assert path["type"] == "MultiLineString"
    assert len(path["coordinates"]) == 2


def test_a_path_over_the_date_line_is_cut_there() -> None:
    journey = Journey(legs=(leg((178.0, 66.0), (-178.0, 66.0)),))
    path = validate(Report(journey=journey))["journey"]["path"]
    assert path["coordinates"] == [[[178, 66], [180, 66]], [[-180, 66], [-178, 66]]]


def test_a_journey_without_legs_has_no_path() -> None:
    journey = validate(Report())["journey"]
    assert journey == {
        "legs": [],
        "path": None,
        "alternatives": [],
        "forecast": [],
        "subject": "",
        "notes": [],
        "timeline": [],
    }


def test_a_speculated_leg_is_marked_and_stays_out_of_the_path() -> None:
    travelled, guessed = leg((0, 0), (1, 1)), leg((1, 1), (6, 6))
    journey = Journey(legs=(travelled, replace(guessed, certainty="speculated")))
    found = validate(Report(journey=journey))["journey"]
    assert [one["certainty"] for one in found["legs"]] == [travelled.certainty, "speculated"]
    assert found["path"]["coordinates"] == [[0, 0], [1, 1]]


def test_names_of_all_scripts_stay_readable() -> None:
    place = replace(XIAN, name="西安 / Хасан / Österreich")
    report = Report(toponyms=(Toponym(0, 2, "西安", place),))
    assert "西安 / Хасан / Österreich" in report.to_json()


def test_half_a_surrogate_pair_does_not_make_the_report_unwritable(tmp_path: Path) -> None:
    report = Report(articles=(Article("a", "text", title="broken \ud83d emoji"),))
    report.to_json(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["articles"][0]["title"]


def test_the_evidence_shows_every_reading_the_stations_and_the_ways_to_the_rails() -> None:
    stops = (model.Stop("Xi'an North", 108.9, 34.4, 0.0), model.Stop("Urumqi", 87.6, 43.8, 2568.0))
    way = Route(2570.0, 2100.0, ((108.9, 34.3), (87.6, 43.8)), stops, snap_km=(1.25, 0.5))
    readings = (
        model.Reading("straight line", 2080, 2120, 2100, "km", 1.19, False),
        model.Reading("rail", 2520, 2620, 2570, "km", 0.97, True, "with the ways to the stations"),
    )
    evidence = Evidence(geodesic_km=2100.0, rail_km=2570.0, readings=readings, route=way)
    claim = Claim(0, 5, "2,500", "distance", verdict=Verdict("consistent", "Yes.", evidence))
    (told,) = json.loads(Report(claims=(claim,)).to_json())["claims"]
    assert [item["name"] for item in told["evidence"]["readings"]] == ["straight line", "rail"]
    assert told["evidence"]["readings"][1]["fits"] is True
    assert told["evidence"]["stations"][1] == {"name": "Urumqi", "km": 2568.0}
    assert told["evidence"]["snap_km"] == [1.25, 0.5]


def test_the_second_reference_and_the_second_amount_are_told() -> None:
    one, other = Toponym(0, 5, "Xi'an", XIAN), Toponym(6, 9, "Duisburg", DUISBURG)
    between = Claim(0, 9, "between", "between", reference=one, other=other)
    same = Claim(
        0, 9, "60 km (37 mi)", "conversion", measure=Measure(60, "km", "60 km", 0, 5),
        equivalent=Measure(37, "mi", "37 mi", 7, 12),
    )  # fmt: skip
    told = json.loads(Report(claims=(between, same)).to_json())["claims"]
    assert (told[0]["other"], told[0]["other_text"]) == (DUISBURG.id, "Duisburg")
    assert (told[1]["equivalent"], told[1]["equivalent_unit"]) == (37, "mi")
