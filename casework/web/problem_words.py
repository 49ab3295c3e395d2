"""The sentences for what went wrong: what happened and what to do, never whose fault."""

from __future__ import annotations

from casework.web.text import lazy_gettext as _

CONFLICTS = {
    "merge_changed": _("Something about one of the two has just changed. Look at what would move once more."),
    "version_taken": _("Somebody has just uploaded a version with that number."),
    "version_settled": _("The version has just been published, ended or withdrawn."),
    "migration_built_on": _("Something has happened in the case since. It stays as it is."),
    "injunction_closed": _("The way to an injunction is closed. The page of the case says what is missing."),
    "case_changed": _("Somebody has just changed this case. Look at it again; what you wrote is still here."),
    "task_closed": _(
        "Somebody has just finished this task. Look at the case again; what you wrote is still here."
    ),
    "form_saved": _("Somebody else has saved this form since you opened it. What you wrote is still here."),
    "saved_elsewhere": _(
        "You have written in this in another window too. Choose “Continue later”: then you see both."
    ),
    "form_differs": _("Two texts in the form still stand against each other. Choose between them first."),
    "form_locked": _("The form has just been finalised. What you wrote is still here."),
    "form_replaced": _("There is a newer version of this form, or the case has gone on without it."),
    "already_open": _("The student already has an open case."),
    "approval_ended": _("The request has already been decided, or the case has moved on."),
    "number_given": _("The register has given this number just now or before. Give another."),
    "letter_class": _(
        "Others may read this kind of letter than when it was written. Change it and save it first."
    ),
    "letter_changed": _("Somebody has just changed or sent this letter. Look at it again."),
    "note_replaced": _("The note has already been corrected. What you wrote is still here."),
    "annulment_ended": _("The request has already been decided or withdrawn."),
    "annulment_pending": _("Somebody has already asked for the case to be annulled."),
    "asked_already": _("You have asked for this already. The case shows what you wrote."),
    "ask_ended": _("This has just been answered or taken back."),
    "message_moved_on": _("This message has just been sent, or somebody else has decided about it."),
    "meeting_called": _("A meeting is booked for this task already. Change that one instead."),
    "meeting_changed": _("The meeting has just been changed, held or called off. See how it stands."),
    "measure_changed": _("Somebody has just followed up the measure or changed the plan. See how it stands."),
    "in_cohort": _("One of the students is in the group already. Choose again."),
    "left_cohort": _("Somebody has just taken the student out of the group."),
    "prevention_noted": _("Somebody has just noted how it went. See what they wrote."),
    "participant_ended": _("Somebody has already noted that this person takes part no longer."),
    "substitution_over": _("Somebody has just ended it, or its last day has been."),
    "file_outcome": _("Something has changed since you looked at the file. Look at what it would do now."),
    "attachment_replaced": _("There is a newer version of this attachment, or it has been removed."),
    "protection_changed": _("Somebody has just changed who may see the student. Look at it again."),
    "extract_withdrawn": _("Somebody has just withdrawn the extract."),
    "withholding_changed": _("Somebody has just decided about one of these answers. Look at it again."),
    "lesson_registered": _(
        "Somebody has registered this lesson since you opened it. Open it again to see what they said."
    ),
    "duty_begun": _("It has been begun already."),
    "report_replaced": _("A later version of the report stands in its place."),
    "report_settled": _("Somebody has just taken up the report, or noted that nothing is needed."),
    "leave_settled": _("Somebody has just decided about the leave, or taken it back."),
    "mark_holds": _("Somebody has just made the same assessment of the student. See what they wrote."),
    "mark_ended": _("Somebody has just ended the assessment."),
    "signal_settled": _("Somebody has just acted on the signal, or a correction has taken it away."),
    "consent_withdrawn": _("The consent has already been withdrawn."),
}

