"""The letters of a case: the list, one of them as it reads, the paper; what came in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flask import Response as Answer
from flask import make_response, render_template, request, url_for

from casework.access.policy import may_at_all
from casework.attachments import files
from casework.cases.pages.attachment import preview_pictures
from casework.cases.views.desk import Desk, at_desk
from casework.errors import NotHere
from casework.letter_kinds import LetterKind
from casework.letters.for_tasks import LetterTask, action_of, task_named
from casework.letters.models import Letter
from casework.letters.pages import listing, writing
from casework.letters.queries import READ as REGISTER
from casework.letters.queries import file_of, letter_in, letters_of, received_in_case
from casework.letters.views import blueprint
from casework.letters.writing import Sending
from casework.people import queries as people
from casework.printing.paper import Document
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.text import gettext

READ, CHANGE = "case:read", "case:change"


@dataclass(frozen=True)
class Shown:
    """One letter in front of one reader; the kind as it reads now, while the letter is a draft."""

    desk: Desk
    letter: Letter

    @property
    def kind(self) -> LetterKind:
        """The kind in the language of the letter."""
        return writing.kind_of(self.letter.kind, self.letter.language, self.desk)

    @property
    def has_kind(self) -> bool:
        """Whether there is such a kind for the reader still."""
        with suppress(NotHere):
            return bool(self.kind)
        return False

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.letter.status == "draft"

    def url(self, view: str) -> str:
        """The address of a page about the letter."""
        return url_for(f"letters.{view}", case_id=self.letter.case_id, letter_id=self.letter.id)

    @property
    def up(self) -> tuple[str, str]:
        """Where one goes back to from an act."""
        return self.letter.title, self.url("letter")


def shown(case_id: UUID, letter_id: UUID, permission: str = READ) -> Shown:
    """The letter on the desk; NotHere where it is not for the reader."""
    desk = at_desk(case_id, permission)
    return Shown(desk, letter_in(case_id, letter_id, desk.readable))


@blueprint.get("/cases/<uuid:case_id>/letters")
@requires(READ)
def of_case(case_id: UUID) -> str:
    """The letters of the case that the reader may read, and what can be written."""
    desk = at_desk(case_id)
    task = task_asked(desk)
    action = action_of(desk.situation, task) if task else None
    kinds = writing.kinds_for(desk, language(), action.parties if action else ()) if desk.is_open else []
    return render_template(
        "letters/index.html",
        identity=desk.identity("letters.of_case"),
        rows=listing.letter_rows(letters_of(case_id, desk.readable)),
        kinds=listing.kind_rows(kinds, case_id, task.id if task else None),
        task=action.title if action else "",
        received=listing.received_rows(received_in_case(case_id, desk.readable)),
        register_url=url_for("register.index") if may_at_all(desk.reader, REGISTER) else None,
    )


@blueprint.get("/cases/<uuid:case_id>/letters/<uuid:letter_id>")
@requires(READ)
def letter(case_id: UUID, letter_id: UUID) -> str:
    """A draft as it would read, or what was sent, how and when."""
    found = shown(case_id, letter_id)
    desk, row = found.desk, found.letter
    names, file = people.names_of(listing.acted(row)), file_of(row)
    may = desk.is_open and not row.taken_back_at
    drafted = _draft_paper(found) if found.is_draft else None
    lacks = found.is_draft and drafted is None
    return render_template(
        "letters/show.html",
        about=desk.row.student.name,
        heading=row.title,
        state=row.status,
        state_text=listing.state_text(row),
        facts=listing.letter_facts(row, desk.speech, names),
        taken_back=listing.taken_back_line(row, names),
        reason=row.taken_back_reason,
        paper=drafted,
        paper_url=None if lacks else found.url("paper"),
        lacks=lacks,
        file_url=url_for("cases.attachment", case_id=case_id, version_id=row.file_id) if row.file_id else "",
        pictures=preview_pictures(case_id, file) if file else [],
        change_url=found.url("change") if may and found.is_draft and found.has_kind else None,
        send_url=found.url("send") if may and drafted else None,
        discard_url=found.url("discard") if may and found.is_draft else None,
        receipt_url=found.url("note_receipt") if may and row.sent_at and not row.received_at else None,
        take_back_url=found.url("take_back") if may and row.sent_at else None,
        up=(_list_title(desk), url_for("letters.of_case", case_id=case_id)),
    )


@blueprint.get("/cases/<uuid:case_id>/letters/<uuid:letter_id>/letter.pdf")
@requires(READ)
def paper(case_id: UUID, letter_id: UUID) -> Answer:
    """The letter as PDF: the file that was sent, or of a draft how it would be."""
    found = shown(case_id, letter_id)
    row = found.letter
    answer = make_response(set_paper(found) if found.is_draft else files.read(_file(row), row.sha256))
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"{found.desk.row.case.number}.pdf")
    return answer


def set_paper(found: Shown, sending: Sending | None = None) -> bytes:
    """The draft as PDF. Raises NotAcceptable where a character in it cannot be printed."""
    at = sending or writing.preview_sending(found.letter, found.desk.today)
    return writing.set_as_pdf(found.letter, found.kind, found.desk, at)


def _draft_paper(found: Shown) -> Document | None:
    """The draft as it would read; nothing where its kind or whom it goes to is not there any more."""
    at = writing.preview_sending(found.letter, found.desk.today)
    with suppress(NotHere):
        return writing.paper_of(found.letter, found.kind, found.desk, at)
    return None


def _file(row: Letter) -> UUID:
    if row.file_id is None:
        raise NotHere
    return row.file_id


def task_asked(desk: Desk) -> LetterTask | None:
    """The task that the address names; NotHere where it is neither the case's nor about its student."""
    asked = request.args.get("task", "")
    if not asked:
        return None
    try:
        found = task_named(desk.row.case, UUID(asked))
    except ValueError:
        raise NotHere from None
    if found is None:
        raise NotHere
    return found


def _list_title(desk: Desk) -> str:
    return gettext("%(name)s, letters", name=desk.row.student.name)
