"""Curated places in ``geo/data/supplement``: what GeoNames' cities and countries lack.

Every ``*.csv`` there whose header begins with ``id,name`` is read; columns that are not known
here are left alone. A bad row is left out and told, the others stay.
"""

from __future__ import annotations

import csv
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.kinds import KINDS, POPULATED
from geo.gazetteer.rows import ACRONYM, ALTERNATE, CODE, Row, is_code, settlement_radius_km

__all__ = ["FOLDER", "LICENCE", "SOURCE", "Supplement", "digest", "parse_row", "read"]

FOLDER = Path(__file__).resolve().parent.parent / "data" / "supplement"
SOURCE = "geo supplement"
LICENCE = "MIT"

_REQUIRED = ("id", "name", "kind", "lon", "lat")
_log = logging.getLogger(__name__)

Line = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Supplement:
    """All that the folder holds."""

    rows: list[Row] = field(default_factory=list)
    #: Pieces of line geometry by row id.
    lines: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    #: Representative point of countries by ISO code.
    centres: dict[str, tuple[float, float]] = field(default_factory=dict)
    #: Further names of countries by ISO code.
    country_names: dict[str, list[str]] = field(default_factory=dict)
    #: Number of rows by file name.
    counts: dict[str, int] = field(default_factory=dict)
    #: What could not be read, in words.
    problems: list[str] = field(default_factory=list)


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.csv"), *folder.glob("*.geojson")])


def digest(folder: Path) -> bytes:
    """Fingerprint of the folder's data files; changes when any of them does."""
    total = hashlib.blake2b(digest_size=16)
    for path in _files(folder):
        total.update(path.name.encode())
        total.update(hashlib.blake2b(path.read_bytes()).digest())
    return total.digest()


def _number(record: dict[str, str], column: str, low: float, high: float) -> float:
    text = (record.get(column) or "").strip()
    if not text and column not in _REQUIRED:
        return 0.0
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} {text!r} is not a number") from None
    if not low <= value <= high:
        raise ValueError(f"{column} {text} is not between {low:g} and {high:g}")
    return value


def parse_row(record: dict[str, str]) -> Row:
    """Turn one record of a CSV file into a row.

    Raises
    ------
    ValueError
        With what is wrong with it.
    """
    for column in _REQUIRED:
        if not (record.get(column) or "").strip():
            raise ValueError(f"no {column}")
    kind = record["kind"].strip()
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is not known")
    name = record["name"].strip()
    names: list[tuple[str, int]] = []
    for other in (record.get("alternatives") or "").split("|"):
        other = other.strip()
        if other and other != name:
            letters = other.replace(".", "").replace(" ", "")
            names.append((other, ACRONYM if letters.isupper() else ALTERNATE))
    admin1 = (record.get("admin1") or "").strip()
    country = (record.get("country") or "").strip()
    if kind == "region" and country == "US" and is_code(admin1):
        names.append((admin1, CODE))
    population = int(_number(record, "population", 0, 1e10))
    note = (record.get("source") or "").strip()
    prominence = max(_number(record, "prominence", 0, 1e10), float(population))
    radius_km = _number(record, "radius_km", 0, 20_038)
    if not radius_km and kind in POPULATED:
        radius_km = settlement_radius_km(int(prominence))
    return Row(
        id=record["id"].strip(),
        name=name,
        lon=_number(record, "lon", -180, 180),
        lat=_number(record, "lat", -90, 90),
        kind=kind,
        country=country,
        admin1=admin1,
        population=population,
        prominence=prominence,
        radius_km=radius_km,
        source=f"{SOURCE} ({note})" if note else SOURCE,
        licence=(record.get("licence") or "").strip() or LICENCE,
        names=names,
    )


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        reader = csv.DictReader(lines)
        for record in reader:
            yield reader.line_num, {key: value for key, value in record.items() if key}


def _read_lines(path: Path, into: Supplement) -> None:
    collection: Any = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        geometry = feature["geometry"]
        pieces = geometry["coordinates"]
        if geometry["type"] == "LineString":
            pieces = [pieces]
        lines = tuple(
            tuple((float(point[0]), float(point[1])) for point in piece) for piece in pieces
        )
        owner = feature["properties"]["id"]
        into.lines[owner] = into.lines.get(owner, ()) + lines


def _read_table(path: Path, into: Supplement, seen: set[str]) -> None:
    with path.open(encoding="utf-8-sig") as stream:
        header = next((line for line in stream if not line.startswith("#")), "").strip()
    for number, record in _records(path):
        try:
            if header.startswith("country,lon,lat"):
                centre = (_number(record, "lon", -180, 180), _number(record, "lat", -90, 90))
                into.centres[record["country"].strip()] = centre
            elif header.startswith("country,name"):
                spelt = into.country_names.setdefault(record["country"].strip(), [])
                spelt.append(record["name"].strip())
            elif header.startswith("id,name"):
                row = parse_row(record)
                if row.id in seen:
                    raise ValueError(f"the id {row.id!r} is there already")
                seen.add(row.id)
                into.rows.append(row)
            else:
                return
            into.counts[path.name] = into.counts.get(path.name, 0) + 1
        except (ValueError, AttributeError) as error:
            into.problems.append(f"{path.name}, line {number}: {error}")
            _log.warning("%s, line %d: %s", path, number, error)


def read(folder: Path) -> Supplement:
    """Read the folder.

    Parameters
    ----------
    folder : Path
        With CSV and GeoJSON files; may be empty or absent.

    Raises
    ------
    GazetteerError
        When a file as a whole cannot be read.
    """
    found = Supplement()
    seen: set[str] = set()
    for path in _files(folder):
        try:
            if path.suffix == ".geojson":
                _read_lines(path, found)
            else:
                _read_table(path, found, seen)
        except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError, TypeError) as error:
            raise GazetteerError(
                f"cannot read {path}: {error}",
                hint="Restore the file from the repository, or take it out of the folder.",
            ) from error
    for owner in sorted(found.lines.keys() - seen):
        found.problems.append(f"lines: no row has the id {owner!r}")
        _log.warning("line geometry of %r belongs to no row", owner)
    return found
