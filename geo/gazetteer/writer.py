"""Write the index of the gazetteer into a folder.

The folder holds ``names.marisa`` (a trie of all folded names), ``ids.marisa`` (of all place
ids), ``columns.bin`` (the rows, most prominent first, see `geo.gazetteer.columns`),
``tables.json`` (countries and divisions) and, written last, ``meta.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer.bulk import Bulk
from geo.gazetteer.columns import Column, write_columns
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.layout import FILES, FORMAT, edges_crc
from geo.gazetteer.supplement import Line
from geo.gazetteer.table import Table

__all__ = ["write"]

Report = Callable[[float], None]
_Coded = tuple[Column, list[str]]


def _nothing(_: float) -> None:
    return


def _joined(base: Any, more: Any, dtype: type[np.generic]) -> Column:
    """One column of the table's rows and those that were added."""
    added = np.frombuffer(more, dtype=getattr(more, "typecode", "B"))
    return np.concatenate([np.asarray(base, dtype=dtype), added.astype(dtype, copy=False)])


def _codes(values: Iterable[str], more: Column, more_values: Iterable[str]) -> _Coded:
    """Give each different value a number, in order of first use.

    ``more`` are rows that have numbers already, of ``more_values``.
    """
    known: dict[str, int] = {}
    codes = [known.setdefault(value, len(known)) for value in values]
    renumbered = [known.setdefault(value, len(known)) for value in more_values]
    added = np.asarray(renumbered, dtype=np.uint16)[more]
    return np.concatenate([np.asarray(codes, dtype=np.uint16), added]), list(known)


def _links(keys: Column, rows: Column, flags: Column, count: int) -> dict[str, Column]:
    """Rows of each key in compressed form, most prominent first."""
    order = np.lexsort((flags, rows, keys))
    keys, rows, flags = keys[order], rows[order], flags[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows, flags = keys[first], rows[first], flags[first]
    start = np.searchsorted(keys, np.arange(count + 1))
    return {
        "key_start": start.astype(np.uint32),
        "key_row": rows.astype(np.uint32),
        "key_flag": flags,
    }


def _text(parts: Iterable[bytes], count: int, name: str) -> dict[str, Column]:
    blob = bytearray()
    start = np.zeros(count + 1, dtype=np.uint32)
    for number, part in enumerate(parts, 1):
        blob += part
        start[number] = len(blob)
    return {f"{name}_start": start, f"{name}_text": np.frombuffer(blob, dtype=np.uint8)}


def _lines(lines: Mapping[int, tuple[Line, ...]]) -> dict[str, Column]:
    pieces = [(row, piece) for row, group in sorted(lines.items()) for piece in group]
    start = np.zeros(len(pieces) + 1, dtype=np.uint32)
    np.cumsum([len(piece) for _, piece in pieces], out=start[1:])
    flat = [point for _, piece in pieces for point in piece]
    return {
        "line_row": np.asarray([row for row, _ in pieces], dtype=np.uint32),
        "line_start": start,
        "line_xy": np.asarray(flat, dtype=np.float64).reshape(-1, 2),
    }


def write(
    folder: Path,
    table: Table,
    lines: Mapping[str, tuple[Line, ...]],
    tables: Mapping[str, Any],
    about: Mapping[str, Any],
    report: Report = _nothing,
    bulk: Bulk | None = None,
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
    bulk : Bulk, optional
        Places that a user has added.
    """
    import marisa_trie

    base = len(table.rows)
    more = bulk or Bulk(table, lines, folder / "no-names")
    total = base + len(more)
    prominence = _joined([row.prominence for row in table.rows], more.prominence, np.float64)
    order = np.argsort(-prominence, kind="stable")
    rank = np.empty(total, dtype=np.uint32)
    rank[order] = np.arange(total, dtype=np.uint32)
    names = marisa_trie.Trie(chain(table.keys, more.keys()))
    report(0.4)
    key_ids = np.fromiter(map(names.key_id, table.keys), dtype=np.uint32, count=len(table.keys))
    more_keys = np.fromiter(
        map(names.key_id, more.keys()), dtype=np.uint32, count=len(more.link_row)
    )
    report(0.6)

    def ids() -> Iterator[str]:
        """Ids in order of prominence."""
        for number in order.tolist():
            yield table.rows[number].id if number < base else f"gn:{more.number[number - base]}"

    id_trie = marisa_trie.Trie(chain(ids(), table.aliases))
    id_key = np.fromiter(map(id_trie.key_id, ids()), dtype=np.uint32, count=total)
    row_of_id = np.zeros(len(id_trie), dtype=np.uint32)
    row_of_id[id_key] = np.arange(total, dtype=np.uint32)
    for alias, number in table.aliases.items():
        row_of_id[id_trie.key_id(alias)] = rank[number]
    report(0.7)
    numbered = {row.id: int(rank[n]) for n, row in enumerate(table.rows) if row.id in lines}
    numbered |= {alias: int(rank[n]) for alias, n in table.aliases.items() if alias in lines}
    kinds = list(KINDS)
    country, country_table = _codes((row.country for row in table.rows), *more.country.both())
    admin1, admin1_table = _codes((row.admin1 for row in table.rows), *more.admin1.both())
    timezone, timezone_table = _codes((row.timezone for row in table.rows), *more.timezone.both())
    source, source_table = _codes(
        (f"{row.source}\t{row.licence}" for row in table.rows), *more.source.both()
    )
    unordered: dict[str, Column] = {
        "lon": _joined([row.lon for row in table.rows], more.lon, np.float64),
        "lat": _joined([row.lat for row in table.rows], more.lat, np.float64),
        "kind": _joined([kinds.index(row.kind) for row in table.rows], more.kind, np.uint8),
        "country": country,
        "admin1": admin1,
        "timezone": timezone,
        "source": source,
        "population": _joined([row.population for row in table.rows], more.population, np.int64),
        "prominence": prominence.astype(np.float32),
        "radius_km": _joined([row.radius_km for row in table.rows], more.radius_km, np.float32),
        "capital": _joined([row.capital for row in table.rows], bytes(len(more)), np.uint8),
        "spellings": _joined([row.spellings for row in table.rows], more.spellings, np.uint16),
    }
    columns = {name: column[order] for name, column in unordered.items()}
    del unordered
    by_lat = np.argsort(columns["lat"], kind="stable")
    texts = (
        table.rows[number].name.encode() if number < base else more.name(number - base)
        for number in order.tolist()
    )
    link_rows = _joined(table.link_row, more.link_row, np.uint32)
    columns |= {
        "id_key": id_key,
        "row_of_id": row_of_id,
        "by_lat": by_lat.astype(np.uint32),
        "sorted_lat": columns["lat"][by_lat],
        **_text(texts, total, "name"),
        **_links(
            np.concatenate([key_ids[np.asarray(table.link_key, dtype=np.uint32)], more_keys]),
            rank[link_rows],
            _joined(table.link_flag, more.link_flag, np.uint8),
            len(names),
        ),
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
        "rows": total,
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
