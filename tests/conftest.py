"""Fixtures that several rooms share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo.settings import Settings

if TYPE_CHECKING:
    from geo.gazetteer.embedded import Gazetteer

_CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the texts and benchmarks that are not part of the repository."""
    folder = Path(os.environ.get("GEO_SHARED") or _CHECKOUT.parent / "shared")
    if not folder.is_dir():
        reason = f"{folder} is not there; set GEO_SHARED to the folder of shared data"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Offline, with the real cache."""
    return Settings()


@pytest.fixture(scope="session")
def gazetteer(settings: Settings) -> Gazetteer:
    """The embedded gazetteer; built when it is not there yet."""
    from geo.gazetteer import open_gazetteer

    return open_gazetteer(settings)


@pytest.fixture(scope="session")
def tiny_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """A gazetteer of a dozen invented places, built in a moment."""
    import tiny_gazetteer as tiny

    folder = tmp_path_factory.mktemp("tiny")
    return tiny.build(folder / "index", tiny.write_supplement(folder / "supplement"))
