"""SS 12000:2020 (v2.1): organisations, persons, groups and duties become the shape that all readers make.

Real systems leave out much that the standard demands, so only ids and what is used is asked of an answer. Ids
are texts. A mentor has an assignment (`Mentor`) to a group; classes are the groups of the kind `Klass`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.people.names import Unfit, fit_name, fit_username
from casework.people.roster import EARLIEST_BIRTH
from casework.rosters.feed import AtHome, Class, Fault, Feed, Learner, Mentor, Place
from casework.rosters.tables import day_of
from casework.rosters.wire import Client, Json

FORM = "SS 12000"
UNMARKED = ("", "Ingen")
CLASS, MENTOR = "Klass", "Mentor"
GUARDIANS = ("Vårdnadshavare", "Förälder", "God man")
SCHOOLS = ("Skola", "Skolenhet")
PERSONS, GROUPS, DUTIES, ORGANISATIONS = "persons", "groups", "duties", "organisations"
MODIFIED = "meta.modified.after"


@dataclass
class _Read:
    today: date
    persons: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    classes: dict[str, Json] = field(default_factory=dict)  # of students
    hidden_homes: int = 0
    past: int = 0
    faults: list[Fault] = field(default_factory=list)


def fetch(client: Client, source: str, *, today: date, since: datetime | None = None) -> Feed:
    """Everything, or of persons only those who have changed since. Raises NoAnswer.

    Groups, duties and schools are always asked for in whole: there are few, and who has changed is placed by
    them. Guardians of a changed student who have not changed themselves are asked for one by one.
    """
    changed = {MODIFIED: since.isoformat()} if since else {}
    organisations = list(client.pages(ORGANISATIONS, {}))
    read = _Read(today, persons=_by_id(client.pages(PERSONS, changed)))
    read.groups = _by_id(one for one in client.pages(GROUPS, {}) if _holds(one, today))
    duties = [one for one in client.pages(DUTIES, {}) if _holds(one, today)]
    if since:
        _add_those_around(client, read, duties)
    gone = _gone(client, since) if since else frozenset()
    return told(read, source, organisations, duties, is_whole=since is None, gone=gone)


def told(
    read: _Read,
    source: str,
    organisations: Iterable[Json],
    duties: Iterable[Json],
    *,
    is_whole: bool,
    gone: frozenset[str],
) -> Feed:
    """What the answers say, taken together."""
    for group in read.groups.values():
        if group.get("groupType") == CLASS:
            for member in _list(group, "groupMemberships"):
                if _holds(member, read.today):
                    read.classes.setdefault(_ref(member, "person"), group)
    learners = [one for person in read.persons.values() for one in _learner(read, person)]
    if not is_whole:
        learners += _placed(read, {one.key for one in learners})
    mentors = list(_mentors(read, duties))
    return Feed(
        source=source,
        form=FORM,
        is_whole=is_whole,
        schools=tuple(_places(organisations)),
        learners=tuple(learners),
        mentors=tuple(mentors),
        gone=gone,
        past=read.past,
        hidden_homes=read.hidden_homes,
        faults=tuple(read.faults),
    )


def _places(organisations: Iterable[Json]) -> Iterator[Place]:
    for one in organisations:
        if one.get("organisationType", SCHOOLS[0]) in SCHOOLS:
            yield Place(key=_text(one, "id"), name=_text(one, "displayName"))


def _learner(read: _Read, person: Json) -> Iterator[Learner]:
    """The student; nobody where the person goes to no school, or not today."""
    enrolments = [one for one in _list(person, "enrolments") if not one.get("cancelled")]
    current = [one for one in enrolments if _holds(one, read.today)]
    if not current:
        read.past += bool(enrolments)
        return
    group = read.classes.get(_text(person, "id"))
    school = _ref(group, "organisation") if group else ""
    schools = [_ref(one, "enroledAt") for one in current]
    name = _name(person)
    born = _born(person, read.today)
    if not name or isinstance(born, Fault):
        read.faults.append(born if isinstance(born, Fault) else _fault(PERSONS, "unfit_name"))
        return
    yield Learner(
        key=_text(person, "id"),
        given=name[0],
        family=name[1],
        born=born,
        school=school if school in schools else schools[0],
        group=_text(group, "displayName") if group and school in schools else "",
        homes=tuple(_homes(read, person)),
        marking=_marking(person),
        file=PERSONS,
    )


def _placed(read: _Read, told_already: set[str]) -> Iterator[Learner]:
    """Those who have not changed themselves and may have changed class."""
    for key, group in read.classes.items():
        if key and key not in told_already and key not in read.persons:
            yield Learner(
                key=key,
                school=_ref(group, "organisation"),
                group=_text(group, "displayName"),
                file=GROUPS,
            )


def _homes(read: _Read, person: Json) -> Iterator[AtHome]:
    for one in _list(person, "responsibles"):
        if one.get("relationType") not in GUARDIANS:
            continue
        reference = _dict(one, "person")
        adult = read.persons.get(_text(reference, "id"), {})
        if _marking(reference) or _marking(adult):
            read.hidden_homes += 1
            continue
        name = " ".join(_name(adult) or ()) or _text(reference, "displayName")
        try:
            yield AtHome(name=fit_name(name), phone=_phone(adult))
        except Unfit:
            read.faults.append(_fault(PERSONS, "unfit_name", "responsibles"))


def _mentors(read: _Read, duties: Iterable[Json]) -> Iterator[Mentor]:
    """Who is mentor of which class; by groups that are no classes nobody gets a role."""
    held: dict[str, dict[Class, None]] = defaultdict(dict)
    for duty in duties:
        for one in _list(duty, "assignmentRole"):
            group = read.groups.get(_ref(one, "group"), {})
            is_mentor = one.get("assignmentRoleType") == MENTOR and _holds(one, read.today)
            if is_mentor and group.get("groupType") == CLASS:
                named = Class(school=_ref(group, "organisation"), name=_text(group, "displayName"))
                held[_ref(duty, "person")][named] = None
    for key, classes in held.items():
        person = read.persons.get(key, {})
        name, username = _name(person), _username(person)
        if name and username:
            yield Mentor(username=username, name=" ".join(name), classes=tuple(classes), file=DUTIES)
        else:
            read.faults.append(_fault(DUTIES, "unfit_username" if name else "unfit_name"))


def _add_those_around(client: Client, read: _Read, duties: Iterable[Json]) -> None:
    """Fetches those whom the changed persons and the mentors are: they may not have changed themselves."""
    references = (
        _dict(one, "person") for person in read.persons.values() for one in _list(person, "responsibles")
    )
    wanted = {_text(one, "id") for one in references if not _marking(one)}
    for duty in duties:
        if any(one.get("assignmentRoleType") == MENTOR for one in _list(duty, "assignmentRole")):
            wanted.add(_ref(duty, "person"))
    for key in sorted(wanted - read.persons.keys() - {""}):
        read.persons[key] = client.one(PERSONS, key)


def _gone(client: Client, since: datetime) -> frozenset[str]:
    answer = client.get("deletedEntities", {"after": since.isoformat(), "entities": PERSONS})
    data = answer.get("data") if isinstance(answer, dict) else None
    found = data.get(PERSONS) if isinstance(data, dict) else None
    return frozenset(str(one) for one in found) if isinstance(found, list) else frozenset()


def _name(person: Mapping[str, Any]) -> tuple[str, str] | None:
    try:
        return fit_name(_text(person, "givenName")), fit_name(_text(person, "familyName"))
    except Unfit:
        return None


def _born(person: Json, today: date) -> date | Fault | None:
    """The birth date, also as the beginning of the identity number, which is read for that and never kept."""
    number = _text(_dict(person, "civicNo"), "value")
    born = day_of(_text(person, "birthDate")) or day_of(number[:8]) or _coordinated(number[:8])
    if born and not EARLIEST_BIRTH <= born <= today:
        return _fault(PERSONS, "unlikely_birth", "birthDate")
    return born


def _coordinated(number: str) -> date | None:
    """The day in a co-ordination number, which is written sixty later."""
    return (
        day_of(f"{number[:6]}{int(number[6:]) - 60:02}") if number.isdecimal() and len(number) == 8 else None
    )


def _username(person: Mapping[str, Any]) -> str:
    names = person.get("eduPersonPrincipalNames")
    for name in names if isinstance(names, list) else ():
        try:
            return fit_username(str(name))
        except Unfit:
            continue
    return ""


def _phone(person: Mapping[str, Any]) -> str:
    numbers = _list(person, "phoneNumbers")
    ordered = sorted(numbers, key=lambda one: one.get("mobile") is not True)
    return next((_text(one, "value")[:40] for one in ordered if _text(one, "value")), "")


def _marking(person: Mapping[str, Any]) -> str:
    """What a protected identity is called; a word that nobody knows is one too."""
    word = _text(person, "securityMarking")
    return "" if word in UNMARKED else word[:60]


def _holds(entry: Mapping[str, Any], today: date) -> bool:
    first, last = day_of(_text(entry, "startDate")), day_of(_text(entry, "endDate"))
    return (first is None or first <= today) and (last is None or today <= last)


def _by_id(found: Iterable[Json]) -> dict[str, Json]:
    return {_text(one, "id"): one for one in found if _text(one, "id")}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def _dict(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = entry.get(name)
    return value if isinstance(value, dict) else {}


def _ref(entry: Mapping[str, Any], name: str) -> str:
    return _text(_dict(entry, name), "id")


def _list(entry: Mapping[str, Any], name: str) -> list[Json]:
    value = entry.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _fault(file: str, code: str, column: str = "") -> Fault:
    return Fault(file=file, line=0, code=code, column=column)
