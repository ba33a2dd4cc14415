"""Networks in the cache: what is kept, how it is read, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import geopandas
import numpy as np
import pytest
from pbf_fixture import RAIL, write_pbf
from pyarrow import parquet

from geo.errors import ConfigurationError, RoutingError
from geo.rail import RailNetwork, library, load
from geo.rail.osm_pbf import read
from geo.settings import Settings

KM = 1 / 111.32 / np.cos(np.radians(50.0))


def at(x_km: float, y_km: float) -> tuple[float, float]:
    return 10.0 + x_km * KM, 50.0 + y_km / 111.2


@pytest.fixture
def fork(tmp_path: Path) -> RailNetwork:
    """A trunk that splits into two branches, with a station on the trunk."""
    nodes = {1: at(0, 0), 2: at(2, 0), 3: at(4, 0), 4: at(8, 0), 5: at(6, 0.3), 6: at(8, 1)}
    ways = [
        ([1, 2, 3], {**RAIL, "name": "Trunk", "electrified": "contact_line", "maxspeed": "120"}),
        ([3, 4], {**RAIL, "usage": "branch"}),
        ([3, 5, 6], {**RAIL, "gauge": "1435;1520", "service": "siding"}),
    ]
    tags = {2: {"railway": "station", "name": "Middle"}}
    return read(write_pbf(tmp_path / "fork.osm.pbf", nodes, ways, tags))


def test_what_is_read_back_is_what_was_saved(fork: RailNetwork, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="fork", origin="fork.osm.pbf")
    again = load("fork", settings)
    for one, other in ((fork, again), (fork.names, again.names), (fork.details, again.details)):
        assert one is not None
        for entry in fields(one):
            if entry.name in ("name", "names", "details", "cache_dir"):
                continue
            before, after = getattr(one, entry.name), getattr(other, entry.name)
            if isinstance(before, np.ndarray):
                assert after.dtype == before.dtype
                assert np.array_equal(before, after)
            else:
                assert before == after
    ends = at(1, 0), at(7, 0)
    assert again.route(*ends).km == fork.route(*ends).km


def test_arrays_are_mapped_and_not_read(fork: RailNetwork, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="fork")
    column = load("fork", settings).vertex_lon
    assert isinstance(column.base, np.memmap)
    assert not column.flags.writeable


def test_a_network_tells_where_it_comes_from(fork: RailNetwork, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="fork", origin="fork.osm.pbf")
    facts = library.about("fork", settings)
    assert facts["licence"] == "ODbL 1.0"
    assert facts["origin"] == "fork.osm.pbf"
    assert facts["edges"] == 3
    assert facts["named places"] == 1
    assert facts["box"] == pytest.approx([10.0, 50.0, 10.0 + 8 * KM, 50.009], abs=1e-3)


def test_gis_programs_open_the_copies_with_all_attributes(
    fork: RailNetwork, tmp_path: Path
) -> None:
    folder = library.save(fork, Settings(cache_dir=tmp_path), name="fork")
    edges = geopandas.read_parquet(folder / "edges.parquet").set_index("edge")
    assert edges.crs.to_epsg() in (4326, None)
    assert edges.crs.equals("OGC:CRS84")
    trunk = edges[edges["name"] == "Trunk"].iloc[0]
    assert trunk["length_m"] == pytest.approx(4000, rel=0.005)
    assert trunk["electrified"] == "contact_line"
    assert trunk["maxspeed_kmh"] == 120
    assert trunk["usage"] == "main"
    assert trunk["country"] == "DE"
    side = edges[edges["service"] == "siding"].iloc[0]
    assert side["gauge"] == "1435;1520"
    assert len(side.geometry.coords) == 3
    assert edges["service"].isna().sum() == 2
    nodes = geopandas.read_parquet(folder / "nodes.parquet")
    assert nodes["edges"].tolist().count(3) == 1
    stations = geopandas.read_parquet(folder / "stations.parquet")
    assert stations["name"].tolist() == ["Middle"]
    metadata = parquet.read_schema(folder / "edges.parquet").metadata
    assert "OpenStreetMap" in metadata[b"source"].decode()


def test_a_line_over_the_antimeridian_is_not_drawn_round_the_earth(tmp_path: Path) -> None:
    nodes = {1: (179.9, 66.0), 2: (-179.9, 66.0)}
    network = read(write_pbf(tmp_path / "far.osm.pbf", nodes, [([1, 2], RAIL)]))
    folder = library.save(network, Settings(cache_dir=tmp_path), name="far")
    (line,) = geopandas.read_parquet(folder / "edges.parquet").geometry
    assert line.length == pytest.approx(0.2)


def test_networks_are_listed_and_removed(fork: RailNetwork, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    assert library.names(settings) == ["world"]
    library.save(fork, settings, name="b")
    library.save(fork, settings, name="a")
    assert library.names(settings) == ["world", "a", "b"]
    library.remove("a", settings)
    assert library.names(settings) == ["world", "b"]
    for name in ("a", "world", "../b", ""):
        with pytest.raises(ConfigurationError):
            library.remove(name, settings)


def test_a_network_that_is_imported_again_replaces_the_old_one(
    fork: RailNetwork, tmp_path: Path
) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="n")
    before = load("n", settings)
    assert len(before.edge_u) == 3
    nodes = {1: at(0, 0), 2: at(2, 0)}
    line = read(write_pbf(tmp_path / "line.osm.pbf", nodes, [([1, 2], RAIL)]))
    library.save(line, settings, name="n")
    assert len(load("n", settings).edge_u) == 1
    # Who had the old one open goes on with it.
    assert before.edge_km.sum() == pytest.approx(fork.edge_km.sum())


def test_one_version_is_kept_and_nothing_beside_it(fork: RailNetwork, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="n")
    library.save(fork, settings, name="n")
    found = sorted(path.name.partition("-")[0] for path in (tmp_path / "networks" / "n").iterdir())
    expected = ["data", "edges.parquet", "network.json", "nodes.parquet", "stations.parquet"]
    assert found == expected


def test_a_save_that_fails_leaves_the_old_network_whole(
    fork: RailNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(cache_dir=tmp_path)
    library.save(fork, settings, name="n")

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.rail.kept.np.save", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        library.save(replace(fork, source="other"), settings, name="n")
    assert load("n", settings).source == fork.source
    assert len(list((tmp_path / "networks" / "n").glob("data-*"))) == 1


def _cut(folder: Path) -> None:
    (file,) = folder.glob("data-*/vertex_lon.npy")
    file.write_bytes(file.read_bytes()[:-8])


def _point_beyond(folder: Path) -> None:
    (file,) = folder.glob("data-*/edge_u.npy")
    np.save(file, np.array([0, 1, 900], dtype=np.int32))


def _executable(folder: Path) -> None:
    (file,) = folder.glob("data-*/edge_u.npy")
    np.save(file, np.array([print], dtype=object), allow_pickle=True)


def _lose(folder: Path) -> None:
    (file,) = folder.glob("data-*/node_lat.npy")
    file.unlink()


def _no_number(folder: Path) -> None:
    (file,) = folder.glob("data-*/vertex_km.npy")
    np.save(file, np.full_like(np.load(file), np.nan))


def _elsewhere(folder: Path) -> None:
    told = json.loads((folder / "network.json").read_text())
    (folder / "network.json").write_text(json.dumps({**told, "data": "../../data-x"}))


def _another_format(folder: Path) -> None:
    told = json.loads((folder / "network.json").read_text())
    (folder / "network.json").write_text(json.dumps({**told, "format": "geo-network/99"}))


def _old(folder: Path) -> None:
    (folder / "network.json").unlink()
    (folder / "network.npz").write_bytes(b"PK")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_cut, "damaged"),
        (_point_beyond, "damaged"),
        (_executable, "damaged"),
        (_lose, "damaged"),
        (_no_number, "damaged"),
        (_elsewhere, "damaged"),
        (_another_format, "geo-network/99"),
        (_old, "older version"),
    ],
)
def test_what_is_damaged_or_of_another_version_is_refused_with_what_to_do(
    fork: RailNetwork, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    settings = Settings(cache_dir=tmp_path)
    harm(library.save(fork, settings, name="n"))
    with pytest.raises(RoutingError, match=said) as caught:
        load("n", settings)
    assert "again" in caught.value.hint
    assert library.names(settings) == ["world", "n"]
    library.save(fork, settings, name="n")
    assert len(load("n", settings).edge_u) == 3


def test_routing_over_a_kept_network_loads_nothing_heavy(fork: RailNetwork, tmp_path: Path) -> None:
    library.save(fork, Settings(cache_dir=tmp_path), name="n")
    code = (
        "import sys; from pathlib import Path; from geo.rail import load;"
        "from geo.settings import Settings;"
        "network = load('n', Settings(cache_dir=Path(sys.argv[1])));"
        "network.route((10.01, 50.0), (10.1, 50.0));"
        "heavy = {'pandas', 'geopandas', 'pyarrow', 'shapely', 'osmium', 'networkx', 'osmnx'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
