/* Draws a scene (geo/render/scene.py) with Leaflet. The offline page and the folium map share
 * it. Text from outside becomes text nodes only: nothing here parses it as markup. */
"use strict";
var GeoMap = (function () {
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var DIGIT = {};
  for (var i = 0; i < 64; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

  function element(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function colour(node, name) {
    return getComputedStyle(node).getPropertyValue(name).trim();
  }

  /* Text to arcs of [lat, lon]; the form is told in geo/render/topology.py. */
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

  function countryLabels(map, world, detail, centre) {
    var named = {};
    function add(country, area, label) {
      copies([[label[1], label[0]]], centre).forEach(function (copy) {
        var node = element("span", "country-label", country.name);
        L.marker(copy[0], {
          icon: L.divIcon({ className: "label-holder", iconSize: [0, 0], html: node }),
          interactive: false, keyboard: false, pane: "basemap"
        }).addTo(map);
        labelsOf(map).countries.push({ at: L.latLng(copy[0]), node: node, area: area });
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
    L.polyline(feature.paths, L.extend({}, round, {
      className: "casing", weight: look.weight + 3, opacity: 0.75, lineCap: "round"
    })).addTo(group);
    L.polyline(feature.paths, L.extend({}, round, {
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
    group.anchor.setZIndexOffset(feature.shape === "sighting" ? 400 : 300);
    group.badges = [{ at: L.latLng(feature.at), node: node }];
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
    group.anchor.bindTooltip(function () { return element("span", "", feature.name); },
      { direction: "top", offset: [0, -6] });
    group.labels = [{ at: L.latLng(feature.at), node: label, rank: feature.rank }];
    return group;
  }

  var MAKE = { line: line, mark: mark, place: place };

  /* A feature group of one layer of the scene; .features finds a feature by its id. */
  function group(layer) {
    var all = L.featureGroup();
    all.features = {};
    layer.features.forEach(function (feature) {
      var made = MAKE[feature.type](feature);
      all.features[feature.id] = made;
      made.addTo(all);
    });
    all.on("add", function () { var map = all._map; labelsOf(map).groups.push(all); later(map); });
    all.on("remove", function () {
      var state = labelsOf(all._map);
      state.groups = state.groups.filter(function (one) { return one !== all; });
      later(all._map);
    });
    return all;
  }

  function labelsOf(map) {
    if (!map.geoLabels) {
      map.geoLabels = { groups: [], countries: [], due: 0 };
      map.on("zoomend moveend resize", function () { later(map); });
    }
    return map.geoLabels;
  }

  function later(map) {
    var state = labelsOf(map);
    if (!state.due) {
      state.due = requestAnimationFrame(function () { state.due = 0; arrange(map); });
    }
  }

  var SIDES = [["e", 9, -0.5], ["w", -9, -0.5], ["ne", 6, -1.15], ["se", 6, 0.15],
    ["nw", -6, -1.15], ["sw", -6, 0.15], ["n", 0, -1.5], ["s", 0, 0.5], ["e", 16, -0.5],
    ["w", -16, -0.5], ["s", 0, 0.9], ["n", 0, -2.2]];

  function boxAt(point, side, width, height) {
    var left = side[0].indexOf("e") >= 0 ? 0 : side[0].indexOf("w") >= 0 ? -width : -width / 2;
    var x = point.x + side[1] + left, y = point.y + side[2] * height;
    return [x, y, x + width, y + height];
  }

  function overlap(a, b) {
    var w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    var h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /* Boxes by the squares of a grid that they touch, so that looking for a free place does not
   * compare everything with everything. */
  function Boxes() { this.cells = {}; }
  Boxes.prototype.each = function (box, visit) {
    for (var x = Math.floor(box[0] / 64); x <= box[2] / 64; x++) {
      for (var y = Math.floor(box[1] / 64); y <= box[3] / 64; y++) visit(x + ":" + y);
    }
  };
  Boxes.prototype.add = function (box) {
    var cells = this.cells;
    this.each(box, function (cell) { (cells[cell] = cells[cell] || []).push(box); });
  };
  /* Area of a box that others cover; what lies in two squares may count twice. */
  Boxes.prototype.covered = function (box) {
    var cells = this.cells, sum = 0;
    this.each(box, function (cell) {
      (cells[cell] || []).forEach(function (other) { sum += overlap(box, other); });
    });
    return sum;
  };

  /* Small boxes along the lines of a feature; arrows go where a line is too short for them. */
  function along(map, made, view) {
    var boxes = [];
    made.paths.forEach(function (path, number) {
      var last = null, length = 0;
      path.forEach(function (at) {
        var p = map.latLngToContainerPoint(at);
        var steps = last ? Math.min(60, Math.ceil(p.distanceTo(last) / 12)) : 1;
        for (var k = 1; k <= steps && last; k++) {
          var q = last.add(p.subtract(last).multiplyBy(k / steps));
          if (view.contains(q)) boxes.push([q.x - 5, q.y - 5, q.x + 5, q.y + 5]);
        }
        if (last) length += p.distanceTo(last);
        last = p;
      });
      (made.arrows || []).forEach(function (arrow) {
        if (arrow.path === number) arrow.node.classList.toggle("no-room", length < arrow.least);
      });
    });
    return boxes;
  }

  /* Measured once: asking after every change would lay out the page anew each time. */
  function sizeOf(node) {
    if (!node.geoSize || !node.geoSize.width) {
      node.geoSize = {
        left: node.offsetLeft, top: node.offsetTop, width: node.offsetWidth, height: node.offsetHeight
      };
    }
    return node.geoSize;
  }

  function controls(map) {
    var frame = map.getContainer().getBoundingClientRect();
    var found = map.getContainer().querySelectorAll(".leaflet-control");
    return Array.prototype.map.call(found, function (node) {
      var box = node.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
  }

  /* Gives every label the first free side of its point; the important ones choose first, and
   * what finds no room is hidden until the map is closer. */
  function arrange(map) {
    var state = labelsOf(map), labels = [], movable = [], drawn = new Boxes(), size = map.getSize();
    var view = L.bounds([-60, -30], [size.x + 60, size.y + 30]);
    var taken = new Boxes();
    controls(map).forEach(function (box) { taken.add(box); });
    function spot(at) { return map.latLngToContainerPoint(at); }
    function around(p, node) {
      var s = sizeOf(node), x = p.x + s.left, y = p.y + s.top;
      return [x - 2, y - 2, x + s.width + 2, y + s.height + 2];
    }
    state.groups.forEach(function (all) {
      Object.keys(all.features).forEach(function (id) {
        var made = all.features[id];
        if (made.movable) movable.push(made.movable);
        if (made.paths) along(map, made, view).forEach(function (box) { drawn.add(box); });
        (made.badges || []).forEach(function (one) {
          var p = spot(one.at);
          if (view.contains(p)) taken.add(around(p, one.node));
        });
        (made.labels || []).forEach(function (one) {
          var p = spot(one.at);
          if (!view.contains(p)) { one.node.classList.add("no-room"); return; }
          taken.add([p.x - 6, p.y - 6, p.x + 6, p.y + 6]);
          labels.push({ p: p, node: one.node, rank: one.rank, size: sizeOf(one.node) });
        });
      });
    });
    state.countries.forEach(function (country) {
      country.p = spot(country.at);
      if (view.contains(country.p)) sizeOf(country.node);
    });
    movable.forEach(function (one) { sizeOf(one.node); });
    movable.forEach(function (one) {
      var boxes = one.spots.map(function (at) { return around(spot(at), one.node); });
      var costs = boxes.map(function (box) { return taken.covered(box); });
      var best = costs.indexOf(Math.min.apply(null, costs));
      one.marker.setLatLng(one.spots[best]);
      taken.add(boxes[best]);
    });
    labels.sort(function (a, b) { return a.rank - b.rank; });
    labels.forEach(function (label) {
      var node = label.node, width = label.size.width, height = label.size.height;
      var best = null, least = Infinity, hidden = Infinity;
      for (var k = 0; k < SIDES.length && least > 0; k++) {
        var box = boxAt(label.p, SIDES[k], width, height), under = taken.covered(box), cost = under;
        if (box[0] < 0 || box[2] > size.x || box[1] < 0 || box[3] > size.y) cost += 600;
        cost += 0.2 * drawn.covered(box) + k;
        if (cost < least) { least = cost; hidden = under; best = box; }
      }
      /* A place of the journey keeps its label even where a corner of it is covered. */
      var bearable = label.rank < 2 ? 0.35 * width * height : 0;
      var fits = best && hidden <= bearable;
      node.classList.toggle("no-room", !fits);
      if (!fits) return;
      taken.add(best);
      node.style.left = best[0] - label.p.x + "px";
      node.style.top = best[1] - label.p.y + "px";
    });
    var scale = map.getZoomScale(map.getZoom(), 0) * 256 / 360;
    state.countries.forEach(function (country) {
      var node = country.node, p = country.p;
      var across = Math.sqrt(country.area) * scale;
      if (!view.contains(p)) { node.classList.add("no-room"); return; }
      var s = sizeOf(node);
      var box = [p.x - s.width / 2, p.y - s.height / 2, p.x + s.width / 2, p.y + s.height / 2];
      var fits = across > 0.7 * s.width && !taken.covered(box) &&
        !drawn.covered(box);
      node.classList.toggle("no-room", !fits);
      if (fits) taken.add(box);
    });
  }

  function swatch(look) {
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
          words.appendChild(element("b", "", (look.symbol ? look.symbol + " " : "") + look.word));
          if (look.meaning) words.appendChild(element("small", "", look.meaning));
          row.appendChild(words);
          list.appendChild(row);
        });
        box.appendChild(list);
      });
      box.addEventListener("toggle", function () { if (control._map) later(control._map); });
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

  function limits(centre) {
    return [[-85.06, centre - REACH], [85.06, centre + REACH]];
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
    attribution: attribution, basemap: basemap, decode: decode, element: element, group: group,
    legend: legend, limits: limits, localIcons: localIcons
  };
})();
