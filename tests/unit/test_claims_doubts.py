"""Where a claim that does not fit may still be right, and where it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.claims import check, explain, find_claims
from geo.geodesy import destination, distance_km
from geo.model import Candidate, Claim, Place, Route, Toponym
from geo.toponyms import find_references, locate

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer

HOME = Place("home", "Alta", 20.0, 50.0, "town", radius_km=2.0, country="PL")


def at(km: float, bearing: float, name: str, kind: str = "town", radius: float = 2.0) -> Place:
    lon, lat = destination(HOME.lon, HOME.lat, bearing, km)
    return Place(name.lower(), name, lon, lat, kind, radius_km=radius, country="PL")


class Rails:
    """A network whose ways are so many times as long as the straight line."""

    def __init__(self, factor: float, snap: float = 0.0) -> None:
        self.factor, self.snap = factor, snap

    def route(self, origin: Place, destination: Place, /) -> Route:
        km = float(distance_km(*origin.lonlat, *destination.lonlat))
        return Route(
            km * self.factor, km, (origin.lonlat, destination.lonlat),
            network="test", snap_km=(self.snap, self.snap),
        )  # fmt: skip


def of(text: str, *places: Place, candidates: tuple[Candidate, ...] = ()) -> Claim:
    mentions = []
    for place in places:
        start = text.index(place.name)
        more = candidates if any(item.place.name == place.name for item in candidates) else ()
        mentions.append(Toponym(start, start + len(place.name), place.name, place, candidates=more))
    mentions.sort(key=lambda mention: mention.start)
    return find_claims(text, mentions)[0]


def judged(text: str, *places: Place, rails: Rails | None = None) -> tuple[str, str]:
    claim = check(of(text, *places), text, rails)
    assert claim.verdict is not None
    return claim.verdict.outcome, explain(claim)


def read(text: str, gazetteer: Gazetteer) -> Claim:
    toponyms = locate(text, gazetteer)
    mentions = sorted([*toponyms, *find_references(text, toponyms)], key=lambda one: one.start)
    return check(find_claims(text, mentions)[0], text)


@pytest.mark.parametrize("factor", [0.5, 0.97])
def test_rails_shorter_than_the_straight_line_are_never_told(factor: float) -> None:
    km = 40 * factor
    text = f"Beda is {km:g} km by rail from Alta."
    claim = check(of(text, HOME, at(40, 90, "Beda")), text, Rails(factor, snap=1.0))
    assert claim.verdict is not None
    assert claim.verdict.evidence.rail_km is None
    assert all(reading.name != "rail" for reading in claim.verdict.evidence.readings)
    assert "km by rail." not in claim.verdict.explanation


def test_the_slack_of_a_rail_reading_stops_at_the_straight_line() -> None:
    text = "Beda is 45 km by rail from Alta."
    claim = check(of(text, HOME, at(40, 90, "Beda")), text, Rails(1.1, snap=2.4))
    assert claim.verdict is not None
    (rail,) = [item for item in claim.verdict.evidence.readings if item.name == "rail"]
    assert 39.9 < rail.low <= rail.value < rail.high


@pytest.mark.parametrize("mode", ["by rail ", ""])
def test_a_gap_in_the_network_supports_nothing(mode: str) -> None:
    outcome, told = judged(
        f"Beda is 740 km {mode}from Alta.", HOME, at(185, 90, "Beda"), rails=Rails(4.0)
    )
    assert outcome == ("unverifiable" if mode else "contradicted")
    assert "seems to have a gap" in told


def test_the_rails_round_a_bay_are_a_detour_and_no_gap() -> None:
    place = at(125, 220, "Beda")
    text = "Beda is 325 km by rail from Alta."
    assert judged(text, HOME, place, rails=Rails(2.6))[0] == "consistent"


def test_no_rails_are_shorter_than_the_line_even_beside_a_gap() -> None:
    place = at(185, 90, "Beda")
    assert judged("Beda is 90 km by rail from Alta.", HOME, place, rails=Rails(4.0))[0] == (
        "contradicted"
    )


@pytest.mark.parametrize(
    ("kind", "km", "outcome"),
    [
        ("lake", 5, "unverifiable"),
        ("desert", 100, "unverifiable"),
        ("region", 60, "unverifiable"),
        ("lake", 2000, "contradicted"),
        ("city", 150, "contradicted"),
    ],
)
def test_the_centre_of_an_area_does_not_contradict_a_smaller_distance(
    kind: str, km: int, outcome: str
) -> None:
    area = at(220, 250, "Great Ara", kind, 70.0 if kind != "city" else 3.0)
    assert judged(f"Alta is {km} km from Great Ara.", HOME, area)[0] == outcome


def test_a_lake_on_another_continent_is_too_far_whatever_its_shape(gazetteer: Gazetteer) -> None:
    verdict = read("Bergen is 5 km from Lake Victoria.", gazetteer).verdict
    assert verdict is not None
    assert verdict.outcome == "contradicted"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The minister was in Gdynia, 20 km north of Gdansk.", "Gdynia"),
        ("Olga Petrov was in Gdynia, 20 km north of Gdansk.", "Gdynia"),
        ("A man from Torun was held in Bydgoszcz, 45 km west of Torun.", "Bydgoszcz"),
        ("The Kaunas district lies 90 km west of Vilnius.", "Kaunas"),
        ("The bishop of Lublin, 150 km southeast of Warsaw, resigned.", "Lublin"),
    ],
)
def test_the_place_is_the_subject_and_not_who_was_there(
    text: str, subject: str, gazetteer: Gazetteer
) -> None:
    claim = read(text, gazetteer)
    assert claim.subject is not None
    assert claim.subject.text == subject
    assert claim.verdict is not None
    assert claim.verdict.outcome == "consistent"


def test_a_subject_is_never_the_reference_itself() -> None:
    text = "Trouble in Alta, 5 km from Alta, was reported."
    start = text.rindex("Alta")
    mentions = [Toponym(11, 15, "Alta", HOME), Toponym(start, start + 4, "Alta", HOME)]
    for claim in find_claims(text, mentions):
        assert claim.subject is None


def test_a_place_that_is_only_assumed_makes_no_contradiction() -> None:
    beda = at(174, 0, "Beda")
    text = "The town is 30 km from Alta."
    for words, outcome in (("The town", "unverifiable"), ("Beda", "contradicted")):
        said = text.replace("The town", words)
        start = said.index("Alta")
        mentions = [
            Toponym(0, len(words), words, beda),
            Toponym(start, start + 4, "Alta", HOME),
        ]
        (claim,) = (check(one, said) for one in find_claims(said, mentions))
        assert claim.verdict is not None
        assert claim.verdict.outcome == outcome
        assert ("only assumed" in claim.verdict.explanation) is (outcome == "unverifiable")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Kaesong is 10 km north of the border.", "consistent"),
        ("Tijuana is 10 km from the American border.", "consistent"),
        ("Kharkiv is 30 km north of the Russian border.", "contradicted"),
        ("Tijuana is 200 km from the American border.", "contradicted"),
    ],
)
def test_a_border_has_sides_and_a_city_has_a_size(
    text: str, outcome: str, gazetteer: Gazetteer
) -> None:
    verdict = read(text, gazetteer).verdict
    assert verdict is not None
    assert verdict.outcome == outcome, verdict.explanation


def test_a_namesake_that_fits_is_taken_for_one_that_is_far_off() -> None:
    far, near = at(9000, 270, "Beda"), at(140, 45, "Beda")
    near = Place("near", "Beda", near.lon, near.lat, "town", radius_km=2.0, country="SK")
    text = "Beda is 140 km northeast of Alta."
    both = (Candidate(far, 0.7), Candidate(near, 0.3))
    claim = check(of(text, HOME, far, candidates=both), text)
    assert claim.verdict is not None
    assert claim.verdict.outcome == "consistent"
    assert claim.subject is not None
    assert claim.subject.place is near
    assert "helped to choose this Beda" in claim.verdict.explanation
    # The direction must fit as well.
    other = text.replace("northeast", "southwest")
    assert check(of(other, HOME, far, candidates=both), other).subject.place is far  # type: ignore[union-attr]


def test_size_and_rounding_do_not_add_up() -> None:
    town = at(147, 280, "Beda", radius=20.0)
    assert judged("Beda is 200 km west of Alta.", HOME, town)[0] == "imprecise"
    assert judged("Beda is 165 km west of Alta.", HOME, town)[0] == "consistent"


def test_a_small_difference_needs_no_reason() -> None:
    text = "Beda is 101.5 km from Alta."
    outcome, told = judged(text, HOME, at(100, 0, "Beda", radius=5.0))
    assert outcome == "consistent"
    assert "size" not in told


def test_the_explanation_compares_with_the_nearest_reading() -> None:
    outcome, told = judged("Beda is 155 km from Alta.", HOME, at(100, 0, "Beda"), rails=Rails(1.48))
    assert outcome == "imprecise"
    assert "5 % more than the way by rail" in told


def test_a_direction_before_to_belongs_to_both_ends(gazetteer: Gazetteer) -> None:
    claim = read("From Lublin it is 150 km northwest to Warsaw.", gazetteer)
    assert (str(claim.reference), str(claim.subject), claim.direction) == ("Lublin", "Warsaw", "NW")
    assert claim.verdict is not None
    assert claim.verdict.outcome == "consistent"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Austria borders Hungary.", "consistent"),
        ("Chad, which borders Sudan, closed its schools.", "consistent"),
        ("Austria borders Portugal.", "contradicted"),
    ],
)
def test_countries_that_are_said_to_touch_are_held_against_the_map(
    text: str, outcome: str, gazetteer: Gazetteer
) -> None:
    claim = read(text, gazetteer)
    assert claim.kind == "proximity"
    assert claim.verdict is not None
    assert claim.verdict.outcome == outcome


def test_each_neighbour_of_a_list_is_held_against_the_map(gazetteer: Gazetteer) -> None:
    text = "Laos borders Vietnam, Thailand and France."
    claims = [check(claim, text) for claim in find_claims(text, locate(text, gazetteer))]
    told = [(claim.reference.text, claim.verdict.outcome) for claim in claims]  # type: ignore[union-attr]
    assert told == [
        ("Vietnam", "consistent"), ("Thailand", "consistent"), ("France", "contradicted"),
    ]  # fmt: skip


def test_a_country_that_speaks_after_a_comma_is_no_neighbour(gazetteer: Gazetteer) -> None:
    text = "Poland borders Germany, Lithuania said on Monday."
    assert len(find_claims(text, locate(text, gazetteer))) == 1


def test_the_shore_of_a_lake_is_held_against_its_size(gazetteer: Gazetteer) -> None:
    text = "Bukoba lies on the western shore of Lake Victoria."
    claim = read(text, gazetteer)
    assert claim.verdict is not None
    assert claim.verdict.outcome == "consistent"
    assert "from the middle of Lake Victoria" in claim.verdict.explanation


def test_where_three_countries_meet_is_a_point(gazetteer: Gazetteer) -> None:
    near = read("Basel lies where the borders of France, Germany and Switzerland meet.", gazetteer)
    far = read("Berlin lies where France, Germany and Switzerland meet.", gazetteer)
    assert near.verdict is not None
    assert far.verdict is not None
    assert (near.verdict.outcome, far.verdict.outcome) == ("consistent", "contradicted")
    assert "the point where France, Germany and Switzerland meet" in near.verdict.explanation


def test_a_thing_at_a_place_is_measured_from_the_place(gazetteer: Gazetteer) -> None:
    claim = read("The prison at Guelma is 60 kilometres southwest of Annaba.", gazetteer)
    assert claim.subject is not None
    assert claim.subject.place is not None
    assert (claim.subject.text, claim.subject.place.name) == ("The prison at Guelma", "Guelma")
    assert "Guelma (“The prison at Guelma”)" in explain(claim)


def test_a_coast_that_is_a_region_elsewhere_is_not_taken_for_it(gazetteer: Gazetteer) -> None:
    claim = read("Nouakchott lies on the Atlantic coast.", gazetteer)
    assert claim.verdict is not None
    assert claim.verdict.outcome == "unverifiable"


def test_a_road_is_not_shorter_than_the_line_and_may_be_longer() -> None:
    town = at(100, 90, "Beda")
    assert judged("Beda is 80 km by road from Alta.", HOME, town)[0] == "contradicted"
    outcome, text = judged("Beda is 145 km by road from Alta.", HOME, town)
    assert outcome == "consistent"
    assert "plausible for a road; roads are not measured here" in text
    assert judged("Beda is 230 km by road from Alta.", HOME, town)[0] == "contradicted"


def test_a_region_does_not_reach_across_the_other_place_to_its_far_side() -> None:
    region = at(130, 90, "Beda", kind="region", radius=60.0)
    assert judged("Beda is 120 km east of Alta.", HOME, region)[0] != "contradicted"
    assert judged("Beda is 120 km west of Alta.", HOME, region)[0] == "contradicted"
