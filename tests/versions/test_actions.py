"""A version number is taken once, whoever is first; texts are kept once; what is settled stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people.models import User
from casework.people.queries import person
from casework.versions.actions import end, keep, publish, upload, withdraw
from casework.versions.models import WorkflowVersion
from casework.versions.queries import model_of, models_on, version_by
from tests.databases import Place
from tests.factories import NOW, School, make_school, work
from tests.versions.texts import model, renamed_stage, second

TODAY = school_date(NOW)


def berit(school: School) -> dict[str, object]:
    return {"actor": person(db.session.get_one(User, school.administration), TODAY), "now": NOW}


def test_two_who_upload_the_same_number_at_once_do_not_both_get_it(database: Place) -> None:
    with work(database.app):
        who = berit(make_school())
        upload(model(second()), **who)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            upload(model(renamed_stage()), **who)  # type: ignore[arg-type]
        upload(model(renamed_stage(3)), **who)  # type: ignore[arg-type]


def test_a_number_is_free_again_when_its_draft_has_been_withdrawn(database: Place) -> None:
    with work(database.app):
        who = berit(make_school())
        row = upload(model(second()), **who)  # type: ignore[arg-type]
        withdraw(row, **who)  # type: ignore[arg-type]
        upload(model(renamed_stage()), **who)  # type: ignore[arg-type]
        assert version_by(model(second()).sha) is None
        assert version_by(model(renamed_stage()).sha)


def test_what_is_published_is_neither_published_nor_withdrawn_again(database: Place) -> None:
    with work(database.app):
        who = berit(make_school())
        row = upload(model(second()), **who)  # type: ignore[arg-type]
        with pytest.raises(NotAcceptable):
            publish(row, (TODAY, None), "  ", **who)  # type: ignore[arg-type]
        publish(row, (TODAY, None), "Beslut.", **who)  # type: ignore[arg-type]
        for act in (lambda: publish(row, (TODAY, None), "Igen.", **who), lambda: withdraw(row, **who)):  # type: ignore[arg-type]
            with pytest.raises(Conflict):
                act()
        assert models_on(TODAY)["five-step"].sha == row.sha


def test_a_text_is_kept_once_and_read_again_as_it_was(database: Place) -> None:
    with work(database.app):
        assert keep(model(second())) == keep(model(second()))
        assert db.session.scalar(select(func.count()).select_from(WorkflowVersion)) == 1
        assert model_of(model(second()).sha).text == second()


def test_what_is_published_can_end_earlier_and_never_later(database: Place) -> None:
    with work(database.app):
        who = berit(make_school())
        row = upload(model(second()), **who)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            end(row, TODAY, now=NOW)
        last = TODAY + timedelta(days=9)
        publish(row, (TODAY, last), "Beslut.", **who)  # type: ignore[arg-type]
        for day in (TODAY - timedelta(days=1), last + timedelta(days=1)):
            with pytest.raises(NotAcceptable):
                end(row, day, now=NOW)
        end(row, TODAY + timedelta(days=2), now=NOW)
        days = (TODAY, TODAY + timedelta(days=2), TODAY + timedelta(days=3))
        assert [models_on(day)["five-step"].rules.version for day in days] == [2, 2, 1]


def test_what_has_not_begun_can_be_withdrawn_and_what_has_cannot(database: Place) -> None:
    with work(database.app):
        who = berit(make_school())
        later, now_valid = upload(model(second()), **who), upload(model(second(3)), **who)  # type: ignore[arg-type]
        publish(later, (TODAY + timedelta(days=3), None), "Beslut.", **who)  # type: ignore[arg-type]
        publish(now_valid, (TODAY, None), "Beslut.", **who)  # type: ignore[arg-type]
        withdraw(later, **who)  # type: ignore[arg-type]
        assert models_on(TODAY + timedelta(days=3))["five-step"].sha == now_valid.sha
        with pytest.raises(Conflict):
            withdraw(now_valid, **who)  # type: ignore[arg-type]
