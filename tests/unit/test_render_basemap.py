"""The outlines beneath the map."""

from __future__ import annotations

import numpy as np
import pytest

from geo.render import basemap
from geo.render.bounds import Frame
from geo.render.topology import Topology, decode_arcs, encode_arcs


def test_arcs_survive_writing_and_reading() -> None:
    arcs = [[(0, 0), (5, -7), (100_000, 3)], [(-1, -1)], []]
    assert [arc.tolist() for arc in decode_arcs(encode_arcs(arcs))] == [
        [list(vertex) for vertex in arc] for arc in arcs
    ]


@pytest.mark.parametrize("text", ["AA", "A.", "A A.", "é.", "AAw."])
def test_text_that_holds_no_arcs_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode_arcs(text)


def test_a_ring_runs_along_its_arcs_in_either_direction() -> None:
    arcs = (np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0]]))
    topology = Topology(arcs, ((0, ~1),), (0, 1), ())
    assert topology.ring((0, ~1)).tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]


def test_the_world_holds_land_borders_and_named_countries() -> None:
    world = basemap.world()
    names = {country["name"] for country in world["countries"]}
    assert {"Kenya", "North Korea", "Uruguay", "Fiji"} <= names
    assert len(world["land"]) > 1_000
    assert set(world["coast"]).isdisjoint(world["borders"])
    count = len(decode_arcs(world["arcs"]))
    assert max(*world["coast"], *world["borders"]) < count


def test_a_label_lies_inside_its_country() -> None:
    import shapely

    world = basemap.world()
    grid = decode_arcs(world["arcs"])
    scale, origin = np.array(world["scale"]), np.array(world["translate"])
    arcs = tuple(arc * scale + origin for arc in grid)
    topology = Topology(arcs, (), (), ())
    land = [shapely.Polygon(topology.ring(ring)) for ring in world["land"] if len(ring) > 0]
    for country in world["countries"][:60]:
        point = shapely.Point(country["label"])
        assert any(part.contains(point) for part in land), country["name"]


def test_a_cut_out_stays_inside_its_frame_and_names_what_it_shows() -> None:
    frame = Frame(8.0, 46.0, 17.0, 50.0)
    cut = basemap.detail(frame)
    assert cut is not None
    assert {"Austria", "Czechia"} <= {country["name"] for country in cut["countries"]}
    for name in ("land", "borders"):
        arcs = decode_arcs(cut[name])
        assert arcs
        for arc in arcs:
            lon = arc[:, 0] * cut["scale"][0] + cut["translate"][0]
            lat = arc[:, 1] * cut["scale"][1] + cut["translate"][1]
            assert frame.west - 0.01 <= lon.min()
            assert lon.max() <= frame.east + 0.01
            assert frame.south - 0.01 <= lat.min()
            assert lat.max() <= frame.north + 0.01


def test_the_land_of_a_cut_out_covers_as_much_as_an_exact_intersection() -> None:
    import shapely

    frame = Frame(135.0, 33.0, 142.0, 38.0)
    cut = basemap.detail(frame)
    assert cut is not None
    scale = cut["scale"][0]
    ours = sum(
        shapely.make_valid(shapely.Polygon(arc * scale)).area for arc in decode_arcs(cut["land"])
    )
    topology, _ = basemap._fine()
    box = shapely.box(frame.west, frame.south, frame.east, frame.north)
    exact = sum(
        shapely.make_valid(shapely.Polygon(topology.ring(ring))).intersection(box).area
        for ring in topology.land
    )
    assert ours == pytest.approx(exact, rel=0.005)


def test_a_cut_out_reaches_over_the_antimeridian() -> None:
    cut = basemap.detail(Frame(176.0, -20.0, 184.0, -14.0))
    assert cut is not None
    lons = np.concatenate([arc[:, 0] for arc in decode_arcs(cut["land"])]) * 0.001 + 176.0
    assert lons.min() < 180.0 < lons.max()
    assert any(country["name"] == "Fiji" for country in cut["countries"])


def test_an_area_too_large_for_the_page_has_no_cut_out() -> None:
    assert basemap.detail(Frame(-170.0, -60.0, 190.0, 80.0)) is None


def test_a_frame_on_the_open_sea_has_no_land() -> None:
    cut = basemap.detail(Frame(-140.0, -40.0, -135.0, -35.0))
    assert cut is not None
    assert cut["land"] == ""
    assert cut["countries"] == []
