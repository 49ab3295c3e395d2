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
task:waived: action reason task title
form:begun: confidentiality form submission title version
form:finalised: attachments confidentiality content corrects form reports submission title version
form:corrected: attachments confidentiality content corrects form reports submission title version
form:received: confidentiality content form reports submission title version
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
case:migrated: effects from is_handed_over migration reason round sha title to to_title version workflow
case:migration_undone: from is_handed_over migration round sha title to to_title version workflow
student:protected: content protection reason
student:unprotected: content protection reason
reader:named: content reader until user
reader:ended: content reader user
conflict:stated: conflict content user
conflict:lifted: conflict content reason user
home:decided: bond content is_agreed_by_student kind may_be_contacted may_be_informed reason speaks
home:withheld: bond fields form reason
home:withheld_no_longer: bond fields form reason
signal:taken_up: proposes reason rule sha signal
signal:dismissed: proposes reason rule sha signal
signal:paused: proposes reason rule sha signal
concern:signed: concern confidentiality content form
concern:taken_up: concern content
concern:dismissed: concern content
student:merged: content from into merge moved reason rebinds
student:task_reported: action content milestone outcome report sha task title
student:task_waived: action reason sha task title
"""


def test_each_event_says_what_it_has_always_said() -> None:
    said: dict[str, set[str]] = {}
    for line in SAID.replace("\n    ", " ").strip().splitlines():
        kind, _, words = line.partition(": ")
        said[kind] = set(words.split())
    assert {kind.value: set(words) for kind, words in KEYS.items()} == said
