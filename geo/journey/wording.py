"""How sure a clause is, who says it, and whether it tells what happened or what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.claims.tokens import tokenize
from geo.journey.clauses import Clause
from geo.journey.denials import claimed, is_denied
from geo.journey.lexicon import (
    ADVERBS,
    AUXILIARIES,
    GUESSES,
    NEGATIONS,
    Match,
    Verb,
    certainty_words,
    claim_nouns,
    earlier_words,
)
from geo.journey.nouns import find_subject
from geo.journey.scene import Scene
from geo.journey.sources import governing, named_beside, witnesses
from geo.model import Certainty

__all__ = [
    "Wording",
    "certainty_of",
    "held_over",
    "is_earlier",
    "is_habit",
    "weaker",
    "wording_of",
]

#: From sure to unsure; a clause is as unsure as its weakest word.
_ORDER: tuple[Certainty, ...] = ("confirmed", "reported", "speculated", "denied")
_FUTURE = frozenset("will shall would may might could can should must won't wouldn't ll".split())
_UNMET = frozenset(("should", "would"))
_PLANNED = frozenset(
    "expected scheduled due set plans planned planning planing likely going wants wanted want "
    "hope hopes hoped intends intended supposed slated is are was were about set has had have "
    "agreed prepares preparing ready decided invited urged ordered asked".split()
)
#: "It was wrongly reported that".
_WRONGLY = frozenset("wrongly falsely mistakenly erroneously incorrectly".split())
#: Words that tell what usually happens, not what happened.
_HABITS = frozenset(
    "normally usually typically regularly often sometimes rarely generally annually daily nightly "
    "weekly".split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words around a verb say of it."""

    certainty: Certainty
    #: Ahead of the writer: "would meet", "is to arrive".
    planned: bool
    negated: bool
    attribution: str


