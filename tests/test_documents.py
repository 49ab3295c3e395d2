"""The kinds of documents are read whole and in every language, or refused with file, line and known words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from casework.catalog import DOCUMENTS, PRODUCT, product
from casework.cli.definitions import counted
from casework.definitions import DefinitionError, read
from casework.documents import documents_schema, load_documents
from casework.localise import LANGUAGES
from tests.cli.terminal import run

TEXT = (PRODUCT / DOCUMENTS).read_text("utf-8")
KEPT = PRODUCT / "schema" / "documents.json"
# What routines speak of besides their forms.
KINDS = {
    "medical_certificate", "leave_request", "prevention_activity", "session_7tjugo", "attitude_survey",
    "meeting_invitation", "information_letter_injunction", "csn_report_basis", "kaa_handover",
    "deregistration_decision", "monthly_eht_report", "education_director_notice",
    "social_services_consultation", "routine_information_receipt", "student_health_team_minutes",
    "student_talk", "student_log", "concern_position", "cohort_evaluation",
}  # fmt: skip

SMALL = """\
language: sv
documents:
  - id: letter
    title: Brev
    class: school
    help: Till hemmet.
translations:
  nb:
    documents: {letter: {title: Brev, help: Til hjemmet.}}
  en:
    documents: {letter: {title: Letter, help: To the home.}}
"""

# Why → what is changed in the small file, and what is said.
REFUSED = {
    "an unknown class": (
        "class: school",
        "class: secret",
        "letters.yaml:5: documents.letter.class: unknown word “secret”; known: open, school, student_",
    ),
    "an unknown word": (
        "    help: Till hemmet.",
        "    hjälp: Till hemmet.",
        "unknown word “hjälp”; known: class, help, id, title",
    ),
    "no title": ("    title: Brev\n    class", "    class", "“title” is missing"),
    "no class": ("    class: school\n", "", "letters.yaml:3: documents.letter.class: “class” is missing"),
    "a word that is no id": ("id: letter", "id: no", "“no” cannot be an id"),
    "an id in capitals": ("id: letter", "id: Letter", "use small letters a–z"),
    "a kind twice": (
        "translations:",
        "  - {id: letter, title: Brev, class: open}\ntranslations:",
        "the id “letter” stands twice",
    ),
    "no kinds": (
        SMALL[: SMALL.index("translations")],
        "language: sv\ndocuments: []\n",
        "at least one kind of document is needed",
    ),
    "a missing translation": ("help: To the home.", "", "no translation to en: “Till hemmet.”"),
    "a translation of nothing": (
        "en:\n    documents: {",
        "en:\n    documents: {post: Post, ",
        "translates “post”, which is not in the file",
    ),
    "another language": ("language: sv", "language: da", "unknown word “da”; known: sv, nb, en"),
    "a key twice": ("    class: school", "    class: school\n    class: open", "“class” stands twice"),
}


@pytest.mark.parametrize(("old", "new", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_is_refused_for(old: str, new: str, said: str) -> None:
    assert load_documents(SMALL, "letters.yaml").ids == {"letter"}
    assert old in SMALL
    with pytest.raises(DefinitionError, match=r"^letters\.yaml:\d+: ") as caught:
        load_documents(SMALL.replace(old, new, 1), "letters.yaml")
    assert said in str(caught.value)


def test_the_kinds_that_routines_speak_of_are_declared() -> None:
    assert load_documents(TEXT, DOCUMENTS).ids == KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_says_what_it_is_in_every_language(language: str) -> None:
    kinds = load_documents(TEXT, DOCUMENTS)
    titles = [kind.title for kind in kinds.in_language(language).values()]
    assert len(set(titles)) == len(titles)
    assert all(kind.help for kind in kinds.in_language(language).values())
    for kind_id, kind in kinds.in_language(language).items():
        assert kind.confidentiality == kinds.in_language("sv")[kind_id].confidentiality


def test_a_medical_certificate_is_for_the_medical_part_alone() -> None:
    assert (
        load_documents(TEXT, DOCUMENTS).in_language("nb")["medical_certificate"].confidentiality == "medical"
    )


def test_the_kept_schema_is_current_and_the_file_keeps_to_it() -> None:
    again = "from casework.documents import documents_schema as s; print(s(), end='')"
    assert KEPT.read_text("utf-8") == documents_schema(), f'python -c "{again}" > {KEPT}'
    schema = json.loads(documents_schema())
    Draft202012Validator.check_schema(schema)
    editor = Draft202012Validator(schema)
    assert TEXT.startswith("# yaml-language-server: $schema=schema/documents.json\n")
    assert not list(editor.iter_errors(read(TEXT, DOCUMENTS).data))
    assert list(editor.iter_errors(read(SMALL.replace("class: school", "class: secret"), "x").data))
    assert list(editor.iter_errors(read(SMALL.replace("id: letter", "id: no"), "x").data))


def test_the_example_of_the_page_that_teaches_is_one() -> None:
    page = (PRODUCT / "forms" / "README.md").read_text("utf-8")
    [example] = [
        block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "documents:" in block
    ]
    assert load_documents(example, "letters.yaml").ids == {"bus_pass_letter"}


def test_the_command_tells_how_many_there_are(tmp_path: Path) -> None:
    answer = run("form", "check")
    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1] == "15 forms, 19 document kinds, 0 problems"
    counts = product().counts()
    assert counted(product(), "models") == f"{counts['models']} models, 0 problems"
    one = run("form", "check", str(PRODUCT / "forms" / "concern_report.yaml"))
    assert one.output == "concern_report.yaml: nothing to remark on\n"
