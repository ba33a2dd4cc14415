"""Own GeoNames dumps: added, found, reported, removed."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
import tiny_gazetteer as tiny

from geo.errors import ConfigurationError, GazetteerError, InputError
from geo.gazetteer import dump, geonames, own, store
from geo.gazetteer.dump_rows import parse_line
from geo.gazetteer.embedded import ALTERNATE, CODE, Gazetteer
from geo.settings import Settings


def line(
    number: object,
    name: str,
    lon: object = 11.0,
    lat: object = 51.0,
    feature: str = "P.PPL",
    country: str = "AA",
    admin1: str = "02",
    population: object = 0,
    others: str = "",
    timezone: str = "Europe/Berlin",
) -> str:
    group, _, code = feature.partition(".")
    fields = [number, name, name, others, lat, lon, group, code, country, "", admin1]
    fields += ["", "", "", population, "", "10", timezone, "2020-01-01"]
    return "\t".join(map(str, fields))


ROWS = [
    line(1, "Kingsport", 10, 50, population=400_000),
    line(9001, "Ashford Halt", 12.5, 52.5, "S.RSTN", others="Аш,ASH,Ashford"),
    line(9002, "Little Weir", 12.6, 52.6, others="Weirlet, ,1234"),
    line(9003, "Weir Hotel", 12.6, 52.6, "S.HTL"),
    line(9002, "Little Weir again", 12.6, 52.6),
    line(9004, "North Kingdom", 20, 55, "A.ADM1", admin1="77", population=90_000),
    line("x12", "Nowhere"),
    line(9005, "Too Far North", lat=95),
    "three\tcolumns\tonly",
]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an empty cache, and few cities to build from."""
    data = {
        "cities": {str(entry["geonameid"]): entry for entry in tiny.CITIES},
        "countries": tiny.COUNTRIES,
        "us_states": tiny.US_STATES,
    }
    monkeypatch.setattr(geonames, "load", data.__getitem__)
    supplement = tiny.write_supplement(tmp_path / "supplement")
    for function in (store.index_folder, store.open_or_build):
        monkeypatch.setattr(function, "__defaults__", (*function.__defaults__[:-1], supplement))
    return Settings(cache_dir=tmp_path / "cache")


