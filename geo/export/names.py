"""What places are called: as the text calls them.

A gazetteer may call a place as the people there do (Köln, Dhāka). Who reads the story looks
for the name that stands in it.
"""

from __future__ import annotations

from collections import Counter

from geo.export.values import clean
from geo.model import Place, ReportData, Toponym, Whereabouts

__all__ = ["Names", "bounds_text"]


class Names:
    """Names of places as the texts write them.

    Parameters
    ----------
    report : ReportData
        Its toponyms are counted; the most frequent spelling wins, the first among equals.
    """

    def __init__(self, report: ReportData) -> None:
        counts: dict[str, Counter[str]] = {}
        for toponym in report.toponyms:
            text = " ".join(clean(toponym.text).split())
            if toponym.place and text:
                counts.setdefault(toponym.place.id, Counter())[text] += 1
        self._names = {identity: found.most_common(1)[0][0] for identity, found in counts.items()}

    def of(self, place: Place) -> str:
        """Name that the texts use, or else the gazetteer's."""
        written = self._names.get(place.id, place.name)
        if written.casefold() == place.name.casefold():
            return place.name
        # A dateline is in capitals: "COLOGNE, Germany". Short ones are abbreviations.
        return written.title() if written.isupper() and len(written) > 4 else written

    def other(self, place: Place) -> str:
        """Name in the gazetteer, where the texts use another; else ""."""
        return place.name if self.of(place) != place.name else ""

    def both(self, place: Place) -> str:
        """Both names: "Cologne (Köln)"."""
        other = self.other(place)
        return f"{self.of(place)} ({other})" if other else self.of(place)

    def of_side(self, side: Toponym | None) -> str:
        """Name of a side of a claim: its place's, else the words of the text."""
        if side is None:
            return ""
        return self.of(side.place) if side.place is not None else side.text


def bounds_text(names: Names, where: Whereabouts) -> str:
    """Say between which sightings a time lies; "" where none is told."""
    if where.after is not None and where.before is not None:
        return f"Between the sightings at {names.of(where.after)} and {names.of(where.before)}."
    if where.after is not None:
        return f"After the last sighting, at {names.of(where.after)}."
    return f"Before the first sighting, at {names.of(where.before)}." if where.before else ""
