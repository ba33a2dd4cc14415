"""Reading the curated files."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.gazetteer.rows import ACRONYM, ALTERNATE
from geo.gazetteer.supplement import FOLDER, digest, parse_row, read

GOOD = {
    "id": "geo:sea/test",
    "name": "Test Sea",
    "alternatives": "Sea of Test| TS |",
    "kind": "sea",
    "lon": "10",
    "lat": "50",
    "radius_km": "100",
    "prominence": "5000",
}


def test_a_row_becomes_a_place_with_names() -> None:
    row = parse_row({**GOOD, "line": "unknown column", "source": "own compilation"})
    assert row.names == [("Sea of Test", ALTERNATE), ("TS", ACRONYM)]
    assert (row.lon, row.lat, row.radius_km, row.prominence) == (10, 50, 100, 5000)
    assert "own compilation" in row.source


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("lon", "east", "lon"),
        ("lon", "181", "between"),
        ("lat", "nan", "between"),
        ("lat", "", "no lat"),
        ("kind", "pond", "pond"),
        ("id", " ", "no id"),
        ("radius_km", "-1", "radius_km"),
    ],
)
def test_a_bad_value_is_named(column: str, value: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_row({**GOOD, column: value})


def test_a_bad_row_is_left_out_and_told_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,name,kind,lon,lat\nx:1,One,sea,1,1\nx:2,Two,sea,bad,1\nx:1,Twice,sea,1,1\nx:3,Three\n"
    )
    found = read(tmp_path)
    assert [row.id for row in found.rows] == ["x:1"]
    assert [problem.split(":")[0] for problem in found.problems] == [
        "a.csv, line 3",
        "a.csv, line 4",
        "a.csv, line 5",
    ]


def test_other_tables_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("word,meaning\na,b\n")
    assert read(tmp_path).rows == []


def test_an_absent_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert read(tmp_path / "none").rows == []


@pytest.mark.parametrize("content", ["{", '{"features": [{}]}', '{"features": 3}'])
def test_a_file_that_is_broken_as_a_whole_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "lines.geojson").write_text(content)
    with pytest.raises(GazetteerError) as caught:
        read(tmp_path)
    assert "lines.geojson" in str(caught.value)


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n")
    before = digest(tmp_path)
    (tmp_path / "a.csv").write_text("id,name \n")
    assert digest(tmp_path) != before


def test_the_files_of_the_package_have_no_bad_row() -> None:
    assert read(FOLDER).problems == []


def test_a_settlement_without_a_radius_gets_one_by_its_prominence() -> None:
    city = {**GOOD, "kind": "city", "radius_km": "", "prominence": "600000"}
    assert parse_row(city).radius_km == pytest.approx(12.2, abs=0.1)
    assert parse_row({**GOOD, "radius_km": ""}).radius_km == 0.0
