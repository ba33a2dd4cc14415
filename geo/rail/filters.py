"""Which lines a profile does not let a train use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import ConfigurationError
from geo.rail.osm_tags import ELECTRIFIED, USAGES

if TYPE_CHECKING:
    from geo.rail.network import RailNetwork
    from geo.rail.profile import Profile

__all__ = ["barred_edges"]


def barred_edges(network: RailNetwork, profile: Profile) -> NDArray[np.bool_] | None:
    """Edges that a train of this profile must not use; None where it may use all.

    What is not told does not bar: a line without a tag for its usage may be of any.

    Raises
    ------
    ConfigurationError
        When the profile asks for what the network tells of no line.
    """
    hits: list[NDArray[np.bool_]] = []
    if profile.countries or profile.avoid_countries:
        closed = [
            bool(profile.countries and code not in profile.countries)
            or code in profile.avoid_countries
            for code in network.countries
        ]
        hits.append(np.array(closed, dtype=bool)[network.edge_country])
    if profile.gauges_mm:
        other = [not set(profile.gauges_mm) & set(widths) for widths in network.gauges]
        hits.append(np.array(other, dtype=bool)[network.edge_gauge])
    if profile.usages or profile.electrified:
        if network.details is None:
            raise ConfigurationError(
                f"the network {network.name!r} tells neither usage nor current of its lines, which"
                f" the profile {profile.name!r} asks for",
                hint="Use a network from `geo network fetch` or `geo network import`,"
                " or another profile.",
            )
        if profile.usages:
            wanted = [0, *(USAGES.index(usage) for usage in profile.usages)]
            hits.append(~np.isin(network.details.usage, wanted))
        if profile.electrified:
            hits.append(network.details.electrified == ELECTRIFIED.index("no"))
    return np.logical_or.reduce(hits) if hits else None
