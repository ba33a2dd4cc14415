"""Ways to tell two places and what is measured between them, each met in print."""

from __future__ import annotations

import pytest

from geo.claims import find_claims

# text, kind, subject, reference
CONSTRUCTIONS = [
    ("Tartu is separated from Narva by 180 km.", "distance", "Tartu", "Narva"),
    ("Forty-odd miles separate Leeds and Derby.", "distance", "Derby", "Leeds"),
    ("An old map puts Kazan at 700 versts from Moscow.", "distance", "Kazan", "Moscow"),
    ("Residents of Tivoli live 30 km from Rome.", "distance", "Tivoli", "Rome"),
    ("They cycled from Ghent to Namur, a journey of 120 km, in a day.", "distance", "Namur",
     "Ghent"),
    ("Dakar and Thiès are some 70 km apart by road.", "distance", "Thiès", "Dakar"),
    ("From Turin it is an hour by train to Milan.", "travel_time", "Milan", "Turin"),
    ("From Utrecht it is 35 km to Gouda.", "distance", "Gouda", "Utrecht"),
    ("Zagreb to Split is a six-hour train ride.", "travel_time", "Split", "Zagreb"),
    ("The tunnel cut the trip from Lyon to Turin to two hours.", "travel_time", "Turin", "Lyon"),
    ("Half an hour from Bristol by train is Bath.", "travel_time", "Bath", "Bristol"),
    ("Just across the border from Geneva, the town of Annemasse is cheaper.", "proximity",
     "Annemasse", "Geneva"),
    ("Chur is a stone's throw from the Austrian border.", "proximity", "Chur", "Austrian border"),
    ("Tabatinga lies where Brazil, Peru and Colombia meet.", "proximity", "Tabatinga",
     "Brazil, Peru and Colombia meet"),
    ("Foz stands at the point where the borders of Brazil and Paraguay meet.", "proximity", "Foz",
     "the borders of Brazil and Paraguay"),
    ("Orsha is equidistant from Minsk and Smolensk.", "comparison", "Orsha", "Minsk"),
    ("Trains go the long way round from Basra to Mosul.", "detour", "Mosul", "Basra"),
    ("They walked from Deal to Dover, 9 miles down the coast.", "distance", "Dover", "Deal"),
    ("Lima and Ica are a five-hour bus ride apart.", "travel_time", "Ica", "Lima"),
    ("Halfway between Rome and Naples lies Gaeta.", "between", "Gaeta", "Rome"),
    ("A direct line runs from Kyiv to Odesa.", "detour", "Odesa", "Kyiv"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "subject", "reference"), CONSTRUCTIONS, ids=[row[0] for row in CONSTRUCTIONS]
)
def test_the_two_places_are_found(text: str, kind: str, subject: str, reference: str) -> None:
    (claim,) = find_claims(text)
    assert claim.kind == kind
    assert claim.subject is not None
    assert claim.reference is not None
    assert (claim.subject.text, claim.reference.text) == (subject, reference)


def test_a_distance_and_a_time_are_told_of_the_same_two_places() -> None:
    text = "The express covers the 270 km between Turin and Bologna in two hours."
    claims = find_claims(text)
    assert [claim.kind for claim in claims] == ["distance", "travel_time"]
    for claim in claims:
        assert claim.subject is not None
        assert claim.reference is not None
        assert {claim.subject.text, claim.reference.text} == {"Turin", "Bologna"}


@pytest.mark.parametrize(
    "text",
    [
        "Near Paris, France beat Germany 3-0.",
        "It was a long way to Paris.",
        "She took the long way round.",
        "The rivers meet where the road from Lyon ends.",
        "Bergen to Oslo is the story of a family.",
        "The trial was moved from Leeds to York to save time.",
        "They cut the budget from Lyon to Paris by two hours.",
    ],
)
def test_what_only_looks_like_them_is_no_claim(text: str) -> None:
    assert find_claims(text) == []
