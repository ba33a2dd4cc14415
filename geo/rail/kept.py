"""How a network that was imported or fetched lies in the cache.

``networks/NAME/network.json`` describes it and names the folder ``data-…`` beside it, which
holds one ``.npy`` file for each array, as NumPy writes them, to be mapped into memory, and
``words.json`` for what is no array. A new version has a folder of its own, and becomes the
network when ``network.json`` is replaced: a reader meets the old one or the new one, whole.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import RoutingError
from geo.files import write_atomic
from geo.rail.details import Details
from geo.rail.network import Names, RailNetwork

__all__ = ["DESCRIPTION", "FORMAT", "OLD_FILE", "read_description", "read_network", "write_network"]

DESCRIPTION = "network.json"
#: Version of this layout.
FORMAT = "geo-network/3"
#: The one file of the layout before.
OLD_FILE = "network.npz"
_WORDS = "words.json"
#: What a network is called and where it is cached is not part of it.
_OUTSIDE = frozenset({"name", "cache_dir"})
_PARTS = {"names": Names, "details": Details}
_AGAIN = "Import or fetch it again under the same name; `geo network remove` takes it away."


def _values(network: RailNetwork) -> Iterator[tuple[str, Any]]:
    """What a network is made of; parts of parts have a dot in their key."""
    for entry in fields(network):
        value = getattr(network, entry.name)
        if entry.name in _PARTS:
            if value is not None:
                for part in fields(value):
                    yield f"{entry.name}.{part.name}", getattr(value, part.name)
        elif entry.name not in _OUTSIDE:
            yield entry.name, value


def write_network(network: RailNetwork, folder: Path, description: dict[str, Any]) -> None:
    """Write a network into a folder that exists, in place of the one that is there.

    Parameters
    ----------
    network : RailNetwork
    folder : Path
    description : dict
        What JSON can hold, for `read_description`.

    Raises
    ------
    OSError
        When the folder cannot be written; what was there before is still whole.
    """
    data = Path(tempfile.mkdtemp(prefix="data-", dir=folder))
    try:
        data.chmod(0o755)
        words: dict[str, Any] = {}
        size = 0
        for key, value in _values(network):
            if isinstance(value, np.ndarray):
                np.save(data / f"{key}.npy", np.ascontiguousarray(value), allow_pickle=False)
                size += value.nbytes
            elif value is not None:
                words[key] = value
        write_atomic(data / _WORDS, json.dumps(words, ensure_ascii=False))
        told = {**description, "format": FORMAT, "data": data.name, "bytes": size}
        write_atomic(
            folder / DESCRIPTION, json.dumps(told, ensure_ascii=False, indent=2, default=str)
        )
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        raise
    for old in folder.glob("data-*"):
        if old.name != data.name:
            shutil.rmtree(old, ignore_errors=True)
    (folder / OLD_FILE).unlink(missing_ok=True)


def _damaged(folder: Path, why: object) -> RoutingError:
    return RoutingError(f"the rail network in {folder} is damaged ({why})", hint=_AGAIN)


def read_description(folder: Path) -> dict[str, Any]:
    """Read what is told of a network, without opening it.

    Raises
    ------
    RoutingError
        When there is none, it is damaged, or of another version of this package.
    """
    try:
        told = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    except FileNotFoundError as error:
        if (folder / OLD_FILE).is_file():
            raise RoutingError(
                f"the rail network in {folder} was kept by an older version of this program",
                hint=_AGAIN,
            ) from error
        raise _damaged(folder, f"{DESCRIPTION} is missing") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(folder, error) from error
    if not isinstance(told, dict):
        raise _damaged(folder, f"{DESCRIPTION} does not describe one")
    if told.get("format") != FORMAT:
        raise RoutingError(
            f"the rail network in {folder} is of the format {str(told.get('format'))[:40]!r},"
            f" this program reads {FORMAT!r}",
            hint=_AGAIN,
        )
    return told


def read_network(folder: Path, *, name: str, cache_dir: Path | None = None) -> RailNetwork:
    """Open a network; its arrays are mapped, so that only what is used is read.

    Raises
    ------
    RoutingError
        When it is damaged, or of another version of this package.
    """
    data = folder / str(read_description(folder).get("data", ""))
    if data.parent != folder or not data.name.startswith("data-"):
        raise _damaged(folder, "its data lie somewhere else")
    try:
        words = json.loads((data / _WORDS).read_text("utf-8"))
        values: dict[str, Any] = {key: _tuple(value) for key, value in words.items()}
        for file in data.glob("*.npy"):
            mapped = np.load(file, mmap_mode="r", allow_pickle=False)
            values[file.name.removesuffix(".npy")] = np.asarray(mapped)
        network = _assemble(values, name, cache_dir)
        _check(network)
    except (OSError, EOFError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(folder, error) from error
    return network


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _assemble(values: dict[str, Any], name: str, cache_dir: Path | None) -> RailNetwork:
    whole: dict[str, Any] = {"name": name, "cache_dir": cache_dir}
    parts: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        part, dot, inner = key.partition(".")
        if dot:
            parts.setdefault(part, {})[inner] = value
        else:
            whole[key] = value
    for part, inside in parts.items():
        whole[part] = _PARTS[part](**inside)
    return RailNetwork(**whole)


def _same_length(count: int, *columns: NDArray[Any]) -> None:
    if any(column.shape != (count,) for column in columns):
        raise ValueError("arrays do not fit each other")


def _within(values: NDArray[Any], count: int) -> None:
    if values.dtype.kind not in "iu" or (
        len(values) and (int(values.min()) < 0 or int(values.max()) >= count)
    ):
        raise ValueError("a number points to nothing")


def _bounds(first: NDArray[Any], count: int, total: int, *, least: int) -> None:
    """Hold that runs lie end to end, each so long at least."""
    if first.dtype.kind not in "iu" or first.shape != (count + 1,):
        raise ValueError("arrays do not fit each other")
    if first[0] != 0 or first[-1] != total or (np.diff(first) < least).any():
        raise ValueError("runs do not lie end to end")


def _check(network: RailNetwork) -> None:
    """Refuse arrays that would make a later step read where nothing is."""
    nodes, edges = len(network.node_lon), len(network.edge_u)
    lon, lat, km = network.vertex_lon, network.vertex_lat, network.vertex_km
    if not edges or not nodes:
        raise ValueError("it is empty")
    if {column.dtype.str for column in (network.node_lon, lon, lat, km)} != {"<f8"}:
        raise ValueError("positions are no numbers")
    _same_length(nodes, network.node_lat)
    _same_length(edges, network.edge_u, network.edge_v)
    _same_length(edges, network.edge_country, network.edge_gauge, network.edge_class)
    _same_length(len(lon), lat, km)
    _bounds(network.first, edges, len(lon), least=2)
    for ends in (network.edge_u, network.edge_v):
        _within(ends, nodes)
    _within(network.edge_country, len(network.countries))
    _within(network.edge_gauge, len(network.gauges))
    if not (np.isfinite(km).all() and np.isfinite(lon).all() and np.isfinite(lat).all()):
        raise ValueError("a position is no number")
    names = network.names
    if len(names.label):
        _bounds(names.first, edges, len(names.link_name), least=0)
        _within(names.link_name, len(names.label))
        _same_length(len(names.label), names.lon, names.lat, names.is_station)
        _same_length(len(names.link_name), names.link_km, names.link_gap_km)
    if network.details is not None:
        details = network.details
        _same_length(edges, details.service, details.usage, details.electrified)
        _same_length(edges, details.maxspeed_kmh, details.drawing)
        _within(details.line, len(details.lines))
        _same_length(nodes, details.crossing)
