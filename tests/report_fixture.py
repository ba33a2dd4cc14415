"""An invented story with everything that a report can hold, and a hostile twin of it."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime, timedelta
from typing import Any

from geo.model import (
    Article,
    Claim,
    Evidence,
    Forecast,
    Journey,
    Leg,
    Measure,
    Place,
    Problem,
    Provenance,
    Reading,
    ReportData,
    Route,
    Sighting,
    Stop,
    Toponym,
    Verdict,
)

TEXT = (
    "PRAGUE (Wire) — A blue train with 22 wagons left Hamburg on Monday evening and was seen in "
    "Dresden before dawn.\n\n"
    "Brno, a city about 68 miles north of Vienna, saw it pass at noon after it had crossed the "
    "Thaya. Linz is about 250 kilometers west of Vienna, one paper wrote. The depot lies 30 km "
    "from the border.\n\n"
    "Some expect it in Budapest, 400 km southeast of Vienna by rail; others named Graz. "
    "Officials in Washington declined to comment."
)

_SOURCE = {"source": "GeoNames", "licence": "CC BY 4.0"}

PLACES = {
    "Hamburg": Place(
        "p1", "Hamburg", 9.993, 53.551, "city", "DE", population=1_700_000, radius_km=15.0,
        timezone="Europe/Berlin", **_SOURCE,
    ),
    "Dresden": Place(
        "p2", "Dresden", 13.738, 51.051, "city", "DE", radius_km=9.0, timezone="Europe/Berlin",
        **_SOURCE,
    ),
    "Prague": Place(
        "p3", "Prague", 14.421, 50.088, "city", "CZ", radius_km=11.0, timezone="Europe/Prague",
        **_SOURCE,
    ),
    "Brno": Place(
        "p4", "Brno", 16.608, 49.195, "city", "CZ", radius_km=8.0, timezone="Europe/Prague",
        **_SOURCE,
    ),
    "Vienna": Place(
        "p5", "Vienna", 16.372, 48.208, "city", "AT", radius_km=11.0, timezone="Europe/Vienna",
        **_SOURCE,
    ),
    "Budapest": Place(
        "p6", "Budapest", 19.04, 47.498, "city", "HU", radius_km=12.0, timezone="Europe/Budapest",
        **_SOURCE,
    ),
    "Graz": Place(
        "p7", "Graz", 15.439, 47.071, "city", "AT", radius_km=6.0, timezone="Europe/Vienna",
        **_SOURCE,
    ),
    "Linz": Place(
        "p8", "Linz", 14.286, 48.306, "city", "AT", radius_km=5.0, timezone="Europe/Vienna",
        **_SOURCE,
    ),
    "Thaya": Place(
        "p9", "Thaya", 16.55, 48.73, "river", "CZ",
        lines=(((15.9, 48.84), (16.2, 48.72), (16.55, 48.73), (16.9, 48.7), (16.94, 48.62)),),
        source="supplement", licence="CC0",
    ),
    "Washington": Place(
        "p10", "Washington", -77.037, 38.895, "city", "US", timezone="America/New_York", **_SOURCE,
    ),
}  # fmt: skip

START = datetime(2030, 5, 6, 17, 0, tzinfo=UTC)


def winding(start: Place, end: Place, vertices: int = 50) -> tuple[tuple[float, float], ...]:
    """A line that bends as a railway does."""
    out = []
    for k in range(vertices):
        share = k / (vertices - 1)
        bend = 0.18 * math.sin(share * math.pi * 3) * math.sin(share * math.pi)
        out.append(
            (
                start.lon + (end.lon - start.lon) * share + bend,
                start.lat + (end.lat - start.lat) * share + bend * 0.5,
            )
        )
    return tuple(out)


def route(start: str, end: str, km: float, straight: float) -> Route:
    """A route between two places of the story."""
    a, b = PLACES[start], PLACES[end]
    return Route(
        km=km,
        geodesic_km=straight,
        path=winding(a, b),
        stations=(Stop(a.name, a.lon, a.lat, 0.0), Stop(b.name, b.lon, b.lat, km)),
        origin=a.name,
        destination=b.name,
        network="world",
        countries=tuple(dict.fromkeys((a.country, b.country))),
    )


def toponym(name: str) -> Toponym:
    """The first mention of a place."""
    start = TEXT.index(name)
    return Toponym(
        start, start + len(name), name, PLACES[name], 0.9, ("largest of that name",), (), "a1"
    )


def claim(
    identity: str,
    text: str,
    subject: str | None,
    reference: str | None,
    measure: tuple[float, str, str],
    outcome: str,
    explanation: str,
    evidence: Evidence,
    direction: str | None = None,
) -> Claim:
    """A claim whose span is found in the text."""
    start = TEXT.index(text)
    at = TEXT.index(measure[2], start)
    return Claim(
        start,
        start + len(text),
        text,
        "distance",
        toponym(subject) if subject else Toponym(start, start, "the depot"),
        toponym(reference) if reference else None,
        None,
        Measure(measure[0], measure[1], measure[2], at, at + len(measure[2]), hedge="about"),
        None,
        direction,
        "unspecified",
        identity,
        "a1",
        Verdict(outcome, explanation, evidence),
    )


def sighting(
    place: str, relation: str, certainty: str, hours: float, length: float, by: str
) -> Sighting:
    """A sighting some hours after the start."""
    begin = START + timedelta(hours=hours)
    return Sighting(
        "the blue train",
        PLACES[place],
        relation,
        certainty,
        "a1",
        TEXT.index(place),
        TEXT.index(place) + len(place),
        place,
        begin,
        begin + timedelta(hours=length),
        "before dawn",
        by,
    )


def leg(start: str, end: str, km: float, certainty: str, hours: float, length: float) -> Leg:
    """A leg some hours after the start."""
    return Leg(
        PLACES[start],
        PLACES[end],
        route(start, end, km, km / 1.2),
        certainty,
        START + timedelta(hours=hours),
        START + timedelta(hours=hours + length),
        50.0,
        70.0,
        0.9,
        ("seen at both ends",),
    )


def report() -> ReportData:
    """The story of the blue train."""
    article = Article(
        "a1", TEXT, "A blue train rolls south", "blue.md", "Wire", START, True, "PRAGUE"
    )
    claims = (
        claim(
            "c1", "about 68 miles north of Vienna", "Brno", "Vienna", (68.0, "mi", "68 miles"),
            "consistent", "Brno lies 111 km (69 mi) north of Vienna in a straight line.",
            Evidence(
                111.0, 92.0, 130.0, 9.0, "N", 152.0, 1.37, 0.99, 0.72, 22.0, "geodesic", "world",
                (
                    Reading("straight line", 92.0, 130.0, 111.0, "km", 0.99, True),
                    Reading("rail", 148.0, 156.0, 152.0, "km", 0.72, False, "embedded network"),
                ),
                route("Brno", "Vienna", 152.0, 111.0),
            ),
            "N",
        ),
        claim(
            "c2", "about 250 kilometers west of Vienna", "Linz", "Vienna",
            (250.0, "km", "250 kilometers"), "contradicted",
            "Linz lies 155 km west of Vienna; no way of measuring gives 250 km.",
            Evidence(155.0, 139.0, 171.0, 273.0, "W", 190.0, 1.22, 1.61, 1.32, 99.0, "geodesic"),
            "W",
        ),
        claim(
            "c3", "30 km from the border", None, None, (30.0, "km", "30 km"), "unverifiable",
            "Neither the depot nor the border could be placed.", Evidence(),
        ),
        claim(
            "c4", "400 km southeast of Vienna", "Budapest", "Vienna", (400.0, "km", "400 km"),
            "imprecise", "Budapest lies 215 km southeast of Vienna, 254 km by rail.",
            Evidence(215.0, 192.0, 238.0, 112.0, "ESE", 254.0, 1.18, 1.86, 1.57, 94.0, "geodesic"),
            "SE",
        ),
    )  # fmt: skip
    journey = Journey(
        "the blue train",
        (
            leg("Hamburg", "Dresden", 470.0, "confirmed", 1, 9),
            leg("Dresden", "Prague", 180.0, "reported", 10, 4),
            leg("Prague", "Brno", 255.0, "confirmed", 14, 5),
            leg("Brno", "Vienna", 152.0, "speculated", 19, 3),
        ),
        (
            Forecast(
                PLACES["Budapest"], 0.72, "named by two media; lies ahead", 406.0,
                START + timedelta(hours=26), START + timedelta(hours=30), False,
                route("Vienna", "Budapest", 254.0, 215.0),
            ),
            Forecast(
                PLACES["Graz"], 0.0, "the crossing of the Thaya leads away from it",
                ruled_out=True,
            ),
        ),
        (route("Dresden", "Brno", 460.0, 290.0),),
    )  # fmt: skip
    return ReportData(
        (article,),
        tuple(toponym(name) for name in PLACES if name != "Prague"),
        claims,
        (
            sighting("Hamburg", "departed", "confirmed", 0, 3, "the railway"),
            sighting("Dresden", "passed", "reported", 9, 2, "Wire"),
            sighting("Brno", "passed", "confirmed", 18, 1, "Wire"),
            sighting("Thaya", "crossed", "reported", 20, 1, ""),
        ),
        journey,
        (
            Provenance("rail network", "© OpenStreetMap contributors", "ODbL 1.0"),
            Provenance("places", "GeoNames", "CC BY 4.0"),
        ),
        (Problem("notes.bin", "the file is not text", "Give a text, HTML or PDF file."),),
    )


#: Breaks out of HTML text, attributes, scripts, JSON, template literals and URLs.
ATTACK = (
    "</script></title></style>\"'`${alert(1)}\\`<img src=x onerror=alert(2)>"
    "<script>alert(3)</script>{{7*7}}{%x%}\u2028\u2029\x00\u202e&lt;b&gt;]]><!--"
    "<a href=javascript:alert(4)>http://attack.invalid/x.png"
)

_CODED = {"relation", "certainty", "outcome", "mode", "licence_id"}


def _poison(value: Any, field: str = "", owner: Any = None) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: _poison(getattr(value, f.name), f.name, value)
            for f in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_poison(item, field, owner) for item in value)
    if isinstance(value, str):
        if field in _CODED or (field == "kind" and isinstance(owner, Claim)):
            return value
        if field in ("id", "article"):
            return value + ATTACK
        if field == "text" and isinstance(owner, Article):
            return value + "\n\n" + ATTACK
        return value + ATTACK
    return value


def hostile_report() -> ReportData:
    """The same story with an attack in every text of it."""
    poisoned: ReportData = _poison(report())
    return poisoned
