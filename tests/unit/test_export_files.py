"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.export import files
from geo.export.files import atomic_write
from geo.report import Report


def test_text_arrives_as_utf8_with_its_line_ends(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.txt", "Köln\r\nЛьвов\n")
    assert (tmp_path / "a.txt").read_bytes() == "Köln\r\nЛьвов\n".encode()


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.bin", b"\x00\x01")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    atomic_write(tmp_path / "ours", "x")
    assert (tmp_path / "ours").stat().st_mode == plain.stat().st_mode


def test_an_old_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    atomic_write(target, "new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text() == "new"


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(real)
    atomic_write(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_failure_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "replace", full_disk)
    with pytest.raises(ExportError, match="No space left") as caught:
        atomic_write(target, "new")
    assert caught.value.hint
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["missing/a.json", "", "bad\0name"])
def test_a_place_that_cannot_be_written_says_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError) as caught:
        Report().to_json(f"{tmp_path}/{name}")
    assert caught.value.hint
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("form", ["json", "geojson", "csv", "gpx", "kml", "gpkg", "claimreview"])
def test_every_format_writes_a_file_and_gives_its_path(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"report.{form}"
    given = getattr(Report(), f"to_{form}")(target)
    assert given == os.fspath(target)
    assert target.stat().st_size > 0
