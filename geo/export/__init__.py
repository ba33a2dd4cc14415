"""A report in the formats of other tools: one module a format.

Each offers ``text(report)`` (``data(report)`` for the binary GeoPackage); `files` writes
whole files or none, `values` and `lines` hold what the formats share.
"""
