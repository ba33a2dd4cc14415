"""The folium map of a report, for notebooks and for users who add layers of their own.

It holds one ``FeatureGroup`` a layer of the scene, drawn by the code that draws the offline
page. Leaflet and the outlines of the world travel inside the map: unlike a plain folium map,
which asks five servers for scripts and fonts, it requests nothing. Layers that users add may
have needs of their own; plain markers, lines, GeoJSON, popups and tooltips have none.
"""

from __future__ import annotations

import re
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.model import ReportData
from geo.render import basemap
from geo.render.bounds import frame_of
from geo.render.inline import SCRIPTS, asset
from geo.render.page import script_json, tiles_origin
from geo.render.scene import Layer, Scene, scene_of
from geo.settings import Settings

__all__ = ["SceneGroup", "map_for"]


def _template_json(value: Any) -> str:
    """Write JSON for a template that branca fills twice.

    branca parses what a macro gave as a template again, so that ``{{`` in a name would be
    run on this side. JSON itself never has a brace before ``{``, ``%`` or ``#``; inside
    texts the brace is written as an escape.
    """
    return re.sub(r"\{(?=[{%#])", r"\\u007b", script_json(value))


class SceneGroup(folium.FeatureGroup):
    """One layer of a scene; a folium feature group that other layers can be added to.

    Parameters
    ----------
    layer : dict
        A layer of ``geo.render.scene.scene_of``.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = GeoMap.group({{ this.json }});
        {% endmacro %}
        """
    )

    def __init__(self, layer: Layer) -> None:
        super().__init__(name=layer["name"], show=layer["show"])
        self._name = "SceneGroup"
        self.json = _template_json(layer)


class _Assets(MacroElement):
    """Leaflet, the drawing code and the styles, inside the page."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>{{ "{% raw %}" + this.styles + "{% endraw %}" }}</style>
            <script>{{ "{% raw %}" + this.scripts + "{% endraw %}" }}</script>
        {% endmacro %}
        """
    )

    #: folium's popups and its own icons call jQuery and a plugin for one thing each.
    _STAND_INS = """
        var $ = window.$ || function (markup) {
          if (typeof markup === "function") { markup(); return; }
          if (typeof markup !== "string") return { ready: function (run) { run(); } };
          var holder = document.createElement("template");
          holder.innerHTML = markup.trim();
          return [holder.content.firstElementChild];
        };
        L.AwesomeMarkers = L.AwesomeMarkers || {
          icon: function () { return new L.Icon.Default(); }
        };
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "GeoAssets"
        self.styles = asset("leaflet.css") + asset("map.css")
        self.scripts = "\n".join(asset(name) for name in SCRIPTS) + self._STAND_INS


class _Furniture(MacroElement):
    """Outlines, legend, attribution and the limits of the map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            (function (map) {
                GeoMap.localIcons();
                var outlines = {{ this.outlines }}, scene = {{ this.scene }};
                GeoOutlines.draw(map, outlines.world, outlines.detail, scene.centre);
                GeoMap.attribution(map, scene.attribution);
                if (scene.legend.length) GeoMap.legend(scene.legend).addTo(map);
            })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, scene: Scene, outlines: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "GeoFurniture"
        self.outlines = _template_json(outlines)
        self.scene = _template_json({k: scene[k] for k in ("centre", "attribution", "legend")})


def map_for(report: ReportData, *, settings: Settings | None = None) -> folium.Map:
    """Draw a report on a folium map.

    Parameters
    ----------
    report : ReportData
    settings : Settings, optional
        ``tiles_url`` adds map tiles from there; without it the map requests nothing.

    Returns
    -------
    folium.Map
        With one feature group a layer, layer control, scale, legend and attribution.

    Raises
    ------
    ConfigurationError
        When ``tiles_url`` is no address of tiles.
    """
    tiles_url = settings.tiles_url if settings else None
    if tiles_url:
        tiles_origin(tiles_url)
    scene = scene_of(report, tiles_url=tiles_url)
    frame = frame_of(report)
    drawn = folium.Map(
        location=[(frame.south + frame.north) / 2.0, frame.centre],
        tiles=None,
        control_scale=True,
        min_zoom=1,
        max_zoom=13,
        zoom_snap=0.25,
    )
    # Links to other servers' scripts; _Assets brings what is needed.
    drawn.default_js = []
    drawn.default_css = []
    drawn.add_child(_Assets(), index=0)
    drawn.add_child(_Furniture(scene, basemap.outlines(frame)))
    if tiles_url:
        folium.TileLayer(tiles_url, attr="© OpenStreetMap contributors", control=False).add_to(
            drawn
        )
    for layer in scene["layers"]:
        SceneGroup(layer).add_to(drawn)
    drawn.fit_bounds(scene["frame"], padding=(30, 30), max_zoom=10)
    folium.LayerControl(collapsed=True).add_to(drawn)
    return drawn
