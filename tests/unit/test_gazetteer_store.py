"""Building the index, once, whole, and again when it is needed."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
import tiny_gazetteer as tiny

from geo.errors import GazetteerError
from geo.gazetteer import geonames, store
from geo.gazetteer.layout import FILES
from geo.settings import Settings


@pytest.fixture
def supplement(tmp_path: Path) -> Path:
    return tiny.write_supplement(tmp_path / "supplement")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an empty cache, and few cities to build from."""
    data = {
        "cities": {str(entry["geonameid"]): entry for entry in tiny.CITIES},
        "countries": tiny.COUNTRIES,
        "us_states": tiny.US_STATES,
    }
    monkeypatch.setattr(geonames, "load", data.__getitem__)
    return Settings(cache_dir=tmp_path / "cache")


def test_the_first_opening_builds_and_tells_how_far(own: Settings, supplement: Path) -> None:
    told: list[tuple[str, int, int]] = []
    gazetteer = store.open_or_build(own, lambda *step: told.append(step), supplement)
    assert gazetteer.lookup("Kingsport")
    shares = [done / total for _, done, total in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {source.licence for source in gazetteer.provenance} >= {"CC BY 4.0"}


def test_the_second_opening_does_not_build(own: Settings, supplement: Path) -> None:
    store.open_or_build(own, None, supplement)

    def build(what: str, done: int, total: int) -> None:
        pytest.fail("it was built again")

    store.open_or_build(own, build, supplement)


def test_a_changed_data_file_makes_a_new_index(own: Settings, supplement: Path) -> None:
    store.open_or_build(own, None, supplement)
    with (supplement / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("geo:lake/mere,Mere,,lake,AA,,10.4,50.4,3,20000,,,test,\n")
    assert store.open_or_build(own, None, supplement).lookup("Mere")


@pytest.mark.parametrize("name", [*FILES, "meta.json"])
@pytest.mark.parametrize("damage", ["truncated", "absent", "garbage"])
def test_a_damaged_index_is_built_again(
    own: Settings, supplement: Path, name: str, damage: str
) -> None:
    store.open_or_build(own, None, supplement)
    path = store.index_folder(own, supplement) / name
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif damage == "absent":
        path.unlink()
    else:
        path.write_bytes(b"\xff" * path.stat().st_size)
    assert store.open_or_build(own, None, supplement).lookup("Kingsport")


def test_a_build_that_fails_leaves_nothing_behind(
    own: Settings, supplement: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(dataset: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(geonames, "load", fail)
    with pytest.raises(GazetteerError) as caught:
        store.open_or_build(own, None, supplement)
    assert "GEO_CACHE_DIR" in caught.value.hint
    left = [path for path in (own.cache_dir / "gazetteer").iterdir() if path.is_dir()]
    assert left == []


def test_two_at_once_build_once(
    own: Settings, supplement: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    real = store._build

    def counted(*arguments: object) -> None:
        built.append(1)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_build", counted)
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(store.open_or_build(own, None, supplement)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 3
    assert len(built) == 1


def test_leftovers_and_all_but_two_old_indexes_are_removed(own: Settings, supplement: Path) -> None:
    store.open_or_build(own, None, supplement)
    parent = own.cache_dir / "gazetteer"
    current = store.index_folder(own, supplement)
    for name in ("old1", "old2", "old3", "tmp-broken"):
        shutil.copytree(current, parent / name)
    (parent / "mine").mkdir()
    shutil.rmtree(current)
    store.open_or_build(own, None, supplement)
    left = {path.name for path in parent.iterdir() if path.is_dir()}
    assert len(left & {"old1", "old2", "old3"}) == 2
    assert "tmp-broken" not in left
    assert {"mine", current.name} <= left


def test_an_unwritable_cache_is_told(own: Settings, supplement: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "gazetteer").write_text("a file where a folder should be")
    with pytest.raises(GazetteerError) as caught:
        store.open_or_build(own, None, supplement)
    assert caught.value.hint
