"""Different numbers of a large array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["distinct"]


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each number once, in order.

    ``numpy.unique`` of NumPy 2.3 and later goes over a hash table, which for millions of large
    numbers, such as those of nodes, takes twenty times as long as sorting.

    Examples
    --------
    >>> import numpy as np
    >>> distinct(np.array([7, 3, 7])).tolist()
    [3, 7]
    """
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]
