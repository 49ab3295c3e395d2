"""The kinds of action: something a role must do. Opened it is a task; doing it leaves milestones."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, Tag

from casework.engine.facts import Scope
from casework.engine.guards import GuardKind

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Channel = Literal["phone", "sms", "email", "platform", "meeting", "home_visit", "letter", "registered_mail"]


class Element(BaseModel):
    """A part of a model that has an id and may say which demands it covers."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    id: Id
    covers: tuple[str, ...] = ()


class Action(Element):
    """What every kind of action shares."""

    milestones: ClassVar[tuple[str, ...]] = ("done",)
    title: str
    by: tuple[Id, ...] = Field(min_length=1)
    together_with: tuple[Id, ...] = ()
    form: Id | None = None
    applies_if: tuple[GuardKind, ...] = Field((), alias="if")
    needs: tuple[GuardKind, ...] = ()
    optional: StrictBool = False
    once_per: Scope = "round"
    guidance: str = ""

    @property
    def natural(self) -> str:
        """The milestone that means the action is done."""
        return self.milestones[0]

    @property
    def parties(self) -> tuple[str, ...]:
        """Whom the action is done with or sent to."""
        return ()


class _With(Action):
    parties_: tuple[Id, ...] = Field((), alias="with")

    @property
    def parties(self) -> tuple[str, ...]:
        return self.parties_


class _To(Action):
    to: tuple[Id, ...] = Field(min_length=1)

    @property
    def parties(self) -> tuple[str, ...]:
        return self.to


class Contact(_With):
    """A contact with somebody; `tried` until somebody is reached."""

    milestones = ("done", "tried")
    do: Literal["contact"]
    channel: tuple[Channel, ...] = ()


class Meeting(_With):
    """A meeting that is called and then held."""

    milestones = ("held", "called")
    do: Literal["meeting"]
    invite: tuple[Id, ...] = ()
    place: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        return self.parties_ + self.invite


class FormAction(_With):
    """A form to fill in and finalise."""

    milestones = ("finalised",)
    do: Literal["form"]
    form: Id


class Notice(_To):
    """Telling somebody something."""

    milestones = ("sent",)
    do: Literal["notice"]
    channel: tuple[Channel, ...] = ()


class Report(_To):
    """A formal report to a body."""

    milestones = ("sent",)
    do: Literal["report"]


class Request(Action):
    """Asking for something that somebody is to hand in."""

    milestones = ("received", "sent")
    do: Literal["request"]
    what: Id
    asked_of: Id = Field(alias="from")

    @property
    def parties(self) -> tuple[str, ...]:
        return (self.asked_of,)


class Decision(Action):
    """A choice between options, always with its reasons."""

    milestones = ("taken",)
    do: Literal["decision"]
    options: dict[Id, str] = Field(min_length=1)


class Arrangement(Action):
    """Something put in place for a time."""

    milestones = ("started", "ended")
    do: Literal["arrangement"]


class Documentation(Action):
    """Writing down what was done, where the routine says."""

    do: Literal["documentation"]


class Work(Action):
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
    | Annotated[Work, Tag("action:work")],
    Discriminator(
        _kind_of,
        custom_error_type="known_action",
        custom_error_message="`do:` must be one of: " + ", ".join(KINDS),
    ),
]
