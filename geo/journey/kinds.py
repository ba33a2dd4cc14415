"""Kinds of trains, as the words before the noun tell them, and which exclude each other."""

from __future__ import annotations

from collections import Counter

__all__ = ["CARGO", "KINDS", "kinds_clash"]

#: Words that tell kinds of trains apart.
KINDS = frozenset(
    "freight cargo passenger container sleeper night commuter armored armoured personal "
    "presidential military special goods".split()
)
CARGO = frozenset("freight cargo container goods".split())
PERSONAL = frozenset("armored armoured personal presidential private special".split())
SEATED = frozenset("passenger sleeper commuter".split())


def kinds_clash(one: set[str], other: Counter[str]) -> bool:
    """Whether adjectives speak of different trains: a freight train is no private one."""
    no_freight = PERSONAL | SEATED
    return bool(
        (one & CARGO and no_freight & set(other)) or (one & no_freight and CARGO & set(other))
    )
