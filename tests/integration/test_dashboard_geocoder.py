"""The dashboard's choice of an online gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from geocoding_server import Server, place, running
from streamlit.testing.v1 import AppTest

from geo.gazetteer.embedded import Gazetteer
from geo.settings import default_cache_dir

pytestmark = [pytest.mark.network, pytest.mark.enable_socket]

SCRIPT = Path(__file__).resolve().parents[2] / "streamlit_app.py"
TEXT = "The bus stopped in the village of Zwolbrque, 20 km north of Nantes."


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as served:
        served.places["Zwolbrque"] = [place("Zwolbrque", -1.6, 47.4, country="fr")]
        yield served


@pytest.fixture
def dashboard(gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    (tmp_path / "gazetteer").symlink_to(default_cache_dir() / "gazetteer")
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path))
    app = AppTest.from_file(str(SCRIPT), default_timeout=120).run()
    app.multiselect[0].set_value([])
    app.text_area[0].set_value(TEXT)
    return app


def shown(app: AppTest) -> str:
    return " ".join(str(element.proto) for element in app.main)


def test_nobody_is_asked_at_first(server: Server, dashboard: AppTest) -> None:
    app = dashboard.run()
    assert not app.exception
    assert app.sidebar.selectbox[0].value == "off"
    assert server.requests == []


def test_the_public_server_is_not_asked_without_a_contact(dashboard: AppTest) -> None:
    dashboard.sidebar.selectbox[0].set_value("nominatim")
    app = dashboard.run()
    assert not app.exception
    assert "wants to know who asks" in app.error[0].value


def test_the_chosen_server_is_asked_and_a_failure_is_tried_again(
    server: Server, dashboard: AppTest
) -> None:
    server.status = 503
    dashboard.sidebar.selectbox[0].set_value("nominatim")
    app = dashboard.run()
    field = next(one for one in app.sidebar.text_input if one.label == "Your own server")
    field.set_value(server.address)
    app = app.run()
    assert "The other findings stand" in app.error[0].value
    server.status = 200
    app = app.run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert server.asked == ["Zwolbrque", "Zwolbrque"]