def table(folder: Path, rows: list[str] = ROWS, name: str = "AA.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [place.id for place in gazetteer.lookup(name)]


def test_every_row_is_counted_once(mine: Settings, tmp_path: Path) -> None:
    done = dump.add(table(tmp_path), mine)
    assert (done.name, done.read, done.added, done.known) == ("AA", 9, 3, 1)
    assert (done.repeated, done.other_kinds, done.bad) == (1, 1, 3)
    assert done.kinds == {"city": 1, "station": 1, "village": 1, "region": 1}
    assert [problem.split(":")[0] for problem in done.problems] == ["line 7", "line 8", "line 9"]
    assert done.places == len(store.open_or_build(mine))


def test_added_places_are_found_under_all_their_names(mine: Settings, tmp_path: Path) -> None:
    dump.add(table(tmp_path), mine)
    gazetteer = store.open_or_build(mine)
    for name in ("Ashford Halt", "Ashford", "аш", "ASH"):
        assert ids(gazetteer, name) == ["gn:9001"]
    assert ids(gazetteer, "Ash") == ids(gazetteer, "1234") == []
    halt = gazetteer.by_id("gn:9001")
    assert (halt.kind, halt.lonlat, halt.country, halt.admin1) == (
        "station",
        (12.5, 52.5),
        "AA",
        "02",
    )
    assert (halt.timezone, halt.radius_km, halt.licence) == ("Europe/Berlin", 0.5, "CC BY 4.0")
    assert halt.source == "GeoNames (added as AA)"
    flags = [dict(gazetteer.rows(name))[gazetteer.row_of("gn:9001")] for name in ("ashford", "ash")]
    assert flags == [ALTERNATE, CODE]
    assert gazetteer.admin1_name("AA", "77") == "North Kingdom"
    near = gazetteer.nearest(12.6, 52.6, 2)
    assert [place.id for place, _ in near] == ["gn:9002", "gn:9001"]


def test_all_rows_stay_in_order_of_prominence(mine: Settings, tmp_path: Path) -> None:
    dump.add(table(tmp_path, [line(9100, "Kingsport", 30, 60, population=100_000)]), mine)
    gazetteer = store.open_or_build(mine)
    assert ids(gazetteer, "Kingsport") == ["gn:1", "gn:9100", "gn:3", "geo:station/kingsport"]
    assert list(gazetteer.prominence) == sorted(gazetteer.prominence, reverse=True)


def test_what_the_index_has_already_is_not_doubled(mine: Settings, tmp_path: Path) -> None:
    rows = [
        line(1, "Kingsport", 10, 50),
        line(9201, "Vey", 11.55, 51.12, "H.STM", others="Veyske"),
        line(9202, "Kingsport Central", 10.011, 50.011, "S.RSTN"),
        line(9203, "Tennessee", -86, 36, "A.ADM1", "US", "TN"),
        line(9204, "The Brays", 179, -17, "A.PCLI", "BB"),
        line(9205, "Vey", 14.0, 55.0, "H.STM"),
    ]
    before = len(store.open_or_build(mine))
    done = dump.add(table(tmp_path, rows), mine)
    assert (done.added, done.known, done.places) == (1, 5, before + 1)
    gazetteer = store.open_or_build(mine)
    assert gazetteer.by_id("gn:9201") is gazetteer.by_id("geo:river/vey")
    assert ids(gazetteer, "Veyske") == ["geo:river/vey"]
    assert gazetteer.by_id("gn:9203").id == "geo:region/tennessee"
    assert gazetteer.by_id("gn:9204").id == "gn:102"
    assert gazetteer.by_id("gn:9202").id == "geo:station/kingsport"
    assert gazetteer.by_id("gn:9205").lonlat == (14.0, 55.0)


def test_a_zipped_dump_is_the_same(mine: Settings, tmp_path: Path) -> None:
    plain = table(tmp_path)
    with zipfile.ZipFile(tmp_path / "AA.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "words " * 10_000)
        archive.write(plain, "AA.txt")
    zipped = dump.add(tmp_path / "AA.zip", mine)
    assert zipped == dump.add(plain, mine)


def test_line_ends_of_windows_a_byte_order_mark_and_a_header_do_no_harm(
    mine: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "win.txt"
    head = line("geonameid", "name")
    body = "\r\n".join([head, ROWS[1], "", ROWS[2]])
    path.write_bytes(b"\xef\xbb\xbf" + body.encode())
    done = dump.add(path, mine)
    assert (done.read, done.added, done.bad) == (2, 2, 0)


def test_rows_that_are_noise_are_told_and_the_others_stay(mine: Settings, tmp_path: Path) -> None:
    noise = random.Random(7)
    rows: list[bytes] = [ROWS[1].encode()]
    for _ in range(300):
        row = bytearray(ROWS[2].encode())
        for _ in range(noise.randint(1, 8)):
            row[noise.randrange(len(row))] = noise.randrange(256)
        rows.append(bytes(row).replace(b"\n", b"?"))
    rows += [b"\xff\xfe" * 40, b"x" * 400_000, b"\0" * 30, line(9301, "\u202e\0").encode()]
    rows += [line(9302, "Ink", population="1e5").encode(), line(9303, "Nan", lat="nan").encode()]
    rows += [line("9" * 5_000, "Many Nines").encode(), ROWS[5].encode()]
    path = tmp_path / "noise.txt"
    path.write_bytes(b"\n".join(rows))
    done = dump.add(path, mine)
    assert done.bad >= 7
    assert done.read == done.added + done.known + done.repeated + done.other_kinds + done.bad
    gazetteer = store.open_or_build(mine)
    assert ids(gazetteer, "Ashford Halt")
    assert ids(gazetteer, "North Kingdom")


def test_a_file_of_another_kind_is_refused_and_nothing_changes(
    mine: Settings, tmp_path: Path
) -> None:
    before = store.index_folder(mine)
    (tmp_path / "text.txt").write_text("Just words.\n" * 5_000)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "folder").mkdir()
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("picture.png", b"\x89PNG")
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AA.txt", "\n".join(ROWS * 200))
    broken = bytearray(whole.read_bytes())
    broken[60:400] = b"\x07" * 340
    (tmp_path / "broken.zip").write_bytes(broken)
    for name in ("text.txt", "empty.txt", "folder", "none.zip", "broken.zip", "absent.txt"):
        with pytest.raises(InputError) as caught:
            dump.add(tmp_path / name, mine)
        assert caught.value.hint
    assert store.index_folder(mine) == before
    assert [path.name for path in own.folder_of(mine).glob("*") if path.name != "lock"] == []


def test_a_build_that_fails_leaves_the_gazetteer_as_it_was(
    mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump.add(table(tmp_path, ROWS[:2]), mine)
    before = store.index_folder(mine)

    def fail(*arguments: Any) -> None:
        raise GazetteerError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_build", fail)
        with pytest.raises(GazetteerError, match="no space"):
            dump.add(table(tmp_path, ROWS), mine)
    assert store.index_folder(mine) == before
    gazetteer = store.open_or_build(mine)
    assert ids(gazetteer, "Ashford Halt")
    assert not ids(gazetteer, "Little Weir")
    assert len(list(own.folder_of(mine).glob("*.tsv.gz"))) == 1


def test_adding_under_the_same_name_replaces(mine: Settings, tmp_path: Path) -> None:
    dump.add(table(tmp_path, ROWS[:2]), mine, name="own")
    dump.add(table(tmp_path, ROWS[2:3]), mine, name="own")
    gazetteer = store.open_or_build(mine)
    assert ids(gazetteer, "Little Weir")
    assert not ids(gazetteer, "Ashford Halt")
    assert len(list(own.folder_of(mine).glob("*.tsv.gz"))) == 1


def test_two_dumps_share_what_both_have(mine: Settings, tmp_path: Path) -> None:
    dump.add(table(tmp_path, ROWS[:2]), mine, name="first")
    done = dump.add(table(tmp_path, ROWS[1:3]), mine, name="second")
    assert (done.added, done.known) == (1, 1)
    dump.remove("first", mine)
    assert ids(store.open_or_build(mine), "Ashford Halt") == ["gn:9001"]


def test_removing_brings_back_what_was_there_before(mine: Settings, tmp_path: Path) -> None:
    before = store.index_folder(mine)
    dump.add(table(tmp_path), mine)
    assert store.index_folder(mine) != before
    dump.remove("AA", mine)
    assert store.index_folder(mine) == before
    assert not ids(store.open_or_build(mine), "Ashford Halt")
    assert list(own.folder_of(mine).glob("AA*")) == []
    with pytest.raises(InputError) as caught:
        dump.remove("AA", mine)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["../up", "a/b", "x" * 41, ".hidden", "a b"])
def test_a_name_that_is_no_file_name_is_refused(mine: Settings, tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError):
        dump.add(table(tmp_path), mine, name=name)
    with pytest.raises(ConfigurationError):
        dump.remove(name, mine)


def test_places_that_were_kept_and_are_damaged_say_how_to_go_on(
    mine: Settings, tmp_path: Path
) -> None:
    dump.add(table(tmp_path), mine)
    (data,) = own.folder_of(mine).glob("*.tsv.gz")
    data.write_bytes(data.read_bytes()[:50])
    index = store.index_folder(mine)
    (index / "meta.json").unlink()
    with pytest.raises(GazetteerError) as caught:
        store.open_or_build(mine)
    assert "geo data remove AA" in caught.value.hint
    dump.remove("AA", mine)
    assert store.open_or_build(mine).lookup("Kingsport")


def test_the_dump_is_told_in_info_and_provenance(mine: Settings, tmp_path: Path) -> None:
    dump.add(table(tmp_path), mine)
    gazetteer = store.open_or_build(mine)
    own_ = gazetteer.info()["own"]["AA"]
    assert (own_["added"], own_["origin"], own_["licence"]) == (3, "AA.txt", "CC BY 4.0")
    assert gazetteer.info()["counts"]["added as AA"] == 3
    (told,) = [entry for entry in gazetteer.provenance if "AA" in entry.what]
    assert told.licence == "CC BY 4.0"
    assert told.retrieved


def test_progress_goes_from_nothing_to_all(mine: Settings, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = [line(10_000 + n, f"Hamlet {n}", others="x" * 60) for n in range(20_000)]
    dump.add(table(tmp_path, rows), mine, lambda *step: told.append(step))
    reading = [done / total for what, done, total in told if what.startswith("Reading")]
    assert (reading[0], reading[-1]) == (0.0, 1.0)
    assert len(reading) > 3
    for stage in ("Reading", "Building"):
        shares = [done / total for what, done, total in told if what.startswith(stage)]
        assert shares == sorted(shares)


def test_reading_takes_the_same_memory_for_any_number_of_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows = [line(n, f"Hamlet {n}", others=f"Hof {n}") for n in range(1, count)]
        path = table(tmp_path, rows, f"{count}.txt")
        del rows
        reader = dump._Reader(path, None)
        tracemalloc.start()
        try:
            assert dump._write(reader, tmp_path / "out.tsv.gz") == count - 1
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)
    assert peak(40_000) < peak(2_000) + 200_000


@pytest.mark.parametrize(
    ("feature", "population", "kind"),
    [
        ("P.PPLA", 60_000, "city"),
        ("P.", 0, "village"),
        ("P.PPLX", 60_000, "district"),
        ("H.STM", 0, "river"),
        ("T.STRT", 0, "strait"),
        ("A.ADM2", 0, "county"),
        ("S.AIRP", 0, "airport"),
        ("L.MILB", 0, "military_site"),
        ("U.SMU", 0, None),
        ("P.PPLH", 0, None),
        ("A.ADM1H", 0, None),
    ],
)
def test_feature_codes_become_kinds(feature: str, population: int, kind: str | None) -> None:
    place = parse_line(line(5, "Somewhere", feature=feature, population=population).encode())
    assert (place and place.kind) == kind


def test_what_is_kept_of_a_place_can_be_read_again() -> None:
    place = parse_line(line(5, "Ö |\u00a0x", 1.25, -0.5, others="A B,Ж,木").encode())
    assert place is not None
    assert own.OwnPlace.parse(place.line()) == place
