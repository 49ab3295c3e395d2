"""The table of who may see what, in words that a principal can read and sign."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from casework.access.classes import CLASSES
from casework.access.permissions import ABOUT_NOBODY, ABOUT_STUDENTS
from casework.access.table import Role, Table
from casework.web.role_titles import role_title, titles_of
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

REACHES = {
    "group": _("The students of their class"),
    "unit": _("All students of the school"),
    "handed_over": _("Cases that the school has handed over"),
    "nobody": _("No student"),
}
# What each permission is, as it stands in a row of what somebody may do.
PERMITS = {
    "student:read": _("see students"),
    "search:read": _("search"),
    "own:read": _("read what they have signed, also afterwards"),
    "case:open": _("open cases"),
    "case:read": _("see cases"),
    "case:change": _("write in cases"),
    "contribution:give": _("give their view where they are asked"),
    "annulment:request": _("ask for a case to be annulled"),
    "annulment:decide": _("decide on annulling a case"),
    "conflict:state": _("keep themselves away from a student"),
    "conflict:decide": _("decide who must keep away from a student"),
    "protection:decide": _("protect an identity and name who may read"),
    "student:merge": _("merge two rows of one student"),
    "home:change": _("decide what those at home may be told"),
    "log:read": _("see who has read about a student"),
    "extract:release": _("release extracts of signed forms"),
    "case:migrate": _("move cases to another version of the routine"),
    "attendance:register": _("register who is in a lesson"),
    "attendance:read": _("see attendance and what it proposes"),
    "attendance:decide": _("decide whether an absence has a valid reason"),
    "leave:decide": _("enter leave, and grant it as far as the routine says"),
    "signal:decide": _("dismiss and silence signals, and make assessments for the rules"),
    "absence_task:do": _("do tasks that absence has opened"),
    "absence_report:read": _("read the monthly report on absence"),
    "student_finance:read": _("see the list for CSN"),
    "concern:write": _("write a report of concern and read their own"),
    "concern:decide": _("take up reports of concern of the classes that they read"),
    "contact:log": _("log contacts with the home and the student"),
    "register:read": _("see the register of documents"),
    "monitoring:note": _("note what happens when compulsory schooling is monitored"),
    "prevention:do": _("take part in preventive work"),
    "prevention:lead": _("look after preventive work, its groups and goals"),
    "agenda:work": _("go through cases with the team every week"),
    "people:administer": _("give people accounts and roles"),
    "substitute:name": _("name substitutes for colleagues"),
    "attendance:import": _("read in files of attendance"),
    "routine:read": _("see how routines are looked after"),
    "routine:administer": _("change and publish routines"),
}
ALWAYS = (
    _("A student with a protected identity is seen only by those who are named for that student."),
    _("Nobody sees their own child, somebody close to them, or a case that is about themselves."),
    _("What is medical is read by the school nurse and the school doctor only, not by the principal."),
    _("Who looks after the program sees no student and no case."),
    _("Whose role has ended, or whose student has changed class or school, keeps only what they signed."),
)


@dataclass(frozen=True)
class RoleRow:
    """What one role sees and does."""

    title: str
    reach: str
    reads: str
    may: str


@dataclass(frozen=True)
class ClassRow:
    """One class of text: what it is called, what belongs to it, who reads it, and by which law."""

    title: str
    help: str
    readers: str
    law: str


@dataclass(frozen=True)
class GroundRow:
    """One ground for releasing an extract: what it is called, the classes it does not open, and its law."""

    title: str
    not_for: str
    law: str


def role_rows(table: Table, language: str) -> list[RoleRow]:
    """Every role, those nearest to the student first."""
    return [_role_row(name, role, table, language) for name, role in table.roles.items()]


def class_rows(table: Table, language: str, countries: Collection[str]) -> list[ClassRow]:
    """Every class, the most open first, with the law of the countries."""
    known = table.in_language(language)
    return [
        ClassRow(
            known[name].title,
            known[name].help,
            titles_of(role for role in table.reaching if name in table.reads(role)) or gettext("nothing"),
            ", ".join(law for country, law in known[name].law.items() if country in countries),
        )
        for name in CLASSES
    ]


def ground_rows(table: Table, language: str, countries: Collection[str]) -> list[GroundRow]:
    """Every ground for releasing an extract that the law of one of the countries knows."""
    titles = table.in_language(language)
    return [
        GroundRow(
            one.title,
            ", ".join(titles[name].title for name in CLASSES if name in one.not_for),
            ", ".join(law for country, law in one.law.items() if country in countries),
        )
        for one in table.grounds[language].values()
        if one.law.keys() & set(countries)
    ]


def _role_row(name: str, role: Role, table: Table, language: str) -> RoleRow:
    titles = table.in_language(language)
    reads = [titles[one].title for one in CLASSES if one in role.reads]
    may = [str(PERMITS[one]) for one in (*ABOUT_STUDENTS, *ABOUT_NOBODY) if one in role.may]
    return RoleRow(role_title(name), str(REACHES[role.reach]), _listed(reads), _listed(may))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or gettext("nothing")
