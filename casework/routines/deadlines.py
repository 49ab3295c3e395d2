"""When something is done, in words: due dates, rhythms and follow-up."""

from __future__ import annotations

from collections.abc import Iterator

from casework.engine.beside import DocumentedBy, FollowUp, Rhythm
from casework.engine.moments import Due
from casework.engine.quantities import Amount
from casework.routines.amounts import amount, each_stretch, every
from casework.routines.speaker import Speaker, capital, quoted
from casework.routines.times import after
from casework.web.text import gettext, ngettext


def due(speaker: Speaker, value: Due) -> str:
    """ "within 3 weeks after the case was opened, by 10.00"; as inside a sentence."""
    said = _way(speaker, value)
    if value.by_clock:
        said = gettext("%(said)s, before %(clock)s", said=said, clock=value.by_clock)
    if value.if_closed == "before":
        said = gettext("%(said)s (the school day before, if the school is closed)", said=said)
    return said


def _way(speaker: Speaker, value: Due) -> str:
    if value.within:
        return within(speaker, value.within, value.after)
    if value.target:
        about = gettext("about %(amount)s", amount=amount(value.target))
        return f"{about} {after(speaker, value.after)}" if value.after else about
    if value.before:
        return gettext("before %(action)s", action=speaker.action(value.before))
    if value.together_with:
        return gettext("at the same time as %(action)s", action=speaker.action(value.together_with))
    if value.next and value.otherwise:
        other = amount(value.otherwise)
        if value.next == "mentor_time":
            return gettext("at the next mentor time, else within %(amount)s", amount=other)
        return gettext("at the next meeting of the student health team, else within %(amount)s", amount=other)
    return gettext("the same day")


def within(speaker: Speaker, value: Amount, start: str | None) -> str:
    """ "within 3 weeks after the case was opened"; from when the task comes up where nothing else is said."""
    if not start:
        return gettext("within %(amount)s", amount=amount(value))
    return gettext("within %(amount)s %(after)s", amount=amount(value), after=after(speaker, start))


def rhythm(value: Rhythm | str) -> str:
    """ "at the start of every month, 5 times, over 5 weeks"; as inside a sentence."""
    if value == "continuous":
        return gettext("all the time")
    if not isinstance(value, Rhythm):
        return gettext("as planned")
    said = each_stretch(value.each)
    if value.at:
        said = (
            gettext("%(said)s, at the start", said=said)
            if value.at == "start"
            else gettext("%(said)s, at the end", said=said)
        )
    if value.times:
        times = ngettext("%(num)d time", "%(num)d times", value.times)
        said = gettext("%(said)s, %(times)s", said=said, times=times)
    if value.within:
        said = gettext("%(said)s, over %(amount)s", said=said, amount=amount(value.within))
    return said


def follow_up(speaker: Speaker, value: FollowUp) -> str:
    """How a step is followed up, as a sentence."""
    if value.every:
        how = every(value.every)
        if value.after:
            how = gettext("%(said)s, %(after)s", said=how, after=after(speaker, value.after))
    elif value.within:
        how = within(speaker, value.within, value.after)
    else:
        how = gettext("the same day")
        if value.after:
            how = gettext("%(said)s, %(after)s", said=how, after=after(speaker, value.after))
    if value.by:
        said = gettext("Followed up by %(who)s: %(when)s.", who=speaker.who(value.by), when=how)
    else:
        said = gettext("Followed up: %(when)s.", when=how)
    if value.title:
        said = f"{quoted(value.title)}. {said}"
    return f"{said} {form_line(speaker, value.form)}" if value.form else said


def form_line(speaker: Speaker, form: str) -> str:
    """Which form is used, as a sentence."""
    return gettext("Form: %(form)s.", form=speaker.form_title(form))


def documented(speaker: Speaker, values: tuple[DocumentedBy, ...]) -> Iterator[str]:
    """Who writes down what was done, and where."""
    for value in values:
        who = capital(speaker.one(value.role))
        if value.place:
            said = gettext(
                "%(who)s documents it in: %(document)s.", who=who, document=speaker.document(value.place)
            )
        else:
            said = gettext("%(who)s documents it.", who=who)
        if value.distributed_to:
            said += " " + gettext("It is handed out to %(who)s.", who=speaker.who(value.distributed_to))
        yield said
