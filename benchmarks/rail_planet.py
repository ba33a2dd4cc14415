"""Routers beside each other: on the embedded network, and on a made-up planet of 4 M nodes.

Each router has its own process and five minutes. `GEO_BENCH_NODES` makes a smaller planet.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.rail_peers import ROUTERS

ROOT = Path(__file__).resolve().parents[1]
LIMIT_S = 300.0
#: Preparing the planet has a budget of its own.
LIMIT_OURS_S = 900.0
NODES = int(os.environ.get("GEO_BENCH_NODES", "4000000"))


def _measure(router: str, name: str, cache: str) -> dict[str, Any] | str:
    """What a router's process says, or why it says nothing."""
    limit = LIMIT_OURS_S if router.startswith("geo") else LIMIT_S
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.rail_peers", router, name, cache],
            capture_output=True, text=True, check=False, cwd=ROOT, timeout=limit,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"not within {limit:.0f} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:60]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _table(name: str, cache: str) -> None:
    print(
        f"{'router':20} {'load':>7} {'prepare':>9} {'memory':>9} {'median':>10} {'p99':>10}"
        f" {'ways found':>11}"
    )
    for router in ROUTERS:
        told = _measure(router, name, cache)
        if isinstance(told, str):
            print(f"{router:20} {told}", flush=True)
            continue
        print(
            f"{router:20} {told['load_s']:5.2f} s {told['prepare_s']:7.1f} s"
            f" {told['memory_mb']:6.0f} MB {told['median_ms']:7.2f} ms {told['p99_ms']:7.2f} ms"
            f" {told['found']:5}/{told['pairs']}",
            flush=True,
        )


def make(cache: str) -> None:
    """Make the planet and keep it as a network; run in a process of its own for its memory."""
    from benchmarks.planet import make_planet
    from geo.rail.library import save
    from geo.rail.osm_build import build
    from geo.settings import Settings

    survey, count = make_planet(NODES)
    begin = process_time()
    network = build(survey, name="planet", source="made up", version="1")
    building = process_time() - begin
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = process_time()
    save(network, Settings(cache_dir=Path(cache)))
    print(
        f"{count:,} nodes, {network.edge_km.sum():,.0f} km; contracted to"
        f" {len(network.node_lon):,} nodes and {len(network.edge_u):,} edges in {building:.0f} s"
        f" ({before:.0f} MB); kept in {process_time() - begin:.0f} s"
    )


def main() -> int:
    """Print both tables."""
    print("Times are of one processor. Routers of others search the bare graph of nodes; ours,")
    print("tracks and directions (planet), countries and gauges (embedded network).")
    with tempfile.TemporaryDirectory() as cache:
        print("\nEmbedded network (budgets: load 0.3 s, median 2 ms, scipy 30 ms)")
        _table("world", cache)
        print("\nPlanet (budgets: median 2 ms, preparing 600 s, 8,000 MB)", flush=True)
        code = "import sys; from benchmarks.rail_planet import make; make(sys.argv[1])"
        done = subprocess.run(
            [sys.executable, "-c", code, cache],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        print(done.stdout.strip() or done.stderr.strip()[-300:], flush=True)
        if done.returncode:
            return 1
        _table("planet", cache)
    return 0


if __name__ == "__main__":
    sys.exit(main())
