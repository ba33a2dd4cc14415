"""Answers of online gazetteers, and the cache that keeps them for a while."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from geo.files import write_atomic
from geo.model import Place

__all__ = ["Answer", "AnswerCache", "Outcome"]

#: ``found``: places; ``not_found``: the service knows nothing of the name; ``empty``: it
#: answered with rows of which none has a usable position.
Outcome = Literal["found", "not_found", "empty"]

_FORMAT = 2
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said to a name.

    A failure is no answer: it is raised as an error and never kept.
    """

    outcome: Outcome
    places: tuple[Place, ...]
    #: Time of the request, ISO 8601 with offset.
    retrieved: str
    #: Whether it comes from the cache.
    cached: bool = False
    #: All names under which the service knows each of the places.
    names: tuple[tuple[str, ...], ...] = ()


class AnswerCache:
    """One JSON file an answer, written whole or not at all.

    Parameters
    ----------
    folder : Path
        Made when it is needed.
    found_days, nothing_days : float
        How long an answer with and without places is kept.
    clock : callable
        Seconds since 1970.
    """

    def __init__(
        self,
        folder: Path,
        *,
        found_days: float = 90.0,
        nothing_days: float = 7.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder
        self._found_s = found_days * _DAY_S
        self._nothing_s = nothing_days * _DAY_S
        self._clock = clock

    def _path(self, key: str) -> Path:
        digest = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
        return self.folder / f"{digest}.json"

    def get(self, key: str) -> Answer | None:
        """Give the answer to a key; None when there is none, or it is old or damaged."""
        try:
            stored: Any = json.loads(self._path(key).read_text(encoding="utf-8"))
            if stored["format"] != _FORMAT or stored["key"] != key:
                return None
            outcome: Outcome = stored["outcome"]
            then = datetime.fromisoformat(stored["retrieved"]).timestamp()
            age = self._clock() - then
            if not 0.0 <= age <= (self._found_s if outcome == "found" else self._nothing_s):
                return None
            places = tuple(_place(entry) for entry in stored["places"])
            names = tuple(tuple(map(str, spelt)) for spelt in stored["names"])
            return Answer(outcome, places, stored["retrieved"], cached=True, names=names)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(
        self,
        key: str,
        outcome: Outcome,
        places: tuple[Place, ...],
        names: tuple[tuple[str, ...], ...] = (),
    ) -> Answer:
        """Keep an answer.

        Raises
        ------
        OSError
            When the folder cannot be written.
        """
        now = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="microseconds")
        record = {
            "format": _FORMAT,
            "key": key,
            "outcome": outcome,
            "retrieved": now,
            "places": [asdict(place) for place in places],
            "names": names,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self._path(key), json.dumps(record, ensure_ascii=False, sort_keys=True))
        return Answer(outcome, places, now, names=names)


def _place(entry: dict[str, Any]) -> Place:
    pieces = {
        field: tuple(tuple((float(x), float(y)) for x, y in piece) for piece in entry[field])
        for field in ("lines", "outline")
    }
    place = Place(**{**entry, **pieces})
    if not (-180 <= place.lon <= 180 and -90 <= place.lat <= 90):
        raise ValueError("a position that cannot be")
    return place
