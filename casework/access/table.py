"""The table of who may what, read from `casework/workflows/access.yaml` and an authority's own file.

How far a role reaches, what it may do there and which classes of text it reads is decided by the authority;
what no file can change is demanded here, and stands in `policy.py` as what always forbids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path as File
from typing import Literal

from pydantic import BaseModel, ConfigDict

from casework.access.classes import CLASSES, Confidentiality, Country, Ground, ReadingClass
from casework.definitions import MAX_BYTES, TOO_LARGE, DefinitionError, Path, Problem, read
from casework.engine.roles import AUTHORITY, SCHOOL
from casework.engine.unknown import unknown
from casework.localise import LANGUAGES, localised
from casework.remarks import Remark, remark

Reach = Literal["group", "unit", "handed_over", "nobody"]

NAME = "access.yaml"
FILE = File(__file__).parents[1] / "workflows" / NAME
# The one account that looks after the program itself, and those who may read what is medical.
ADMINISTRATOR = "system_administrator"
MEDICAL = frozenset({"school_nurse", "school_doctor"})
ACCOUNTS = (*SCHOOL, *AUTHORITY, ADMINISTRATOR)

# What there is to be allowed. About a student or case: asked with the student at hand.
ABOUT_STUDENTS = (
    "student:read",
    "search:read",
    "own:read",
    "case:open",
    "case:read",
    "case:change",
    "contribution:give",
    "annulment:request",
    "annulment:decide",
    "conflict:state",
    "conflict:decide",
    "protection:decide",
    "student:merge",
    "home:change",
    "log:read",
    "extract:release",
    "case:migrate",
    "attendance:register",
    "attendance:read",
    "attendance:decide",
    "signal:decide",
    "absence_task:do",
    "absence_report:read",
    "student_finance:read",
    "concern:write",
    "concern:decide",
    "contact:log",
    "agenda:work",
)
# About no student: what somebody does with the program itself and with its routines.
ABOUT_NOBODY = (
    "people:administer",
    "substitute:name",
    "attendance:import",
    "routine:read",
    "routine:administer",
)
PERMISSIONS = frozenset((*ABOUT_STUDENTS, *ABOUT_NOBODY))


class Role(BaseModel):
    """What a role may do (`may`), where (`reach`), and which classes of text it reads there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reach: Reach
    may: frozenset[str] = frozenset()
    reads: frozenset[Confidentiality] = frozenset()


class AccessFile(BaseModel):
    """The file as it is written, in one language; `leaves_out` names roles that are not used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["sv", "nb", "en"]
    roles: Mapping[str, Role] = {}
    leaves_out: tuple[str, ...] = ()
    classes: tuple[ReadingClass, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, eq=False)  # one for each application: known by which it is
class Table:
    """Who may what; roles stand in the order of the file, those nearest to the student first."""

    roles: Mapping[str, Role]
    classes: Mapping[str, Mapping[str, ReadingClass]]
    grounds: Mapping[str, Mapping[str, Ground]]

    @cached_property
    def reaching(self) -> tuple[str, ...]:
        """The roles that reach students."""
        return tuple(name for name, role in self.roles.items() if role.reach != "nobody")

    @cached_property
    def administering(self) -> tuple[str, ...]:
        """The roles that reach nobody: they look after the program itself."""
        return tuple(name for name, role in self.roles.items() if role.reach == "nobody")

    @cached_property
    def when_handed_over(self) -> frozenset[str]:
        """The roles that see a case only while it is with the authority."""
        return frozenset(name for name, role in self.roles.items() if role.reach == "handed_over")

    @cached_property
    def for_classes(self) -> tuple[str, ...]:
        """The roles that are held for one class at a time."""
        return tuple(name for name, role in self.roles.items() if role.reach == "group")

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each role: the nearer to the student, the smaller."""
        return {name: place for place, name in enumerate(self.roles)}

    def reach(self, role: str) -> Reach:
        """How far the role reaches; nobody where there is no such role."""
        known = self.roles.get(role)
        return known.reach if known else "nobody"

    def may(self, role: str, permission: str) -> bool:
        """Whether the role has the permission, where it reaches."""
        return role in self.roles and permission in self.roles[role].may

    def reads(self, role: str) -> frozenset[Confidentiality]:
        """The classes of text that the role reads, where it reaches."""
        known = self.roles.get(role)
        return known.reads if known else frozenset()

    def in_language(self, language: str) -> Mapping[str, ReadingClass]:
        """The classes by id, in the language."""
        return self.classes[language]

    def grounds_in(self, country: Country, language: str) -> Mapping[str, Ground]:
        """The grounds for an extract that the law of the country knows, by id, in the language."""
        return {name: one for name, one in self.grounds[language].items() if country in one.law}


