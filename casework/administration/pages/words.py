"""Sentences about files, roles and what administrators have done, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from casework.administration.headings import COLUMNS
from casework.administration.imports import FileKind
from casework.administration.lines import LineFault
from casework.administration.models import AdministrativeAct
from casework.administration.tables import MOST_BYTES, MOST_ROWS, Unreadable
from casework.people.placing import Fault
from casework.web.languages import language
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

_FILE_FAULTS = {
    "too_large": _("The file is larger than %(most)s kB. Send it in two parts.", most=MOST_BYTES // 1024),
    "too_many_rows": _("The file has more than %(most)s lines. Send it in two parts.", most=MOST_ROWS),
    "workbook": _("This is a workbook. Save it as CSV in the spreadsheet, and send that file."),
    "archive": _("This is an archive with files in it. Unpack it, and send the file inside."),
    "pdf": _("This is a PDF. Save the table as CSV in the spreadsheet, and send that file."),
    "picture": _("This is a picture. Save the table as CSV in the spreadsheet, and send that file."),
    "not_text": _("This file is not text. Save it as CSV in the spreadsheet, and send that file."),
    "empty": _("The file has no lines below the headings."),
    "broken_line": _("Line %(named)s cannot be read: a quotation mark is never closed."),
    "column_twice": _("Two columns are called %(named)s. Keep one of them."),
    "columns_missing": _("These columns are missing: %(named)s."),
    "no_schools": _("First write in the authority and at least one school."),
    "nothing_sent": _("Choose a file, or paste its text."),
    "cut_off": _("The calendar is cut off: its end is missing. Save it again where it comes from."),
    "broken_calendar": _("The calendar cannot be read. Save it again where it comes from."),
    "no_events": _("The calendar has no events."),
}

_LINE_FAULTS = {
    "missing": _("%(column)s is empty."),
    "unfit_name": _("%(column)s is too long, or holds a sign that cannot be seen."),
    "too_long": _("%(column)s is too long."),
    "formula": _("%(column)s looks like a formula."),
    "national_number": _("%(column)s holds a personal identity number. Write the date of birth only."),
    "not_a_day": _("%(column)s is not a date. Write it as 2012-03-14."),
    "unlikely_birth": _("%(column)s cannot be right."),
    "not_begun": _("%(column)s is a day to come. Send the line when the student has begun."),
    "number_twice": _("The same number stands on line %(line)s too."),
    "yes_or_no": _("%(column)s must be yes, no or empty."),
    "home_twice": _("The same name stands twice among those at home."),
    "student_twice": _("The same student stands on line %(line)s too."),
    "too_many_cells": _("The line has more cells than there are headings."),
    "unfit_username": _("The user name has 2 to 80 signs: a–z, digits and . _ @ -"),
    "other_name": _("The user name has another name on line %(line)s."),
    "role_twice": _("The same role stands on a line before."),
    "ends_before": _("The role ends before it begins."),
    "ends_late": _("A role is held until %(day)s at the latest."),
    "unknown_role": _("There is no role “%(role)s”."),
    "unknown_unit": _("There is no school “%(unit)s”."),
    "unknown_class": _("%(unit)s has no class “%(group)s”."),
    "class_missing": _("The role “%(role)s” needs a class."),
    "class_too_much": _("The role “%(role)s” is held at the whole school, without a class."),
    "only_authority": _("The role “%(role)s” is held at the authority, not at a school."),
    "own_roles": _("The file changes your own roles. Another system administrator has to do that."),
}

_ACTS = {
    "authority:named": _("The authority is called %(after)s"),
    "school:added": _("Added the school %(school)s"),
    "school:changed": _("Changed the school %(before)s: now %(school)s, with the routine %(workflow)s"),
    "school:routine": _("%(school)s follows the routine %(after)s"),
    "version:uploaded": _("Uploaded a version of a routine: %(title)s, version %(number)s"),
    "version:published": _("Published a version of a routine: %(title)s, version %(number)s, from %(since)s"),
    "version:ended": _("Ended a version of a routine: %(title)s, version %(number)s, after %(until)s"),
    "version:withdrawn": _("Withdrew a version of a routine: %(title)s, version %(number)s"),
    "classes:added": _("Added classes at %(school)s: %(classes)s"),
    "times:kept": _("Changed the regular times of %(school)s"),
    "times:own": _("Changed the mentor time of %(class)s at %(school)s"),
    "calendar:laid": _("Changed the school calendar of %(school)s"),
    "account:added": _("Added the account %(username)s"),
    "account:closed": _("Closed the account %(username)s"),
    "account:opened": _("Opened the account %(username)s again"),
    "password:given": _("Made a one-time password for %(username)s"),
    "role:given": _("Gave %(username)s a role: %(role)s, %(where)s, %(since)s to %(until)s"),
    "role:changed": _("Changed a role of %(username)s: %(role)s, %(where)s, now %(since)s to %(until)s"),
    "role:ended": _("Ended a role of %(username)s: %(role)s, %(where)s"),
    "protected:found_again": _("Let principals see students with a protected identity again"),
    "file:staff": _("Read in a file of staff: %(new)s new accounts, %(roles)s new roles"),
    "file:students": _("Read in a file of students: %(new)s new, %(changed)s changed"),
    "attendance:applied": _("Let a file of attendance be applied: %(profile)s, %(lines)s lines"),
    "attendance:dropped": _("Threw away a file of attendance: %(profile)s"),
    "profile:kept": _("Kept how files are read: %(profile)s"),
    "profile:removed": _("Took away how files are read: %(profile)s"),
    "feed:entered": _("Entered people from another system (%(form)s): %(new)s new, %(changed)s changed"),
    "message:again": _("Let a message be sent once more"),
    "message:given_up": _("Gave up a message that could not be sent"),
    "file:name": _("The file changed the name of %(username)s"),
    "file:role": _("The file gave %(username)s a role: %(role)s, %(where)s, %(before)s to %(after)s"),
    "file:until": _("The file changed a role of %(username)s: %(role)s, %(where)s, now to %(after)s"),
}

_STOPS = {
    "responsible": _("nobody is responsible in the step %(name)s"),
    "do": _("nobody can do “%(name)s”"),
    "sign": _("nobody can sign “%(name)s”"),
    "step": _("nobody can take the step “%(name)s”"),
    "approve": _("nobody can approve “%(name)s”"),
}


def file_fault(fault: Unreadable) -> str:
    """Why the whole file cannot be read."""
    return str(_FILE_FAULTS[fault.code]) % {"named": fault.named}


def line_fault(kind: FileKind, fault: LineFault) -> str:
    """Why the line cannot be read in."""
    return fault_text(fault.code, {**fault.values, "column": column_text(kind, fault)})


def column_text(kind: FileKind, fault: LineFault) -> str:
    """What the column with the fault is called; empty where it is the line as such."""
    return COLUMNS[kind][fault.column][language()][0] if fault.column in COLUMNS[kind] else ""


def open_end() -> str:
    """That the file may be cut off where nobody can tell."""
    return gettext(
        "The last line of the file has no line ending. Some systems write files so, but the file may be "
        "cut off: look whether its last line is whole."
    )


def placing_fault(fault: Fault) -> str:
    """What is wrong with a place or role that somebody has chosen in a form."""
    return fault_text(fault.code, fault.values)


def fault_text(code: str, values: Mapping[str, str]) -> str:
    """What is wrong with a line or a form: why, and what the sentence names."""
    role = values.get("role", "")
    titled = {**values, "role": role_title(role)} if role else values
    return str(_LINE_FAULTS[code]) % titled


def act_line(act: AdministrativeAct) -> str:
    """What the administrator did, in a sentence."""
    says = {key: str(value) for key, value in act.says.items()}
    if says.get("role"):
        says["role"] = in_sentence(says["role"], role_title(says["role"]))
    return str(_ACTS[act.what]) % says


def stop_line(what: str, name: str) -> str:
    """What nobody can do."""
    return str(_STOPS[what]) % {"name": name}


def any_of(names: list[str]) -> str:
    """The names as a choice: “principal”, “principal or school nurse”."""
    *others, last = names
    return gettext("%(some)s or %(last)s", some=", ".join(others), last=last) if others else last
