"""The networks that are kept in the cache: save, list, tell about, remove.

Each is a folder ``networks/NAME/`` with one file, ``network.npz``, which is written whole or
not at all; what an engine prepared lies beside it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError
from geo.rail.loading import DETAILED_FORMAT, DETAILED_SCALE, EMBEDDED, check_name, load
from geo.rail.network import RailNetwork
from geo.rail.store import read_meta, write_arrays
from geo.settings import Settings

__all__ = ["about", "names", "remove", "save"]

_FILE = "network.npz"


def _folder(settings: Settings) -> Path:
    return settings.cache_dir / "networks"


def _own(name: str) -> str:
    """Give a name that a user's network may have."""
    check_name(name)
    if name == EMBEDDED:
        raise ConfigurationError(
            f"{EMBEDDED!r} is the network that comes with the package",
            hint="Choose another name.",
        )
    return name


def save(network: RailNetwork, settings: Settings, *, name: str = "", origin: str = "") -> Path:
    """Keep a network with real geometry in the cache, in place of one of the same name.

    Parameters
    ----------
    network : RailNetwork
    settings : Settings
        Tells the cache folder.
    name : str
        The network's own when empty.
    origin : str
        What it was made from and how, for `about`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ConfigurationError
        When the name cannot be one, or the folder cannot be written.
    """
    name = _own(name or network.name)
    folder = _folder(settings) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # What was prepared for the network before does not fit this one.
        for old in folder.glob("cch-*"):
            shutil.rmtree(old, ignore_errors=True)
        write_arrays(folder / _FILE, *_pack(network, name, origin))
    except OSError as error:
        raise ConfigurationError(
            f"the network cannot be kept in {folder} ({error.strerror or error})",
            hint="Point GEO_CACHE_DIR to a folder of yours with room in it.",
        ) from error
    return folder / _FILE


def _whole(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(degrees * DETAILED_SCALE).astype(np.int64)


def _pack(
    network: RailNetwork, name: str, origin: str
) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Arrays and description as `geo.rail.loading.network_from_arrays` takes them."""
    counts = np.diff(network.first).astype(np.int64)
    first, size = network.first.astype(np.int64), len(network.vertex_lon)
    inner = np.ones(size, dtype=bool)
    inner[first[:-1]] = inner[first[1:] - 1] = False
    # Marks are rounded before they are subtracted, so that errors do not add up.
    marks = np.rint(network.vertex_km * 1e6).astype(np.int64)
    steps = np.diff(marks, prepend=0)
    steps = np.delete(steps, first[:-1])
    arrays: dict[str, NDArray[Any]] = {
        "node_lon": _whole(network.node_lon),
        "node_lat": _whole(network.node_lat),
        "edge_u": network.edge_u,
        "edge_v": network.edge_v,
        "inner_count": counts - 2,
        "inner_lon": _whole(network.vertex_lon[inner]),
        "inner_lat": _whole(network.vertex_lat[inner]),
        "hop_m": steps,
        "edge_country": network.edge_country,
        "edge_gauge": network.edge_gauge,
        "edge_class": network.edge_class,
    }
    if network.details is not None:
        details = network.details
        arrays |= {
            "service": details.service,
            "usage": details.usage,
            "electrified": details.electrified,
            "maxspeed_kmh": details.maxspeed_kmh,
            "crossing": details.crossing.astype(np.uint8),
        }
    names = network.names
    if len(names.label):
        arrays |= {
            "names": np.frombuffer("\n".join(names.label).encode(), dtype=np.uint8),
            "name_lon": _whole(names.lon),
            "name_lat": _whole(names.lat),
            "name_is_station": names.is_station.astype(np.uint8),
            "link_count": np.diff(names.first),
            "link_name": names.link_name,
            "link_m": np.rint(names.link_km * 1000),
            "link_gap_m": np.rint(names.link_gap_km * 1000),
        }
    lon, lat = network.vertex_lon, network.vertex_lat
    meta = {
        "format": DETAILED_FORMAT,
        "name": name,
        "source": network.source,
        "origin": origin,
        "licence": network.licence,
        "version": network.version,
        "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "countries": list(network.countries),
        "gauges": [list(gauges) for gauges in network.gauges],
        "box": [float(edge) for edge in (lon.min(), lat.min(), lon.max(), lat.max())],
        "nodes": len(network.node_lon),
        "edges": len(network.edge_u),
        "km": round(float(network.edge_km.sum()), 1),
        "pieces": int(network.component.max()) + 1,
        "stations": len(names.label),
    }
    return arrays, meta


def names(settings: Settings) -> list[str]:
    """Names of all networks, the embedded one first."""
    folder = _folder(settings)
    kept = sorted(path.parent.name for path in folder.glob(f"*/{_FILE}")) if folder.is_dir() else []
    return [EMBEDDED, *(name for name in kept if name != EMBEDDED)]


def about(name: str, settings: Settings) -> dict[str, Any]:
    """Tell source, date, licence, extent and counts of a network.

    Raises
    ------
    ConfigurationError
        When there is no network of this name.
    RoutingError
        When its file is damaged.
    """
    if name == EMBEDDED:
        return {"name": name, **load(name, settings).info()}
    check_name(name)
    path = _folder(settings) / name / _FILE
    if not path.is_file():
        load(name, settings)  # says what is wrong
    meta = read_meta(path)
    size = path.stat().st_size
    keys = ("source", "origin", "licence", "version", "made", "nodes", "edges", "pieces")
    found: dict[str, Any] = {"name": name, **{key: meta.get(key, "") for key in keys}}
    found["length"] = f"{float(meta.get('km') or 0):,.0f} km"
    found["countries"] = ", ".join(code for code in meta.get("countries", []) if code)
    found["named places"] = meta.get("stations", 0)
    found["box"] = [round(float(edge), 4) for edge in meta.get("box", [])]
    found["size"] = f"{size / 1e6:,.1f} MB"
    return found


def remove(name: str, settings: Settings) -> None:
    """Take a network out of the cache.

    Raises
    ------
    ConfigurationError
        When there is no network of this name, it is the embedded one, or it cannot be removed.
    """
    folder = _folder(settings) / _own(name)
    if not (folder / _FILE).is_file():
        load(name, settings)  # says what is wrong
    try:
        # Out of sight first: a folder that is half removed must not look like a network.
        doomed = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".gone-"))
        folder.replace(doomed / name)
        shutil.rmtree(doomed)
    except OSError as error:
        raise ConfigurationError(
            f"the network {name!r} cannot be removed ({error.strerror or error})",
            hint=f"Check the rights of {folder}.",
        ) from error
