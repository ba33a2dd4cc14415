"""The two dispatches and our digests of them, from file to report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.explore import explore
from geo.geodesy import distance_km
from geo.model import Claim
from geo.report import Report
from geo.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

#: name in the text: (country, lon, lat, tolerance in km)
PLACES = {
    "Khasan": ("RU", 130.647, 42.428, 5),
    "Ussuriysk": ("RU", 131.952, 43.797, 5),
    "Vladivostok": ("RU", 131.885, 43.115, 5),
    "Vostochny": ("RU", 128.334, 51.884, 25),
    "Razdolnaya River": ("RU", 131.9, 43.6, 120),
    "Pyongyang": ("KP", 125.754, 39.034, 5),
    "Seoul": ("KR", 126.978, 37.566, 5),
    "Moscow": ("RU", 37.617, 55.755, 5),
    "Kyiv": ("UA", 30.523, 50.45, 5),
    "Donetsk": ("UA", 37.803, 48.003, 5),
    "Luhansk": ("UA", 39.308, 48.574, 5),
}
NOT_PLACES = (
    "Kim",
    "Putin",
    "Chosun Ilbo",
    "Chosun",
    "Kyodo",
    "TASS",
    "Wagner",
    "Yonhap",
    "Peskov",
)


@pytest.fixture(scope="module", params=["digests", "originals"])
def report(request: pytest.FixtureRequest) -> Report:
    if request.param == "digests":
        return explore(ROOT / "seeds")
    shared: Path = request.getfixturevalue("shared")
    earlier = explore(
        shared / "seeds" / "visit-confirmed.txt",
        settings=Settings(published=datetime(2023, 9, 11, 12, tzinfo=UTC)),
    )
    later = explore(
        shared / "seeds" / "train-heads-north.txt",
        settings=Settings(published=datetime(2023, 9, 13, 0, tzinfo=UTC)),
    )
    return explore(*earlier.articles, *later.articles)


def claim_on(report: Report, subject: str, reference: str) -> Claim:
    for claim in report.claims:
        sides = [
            side.place.name for side in (claim.subject, claim.reference) if side and side.place
        ]
        if (
            claim.kind == "distance"
            and len(sides) == 2
            and subject in sides[0]
            and reference in sides[1]
        ):
            return claim
    pytest.fail(f"no claim on {subject} and {reference}")


def test_nothing_failed(report: Report) -> None:
    assert report.problems == ()
    assert len(report.articles) == 2


def test_the_places_are_the_right_ones(report: Report) -> None:
    seen = set()
    for toponym in report.toponyms:
        for name, (country, lon, lat, tolerance) in PLACES.items():
            if toponym.text.startswith(name):
                assert toponym.place is not None, toponym
                assert toponym.place.country in (country, ""), toponym
                assert distance_km(*toponym.place.lonlat, lon, lat) <= tolerance, toponym.place
                seen.add(name)
    assert seen == set(PLACES)


def test_people_newspapers_and_agencies_are_no_places(report: Report) -> None:
    assert {toponym.text for toponym in report.toponyms}.isdisjoint(NOT_PLACES)


def test_ussuriysk_and_vladivostok_measure_as_they_should(report: Report) -> None:
    claim = claim_on(report, "Ussuriysk", "Vladivostok")
    assert claim.measure is not None
    assert (claim.measure.value, claim.measure.unit, claim.direction) == (40, "mi", "N")
    assert claim.verdict is not None
    evidence = claim.verdict.evidence
    assert evidence.geodesic_km is not None
    assert evidence.bearing_deg is not None
    assert evidence.rail_km is not None
    assert 74 <= evidence.geodesic_km <= 79
    assert 0 <= evidence.bearing_deg <= 10
    assert 104 <= evidence.rail_km <= 118


def test_the_spaceport_measures_as_it_should(report: Report) -> None:
    claim = claim_on(report, "Vostochny", "Ussuriysk")
    assert claim.measure is not None
    assert (claim.measure.value, claim.measure.unit, claim.direction) == (550, "mi", "NW")
    assert claim.verdict is not None
    evidence = claim.verdict.evidence
    assert evidence.geodesic_km is not None
    assert evidence.bearing_deg is not None
    assert evidence.rail_km is not None
    assert evidence.detour_factor is not None
    assert 920 <= evidence.geodesic_km <= 950
    assert 340 <= evidence.bearing_deg <= 350
    assert 1380 <= evidence.rail_km <= 1440
    assert 1.4 <= evidence.detour_factor <= 1.6


def test_every_explanation_is_a_sentence(report: Report) -> None:
    for claim in report.claims:
        assert claim.verdict is not None
        assert len(claim.verdict.explanation) > 20
        assert claim.verdict.explanation.rstrip()[-1] in ".”)"


def test_the_path_runs_over_rails_from_pyongyang_to_ussuriysk(report: Report) -> None:
    assert report.journey is not None
    path = report.journey.path
    for lon, lat, tolerance in (
        (125.75, 39.02, 12), (130.65, 42.43, 6), (131.92, 43.64, 6), (131.96, 43.80, 8),
    ):  # fmt: skip
        assert min(distance_km(lon, lat, x, y) for x, y in path) <= tolerance, (lon, lat)
    countries = {
        country
        for leg in report.journey.legs
        if leg.certainty != "speculated"
        for country in leg.route.countries
    }
    assert countries == {"KP", "RU"}


def test_the_forecast_names_the_spaceport_and_rules_vladivostok_out(report: Report) -> None:
    assert report.journey is not None
    forecast = {entry.place.name: entry for entry in report.journey.forecast}
    top = max(report.journey.forecast, key=lambda entry: entry.probability)
    assert "Vostochny" in top.place.name
    assert forecast["Vladivostok"].ruled_out
    assert "Razdolnaya" in forecast["Vladivostok"].reason
    arrival = datetime(2023, 9, 13, 4, tzinfo=UTC)
    assert top.eta_start is not None
    assert top.eta_end is not None
    assert top.eta_start <= arrival <= top.eta_end


def test_the_report_keeps_to_its_schema(report: Report) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(report.to_json()))


def test_two_runs_write_the_same_bytes() -> None:
    assert explore(ROOT / "seeds").to_json() == explore(ROOT / "seeds").to_json()
