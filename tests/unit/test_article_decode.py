"""Bytes of unknown origin become text whose offsets are those of the file."""

from __future__ import annotations

import codecs

import pytest

from geo.article.decode import MAX_TEXT_BYTES, clean, decode
from geo.errors import InputError

RUSSIAN = "Поезд отправился из Хасана в Уссурийск рано утром во вторник. " * 4


def test_utf8_is_read_as_it_stands_without_notes() -> None:
    assert decode("Köln, Łódź, 西安".encode(), source="a") == ("Köln, Łódź, 西安", ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_counted(mark: bytes, encoding: str) -> None:
    text, notes = decode(mark + "Lyon is 390 km away.".encode(encoding), source="a")
    assert text == "Lyon is 390 km away."
    assert notes == ()


def test_utf16_without_its_mark_is_recognised_by_its_zeros() -> None:
    text, notes = decode("Lyon is 390 km away.".encode("utf-16-le"), source="a")
    assert text == "Lyon is 390 km away."
    assert "utf-16-le" in notes[0]


def test_western_text_in_cp1252_is_read_and_noted() -> None:
    text, notes = decode("Café “Zürich” – 60 km".encode("cp1252"), source="a")
    assert text == "Café “Zürich” – 60 km"
    assert "cp1252" in notes[0]


def test_cyrillic_text_in_cp1251_is_guessed_right() -> None:
    text, notes = decode(RUSSIAN.encode("cp1251"), source="a")
    assert text == RUSSIAN
    assert notes


def test_a_declared_encoding_is_believed_before_guessing() -> None:
    assert decode(RUSSIAN.encode("koi8_r"), source="a", charset="koi8-r") == (RUSSIAN, ())


def test_an_unknown_declared_encoding_does_not_stop_the_reading() -> None:
    assert decode(b"caf\xe9", source="a", charset="no-such-code")[0] == "café"


def test_a_few_damaged_bytes_do_not_spoil_utf8() -> None:
    data = RUSSIAN.encode()[:-1] + b"\xff tail"
    text, notes = decode(data, source="a")
    assert text.startswith("Поезд")
    assert "damaged" in notes[0]


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        decode(data, source="a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"PK\x03\x04....", "office document"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_a_binary_file_is_refused_with_its_kind_and_a_way_out(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind) as caught:
        decode(data, source="a.txt")
    assert "plain text" in caught.value.hint


def test_too_much_text_is_refused_with_the_limit() -> None:
    with pytest.raises(InputError, match=r"the limit is 5 MB") as caught:
        decode(b"x" * (MAX_TEXT_BYTES + 1), source="a.txt")
    assert "one file an article" in caught.value.hint
    assert "geo corpus" not in caught.value.hint


def test_cleaning_never_moves_a_character() -> None:
    raw = "a\r\nb\rc\x00d\x0ce\u2028f\u202eg\ufeffh\x1b[31m"
    text = clean(raw)
    assert len(text) == len(raw)
    for letter in "abcdefgh":
        assert text.index(letter) == raw.index(letter)
    assert set(text) & {"\r", "\x00", "\x0c", "\u2028", "\u202e", "\x1b"} == set()


def test_stray_control_characters_become_spaces() -> None:
    assert decode(b"It left \x00Khasan\x07 early on that day.", source="a")[0] == (
        "It left  Khasan  early on that day."
    )
