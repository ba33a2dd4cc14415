/* Starts the offline page: the map from the scene in the page, and the links of the tables. */
"use strict";
(function () {
  function read(id) { return JSON.parse(document.getElementById(id).textContent); }
  var scene = read("scene"), base = read("basemap");
  var narrow = matchMedia("(max-width: 800px)").matches;
  var calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  GeoMap.localIcons();
  var map = L.map("map", {
    minZoom: 1, maxZoom: 13, zoomSnap: 0.25, zoomDelta: 0.75, maxBounds: GeoOutlines.limits(scene.centre),
    maxBoundsViscosity: 0.8, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm
  });
  map.getContainer().classList.add("ready");
  var atHome = true;
  function home(animate) {
    var margin = narrow ? 18 : 50, room = { maxZoom: 10, animate: animate };
    var sources = map.getContainer().querySelector(".leaflet-control-attribution");
    var bottom = narrow ? 90 : Math.max(margin, (sources ? sources.offsetHeight : 0) + 25);
    atHome = true;
    map.fitBounds(scene.frame, L.extend({
      paddingTopLeft: [margin, Math.max(margin, 40)], paddingBottomRight: [margin, bottom]
    }, room));
    var legend = document.querySelector(".geo-legend");
    if (legend && legend.open && covers(legend)) {
      map.fitBounds(scene.frame, L.extend({
        paddingTopLeft: [legend.offsetWidth + 30, margin], paddingBottomRight: [margin, bottom]
      }, room));
    }
  }
  /* Whether a place of the story lies beneath the legend. */
  function covers(legend) {
    var top = map.getSize().y - legend.offsetHeight - 30, right = legend.offsetWidth + 25;
    return scene.layers.some(function (layer) {
      return layer.features.some(function (feature) {
        if (feature.type !== "place" || feature.rank > 2) return false;
        var p = map.latLngToContainerPoint(feature.at);
        return p.x < right && p.x > 0 && p.y > top && p.y < map.getSize().y;
      });
    });
  }
  home(false);
  /* A frame may get its size late: keep the whole story in view until the reader moves. */
  new ResizeObserver(function () {
    map.invalidateSize({ pan: false });
    if (atHome) home(false);
  }).observe(map.getContainer());
  ["pointerdown", "wheel", "keydown"].forEach(function (kind) {
    map.getContainer().addEventListener(kind, function () { atHome = false; }, { passive: true });
  });
  GeoOutlines.draw(map, base.world, base.detail, scene.centre);
  if (scene.tiles) L.tileLayer(scene.tiles, { maxZoom: 18 }).addTo(map);

  var overlays = {}, groups = scene.layers.map(function (layer) {
    var group = GeoMap.group(layer);
    overlays[layer.name] = group;
    if (layer.show) group.addTo(map);
    return group;
  });
  var bar = null;
  if (scene.time) {
    var when = GeoTime.layer();
    overlays["Where it can be, by the slider"] = when;
    bar = GeoTime.bar(map, scene.time, when, { calm: calm });
    document.getElementById("time").appendChild(bar);
  }
  if (groups.length) {
    L.control.layers(null, overlays, { collapsed: true, position: "topright" }).addTo(map);
  }
  if (scene.legend.length) {
    /* Where there is little room, the story comes first. */
    GeoMap.legend(scene.legend, { closed: narrow || innerHeight < 760 }).addTo(map);
  }
  L.control.scale({ position: "bottomright" }).addTo(map);
  GeoMap.attribution(map, scene.attribution);
  home(false);

  var whole = L.control({ position: "topleft" });
  whole.onAdd = function () {
    var bar = GeoMap.element("div", "leaflet-bar"), link = GeoMap.element("a", "", "⤢");
    link.href = "#map";
    link.title = "Show the whole story";
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", link.title);
    L.DomEvent.on(link, "click", L.DomEvent.stop).on(link, "click", function () { home(!calm); });
    bar.appendChild(link);
    return bar;
  };
  whole.addTo(map);

  function find(id) {
    for (var k = 0; k < groups.length; k++) {
      if (Object.prototype.hasOwnProperty.call(groups[k].features, id)) {
        return { group: groups[k], feature: groups[k].features[id] };
      }
    }
    return null;
  }

  function show(id) {
    var found = find(id);
    if (!found) return false;
    if (!map.hasLayer(found.group)) found.group.addTo(map);
    map.closePopup();
    atHome = false;
    var bounds = found.feature.getBounds();
    map.fitBounds(bounds.pad(0.35), { maxZoom: Math.max(8, Math.min(map.getZoom(), 10)), animate: !calm });
    var anchor = found.feature.anchor;
    setTimeout(function () { anchor.openPopup(); }, calm ? 0 : 300);
    if (narrow) document.getElementById("map").scrollIntoView({ block: "start" });
    return true;
  }

  document.querySelectorAll("[data-show]").forEach(function (node) {
    if (!find(node.getAttribute("data-show"))) {
      node.disabled = true;
      return;
    }
    var row = node.closest("tr");
    node.addEventListener("click", function (event) {
      event.stopPropagation();
      select(row);
      show(node.getAttribute("data-show"));
    });
    if (row && !row.classList.contains("linked")) {
      row.classList.add("linked");
      row.addEventListener("click", function (event) {
        if (!event.target.closest("button, a, summary, details") && !String(getSelection())) node.click();
      });
    }
  });
  function select(row) {
    document.querySelectorAll("tr.selected").forEach(function (one) { one.classList.remove("selected"); });
    if (row) row.classList.add("selected");
  }
  document.querySelectorAll("mark[data-claim], mark[data-place]").forEach(function (node) {
    var claim = node.getAttribute("data-claim");
    node.addEventListener("click", function () {
      if (!(claim && show("claim:" + claim))) show("place:" + node.getAttribute("data-place"));
    });
  });
  /* The page around a framed map may choose a feature or a time; nothing else. */
  addEventListener("message", function (event) {
    var wish = event.source === parent && parent !== window && event.data;
    if (!wish) return;
    if (typeof wish.show === "string") show(wish.show);
    if (bar && (typeof wish.minutes === "number" || wish.minutes === null)) bar.choose(wish.minutes);
  });
  window.geoMap = map;
})();
