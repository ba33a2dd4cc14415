"""The search graph of a matching: the network's states, and a train at each candidate point.

Every candidate point of an observation lies on an edge. For each gauge of that edge it is two
nodes, one for a train that runs along the edge and one for a train that runs against it: the
directed edges of Newson and Krumm (2009). They are strung between the states at the ends of
the edge, so that a train that passes the point runs on in its sense, or turns back at the cost
of a reversal. A search starts from a node of its own, which leads to the points of one
observation at the costs that the observations before have summed up.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.rail.snapping import Snap
from geo.rail.states import UNITS_PER_HOUR, StateGraph
from geo.rail.way import Way

__all__ = ["MatchingGraph", "Points", "Tree"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Least time of turning back where a train was seen, besides what rails and profile ask for.
_TURN_H = 0.5


@dataclass(frozen=True)
class Points:
    """Candidate points of all observations, each as directed nodes.

    Parameters
    ----------
    snap : list of Snap
        Candidate of each point.
    owner : ndarray
        Observation that each node belongs to.
    point : ndarray
        Point (index into ``snap``) of each node.
    sense : ndarray
        1 where the train of a node runs along the edge, -1 against it.
    """

    snap: list[Snap]
    owner: Ints
    point: Ints
    sense: Ints


@dataclass(frozen=True)
class Tree:
    """Cheapest ways from the points of one observation."""

    #: Cost of each node; infinite beyond the bound.
    cost: Floats
    #: Node before each; negative where there is none.
    before: NDArray[np.int32]


@dataclass
class MatchingGraph:
    """Nodes are the network's states, then the directed points, then one start each."""

    states: StateGraph
    points: Points
    first: int
    starts: int
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    cost: Floats
    #: Edge of each arc (-1 for a stop or a reversal), and the km between which it runs.
    edge: Ints
    from_km: Floats
    to_km: Floats

    @classmethod
    def build(cls, states: StateGraph, arcs: Ints, candidates: list[list[Snap]]) -> MatchingGraph:
        """String the candidates of each observation into the network's search graph.

        Parameters
        ----------
        states : StateGraph
        arcs : ndarray
            Its arcs in order of tail and head, as engines keep them.
        candidates : list of list of Snap
            Of each observation.
        """
        network = states.network
        snaps = [snap for group in candidates for snap in group]
        group_of = np.repeat(np.arange(len(candidates)), [len(group) for group in candidates])
        on_edge = np.array([snap.edge for snap in snaps], dtype=np.int64)
        at_km = np.array([snap.km for snap in snaps], dtype=np.float64)
        # One row for each point and gauge.
        pairs = np.diff(states.first_pair)[on_edge]
        point = np.repeat(np.arange(len(snaps)), pairs)
        rank = np.arange(len(point)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
        pair = states.first_pair[on_edge[point]] + rank
        order = np.lexsort((group_of[point], at_km[point], pair))
        point, pair = point[order], pair[order]
        count, size = len(states.node), len(point)
        along = count + np.arange(size)
        against = along + size
        edge, km = on_edge[point], at_km[point]
        length = network.edge_km[edge]
        opens = np.ones(size, dtype=bool)
        opens[1:] = pair[1:] != pair[:-1]
        closes = np.ones(size, dtype=bool)
        closes[:-1] = opens[1:]
        tails: list[Ints] = []
        heads: list[Ints] = []
        edges: list[Ints] = []
        froms: list[Floats] = []
        tos: list[Floats] = []

        def add(tail: Ints, head: Ints, where: Ints, start: Floats, stop: Floats) -> None:
            tails.append(tail)
            heads.append(head)
            edges.append(where)
            froms.append(start)
            tos.append(stop)

        none = np.zeros(size)
        add(states.enter_u[pair[opens]], along[opens], edge[opens], none[opens], km[opens])
        add(against[opens], states.leave_u[pair[opens]], edge[opens], km[opens], none[opens])
        add(along[closes], states.leave_v[pair[closes]], edge[closes], km[closes], length[closes])
        add(states.enter_v[pair[closes]], against[closes], edge[closes], length[closes], km[closes])
        inner = np.flatnonzero(~opens)
        add(along[inner - 1], along[inner], edge[inner], km[inner - 1], km[inner])
        add(against[inner], against[inner - 1], edge[inner], km[inner], km[inner - 1])
        running = np.abs(np.concatenate(tos) - np.concatenate(froms))
        costs = [running / states.speed_kmh[np.concatenate(edges)] * UNITS_PER_HOUR]
        turn = np.full(2 * size, -1, dtype=np.int64)
        both = np.concatenate([along, against])
        add(both, np.concatenate([against, along]), turn, np.zeros(2 * size), np.zeros(2 * size))
        costs.append(np.full(2 * size, max(float(states.reversal_cost), _TURN_H * UNITS_PER_HOUR)))
        # The starts: their costs are set before each search.
        owner = np.concatenate([group_of[point], group_of[point]])
        add(
            count + 2 * size + owner, both, np.full(2 * size, -1, dtype=np.int64),
            np.zeros(2 * size), np.zeros(2 * size),
        )  # fmt: skip
        costs.append(np.ones(2 * size))
        total = count + 2 * size + len(candidates)
        tail, head = np.concatenate(tails), np.concatenate(heads)
        order = np.lexsort((head, tail))
        tail, head = tail[order], head[order]
        # The network's own arcs are in order already: the new ones are put in between.
        slot = np.searchsorted(
            states.tail[arcs] * total + states.head[arcs], tail * total + head
        )  # fmt: skip
        ran = states.edge[arcs]
        whole = np.where(ran >= 0, network.edge_km[ran], 0.0)
        forth = states.sense[arcs] > 0

        def merged(own: NDArray[Any], new: list[NDArray[Any]]) -> NDArray[Any]:
            return np.insert(own, slot, np.concatenate(new)[order])

        indptr = np.zeros(total + 1, dtype=np.int32)
        leaving = np.bincount(states.tail[arcs], minlength=total)
        np.cumsum(leaving + np.bincount(tail, minlength=total), out=indptr[1:])
        return cls(
            states=states,
            points=Points(
                snaps, owner, np.concatenate([point, point]),
                np.repeat(np.array([1, -1], dtype=np.int64), size),
            ),
            first=count,
            starts=count + 2 * size,
            indptr=indptr,
            indices=np.insert(states.head[arcs], slot, head).astype(np.int32),
            # SciPy takes an arc of no cost for no arc.
            cost=np.maximum(merged(states.cost[arcs].astype(np.float64), costs), 1e-3),
            edge=merged(ran, edges),
            from_km=merged(np.where(forth, 0.0, whole), froms),
            to_km=merged(np.where(forth, whole, 0.0), tos),
        )  # fmt: skip

    def nodes_of(self, observation: int) -> Ints:
        """Directed points of an observation, as nodes."""
        start = self.starts + observation
        part = slice(int(self.indptr[start]), int(self.indptr[start + 1]))
        return self.indices[part].astype(np.int64)

    def tolled(self, toll: Floats) -> Floats:
        """Cost of each arc where km of some edges cost extra.

        Parameters
        ----------
        toll : ndarray
            Hours that each km of each edge costs extra.
        """
        extra = np.where(self.edge >= 0, toll[self.edge] * np.abs(self.to_km - self.from_km), 0.0)
        costs: Floats = self.cost + extra * UNITS_PER_HOUR
        return costs

    def search(
        self, observation: int, entry: Floats, limit: float, costs: Floats | None = None
    ) -> Tree:
        """Cheapest ways from the points of an observation.

        Parameters
        ----------
        observation : int
        entry : ndarray
            Cost so far of each of its nodes, in the order of `nodes_of`; may be infinite.
        limit : float
            Nodes beyond this cost are not looked for.
        costs : ndarray, optional
            Cost of each arc, from `tolled`.
        """
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        start = self.starts + observation
        part = slice(int(self.indptr[start]), int(self.indptr[start + 1]))
        lowest = float(entry.min())
        costs = self.cost if costs is None else costs
        costs[part] = np.maximum(entry - lowest, 0.0) + 1.0
        graph = csr_matrix((costs, self.indices, self.indptr), shape=(len(self.indptr) - 1,) * 2)
        cost, before = dijkstra(
            graph, indices=start, return_predecessors=True, limit=limit - lowest + 1.0
        )
        return Tree(cost + (lowest - 1.0), before)

    def way(self, tree: Tree, node: int) -> tuple[int, Way]:
        """Way of a tree to a node, and the node that it comes from."""
        nodes = [node]
        while tree.before[nodes[-1]] < self.starts:
            nodes.append(int(tree.before[nodes[-1]]))
        nodes.reverse()
        arcs = [
            int(self.indptr[tail]) + int(np.searchsorted(self._heads(tail), head))
            for tail, head in pairwise(nodes)
        ]
        arcs = [arc for arc in arcs if self.edge[arc] >= 0]
        start, end = (self.points.snap[self.point_of(one)] for one in (nodes[0], node))
        if not arcs:
            at = np.array([start.km])
            return nodes[0], Way(start, end, np.array([start.edge]), at, at)
        edge, low, high = self.edge[arcs], self.from_km[arcs], self.to_km[arcs]
        # Pieces of one edge that follow each other in the same sense are one.
        joint = (edge[1:] == edge[:-1]) & (low[1:] == high[:-1])
        joint &= np.sign(high[1:] - low[1:]) == np.sign(high[:-1] - low[:-1])
        begins = np.concatenate([[True], ~joint])
        ends = np.concatenate([~joint, [True]])
        return nodes[0], Way(start, end, edge[begins], low[begins], high[ends])

    def _heads(self, tail: int) -> NDArray[np.int32]:
        return self.indices[int(self.indptr[tail]) : int(self.indptr[tail + 1])]

    def point_of(self, node: int) -> int:
        """Point that a node stands for."""
        return int(self.points.point[node - self.first])

    def sense_of(self, node: int) -> int:
        """Whether the train of a node runs along its edge (1) or against it (-1)."""
        return int(self.points.sense[node - self.first])
