"""The rooms with pages: their blueprints, the views that hang on them, and what the main menu leads to."""

from __future__ import annotations

from casework.administration.views import blueprint as administration
from casework.administration.views import (
    calendar,
    imports,
    messages,
    passwords,
    regular_times,
    renewal,
    schools,
    staff,
)
from casework.administration.views import start as administration_start
from casework.administration.views.own_times import blueprint as own_times
from casework.attendance.views import blueprint as attendance
from casework.attendance.views import groups as attendance_of_classes
from casework.attendance.views import leave, lessons
from casework.attendance.views import students as attendance_of_students
from casework.cases.views import (
    annulments,
    around,
    asking,
    attaching,
    attachments,
    case,
    case_paper,
    concern_files,
    concern_signing,
    concern_writing,
    concerns,
    consents,
    contributions,
    extracts,
    followed_reports,
    following,
    forms,
    handing_on,
    home,
    keeping,
    lists,
    municipality,
    notes,
    own_texts,
    printing,
    readings,
    saved_views,
    steps,
    students,
    task_care,
    tasks,
    undo,
    withholding,
)
from casework.cases.views import blueprint as cases
from casework.cases.views import messages as messages_of_cases
from casework.contacts.views import blueprint as contacts
from casework.contacts.views import calls, logs
from casework.demo.views import blueprint as demonstration
from casework.feeds.views import blueprint as feeds
from casework.feeds.views import imports as feeds_imports
from casework.feeds.views import profiles as feeds_profiles
from casework.help.views import views as help_pages
from casework.letters.views import blueprint as letters
from casework.letters.views import for_all, registers, sending
from casework.letters.views import letters as letters_of_cases
from casework.letters.views import writing as writing_letters
from casework.letters.views.registers import blueprint as register
from casework.meetings.views import agenda, calling, deciding, holding, inviting, sharing
from casework.meetings.views import blueprint as meetings
from casework.meetings.views import reading as meetings_read
from casework.merging.views import merging
from casework.messages.views import blueprint as messages_of_mine
from casework.monitoring.views import blueprint as monitoring
from casework.people.views import account, substitutes
from casework.people.views import views as people
from casework.plans.views import blueprint as plans
from casework.prevention.views import blueprint as prevention
from casework.prevention.views import goals as prevention_goals
from casework.prevention.views import wheel as prevention_wheel
from casework.publishing.views import blueprint as publishing
from casework.publishing.views import cases as publishing_cases
from casework.publishing.views import one_case as publishing_one_case
from casework.publishing.views import schools as publishing_schools
from casework.publishing.views import settling as publishing_settling
from casework.publishing.views import versions as publishing_versions
from casework.publishing.views.reading import views as routines
from casework.rosters.views import deliveries, moving
from casework.signals.views import blueprint as signals
from casework.signals.views import duties, listing, marks, months, one_signal, student_care, student_tasks
from casework.web.text import lazy_gettext as _
from casework.web.wiring import MenuEntry

# Importing views hangs them on the blueprint of their room.
ADMINISTRATION_VIEWS = (
    administration_start,
    schools,
    calendar,
    regular_times,
    staff,
    renewal,
    imports,
    passwords,
    messages,
    deliveries,
)
PUBLISHING_VIEWS = (
    publishing_versions,
    publishing_settling,
    publishing_schools,
    publishing_cases,
    publishing_one_case,
)
PEOPLE_VIEWS = (account, substitutes)
CASE_VIEWS = (
    annulments,
    around,
    asking,
    attaching,
    attachments,
    case,
    case_paper,
    concern_files,
    concern_signing,
    concern_writing,
    concerns,
    followed_reports,
    consents,
    contributions,
    extracts,
    following,
    forms,
    handing_on,
    home,
    keeping,
    notes,
    lists,
    messages_of_cases,
    municipality,
    own_texts,
    saved_views,
    printing,
    readings,
    steps,
    students,
    task_care,
    tasks,
    undo,
    withholding,
    moving,
    merging,
)
ATTENDANCE_VIEWS = (leave, lessons, attendance_of_students, attendance_of_classes)
SIGNAL_VIEWS = (duties, listing, marks, months, one_signal, student_care, student_tasks)
CONTACT_VIEWS = (calls, logs)
LETTER_VIEWS = (letters_of_cases, writing_letters, sending, for_all, registers)
PREVENTION_VIEWS = (prevention_wheel, prevention_goals)
MEETING_VIEWS = (agenda, calling, deciding, holding, inviting, meetings_read, sharing)
FEED_VIEWS = (feeds_imports, feeds_profiles)
ROOMS = (
    people,
    messages_of_mine,
    cases,
    attendance,
    plans,
    signals,
    contacts,
    letters,
    register,
    monitoring,
    prevention,
    meetings,
    administration,
    own_times,
    publishing,
    feeds,
    help_pages,
    routines,
    demonstration,
)
MENU = (
    MenuEntry("start", "cases.start", _("Start"), "start:read"),
    MenuEntry("cases", "cases.index", _("Cases"), "case:read"),
    MenuEntry("students", "people.students", _("Students"), "student:read"),
    MenuEntry("signals", "signals.index", _("Signals"), "attendance:read"),
    MenuEntry("agenda", "meetings.agenda", _("Team meeting"), "agenda:work"),
    MenuEntry("attendance", "attendance.index", _("Attendance"), "attendance:register"),
    MenuEntry("monitoring", "monitoring.index", _("Monitoring of compulsory schooling"), "monitoring:note"),
    MenuEntry("administration", "administration.start", _("Set-up"), "people:administer"),
    MenuEntry("publishing", "publishing.index", _("Routines"), "routine:read"),
)
