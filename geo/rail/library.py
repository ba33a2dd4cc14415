"""The networks that are kept in the cache: save, list, tell about, choose, remove.

Each is a folder ``networks/NAME/``: how it lies there is told in `geo.rail.kept`; beside it
lie copies for GIS (`geo.rail.geoparquet`) and what an engine prepared.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.errors import ConfigurationError, RoutingError
from geo.files import write_atomic
from geo.rail.kept import DESCRIPTION, OLD_FILE, read_description, write_network
from geo.rail.loading import EMBEDDED, check_name, load
from geo.rail.network import RailNetwork
from geo.settings import Settings

__all__ = ["about", "default_name", "names", "remove", "save", "use"]

#: File beside the networks that names the one to take when none is named.
_CHOSEN = "default"
#: How long to wait for another process that keeps a network of the same name, in s.
_PATIENCE_S = 60.0
#: So many countries are told by name.
_FEW = 20


def _folder(settings: Settings) -> Path:
    return settings.cache_dir / "networks"


def _own(name: str) -> str:
    """Give a name that a user's network may have."""
    check_name(name)
    if name == EMBEDDED:
        raise ConfigurationError(
            f"{EMBEDDED!r} is the network that comes with the package",
            hint="Choose another name.",
        )
    return name


def _is_there(folder: Path) -> bool:
    return (folder / DESCRIPTION).is_file() or (folder / OLD_FILE).is_file()


def save(
    network: RailNetwork,
    settings: Settings,
    *,
    name: str = "",
    origin: str = "",
    more: dict[str, Any] | None = None,
) -> Path:
    """Keep a network in the cache, in place of one of the same name.

    Parameters
    ----------
    network : RailNetwork
    settings : Settings
        Tells the cache folder.
    name : str
        The network's own when empty.
    origin : str
        What it was made from and how, for `about`.
    more : dict, optional
        What else is to be told of it; what JSON can hold.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ConfigurationError
        When the name cannot be one, or the folder cannot be written.
    """
    import filelock

    from geo.rail.geoparquet import write_geoparquet

    name = _own(name or network.name)
    folder = _folder(settings) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(str(folder.parent / f".{name}.lock"), timeout=_PATIENCE_S):
            write_geoparquet(network, folder)
            write_network(network, folder, {**_description(network, name, origin), **(more or {})})
            # What was prepared for the network before does not fit this one.
            for old in folder.glob("cch-*"):
                shutil.rmtree(old, ignore_errors=True)
    except filelock.Timeout as error:
        raise ConfigurationError(
            f"another process is keeping a network named {name!r}",
            hint="Wait until it is done, or choose another name.",
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"the network cannot be kept in {folder} ({error.strerror or error})",
            hint="Point GEO_CACHE_DIR to a folder of yours with room in it.",
        ) from error
    return folder


def _description(network: RailNetwork, name: str, origin: str) -> dict[str, Any]:
    lon, lat = network.vertex_lon, network.vertex_lat
    used = {network.countries[index] for index in set(network.edge_country.tolist())}
    return {
        "name": name,
        "source": network.source,
        "origin": origin,
        "licence": network.licence,
        "version": network.version,
        "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "countries": sorted(used),
        "box": [float(edge) for edge in (lon.min(), lat.min(), lon.max(), lat.max())],
        "nodes": len(network.node_lon),
        "edges": len(network.edge_u),
        "vertices": len(lon),
        "km": round(float(network.edge_km.sum()), 1),
        "pieces": int(network.component.max()) + 1,
        "stations": len(network.names.label),
    }


def names(settings: Settings) -> list[str]:
    """Names of all networks, the embedded one first."""
    folder = _folder(settings)
    kept = [path.name for path in folder.iterdir() if _is_there(path)] if folder.is_dir() else []
    return [EMBEDDED, *sorted(name for name in kept if name != EMBEDDED and name[0] != ".")]


def about(name: str, settings: Settings) -> dict[str, Any]:
    """Tell source, date, licence, extent and counts of a network.

    Raises
    ------
    ConfigurationError
        When there is no network of this name.
    RoutingError
        When it is damaged, or was kept by another version of this package.
    """
    if name == EMBEDDED:
        return {"name": name, **load(name, settings).info()}
    check_name(name)
    folder = _folder(settings) / name
    if not _is_there(folder):
        load(name, settings)  # says what is wrong
    told = read_description(folder)
    keys = ("source", "origin", "licence", "version", "made", "nodes", "edges", "pieces")
    found: dict[str, Any] = {"name": name, **{key: told.get(key, "") for key in keys}}
    try:
        found["length"] = f"{float(told.get('km') or 0):,.0f} km"
        codes = [str(code) for code in told.get("countries", []) if code]
        found["countries"] = ", ".join(codes) if len(codes) <= _FEW else len(codes)
        found["named places"] = int(told.get("stations", 0))
        found["box"] = [round(float(edge), 4) for edge in told.get("box", [])]
    except (TypeError, ValueError) as error:
        raise RoutingError(
            f"the description of the network {name!r} is damaged ({error})",
            hint="Import or fetch it again under the same name.",
        ) from error
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    found["size"] = f"{size / 1e6:,.1f} MB"
    found["files"] = str(folder)
    if told.get("joints"):
        found["joints"] = told["joints"]
    return found


def use(name: str, settings: Settings) -> None:
    """Choose the network that is taken when none is named.

    Parameters
    ----------
    name : str
        One of `names`; ``world`` goes back to the embedded one.
    settings : Settings
        Tells the cache folder, where the choice is kept.

    Raises
    ------
    ConfigurationError
        When there is no network of this name, or the choice cannot be kept.
    RoutingError
        When it is damaged.
    """
    load(name, settings)
    folder = _folder(settings)
    try:
        if name == EMBEDDED:
            (folder / _CHOSEN).unlink(missing_ok=True)
            return
        write_atomic(folder / _CHOSEN, name + "\n")
    except OSError as error:
        raise ConfigurationError(
            f"the choice cannot be kept in {folder} ({error.strerror or error})",
            hint="Point GEO_CACHE_DIR to a folder of yours.",
        ) from error


def default_name(settings: Settings) -> str:
    """Name of the network that is taken when none is named: the chosen one, or ``world``."""
    try:
        with (_folder(settings) / _CHOSEN).open(encoding="utf-8") as file:
            return file.read(200).strip() or EMBEDDED
    except (OSError, UnicodeDecodeError):
        return EMBEDDED


def remove(name: str, settings: Settings) -> None:
    """Take a network out of the cache.

    Raises
    ------
    ConfigurationError
        When there is no network of this name, it is the embedded one, or it cannot be removed.
    """
    folder = _folder(settings) / _own(name)
    if not _is_there(folder):
        load(name, settings)  # says what is wrong
    try:
        # Out of sight first: a folder that is half removed must not look like a network.
        doomed = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".gone-"))
        folder.replace(doomed / name)
        shutil.rmtree(doomed)
        (folder.parent / f".{name}.lock").unlink(missing_ok=True)
        if default_name(settings) == name:
            use(EMBEDDED, settings)
    except OSError as error:
        raise ConfigurationError(
            f"the network {name!r} cannot be removed ({error.strerror or error})",
            hint=f"Check the rights of {folder}.",
        ) from error
