"""What there is to say of an import beside its figures: what counts otherwise than one would think."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casework.administration.pages.words import open_end
from casework.feeds.models import FeedImport
from casework.web.sizes import number_text
from casework.web.text import gettext, ngettext


def notes(row: FeedImport, counts: Mapping[str, int], *, is_own: bool, is_fetched: bool) -> Iterator[str]:
    """The remarks; what stands in the file is told to who has sent it."""
    if number := counts.get("unknown_students", 0):
        yield _strangers(number, is_fetched=is_fetched)
    yield from _of_lines(row, counts, is_own=is_own)
    if number := counts.get("cancelled", 0):
        yield ngettext(
            "%(count)s lesson is not held, or at another time. It counts for nothing.",
            "%(count)s lessons are not held, or at another time. They count for nothing.",
            number,
            count=number_text(number),
        )
    if number := counts.get("restored", 0):
        yield ngettext(
            "%(count)s lesson is held after all.",
            "%(count)s lessons are held after all.",
            number,
            count=number_text(number),
        )
    if number := counts.get("marked", 0):
        yield ngettext(
            "%(num)d student gets a protected identity. The principal has two weeks to say who sees the "
            "student.",
            "%(num)d students get a protected identity. The principals have two weeks to say who sees them.",
            number,
        )
    if counts.get("open_end"):
        yield open_end()
    if row.faulty and row.leaves_out:
        yield ngettext(
            "%(count)s line is left out.",
            "%(count)s lines are left out.",
            row.faulty,
            count=number_text(row.faulty),
        )


def _of_lines(row: FeedImport, counts: Mapping[str, int], *, is_own: bool) -> Iterator[str]:
    if number := counts.get("other_groups", 0):
        yield ngettext(
            "%(count)s line names a group that the school does not have here. "
            "It counts as a lesson of the student’s class.",
            "%(count)s lines name groups that the school does not have here. "
            "They count as lessons of the students’ classes.",
            number,
            count=number_text(number),
        )
        if is_own and row.named:
            yield gettext("Groups that the school does not have here: %(names)s.", names=row.named)
    if number := counts.get("closed", 0):
        yield ngettext(
            "%(count)s line is of a day on which the school is closed by its calendar here. "
            "It counts all the same; see whether the calendar is right.",
            "%(count)s lines are of days on which the school is closed by its calendar here. "
            "They count all the same; see whether the calendar is right.",
            number,
            count=number_text(number),
        )
    if number := counts.get("not_registered", 0):
        yield ngettext(
            "%(count)s line is not registered in the other system. That is unknown, and never presence.",
            "%(count)s lines are not registered in the other system. That is unknown, and never presence.",
            number,
            count=number_text(number),
        )
    if number := counts.get("doubles", 0):
        yield ngettext(
            "%(count)s line says what another says too. It counts once.",
            "%(count)s lines say what others say too. They count once.",
            number,
            count=number_text(number),
        )


def _strangers(number: int, *, is_fetched: bool) -> str:
    count = number_text(number)
    if not is_fetched:
        return ngettext(
            "%(count)s student of the file is not known here.",
            "%(count)s students of the file are not known here.",
            number,
            count=count,
        )
    return ngettext(
        "%(count)s student of the other system is not known here.",
        "%(count)s students of the other system are not known here.",
        number,
        count=count,
    )
