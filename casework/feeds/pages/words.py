"""Sentences about files of attendance, in the reader's language: what is wrong, and how far they are."""

from __future__ import annotations

from casework.feeds.models import FeedImport
from casework.feeds.records import Unreadable
from casework.web.languages import language
from casework.web.text import lazy_gettext as _

_FILES = {
    "nothing_sent": _("Choose a file. This one is empty, or none was chosen."),
    "too_large": _("The file is too large. Send it in parts; the same lesson may stand in several of them."),
    "empty": _("The file has no lines."),
    "workbook": _("This is a workbook. Save it as CSV in the spreadsheet, and send that file."),
    "archive": _("This is an archive with files in it. Unpack it, and send the file inside."),
    "pdf": _("This is a PDF. Export the lessons as CSV or text from the system, and send that file."),
    "picture": _("This is a picture. Export the lessons as CSV or text from the system, and send that file."),
    "web_page": _(
        "This is a web page, as systems send when the sign-in has ended or something went wrong. "
        "Export the file again."
    ),
    "json": _("This is JSON. Export the lessons as CSV or text from the system, and send that file."),
    "not_text": _("This file is not text, or is written in another encoding than the profile says."),
    "no_table": _("This is no table: the first line has far too many cells."),
    "is_xml": _("This is XML. Choose a profile that reads XML."),
    "no_xml": _("This is no XML, and the profile reads XML. Choose another profile."),
    "broken_line": _("A quotation mark on line %(named)s is never closed. The file may be cut off."),
    "stray_mark": _("A quotation mark stands in the middle of a cell on line %(named)s."),
    "long_cell": _("A cell on line %(named)s is far too long."),
    "column_twice": _("Two columns are called %(named)s. Keep one of them."),
    "columns_missing": _("These columns are missing: %(named)s."),
    "other_xml": _("This XML is not from Edlevo’s service for absence or presence."),
    "broken_xml": _("The XML is broken on line %(named)s."),
    "cut_off": _("The file ends in the middle, after line %(named)s. Export it again."),
    "no_answer": _("The other system could not be asked, or did not answer as it should: %(named)s."),
    "declares_itself": _("The XML brings a document type of its own. Such files are not opened."),
}
_LINES = {
    "missing": _("Nothing stands there."),
    "not_a_day": _("That is no date in the form that the profile says."),
    "in_future": _("The day has not been yet."),
    "unlikely_day": _("The day cannot be right."),
    "not_a_time": _("That is no time, such as 08:15."),
    "not_a_session": _("That is neither morning nor afternoon."),
    "not_a_number": _("That is no number."),
    "yes_or_no": _("That is neither yes nor no."),
    "formula": _("It looks like a formula."),
    "too_long": _("It is too long."),
    "hidden_sign": _("It holds a sign that cannot be seen."),
    "unknown_code": _("The profile does not know this code."),
    "no_minutes": _("How many minutes were missed is not there."),
    "missed_though_there": _("The code says that the student was there, and minutes were missed."),
    "more_than_lesson": _("More is missed than the lesson is long."),
    "no_length": _("How long the lesson is cannot be told."),
    "not_a_period": _("The last day comes before the first, or more than 100 days after it."),
    "too_few_cells": _("The line has fewer cells than there are headings."),
    "too_many_cells": _("The line has more cells than there are headings."),
    "stray_mark": _("A quotation mark stands in the middle of a cell."),
    "long_cell": _("A cell is far too long."),
    "cut_off": _("The file ends in the middle of this line."),
    "unknown_student": _("No student here has this name or number."),
    "several_students": _("Several students here have this name and date of birth."),
    "no_class": _("The student is in no class here."),
    "not_yet": _("The lesson has not begun yet, so nobody can have been there."),
    "not_a_moment": _("That is no day with a time, such as 2026-09-07T08:15."),
    "unknown_group": _("The school has no group of this name here, and the student has lessons with groups."),
    "not_in_group": _("The student does not have the lessons of this group on that day."),
    "group_missing": _("The student has lessons with several groups, and the line names none."),
    "other_length": _("Other lines say that the same lesson has another length."),
    "longer_than_day": _("The sum is of more than one day."),
    "contradicts": _("Another line says something else of the student in the same lesson."),
}
_STATES = {
    "waiting": _("Waits to be read"),
    "reading": _("Is being read"),
    "previewed": _("Waits to be looked at"),
    "asked": _("Waits to be applied"),
    "applying": _("Is being applied"),
    "counting": _("Signals are being worked out"),
    "applied": _("Applied"),
    "refused": _("Could not be read"),
    "dropped": _("Thrown away"),
}


def called(row: FeedImport) -> str:
    """What it is read as; a profile that comes with the program by its title in the reader's language."""
    titles: dict[str, str] = row.body.get("title", {})
    return titles.get(language(), row.profile) if row.profile in titles.values() else row.profile


def file_fault(fault: Unreadable) -> str:
    """Why the whole file cannot be read."""
    return str(_FILES[fault.code]) % {"named": fault.named}


def line_fault(code: str) -> str:
    """Why a line cannot be read in."""
    return str(_LINES[code])


def state_text(state: str) -> str:
    """How far an import has come."""
    return str(_STATES[state])
