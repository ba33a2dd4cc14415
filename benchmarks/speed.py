"""Whole processes against the budgets: wall time (best of five) and peak memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]


def _run(arguments: list[str], cache: str | None = None) -> tuple[float, float]:
    """Seconds and peak memory in MB of one ``geo`` process."""
    environment = {**os.environ, **({"GEO_CACHE_DIR": cache} if cache else {})}
    code = (
        "import resource, subprocess, sys;"
        "done = subprocess.run([sys.executable, '-m', 'geo', *sys.argv[1:]],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    begin = perf_counter()
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    return perf_counter() - begin, float(done.stdout)


def _best(arguments: list[str], times: int = 5) -> tuple[float, float]:
    runs = [_run(arguments) for _ in range(times)]
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


#: Place names in a fresh process: CPU seconds to the first answer; then words a second over
#: our own texts joined to articles of some 400 words, and the peak memory.
_NAMES = """
import resource, time
import geo
geo.locate("A train left Lyon for Geneva.")
first = time.process_time()
from benchmarks.toponym_sets import read_own
texts = [article.text for article in read_own()]
texts = [" ".join(texts[start : start + 8]) for start in range(0, len(texts), 8)]
for text in texts:
    geo.locate(text)
begin = time.process_time()
for text in texts:
    geo.locate(text)
words = sum(len(text.split()) for text in texts)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(first, words / (time.process_time() - begin), memory)
"""


def _names(times: int = 5) -> list[str]:
    """Lines on place names: best of some fresh processes, in CPU time."""
    runs = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-c", _NAMES], capture_output=True, text=True, check=True, cwd=ROOT
        )
        runs.append([float(value) for value in done.stdout.split()])
    first = min(run[0] for run in runs)
    speed = max(run[1] for run in runs)
    memory = max(run[2] for run in runs)
    return [
        f"{'start to first place, CPU':36} {first:6.2f} s {memory:6.0f} MB   budget 0.5 s, 300 MB",
        f"{'place names, one in 8 words':36} {speed:6,.0f} words/s   (news: see Place names)",
    ]


def _geodesics() -> str:
    """Bulk geodesics beside geopy on the same pairs, in the same run."""
    import numpy as np
    from geopy.distance import geodesic

    from geo.geodesy import distance_km

    random = np.random.default_rng(1)
    lon1, lon2 = random.uniform(-180, 180, (2, 20_000))
    lat1, lat2 = random.uniform(-90, 90, (2, 20_000))
    distance_km(lon1[:10], lat1[:10], lon2[:10], lat2[:10])
    begin = perf_counter()
    ours = distance_km(lon1, lat1, lon2, lat2)
    fast = perf_counter() - begin
    pairs = zip(lat1[:2000], lon1[:2000], lat2[:2000], lon2[:2000], strict=True)
    begin = perf_counter()
    theirs = [geodesic((a, b), (c, d)).km for a, b, c, d in pairs]
    slow = (perf_counter() - begin) * 10
    worst = float(np.abs(ours[:2000] - theirs).max()) * 1e12
    return f"{slow / fast:.0f} x geopy (budget 50), largest difference {worst:.1f} nm (budget 15)"


def main() -> None:
    """Print the table."""
    page = Path(tempfile.mkdtemp()) / "map.html"
    rows = [
        ("geo --help", ["--help"], "0.4 s"),
        ("geo verify seeds/, indexes built", ["verify", "seeds", "--exit-zero"], "1.5 s, 400 MB"),
        ("geo route Lyon Paris", ["route", "Lyon", "Paris"], ""),
        ("geo map seeds/", ["map", "seeds", "-o", str(page)], ""),
    ]
    with tempfile.TemporaryDirectory() as cache:
        seconds, memory = _run(["verify", "seeds", "--exit-zero"], cache)
        name = "first run, building the index"
        print(f"{name:36} {seconds:6.2f} s {memory:6.0f} MB   budget 40 s, 2 GB")
    for name, arguments, budget in rows:
        seconds, memory = _best(arguments)
        print(
            f"{name:36} {seconds:6.2f} s {memory:6.0f} MB   {'budget ' + budget if budget else ''}"
        )
    print("\n".join(_names()))
    print(f"{'geodesics in bulk':36} {_geodesics()}")
    print(f"{'size of the map of seeds/':36} {page.stat().st_size / 1e6:6.2f} MB   budget 3 MB")
    shutil.rmtree(page.parent)


if __name__ == "__main__":
    sys.exit(main())
