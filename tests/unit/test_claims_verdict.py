"""What the measurement says of a claim."""

from __future__ import annotations

import pytest

from geo.claims import check, explain, find_claims
from geo.claims.error_model import spread
from geo.claims.separation import separation
from geo.errors import NoRoute
from geo.geodesy import destination, distance_km
from geo.model import Candidate, Claim, Place, Route, Toponym

HOME = Place("home", "Alta", 20.0, 50.0, "city", radius_km=4.0, country="PL")


def at(km: float, bearing: float, name: str = "Beda", kind: str = "town", **more: object) -> Place:
    lon, lat = destination(HOME.lon, HOME.lat, bearing, km)
    return Place(name.lower(), name, lon, lat, kind, **more)  # type: ignore[arg-type]


class Rails:
    """A network on which every way is longer than the line by the same factor."""

    def __init__(self, factor: float, *, estimated: bool = False) -> None:
        self.factor = factor
        self.estimated = estimated
        self.asked: list[tuple[str, str]] = []

    def route(self, origin: Place, destination: Place, /) -> Route:
        self.asked.append((origin.name, destination.name))
        km = distance_km(origin.lon, origin.lat, destination.lon, destination.lat)
        return Route(
            km * self.factor, km, (origin.lonlat, destination.lonlat),
            network="test", estimated=self.estimated,
        )  # fmt: skip


class NoRails:
    def route(self, origin: Place, destination: Place, /) -> Route:
        raise NoRoute("no rails join them", hint="")


def claim_of(text: str, *places: Place, **more: object) -> Claim:
    mentions = sorted(
        (
            Toponym(text.index(place.name), text.index(place.name) + len(place.name), place.name,
                    place, **more)  # type: ignore[arg-type]
            for place in places
        ),
        key=lambda mention: mention.start,
    )  # fmt: skip
    return find_claims(text, mentions)[0]


def verdict(text: str, *places: Place, network: object = None) -> tuple[str, str]:
    claim = check(claim_of(text, *places), text, network)  # type: ignore[arg-type]
    assert claim.verdict is not None
    return claim.verdict.outcome, explain(claim)


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("80 km north of", "consistent"),
        ("about 75 km north of", "consistent"),
        ("100 km north of", "imprecise"),
        ("250 km north of", "contradicted"),
        ("40 km north of", "contradicted"),
        ("80 km northeast of", "imprecise"),
        ("80 km east of", "contradicted"),
        ("80 km south of", "contradicted"),
        ("80 km north-northeast of", "imprecise"),
        ("less than 100 km from", "consistent"),
        ("less than 70 km from", "imprecise"),
        ("more than 70 km from", "consistent"),
        ("more than 20 km from", "imprecise"),
        ("at most 30 km from", "contradicted"),
        ("70 to 90 km from", "consistent"),
        ("nearly 85 km from", "consistent"),
        ("50 miles from", "consistent"),
    ],
)
def test_the_outcome_follows_distance_and_direction(written: str, outcome: str) -> None:
    assert verdict(f"Beda is {written} Alta.", HOME, at(80, 0))[0] == outcome


def test_the_worse_of_distance_and_direction_counts() -> None:
    outcome, text = verdict("Beda is 80 km south of Alta.", HOME, at(80, 0))
    assert outcome == "contradicted"
    assert "not south" in text
    assert "swapped" in text


def test_the_size_of_two_towns_is_allowed_for_and_said() -> None:
    home = Place("home", "Alta", 20.0, 50.0, "city", radius_km=12.0)
    outcome, text = verdict("Beda is 65 km from Alta.", home, at(80, 0, radius_km=4.0))
    assert outcome == "consistent"
    assert "19 % less than the straight line" in text
    assert "once the size of the places is allowed for" in text


def test_the_size_of_a_town_does_not_make_everything_fit() -> None:
    home = Place("home", "Alta", 20.0, 50.0, "city", radius_km=40.0)
    gap = separation(home, at(50, 0))
    assert gap.low_km >= 0.7 * 50 - 0.1
    assert verdict("Beda is 3 km from Alta.", home, at(50, 0))[0] == "contradicted"


def test_towns_that_touch_may_be_told_from_edge_to_edge() -> None:
    home = Place("home", "Alta", 20.0, 50.0, "city", radius_km=5.0)
    outcome, text = verdict("Beda is 2 km from Alta.", home, at(7, 0, radius_km=3.0))
    assert outcome == "consistent"
    assert "the two places touch" in text
    assert verdict("Beda is 14 km from Alta.", home, at(7, 0, radius_km=3.0))[0] == "contradicted"


