"""The form of a meeting: calling it, or changing what was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, ValidationError

from casework import clock
from casework.cases.forms import LONGEST, demand, shows
from casework.meetings.form_parts import OutsideForm, demand_year, moment_of, ticks
from casework.meetings.models import CONSENT, NOTHING
from casework.meetings.planned import Plan, Somebody
from casework.web.dates import day
from casework.web.forms import choices
from casework.web.text import gettext

Pairs = Sequence[tuple[str, str]]
STUDENT = "student"
MOST_OUTSIDE = 12
LENGTHS = (20, 30, 45, 60, 90, 120)


@dataclass(frozen=True)
class Offered:
    """What can be chosen, and what stands there when the form opens.

    `guardians`: bond → guardian, of those whom the school may contact; `due_on` is the routine's day.
    """

    staff: Pairs
    home: Pairs
    guardians: dict[str, UUID]
    sharing: Pairs
    plan: Plan
    task_title: str = ""
    due_on: date | None = None
    is_change: bool = False


class MeetingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """When, where, who comes, why, and what those outside may learn before."""

    title = StringField(validators=[Length(max=300)])
    day = DateField()
    time = TimeField()
    minutes = SelectField(coerce=int)
    way = RadioField()
    place = StringField(validators=[Length(max=240)])
    staff = ticks()
    home = ticks()
    kept = ticks()
    outside = FieldList(FormField(OutsideForm), max_entries=MOST_OUTSIDE)
    sharing = RadioField()
    sharing_reason = TextAreaField(validators=[Length(max=LONGEST)])
    about = TextAreaField(validators=[Length(max=LONGEST)])
    late_reason = TextAreaField(validators=[Length(max=LONGEST)])
    reason = TextAreaField(validators=[Length(max=LONGEST)])
    seen = HiddenField()

    def __init__(self, offered: Offered, seen: str = "") -> None:
        super().__init__()
        self._offered = offered
        shows(self.seen, seen)
        self._ask_when()
        self._ask_who(offered)
        self._ask_why()
        if not self.is_submitted():
            self._open(offered.plan)
        if offered.task_title:
            del self.title
        if not offered.is_change:
            del self.reason
        if not offered.guardians:
            del self.kept

    def _ask_when(self) -> None:
        self.title.label.text = gettext("What is the meeting called?")
        demand(self.title, gettext("Write what the meeting is called"))
        self.day.label.text, self.time.label.text = gettext("Day"), gettext("Time")
        demand(self.day, gettext("Give the day of the meeting"))
        demand(self.time, gettext("Give the time"))
        self.minutes.label.text = gettext("How long?")
        lengths = sorted({*LENGTHS, self._offered.plan.minutes})
        self.minutes.choices = choices(
            [(one, gettext("%(n)s minutes", n=one)) for one in lengths]  # type: ignore[misc] # numbers, as coerce says
        )
        self.way.label.text = gettext("How do you meet?")
        self.way.choices = choices(
            [
                ("physical", gettext("At a place")),
                ("phone", gettext("By phone")),
                ("video", gettext("By video")),
            ]
        )
        self.place.label.text = gettext("Where?")
        self.place.description = gettext("A room, a number or a link. It stands in the invitation: no names.")

    def _ask_who(self, offered: Offered) -> None:
        self.staff.label.text = gettext("Colleagues")
        self.staff.choices = choices(offered.staff)
        self.home.label.text = gettext("The student and the home")
        self.home.choices = choices(offered.home)
        self.kept.label.text = gettext("Whom may nobody else who is called learn anything of?")
        self.kept.description = gettext(
            "For a protected identity, or homes that know nothing of each other: no mail, no name in papers."
        )
        self.kept.choices = choices([one for one in offered.home if one[0] in offered.guardians])
        self.sharing.label.text = gettext("What may those from outside learn about the student before?")
        self.sharing.choices = choices(offered.sharing)
        self.sharing_reason.label.text = gettext("Why on that ground?")
        self.sharing_reason.description = gettext("Needed where a law is the ground. Kept in the case.")

    def _ask_why(self) -> None:
        self.about.label.text = gettext("What is it about?")
        self.about.description = gettext(
            "Stands in the letter to those who may be told, never in mail. No diagnoses."
        )
        self.late_reason.label.text = gettext("Why so late?")
        self.late_reason.description = (
            gettext("Needed where the meeting is after %(day)s.", day=day(self._offered.due_on))
            if self._offered.due_on
            else ""
        )
        if not self._offered.due_on:
            del self.late_reason
        self.reason.label.text = gettext("Why is it changed?")
        demand(self.reason, gettext("Write why"))

    def _open(self, plan: Plan) -> None:
        """What stands there before anything is written."""
        at = clock.local(plan.starts_at)
        self.day.data, self.time.data = at.date(), at.time().replace(second=0, microsecond=0)
        self.minutes.data, self.way.data, self.place.data = plan.minutes, plan.way, plan.place
        self.about.data, self.sharing.data = plan.about, plan.sharing
        self.sharing_reason.data = plan.sharing_reason
        if self.late_reason:
            self.late_reason.data = plan.late_reason
        bonds = {guardian: bond for bond, guardian in self._offered.guardians.items()}
        self.staff.data = [str(one.user_id) for one in plan.people if one.user_id]
        home = [(bonds.get(one.guardian_id), one) for one in plan.people if one.guardian_id]
        is_called = any(one.party == STUDENT for one in plan.people)
        self.home.data = [*([STUDENT] if is_called else []), *(bond for bond, _ in home if bond)]
        self.kept.data = [bond for bond, one in home if bond and one.is_protected]
        outside = [one for one in plan.people if one.party == "outside"]
        for one in (*outside, *([Somebody("outside")] * 2))[:MOST_OUTSIDE]:
            said = {"name": one.name, "body": one.body, "email": one.email, "is_protected": one.is_protected}
            self.outside.append_entry(said)

    @property
    def people(self) -> tuple[Somebody, ...]:
        """Everybody who is called."""
        kept = set((self.kept.data or ()) if self.kept else ())
        staff = [Somebody("staff", user_id=UUID(one)) for one in self.staff.data or ()]
        student = [Somebody(STUDENT)] if STUDENT in (self.home.data or ()) else []
        home = [
            Somebody("guardian", guardian_id=self._offered.guardians[one], is_protected=one in kept)
            for one in self.home.data or ()
            if one in self._offered.guardians
        ]
        rows = (one.form for one in self.outside if one.form.is_somebody)
        outside = [
            Somebody(
                "outside",
                name=row.name.data or "",
                body=row.body.data or "",
                email=(row.email.data or "").strip(),
                is_protected=row.is_protected.data,
            )
            for row in rows
        ]
        return (*staff, *student, *home, *outside)

    @property
    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(
            starts_at=self.starts_at or self._offered.plan.starts_at,
            minutes=self.minutes.data,
            people=self.people,
            way=self.way.data,
            place=self.place.data or "",
            about=self.about.data or "",
            sharing=self.sharing.data or NOTHING,
            sharing_reason=self.sharing_reason.data or "",
            late_reason=(self.late_reason.data or "") if self.late_reason else "",
        )

    @property
    def starts_at(self) -> datetime | None:
        """The moment, where day and time are given."""
        return moment_of(self.day, self.time)

    def validate_day(self, field: DateField) -> None:
        """The day is one that can be met on."""
        demand_year(field)

    def validate_time(self, field: TimeField) -> None:
        """A meeting is called for a time to come."""
        at = self.starts_at
        if field.data and at and at <= clock.now():
            raise ValidationError(gettext("The time has been. Give a day and time to come."))

    def validate_staff(self, field: Field) -> None:
        """Somebody comes."""
        if not self.people:
            raise ValidationError(gettext("Choose who comes"))

    def validate_sharing_reason(self, field: Field) -> None:
        """A legal ground has its reason, where anybody comes from outside."""
        is_outside = any(one.party == "outside" for one in self.people)
        is_ground = self.sharing.data not in (NOTHING, CONSENT, None)
        if is_outside and is_ground and not (field.data or "").strip():
            raise ValidationError(gettext("Write why on that ground"))

    def validate_late_reason(self, field: Field) -> None:
        """What comes later than the routine says has its reason."""
        on = self.day.data
        is_late = on and self._offered.due_on and on > self._offered.due_on
        if is_late and not (field.data or "").strip():
            raise ValidationError(gettext("Write why the meeting comes later than the routine says"))
