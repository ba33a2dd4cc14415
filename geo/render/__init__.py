"""A report for the eye: map, offline page, tables and marked text.

``styles`` says how each verdict and certainty looks; ``tables``, ``times`` and ``text`` make
rows and marked text; ``scene`` turns a report into plain data for the map; ``page`` writes
the self-contained page and ``map`` the folium map, both drawn by ``assets/draw.js``.
"""
