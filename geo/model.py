"""The words of the field, as frozen types.

Coordinates are (longitude, latitude) in degrees on WGS84, everywhere inside the package.
Suffixes carry units: ``_km``, ``_deg``, ``_h``, ``_kmh``. Times are timezone-aware.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry import LineString, MultiLineString

__all__ = [
    "Article",
    "Candidate",
    "Certainty",
    "Claim",
    "ClaimKind",
    "Evidence",
    "Forecast",
    "Journey",
    "Leg",
    "LonLat",
    "Measure",
    "Mode",
    "Outcome",
    "Place",
    "Problem",
    "Provenance",
    "Reach",
    "Reading",
    "Relation",
    "ReportData",
    "Route",
    "Sighting",
    "StationTimes",
    "Stop",
    "TimeWindow",
    "TimelineEntry",
    "Toponym",
    "Verdict",
    "Whereabouts",
]

LonLat = tuple[float, float]

ClaimKind = Literal[
    "distance",
    "direction",
    "travel_time",
    "proximity",
    "between",
    "comparison",
    "detour",
    "conversion",
]
Mode = Literal["straight", "rail", "road", "water", "air", "unspecified"]
Outcome = Literal["consistent", "imprecise", "contradicted", "unverifiable"]
Certainty = Literal["confirmed", "reported", "speculated", "denied"]
Relation = Literal["departed", "at", "passed", "crossed", "arrived", "heading", "avoided"]


@dataclass(frozen=True, slots=True)
class Article:
    """One text, as it was read. All offsets count characters of ``text``."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    publisher: str = ""
    published: datetime | None = None
    #: False when only the day of publication is known and the hour is not.
    published_exact: bool = False
    #: The place of the dateline ("SEOUL, South Korea (AP) -"), as written.
    dateline: str = ""
    #: Where the dateline stands in ``text``; None when it came from front matter.
    dateline_span: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Something with a position: what a toponym resolves to."""

    id: str
    name: str
    lon: float
    lat: float
    #: One of the feature kinds of ``geo.gazetteer.kinds``.
    kind: str
    #: ISO 3166-1 alpha-2; "" over water or where several share it.
    country: str = ""
    #: GeoNames first-level division code ("59", "CA"), where known.
    admin1: str = ""
    population: int = 0
    #: The place fills about a disc of this radius.
    radius_km: float = 0.0
    timezone: str = ""
    #: Line geometry of rivers and the like; may be several pieces.
    lines: tuple[tuple[LonLat, ...], ...] = ()
    #: Closed rings around an area, where they are known, holes among them: a point is inside
    #: when it lies in an odd number of rings.
    outline: tuple[tuple[LonLat, ...], ...] = ()
    source: str = ""
    licence: str = ""

    @property
    def lonlat(self) -> LonLat:
        """Longitude and latitude in degrees."""
        return (self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym may mean, with its score (0 to 1) and the reasons in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span of text that names a place, or stands for one ("the launch facility")."""

    start: int
    end: int
    text: str
    place: Place | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    article: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount as written: value, upper value of a range, unit."""

    value: float
    unit: str
    text: str
    start: int
    end: int
    value_high: float | None = None
    #: "about", "some", "less than", ... as written, lower case; "" when bare.
    hedge: str = ""

    @property
    def hedged(self) -> bool:
        """Whether the writer limited the precision."""
        return bool(self.hedge)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a claim, measured."""

    #: "straight line", "rail", "bearing", "time by rail", "conversion", ...
    name: str
    low: float
    high: float
    #: The best single value; between ``low`` and ``high``.
    value: float
    unit: str
    #: Claimed divided by measured; None for directions.
    ratio: float | None = None
    fits: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured for a claim. Everything is None where it does not apply."""

    geodesic_km: float | None = None
    geodesic_low_km: float | None = None
    geodesic_high_km: float | None = None
    #: From the reference to the subject, clockwise from north.
    bearing_deg: float | None = None
    compass: str | None = None
    rail_km: float | None = None
    detour_factor: float | None = None
    ratio_geodesic: float | None = None
    ratio_rail: float | None = None
    error_percentile: float | None = None
    method: str | None = None
    network: str | None = None
    readings: tuple[Reading, ...] = ()
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the measurement says of a claim, with the sentence for the editor."""

    outcome: Outcome
    explanation: str
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement about where something is. It runs from measure to reference."""

    start: int
    end: int
    text: str
    kind: ClaimKind
    subject: Toponym | None = None
    reference: Toponym | None = None
    #: Second reference of "between A and B" and "closer to A than to B".
    other: Toponym | None = None
    measure: Measure | None = None
    #: The stated equivalent in a conversion: "(37 miles)".
    equivalent: Measure | None = None
    direction: str | None = None
    mode: Mode = "unspecified"
    id: str = ""
    article: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A span of text that tells a time, and the window it stands for.

    ``start`` or ``end`` of the window is None where it is open.
    """

    span: tuple[int, int]
    text: str
    start: datetime | None
    end: datetime | None
    #: Why the window is as it is: "Tuesday before publication", "no publication date".
    reason: str = ""
    #: How fine the expression is: "minute", "hour", "part_of_day", "day", "week", ...
    grain: str = "day"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Who was where and when, how sure that is, and who says so."""

    subject: str
    place: Place | None
    relation: Relation
    certainty: Certainty
    article: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    time_start: datetime | None = None
    time_end: datetime | None = None
    time_text: str = ""
    attribution: str = ""
    #: Bearing of travel in degrees, where the text tells one ("headed north").
    heading_deg: float | None = None
    notes: tuple[str, ...] = ()
    #: What settled it later, in words: an expectation that came true or was overtaken, a report
    #: that was corrected. Empty while it stands.
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What one or several texts tell of one stop, passage, plan or denial of a journey."""

    subject: str
    place: Place | None
    relation: Relation
    #: That of the surest sighting.
    certainty: Certainty
    #: Where the windows of its sightings meet.
    time_start: datetime | None = None
    time_end: datetime | None = None
    #: Positions in ``Report.sightings``.
    sightings: tuple[int, ...] = ()
    #: Titles of the articles, with who says it in brackets.
    sources: tuple[str, ...] = ()
    replaced_by: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A station that a route passes, ``km`` after its start."""

    name: str
    lon: float
    lat: float
    km: float


@dataclass(frozen=True, slots=True)
class Route:
    """A way over rails."""

    km: float
    geodesic_km: float
    #: Longitude, latitude of every vertex.
    path: tuple[LonLat, ...]
    stations: tuple[Stop, ...] = ()
    origin: str = ""
    destination: str = ""
    network: str = ""
    #: Distance from the asked points to the rails, in km.
    snap_km: tuple[float, float] = (0.0, 0.0)
    #: True where rails are missing and the length is great circle times a factor.
    estimated: bool = False
    countries: tuple[str, ...] = ()
    #: Places where the gauge changes: (km, text).
    gauge_breaks: tuple[tuple[float, str], ...] = ()
    notes: tuple[str, ...] = ()
    #: Borders that are crossed: (km, "RU-CN").
    borders: tuple[tuple[float, str], ...] = ()
    #: Where the train changes its direction of travel: (km, station nearby or ""). Empty on
    #: schematic networks, which do not tell.
    reversals: tuple[tuple[float, str], ...] = ()
    #: Chance that the length is right to 3 %, from 0 to 1, and what speaks against it.
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()
    #: Name of the profile of the train.
    profile: str = ""
    #: Where the rails come from, and under which licence.
    source: str = ""
    licence: str = ""

    @property
    def detour_factor(self) -> float:
        """Rail length divided by geodesic length; 1.0 for a route of no length."""
        return self.km / self.geodesic_km if self.geodesic_km > 0 else 1.0

    @property
    def geometry(self) -> LineString:
        """The path as a shapely LineString."""
        from shapely.geometry import LineString

        points = self.path if len(self.path) > 1 else self.path * 2
        return LineString(points)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a train can be after some hours."""

    origin: LonLat
    hours: float
    speed_kmh: tuple[float, float]
    #: Rails that can be reached at the faster speed.
    lines: tuple[tuple[LonLat, ...], ...]
    #: Stations in reach, by distance, with km from the origin.
    stations: tuple[Stop, ...]
    #: Points where the faster train is when the time is over.
    frontier: tuple[LonLat, ...]
    network: str = ""

    @property
    def geometry(self) -> MultiLineString:
        """The lines as a shapely MultiLineString."""
        from shapely.geometry import MultiLineString

        return MultiLineString([line for line in self.lines if len(line) > 1])


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a journey between two places."""

    origin: Place
    destination: Place
    route: Route
    certainty: Certainty
    time_start: datetime | None = None
    time_end: datetime | None = None
    speed_low_kmh: float | None = None
    speed_high_kmh: float | None = None
    #: Share of certainty that the train took this leg, 0 to 1.
    confidence: float = 0.0
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """A destination that the texts name, and how well it fits."""

    place: Place
    probability: float
    reason: str
    km: float | None = None
    eta_start: datetime | None = None
    eta_end: datetime | None = None
    ruled_out: bool = False
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class StationTimes:
    """A station, between which times a traveller can be there, and when it likely passes."""

    name: str
    lon: float
    lat: float
    #: None where nothing that is told bounds it.
    earliest: datetime | None = None
    latest: datetime | None = None
    #: When an even run puts it there; None off the way, and where it may have passed already.
    likely_start: datetime | None = None
    likely_end: datetime | None = None
    #: IANA name of the time zone there, as far as known.
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a traveller can be at one time."""

    time: datetime
    #: All rails where it can be: what two sightings and a fastest speed leave over.
    lines: tuple[tuple[LonLat, ...], ...] = ()
    #: The part of its way where an even run puts it; see docs/decisions/journeys.md.
    likely: tuple[tuple[LonLat, ...], ...] = ()
    #: The likely ones first, along the way; then the others by the earliest time.
    stations: tuple[StationTimes, ...] = ()
    #: The sightings before and after that bound it.
    after: Place | None = None
    before: Place | None = None
    #: Fastest average speed that was allowed.
    speed_kmh: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def geometry(self) -> MultiLineString:
        """The lines as a shapely MultiLineString."""
        from shapely.geometry import MultiLineString

        return MultiLineString([line for line in self.lines if len(line) > 1])


