"""`workflow simulate`: what a routine, or a draft of one, would have made of recorded attendance."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from statistics import median

import click
from flask import current_app
from flask_babel import force_locale

from casework import clock
from casework.catalog import catalog
from casework.cli.definitions import checked_file, no_model, workflow
from casework.cli.instance import in_application
from casework.cli.routines import in_language
from casework.engine.workflow import LocalisedWorkflow
from casework.extensions import reading_only
from casework.signals.simulating import Noticed, Pair, Simulation, fitting_schools, simulate
from casework.versions.queries import models_on
from casework.web.dates import day_of_year
from casework.web.role_titles import role_title
from casework.web.text import gettext, ngettext

COMMANDS: tuple[click.Command, ...] = ()  # it hangs on the group `workflow`
DAY = click.DateTime(["%Y-%m-%d"])
HEADINGS = ("what", "week", "roles", "student", "tried", "in_force", "days")


@workflow.command("simulate")
@click.argument("model")
@click.option("--from", "first", type=DAY, required=True, help="The first day of the attendance.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--school", "schools", multiple=True, help="Only this school; can be said several times.")
@click.option("--names", is_flag=True, help="Tell the names of students, not only their ids.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values instead of text.")
@in_language
@in_application
def simulate_model(
    model: str,
    first: datetime,
    last: datetime,
    schools: Sequence[str],
    names: bool,
    as_csv: bool,
    language: str,
) -> None:
    """Play recorded attendance through MODEL, a name or a file, beside the routine that each school follows.

    Tells how many cases and tasks per role and week it would make, and which students would be noticed
    earlier or later, as if every proposal were followed on its day. The cases that there are play no part,
    nothing is done in those that open, and nothing is changed: the database refuses it.
    """
    days, today = (first.date(), last.date()), clock.school_date(clock.now())
    if days[0] > days[1]:
        raise click.UsageError("--from lies after --to.")
    if names and as_csv:
        raise click.UsageError("--names is for text; a table holds ids only.")
    with reading_only():
        tried = model_named(model, today)
        found = fitting_schools(tried, schools)
        missing = set(schools) - {one.name for one in found}
        if missing:
            raise click.ClickException(f"There is no school “{min(missing)}”.")
        outcome = simulate(tried, found, *days, today)
    with current_app.test_request_context(), force_locale(language):
        told = _told(tried.in_language(language).title, tried.rules.version, days, outcome, names=names)
        click.echo(_comma_separated(outcome) if as_csv else "\n".join(told))


def model_named(named: str, today: date) -> LocalisedWorkflow:
    """The version of the routine that holds today, or the one in the file."""
    offered = models_on(today)
    if named in offered:
        return offered[named]
    if not Path(named).is_file():
        raise no_model(named, "There is no model or file", catalog())
    return checked_file(Path(named), catalog())


def _told(
    title: str, version: int, days: tuple[date, date], found: Simulation, *, names: bool
) -> Iterator[str]:
    """The outcome in words; figures of the tried routine first, those of today's in brackets."""
    yield gettext("%(title)s, version %(number)s", title=title, number=version)
    yield gettext("%(first)s to %(last)s", first=day_of_year(days[0]), last=day_of_year(days[1]))
    schools = ngettext("%(num)d school", "%(num)d schools", found.schools)
    students = ngettext("%(num)d student", "%(num)d students", found.students)
    yield f"{students}, {schools}"
    yield gettext("In brackets: by the routine that the school follows today.")
    for week in found.weeks:
        yield ""
        cases = found.cases(week)
        head = gettext("Week %(number)s", number=week[1])
        said = ngettext("%(num)d case", "%(num)d cases", cases.tried)
        yield f"{head}: {said} ({cases.in_force})"
        for roles, tasks in found.tasks(week).items():
            yield f"  {_roles(roles)}: {_tasks(tasks)}"
    yield ""
    yield from _changes(found, names=names)


def _roles(roles: Sequence[str]) -> str:
    return " / ".join(role_title(one) for one in roles)


def _tasks(tasks: Pair) -> str:
    said = ngettext("%(num)d task", "%(num)d tasks", tasks.tried)
    return f"{said} ({tasks.in_force})"


def _changes(found: Simulation, *, names: bool) -> Iterator[str]:
    """Who would be noticed on another day, those who gain the most first."""
    groups = (
        (gettext("Noticed earlier"), [one for one in found.noticed if one.days is not None and one.days < 0]),
        (gettext("Noticed later"), [one for one in found.noticed if one.days is not None and one.days > 0]),
        (gettext("Noticed only by this routine"), [one for one in found.noticed if one.in_force is None]),
        (gettext("No longer noticed"), [one for one in found.noticed if one.tried is None]),
    )
    if not found.noticed:
        yield gettext("Every student would be noticed on the same day as today, or not at all.")
    for title, those in groups:
        if those:
            number = ngettext("%(num)d student", "%(num)d students", len(those))
            yield f"{title}: {number}{_middle(those)}"
            yield from (f"  {_line(one, names=names)}" for one in sorted(those, key=_order))


def _order(one: Noticed) -> tuple[int, str]:
    return one.days or 0, str(one.student)


def _middle(those: Sequence[Noticed]) -> str:
    """The middle number of days, where both routines notice them."""
    days = [abs(one.days) for one in those if one.days is not None]
    if not days:
        return ""
    middle = ngettext("%(num)d day", "%(num)d days", round(median(days)))
    said = gettext("the middle of them by %(days)s", days=middle)
    return f", {said}"


def _line(one: Noticed, *, names: bool) -> str:
    who = one.name if names else str(one.student)
    days = "" if one.days is None else f" ({one.days:+d})"
    then = [day_of_year(day) if day else gettext("not at all") for day in (one.tried, one.in_force)]
    told = gettext("%(tried)s, today %(in_force)s", tried=then[0], in_force=then[1])
    return f"{', '.join(filter(None, (who, one.group)))}: {told}{days}"


def _comma_separated(found: Simulation) -> str:
    """The same for a spreadsheet: a row for each week, each role in it, and each student with another day.

    It holds figures and ids: nothing that people have written, which a spreadsheet could take for a formula.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for year, number in found.weeks:
        week, cases = f"{year}-W{number:02}", found.cases((year, number))
        writer.writerow(("cases", week, "", "", cases.tried, cases.in_force, ""))
        for roles, tasks in found.tasks((year, number)).items():
            writer.writerow(("tasks", week, " ".join(roles), "", tasks.tried, tasks.in_force, ""))
    for one in found.noticed:
        days = "" if one.days is None else one.days
        writer.writerow(("noticed", "", "", one.student, one.tried or "", one.in_force or "", days))
    return out.getvalue().rstrip()
