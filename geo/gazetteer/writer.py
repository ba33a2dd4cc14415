"""Write the index of the gazetteer into a folder.

The folder holds ``names.marisa`` (a trie of all folded names; further ones where there are
very many), ``ids.marisa`` (of the ids that are no GeoNames numbers), ``columns.bin`` (the
rows, most prominent first, see `geo.gazetteer.columns`), ``tables.json`` (countries and
divisions) and, written last, ``meta.json``.

One column at a time is in memory, so that the whole of GeoNames takes no more than the
curated rows do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.columns import Column, ColumnFile, write_columns
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.layout import FORMAT, edges_crc
from geo.gazetteer.names import Writer, file_of
from geo.gazetteer.spool import COLUMNS, Spool, gn_number
from geo.gazetteer.supplement import Line

__all__ = ["write"]

Report = Callable[[float], None]
_PIECE = 1 << 18


def _nothing(_: float) -> None:
    return


def _pieces(values: Column, order: Column) -> Iterator[Column]:
    """Values in an order, a piece at a time."""
    for start in range(0, len(order), _PIECE):
        yield values[order[start : start + _PIECE]]


def _ranks(spool: Spool) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Rows in order of prominence, and the place of each row in that order."""
    order = np.argsort(-spool.column("prominence"), kind="stable").astype(np.uint32)
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    return order, rank


def _write_lines(into: ColumnFile, lines: Mapping[int, tuple[Line, ...]]) -> None:
    pieces = [(row, piece) for row, group in sorted(lines.items()) for piece in group]
    start = np.zeros(len(pieces) + 1, dtype=np.uint32)
    np.cumsum([len(piece) for _, piece in pieces], out=start[1:])
    flat = [point for _, piece in pieces for point in piece]
    into.add("line_row", [np.asarray([row for row, _ in pieces], dtype=np.uint32)], np.uint32)
    into.add("line_start", [start], np.uint32)
    into.add("line_xy", [np.asarray(flat, dtype=np.float64).reshape(-1, 2)], np.float64)


def _write_ids(
    into: ColumnFile,
    folder: Path,
    spool: Spool,
    rank: NDArray[np.uint32],
    aliases: Mapping[str, int],
) -> None:
    """Row of each id: GeoNames numbers in order, all others in a trie."""
    import marisa_trie

    numbers = spool.column("number")
    joined = {gn_number(alias): row for alias, row in aliases.items() if gn_number(alias)}
    there = np.flatnonzero(numbers)
    every = np.concatenate([numbers[there], np.asarray([*joined], dtype=np.uint32)])
    rows = np.concatenate([rank[there], rank[np.asarray([*joined.values()], dtype=np.int64)]])
    del numbers, there
    order = np.argsort(every, kind="stable")
    into.add("gn", _pieces(every, order), np.uint32)
    into.add("gn_row", _pieces(rows, order), np.uint32)
    del every, rows, order
    others = {place_id: row for row, place_id in spool.other_ids.items()}
    named = {alias: row for alias, row in aliases.items() if not gn_number(alias)}
    trie = marisa_trie.Trie([*others, *named])
    trie.save(str(folder / "ids.marisa"))
    row_of = np.zeros(len(trie), dtype=np.uint32)
    for place_id, row in (*named.items(), *others.items()):
        row_of[trie.key_id(place_id)] = rank[row]
    into.add("id_row", [row_of], np.uint32)
    # The way back: rows without a number, in order, with the key of their id.
    back = sorted((int(rank[row]), trie.key_id(place_id)) for place_id, row in others.items())
    into.add("other_row", [np.asarray([row for row, _ in back], dtype=np.uint32)], np.uint32)
    into.add("other_key", [np.asarray([key for _, key in back], dtype=np.uint32)], np.uint32)


def write(
    folder: Path,
    spool: Spool,
    lines: Mapping[int, tuple[Line, ...]],
    aliases: Mapping[str, int],
    tables: Mapping[str, Any],
    about: Mapping[str, Any],
    report: Report = _nothing,
) -> None:
    """Write a spool into an existing folder.

    Parameters
    ----------
    folder : Path
        Where to.
    spool : Spool
        Rows and names; closed.
    lines : mapping of row to pieces
        Line geometry.
    aliases : mapping of id to row
        Second ids.
    tables : mapping
        Names of countries and divisions, see `lookup_tables`.
    about : mapping
        What `Gazetteer.info` tells: versions, counts, provenance.
    report : callable
        Told the share that is done, 0 to 1.
    """
    order, rank = _ranks(spool)
    names = Writer(folder, rank)
    names.write(spool.links())
    report(0.7)
    with write_columns(folder / "columns.bin") as columns:
        for name, kind in COLUMNS.items():
            columns.add(name, _pieces(spool.column(name), order), kind)
        del order
        report(0.8)
        lat = spool.column("lat")
        by_lat = np.argsort(lat, kind="stable")
        columns.add("sorted_lat", _pieces(lat, by_lat), np.float64)
        del lat
        columns.add("by_lat", _pieces(rank, by_lat), np.uint32)
        del by_lat
        _write_ids(columns, folder, spool, rank, aliases)
        columns.add_bytes("name_text", spool.texts(), np.uint8)
        for name, kind in (("key_start", "u4"), ("key_row", "u4"), ("key_flag", "u1")):
            columns.add_bytes(name, names.part(name), kind)
            names.part(name).unlink()
        _write_lines(columns, {int(rank[row]): group for row, group in lines.items()})
    report(0.95)
    (folder / "tables.json").write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    files = [folder / file_of(number) for number in range(len(names.firsts))]
    files += [folder / name for name in ("ids.marisa", "columns.bin", "tables.json")]
    meta = {
        "format": FORMAT,
        "rows": spool.rows,
        "names": names.names,
        "firsts": names.firsts,
        "columns": columns.directory,
        "kinds": list(KINDS),
        "countries": list(spool.codes["country"].values),
        "admin1": list(spool.codes["admin1"].values),
        "timezones": list(spool.codes["timezone"].values),
        "sources": [value.split("\t") for value in spool.codes["source"].values],
        "files": {path.name: [path.stat().st_size, edges_crc(path)] for path in files},
        "about": dict(about),
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    report(1.0)
