"""Who travels: vehicles of a text, the persons on them, and what pronouns stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.journey.cargo import cargo_after
from geo.journey.kinds import CARGO, KINDS, kinds_clash
from geo.journey.lexicon import mover_words, organisation_words, titles
from geo.journey.nouns import NounPhrase, noun_phrase
from geo.journey.scene import Scene
from geo.journey.several import singular, which_of_several

__all__ = ["Cast", "Traveller", "mode_of", "same_name"]

#: A pronoun reaches back over so many sentences.
_MEMORY = 6
#: Bounds on what is remembered of one article.
_MOST_TRAVELLERS = 40
_MOST_ALIKE = 20
#: Words that introduce another vehicle than the one spoken of.
_OTHER = frozenset(
    "another second third fourth fifth other separate different further additional".split()
)
#: Those of them that a vehicle keeps as a name: "the second train".
_ORDINALS = ("second", "third", "fourth", "fifth")
#: After a vehicle's noun these lead to the name of who is on it.
_WITH = frozenset("of carrying transporting bringing with bearing taking".split())
#: "a train believed to be carrying"
_BELIEVED = frozenset("believed thought said reported suspected known to be have been".split())
_MOST_BELIEVED = 6
#: Adjectives that make no name.
_DULL = frozenset(
    "long short slow fast big small large huge old new same last first next empty late early one "
    "two three four five crowded packed heavy whole entire single".split()
)
_TROOPS = frozenset("troops soldiers servicemen".split())
#: Adjectives of a vehicle that make a good name for it, beside its noun.
_PLURAL = {"trucks": "truck convoy", "lorries": "lorry convoy", "tanker trucks": "truck convoy",
           "cars": "car convoy", "buses": "bus convoy", "vehicles": "vehicle convoy",
           "trains": "trains", "coaches": "coach convoy"}  # fmt: skip


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be of one person: one has all words of the other.

    Examples
    --------
    >>> same_name(("Kim",), ("Kim", "Jong", "Un")), same_name(("Kim",), ("Kimura",))
    (True, False)
    """
    first = {word.casefold() for word in one}
    second = {word.casefold() for word in other}
    return bool(first and second) and (first <= second or second <= first)


def mode_of(subject: str) -> str:
    """How a traveller of this name moves: rail, road, or "" where the name does not tell.

    Examples
    --------
    >>> mode_of("freight train"), mode_of("truck convoy"), mode_of("Kim Jong Un")
    ('rail', 'road', '')
    """
    from geo.claims.tokens import tokenize

    tokens = tokenize(subject)
    found = [match.value for i in range(len(tokens)) if (match := mover_words().at(tokens, i))]
    return found[-1] if found else ""


@dataclass
class Traveller:
    """A vehicle and who is on it, as one article tells."""

    mode: str
    nouns: Counter[str] = field(default_factory=Counter)
    modifiers: Counter[str] = field(default_factory=Counter)
    names: list[tuple[str, ...]] = field(default_factory=list)
    last_token: int = -1
    #: Name of the vehicle itself.
    proper: str = ""
    #: "second", "third": which of several it is.
    ordinal: str = ""
    #: How often it was called by its noun alone.
    bare: int = 0
    #: Words for what it carries.
    cargo: set[str] = field(default_factory=set)

    def knows(self, name: tuple[str, ...]) -> bool:
        """Whether a name is of somebody linked to this vehicle."""
        return any(same_name(name, known) for known in self.names)

    @property
    def label(self) -> str:
        """Name for reports: "Kim Jong Un's train", "freight train"."""
        if self.proper:
            return self.proper
        noun = self.nouns.most_common(1)[0][0] if self.nouns else "train"
        if noun == "convoy":
            noun = next((_PLURAL[word] for word in self.nouns if word in _PLURAL), noun)
        noun = _PLURAL.get(noun, noun)
        if self.names:
            fullest = max(self.names, key=len)
            return f"{' '.join(fullest)}'s {noun}"
        kinds = [word for word in self.modifiers if word in KINDS and word not in noun]
        kind = max(kinds, key=lambda word: self.modifiers[word], default="")
        if not kind:
            plain = [
                word
                for word in self.modifiers
                if word.isalpha() and not word.endswith("ly") and word not in _DULL
            ]
            kind = next((word for word in plain if not mode_of(word)), "")
        return " ".join(f"{self.ordinal} {kind} {noun}".split())


