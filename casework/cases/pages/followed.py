"""The cases that the reader follows, as the start page lists them."""

from __future__ import annotations

from flask import url_for

from casework.access.policy import Person
from casework.cases.following import followed_by
from casework.cases.queries import CaseRow
from casework.web.text import gettext, ngettext

MOST = 20
FollowedRow = tuple[str, str, str, bool]


def followed_rows(actor: Person) -> list[tuple[FollowedRow, CaseRow]]:
    """Name, address, what is new, and whether anything is; each with its case."""
    found = []
    for one in followed_by(actor, limit=MOST):
        text = ngettext(
            "One new thing since you were there", "%(num)d new things since you were there", one.news
        )
        told = text if one.news else gettext("Nothing new since you were there")
        url = url_for("cases.show", case_id=one.row.case.id)
        found.append(((one.row.student.name, url, told, one.news > 0), one.row))
    return found
