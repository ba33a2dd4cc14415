"""From a text to its places: recognise, then resolve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from geo.gazetteer.embedded import Gazetteer
from geo.model import Toponym
from geo.toponyms.containers import attach_containers
from geo.toponyms.cues import country_cues
from geo.toponyms.given import given_span
from geo.toponyms.pipeline import pipeline_spans
from geo.toponyms.recognise import recognise
from geo.toponyms.resolve import resolve
from geo.toponyms.spans import Recognition, Span
from geo.toponyms.within import put_within

if TYPE_CHECKING:
    from geo.gazetteer.asking import Asker

__all__ = ["locate"]


class Resolving(TypedDict):
    """What every resolution of a text is told."""

    demonyms: Sequence[Span]
    cues: Mapping[str, float]
    min_score: float
    article: str


def locate(
    text: str,
    gazetteer: Gazetteer,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    dateline: tuple[int, int] | None = None,
    min_score: float = 0.2,
    article: str = "",
    asker: Asker | None = None,
    ask_for: str = "missing",
    recognizer: str = "rules",
    stand_ins: bool = True,
) -> list[Toponym]:
    """Find the places that a text names and decide which they are.

    Parameters
    ----------
    text : str
        Any text.
    gazetteer : Gazetteer
        The names that are known.
    spans : sequence of (int, int), optional
        Resolve these spans only, and find none.
    dateline : (int, int), optional
        Span of the article's dateline.
    min_score : float
        Names that resolve with a lower score stay unresolved.
    article : str
        Identifier that the toponyms carry.
    asker : Asker, optional
        Asks an online gazetteer for names that this one lacks.
    ask_for : {"missing", "all"}
        Which names are asked for.
    recognizer : str
        ``rules``, or ``spacy:NAME``: the pipeline that finds the names.
    stand_ins : bool
        With ``spans``: what no gazetteer has is put in the place that its name, or the text
        around it, tells (`geo.toponyms.within`).

    Returns
    -------
    list of Toponym
        Sorted by start; with ``spans`` one for each, in the order given.

    Raises
    ------
    ConfigurationError
        When the pipeline cannot be loaded.
    """
    if asker is not None:
        from geo.toponyms.online import ask_for_names
    recognition = recognise(text, gazetteer, dateline=dateline)
    told: Resolving = {
        "demonyms": recognition.demonyms,
        "cues": country_cues(recognition.context),
        "min_score": min_score,
        "article": article,
    }
    if spans is None:
        piped = recognizer != "rules"
        if piped:
            found = pipeline_spans(text, recognizer)
            recognition = _piped(found, text, recognition, gazetteer, dateline)
        if asker is not None:
            recognition, gazetteer = ask_for_names(
                recognition, gazetteer, asker, use=ask_for, dateline=dateline, given=piped
            )
        return resolve(recognition.spans, gazetteer, **told)
    given = [given_span(span, text, recognition, gazetteer, stand_in=stand_ins) for span in spans]
    if asker is not None:
        asked, gazetteer = ask_for_names(
            replace(recognition, spans=tuple(given)), gazetteer, asker, use=ask_for, given=True
        )
        given = list(asked.spans)
    # Names found around the given ones help to resolve them.
    taken = [(span.start, span.end) for span in given]
    others = [
        span
        for span in recognition.spans
        if not any(span.start < end and start < span.end for start, end in taken)
    ]
    resolved = resolve([*given, *others], gazetteer, **told)
    mine = resolved[: len(given)]
    if not stand_ins:
        return mine
    known = [toponym for toponym in resolved if toponym.place is not None]
    return put_within(text, given, mine, known, min_score)


def _piped(
    found: Sequence[tuple[int, int]],
    text: str,
    recognition: Recognition,
    gazetteer: Gazetteer,
    dateline: tuple[int, int] | None,
) -> Recognition:
    """Take the spans of a pipeline for those of the rules, with what is said around each.

    No town stands in for a building here: a distance may be measured from what is found.
    """
    spans = [given_span(span, text, recognition, gazetteer, stand_in=False) for span in found]
    spans = [
        replace(span, container=around.container) if span.container is None else span
        for span, around in zip(
            spans, attach_containers(recognition.context, spans, gazetteer), strict=True
        )
    ]
    if dateline is not None:
        spans = [
            replace(span, dateline=True)
            if dateline[0] <= span.start and span.end <= dateline[1]
            else span
            for span in spans
        ]
    return replace(recognition, spans=tuple(spans))
