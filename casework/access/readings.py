"""From what a page has noted about itself to what the access log says of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from casework.access.chain import Said, Towards
from casework.access.classes import CLASSES
from casework.access.policy import Person, Place, decide, roles_at
from casework.web.wiring import Trace

ORDER: tuple[str, ...] = CLASSES  # from what anybody may read to what only medical staff may
NONE = "none"  # the relation of somebody who has no role towards the student


def said(trace: Trace, now: datetime) -> Said:
    """What the log is to say about the page."""
    who = trace.person
    return Said(
        at=now,
        user=who.id,
        roles=",".join(dict.fromkeys(grant.role for grant in who.grants))[:240],
        page=trace.page[:80],
        purpose=trace.purpose[:40],
        confidentiality=strictest(trace.classes) if trace.is_allowed else "",
        case=trace.case_id,
        is_allowed=trace.is_allowed,
        students=tuple(towards(who, trace.purpose, one, at) for one, at in trace.students.items()),
    )


def towards(who: Person, purpose: str, student: UUID, at: Place | None) -> Towards:
    """The role in which the person reads about the student, and how that role reaches there.

    Where the page's own permission says nothing about students, as on the start page, it is the first of the
    person's roles that reaches.
    """
    if at is None:
        return Towards(student, "", NONE)
    here = roles_at(who, at)
    reaching = (grant.role for grant in who.grants if grant.role in here)
    role = decide(who, purpose, at).role or next(reaching, "")
    return Towards(student, role, who.table.reach(role) if role else NONE)


def strictest(classes: Collection[str]) -> str:
    """The strictest of the classes; empty where there is none."""
    return max(classes, key=ORDER.index, default="")
