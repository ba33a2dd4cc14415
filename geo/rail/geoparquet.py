"""A network as GeoParquet, for those who work with GIS: edges, nodes and stations.

Written in pieces, so that the memory needed does not follow the size of the network. The
form is GeoParquet 1.1.0 (https://geoparquet.org/releases/v1.1.0/): geometry as WKB, and a
description in the file's metadata. Nothing of this package reads these files back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.rail.details import DRAWINGS
from geo.rail.osm_tags import ELECTRIFIED, SERVICES, USAGES
from geo.rail.profile import CLASSES

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork

__all__ = ["FILES", "write_geoparquet"]

FILES = ("edges.parquet", "nodes.parquet", "stations.parquet")
#: Rows of a piece.
_ROWS = 50_000
Columns = dict[str, Any]


def write_geoparquet(network: RailNetwork, folder: Path) -> None:
    """Write `FILES`, each in place of the one that is there.

    Parameters
    ----------
    network : RailNetwork
    folder : Path
        It exists.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    pieces = {
        "edges.parquet": ("LineString", _edges(network), len(network.edge_u)),
        "nodes.parquet": ("Point", _nodes(network), len(network.node_lon)),
        "stations.parquet": ("Point", _stations(network), len(network.names.label)),
    }
    for file, (kind, columns, count) in pieces.items():
        if count:
            _write(folder / file, kind, columns, network)
        else:
            (folder / file).unlink(missing_ok=True)


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, _ROWS):
        yield slice(start, min(start + _ROWS, count))


def _choice(index: NDArray[Any], words: tuple[str, ...]) -> Any:
    """Words for numbers; nothing said is null."""
    import pyarrow as pa

    return pa.array([words[entry] or None for entry in index.tolist()], pa.string())


def _edges(network: RailNetwork) -> Iterator[Columns]:
    import pyarrow as pa
    from shapely import linestrings, to_wkb

    gauges = tuple(";".join(map(str, entry)) for entry in network.gauges)
    first, details = network.first.astype(np.int64), network.details
    for part in _parts(len(network.edge_u)):
        begin, end = int(first[part.start]), int(first[part.stop])
        counts = np.diff(first[part.start : part.stop + 1])
        # Longitudes run on over the antimeridian, or a line would go round the earth.
        origin = np.repeat(network.vertex_lon[first[part]], counts)
        lon = origin + (network.vertex_lon[begin:end] - origin + 180.0) % 360.0 - 180.0
        vertices = np.stack([lon, network.vertex_lat[begin:end]], axis=1)
        owner = np.repeat(np.arange(len(counts)), counts)
        columns: Columns = {
            "edge": np.arange(part.start, part.stop, dtype=np.int64),
            "u": network.edge_u[part],
            "v": network.edge_v[part],
            "length_m": network.edge_km[part] * 1000.0,
            "country": _choice(network.edge_country[part], network.countries),
            "gauge": _choice(network.edge_gauge[part], gauges),
            "class": _choice(network.edge_class[part], CLASSES),
        }
        if details is not None:
            columns |= {
                "name": _choice(details.line[part], details.lines),
                "drawing": _choice(details.drawing[part], DRAWINGS),
                "usage": _choice(details.usage[part], USAGES),
                "service": _choice(details.service[part], ("", *SERVICES[1:])),
                "electrified": _choice(details.electrified[part], ELECTRIFIED),
                "maxspeed_kmh": pa.array(
                    [limit or None for limit in details.maxspeed_kmh[part].tolist()], pa.int32()
                ),
            }
        yield {**columns, "geometry": to_wkb(linestrings(vertices, indices=owner))}


def _nodes(network: RailNetwork) -> Iterator[Columns]:
    from shapely import points, to_wkb

    size = len(network.node_lon)
    ends = np.bincount(network.edge_u, minlength=size) + np.bincount(network.edge_v, minlength=size)
    for part in _parts(size):
        yield {
            "node": np.arange(part.start, part.stop, dtype=np.int64),
            "piece": network.component[part],
            "edges": ends[part],
            "geometry": to_wkb(points(network.node_lon[part], network.node_lat[part])),
        }


def _stations(network: RailNetwork) -> Iterator[Columns]:
    from shapely import points, to_wkb

    names = network.names
    for part in _parts(len(names.label)):
        yield {
            "name": list(names.label[part]),
            "is_station": names.is_station[part],
            "geometry": to_wkb(points(names.lon[part], names.lat[part])),
        }


def _write(path: Path, kind: str, pieces: Iterator[Columns], network: RailNetwork) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    about = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": [kind]}},
    }
    told = {"geo": json.dumps(about), "source": network.source, "licence": network.licence}
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        temporary = Path(file.name)
    writer: Any = None
    try:
        for columns in pieces:
            table = pa.table(columns).replace_schema_metadata(told)
            if writer is None:
                writer = ParquetWriter(temporary, table.schema, compression="zstd")
            writer.write_table(table)
        writer.close()
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
