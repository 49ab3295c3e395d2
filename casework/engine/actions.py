"""The kinds of action: something a role must do. Opened it is a task; doing it leaves milestones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictBool, Tag

from casework.engine.action import SYSTEM, Action, SentTo, WithParties
from casework.engine.parts import Id, Ids
from casework.engine.quantities import AmountLimit, Quantity

__all__ = ["CONTACT_ATTEMPTS", "CONTACT_OUTCOMES", "KINDS", "SYSTEM", "Action", "ActionKind"]

Channel = Literal["phone", "sms", "email", "platform", "meeting", "home_visit", "letter", "registered_mail"]


# How a contact went when somebody was reached, in the words that guards and moments may ask for.
CONTACT_OUTCOMES = ("reached", "agreed", "declined")
# How an attempt went that reached nobody.
CONTACT_ATTEMPTS = ("not_reached", "message_left", "wrong_number")


class Contact(WithParties):
    """A contact with somebody; `tried` until somebody is reached."""

    kinds = ("done", "tried")
    do: Literal["contact"]
    channel: tuple[Channel, ...] = ()


class Meeting(WithParties):
    """A meeting that is called and then held."""

    kinds = ("held", "called")
    do: Literal["meeting"]
    invite: Ids = ()
    called_by: Ids = ()
    place: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        return self.parties_ + self.invite


class FormAction(WithParties):
    """A form to fill in and finalise."""

    kinds = ("finalised",)
    do: Literal["form"]
    form: Id


class Notice(SentTo):
    """Telling somebody something; with `receipt` it is done when they have got it."""

    kinds = ("sent",)
    do: Literal["notice"]
    channel: tuple[Channel, ...] = ()
    receipt: StrictBool = False

    @property
    def milestones(self) -> tuple[str, ...]:
        return ("received", *self.kinds) if self.receipt else self.kinds


class Report(SentTo):
    """A formal report to a body; with `ends_with` it goes on until one of these has ended it."""

    kinds = ("sent",)
    do: Literal["report"]
    ends_with: Mapping[Id, str] = Field(default_factory=dict)

    @property
    def milestones(self) -> tuple[str, ...]:
        return ("ended", *self.kinds) if self.ends_with else self.kinds

    def outcomes(self, milestone: str) -> Mapping[str, str]:
        return self.ends_with if milestone == "ended" else {}


class Request(Action):
    """Asking for something that somebody is to hand in."""

    kinds = ("received", "sent")
    do: Literal["request"]
    what: Id
    asked_of: Id = Field(alias="from")
    hand_to: Ids = ()
    answer_within: Quantity | None = None

    @property
    def is_answered(self) -> bool:
        return self.answer_within is not None

    @property
    def parties(self) -> tuple[str, ...]:
        return (self.asked_of,)


class Decision(Action):
    """A choice between options, always with its reasons."""

    kinds = ("taken",)
    do: Literal["decision"]
    options: Mapping[Id, str] = Field(min_length=1)

    def outcomes(self, milestone: str) -> Mapping[str, str]:
        return self.options


class Arrangement(WithParties):
    """Something put in place for a time; `result` says how it can end."""

    kinds = ("started", "ended")
    do: Literal["arrangement"]
    runs_for: AmountLimit | None = None
    may_end_early: StrictBool = True
    result: Mapping[Id, str] = Field(default_factory=dict)

    @property
    def milestones(self) -> tuple[str, ...]:
        return self.kinds[::-1] if self.result else self.kinds

    def outcomes(self, milestone: str) -> Mapping[str, str]:
        return self.result if milestone == "ended" else {}


class Documentation(Action):
    """Writing down what was done, `in` which document, and who gets it."""

    do: Literal["documentation"]
    document: Id | None = Field(None, alias="in")
    distributed_to: Ids = ()

    @property
    def parties(self) -> tuple[str, ...]:
        return self.distributed_to


class Contribution(Action):
    """Some questions of a form, asked of others than those who fill it in; each answers for themselves."""

    kinds = ("given",)
    do: Literal["contribution"]
    to_form: Id
    asks: tuple[Id, ...] = Field(min_length=1)


class Work(WithParties):
    """A piece of work, ticked off with a note."""

    do: Literal["work"]


KINDS: dict[str, type[Action]] = {
    "contact": Contact,
    "meeting": Meeting,
    "form": FormAction,
    "notice": Notice,
    "report": Report,
    "request": Request,
    "decision": Decision,
    "arrangement": Arrangement,
    "documentation": Documentation,
    "contribution": Contribution,
    "work": Work,
}


def _kind_of(value: object) -> str | None:
    word = value.get("do") if isinstance(value, dict) else getattr(value, "do", None)
    return f"action:{word}" if word in KINDS else None


ActionKind = Annotated[
    Annotated[Contact, Tag("action:contact")]
    | Annotated[Meeting, Tag("action:meeting")]
    | Annotated[FormAction, Tag("action:form")]
    | Annotated[Notice, Tag("action:notice")]
    | Annotated[Report, Tag("action:report")]
    | Annotated[Request, Tag("action:request")]
    | Annotated[Decision, Tag("action:decision")]
    | Annotated[Arrangement, Tag("action:arrangement")]
    | Annotated[Documentation, Tag("action:documentation")]
    | Annotated[Contribution, Tag("action:contribution")]
    | Annotated[Work, Tag("action:work")],
    Discriminator(
        _kind_of,
        custom_error_type="known_action",
        custom_error_message=", ".join(KINDS),  # the words that are known
    ),
]
