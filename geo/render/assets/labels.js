/* Gives labels and badges a place on the map where they cover nothing. */
"use strict";
var GeoLabels = (function () {
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
    ["w", -16, -0.5], ["s", 0, 0.9], ["n", 0, -2.2], ["se", 6, 1], ["sw", -6, 1], ["s", 0, 2.2]];

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

  /* Where a badge may stand at its place: above, beside or below; and its box there. */
  var STANDS = ["", "at-e", "at-w", "at-s"];
  function standing(p, stand, s) {
    var x = stand === "at-e" ? 9 : stand === "at-w" ? -9 - s.width : s.left;
    var y = stand === "" ? s.top : stand === "at-s" ? 10 : -10;
    return [p.x + x - 2, p.y + y - 2, p.x + x + s.width + 2, p.y + y + s.height + 2];
  }
  function stand(badge, p, taken) {
    STANDS.forEach(function (name) { if (name) badge.node.classList.remove(name); });
    var s = sizeOf(badge.node), best = "", least = Infinity;
    STANDS.forEach(function (name, rank) {
      var cost = taken.covered(standing(p, name, s)) + rank;
      if (cost < least) { least = cost; best = name; }
    });
    if (best) badge.node.classList.add(best);
    taken.add(standing(p, best, s));
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
    var taken = new Boxes(), barred = new Boxes();
    controls(map).forEach(function (box) { taken.add(box); barred.add(box); });
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
          if (!view.contains(p)) return;
          if (one.movable) stand(one, p, taken);
          else taken.add(around(p, one.node));
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
        /* Nothing can be read beneath a button of the map. */
        if (barred.covered(box)) cost += 600;
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

  return { later: later, of: labelsOf };
})();
