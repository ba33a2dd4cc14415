"""The report as a GeoPackage, one layer a kind of feature."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.export.geojson import collection
from geo.export.values import xml_text
from geo.model import ReportData

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["data", "frame"]

_CRS = "EPSG:4326"
#: GeoPackages carry the time of writing; a fixed one keeps the bytes the same.
_FIXED_TIME = "2000-01-01T00:00:00Z"


def _plain(feature: dict[str, Any]) -> dict[str, Any]:
    """Take out characters that SQLite's readers choke on."""
    properties = {
        key: xml_text(value) if isinstance(value, str) else value
        for key, value in feature["properties"].items()
    }
    return {**feature, "properties": properties}


def frame(report: ReportData) -> GeoDataFrame:
    """Give all features of a report as one table; ``feature`` tells what each row is.

    Returns
    -------
    geopandas.GeoDataFrame
        In EPSG:4326. Without features it is empty, but has its columns.
    """
    import geopandas

    features = [_plain(feature) for feature in collection(report)["features"]]
    if not features:
        columns: dict[str, list[Any]] = {"feature": [], "id": [], "name": [], "geometry": []}
        return geopandas.GeoDataFrame(columns, geometry="geometry", crs=_CRS)
    return geopandas.GeoDataFrame.from_features(features, crs=_CRS)


def data(report: ReportData) -> bytes:
    """Write a GeoPackage and give its bytes.

    Raises
    ------
    ExportError
        When GDAL cannot write it.
    """
    import geopandas
    import pyogrio

    features = [_plain(feature) for feature in collection(report)["features"]]
    layers = dict.fromkeys(feature["properties"]["feature"] for feature in features)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_TIME})
    try:
        with tempfile.TemporaryDirectory(prefix="geo-gpkg-") as folder:
            path = Path(folder) / "report.gpkg"
            if not layers:
                pyogrio.write_dataframe(
                    frame(report), path, driver="GPKG", layer="place", geometry_type="Point"
                )
            for layer in layers:
                rows = [one for one in features if one["properties"]["feature"] == layer]
                table = geopandas.GeoDataFrame.from_features(rows, crs=_CRS)
                pyogrio.write_dataframe(
                    table, path, driver="GPKG", layer=layer, append=path.exists()
                )
            return path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        raise ExportError(
            f"the GeoPackage cannot be made: {error}",
            hint="Use GeoJSON instead; every GIS program reads it.",
        ) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
