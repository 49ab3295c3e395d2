"""The ways to another version of the routine, and back from it, on the page of a case."""

from __future__ import annotations

from flask import url_for

from casework.access import policy
from casework.access.policy import Person
from casework.cases.migrating import MAY
from casework.cases.migration_undo import latest_migration, undoable
from casework.cases.pages.rows import Way
from casework.cases.queries import CaseRow
from casework.web.text import gettext


def migration_ways(row: CaseRow, reader: Person) -> tuple[Way, ...]:
    """What whoever may can do; for others it is no way of the case, so they read nothing about it."""
    if row.case.closed_at or not policy.decide(reader, MAY, row.place).is_allowed:
        return ()
    latest = latest_migration(row.case.id)
    taking_back = Way(
        icon="back",
        title=gettext("Take back the change of routine"),
        consequence=gettext("It stands as it did before. Possible until the next thing happens in it."),
        who="",
        url=url_for("publishing.undo_routine", case_id=row.case.id),
        label=gettext("Take back"),
    )
    going_on = Way(
        icon="doc",
        title=gettext("Go on with another routine or version"),
        consequence=gettext("For a student who has changed schools, or when the routine has changed."),
        who="",
        url=url_for("publishing.change_routine", case_id=row.case.id),
        label=gettext("See what changes"),
    )
    return (taking_back, going_on) if latest and undoable([latest]) else (going_on,)
