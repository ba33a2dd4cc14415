"""Names in several tries, rows from files: the same answers, and memory that stays."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import tiny_gazetteer as tiny
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import names, spool
from geo.gazetteer.embedded import Gazetteer
from geo.gazetteer.spool import Spool, gn_number, sorted_lines
from geo.gazetteer.writer import write


def all_names(gazetteer: Gazetteer) -> list[str]:
    return sorted(gazetteer.beginning(""))


@pytest.fixture(params=[1, 2, 5, 17])
def cut(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Gazetteer:
    """The tiny gazetteer with so many names in a trie."""
    monkeypatch.setattr(names, "_MOST", request.param)
    return tiny.build(tmp_path / "index", tiny.write_supplement(tmp_path / "supplement"))


def test_several_tries_answer_like_one(cut: Gazetteer, tiny_gazetteer: Gazetteer) -> None:
    known = all_names(tiny_gazetteer)
    assert all_names(cut) == known
    assert len(list(cut.folder.glob("names*.marisa"))) > 1
    begins = {name[:length] for name in known for length in range(len(name) + 1)}
    for text in sorted(begins | {f"{name} x" for name in known} | {"", " ", "zzz", "0", "ящик"}):
        assert cut.rows(text) == tiny_gazetteer.rows(text), text
        assert (text in cut) == (text in tiny_gazetteer)
        assert cut.has_prefix(text) == tiny_gazetteer.has_prefix(text)
        assert sorted(cut.beginning(text)) == sorted(tiny_gazetteer.beginning(text))
        assert cut.prefixes(f"{text} hall") == tiny_gazetteer.prefixes(f"{text} hall")


def test_a_damaged_further_trie_is_noticed(cut: Gazetteer) -> None:
    path = cut.folder / names.file_of(1)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Exception, match="not as it was written"):
        Gazetteer(cut.folder)


def test_every_row_is_found_by_its_id(tiny_gazetteer: Gazetteer) -> None:
    for row in range(len(tiny_gazetteer)):
        assert tiny_gazetteer.row_of(tiny_gazetteer.id_of(row)) == row


@given(st.lists(st.binary(max_size=6).filter(lambda line: b"\n" not in line), max_size=60))
def test_lines_are_sorted_in_runs_as_they_are_at_once(tmp_path_factory, lines: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("sort")
    told = [line + b"\n" for line in lines]
    (folder / "lines").write_bytes(b"".join(told))
    runs, spool._RUN = spool._RUN, 7
    try:
        assert list(sorted_lines(folder / "lines", folder)) == sorted(told)
    finally:
        spool._RUN = runs
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "place_id", ["gn:", "gn:-5", "gn:007", "gn:4294967296", "geo:5", "gn:٣", "gn: 5", "5", "gn:0"]
)
def test_what_is_no_number_of_geonames_stays_text(place_id: str) -> None:
    assert gn_number(place_id) == 0


def build(folder: Path, rows: int) -> None:
    chance = random.Random(3)
    folder.mkdir()
    into = Spool(folder / "spool")
    for number in range(rows):
        row = into.add(
            place_id=f"gn:{number + 1}", name=f"Hamlet {number}", kind="village", country="AA",
            admin1="01", timezone="Europe/Berlin", source="here\tMIT",
            lon=chance.uniform(-180, 180), lat=chance.uniform(-90, 90), population=number,
            prominence=float(number),
            radius_km=1.0, capital=0, spellings=2,
        )  # fmt: skip
        into.link(row, [(f"hamlet {number}", 1), (f"hof {number}", 2)])
    into.close()
    write(folder, into, {}, {}, {"countries": {}, "divisions": {}}, {})


def test_a_build_takes_few_bytes_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MOST", 2_000)
    monkeypatch.setattr(spool, "_RUN", 2_000)
    monkeypatch.setattr(spool, "_BUFFER", 500)

    def peak(rows: int) -> int:
        tracemalloc.start()
        try:
            build(tmp_path / str(rows), rows)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)
    few, many = peak(20_000), peak(80_000)
    assert (many - few) / 60_000 < 50
    built = Gazetteer(tmp_path / "80000")
    assert [place.id for place in built.lookup("Hof 79999")] == ["gn:80000"]
    assert np.all(np.diff(built.prominence) <= 0)
