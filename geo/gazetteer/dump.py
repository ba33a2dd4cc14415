"""Add an own GeoNames dump to the embedded gazetteer, and take it out again.

A dump is the tab-separated table of https://download.geonames.org/export/dump/ for the whole
world (``allCountries``) or one country, as it is or zipped. It is read in one pass; nothing
but one line, and one bit for each number, is held in memory.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import secrets
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from geo.errors import GazetteerError, InputError
from geo.gazetteer import own
from geo.gazetteer.dump_rows import NumberSet, parse_line
from geo.settings import Progress, Settings

__all__ = ["Summary", "add", "remove"]

#: The whole world is 1.7 GB; a larger table is none, or an archive that is made to harm.
_MAX_BYTES = 16_000_000_000
#: Longer lines are bad; the longest of GeoNames have about 14,000 bytes.
_MAX_LINE = 131_072
#: When so many lines at the start are bad without exception, it is another kind of file.
_PATIENCE = 1_000
_EXAMPLES = 5
_STEP_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a dump's rows: ``read`` is the sum of the five that follow it."""

    name: str
    read: int
    #: Rows that are now in the index in addition.
    added: int
    #: Rows that the index has already: the same number, or the same thing.
    known: int
    #: Rows whose number came before in the same dump.
    repeated: int
    #: Rows whose feature code stands for no kind of place (hotels, schools, wells).
    other_kinds: int
    #: Rows that could not be understood.
    bad: int
    #: What is wrong with the first few bad rows.
    problems: tuple[str, ...] = ()
    #: Kept rows by kind, most frequent first.
    kinds: dict[str, int] = field(default_factory=dict)
    #: All places of the index now.
    places: int = 0


def _not_a_dump(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} is no GeoNames dump: {why}",
        hint="Take a file like RU.zip or allCountries.zip from "
        "https://download.geonames.org/export/dump/.",
    )


