"""Letters to all homes of a class or a school: the list, writing and sending one, its PDF."""

from __future__ import annotations

from uuid import UUID

from flask import Response as Paper
from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.errors import NotAllowed
from casework.letters.for_all import ToAll, letter_to_all, send_to_all
from casework.letters.models import WAYS_TO_ALL
from casework.letters.pages import for_all as page
from casework.letters.pages.words import way_choices
from casework.letters.pages.writing import next_number
from casework.letters.send_forms import ToAllForm
from casework.letters.views import blueprint
from casework.prevention.queries import School, locked_school, school_for
from casework.prevention.reach import DO
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.languages import NAMES, language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

AT = "/prevention/<uuid:unit_id>/letters"


@blueprint.get(AT)
@requires(DO)
def to_all(unit_id: UUID) -> str:
    """What was sent to the school and the reader's classes, and what can be written."""
    school = _school(unit_id)
    kinds = page.kinds_for_all(school, language()) if page.receivers(school) else []
    return render_template(
        "letters/to_all.html",
        school=school.unit.name,
        rows=page.sent_rows(school),
        kinds=[
            (one.title, one.help, url_for("letters.write_to_all", unit_id=unit_id, kind_name=one.letter))
            for one in kinds
        ],
        up=(gettext("Preventive work"), url_for("prevention.index", school=unit_id)),
    )


@blueprint.route(f"{AT}/new/<kind_name>", methods=["GET", "POST"])
@requires(DO)
def write_to_all(unit_id: UUID, kind_name: str) -> Response | tuple[str, int]:
    """To whom, in which language, what is added, and how it goes out; then it is kept as it was sent."""
    school = _school(unit_id)
    usual = page.usual_language(school)
    kind, receivers = page.kind_for_all(school, kind_name, usual), page.receivers(school)
    if not receivers:
        raise NotAllowed
    first = page.group_of(school, receivers[0][0])
    begun = page.start(kind, school, first)
    ways, number = way_choices(WAYS_TO_ALL), next_number(school.today)
    form = ToAllForm(receivers, begun, list(NAMES.items()), usual, ways, number, school.today)
    if form.validate_on_submit():
        return _send(school, kind_name, form, begun)
    spoken = page.kind_for_all(school, kind_name, language())
    up = (gettext("Letters to all homes"), url_for("letters.to_all", unit_id=unit_id))
    lead = gettext("One letter for everybody: print as many as you need. No student is named in it.")
    return act_page(form, spoken.title, gettext("Keep it as sent"), up, lead=lead)


def _send(school: School, kind_name: str, form: ToAllForm, begun: str) -> Response:
    spoken = page.kind_for_all(school, kind_name, str(form.language.data))
    group, text = page.group_of(school, str(form.to.data)), form.own_text.data or ""
    if text.split() == begun.split():  # nobody has changed it: it follows the class and the language
        text = page.start(spoken, school, group)
    content = page.paper(spoken, school, group, text, form.sending)  # before the unit of work

    def act() -> str:
        found, letter = (
            locked_school(person(), school.unit.id, school.today),
            ToAll(spoken, group, text, content),
        )
        send_to_all(found, letter, form.sending, actor=person(), now=clock.now())
        return url_for("letters.to_all", unit_id=school.unit.id)

    return once(act)


@blueprint.get(f"{AT}/<uuid:letter_id>/letter.pdf")
@requires(DO)
def paper_to_all(unit_id: UUID, letter_id: UUID) -> Paper:
    """The letter as it was sent."""
    answer = make_response(page.whole(letter_to_all(_school(unit_id), letter_id)))
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename="letter.pdf")
    return answer


def _school(unit_id: UUID) -> School:
    return school_for(person(), unit_id, clock.school_date(clock.now()))
