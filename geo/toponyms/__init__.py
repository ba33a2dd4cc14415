"""Toponyms: recognise the names of places in a text, and resolve them.

``locate`` does both; ``find_references`` finds the noun phrases that stand for them.
"""

from geo.toponyms.locate import locate
from geo.toponyms.pipeline import pipeline_provenance
from geo.toponyms.references import find_references

__all__ = ["find_references", "locate", "pipeline_provenance"]
