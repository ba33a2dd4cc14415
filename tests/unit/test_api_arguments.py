"""Arguments of the Python interface: what is accepted, and what is refused with a hint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import networkx as nx
import pytest

from geo import locate, reach, route
from geo.api import find_place, find_toponym
from geo.errors import AmbiguousPlace, ConfigurationError, GeoError, InputError, PlaceNotFound
from geo.explore import explore
from geo.model import Article, Route, Toponym
from geo.rail.convert import from_networkx
from geo.settings import Settings


def _km(*ends: Any, **options: Any) -> float:
    way = route(*ends, **options)
    assert isinstance(way, Route)
    return way.km


def test_a_single_place_to_pass_needs_no_list() -> None:
    straight = _km("Lyon", "Paris")
    by_list = _km("Lyon", "Paris", via=["Clermont-Ferrand"])
    assert by_list > straight + 10
    assert _km("Lyon", "Paris", via="Clermont-Ferrand") == by_list
    at = find_place("Clermont-Ferrand")
    assert _km("Lyon", "Paris", via=at) == by_list
    assert _km("Lyon", "Paris", via=at.lonlat) > straight + 10


def test_a_single_place_or_country_to_avoid_needs_no_list() -> None:
    way = route("Vienna", "Zurich", avoid="DE")
    assert isinstance(way, Route)
    assert "DE" not in way.countries


def test_a_name_found_in_a_text_can_be_an_end() -> None:
    lyon, paris = locate("A train left Lyon for Paris.")
    assert _km(lyon, paris) == _km("Lyon", "Paris")
    with pytest.raises(PlaceNotFound, match="not resolved"):
        route(Toponym(0, 1, "Qwxyzburg"), paris)


def test_a_name_of_several_places_is_ambiguous_and_the_best_are_named() -> None:
    with pytest.raises(AmbiguousPlace) as caught:
        find_place("Springfield")
    assert "Springfield, Missouri, United States" in caught.value.message
    assert caught.value.message.count("United States") == 3
    named = find_place("Springfield, Illinois")
    assert named.admin1 == "IL"


def test_a_name_that_nobody_has_is_not_found() -> None:
    for name in ("Qwxyzburg", "", " ", ","):
        with pytest.raises(PlaceNotFound):
            find_toponym(name)


def test_a_misspelt_name_is_answered_with_names_like_it() -> None:
    with pytest.raises(PlaceNotFound) as caught:
        find_place("Duisberg")
    assert "Did you mean 'Duisburg'" in caught.value.hint


def test_a_destination_of_the_user_is_judged_and_a_wrong_one_refused() -> None:
    article = Article(
        "a",
        "The night train left Vienna on Monday at 7 p.m. It reached Linz at 9 p.m. on Monday.",
        published=datetime(2024, 3, 5, tzinfo=UTC),
    )
    settings = Settings(
        destinations=("Salzburg",), at=datetime(2024, 3, 4, 22, 0), speed_kmh=(60.0, 100.0)
    )
    report = explore(article, settings=settings)
    assert report.journey is not None
    assert [entry.place.name for entry in report.journey.forecast] == ["Salzburg"]
    where = report.journey.whereabouts
    assert where is not None
    assert where.time.utcoffset() == timedelta(hours=1)
    assert where.likely
    with pytest.raises(PlaceNotFound):
        explore(article, settings=Settings(destinations=("Qwxyzburg",)))


@pytest.mark.parametrize(
    "place",
    [None, 5, (1,), (1, 2, 3), ("a", "b"), (float("nan"), 1.0), (10.0, 95.0), {}, b"Lyon"],
)
def test_what_is_no_place_is_refused(place: Any) -> None:
    with pytest.raises(InputError) as caught:
        route(place, "Paris")
    assert caught.value.hint


@pytest.mark.parametrize("options", [{"alternatives": -1}, {"alternatives": 1.5}])
def test_alternatives_are_a_whole_number_from_zero(options: Any) -> None:
    with pytest.raises(ConfigurationError):
        route("Lyon", "Paris", **options)


@pytest.mark.parametrize("via", [5, None, [None]])
def test_what_is_no_list_of_places_is_refused(via: Any) -> None:
    with pytest.raises(InputError):
        route("Lyon", "Paris", via=via)


@pytest.mark.parametrize(
    ("hours", "speeds"),
    [(2, 50), (2, (50,)), (2, "40-60"), (2, (60, 40)), (None, (40, 60)), (float("nan"), (4, 5))],
)
def test_hours_and_speeds_are_numbers(hours: Any, speeds: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        reach("Lyon", hours, speeds)
    assert caught.value.hint


@pytest.mark.parametrize("text", [None, 5, b"Lyon"])
def test_a_text_is_a_text(text: Any) -> None:
    with pytest.raises(InputError):
        locate(text)


@pytest.mark.parametrize("span", [(0, 99), (4, 0), (2, 2), (-3, 2)])
def test_spans_lie_inside_the_text(span: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        locate("Lyon", spans=[span])


def test_a_graph_without_positions_is_refused() -> None:
    graph = nx.Graph()
    graph.add_edge(1, 2)
    with pytest.raises(GeoError, match="no position"):
        from_networkx(graph)
