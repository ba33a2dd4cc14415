"""``geo network``: what it prints, keeps and refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pbf_fixture import RAIL, write_pbf
from report_fixture import report
from typer.testing import CliRunner, Result

from geo.cli import app
from geo.errors import ConfigurationError, InputError, OfflineError
from geo.network_cli import Kind, network_app
from geo.rail import load
from geo.rail.osm_tags import KINDS
from geo.render.tables import claim_rows
from geo.settings import Settings


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "cache"


@pytest.fixture
def line(tmp_path: Path) -> Path:
    nodes = {1: (10.0, 50.0), 2: (10.1, 50.0), 3: (10.2, 50.0)}
    return write_pbf(tmp_path / "Our line.osm.pbf", nodes, [([1, 2, 3], RAIL)])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(network_app, list(arguments), catch_exceptions=True)


def test_a_file_is_imported_under_its_own_name_and_can_be_routed_over(
    cache: Path, line: Path
) -> None:
    done = run("import", str(line))
    assert done.exit_code == 0, done.output
    assert "Our-line" in done.stdout
    assert "ODbL" in done.stdout
    network = load("Our-line", Settings(cache_dir=cache))
    assert network.route((10.02, 50.0), (10.18, 50.0)).km == pytest.approx(11.5, rel=0.01)


def test_list_info_and_remove(cache: Path, line: Path) -> None:
    run("import", str(line), "--name", "mine")
    listed = json.loads(run("list", "--format", "json").stdout)
    assert [entry["name"] for entry in listed] == ["world", "mine"]
    facts = json.loads(run("info", "mine", "-f", "json").stdout)
    assert facts["edges"] == 1
    assert facts["origin"] == "imported from Our line.osm.pbf"
    assert "14 km" in run("info", "mine").stdout
    assert "mine is removed" in run("remove", "mine").stdout
    assert "mine" not in run("list").stdout


def test_a_damaged_network_does_not_hide_the_others(cache: Path, line: Path) -> None:
    run("import", str(line), "--name", "good")
    run("import", str(line), "--name", "bad")
    (cache / "networks" / "bad" / "network.json").write_text("{not really")
    listed = json.loads(run("list", "--format", "json").stdout)
    assert [entry["name"] for entry in listed] == ["world", "bad", "good"]
    assert "damaged" in listed[1]["source"]
    assert run("remove", "bad").exit_code == 0


def test_the_network_in_use_is_taken_unless_another_is_named(cache: Path, line: Path) -> None:
    run("import", str(line), "--name", "mine")

    def told(*options: str) -> str:
        arguments = ["route", "50.0,10.02", "50.0,10.18", "--format", "json", *options]
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
        return str(json.loads(done.stdout)["routes"][0]["network"])

    assert told() == "world"
    assert "mine" in run("use", "mine").stdout
    assert told() == "mine"
    assert told("--network", "world") == "world"
    assert [row["in use"] for row in json.loads(run("list", "-f", "json").stdout)] == [False, True]
    run("use", "world")
    assert told() == "world"
    run("use", "mine")
    run("remove", "mine")
    assert told() == "world"


def test_a_verdict_names_the_network_that_was_chosen() -> None:
    given = report()
    (first, *_) = given.claims
    assert first.verdict is not None
    for network, told in (("mine", "by rail (network mine)"), ("world", "by rail;")):
        evidence = replace(first.verdict.evidence, network=network)
        claim = replace(first, verdict=replace(first.verdict, evidence=evidence))
        assert told in claim_rows(replace(given, claims=(claim,)))[0]["measured"]


def test_a_network_that_is_not_there_cannot_be_used(cache: Path) -> None:
    done = run("use", "nothing")
    assert isinstance(done.exception, ConfigurationError)
    assert not (cache / "networks" / "default").exists()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("info", "nothing"), ConfigurationError),
        (("remove", "world"), ConfigurationError),
        (("import", "missing.osm.pbf"), InputError),
        (("fetch", "x", "--around", "50.0,10.0", "--offline"), OfflineError),
        (("fetch", "x", "--around", "95.0,10.0"), InputError),
        (("fetch", "../x", "--around", "50.0,10.0", "--online"), ConfigurationError),
    ],
)
def test_what_cannot_be_done_is_said_with_a_hint(
    cache: Path, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, error)
    assert getattr(done.exception, "hint", "")


@pytest.mark.parametrize(
    "places",
    [
        ("--around", "50.0,10.0", "50.0,11.0", "51.0,11.0"),
        ("--around", "50.0,10.0", "--around", "50.0,11.0", "--around", "51.0,11.0"),
    ],
)
def test_places_follow_each_other_in_either_way_of_writing_them(
    cache: Path, places: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def spy(_name: str, around: object, **_options: object) -> None:
        asked.append(around)
        raise OfflineError("no requests", hint="none")

    monkeypatch.setattr("geo.rail.overpass.fetch", spy)
    run("fetch", "x", *places, "--buffer-km", "5")
    assert asked == [[(10.0, 50.0), (11.0, 50.0), (11.0, 51.0)]]


def test_places_in_no_clear_order_are_refused(cache: Path) -> None:
    done = run("fetch", "x", "--around", "50,10", "50,11", "--around", "51,11", "51,12")
    assert isinstance(done.exception, ConfigurationError)


def test_every_kind_of_railway_can_be_chosen() -> None:
    assert tuple(kind.value for kind in Kind) == KINDS


def test_every_command_is_documented() -> None:
    for command in network_app.registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__


def test_a_region_is_laid_over_another_network_and_its_joints_are_listed(
    cache: Path, tmp_path: Path
) -> None:
    long = {i: (10.0 + i / 10, 50.0) for i in range(11)}
    short = {i: (10.0 + i / 100, 50.0002) for i in range(30, 71)}
    run("import", str(write_pbf(tmp_path / "long.osm.pbf", long, [(list(long), RAIL)])))
    run("import", str(write_pbf(tmp_path / "short.osm.pbf", short, [(list(short), RAIL)])))
    done = run("overlay", "both", "--region", "short", "--base", "long")
    assert done.exit_code == 0, done.output
    assert "short laid over long" in done.stdout
    assert "50.0000, 10.3" in done.stdout
    facts = json.loads(run("info", "both", "-f", "json").stdout)
    assert len(facts["joints"]) == 2
    assert all(joint["km"] < 0.1 for joint in facts["joints"])
    route = load("both", Settings(cache_dir=cache)).route((10.05, 50.0), (10.95, 50.0))
    assert route.km == pytest.approx(64.5, rel=0.01)


def test_every_command_takes_the_network_that_was_chosen_unless_told() -> None:
    from typer.main import get_command

    from geo.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    defaults = {
        name: option.default
        for name, command in commands.items()
        for option in command.params
        if option.name == "network"
    }
    assert {"verify", "map", "journey", "route", "reach"} <= defaults.keys()
    assert set(defaults.values()) == {""}
