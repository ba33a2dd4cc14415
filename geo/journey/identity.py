"""Which travellers of several articles are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo.journey.kinds import KINDS
from geo.journey.travellers import mode_of, same_name
from geo.model import Sighting

__all__ = ["join_travellers", "main_traveller"]

_Key = tuple[str, str]


def _name(subject: str) -> tuple[str, ...]:
    """Name of who is on a vehicle: "Kim Jong Un's train" gives its three words."""
    owner, mark, _ = subject.rpartition("'s ")
    return tuple(owner.split()) if mark else ()


def join_travellers(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Give the travellers of all articles that are one the same name.

    Two are one when they move alike and share a name; or when each is the only vehicle of
    its kind in its article, and at most one of the two has a name.

    Examples
    --------
    >>> one = Sighting("green train", None, "at", "reported", article="a")
    >>> other = Sighting("Ana Cruz's train", None, "at", "reported", article="b")
    >>> [sighting.subject for sighting in join_travellers([one, other])]
    ["Ana Cruz's train", "Ana Cruz's train"]
    """
    keys: list[_Key] = list(dict.fromkeys((one.article, one.subject) for one in sightings))
    alone: dict[tuple[str, str], int] = defaultdict(int)
    for article, subject in keys:
        alone[article, mode_of(subject)] += 1
    parent = {key: key for key in keys}
    told = Counter(one.subject for one in sightings)

    def root(key: _Key) -> _Key:
        while parent[key] != key:
            key = parent[key]
        return key

    for index, one in enumerate(keys):
        for other in keys[index + 1 :]:
            if root(one) != root(other) and _are_one(one, other, alone):
                parent[root(other)] = root(one)
    labels: dict[_Key, str] = {}
    for key in keys:
        group = [other for other in keys if root(other) == root(key)]
        labels[key] = max((subject for _, subject in group), key=lambda one: _fitness(one, told))
    return [replace(one, subject=labels[one.article, one.subject]) for one in sightings]


def _fitness(label: str, told: Counter[str]) -> tuple[int, bool, int, int]:
    """How well a name fits a traveller: who is on it, then its kind, then how often it is told."""
    return len(_name(label)), bool(KINDS & set(label.split())), told[label], -len(label)


def _are_one(one: _Key, other: _Key, alone: dict[tuple[str, str], int]) -> bool:
    mode = mode_of(one[1])
    if mode != mode_of(other[1]):
        return False
    names = _name(one[1]), _name(other[1])
    if all(names):
        return same_name(*names)
    if one[0] == other[0]:
        return False
    return alone[one[0], mode] == 1 and alone[other[0], mode] == 1


def main_traveller(sightings: Sequence[Sighting]) -> str:
    """Name of the traveller with most located sightings, then most dated ones; "" for none."""
    counts: dict[str, tuple[int, int, int]] = {}
    for one in sightings:
        located, dated, all_ = counts.get(one.subject, (0, 0, 0))
        travelled = one.place is not None and one.relation != "heading"
        counts[one.subject] = (
            located + travelled,
            dated + (travelled and bool(one.time_text)),
            all_ + 1,
        )
    return max(counts, key=lambda subject: counts[subject], default="")
