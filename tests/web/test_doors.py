"""No view without a policy, and no way in for somebody without the permission."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask

from casework.access.permissions import PERMISSIONS
from casework.access.policy import OWN, PUBLIC
from casework.web.doors import NoDoor, demand_doors, permission_of, public, requires
from tests.clients import Client, client_as
from tests.factories import School

OPEN_TO_ALL = {"static", "people.sign_in", "people.choose_language", "help.accessibility"}


def test_an_application_with_a_view_without_policy_does_not_start() -> None:
    app = Flask("planted")
    app.add_url_rule("/open", "open", public(lambda: ""))
    demand_doors(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(NoDoor, match="forgotten"):
        demand_doors(app)


def test_a_permission_that_the_policy_does_not_know_is_refused_at_once() -> None:
    with pytest.raises(NoDoor, match="case:reed"):
        requires("case:reed")


def test_every_rule_has_a_known_permission_and_few_are_open_to_all(app: Flask) -> None:
    found = {rule.endpoint: permission_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert set(found.values()) <= set(PERMISSIONS) | OWN | PUBLIC
    assert {endpoint for endpoint, permission in found.items() if permission in PUBLIC} == OPEN_TO_ALL


OF_MODELS = {"form_id", "duty_id"}  # what a routine names, which tells of nobody


def test_ids_in_addresses_are_random_ones(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
        ids = {name for name in kinds if name.endswith("_id")} - OF_MODELS
        assert {kinds[name] for name in ids} <= {"UUIDConverter"}


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(stranger: Client) -> None:
    assert stranger.redirected("/cases/?q=a%20b") == "/sign-in?next=/cases/?q%3Da%2520b"


def test_what_a_signed_out_person_wrote_stands_on_the_page(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    fields = {**client.tokens(), "reason": "Borta sex förmiddagar på tre veckor"}
    stranger = Client(app)
    page = stranger.post(f"/students/{school.student}/open", fields, 403)
    assert "Borta sex förmiddagar på tre veckor" in page.main.text
    assert "/sign-in" in page.main.one("a").attributes["href"]


@pytest.mark.parametrize(("role", "status"), [("mentor", 200), ("administrator", 403)])
def test_the_door_opens_for_those_who_hold_the_permission(
    app: Flask, school: School, role: str, status: int
) -> None:
    client_as(app, getattr(school, role)).get("/students", status)


def test_unknown_addresses_are_one_page_for_everybody(app: Flask, school: School, stranger: Client) -> None:
    assert stranger.get("/nowhere", 404).heading
    assert client_as(app, school.mentor).get("/nowhere", 404).heading


def test_the_answer_for_a_hidden_student_is_the_answer_for_none(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    hidden, missing = (client.get(f"/students/{one}", 404).main.text for one in (school.elsewhere, uuid4()))
    assert hidden == missing
    assert client.get(f"/students/{school.student}").heading == "Alva Exempelsson"


def test_options_and_head_meet_the_same_door(app: Flask, school: School, stranger: Client) -> None:
    assert stranger.raw.options("/students").status_code == 403
    assert stranger.raw.head("/students").status_code == 303
    assert stranger.raw.head("/students").headers["Location"] == stranger.redirected("/students")
    assert client_as(app, school.mentor).raw.head("/students").status_code == 200
    assert client_as(app, UUID(str(school.mentor))).raw.options("/students").status_code == 200
