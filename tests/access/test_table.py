"""Who may what is read from a file, laid under an authority's own, or refused with file, line and words."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from casework import create_app
from casework.access.policy import Grant, Person, Place, decide, readable
from casework.access.table import ACCOUNTS, FILE, NAME, PERMISSIONS, load_table, product, table_of
from casework.definitions import DefinitionError
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
    with pytest.raises(DefinitionError, match="UTF-8"):
        table_of(tmp_path)


def test_everything_there_is_to_be_allowed_has_a_holder_and_a_name() -> None:
    table = product()
    assert {one for role in table.roles.values() for one in role.may} == PERMISSIONS == set(PERMITS)
    assert {role.reach for role in table.roles.values()} == set(REACHES)
    assert set(table.roles) <= set(ACCOUNTS)
    assert FILE.name == NAME
