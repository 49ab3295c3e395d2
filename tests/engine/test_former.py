"""What the present version of a routine does not know has a title, and nobody who does it."""

from __future__ import annotations

from casework.engine.former import NOBODY, action_of, transition_of
from casework.engine.workflow import Transition
from tests.engine.examples import five_step


def test_an_action_that_is_gone_has_the_title_it_had_and_nobody_who_does_it() -> None:
    rules = five_step().rules
    known = action_of(rules, "contact_home", "Ring hem")
    assert (known.id, known) == ("contact_home", rules.find_action("contact_home"))
    gone = action_of(rules, "gone", "Ring hem")
    assert (gone.id, gone.title, gone.by) == ("former", "Ring hem", (NOBODY,))
    assert NOBODY not in rules.roles


def test_a_transition_that_is_gone_leads_nowhere_and_nobody_takes_it() -> None:
    rules = five_step().rules
    assert transition_of(rules, rules.transitions[1].id) is rules.transitions[1]
    said = {"id": "former", "title": "", "kind": "forward", "from": "closed", "to": "closed", "by": (NOBODY,)}
    assert transition_of(rules, "gone") == Transition.model_validate(said)
