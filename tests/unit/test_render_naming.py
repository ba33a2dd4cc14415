"""Places are called as the text calls them, texts by their title, and no path leaks."""

from __future__ import annotations

from dataclasses import replace

from report_fixture import PLACES, report

from geo.model import Article, Problem, ReportData, Toponym
from geo.render.findings import places_html, problems_html
from geo.render.naming import Names, title_of
from geo.render.page import to_html
from geo.render.scene import scene_of
from geo.render.tables import claim_rows, forecast_rows, key_sentence, place_rows, timeline_rows

VIENNA = PLACES["Vienna"]


def _told(*texts: str) -> Names:
    return Names(ReportData(toponyms=tuple(Toponym(0, 1, text, VIENNA) for text in texts)))


def _renamed() -> ReportData:
    """The story, with a gazetteer that knows every place by another name."""
    data = report()
    by_id = {place.id: replace(place, name=f"{place.name}-LOCAL") for place in PLACES.values()}

    def side(toponym: Toponym | None) -> Toponym | None:
        if toponym is None or toponym.place is None:
            return toponym
        return replace(toponym, place=by_id[toponym.place.id])

    assert data.journey is not None
    return replace(
        data,
        toponyms=tuple(
            Toponym(0, len(name), name, by_id[place.id], article="a1")
            for name, place in PLACES.items()
        ),
        claims=tuple(
            replace(claim, subject=side(claim.subject), reference=side(claim.reference))
            for claim in data.claims
        ),
        sightings=tuple(
            replace(seen, place=by_id[seen.place.id] if seen.place else None)
            for seen in data.sightings
        ),
        journey=replace(
            data.journey,
            legs=tuple(
                replace(leg, origin=by_id[leg.origin.id], destination=by_id[leg.destination.id])
                for leg in data.journey.legs
            ),
            forecast=tuple(
                replace(entry, place=by_id[entry.place.id]) for entry in data.journey.forecast
            ),
        ),
    )


def test_the_most_frequent_name_of_the_text_wins() -> None:
    assert _told("Wien", "Vindobona", "Vindobona").of(VIENNA) == "Vindobona"
    assert _told("Wien", "Vindobona").of(VIENNA) == "Wien"
    assert _told().of(VIENNA) == "Vienna"


def test_capitals_of_a_dateline_are_no_name() -> None:
    assert _told("VIENNA").of(VIENNA) == "Vienna"
    assert _told("VINDOBONA").of(VIENNA) == "Vindobona"
    assert _told("UN").of(VIENNA) == "UN"


def test_the_other_name_is_told_beside() -> None:
    assert _told("Vindobona").both(VIENNA) == "Vindobona (Vienna)"
    assert _told("Vienna").both(VIENNA) == "Vienna"


def test_tables_use_the_names_of_the_text_and_keep_the_ids() -> None:
    data = _renamed()
    rows = [*claim_rows(data), *timeline_rows(data), *forecast_rows(data)]
    for row in rows:
        for key in ("subject", "reference", "place"):
            assert "LOCAL" not in row.get(key, ""), row
    assert "LOCAL" not in key_sentence(data)
    assert {row["id"] for row in place_rows(data)} == {row["id"] for row in place_rows(report())}
    assert all(row["gazetteer_name"].endswith("-LOCAL") for row in place_rows(data))
    assert 'title="In the gazetteer: Vienna-LOCAL"' in places_html(data)
    assert "In the gazetteer" not in places_html(report())


def test_the_map_labels_a_place_as_the_text_and_tells_the_other_name_in_the_tooltip() -> None:
    layers = {layer["id"]: layer["features"] for layer in scene_of(_renamed())["layers"]}
    vienna = next(f for f in layers["places"] if f["id"] == f"place:{VIENNA.id}")
    assert (vienna["name"], vienna["tip"]) == ("Vienna", "Vienna (Vienna-LOCAL)")
    assert ["In the gazetteer", "Vienna-LOCAL"] in vienna["popup"]["rows"]
    for name in ("path-confirmed", "forecast", "sightings"):
        assert all("LOCAL" not in feature["name"] for feature in layers[name])


def test_a_text_without_a_title_is_called_by_its_first_words() -> None:
    long = Article("a", "One two three four five six seven eight nine ten eleven.")
    assert title_of(long) == "One two three four five six seven eight nine ten …"
    assert title_of(Article("a", "x" * 500)) == "x" * 80 + " …"
    assert title_of(Article("a", "Text.", title="Trains")) == "Trains"


def test_no_path_of_the_disk_gets_into_a_page() -> None:
    path = "/home/somebody/secret/story.txt"
    data = report()
    article = replace(data.articles[0], title="", source=path)
    html = to_html(replace(data, articles=(article,)))
    assert "secret" not in html
    assert "story.txt" in html
    problem = Problem(path, f"{path} does not exist")
    assert "secret" not in problems_html(ReportData(problems=(problem,)))
