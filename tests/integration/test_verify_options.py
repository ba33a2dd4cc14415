"""The options of ``geo verify``."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from geo.cli import app

runner = CliRunner()
NORTH = "Ussuriysk is about 40 miles north of Vladivostok."
WRONG = "Lyon is 800 km north of Paris."


def run(*options: str) -> tuple[int, str]:
    result = runner.invoke(app, ["verify", "--quiet", *options])
    return result.exit_code, result.stdout


def test_a_sentence_can_be_checked_without_a_source() -> None:
    code, out = run("--claim", NORTH, "--format", "json")
    (claim,) = json.loads(out)["claims"]
    assert code == 0
    assert (claim["kind"], claim["direction"], claim["value"]) == ("distance", "N", 40)
    assert claim["verdict"] == "consistent"
    assert claim["evidence"]["geodesic_km"] == pytest.approx(77, abs=3)


def test_several_sentences_are_articles_of_their_own() -> None:
    code, out = run("--claim", NORTH, "--claim", WRONG, "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert [article["id"] for article in report["articles"]] == ["claim-1", "claim-2"]
    assert [claim["article"] for claim in report["claims"]] == ["claim-1", "claim-2"]


def test_nothing_to_check_is_wrong_usage() -> None:
    assert run()[0] == 2


def test_the_same_input_gives_the_same_bytes() -> None:
    assert run("--claim", NORTH, "--format", "json") == run("--claim", NORTH, "--format", "json")


def test_two_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    text = f"{NORTH} {WRONG} Basel lies on the Rhine, near the border with France."

    def written(seed: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "geo", "verify", "--claim", text, "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False,
        ).stdout  # fmt: skip

    first = written("1")
    assert json.loads(first)["claims"]
    assert first == written("4711")


def test_markdown_holds_verdict_and_finding() -> None:
    code, out = run("--claim", WRONG, "--format", "markdown")
    assert code == 1
    assert "| ✗ | contradicted |" in out
    assert "straight line: 39" in out


def test_fail_on_imprecise_counts_more() -> None:
    loose = "Lyon is 500 km from Paris."
    assert run("--claim", loose)[0] == 0
    assert run("--claim", loose, "--fail-on", "imprecise")[0] == 1
    assert run("--claim", loose, "--fail-on", "imprecise", "--exit-zero")[0] == 0
    assert run("--claim", loose, "--fail-on", "nonsense")[0] == 2


def test_a_tolerance_forgives() -> None:
    assert run("--claim", "Lyon is 900 km from Paris.")[0] == 1
    assert run("--claim", "Lyon is 900 km from Paris.", "--tolerance", "60")[0] == 0
    assert run("--claim", NORTH, "--tolerance", "-5")[0] == 2


def test_short_distances_can_be_left_out() -> None:
    code, out = run("--claim", f"{NORTH} {WRONG}", "--min-km", "500", "--format", "json")
    assert code == 1
    assert [claim["value"] for claim in json.loads(out)["claims"]] == [800]