@contextmanager
def _open_table(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Open the table, zipped or not; give its size in bytes too."""
    with path.open("rb") as raw:
        if not zipfile.is_zipfile(raw):
            raw.seek(0)
            yield raw, path.stat().st_size
            return
        with zipfile.ZipFile(raw) as archive:
            tables = [
                entry
                for entry in archive.infolist()
                if entry.filename.lower().endswith(".txt")
                and "readme" not in entry.filename.lower()
            ]
            if not tables:
                raise _not_a_dump(path, "the archive holds no table")
            table = max(tables, key=lambda entry: entry.file_size)
            with archive.open(table) as stream:
                yield io.BufferedReader(stream, 1 << 16), table.file_size  # type: ignore[type-var]


def _lines(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Lines and their lengths in bytes; a line that is too long is given as empty."""
    while line := stream.readline(_MAX_LINE):
        length = len(line)
        if length == _MAX_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n") and length <= _MAX_BYTES:
                line = stream.readline(_MAX_LINE)
                length += len(line)
            line = b""
        yield line, length


class _Reader:
    """One pass over a dump, counting."""

    def __init__(self, path: Path, progress: Progress | None) -> None:
        self.path = path
        self.progress = progress
        self.read = self.repeated = self.other_kinds = self.bad = 0
        self.problems: list[str] = []
        self.kinds: Counter[str] = Counter()

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(f"Reading {self.path.name}", min(done, total), max(total, 1))

    def rows(self) -> Iterator[own.OwnPlace]:
        """Places that can be used."""
        seen = NumberSet()
        done = told = 0
        with _open_table(self.path) as (stream, total):
            self._tell(0, total)
            for number, (line, length) in enumerate(_lines(stream), 1):
                done += length
                if done > _MAX_BYTES:
                    raise _not_a_dump(self.path, f"it is larger than {_MAX_BYTES / 1e9:g} GB")
                if done - told >= _STEP_BYTES:
                    told = done
                    self._tell(done, total)
                place = self._place(line, number)
                if place is None:
                    continue
                if not seen.add(place.number):
                    self.repeated += 1
                    continue
                self.kinds[place.kind] += 1
                yield place
            self._tell(total, total)
        if self.read == self.bad:
            raise _not_a_dump(self.path, "; ".join(self.problems[:1]) or "it is empty")

    def _place(self, line: bytes, number: int) -> own.OwnPlace | None:
        if line.isspace() or (number == 1 and _is_header(line)):
            return None
        self.read += 1
        try:
            if not line:
                raise ValueError(f"it is longer than {_MAX_LINE} bytes")
            place = parse_line(line)
        except ValueError as error:
            self.bad += 1
            if len(self.problems) < _EXAMPLES:
                self.problems.append(f"line {number}: {error}")
            if self.bad == self.read == _PATIENCE:
                raise _not_a_dump(self.path, self.problems[0]) from None
            return None
        if place is None:
            self.other_kinds += 1
        return place


def _is_header(line: bytes) -> bool:
    return line.lstrip(b"\xef\xbb\xbf").lower().startswith((b"geonameid\t", b"#"))


def _write(reader: _Reader, target: Path) -> int:
    """Write the places, whole or not at all; gives their number."""
    part = target.with_suffix(".part")
    count = 0
    try:
        with part.open("wb") as raw:
            # No file name and no time in the header: the same dump gives the same file.
            with (
                gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed,
                io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as stream,
            ):
                for place in reader.rows():
                    stream.write(place.line())
                    count += 1
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _default_name(path: Path) -> str:
    stem = path.name.split(".")[0]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[:40]


def add(
    path: str | Path,
    settings: Settings,
    progress: Progress | None = None,
    *,
    name: str = "",
) -> Summary:
    """Add a GeoNames dump to the embedded gazetteer, and build its index.

    Rows that the index has already are not doubled. Whatever fails, the gazetteer stays as
    it was.

    Parameters
    ----------
    path : str or Path
        ``RU.txt``, ``RU.zip``, ``allCountries.zip`` or a table of the same form.
    settings : Settings
        The places are kept in ``cache_dir``.
    progress : callable, optional
        Told how far the reading and the building are.
    name : str
        What to call it; the file's name unless told. A dump that was added under the same
        name before is replaced.

    Returns
    -------
    Summary

    Raises
    ------
    InputError
        When the file cannot be read or is no dump.
    ConfigurationError
        When the name makes no sense.
    GazetteerError
        When the places cannot be kept or the index cannot be built.
    """
    import filelock

    from geo.gazetteer.store import open_or_build

    source = Path(path)
    name = own.check_name(name or _default_name(source))
    if not source.is_file():
        raise InputError(
            f"there is no file {source}", hint="Give the path of a table or a zip archive."
        )
    folder = own.folder_of(settings)
    reader = _Reader(source, progress)
    data = f"{name}-{secrets.token_hex(4)}.tsv.gz"
    description = folder / f"{name}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(str(folder / "lock"), timeout=10):
            before = description.read_bytes() if description.is_file() else None
            try:
                count = _write(reader, folder / data)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                own.keep(settings, own.Kept(name, source.name, now, count, data))
                gazetteer = open_or_build(settings, progress)
            except BaseException:
                _restore(description, before)
                (folder / data).unlink(missing_ok=True)
                raise
            _tidy(settings)
    except filelock.Timeout as error:
        raise _busy(folder) from error
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"the archive {source} cannot be unpacked: {error}", hint="Download it again."
        ) from error
    except InputError:
        raise
    except OSError as error:
        raise GazetteerError(
            f"{source} cannot be added: {error}",
            hint="Check that it can be read, and free some disk space, "
            "or point GEO_CACHE_DIR to a folder of yours.",
        ) from error
    facts = gazetteer.info().get("own", {}).get(name, {})
    return Summary(
        name=name,
        read=reader.read,
        added=int(facts.get("added", 0)),
        known=count - int(facts.get("added", 0)),
        repeated=reader.repeated,
        other_kinds=reader.other_kinds,
        bad=reader.bad,
        problems=tuple(reader.problems),
        kinds=dict(reader.kinds.most_common()),
        places=len(gazetteer),
    )


def remove(name: str, settings: Settings) -> None:
    """Take an added dump out again. The index without it is opened or built when needed.

    Parameters
    ----------
    name : str
        As it was added.
    settings : Settings
        Tells the cache folder.

    Raises
    ------
    InputError
        When nothing was added under the name.
    GazetteerError
        When it cannot be removed.
    """
    import filelock

    folder = own.folder_of(settings)
    description = folder / f"{own.check_name(name)}.json"
    if not description.is_file():
        there = sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []
        raise InputError(
            f"nothing was added as {name!r}",
            hint=f"There is: {', '.join(there)}." if there else "Nothing was added at all.",
        )
    try:
        with filelock.FileLock(str(folder / "lock"), timeout=10):
            description.unlink(missing_ok=True)
            _tidy(settings)
    except filelock.Timeout as error:
        raise _busy(folder) from error
    except OSError as error:
        raise GazetteerError(
            f"{name!r} cannot be removed: {error}", hint=f"Remove {description} yourself."
        ) from error


def _busy(folder: Path) -> GazetteerError:
    return GazetteerError(
        "another process is adding places",
        hint=f"Wait for it; when none is running, remove {folder / 'lock'}.",
    )


def _restore(description: Path, before: bytes | None) -> None:
    from geo.files import write_atomic

    if before is None:
        description.unlink(missing_ok=True)
    else:
        write_atomic(description, before)


def _tidy(settings: Settings) -> None:
    """Remove places that no description names any more."""
    folder = own.folder_of(settings)
    try:
        named = {entry.data for entry in own.kept(settings)}
    except GazetteerError:
        # A damaged description may name anything: nothing is removed.
        return
    for path in folder.glob("*.tsv.gz"):
        if path.name not in named:
            path.unlink(missing_ok=True)