@lru_cache(maxsize=1)
def product() -> Table:
    """The table that the program comes with."""
    return load_table(FILE.read_text("utf-8"), NAME)


def table_of(folder: File) -> Table:
    """The table of an instance: the program's, with the authority's own file laid over it where there is one.

    Raises DefinitionError where that file is wrong: who may what is not guessed.
    """
    file = folder / NAME
    if not file.exists():
        return product()
    if file.stat().st_size > MAX_BYTES:
        raise DefinitionError([Problem(NAME, 0, "", TOO_LARGE)])
    try:
        return load_table(file.read_text("utf-8"), str(file), product())
    except UnicodeDecodeError:
        raise DefinitionError([Problem(NAME, 0, "", remark("is not text in UTF-8"))]) from None


def load_table(text: str, source: str, under: Table | None = None) -> Table:
    """The table in the text, or the text laid over the table `under`; DefinitionError with every fault."""
    document = read(text, source)
    body = {key: value for key, value in document.data.items() if key != "translations"}
    file = replace(document, data=body).validated(AccessFile)
    problems = [document.problem(path, message) for path, message in _faults(file, under)]
    if problems:
        raise DefinitionError(problems)
    roles = {**(under.roles if under else {}), **file.roles}
    for name in file.leaves_out:
        del roles[name]
    said = {
        language: one.validated(AccessFile)
        for language, one in localised(document, is_whole=under is None).items()
    }
    table = Table(roles, _classes(said, under), _grounds(said, under))
    problems = [document.problem(path, message) for path, message in _missing(table)]
    if problems:
        raise DefinitionError(problems)
    return table


def _classes(said: Mapping[str, AccessFile], under: Table | None) -> dict[str, dict[str, ReadingClass]]:
    """The classes by language and id."""
    return {
        language: {**(under.classes[language] if under else {}), **{one.id: one for one in file.classes}}
        for language, file in said.items()
    }


def _grounds(said: Mapping[str, AccessFile], under: Table | None) -> dict[str, dict[str, Ground]]:
    """The grounds by language and id."""
    return {
        language: {**(under.grounds[language] if under else {}), **{one.id: one for one in file.grounds}}
        for language, file in said.items()
    }


def _faults(file: AccessFile, under: Table | None) -> Iterator[tuple[Path, Remark | str]]:
    """What is wrong in the file by itself."""
    for name, role in file.roles.items():
        path: Path = ("roles", name)
        if name not in ACCOUNTS:
            yield path, unknown("role", name, ACCOUNTS)
        for permission in sorted(role.may - PERMISSIONS):
            yield (*path, "may"), unknown("permission", permission, PERMISSIONS)
        yield from (((*path, key), message) for key, message in _never(name, role))
    for index, name in enumerate(file.leaves_out):
        known = under.roles if under else {}
        if name not in known or name in file.roles:
            yield ("leaves_out", index), unknown("role", name, set(known) - set(file.roles))


def _never(name: str, role: Role) -> Iterator[tuple[str, str]]:
    """What no authority can decide: the words of the file that break it, with why."""
    about_students = sorted(role.may & set(ABOUT_STUDENTS))
    if role.reach == "nobody" and (about_students or role.reads):
        key = "may" if about_students else "reads"
        yield key, f"“{name}” reaches nobody, so it can do and read nothing about students"
    if name == ADMINISTRATOR and role.reach != "nobody":
        yield "reach", "who looks after the program reads no student: the reach must be “nobody”"
    if role.reach != "nobody" and "people:administer" in role.may:
        yield "may", f"only “{ADMINISTRATOR}” gives people their roles, and reads no student"
    if "medical" in role.reads and name not in MEDICAL:
        yield "reads", f"what is medical is read by {' and '.join(sorted(MEDICAL))} only"
    if role.reach == "handed_over" and name not in AUTHORITY:
        yield "reach", f"“{name}” works at the school; cases are handed over to the authority"


def _missing(table: Table) -> Iterator[tuple[Path, str]]:
    """What the whole table lacks."""
    if not table.may(ADMINISTRATOR, "people:administer"):
        yield ("roles",), f"“{ADMINISTRATOR}” must be able to give people their roles (people:administer)"
    without = [name for name in CLASSES if any(name not in table.classes[language] for language in LANGUAGES)]
    for name in without:
        yield ("classes",), f"the class “{name}” has no title"