def test_a_distance_from_the_edge_of_a_city_is_imprecise_and_says_so() -> None:
    home = Place("home", "Alta", 20.0, 50.0, "city", radius_km=20.0)
    outcome, text = verdict("Beda is 33 km from Alta.", home, at(48, 0, radius_km=2.0))
    assert outcome == "imprecise"
    assert "could be told from the edge of Alta" in text
    assert verdict("Beda is 20 km from Alta.", home, at(48, 0))[0] == "contradicted"


def test_a_slip_of_unit_is_no_distance_from_an_edge() -> None:
    home = Place("home", "Alta", 20.0, 50.0, "city", radius_km=20.0)
    outcome, text = verdict("Beda is 30 km from Alta.", home, at(48, 0, radius_km=2.0))
    assert outcome == "contradicted"
    assert "30 would fit in miles" in text


def test_a_rail_distance_fits_and_is_named() -> None:
    rails = Rails(1.5)
    outcome, text = verdict("Beda is 120 km from Alta.", HOME, at(80, 0), network=rails)
    assert outcome == "consistent"
    assert "fits the way by rail, not the straight line" in text
    assert rails.asked == [("Alta", "Beda")]


def test_a_claim_by_rail_is_held_against_the_rails_only() -> None:
    claim = claim_of("Beda is 80 km from Alta by rail.", HOME, at(80, 0))
    assert claim.mode == "rail"
    checked = check(claim, "", Rails(1.5)).verdict
    assert checked is not None
    assert checked.outcome == "contradicted"
    assert checked.evidence.rail_km == pytest.approx(120, abs=0.1)
    assert checked.evidence.detour_factor == pytest.approx(1.5)


def test_a_claim_by_road_says_that_roads_are_not_measured() -> None:
    outcome, text = verdict("Beda is 100 km from Alta by road.", HOME, at(80, 0))
    assert outcome == "consistent"
    assert "not measured" in text


def test_rails_that_do_not_join_leave_the_straight_line() -> None:
    outcome, _ = verdict("Beda is 80 km from Alta.", HOME, at(80, 0), network=NoRails())
    assert outcome == "consistent"


def test_every_reading_is_in_the_evidence() -> None:
    claim = claim_of("Beda is 80 km north of Alta.", HOME, at(80, 0))
    checked = check(claim, "", Rails(1.5)).verdict
    assert checked is not None
    evidence = checked.evidence
    assert [reading.name for reading in evidence.readings] == ["straight line", "rail", "bearing"]
    assert evidence.geodesic_km == pytest.approx(80, abs=0.01)
    assert evidence.compass == "N"
    assert evidence.ratio_geodesic == pytest.approx(1, abs=0.001)
    assert evidence.network == "test"
    assert evidence.method is not None
    assert 1 <= (evidence.error_percentile or 0) <= 99


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Beda is 80 km north of Nowhere.", "no place was found for “Nowhere”"),
        ("It lies 80 km north of Beda.", "the text does not tell which place “It” is"),
        ("Beda is 80 km from the Freeland border.", "cannot be placed"),
    ],
)
def test_unresolved_places_make_a_claim_unverifiable_and_say_which(text: str, reason: str) -> None:
    outcome, explanation = verdict(text, at(80, 0))
    assert outcome == "unverifiable"
    assert reason in explanation


def test_the_same_place_twice_is_not_measured() -> None:
    twin = Place("home", "Beda", 20.0, 50.0, "city")
    assert verdict("Beda is 80 km north of Alta.", HOME, twin)[0] == "unverifiable"


def test_a_country_is_too_large_for_its_centre_to_stand_for_it() -> None:
    land = at(450, 90, "Fredonia", "country", radius_km=400.0)
    outcome, text = verdict("Alta is less than 100 km west of Fredonia.", HOME, land)
    assert outcome == "unverifiable"
    assert "too large" in text


def test_a_coarsely_drawn_river_does_not_contradict_a_town_on_it() -> None:
    line = (((20.6, 49.0), (20.6, 51.0)),)
    outcome, text = verdict(
        "Alta lies on the Neda.", HOME, Place("r", "Neda", 20.6, 50.0, "river", lines=line)
    )
    assert outcome == "contradicted"
    outcome, text = verdict(
        "Alta lies on the Neda.",
        HOME,
        Place("r", "Neda", 20.6, 50.0, "river", radius_km=40.0, lines=line),
    )
    assert outcome == "unverifiable"
    assert "its course is known to 40 km here" in text


