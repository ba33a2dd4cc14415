"""Where the story takes place, and which way round the Earth to draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from geo.gazetteer.kinds import TERRITORIAL
from geo.model import LonLat, Place, ReportData

__all__ = ["Frame", "focus_places", "frame_of"]

#: Kinds whose one coordinate says little about where a story takes place.
_VAGUE = TERRITORIAL | {"ocean", "sea", "area", "range", "desert", "plain"}

#: Latitudes that Web Mercator can show.
_POLE_DEG = 85.0

#: A story at a single point is still shown with its surroundings.
_LEAST_DEG = 0.3


@dataclass(frozen=True, slots=True)
class Frame:
    """A view of the map.

    Parameters
    ----------
    west, south, east, north : float
        Degrees; ``west`` may lie below -180 or ``east`` above 180 where the story crosses
        the antimeridian.
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> float:
        """Longitude in the middle."""
        return (self.west + self.east) / 2.0

    def near(self, lon: float) -> float:
        """Longitude of a meridian, counted so that it lies within half a turn of the middle.

        Examples
        --------
        >>> Frame(170, 0, 190, 10).near(-175)
        185.0
        """
        return (lon - self.centre + 180.0) % 360.0 - 180.0 + self.centre

    def line(self, path: Sequence[LonLat]) -> Iterator[LonLat]:
        """Vertices of a line, without a jump where it crosses the antimeridian.

        Examples
        --------
        >>> list(Frame(170, 0, 190, 10).line([(179, 1), (-179, 2)]))
        [(179.0, 1), (181.0, 2)]
        """
        last: float | None = None
        for lon, lat in path:
            last = self.near(lon) if last is None else last + (lon - last + 180.0) % 360.0 - 180.0
            yield last, lat

    def turned(self, degrees: float) -> Frame:
        """Move the frame to the east."""
        return Frame(self.west + degrees, self.south, self.east + degrees, self.north)

    def padded(self, share: float) -> Frame:
        """Widen every side by a share of the width and height."""
        return self._widened((self.east - self.west) * share, (self.north - self.south) * share)

    def surroundings(self, share: float) -> Frame:
        """Widen every side by a share of the longer one, as measured on the map.

        What a window shows beside a narrow story depends on the shape of the window.
        """
        narrow = cos(radians((self.south + self.north) / 2.0))
        side = max((self.east - self.west) * narrow, self.north - self.south)
        return self._widened(min(180.0, side * share / narrow), side * share)

    def _widened(self, dx: float, dy: float) -> Frame:
        return Frame(
            self.west - dx,
            max(-_POLE_DEG, self.south - dy),
            self.east + dx,
            min(_POLE_DEG, self.north + dy),
        )


def _sides(report: ReportData) -> Iterator[Place]:
    for claim in report.claims:
        for side in (claim.subject, claim.reference, claim.other):
            if side and side.place:
                yield side.place
    for sighting in report.sightings:
        if sighting.place:
            yield sighting.place
    if report.journey:
        for leg in report.journey.legs:
            yield leg.origin
            yield leg.destination
        for entry in report.journey.forecast:
            yield entry.place


def focus_places(report: ReportData) -> tuple[Place, ...]:
    """Places of claims and journey: what the map shows first.

    Areas such as countries count only where nothing finer is known, and the other places of
    the text only where there is neither claim nor journey.
    """
    for source in (_sides(report), iter(report.places)):
        places = {place.id: place for place in source}
        fine = [place for place in places.values() if place.kind not in _VAGUE]
        if fine or places:
            return tuple(fine or places.values())
    return ()


def frame_of(report: ReportData) -> Frame:
    """Smallest view that holds the story; the whole world for an empty report."""
    points = [place.lonlat for place in focus_places(report)]
    if report.journey:
        points += report.journey.path
    return _smallest(points)


def _smallest(points: Iterable[LonLat]) -> Frame:
    points = list(points)
    if not points:
        return Frame(-170.0, -58.0, 190.0, 78.0)
    # On a circle, the smallest arc that holds all points leaves out the widest gap.
    lons = sorted({(lon + 180.0) % 360.0 - 180.0 for lon, _ in points})
    gaps = [(b - a, a, b) for a, b in zip(lons, [*lons[1:], lons[0] + 360.0], strict=True)]
    _, east, west = max(gaps)
    west -= 360.0
    if west < -180.0 and (west + east) / 2.0 < -180.0:
        west, east = west + 360.0, east + 360.0
    lats = [max(-_POLE_DEG, min(_POLE_DEG, lat)) for _, lat in points]
    south, north = min(lats), max(lats)
    if len(lons) == 1:
        west = east = lons[0]
    spare = max(0.0, _LEAST_DEG - max(east - west, north - south))
    return Frame(west - spare, south - spare, east + spare, north + spare).padded(0.04)
