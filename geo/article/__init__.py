"""From a file, a page, a PDF or standard input to an Article, and the times it tells.

``read_sources`` is the way in; ``find_times`` finds the expressions of time in what was read.
"""

from geo.article.read import read_sources
from geo.article.times import find_times

__all__ = ["find_times", "read_sources"]
