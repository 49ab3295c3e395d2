"""The sentences for what went wrong: what happened and what to do, never whose fault."""

from __future__ import annotations

from casework.web.text import lazy_gettext as _

CONFLICTS = {
    "case_changed": _("Somebody has just changed this case. Look at it again; what you wrote is still here."),
    "task_closed": _(
        "Somebody has just finished this task. Look at the case again; what you wrote is still here."
    ),
    "form_saved": _("Somebody else has saved this form since you opened it. What you wrote is still here."),
    "form_locked": _("The form has just been finalised. What you wrote is still here."),
    "form_replaced": _("There is a newer version of this form, or the case has gone on without it."),
    "already_open": _("The student already has an open case."),
    "approval_ended": _("The request has already been decided, or the case has moved on."),
    "note_replaced": _("The note has already been corrected. What you wrote is still here."),
    "annulment_ended": _("The request has already been decided or withdrawn."),
    "annulment_pending": _("Somebody has already asked for the case to be annulled."),
    "participant_ended": _("Somebody has already noted that this person takes part no longer."),
    "consent_withdrawn": _("The consent has already been withdrawn."),
}

UNUSABLE = {
    "reason_missing": _("Write a reason. Those who read the case later need it."),
    "summary_missing": _("Write in short what the decision rests on."),
    "not_a_colleague": _("Choose a colleague whose role reaches the case."),
    "name_missing": _("Choose a colleague, or write the name of somebody outside the school."),
    "note_missing": _("Write the note."),
    "not_a_milestone": _("That cannot be noted about this task. Look at the date and at what was chosen."),
    "stale_page": _("The page was old. Open it again and send it from there; what you wrote is still here."),
    "foreign_page": _("This came from another site. Open the page here and send it from there."),
    "file": _("Files cannot be sent here."),
    "not_text": _("The text holds signs that cannot be kept. Take them away and send it again."),
}
MALFORMED = frozenset({"stale_page", "foreign_page", "file", "not_text"})

NOT_HERE = (_("Not here"), _("This page does not exist, or is not open to you."))
NOT_ALLOWED = (_("Somebody else does this"), _("Your role does not do this here."))
NOT_SIGNED_IN = (_("You have been signed out"), _("Sign in again and go on. What you wrote is still here."))
REFUSED = (_("It cannot be done yet"), _("This stands in the way:"))
REFUSED_ROLE = (_("Somebody else does this"), _("This stands in the way:"))
CONFLICT = _("Somebody was before you")
UNUSABLE_HEADING = _("Something has to be put right")
NOT_LOGGED = (
    _("The page cannot be shown just now"),
    _("Every reading is noted in a log, and the log cannot be written. Try again in a while."),
)
BUSY = (_("The program is busy"), _("Nothing was changed. Try again in a while."))
FAILED = (
    _("Something went wrong"),
    _("Nothing was changed. Try again; if it happens anew, tell whoever runs the program."),
)

# By HTTP status, for what the libraries refuse.
HTTP = {
    400: (UNUSABLE_HEADING, UNUSABLE["stale_page"]),
    404: NOT_HERE,
    405: (_("This address only takes forms"), _("Go back and open the page from a link.")),
    413: (
        _("Too much at once"),
        _("What was sent is larger than a page can take. Shorten it and send it again."),
    ),
    415: (UNUSABLE_HEADING, UNUSABLE["not_text"]),
}
