"""`workflow thresholds`: how many students meet each limit of a routine, or of a draft of one, on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import click
from flask import current_app
from flask_babel import force_locale

from casework import clock
from casework.cli.definitions import workflow
from casework.cli.instance import in_application
from casework.cli.routines import in_language
from casework.cli.simulating import DAY, model_named
from casework.engine.workflow import Workflow
from casework.extensions import unit_of_work
from casework.signals.simulating import fitting_schools
from casework.signals.thresholds import Met, prepare, thresholds
from casework.web.dates import day_of_year
from casework.web.text import gettext, ngettext

COMMANDS: tuple[click.Command, ...] = ()  # it hangs on the group `workflow`


@workflow.command("thresholds")
@click.argument("model")
@click.option("--day", type=DAY, help="As of the end of this day; today where nothing is said.")
@click.option("--school", "schools", multiple=True, help="Only this school; can be said several times.")
@in_language
@in_application
def count_thresholds(model: str, day: datetime | None, schools: Sequence[str], language: str) -> None:
    """Count the students who meet each limit of MODEL, a name or a file, whatever their school follows.

    Reads what is kept of each student's absence, and works out first what is not kept yet. No signal comes
    or goes by it. Rules that ask for more than how much absence there is are named and not counted.
    """
    today = clock.school_date(clock.now())
    tried = model_named(model, today)
    units = [one.id for one in fitting_schools(tried, schools)]
    if len(units) < len(set(schools)):
        raise click.ClickException("There is no school with one of the names.")
    on = day.date() if day else today
    with unit_of_work():
        prepare(tried.rules, units, on)
        found = thresholds(tried.rules, units, on)
    with current_app.test_request_context(), force_locale(language):
        click.echo("\n".join(_told(tried.in_language(language), on, len(units), found)))


def _told(model: Workflow, day: date, schools: int, found: Met) -> Iterator[str]:
    yield gettext("%(title)s, version %(number)s", title=model.title, number=model.version)
    yield day_of_year(day)
    in_schools = ngettext("%(num)d school", "%(num)d schools", schools)
    yield f"{ngettext('%(num)d student', '%(num)d students', found.students)}, {in_schools}"
    for rule in model.triggers:
        if rule.id not in found.unread:
            number = found.by_rule[rule.id]
            yield f"  {rule.title}: {ngettext('%(num)d student', '%(num)d students', number)}"
    unread = [rule.title for rule in model.triggers if rule.id in found.unread]
    if unread:
        yield gettext("Not counted, since they ask for more than how much absence there is:")
        yield from (f"  {title}" for title in unread)
