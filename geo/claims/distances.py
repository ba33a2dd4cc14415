"""Claims that a measure makes: how far, how long, and the same in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.claims.fallbacks import mended_subject, other_before
from geo.claims.measures import Found, to_measure
from geo.claims.phrases import read_phrase
from geo.claims.references import (
    is_bare_line,
    mention_before,
    more_references,
    reference_phrase,
)
from geo.claims.relations import Tail, read_tail
from geo.claims.roles import mode_behind, mode_of, pair_of, subject_of
from geo.claims.sentence import Before, Sentence
from geo.claims.sizes import MOTION_VERBS, is_difference, is_plausible, is_size
from geo.claims.subjects import find_subject
from geo.claims.two_places import apart, pair_compound, told_before
from geo.claims.view import View
from geo.gazetteer.kinds import WATER
from geo.model import Claim, ClaimKind, Mode, Toponym

__all__ = ["measured_claims"]


def measured_claims(sentence: Sentence, earlier: tuple[Toponym, ...] = ()) -> Iterator[Claim]:
    """Claims with an amount in one sentence, in order.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    earlier : tuple of Toponym, optional
        The places that the sentence before named: "70 km west" is told from there when it
        is one, "the two cities are 25 miles apart" of both when they are two.
    """
    before = Before()
    used: set[int] = set()
    respective: Toponym | None = None
    for position, found in enumerate(sentence.found):
        if found.begin in used:
            continue
        tail = read_tail(sentence.view.tokens, found, sentence.by_begin, sentence.hi)
        compound = pair_compound(sentence.view, found.end, sentence.hi)
        if compound and not found.is_time and not found.vague:
            yield _claim(
                sentence, found, "distance", compound.subject.toponym,
                compound.reference.toponym, mode=compound.mode, last=compound.subject.core_end,
            )  # fmt: skip
            continue
        if tail is None:
            continue
        yield from _conversions(sentence, found, tail)
        used.update(tail.equivalents)
        if found.vague and not (tail.direction or tail.relation):
            continue
        shared = _shared_tail(sentence, found, tail, position)
        made = list(_distance(sentence, found, shared or tail, before, earlier))
        if (
            shared
            and len(made) == 1
            and "respectively" in sentence.view.tokens.low[sentence.lo : sentence.hi]
        ):
            pair = apart(sentence.view, sentence.lo, found.begin)
            if pair:
                # "A and B, respectively 15 and 35 minutes from R"
                made = [replace(made[0], subject=pair.reference.toponym)]
                respective = pair.subject.toponym
        elif respective and len(made) == 1:
            made, respective = [replace(made[0], subject=respective)], None
        made = [_with_equivalent(sentence, claim, tail) for claim in made]
        yield from made
        for first in tail.extras:
            other = sentence.by_begin[first]
            if made and not other.vague:
                used.add(first)
                yield _retold(sentence, made[0], other)
        if not made and not found.is_time:
            continue
        if made:
            last = made[-1]
            before = Before(
                sentence.view.tokens.at(last.end), last.subject, last.reference, last.mode
            )


def _shared_tail(sentence: Sentence, found: Found, tail: Tail, position: int) -> Tail | None:
    """Tail of the next measure, for "respectively 15 minutes and 35 minutes from R"."""
    if tail.relation or tail.direction or position + 1 >= len(sentence.found):
        return None
    low = sentence.view.tokens.low
    following = sentence.found[position + 1]
    gap = range(tail.end, following.begin)
    if len(gap) > 2 or not all(low[index] in ("and", ",", "or") for index in gap):
        return None
    if following.is_time != found.is_time:
        return None
    return read_tail(sentence.view.tokens, following, sentence.by_begin, sentence.hi)


def _span(view: View, *spans: tuple[int, int]) -> tuple[int, int, str]:
    start = min(span[0] for span in spans)
    end = max(span[1] for span in spans)
    return start, end, view.tokens.text[start:end]


def _claim(
    sentence: Sentence,
    found: Found,
    kind: ClaimKind,
    subject: Toponym | None,
    reference: Toponym | None,
    *,
    direction: str = "",
    mode: Mode = "unspecified",
    last: int = 0,
    first: int = -1,
) -> Claim:
    view, tokens = sentence.view, sentence.view.tokens
    begin = found.begin if first < 0 else first
    spans = [(tokens.start[begin], tokens.end[max(found.end, last) - 1])]
    if reference and reference.start >= tokens.start[sentence.lo]:
        # A reference of an earlier sentence is no part of the words of the claim.
        spans.append((reference.start, reference.end))
    start, end, text = _span(view, *spans)
    if text.count("(") > text.count(")") and view.tokens.text[end : end + 1] == ")":
        end, text = end + 1, text + ")"
    return Claim(
        start, end, text, kind, subject, reference,
        measure=None if found.vague else to_measure(tokens, found),
        direction=direction or None, mode=mode, article=view.article,
    )  # fmt: skip


def _conversions(sentence: Sentence, found: Found, tail: Tail) -> Iterator[Claim]:
    tokens = sentence.view.tokens
    if found.vague:
        return
    for first in tail.equivalents:
        other = sentence.by_begin[first]
        if other.unit == found.unit:
            continue
        end = other.end
        if end < sentence.hi and tokens.word[end] in ")]":
            end += 1
        start, finish, text = _span(
            sentence.view,
            (tokens.start[found.begin], tokens.end[found.end - 1]),
            (tokens.start[other.begin], tokens.end[end - 1]),
        )
        yield Claim(
            start, finish, text, "conversion",
            measure=to_measure(tokens, found), equivalent=to_measure(tokens, other),
            article=sentence.view.article,
        )  # fmt: skip


def _with_equivalent(sentence: Sentence, claim: Claim, tail: Tail) -> Claim:
    """Keep the same amount in another unit: "60 km (37 miles)" is told to the mile."""
    for first in tail.equivalents:
        other = sentence.by_begin[first]
        if claim.measure and not other.vague and other.unit != claim.measure.unit:
            return replace(claim, equivalent=to_measure(sentence.view.tokens, other))
    return claim


def _retold(sentence: Sentence, claim: Claim, found: Found) -> Claim:
    """Tell the same relation in another dimension: "half an hour's drive (15 miles)"."""
    measure = to_measure(sentence.view.tokens, found)
    kind: ClaimKind = "travel_time" if found.is_time else "distance"
    start, end, text = _span(
        sentence.view,
        (sentence.view.tokens.start[found.begin], measure.end),
        (claim.reference.start, claim.reference.end) if claim.reference else (claim.start, 0),
    )
    return replace(claim, start=start, end=end, text=text, kind=kind, measure=measure)


def _distance(
    sentence: Sentence, found: Found, tail: Tail, before: Before, earlier: tuple[Toponym, ...]
) -> Iterator[Claim]:
    """Distance and travel-time claims of one measure."""
    if is_size(sentence, found) or is_difference(sentence, found, tail):
        return
    kind: ClaimKind = "travel_time" if found.is_time else "distance"
    if found.vague:
        kind = "direction" if tail.direction else "proximity"
    mode = mode_of(sentence, found, tail)
    pair = pair_of(sentence, found, tail)
    if pair:
        told = tail.last + 1 if tail.relation == "apart" else tail.last
        last = max(told, pair.reference.core_end, pair.subject.core_end)
        if mode == "unspecified":
            mode = mode_behind(sentence, max(found.end, last))
        yield _claim(
            sentence,
            found,
            kind,
            pair.subject.toponym,
            pair.reference.toponym,
            direction=tail.direction,
            mode=mode if mode != "unspecified" else pair.mode,
            last=last if last > found.end else told,
            first=min(found.begin, pair.reference.first, pair.subject.first),
        )
        return
    if tail.relation == "apart" and not found.vague:
        both = told_before(sentence.view, sentence.lo, found.begin, earlier)
        if both:
            yield _claim(sentence, found, kind, both[1], both[0], mode=mode, last=tail.last + 1)
        return
    if not is_plausible(sentence, found, tail):
        return
    phrase = reference_phrase(sentence, found, tail) if tail.relation else None
    if tail.relation and phrase is None:
        return
    if phrase is None:
        made = _without_reference(sentence, found, tail, before, earlier, kind, mode)
        if made:
            yield made
        return
    subject = mended_subject(
        sentence, found.begin, subject_of(sentence, found, phrase, before), phrase.toponym
    )
    if is_bare_line(sentence, phrase) and not (subject and _known(subject)):
        # "the boat was a mile from the coast": nobody can tell which.
        return
    if tail.direction in ("upstream", "downstream") and subject and _is_water(subject):
        # "where the Sava joins the Danube, 170 km downstream of": the town before is meant.
        subject = other_before(sentence, found.begin, phrase.toponym) or subject
    references = [phrase, *more_references(sentence, phrase)]
    for item in references:
        if subject and subject.start == item.toponym.start:
            continue
        yield _claim(
            sentence, found, kind, subject, item.toponym, direction=tail.direction, mode=mode
        )


def _is_water(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.kind in WATER


def _known(toponym: Toponym) -> bool:
    return toponym.place is not None or toponym.text[:1].isupper()


def _without_reference(
    sentence: Sentence,
    found: Found,
    tail: Tail,
    before: Before,
    earlier: tuple[Toponym, ...],
    kind: ClaimKind,
    mode: Mode,
) -> Claim | None:
    """Handle "70 km west", "40 miles away", "(140 km)" and "from A ... in three hours by car"."""
    if found.vague or (found.adjective and not tail.noun):
        return None
    view, low = sentence.view, sentence.view.tokens.low
    at = found.begin
    if before.reference and at > sentence.lo and low[at - 1] in "([" and before.end == at - 1:
        return _claim(sentence, found, kind, before.subject, before.reference, mode=before.mode)
    if found.is_time and before.reference and before.end == at - 1 and low[at - 1] == "in":
        # "covers the 420 km between A and B in two and a half hours"
        return _claim(
            sentence, found, kind, before.subject, before.reference, mode=mode, last=tail.last
        )
    if tail.mode != "unspecified" and _goes_on(sentence, found, before):
        # "470 km from A by road and about 590 km by rail"
        return _claim(
            sentence, found, kind, before.subject, before.reference, mode=tail.mode, last=tail.last
        )
    if found.is_time and tail.mode != "unspecified" and tail.relation == "":
        return _from_left(sentence, found, tail, kind, mode)
    if not (tail.direction or tail.away) or (found.is_time and not tail.away):
        return None
    if any(low[k] in MOTION_VERBS for k in range(max(sentence.lo, at - 5), at)):
        return None
    subject = find_subject(view, sentence.lo, at)
    if subject is None or not (subject.located or subject.phrase.named):
        return None
    if tail.away and not subject.phrase.named:
        return None
    further = any(
        low[k] in ("further", "farther") for k in range(found.end, min(found.end + 2, sentence.hi))
    )
    reference = before.subject if further else mention_before(sentence, subject.phrase)
    if further and (reference is None or reference.start < view.tokens.start[sentence.lo]):
        # "In A, 140 km west of B, and in C, 190 km further west": from A.
        return None
    if reference is None and len(earlier) == 1:
        # With several places in the sentence before, nobody can tell which is meant.
        reference = earlier[0]
    if reference is None or reference.start == subject.phrase.toponym.start:
        return None
    return _claim(
        sentence, found, kind, subject.phrase.toponym, reference,
        direction=tail.direction, mode=mode, last=tail.last,
    )  # fmt: skip


def _goes_on(sentence: Sentence, found: Found, before: Before) -> bool:
    """Whether the measure goes on telling of the same two places: "..., and 590 km by rail"."""
    if before.subject is None or before.reference is None:
        return False
    low = sentence.view.tokens.low
    gap = [low[k] for k in range(max(before.end, found.begin - 6), found.begin)]
    joined = {"and", "or", ",", "but", "by", "road", "rail", "train", "air", "car", "sea"}
    return 0 < found.begin - before.end <= 6 and all(word in joined for word in gap)


def _from_left(
    sentence: Sentence, found: Found, tail: Tail, kind: ClaimKind, mode: Mode
) -> Claim | None:
    """Read "you can make it there from Cairns in less than three hours by car"."""
    view, low = sentence.view, sentence.view.tokens.low
    for at in range(found.begin - 1, max(sentence.lo, found.begin - 24), -1):
        if low[at] != "from":
            continue
        phrase = read_phrase(view, at + 1, found.begin)
        if phrase is None or not phrase.named:
            return None
        opening = read_phrase(view, sentence.lo, at)
        subject = opening.toponym if opening and opening.named else None
        made = _claim(sentence, found, kind, subject, None, mode=mode, last=tail.last)
        return replace(made, reference=phrase.toponym)
    return None
