"""Sources of all kinds become articles; a bad one never loses the others."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.article import read_sources
from geo.article.read import Source
from geo.model import Article, Problem
from geo.settings import Settings

STORY = "The night train left Graz on Monday.\nIt passed Linz before dawn.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path)


def one(source: Source, settings: Settings) -> Article:
    articles, problems = read_sources([source], settings=settings)
    assert problems == []
    assert len(articles) == 1
    return articles[0]


def failed(source: Source, settings: Settings) -> Problem:
    articles, problems = read_sources([source], settings=settings)
    assert articles == []
    assert len(problems) == 1
    assert problems[0].hint
    return problems[0]


def test_plain_text_is_taken_as_it_stands(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "Night Train (2).txt"
    file.write_text("Night train is back\n\n" + STORY, "utf-8")
    article = one(file, settings)
    assert article.text == "Night train is back\n\n" + STORY
    assert (article.id, article.title) == ("night-train-2", "Night train is back")
    assert article.source == str(file)


def test_the_first_line_is_no_headline_when_it_is_a_sentence(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert one(tmp_path / "a.txt", settings).title == ""


def test_offsets_into_a_file_with_windows_line_ends_are_those_of_the_file(
    tmp_path: Path, settings: Settings
) -> None:
    raw = STORY.replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + raw.encode())
    text = one(tmp_path / "a.txt", settings).text
    assert len(text) == len(raw)
    assert text.index("Linz") == raw.index("Linz")


def test_markdown_front_matter_tells_title_date_publisher_and_dateline(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 'Train: back'\npublisher: Wire\npublished: 2030-05-06T21:30+02:00\n"
        "dateline: GRAZ, Austria (Wire) —\n---\n\n# Heading\n\n**It left.**\n"
    )
    article = one(tmp_path / "a.md", settings)
    assert article.text == "# Heading\n\n**It left.**\n"
    assert (article.title, article.publisher) == ("Train: back", "Wire")
    assert (article.dateline, article.dateline_span) == ("GRAZ, Austria", None)
    assert article.published == datetime.fromisoformat("2030-05-06T21:30+02:00")
    assert article.published_exact


def test_a_day_of_publication_is_not_an_hour(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.md").write_text("---\npublished: 2030-05-06\n---\nIt left.")
    article = one(tmp_path / "a.md", settings)
    assert article.published == datetime(2030, 5, 6, tzinfo=UTC)
    assert not article.published_exact


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n\nIt left.", "not closed"),
        ("---\ntitle: [unclosed\n---\nIt left.", "not valid YAML"),
        ("---\ntitle: a: b: c\n---\nIt left.", "not valid YAML"),
        ("---\n- title: x\n---\nIt left.", "not a list of"),
        ("---\ntitle: x\n---\n\n", "no text after its front matter"),
        ("---\na: " + "[" * 5000 + "\n---\nIt left.", "not valid YAML"),
    ],
)
def test_malformed_front_matter_says_what_is_wrong(
    tmp_path: Path, settings: Settings, text: str, message: str
) -> None:
    (tmp_path / "a.md").write_text(text)
    problem = failed(tmp_path / "a.md", settings)
    assert message in problem.message
    assert problem.exit_code == 3


def test_markdown_that_begins_with_a_rule_has_no_front_matter(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.md").write_text("---\nIt left Graz.\n\n---\nThe end.")
    assert one(tmp_path / "a.md", settings).text.startswith("---\nIt left")


def test_front_matter_cannot_run_code(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: !!python/object/apply:os.system ['true']\n---\nIt left."
    )
    assert "not valid YAML" in failed(tmp_path / "a.md", settings).message


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Night train | Wire</title>
<meta property="og:site_name" content="Wire">
<meta property="article:published_time" content="2030-05-06T19:30:00+02:00">
</head><body><nav><a href="/">Home</a><a href="/x">Menu entry</a></nav><article>
<h1>Night train is back</h1><p>GRAZ, Austria (Wire) — The night train left Graz on Monday and
passed Linz, about 160 km away, before dawn, the operator said in a statement.</p>
<p>It is the first such train in twelve years, and it is booked out until the summer.</p>
</article><script>alert(1)</script><footer>Imprint</footer></body></html>"""


def test_a_page_gives_its_article_without_menus_and_scripts(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    article = one(tmp_path / "a.html", settings)
    assert "passed Linz, about 160 km away" in article.text
    assert "alert" not in article.text
    assert "Menu entry" not in article.text
    assert (article.title, article.publisher) == ("Night train is back", "Wire")
    assert article.published == datetime.fromisoformat("2030-05-06T19:30+02:00")
    assert article.published_exact
    assert article.dateline == "GRAZ, Austria"
    assert article.dateline_span is not None
    start, end = article.dateline_span
    assert article.text[start:end] == "GRAZ, Austria"


def test_a_page_under_another_name_is_recognised(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    assert "<p>" not in one(tmp_path / "a.txt", settings).text


def test_a_page_in_an_old_encoding_says_so_itself(tmp_path: Path, settings: Settings) -> None:
    page = PAGE.replace("utf-8", "iso-8859-2").replace("Linz", "Łódź")
    (tmp_path / "a.html").write_bytes(page.encode("iso-8859-2", errors="ignore"))
    assert "Łódź" in one(tmp_path / "a.html", settings).text


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>"])
def test_a_page_without_text_is_a_problem(tmp_path: Path, settings: Settings, page: str) -> None:
    (tmp_path / "a.html").write_text(page)
    assert "no article text" in failed(tmp_path / "a.html", settings).message


def document(text: str, **options: str) -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    if text:
        pdf.set_font("helvetica", size=12)
        pdf.multi_cell(0, 8, text)
    if "password" in options:
        pdf.set_encryption(owner_password="o", user_password=options["password"])
    return bytes(pdf.output())


def test_a_pdf_document_gives_its_text(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(document("The night train left Graz."))
    assert "The night train left Graz." in one(tmp_path / "a.pdf", settings).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\nbroken", "damaged"),
        (b"", "damaged"),
        (document(""), "only pictures"),
        (document("Secret.", password="u"), "locked"),
    ],
)
def test_a_pdf_document_that_cannot_be_read_says_why(
    tmp_path: Path, settings: Settings, data: bytes, message: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert message in failed(tmp_path / "a.pdf", settings).message


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"---\ntitle: Piped\n---\nIt left."))
    monkeypatch.setattr(sys, "stdin", stdin)
    article = one("-", settings)
    assert (article.id, article.title, article.text) == ("stdin", "Piped", "It left.")


