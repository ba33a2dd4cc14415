"""From a file, a page, a PDF or standard input to an Article.

`read` is the way in; `times` finds the expressions of time in what was read.
"""
