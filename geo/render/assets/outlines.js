/* Draws the outlines of the world, and of the story's area in finer lines, beneath a map. */
"use strict";
var GeoOutlines = (function () {
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var DIGIT = {};
  for (var i = 0; i < 64; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

  function colour(node, name) {
    return getComputedStyle(node).getPropertyValue(name).trim();
  }

  /* Text to arcs of [lat, lon]; the form is told in geo/topology.py. */
  function decode(text, scale, translate) {
    var arcs = [], arc = [], x = 0, y = 0, value = 0, shift = 0, isY = false;
    for (var k = 0; k < text.length; k++) {
      var code = text.charCodeAt(k);
      if (code === 46) { arcs.push(arc); arc = []; x = y = 0; continue; }
      var digit = DIGIT[code];
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      var step = value & 1 ? -((value + 1) >> 1) : value >> 1;
      if (isY) {
        y += step;
        arc.push([y * scale[1] + translate[1], x * scale[0] + translate[0]]);
      } else x += step;
      isY = !isY; value = shift = 0;
    }
    return arcs;
  }

  /* The map can be moved this far to either side of its middle. */
  var REACH = 215;

  /* Copies of a line, by whole turns of the Earth, that the map can be moved to. */
  function copies(line, centre) {
    var low = Infinity, high = -Infinity;
    line.forEach(function (p) { low = Math.min(low, p[1]); high = Math.max(high, p[1]); });
    var first = Math.ceil((centre - REACH - high) / 360), last = Math.floor((centre + REACH - low) / 360);
    var all = [];
    for (var turn = first; turn <= last; turn++) {
      all.push(turn ? line.map(function (p) { return [p[0], p[1] + 360 * turn]; }) : line);
    }
    return all;
  }

  function joined(lists) { return [].concat.apply([], lists); }

  /* Lets a ring run on past 180 degrees, where the source jumps to the other side; a ring
   * around a pole is closed along the pole. */
  function unwrapped(ring) {
    var turn = 0, first = ring[0], last;
    var out = ring.map(function (p, k) {
      if (k) turn -= 360 * Math.round((p[1] - ring[k - 1][1]) / 360);
      return turn ? [p[0], p[1] + turn] : p;
    });
    last = out[out.length - 1];
    if (Math.abs(last[1] - first[1]) > 180) {
      var pole = first[0] < 0 ? -90 : 90;
      out.push([pole, last[1]], [pole, first[1]]);
    }
    return out;
  }

  /* Cuts a coast line where the source cuts the world open. */
  function withoutSeam(line) {
    var parts = [], part = [];
    line.forEach(function (p) {
      if (Math.abs(p[1]) > 179.99 || p[0] < -85) {
        if (part.length > 1) parts.push(part);
        part = [];
      } else part.push(p);
    });
    if (part.length > 1) parts.push(part);
    return parts;
  }

  function basemap(map, world, detail, centre) {
    var pane = map.createPane("basemap");
    pane.style.zIndex = 150;
    pane.style.pointerEvents = "none";
    var renderer = L.canvas({ pane: "basemap", padding: 0.4 });
    var box = map.getContainer();
    var shapes = [];

    function add(make, shape, style) {
      var base = { renderer: renderer, pane: "basemap", interactive: false, smoothFactor: 1.2 };
      var layer = make(shape, L.extend(base, style()));
      shapes.push([layer, style]);
      layer.addTo(map);
    }
    function land() { return { stroke: false, fillColor: colour(box, "--land"), fillOpacity: 1 }; }
    function sea() { return { stroke: false, fillColor: colour(box, "--sea"), fillOpacity: 1 }; }
    function coast() { return { color: colour(box, "--coast"), weight: 0.8, fill: false }; }
    function border() {
      return { color: colour(box, "--border"), weight: 1.1, dashArray: "5 3", fill: false };
    }

    var arcs = decode(world.arcs, world.scale, world.translate);
    function along(numbers) {
      var ring = [];
      numbers.forEach(function (n) {
        var line = n < 0 ? arcs[~n].slice().reverse() : arcs[n];
        ring = ring.concat(ring.length ? line.slice(1) : line);
      });
      return unwrapped(ring);
    }
    function everywhere(line) { return copies(line, centre); }
    var rings = joined(world.land.map(function (ring) { return everywhere(along(ring)); }));
    add(L.polygon, rings.map(function (ring) { return [ring]; }), land);
    add(L.polyline, joined(world.coast.map(function (n) {
      return joined(withoutSeam(arcs[n]).map(everywhere));
    })), coast);
    add(L.polyline, joined(world.borders.map(function (n) { return everywhere(arcs[n]); })), border);

    if (detail) {
      var b = detail.box;
      add(L.rectangle, [[b[1], b[0]], [b[3], b[2]]], sea);
      ["land", "coast", "borders"].forEach(function (name) {
        var lines = decode(detail[name], detail.scale, detail.translate);
        if (!lines.length) return;
        if (name === "land") add(L.polygon, lines.map(function (ring) { return [ring]; }), land);
        else add(L.polyline, lines, name === "coast" ? coast : border);
      });
    }
    if (window.matchMedia) {
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
        shapes.forEach(function (pair) { pair[0].setStyle(pair[1]()); });
      });
    }
    countryLabels(map, world, detail, centre);
  }

  function labelNode(name) {
    var node = document.createElement("span");
    node.className = "country-label";
    node.textContent = name;
    return node;
  }

  function countryLabels(map, world, detail, centre) {
    var named = {};
    function add(country, area, label) {
      copies([[label[1], label[0]]], centre).forEach(function (copy) {
        var node = labelNode(country.name);
        L.marker(copy[0], {
          icon: L.divIcon({ className: "label-holder", iconSize: [0, 0], html: node }),
          interactive: false, keyboard: false, pane: "basemap"
        }).addTo(map);
        GeoLabels.of(map).countries.push({ at: L.latLng(copy[0]), node: node, area: area });
      });
    }
    (detail ? detail.countries : []).forEach(function (country) {
      named[country.name] = true;
      add(country, country.area_deg2, country.label);
    });
    world.countries.forEach(function (country) {
      var area = country.area_km2 / 9000;
      if (!named[country.name]) add(country, area, country.label);
    });
  }

  function limits(centre) {
    return [[-85.06, centre - REACH], [85.06, centre + REACH]];
  }

  return { decode: decode, draw: basemap, limits: limits };
})();
