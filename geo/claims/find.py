"""Find the claims of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from geo.article.sentences import sentence_spans
from geo.claims.distances import measured_claims
from geo.claims.lexicon import ANAPHORS, COPULAS, DETERMINERS
from geo.claims.lines import resolve_line
from geo.claims.measures import find_measures
from geo.claims.sentence import Sentence
from geo.claims.tokens import Tokens, tokenize
from geo.claims.unmeasured import TRIGGERS, unmeasured_claims
from geo.claims.view import View
from geo.model import Claim, Toponym

__all__ = ["find_claims"]

#: A longer run of words without an end is no sentence; it is read in pieces.
_LONGEST = 600

#: More amounts or claims than this in one sentence are a table, and tables are not read.
_MOST = 60


def find_claims(
    text: str, mentions: Sequence[Toponym] | None = None, *, article: str = ""
) -> list[Claim]:
    """Find the statements of a text about how far, which way and how long.

    Parameters
    ----------
    text : str
        The article's text.
    mentions : sequence of Toponym, optional
        Names and references that stand for places, sorted by start; resolved or not.
        Without them (None) the grammar takes any capitalised name for a place; an empty
        sequence says that the text names none.
    article : str, optional
        Identifier that every claim carries.

    Returns
    -------
    list of Claim
        In order of their start. Nothing is measured yet.

    Examples
    --------
    >>> claim, = find_claims("It was seen in Ussuriysk, a city about 40 miles north of Artyom.")
    >>> claim.subject.text, claim.direction, claim.reference.text, claim.measure.value
    ('Ussuriysk', 'N', 'Artyom', 40.0)
    """
    tokens = tokenize(text)
    known = mentions is not None
    mentions = mentions or ()
    view = View(tokens, mentions, article, known)
    claims: list[Claim] = []
    earlier: tuple[Toponym, ...] = ()
    last: Claim | None = None
    topic: Toponym | None = None
    at = 0
    for lo, hi in _runs(tokens, sentence_spans(text)):
        made = list(islice(_of_sentence(view, lo, hi, earlier, last), _MOST))
        made = [_with_topic(claim, topic) for claim in made]
        topic = _topic(view, lo, hi)
        last = made[-1] if made else last
        claims.extend(made)
        first = at
        while at < len(mentions) and mentions[at].start < tokens.end[hi - 1]:
            at += 1
        earlier = _distinct(mentions[first:at]) or earlier
    if known:
        claims = [resolve_line(view, claim) for claim in claims if _worth_checking(claim)]
    claims.sort(key=lambda claim: (claim.start, claim.end, claim.kind))
    return [replace(claim, id=f"{article or 'claim'}:{n}") for n, claim in enumerate(claims, 1)]


def _distinct(mentions: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """Mentions of a sentence, one for each place."""
    found: dict[str, Toponym] = {}
    for mention in mentions:
        if mention.place is not None:
            found.setdefault(mention.place.id, mention)
    return tuple(found.values())


def _worth_checking(claim: Claim) -> bool:
    """Leave out "it is near Lyon" and the like when nobody knows what "it" is.

    A claim with an amount is reported even if its places are unknown; without an amount
    there must be one place at least, and a name or a known place for what is told of it.
    """
    if claim.measure is not None or claim.kind == "conversion":
        return True
    subject = claim.subject
    if subject is None or (subject.place is None and not _is_name(subject)):
        return False
    return any(side and side.place for side in (subject, claim.reference, claim.other))


def _is_name(toponym: Toponym) -> bool:
    first = toponym.text.split()[0]
    return first[:1].isupper() and first.lower() not in DETERMINERS | ANAPHORS


def _runs(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut the text into sentences, by token, and endless ones into pieces."""
    for start, end in spans:
        lo, hi = tokens.at(start), tokens.at(end)
        for first in range(lo, hi, _LONGEST):
            yield first, min(hi, first + _LONGEST)


def _of_sentence(
    view: View, lo: int, hi: int, earlier: tuple[Toponym, ...], last: Claim | None
) -> Iterator[Claim]:
    found = tuple(find_measures(view.tokens, lo, hi))
    if len(found) > _MOST:
        return
    measured: list[Claim] = []
    if found:
        sentence = Sentence(view, lo, hi, found, {item.begin: item for item in found})
        measured = list(measured_claims(sentence, earlier))
        yield from measured
    if view.tokens.any_of(lo, hi, TRIGGERS):
        yield from unmeasured_claims(view, lo, hi, measured, last)


def _topic(view: View, lo: int, hi: int) -> Toponym | None:
    """Find the place that a sentence is about: "Concord is located ..."; "It" may follow."""
    given = view.starts.get(lo)
    if given is None or given[1] >= hi or view.tokens.low[given[1]] not in COPULAS:
        return None
    return given[0]


def _with_topic(claim: Claim, topic: Toponym | None) -> Claim:
    """Give "It" the place that the sentence before was about."""
    subject = claim.subject
    if topic is None or subject is None or subject.place or subject.text.lower() != "it":
        return claim
    known = replace(
        subject,
        place=topic.place,
        score=topic.score,
        reasons=(f"stands for {topic.text}, which the sentence before is about",),
    )
    return replace(claim, subject=known)
