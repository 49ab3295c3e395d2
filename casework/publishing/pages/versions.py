"""Routines with their versions as pages show them: which hold when, where they come from, how two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import unified_diff
from uuid import UUID

from flask import url_for

from casework.catalog import catalog
from casework.definitions import Problem
from casework.people import queries as people
from casework.publishing.queries import all_versions, open_cases_on
from casework.versions.actions import is_withdrawable
from casework.versions.models import Publication
from casework.versions.queries import Version, in_force, next_after, version_by
from casework.web.dates import day_of_year, moment
from casework.web.languages import language
from casework.web.text import gettext

CONTEXT = 3  # lines around a change
LONGEST_LINE = 160  # characters of a line of a file that are shown


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of its routine."""

    number: int
    url: str
    state: str
    look: str
    days: str
    origin: str
    open_cases: int


@dataclass(frozen=True)
class RoutineRow:
    """A routine with its versions."""

    title: str
    name: str
    versions: tuple[VersionRow, ...]
    compare_url: str | None


def page_url(version: Version) -> str:
    """Where a version is looked after."""
    return url_for("publishing.version", sha=version.model.sha)


def reading_url(version: Version) -> str:
    """Where a version is read."""
    return url_for("routines.read", name=version.model.rules.workflow, version=version.model.sha)


def routine_rows(today: date) -> list[RoutineRow]:
    """Every routine; first the version on which cases are opened today."""
    found = []
    for name, of_one in all_versions().items():
        valid = in_force(of_one, today)
        rows = version_rows(of_one, valid.model.sha if valid else "", today)
        title = of_one[0].model.in_language(language()).title
        found.append(RoutineRow(title, name, rows, _compare_url(of_one)))
    return found


def broken_files() -> list[tuple[str, str]]:
    """The files of the authority's own that cannot be used: where, and why."""
    return [(_place(one), told(one)) for one in catalog().broken]


def _place(problem: Problem) -> str:
    if not problem.line:
        return problem.source
    return gettext("%(file)s, line %(number)s", file=problem.source, number=problem.line)


def told(problem: Problem) -> str:
    """A problem in the reader's language, as it is told beside its line."""
    said = problem.remark.said(gettext)
    return f"{problem.path}: {said}" if problem.path else said


def put_right(problems: Iterable[Problem], text: str) -> list[tuple[int, str, str]]:
    """What has to be put right in the file, from its top: the line, what stands there, and what is wrong."""
    lines = text.splitlines()
    found = sorted(problems, key=lambda one: one.line)
    return [(one.line, _standing(lines, one.line), told(one)) for one in found]


def _standing(lines: Sequence[str], line: int) -> str:
    return lines[line - 1].strip()[:LONGEST_LINE] if 0 < line <= len(lines) else ""


def state_of(version: Version, valid: str, today: date) -> tuple[str, str]:
    """Whether cases are opened on the version today, and how its tag looks."""
    if version.status == "draft":
        return gettext("Draft"), "draft"
    if version.model.sha == valid:
        return gettext("Valid now"), "done"
    if version.valid_from and version.valid_from > today:
        return gettext("Valid later"), ""
    return gettext("Replaced"), ""


def days_of(version: Version) -> str:
    """From when until when the version is valid."""
    if version.valid_from is None:
        return ""
    since = gettext("from %(day)s", day=day_of_year(version.valid_from))
    if version.valid_until is None:
        return since
    return gettext("%(since)s to %(day)s", since=since, day=day_of_year(version.valid_until))


def origin_of(version: Version) -> str:
    """Where the version comes from."""
    origins = {
        "product": gettext("comes with the program"),
        "own": gettext("a file of the authority"),
        "uploaded": gettext("uploaded"),
        "earlier": gettext("an earlier file, kept for its cases"),
    }
    return origins[version.origin]


def version_rows(
    of_one: Sequence[Version], valid: str, today: date, *, url: Callable[[Version], str] = page_url
) -> tuple[VersionRow, ...]:
    """The versions of one routine as rows; `valid` is the hash of that of today, `url` where each leads."""
    ran = open_cases_on([one.model.sha for one in of_one])
    return tuple(
        VersionRow(
            one.number,
            url(one),
            *state_of(one, valid, today),
            days_of(one),
            origin_of(one),
            ran[one.model.sha],
        )
        for one in of_one
    )


