"""Which country a text is from, told by its words rather than its names.

A local paper does not say where it is: "the Dublin city manager" is enough for its readers.
Offices, courts, schools, money and spelling tell the rest of the world: a sheriff is rather
American, a councillor rather British, a lakh Indian. The weights of ``country_cues.csv`` are
ours, in the units in which candidates are scored.
"""

from __future__ import annotations

from functools import cache

from geo.toponyms.context import Context
from geo.toponyms.tokens import tokenise
from geo.toponyms.words import table

__all__ = ["country_cues"]

#: All cues of a country together add no more than this.
_MOST = 3.0
#: A country that one word in a long text points to gains nothing.
_LEAST = 0.3


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """Phrases by their first word, with country and weight."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for row in table("country_cues"):
        parts = tuple(token.low.rstrip(".") for token in tokenise(row["word"]))
        found.setdefault(parts[0], []).append((parts, row["country"], float(row["weight"])))
    return {first: tuple(cues) for first, cues in found.items()}


def country_cues(context: Context) -> dict[str, float]:
    """How much the words of a text speak for each country.

    Each cue counts once, however often it stands in the text.

    Parameters
    ----------
    context : Context
        A tokenised text.

    Returns
    -------
    dict
        ISO code to a bonus of up to 3; empty where nothing tells a country.
    """
    cues = _cues()
    words = [token.low for token in context.tokens]
    seen: set[tuple[tuple[str, ...], str]] = set()
    votes: dict[str, float] = {}
    for index, word in enumerate(words):
        for parts, country, weight in cues.get(word, ()):
            key = (parts, country)
            if key in seen or tuple(words[index : index + len(parts)]) != parts:
                continue
            seen.add(key)
            votes[country] = votes.get(country, 0.0) + weight
    return {country: min(vote, _MOST) for country, vote in votes.items() if vote > _LEAST}
