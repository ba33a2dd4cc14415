"""A pause between requests that all processes of a machine share."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import filelock

from geo.errors import RateLimited, ServiceUnavailable
from geo.files import write_atomic

__all__ = ["LONGEST_PAUSE_S", "SharedLimiter"]

#: A longer pause that a service asks for is cut to this.
LONGEST_PAUSE_S = 3600.0


class SharedLimiter:
    """At most one request in an interval, summed over processes.

    The time of the next allowed request stands in a file, under a lock.

    Parameters
    ----------
    path : Path
        File of the time; beside it lies the lock.
    interval_s : float
        Least pause between requests in seconds.
    clock : callable
        Seconds since 1970, the same for all processes.
    sleep : callable
        Waits so many seconds.
    """

    def __init__(
        self,
        path: Path,
        interval_s: float = 1.0,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.path = path
        self.interval_s = interval_s
        self._clock = clock
        self._sleep = sleep

    def _next(self) -> float:
        try:
            stored = float(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
        # Later than any pause that is kept: the machine's clock was set back, or the file
        # is damaged (a comparison with NaN is false too).
        return stored if stored <= self._clock() + LONGEST_PAUSE_S + self.interval_s else 0.0

    def _lock(self, patience_s: float) -> filelock.BaseFileLock:
        return filelock.FileLock(f"{self.path}.lock", timeout=max(0.0, patience_s))

    def wait(self, patience_s: float) -> float:
        """Reserve the next free slot, and wait for it.

        Parameters
        ----------
        patience_s : float
            Seconds that may be waited.

        Returns
        -------
        float
            Seconds that were waited.

        Raises
        ------
        RateLimited
            When the service asked for a pause that is longer than the patience.
        ServiceUnavailable
            When too many processes wait.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        begun = self._clock()
        try:
            with self._lock(patience_s):
                now = self._clock()
                pause = max(0.0, self._next() - now)
                if pause > patience_s - (now - begun):
                    raise RateLimited(
                        f"the next request is allowed in {pause:.0f} s",
                        hint="Try again later; answers that came are kept.",
                        retry_after_s=pause,
                    )
                write_atomic(self.path, f"{now + pause + self.interval_s:.6f}")
        except filelock.Timeout as error:
            raise ServiceUnavailable(
                "other processes are asking the same service all the time",
                hint="Let them end first, or raise the deadline.",
            ) from error
        if pause:
            self._sleep(pause)
        return pause

    def hold_off(self, seconds: float) -> None:
        """Let no process make a request for so long: the service asked for it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock(5.0):
            until = self._clock() + min(max(seconds, 0.0), LONGEST_PAUSE_S)
            write_atomic(self.path, f"{max(self._next(), until):.6f}")
