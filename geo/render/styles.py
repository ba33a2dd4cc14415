"""How verdicts and certainties look: a colour, a dash, a symbol and a word each.

Colour never stands alone: one man in twelve does not tell red from green. The colours keep
a contrast of 4.5:1 or more on white (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Certainty, Outcome

__all__ = [
    "ALTERNATIVE",
    "AT_A_TIME",
    "CERTAINTIES",
    "MARKS",
    "MEASURED",
    "RIVER",
    "RULED_OUT",
    "STATION",
    "UNJUDGED",
    "VERDICTS",
    "Look",
]


@dataclass(frozen=True, slots=True)
class Look:
    """Appearance of a line or a badge.

    Parameters
    ----------
    word : str
        The word for a reader.
    symbol : str
        One character that says the same.
    colour : str
        Hexadecimal colour.
    dash : str
        Lengths of strokes and gaps in pixels, as SVG writes them; "" is a solid line.
    weight : float
        Width in pixels.
    meaning : str
        The sentence for the legend.
    """

    word: str
    symbol: str
    colour: str
    dash: str = ""
    weight: float = 3.0
    meaning: str = ""


VERDICTS: dict[Outcome, Look] = {
    "consistent": Look("consistent", "✓", "#1a7a55", "", 2.5, "fits what was measured"),
    "imprecise": Look("imprecise", "≈", "#9a5b00", "11 5", 2.5, "off by a usual error"),
    "contradicted": Look("contradicted", "✗", "#b3261e", "3 5", 3.0, "no reading fits"),
    "unverifiable": Look("unverifiable", "?", "#5b6675", "1 6", 2.5, "nothing to measure it by"),
}  # fmt: skip

#: For a claim that nobody has judged yet.
UNJUDGED = Look("not judged", "·", "#5b6675", "1 6", 2.5, "no verdict")

CERTAINTIES: dict[Certainty, Look] = {
    "confirmed": Look("confirmed", "●", "#16457f", "", 5.0, "told at first hand"),
    "reported": Look("reported", "◐", "#16457f", "16 6", 4.5, "told at second hand"),
    "speculated": Look("speculated", "○", "#16457f", "2 9", 4.5, "somebody expects it"),
    "denied": Look("denied", "⊘", "#b3261e", "2 9", 3.0, "a source denies it"),
}

ALTERNATIVE = Look("alternative", "", "#6d5a8c", "7 5", 3.0, "another way by rail")
MEASURED = Look("measured", "", "#6d5a8c", "2 4", 2.5, "rails that a claim was measured along")
RULED_OUT = Look("ruled out", "⊘", "#8a3a33", "1 7", 2.5, "does not fit the sightings")
RIVER = Look("river", "", "#3f86b5", "", 2.0, "course as far as known")

STATION = Look("station", "•", "#5b6675", "1 8", 5.0, "with the hours of a steady run")
#: Where it can be at the time of the slider: broad and pale, broader and dark.
AT_A_TIME = (
    Look("likely", "", "#a8480a", "", 9.0, "between an early and a late run"),
    Look("possible", "", "#e6b560", "", 7.0, "rails that the sightings leave open"),
)

#: The marks that stand at a place, by their shape; the symbol is a sample of what is in them.
MARKS: dict[str, Look] = {
    "sighting": Look("sighting", "1", "#16457f", meaning="numbers count in order of time"),
    "denied": Look("denied", "⊘ 1", "#b3261e", meaning="a source says that it was not there"),
    "forecast": Look("destination", "50%", "#16457f", meaning="how well it fits, in per cent"),
    "ruled-out": RULED_OUT,
}
