"""An article's text with its places and claims marked, as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from geo.export.values import clean
from geo.model import Article, Claim, Toponym
from geo.render.styles import UNJUDGED, VERDICTS

__all__ = ["clean", "highlight"]

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")


def _inside(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    return [(max(0, a), min(b, length)) for a, b in spans]


def highlight(
    article: Article,
    toponyms: Iterable[Toponym] = (),
    claims: Iterable[Claim] = (),
    *,
    limit: int = 200_000,
) -> str:
    """Mark places and claims in an article's text.

    Spans may nest and overlap: the text is cut at every edge, and each piece carries the
    classes of all spans that cover it. Spans of other articles are left out.

    Parameters
    ----------
    article : Article
    toponyms : iterable of Toponym
        Resolved ones get the class ``place`` and ``data-place``; the others ``unresolved``.
    claims : iterable of Claim
        They get the class ``claim``, ``data-claim`` and, at their end, the verdict's symbol.
    limit : int
        Characters after which the text is cut, with a note.

    Returns
    -------
    str
        Paragraphs of HTML; everything that came from outside is escaped.

    Examples
    --------
    >>> text = "Rain in <Ayr>."
    >>> article = Article("a1", text)
    >>> highlight(article, [Toponym(9, 12, "Ayr", article="a1")])
    '<p dir="auto">Rain in &lt;<mark class="unresolved">Ayr</mark>&gt;.</p>'
    """
    text = clean(article.text[:limit])
    length = len(text)
    places = [t for t in toponyms if t.article in ("", article.id) and t.start < length]
    stated = [c for c in claims if c.article in ("", article.id) and c.start < length]
    place_spans = _inside(((t.start, t.end) for t in places), length)
    claim_spans = _inside(((c.start, c.end) for c in stated), length)
    edges = {0, length}
    breaks = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]
    for a, b in (*place_spans, *claim_spans, *breaks):
        edges |= {a, b}
    opening: dict[int, list[tuple[int, bool, int]]] = {}
    for number, (a, b) in enumerate(place_spans):
        opening.setdefault(a, []).append((b, False, number))
    for number, (a, b) in enumerate(claim_spans):
        opening.setdefault(a, []).append((b, True, number))
    between = dict(breaks)
    break_end = 0
    active: list[tuple[int, bool, int]] = []
    out = ['<p dir="auto">']
    cuts = sorted(edges)
    for a, b in zip(cuts, cuts[1:] or [length], strict=False):
        active = [span for span in active if span[0] > a]
        active += [span for span in opening.get(a, ()) if span[0] > a]
        if a in between:
            break_end = between[a]
            out.append('</p>\n<p dir="auto">')
        elif a >= break_end:
            out.append(_piece(text[a:b], active, places, stated))
        out += [
            _symbol(stated[number])
            for end, is_claim, number in sorted(active)
            if is_claim and end == b
        ]
    out.append("</p>")
    if len(article.text) > limit:
        out.append(f'<p class="note">Cut after {limit:,} characters.</p>')
    return "".join(out)


def _piece(
    piece: str,
    active: list[tuple[int, bool, int]],
    places: list[Toponym],
    claims: list[Claim],
) -> str:
    shown = escape(piece)
    if not active or not piece:
        return shown
    classes: list[str] = []
    data = ""
    title = ""
    for _, is_claim, number in sorted(active, key=lambda span: -span[0]):
        if is_claim:
            claim = claims[number]
            look = VERDICTS[claim.verdict.outcome] if claim.verdict else UNJUDGED
            classes += ["claim", look.word.replace(" ", "-")]
            if claim.id and "data-claim" not in data:
                data += f' data-claim="{escape(clean(claim.id))}"'
        else:
            place = places[number].place
            classes.append("place" if place else "unresolved")
            if place and "data-place" not in data:
                data += f' data-place="{escape(clean(place.id))}"'
                title = f' title="{escape(clean(place.name))}"'
    names = " ".join(dict.fromkeys(classes))
    return f'<mark class="{names}"{data}{title}>{shown}</mark>'


def _symbol(claim: Claim) -> str:
    look = VERDICTS[claim.verdict.outcome] if claim.verdict else UNJUDGED
    kind = look.word.replace(" ", "-")
    return f'<span class="badge {kind}" role="img" aria-label="{look.word}">{look.symbol}</span>'
