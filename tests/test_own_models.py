"""An authority's own models load like ours; a broken one takes nothing down, and who can mend it is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from casework.catalog import PRODUCT, catalog, product
from casework.clock import now, school_date
from casework.own_definitions import FOLDER, with_own
from casework.versions.queries import models_on
from casework.web.text import gettext
from tests.cli.terminal import at, run
from tests.clients import Client, client_as
from tests.factories import School
from tests.versions.texts import FIVE, other_routine, replaced, version

BROKEN = {
    "two-megabytes": ("a: " + "x" * 2_000_000, "larger than 256 KiB"),
    "laughs": ("a: &a [x, x]\nb: &b [*a, *a]\n", "anchors and aliases"),
    "twice": ("workflow: twice\nworkflow: twice\n", "stands twice"),
    "half": (other_routine().replace("next-door", "half")[:4000], ""),
    "not-text": (b"\xff\xfe\x00", "not text in UTF-8"),
    "elsewhere": (other_routine(), "must be the file's name"),
    "five-step": (version(2), "the program has one with this name"),
    "unheard": (
        other_routine()
        .replace("next-door", "unheard")
        .replace("form: initial_mapping\n", "form: unheard_of\n"),
        "unknown form",
    ),
}
FORM = PRODUCT / "forms" / "closing_evaluation.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An instance with one good model of its own."""
    own = tmp_path / FOLDER
    (own / "forms").mkdir(parents=True)
    (own / "next-door.yaml").write_text(other_routine(), "utf-8")
    return own