def test_a_river_is_measured_at_its_nearest_point() -> None:
    river = Place("r", "Neda", 25.0, 50.0, "river", lines=(((20.2, 49.0), (20.2, 51.0)),))
    outcome, _ = verdict("Alta is 14 km from the Neda.", HOME, river)
    assert outcome == "consistent"


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Beda is 50 km from Alta.", "50 would fit in miles instead of kilometres"),
        ("Beda is 129 miles from Alta.", ""),
        ("Beda is 800 km from Alta.", "a digit seems to be lost or doubled"),
        ("Beda is 8 km from Alta.", "a digit seems to be lost or doubled"),
    ],
)
def test_a_likely_slip_is_named(text: str, slip: str) -> None:
    outcome, explanation = verdict(text, HOME, at(80, 0))
    assert outcome == "contradicted"
    assert slip.lower() in explanation.lower()


def test_another_place_of_the_same_name_is_named_when_it_fits() -> None:
    far = at(300, 180, "Beda")
    near = Candidate(Place("other", "Beda", *destination(20, 50, 0, 80), "town", country="SK"), 0.4)
    text = "Beda is 80 km north of Alta."
    mentions = [Toponym(0, 4, "Beda", far, candidates=(near,)), Toponym(23, 27, "Alta", HOME)]
    (claim,) = find_claims(text, mentions)
    checked = check(claim, text).verdict
    assert checked is not None
    assert checked.outcome == "contradicted"
    assert "Another Beda in Slovakia, 80 km away, would fit" in checked.explanation


def test_a_place_chosen_by_the_stated_distance_is_said_to_be() -> None:
    reasons = ("stated distance from Alta fits",)
    text = "Beda is 80 km north of Alta."
    other = Candidate(at(900, 180, "Beda", country="UA"), 0.3)
    mentions = [
        Toponym(0, 4, "Beda", at(80, 0, "Beda II"), reasons=reasons, candidates=(other,)),
        Toponym(23, 27, "Alta", HOME),
    ]
    checked = check(find_claims(text, mentions)[0], text).verdict
    assert checked is not None
    assert "helped to choose this Beda II" in checked.explanation
    assert "Beda in Ukraine, lies 900 km from Alta" in checked.explanation


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Beda is a two-hour drive from Alta.", "consistent"),
        ("Beda is a 20-hour drive from Alta.", "contradicted"),
        ("Beda is ten minutes' drive from Alta.", "contradicted"),
        ("Beda is a two-hour train ride from Alta.", "consistent"),
        ("Beda is a 20-hour walk from Alta.", "consistent"),
        ("Beda is a one-hour flight from Alta.", "consistent"),
        ("Beda is two hours away from Alta.", "consistent"),
        ("Beda is two hours south of Alta.", "contradicted"),
    ],
)
def test_a_travel_time_is_held_against_plausible_speeds(text: str, outcome: str) -> None:
    assert verdict(text, HOME, at(80, 0), network=Rails(1.3))[0] == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("60 kilometers (37 miles)", "consistent"),
        ("600 km (370 miles)", "consistent"),
        ("10 km (6 miles)", "consistent"),
        ("21 miles (33 kilometers)", "consistent"),
        ("2.25 miles (3.6 km)", "consistent"),
        ("60 kilometers (39 miles)", "imprecise"),
        ("60 kilometers (60 miles)", "contradicted"),
        ("60 kilometers (97 miles)", "contradicted"),
        ("60 kilometers (370 miles)", "contradicted"),
        ("10 to 20 km (6 to 12 miles)", "consistent"),
        ("13 ft (4 metres)", "consistent"),
        ("60 nautical miles (111 km)", "consistent"),
    ],
)
def test_a_conversion_is_checked_with_what_rounding_allows(text: str, outcome: str) -> None:
    claims = [c for c in find_claims(f"They walked {text} in June.") if c.kind == "conversion"]
    checked = check(claims[0], "").verdict
    assert checked is not None
    assert checked.outcome == outcome


