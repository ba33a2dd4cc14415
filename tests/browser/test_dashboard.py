"""The dashboard in a browser, as a user meets it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from .conftest import Watch, watch_page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_CHECKOUT = Path(__file__).resolve().parent.parent.parent

#: Building the index on a first run takes a while.
_PATIENCE_MS = 120_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Address of a dashboard of our own."""
    url = f"http://127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", str(_CHECKOUT / "streamlit_app.py")]
    command += ["--server.port", url.rpartition(":")[2], "--server.fileWatcherType", "none"]
    with subprocess.Popen(
        command,
        cwd=_CHECKOUT,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait(url, server)
            yield url
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the dashboard did not start")


Opened = tuple[Page, Watch]


@pytest.fixture(params=[1400], ids=["wide"])
def dashboard(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The dashboard with the stories that come with it, explored."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 1400}, accept_downloads=True
    )
    page = context.new_page()
    watch = watch_page(page)
    page.goto(address)
    _map(page).locator(".place-label:not(.no-room)").first.wait_for(timeout=_PATIENCE_MS)
    page.wait_for_timeout(500)
    yield page, watch
    context.close()


def _map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").frame_locator("iframe")


def test_the_seeds_show_path_claims_and_places_and_nothing_is_asked_from_outside(
    dashboard: Opened, artefacts: Path
) -> None:
    page, watch = dashboard
    page.screenshot(path=artefacts / "dashboard-wide.png")
    drawn = _map(page).locator("path.ink")
    expect(drawn.first).to_be_attached()
    assert drawn.count() >= 3
    labels = _map(page).locator(".place-label").all_text_contents()
    assert {"Ussuriysk", "Vladivostok"} <= set(labels)
    assert page.locator(".findings .chip").count() >= 2
    watch.assert_quiet()


@pytest.mark.parametrize("dashboard", [390], indirect=True, ids=["narrow"])
def test_a_narrow_screen_shows_the_same(dashboard: Opened, artefacts: Path) -> None:
    page, watch = dashboard
    page.screenshot(path=artefacts / "dashboard-narrow.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".findings .chip").first.is_visible()
    watch.assert_quiet()


def test_every_tab_has_its_findings(dashboard: Opened, artefacts: Path) -> None:
    page, watch = dashboard
    for name, words in (
        ("Timeline and forecast", "Sightings and the way between them"),
        ("Places", None),
        ("Texts", "Razdolnaya"),
        ("Claims", "What the text states"),
    ):
        page.get_by_role("tab", name=name).click()
        if words:
            expect(page.get_by_role("tabpanel", name=name).get_by_text(words).first).to_be_visible()
        page.wait_for_timeout(300)
        page.screenshot(path=artefacts / f"dashboard-{name.split()[0].lower()}.png")
    assert page.locator("mark.claim").count() >= 2
    watch.assert_quiet()


def test_downloads_work(dashboard: Opened, tmp_path: Path) -> None:
    page, _ = dashboard
    page.get_by_role("tab", name="Downloads").click()
    saved = {}
    for label in ("Map as HTML", "JSON", "GeoJSON", "CSV of claims", "GPX", "KML"):
        with page.expect_download(timeout=60_000) as waiting:
            page.get_by_role("button", name=label, exact=True).click()
        saved[label] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved[label])
    assert json.loads(saved["JSON"].read_text("utf-8"))["schema"] == "geo-report/1"
    assert json.loads(saved["GeoJSON"].read_text("utf-8"))["type"] == "FeatureCollection"
    assert "<main" in saved["Map as HTML"].read_text("utf-8")


def test_a_pasted_text_is_explored(dashboard: Opened) -> None:
    page, watch = dashboard
    page.get_by_label("Stories that come with it").press("Backspace")
    page.get_by_label("Stories that come with it").press("Backspace")
    box = page.get_by_label("Paste a text")
    box.fill("Brno is a city about 600 miles north of Vienna. <img src=x onerror=alert(1)>")
    box.press("Control+Enter")
    page.get_by_text("about 600 miles north of Vienna").first.wait_for(timeout=60_000)
    page.locator(".findings .chip", has_text="contradicted").wait_for(timeout=60_000)
    watch.assert_quiet()


def test_a_file_that_is_no_text_is_told_and_the_others_are_shown(
    dashboard: Opened, tmp_path: Path
) -> None:
    page, _ = dashboard
    bad = tmp_path / "noise.txt"
    bad.write_bytes(bytes(range(256)) * 40)
    page.locator("input[type=file]").set_input_files(bad)
    alert = page.get_by_role("alert").filter(has_text="noise.txt")
    alert.wait_for(timeout=60_000)
    _map(page).locator(".place-label:not(.no-room)").first.wait_for()


def test_the_map_cannot_reach_the_dashboard(dashboard: Opened) -> None:
    page, _ = dashboard
    frame = page.frames[-1]
    assert frame.evaluate("window.origin") == "null"
    reached = frame.evaluate(
        "() => { try { return parent.parent.document.title; } catch (e) { return e.name; } }"
    )
    assert reached == "SecurityError"


def test_an_entry_of_the_timeline_leads_to_the_map(dashboard: Opened, artefacts: Path) -> None:
    page, watch = dashboard
    page.get_by_role("tab", name="Timeline and forecast").click()
    button = page.locator(".findings button[data-show='leg:1']")
    button.wait_for()
    button.focus()
    page.keyboard.press("Enter")
    popup = _map(page).locator(".leaflet-popup-content")
    popup.wait_for()
    assert "Local time" in popup.inner_text()
    assert page.locator("tr.selected").count() == 1
    page.screenshot(path=artefacts / "dashboard-linked.png")
    watch.assert_quiet()


def test_a_time_shows_stations_and_the_map_follows(dashboard: Opened, artefacts: Path) -> None:
    page, watch = dashboard
    page.get_by_role("tab", name="Timeline and forecast").click()
    box = page.get_by_role("combobox", name="Time")
    box.click()
    page.keyboard.type("Tue 12 Sep 2023, 11:00")
    page.get_by_role("option", name="Tue 12 Sep 2023, 11:00").wait_for()
    page.keyboard.press("Enter")
    page.locator("table.whereabouts").wait_for(timeout=60_000)
    assert page.locator("table.whereabouts tr", has_text="likely").count() >= 2
    _map(page).locator("path.likely").first.wait_for(state="attached")
    assert _map(page).locator(".time-label").inner_text().startswith("Tue 12 Sep 2023, 11:00")
    page.screenshot(path=artefacts / "dashboard-time.png")
    watch.assert_quiet()


def test_a_destination_that_nobody_knows_is_told(dashboard: Opened) -> None:
    page, _ = dashboard
    box = page.get_by_role("textbox", name="Also judge as destinations")
    box.fill("Vladivostock")
    box.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Did you mean 'Vladivostok'")
    alert.wait_for(timeout=60_000)
