"""A spaCy pipeline that is named instead of the rules; made here, loaded as a user's is."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pytest

import geo
from geo.errors import ConfigurationError
from geo.gazetteer.embedded import Gazetteer
from geo.geodesy import distance_km
from geo.model import Article
from geo.settings import Settings
from geo.toponyms import locate
from geo.toponyms.pipeline import pipeline_spans

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    spacy = pytest.importorskip("spacy")

TEXT = "Kim left Lyon for the Black Sea. Moscow, Idaho, is small. Nokia Arena's roof leaks."


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline of patterns, saved to a folder."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Kim"},
            {"label": "GPE", "pattern": "Lyon"},
            {"label": "LOC", "pattern": "the Black Sea"},
            {"label": "GPE", "pattern": "Moscow"},
            {"label": "GPE", "pattern": "Idaho"},
            {"label": "FAC", "pattern": "Nokia Arena's"},
        ]
    )
    folder = tmp_path_factory.mktemp("pipelines") / "ruled"
    nlp.to_disk(folder)
    return f"spacy:{folder}"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tiny pipeline with a trained entity recogniser, saved to a folder."""
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    said = "The train left {0} for {1} ."
    names = ["Lyon", "Graz", "Turin", "Brest", "Minsk", "Kazan"]
    examples = []
    for first in names:
        for second in names:
            text = said.format(first, second)
            start = text.index(" for ") + 5
            spans = [(15, 15 + len(first), "GPE"), (start, start + len(second), "GPE")]
            examples.append(Example.from_dict(nlp.make_doc(text), {"entities": spans}))
    spacy.util.fix_random_seed(1)
    nlp.initialize(lambda: examples)
    for _ in range(8):
        nlp.update(examples)
    folder = tmp_path_factory.mktemp("pipelines") / "trained"
    nlp.to_disk(folder)
    return f"spacy:{folder}"


def test_places_regions_and_buildings_are_taken_persons_are_not(ruled: str) -> None:
    found = [TEXT[start:end] for start, end in pipeline_spans(TEXT, ruled)]
    assert found == ["Lyon", "Black Sea", "Moscow", "Idaho", "Nokia Arena"]


def test_its_spans_go_through_the_same_resolution(ruled: str, gazetteer: Gazetteer) -> None:
    toponyms = {t.text: t for t in locate(TEXT, gazetteer, recognizer=ruled)}
    moscow = toponyms["Moscow"].place
    assert moscow is not None
    assert distance_km(*moscow.lonlat, -117.0, 46.73) < 15
    assert toponyms["Moscow"].reasons
    sea = toponyms["Black Sea"].place
    assert sea is not None
    assert sea.kind == "sea"


def test_what_no_gazetteer_has_stays_unresolved(ruled: str, gazetteer: Gazetteer) -> None:
    toponyms = {t.text: t for t in locate(TEXT, gazetteer, recognizer=ruled, min_score=0.0)}
    assert toponyms["Nokia Arena"].place is None


def test_a_trained_recogniser_is_loaded_from_its_folder(trained: str) -> None:
    text = "The train left Graz for Kazan ."
    assert [text[start:end] for start, end in pipeline_spans(text, trained)] == ["Graz", "Kazan"]


def test_the_whole_house_uses_it_and_says_so(ruled: str) -> None:
    settings = Settings(recognizer=ruled)
    text = "Lyon is about 390 km southeast of Paris."
    assert [t.text for t in geo.locate(text, settings=settings)] == ["Lyon"]
    report = geo.explore(Article("a", text), settings=settings)
    assert [t.text for t in report.toponyms] == ["Lyon"]
    assert any("spaCy pipeline" in entry.source for entry in report.provenance)


def test_a_long_text_is_read_in_pieces_with_its_offsets(ruled: str) -> None:
    text = "Nothing here.\n" * 6000 + "Lyon" + " was quiet.\n" * 6000 + "Idaho"
    assert [text[start:end] for start, end in pipeline_spans(text, ruled)] == ["Lyon", "Idaho"]


def test_marked_spans_need_no_pipeline(gazetteer: Gazetteer) -> None:
    (toponym,) = locate("Lyon", gazetteer, spans=[(0, 4)], recognizer="spacy:missing_pipeline")
    assert toponym.place is not None


def test_a_pipeline_that_is_not_installed_tells_how_to_get_it() -> None:
    with pytest.raises(ConfigurationError, match="no spaCy pipeline 'missing_pipeline'") as caught:
        pipeline_spans("Lyon", "spacy:missing_pipeline")
    assert "python -m spacy download missing_pipeline" in caught.value.hint


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        pipeline_spans("Lyon", f"spacy:{tmp_path}")


def test_a_pipeline_without_an_entity_recogniser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigurationError, match="finds no names"):
        pipeline_spans("Lyon", f"spacy:{tmp_path / 'blank'}")


def test_without_spacy_the_hint_tells_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigurationError, match="not installed") as caught:
        pipeline_spans("Lyon", "spacy:some_other_pipeline")
    assert "geo-explorer[spacy]" in caught.value.hint


@pytest.mark.parametrize("name", ["", "spacy", "spacy:", "flair:x", "rules:x"])
def test_an_unknown_recogniser_is_refused_at_once(name: str) -> None:
    with pytest.raises(ConfigurationError, match="no recogniser"):
        Settings(recognizer=name)
