"""Borders and coasts as what a claim is told from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.claims import check, find_claims
from geo.claims.lines import edge_of, shore_of
from geo.model import Claim, Place
from geo.toponyms import find_references, locate

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer


def checked(text: str, gazetteer: Gazetteer) -> Claim:
    toponyms = locate(text, gazetteer)
    mentions = sorted(
        [*toponyms, *find_references(text, toponyms)], key=lambda mention: mention.start
    )
    claims = [claim for claim in find_claims(text, mentions) if claim.kind != "conversion"]
    assert len(claims) == 1, claims
    return check(claims[0], text)


# text, outcome, kilometres from the line
LINES = [
    ("Lappeenranta is near the border with Russia.", "consistent", 21),
    ("Lappeenranta is about 20 km from the Russian border.", "consistent", 21),
    ("Lappeenranta lies 150 km from the Russian frontier.", "contradicted", 21),
    ("Vyborg lies 28 km from the Finnish border.", "consistent", 29),
    ("Suwalki is near the border between Poland and Lithuania.", "consistent", 22),
    ("Przemysl, 10 km from Ukraine's border, took in refugees.", "consistent", 8),
    ("Kharkiv is 30 km south of the Russian border.", "consistent", 33),
    ("Kharkiv is 30 km north of the Russian border.", "contradicted", 31),
    ("Narva sits on the Russian border.", "consistent", 1),
    ("Madrid is near the French border.", "contradicted", 348),
    ("Ciudad Juarez is just across the border from the United States.", "consistent", 4),
    ("Gdansk lies on the Baltic coast.", "consistent", 5),
    ("Odesa is a port on the Black Sea.", "consistent", 2),
    ("Lyon is on the coast.", "contradicted", 241),
    ("Berlin is 500 km from the sea.", "contradicted", 142),
    ("Larnaca lies 200 km west of Syria.", "consistent", 204),
    ("Blagoveshchensk is on the Russia-China border.", "consistent", 4),
    ("Khasan, a station on the border of Russia and North Korea, is small.", "consistent", 2),
]


@pytest.mark.parametrize(("text", "outcome", "km"), LINES, ids=[row[0][:45] for row in LINES])
def test_a_border_or_a_coast_is_measured_where_it_is_nearest(
    text: str, outcome: str, km: float, gazetteer: Gazetteer
) -> None:
    verdict = checked(text, gazetteer).verdict
    assert verdict is not None
    assert verdict.outcome == outcome, verdict.explanation
    assert verdict.evidence.geodesic_km == pytest.approx(km, abs=3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Berlin is 300 km from the Russian border.", None),
        ("Windsor is 3 km from the New York border.", "only borders between countries"),
        ("Zurich is 300 km from the Swiss coast.", "Switzerland has no coast"),
        ("Lisbon lies 20 km from the border between Spain and Germany.", "no common border"),
        ("Lyon is on the Baltic coast.", "is not that of the Baltic Sea"),
    ],
)
def test_a_line_that_is_not_known_is_told_so(
    text: str, reason: str | None, gazetteer: Gazetteer
) -> None:
    verdict = checked(text, gazetteer).verdict
    assert verdict is not None
    if reason is None:
        # Germany does not meet Russia: the nearest border of Russia counts (Kaliningrad).
        assert verdict.evidence.geodesic_km == pytest.approx(440, abs=40)
    else:
        assert verdict.outcome == "unverifiable"
        assert reason in verdict.explanation


def test_two_places_of_one_country_have_no_border_between_them(gazetteer: Gazetteer) -> None:
    verdict = checked("Lyon is just across the border from Grenoble.", gazetteer).verdict
    assert verdict is not None
    assert verdict.outcome == "unverifiable"
    assert "both places lie in France" in verdict.explanation


def test_a_country_is_measured_by_its_edge_only_from_outside() -> None:
    france = Place("fr", "France", 2.5, 46.5, "country", "FR", radius_km=420.0)
    basel = Place("b", "Basel", 7.59, 47.56, "city", "CH", radius_km=5.0)
    lyon = Place("l", "Lyon", 4.83, 45.75, "city", "FR", radius_km=8.0)
    edge = edge_of(france, basel, None)
    assert edge is not None
    assert (edge.kind, edge.name) == ("border", "border of France")
    assert edge_of(france, lyon, None) is None
    assert edge_of(basel, france, None) is None


def test_the_shore_of_a_sea_is_the_coast_near_a_place_on_it() -> None:
    baltic = Place("s", "Baltic Sea", 20.0, 58.5, "sea", radius_km=340.0)
    gdansk = Place("g", "Gdansk", 18.65, 54.35, "city", "PL", radius_km=8.0)
    nice = Place("n", "Nice", 7.27, 43.7, "city", "FR", radius_km=5.0)
    shore = shore_of(baltic, gdansk)
    assert shore is not None
    assert shore.name == "coast of the Baltic Sea"
    assert shore_of(baltic, nice) is None
