"""Claims that a measure makes: how far, how long, and the same in another unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from geo.claims.lexicon import (
    COPULAS,
    DASHES,
    EVENT_WORDS,
    MODE_WORDS,
    ROUTE_NOUNS,
    STOPS,
)
from geo.claims.measures import Found, to_measure
from geo.claims.phrases import Phrase, View, read_phrase
from geo.claims.relations import Tail, read_tail
from geo.claims.subjects import clean_left, find_subject
from geo.claims.two_places import Pair, apart, pair_after, pair_before
from geo.model import Claim, ClaimKind, Mode, Toponym

__all__ = ["Sentence", "measured_claims"]

#: Sizes of things: "a range of 500 km", "at an altitude of 300 metres".
_SIZE_WORDS = frozenset(
    """range ranges altitude altitudes radius height depth elevation diameter perimeter length
    circumference wingspan speed speeds visibility width size magnitude area span swath swathe
    stretch section portion segment strip chunk""".split()
)
_WEAPONS = frozenset("missile missiles rocket rockets projectile projectiles shell shells".split())
_FLYING = frozenset("flew flown flying fly travelled traveled travel reach reached".split())
_MOTION = frozenset(
    """moved advanced retreated marched swam ran run walked drove rode rowed cycled drifted
    extended stretches stretched meanders winds flows flowed extends meander stretch pushed
    withdrew hiked jogged swum swimming running racing race towed carried dragged""".split()
)
#: Verbs that make a measure the length of a thing, not the gap between two.
_LENGTH_VERBS = frozenset("meanders meander flows flowed winds stretches stretched stretch".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a view: token range and its measures by first token."""

    view: View
    lo: int
    hi: int
    found: tuple[Found, ...]
    by_begin: Mapping[int, Found]


@dataclass(slots=True)
class _Before:
    """What the claims already found in the sentence pass on to the next one of a list."""

    end: int = -1
    subject: Toponym | None = None
    reference: Toponym | None = None
    mode: Mode = "unspecified"


def measured_claims(sentence: Sentence, earlier: Toponym | None = None) -> Iterator[Claim]:
    """Claims with an amount in one sentence, in order.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    earlier : Toponym, optional
        The place that the text spoke of last: "70 km west" is told from there.
    """
    before = _Before()
    used: set[int] = set()
    for position, found in enumerate(sentence.found):
        if found.begin in used:
            continue
        tail = read_tail(sentence.view.tokens, found, sentence.by_begin, sentence.hi)
        if tail is None:
            continue
        yield from _conversions(sentence, found, tail)
        used.update(tail.equivalents)
        if found.vague and not (tail.direction or tail.relation):
            continue
        shared = _shared_tail(sentence, found, tail, position)
        made = list(_distance(sentence, found, shared or tail, before, earlier))
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
            before = _Before(
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
) -> Claim:
    view, tokens = sentence.view, sentence.view.tokens
    spans = [(tokens.start[found.begin], tokens.end[max(found.end, last) - 1])]
    if reference:
        spans.append((reference.start, reference.end))
    start, end, text = _span(view, *spans)
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


def _retold(sentence: Sentence, claim: Claim, found: Found) -> Claim:
    """The same relation told in another dimension: "half an hour's drive (15 miles)"."""
    measure = to_measure(sentence.view.tokens, found)
    kind: ClaimKind = "travel_time" if found.is_time else "distance"
    start, end, text = _span(
        sentence.view,
        (sentence.view.tokens.start[found.begin], measure.end),
        (claim.reference.start, claim.reference.end) if claim.reference else (claim.start, 0),
    )
    return replace(claim, start=start, end=end, text=text, kind=kind, measure=measure)