def test_a_conversion_the_wrong_way_round_is_named() -> None:
    (claim,) = find_claims("They walked 60 kilometers (97 miles) in June.")
    checked = check(claim, "").verdict
    assert checked is not None
    assert "wrong way round" in checked.explanation


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Beda is north of Alta.", "consistent"),
        ("Beda is northeast of Alta.", "imprecise"),
        ("Beda is south of Alta.", "contradicted"),
        ("Beda is upstream of Alta.", "unverifiable"),
        ("Beda is close to Alta.", "imprecise"),
        ("Beda is closer to Cato than to Alta.", "consistent"),
        ("Beda is closer to Alta than to Cato.", "contradicted"),
        ("Beda lies halfway between Alta and Cato.", "imprecise"),
        ("Beda lies between Alta and Cato.", "consistent"),
        ("Cato lies between Alta and Beda.", "contradicted"),
    ],
)
def test_claims_without_an_amount_are_measured(text: str, outcome: str) -> None:
    places = [place for place in (HOME, at(80, 0), at(110, 0, "Cato")) if place.name in text]
    assert verdict(text, *places)[0] == outcome


@pytest.mark.parametrize(
    ("factor", "word", "outcome"),
    [
        (1.5, "circuitous", "consistent"),
        (1.05, "circuitous", "contradicted"),
        (1.05, "direct", "consistent"),
        (1.9, "direct", "contradicted"),
    ],
)
def test_a_detour_is_held_against_the_rails(factor: float, word: str, outcome: str) -> None:
    text = f"Beda is 80 km north of Alta, but the route there is {word}."
    places = [
        Toponym(0, 4, "Beda", at(80, 0)),
        Toponym(23, 27, "Alta", HOME),
    ]
    claim = find_claims(text, places)[-1]
    assert claim.kind == "detour"
    checked = check(claim, text, Rails(factor)).verdict
    assert checked is not None
    assert checked.outcome == outcome
    without = check(claim, text).verdict
    assert without is not None
    assert without.outcome == "unverifiable"


def test_an_explanation_is_a_sentence_with_both_units_where_miles_were_written() -> None:
    _, text = verdict("Beda is about 50 miles north of Alta.", HOME, at(80, 0))
    assert text == (
        "Beda lies 80 km (50 miles) north of Alta in a straight line; "
        "the article's “about 50 miles” (80 km) fits."
    )


def test_a_reference_in_other_words_is_named_with_its_place() -> None:
    text = "The launch facility is 80 km north of Alta."
    mentions = [
        Toponym(0, 19, "The launch facility", at(80, 0, "Beda")),
        Toponym(38, 42, "Alta", HOME),
    ]
    checked = check(find_claims(text, mentions)[0], text).verdict
    assert checked is not None
    assert checked.explanation.startswith("Beda (“The launch facility”) lies 80 km north of Alta")


def test_tolerance_turns_imprecise_into_consistent() -> None:
    text = "Beda is 97 km from Alta."
    claim = claim_of(text, HOME, at(80, 0))
    strict, loose = check(claim, text).verdict, check(claim, text, tolerance=0.3).verdict
    assert strict is not None
    assert loose is not None
    assert (strict.outcome, loose.outcome) == ("imprecise", "consistent")


def test_the_error_model_falls_back_to_wider_sorts() -> None:
    assert spread("verst", hedged=False, km=50).n >= 40
    low, high = spread("mi", hedged=True, km=60).band
    assert 0.5 < low < 1 < high < 2


def test_an_unchecked_claim_has_no_explanation_yet() -> None:
    (claim,) = find_claims("Beda is 80 km from Alta.")
    assert "not been checked" in explain(claim)


def outcomes(text: str, town: Place) -> dict[str, str]:
    places = [Toponym(0, 4, "Beda", town), Toponym(text.index("Alta"), len(text) - 1, "Alta", HOME)]
    told = {}
    for claim in find_claims(text, places):
        checked = check(claim, text).verdict
        assert checked is not None
        told[str(claim.kind)] = str(checked.outcome)
    return told


def test_an_exact_equivalent_narrows_what_the_rounding_allows() -> None:
    town = at(53, 0)
    assert outcomes("Beda is 60 km from Alta.", town)["distance"] == "consistent"
    assert outcomes("Beda is 60 km (37 miles) from Alta.", town)["distance"] == "imprecise"
    text = "Beda is about 60 km (37 miles) from Alta."
    assert outcomes(text, at(57, 0))["distance"] == "consistent"


def test_an_equivalent_that_does_not_fit_narrows_nothing() -> None:
    told = outcomes("Beda is 60 km (60 miles) from Alta.", at(57, 0))
    assert told == {"conversion": "contradicted", "distance": "consistent"}
