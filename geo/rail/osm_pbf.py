"""Read a local OpenStreetMap file (.osm.pbf, .osm, .osm.bz2), piece by piece.

The file is gone through three times: for the ways that are railways, for the nodes they name,
and for nodes with railway tags. Only these are kept, so that the memory needed follows the
railways in a file and not its size: some 2 GB for the railways of the whole planet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import ConfigurationError, InputError
from geo.rail.network import RailNetwork
from geo.rail.osm_build import Survey, build
from geo.rail.osm_tags import KINDS
from geo.settings import Progress

__all__ = ["SUFFIXES", "network_name", "read"]

#: Endings of files that can be read.
SUFFIXES = (".osm.pbf", ".pbf", ".osm.bz2", ".osm.gz", ".osm")
_STEPS = 4
#: pyosmium's filter by numbers is a set of bits up to the largest number: 1 GB and more for
#: nodes of today. Smaller files than this are filtered here, a million nodes a second.
_SMALL_BYTES = 16_000_000


def network_name(path: Path) -> str:
    """Name of the network that a file makes, when none is given.

    Examples
    --------
    >>> network_name(Path("/data/Sachsen Anhalt-latest.osm.pbf"))
    'Sachsen-Anhalt-latest'
    """
    stem = path.name
    for suffix in SUFFIXES:
        if stem.lower().endswith(suffix):
            stem = stem[: -len(suffix)]
            break
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:64] or "imported"


def read(
    path: Path | str,
    *,
    name: str = "",
    kinds: Collection[str] = KINDS[:1],
    progress: Progress | None = None,
) -> RailNetwork:
    """Read the railways of a file.

    Parameters
    ----------
    path : Path or str
        The file.
    name : str
        Of the network; made from the file's name when empty.
    kinds : collection of str
        Values of the tag ``railway`` that count, of `geo.rail.osm_tags.KINDS`.
    progress : callable, optional
        Told which of the steps is done.

    Returns
    -------
    RailNetwork
        With real geometry, so that it is routed as trains can run.

    Raises
    ------
    InputError
        When the file is missing, no OpenStreetMap file, damaged, or holds no railway.
    ConfigurationError
        When a kind is not known.
    """
    file = Path(path)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown or not kinds:
        raise ConfigurationError(
            f"{', '.join(unknown) or 'nothing'} is no kind of railway",
            hint=f"Choose from {', '.join(KINDS)}.",
        )
    _check(file)
    from osmium import InvalidLocationError

    tell = progress or _silent
    survey = Survey(kinds=frozenset(kinds))
    what = f"Reading {file.name}"
    try:
        version = _date(file)
        tell(what, 0, _STEPS)
        for way in _objects(file, "WAY", key="railway"):
            survey.add_way(way.id, dict(way.tags), (node.ref for node in way.nodes))
        tell(what, 1, _STEPS)
        if len(survey.way_size):
            for node in _objects(file, "NODE", ids=survey.wanted()):
                if node.location.valid():
                    survey.add_node(node.id, node.location.lon, node.location.lat)
            tell(what, 2, _STEPS)
            for node in _objects(file, "NODE", key="railway"):
                if node.location.valid():
                    survey.add_tags(node.id, dict(node.tags), node.location.lon, node.location.lat)
        tell(what, 3, _STEPS)
    except (RuntimeError, OSError, ValueError, OverflowError, InvalidLocationError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{file} is damaged or cut off ({str(error)[:200]})",
            hint="Download it again and compare its checksum.",
        ) from error
    from geo.rail.loading import load
    from geo.rail.osm_context import Context

    network = build(
        survey,
        name=name or network_name(file),
        source=f"© OpenStreetMap contributors, {file.name}",
        version=version,
        context=Context(load()),
    )
    tell(what, _STEPS, _STEPS)
    return network


def _silent(_what: str, _done: int, _total: int) -> None:
    """Report to nobody."""


def _check(file: Path) -> None:
    """Refuse what needs no reading to be refused."""
    if not file.is_file():
        raise InputError(f"{file} is not there", hint="Check the name of the file.")
    if not file.name.lower().endswith(SUFFIXES):
        raise InputError(
            f"{file.name} does not look like an OpenStreetMap file",
            hint=f"Its name should end in {', '.join(SUFFIXES)}.",
        )
    try:
        empty = file.stat().st_size == 0
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error})", hint="Check its rights.") from error
    if empty:
        raise InputError(f"{file} is empty", hint="Download it again.")


def _date(file: Path) -> str:
    """Date of the data: what the file says, else when it was written."""
    import osmium

    reader = osmium.io.Reader(str(file), osmium.osm.osm_entity_bits.NOTHING)
    try:
        stamp = reader.header().get("osmosis_replication_timestamp", "")
    finally:
        reader.close()
    if re.fullmatch(r"\d{4}-\d\d-\d\d.{0,20}", stamp):
        return str(stamp[:10])
    from datetime import UTC, datetime

    return datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()


def _objects(
    file: Path, entity: str, *, key: str = "", ids: np.ndarray[Any, Any] | None = None
) -> Iterator[Any]:
    """Objects of one kind, filtered by a tag's key or by their numbers, in C++."""
    import osmium

    stream = osmium.FileProcessor(str(file), getattr(osmium.osm, entity))
    if key:
        stream = stream.with_filter(osmium.filter.KeyFilter(key))
    if ids is not None:
        small = file.stat().st_size < _SMALL_BYTES
        # Numbers of objects that were never uploaded are negative; the filter has none.
        if small or (len(ids) and ids[0] < 0):
            known = set(ids.tolist())
            yield from (node for node in stream if node.id in known)
            return
        stream = stream.with_filter(osmium.filter.IdFilter(ids.tolist()))
    yield from stream
