"""What always holds for keys of names, and for the nearest places."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.fold import fold
from geo.gazetteer.nearest import nearest_rows
from geo.geodesy import distance_km


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=60))
def test_a_key_has_single_spaces_and_no_capitals(name: str) -> None:
    key = fold(name)
    assert key == " ".join(key.split())
    assert key == key.casefold() or not key.isascii()


@given(st.text(max_size=60), st.sampled_from(["NFC", "NFD"]))
def test_the_normal_form_of_the_input_does_not_count(name: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, name)) == fold(name)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -", max_size=40))
def test_case_does_not_count(name: str) -> None:
    assert fold(name.upper()) == fold(name)


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=40),
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.integers(1, 5),
)
def test_the_nearest_rows_are_the_nearest(
    spots: list[tuple[float, float]], lon: float, lat: float, count: int
) -> None:
    lons, lats = np.asarray(spots, dtype=np.float64).T
    by_lat = np.argsort(lats, kind="stable").astype(np.uint32)
    found = nearest_rows(
        lon, lat, count, lons=lons, lats=lats, by_lat=by_lat, sorted_lat=lats[by_lat]
    )
    every = np.sort(np.atleast_1d(distance_km(lon, lat, lons, lats)))
    assert [km for _, km in found] == pytest.approx(every[:count].tolist(), abs=1e-6)
