"""A report as plain data for the map: layers of points and lines, with what to say of each.

The folium map and the offline page draw the same scene with the same code
(``assets/draw.js``). Everything here is numbers and plain text; the drawing code puts text
into the page as text, never as markup. Positions are [lat, lon] from here on, as Leaflet
wants them, with longitudes unwrapped where the story crosses the antimeridian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from geo.model import Provenance, ReportData
from geo.render import basemap, claim_layers, journey_layers, place_layers, time_layer
from geo.render.bounds import frame_of
from geo.render.features import Layer, look_of
from geo.render.styles import (
    ALTERNATIVE,
    AT_A_TIME,
    CERTAINTIES,
    MARKS,
    RIVER,
    UNJUDGED,
    VERDICTS,
    Look,
)
from geo.render.text import clean

if TYPE_CHECKING:
    from geo.journey.whereabouts import Presence

__all__ = ["Layer", "Scene", "scene_of"]

Scene = dict[str, Any]

#: An address in brackets; the sources under the tables keep it.
_ADDRESS = re.compile(r" ?\(https?://[^\s()]{1,200}\)")

_OSM = "© OpenStreetMap contributors (ODbL)"


def scene_of(
    report: ReportData,
    *,
    tiles_url: str | None = None,
    presence: Presence | None = None,
    at: datetime | None = None,
) -> Scene:
    """Turn a report into layers.

    Parameters
    ----------
    report : ReportData
    tiles_url : str, optional
        Address template of map tiles, to be drawn above the outlines.
    presence : Presence, optional
        Where the traveller was and can be, for the slider and the stations.
    at : datetime, optional
        Where the slider stands at first.

    Returns
    -------
    dict
        ``frame``, ``centre``, ``layers`` (from the bottom up; each with id, name, show and
        features), ``legend``, ``attribution``, ``tiles``, ``time`` (None without a dated way).
    """
    frame = frame_of(report)
    layers = [
        place_layers.rivers(report, frame),
        claim_layers.claim_routes(report, frame),
        journey_layers.alternatives(report, frame),
        journey_layers.forecast(report, frame),
        *journey_layers.path(report, frame),
        claim_layers.claims(report, frame),
        place_layers.places(report, frame),
        journey_layers.sightings(report, frame),
    ]
    if presence is not None:
        layers.insert(-3, time_layer.stations(presence, report, frame))
    layers = [layer for layer in layers if layer["features"]]
    return {
        "frame": [[frame.south, frame.west], [frame.north, frame.east]],
        "centre": frame.centre,
        "layers": layers,
        "legend": _legend(layers, timed=presence is not None),
        "attribution": _attribution(report.provenance, tiles_url),
        "tiles": tiles_url,
        "time": time_layer.time_data(presence, report, frame, at) if presence else None,
    }


def _legend(layers: list[Layer], *, timed: bool = False) -> list[dict[str, Any]]:
    """Explain what is on the map, and nothing else."""
    present = {layer["id"]: layer for layer in layers}

    def group(title: str, looks: Iterable[Look]) -> dict[str, Any]:
        return {"title": title, "entries": [look_of(look) for look in looks]}

    groups = []
    words = {
        feature["look"]["word"]
        for layer in layers
        for feature in layer["features"]
        if "look" in feature and feature["type"] == "line"
    }
    journey = [look for look in CERTAINTIES.values() if look.word in words]
    if journey:
        groups.append(group("Path over rails", journey))
    if timed:
        groups.append(group("At the time of the slider", AT_A_TIME))
    claims = [look for look in (*VERDICTS.values(), UNJUDGED) if look.word in words]
    if claims:
        groups.append(group("Claims (straight lines)", claims))
    shapes = {
        feature["shape"]
        for layer in layers
        for feature in layer["features"]
        if feature["type"] == "mark"
    }
    others = [
        look
        for look, wanted in (
            (ALTERNATIVE, "alternatives" in present),
            (RIVER, "rivers" in present),
        )
        if wanted
    ]
    marks = [{**look_of(look), "shape": shape} for shape, look in MARKS.items() if shape in shapes]
    if marks:
        groups.append({"title": "Marks", "entries": marks})
    if others:
        groups.append(group("Also shown", others))
    return groups


def _attribution(provenance: Iterable[Provenance], tiles_url: str | None) -> list[str]:
    lines = [
        _ADDRESS.sub("", entry.source) + (f" ({entry.licence})" if entry.licence else "")
        for entry in (*provenance, basemap.PROVENANCE)
    ]
    if tiles_url:
        lines.append(f"map tiles {_OSM}")
    return [clean(line) for line in dict.fromkeys(line for line in lines if line)]
