"""One form of one case in front of one reader: definition, answers, and what the reader may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person
from casework.cases.awaited import Awaited, awaited
from casework.cases.demands import demand_ready
from casework.cases.for_home import Reader
from casework.cases.pages.carried import Carrying, holdings_of
from casework.cases.pages.contribution import Given, given_to
from casework.cases.pages.form_context import context_of
from casework.cases.pages.printed import FOR_HOME
from casework.cases.views.desk import Desk, at_desk
from casework.cases.work import fillable_forms
from casework.catalog import catalog
from casework.engine.facts import Refusal
from casework.engine.workflow import Workflow
from casework.errors import Conflict, NotHere, Refused
from casework.forms.context import FormContext, readable_sections
from casework.forms.contributed import put_together
from casework.forms.definition import Form, LocalisedForm
from casework.people.home import home_of
from casework.people.queries import StudentRow
from casework.records import queries as kept
from casework.records.carried import Holdings, origins_in, taken_in
from casework.records.models import Submission
from casework.web.text import gettext


@dataclass(frozen=True)
class Paper:
    """A form on the desk; `draft` is the version that is shown, where one has been begun."""

    desk: Desk
    definition: LocalisedForm
    form: Form
    context: FormContext
    holdings: Holdings
    draft: Submission | None
    given: tuple[Given, ...] = ()

    @property
    def case_id(self) -> UUID:
        """The case that the form belongs to."""
        return self.desk.row.case.id

    @property
    def actor(self) -> Person:
        """Who reads or writes."""
        return self.desk.reader

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.desk.now

    @property
    def answers(self) -> Mapping[str, object]:
        """What has been answered so far."""
        return self.draft.answers if self.draft else {}

    @property
    def carrying(self) -> Carrying:
        """What it holds from elsewhere in the case."""
        kept = origins_in(self.draft)
        return Carrying(self.case_id, self.form, self.context, self.holdings, self.desk.speech, kept)

    @property
    def corrected(self) -> Mapping[str, object] | None:
        """What the version says that this one corrects, where it does."""
        earlier = self.draft.corrects_id if self.draft else None
        found = (one.answers for one in self.desk.situation.submissions if earlier and one.id == earlier)
        return next(found, None)

    @property
    def whole(self) -> Mapping[str, object]:
        """The answers with what others have given laid in: what is judged and signed."""
        return put_together(self.form, self.answers, (one.answers for one in self.given))

    @property
    def awaited(self) -> list[Awaited]:
        """What others have been asked for and have not given."""
        return awaited(self.desk.situation, self.definition.id, self.desk.speech.colleagues)

    @property
    def seen(self) -> str:
        """What a last look has shown: which saving of the draft, and of what others have given."""
        return " ".join((str(self.revision), *(one.mark for one in self.given)))

    @property
    def revision(self) -> int:
        """Which saving of the draft the page shows; 0 before the first."""
        return self.draft.revision if self.draft else 0

    @property
    def about(self) -> str:
        """The student, as a page of the case is headed."""
        student, group = self.desk.row.student.name, self.desk.row.group
        return f"{student}, {group}" if group else student

    @property
    def may_write(self) -> bool:
        """Whether the reader may write in it now."""
        is_draft = self.draft is None or self.draft.status == "draft"
        return is_draft and self.desk.speech.is_mine(self._workflow.contributors(self.definition.id))

    @property
    def may_finalise(self) -> bool:
        """Whether the reader may sign it."""
        return self.desk.speech.is_mine(self._workflow.finalisers(self.definition.id))

    @property
    def may_correct(self) -> bool:
        """Whether the reader may make a new version of the signed one."""
        case, draft = self.desk.row.case, self.draft
        is_newest = draft is not None and draft.status == "finalised" and draft.round == case.round
        return is_newest and case.closed_at is None and self.may_finalise

    @property
    def role_title(self) -> str:
        """The role in which the reader signs, as it stands behind a name."""
        roles = [
            one for one in self._workflow.finalisers(self.definition.id) if self.desk.speech.is_mine([one])
        ]
        return self.desk.speech.role_within(roles[0]) if roles else ""

    @property
    def state_text(self) -> str:
        """How the form stands."""
        if self.draft is None:
            return gettext("Not begun")
        if self.draft.status == "draft":
            return gettext("Draft")
        if self.draft.status == "replaced":
            return gettext("Replaced, version %(number)s", number=self.draft.number)
        if self.draft.number > 1:
            return gettext("Corrected, version %(number)s", number=self.draft.number)
        return gettext("Finalised")

    @property
    def _workflow(self) -> Workflow:
        return self.desk.situation.workflow

    def in_language(self, language: str) -> Paper:
        """The same in the words of another language; to be called in that locale."""
        model = self.desk.situation.model.in_language(language)
        speech = replace(self.desk.speech, workflow=model, language=language)
        return _paper(replace(self.desk, speech=speech), self.definition, self.draft)

    def for_reader(self, reader: Reader) -> FormContext:
        """The context of a paper for the reader: at home without what is for the staff or kept from them."""
        if reader.is_staff:
            return self.context
        kept = reader.leaves_out(self.form, taken_in(self.draft))
        return replace(self.context, readable=self.context.readable & FOR_HOME, withheld=kept)

    def may_read(self, field_id: str) -> bool:
        """Whether the question stands in a part that the reader may read."""
        parts = readable_sections(self.form, self.context)
        return any(field.id == field_id for part in parts for field in part.fields)

    def anchor(self, field_id: str) -> str:
        """The place of a question on the page."""
        known = {field.id: field for field in self.form.all_fields()}
        return known[field_id].anchor() if field_id in known else ""

    def demand_signed_or_own(self) -> None:
        """Raises Refused for somebody else's draft: it can be read when it is signed."""
        if self.draft is not None and self.draft.status == "draft" and not self.may_write:
            who = self._workflow.contributors(self.definition.id)
            refusal = Refusal("form_unsigned", {"form": self.definition.id}, who=who)
            raise Refused((refusal,), case_id=str(self.case_id))

    def demand_writer(self) -> None:
        """Raises Refused where the reader may not write in the form, Conflict where it has been signed."""
        who = self._workflow.contributors(self.definition.id)
        if not self.desk.speech.is_mine(who):
            raise Refused((Refusal("role", {}, who=who),), case_id=str(self.case_id))
        if not self.may_write:
            raise Conflict("form_locked", case_id=str(self.case_id))

    def demand_finaliser(self) -> None:
        """Raises Refused where the reader may not sign the form."""
        if not self.may_finalise:
            who = self._workflow.finalisers(self.definition.id)
            raise Refused((Refusal("role", {}, who=who),), case_id=str(self.case_id))


