"""Profiles as small files: those that come with the package, and a user's own.

A file is TOML. Its keys are those of ``geo/data/rail/profiles/special.toml``; what it leaves
out is as there. The format is told in docs/rail-network.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import ConfigurationError
from geo.rail.osm_tags import USAGES
from geo.rail.profile import Profile, default_profile, is_country_code

__all__ = ["find_profile", "profile_names", "read_profile"]

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "rail" / "profiles"
#: A file of this kind has some hundred bytes.
_LARGEST = 64_000
_KINDS = tuple(usage for usage in USAGES if usage)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is wanted")
    return float(value)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted")
    return value


def _words(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError("a list of words is wanted")
    return value


def _usages(value: Any) -> tuple[str, ...]:
    words = _words(value)
    if unknown := [word for word in words if word not in _KINDS]:
        raise ValueError(f"{unknown[0][:40]!r} is none of {', '.join(_KINDS)}")
    return tuple(words)


def _gauges(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(
        isinstance(width, int) and 180 <= width <= 3000 for width in value
    ):
        raise ValueError("a list of widths in mm is wanted, such as [1435, 1520]")
    return tuple(value)


def _codes(value: Any) -> tuple[str, ...]:
    words = [word.upper() for word in _words(value)]
    if wrong := [word for word in words if not is_country_code(word)]:
        raise ValueError(f"{wrong[0][:40]!r} is no country code of two letters")
    return tuple(words)


#: Field of `Profile` for each key of each section, and how its value is read.
_KEYS: dict[str, dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "speed_kmh": {"average": ("speed_kmh", _number)},
    "share_of_speed": {
        "slow": ("slow_factor", _number),
        "high_speed": ("fast_factor", _number),
        "ferry": ("ferry_factor", _number),
        "against_preferred": ("against_factor", _number),
    },
    "stops_h": {
        "border": ("border_h", _number),
        "border_inside_zone": ("zone_border_h", _number),
        "closed_border": ("closed_border_h", _number),
        "break_of_gauge": ("gauge_h", _number),
    },
    "turns": {
        "max_deflection_deg": ("max_turn_deg", _number),
        "reversals": ("reversals", _switch),
        "reversal_h": ("reversal_h", _number),
        "train_km": ("train_km", _number),
    },
    "penalty_h": {"side_track": ("service_h", _number), "crossover": ("crossover_h", _number)},
    "only": {
        "usage": ("usages", _usages),
        "electrified": ("electrified", _switch),
        "gauges_mm": ("gauges_mm", _gauges),
    },
    "countries": {"only": ("countries", _codes), "avoid": ("avoid_countries", _codes)},
}


@cache
def profile_names() -> tuple[str, ...]:
    """Names of the profiles that come with the package."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def find_profile(wanted: str | Path | Profile | None) -> Profile:
    """Give a profile by its name, or from a user's file.

    Parameters
    ----------
    wanted : str, Path, Profile or None
        One of `profile_names`, the path of a TOML file, a profile as it is, or None for the
        default.

    Raises
    ------
    ConfigurationError
        When there is none of the name, or the file is wrong.

    Examples
    --------
    >>> find_profile("freight").train_km
    1.0
    """
    if wanted is None:
        return default_profile()
    if isinstance(wanted, Profile):
        return wanted
    if isinstance(wanted, str) and wanted in profile_names():
        return _packaged(wanted)
    path = Path(wanted)
    if path.suffix.lower() != ".toml":
        raise ConfigurationError(
            f"there is no profile named {str(wanted)[:80]!r}",
            hint=f"Use {', '.join(profile_names())}, or the path of a .toml file of your own.",
        )
    return read_profile(path)


@cache
def _packaged(name: str) -> Profile:
    return read_profile(_FOLDER / f"{name}.toml")


def read_profile(path: Path) -> Profile:
    """Read a profile's file.

    Raises
    ------
    ConfigurationError
        When it cannot be read, is no TOML, or holds a key or a value that makes no sense.
    """
    try:
        with path.open("rb") as handle:
            content = handle.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ValueError(f"more than {_LARGEST:,} bytes")
        data = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise _wrong(path, error.strerror or str(error), "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise _wrong(path, str(error), "The file must be TOML in UTF-8.") from error
    values: dict[str, Any] = {"name": _name(path, data)}
    for section, content_of in data.items():
        if section in ("name", "about"):
            continue
        known = _KEYS.get(section)
        if known is None or not isinstance(content_of, dict):
            raise _wrong(
                path,
                f"{section[:40]!r} is no section",
                f"Sections are {', '.join(_KEYS)}; name and about stand above them.",
            )
        values |= _section(path, section, content_of)
    return Profile(**values)


def _name(path: Path, data: dict[str, Any]) -> str:
    name = data.get("name", path.stem)
    if not isinstance(name, str) or not isinstance(data.get("about", ""), str):
        raise _wrong(path, "name and about are no text", 'Write them like name = "express".')
    return " ".join(name.split())[:64]


def _section(path: Path, section: str, content: dict[str, Any]) -> dict[str, Any]:
    known = _KEYS[section]
    found: dict[str, Any] = {}
    speeds: list[tuple[str, float]] = []
    for key, value in content.items():
        try:
            if section == "speed_kmh" and key in _KINDS:
                speeds.append((key, _number(value)))
                continue
            if key not in known:
                names = [*known, *(_KINDS if section == "speed_kmh" else ())]
                raise ValueError(f"no such key; there are {', '.join(names)}")
            field, read = known[key]
            found[field] = read(value)
        except ValueError as error:
            raise _wrong(path, f"[{section}] {key[:40]}: {error}", "Correct it.") from error
    if speeds:
        found["usage_kmh"] = tuple(speeds)
    return found


def _wrong(path: Path, what: str, hint: str) -> ConfigurationError:
    return ConfigurationError(
        f"the profile {path} cannot be used: {what}",
        hint=f"{hint} The format is told in docs/rail-network.md.",
    )
