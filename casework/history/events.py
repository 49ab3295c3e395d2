"""The events there are, and what each of them says."""

from __future__ import annotations

from enum import StrEnum


class What(StrEnum):
    """The events there are, `subject:action`."""

    STUDENT_CASE_OPENED = "student:case_opened"
    CASE_OPENED = "case:opened"
    CASE_MOVED = "case:moved"
    TASK_REPORTED = "task:reported"
    TASK_WAIVED = "task:waived"
    FORM_BEGUN = "form:begun"
    FORM_FINALISED = "form:finalised"
    FORM_CORRECTED = "form:corrected"
    FORM_RECEIVED = "form:received"
    APPROVAL_REQUESTED = "approval:requested"
    APPROVAL_DECLINED = "approval:declined"
    APPROVAL_LAPSED = "approval:lapsed"
    CONSENT_GIVEN = "consent:given"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    CONSENT_RETRACTED = "consent:retracted"
    APPROVAL_WITHDRAWN = "approval:withdrawn"
    FORM_DISCARDED = "form:discarded"
    FORM_RESTORED = "form:restored"
    TASK_REOPENED = "task:reopened"
    RESPONSIBLE_NAMED = "responsible:named"
    PARTICIPANT_ADDED = "participant:added"
    PARTICIPANT_ENDED = "participant:ended"
    NOTE_WRITTEN = "note:written"
    NOTE_CORRECTED = "note:corrected"
    ANNULMENT_REQUESTED = "annulment:requested"
    ANNULMENT_DECLINED = "annulment:declined"
    ANNULMENT_WITHDRAWN = "annulment:withdrawn"
    CASE_ANNULLED = "case:annulled"
    ASK_MADE = "ask:made"
    ASK_ENDED = "ask:ended"
    ATTACHMENT_ADDED = "attachment:added"
    ATTACHMENT_REPLACED = "attachment:replaced"
    ATTACHMENT_REMOVED = "attachment:removed"
    EXTRACT_RELEASED = "extract:released"
    EXTRACT_WITHDRAWN = "extract:withdrawn"
    MEASURE_DECIDED = "measure:decided"
    MEASURE_ADDED = "measure:added"
    MEASURE_FOLLOWED_UP = "measure:followed_up"
    MEASURE_PASSED = "measure:passed"
    CASE_MIGRATED = "case:migrated"
    CASE_MIGRATION_UNDONE = "case:migration_undone"
    STUDENT_PROTECTED = "student:protected"
    STUDENT_UNPROTECTED = "student:unprotected"
    READER_NAMED = "reader:named"
    READER_ENDED = "reader:ended"
    CONFLICT_STATED = "conflict:stated"
    CONFLICT_LIFTED = "conflict:lifted"
    MUNICIPALITY_NOTED = "municipality:noted"
    HOME_DECIDED = "home:decided"
    HOME_WITHHELD = "home:withheld"
    HOME_WITHHELD_NO_LONGER = "home:withheld_no_longer"
    SIGNAL_TAKEN_UP = "signal:taken_up"
    SIGNAL_DISMISSED = "signal:dismissed"
    SIGNAL_PAUSED = "signal:paused"
    STUDENT_MERGED = "student:merged"
    DUTY_BEGUN = "duty:begun"
    STUDENT_TASK_REPORTED = "student:task_reported"
    STUDENT_TASK_WAIVED = "student:task_waived"
    TASK_DUE_MOVED = "task:due_moved"
    TASK_PUT_OFF = "task:put_off"
    TASK_GIVEN = "task:given"
    TASK_ADDED = "task:added"
    STUDENT_TASK_REOPENED = "student:task_reopened"
    STUDENT_TASK_PUT_OFF = "student:task_put_off"
    STUDENT_TASK_GIVEN = "student:task_given"
    STUDENT_TASK_DUE_MOVED = "student:task_due_moved"
    CONCERN_SIGNED = "concern:signed"
    CONCERN_CORRECTED = "concern:corrected"
    CONCERN_TAKEN_UP = "concern:taken_up"
    CONCERN_FOLLOWED_UP = "concern:followed_up"
    CONCERN_DISMISSED = "concern:dismissed"
    LEAVE_ASKED = "leave:asked"
    LEAVE_GRANTED = "leave:granted"
    LEAVE_DECLINED = "leave:declined"
    LEAVE_TAKEN_BACK = "leave:taken_back"
    MARK_SET = "mark:set"
    MARK_ENDED = "mark:ended"
    CONTACT_LOGGED = "contact:logged"
    CONTACT_CORRECTED = "contact:corrected"
    LETTER_SENT = "letter:sent"
    LETTER_RECEIVED = "letter:received"
    LETTER_TAKEN_BACK = "letter:taken_back"
    DOCUMENT_RECEIVED = "document:received"
    MONITORING_NOTED = "monitoring:noted"
    MONITORING_CORRECTED = "monitoring:corrected"
    COHORT_JOINED = "cohort:joined"
    COHORT_LEFT = "cohort:left"
    MEETING_CALLED = "meeting:called"
    MEETING_CHANGED = "meeting:changed"
    MEETING_CANCELLED = "meeting:cancelled"
    MEETING_HELD = "meeting:held"
    MEETING_SHARED = "meeting:shared"


