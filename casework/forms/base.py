"""What every kind of field has in common: its words, and what each kind must say of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, Protocol, Self

import pydantic
import wtforms
from pydantic import AfterValidator, BaseModel, ConfigDict, PrivateAttr, StrictBool, StringConstraints
from wtforms import widgets

from casework.definitions import FORBIDDEN_IDS
from casework.forms.source import Source
from casework.forms.words import words
from casework.remarks import Wrong, remark

Confidentiality = Literal["open", "school", "student_health", "medical"]
CONFIDENTIALITIES: tuple[Confidentiality, ...] = ("open", "school", "student_health", "medical")
RESERVED_IDS = frozenset(
    {"do", "csrf_token", "once", "revision", "version"}
)  # inputs of the page around the form
ID_FORM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
OPTION_FORM = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")
BUILT_IN_ANSWERS = frozenset({"yes", "no"})  # our YAML keeps them as words, so a choice may offer them too
NOT_WRITTEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Unicode's Cc and Cs but \n and \t
LONGEST_ID = 60
_TAKEN_ID = remark("“%(id)s” cannot be an id; it means something else. Choose another word")
_ODD_ID = remark("“%(id)s” cannot be an id; use small letters a–z, digits and single _ between them")
_TAKEN_OPTION = remark("“%(id)s” cannot be an option's id; it means something else. Choose another word")
_ODD_OPTION = remark("“%(id)s” cannot be an option's id; use small letters a–z, digits and single _")
LONGEST_INPUT = 20_000

Answers = dict[str, Any]


def element_id(name: str) -> str:
    """The page's id for the input with the name; prefixed, so that no field takes an id of the page."""
    return f"f-{name}"


def _field_id(text: str) -> str:
    if text in FORBIDDEN_IDS:
        raise Wrong(_TAKEN_ID.about(id=text))
    if not ID_FORM.match(text) or len(text) > LONGEST_ID:
        raise Wrong(_ODD_ID.about(id=text))
    return text


def _option_id(text: str) -> str:
    if text in FORBIDDEN_IDS - BUILT_IN_ANSWERS:
        raise Wrong(_TAKEN_OPTION.about(id=text))
    if not OPTION_FORM.match(text) or len(text) > LONGEST_ID:
        raise Wrong(_ODD_OPTION.about(id=text))
    return text


