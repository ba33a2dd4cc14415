"""The geocoder's options, as a user types them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from geocoding_server import Server, place, running

from geo.gazetteer.embedded import Gazetteer
from geo.settings import default_cache_dir

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

TEXT = "The bus stopped in the village of Zwolbrque. Vienne is about 30 km south of Lyon.\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        served.places["Zwolbrque"] = [place("Zwolbrque", 4.9, 45.6, country="fr")]
        yield served


@pytest.fixture
def home(tmp_path: Path, gazetteer: Gazetteer) -> Path:
    (tmp_path / "gazetteer").symlink_to(default_cache_dir() / "gazetteer")
    (tmp_path / "story.txt").write_text(TEXT)
    return tmp_path


def geo(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GEO_")}
    environment |= {"GEO_CACHE_DIR": str(home), "NO_COLOR": "1"} | more
    command = [sys.executable, "-m", "geo", *words]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=home, timeout=120, check=False
    )


def test_a_place_of_the_service_is_listed_and_kept_for_the_next_run(
    server: Server, home: Path
) -> None:
    words = ["places", "story.txt", "--online", "--geocoder", "nominatim", "--format", "csv"]
    first = geo(home, *words, "--geocoder-address", server.address)
    assert first.returncode == 0, first.stderr
    assert "osm:node/1,Zwolbrque,village,FR,4.9,45.6" in first.stdout
    assert len(server.requests) == 1
    server.status = 500
    again = geo(home, *words, "--geocoder-address", server.address)
    assert (again.returncode, again.stdout) == (0, first.stdout)


def test_the_environment_spares_the_typing(server: Server, home: Path) -> None:
    done = geo(
        home, "places", "story.txt", "--online", "--format", "csv",
        GEO_GEOCODER="nominatim", GEO_GEOCODER_ADDRESS=server.address,
        GEO_CONTACT="desk@example.org",
    )  # fmt: skip
    assert "osm:node/1" in done.stdout
    assert "desk@example.org" in server.requests[0][2]


def test_without_online_the_environment_asks_nobody(server: Server, home: Path) -> None:
    done = geo(
        home, "places", "story.txt", "--format", "csv",
        GEO_GEOCODER="nominatim", GEO_GEOCODER_ADDRESS=server.address,
    )  # fmt: skip
    assert (done.returncode, server.requests) == (0, [])
    assert "osm:node" not in done.stdout


@pytest.mark.parametrize("command", ["verify", "places", "map", "journey"])
def test_a_service_that_fails_leaves_the_result_and_exits_with_4(
    server: Server, home: Path, command: str
) -> None:
    server.status = 503
    output = home / f"{command}.out"
    done = geo(
        home, command, "story.txt", "--output", str(output), "--online",
        "--geocoder", "nominatim", "--geocoder-address", server.address,
    )  # fmt: skip
    assert done.returncode == 4
    assert "Nominatim (127.0.0.1:" in done.stderr
    assert "The other findings stand" in done.stderr
    assert output.stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--geocoder", "nominatim"], "--online"),
        (["--online", "--geocoder", "nominatim"], "--contact"),
        (["--online", "--geocoder", "geonames"], "--geocoder-username"),
        (["--online", "--geocoder", "photon", "--geocoder-address", "ftp://x"], "https://"),
        (["--online", "--geocoder", "photon", "--geocoder-deadline", "0"], "60 s"),
        (["--online", "--geocoder", "google"], "nominatim"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_a_usage_error(
    home: Path, words: list[str], told: str
) -> None:
    done = geo(home, "places", "story.txt", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
