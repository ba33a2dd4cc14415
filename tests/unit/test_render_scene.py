"""What is drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from report_fixture import PLACES, report

from geo.model import Claim, Journey, Leg, Place, ReportData, Route, Toponym
from geo.render.scene import scene_of
from geo.render.styles import CERTAINTIES, MARKS, VERDICTS


def _layer(scene: dict[str, Any], identity: str) -> dict[str, dict[str, Any]]:
    found = next(layer for layer in scene["layers"] if layer["id"] == identity)
    return {feature["id"]: feature for feature in found["features"]}


def test_verdicts_and_certainties_differ_by_more_than_colour() -> None:
    for looks in (VERDICTS.values(), CERTAINTIES.values()):
        assert len({look.symbol for look in looks}) == len(looks)
        assert len({look.word for look in looks}) == len(looks)
        assert len({(look.dash, look.weight) for look in looks}) == len(looks)


def test_claims_are_lines_with_the_look_of_their_verdict() -> None:
    claims = _layer(scene_of(report()), "claims")
    assert set(claims) == {"claim:c1", "claim:c2", "claim:c4"}
    assert claims["claim:c2"]["badge"] == "✗"
    assert claims["claim:c2"]["look"]["dash"] == VERDICTS["contradicted"].dash
    popup = claims["claim:c1"]["popup"]
    assert "Brno lies 111 km" in popup["text"]
    assert [label for label, _ in popup["rows"]].count("Reading") == 2


def test_a_claim_about_the_way_follows_the_way() -> None:
    data = report()
    about_the_way = replace(data.claims[0], kind="detour")
    drawn = _layer(scene_of(replace(data, claims=(about_the_way,))), "claims")["claim:c1"]
    straight = _layer(scene_of(data), "claims")["claim:c1"]
    assert len(drawn["paths"][0]) == 50 > len(straight["paths"][0])
    assert (drawn["band"], straight["band"]) == (True, False)


def test_legs_are_drawn_by_certainty() -> None:
    scene = scene_of(report())
    confirmed, reported, speculated = (
        _layer(scene, f"path-{word}") for word in ("confirmed", "reported", "speculated")
    )
    assert [list(layer) for layer in (confirmed, reported, speculated)] == [
        ["leg:1", "leg:3"], ["leg:2"], ["leg:4"],
    ]  # fmt: skip
    path = {**confirmed, **reported, **speculated}
    assert {leg["look"]["word"] for leg in confirmed.values()} == {"confirmed"}
    assert path["leg:1"]["look"]["dash"] == ""
    assert path["leg:4"]["look"]["dash"] != ""


def test_a_destination_that_is_ruled_out_is_marked_and_gets_no_way() -> None:
    forecast = _layer(scene_of(report()), "forecast")
    assert forecast["forecast:p7"]["shape"] == "ruled-out"
    assert "forecast-route:p7" not in forecast
    assert "forecast-route:p6" in forecast


def test_sightings_of_a_place_share_a_badge() -> None:
    data = report()
    again = replace(data.sightings[0], place=PLACES["Dresden"])
    scene = scene_of(replace(data, sightings=(*data.sightings, again)))
    assert _layer(scene, "sightings")["sighting:p2"]["symbol"] in ("1·3", "2·3")


def test_rivers_are_lines() -> None:
    rivers = _layer(scene_of(report()), "rivers")
    assert len(rivers["river:p9"]["paths"][0]) == 5


def test_places_of_the_journey_have_the_first_right_to_a_label() -> None:
    places = _layer(scene_of(report()), "places")
    assert places["place:p1"]["rank"] < places["place:p8"]["rank"] < places["place:p10"]["rank"]


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    words = [e["word"] for group in scene_of(report())["legend"] for e in group["entries"]]
    assert "contradicted" in words
    assert "unverifiable" not in words
    assert "denied" not in words
    assert scene_of(ReportData())["legend"] == []


def test_a_long_claim_follows_the_geodesic() -> None:
    far = Place("f", "Far", 139.7, 35.7, "city")
    claim = Claim(
        0, 1, "x", "distance", Toponym(0, 1, "Far", far), Toponym(0, 1, "V", PLACES["Vienna"])
    )
    line = _layer(scene_of(ReportData(claims=(claim,))), "claims")["claim:c1"]["paths"][0]
    assert len(line) > 50
    assert max(lat for lat, _ in line) > 60  # a straight line on the map stays below 49


def test_lines_over_the_antimeridian_do_not_cross_the_map() -> None:
    a, b = Place("a", "A", 178.0, 65.0, "city"), Place("b", "B", -176.0, 66.0, "city")
    claim = Claim(0, 1, "x", "distance", Toponym(0, 1, "A", a), Toponym(2, 3, "B", b))
    leg = Leg(a, b, Route(9.0, 9.0, ((178.0, 65.0), (-176.0, 66.0))), "confirmed")
    scene = scene_of(ReportData(claims=(claim,), journey=Journey(legs=(leg,))))
    for name in ("claims", "path-confirmed"):
        for feature in _layer(scene, name).values():
            lons = [lon for line in feature["paths"] for _, lon in line]
            assert max(lons) - min(lons) < 7


def test_a_very_long_path_is_thinned_and_keeps_its_end() -> None:
    path = tuple((10 + k / 10_000, 50.0) for k in range(30_001))
    leg = Leg(PLACES["Linz"], PLACES["Vienna"], Route(9.0, 9.0, path), "confirmed")
    scene = scene_of(ReportData(journey=Journey(legs=(leg,))))
    line = _layer(scene, "path-confirmed")["leg:1"]["paths"][0]
    assert len(line) <= 4_001
    assert line[-1] == [50.0, 13.0]


def test_the_scene_is_plain_json() -> None:
    json.dumps(scene_of(report()), allow_nan=False)


def test_the_attribution_names_each_source_once() -> None:
    data = report()
    twice = replace(data, provenance=data.provenance * 2)
    lines = scene_of(twice)["attribution"]
    assert len(lines) == len(set(lines)) == 3
    assert any("ODbL" in line for line in lines)


def _legend(data: ReportData) -> dict[str, list[dict[str, Any]]]:
    return {group["title"]: group["entries"] for group in scene_of(data)["legend"]}


def test_rails_measured_for_claims_are_no_alternatives_in_the_legend() -> None:
    data = report()
    assert data.journey is not None
    alone = replace(data, journey=replace(data.journey, alternatives=()))
    scene = scene_of(alone)
    assert "claim-routes" in {layer["id"] for layer in scene["layers"]}
    words = [entry["word"] for group in scene["legend"] for entry in group["entries"]]
    assert "alternative" not in words
    assert "alternative" in [e["word"] for entries in _legend(data).values() for e in entries]


def test_the_legend_explains_the_marks_that_are_there() -> None:
    marks = _legend(report())["Marks"]
    assert [entry["shape"] for entry in marks] == ["sighting", "forecast", "ruled-out"]
    assert len({look.word for look in MARKS.values()}) == len(MARKS)


def test_a_place_where_every_sighting_is_denied_has_a_mark_of_its_own() -> None:
    data = report()
    first = data.sightings[0]
    assert first.place is not None
    denied = replace(data, sightings=(replace(first, certainty="denied"),))
    pin = _layer(scene_of(denied), "sightings")[f"sighting:{first.place.id}"]
    assert pin["shape"] == "denied"
    assert pin["name"].startswith("Denied")
    assert pin["look"]["word"] == "denied"
    assert next(entry["shape"] for entry in _legend(denied)["Marks"]) == "denied"
    both = replace(data, sightings=(first, replace(first, certainty="denied")))
    pin = _layer(scene_of(both), "sightings")[f"sighting:{first.place.id}"]
    assert pin["shape"] == "sighting"
