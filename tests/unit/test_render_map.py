"""The folium map."""

from __future__ import annotations

import re
from pathlib import Path

import folium
import pytest
from report_fixture import hostile_report, report

from geo.errors import ConfigurationError
from geo.model import ReportData
from geo.render.map import SceneGroup, map_for
from geo.render.scene import scene_of
from geo.settings import Settings


def _layers(drawn: folium.Map) -> dict[str, bool]:
    return {
        child.layer_name: child.show
        for child in drawn._children.values()
        if isinstance(child, SceneGroup)
    }


def test_the_map_has_a_feature_group_for_every_layer_of_the_scene() -> None:
    shown = _layers(map_for(report()))
    assert list(shown) == [layer["name"] for layer in scene_of(report())["layers"]]
    assert shown["Claims, by verdict"] is True
    assert shown["Rails measured for claims"] is False


def test_the_map_is_a_folium_map_with_a_layer_control() -> None:
    drawn = map_for(report())
    assert isinstance(drawn, folium.Map)
    assert any(isinstance(child, folium.LayerControl) for child in drawn._children.values())


def test_the_map_links_to_no_server() -> None:
    html = map_for(report()).get_root().render()
    assert not re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?http""", html)


def test_layers_of_a_user_are_drawn_with_ours() -> None:
    drawn = map_for(report())
    folium.PolyLine([[50, 10], [51, 11]], popup="mine").add_to(drawn)
    group = next(c for c in drawn._children.values() if isinstance(c, SceneGroup))
    folium.CircleMarker([50, 10]).add_to(group)
    html = drawn.get_root().render()
    assert "L.polyline(\n                [[50, 10], [51, 11]]" in html.replace("[50.0", "[50") or (
        "mine" in html
    )
    assert "L.circleMarker" in html


def test_a_name_is_not_run_as_a_template() -> None:
    html = map_for(hostile_report()).get_root().render()
    assert "\\u007b{7*7}}" in html
    assert "49" not in re.findall(r"\\u003e(.{0,12})\{%x%\}", html)


def test_hostile_text_stays_inside_its_script() -> None:
    calm = map_for(report()).get_root().render()
    hostile = map_for(hostile_report()).get_root().render()
    assert hostile.count("</script>") == calm.count("</script>")
    assert "<img src=x" not in hostile


def test_an_empty_report_gives_an_empty_map() -> None:
    assert _layers(map_for(ReportData())) == {}


def test_tiles_come_only_when_asked_for(tmp_path: Path) -> None:
    url = "https://tiles.example/{z}/{x}/{y}.png"
    assert "L.tileLayer(\n" not in map_for(report()).get_root().render()
    drawn = map_for(report(), settings=Settings(cache_dir=tmp_path, tiles_url=url))
    assert any(isinstance(child, folium.TileLayer) for child in drawn._children.values())
    with pytest.raises(ConfigurationError):
        map_for(report(), settings=Settings(cache_dir=tmp_path, tiles_url="nonsense"))