_MOVE = {"transition", "title", "kind", "from", "to", "to_title", "round", "reason", "effects"}
_FORM = {"form", "title", "submission", "version", "confidentiality"}
_ANNULMENT = {"annulment", "reason", "content"}
_ASK = {"ask", "transition", "title", "to", "confidentiality", "reason", "content"}
_SIGNED = {"content", "corrects", "reports", "attachments"}
_MIGRATION = {"migration", "workflow", "version", "sha", "title", "from", "to", "to_title", "round"}
_FILE = {"file", "version", "kind"}
_ATTACHMENT = {"attachment", "title", "form", "confidentiality", "content"}
_EXTRACT = {"extract", "form", "recipient", "confidentiality", "reason", "content"}
_PLAN = {"form", "submission", "version", "confidentiality"}
_CONSENT = frozenset({"consent", "purpose", "given_by", "content"})
_LEAVE = frozenset({"leave", "content"})
_MARK = frozenset({"mark", "confidentiality", "content"})
_SIGNAL = {"signal", "rule", "proposes", "sha", "reason", "content"}
_CONCERN = {"concern", "form", "confidentiality", "content"}
_LETTER = {"letter", "title", "confidentiality", "content"}
_MONITORING = {"act", "kind", "confidentiality", "content"}
_TASK = {"task", "action", "title"}
_STUDENT_TASK = _TASK | {"sha"}
_PROTECTED = frozenset({"protection", "reason", "content"})
_PARTICIPANT = frozenset({"participant", "name", "content"})
_WITHHELD = {"bond", "form", "fields", "reason"}
_MAY = {"may_be_contacted", "may_be_informed", "is_agreed_by_student"}
_MEETING = {"meeting", "title", "content"}
_HOME = _MAY | {"kind", "household", "speaks", "reason"}

