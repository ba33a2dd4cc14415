"""The page about the data says how many rows each file has, and that must be true."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "geo" / "data"
TOLD = dict(
    re.findall(
        r"^\| `([\w.]+)` \| (\d+) \|", (DATA / "README.md").read_text(encoding="utf-8"), re.M
    )
)


def _rows(path: Path) -> int:
    if path.suffix == ".geojson":
        return len(json.loads(path.read_text(encoding="utf-8"))["features"])
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


@pytest.mark.parametrize(
    "path", sorted((DATA / "supplement").iterdir()), ids=lambda path: path.name
)
def test_every_file_of_the_supplement_is_told_with_its_rows(path: Path) -> None:
    assert path.name in TOLD, f"geo/data/README.md does not tell {path.name}"
    assert int(TOLD[path.name]) == _rows(path)


def test_every_folder_of_the_data_is_told() -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    for folder in DATA.iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            assert f"## {folder.name}/" in page, folder.name
