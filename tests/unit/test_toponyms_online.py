"""Names that the embedded gazetteer lacks, with a service that knows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from geocoding_server import Server, place, running

from geo.api import find_toponym, locate
from geo.errors import PlaceNotFound, ServiceUnavailable
from geo.explore import explore
from geo.gazetteer.embedded import Gazetteer
from geo.model import Article, Toponym
from geo.settings import Geocoding, Settings, default_cache_dir

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

#: Near Nantes, whose timezone and division a place there takes over.
LON, LAT = -1.6, 47.3


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        yield served


@pytest.fixture
def asking(server: Server, tmp_path: Path, gazetteer: Gazetteer) -> Settings:
    """Settings that ask the server, with the built index and a cache of its own."""
    (tmp_path / "gazetteer").symlink_to(default_cache_dir() / "gazetteer")
    wanted = Geocoding("nominatim", server.address, interval_s=0.0)
    return Settings(cache_dir=tmp_path, online=True, geocoding=wanted)


def with_use(settings: Settings, use: str) -> Settings:
    from dataclasses import replace

    return replace(settings, geocoding=replace(settings.geocoding, use=use))


def found(toponyms: list[Toponym], text: str) -> Toponym:
    return next(toponym for toponym in toponyms if toponym.text == text)


def test_a_village_that_only_the_service_knows_is_found_and_says_who_told(
    server: Server, asking: Settings
) -> None:
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr")]
    text = "The bus stopped in the village of Zwolbrque, near Nantes."
    toponym = found(locate(text, settings=asking), "Zwolbrque")
    assert toponym.place is not None
    assert (toponym.place.id, toponym.place.lonlat) == ("osm:node/1", (LON, LAT))
    assert (toponym.place.timezone, toponym.place.admin1) == ("Europe/Paris", "52")
    assert any("told by Nominatim (127.0.0.1:" in reason for reason in toponym.reasons)
    assert any("km from Nantes" in reason for reason in toponym.reasons)


def test_an_unknown_name_behind_a_word_of_place_is_asked_for(
    server: Server, asking: Settings
) -> None:
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr")]
    for text in (
        "The strike began in Zwolbrque on Monday.",
        "They live 40 km north of Zwolbrque now.",
        "The train waited at Zwolbrque for an hour.",
    ):
        assert found(locate(text, settings=asking), "Zwolbrque").place is not None


def test_unknown_names_that_are_no_places_are_not_asked_for(
    server: Server, asking: Settings
) -> None:
    text = (
        "Mr. Zwolbrque spoke. In Zwolbrque's view it failed. Dr. Anna Zwolbrque wrote to "
        "Plonkovsky. In Monday's paper the ZWQ said no. He works at Plonkovsky Bank."
    )
    assert [toponym.text for toponym in locate(text, settings=asking)] == []
    assert server.asked == []


def test_what_the_service_does_not_know_either_is_no_place(
    server: Server, asking: Settings
) -> None:
    assert locate("The strike began in Zwolbrque on Monday.", settings=asking) == []
    assert server.asked == ["Zwolbrque"]


@pytest.mark.parametrize(
    "row",
    [
        place("Zwolbrque Street", LON, LAT, ("highway", "residential")),
        place("Zwolbrque", LON, LAT, ("shop", "bakery")),
        place("Zwolbr", LON, LAT),
    ],
)
def test_streets_shops_and_other_names_do_not_become_the_place(
    server: Server, asking: Settings, row: dict[str, Any]
) -> None:
    server.places["Zwolbrque"] = [row]
    text = "The bus stopped in the village of Zwolbrque."
    assert found(locate(text, settings=asking), "Zwolbrque").place is None


def test_another_name_of_the_place_will_do(server: Server, asking: Settings) -> None:
    spelt = {"name:ru": "Звольбрк", "old_name": "Zwolbrk"}
    server.places["Zwolbrk"] = [place("Neudorf", LON, LAT, namedetails=spelt)]
    text = "The bus stopped in the village of Zwolbrk."
    toponym = found(locate(text, settings=asking), "Zwolbrk")
    assert toponym.place is not None
    assert toponym.place.name == "Neudorf"


def test_a_river_is_asked_with_and_without_its_word_and_keeps_its_kind(
    server: Server, asking: Settings
) -> None:
    line = {"type": "LineString", "coordinates": [[LON, LAT], [LON + 0.1, LAT + 0.1]]}
    server.places["Zwolbrque"] = [
        place("Zwolbrque", LON, LAT, country="fr"),
        place("Zwolbrque", LON, LAT, ("waterway", "river"), number=2, geojson=line),
    ]
    toponym = found(locate("They crossed the Zwolbrque River.", settings=asking), "Zwolbrque River")
    assert toponym.place is not None
    assert (toponym.place.kind, len(toponym.place.lines)) == ("river", 1)
    assert server.asked == ["Zwolbrque River", "Zwolbrque"]


def test_a_container_is_asked_along_and_binds(server: Server, asking: Settings) -> None:
    inside = place("Zwolbrque", -112.0, 43.5, country="us")
    server.places["Zwolbrque, Idaho, United States"] = [inside]
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr", number=2)]
    text = "The fire began near the town of Zwolbrque, Idaho."
    toponym = found(locate(text, settings=asking), "Zwolbrque")
    assert toponym.place is not None
    assert (toponym.place.country, toponym.place.admin1) == ("US", "ID")
    assert "Zwolbrque" not in server.asked


def test_a_known_name_is_asked_for_when_its_container_has_none(
    server: Server, asking: Settings
) -> None:
    server.places["Vienne, Idaho, United States"] = [place("Vienne", -112, 43.5, country="us")]
    toponym = found(locate("The fire began in Vienne, Idaho.", settings=asking), "Vienne")
    assert toponym.place is not None
    assert toponym.place.country == "US"


def test_names_that_the_index_resolves_are_not_asked_for(server: Server, asking: Settings) -> None:
    locate("A train left Lyon for Geneva. It crossed the Rhône in France.", settings=asking)
    assert server.asked == []


def test_with_all_every_name_but_countries_is_asked_for(server: Server, asking: Settings) -> None:
    locate("A train left Lyon for Geneva in Europe.", settings=with_use(asking, "all"))
    assert server.asked == ["Lyon", "Geneva"]


def test_with_all_a_known_lake_gets_its_outline(server: Server, asking: Settings) -> None:
    ring = [[6.15, 46.2], [6.9, 46.4], [6.5, 46.53], [6.15, 46.2]]
    lake = place(
        "Lake Geneva", 6.55, 46.45, ("natural", "water"),
        geojson={"type": "Polygon", "coordinates": [ring]},
        namedetails={"name:fr": "Lac Léman"},
    )  # fmt: skip
    server.places["Lake Geneva"] = [lake]
    toponym = found(locate("They swam in Lake Geneva.", settings=with_use(asking, "all")),
                    "Lake Geneva")  # fmt: skip
    assert toponym.place is not None
    assert toponym.place.id.startswith("geo:lake/")
    assert len(toponym.place.outline) == 1
    assert "OpenStreetMap" in toponym.place.source
    assert "ODbL 1.0" in toponym.place.licence


def test_an_outline_decides_what_lies_on_the_shore_and_how_far_it_is(
    server: Server, asking: Settings
) -> None:
    # A lake 70 km long and 10 km wide, whose middle is far from Nantes and its tip is near.
    ring = [[-1.5, 47.2], [-1.5, 47.3], [-0.6, 47.3], [-0.6, 47.2], [-1.5, 47.2]]
    server.places["Lake Zwolbrque"] = [
        place("Lake Zwolbrque", -1.05, 47.25, ("natural", "water"), country="fr",
              geojson={"type": "Polygon", "coordinates": [ring]})
    ]  # fmt: skip
    text = "Nantes lies 4 km from the shore of Lake Zwolbrque. Brest lies near Lake Zwolbrque."
    report = explore(Article("a", text), settings=asking)
    shore, near = report.claims
    assert shore.verdict is not None
    assert near.verdict is not None
    assert shore.verdict.outcome == "consistent"
    assert shore.verdict.evidence.geodesic_km == pytest.approx(4.2, abs=1.0)
    assert near.verdict.outcome == "contradicted"
    assert "OpenStreetMap" in report.to_html()
    assert '"feature": "extent"' in report.to_geojson()


def test_what_lies_in_an_area_is_near_it_and_told_from_its_middle(
    server: Server, asking: Settings
) -> None:
    ring = [[-2.5, 46.0], [-2.5, 48.0], [1.5, 48.0], [1.5, 46.0], [-2.5, 46.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    district = ("boundary", "administrative")
    server.places["Zwolbrque"] = [
        place("Zwolbrque", -0.5, 46.8, district, country="fr", addresstype="county", geojson=shape)
    ]
    text = "Nantes lies near the Zwolbrque District. Nantes lies northwest of Zwolbrque District."
    near, side = explore(Article("a", text), settings=asking).claims
    assert near.verdict is not None
    assert side.verdict is not None
    assert near.verdict.outcome == "consistent"
    assert side.verdict.outcome != "contradicted"


def test_a_failing_service_costs_nothing_but_a_problem(server: Server, asking: Settings) -> None:
    text = "Vienne is about 30 km south of Lyon. The village of Zwolbrque is not."
    offline = explore(Article("a", text), settings=Settings(cache_dir=asking.cache_dir))
    server.status = 503
    report = explore(Article("a", text), settings=asking)
    assert report.toponyms == offline.toponyms
    assert report.claims == offline.claims
    assert report.provenance == offline.provenance
    (problem,) = report.problems
    assert (problem.exit_code, "503" in problem.message) == (4, True)


def test_the_service_is_named_with_its_licence_where_it_told(
    server: Server, asking: Settings
) -> None:
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr")]
    report = explore(Article("a", "A fair in the village of Zwolbrque."), settings=asking)
    (entry,) = [entry for entry in report.provenance if "Nominatim" in entry.what]
    assert (entry.licence, entry.source) == ("ODbL 1.0", "© OpenStreetMap contributors")
    assert "© OpenStreetMap contributors (ODbL 1.0)" in report.to_html()


def test_the_same_run_again_gives_the_same_report_from_the_cache(
    server: Server, asking: Settings
) -> None:
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr")]
    article = Article("a", "A fair in the village of Zwolbrque, 20 km north of Nantes.")
    first = explore(article, settings=asking).to_json()
    server.status = 500
    assert explore(article, settings=asking).to_json() == first


def test_a_name_alone_is_asked_for_and_failing_is_not_unknown(
    server: Server, asking: Settings
) -> None:
    server.places["Zwolbrque"] = [place("Zwolbrque", LON, LAT, country="fr")]
    assert find_toponym("Zwolbrque", settings=asking).place is not None
    with pytest.raises(PlaceNotFound):
        find_toponym("Plonkovsk", settings=asking)
    server.status = 500
    with pytest.raises(ServiceUnavailable):
        find_toponym("Plonkburgh", settings=asking)
