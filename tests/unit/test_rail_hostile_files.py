"""OpenStreetMap files that are wrong, hostile or simply large."""

from __future__ import annotations

import bz2
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import osmium
import pytest
from pbf_fixture import RAIL, write_pbf

from geo.errors import InputError
from geo.rail.osm_pbf import read

LINE = {1: (10.0, 50.0), 2: (10.1, 50.0), 3: (10.2, 50.0)}
KM = 14.34


def write_raw(
    path: Path, nodes: list[tuple[int, float, float]], ways: list[tuple[int, list[int]]]
) -> Path:
    """Write objects with numbers of one's own choice, also twice."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, lon, lat in nodes:
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), version=1))
        for number, refs in ways:
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=refs, tags=RAIL, version=1))
    return path


def test_a_way_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    nodes = [(n, *where) for n, where in LINE.items()]
    network = read(write_raw(tmp_path / "twice.osm.pbf", nodes, [(7, [1, 2, 3]), (7, [1, 2, 3])]))
    assert network.edge_km.sum() == pytest.approx(KM, rel=0.001)
    assert len(network.edge_u) == 1


def test_of_two_ways_of_one_number_the_first_counts(tmp_path: Path) -> None:
    nodes = [(n, *where) for n, where in LINE.items()]
    network = read(write_raw(tmp_path / "other.osm.pbf", nodes, [(7, [1, 2]), (7, [1, 2, 3])]))
    assert network.edge_km.sum() == pytest.approx(KM / 2, rel=0.001)


def test_of_two_nodes_of_one_number_one_counts(tmp_path: Path) -> None:
    nodes = [(n, *where) for n, where in LINE.items()] + [(3, 80.0, -10.0)]
    network = read(write_raw(tmp_path / "nodes.osm.pbf", nodes, [(7, [1, 2, 3])]))
    assert len(network.edge_u) == 1
    assert network.edge_km[0] == pytest.approx(KM, rel=0.001)


@pytest.mark.parametrize("refs", [[], [1], [1, 1], [1, 1, 1, 1]])
def test_a_way_of_no_length_is_no_line(tmp_path: Path, refs: list[int]) -> None:
    path = write_pbf(tmp_path / "none.osm.pbf", LINE, [(refs, RAIL)])
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.hint
    both = read(write_pbf(tmp_path / "both.osm.pbf", LINE, [(refs, RAIL), ([1, 2, 3], RAIL)]))
    assert both.edge_km.tolist() == pytest.approx([KM], rel=0.001)


def test_points_at_one_place_make_an_edge_that_costs_no_harm(tmp_path: Path) -> None:
    nodes = {**LINE, 4: LINE[2], 5: (10.1, 50.1)}
    network = read(write_pbf(tmp_path / "x.osm.pbf", nodes, [([1, 2, 4, 3], RAIL), ([4, 5], RAIL)]))
    assert np.isfinite(network.edge_km).all()
    assert network.route((10.0, 50.0), (10.2, 50.0)).km == pytest.approx(KM, rel=0.001)


def test_numbers_below_zero_and_very_large_ones_are_read(tmp_path: Path) -> None:
    big = 1 << 60
    nodes = [(-5, 10.0, 50.0), (-4, 10.1, 50.0), (big, 10.2, 50.0)]
    network = read(write_raw(tmp_path / "odd.osm", nodes, [(-1, [-5, -4, big])]))
    assert network.edge_km.sum() == pytest.approx(KM, rel=0.001)


def test_a_line_at_the_pole_and_one_over_the_antimeridian_have_true_lengths(
    tmp_path: Path,
) -> None:
    nodes = {1: (179.99, -89.0), 2: (-179.99, -89.0), 3: (179.95, 66.0), 4: (-179.95, 66.0)}
    network = read(write_pbf(tmp_path / "far.osm.pbf", nodes, [([1, 2], RAIL), ([3, 4], RAIL)]))
    assert sorted(network.edge_km.tolist()) == pytest.approx([0.039, 4.54], abs=0.01)
    snap = network.snap(180.0, 66.0, limit_km=1.0)[0]
    assert snap.gap_km < 0.01


def _block(
    kind: bytes, payload: bytes, header: int | None = None, size: int | None = None
) -> bytes:
    """A block of the PBF format (https://wiki.openstreetmap.org/wiki/PBF_Format)."""

    def field(number: int, data: bytes) -> bytes:
        return bytes([number << 3 | 2]) + _varint(len(data)) + data

    about = field(1, kind) + bytes([3 << 3]) + _varint(len(payload) if size is None else size)
    return struct.pack(">I", len(about) if header is None else header) + about + payload


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _packed(content: bytes, told: int) -> bytes:
    data = zlib.compress(content, 9)
    return bytes([2 << 3]) + _varint(told) + bytes([3 << 3 | 2]) + _varint(len(data)) + data


HOSTILE = {
    "a header of 4 GB": _block(b"OSMHeader", b"", header=0xFFFFFFFF),
    "a block of 4 GB": _block(b"OSMHeader", b"", size=0xFFFFFFFF),
    "a block that unpacks to 200 MB": _block(
        b"OSMHeader", _packed(b"\0" * 200_000_000, 200_000_000)
    ),
    "a block that unpacks to more than it tells": _block(
        b"OSMHeader", _packed(b"\0" * 20_000_000, 10)
    ),
    "a block that tells of 4 GB": _block(b"OSMHeader", _packed(b"\0" * 100, 0xFFFFFFFF)),
    "an unknown block first": _block(b"Anything", _packed(b"", 0)),
    "only lengths": struct.pack(">I", 4) * 1000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hostile.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.hint


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)
    )
    text = f'<?xml version="1.0"?><!DOCTYPE osm [{entities}]><osm version="0.6">&a11;</osm>'
    path = tmp_path / "laughs.osm"
    path.write_text(text)
    with pytest.raises(InputError):
        read(path)


