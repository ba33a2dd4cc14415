"""Rails of the world: load a network, snap to it, route over it.

Examples
--------
>>> from geo.rail import load
>>> network = load()
>>> route = network.route((30.36, 59.93), (37.655, 55.776))
>>> 630 < route.km < 670
True
"""

from geo.rail.loading import load
from geo.rail.network import Names, RailNetwork
from geo.rail.profile import Profile
from geo.rail.snapping import Snap

__all__ = ["Names", "Profile", "RailNetwork", "Snap", "load"]
