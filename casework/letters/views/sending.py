"""Sending a letter, noting that it came through, taking it back; entering what came in."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from casework.attachments import files
from casework.cases.act_forms import TakeBackForm
from casework.cases.attachments import newest_held
from casework.cases.demands import demand_case_open
from casework.cases.moves import locked_case
from casework.cases.pages.effects import EffectLine
from casework.cases.views.desk import at_desk, read_rules
from casework.errors import Conflict
from casework.letters import actions
from casework.letters.for_tasks import has_reported, reports_go, task_of
from casework.letters.forms import ArrivalForm, ReceiptForm
from casework.letters.pages import writing
from casework.letters.pages.words import SENDERS, party, way_choices
from casework.letters.queries import letter_in, received_in
from casework.letters.registering import register_received
from casework.letters.send_forms import SendForm
from casework.letters.views import blueprint
from casework.letters.views.letters import CHANGE, Shown, set_paper, shown
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import stays
from casework.web.text import gettext


@blueprint.route("/cases/<uuid:case_id>/letters/<uuid:letter_id>/send", methods=["GET", "POST"])
@requires(CHANGE)
def send(case_id: UUID, letter_id: UUID) -> Response | tuple[str, int]:
    """Says how the letter goes out; from then on it is kept as it was sent."""
    found = shown(case_id, letter_id, CHANGE)
    desk, state = found.desk, actions.state_of(found.letter)
    actions.demand_draft(desk.row.case, found.letter, state)
    form = SendForm(
        way_choices(actions.ways_for(desk.row.student)), writing.next_number(desk.today), desk.today, state
    )

    def page() -> tuple[str, int]:
        heading, label = gettext("Send “%(title)s”", title=found.letter.title), gettext("Keep it as sent")
        return act_page(form, heading, label, found.up, effects=_effects(found))

    stays(form, page)
    if form.validate_on_submit():
        content = set_paper(found, form.sending)  # before the unit of work: it takes a while
        with files.received(BytesIO(content)) as arrived:

            def act() -> str:
                case, row = locked_case(case_id), letter_in(case_id, letter_id, desk.readable)
                seen = form.seen.data or ""
                actions.send_letter(case, row, form.sending, seen, arrived, actor=desk.reader, now=desk.now)
                read_rules(desk.row.student, desk.now)
                return found.url("letter")

            return once(act)
    return page()


def _effects(found: Shown) -> list[EffectLine]:
    by_hand = gettext("Print the letter or save it, and deliver it in the way that you choose here.")
    kept = gettext("It cannot be changed then, and stands in the register.")
    lines = [
        EffectLine("people", gettext("To %(name)s", name=found.letter.recipient)),
        EffectLine("paper", gettext("The program sends nothing by itself"), by_hand),
        EffectLine("check", gettext("The letter is kept in the case as it is now"), kept),
    ]
    if found.desk.is_marked and writing.names_school(found.letter, found.desk):
        first = gettext("The identity is protected. Change the letter first.")
        lines.insert(0, EffectLine("alert", gettext("The text names the school"), first))
    task = task_of(found.letter)
    if task:
        done = gettext("“%(title)s” counts as sent", title=task.title)
        left = gettext("“%(title)s” has been closed, and stays as it is", title=task.title)
        lines.append(EffectLine("task", done if task.status == "open" else left))
    return lines


@blueprint.route("/cases/<uuid:case_id>/letters/<uuid:letter_id>/received", methods=["GET", "POST"])
@requires(CHANGE)
def note_receipt(case_id: UUID, letter_id: UUID) -> Response | tuple[str, int]:
    """Notes when and how the letter came through."""
    found = shown(case_id, letter_id, CHANGE)
    demand_case_open(found.desk.row.case)
    if not found.letter.sent_at or found.letter.received_at or found.letter.taken_back_at:
        raise Conflict("letter_changed", case_id=str(case_id))
    form, desk = ReceiptForm(found.desk.today), found.desk
    if form.validate_on_submit():

        def act() -> str:
            case, row = locked_case(case_id), letter_in(case_id, letter_id, desk.readable)
            on, how = form.on.data or desk.today, form.how.data or ""
            actions.note_receipt(case, row, on, how, actor=desk.reader, now=desk.now)
            read_rules(desk.row.student, desk.now)
            return found.url("letter")

        return once(act)
    heading, label = gettext("The letter came through"), gettext("Save that it came through")
    return act_page(form, heading, label, found.up)


@blueprint.route("/cases/<uuid:case_id>/letters/<uuid:letter_id>/take-back", methods=["GET", "POST"])
@requires(CHANGE)
def take_back(case_id: UUID, letter_id: UUID) -> Response | tuple[str, int]:
    """Notes that the letter was sent by mistake."""
    found, form = shown(case_id, letter_id, CHANGE), TakeBackForm()
    desk, letter = found.desk, found.letter
    demand_case_open(desk.row.case)
    if letter.status != "sent":
        raise Conflict("letter_changed", case_id=str(case_id))
    if form.validate_on_submit():

        def act() -> str:
            case, row = locked_case(case_id), letter_in(case_id, letter_id, desk.readable)
            actions.take_back(case, row, form.reason.data or "", actor=desk.reader, now=desk.now)
            read_rules(desk.row.student, desk.now)
            return found.url("letter")

        return once(act)
    lines = _taken_back(found)
    heading, label = gettext("Take the letter back?"), gettext("Take the letter back")
    return act_page(form, heading, label, found.up, effects=lines)


def _taken_back(found: Shown) -> list[EffectLine]:
    letter = found.letter
    stays = gettext("It is marked as taken back. Paper that has left is not called back by it.")
    lines = [EffectLine("paper", gettext("The letter stays in the case"), stays)]
    task = task_of(letter)
    if task and has_reported(letter):
        goes = reports_go(found.desk.situation, task)
        told = gettext("“%(title)s” does not count as sent any more", title=task.title)
        gone_on = gettext("“%(title)s” stays as it is: the case has gone on since", title=task.title)
        lines.append(EffectLine("task", told if goes else gone_on))
    return lines


@blueprint.route("/cases/<uuid:case_id>/attachments/<uuid:version_id>/received", methods=["GET", "POST"])
@requires(CHANGE)
def enter_received(case_id: UUID, version_id: UUID) -> Response | tuple[str, int]:
    """Enters an attached document as one that came in."""
    desk = at_desk(case_id, CHANGE)
    demand_case_open(desk.row.case)
    held = newest_held(desk.situation, version_id, desk.readable)
    if held.attachment.is_sent or received_in(case_id, held.attachment.id):
        return redirect(url_for("letters.of_case", case_id=case_id), 303)
    form = ArrivalForm([(one, party(one)) for one in SENDERS], writing.next_number(desk.today), desk.today)
    url = url_for("cases.attachment", case_id=case_id, version_id=version_id)
    heading = gettext("Enter “%(title)s” as received", title=held.newest.title)
    lead = gettext("It stands in the register then, without the title that it has here.")

    def page() -> tuple[str, int]:
        return act_page(form, heading, gettext("Enter it"), (held.newest.title, url), lead=lead)

    stays(form, page)
    if form.validate_on_submit():

        def act() -> str:
            case, again = locked_case(case_id), newest_held(desk.situation, version_id, desk.readable)
            register_received(case, again, form.arrival, actor=desk.reader, now=desk.now)
            return url

        return once(act)
    return page()