@dataclass
class Cast:
    """All travellers of an article, found while reading it from start to end."""

    scene: Scene
    travellers: list[Traveller] = field(default_factory=list)
    #: The person spoken of last, and the token where.
    person: tuple[tuple[str, ...], int] | None = None
    #: A single word that may be one: "Keller arrived. Her train ..." shows it.
    maybe: tuple[tuple[str, ...], int] | None = None
    #: Names of several words, by each of their words: they tell that "Kim" is a person.
    _by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    #: Travellers by the token where a phrase for them begins: each phrase is read once.
    _at: dict[int, Traveller] = field(default_factory=dict)

    def vehicle(self, phrase: NounPhrase) -> Traveller:
        """Traveller that a vehicle's noun phrase speaks of; a new one where none fits."""
        if phrase.first in self._at:
            return self._at[phrase.first]
        modifiers = set(phrase.modifiers)
        ordinal = next((word for word in _ORDINALS if word in modifiers), "")
        cargo = cargo_after(self.scene, phrase)
        fitting = [one for one in self.travellers if one.mode == phrase.mode]
        owner = self._owner_name(phrase)
        found: Traveller | None = None
        definite = self.scene.tokens.low[phrase.first] == "the"
        if ordinal and definite:
            found = next((one for one in fitting if one.ordinal == ordinal), None)
        elif definite and "other" in modifiers and len(fitting) > 1:
            found = sorted(fitting, key=lambda known: -known.last_token)[1]
        elif not modifiers & _OTHER and not self._is_another(phrase):
            for one in _by_fit(fitting, modifiers):
                if owner and one.names and not one.knows(owner):
                    continue
                if kinds_clash(modifiers, one.modifiers):
                    continue
                if self._introduces_cargo(phrase, one, cargo):
                    continue
                if "first" in modifiers and definite and one.ordinal:
                    continue
                if modifiers & CARGO and one.proper:
                    continue
                found = one
                break
        if found is None and len(self.travellers) >= _MOST_TRAVELLERS:
            found = self.travellers[-1]
        if found is None:
            found = Traveller(phrase.mode, ordinal=ordinal)
            self.travellers.append(found)
        found.nouns[phrase.head] += 1
        found.modifiers.update(sorted(modifiers - _OTHER, key=phrase.modifiers.index))
        found.bare += not modifiers
        found.last_token = phrase.first
        found.cargo |= cargo
        self._at[phrase.first] = found
        found.proper = found.proper or phrase.proper
        if owner:
            self.link(owner, found)
        return found

    def _is_another(self, phrase: NounPhrase) -> bool:
        return self.scene.tokens.low[phrase.first] == "another"

    def _introduces_cargo(
        self, phrase: NounPhrase, known: Traveller, cargo: frozenset[str]
    ) -> bool:
        """Whether "a freight train" is another than the train spoken of."""
        indefinite = self.scene.tokens.low[phrase.first] in ("a", "an")
        if indefinite and cargo and known.cargo and not cargo & known.cargo:
            return True
        return indefinite and bool(set(phrase.modifiers) & CARGO - set(known.modifiers))

    def _owner_name(self, phrase: NounPhrase) -> tuple[str, ...]:
        if phrase.owner and phrase.owner[0] in ("his", "her", "their", "its"):
            known = self.person or self.maybe
            if phrase.owner[0] == "its" or known is None:
                return ()
            return known[0] if self._recent(known[1], phrase.first) else ()
        low = {word.casefold() for word in phrase.owner}
        return () if low & organisation_words() else phrase.owner

    def link(self, name: tuple[str, ...], traveller: Traveller) -> None:
        """Remember that somebody is on a vehicle."""
        name = self.full_name(name)
        if name and name not in traveller.names:
            traveller.names.append(name)

    def full_name(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Longest form of a name that the text has used so far."""
        known = self._longer(name)
        return known[-1] if known else name

    def _longer(self, name: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Longer names of the text that have all words of a name."""
        alike = self._by_word.get(name[0].casefold(), ()) if name else ()
        return [other for other in alike if same_name(name, other) and len(other) > len(name)]

    def _learn(self, name: tuple[str, ...]) -> None:
        for word in {part.casefold() for part in name}:
            alike = self._by_word.setdefault(word, [])
            if name not in alike and len(alike) < _MOST_ALIKE:
                alike.append(name)

    def meet(self, phrase: NounPhrase, *, speaks: bool = False) -> None:
        """Remember a name that is the subject of a clause, for the pronouns after it."""
        name = phrase.name if phrase.kind == "name" else ()
        if not name and phrase.owner and phrase.owner[0] not in ("his", "her", "their", "its"):
            name = phrase.owner
        if not name:
            return
        if len(name) == 1 and not speaks:
            self.maybe = (name, phrase.first)
        if len(name) > 1:
            self._learn(name)
        rides = any(one.knows(name) for one in self.travellers)
        if (rides or not speaks) and self._is_person(name, phrase):
            self.person = (self.full_name(name), phrase.first)

    def _is_person(self, name: tuple[str, ...], phrase: NounPhrase) -> bool:
        low = {word.casefold() for word in name}
        if low & organisation_words():
            return False
        if len(name) > 1 or self._longer(name):
            return True
        words = self.scene.tokens.low[phrase.first : phrase.last]
        if any(word in titles() for word in words):
            return True
        return any(one.knows(name) for one in self.travellers)

    def _recent(self, then: int, now: int) -> bool:
        scene = self.scene
        return scene.sentence_number(now) - scene.sentence_number(then) <= _MEMORY

    def who(self, phrase: NounPhrase) -> Traveller | tuple[str, ...] | None:
        """Traveller, or name, that a noun phrase stands for; None: something else."""
        if phrase.kind == "vehicle":
            none = self.scene.tokens.low[phrase.first] in ("no", "neither")
            return None if none else self.vehicle(phrase)
        if phrase.kind == "name":
            return self._train_named(phrase) or self.full_name(phrase.name)
        if phrase.kind == "noun":
            return self._one_of(phrase) or self._titled(phrase) or self._carrier_of(phrase)
        if phrase.kind == "pronoun":
            return self._pronoun(phrase)
        return None

    def entitle(self, phrases: Sequence[NounPhrase], traveller: Traveller) -> None:
        """Remember who rides by office: "The minister arrived by train"."""
        for phrase in phrases:
            if phrase.kind == "noun" and phrase.head in titles() and not traveller.names:
                traveller.names.append((phrase.head,))

    def _titled(self, phrase: NounPhrase) -> tuple[str, ...] | None:
        name = (phrase.head,)
        return name if any(name in one.names for one in self.travellers) else None

    def _one_of(self, phrase: NounPhrase) -> Traveller | None:
        """One of several trains: "one reached A, the other was at B", "a second passed C"."""
        number = which_of_several(self.scene, phrase)
        known = [one for one in self.travellers if self._recent(one.last_token, phrase.first)]
        if number is None or not known:
            return None
        latest = max(known, key=lambda one: one.last_token)
        if latest.mode not in ("rail", "road"):
            return None
        same = (one for one in known if one.ordinal == number and one.mode == latest.mode)
        found = next(same, None)
        if found is None:
            noun = latest.nouns.most_common(1)[0][0] if latest.nouns else "train"
            found = Traveller(latest.mode, ordinal=number)
            found.nouns[singular(noun)] += 1
            self.travellers.append(found)
        found.last_token = phrase.first
        return found

    def _train_named(self, phrase: NounPhrase) -> Traveller | None:
        """Train with a name of its own that a part of it stands for: "the Zephyr"."""
        if not phrase.name or self.scene.tokens.low[phrase.first] != "the":
            return None
        wanted = [word.casefold() for word in phrase.name]
        for one in self.travellers:
            known = one.proper.casefold().split()
            if known[-len(wanted) :] == wanted:
                one.last_token = phrase.first
                return one
        return None

    def _carrier_of(self, phrase: NounPhrase) -> Traveller | None:
        """Train that carries what moves: "the troops" of a train of soldiers."""
        if self.scene.tokens.low[phrase.first] not in ("the", "its", "these", "those"):
            return None
        for one in sorted(self.travellers, key=lambda known: -known.last_token):
            if not self._recent(one.last_token, phrase.first) or one.last_token > phrase.first:
                continue
            military = bool({"military", "troop", "army"} & set(one.modifiers))
            if phrase.head in one.cargo or (phrase.head in _TROOPS and military):
                return one
        return None

    def _pronoun(self, phrase: NounPhrase) -> Traveller | tuple[str, ...] | None:
        if phrase.head in ("he", "she", "him", "her"):
            if self.person is not None and self._recent(self.person[1], phrase.first):
                return self.person[0]
            return None
        last = max(self.travellers, key=lambda one: one.last_token, default=None)
        if last is not None and self._recent(last.last_token, phrase.first):
            return last
        return None

    def label(self, traveller: Traveller) -> str:
        """Name of a traveller, which no other of the article has."""
        alike = [one for one in self.travellers if one.label == traveller.label]
        number = next((n for n, one in enumerate(alike, start=1) if one is traveller), 1)
        return traveller.label if number == 1 else f"{traveller.label} ({number})"

    def of_name(self, name: tuple[str, ...]) -> Traveller | None:
        """Vehicle that somebody is on."""
        return next((one for one in self.travellers if one.knows(name)), None)

    def learn_names(self) -> None:
        """Collect the names of more than one word, so that "Kim" is known for its longer form."""
        scene = self.scene
        for first, last in scene.sentences:
            index = first
            while index < last:
                phrase = noun_phrase(scene, index, last) if scene.is_name(index) else None
                index = max(index + 1, phrase.last if phrase else 0)
                if phrase is None or phrase.kind != "name" or len(phrase.name) < 2:
                    continue
                self._learn(phrase.name)

    def link_phrases(self) -> None:
        """Link the names that stand right after a vehicle: "the train used by X"."""
        tokens = self.scene.tokens
        for first, last in self.scene.sentences:
            for index in range(first, last):
                found = mover_words().at(tokens, index)
                if found is None or found.value not in ("rail", "road") or found.last >= last:
                    continue
                start = found.last
                while start < min(last - 1, found.last + _MOST_BELIEVED) and (
                    tokens.low[start] in _BELIEVED
                ):
                    start += 1
                if tokens.low[start : start + 2] == ["used", "by"]:
                    start += 1
                elif tokens.low[start] not in _WITH:
                    continue
                self._link_after(index, start + 1, last)

    def _link_after(self, index: int, start: int, last: int) -> None:
        phrase = noun_phrase(self.scene, start, last)
        begin = index
        while begin and self.scene.tokens.low[begin - 1].isalpha() and index - begin < 5:
            begin -= 1
            if self.scene.tokens.low[begin] in ("the", "a", "an"):
                break
        vehicle = noun_phrase(self.scene, begin, index + 3)
        if phrase is None or vehicle is None or vehicle.kind != "vehicle":
            return
        if phrase.kind == "name" and (len(phrase.name) > 1 or self._is_person(phrase.name, phrase)):
            self.meet(phrase, speaks=True)
            self.link(phrase.name, self.vehicle(vehicle))


def _by_fit(known: list[Traveller], modifiers: set[str]) -> list[Traveller]:
    """Travellers that a phrase can be of, best first: of its kind, then spoken of last.

    A noun alone goes to one that was called so before: "the train", beside a freight train.
    """
    kinds = modifiers & KINDS

    def fit(one: Traveller) -> tuple[int, bool, int]:
        shared = len(kinds & set(one.modifiers))
        return -shared, not modifiers and not one.bare, -one.last_token

    return sorted(known, key=fit)