def test_a_folder_is_read_with_its_subfolders_in_order_of_name(
    tmp_path: Path, settings: Settings
) -> None:
    for name in ("b.md", "a.txt", "sub/c.htm", "README.md", ".hidden.md", "data.csv", ".git/x.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    articles, problems = read_sources([tmp_path], settings=settings)
    assert [article.id for article in articles] == ["a", "b", "c"]
    assert problems == []


def test_a_folder_without_articles_is_a_problem(tmp_path: Path, settings: Settings) -> None:
    assert "holds no articles" in failed(tmp_path, settings).message


def test_a_file_given_twice_is_read_once(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    articles, _ = read_sources([tmp_path / "a.txt", tmp_path, "a"], settings=settings)
    assert len(articles) == 1


def test_ids_of_files_with_the_same_name_differ(tmp_path: Path, settings: Settings) -> None:
    for name in ("x/a.txt", "y/a.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(STORY)
    articles, _ = read_sources([tmp_path, Article("a", STORY)], settings=settings)
    assert [article.id for article in articles] == ["a", "a-2", "a-3"]


def test_an_article_made_by_hand_passes_as_it_is(settings: Settings) -> None:
    article = Article("mine", "It left.\r\n", title="T")
    assert one(article, settings) == article


def test_an_article_without_zone_or_text_is_refused(settings: Settings) -> None:
    naive = Article("a", "It left.", published=datetime(2030, 5, 6))
    assert "time zone" in failed(naive, settings).message
    assert "empty" in failed(Article("a", " \n"), settings).message


def test_one_bad_source_never_loses_the_others(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "good.txt").write_text(STORY)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(20_000_000)
    names = ["missing.txt", "empty.txt", "good.txt", "picture.txt", "huge.txt"]
    articles, problems = read_sources([tmp_path / name for name in names], settings=settings)
    assert [article.id for article in articles] == ["good"]
    words = ["does not exist", "is empty", "PNG image", "20.0 MB; the limit is 5 MB"]
    for problem, word in zip(problems, words, strict=True):
        assert word in problem.message
        assert problem.exit_code == 3
        assert problem.hint


@pytest.mark.parametrize("name", ["x\0y", "n" * 5000, "It left Graz.\nIt passed Linz."])
def test_text_given_as_a_path_is_a_problem_not_a_crash(name: str, settings: Settings) -> None:
    assert failed(name, settings).exit_code == 3


def test_a_web_address_is_not_fetched_unless_asked(settings: Settings) -> None:
    problem = failed("https://news.example/a", settings)
    assert "switched off" in problem.message
    assert "--online" in problem.hint
    assert problem.exit_code == 4


def test_the_publication_date_comes_from_the_text_before_the_settings(tmp_path: Path) -> None:
    told = Settings(cache_dir=tmp_path, published=datetime(2031, 1, 1, tzinfo=UTC))
    (tmp_path / "a.txt").write_text("Headline here\nPublished May 6, 2030\n\n" + STORY)
    (tmp_path / "b.txt").write_text(STORY)
    assert one(tmp_path / "a.txt", told).published == datetime(2030, 5, 6, tzinfo=UTC)
    assert one(tmp_path / "b.txt", told).published == told.published


def test_without_any_date_a_note_says_so(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    article = one(tmp_path / "a.txt", settings)
    assert article.published is None
    assert "no publication date" in article.notes[0]


def test_progress_is_told(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    told: list[tuple[str, int, int]] = []
    read_sources([tmp_path], settings=settings, progress=lambda *step: told.append(step))
    assert told == [("Reading sources", 0, 1), ("Reading sources", 1, 1)]


def test_the_date_after_a_dateline_is_the_day_of_publication(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.txt").write_text("CHICAGO (AP) — May 10, 2024. A train left on Tuesday.")
    article = one(tmp_path / "a.txt", settings)
    assert article.published is not None
    assert article.published.date().isoformat() == "2024-05-10"


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    os.mkfifo(tmp_path / "b.txt")
    articles, problems = read_sources([tmp_path], settings=settings)
    assert [article.id for article in articles] == ["a"]
    assert problems == []


def test_a_pipe_or_a_device_given_by_name_is_refused(tmp_path: Path, settings: Settings) -> None:
    os.mkfifo(tmp_path / "b.txt")
    articles, problems = read_sources([tmp_path / "b.txt", "/dev/zero"], settings=settings)
    assert articles == []
    assert ["pipe or a device" in problem.message for problem in problems] == [True, True]


def test_other_addresses_than_http_are_told_so(settings: Settings) -> None:
    _, (problem,) = read_sources(["ftp://example.org/story.txt"], settings=settings)
    assert "only http and https" in problem.message
    assert "does not exist" not in problem.message
