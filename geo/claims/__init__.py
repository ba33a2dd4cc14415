"""Find claims in text, measure them, and say what the measurement means."""

from geo.claims.find import find_claims

__all__ = ["find_claims"]
