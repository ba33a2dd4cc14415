"""Many articles to one table: a room that is kept for it, and still empty.

`geo.explore.explore` takes as many articles as fit in memory.
"""
