"""OneRoster and School Data Sync become one shape; what cannot be used is told with its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.administration.tables import Unreadable
from casework.rosters.feed import AtHome, Class, Feed, Later, Learner
from casework.rosters.reading import read_delivery
from casework.rosters.tables import Delivery, of_archive, of_folder
from tests.rosters.deliveries import ONEROSTER, SDS_1, SDS_2, TODAY, archive, delta, feed_of


def learner(feed: Feed, key: str) -> Learner:
    """The student by that name."""
    return next(one for one in feed.learners if one.key == key)


def faults(feed: Feed) -> list[tuple[str, int, str, str, str]]:
    """File, line, column, value and code of everything that is wrong."""
    return [(one.file, one.line, one.column, one.value, one.code) for one in feed.faults]


def test_oneroster_tells_class_home_birth_date_and_mentor() -> None:
    feed = feed_of(ONEROSTER)
    assert (feed.source, feed.form, feed.is_whole, faults(feed)) == ("fjord", "OneRoster 1.1", True, [])
    alva = learner(feed, "p1")
    assert (alva.school, alva.group, alva.born) == ("s1", "8C", date(2012, 3, 14))
    assert alva.homes == (
        AtHome(name="Karl Exempelsson", phone="070-174 06 99"),
    )  # a relative is no guardian
    assert learner(feed, "p2").group == ""  # the time in the class is over
    (rut,) = feed.mentors
    assert (rut.username, rut.name) == ("rut@fjord.example", "Rut Mallgren")
    assert rut.classes == (Class(school="s1", name="8C"),)  # mathematics is no class


def test_oneroster_tells_since_when_a_student_is_in_class_and_who_comes_later() -> None:
    lines = "classSourcedId,userSourcedId,role,beginDate,endDate\n"
    lines += "c1,p1,student,2026-10-14,\nc1,p1,student,2027-01-08,\nc1,p2,student,2027-01-11,2027-06-10\n"
    feed = feed_of(ONEROSTER, enrollments=lines)
    assert (learner(feed, "p1").group, learner(feed, "p1").since) == ("8C", date(2026, 10, 14))
    assert (learner(feed, "p2").group, learner(feed, "p2").since) == ("", None)
    assert feed.later == (Later(day=date(2027, 1, 11), number=1, name="8C"),)  # a new term is no new class
    assert learner(feed_of(SDS_2), "p1").enrolled == date(2026, 8, 1)


def test_oneroster_1_2_has_the_roles_in_a_table_of_their_own() -> None:
    users = (
        ONEROSTER["users.csv"].replace("role,", "oldRole,").replace("orgSourcedIds", "primaryOrgSourcedId")
    )
    manifest = ONEROSTER["manifest.csv"].replace("1.1", "1.2")
    roles = "userSourcedId,roleType,role,orgSourcedId\np1,primary,student,s1\np1,secondary,student,s2\n"
    roles += "g1,primary,parent,s1\ng2,primary,relative,s1\n"
    feed = feed_of(ONEROSTER, users=users, manifest=manifest, roles=roles)
    assert feed.form == "OneRoster 1.2"
    assert [(one.key, one.school) for one in feed.learners] == [("p1", "s1")]
    assert [one.name for one in feed.learners[0].homes] == ["Karl Exempelsson"]


def test_a_delivery_of_changes_says_so_and_names_who_is_gone() -> None:
    users = "sourcedId,status,orgSourcedIds,role,givenName,familyName\n"
    users += "p1,tobedeleted,s1,student,Alva,Exempelsson\n"
    feed = delta(users=users)
    assert (feed.is_whole, feed.gone, feed.learners) == (False, {"p1"}, ())
    assert delta(users=users.replace("tobedeleted", "active")).gone == frozenset()


def test_the_first_school_data_sync_says_nothing_of_classes_and_may_leave_names_out() -> None:
    feed = feed_of(SDS_1)
    alva, milo = learner(feed, "p1"), learner(feed, "p2")
    assert (alva.born, alva.group, alva.maybe) == (date(2012, 3, 14), "", ("8b", "Matematik"))
    assert (milo.given, milo.born) == ("", None)
    assert (feed.gone, feed.mentors) == ({"p4"}, ())
    assert faults(feed) == [("studentenrollment.csv", 4, "Section SIS ID", "c9", "unknown_key")]
    assert "hemligt" not in feed.model_dump_json()


def test_the_second_has_roles_with_days_and_homes() -> None:
    feed = feed_of(SDS_2)
    assert feed.form == "School Data Sync 2.1"
    (alva,) = feed.learners
    assert (alva.school, alva.born, feed.past) == ("s1", date(2012, 3, 14), 1)
    assert [one.name for one in alva.homes] == ["Karl Exempelsson"]


@pytest.mark.parametrize(
    ("born", "code", "value"),
    [
        ("20120314-2394", "national_number", ""),
        ("2012-31-31", "not_a_day", "2012-31-31"),
        ("2031-01-01", "unlikely_birth", "2031-01-01"),
    ],
)
def test_a_birth_date_that_cannot_be_is_told_with_its_place(born: str, code: str, value: str) -> None:
    text = ONEROSTER["demographics.csv"].replace("2012-03-14", born)
    feed = feed_of(ONEROSTER, demographics=text)
    assert faults(feed) == [("demographics.csv", 2, "birthDate", value, code)]
    assert {one.key for one in feed.learners} == {"p2", "p3"}


def test_names_of_people_are_never_repeated_in_what_is_wrong() -> None:
    feed = feed_of(ONEROSTER, users=ONEROSTER["users.csv"].replace(",Alva,", ",=Alva(),"))
    assert faults(feed) == [("users.csv", 2, "givenName", "", "formula")]


def test_what_is_named_and_in_no_table_is_told_in_a_whole_delivery_only() -> None:
    users = ONEROSTER["users.csv"].replace("p2,,s1", "p7,,s1")
    assert ("enrollments.csv", 5, "userSourcedId", "p9", "unknown_key") in faults(
        feed_of(ONEROSTER, enrollments=ONEROSTER["enrollments.csv"].replace("t1,teacher", "p9,teacher"))
    )
    assert delta(users=users, enrollments=ONEROSTER["enrollments.csv"]).faults == ()


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"users.csv": "sourcedId\n1\n"}, "columns_missing"),
        ({"pupils.csv": "a,b\n1,2\n"}, "unknown_form"),
        (ONEROSTER | {"manifest.csv": "propertyName,value\noneroster.version,3.0\n"}, "unknown_version"),
        (ONEROSTER | {"classes.csv": 'sourcedId,title\n1,"8'}, "broken_line"),
    ],
)
def test_another_kind_of_delivery_is_refused_as_a_whole(tables: dict[str, str], code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        feed_of(tables)
    assert fault.value.code == code


def test_a_folder_and_an_archive_hold_the_same(tmp_path: Path) -> None:
    for name, text in ONEROSTER.items():
        (tmp_path / name.title()).write_bytes(text.encode("cp1252" if name == "users.csv" else "utf-8-sig"))
    (tmp_path / "notes.txt").write_text("nothing of this is read")
    wanted = feed_of(ONEROSTER)
    assert read_delivery(of_folder(tmp_path), today=TODAY) == wanted
    assert read_delivery(of_archive(archive(ONEROSTER)), today=TODAY) == wanted


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no archive", "file_broken"),
        (archive({"a.txt": "nothing"}), "file_kind"),
        (archive({"users.csv": "0" * 9_000_000}), "file_bomb"),
        (archive({f"{number}.csv": "a\n" for number in range(41)}), "file_bomb"),
    ],
    ids=["no archive", "no tables", "bomb", "many"],
)
def test_an_archive_that_is_none_or_too_much_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        of_archive(content)
    assert fault.value.code == code


@pytest.mark.usefixtures("effort")
@given(st.dictionaries(st.sampled_from([*ONEROSTER, *SDS_1, *SDS_2]), st.text(max_size=200)))
def test_whatever_the_tables_hold_is_read_or_refused(tables: dict[str, str]) -> None:
    for whole in (ONEROSTER, SDS_1, SDS_2):
        with suppress(Unreadable):
            feed = read_delivery(Delivery(whole | tables), today=TODAY)
            assert all(one.key or one.line for one in feed.learners)
