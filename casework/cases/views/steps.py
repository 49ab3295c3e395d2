"""Taking a step, asking for an approval, deciding on one: pages that say the consequences before."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases import actions, approvals, queries
from casework.cases.effects import effects
from casework.cases.forms import DecideForm, StepForm
from casework.cases.models import Approval
from casework.cases.moves import locked_case
from casework.cases.pages import approval as approval_page
from casework.cases.pages.effects import effect_line
from casework.cases.pages.gate import way_label
from casework.cases.pages.panels import need_row
from casework.cases.pages.step import for_good, heading_of, lead_of, reason_label
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.engine.consequences import consequences
from casework.engine.facts import Need, Refusal
from casework.engine.steps import Assessment, assess
from casework.engine.workflow import Step
from casework.errors import NotAcceptable, NotHere, Refused
from casework.web.doors import requires
from casework.web.once import once
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/advance/<transition>", methods=["GET", "POST"])
@requires("case:change")
def advance(case_id: UUID, transition: str) -> Response | tuple[str, int]:
    """Shows what the step leads to and asks for what it needs; then takes it, or requests its approval."""
    desk = at_desk(case_id, "case:change")
    step = _step(desk, transition, request.args.get("to", ""))
    found = assess(desk.situation.workflow, step, desk.situation.facts)
    asks_summary = bool(step.transition.approved_by)
    form = StepForm(revision=desk.row.case.revision, asks_summary=asks_summary, reason=reason_label(found))
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id, _revision(form.revision.data))
            actions.advance_case(
                case,
                transition,
                step.target,
                reason=(form.reason.data if form.reason else "") or "",
                summary=(form.summary.data if form.summary else "") or "",
                actor=desk.reader,
                now=desk.now,
            )
            return url_for("cases.show", case_id=case_id)

        return once(act)
    return _advance_page(desk, found, form), 422 if form.errors else 200


def _advance_page(desk: Desk, found: Assessment, form: StepForm) -> str:
    step, hindrances = found.step, _hindrances(desk, found)
    stands = lead_of(desk.speech, desk.situation, step)
    if step.target in desk.situation.facts.proposed:
        stands = gettext("The figures propose this step. %(lead)s", lead=stands)
    follows = effects(
        desk.situation.workflow, step, consequences(desk.situation.workflow, step, desk.situation.facts)
    )
    return render_template(
        "cases/advance.html",
        heading=heading_of(desk.situation, desk.speech, step),
        lead=gettext("It cannot be done yet. This stands in the way:") if hindrances else stands,
        effects=[effect_line(desk.speech, one) for one in follows],
        refusals=hindrances,
        for_good=for_good(step),
        form=form,
        action=request.full_path,
        submit_label=way_label(desk.situation, desk.speech, step),
        up=(desk.row.student.name, url_for("cases.show", case_id=desk.row.case.id)),
    )


def _hindrances(desk: Desk, found: Assessment) -> list[object]:
    """Why the step cannot be taken now; nothing when it can."""
    needs = [need for need in (found.role, *found.needs) if need.refusal]
    rows = [need_row(desk.situation, desk.speech, need) for need in needs]
    return [row for row in rows if row.state != "asked_later"]


def _step(desk: Desk, transition: str, target: str) -> Step:
    """The step in the address; one that the model does not know is not there, another has moved on."""
    step = desk.situation.step(transition, target)
    if step:
        return step
    if transition not in {one.id for one in desk.situation.workflow.transitions}:
        raise NotHere
    raise Refused((Refusal("moved_on"),), case_id=str(desk.row.case.id))


def _revision(text: str | None) -> int:
    digits = text or ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= queries.LONGEST_NUMBER):
        raise NotAcceptable("stale_page")
    return int(digits)


@blueprint.route("/cases/<uuid:case_id>/approvals/<uuid:approval_id>", methods=["GET", "POST"])
@requires("case:read")
def approval(case_id: UUID, approval_id: UUID) -> Response | tuple[str, int]:
    """A request with everything that the decision rests on; whoever may decide does it here."""
    desk = at_desk(case_id)
    found = queries.approval_in(case_id, approval_id)
    form = DecideForm(revision=desk.row.case.revision)
    if form.validate_on_submit():

        def act() -> str:
            case = locked_case(case_id, _revision(form.revision.data))
            approvals.decide_approval(
                case,
                queries.approval_in(case_id, approval_id),
                is_approved=form.decision.data == "approve",
                reason=form.reason.data or "",
                actor=desk.reader,
                now=desk.now,
            )
            return url_for("cases.show", case_id=case_id)

        return once(act)
    return _approval_page(desk, found, form), 422 if form.errors else 200


def _approval_page(desk: Desk, found: Approval, form: DecideForm) -> str:
    step = desk.situation.step(found.transition, found.target)
    refusals = approvals.refusals_of(desk.situation, step, found) if step else ()
    rows = [need_row(desk.situation, desk.speech, Need("four_eyes", one)) for one in refusals]
    is_approver = all(one.code != "role" for one in refusals)
    page = approval_page.approval_page(
        desk.situation,
        desk.speech,
        found,
        step,
        desk.readable,
        desk.now,
        [row.detail or "" for row in rows] if is_approver else None,
    )
    is_own = found.status == "pending" and found.requested_by_id == desk.reader.id
    may_decide = found.status == "pending" and step is not None and not refusals
    return render_template(
        "cases/approval.html",
        **vars(page),
        form=form,
        may_decide=may_decide,
        withdraw_url=url_for("cases.withdraw_approval", case_id=found.case_id, approval_id=found.id)
        if is_own
        else None,
        action=url_for("cases.approval", case_id=found.case_id, approval_id=found.id),
        up=(desk.row.student.name, url_for("cases.show", case_id=found.case_id)),
    )
