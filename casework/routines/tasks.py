"""An action in sentences: who does what, when and how often, when it is needed, and where it holds."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.actions import Action, FormAction
from casework.routines.acting import acting
from casework.routines.amounts import every
from casework.routines.conditions import when
from casework.routines.deadlines import due, form_line
from casework.routines.needs import need, needs_inside
from casework.routines.speaker import Fact, Speaker, quoted
from casework.web.text import gettext

EACH = ("occasion", "lesson", "session", "day")


def action_facts(speaker: Speaker, action: Action) -> Iterator[Fact]:
    """Every sentence about the action, except its title."""
    yield from acting(speaker, action)
    if action.together_with:
        yield Fact(
            ("together_with",), gettext("Together with %(whom)s.", whom=speaker.who(action.together_with))
        )
    if action.form and not isinstance(action, FormAction):
        yield Fact(("form",), form_line(speaker, action.form))
    yield from _timing(speaker, action)
    yield from _conditions(speaker, action)
    if action.tell:
        yield Fact(("tell",), gettext("Afterwards, tell %(whom)s.", whom=speaker.who(action.tell)))
    yield from _place(speaker, action)
    if action.guidance:
        yield Fact(("guidance",), action.guidance.strip())


def _timing(speaker: Speaker, action: Action) -> Iterator[Fact]:
    if action.each_time:
        said = when(speaker, action.each_time)
        if action.each_time.kind in EACH:
            yield Fact(("each_time",), gettext("Done %(when)s.", when=said))
        else:
            yield Fact(("each_time",), gettext("Done every time this happens: %(when)s.", when=said))
    if action.every:
        yield Fact(("every",), gettext("Done %(every)s.", every=every(action.every)))
    if action.due:
        yield Fact(("due",), gettext("When: %(due)s.", due=due(speaker, action.due)))
    if action.per:
        yield Fact(("per",), gettext("Each guardian by themselves."))
    once = {
        "day": gettext("At most once a day."),
        "week": gettext("At most once a week."),
        "visit": gettext("Done anew each time the case comes to the step."),
        "case": gettext("Done once in the case, even if it starts again."),
    }
    if action.once_per in once:
        yield Fact(("once_per",), once[action.once_per])


def _conditions(speaker: Speaker, action: Action) -> Iterator[Fact]:
    if action.optional:
        yield Fact(("optional",), gettext("Done where it helps; nobody has to say why it was not."))
    if action.applies_if:
        said = needs_inside(speaker, action.applies_if)
        yield Fact(("applies_if",), gettext("Needed only if %(needs)s.", needs=said))
    if len(action.needs) == 1:
        said = needs_inside(speaker, action.needs)
        yield Fact(("needs",), gettext("Can be done only when %(needs)s.", needs=said))
    elif action.needs:
        points = tuple(need(speaker, one) for one in action.needs)
        yield Fact(("needs",), gettext("Can be done only when all of this is so:"), points)
    if action.for_students:
        said = when(speaker, action.for_students)
        yield Fact(("for_students",), gettext("Holds only %(when)s.", when=said))


def _place(speaker: Speaker, action: Action) -> Iterator[Fact]:
    if action.holds == "from_here_up":
        yield Fact(("holds",), gettext("Holds in all later steps too."))
    elif action.holds == "everywhere":
        yield Fact(("holds",), gettext("Holds in all steps."))
    if action.same_as:
        same = speaker.action(action.same_as)
        yield Fact(("same_as",), gettext("Done together with %(action)s, as one task.", action=same))
    if action.in_row:
        row = quoted(speaker.model.rows.get(action.in_row, action.in_row))
        yield Fact(("in_row",), gettext("Stands under %(row)s in the table.", row=row))
