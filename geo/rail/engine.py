"""Shortest paths between states: `pyroutingkit` where it is installed, SciPy everywhere.

Both engines get the same arcs with the same whole-numbered costs, and give the same answers
(held by property tests). The customisable contraction hierarchy needs an order of the nodes,
which takes a while; it is made once and kept in the cache folder. Without a cache folder,
or until the order is made, SciPy answers.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geo.rail.states import StateGraph

__all__ = ["CchEngine", "Engine", "Found", "ScipyEngine", "make_engine"]

Ints = NDArray[np.int64]
#: States to start from or to end in, each with the cost of getting there.
Ends = Sequence[tuple[int, int]]

#: File that tells whether a kept order is whole.
_SEAL = "seal"
#: What is not connected.
UNREACHED = np.iinfo(np.int64).max
#: First guess for a bound of the search, as a multiple of the straight line's running time,
#: and what is added for stops, in hours.
_GUESS = 1.7
_GUESS_H = 12.0
#: The longest way on earth, some 30,000 km, takes two thirds of what `CchEngine` can count (2^31
#: hundredths of a second) where no line is slower than this. For slower ones, the rest is left.
_LONGEST_KM = 30_000.0
_SLOWEST_KMH = 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """A cheapest way between two sets of states."""

    cost: int
    #: Positions in the given sources and targets.
    source: int
    target: int
    #: Arcs of the state graph, in order.
    arcs: tuple[int, ...]


class Engine(Protocol):
    """What answers questions about cheapest ways."""

    name: str
    #: The cheapest arc between each two states, in order of tail and head.
    arcs: Ints

    def path(self, sources: Ends, targets: Ends) -> Found | None:
        """Cheapest way from any source to any target; None where there is none."""

    def table(self, sources: Sequence[int], targets: Sequence[int]) -> Ints:
        """Costs between states, shape (sources, targets); `UNREACHED` where there is no way."""


def best_arcs(states: StateGraph, blocked: NDArray[np.bool_] | None = None) -> Ints:
    """Give the cheapest arc between each two states, in order of tail and head.

    Arcs that the profile does not allow, and blocked ones, are left out.
    """
    cost = states.cost
    order = np.lexsort((cost, states.head, states.tail))
    if states.closed is not None:
        blocked = states.closed if blocked is None else states.closed | blocked
    if blocked is not None:
        order = order[~blocked[order]]
    tail, head = states.tail[order], states.head[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    best: Ints = order[fresh & (tail != head)]
    return best


class ScipyEngine:
    """Dijkstra's search of SciPy, bounded by a guess that is widened when it fails.

    Parameters
    ----------
    states : StateGraph
    blocked : ndarray of bool, optional
        Arcs that must not be used.
    arcs : ndarray, optional
        What `best_arcs` gives for these, where it is known.
    """

    name = "scipy"

    def __init__(
        self,
        states: StateGraph,
        blocked: NDArray[np.bool_] | None = None,
        arcs: Ints | None = None,
    ) -> None:
        self.states = states
        self._blocked = blocked
        self.arcs = best_arcs(states, blocked) if arcs is None else arcs
        count = len(states.node)
        self._indptr = np.zeros(count + 2, dtype=np.int32)
        np.cumsum(
            np.bincount(states.tail[self.arcs], minlength=count), out=self._indptr[1 : count + 1]
        )
        self._indptr[count + 1] = self._indptr[count]
        self._indices = states.head[self.arcs].astype(np.int32)
        # SciPy takes an arc of no cost for no arc.
        self._data = np.maximum(states.cost[self.arcs], 1).astype(np.float64)

    def backward(self) -> ScipyEngine:
        """Engine for ways that are run from their end to their start."""
        states = self.states.backward
        return self if states is self.states else ScipyEngine(states, self._blocked)

    def _search(self, sources: Ends, limit: float) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Search from one state more, which leads to the sources at their costs."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        count = len(self.states.node)
        entry: dict[int, int] = {}
        for state, cost in sources:
            entry[state] = min(cost + 1, entry.get(state, cost + 1))
        ordered = sorted(entry)
        indptr = self._indptr.copy()
        indptr[count + 1] += len(ordered)
        graph = csr_matrix(
            (
                np.concatenate([self._data, [float(entry[state]) for state in ordered]]),
                np.concatenate([self._indices, np.array(ordered, dtype=np.int32)]),
                indptr,
            ),
            shape=(count + 1, count + 1),
        )
        distance, before = dijkstra(graph, indices=count, return_predecessors=True, limit=limit + 1)
        return distance - 1, before

    def _bounds(self, sources: Ends, targets: Ends) -> list[float]:
        from geo.rail.states import UNITS_PER_HOUR

        network, profile = self.states.network, self.states.profile
        nodes = [self.states.node[[state for state, _ in ends]] for ends in (sources, targets)]
        x1, y1 = network.node_lon[nodes[0]], network.node_lat[nodes[0]]
        x2, y2 = network.node_lon[nodes[1]], network.node_lat[nodes[1]]
        dx = (x1[:, None] - x2[None, :] + 180) % 360 - 180
        dy = y1[:, None] - y2[None, :]
        middle = np.cos(np.radians((y1[:, None] + y2[None, :]) / 2))
        km = float(np.hypot(dx * middle, dy).min()) * 111.2
        guess = (_GUESS * km / profile.speed_kmh + _GUESS_H) * UNITS_PER_HOUR
        extra = max([cost for _, cost in (*sources, *targets)], default=0)
        return [guess + 2 * extra, 3 * guess + 2 * extra, np.inf]

    def path(self, sources: Ends, targets: Ends) -> Found | None:
        """Cheapest way from any source to any target; None where there is none."""
        if not sources or not targets:
            return None
        for limit in self._bounds(sources, targets):
            distance, before = self._search(sources, limit)
            costs = [distance[state] + cost for state, cost in targets]
            target = int(np.argmin(costs))
            # A dearer end may hide a cheaper way beyond the bound.
            if np.isfinite(costs[target]) and costs[target] <= limit:
                return self._walk(sources, targets, target, round(costs[target]), before)
        return None

    def _walk(
        self, sources: Ends, targets: Ends, target: int, cost: int, before: NDArray[np.int32]
    ) -> Found:
        count = len(self.states.node)
        state = targets[target][0]
        arcs: list[int] = []
        while before[state] != count:
            previous = int(before[state])
            row = slice(self._indptr[previous], self._indptr[previous + 1])
            slot = int(np.searchsorted(self._indices[row], state))
            arcs.append(int(self.arcs[self._indptr[previous] + slot]))
            state = previous
        start = min(
            (entry, index) for index, (other, entry) in enumerate(sources) if other == state
        )[1]
        return Found(cost, start, target, tuple(reversed(arcs)))

    def table(self, sources: Sequence[int], targets: Sequence[int]) -> Ints:
        """Costs between states, shape (sources, targets); `UNREACHED` where there is no way."""
        wanted = np.asarray(targets, dtype=np.int64)
        costs = np.full((len(sources), len(wanted)), UNREACHED, dtype=np.int64)
        for row, source in enumerate(sources):
            distance, _ = self._search([(source, 0)], np.inf)
            near = distance[wanted]
            reached = np.isfinite(near)
            costs[row, reached] = np.rint(near[reached]).astype(np.int64)
        return costs

    def distances(self, sources: Ends, limit: float) -> NDArray[np.float64]:
        """Cost of every state within a limit; infinite beyond."""
        distance, _ = self._search(sources, limit)
        return distance[:-1]

    def tree(
        self, sources: Ends, limit: float = np.inf
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Cost of every state, and the arc by which it is reached (-1: none)."""
        distance, before = self._search(sources, limit)
        count = len(self.states.node)
        tails = self.states.tail[self.arcs]
        # Arcs lie in order of tail and head, so that one search finds them all.
        key = tails * (count + 1) + self._indices
        by = np.full(count, -1, dtype=np.int64)
        inner = np.flatnonzero((before[:count] >= 0) & (before[:count] < count))
        wish = before[inner].astype(np.int64) * (count + 1) + inner
        by[inner] = self.arcs[np.searchsorted(key, wish)]
        return distance[:count], by


