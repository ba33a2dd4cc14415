"""Read the two public sets of news articles with marked toponyms."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Gold", "GoldArticle", "read_geowebnews", "read_lgl"]


@dataclass(frozen=True)
class Gold:
    """A marked toponym; lon and lat are None where the set gives none."""

    start: int
    end: int
    phrase: str
    lon: float | None
    lat: float | None
    kind: str = ""


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
    """GeoWebNews: ``GWN.xml``; only the toponyms with coordinates."""
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
            marked.append(
                Gold(start, end, phrase, float(lon), float(lat), toponym.findtext("type") or "")
            )
        articles.append(GoldArticle(node.get("file") or "", text, _sorted(marked)))
    return articles


def _sorted(marked: list[Gold]) -> tuple[Gold, ...]:
    return tuple(sorted(marked, key=lambda gold: (gold.start, gold.end)))
