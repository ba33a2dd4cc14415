"""The outlines beneath the map."""

from __future__ import annotations

import numpy as np
import pytest

from geo.render import basemap
from geo.render.bounds import Frame
from geo.topology import Topology, decode_arcs, encode_arcs


def test_arcs_survive_writing_and_reading() -> None:
    arcs = [[(0, 0), (5, -7), (100_000, 3)], [(-1, -1)], []]
    assert [arc.tolist() for arc in decode_arcs(encode_arcs(arcs))] == [
        [list(vertex) for vertex in arc] for arc in arcs
    ]


@pytest.mark.parametrize("text", ["AA", "A.", "A A.", "é.", "AAw."])
def test_text_that_holds_no_arcs_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"arc|ascii"):
        decode_arcs(text)


def test_a_ring_runs_along_its_arcs_in_either_direction() -> None:
    arcs = (np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0]]))
    topology = Topology(arcs, ((0, ~1),), (0, 1), ())
    assert topology.ring((0, ~1)).tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]


def test_a_ring_runs_on_past_the_antimeridian() -> None:
    arcs = (np.array([[179.0, 0.0], [-179.0, 1.0], [-179.0, 0.0], [179.0, 0.0]]),)
    assert Topology(arcs, (), (), ()).ring((0,))[:, 0].tolist() == [179, 181, 181, 179]


def test_a_ring_around_the_pole_is_closed_along_it() -> None:
    arcs = (np.array([[-180.0, -70.0], [-60.0, -71.0], [60.0, -72.0], [180.0, -70.0]]),)
    assert len(Topology(arcs, (), (), ()).ring((0,))) == 4
    open_ring = (np.array([[-170.0, -70.0], [0.0, -71.0], [170.0, -72.0], [-170.0, -70.0]]),)
    ring = Topology(open_ring, (), (), ()).ring((0,))
    assert ring[-3:].tolist() == [[190, -90], [-170, -90], [-170, -70]]


def test_the_jump_of_a_ring_puts_no_land_into_the_sea_of_its_latitude() -> None:
    cut = basemap.detail(Frame(-5.0, 65.0, 5.0, 69.0))  # the Norwegian Sea
    assert cut is not None
    assert cut["land"] == ""


def test_land_on_both_sides_of_the_antimeridian_meets() -> None:
    cut = basemap.detail(Frame(175.0, 66.0, 186.0, 68.0))  # Chukotka
    assert cut is not None
    rings = [arc * 0.001 for arc in decode_arcs(cut["land"])]
    assert any(ring[:, 0].max() == pytest.approx(5.0) for ring in rings)
    assert any(ring[:, 0].min() == pytest.approx(5.0) for ring in rings)


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
    rings = [topology.ring(ring) for ring in world["land"]]
    land = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) > 3]
    for country in world["countries"][:150]:
        lon, lat = country["label"]
        points = [shapely.Point(lon + turn, lat) for turn in (-360, 0, 360)]
        assert any(part.contains(point) for part in land for point in points), country["name"]


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
    topology = basemap._fine().topology
    box = shapely.box(frame.west, frame.south, frame.east, frame.north)
    rings = [topology.ring(ring) for ring in topology.land]
    exact = sum(
        shapely.make_valid(shapely.Polygon(ring)).intersection(box).area
        for ring in rings
        if len(ring) > 3 and shapely.box(*ring.min(axis=0), *ring.max(axis=0)).intersects(box)
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