UNUSABLE = {
    "unfit_name": _("The name is too long, or holds a sign that cannot be seen."),
    "not_mergeable": _("These two cannot be merged. Look at them again to see why."),
    "merge_undecided": _("Decide what holds in each lesson of which the two say different things."),
    "no_routine": _("The school follows no routine that is valid today. The authority chooses one for it."),
    "not_earlier": _("A version can only end earlier than was decided, and not before today."),
    "no_heir_chosen": _("Choose who takes over at least one of the cases."),
    "no_case_chosen": _("Choose at least one case."),
    "extract_nothing": _("Choose at least one answer."),
    "extract_withheld": _(
        "One of the answers is kept from this person. Take it away, or let it be told again."
    ),
    "extract_nobody": _("Choose to whom, and write which school or authority."),
    "extract_not_informed": _("It is decided that this person may not be told about the case."),
    "extract_no_ground": _("Choose a legal ground."),
    "extract_ground": _("This ground does not open what is medical. Choose another."),
    "extract_consent": _("Give the day of the consent."),
    "extract_class": _("Choose who reads the extract here."),
    "not_an_act": _("Something in what was noted does not fit together. Look at it again."),
    "act_too_early": _(
        "This follows from something else that was noted. Choose a day no earlier than that, and only people "
        "whom it was about."
    ),
    "reason_missing": _("Write a reason. Those who read the case later need it."),
    "summary_missing": _("Write in short what the decision rests on."),
    "answer_missing": _("Write your answer. Whoever asked needs it."),
    "not_a_colleague": _("Choose a colleague whose role reaches the case."),
    "not_a_colleague_there": _("Choose a colleague who works at the same school."),
    "no_role_follows": _("None of the roles on those days can be held by a substitute."),
    "no_later_day": _("Choose a later day than the one that holds now."),
    "who_missing": _("Write what is to be done, and choose who does it."),
    "name_missing": _("Choose a colleague, or write the name of somebody outside the school."),
    "not_a_measure": _("Say what is done, by which colleague, and a day to come on which you follow it up."),
    "not_a_follow_up": _("Say whether it was done and how it goes on. The next follow-up is a day to come."),
    "not_a_member": _("Choose at least one student, and a day that has been."),
    "not_a_value": _("Choose what the figure is of, write it, and give a day that has been."),
    "not_a_note": _("Say how it stands, and on which day of this school year."),
    "group_too_small": _("The result rests on too few answers. It would tell of single students."),
    "note_missing": _("Write the note."),
    "contact_nobody": _("Choose whom the contact was with; write the name where it was somebody else."),
    "other_guardian": _("A task here is for somebody else. Take it away, or choose whom it is for."),
    "not_to_contact": _("The school may not contact this person. Choose somebody else."),
    "letter_way": _("Choose how the letter is delivered. A protected identity leaves few ways."),
    "letter_unprintable": _(
        "A sign in the letter cannot be printed, such as a picture sign. Take it away, or leave that out."
    ),
    "letter_recipient": _("It is decided that this person is not written to or told. Choose somebody else."),
    "letter_for_task": _(
        "The task is for somebody else. Choose whom it is for, or write from the case instead."
    ),
    "receipt_missing": _("Write how you know that it has come through."),
    "receipt_before": _("Give the day it came through, not a day before it was sent."),
    "agreement_missing": _("Write what you agreed."),
    "meeting_when": _("Give a time to come, and how long the meeting takes."),
    "meeting_nobody": _("Choose who comes, each once."),
    "meeting_late": _("The meeting comes later than the routine says. Write why."),
    "meeting_ground": _("Choose what those from outside may learn; a consent must be in force."),
    "meeting_untitled": _("Write what the meeting is called."),
    "meeting_not_held": _("A meeting has been held once it has begun and somebody came."),
    "share_nothing": _("Choose at least one part and who gets it, once the meeting has been held."),
    "share_class": _("One of them does not read a part that you have chosen. Pass the parts on one by one."),
    "share_closed": _(
        "Nothing lets what is written about the student leave the school for those from outside."
    ),
    "naming_too_long": _("Give a day from today until a year from now."),
    "nobody_decides": _("No principal of their schools has an account. Give somebody that role first."),
    "own_naming": _("Somebody else who decides takes away your own right to see the student."),
    "view_named": _("You have a view with that name already. Take another name."),
    "not_a_milestone": _("That cannot be noted about this task. Look at the date and at what was chosen."),
    "stale_page": _("The page was old. Open it again and send it from there; what you wrote is still here."),
    "foreign_page": _("This came from another site. Open the page here and send it from there."),
    "file": _("Files cannot be sent here."),
    "file_empty": _("There is nothing in the file."),
    "file_kind": _(
        "That kind of file is not taken. Send a PDF, a picture (JPEG, PNG or HEIC), "
        "a Word or OpenDocument text, or plain text."
    ),
    "file_too_large": _("The file is too large. Save it smaller, or send it in parts."),
    "file_locked": _("The file is locked with a password. Save it without one and send that."),
    "file_programs": _("The file carries programs or other files. Save it as PDF and send that."),
    "file_bomb": _("Opening the file takes more than it should. Save it as PDF and send that."),
    "file_broken": _("The file cannot be read. Open it, save it anew and send that."),
    "file_infected": _("The virus scanner does not let the file through."),
    "file_unscanned": _(
        "The file could not be scanned for viruses, so it was not kept. Try again in a while."
    ),
    "form_full": _("No more attachments fit in this form. Put several pages into one file."),
    "case_full": _("No more attachments fit in this case. Put several pages into one file."),
    "student_not_in_lesson": _("A student in the list does not have the lesson. Open the lesson again."),
    "no_absence": _("The student was there, so there is no absence to decide on."),
    "minutes_do_not_fit": _(
        "Write how many minutes were missed, for those who came late or left early: "
        "fewer than the lesson has."
    ),
    "day_to_come": _("The day has not come yet. Give today or a day before it."),
    "terms_overlap": _("Two terms overlap, or one ends before it begins."),
    "not_text": _("The text holds signs that cannot be kept. Take them away and send it again."),
}
MALFORMED = frozenset({"stale_page", "foreign_page", "file", "not_text"})

NOT_HERE = (_("Not here"), _("This page does not exist, or is not open to you."))
NOT_ALLOWED = (_("Somebody else does this"), _("Your role does not do this here."))
NOT_SIGNED_IN = (_("You have been signed out"), _("Sign in again and go on. What you wrote is still here."))
SIGNED_OUT = (_("You have been signed out"), _("Sign in here and go on where you were."))
SOMEBODY_ELSE = (
    _("Somebody else is signed in here now"),
    _("Sign in as yourself to go on where you were. Nothing of yours is saved in another name."),
)
REFUSED = (_("It cannot be done yet"), _("This stands in the way:"))
REFUSED_ROLE = (_("Somebody else does this"), _("This stands in the way:"))
CONFLICT = _("Somebody was before you")
UNUSABLE_HEADING = _("Something has to be put right")
NO_ROOM = (
    _("There is no room for the file just now"),
    _("Nothing of it was kept. Tell whoever runs the program that the disk is full."),
)
DAMAGED = (
    _("The file cannot be given out"),
    _("It is not what was kept once. Tell whoever runs the program."),
)
FILE_TOO_LARGE = (_("The file is too large"), UNUSABLE["file_too_large"])
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
