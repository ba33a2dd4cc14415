"""The search graph where the drawing is true: a state is a track and a direction of travel.

Each edge, gauge and direction has two states: about to run, and having run. Between them lies
the running time; between having run one edge and being about to run another lies a turn,
which costs nothing when it is smooth, and the time of a reversal when it is not. Entering and
leaving a track that is not for through trains costs a penalty, half at each end, so that a
way may begin and end on one but hardly ever leads over one. So does running against the
direction that a track is meant for. (Edge-based graph: Winter 2002,
"Modeling costs of turns in route planning", https://doi.org/10.1023/A:1020853410145.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.rail.filters import barred_edges
from geo.rail.osm_tags import SERVICES, USAGES
from geo.rail.states import UNITS_PER_HOUR, StateGraph, edge_pairs, running_speed_kmh
from geo.rail.turns import find_turns

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile
    from geo.rail.way import Way

__all__ = ["build_turn_states", "penalty_hours", "shunning_hours", "side_tracks"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Kinds of lines that through trains do not use.
_PRIVATE = ("industrial", "military", "test")
_CROSSOVER = SERVICES.index("crossover")


def side_tracks(network: RailNetwork) -> NDArray[np.bool_]:
    """Edges that are no tracks for through trains: sidings, yards, spurs, lines of industry."""
    if network.details is None:
        return np.zeros(len(network.edge_u), dtype=bool)
    service, usage = network.details.service, network.details.usage
    private = np.isin(usage, [USAGES.index(entry) for entry in _PRIVATE])
    side: NDArray[np.bool_] = ((service > 0) & (service != _CROSSOVER)) | private
    return side


def shunning_hours(network: RailNetwork, profile: Profile) -> Floats:
    """Penalty for running over each edge between two others: 0 for main tracks."""
    hours = np.where(side_tracks(network), profile.service_h, 0.0)
    if network.details is not None:
        hours[network.details.service == _CROSSOVER] = profile.crossover_h
    return hours


def against_hours(network: RailNetwork, profile: Profile) -> tuple[Floats, Floats]:
    """Penalty for running along each edge, and against it, where trains usually do not."""
    size = len(network.edge_u)
    if network.details is None:
        return np.zeros(size), np.zeros(size)
    more = network.edge_km / running_speed_kmh(network, profile)
    more = more * max(1.0 / profile.against_factor - 1.0, 0.0)
    preferred = network.details.preferred
    return np.where(preferred < 0, more, 0.0), np.where(preferred > 0, more, 0.0)


def penalty_hours(network: RailNetwork, profile: Profile, way: Way) -> float:
    """Part of a way's cost that is no time but a penalty for tracks it should not use."""
    if network.details is None or len(way.edges) < 2:
        return 0.0
    shun = shunning_hours(network, profile)[way.edges]
    # The parts of edges at the ends are not charged for their direction.
    middle = slice(1, -1)
    along, against = (hours[way.edges[middle]] for hours in against_hours(network, profile))
    wrong = np.where(way.to_km[middle] > way.from_km[middle], along, against)
    return float(np.abs(np.diff(shun)).sum() / 2 + wrong.sum())


def build_turn_states(network: RailNetwork, profile: Profile) -> StateGraph:
    """Make the search graph of a network with real geometry."""
    first_pair, pair_edge, gauge = edge_pairs(network)
    pairs = len(pair_edge)
    number = np.arange(pairs)
    # Blocks of states: about to run along, against; having run along, against.
    enter_u, enter_v, leave_v, leave_u = (number + block * pairs for block in range(4))
    hours = network.edge_km / running_speed_kmh(network, profile)
    running = [
        np.rint((hours + more)[pair_edge] * UNITS_PER_HOUR).astype(np.int64)
        for more in against_hours(network, profile)
    ]
    before, after, cost = _turns(network, profile, first_pair, pair_edge, gauge)
    along = np.ones(pairs, dtype=np.int8)
    none = np.full(len(cost), -1, dtype=np.int64)
    at_u, at_v = network.edge_u[pair_edge], network.edge_v[pair_edge]
    return StateGraph(
        network=network,
        profile=profile,
        node=np.concatenate([at_u, at_v, at_v, at_u]).astype(np.int64),
        tail=np.concatenate([enter_u, enter_v, before]),
        head=np.concatenate([leave_v, leave_u, after]),
        cost=np.concatenate([*running, cost]),
        edge=np.concatenate([pair_edge, pair_edge, none]),
        sense=np.concatenate([along, -along, np.zeros(len(cost), dtype=np.int8)]),
        first_pair=first_pair,
        enter_u=enter_u,
        enter_v=enter_v,
        leave_u=leave_u,
        leave_v=leave_v,
        # Having run along is, the other way round, being about to run against.
        mirror=np.concatenate([leave_u, leave_v, enter_v, enter_u]),
        barred=barred_edges(network, profile),
    )


def _turns(
    network: RailNetwork, profile: Profile, first_pair: Ints, pair_edge: Ints, gauge: Ints
) -> tuple[Ints, Ints, Ints]:
    """Arcs between having run one edge and being about to run another: tail, head, cost."""
    turns = find_turns(network, max_turn_deg=profile.max_turn_deg, train_km=profile.train_km)
    before, after, reversal = turns.before, turns.after, turns.reversal
    if not profile.reversals:
        before, after, reversal = before[~reversal], after[~reversal], reversal[~reversal]
    shun = shunning_hours(network, profile)
    one, other = before // 2, after // 2
    back_and_forth = profile.reversal_h + 2 * profile.train_km / profile.speed_kmh
    hours = np.where(reversal, back_and_forth, 0.0)
    # Half of the penalty where a shunned track is entered, half where it is left; between two
    # shunned tracks the worse counts once.
    hours = hours + np.abs(shun[one] - shun[other]) / 2
    hours = hours + _border_hours(network, profile, one, other)
    # Each turn for each gauge on this side and each on the other.
    size_one, size_other = (np.diff(first_pair)[edge] for edge in (one, other))
    turn = np.repeat(np.arange(len(one)), size_one * size_other)
    rank = np.arange(len(turn)) - np.repeat(
        np.cumsum(size_one * size_other) - size_one * size_other, size_one * size_other
    )
    pair_one = first_pair[one[turn]] + rank // size_other[turn]
    pair_other = first_pair[other[turn]] + rank % size_other[turn]
    change = gauge[pair_one] != gauge[pair_other]
    cost = np.rint((hours[turn] + np.where(change, profile.gauge_h, 0.0)) * UNITS_PER_HOUR)
    pairs = len(pair_edge)
    # The train arrives over the twin of the first half: half 0 leaves the start, so that the
    # edge was run against.
    tail = pair_one + np.where(before[turn] % 2 == 0, 3, 2) * pairs
    head = pair_other + np.where(after[turn] % 2 == 0, 0, 1) * pairs
    return tail, head, cost.astype(np.int64)


def _border_hours(network: RailNetwork, profile: Profile, one: Ints, other: Ints) -> Floats:
    codes = network.countries
    size = len(codes)
    table = np.array([[profile.border_hours(a, b) for b in codes] for a in codes])
    hours: Floats = table.reshape(size, size)[
        network.edge_country[one], network.edge_country[other]
    ]
    return hours
