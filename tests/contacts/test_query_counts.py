"""How often the pages of contacts ask the database: seldom, and no more when there are more contacts."""

from __future__ import annotations

from casework.extensions import db
from casework.people.models import Student
from tests.cases.test_query_counts import MOST, reads
from tests.clients import client_as
from tests.factories import make_case, work


def test_the_pages_of_contacts_ask_the_database_seldom(app, school) -> None:
    with work(app):
        case = f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}/contacts"
    student, client = f"/students/{school.student}/contacts", client_as(app, school.mentor)
    pages = (case, f"{case}/new", student, f"{student}/new")
    client.get(student)  # the first page also looks where the log ends
    ticked = client.get(f"{case}/new").main.all("input", name="tasks")[0].attributes["value"]
    client.send(client.get(f"{case}/new"), f"{case}/new", outcome="not_reached", tasks=[ticked])
    few = [reads(client, url) for url in pages]
    assert max(few) <= MOST, few
    for _ in range(3):
        client.send(client.get(f"{case}/new"), f"{case}/new", outcome="not_reached")
    assert [reads(client, url) for url in pages] == few