def _with_longitude(path: Path, value: str) -> Path:
    nodes = [
        f'<node id="{n}" version="1" lon="{lon}" lat="50.0"/>'
        for n, lon in ((1, "10.0"), (2, "10.1"), (3, value))
    ]
    way = (
        '<way id="1" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/>'
        '<tag k="railway" v="rail"/></way>'
    )
    path.write_text(f'<osm version="0.6">{"".join(nodes)}{way}</osm>')
    return path


@pytest.mark.parametrize("value", ["NaN", "inf", "", "ten"])
def test_a_coordinate_that_is_no_number_is_an_error(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError, match="damaged") as caught:
        read(_with_longitude(tmp_path / "odd.osm", value))
    assert caught.value.hint


@pytest.mark.parametrize("value", ["200.0", "-180.1"])
def test_a_point_that_is_not_on_earth_is_left_out(tmp_path: Path, value: str) -> None:
    network = read(_with_longitude(tmp_path / "far.osm", value))
    assert network.edge_km.sum() == pytest.approx(KM / 2, rel=0.001)


def test_what_follows_the_end_of_a_packed_file_is_refused_or_ignored(tmp_path: Path) -> None:
    path = tmp_path / "cut.osm.bz2"
    whole = bz2.compress(b'<osm version="0.6"><node id="1" version="1" lon="1" lat="1"/></osm>')
    path.write_bytes(whole[:-8])
    with pytest.raises(InputError):
        read(path)


#: Linux counts the memory of the process that started it as a child's `ru_maxrss`; its own
#: high-water mark begins anew.
PEAK = """
import pathlib, re, sys
from geo.rail.osm_pbf import read
network = read(sys.argv[1])
status = pathlib.Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024, len(network.edge_u))
"""
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").is_file(), reason="the peak is read from /proc"
)


@needs_proc
def test_memory_follows_the_railways_in_a_file_and_not_its_size(tmp_path: Path) -> None:
    def peak_mb(path: Path) -> float:
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
        )
        assert done.stdout.split()[1] == "1"
        return float(done.stdout.split()[0])

    little = write_pbf(tmp_path / "little.osm.pbf", LINE, [([1, 2, 3], RAIL)])
    nodes = {n: (n / 1e5, 40.0) for n in range(10, 400_000)}
    roads = [(list(range(n, n + 20)), {"highway": "path"}) for n in range(10, 390_000, 20)]
    much = write_pbf(tmp_path / "much.osm.pbf", LINE | nodes, [([1, 2, 3], RAIL), *roads])
    assert much.stat().st_size > 300 * little.stat().st_size
    assert peak_mb(much) < peak_mb(little) + 60.0


@needs_proc
def test_large_numbers_of_nodes_take_no_memory_in_a_small_file(tmp_path: Path) -> None:
    # A set of bits up to the largest number would take a gigabyte.
    nodes = [(n * 40_000_000, 10.0 + n / 1000, 50.0) for n in range(1, 300)]
    path = write_raw(tmp_path / "real.osm.pbf", nodes, [(1, [n for n, *_ in nodes])])
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
    )
    assert float(done.stdout.split()[0]) < 400.0


def test_large_and_small_files_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_pbf(tmp_path / "line.osm.pbf", LINE | {9: (10.1, 50.1)}, [([1, 2, 3], RAIL)])
    small = read(path)
    monkeypatch.setattr("geo.rail.osm_pbf._SMALL_BYTES", 0)
    large = read(path)
    assert large.edge_km.tolist() == small.edge_km.tolist()