def _is_size(sentence: Sentence, found: Found) -> bool:
    """Whether the measure is a range, a radius, an altitude, a difference."""
    low, lo, begin = sentence.view.tokens.low, sentence.lo, found.begin
    at = begin - 1
    if at < lo:
        return False
    if low[at] == "of" and any(low[k] in _SIZE_WORDS for k in range(max(lo, at - 4), at)):
        return True
    if low[at] in ("every", "per", "each"):
        return True
    near = range(max(lo, begin - 12), begin)
    if any(low[k] in _WEAPONS for k in near) and any(low[k] in _FLYING for k in near):
        return True
    after = low[found.end] if found.end < sentence.hi else ""
    return after in ("radius", "range", "exclusion", "buffer", "stretch", "section", "wide")


def _by_difference(sentence: Sentence, found: Found, tail: Tail) -> bool:
    """ "Cut journey times by more than two hours": a difference."""
    low = sentence.view.tokens.low
    at = found.begin - 1
    return at >= sentence.lo and low[at] == "by" and not found.adjective and not tail.noun


def _reference_phrase(sentence: Sentence, found: Found, tail: Tail) -> Phrase | None:
    """Reference after the preposition, when it is a place."""
    view = sentence.view
    phrase = read_phrase(view, tail.end, sentence.hi)
    if phrase is None or phrase.kind in ("thing", "indefinite"):
        return None
    tokens, low = view.tokens, view.tokens.low
    if phrase.kind == "pronoun":
        return phrase if low[phrase.first] in ("here", "there") else None
    if phrase.kind == "definite":
        apposed = _apposition_after(sentence, phrase)
        if apposed:
            return apposed
        return phrase if _acceptable_noun(sentence, phrase, found, tail) else None
    if low[phrase.first] in EVENT_WORDS and phrase.end - phrase.first == 1:
        return None
    following = phrase.core_end
    if phrase.kind == "name" and following < sentence.hi and low[following] in ("'s", "’s"):
        return None
    if found.is_time and phrase.kind == "place" and any(
        low[k] in ("'s", "’s") for k in range(phrase.first, phrase.end)
    ):
        # "ten minutes from Google's headquarters": nobody can measure that.
        return None
    if tokens.word[phrase.first].isdigit():
        return None
    return phrase


