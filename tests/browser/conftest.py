"""Debian's chromium, watched: every request, dialog and complaint is written down."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

_CHECKOUT = Path(__file__).resolve().parent.parent.parent

#: Chromium itself shall not call home either.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Watch:
    """What a page did."""

    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """Nothing asked from outside, no dialog, no complaint."""
        assert self.outside == []
        assert self.dialogs == []
        assert self.errors == []


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    program = _chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield running
        running.close()


def watch_page(page: Page) -> Watch:
    """Write down what a page does, and let no request leave this computer."""
    watch = Watch()

    def guard(route: Route, request: Request) -> None:
        watch.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme in ("file", "data", "blob") or parts.hostname == "127.0.0.1":
            route.continue_()
        else:
            watch.outside.append(request.url)
            route.abort()

    page.route("**/*", guard)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on(
        "console",
        lambda message: watch.errors.append(message.text) if message.type == "error" else None,
    )

    def dismiss(dialog: object) -> None:
        watch.dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", dismiss)
    return watch


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Folder for screenshots."""
    folder = _CHECKOUT / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder
