/* Draws a scene (geo/render/scene.py) with Leaflet. The offline page and the folium map share
 * it. Text from outside becomes text nodes only: nothing here parses it as markup. */
"use strict";
var GeoMap = (function () {
  function element(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  /* What to say of a feature, as nodes. */
  function content(popup) {
    var box = element("div", "popup");
    box.appendChild(element("h3", "", popup.title));
    if (popup.text) box.appendChild(element("p", "", popup.text));
    var list = element("dl");
    popup.rows.forEach(function (row) {
      list.appendChild(element("dt", "", row[0]));
      list.appendChild(element("dd", "", row[1]));
    });
    if (popup.rows.length) box.appendChild(list);
    return box;
  }

  function bind(layer, feature) {
    layer.bindPopup(function () { return content(feature.popup); }, { maxWidth: 320, minWidth: 180 });
    if (feature.name) {
      layer.bindTooltip(function () { return element("span", "", feature.name); }, { sticky: true });
    }
    return layer;
  }

  /* Bearing of a line on the map at a share of its length: [position, degrees]. */
  function onLine(path, share) {
    var points = path.map(function (p) { return L.CRS.EPSG3857.latLngToPoint(L.latLng(p), 8); });
    var lengths = [0];
    for (var k = 1; k < points.length; k++) {
      lengths.push(lengths[k - 1] + points[k].distanceTo(points[k - 1]));
    }
    var wish = share * lengths[lengths.length - 1];
    for (k = 1; k < points.length - 1 && lengths[k] < wish; k++);
    var a = points[k - 1], b = points[k], part = (wish - lengths[k - 1]) / (lengths[k] - lengths[k - 1] || 1);
    return {
      at: [path[k - 1][0] + (path[k][0] - path[k - 1][0]) * part,
           path[k - 1][1] + (path[k][1] - path[k - 1][1]) * part],
      angle: Math.atan2(b.y - a.y, b.x - a.x) * 180 / Math.PI
    };
  }

  function badge(at, node, feature) {
    node.setAttribute("aria-label", feature.name);
    var icon = L.divIcon({ className: "label-holder", iconSize: [0, 0], html: node });
    var marker = L.marker(at, { icon: icon, riseOnHover: true });
    marker.on("add", function () {
      marker.getElement().setAttribute("aria-label", feature.name);
    });
    return bind(marker, feature);
  }

  function line(feature) {
    var look = feature.look, group = L.featureGroup(), opacity = feature.opacity || 0.95;
    var round = { lineCap: look.dash ? "butt" : "round", lineJoin: "round", interactive: false };
    if (/^[1-3] /.test(look.dash)) round.lineCap = "round";
    if (feature.band) {
      /* Beneath the lines: the rails that a claim speaks of may be the path as well. */
      L.polyline(feature.paths, L.extend({}, round, {
        className: "ink band", pane: "bands", color: look.colour, weight: 13, opacity: 0.4,
        lineCap: "round"
      })).addTo(group);
    } else L.polyline(feature.paths, L.extend({}, round, {
      className: "casing", weight: look.weight + 3, opacity: 0.75, lineCap: "round"
    })).addTo(group);
    if (!feature.band) L.polyline(feature.paths, L.extend({}, round, {
      className: "ink", color: look.colour, weight: look.weight, dashArray: look.dash || null,
      opacity: opacity
    })).addTo(group);
    var hit = L.polyline(feature.paths, { weight: 16, opacity: 0, className: "hit" });
    bind(hit, feature).addTo(group);
    group.anchor = hit;
    group.paths = feature.paths;
    group.arrows = [];
    if (feature.arrows) {
      feature.paths.forEach(function (path, number) {
        [0.55, 0.25, 0.8].forEach(function (share, rank) {
          var spot = onLine(path, share), node = element("span", "arrow");
          node.style.backgroundColor = look.colour;
          node.style.transform = "rotate(" + spot.angle + "deg)";
          group.arrows.push({ path: number, node: node, least: [60, 240, 240][rank] });
          L.marker(spot.at, {
            icon: L.divIcon({ className: "label-holder", iconSize: [0, 0], html: node }),
            interactive: false, keyboard: false, zIndexOffset: -500
          }).addTo(group);
        });
      });
    }
    if (feature.badge) {
      var spots = [0.5, 0.38, 0.62, 0.26, 0.74].map(function (share) {
        return L.latLng(onLine(feature.paths[0], share).at);
      });
      var node = element("span", "claim-badge", feature.badge);
      node.style.backgroundColor = look.colour;
      group.anchor = badge(spots[0], node, feature).addTo(group);
      group.movable = { spots: spots, marker: group.anchor, node: node };
    }
    return group;
  }

  function mark(feature) {
    var node = element("span", "mark " + feature.shape, feature.symbol);
    node.style.setProperty("--ink", feature.look.colour);
    var group = L.featureGroup();
    group.anchor = badge(feature.at, node, feature).addTo(group);
    group.anchor.setZIndexOffset(feature.shape === "sighting" || feature.shape === "denied" ? 400 : 300);
    var movable = feature.shape === "sighting" || feature.shape === "denied";
    group.badges = [{ at: L.latLng(feature.at), node: node, movable: movable }];
    return group;
  }

  function place(feature) {
    var group = L.featureGroup();
    if (feature.radius_km > 0 && feature.radius_km < 80) {
      L.circle(feature.at, {
        radius: feature.radius_km * 1000, className: "extent", weight: 1, interactive: false
      }).addTo(group);
    }
    var node = element("span", "place rank-" + feature.rank + (feature.water ? " water" : ""));
    var label = element("bdi", "place-label", feature.name);
    node.appendChild(element("span", "dot"));
    node.appendChild(label);
    group.anchor = badge(feature.at, node, feature).addTo(group);
    group.anchor.setZIndexOffset(200 - feature.rank);
    group.anchor.unbindTooltip();
    group.anchor.bindTooltip(function () { return element("span", "", feature.tip || feature.name); },
      { direction: "top", offset: [0, -6] });
    group.labels = [{ at: L.latLng(feature.at), node: label, rank: feature.rank }];
    return group;
  }

  function dot(feature) {
    var group = L.featureGroup();
    group.anchor = bind(L.circleMarker(feature.at, {
      radius: 4, weight: 1.5, color: "#fff", fillColor: feature.look.colour, fillOpacity: 1
    }), feature).addTo(group);
    return group;
  }

  var MAKE = { dot: dot, line: line, mark: mark, place: place };

  /* A feature group of one layer of the scene; .features finds a feature by its id. */
  function group(layer) {
    var all = L.featureGroup();
    all.features = {};
    all.beforeAdd = function (map) {
      if (!map.getPane("bands")) map.createPane("bands").style.zIndex = 390;
    };
    layer.features.forEach(function (feature) {
      var made = MAKE[feature.type](feature);
      all.features[feature.id] = made;
      made.addTo(all);
    });
    all.on("add", function () { var map = all._map; GeoLabels.of(map).groups.push(all); GeoLabels.later(map); });
    all.on("remove", function () {
      var state = GeoLabels.of(all._map);
      state.groups = state.groups.filter(function (one) { return one !== all; });
      GeoLabels.later(all._map);
    });
    return all;
  }

  function swatch(look) {
    if (look.shape) {
      var box = element("span", "swatch"), sample = element("span", "mark " + look.shape, look.symbol);
      sample.style.setProperty("--ink", look.colour);
      box.setAttribute("aria-hidden", "true");
      box.appendChild(sample);
      return box;
    }
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg"), ink = document.createElementNS(space, "line");
    var set = { width: 44, height: 12, viewBox: "0 0 44 12", "aria-hidden": "true" };
    Object.keys(set).forEach(function (key) { svg.setAttribute(key, set[key]); });
    var drawn = { x1: 3, y1: 6, x2: 41, y2: 6, stroke: look.colour, "stroke-width": look.weight };
    if (look.dash) drawn["stroke-dasharray"] = look.dash;
    if (!look.dash || /^[1-3] /.test(look.dash)) drawn["stroke-linecap"] = "round";
    Object.keys(drawn).forEach(function (key) { ink.setAttribute(key, drawn[key]); });
    svg.appendChild(ink);
    return svg;
  }

  function legend(groups, options) {
    var control = L.control({ position: "bottomleft" });
    control.onAdd = function () {
      var box = element("details", "geo-legend leaflet-control");
      box.open = !(options && options.closed);
      box.appendChild(element("summary", "", "Legend"));
      groups.forEach(function (one) {
        box.appendChild(element("h3", "", one.title));
        var list = element("ul");
        one.entries.forEach(function (look) {
          var row = element("li"), words = element("span");
          row.appendChild(swatch(look));
          words.appendChild(element("b", "", (look.symbol && !look.shape ? look.symbol + " " : "") + look.word));
          if (look.meaning) words.appendChild(element("small", "", look.meaning));
          row.appendChild(words);
          list.appendChild(row);
        });
        box.appendChild(list);
      });
      box.addEventListener("toggle", function () { if (control._map) GeoLabels.later(control._map); });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return control;
  }

  function attribution(map, lines) {
    var control = map.attributionControl || L.control.attribution().addTo(map);
    control.setPrefix("Leaflet");
    lines.forEach(function (line) {
      /* Leaflet sets attributions as markup: give it text that has been escaped. */
      control.addAttribution(element("span", "", line).outerHTML);
    });
  }

  /* Makes markers of other folium layers work without their pictures on a server. */
  function localIcons() {
    var probe = element("div", "leaflet-default-icon-path");
    document.documentElement.appendChild(probe);
    var found = /^url\("?(data:[^")]+)"?\)$/.exec(getComputedStyle(probe).backgroundImage);
    probe.remove();
    if (!found) return;
    L.Icon.Default.imagePath = "";
    L.Icon.Default.mergeOptions({ iconUrl: found[1], iconRetinaUrl: found[1] });
    L.Icon.Default.prototype.createShadow = function () { return null; };
  }

  return {
    attribution: attribution, element: element, group: group, legend: legend, localIcons: localIcons
  };
})();
