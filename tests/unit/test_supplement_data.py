"""The curated places, and the tool that checks them."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from geo.gazetteer import supplement
from geo.geodesy import distance_km

ROOT = Path(__file__).resolve().parents[2]
SUPPLEMENT = ROOT / "geo" / "data" / "supplement"

SEA = {
    "id": "geo:sea/inner-sea",
    "name": "Inner Sea",
    "alternatives": "Mare Internum",
    "kind": "sea",
    "country": "",
    "admin1": "",
    "lon": "18",
    "lat": "35.5",
    "radius_km": "900",
    "prominence": "1000",
    "source": "own compilation",
    "note": "",
}
ISLAND = {**SEA, "id": "geo:island/sark", "name": "Sark", "alternatives": "", "kind": "island"}
ISLAND |= {"country": "GG", "lon": "-2.36", "lat": "49.43", "radius_km": "3"}
DIVISION = {**SEA, "id": "geo:region/gb-sct", "name": "Scotland", "alternatives": ""}
DIVISION |= {"kind": "region", "country": "GB", "admin1": "SCT", "lon": "-4.2", "lat": "56.5"}
DIVISION |= {"radius_km": "160"}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_supplement", ROOT / "tools" / "check_supplement.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def outlines(tool: ModuleType) -> object:
    return tool.Outlines.read(tool.OUTLINES)


@pytest.fixture(scope="module")
def places() -> dict[str, supplement.Row]:
    return {row.id: row for row in supplement.read(SUPPLEMENT).rows}


@pytest.fixture(scope="module")
def country_names() -> dict[str, list[str]]:
    return supplement.read(SUPPLEMENT).country_names


def _write(folder: Path, *rows: dict[str, str]) -> Path:
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(SEA))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _faults(tool: ModuleType, folder: Path, *rows: dict[str, str]) -> list[str]:
    found = tool.Findings()
    read = tool.read(_write(folder, *rows), found)
    tool.check_twins(read.rows, found)
    return list(found.faults)


def test_the_curated_places_have_no_fault(tool: ModuleType) -> None:
    assert tool.check().faults == []


def test_the_loader_takes_every_row() -> None:
    assert supplement.read(SUPPLEMENT).problems == []


@pytest.mark.parametrize(
    ("file", "least"),
    [("waters.csv", 600), ("lands.csv", 1500), ("areas.csv", 700), ("countries.csv", 250)],
)
def test_the_files_are_not_cut_short(file: str, least: int) -> None:
    assert supplement.read(SUPPLEMENT).counts[file] >= least


@pytest.mark.parametrize(
    ("iso", "name"),
    [
        ("US", "U.S."), ("US", "USA"), ("US", "America"), ("GB", "UK"), ("GB", "Britain"),
        ("KP", "DPRK"), ("KR", "ROK"), ("NL", "Holland"), ("MM", "Burma"),
        ("CZ", "Czech Republic"), ("SZ", "Swaziland"), ("CI", "Côte d'Ivoire"),
        ("GM", "The Gambia"), ("TL", "East Timor"), ("TR", "Türkiye"), ("MK", "Macedonia"),
        ("VA", "Vatican City"), ("PS", "Palestine"), ("AE", "UAE"), ("CD", "DR Congo"),
    ],
)  # fmt: skip
def test_countries_answer_to_the_names_of_the_news(
    country_names: dict[str, list[str]], iso: str, name: str
) -> None:
    assert name in country_names[iso]


@pytest.mark.parametrize(
    ("iso", "lon", "lat"),
    # The centre that the CIA World Factbook prints, rounded to degrees and minutes there.
    [
        ("KZ", 68.0, 48.0), ("IN", 77.0, 20.0), ("BR", -55.0, -10.0), ("NG", 8.0, 10.0),
        ("SE", 15.0, 62.0), ("AU", 133.0, -27.0), ("RU", 100.0, 60.0), ("KP", 127.0, 40.0),
    ],
)  # fmt: skip
def test_centres_of_countries_are_where_almanacs_put_them(iso: str, lon: float, lat: float) -> None:
    assert distance_km(*supplement.read(SUPPLEMENT).centres[iso], lon, lat) < 350


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("geo:sea/black-sea", 34.0, 43.0),  # off Sinop
        ("geo:area/donbas", 37.8, 48.0),  # Donetsk
        ("geo:area/russian-far-east", 135.1, 48.5),  # Khabarovsk
        ("geo:subregion/southeast-asia", 100.5, 13.75),  # Bangkok
        ("geo:territory/gaza-strip", 34.31, 31.34),  # Khan Yunis
        ("geo:area/new-england", -71.06, 42.36),  # Boston
        ("geo:peninsula/crimean-peninsula", 34.1, 44.95),  # Simferopol
        ("geo:range/alps", 11.4, 47.27),  # Innsbruck
        ("geo:desert/sahara", 5.52, 22.79),  # Tamanrasset
        ("geo:archipelago/kuril-islands", 147.88, 45.23),  # Kurilsk
        ("geo:strait/strait-of-hormuz", 56.25, 26.7),  # off Larak
        ("geo:lake/lake-baikal", 107.4, 53.15),  # Olkhon
    ],
)
def test_areas_reach_what_lies_in_them(
    places: dict[str, supplement.Row], place: str, lon: float, lat: float
) -> None:
    row = places[place]
    assert distance_km(row.lon, row.lat, lon, lat) <= row.radius_km


def test_the_better_known_namesake_is_the_more_prominent(
    places: dict[str, supplement.Row],
) -> None:
    american = places["geo:range/sierra-nevada"]
    spanish = places["geo:range/sierra-nevada-spain"]
    assert "Sierra Nevada" in [name for name, _ in spanish.names]
    assert american.prominence > spanish.prominence


def test_sound_rows_pass(tool: ModuleType, tmp_path: Path) -> None:
    assert _faults(tool, tmp_path, SEA, ISLAND, DIVISION) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "geo:sea/Inner Sea"),
        ("name", ""),
        ("alternatives", "Mare Internum|"),
        ("alternatives", "Inner Sea"),
        ("kind", "puddle"),
        ("country", "ZZ"),
        ("country", "AN"),
        ("lon", "181"),
        ("lat", "-90.5"),
        ("radius_km", "9000"),
        ("prominence", "0"),
        ("source", " "),
    ],
)
def test_a_bad_cell_is_a_fault_that_names_its_column(
    tool: ModuleType, tmp_path: Path, column: str, value: str
) -> None:
    faults = _faults(tool, tmp_path, {**SEA, column: value})
    assert [fault for fault in faults if f"bad {column}" in fault]


def test_a_word_where_a_number_belongs_is_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    (fault,) = _faults(tool, tmp_path, {**SEA, "lat": "north"})
    assert "north" in fault


def test_an_id_used_twice_is_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    (fault,) = _faults(tool, tmp_path, SEA, {**SEA, "name": "Outer Sea", "alternatives": ""})
    assert "id also in" in fault


def test_one_place_under_two_ids_is_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    (fault,) = _faults(tool, tmp_path, SEA, {**SEA, "id": "geo:sea/inner", "lon": "16"})
    assert "same place as" in fault


def test_an_unknown_header_is_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("id,title\na,b\n", encoding="utf-8")
    found = tool.Findings()
    tool.read(tmp_path, found)
    assert found.faults == ["odd.csv: header is id,title"]


@pytest.mark.parametrize(
    ("row", "changes", "words"),
    [
        (SEA, {"lon": "10", "lat": "25"}, "from the coast"),
        (ISLAND, {"lon": "3", "lat": "52"}, "outside GG"),
        (ISLAND, {"country": "FO"}, "outside FO"),
    ],
)
def test_places_that_lie_where_they_cannot_be_are_faults(
    tool: ModuleType,
    outlines: object,
    tmp_path: Path,
    row: dict[str, str],
    changes: dict[str, str],
    words: str,
) -> None:
    found = tool.Findings()
    read = tool.read(_write(tmp_path, row, {**row, **changes, "id": "geo:x/moved"}), found)
    tool.check_places(read.rows, outlines, found)
    (fault,) = found.faults
    assert "geo:x/moved" in fault
    assert words in fault


def test_outlines_reach_across_the_antimeridian(tool: ModuleType, outlines: object) -> None:
    assert outlines.outside_km("RU", -170.0, 66.1) == 0  # type: ignore[attr-defined]
    assert outlines.outside_km("RU", 100.0, 60.0) == 0  # type: ignore[attr-defined]
    assert outlines.outside_km("US", -179.9, 66.1) > 300  # type: ignore[attr-defined]


def test_a_division_with_the_code_of_another_is_a_fault(tool: ModuleType, tmp_path: Path) -> None:
    found = tool.Findings()
    swapped = {**DIVISION, "id": "geo:region/gb-x", "admin1": "WLS", "radius_km": "100"}
    nowhere = {**DIVISION, "id": "geo:region/gb-y", "admin1": "QQQ"}
    read = tool.read(_write(tmp_path, DIVISION, swapped, nowhere), found)
    tool.check_divisions(read.rows, found)
    assert len(found.faults) == 2
    assert "Cardiff" in found.faults[0]
    assert "no settlement has QQQ" in found.faults[1]


def test_countries_must_have_a_centre_in_them_and_names_of_their_own(
    tool: ModuleType, outlines: object
) -> None:
    centres = dict(supplement.read(SUPPLEMENT).centres)
    del centres["NP"]
    centres |= {"CH": (20.0, 40.0), "ZZ": (0.0, 0.0)}
    names = [("DE", "Germania"), ("AT", "Germania"), ("AT", "Austria"), ("AT", "Austria")]
    found = tool.Findings()
    tool.check_countries(tool.Supplement(centres=centres, names=names), outlines, found)
    told = " / ".join(found.faults)
    assert len(found.faults) == 5
    assert "no NP" in told
    assert "CH lies" in told
    assert "ZZ is no country" in told
    assert "Germania is DE and AT" in told
    assert "AT,Austria twice" in told


def test_faults_end_with_exit_code_one(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(tmp_path, {**SEA, "kind": "puddle"})
    assert tool.main(["--folder", str(tmp_path)]) == 1
    assert "bad kind 'puddle'" in capsys.readouterr().out