class CchEngine:
    """Customisable contraction hierarchy of RoutingKit.

    Parameters
    ----------
    states : StateGraph
    folder : Path, optional
        Where the order of nodes is kept.
    """

    name = "pyroutingkit"

    def __init__(self, states: StateGraph, folder: Path | None) -> None:
        from pyroutingkit import CCHMetric, CCHTopology

        self.states = states
        self.arcs = best_arcs(states)
        tail = states.tail[self.arcs].astype(np.uint32)
        head = states.head[self.arcs].astype(np.uint32)
        cost = np.maximum(states.cost[self.arcs], 1).astype(np.uint32)
        topology = CCHTopology()
        kept = folder / f"cch-{_digest(tail, head)}" if folder is not None else None
        if kept is None or not _load(topology, kept):
            topology.build(
                tail,
                head,
                states.network.node_lat[states.node].astype(np.float32),
                states.network.node_lon[states.node].astype(np.float32),
                len(states.node),
            )
            if kept is not None:
                _save(topology, kept)
        # The query keeps its queues in the metric: one question at a time.
        self._lock = Lock()
        self._metric: Any = CCHMetric(topology)
        self._metric.customize(cost)

    def table(self, sources: Sequence[int], targets: Sequence[int]) -> Ints:
        """Costs between states, shape (sources, targets); `UNREACHED` where there is no way."""
        from pyroutingkit import INF_WEIGHT

        # The many-to-many search wants each state once.
        one, back = np.unique(np.asarray(sources, dtype=np.uint32), return_inverse=True)
        other, forth = np.unique(np.asarray(targets, dtype=np.uint32), return_inverse=True)
        with self._lock:
            found = self._metric.distances_many_to_many(one, other)
        costs: Ints = np.asarray(found).reshape(len(one), len(other)).astype(np.int64)
        costs[costs >= INF_WEIGHT] = UNREACHED
        return costs[np.ix_(back, forth)]

    def path(self, sources: Ends, targets: Ends) -> Found | None:
        """Cheapest way from any source to any target; None where there is none."""
        if not sources or not targets:
            return None
        costs = self.table([state for state, _ in sources], [state for state, _ in targets])
        reached = costs < UNREACHED
        if not reached.any():
            return None
        entry = np.array([cost for _, cost in sources])[:, None]
        leave = np.array([cost for _, cost in targets])[None, :]
        total = np.where(reached, np.where(reached, costs, 0) + entry + leave, UNREACHED)
        source, target = np.unravel_index(int(total.argmin()), total.shape)
        start, end = sources[int(source)][0], targets[int(target)][0]
        arcs: tuple[int, ...] = ()
        if start != end:
            with self._lock:
                _, _, steps = self._metric.query(start, end)
            arcs = tuple(self.arcs[np.asarray(steps, dtype=np.int64)].tolist())
        return Found(int(total[source, target]), int(source), int(target), arcs)


