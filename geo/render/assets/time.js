/* Where the traveller can be at the time that a slider tells. The numbers are made by
 * geo/render/time_layer.py; what is cut here is cut as in geo/rail/prism.py. */
"use strict";
var GeoTime = (function () {
  function clip(value, most) { return Math.max(0, Math.min(most, value)); }

  /* Part of a line between two shares of its length. */
  function part(line, lengths, from, to) {
    var whole = lengths[lengths.length - 1], out = [];
    function at(share) {
      var wish = share * whole, k = 1;
      while (k < line.length - 1 && lengths[k] < wish) k++;
      var step = lengths[k] - lengths[k - 1] || 1, done = (wish - lengths[k - 1]) / step;
      return [line[k - 1][0] + (line[k][0] - line[k - 1][0]) * done,
              line[k - 1][1] + (line[k][1] - line[k - 1][1]) * done];
    }
    out.push(at(from));
    for (var k = 1; k < line.length - 1; k++) {
      if (lengths[k] > from * whole && lengths[k] < to * whole) out.push(line[k]);
    }
    out.push(at(to));
    return out;
  }

  function lengthsOf(line) {
    var sum = 0, lengths = [0];
    for (var k = 1; k < line.length; k++) {
      var narrow = Math.cos((line[k][0] + line[k - 1][0]) / 2 * Math.PI / 180);
      var dx = (line[k][1] - line[k - 1][1]) * narrow, dy = line[k][0] - line[k - 1][0];
      sum += Math.sqrt(dx * dx + dy * dy);
      lengths.push(sum);
    }
    return lengths;
  }

  function prepare(phase) {
    if (phase.drawn) return;
    phase.drawn = GeoOutlines.decode(phase.lines, phase.grid, phase.origin);
    phase.lengths = phase.drawn.map(lengthsOf);
  }

  /* What is covered of a strand from either end in so many tenths of a minute. */
  function run(time, ends, over, k) {
    if (!ends) return [over, 0];
    var low = ends[0][k], a = clip(time - low, over), b = clip(time - low - ends[1][k], over);
    return a + b >= over ? [over, 0] : [a, b];
  }

  /* Possible parts of all lines at a time, in minutes. */
  function possible(data, minutes) {
    var lines = [], beyond = false, partOnly = false;
    data.phases.forEach(function (phase) {
      var time = (minutes - phase.start) * 10;
      if (time < 0 || (phase.hours !== null && time > phase.hours * 600)) return;
      if (phase.hours === null && time > phase.shown * 600) { beyond = true; return; }
      prepare(phase);
      if (phase.hours !== null && phase.part) partOnly = true;
      var left = phase.hours === null ? 0 : phase.hours * 600 - time;
      phase.over.forEach(function (over, k) {
        if (!over) return;
        var came = run(time, phase.came, over, k), goes = run(left, phase.goes, over, k);
        [[0, Math.min(came[0], goes[0])], [over - Math.min(came[1], goes[1]), over],
          [over - goes[1], came[0]], [over - came[1], goes[0]]].forEach(function (span) {
          if (span[1] - span[0] <= 0) return;
          var all = span[0] === 0 && span[1] === over;
          lines.push(all ? phase.drawn[k] :
            part(phase.drawn[k], phase.lengths[k], span[0] / over, span[1] / over));
        });
      });
    });
    return { lines: lines, beyond: beyond, partOnly: partOnly };
  }

  function share(window, minutes) {
    if (window[1] <= window[0]) return minutes >= window[0] ? 1 : 0;
    return clip((minutes - window[0]) / (window[1] - window[0]), 1);
  }

  /* Likely parts of the ways at a time. */
  function likely(data, minutes) {
    var found = [];
    data.tracks.forEach(function (track) {
      if (minutes < track.early[0] || (minutes > track.late[1] && !track.last)) return;
      var ahead = share(track.early, minutes), behind = share(track.late, minutes);
      ahead += track.uneven[0] * ahead * (1 - ahead);
      behind -= track.uneven[1] * behind * (1 - behind);
      if (!track.lengths) track.lengths = lengthsOf(track.path);
      found.push({
        path: part(track.path, track.lengths, Math.min(behind, ahead), ahead), share: track.share
      });
    });
    return found;
  }

  function layer() {
    var group = L.featureGroup(), canvas = null;
    group.features = {};
    group.beforeAdd = function (map) {
      if (!map.getPane("prism")) map.createPane("prism").style.zIndex = 380;
      /* Above the path that it runs along, below the marks. */
      if (!map.getPane("likely")) map.createPane("likely").style.zIndex = 450;
      if (!canvas) canvas = L.canvas({ pane: "prism", padding: 0.3 });
    };
    group.draw = function (data, minutes) {
      group.clearLayers();
      var can = possible(data, minutes);
      var still = { interactive: false, pane: "prism", renderer: canvas, lineJoin: "round" };
      if (!canvas) return can;
      L.polyline(can.lines, L.extend({ className: "possible" }, still, {
        color: "#d98a00", weight: 7, opacity: 0.5, lineCap: "butt", smoothFactor: 1.5
      })).addTo(group);
      likely(data, minutes).forEach(function (one) {
        var strong = 0.45 + 0.55 * one.share;
        L.polyline(one.path, { weight: 13, color: "#fff", opacity: strong,
          className: "likely-casing", interactive: false, pane: "likely" }).addTo(group);
        L.polyline(one.path, { weight: 9, color: "#a8480a", opacity: strong,
          className: "likely", interactive: false, pane: "likely" }).addTo(group);
      });
      return can;
    };
    return group;
  }

  function button(symbol, label, action) {
    var node = GeoMap.element("button", "", symbol);
    node.type = "button";
    node.title = label;
    node.setAttribute("aria-label", label);
    node.addEventListener("click", action);
    return node;
  }

  /* The slider with its buttons and words. */
  function bar(map, data, group, options) {
    var box = GeoMap.element("section", "time-bar"), playing = 0;
    var head = GeoMap.element("div", "time-head"), row = GeoMap.element("div", "time-row");
    var slider = GeoMap.element("input"), label = GeoMap.element("output", "time-label");
    var said = GeoMap.element("p", "time-said");
    box.setAttribute("aria-label", "Where it can be at a time");
    slider.type = "range";
    slider.min = 0;
    slider.max = data.labels.length - 1;
    slider.step = 1;
    slider.value = data.first === null ? 0 : data.first;
    slider.setAttribute("aria-label", "Time");
    said.setAttribute("aria-live", "polite");

    function hint() {
      label.textContent = "Where can it be at a time?";
      said.textContent = "Move the slider, or use the arrow keys.";
      slider.setAttribute("aria-valuetext", data.labels[slider.value]);
    }
    function show() {
      var index = Number(slider.value), text = data.labels[index];
      if (!map.hasLayer(group)) group.addTo(map);
      var can = group.draw(data, data.start + index * data.step);
      label.textContent = text;
      slider.setAttribute("aria-valuetext", text);
      said.textContent = data.says[index] +
        (can.beyond ? " By then it can be farther away than this map draws." : "") +
        (can.lines.length ? " Possible: all rails with a broad pale line" +
          (can.partOnly ? ", and some farther from its way." : ".") : "");
    }
    box.choose = function (minutes) {
      if (minutes === null) { hide(); return; }
      slider.value = Math.round((minutes - data.start) / data.step);
      show();
    };
    function hide() {
      if (playing) stop();
      group.remove();
      hint();
    }
    function move(by) {
      slider.value = Number(slider.value) + by;
      show();
    }
    function stop() {
      clearInterval(playing);
      playing = 0;
      play.textContent = "▶";
      play.setAttribute("aria-label", "Let time run");
      play.title = "Let time run";
    }
    var play = button("▶", "Let time run", function () {
      if (playing) { stop(); return; }
      if (Number(slider.value) >= Number(slider.max)) slider.value = 0;
      play.textContent = "⏸";
      play.setAttribute("aria-label", "Stop");
      play.title = "Stop";
      playing = setInterval(function () {
        if (Number(slider.value) >= Number(slider.max)) stop();
        else move(1);
      }, options && options.calm ? 1200 : 350);
    });
    slider.addEventListener("input", function () { if (playing) stop(); show(); });
    head.appendChild(label);
    head.appendChild(button("×", "Hide it on the map", hide));
    row.appendChild(button("‹", "Earlier", function () { move(-1); }));
    row.appendChild(slider);
    row.appendChild(button("›", "Later", function () { move(1); }));
    row.appendChild(play);
    box.appendChild(head);
    box.appendChild(row);
    box.appendChild(said);
    map.on("overlayadd", function (event) {
      if (event.layer === group && !group.getLayers().length) show();
    });
    if (data.first === null) hint();
    else setTimeout(show, 0);
    return box;
  }

  return { bar: bar, layer: layer, likely: likely, possible: possible };
})();
