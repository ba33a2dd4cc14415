"""Find claims in text, measure them, and say what the measurement means."""

from geo.claims.explain import explain
from geo.claims.find import find_claims
from geo.claims.verdict import check

__all__ = ["check", "explain", "find_claims"]
