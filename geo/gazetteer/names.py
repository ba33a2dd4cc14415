"""All folded names of an index, in one trie or, where there are very many, in several.

A trie is built in memory. Names of tens of millions are cut, in their order, into tries of a
million; a name is in the one whose range it falls into.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Tries", "Writer", "file_of", "open_names"]

#: Names of one trie. The index without additions has fewer.
_MOST = 1_200_000


def file_of(number: int) -> str:
    """Name of the file of a trie, counted from 0."""
    return f"names-{number}.marisa" if number else "names.marisa"


class Tries:
    """Several tries as one, with the methods of `marisa_trie.Trie` that an index needs.

    Parameters
    ----------
    tries : list of marisa_trie.Trie
        In order.
    firsts : list of str
        First name of each.
    """

    def __init__(self, tries: list[Any], firsts: list[str]) -> None:
        self._tries = tries
        self._firsts = firsts
        sizes = [len(trie) for trie in tries]
        self._offsets = [sum(sizes[:number]) for number in range(len(sizes))]

    def get(self, key: str) -> int | None:
        """Number of a name; None when it is not there."""
        at = bisect_right(self._firsts, key) - 1
        if at < 0:
            return None
        found = self._tries[at].get(key)
        return None if found is None else int(found) + self._offsets[at]

    def __contains__(self, key: object) -> bool:
        """Whether a name is there."""
        return isinstance(key, str) and self.get(key) is not None

    def iterkeys(self, prefix: str) -> Iterator[str]:
        """Names that begin so."""
        at = max(0, bisect_right(self._firsts, prefix) - 1)
        while at < len(self._tries):
            yield from self._tries[at].iterkeys(prefix)
            at += 1
            if at < len(self._firsts) and not self._firsts[at].startswith(prefix):
                return

    def prefixes(self, text: str) -> list[str]:
        """Names with which a text begins and that end with one of its words."""
        ends = [at for at, sign in enumerate(text) if sign == " "]
        return [text[:end] for end in (*ends, len(text)) if text[:end] in self]


def open_names(folder: Path, firsts: list[str]) -> Any:
    """Map the tries of an index; one trie alone is given as it is, which is the fastest."""
    import marisa_trie

    tries = [
        marisa_trie.Trie().mmap(str(folder / file_of(number))) for number in range(len(firsts))
    ]
    return tries[0] if len(tries) == 1 else Tries(tries, firsts)


class Writer:
    """Builds the tries, and the rows of each name, from names in order.

    Parameters
    ----------
    folder : Path
        Of the index; the tries are written there.
    rank : numpy.ndarray of shape (rows,)
        Number of each row in the index.
    """

    def __init__(self, folder: Path, rank: NDArray[np.uint32]) -> None:
        self._folder = folder
        self._rank = rank
        self.firsts: list[str] = []
        self.names = 0
        self._links = 0
        self._files = {
            name: (folder / f"part-{name}").open("wb")
            for name in ("key_start", "key_row", "key_flag")
        }

    def write(self, lines: Iterable[bytes]) -> None:
        """Take lines of key, row and flag in the order of keys; see `Spool.links`."""
        keys: list[str] = []
        at, row, flag = array("I"), array("I"), array("B")
        last = b""
        for line in lines:
            key, number, how = line.split(b"\t")
            if key != last:
                if len(keys) == _MOST:
                    self._trie(keys, at, row, flag)
                    keys, at, row, flag = [], array("I"), array("I"), array("B")
                keys.append(key.decode())
                last = key
            at.append(len(keys) - 1)
            row.append(int(number))
            flag.append(int(how))
        if keys or not self.firsts:
            self._trie(keys, at, row, flag)
        np.asarray([self._links], dtype="<u4").tofile(self._files["key_start"])
        for stream in self._files.values():
            stream.close()

    def part(self, name: str) -> Path:
        """File of a finished column: ``key_start``, ``key_row`` or ``key_flag``."""
        return self._folder / f"part-{name}"

    def _trie(self, keys: list[str], at: Any, row: Any, flag: Any) -> None:
        """Write one trie with the rows of its names, the most prominent first."""
        import marisa_trie

        trie = marisa_trie.Trie(keys)
        trie.save(str(self._folder / file_of(len(self.firsts))))
        self.firsts.append(keys[0] if keys else "")
        ids = np.fromiter(map(trie.key_id, keys), dtype=np.uint32, count=len(keys))
        key = ids[np.asarray(at, dtype=np.uint32)]
        ranked = self._rank[np.asarray(row, dtype=np.uint32)]
        flags = np.asarray(flag, dtype=np.uint8)
        order = np.lexsort((flags, ranked, key))
        key, ranked, flags = key[order], ranked[order], flags[order]
        # A row may have a name twice; the stronger flag comes first.
        first = np.ones(len(key), dtype=bool)
        first[1:] = (key[1:] != key[:-1]) | (ranked[1:] != ranked[:-1])
        key, ranked, flags = key[first], ranked[first], flags[first]
        start = np.searchsorted(key, np.arange(len(keys))) + self._links
        start.astype("<u4").tofile(self._files["key_start"])
        ranked.astype("<u4").tofile(self._files["key_row"])
        flags.tofile(self._files["key_flag"])
        self._links += len(key)
        self.names += len(keys)