def _digest(tail: NDArray[np.uint32], head: NDArray[np.uint32]) -> str:
    return hashlib.sha256(tail.tobytes() + head.tobytes()).hexdigest()[:16]


def _seal(folder: Path) -> str:
    """Digest of all files of a folder but the seal itself."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.name != _SEAL:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _load(topology: Any, folder: Path) -> bool:
    """Take up a kept order; a damaged one is not given to the library, which would crash."""
    try:
        if (folder / _SEAL).read_text("ascii") != _seal(folder):
            return False
        topology.load(str(folder))
    except (RuntimeError, OSError, ValueError):
        return False
    return True


def _save(topology: Any, folder: Path) -> None:
    """Keep the order; a folder appears whole or not at all. Failing to keep it is no error."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".cch-"))
        try:
            topology.save(str(scratch))
            (scratch / _SEAL).write_text(_seal(scratch), "ascii")
            shutil.rmtree(folder, ignore_errors=True)
            scratch.replace(folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except (OSError, RuntimeError):
        return


def _can_be_counted(states: StateGraph) -> bool:
    """Whether no way costs more than `CchEngine` can count, though it ran over every slow edge."""
    from geo.rail.states import UNITS_PER_HOUR

    slow = states.speed_kmh < _SLOWEST_KMH
    hours = _LONGEST_KM / _SLOWEST_KMH
    with np.errstate(divide="ignore"):
        hours += float((states.network.edge_km[slow] / states.speed_kmh[slow]).sum())
    return hours * UNITS_PER_HOUR < 2**31


def make_engine(states: StateGraph, cache_dir: Path | None) -> Engine:
    """Give the fastest engine that can be had.

    Parameters
    ----------
    states : StateGraph
    cache_dir : Path, optional
        Where the prepared order is kept. Without it, SciPy is taken: preparing for one
        question costs more than the question.
    """
    if cache_dir is not None and _can_be_counted(states):
        try:
            return CchEngine(states, cache_dir / "networks" / states.network.name)
        except ImportError:
            pass
    return ScipyEngine(states)
