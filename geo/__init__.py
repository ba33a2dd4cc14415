"""Check where a story says something is, how far, and which way it went.

>>> import geo
>>> claims = geo.find_claims("Vienne is about 30 km south of Lyon.")
"""

from geo.api import find_claims, locate, reach, route
from geo.explore import explore
from geo.settings import Settings

__all__ = ["Settings", "explore", "find_claims", "locate", "reach", "route"]

__version__ = "0.1.0"
