"""One router on one network, in a process of its own: preparation, memory, time of a way.

Run by `benchmarks.rail_planet`. Every router is asked for the way itself, not only its length.
Ours search tracks and directions of travel (or countries and gauges, on the embedded network);
the others get what is easier, the bare graph of nodes and lengths. Times are of the processor.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from geo.rail import RailNetwork, load
from geo.settings import Settings

#: Pairs that are asked for, and after so many seconds no more of them.
PAIRS = 300
PATIENCE_S = 40.0
#: Memory of the process before anything was loaded is not the router's.
Pair = tuple[int, int]
Router = Callable[[int, int], Any]


def pairs_of(network: RailNetwork) -> list[Pair]:
    """Random pairs of nodes of the largest piece."""
    inside = np.flatnonzero(network.component == 0)
    random = np.random.default_rng(7)
    return [tuple(pair) for pair in random.choice(inside, (PAIRS, 2)).tolist()]  # type: ignore[misc]


def _arcs(network: RailNetwork) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both directions of every edge: tail, head, metres."""
    tail = np.concatenate([network.edge_u, network.edge_v]).astype(np.int64)
    head = np.concatenate([network.edge_v, network.edge_u]).astype(np.int64)
    return tail, head, np.tile(np.maximum(network.edge_km * 1000.0, 1.0), 2)


def _ours(network: RailNetwork, engine_name: str, cache: Path) -> Router:
    from geo.rail.engine import CchEngine, ScipyEngine
    from geo.rail.profile import default_profile
    from geo.rail.states import build_states

    states = build_states(network, default_profile())
    folder = cache / "networks" / network.name
    engine = CchEngine(states, folder) if engine_name == "cch" else ScipyEngine(states)
    # A train may start on any track of a node, and end on any.
    starting = _by_node(np.concatenate([states.enter_u, states.enter_v]), states.node)
    ending = _by_node(np.concatenate([states.leave_u, states.leave_v]), states.node)
    return lambda one, other: engine.path(starting(one), ending(other))


def _by_node(found: np.ndarray, node: np.ndarray) -> Callable[[int], list[tuple[int, int]]]:
    """States at a node, each at no cost."""
    found = np.unique(found)
    found = found[np.argsort(node[found], kind="stable")]
    first = np.searchsorted(node[found], np.arange(int(node.max()) + 2))
    return lambda one: [(state, 0) for state in found[first[one] : first[one + 1]].tolist()]


def _route(network: RailNetwork) -> Router:
    """The whole answer: snapping, search, path, stations, notes."""
    from geo.errors import RoutingError

    network.prepared()
    network.snap_index  # noqa: B018 - is made at the first question

    def way(one: int, other: int) -> Any:
        ends = [(network.node_lon[node], network.node_lat[node]) for node in (one, other)]
        try:
            return network.route(*ends)
        except RoutingError:
            return None

    return way


def _scipy(network: RailNetwork) -> Router:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    tail, head, metres = _arcs(network)
    order = np.lexsort((metres, head, tail))
    tail, head, metres = tail[order], head[order], metres[order]
    fresh = np.ones(len(tail), dtype=bool)
    fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    size = len(network.node_lon)
    graph = coo_matrix((metres[fresh], (tail[fresh], head[fresh])), shape=(size, size)).tocsr()

    def way(one: int, other: int) -> Any:
        distance, before = dijkstra(graph, indices=one, return_predecessors=True)
        if not np.isfinite(distance[other]):
            return None
        path = [other]
        while path[-1] != one:
            path.append(int(before[path[-1]]))
        return path

    return way


def _networkx(network: RailNetwork) -> Router:
    import networkx as nx

    graph = nx.MultiDiGraph()
    tail, head, metres = (column.tolist() for column in _arcs(network))
    graph.add_edges_from(
        (one, other, {"length": km}) for one, other, km in zip(tail, head, metres, strict=True)
    )
    return lambda one, other: nx.bidirectional_dijkstra(graph, one, other, weight="length")


def _osmnx(network: RailNetwork) -> Router:
    import osmnx

    graph = network.to_networkx()
    return lambda one, other: osmnx.shortest_path(graph, one, other, weight="length", cpus=1)


def _igraph(network: RailNetwork) -> Router:
    import igraph

    tail, head, metres = _arcs(network)
    graph = igraph.Graph(
        n=len(network.node_lon), edges=np.stack([tail, head], axis=1), directed=True
    )
    weights = metres.tolist()
    return lambda one, other: graph.get_shortest_path(one, other, weights=weights, output="epath")


def _scgraph(network: RailNetwork) -> Router:
    from scgraph import Graph

    lists: list[dict[int, float]] = [{} for _ in network.node_lon]
    for one, other, metres in zip(*(column.tolist() for column in _arcs(network)), strict=True):
        if one != other:
            lists[one][other] = min(metres, lists[one].get(other, metres))
    graph = Graph(lists)
    return lambda one, other: graph.dijkstra(one, other)


ROUTERS: dict[str, Callable[[RailNetwork, Path], Router]] = {
    "geo, pyroutingkit": lambda network, cache: _ours(network, "cch", cache),
    "geo, scipy": lambda network, cache: _ours(network, "scipy", cache),
    "geo, whole route": lambda network, _: _route(network),
    "scipy": lambda network, _: _scipy(network),
    "igraph": lambda network, _: _igraph(network),
    "scgraph": lambda network, _: _scgraph(network),
    "networkx": lambda network, _: _networkx(network),
    "osmnx": lambda network, _: _osmnx(network),
}


def main(router: str, name: str, cache: str) -> int:
    """Measure one router; print one line of JSON."""
    begin = process_time()
    network = load(name, Settings(cache_dir=Path(cache)))
    loading = process_time() - begin
    pairs = pairs_of(network)
    begin = process_time()
    way = ROUTERS[router](network, Path(cache))
    preparing = process_time() - begin
    times, found = [], 0
    begin = process_time()
    for one, other in pairs:
        start = process_time()
        found += way(one, other) is not None
        times.append((process_time() - start) * 1000.0)
        if process_time() - begin > PATIENCE_S and len(times) >= 5:
            break
    answer = {
        "load_s": loading,
        "prepare_s": preparing,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "median_ms": float(np.median(times)),
        "p99_ms": float(np.percentile(times, 99)),
        "pairs": len(times),
        "found": found,
    }
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