FieldId = Annotated[str, AfterValidator(_field_id)]
OptionId = Annotated[str, AfterValidator(_option_id)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Posted(Protocol):
    """What a page sent, with several values under one name; werkzeug's MultiDict is one."""

    def getlist(self, key: str, /) -> list[str]:
        """The values under the name; none when the name was not sent."""
        ...

    def __iter__(self) -> Iterator[str]: ...

    def __contains__(self, key: object, /) -> bool: ...


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one answer: a code, its figures, and which of the field's inputs it is about."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    part: str = ""  # ends the input's name: "" for the field itself, "__by", "-1-what"
    row: int | None = None


class Field(BaseModel):
    """A question; each kind is a small subclass that says how its answer is read, judged and shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FieldId
    kind: str
    label: Words
    help: Words | None = None
    optional: StrictBool = False
    shown_if: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    voice: Literal["student", "guardian"] | None = None
    covers: tuple[Words, ...] = ()
    own_class: Confidentiality | None = pydantic.Field(default=None, alias="class")
    sources: tuple[Source, ...] = pydantic.Field(default=(), alias="from")

    missing: ClassVar[str] = "missing"
    is_group: ClassVar[bool] = False  # several inputs under one legend, rather than one input with a label

    _confidentiality: Confidentiality = PrivateAttr(default="school")
    _language: str = PrivateAttr(default="sv")
    _shapes: dict[object, Any] = PrivateAttr(default_factory=dict)

    def place(self, confidentiality: Confidentiality, language: str) -> None:
        """Tells the field what form and section have decided for it; called once, when the form is built."""
        self._confidentiality, self._language = self.own_class or confidentiality, language

    def apart(self, **changed: Any) -> Self:
        """The field with something changed in its definition; it is drawn for itself."""
        copy = self.model_copy(update=changed)
        copy._shapes = {}  # noqa: SLF001 its own
        return copy

    @property
    def shapes(self) -> dict[object, Any]:
        """How pages have drawn the field, see `stencil`; kept here so that it goes when the form goes."""
        return self._shapes

    @property
    def confidentiality(self) -> Confidentiality:
        """Who may read the answer: the field's own class, else that of the section it stands in."""
        return self._confidentiality

    @property
    def language(self) -> str:
        """The language of the form: sv, nb or en."""
        return self._language

    @property
    def words(self) -> Mapping[str, str]:
        """The program's own words (yes, given, declined …) in the language of the form."""
        return words(self._language)

    @property
    def known_options(self) -> Mapping[str, str]:
        """The answers one may choose between, with their texts; none for kinds that are written."""
        return {}

    def why_declined(self, stored: Any) -> str:
        """Why there is no answer; the empty string when that is not so. Only a voice can be declined."""
        return declined(stored) if self.voice else ""

    def answer_in(self, stored: Any) -> Any:
        """The answer itself in what is stored for the field."""
        return given(stored) if self.voice else stored

    @property
    def is_wanted(self) -> bool:
        """Whether the form asks for an answer, rather than offering a place for one."""
        return not self.optional

    def anchor(self, part: str = "") -> str:
        """The id of the element to go to when something is wrong with the field, or with one part of it."""
        return element_id(self.id + part)

    def input_names(self, name: str, posted: Posted) -> list[str]:
        """The names among those posted that belong to this field."""
        return [name] if name in posted else []

    def gathered(self, name: str, posted: Posted) -> Any:
        """The answer as it was typed or chosen; kept as it is even when it is not valid."""
        return first(posted, name)

    def spread(self, name: str, answer: Any) -> dict[str, Any]:
        """The answer laid out on the field's inputs: input name → value. The opposite of `gathered`."""
        return {name: answer if isinstance(answer, str) else ""}

    def empty(self, answer: Any) -> bool:
        """Whether nothing has been answered."""
        return not (isinstance(answer, str) and answer.strip())

    def settled(self, answer: Any) -> Any:
        """A non-empty answer as it is stored when the form is finalised."""
        return answer.strip()

    def faults(self, answer: Any) -> Iterator[Fault]:
        """What is wrong with a non-empty answer."""
        yield from ()

    def text(self, answer: Any) -> str:
        """The one readable form of a non-empty answer."""
        return str(answer).strip()

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """The inputs that the page shows: input name → unbound control."""
        return {name: self.string(name)}

    def string(self, name: str, widget: widgets.Input | None = None, **more: str) -> wtforms.Field:
        """A control that holds a string; what was typed is always shown again, valid or not."""
        return wtforms.StringField(id=element_id(name), widget=widget, render_kw=more)


def declined_name(name: str) -> str:
    """The input in which a person says why there is no answer."""
    return f"{name}__declined"


def declined(stored: Any) -> str:
    """Why there is no answer, in a stored answer; the empty string when that is not so."""
    why = stored.get("declined") if isinstance(stored, dict) else None
    return why.strip() if isinstance(why, str) else ""


def given(stored: Any) -> Any:
    """The answer itself in a stored answer; a draft may hold both an answer and why there is none."""
    return stored.get("answer") if declined(stored) else stored


def first(posted: Posted, name: str) -> str:
    """The first value under the name with line ends as we store them, or the empty string."""
    values = posted.getlist(name)
    return str(values[0]).replace("\r\n", "\n").replace("\r", "\n") if values else ""


def has_control_characters(text: str) -> bool:
    """Whether the text holds what no keyboard writes: NUL, other control codes, broken halves of letters."""
    return NOT_WRITTEN.search(text) is not None


def typed_faults(text: str, at_most: int) -> Iterator[Fault]:
    """What is wrong with any typed text: too long, or not text at all."""
    if has_control_characters(text):
        yield Fault("control_characters")
    if len(text) > at_most:
        yield Fault("too_long", {"limit": at_most, "length": len(text)})
