"""Connected pieces of a graph, without SciPy (its import costs more than the work)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["label_components"]


def label_components(
    count: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    weight: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Number the connected pieces, the heaviest first.

    Every node takes over the smallest label it can see, and labels are followed to their
    root after each round, so that the rounds are few.

    Parameters
    ----------
    count : int
        Nodes.
    tail, head : ndarray
        Ends of the edges.
    weight : ndarray
        What a piece weighs is the sum of this over its edges.

    Examples
    --------
    >>> import numpy as np
    >>> ends = np.array([0, 2]), np.array([1, 3])
    >>> label_components(5, *ends, np.array([1.0, 9.0])).tolist()
    [1, 1, 0, 0, 2]
    """
    label = np.arange(count)
    while True:
        low = np.minimum(label[tail], label[head])
        np.minimum.at(label, label[tail], low)
        np.minimum.at(label, label[head], low)
        while True:
            root = label[label]
            if np.array_equal(root, label):
                break
            label = root
        if np.array_equal(label[tail], label[head]):
            break
    total = np.bincount(label[tail], weights=weight, minlength=count)
    roots = np.unique(label)
    order = roots[np.lexsort((roots, -total[roots]))]
    rank = np.zeros(count, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[label]