def _compare_url(of_one: Sequence[Version]) -> str | None:
    if len(of_one) < 2:
        return None
    return url_for("publishing.compare", old=of_one[1].model.sha, new=of_one[0].model.sha)


def facts(version: Version, open_cases: int) -> list[tuple[str, str]]:
    """What stands on top of the page of a version."""
    rules = version.model.in_language(language())
    found = [
        (gettext("Comes from"), origin_of(version)),
        (gettext("Days"), days_of(version)),
        (gettext("Open cases on it"), str(open_cases)),
        (gettext("Written routine"), rules.source.document),
        (gettext("Steps"), ", ".join(stage.name for stage in rules.stages)),
    ]
    return [(label, text) for label, text in (*found, *_story(version.publication)) if text]


def _story(row: Publication | None) -> Iterator[tuple[str, str]]:
    if row is None:
        return
    names: Mapping[UUID, str] = people.names_of([row.uploaded_by_id, row.published_by_id])
    yield gettext("Uploaded"), f"{moment(row.uploaded_at)}, {names.get(row.uploaded_by_id, '')}"
    if row.published_at and row.published_by_id:
        yield gettext("Published"), f"{moment(row.published_at)}, {names.get(row.published_by_id, '')}"
        yield gettext("Reason"), row.reason


def ways(row: Publication | None, today: date) -> list[tuple[str, str, str]]:
    """What can be decided about an uploaded version now: label, address and look of each way."""
    if row is None:
        return []

    def way(name: str) -> str:
        return url_for(f"publishing.{name}", publication_id=row.id)

    found: list[tuple[str, str, str]] = []
    if row.status == "draft":
        found.append((gettext("Publish"), way("publish"), "primary"))
    if is_withdrawable(row, today):
        found.append((gettext("Withdraw it"), way("withdraw"), "tertiary"))
    elif row.valid_until is None or row.valid_until > today:
        found.append((gettext("End it earlier"), way("end"), "tertiary"))
    return found


def after_it(row: Publication, today: date) -> str:
    """What holds when the version has ended."""
    version = version_by(row.sha)
    follows = next_after(version, today + timedelta(days=1)) if version else None
    kept = gettext("Cases that are open stay on it.")
    if follows is None:
        none = gettext(
            "No other version of the routine is valid then: no case can be opened by the routine "
            "before one is published."
        )
        return f"{none} {kept}"
    then = gettext("After the day new cases are opened on version %(number)s.", number=follows.number)
    return f"{then} {kept}"


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions, line by line: how, its number in each, the text."""

    lines: tuple[tuple[str, str, str, str], ...]
    added: int
    removed: int


def comparison(old: Version, new: Version) -> Comparison:
    """The two texts side by side, with a few lines around each change."""
    found: list[tuple[str, str, str, str]] = []
    before, after = 0, 0
    for line in unified_diff(
        old.model.text.splitlines(), new.model.text.splitlines(), n=CONTEXT, lineterm=""
    ):
        if line.startswith(("---", "+++")) and not found:
            continue
        if line.startswith("@@"):
            before, after = (int(part.split(",")[0][1:]) for part in line.split()[1:3])
            found.append(("gap", "", "", ""))
            continue
        how = {"+": "added", "-": "removed"}.get(line[:1], "same")
        numbers = ("" if how == "added" else str(before), "" if how == "removed" else str(after))
        found.append((how, *numbers, line[1:]))
        before, after = before + (how != "added"), after + (how != "removed")
    return Comparison(
        tuple(found), sum(one[0] == "added" for one in found), sum(one[0] == "removed" for one in found)
    )


def version_choices(workflow: str) -> list[tuple[str, str]]:
    """The versions of the routine, to choose one of."""
    return choices_among(all_versions().get(workflow, []))


def choices_among(of_one: Sequence[Version]) -> list[tuple[str, str]]:
    """The versions, to choose one of: the hash of each, and what it is called."""
    return [(one.model.sha, gettext("version %(number)s", number=one.number)) for one in of_one]
