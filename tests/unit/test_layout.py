"""The house stands as the design says, and its public names are what they promise."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import geo
import geo.errors

ROOT = Path(__file__).resolve().parents[2]


def test_top_level_is_as_promised() -> None:
    for name in (
        "requirements.txt", "pyproject.toml", "Makefile", "README.md", "LICENSE", "CHANGELOG.md",
        "streamlit_app.py", "geo", "tests", "cache/README.md", "cache/CACHEDIR.TAG", "seeds",
        "docs/decisions", ".ci/run", "geo/data/README.md",
    ):  # fmt: skip
        assert (ROOT / name).exists(), name


def test_every_error_is_exported_has_an_exit_code_and_stands_in_the_tree() -> None:
    errors = {
        name: value
        for name, value in vars(geo.errors).items()
        if inspect.isclass(value) and issubclass(value, geo.errors.GeoError)
    }
    assert set(errors) == set(geo.errors.__all__)
    drawn = geo.errors.__doc__ or ""
    for name, error in errors.items():
        assert f"{name} " in drawn
        assert error.exit_code in (2, 3, 4)
        assert error("what", hint="do this").hint == "do this"


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, geo, geo.cli;"
        "heavy = {'pandas', 'geopandas', 'scipy', 'shapely', 'folium', 'streamlit', 'osmnx',"
        " 'trafilatura', 'dateparser', 'pyproj', 'numpy', 'rich', 'geopy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_calls_are_functions() -> None:
    for name in ("explore", "locate", "find_claims", "route", "reach"):
        assert callable(getattr(geo, name)), name
