"""The command line as a user meets it: output, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo import __version__

ROOT = Path(__file__).resolve().parents[2]
SEEDS = str(ROOT / "seeds")


def geo(
    *arguments: str, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "geo", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", **environment},
        timeout=120,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_verify_prints_a_table_that_fits_80_columns() -> None:
    done = geo("verify", SEEDS)
    assert done.returncode in (0, 1), done.stderr
    assert "Ussuriysk" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout


def test_verify_writes_json_that_holds_the_contract() -> None:
    report = json.loads(geo("verify", SEEDS, "--format", "json").stdout)
    assert report["schema"] == "geo-report/1"
    assert {
        "articles",
        "toponyms",
        "places",
        "claims",
        "sightings",
        "journey",
        "provenance",
    } <= set(report)


def test_verify_writes_csv_with_one_row_a_claim() -> None:
    rows = list(csv.DictReader(io.StringIO(geo("verify", SEEDS, "--format", "csv").stdout)))
    report = json.loads(geo("verify", SEEDS, "--format", "json").stdout)
    assert len(rows) == len(report["claims"]) > 0


@pytest.mark.parametrize("command", ["places", "journey", "verify"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "geojson"])
def test_every_face_speaks_every_form(command: str, form: str) -> None:
    done = geo(command, SEEDS, "--format", form)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.strip()
    if form in ("json", "geojson"):
        json.loads(done.stdout)


def test_the_map_is_one_file_without_addresses_to_load(tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    done = geo("map", SEEDS, "-o", str(page))
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "<html" in text
    assert len(text.encode()) <= 3_000_000
    assert 'src="http' not in text
    assert 'rel="stylesheet" href="http' not in text


def test_route_by_names_and_by_coordinates() -> None:
    done = geo("route", "Ussuriysk", "Vladivostok", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert 104 <= json.loads(done.stdout)["routes"][0]["km"] <= 118
    done = geo("route", "43.797,131.952", "Vladivostok", "--format", "geojson")
    assert json.loads(done.stdout)["type"] == "FeatureCollection"
    assert geo("route", "Lyon", "Paris").returncode == 0


def test_reach_lists_stations_with_hours() -> None:
    done = geo("reach", "Ussuriysk", "--hours", "3")
    assert done.returncode == 0, done.stderr
    assert "Earliest" in done.stdout


def test_data_info_tells_sources_and_licences() -> None:
    done = geo("data", "info")
    assert done.returncode == 0, done.stderr
    assert "GeoNames" in done.stdout
    assert "ODbL" in done.stdout


def test_standard_input_is_a_source() -> None:
    done = geo("verify", "-", stdin=b"Vienne is about 30 km south of Lyon, France.")
    assert done.returncode == 0, done.stderr
    assert "Lyon" in done.stdout


def test_a_contradicted_claim_gives_exit_1_and_exit_zero_turns_it_off() -> None:
    text = b"The French city of Lyon is 60 km north of Paris, the capital of France."
    assert geo("verify", "-", stdin=text).returncode == 1
    assert geo("verify", "-", "--exit-zero", stdin=text).returncode == 0


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 64,
    "large.txt": b"word " * 4_000_000,
    "broken.pdf": b"%PDF-1.7 nothing more",
    "front.md": b"---\ntitle: [unclosed\n---\nText.",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_others_are_reported(name: str, tmp_path: Path) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    good = tmp_path / "good.txt"
    good.write_text("Vienne is about 30 km south of Lyon, France.")
    done = geo("verify", str(bad), str(good))
    assert done.returncode == 3
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) >= 2, "a hint is missing"
    assert "Lyon" in done.stdout


def test_another_encoding_is_read(tmp_path: Path) -> None:
    source = tmp_path / "latin.txt"
    source.write_bytes(
        "Vienne est à 30 km. Vienne is 30 km south of Lyon, not of Besançon.".encode("cp1252")
    )
    done = geo("places", str(source))
    assert done.returncode == 0, done.stderr
    assert "Besançon" in done.stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"Nothing here names anything at all.", "No claim"),
        (b"The hut is 5 km north of Qwxyzburg.", "unverifiable"),
    ],
)
def test_texts_without_places_are_told_so(text: bytes, expected: str) -> None:
    done = geo("verify", "-", stdin=text)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout


def test_a_missing_file_an_unknown_option_and_no_argument() -> None:
    missing = geo("verify", "nowhere.txt")
    assert missing.returncode == 3
    assert "nowhere.txt" in missing.stderr
    assert geo("verify", SEEDS, "--frobnicate").returncode == 2
    assert geo("verify").returncode == 2
    assert geo("verify", SEEDS, "--published", "someday").returncode == 2
    assert geo("journey", SEEDS, "--speed", "fast").returncode == 2


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    done = geo("verify", SEEDS, "--format", "json", "-o", str(tmp_path / "no" / "such" / "x.json"))
    assert done.returncode == 3
    assert "x.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_nobody_knows() -> None:
    done = geo("route", "Qwxyzburg", "Lyon")
    assert done.returncode == 3
    assert "Qwxyzburg" in done.stderr


def test_an_address_is_refused_offline() -> None:
    done = geo("verify", "https://example.org/story.html")
    assert done.returncode == 4
    assert "--online" in done.stderr


def test_control_characters_of_a_text_never_reach_the_terminal() -> None:
    done = geo("verify", "-", stdin=b"Vienne\x1b[2J is 30 km south of Lyon.\x07")
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [("verify", SEEDS), ("verify", SEEDS, "-f", "json")])
def test_a_full_disk_is_a_message_and_no_contradiction(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "geo", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            timeout=120,
        )
    assert done.returncode == 3
    assert b"could not be written" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_leaves_early_is_no_error(form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "geo", "verify", SEEDS, "-f", form],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            timeout=120,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_is_told() -> None:
    done = geo("--version")
    assert (done.returncode, done.stdout) == (0, f"geo {__version__}\n")


def test_a_route_says_which_places_were_taken() -> None:
    done = geo("route", "Vienna", "Rome", COLUMNS="160")
    assert done.returncode == 0, done.stderr
    assert "Vienna, Austria" in done.stdout
    assert "Rome, Lazio, Italy" in done.stdout


def test_a_name_that_is_not_sure_has_a_note_on_the_others() -> None:
    done = geo("route", "Portland", "Seattle", COLUMNS="200")
    assert done.returncode == 0, done.stderr
    assert "Portland, Oregon, United States" in done.stdout
    assert "may also be Portland, Maine" in done.stdout


def test_a_name_of_several_places_is_said_to_be_so() -> None:
    done = geo("route", "Springfield", "Chicago")
    assert done.returncode == 3
    assert "no place is known" not in done.stderr
    assert "Springfield, Illinois" in done.stderr


def test_a_route_between_points_is_headed_by_them() -> None:
    done = geo("route", "48.2,16.4", "41.9,12.5")
    assert done.returncode == 0, done.stderr
    heading = next(line for line in done.stdout.splitlines() if " – " in line)
    assert heading.startswith("48.")
    assert "41.9" in heading


def test_a_message_names_its_source_once() -> None:
    assert geo("verify", "nowhere.txt").stderr.count("nowhere.txt") == 1
    assert "only http" in geo("verify", "ftp://example.org/x").stderr


def test_journey_tells_where_it_can_be_at_a_time() -> None:
    done = geo("journey", SEEDS, "--at", "2023-09-12 11:00 Asia/Vladivostok", "-q")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith(" ") for line in lines)
    assert "Tue 12 Sep 2023, 11:00 UTC+10" in lines[0]
    assert "Likely, at a steady run" in done.stdout
    assert "Spassk" in done.stdout


def test_journey_writes_the_stations_of_a_time_as_csv() -> None:
    done = geo("journey", SEEDS, "--at", "2023-09-12 11:00", "--format", "csv", "-q")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"name", "earliest", "latest", "likely_start", "likely_end"} <= set(rows[0])
    assert any(row["likely_start"] for row in rows)


def test_a_time_or_a_destination_that_makes_no_sense_is_told_with_a_hint() -> None:
    bad = geo("journey", SEEDS, "--at", "teatime", "-q")
    assert bad.returncode == 2
    assert "Write it like 2023-09-13T09:00" in bad.stderr
    lost = geo("journey", SEEDS, "--destination", "Vladivostock", "-q")
    assert lost.returncode != 0
    assert "Did you mean 'Vladivostok'" in lost.stderr
