"""Places that a user has added: where they lie, and how they are read again.

Each added dump is two files in ``own-places`` of the cache folder: the places, compressed,
and a small description. The description is written last and removed first: what has none
does not exist.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from geo.errors import ConfigurationError, GazetteerError
from geo.files import write_atomic
from geo.settings import Settings

__all__ = ["Kept", "OwnPlace", "check_name", "digest", "folder_of", "keep", "kept", "places"]

_FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
#: Between the other names of a place: no name has it, for control characters are taken out.
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One place of an added dump."""

    number: int
    name: str
    lon: float
    lat: float
    kind: str
    country: str
    admin1: str
    population: int
    capital: bool
    timezone: str
    others: tuple[str, ...]

    def line(self) -> str:
        """Write it as one line."""
        fields = (
            str(self.number),
            self.name,
            repr(self.lon),
            repr(self.lat),
            self.kind,
            self.country,
            self.admin1,
            str(self.population),
            "1" if self.capital else "",
            self.timezone,
            _BETWEEN.join(self.others),
        )
        return "\t".join(fields) + "\n"

    @classmethod
    def parse(cls, line: str) -> OwnPlace:
        """Read what `line` wrote.

        Raises
        ------
        ValueError
            When it is something else.
        """
        number, name, lon, lat, kind, country, admin1, people, capital, zone, others = line.rstrip(
            "\n"
        ).split("\t")
        return cls(
            int(number), name, float(lon), float(lat), kind, country, admin1, int(people),
            bool(capital), zone, tuple(others.split(_BETWEEN)) if others else (),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """Description of an added dump."""

    #: How the user calls it.
    name: str
    #: File name of the dump.
    origin: str
    #: When it was added, ISO 8601.
    added: str
    #: Number of places.
    places: int
    #: File of the places, beside the description.
    data: str
    format: int = _FORMAT


def folder_of(settings: Settings) -> Path:
    """Folder of the added places; it need not exist."""
    return settings.cache_dir / "own-places"


def check_name(name: str) -> str:
    """Give the name back when a dump can be called so.

    Raises
    ------
    ConfigurationError
        When it cannot.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"{name!r} cannot be the name of added places",
            hint="Use up to 40 letters, digits, dots, dashes and underscores: --name russia",
        )
    return name


def _descriptions(settings: Settings) -> list[Path]:
    folder = folder_of(settings)
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def digest(settings: Settings) -> bytes:
    """Fingerprint of all that was added; empty when nothing was."""
    total = hashlib.blake2b(digest_size=16)
    found = _descriptions(settings)
    for path in found:
        total.update(path.read_bytes())
    return total.digest() if found else b""


def kept(settings: Settings) -> tuple[Kept, ...]:
    """Tell what was added, by name.

    Raises
    ------
    GazetteerError
        When a description is damaged.
    """
    entries = []
    for path in _descriptions(settings):
        try:
            entry = Kept(**json.loads(path.read_text(encoding="utf-8")))
            if entry.format != _FORMAT or not (path.parent / entry.data).is_file():
                raise ValueError("it does not belong to this version, or its places are gone")
        except (OSError, ValueError, TypeError) as error:
            raise GazetteerError(
                f"the places added as {path.stem!r} cannot be read: {error}",
                hint=f"Take them out with: geo data remove {path.stem}",
            ) from error
        entries.append(entry)
    return tuple(entries)


def keep(settings: Settings, entry: Kept) -> None:
    """Write a description; from now on the dump is there.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    path = folder_of(settings) / f"{entry.name}.json"
    write_atomic(path, json.dumps(asdict(entry), ensure_ascii=False))


def places(settings: Settings, entry: Kept) -> Iterator[OwnPlace]:
    """Read the places of a dump, one after the other.

    Raises
    ------
    GazetteerError
        When the file is damaged.
    """
    path = folder_of(settings) / entry.data
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield OwnPlace.parse(line)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise GazetteerError(
            f"the places added as {entry.name!r} cannot be read: {error}",
            hint=f"Add them again, or take them out with: geo data remove {entry.name}",
        ) from error
