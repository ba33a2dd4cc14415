"""Read the sets of texts with marked toponyms: two public ones, and one of our own."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HELD_OUT", "OWN", "Gold", "GoldArticle", "read_geowebnews", "read_lgl", "read_own"]

#: Paragraphs that we wrote ourselves, in many genres and parts of the world.
OWN = Path(__file__).parent / "data" / "own_places.jsonl"
#: Written after the rules, and never used to mend them.
HELD_OUT = OWN.with_name("own_places_held_out.jsonl")


@dataclass(frozen=True)
class Gold:
    """A marked toponym; lon and lat are None where the set gives none."""

    start: int
    end: int
    phrase: str
    lon: float | None
    lat: float | None
    kind: str = ""
    #: Counted by other systems too: see `read_geowebnews`.
    comparable: bool = True


@dataclass(frozen=True)
class GoldArticle:
    """A text with its marked toponyms, in order."""

    id: str
    text: str
    toponyms: tuple[Gold, ...]


def _place(text: str, phrase: str, start: int, end: int) -> tuple[int, int]:
    """Mend an offset that line ends have shifted: the nearest occurrence of the phrase."""
    if text[start:end] == phrase:
        return start, end
    found, at = [], text.find(phrase)
    while at >= 0:
        found.append(at)
        at = text.find(phrase, at + 1)
    if not found:
        return start, end
    best = min(found, key=lambda offset: abs(offset - start))
    return best, best + len(phrase)


def read_lgl(path: Path) -> list[GoldArticle]:
    """Local-Global Lexicon: ``lgl.xml``."""
    articles = []
    for node in ElementTree.parse(path).getroot():
        text = node.findtext("text") or ""
        marked = []
        for toponym in node.iterfind("toponyms/toponym"):
            phrase = toponym.findtext("phrase") or ""
            start, end = _place(
                text, phrase, int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)
            )
            tag = toponym.find("gaztag")
            lat = tag.findtext("lat") if tag is not None else None
            lon = tag.findtext("lon") if tag is not None else None
            marked.append(
                Gold(start, end, phrase, float(lon) if lon else None, float(lat) if lat else None)
            )
        articles.append(GoldArticle(node.get("docid") or "", text, _sorted(marked)))
    return articles


def read_geowebnews(path: Path) -> list[GoldArticle]:
    """GeoWebNews: ``GWN.xml``; only the toponyms with coordinates.

    Published shares are not taken over all of them. Mordecai 3 keeps those that have a
    GeoNames id, and of them those that its tagger calls a place, which leaves out adjectives
    and the names of institutions (1,580 are left). By the set's own codes that is: with a
    GeoNames id, no adjective, not inside another name ("Embedded") and no institution or
    event that stands for its site ("Coercion"). Those are marked as comparable.
    """
    articles = []
    for node in ElementTree.parse(path).getroot():
        text = node.findtext("text") or ""
        marked = []
        for toponym in node.iter("toponym"):
            lat, lon = toponym.findtext("latitude"), toponym.findtext("longitude")
            if not lat or not lon:
                continue
            phrase = toponym.findtext("extractedName") or ""
            start, end = _place(
                text, phrase, int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)
            )
            kind = toponym.findtext("type") or ""
            comparable = (
                bool(toponym.findtext("geonamesID"))
                and toponym.findtext("modifierType") != "Adjective"
                and not kind.startswith("Embedded")
                and kind != "Coercion"
            )
            marked.append(Gold(start, end, phrase, float(lon), float(lat), kind, comparable))
        articles.append(GoldArticle(node.get("file") or "", text, _sorted(marked)))
    return articles


_MARK = re.compile(r"\{([^{}|]+)(?:\|(-?[\d.]+) (-?[\d.]+))?\}")


def read_own(path: Path = OWN) -> list[GoldArticle]:
    """Our own paragraphs: ``{name|lat lon}`` in the text, ``{name}`` for areas and rivers."""
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, marked, last = "", [], 0
        for match in _MARK.finditer(row["text"]):
            text += row["text"][last : match.start()]
            name, lat, lon = match.groups()
            where = (float(lon), float(lat)) if lat else (None, None)
            marked.append(Gold(len(text), len(text) + len(name), name, *where, row["genre"]))
            text += name
            last = match.end()
        articles.append(GoldArticle(row["id"], text + row["text"][last:], tuple(marked)))
    return articles


def _sorted(marked: list[Gold]) -> tuple[Gold, ...]:
    return tuple(sorted(marked, key=lambda gold: (gold.start, gold.end)))
