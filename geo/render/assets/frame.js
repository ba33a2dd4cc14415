/* Leads from the tables of the dashboard to the map, which lives in a frame without an origin:
 * only the id of a feature, or a time, goes in. */
"use strict";
(function () {
  var frame = document.querySelector("iframe"), page = parent.document;

  function send(message) { frame.contentWindow.postMessage(message, "*"); }

  function onClick(event) {
    var node = event.target.closest && event.target.closest("[data-show], mark[data-claim], mark[data-place]");
    if (!node) return;
    var claim = node.getAttribute("data-claim"), place = node.getAttribute("data-place");
    var id = node.getAttribute("data-show") || (claim ? "claim:" + claim : "place:" + place);
    page.querySelectorAll(".findings tr.selected").forEach(function (row) {
      row.classList.remove("selected");
    });
    var row = node.closest(".findings tr");
    if (row) row.classList.add("selected");
    send({ show: id });
    window.frameElement.scrollIntoView({ block: "nearest" });
  }

  var told = null;
  function onChange() {
    var node = page.querySelector("[data-minutes]");
    var minutes = node && node.getAttribute("data-minutes");
    if (minutes === told) return;
    told = minutes;
    send({ minutes: minutes === null ? null : Number(minutes) });
  }

  page.addEventListener("click", onClick);
  var watcher = new MutationObserver(onChange);
  watcher.observe(page.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-minutes"]
  });
  frame.addEventListener("load", onChange);
  addEventListener("pagehide", function () {
    page.removeEventListener("click", onClick);
    watcher.disconnect();
  });
})();
