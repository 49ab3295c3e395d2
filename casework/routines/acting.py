"""The main sentence of each kind of action: who does what with whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.engine.action import SentTo
from casework.engine.actions import (
    Action,
    Arrangement,
    Contribution,
    Decision,
    Documentation,
    Meeting,
    Notice,
    Report,
    Request,
)
from casework.routines.amounts import amount, amount_limit
from casework.routines.speaker import Fact, Speaker, both, capital, either, quoted
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

CHANNELS = {
    "phone": _("by phone"),
    "sms": _("by text message"),
    "email": _("by e-mail"),
    "platform": _("on the learning platform"),
    "meeting": _("face to face"),
    "home_visit": _("at home"),
    "letter": _("by letter"),
    "registered_mail": _("by registered letter"),
}
Said = Callable[[Speaker, Any], Iterable[Fact]]


@dataclass(frozen=True)
class Main:
    """The main sentence of a kind of action: the fuller one where `added` is said, else the plain one."""

    fields: tuple[str, ...]
    added: str
    fuller: Any
    plain: Any

    def fact(self, speaker: Speaker, action: Action) -> Fact:
        """The sentence about the action."""
        text = self.fuller if getattr(action, self.added) else self.plain
        return Fact((*self.fields, "do"), str(text) % _values(speaker, action))


MAIN: Mapping[str, Main] = {
    "contact": Main(
        ("by", "parties_", "channel"),
        "channel",
        _("%(who)s contacts %(whom)s %(how)s."),
        _("%(who)s contacts %(whom)s."),
    ),
    "meeting": Main(
        ("by", "parties_"),
        "parties_",
        _("%(who)s holds the meeting with %(whom)s."),
        _("%(who)s holds the meeting."),
    ),
    "form": Main(
        ("by", "parties_", "form"),
        "parties_",
        _("%(who)s fills in %(form)s together with %(whom)s."),
        _("%(who)s fills in %(form)s."),
    ),
    "notice": Main(
        ("by", "to", "channel"),
        "channel",
        _("%(who)s tells %(whom)s %(how)s."),
        _("%(who)s tells %(whom)s."),
    ),
    "arrangement": Main(
        ("by", "parties_"),
        "parties_",
        _("%(who)s arranges it with %(whom)s."),
        _("%(who)s arranges it."),
    ),
    "documentation": Main(
        ("by", "document"),
        "document",
        _("%(who)s documents it in: %(document)s."),
        _("%(who)s documents it."),
    ),
    "work": Main(
        ("by", "parties_"),
        "parties_",
        _("%(who)s does it with %(whom)s."),
        _("%(who)s does it."),
    ),
}


def acting(speaker: Speaker, action: Action) -> Iterator[Fact]:
    """Who does what with whom, in the sentences of the action's kind."""
    kind: str = getattr(action, "do", "")
    if kind in MAIN:
        yield MAIN[kind].fact(speaker, action)
    if kind in _MORE:
        yield from _MORE[kind](speaker, action)


def _values(speaker: Speaker, action: Action) -> dict[str, str]:
    """What may stand in the main sentence."""
    whom = action.to if isinstance(action, SentTo) else getattr(action, "parties_", ())
    channels, document = getattr(action, "channel", ()), getattr(action, "document", None)
    return {
        "who": _who(speaker, action),
        "whom": speaker.who(whom) if whom else "",
        "how": either(str(CHANNELS[one]) for one in channels) if channels else "",
        "form": speaker.form(action.form) if action.form else "",
        "document": speaker.document(document) if document else "",
    }


def _who(speaker: Speaker, action: Action) -> str:
    return capital(speaker.whoever(action.by))


def _meeting(speaker: Speaker, action: Meeting) -> Iterator[Fact]:
    if action.invite:
        yield Fact(("invite",), gettext("Also invited: %(whom)s.", whom=speaker.who(action.invite)))
    if action.called_by:
        called = capital(speaker.whoever(action.called_by))
        yield Fact(("called_by",), gettext("%(who)s calls the meeting.", who=called))
    if action.place:
        place = gettext("at school") if action.place == "school" else action.place
        yield Fact(("place",), gettext("Where: %(place)s.", place=place))


def _notice(speaker: Speaker, action: Notice) -> Iterator[Fact]:
    if action.receipt:
        yield Fact(("receipt",), gettext("It is done when it is known to have arrived."))


def _report(speaker: Speaker, action: Report) -> Iterator[Fact]:
    told = {"who": _who(speaker, action), "whom": speaker.who(action.to)}
    yield Fact(("by", "to", "do"), gettext("%(who)s reports to %(whom)s.", **told))
    if action.ends_with:
        ends = either(quoted(one) for one in action.ends_with.values())
        yield Fact(("ends_with",), gettext("It goes on until this is reported: %(ends)s.", ends=ends))


def _request(speaker: Speaker, action: Request) -> Iterator[Fact]:
    said = gettext(
        "%(who)s asks %(whom)s for: %(what)s.",
        who=_who(speaker, action),
        what=speaker.document(action.what),
        whom=speaker.one(action.asked_of),
    )
    yield Fact(("by", "what", "asked_of", "do"), said)
    if action.hand_to:
        yield Fact(
            ("hand_to",), gettext("It is handed in to %(whom)s.", whom=speaker.whoever(action.hand_to))
        )
    if action.answer_within:
        wait = amount(action.answer_within)
        yield Fact(("answer_within",), gettext("The answer is expected within %(amount)s.", amount=wait))


def _decision(speaker: Speaker, action: Decision) -> Iterator[Fact]:
    yield Fact(("by", "do"), gettext("%(who)s decides, and writes why.", who=_who(speaker, action)))
    options = either(quoted(one) for one in action.options.values())
    yield Fact(("options",), gettext("To choose between: %(options)s.", options=options))


def _arrangement(speaker: Speaker, action: Arrangement) -> Iterator[Fact]:
    if action.runs_for:
        yield Fact(("runs_for",), gettext("It lasts %(amount)s.", amount=amount_limit(action.runs_for.limit)))
    if not action.may_end_early:
        yield Fact(("may_end_early",), gettext("It may not end before that."))
    if action.result:
        results = either(quoted(one) for one in action.result.values())
        yield Fact(("result",), gettext("It can end with: %(results)s.", results=results))


def _documentation(speaker: Speaker, action: Documentation) -> Iterator[Fact]:
    if action.distributed_to:
        whom = speaker.who(action.distributed_to)
        yield Fact(("distributed_to",), gettext("It is handed out to %(who)s.", who=whom))


def _contribution(speaker: Speaker, action: Contribution) -> Iterator[Fact]:
    said = gettext(
        "%(who)s each answer %(questions)s in %(form)s.",
        who=_who(speaker, action),
        questions=both(speaker.question(action.to_form, one) for one in action.asks),
        form=speaker.form(action.to_form),
    )
    yield Fact(("by", "to_form", "asks", "do"), said)


# What each kind says besides its main sentence, or instead of one.
_MORE: Mapping[str, Said] = {
    "meeting": _meeting,
    "notice": _notice,
    "report": _report,
    "request": _request,
    "decision": _decision,
    "arrangement": _arrangement,
    "documentation": _documentation,
    "contribution": _contribution,
}