def new_paper(case_id: UUID, form_id: str, *, is_told: bool = True) -> Paper:
    """The form before it is begun; the draft of it that is under way, where there is one."""
    desk = at_desk(case_id, "case:change", is_told=is_told)
    if form_id not in desk.situation.workflow.forms or form_id not in catalog().forms:
        raise NotHere
    for submission in desk.situation.submissions:
        if submission.form == form_id and submission.status == "draft":
            return _paper(desk, kept.definition_of(submission), submission)
    paper = _paper(desk, catalog().forms[form_id], None)
    if form_id not in fillable_forms(desk.situation):
        raise Refused((Refusal("form_not_here", {"form": form_id}),), case_id=str(case_id))
    paper.demand_writer()
    demand_ready(desk.situation, form_id)
    return paper


def begun_paper(
    case_id: UUID, submission_id: UUID, *, permission: str = "case:read", is_told: bool = True
) -> Paper:
    """A version of a form; NotHere where there is none, or nothing in it that the reader may read."""
    desk = at_desk(case_id, permission, is_told=is_told)
    submission = kept.submission_in(case_id, submission_id)
    if submission is None:
        raise NotHere
    return _paper(desk, kept.definition_of(submission), submission)


def _paper(desk: Desk, definition: LocalisedForm, submission: Submission | None) -> Paper:
    student = StudentRow(desk.row.student, desk.row.group, "")
    guardians = home_of(student.student, desk.today)
    context = context_of(desk.situation, desk.speech, desk.readable, guardians, student, desk.today)
    form = definition.in_language(desk.speech.language)
    if not any(readable_sections(form, context)):
        raise NotHere
    holdings = holdings_of(form, desk.situation, guardians, desk.row.group, desk.now)
    is_signed = submission is not None and submission.finalised_at is not None
    given = () if is_signed else given_to(desk.row.case, definition.id)
    return Paper(desk, definition, form, context, holdings, submission, given)
