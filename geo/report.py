"""What ``explore`` gives: all findings, and the ways out of them."""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import ReportData

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.settings import Settings

__all__ = ["Report"]

PathLike = str | os.PathLike[str]


def _deliver(content: str, path: PathLike | None) -> str:
    if path is None:
        return content
    from geo.export.files import atomic_write

    return str(atomic_write(path, content))


@dataclass(frozen=True, slots=True)
class Report(ReportData):
    """All findings of one run.

    Every ``to_...`` method gives the text when it is called without a path. With a path it
    writes the file, whole or not at all, and gives the path; what cannot be written raises
    ``ExportError``. The same report always gives the same bytes.

    Examples
    --------
    >>> Report().to_json().splitlines()[1]
    '  "schema": "geo-report/1",'
    """

    def to_json(self, path: PathLike | None = None) -> str:
        """Write everything as JSON, after docs/report.schema.json."""
        from geo.export.report_json import text

        return _deliver(text(self), path)

    def to_geojson(self, path: PathLike | None = None) -> str:
        """Write places, claims, sightings, path and forecast as GeoJSON."""
        from geo.export.geojson import text

        return _deliver(text(self), path)

    def to_csv(self, path: PathLike | None = None) -> str:
        """Write the claims as a table, one row a claim."""
        from geo.export.csv import text

        return _deliver(text(self), path)

    def to_gpx(self, path: PathLike | None = None) -> str:
        """Write sightings and path as GPX."""
        from geo.export.gpx import text

        return _deliver(text(self), path)

    def to_kml(self, path: PathLike | None = None) -> str:
        """Write places, claims, sightings, path and forecast as KML."""
        from geo.export.kml import text

        return _deliver(text(self), path)

    def to_claimreview(self, path: PathLike | None = None) -> str:
        """Write the verdicts as schema.org ClaimReview (JSON-LD)."""
        from geo.export.claimreview import text

        return _deliver(text(self), path)

    def to_gpkg(self, path: PathLike | None = None) -> str | bytes:
        """Write a GeoPackage; its bytes without a path."""
        from geo.export.gpkg import data

        content = data(self)
        if path is None:
            return content
        from geo.export.files import atomic_write

        return str(atomic_write(path, content))

    def to_html(self, path: PathLike | None = None, *, settings: Settings | None = None) -> str:
        """Write a self-contained page with map, tables and marked text.

        Parameters
        ----------
        path : path-like, optional
            Where to.
        settings : Settings, optional
            ``tiles_url`` adds map tiles; without it the page makes no request. ``at`` sets the
            slider of time, ``speed_kmh`` tells where it can be by then.
        """
        from geo.render.page import to_html
        from geo.render.time_layer import presence_for

        presence = presence_for(self, settings)
        return _deliver(to_html(self, settings, presence=presence), path)

    def to_geodataframe(self) -> GeoDataFrame:
        """Give all features as a GeoDataFrame in EPSG:4326; ``feature`` tells what a row is."""
        from geo.export.gpkg import frame

        return frame(self)

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own so that styles do not mix."""
        page = html.escape(self.to_html(), quote=True)
        return (
            f'<iframe srcdoc="{page}" style="width:100%;height:640px;border:0" '
            'title="Route and location report" sandbox="allow-scripts"></iframe>'
        )