# `content` is the hash of the row that the event tells of: a row that is changed later no longer fits it.
# What each event says; one that says more or less is a mistake and is refused.
KEYS: dict[What, frozenset[str]] = {
    What.STUDENT_CASE_OPENED: frozenset({"case", "number"}),
    What.CASE_OPENED: frozenset(
        {"workflow", "version", "sha", "to", "to_title", "round", "reason", "number", "is_handed_over"}
    ),
    What.CASE_MOVED: frozenset(_MOVE | {"approved_request", "content", "is_handed_over"}),
    What.TASK_REPORTED: frozenset(_TASK | {"milestone", "outcome", "outcome_title", "report", "content"}),
    What.TASK_WAIVED: frozenset(_TASK | {"reason", "content"}),
    What.TASK_PUT_OFF: frozenset(_TASK | {"delay", "kind", "until", "reason", "content"}),
    What.TASK_GIVEN: frozenset(_TASK | {"user", "name"}),
    What.TASK_ADDED: frozenset(_TASK | {"roles", "due"}),
    What.TASK_DUE_MOVED: frozenset(_TASK | {"from", "to", "why"}),
    **dict.fromkeys((What.FORM_BEGUN, What.FORM_DISCARDED), frozenset(_FORM)),
    **dict.fromkeys((What.FORM_FINALISED, What.FORM_CORRECTED), frozenset(_FORM | _SIGNED)),
    What.FORM_RECEIVED: frozenset(_FORM | _SIGNED | {"files"}),
    What.APPROVAL_REQUESTED: frozenset(
        {"approval", "transition", "title", "to", "to_title", "rests_on", "content"}
    ),
    What.APPROVAL_DECLINED: frozenset({"approval", "transition", "title", "reason", "content"}),
    What.APPROVAL_LAPSED: frozenset({"approval", "transition", "title", "why", "content"}),
    **dict.fromkeys((What.CONSENT_GIVEN, What.CONSENT_WITHDRAWN, What.CONSENT_RETRACTED), _CONSENT),
    What.APPROVAL_WITHDRAWN: frozenset({"approval", "transition", "title", "content"}),
    What.FORM_RESTORED: frozenset(_FORM | {"restores"}),
    What.TASK_REOPENED: frozenset({"task", "action", "title", "reason", "taken_back", "content"}),
    What.RESPONSIBLE_NAMED: frozenset({"visit", "name", "content"}),
    **dict.fromkeys((What.PARTICIPANT_ADDED, What.PARTICIPANT_ENDED), _PARTICIPANT),
    What.NOTE_WRITTEN: frozenset({"note", "confidentiality", "content"}),
    What.NOTE_CORRECTED: frozenset({"note", "confidentiality", "replaces", "content"}),
    **dict.fromkeys((What.ANNULMENT_REQUESTED, What.ANNULMENT_DECLINED), frozenset(_ANNULMENT)),
    What.ANNULMENT_WITHDRAWN: frozenset({"annulment", "content"}),
    What.CASE_ANNULLED: frozenset(_ANNULMENT | {"from", "to", "effects"}),
    What.ASK_MADE: frozenset(_ASK | {"roles"}),
    What.ASK_ENDED: frozenset(_ASK | {"status"}),
    **dict.fromkeys((What.ATTACHMENT_ADDED, What.ATTACHMENT_REPLACED), frozenset(_ATTACHMENT | _FILE)),
    What.ATTACHMENT_REMOVED: frozenset(_ATTACHMENT | {"reason"}),
    What.EXTRACT_RELEASED: frozenset(_EXTRACT | {"submission", "fields", "ground"}),
    What.EXTRACT_WITHDRAWN: frozenset(_EXTRACT),
    What.MEASURE_DECIDED: frozenset(_PLAN | {"added", "kept", "changed", "ended", "versions", "measures"}),
    What.MEASURE_ADDED: frozenset(_PLAN | {"meeting", "versions", "measures"}),
    What.MEASURE_PASSED: frozenset({"confidentiality", "name", "measures"}),
    What.MEASURE_FOLLOWED_UP: frozenset({"confidentiality", "onwards", "reviews", "measures"}),
    What.CASE_MIGRATED: frozenset(_MIGRATION | {"is_handed_over", "reason", "effects"}),
    What.CASE_MIGRATION_UNDONE: frozenset(_MIGRATION | {"is_handed_over"}),
    **dict.fromkeys((What.STUDENT_PROTECTED, What.STUDENT_UNPROTECTED), _PROTECTED),
    What.READER_NAMED: frozenset({"reader", "user", "until", "content"}),
    What.READER_ENDED: frozenset({"reader", "user", "content"}),
    What.CONFLICT_STATED: frozenset({"conflict", "user", "content"}),
    What.CONFLICT_LIFTED: frozenset({"conflict", "user", "reason", "content"}),
    What.MUNICIPALITY_NOTED: frozenset({"before", "after"}),
    What.HOME_DECIDED: frozenset(_HOME | {"bond", "content"}),
    What.HOME_WITHHELD: frozenset(_WITHHELD | {"withheld"}),
    What.HOME_WITHHELD_NO_LONGER: frozenset(_WITHHELD | {"withholding", "content"}),
    **dict.fromkeys(
        (What.LEAVE_ASKED, What.LEAVE_GRANTED, What.LEAVE_DECLINED, What.LEAVE_TAKEN_BACK), _LEAVE
    ),
    **dict.fromkeys((What.MARK_SET, What.MARK_ENDED), _MARK),
    **dict.fromkeys((What.SIGNAL_TAKEN_UP, What.SIGNAL_DISMISSED, What.SIGNAL_PAUSED), frozenset(_SIGNAL)),
    What.CONCERN_SIGNED: frozenset(_CONCERN),
    What.CONCERN_CORRECTED: frozenset(_CONCERN | {"corrects", "replaced"}),
    **dict.fromkeys((What.CONCERN_TAKEN_UP, What.CONCERN_DISMISSED), frozenset({"concern", "content"})),
    What.CONCERN_FOLLOWED_UP: frozenset({"concern", "review", "content"}),
    What.STUDENT_MERGED: frozenset({"merge", "from", "into", "reason", "moved", "rebinds", "content"}),
    What.DUTY_BEGUN: frozenset({"duty", "title", "sha", "tasks"}),
    What.STUDENT_TASK_REPORTED: frozenset(_STUDENT_TASK | {"milestone", "outcome", "report", "content"}),
    What.STUDENT_TASK_WAIVED: frozenset(_STUDENT_TASK | {"reason", "content"}),
    What.CONTACT_LOGGED: frozenset({"contact", "confidentiality", "content"}),
    What.MONITORING_NOTED: frozenset(_MONITORING),
    What.MONITORING_CORRECTED: frozenset(_MONITORING | {"replaces"}),
    What.CONTACT_CORRECTED: frozenset({"contact", "confidentiality", "replaces", "content"}),
    What.STUDENT_TASK_PUT_OFF: frozenset(_STUDENT_TASK | {"delay", "kind", "until", "reason", "content"}),
    What.STUDENT_TASK_GIVEN: frozenset(_STUDENT_TASK | {"user", "name"}),
    What.STUDENT_TASK_DUE_MOVED: frozenset(_STUDENT_TASK | {"from", "to", "why"}),
    What.LETTER_SENT: frozenset(_LETTER | {"to", "way", "number", "file"}),
    What.LETTER_RECEIVED: frozenset(_LETTER),
    What.LETTER_TAKEN_BACK: frozenset(_LETTER | {"reason"}),
    What.DOCUMENT_RECEIVED: frozenset(
        {"document", "attachment", "title", "sender", "number", "confidentiality", "content"}
    ),
    **dict.fromkeys((What.COHORT_JOINED, What.COHORT_LEFT), frozenset({"member", "cohort", "content"})),
    **dict.fromkeys((What.MEETING_CALLED, What.MEETING_HELD), frozenset(_MEETING | {"day"})),
    What.MEETING_CHANGED: frozenset(_MEETING | {"day", "reason"}),
    What.MEETING_CANCELLED: frozenset(_MEETING | {"reason"}),
    What.MEETING_SHARED: frozenset({"meeting", "title", "shares"}),
    What.STUDENT_TASK_REOPENED: frozenset(_STUDENT_TASK | {"reason", "report", "content"}),
}
