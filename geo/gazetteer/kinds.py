"""The kinds of feature that a place can be, and what can be said of each."""

from __future__ import annotations

__all__ = ["KINDS", "POPULATED", "STATES", "TERRITORIAL", "WATER"]

#: Settlements, by population (GeoNames cities500 tells no finer class).
POPULATED = frozenset({"city", "town", "village", "district"})

#: Countries, and territories that have a code like one.
STATES = frozenset({"country", "territory"})

#: Areas with a border.
TERRITORIAL = frozenset({"country", "territory", "continent", "subregion", "region", "county"})

#: Bodies of water.
WATER = frozenset({"river", "lake", "sea", "ocean", "gulf", "bay", "strait", "canal", "reservoir"})

#: Every kind, with the words for a reader.
KINDS: dict[str, str] = {
    "city": "city",
    "town": "town",
    "village": "village",
    "district": "district of a city",
    "country": "country",
    "territory": "dependent or disputed territory",
    "continent": "continent",
    "subregion": "part of a continent",
    "region": "first-level division",
    "county": "second-level division",
    "area": "region without a border of its own",
    "river": "river",
    "lake": "lake",
    "reservoir": "reservoir",
    "sea": "sea",
    "ocean": "ocean",
    "gulf": "gulf",
    "bay": "bay",
    "strait": "strait",
    "canal": "canal",
    "island": "island",
    "archipelago": "group of islands",
    "peninsula": "peninsula",
    "cape": "cape",
    "mountain": "mountain",
    "range": "mountain range",
    "pass": "mountain pass",
    "desert": "desert",
    "plain": "plain, steppe or plateau",
    "valley": "valley",
    "forest": "forest or park",
    "station": "railway station",
    "border_crossing": "border crossing",
    "border": "border of a country",
    "coast": "coast",
    "bridge": "bridge",
    "tunnel": "tunnel",
    "port": "port",
    "airport": "airport",
    "spaceport": "spaceport",
    "military_site": "military site",
    "nuclear_site": "nuclear site",
    "dam": "dam",
    "government_site": "seat of a government",
    "landmark": "landmark",
}
