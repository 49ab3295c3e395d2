"""The commands that write a model out as people read it, and tell what changes between two."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.catalog import PRODUCT
from tests.cli.terminal import run


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "Mentor ansvarar för steget."),
        ("nb", "Kontaktlærer har ansvaret for trinnet."),
        ("en", "The mentor is responsible for the step."),
    ],
)
def test_the_routine_is_written_in_each_language(language: str, sentence: str) -> None:
    answer = run("workflow", "routine", "five-step", "--language", language)
    assert answer.exit_code == 0
    assert sentence in answer.output


def test_a_file_is_written_as_well_as_a_name_and_as_pdf(tmp_path: Path) -> None:
    paper = tmp_path / "routine.pdf"
    answer = run("workflow", "routine", str(PRODUCT / "five-step.yaml"), "--pdf", str(paper))
    assert (answer.exit_code, answer.output) == (0, f"{paper}: written\n")
    assert paper.read_bytes().startswith(b"%PDF-")


def test_a_model_that_is_not_there_is_told_with_those_that_are() -> None:
    answer = run("workflow", "routine", "six-step")
    assert answer.exit_code == 1
    assert "There is no model or file “six-step”. There are: " in answer.output
    assert "five-step" in answer.output


def test_what_changes_is_told_in_sentences(tmp_path: Path) -> None:
    changed = tmp_path / "five-step.yaml"
    changed.write_text(
        (PRODUCT / "five-step.yaml").read_text("utf-8").replace("approved_by: [rector]", "approved_by: []"),
        "utf-8",
    )
    answer = run("workflow", "diff", "five-step", str(changed))
    assert answer.output == "Rektor godkänner inte längre ”Lämna över till förvaltningen”.\n"
    other = (PRODUCT / "five-step.yaml").read_text("utf-8").replace("Kontaktlærer", "Klassekontakt")
    changed.write_text(other, "utf-8")
    told = run("workflow", "diff", "five-step", str(changed)).output
    assert told == "Bara på språket Norsk bokmål ändras 1 text.\n"
    assert run("workflow", "diff", "five-step", "five-step").output == "Ingenting ändras.\n"