@pytest.fixture
def with_broken(app: Flask, folder: Path) -> Iterator[Flask]:
    """The application as it starts on that instance with every broken file in it."""
    for name, (text, _) in BROKEN.items():
        (folder / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    usual = app.extensions["casework_catalog"]
    app.extensions["casework_catalog"] = with_own(product(), folder.parent)
    yield app
    app.extensions["casework_catalog"] = usual


def test_a_good_file_is_a_routine_beside_the_program_s(folder: Path) -> None:
    found = with_own(product(), folder.parent)
    assert found.own == {"next-door"}
    assert {"five-step", "next-door"} <= found.workflows.keys()
    assert found.broken == ()


def test_without_a_folder_there_is_nothing_of_one_s_own(tmp_path: Path) -> None:
    assert with_own(product(), tmp_path / "none") == product()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_left_out_with_its_reason(folder: Path, name: str) -> None:
    text, why = BROKEN[name]
    (folder / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = with_own(product(), folder.parent)
    assert found.own == {"next-door"}
    assert {problem.source for problem in found.broken} == {f"{name}.yaml"}
    assert any(why in str(problem) for problem in found.broken)
    assert found.workflows["five-step"].text == FIVE


def test_a_file_that_nobody_may_read_is_left_out(folder: Path) -> None:
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    assert with_own(product(), folder.parent).own == {"next-door"}


def test_a_form_of_one_s_own_can_be_used_by_a_model_of_one_s_own(folder: Path) -> None:
    text = FORM.read_text("utf-8").replace("closing_evaluation", "own_closing")
    (folder / "forms" / "own_closing.yaml").write_text(text, "utf-8")
    model = other_routine().replace("closing_evaluation", "own_closing")
    (folder / "next-door.yaml").write_text(model, "utf-8")
    found = with_own(product(), folder.parent)
    assert (found.broken, found.own) == ((), {"next-door"})
    assert "own_closing" in found.forms
    (folder / "forms" / "own_closing.yaml").write_text(replaced(text, "title:", "titel:"), "utf-8")
    broken = with_own(product(), folder.parent)
    assert {one.source for one in broken.broken} == {"own_closing.yaml", "next-door.yaml"}
    assert broken.own == frozenset()


def test_the_instance_runs_and_administrators_see_what_is_broken(with_broken: Flask, school: School) -> None:
    isak = client_as(with_broken, school.administrator)
    told = isak.get("/publishing/").main.text
    assert "Rutinen på grannskolan" in told
    with with_broken.test_request_context(), force_locale("sv"):
        broken = [(one.source, one.remark.said(gettext)) for one in catalog().broken]
    assert {name for name, _ in broken} == {f"{name}.yaml" for name in BROKEN}
    for name, why in broken:
        assert name in told
        assert why in told
    assert "laughs.yaml, rad 1" in told
    Client(with_broken, school.mentor)
    client_as(with_broken, school.mentor).get(f"/students/{school.student}/open")
    assert "kan inte användas" not in client_as(with_broken, school.rector).get("/publishing/").main.text
    with with_broken.app_context():
        assert models_on(school_date(now())).keys() == {*product().workflows, "next-door"}


def test_a_text_without_translation_is_told_in_the_model_s_own_language(folder: Path) -> None:
    text = other_routine()
    (folder / "next-door.yaml").write_text(text[: text.index("\ntranslations:")] + "\n", "utf-8")
    found = with_own(product(), folder.parent)
    assert found.broken == ()
    assert found.workflows["next-door"].in_language("nb").title == "Rutinen på grannskolan"


def test_the_command_tells_of_broken_files_of_the_instance(tmp_path: Path, folder: Path) -> None:
    good = run("workflow", "check", *at(tmp_path))
    assert good.exit_code == 0
    assert "next-door.yaml: nothing to remark on" in good.output
    (folder / "laughs.yaml").write_text("a: &a [x, x]\n", "utf-8")
    bad = run("workflow", "check", *at(tmp_path))
    assert bad.exit_code == 1
    assert "laughs.yaml:1: anchors and aliases" in bad.output


def test_coverage_knows_a_model_of_the_instance_and_no_other(tmp_path: Path, folder: Path) -> None:
    assert run("workflow", "coverage", "next-door", *at(tmp_path)).exit_code == 0
    (folder / "next-door.yaml").unlink()
    gone = run("workflow", "coverage", "next-door", *at(tmp_path))
    assert gone.exit_code == 1
    assert "There is no model “next-door”" in gone.output


def test_the_example_in_the_folder_can_be_used_as_it_is(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "instance" / "workflows" / "example.yaml.txt"
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "example.yaml").write_text(example.read_text("utf-8"), "utf-8")
    found = with_own(product(), tmp_path)
    assert (found.broken, found.own) == ((), {"example"})


def test_the_commands_know_models_and_forms_of_the_instance(tmp_path: Path, folder: Path) -> None:
    text = FORM.read_text("utf-8").replace("closing_evaluation", "own_closing")
    form = folder / "forms" / "own_closing.yaml"
    form.write_text(
        text[: text.index("\ntranslations:")] + "\n", "utf-8"
    )  # a form of one's own, in one language
    model = folder / "next-door.yaml"
    model.write_text(other_routine().replace("closing_evaluation", "own_closing"), "utf-8")
    instance = at(tmp_path)
    for words in (
        ("check", str(model)),
        ("routine", "next-door"),
        ("routine", str(model), "--language", "nb"),
        ("draw", str(model)),
        ("diff", "five-step", "next-door"),
    ):
        answer = run("workflow", *words, *instance)
        assert answer.exit_code == 0, answer.output
    assert "own_closing.yaml: nothing to remark on" in run("form", "check", *instance).output
    assert run("form", "check", str(form), *instance).exit_code == 0
    form.write_text(replaced(text, "title:", "titel:"), "utf-8")
    for words in (("check", str(model)), ("routine", "next-door"), ("coverage", "next-door")):
        broken = run("workflow", *words, *instance)
        assert broken.exit_code == 1
        assert "unknown form “own_closing”" in broken.output
    assert "own_closing.yaml:" in run("workflow", "check", str(model), *instance).output
    assert run("form", "check", *instance).exit_code == 1
