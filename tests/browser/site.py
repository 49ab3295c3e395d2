"""The program as browsers meet it: served on this machine, with the made-up authority and its cases in it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import waitress
from flask.sessions import SecureCookieSessionInterface
from flask_babel import force_locale
from sqlalchemy import func, select
from waitress import wasyncore

from casework import clock, demo
from casework.cases.models import Case
from casework.extensions import db
from casework.people.models import Group, Student, Unit, User
from casework.people.sign_in_models import UserSession
from casework.records.models import DraftPage
from casework.web.text import gettext
from tests.browser.seen import Seen
from tests.databases import Place, SqlitePlace, sqlite_place
from tests.factories import make_case, make_student, work

CLASS = "8B"


@dataclass
class Site:
    """A running instance; who has an account gets a session for a browser without signing in."""

    place: Place
    url: str
    looked_at: Path  # where it is noted which pages have been
    _seen: dict[str, Seen] = field(default_factory=dict)

    def seen(self, what: str) -> Seen:
        """What of the kind has been looked at."""
        return self._seen.setdefault(what, Seen(self.looked_at / what))

    def cookie(self, username: str) -> str:
        """What the browser of somebody who is signed in keeps."""
        app = self.place.app
        with work(app):
            user = db.session.scalars(select(User).where(User.username == username)).one()
            at = clock.now()
            row = UserSession(user_id=user.id, started_at=at, seen_at=at, browser="Chromium")
            db.session.add(row)
            db.session.flush()
            kept = {"_user_id": str(row.id), "_fresh": True}
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer
        return str(signer.dumps(kept))

    @contextmanager
    def speaking(self, language: str, *usernames: str) -> Iterator[None]:
        """Meanwhile these people read the pages in the language; afterwards in their own again."""
        own = self._speak(dict.fromkeys(usernames, language))
        try:
            yield
        finally:
            self._speak(own)

    def _speak(self, languages: dict[str, str]) -> dict[str, str]:
        """Gives each person the language, and tells which they had."""
        own = {}
        with work(self.place.app):
            for user in db.session.scalars(select(User).where(User.username.in_(languages))):
                own[user.username], user.language = user.language, languages[user.username]
        return own

    def student(self) -> tuple[str, str]:
        """A new student in the class, with nothing noted yet: the address of the page, and the name."""
        with work(self.place.app):
            group = db.session.scalars(select(Group).where(Group.name == CLASS)).one()
            unit = db.session.get_one(Unit, group.unit_id)
            number = db.session.scalar(select(func.count()).select_from(Student)) or 0
            student = make_student(unit=unit, group=group, given="Ture", family=_family(number))
            return f"/students/{student.id}", student.name

    def case_in(self, stage: str) -> str:
        """The address of a new case that has come to the stage."""
        address, _ = self.student()
        with work(self.place.app):
            student = db.session.get_one(Student, UUID(address.rsplit("/", 1)[-1]))
            return f"/cases/{make_case(student=student, stage=stage, now=clock.now()).id}"

    def case_of(self, name: str) -> str:
        """The address of the student's case."""
        given, family = name.split(" ")
        with work(self.place.app):
            found = select(Case.id).join(Student, Student.id == Case.student_id)
            named = found.where(Student.given_name == given, Student.family_name == family)
            return f"/cases/{db.session.scalars(named).one()}"

    def view(self, address: str) -> str:
        """The name of the view that the address leads to."""
        return str(self.place.app.url_map.bind("localhost").match(address.partition("?")[0])[0])

    def later(self, time: timedelta) -> None:
        """Lets so much time have passed since every page of a draft was last heard of."""
        with work(self.place.app):
            for page in db.session.scalars(select(DraftPage)):
                page.seen_at -= time

    def today(self) -> date:
        """The day on which everything here happens."""
        return clock.school_date(clock.now())

    def say(self, language: str, text: str, **params: object) -> str:
        """The program's words for something, in the language."""
        with self.place.app.test_request_context(), force_locale(language):
            return gettext(text, **params)


def demonstration(place: SqlitePlace, shared: Path) -> None:
    """Fills the place with the made-up authority, which the first process of this run makes for all."""
    shared.mkdir(exist_ok=True)
    kept, own = shared / "kept", Path(place.app.instance_path) / "files"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with place.app.app_context():
                demo.load(str)
            shutil.copytree(own, shared / "files")
            kept.write_bytes(place.kept())
    place.back_to(kept.read_bytes())
    shutil.copytree(shared / "files", own, dirs_exist_ok=True)


@contextmanager
def running(folder: Path, looked_at: Path, *, is_empty: bool = False) -> Iterator[Site]:
    """The site, for as long as the block lasts; its port is one that was free."""
    place = sqlite_place(folder)
    place.renew()
    if not is_empty:
        demonstration(place, looked_at.with_name("demonstration"))
    server = waitress.create_server(place.app, host="127.0.0.1", port=0, threads=6, ident=None)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    try:
        yield Site(place, f"http://127.0.0.1:{server.effective_port}", looked_at)
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        serving.join(10)
        server.task_dispatcher.shutdown()
        place.let_go()


def _family(number: int) -> str:
    """A name that nobody in the authority has yet."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return f"Prov{letters[number // 26 % 26]}{letters[number % 26]}lund"
