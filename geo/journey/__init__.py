"""Journeys: sightings from text, the path over rails between them, and where it may end."""

from geo.journey.following import follow
from geo.journey.reconstruct import reconstruct
from geo.journey.sightings import find_sightings

__all__ = ["find_sightings", "follow", "reconstruct"]
