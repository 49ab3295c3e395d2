"""Every kind of action knows what doing it leaves behind and with whom it is done."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from casework.engine.actions import KINDS, Action, ActionKind

ACTION: TypeAdapter[Action] = TypeAdapter(ActionKind)
COMMON = {"id": "a", "title": "Gör det", "by": ["mentor"]}
OWN = {
    "contact": ({"with": ["home"], "channel": ["phone"]}, "done", ("home",)),
    "meeting": ({"with": ["student"], "invite": ["social_services"]}, "held", ("student", "social_services")),
    "form": ({"form": "f", "with": ["student"]}, "finalised", ("student",)),
    "notice": ({"to": ["rector"]}, "sent", ("rector",)),
    "report": ({"to": ["school_authority"]}, "sent", ("school_authority",)),
    "request": ({"what": "certificate", "from": "guardian"}, "received", ("guardian",)),
    "decision": ({"options": {"go": "Gå"}}, "taken", ()),
    "arrangement": ({}, "started", ()),
    "documentation": ({}, "done", ()),
    "contribution": ({"to_form": "f", "asks": ["q"]}, "given", ()),
    "work": ({}, "done", ()),
}


def test_every_kind_is_tried_below():
    assert set(OWN) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_action_of_the_kind_is_read(kind):
    own, natural, parties = OWN[kind]
    action = ACTION.validate_python({**COMMON, "do": kind, **own})
    assert isinstance(action, KINDS[kind])
    assert (action.natural, action.parties) == (natural, parties)
    assert action.natural in action.milestones


@pytest.mark.parametrize("kind", ["form", "notice", "report", "request", "decision", "contribution"])
def test_an_action_without_what_its_kind_needs_is_refused(kind):
    with pytest.raises(ValidationError):
        ACTION.validate_python({**COMMON, "do": kind})


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": []},
        {"id": "Call home"},
        {"id": "a" * 61},
        {"do": "dance"},
        {"optional": "yes"},
        {"due": "today"},
    ],
)
def test_an_action_is_refused_with(wrong):
    with pytest.raises(ValidationError):
        ACTION.validate_python({**COMMON, "do": "work", **wrong})


def test_an_action_is_never_changed():
    action = ACTION.validate_python({**COMMON, "do": "work"})
    with pytest.raises(ValidationError):
        action.title = "Något annat"
