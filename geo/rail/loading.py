"""Open a rail network by name: the embedded one, or one kept in the cache."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError, RoutingError
from geo.rail.kept import DESCRIPTION, OLD_FILE, read_network
from geo.rail.network import Names, RailNetwork
from geo.rail.store import read_arrays

if TYPE_CHECKING:
    from geo.settings import Settings

__all__ = [
    "EMBEDDED",
    "FORMAT",
    "SCALE",
    "check_name",
    "load",
    "network_from_arrays",
]

#: Name of the network that comes with the package.
EMBEDDED = "world"
#: Version of the layout of the file.
FORMAT = 1
#: Coordinates are stored in units of 1/SCALE degree (about 11 m).
SCALE = 10_000

_DATA = Path(__file__).resolve().parent.parent / "data" / "rail"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def load(name: str = EMBEDDED, settings: Settings | None = None) -> RailNetwork:
    """Open a rail network.

    Parameters
    ----------
    name : str
        ``world`` for the embedded network, else the name of one in the cache.
    settings : Settings, optional
        Tells the cache folder. Without it nothing is cached, and only the embedded network
        can be opened.

    Returns
    -------
    RailNetwork
        The same object for the same arguments within one process.

    Raises
    ------
    ConfigurationError
        When there is no network of this name.
    RoutingError
        When it is damaged, or was kept by another version of this package.
    """
    cache_dir = settings.cache_dir if settings is not None else None
    check_name(name)
    if name == EMBEDDED:
        return _open_embedded(cache_dir)
    if cache_dir is not None:
        folder = cache_dir / "networks" / name
        for file in (DESCRIPTION, OLD_FILE):
            if (folder / file).is_file():
                written = (folder / file).stat().st_mtime_ns
                return _open_kept(name, folder, cache_dir, written)
    raise ConfigurationError(
        f"there is no rail network named {name!r}",
        hint="`geo network list` shows those that there are; `geo network use world` goes back"
        " to the one that always is.",
    )


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a network, and of a folder."""
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"{name[:80]!r} cannot be the name of a network",
            hint="Names are letters, digits, dots, dashes and underscores.",
        )


@lru_cache(maxsize=2)
def _open_embedded(cache_dir: Path | None) -> RailNetwork:
    path = _DATA / "world.npz"
    arrays, meta = read_arrays(path)
    try:
        return network_from_arrays(arrays, meta, name=EMBEDDED, cache_dir=cache_dir)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise RoutingError(
            f"the rail network {path} is damaged ({error})", hint="Reinstall the package."
        ) from error


@lru_cache(maxsize=4)
def _open_kept(name: str, folder: Path, cache_dir: Path, _written: int) -> RailNetwork:
    """Open a kept network; one that was written again since is another."""
    try:
        return read_network(folder, name=name, cache_dir=cache_dir)
    except RoutingError:
        # Another process may just have put a new version in its place.
        return read_network(folder, name=name, cache_dir=cache_dir)


def network_from_arrays(
    arrays: dict[str, NDArray[Any]],
    meta: dict[str, Any],
    *,
    name: str,
    cache_dir: Path | None = None,
) -> RailNetwork:
    """Unpack what the file holds.

    Raises
    ------
    ValueError
        When the format is another one, or lengths do not fit each other.
    """
    if meta.get("format") != FORMAT:
        raise ValueError(f"format {meta.get('format')!r}, not {FORMAT}")
    node_lon, node_lat = arrays["node_lon"] / SCALE, arrays["node_lat"] / SCALE
    edge_u, edge_v = arrays["edge_u"], arrays["edge_v"]
    inner = arrays["inner_count"].astype(np.int64)
    first = np.zeros(len(edge_u) + 1, dtype=np.int64)
    np.cumsum(inner + 2, out=first[1:])
    size = int(first[-1])
    if len(arrays["hop_m"]) != size - len(edge_u):
        raise ValueError("hops and vertices do not fit each other")
    lon, lat = np.empty(size), np.empty(size)
    is_end = np.zeros(size, dtype=bool)
    is_end[first[:-1]] = is_end[first[1:] - 1] = True
    lon[first[:-1]], lat[first[:-1]] = node_lon[edge_u], node_lat[edge_u]
    lon[first[1:] - 1], lat[first[1:] - 1] = node_lon[edge_v], node_lat[edge_v]
    lon[~is_end], lat[~is_end] = arrays["inner_lon"] / SCALE, arrays["inner_lat"] / SCALE
    # Running length within each edge: one sum over all, minus what it was at the edge's start.
    steps = np.zeros(size, dtype=np.int64)
    is_start = np.zeros(size, dtype=bool)
    is_start[first[:-1]] = True
    steps[~is_start] = arrays["hop_m"]
    total = np.cumsum(steps)
    km = (total - np.repeat(total[first[:-1]], inner + 2)) / 1e3
    bridged = np.zeros(len(edge_u))
    bridged[arrays["bridged_edge"]] = arrays["bridged_m"] / 1e3
    return RailNetwork(
        name=name,
        node_lon=node_lon,
        node_lat=node_lat,
        edge_u=edge_u,
        edge_v=edge_v,
        first=first.astype(np.int32),
        vertex_lon=lon,
        vertex_lat=lat,
        vertex_km=km,
        edge_country=arrays["edge_country"].astype(np.uint8),
        countries=tuple(meta["countries"]),
        edge_gauge=arrays["edge_gauge"].astype(np.uint8),
        gauges=tuple(tuple(gauges) for gauges in meta["gauges"]),
        edge_class=arrays["edge_class"].astype(np.uint8),
        bridged_km=bridged,
        source=meta["source"],
        licence=meta["licence"],
        version=meta["version"],
        names=_names(arrays),
        cache_dir=cache_dir,
    )


def _names(arrays: dict[str, NDArray[Any]]) -> Names:
    if "names" not in arrays:
        return Names()
    text = arrays["names"].tobytes().decode("utf-8")
    first = np.zeros(len(arrays["link_count"]) + 1, dtype=np.int64)
    np.cumsum(arrays["link_count"], out=first[1:])
    return Names(
        label=tuple(text.split("\n")),
        lon=arrays["name_lon"] / SCALE,
        lat=arrays["name_lat"] / SCALE,
        is_station=arrays["name_is_station"].astype(bool),
        first=first.astype(np.int32),
        link_name=arrays["link_name"],
        link_km=arrays["link_m"] / 1000.0,
        link_gap_km=arrays["link_gap_m"] / 1000.0,
    )
