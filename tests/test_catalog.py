"""The instance's definitions are read together; each fault is told once, where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casework.catalog import DOCUMENTS, PRODUCT, read_catalog
from casework.definitions import DefinitionError

MODEL, FORM = "five-step.yaml", "forms/initial_mapping.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The product's models and forms, to be spoilt."""
    return Path(shutil.copytree(PRODUCT, tmp_path / "workflows"))


def spoil(file: Path, old: str, new: str) -> None:
    """Puts something else in the file's text."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def faults(folder: Path) -> list[str]:
    """What reading the folder remarks on."""
    with pytest.raises(DefinitionError) as told:
        read_catalog(folder)
    return [str(problem) for problem in told.value.problems]


def test_a_faulty_form_is_not_blamed_on_the_models_that_name_it(folder: Path) -> None:
    spoil(folder / FORM, "title:", "titel:")
    assert {fault.partition(":")[0] for fault in faults(folder)} == {"initial_mapping.yaml"}


def test_a_form_that_is_not_there_is_the_fault_of_whatever_names_it(folder: Path) -> None:
    (folder / FORM).unlink()
    found = faults(folder)
    assert all("initial_mapping" in fault for fault in found)
    assert {"school_social_mapping.yaml"} <= {fault.partition(":")[0] for fault in found}
    (folder / "forms" / "closing_evaluation.yaml").unlink()  # no form takes anything from this one


def test_faults_of_a_model_are_told_beside_those_of_a_form(folder: Path) -> None:
    spoil(folder / FORM, "title:", "titel:")
    spoil(folder / MODEL, "kind: hand_over", "kind: handover")
    assert {fault.partition(":")[0] for fault in faults(folder)} == {"initial_mapping.yaml", MODEL}


def test_the_product_s_own_definitions_are_read(folder: Path) -> None:
    assert "five-step" in read_catalog(folder).workflows


def test_a_faulty_kind_of_document_is_told_beside_the_rest(folder: Path) -> None:
    spoil(folder / DOCUMENTS, "class: medical", "class: secret")
    spoil(folder / FORM, "title:", "titel:")
    assert {fault.partition(":")[0] for fault in faults(folder)} == {"initial_mapping.yaml", DOCUMENTS}


def test_the_kinds_of_documents_are_no_model(folder: Path) -> None:
    read = read_catalog(folder)
    assert "documents" not in read.workflows
    assert "medical_certificate" in read.documents.ids
