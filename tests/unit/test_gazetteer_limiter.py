"""One pause for all processes."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from geo.errors import RateLimited, ServiceUnavailable
from geo.gazetteer.limiter import LONGEST_PAUSE_S, SharedLimiter


class Clock:
    """Time that only goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(tmp_path: Path, clock: Clock) -> SharedLimiter:
    return SharedLimiter(tmp_path / "slot", 1.0, clock=clock, sleep=clock.sleep)


def test_the_first_request_does_not_wait_and_the_next_does(limiter: SharedLimiter) -> None:
    assert limiter.wait(10) == 0.0
    assert limiter.wait(10) == pytest.approx(1.0)


def test_a_pause_longer_than_the_patience_is_refused_at_once(
    limiter: SharedLimiter, clock: Clock
) -> None:
    limiter.hold_off(100)
    before = clock.now
    with pytest.raises(RateLimited) as caught:
        limiter.wait(10)
    assert caught.value.retry_after_s == pytest.approx(100, abs=0.1)
    assert clock.now == before


@pytest.mark.parametrize("content", ["", "soon", "nan", "inf", "1e300"])
def test_a_damaged_time_does_not_stop_anyone(limiter: SharedLimiter, content: str) -> None:
    limiter.path.write_text(content)
    assert limiter.wait(10) == 0.0


def test_a_clock_that_was_set_back_does_not_stop_anyone(
    limiter: SharedLimiter, clock: Clock
) -> None:
    limiter.wait(10)
    clock.now -= 2 * LONGEST_PAUSE_S
    assert limiter.wait(10) == 0.0


def test_a_lock_that_is_never_free_is_told(limiter: SharedLimiter) -> None:
    with filelock.FileLock(f"{limiter.path}.lock"), pytest.raises(ServiceUnavailable):
        limiter.wait(0.2)


def test_processes_share_the_pause(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path;"
        "from geo.gazetteer.limiter import SharedLimiter;"
        "limiter = SharedLimiter(Path(sys.argv[1]), 0.3);"
        "limiter.wait(30); print(repr(time.time()));"
        "limiter.wait(30); print(repr(time.time()))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "slot")],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    times = sorted(float(line) for run in runs for line in run.communicate()[0].split())
    assert len(times) == 4
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) > 0.2
