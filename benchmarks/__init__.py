"""Accuracy and speed, run by ``make bench``."""