def _apposition_after(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """ "the state capital, Hartford": the name tells which one is meant."""
    view, at = sentence.view, phrase.end
    low = view.tokens.low
    if at + 1 >= sentence.hi or low[at] != ",":
        return None
    name = read_phrase(view, at + 1, sentence.hi)
    if name is None or not name.named or name.first != at + 1 or low[at + 1] in ("the", "a"):
        return None
    following = low[name.end] if name.end < sentence.hi else "."
    return name if following in (",", ".", ")", ";", "and", "or", *DASHES) else None


_SETTLED = frozenset(
    """city town village capital border downtown centre center station airport frontier
    site facility base port coast""".split()
)


def _acceptable_noun(sentence: Sentence, phrase: Phrase, found: Found, tail: Tail) -> bool:
    """Whether "the old site" can be a reference: only with a direction, or as a settlement."""
    low = sentence.view.tokens.low
    head = low[phrase.end - 1]
    if tail.direction:
        return True
    return head in _SETTLED - {"coast"} and not found.is_time or head in (
        "city", "town", "village", "capital", "border", "centre", "center",
    )  # fmt: skip


def _more_references(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Further references of "100 km from Yaroslavl, Vladimir, and Kostroma"."""
    view, low = sentence.view, sentence.view.tokens.low
    if not phrase.named:
        return []
    more: list[Phrase] = []
    at, closed = phrase.end, False
    while at + 1 < sentence.hi and len(more) < 6:
        onward = at
        if low[onward] == ",":
            onward += 1
        joined = low[onward] in ("and", "&")
        if joined:
            onward += 1
        if onward == at or onward >= sentence.hi or onward in sentence.by_begin:
            break
        name = read_phrase(view, onward, sentence.hi)
        if name is None or name.kind not in ("mention", "name") or name.first != onward:
            break
        if not (view.tokens.is_capital(onward) or onward in view.starts):
            break
        more.append(name)
        at = name.end
        if joined:
            closed = True
            break
    if not closed:
        return []
    # "Kyiv and Moscow said": a verb after the list makes its last name a new subject.
    following = low[at] if at < sentence.hi else "."
    if following[0].isalpha() and following not in STOPS:
        return []
    if following in COPULAS or following in ("has", "had", "have", "was", "will", "said"):
        return []
    return more


def _distance(
    sentence: Sentence, found: Found, tail: Tail, before: _Before, earlier: Toponym | None
) -> Iterator[Claim]:
    """Distance and travel-time claims of one measure."""
    if _is_size(sentence, found) or _by_difference(sentence, found, tail):
        return
    kind: ClaimKind = "travel_time" if found.is_time else "distance"
    if found.vague:
        kind = "direction" if tail.direction else "proximity"
    mode = _mode(sentence, found, tail)
    pair = _pair(sentence, found, tail)
    if pair:
        yield _claim(
            sentence, found, kind, pair.subject.toponym, pair.reference.toponym,
            mode=mode if mode != "unspecified" else pair.mode, last=tail.last,
        )  # fmt: skip
        return
    if not _plausible(sentence, found, tail):
        return
    phrase = _reference_phrase(sentence, found, tail) if tail.relation else None
    if tail.relation and phrase is None:
        return
    if phrase is None:
        made = _without_reference(sentence, found, tail, before, earlier, kind, mode)
        if made:
            yield made
        return
    subject = _subject(sentence, found, tail, phrase, before)
    references = [phrase, *_more_references(sentence, phrase)]
    for item in references:
        if subject and subject.start == item.toponym.start:
            continue
        yield _claim(
            sentence, found, kind, subject, item.toponym, direction=tail.direction, mode=mode
        )


def _pair(sentence: Sentence, found: Found, tail: Tail) -> Pair | None:
    if found.vague:
        return None
    if tail.relation == "apart":
        return apart(sentence.view, sentence.lo, found.begin)
    if any(
        sentence.view.tokens.low[k] in _LENGTH_VERBS
        for k in range(max(sentence.lo, found.begin - 3), found.begin)
    ):
        return None
    after = pair_after(sentence.view, tail, sentence.hi)
    if after:
        return after
    if tail.relation in ("from", "of", "to") or tail.direction:
        return None
    return pair_before(sentence.view, sentence.lo, found.begin)


def _plausible(sentence: Sentence, found: Found, tail: Tail) -> bool:
    """Whether measure, direction and preposition make a claim together."""
    low = sentence.view.tokens.low
    relation = tail.relation
    if relation in ("between", "apart", "to", "separating", "separate", "separates", "lie", "lies"):
        return False
    if relation in ("linking", "connecting", "joining"):
        return False
    if relation == "of":
        if "within" in found.hedge:
            return find_located(sentence, found)
        return bool(tail.direction) or tail.away
    if found.unit == "day" and not tail.noun and tail.mode == "unspecified":
        return False
    if relation and not found.is_time:
        near = range(max(sentence.lo, found.begin - 3), found.begin)
        if any(low[k] in _LENGTH_VERBS for k in near):
            return False
    if found.is_time and relation:
        if relation not in ("from", "of", "outside", "away from", "outside of", "inland from"):
            return False
        before = low[found.begin - 1] if found.begin > sentence.lo else ""
        if before in ("for", "after", "until", "within", "last", "next", "in") and not (
            tail.noun or tail.mode != "unspecified" or tail.direction
        ):
            return False
    return True


def find_located(sentence: Sentence, found: Found) -> bool:
    """Whether "within N of R" is said of a place, not of a zone round it."""
    subject = find_subject(sentence.view, sentence.lo, found.begin)
    return bool(subject and subject.located and subject.phrase.named)


def _mode(sentence: Sentence, found: Found, tail: Tail) -> Mode:
    if tail.mode != "unspecified":
        return tail.mode
    low = sentence.view.tokens.low
    # "by rail" right after the reference or right before the measure
    for index in range(max(sentence.lo, found.begin - 3), found.begin):
        if low[index] in ("driving", "drive", "walking", "flying", "train", "rail"):
            return MODE_WORDS.get(low[index], "unspecified")
    phrase = read_phrase(sentence.view, tail.end, sentence.hi) if tail.relation else None
    if phrase and phrase.end + 1 < sentence.hi:
        at = phrase.end
        if low[at] in ("by", "on"):
            for onward in range(at + 1, min(sentence.hi, at + 4)):
                if low[onward] in MODE_WORDS and (low[at] == "by" or low[onward] == "foot"):
                    return MODE_WORDS[low[onward]]
                if low[onward] in STOPS:
                    break
        if tuple(low[at : at + 4]) == ("as", "the", "crow", "flies"):
            return "straight"
        if tuple(low[at : at + 4]) == ("in", "a", "straight", "line"):
            return "straight"
    return "unspecified"


def _inherits(sentence: Sentence, found: Found, before: _Before) -> bool:
    """Whether the measure continues a list: "64 km from A and 20 km south of B"."""
    if before.end < 0 or before.end > found.begin:
        return False
    low, tokens = sentence.view.tokens.low, sentence.view.tokens
    gap = range(before.end, found.begin)
    if len(gap) > 14:
        return False
    words = [low[index] for index in gap]
    if any(word in (";", "in", "at", "to", "near", "where", "who", "when") for word in words):
        return False
    if any(word in COPULAS and word not in ("is", "lies", "was") for word in words):
        return False
    if not words:
        return True
    last = words[-1]
    while words and words[-1] in ("is", "also", "just", "only", "another", "lies", "located"):
        words.pop()
        last = words[-1] if words else ""
    if last in ("and", "or", "but", ";") or last in DASHES:
        return True
    if last != ",":
        return False
    # A lower-case word that is no part of an apposition means a clause of its own.
    inner = [index for index in gap if low[index] not in (",", "and")]
    return all(
        tokens.is_capital(index) or low[index] in ("the", "of", "a", "an") or low[index - 1] in
        ("the", "a", "an", "of") or not low[index][0].isalpha() or low[index] in
        ("capital", "city", "state", "province", "county", "town", "largest", "national", "main")
        for index in inner
    )  # fmt: skip


def _subject(
    sentence: Sentence, found: Found, tail: Tail, reference: Phrase, before: _Before
) -> Toponym | None:
    view, low = sentence.view, sentence.view.tokens.low
    if _inherits(sentence, found, before):
        return before.subject
    fronted = _after_reference(sentence, reference)
    subject = find_subject(view, sentence.lo, found.begin)
    left = clean_left(view, sentence.lo, found.begin)
    if fronted and (not left.flat or fronted.strong and not _left_has_verb(view, left.flat)):
        return fronted.phrase.toponym
    if subject and subject.phrase.kind == "indefinite":
        trailing = _trailing(sentence, reference)
        if trailing:
            return trailing
    if subject and subject.phrase.kind == "definite" and low[subject.phrase.first] == "the":
        return subject.phrase.toponym
    if subject is None and left.flat and left.comma and before.subject and before.end > 0:
        return None
    if subject is None:
        trailing = _trailing(sentence, reference)
        return trailing
    return subject.phrase.toponym


def _left_has_verb(view: View, flat: tuple[int, ...]) -> bool:
    return any(view.tokens.low[index] in COPULAS for index in flat)


@dataclass(frozen=True, slots=True)
class _Fronted:
    phrase: Phrase
    strong: bool


def _after_reference(sentence: Sentence, reference: Phrase) -> _Fronted | None:
    """Subject of a fronted expression: "60 km south of Lyon, the town of Vienne ..."."""
    view, low, hi = sentence.view, sentence.view.tokens.low, sentence.hi
    at = reference.end
    if at >= hi:
        return None
    if low[at] in COPULAS and at + 1 < hi:
        phrase = read_phrase(view, at + 1, hi)
        return _Fronted(phrase, strong=True) if phrase and phrase.named else None
    # "Portland, Oregon, the town": step over the state
    for _ in range(2):
        if at + 1 >= hi or low[at] not in (",", *DASHES):
            return None
        phrase = read_phrase(view, at + 1, hi)
        if phrase is None:
            return None
        following = low[phrase.end] if phrase.end < hi else "."
        if phrase.kind in ("mention", "name") and following == ",":
            at = phrase.end
            continue
        if phrase.kind == "indefinite" or phrase.kind == "thing":
            return None
        demonstrative = low[phrase.first] in ("this", "that", "the") or phrase.named
        return _Fronted(phrase, strong=demonstrative and following in COPULAS)
    return None


def _trailing(sentence: Sentence, reference: Phrase) -> Toponym | None:
    """ "a refugee camp 1,088 miles southwest of Algiers in Tindouf": the name behind."""
    view, low, at = sentence.view, sentence.view.tokens.low, reference.end
    if at < sentence.hi and low[at] == ",":
        at += 1
    if at + 1 >= sentence.hi or low[at] not in ("in", "at", "on", "to"):
        return None
    phrase = read_phrase(view, at + 1, sentence.hi)
    if phrase is None or phrase.kind not in ("mention", "name"):
        return None
    place = phrase.toponym.place
    if place is not None and place.kind in (
        "country", "region", "county", "territory", "continent", "subregion",
    ):  # fmt: skip
        return None
    return phrase.toponym


def _without_reference(
    sentence: Sentence,
    found: Found,
    tail: Tail,
    before: _Before,
    earlier: Toponym | None,
    kind: ClaimKind,
    mode: Mode,
) -> Claim | None:
    """Handle "70 km west", "40 miles away", "(140 km)" and "from A ... in three hours by car"."""
    if found.vague or found.adjective and not tail.noun:
        return None
    view, low = sentence.view, sentence.view.tokens.low
    at = found.begin
    if before.reference and at > sentence.lo and low[at - 1] in "([" and before.end == at - 1:
        return _claim(sentence, found, kind, before.subject, before.reference, mode=before.mode)
    if found.is_time and tail.mode != "unspecified" and tail.relation == "":
        return _from_left(sentence, found, tail, kind, mode)
    if not (tail.direction or tail.away) or found.is_time and not tail.away:
        return None
    if any(low[k] in _MOTION for k in range(max(sentence.lo, at - 5), at)):
        return None
    subject = find_subject(view, sentence.lo, at)
    if subject is None or not (subject.located or subject.phrase.named):
        return None
    if tail.away and not subject.phrase.named:
        return None
    reference = _mention_before(sentence, subject.phrase) or earlier
    if reference is None or reference.start == subject.phrase.toponym.start:
        return None
    return _claim(
        sentence, found, kind, subject.phrase.toponym, reference,
        direction=tail.direction, mode=mode, last=tail.last,
    )  # fmt: skip


def _mention_before(sentence: Sentence, subject: Phrase) -> Toponym | None:
    """Last name of the sentence before the subject."""
    view = sentence.view
    at = subject.first - 1
    while at >= sentence.lo:
        first = view.owner.get(at)
        if first is not None:
            return view.starts[first][0]
        if view.is_name(at) and at > sentence.lo and not view.mentions:
            while at - 1 > sentence.lo and view.tokens.is_capital(at - 1):
                at -= 1
            phrase = read_phrase(view, at, subject.first)
            return phrase.toponym if phrase else None
        at -= 1
    return None


def _from_left(
    sentence: Sentence, found: Found, tail: Tail, kind: ClaimKind, mode: Mode
) -> Claim | None:
    """ "you can make it there from Cairns in less than three hours by car"."""
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


_ = ROUTE_NOUNS
