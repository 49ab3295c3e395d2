"""Who is let in where: written apart from the policy, by the words of the routines."""

from __future__ import annotations

# Written apart from the policy, by the words of the routine: who is let in where, per case.
AROUND = {"mentor", "counsellor", "nurse", "health_team", "rector"}
READERS = {"school": AROUND, "authority": AROUND | {"administration"}}
STUDENT = AROUND | {"subject_teacher"}
EVERYBODY = {
    "start",
    "account",
    "substitutes_list",
    "mentor_time",  # of whom is mentor of a class
    "new_substitute",
    "end_substitute",
    "all_parts",
    "choose",  # which mails one gets oneself
    "choose_language",
    "end_session",
    "end_other_sessions",
    "sign_out",
    "sign_in",
    "choose_password",
    "help.index",
    "help.role",
    "help.words",
    "help.accessibility",
    "help.access",
    "routines.read",
    "routines.paper",
}
ADMINISTRATOR = {
    "start",
    "routines",
    "log",
    "find_again",
    "schools",
    "authority",
    "new_school",
    "school",
    "add_classes",
    "regular_times",
    "change_school",
    "calendar",
    "calendar_file",
    "staff",
    "new_account",
    "account",
    "give_role",
    "close_account",
    "open_account",
    "roles",
    "role",
    "end_role",
    "renew",
    "renew_roles",
    "passwords",
    "make_passwords",
    "make_password",
    "import_file",
    "save_file",
    "template",
    "rosters",
    "roster",
    "enter_roster",
    "discard_roster",
    "messages",
    "send_again",
    "give_up",
}
# Files of attendance: what stands in them is told to who has sent them, and to no other administrator.
FEEDS = {
    *("index", "fetch", "send", "show", "lines", "lines_file", "apply", "again", "drop"),
    *("profiles", "new_profile", "shape_profile", "remove_profile"),
}
# Pages about routines that are not about one case: whose they are, where they are not everybody's who reads.
ROUTINES = {
    "index": {"administrator", "administration", "rector", "stranger"},
    "version": {"administrator", "administration", "rector", "stranger"},
    "download": {"administrator", "administration", "rector", "stranger"},
    "compare": {"administrator", "administration", "rector", "stranger"},
    "upload": {"administrator", "administration"},
    "publish": {"administrator", "administration"},
    "withdraw": {"administrator", "administration"},
    "end": {"administrator", "administration"},
    "schools": {"administrator", "administration"},
    "school": {"administrator", "administration"},
    "running": {"administration", "rector", "stranger"},
    "cases": {"administration", "rector", "stranger"},
    "run": {"administration", "rector", "stranger"},
    "go_on_with": {"administration", "rector", "stranger"},
    "undo_run": {"administration", "rector", "stranger"},
}
LISTS = (
    "/",
    "/meetings/agenda",
    "/cases/handing-on",
    "/cases/",
    "/cases/?q=Alva",
    "/cases/?view=closed",
    "/cases/?view=mine",
    "/cases/?view=others&sort=-student",
    "/cases/?owner=administration",
    "/search?q=Alva",
    "/search?q=V",
    "/publishing/cases",
    "/prevention/",
    "/signals/",
    "/signals/tasks",
    "/signals/month",
    "/signals/student-finance",
    "/attendance/leave",
    "/register/",
    "/register/register.csv",
    "/monitoring",
)
# A form, note, letter or ask of a class that the person may not read is hidden from who may see the case; a
# contact from who did not log it.
FORM_PAGES = (
    "cases.form",
    "cases.sign",
    "cases.correct",
    "cases.new_form",
    "cases.discard_form",
    "cases.correct_note",
    "cases.asked",
    "cases.print_form",
    "cases.print_new_form",
    "cases.release",
    "contacts.correct",
    "contacts.correct_in_case",
    "signals.end_mark",
    *("letters.letter", "letters.paper", "letters.write", "letters.change", "letters.discard"),
    *("letters.send", "letters.note_receipt", "letters.take_back"),
    "meetings.letter",  # of colleagues there is none
    "meetings.passed_on",  # nothing has been
)
CHANGES_ROUTINE = ("publishing.change_routine", "publishing.undo_routine")
# Addresses about the student alone, and those that other rows than who reads the case decide about.
ABOUT = {
    frozenset(STUDENT): (
        *("cases.student", "cases.state_conflict", "signals.task", "signals.give_task"),
        *("cases.report_concern", "cases.keep_concern", "signals.duties"),
        *("contacts.of_student", "contacts.log_contact", "contacts.log_for_absence"),
    ),
    # What they have logged themselves.
    frozenset({"mentor", "counsellor", "nurse"}): ("contacts.correct", "contacts.correct_in_case"),
    # What she is asked for, and what she has reported or begun to.
    frozenset({"subject_teacher"}): (
        *("cases.contribute", "cases.keep_contribution"),
        *("cases.own_concern", "cases.sign_concern", "cases.discard_concern"),
        *("cases.correct_concern", "cases.keep_correction"),
        *("cases.sign_correction", "cases.discard_correction"),
        *("cases.attach_to_concern", "cases.attach_to_correction", "cases.remove_concern_file"),
        *("cases.own_concern_file", "cases.own_concern_file_saved", "cases.own_concern_file_page"),
    ),
    frozenset(AROUND - {"mentor"} | {"subject_teacher"}): ("cases.follow_up_concern",),
    frozenset({"mentor", "rector"}): ("attendance.validity",),
    frozenset({"mentor", "subject_teacher"}): (
        *("signals.report_task", "signals.waive_task", "signals.reopen_task"),
    ),
    frozenset(AROUND): (
        *("cases.home", "cases.home_rights", "cases.withheld", "cases.withhold", "cases.end_withholding"),
        "cases.home_municipality",
        *("cases.create", "cases.annul", "cases.withdraw_annulment", "cases.student_messages"),
        "signals.put_off_task",
    ),
    # Student health and the principal release extracts and take up reports; she alone keeps people away.
    frozenset(AROUND - {"mentor"}): (
        *("meetings.put_on_agenda", "meetings.point"),
        *("cases.release", "cases.withdraw_extract"),
        *("cases.concern", "cases.take_up_concern", "cases.dismiss_concern"),
        *("cases.concern_file", "cases.concern_file_saved", "cases.concern_file_page"),
        "prevention.leave",
    ),
    frozenset({"rector"}): (
        *("cases.keeping", "cases.protect", "cases.lift_protection", "cases.name_reader", "cases.end_reader"),
        *("cases.name_conflict", "cases.lift_conflict", "cases.readings", "cases.readings_paper"),
        *("cases.find_same", "cases.merge_same"),
    ),
}
WHO = {endpoint: who for who, endpoints in ABOUT.items() for endpoint in endpoints}
# So is an attachment of such a class, on every address about it.
ATTACHMENT_PAGES = (
    "cases.attach_to_form",
    "cases.attachment",
    "cases.attached_file",
    "cases.attachment_page",
    "cases.concern_file_page",
    "cases.own_concern_file_page",
    "cases.replace_attachment",
    "cases.remove_attachment",
    "letters.enter_received",
)
# What is noted in monitoring: by whom has the case then.
MONITORING = ("monitoring.note", "monitoring.correct")
LOGS = ("reading", "reading_student", "reading_chain", "once_token", "user_session", "sign_in_attempt")


def may(endpoint: str, who: str, place: str) -> bool:
    """Whether the person is let in to the address."""
    if endpoint in CHANGES_ROUTINE:
        return who == "rector" or (who == "administration" and place == "authority")
    if endpoint in MONITORING:
        return who == "administration" and place == "authority"
    of_attendance = endpoint.startswith(("attendance.", "signals."))
    return who in WHO.get(endpoint, AROUND if of_attendance else READERS[place])