def is_habit(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells what usually happens."""
    return any(low in _HABITS for low in scene.tokens.low[clause.first : clause.last])


def weaker(*certainties: Certainty) -> Certainty:
    """Least sure of several.

    Examples
    --------
    >>> weaker("confirmed", "speculated", "reported")
    'speculated'
    """
    return max(certainties, key=_ORDER.index)


def certainty_of(scene: Scene, first: int, last: int) -> Certainty:
    """Weakest certainty that words in a range of tokens tell; confirmed where none does."""
    found: list[Certainty] = ["confirmed"]
    for index in range(first, min(last, len(scene.tokens))):
        match = certainty_words().at(scene.tokens, index)
        if match is not None and not scene.is_name(index):
            found.append(match.value)
    return weaker(*found)


def is_earlier(scene: Scene, first: int, last: int) -> bool:
    """Whether words in a range of tokens place it in an earlier journey."""
    return earlier_words().first_in(scene.tokens, first, last) is not None


def wording_of(scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]) -> Wording:
    """Judge a verb in its clause and sentence.

    Parameters
    ----------
    scene : Scene
    clauses : sequence of Clause
        The sentence.
    number : int
        Which clause.
    verb : Match
        The verb in it.
    """
    clause = clauses[number]
    previous = [match for match in clause.verbs if match.last <= verb.first]
    begin = previous[-1].last if previous and _own_scope(previous[-1], verb) else clause.first
    if previous and previous[-1].value.kind == "show":
        # "appeared to show the train passing": the doubt is about both.
        begin = clause.first
    certainty = certainty_of(scene, begin, min(verb.last + 1, clause.last))
    if clause.joint == "comma" and number and clauses[number - 1].joint == "which":
        unsure = clauses[number - 1]
        certainty = weaker(certainty, certainty_of(scene, unsure.first, unsure.last))
    planned, negated = _tense(scene, begin, verb, held_over(scene, clauses, number))
    planned = planned or _is_ahead(scene, clauses, number, verb)
    carried = number
    while carried > 0 and not find_subject(scene, clauses[carried].first, verb.first):
        # "may have left Pyongyang and crossed the border": the doubt holds for both.
        if clauses[carried].joint not in ("and", "then"):
            break
        carried -= 1
        before = clauses[carried]
        if before.verbs and not planned:
            certainty = weaker(certainty, certainty_of(scene, before.first, before.verbs[0].first))
            planned = planned or _tense(scene, before.first, before.verbs[0])[0]
    for other in _inserts(clauses, number):
        certainty = weaker(certainty, certainty_of(scene, other.first, other.last))
    if clause.joint in ("if", "whether"):
        certainty = weaker(certainty, "speculated")
    sources: list[str] = []
    reporter = governing(scene, clauses, number)
    for match, name in reporter:
        certainty = weaker(certainty, match.value)
        unsaid = _unsaid(scene, match.first)
        if unsaid is not None:
            certainty = weaker(certainty, unsaid)
        if scene.tokens.low[match.first - 1] in _WRONGLY:
            certainty = "denied"
        if match.value != "speculated" or name:
            sources.append(name)
    sources += named_beside(scene, clauses, number)
    seen_by = [] if any(sources) else witnesses(scene, clauses, clause, verb)
    for name in seen_by:
        # "Rumours placed the train in X": nobody saw it.
        told = claim_nouns().at(tokenize(name), 0)
        certainty = weaker(certainty, told.value) if told else certainty
        sources += [] if told else [name]
    for name in sources:
        if name and certainty == "confirmed" and not _confirms(reporter):
            certainty = "reported"
    if clause.joint == "whether" or _is_unclear(scene, clauses, number):
        certainty = weaker(certainty, "speculated")
    claim = claimed(scene, clauses[_opened_by(scene, clauses, number)])
    if claim is not None:
        certainty = weaker(certainty, claim)
    if is_denied(scene, clauses, number, verb.last):
        certainty = "denied"
    attribution = " citing ".join(dict.fromkeys(name for name in sources if name))
    return Wording(certainty, planned, negated, attribution)


def _unsaid(scene: Scene, index: int) -> Certainty | None:
    """Certainty where a verb of saying is negated: "Nothing suggests that", "did not confirm"."""
    first = scene.sentences[scene.sentence_number(index)][0]
    whole = scene.tokens.low[first:index]
    if any(word in _FALSE for word in whole[-_FALSE_WITHIN:]):
        # "False reports on social media claimed"
        return "denied"
    before = scene.tokens.low[max(first, index - _SAID_WITHIN) : index]
    if before and before[-1] in _NONE:
        return "denied"
    if len(before) > 1 and before[-2] in ("no", "nor"):
        return "denied"
    negated = any(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in before[-3:])
    return "speculated" if negated else None


_SAID_WITHIN = 4
_FALSE = frozenset("false fake bogus fabricated erroneous".split())
_FALSE_WITHIN = 8
_NONE = frozenset("nothing nobody none".split())


def _inserts(clauses: Sequence[Clause], number: int) -> list[Clause]:
    """Short inserts right beside a clause: ", apparently,", ", without evidence,"."""
    return [
        clauses[at]
        for at in (number - 1, number + 1)
        if 0 <= at < len(clauses)
        and clauses[at].joint == "comma"
        and not clauses[at].verbs
        and clauses[at].last - clauses[at].first <= _INSERT_WORDS - clauses[at].verbal
    ]


_INSERT_WORDS = 4


def _opened_by(scene: Scene, clauses: Sequence[Clause], number: int) -> int:
    """Clause that opens the one that a verb stands in, over inserts between commas.

    "No sign that the train, seen in X on Friday, had moved on": the claim is of the last part.
    """
    index = number
    while index > 1 and clauses[index].joint == "comma" and clauses[index - 1].joint in _INSERTED:
        own = clauses[index].verbs[:1]
        if not own or find_subject(scene, clauses[index].first, own[0].first):
            break
        index -= 2
    return index


_INSERTED = frozenset("comma who which where".split())


def _confirms(reporter: Sequence[tuple[Match[Certainty], str]]) -> bool:
    return bool(reporter) and all(match.value == "confirmed" for match, _ in reporter)


def _own_scope(previous: Match[Verb], verb: Match[Verb]) -> bool:
    """Whether two verbs of one clause have auxiliaries of their own."""
    return verb.first - previous.last > 1


def _tense(
    scene: Scene, first: int, verb: Match[Verb], held: Sequence[str] = ()
) -> tuple[bool, bool]:
    """Whether a verb is planned, and whether it is negated.

    ``held`` are the auxiliaries that stand before an insert.
    """
    tokens = scene.tokens
    planned = negated = False
    low = [*held, *tokens.low[first : verb.first]]
    for offset, word in enumerate(low):
        rest = low[offset + 1 :]
        if word in _FUTURE or word.endswith(("'ll", "’ll")):
            guess = word in GUESSES and any(form in ("have", "be", "been") for form in rest[:4])
            if guess and "have" not in rest and verb.value.form.endswith(("ed", "en", "et", "ld")):
                # "may be held", "would be met": ahead.
                guess = False
            if word in _UNMET and "have" in rest[:3]:
                # "should have reached Berlin at 7": it was to, and nobody says that it did.
                guess = False
            if not guess and _reaches(rest):
                planned = True
        if word in ("supposed", "meant") and rest[:2] == ["to", "have"] and _reaches(rest):
            planned = True
        if (word in NEGATIONS or word.endswith(("n't", "n’t"))) and _reaches(rest):
            negated = True
        if word == "yet" and rest[:1] == ["to"]:
            negated = True
    after = tokens.low[verb.last : verb.last + 2]
    if after[:1] == ["neither"] or after == ["no", "longer"]:
        negated = True
    if low[-1:] == ["to"] or (low[-2:-1] == ["to"] and low[-1] in ("be", *ADVERBS)):
        back = [word for word in low[:-1] if word not in ADVERBS and word != "to"]
        spoken = back[-1:] and back[-1] in ("said", "reported", "believed", "thought", "appeared",
                                            "appears", "seemed", "seems", "known")  # fmt: skip
        if not spoken and not negated:
            planned = True
    if verb.value.kind in ("show", "miss"):
        planned = False
    if verb.value.kind in ("head",) and planned:
        planned = False
    return planned, negated


def held_over(scene: Scene, clauses: Sequence[Clause], number: int) -> list[str]:
    """Auxiliaries before an insert: "The train is not, as rumoured, bound for X"."""
    if number < 2 or clauses[number].joint not in ("comma", "mark"):
        return []
    before = clauses[number - 2]
    low = scene.tokens.low
    first = before.last
    while first > before.first and low[first - 1] in _HELD_OVER:
        first -= 1
    words = low[first : before.last]
    return words if any(word in AUXILIARIES for word in words) else []


def _is_ahead(scene: Scene, clauses: Sequence[Clause], number: int, verb: Match[Verb]) -> bool:
    """Whether a present tense after "before" or "until" follows a plan.

    "The train is to cross Poland before it reaches Germany": Germany lies ahead too.
    """
    if clauses[number].joint not in _UNTIL or not verb.value.form.endswith("s"):
        return False
    before = [(clause, other) for clause in clauses[:number] for other in clause.verbs]
    return any(_tense(scene, clause.first, other)[0] for clause, other in before)


_UNTIL = frozenset("before until once when after where".split())
_HELD_OVER = AUXILIARIES | NEGATIONS | ADVERBS | {"to"}


def _reaches(rest: Sequence[str]) -> bool:
    """Whether an auxiliary stands near enough to the verb to belong to it."""
    return len(rest) <= 6


def _is_unclear(scene: Scene, clauses: Sequence[Clause], number: int) -> bool:
    if clauses[number].joint not in ("whether", "if", "that", "where"):
        return False
    before = clauses[number - 1] if number else None
    if before is None:
        return False
    words = scene.tokens.low[before.first : before.last]
    return any(word in ("unclear", "unknown", "uncertain", "unconfirmed") for word in words)
