"""Who may what is read from a file, laid under an authority's own, or refused with file, line and words."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest

from casework import create_app
from casework.access.classes import CLASSES
from casework.access.permissions import PERMISSIONS
from casework.access.policy import Grant, Person, Place, decide, readable
from casework.access.table import ACCOUNTS, FILE, NAME, load_table, product, table_of
from casework.definitions import MAX_BYTES, TOO_LARGE, DefinitionError
from casework.help.access import PERMITS, REACHES
from casework.localise import LANGUAGES
from tests.databases import SETTINGS

HERE, ME = UUID(int=1), UUID(int=9)
OWN = """\
language: sv
roles:
  school_psychologist:
    reach: unit
    reads: [open, school, student_health]
    may: [student:read, case:read]
  mentor:
    reach: group
    reads: [open]
    may: [student:read]
leaves_out: [subject_teacher]
classes:
  - {id: school, title: Skolans egna, help: Vårt., law: {SE: Skollagen}}
"""
# Why → what stands in the file, and what is said.
REFUSED = {
    "an unknown role": (
        "roles:\n  mentr: {reach: unit}",
        "access.yaml:3: roles.mentr: unknown role “mentr” (did you mean “mentor”?); known:",
    ),
    "an unknown permission": (
        "roles:\n  mentor: {reach: group, may: [case:reed]}",
        "access.yaml:3: roles.mentor.may: unknown permission “case:reed” (did you mean “case:read”?)",
    ),
    "an unknown word": (
        "roles:\n  mentor: {reach: group, sees: [open]}",
        "unknown word “sees”; known: may, reach, reads",
    ),
    "an unknown reach": ("roles:\n  mentor: {reach: all}", "unknown word “all”; known: group, unit"),
    "an unknown class": (
        "roles:\n  mentor: {reach: group, reads: [secret]}",
        "unknown word “secret”; known: open, school",
    ),
    "medical for others": (
        "roles:\n  rector: {reach: unit, reads: [medical]}",
        "what is medical is read by school_doctor and school_nurse only",
    ),
    "content for the administrator": (
        "roles:\n  system_administrator: {reach: nobody, may: [people:administer, case:read]}",
        "“system_administrator” reaches nobody, so it can do and read nothing about students",
    ),
    "a reach for the administrator": (
        "roles:\n  system_administrator: {reach: unit, may: [people:administer]}",
        "who looks after the program reads no student",
    ),
    "roles given by who reads": (
        "roles:\n  rector: {reach: unit, may: [case:read, people:administer]}",
        "only “system_administrator” gives people their roles",
    ),
    "a hand-over to the school": (
        "roles:\n  mentor: {reach: handed_over}",
        "“mentor” works at the school; cases are handed over to the authority",
    ),
    "nobody to give roles": (
        "leaves_out: [system_administrator]",
        "“system_administrator” must be able to give people their roles",
    ),
    "a role left out that is not there": ("leaves_out: [mentorn]", "leaves_out.0: unknown role “mentorn”"),
    "a class without a title": ("classes:\n  - {id: school, help: Vårt.}", "“title” is missing"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_wrong_file_is_refused_with_what_would_be_right(why: str) -> None:
    text, said = REFUSED[why]
    with pytest.raises(DefinitionError) as refused:
        load_table(f"language: sv\n{text}\n", NAME, product())
    assert said in str(refused.value)


def test_an_authoritys_file_is_laid_over_the_programs(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OWN, "utf-8")
    table = table_of(tmp_path)
    where = Place(HERE, None, False, UUID(int=7))
    roles = ("school_psychologist", "mentor", "subject_teacher", "rector")
    people = {role: Person(ME, "", (Grant(role, frozenset({HERE})),), table=table) for role in roles}
    assert decide(people["school_psychologist"], "case:read", where).is_allowed
    assert readable(people["school_psychologist"], where) == {"open", "school", "student_health"}
    assert not table.may("mentor", "case:read")
    assert "subject_teacher" not in table.roles
    assert decide(people["rector"], "case:read", where).is_allowed
    assert {table.in_language(language)["school"].title for language in LANGUAGES} == {"Skolans egna"}
    assert table.in_language("nb")["medical"].title == product().in_language("nb")["medical"].title


def test_without_a_file_the_programs_table_holds(tmp_path: Path) -> None:
    assert table_of(tmp_path) is product()


def test_the_program_does_not_start_with_a_wrong_file_and_says_why(tmp_path: Path) -> None:
    settings = {**SETTINGS, "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    (tmp_path / NAME).write_text("language: sv\nroles:\n  mentr: {reach: unit}\n", "utf-8")
    with pytest.raises(DefinitionError, match=r"access\.yaml:3: roles\.mentr: unknown role “mentr”"):
        create_app(settings, tmp_path)
    (tmp_path / NAME).write_text(OWN, "utf-8")
    assert create_app(settings, tmp_path).extensions["casework_catalog"].access.reach("mentor") == "group"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"language: \xff")
    with pytest.raises(DefinitionError, match=r"^access\.yaml: is not text in UTF-8$"):
        table_of(tmp_path)


def test_everything_there_is_to_be_allowed_has_a_holder_and_a_name() -> None:
    table = product()
    assert {one for role in table.roles.values() for one in role.may} == PERMISSIONS == set(PERMITS)
    assert {role.reach for role in table.roles.values()} == set(REACHES)
    assert set(table.roles) <= set(ACCOUNTS)
    assert FILE.name == NAME


def test_roles_are_told_apart_by_how_far_they_reach() -> None:
    table = product()
    at_school = ("attendance_team", "student_health_team", "school_counsellor", "career_counsellor")
    for_classes = ("mentor", "subject_teacher")
    assert table.for_classes == for_classes
    assert table.reaching == (*for_classes, *at_school, "school_nurse", "rector", "administration")
    assert table.administering == ("system_administrator",)
    assert table.when_handed_over == {"administration"}
    assert list(table.order) == [*table.reaching, *table.administering]
    assert list(table.order.values()) == [*range(10)]
    assert (table.reach("nobody"), table.may("nobody", "case:read"), table.reads("nobody")) == (
        "nobody",
        False,
        set(),
    )
    assert (table.reach("rector"), table.may("rector", "case:read")) == ("unit", True)
    assert table.reads("mentor") == {"open", "school"}


def test_grounds_are_those_of_the_country_in_the_language() -> None:
    table = product()
    both = ["consent", "own_duty", "party", "guardian"]
    assert [*table.grounds_in("SE", "sv")] == [*both, "reservation", "general_clause", "duty"]
    assert [*table.grounds_in("NO", "nb")] == [*both, "other_body", "duty"]
    assert table.grounds_in("SE", "en")["consent"].title == "Consent"
    own = "language: sv\ngrounds:\n  - {id: duty, title: Plikt, law: {NO: Loven}}\n"
    laid = load_table(own, NAME, table)
    assert [*laid.grounds_in("SE", "sv")] == [*both, "reservation", "general_clause"]
    assert {laid.grounds_in("NO", language)["duty"].title for language in LANGUAGES} == {"Plikt"}
    assert laid.grounds_in("NO", "sv")["duty"].is_consent is False
    assert {name for name, one in table.grounds["sv"].items() if one.is_consent} == {"consent"}


# What stands in a file by itself → every fault, in order, without the words that are known.
ONLY = "only “system_administrator” gives people their roles, and reads no student"
NO_STUDENT = "who looks after the program reads no student: the reach must be “nobody”"
FAULTS = {
    "roles:\n  rector: {reach: nobody, reads: [open]}\n": [
        "roles.rector.reads: “rector” reaches nobody, so it can do and read nothing about students"
    ],
    "roles:\n  rector: {reach: nobody}\n": [],
    "roles:\n  rector: {reach: unit, may: [people:administer, case:reed], reads: [medical]}\n": [
        "roles.rector.may: unknown permission “case:reed”",
        f"roles.rector.may: {ONLY}",
        "roles.rector.reads: what is medical is read by school_doctor and school_nurse only",
    ],
    "roles:\n  school_doctor: {reach: unit, reads: [medical]}\n": [],
    "roles:\n  cook: {reach: handed_over}\n": [
        "roles.cook: unknown role “cook”",
        "roles.cook.reach: “cook” works at the school; cases are handed over to the authority",
    ],
    "roles:\n  administration: {reach: handed_over}\n": [],
    "roles:\n  mentor: {reach: group}\nleaves_out: [mentor]\n": ["leaves_out.0: unknown role “mentor”"],
    "roles:\n  system_administrator: {reach: nobody}\n": [
        "roles: “system_administrator” must be able to give people their roles (people:administer)"
    ],
    "roles:\n  system_administrator: {reach: unit, may: [people:administer]}\n": [
        f"roles.system_administrator.reach: {NO_STUDENT}",
        f"roles.system_administrator.may: {ONLY}",
    ],
}


@pytest.mark.parametrize("text", FAULTS)
def test_every_fault_of_a_file_is_told_at_its_place(text: str) -> None:
    try:
        load_table(f"language: sv\n{text}", NAME, product())
        found = []
    except DefinitionError as refused:
        found = [str(problem).partition(": ")[2] for problem in refused.problems]
    assert [re.split(r"; known| \(did", one)[0] for one in found] == FAULTS[text]


def test_alone_a_file_must_have_every_class_and_somebody_to_give_roles() -> None:
    with pytest.raises(DefinitionError) as refused:
        load_table("language: sv\n", NAME)
    said = [str(problem) for problem in refused.value.problems]
    assert len(said) == 5
    assert "must be able to give people their roles (people:administer)" in said[0]
    for one, name in zip(said[1:], CLASSES, strict=True):
        assert one.endswith(f"classes: the class “{name}” has no title")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OWN.ljust(MAX_BYTES, "\n"), "utf-8")
    with pytest.raises(DefinitionError) as refused:
        table_of(tmp_path)
    assert str(refused.value) == f"access.yaml: {TOO_LARGE}"
    (tmp_path / NAME).write_text(OWN + "\n" * (MAX_BYTES - len(OWN.encode())), "utf-8")
    assert table_of(tmp_path).reach("mentor") == "group"
