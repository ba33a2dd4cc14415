"""Asking a service on behalf of a whole run: one deadline, and failures that end nothing.

A run asks for many names. When the service fails, the run keeps what the embedded gazetteer
knows, and the report tells the failure once.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from geo.errors import GeocodingError, RateLimited, ServiceUnavailable
from geo.gazetteer.answers import Answer
from geo.gazetteer.online import OnlineGazetteer
from geo.model import Problem, Provenance
from geo.settings import Progress, Settings

__all__ = ["Asker", "open_asker"]

#: After so many failures in a row the service is not asked any more.
_PATIENCE = 2
#: So often a name is asked when the service wants a pause that can be waited for.
_TRIES = 3
#: So many names are told in a problem.
_SHOWN = 5


class Asker:
    """Asks an online gazetteer for the names of a run.

    Parameters
    ----------
    gazetteer : OnlineGazetteer
        The service.
    deadline_s : float
        Seconds for all names together, from the first request on.
    progress : callable, optional
        Told how many names were asked.
    clock : callable
        Seconds that only go forward.
    """

    def __init__(
        self,
        gazetteer: OnlineGazetteer,
        deadline_s: float,
        progress: Progress | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gazetteer = gazetteer
        self._deadline_s = deadline_s
        self._progress = progress
        self._clock = clock
        self._until: float | None = None
        self._answers: dict[str, Answer | None] = {}
        self._in_a_row = 0
        self._failed: list[str] = []
        self._late: list[str] = []
        self._last: GeocodingError | None = None
        self._latest = ""

    @property
    def title(self) -> str:
        """Name of the service and its server, for a sentence."""
        return self._gazetteer.title

    @property
    def knows_names(self) -> bool:
        """Whether the service tells all names of a place, so that a wrong one can be seen."""
        return self._gazetteer.service == "nominatim"

    def ask(self, query: str) -> Answer | None:
        """Ask for a name; None when there was no answer, which `problems` then tells."""
        if query not in self._answers:
            self._answers[query] = self._ask(query)
        answer = self._answers[query]
        if answer is not None and answer.places:
            self._latest = max(self._latest, answer.retrieved)
        return answer

    def _ask(self, query: str) -> Answer | None:
        known = self._gazetteer.cached(query)
        if known is not None:
            return known
        if self._in_a_row >= _PATIENCE:
            self._failed.append(query)
            return None
        if self._progress:
            self._progress(f"Asking {self.title}", len(self._answers), 0)
        if self._until is None:
            self._until = self._clock() + self._deadline_s
        for _ in range(_TRIES):
            left = self._until - self._clock()
            if left <= 0:
                self._late.append(query)
                return None
            try:
                answer = self._gazetteer.ask(query, within_s=left)
            except RateLimited as error:
                self._last = error
                # Where the pause fits into what is left, the next try waits for its end.
                if error.retry_after_s and error.retry_after_s < self._until - self._clock():
                    continue
                self._in_a_row = _PATIENCE
            except GeocodingError as error:
                self._last = error
                self._in_a_row += 1
            else:
                self._in_a_row = 0
                return answer
            break
        self._failed.append(query)
        return None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not answered, told once; the rest of the run stands."""
        if not self._failed and not self._late:
            return ()
        names = ", ".join(map(repr, [*self._failed, *self._late][:_SHOWN]))
        count = len(self._failed) + len(self._late)
        if count > _SHOWN:
            names += ", ..."
        why = f"the {self._deadline_s:g} s for asking are over"
        hint = "Run it again: answers that came are kept. Or raise --geocoder-deadline."
        if self._last is not None and self._failed:
            why, hint = self._last.message, self._last.hint
        told = "1 name was" if count == 1 else f"{count} names were"
        message = f"{told} not asked or not answered ({names}): {why}. The other findings stand"
        return (Problem(self.title, message, hint, ServiceUnavailable.exit_code),)

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where its places come from; nothing when it told of none."""
        return (self._gazetteer.provenance(self._latest),) if self._latest else ()


def open_asker(settings: Settings, progress: Progress | None = None) -> Asker:
    """Make the asker of the settings; see `geo.gazetteer.open_asker`."""
    wanted = settings.geocoding
    gazetteer = OnlineGazetteer(
        wanted.service,
        settings,
        address=wanted.address,
        contact=wanted.contact,
        username=wanted.username,
        interval_s=wanted.interval_s,
    )
    return Asker(gazetteer, wanted.deadline_s, progress)
