"""The embedded gazetteer: names, places, neighbours."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from geo.errors import GazetteerError, PlaceNotFound
from geo.gazetteer.embedded import ACRONYM, ALTERNATE, CODE, MAIN, Gazetteer
from geo.gazetteer.kinds import POPULATED
from geo.geodesy import distance_km


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [place.id for place in gazetteer.lookup(name)]


def test_all_places_of_a_name_come_most_prominent_first(tiny_gazetteer: Gazetteer) -> None:
    assert ids(tiny_gazetteer, "Kingsport") == ["gn:1", "gn:3", "geo:station/kingsport"]


def test_alternate_names_in_any_script_are_found(tiny_gazetteer: Gazetteer) -> None:
    for name in ("Konigshafen", "KÖNIGSHAFEN", "Regis", "Kings Port"):
        assert ids(tiny_gazetteer, name) == ["gn:1"]
    assert ids(tiny_gazetteer, "восток") == ids(tiny_gazetteer, "東門") == ["gn:5"]


def test_a_code_only_counts_in_capitals(tiny_gazetteer: Gazetteer) -> None:
    assert ids(tiny_gazetteer, "KNP") == ["gn:1"]
    assert ids(tiny_gazetteer, "Knp") == []


def test_names_that_are_no_names_are_dropped(tiny_gazetteer: Gazetteer) -> None:
    for name in ("12345", "", "x" * 81):
        assert tiny_gazetteer.lookup(name) == []


def test_the_article_of_a_name_does_not_hide_it(tiny_gazetteer: Gazetteer) -> None:
    assert ids(tiny_gazetteer, "the Brays") == ids(tiny_gazetteer, "Brays") == ["gn:102"]


def test_flags_tell_how_a_row_has_a_name(tiny_gazetteer: Gazetteer) -> None:
    def flag(name: str, place_id: str) -> int:
        return dict(tiny_gazetteer.rows(name))[tiny_gazetteer.row_of(place_id)]

    assert flag("kingsport", "gn:1") == MAIN
    assert flag("konigshafen", "gn:1") == ALTERNATE
    assert flag("us", "gn:103") == ACRONYM
    assert flag("knp", "gn:1") == CODE
    assert flag("tn", "geo:region/tennessee") == CODE
    assert flag("america", "gn:103") == ALTERNATE


def test_an_unknown_name_has_no_rows(tiny_gazetteer: Gazetteer) -> None:
    assert tiny_gazetteer.rows("kingspor") == []
    assert "kingspor" not in tiny_gazetteer
    assert "kingsport" in tiny_gazetteer


def test_the_longest_name_at_the_start_of_a_text_ends_with_a_word(
    tiny_gazetteer: Gazetteer,
) -> None:
    assert tiny_gazetteer.prefixes("kingsport central station") == [
        "kingsport central",
        "kingsport",
    ]
    assert tiny_gazetteer.prefixes("kingsportish") == []
    assert tiny_gazetteer.has_prefix("kingsport cen")
    assert not tiny_gazetteer.has_prefix("kingsport x")


def test_a_place_carries_everything_its_sources_tell(tiny_gazetteer: Gazetteer) -> None:
    town = tiny_gazetteer.by_id("gn:2")
    assert (town.name, town.kind, town.country, town.admin1) == (
        "Saint Orrin's",
        "town",
        "AA",
        "01",
    )
    assert town.timezone == "Europe/Berlin"
    assert town.population == 6000
    assert (town.source, town.licence) == ("GeoNames", "CC BY 4.0")
    assert town.lonlat == (10.5, 50.2)


def test_the_curated_city_and_the_same_one_of_geonames_are_one(tiny_gazetteer: Gazetteer) -> None:
    assert tiny_gazetteer.by_id("geo:city/kingsport") is tiny_gazetteer.by_id("gn:1")
    assert tiny_gazetteer.prominence[tiny_gazetteer.row_of("gn:1")] == 500_000
    assert tiny_gazetteer.by_id("gn:1").population == 400_000


def test_a_station_and_its_town_are_two(tiny_gazetteer: Gazetteer) -> None:
    station = tiny_gazetteer.by_id("geo:station/kingsport")
    assert station.kind == "station"
    assert station.timezone == "Europe/Berlin"
    assert station.admin1 == "01"
    assert station.id != tiny_gazetteer.by_id("gn:1").id


def test_a_place_at_sea_borrows_nothing_from_far_away(tiny_gazetteer: Gazetteer) -> None:
    sea = tiny_gazetteer.by_id("geo:sea/long")
    assert (sea.timezone, sea.admin1, sea.country) == ("", "", "")


def test_a_river_has_its_lines(tiny_gazetteer: Gazetteer) -> None:
    river = tiny_gazetteer.by_id("geo:river/vey")
    assert [len(piece) for piece in river.lines] == [3, 2]
    assert river.lines[0][0] == (11.0, 51.0)
    assert tiny_gazetteer.by_id("gn:7").lines == ()


def test_countries_have_centre_capital_and_neighbours(tiny_gazetteer: Gazetteer) -> None:
    marches = tiny_gazetteer.place(tiny_gazetteer.country_rows("AA")[0])
    assert marches.lonlat == (10.7, 50.7)
    assert marches.radius_km == pytest.approx(100, abs=0.1)
    assert marches.timezone == "Europe/Berlin"
    assert tiny_gazetteer.is_capital(tiny_gazetteer.row_of("gn:2"))
    assert not tiny_gazetteer.is_capital(tiny_gazetteer.row_of("gn:1"))
    assert tiny_gazetteer.neighbours("AA") == ("BB",)
    assert tiny_gazetteer.country_name("BB") == "Brays"
    assert tiny_gazetteer.country_name("QQ") == "QQ"
    assert tiny_gazetteer.neighbours("QQ") == ()


def test_a_country_over_the_date_line_has_its_centre_there(tiny_gazetteer: Gazetteer) -> None:
    brays = tiny_gazetteer.place(tiny_gazetteer.country_rows("BB")[0])
    assert distance_km(brays.lon, brays.lat, 180.0, -17.0) < 20


def test_a_country_without_any_position_is_left_out(tiny_gazetteer: Gazetteer) -> None:
    assert tiny_gazetteer.country_rows("ZZ") == []
    assert tiny_gazetteer.lookup("Nowhere Without Cities") == []


def test_divisions_are_found_by_their_code(tiny_gazetteer: Gazetteer) -> None:
    (row,) = tiny_gazetteer.region_rows("US", "TN")
    assert tiny_gazetteer.id_of(row) == "geo:region/tennessee"
    assert tiny_gazetteer.admin1_name("US", "TN") == "Tennessee"
    assert tiny_gazetteer.admin1_name("AA", "01") == ""
    assert tiny_gazetteer.region_rows("US", "") == []


def test_an_unknown_id_says_what_ids_look_like(tiny_gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceNotFound) as caught:
        tiny_gazetteer.by_id("gn:999")
    assert "gn:" in caught.value.hint


def test_the_nearest_places_come_in_order_across_the_date_line(tiny_gazetteer: Gazetteer) -> None:
    near = tiny_gazetteer.nearest(-179.95, -17.0, 2, kinds=POPULATED)
    assert [place.name for place, _ in near] == ["Westgate", "Eastgate"]
    assert near[0][1] < near[1][1] < 20


def test_nothing_is_near_when_the_limit_is_small(tiny_gazetteer: Gazetteer) -> None:
    assert tiny_gazetteer.nearest(0.0, 0.0, 3, max_km=100.0) == []
    assert tiny_gazetteer.nearest(10.0, 50.0, 3, kinds=frozenset({"desert"})) == []


def test_asking_for_more_than_there_is_gives_all(tiny_gazetteer: Gazetteer) -> None:
    assert len(tiny_gazetteer.nearest(0.0, 89.0, 10_000)) == len(tiny_gazetteer)


def test_another_process_can_have_it(tiny_gazetteer: Gazetteer) -> None:
    other = pickle.loads(pickle.dumps(tiny_gazetteer))
    assert other.lookup("Kingsport") == tiny_gazetteer.lookup("Kingsport")


def test_columns_cannot_be_changed(tiny_gazetteer: Gazetteer) -> None:
    with pytest.raises(ValueError, match="read-only"):
        tiny_gazetteer.lon[0] = 1.0


def test_info_counts_what_is_there(tiny_gazetteer: Gazetteer) -> None:
    info = tiny_gazetteer.info()
    assert info["places"] == len(tiny_gazetteer) == sum(info["kinds"].values())
    assert info["counts"]["places.csv"] == 5
    assert info["problems"] == []


def test_a_folder_that_is_no_index_is_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        Gazetteer(tmp_path)
    assert "geo data build" in caught.value.hint