@dataclass(frozen=True, slots=True)
class Journey:
    """The plausible path: travelled legs, then the forecast."""

    subject: str = ""
    legs: tuple[Leg, ...] = ()
    forecast: tuple[Forecast, ...] = ()
    alternatives: tuple[Route, ...] = ()
    notes: tuple[str, ...] = ()
    #: The sightings of all articles put together, in order.
    timeline: tuple[TimelineEntry, ...] = ()
    #: Where it can be at the time that was asked for; None where none was.
    whereabouts: Whereabouts | None = None

    @property
    def path(self) -> tuple[LonLat, ...]:
        """Vertices of the travelled legs, in order, without repeats at the joints.

        A speculated leg is a guess at what comes next and stays out.
        """
        vertices: list[LonLat] = []
        for leg in self.legs:
            if leg.certainty == "speculated":
                continue
            for vertex in leg.route.path:
                if not vertices or vertices[-1] != vertex:
                    vertices.append(vertex)
        return tuple(vertices)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where something in a report comes from."""

    what: str
    source: str
    licence: str
    retrieved: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A source, or a part of the work, that failed while the rest went on."""

    source: str
    message: str
    hint: str = ""
    exit_code: int = 3


@dataclass(frozen=True, slots=True)
class ReportData:
    """All findings of one run. ``geo.report.Report`` adds the ways out (JSON, map, ...)."""

    articles: tuple[Article, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    claims: tuple[Claim, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    journey: Journey | None = None
    provenance: tuple[Provenance, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that anything in the report refers to, once, in order of first use."""
        found: dict[str, Place] = {}
        for toponym in self.toponyms:
            if toponym.place:
                found.setdefault(toponym.place.id, toponym.place)
        for claim in self.claims:
            for side in (claim.subject, claim.reference, claim.other):
                if side and side.place:
                    found.setdefault(side.place.id, side.place)
        for sighting in self.sightings:
            if sighting.place:
                found.setdefault(sighting.place.id, sighting.place)
        if self.journey:
            for leg in self.journey.legs:
                found.setdefault(leg.origin.id, leg.origin)
                found.setdefault(leg.destination.id, leg.destination)
            for entry in self.journey.forecast:
                found.setdefault(entry.place.id, entry.place)
        return tuple(found.values())
