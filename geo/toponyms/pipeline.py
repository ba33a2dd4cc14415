"""Names found by a spaCy pipeline that the user has installed, instead of by the rules.

``spacy:en_core_web_sm`` names a package, ``spacy:path/to/folder`` a saved pipeline. What it
labels as a place, a region or a building is taken; the rest of the house is the same: the
spans are resolved together, and what no gazetteer has stays unresolved.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import ConfigurationError
from geo.model import Provenance

__all__ = ["pipeline_provenance", "pipeline_spans"]

PREFIX = "spacy:"
#: Labels of places in spaCy's pipelines; those of OntoNotes first, then of others.
_LABELS = frozenset({"GPE", "LOC", "FAC", "LOCATION", "PLACE"})
#: Characters that a pipeline gets at once; a parser takes about 1 GB for 100,000.
_CHUNK = 50_000
_ARTICLE = re.compile(r"(?:the|The|THE)\s+")
_ENDING = re.compile(r"(?:['’]s?|[\s,;:])+\Z")


def pipeline_spans(text: str, recognizer: str) -> list[tuple[int, int]]:
    """Spans that a pipeline takes for places, in order and without overlaps.

    Parameters
    ----------
    text : str
        Any text.
    recognizer : str
        ``spacy:NAME``: the name of an installed pipeline, or the folder of a saved one.

    Returns
    -------
    list of (int, int)
        Start and end offsets, without a leading article and a possessive ending.

    Raises
    ------
    ConfigurationError
        When spaCy or the pipeline is not installed, or the pipeline finds no names.
    """
    nlp = _load(recognizer.removeprefix(PREFIX))
    spans: list[tuple[int, int]] = []
    for start, end in _chunks(text):
        for found in nlp(text[start:end]).ents:
            if found.label_ in _LABELS:
                first, last = _trimmed(text, start + found.start_char, start + found.end_char)
                if first < last:
                    spans.append((first, last))
    return spans


def pipeline_provenance(recognizer: str) -> Provenance:
    """Which pipeline found the names, for a report."""
    meta = _load(recognizer.removeprefix(PREFIX)).meta
    return Provenance(
        what="names of places in the texts",
        source=f"spaCy pipeline {meta.get('lang', '')}_{meta.get('name', '')}",
        licence=str(meta.get("license") or "not told by the pipeline"),
        version=str(meta.get("version", "")),
    )


@lru_cache(maxsize=2)
def _load(name: str) -> Any:
    try:
        import spacy
        from spacy.about import __version__ as version
    except ImportError as error:
        raise ConfigurationError(
            "spaCy is not installed",
            hint="Install it with: pip install 'geo-explorer[spacy]', or leave out --recognizer.",
        ) from error
    try:
        nlp = spacy.load(name)
    except OSError as error:
        package = not Path(name).exists()
        hint = (
            f"Install it, for instance with: python -m spacy download {name}"
            if package
            else "Give the folder that nlp.to_disk() wrote."
        )
        raise ConfigurationError(f"there is no spaCy pipeline {name!r}", hint=hint) from error
    except (ImportError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(
            f"the spaCy pipeline {name!r} cannot be loaded: {str(error).splitlines()[0]}",
            hint=f"It may be made for another version; this is spaCy {version}.",
        ) from error
    if not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        raise ConfigurationError(
            f"the spaCy pipeline {name!r} finds no names",
            hint="Name one with an entity recogniser, such as en_core_web_sm.",
        )
    return nlp


def _chunks(text: str) -> list[tuple[int, int]]:
    """Cut a long text at the ends of paragraphs, lines or words."""
    chunks = []
    start = 0
    while len(text) - start > _CHUNK:
        limit = start + _CHUNK
        cuts = (text.rfind(mark, start + 1, limit) for mark in ("\n\n", "\n", ". ", " "))
        end = next((cut + 1 for cut in cuts if cut > start), limit)
        chunks.append((start, end))
        start = end
    return [*chunks, (start, len(text))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    article = _ARTICLE.match(text, start, end)
    if article is not None:
        start = article.end()
    ending = _ENDING.search(text[start:end])
    return start, start + ending.start() if ending is not None else end
