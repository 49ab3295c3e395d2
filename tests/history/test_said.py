"""What events say stands in every database in use, and is written down here a second time.

A word that is taken away or called otherwise would leave the chains that are there without meaning; a new one
is a new line here.
"""

from __future__ import annotations

from casework.history.events import KEYS

SAID = """
student:case_opened: case number
case:opened: is_handed_over number reason round sha to to_title version workflow
case:moved: approved_request content effects from is_handed_over kind reason round title to to_title
    transition
task:reported: action content milestone outcome outcome_title report task title
task:waived: action content reason task title
task:put_off: action content delay kind reason task title until
task:given: action name task title user
task:added: action due roles task title
task:due_moved: action from task title to why
form:begun: confidentiality form submission title version
form:finalised: attachments confidentiality content corrects form reports submission title version
form:corrected: attachments confidentiality content corrects form reports submission title version
form:received: attachments confidentiality content corrects files form reports submission title version
approval:requested: approval content rests_on title to to_title transition
approval:declined: approval content reason title transition
approval:lapsed: approval content title transition why
consent:given: consent content given_by purpose
consent:withdrawn: consent content given_by purpose
consent:retracted: consent content given_by purpose
approval:withdrawn: approval content title transition
form:discarded: confidentiality form submission title version
form:restored: confidentiality form restores submission title version
task:reopened: action content reason taken_back task title
responsible:named: content name visit
participant:added: content name participant
participant:ended: content name participant
note:written: confidentiality content note
note:corrected: confidentiality content note replaces
annulment:requested: annulment content reason
annulment:declined: annulment content reason
annulment:withdrawn: annulment content
case:annulled: annulment content effects from reason to
ask:made: ask confidentiality content reason roles title to transition
ask:ended: ask confidentiality content reason status title to transition
attachment:added: attachment confidentiality content file form kind title version
attachment:replaced: attachment confidentiality content file form kind title version
attachment:removed: attachment confidentiality content form reason title
extract:released: confidentiality content extract fields form ground reason recipient submission
extract:withdrawn: confidentiality content extract form reason recipient
measure:decided: added changed confidentiality ended form kept measures submission version versions
measure:added: confidentiality form measures meeting submission version versions
measure:passed: confidentiality measures name
measure:followed_up: confidentiality measures onwards reviews
case:migrated: effects from is_handed_over migration reason round sha title to to_title version workflow
case:migration_undone: from is_handed_over migration round sha title to to_title version workflow
student:protected: content protection reason
student:unprotected: content protection reason
reader:named: content reader until user
reader:ended: content reader user
conflict:stated: conflict content user
conflict:lifted: conflict content reason user
home:decided: bond content household is_agreed_by_student kind may_be_contacted may_be_informed reason speaks
home:withheld: bond fields form reason withheld
home:withheld_no_longer: bond content fields form reason withholding
signal:taken_up: content proposes reason rule sha signal
signal:dismissed: content proposes reason rule sha signal
signal:paused: content proposes reason rule sha signal
concern:signed: concern confidentiality content form
concern:corrected: concern confidentiality content corrects form replaced
concern:taken_up: concern content
concern:followed_up: concern content review
concern:dismissed: concern content
student:merged: content from into merge moved reason rebinds
student:task_put_off: action content delay kind reason sha task title until
student:task_given: action name sha task title user
student:task_due_moved: action from sha task title to why
student:task_reopened: action content reason report sha task title
duty:begun: duty sha tasks title
municipality:noted: after before
student:task_reported: action content milestone outcome report sha task title
student:task_waived: action content reason sha task title
leave:asked: content leave
leave:granted: content leave
leave:declined: content leave
leave:taken_back: content leave
mark:set: confidentiality content mark
mark:ended: confidentiality content mark
contact:logged: confidentiality contact content
contact:corrected: confidentiality contact content replaces
letter:sent: confidentiality content file letter number title to way
letter:received: confidentiality content letter title
letter:taken_back: confidentiality content letter reason title
document:received: attachment confidentiality content document number sender title
monitoring:noted: act confidentiality content kind
monitoring:corrected: act confidentiality content kind replaces
cohort:joined: cohort content member
cohort:left: cohort content member
meeting:called: content day meeting title
meeting:changed: content day meeting reason title
meeting:cancelled: content meeting reason title
meeting:held: content day meeting title
meeting:shared: meeting shares title
"""


def test_each_event_says_what_it_has_always_said() -> None:
    said: dict[str, set[str]] = {}
    for line in SAID.replace("\n    ", " ").strip().splitlines():
        kind, _, words = line.partition(": ")
        said[kind] = set(words.split())
    assert {kind.value: set(words) for kind, words in KEYS.items()} == said
