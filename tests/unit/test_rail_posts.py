"""Lines get the lengths that their kilometre posts say, and other tracks of them too."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
pytest.importorskip("scipy")
sys.path.insert(0, str(TOOLS))
rail_posts = pytest.importorskip("rail_posts")
rail_source = pytest.importorskip("rail_source")

#: What all lengths without posts are made longer by.
SHORT = 1 + rail_posts.SHORT_SHARE
HEADER = "name,lon,lat,line,km\n"


def line(km: list[float], beside: list[float] | None = None) -> object:
    """Nodes half a degree apart on the equator; the second track has its own inner nodes."""
    size = len(km) + 1
    lon, lat = [0.5 * i for i in range(size)], [0.0] * size
    a, b, lengths = list(range(size - 1)), list(range(1, size)), list(km)
    if beside is not None:
        inner = list(range(size, size + size - 2))
        lon += [0.5 * i for i in range(1, size - 1)]
        lat += [0.002] * (size - 2)
        chain = [0, *inner, size - 1]
        ends = [sorted(pair) for pair in pairwise(chain)]
        a += [pair[0] for pair in ends]
        b += [pair[1] for pair in ends]
        lengths += beside
    return rail_source.RawNetwork(
        np.array(lon), np.array(lat), np.array(a), np.array(b), np.array(lengths, dtype=float)
    )


def stations(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "stations.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_hops_between_two_posts_share_what_is_missing(tmp_path: Path) -> None:
    path = stations(tmp_path, "A,0,0,L,100", "B,1,0,L,215")
    net, told = rail_posts.apply_posts(line([55.7, 55.7, 55.7]), path)
    assert net.km.tolist() == pytest.approx([57.5, 57.5, 55.7 * SHORT])
    assert [entry.refused for entry in told] == [""]


def test_the_other_track_of_a_line_is_stretched_too(tmp_path: Path) -> None:
    path = stations(tmp_path, "A,0,0,L,0", "B,1.5,0,L,172")
    net, _ = rail_posts.apply_posts(line([56, 56, 56], [55.9, 55.9, 55.9]), path)
    assert net.km[:3].sum() >= 172 * 0.998
    assert net.km[3:].sum() >= 172 * 0.998


def test_posts_that_cannot_be_are_not_believed(tmp_path: Path) -> None:
    before = line([55.7, 55.7])
    path = stations(tmp_path, "A,0,0,L,0", "B,1,0,L,140")
    net, told = rail_posts.apply_posts(before, path)
    assert net.km.tolist() == pytest.approx([55.7 * SHORT, 55.7 * SHORT])
    assert "off" in told[0].refused


def test_a_station_far_from_the_rails_tells_nothing(tmp_path: Path) -> None:
    path = stations(tmp_path, "A,0,0,L,0", "B,1,0.1,L,115")
    _, told = rail_posts.apply_posts(line([55.7, 55.7]), path)
    assert told == []


def test_stations_close_together_tell_no_length_of_their_own(tmp_path: Path) -> None:
    path = stations(tmp_path, "A,0,0,L,0", "B,0.5,0,L,30", "C,1,0,L,115", "D,1.5,0,L,120")
    _, told = rail_posts.apply_posts(line([55.7, 55.7, 5.0]), path)
    assert [(entry.first, entry.last) for entry in told] == [("A", "D")]
