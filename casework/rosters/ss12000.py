"""SS 12000:2020 (v2.1): organisations, persons, groups and duties become the shape that all readers make.

Real systems leave out much that the standard demands, so only ids and what is used is asked of an answer. Ids
are texts. A mentor has an assignment (`Mentor`) to a group; classes are the groups of the kind `Klass`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from casework.people.names import Unfit, fit_name
from casework.people.roster import EARLIEST_BIRTH
from casework.rosters.feed import AtHome, Class, Fault, Feed, Later, Learner, Mentor, Place, Seal, unsealed
from casework.ss12000.entries import (
    by_id,
    coordinated,
    day_of,
    first_day,
    holds,
    inner,
    is_to_come,
    marking_of,
    municipality_of,
    name_of,
    phone_of,
    ref,
    several,
    text,
    username_of,
)
from casework.ss12000.wire import Client, Json

FORM = "SS 12000"
CLASS, MENTOR = "Klass", "Mentor"
GUARDIANS = ("Vårdnadshavare", "Förälder", "God man")
SCHOOLS = ("Skola", "Skolenhet")
PERSONS, GROUPS, DUTIES, ORGANISATIONS = "persons", "groups", "duties", "organisations"
MODIFIED = "meta.modified.after"


@dataclass
class _Read:
    today: date
    seal: Seal = unsealed
    persons: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    coming: list[Json] = field(default_factory=list)  # groups that there are later
    classes: dict[str, Json] = field(default_factory=dict)  # of students
    since: dict[str, date | None] = field(default_factory=dict)  # of students, in their classes
    later: dict[str, tuple[date, str]] = field(default_factory=dict)  # who comes to a class, or to a school
    hidden_homes: int = 0
    past: int = 0
    faults: list[Fault] = field(default_factory=list)


def fetch(
    client: Client, source: str, *, today: date, since: datetime | None = None, seal: Seal = unsealed
) -> Feed:
    """Everything, or of persons only those who have changed since. Raises NoAnswer.

    Groups, duties and schools are always asked for in whole: there are few, and who has changed is placed by
    them. Guardians of a changed student who have not changed themselves are asked for one by one.
    """
    changed = {MODIFIED: since.isoformat()} if since else {}
    organisations = list(client.pages(ORGANISATIONS, {}))
    read = _Read(today, seal, persons=by_id(client.pages(PERSONS, changed)))
    groups = list(client.pages(GROUPS, {}))
    read.groups = by_id(one for one in groups if holds(one, today))
    read.coming = [one for one in groups if is_to_come(one, today)]
    duties = [one for one in client.pages(DUTIES, {}) if holds(one, today)]
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
    for group in (*read.groups.values(), *read.coming):
        if group.get("groupType") == CLASS:
            _read_class(read, group)
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
        later=Later.of(read.later.values()),
        hidden_homes=read.hidden_homes,
        faults=tuple(read.faults),
    )


def _read_class(read: _Read, group: Json) -> None:
    """Who is in the class since when, and who comes to it later; groups that are there come first."""
    for member in several(group, "groupMemberships"):
        key, days = ref(member, "person"), [one for one in (first_day(group), first_day(member)) if one]
        if holds(group, read.today) and holds(member, read.today):
            if read.classes.setdefault(key, group) is group:
                read.since.setdefault(key, first_day(member))
        elif days and max(days) > read.today:
            here = text(read.classes.get(key, {}), "displayName")
            name = text(group, "displayName")
            read.later |= {key: (max(days), name)} if name != here else {}


def _places(organisations: Iterable[Json]) -> Iterator[Place]:
    for one in organisations:
        if one.get("organisationType", SCHOOLS[0]) in SCHOOLS:
            yield Place(key=text(one, "id"), name=text(one, "displayName"))


def _learner(read: _Read, person: Json) -> Iterator[Learner]:
    """The student; nobody where the person goes to no school, or not today."""
    enrolments = [one for one in several(person, "enrolments") if not one.get("cancelled")]
    current = [one for one in enrolments if holds(one, read.today)]
    if not current:
        begins = [day for one in enrolments if (day := first_day(one)) and day > read.today]
        if begins:
            read.later.setdefault(text(person, "id"), (min(begins), ""))
        read.past += bool(enrolments) and not begins
        return
    group = read.classes.get(text(person, "id"))
    school = ref(group, "organisation") if group else ""
    schools = {ref(one, "enroledAt"): first_day(one) for one in current}
    here = school if school in schools else next(iter(schools))
    name = name_of(person)
    born = _born(person, read.today)
    if not name or isinstance(born, Fault):
        read.faults.append(born if isinstance(born, Fault) else _fault(PERSONS, "unfit_name"))
        return
    yield Learner(
        key=text(person, "id"),
        seal=read.seal(text(inner(person, "civicNo"), "value"), read.today),
        given=name[0],
        family=name[1],
        born=born,
        school=here,
        group=text(group, "displayName") if group and school in schools else "",
        since=read.since.get(text(person, "id")) if group and school in schools else None,
        enrolled=schools[here],
        homes=tuple(_homes(read, person)),
        municipality="" if marking_of(person) else municipality_of(person),
        marking=marking_of(person),
        file=PERSONS,
    )


def _placed(read: _Read, told_already: set[str]) -> Iterator[Learner]:
    """Those who have not changed themselves and may have changed class."""
    for key, group in read.classes.items():
        if key and key not in told_already and key not in read.persons:
            yield Learner(
                key=key,
                school=ref(group, "organisation"),
                group=text(group, "displayName"),
                since=read.since.get(key),
                file=GROUPS,
            )


def _homes(read: _Read, person: Json) -> Iterator[AtHome]:
    for one in several(person, "responsibles"):
        if one.get("relationType") not in GUARDIANS:
            continue
        reference = inner(one, "person")
        adult = read.persons.get(text(reference, "id"), {})
        if marking_of(reference) or marking_of(adult):
            read.hidden_homes += 1
            continue
        name = " ".join(name_of(adult) or ()) or text(reference, "displayName")
        try:
            yield AtHome(name=fit_name(name), phone=phone_of(adult))
        except Unfit:
            read.faults.append(_fault(PERSONS, "unfit_name", "responsibles"))


def _mentors(read: _Read, duties: Iterable[Json]) -> Iterator[Mentor]:
    """Who is mentor of which class; by groups that are no classes nobody gets a role."""
    held: dict[str, dict[Class, None]] = defaultdict(dict)
    for duty in duties:
        for one in several(duty, "assignmentRole"):
            group = read.groups.get(ref(one, "group"), {})
            is_mentor = one.get("assignmentRoleType") == MENTOR and holds(one, read.today)
            if is_mentor and group.get("groupType") == CLASS:
                named = Class(school=ref(group, "organisation"), name=text(group, "displayName"))
                held[ref(duty, "person")][named] = None
    for key, classes in held.items():
        person = read.persons.get(key, {})
        name, username = name_of(person), username_of(person)
        if name and username:
            yield Mentor(username=username, name=" ".join(name), classes=tuple(classes), file=DUTIES)
        else:
            read.faults.append(_fault(DUTIES, "unfit_username" if name else "unfit_name"))


def _add_those_around(client: Client, read: _Read, duties: Iterable[Json]) -> None:
    """Fetches those whom the changed persons and the mentors are: they may not have changed themselves."""
    references = (
        inner(one, "person") for person in read.persons.values() for one in several(person, "responsibles")
    )
    wanted = {text(one, "id") for one in references if not marking_of(one)}
    for duty in duties:
        if any(one.get("assignmentRoleType") == MENTOR for one in several(duty, "assignmentRole")):
            wanted.add(ref(duty, "person"))
    for key in sorted(wanted - read.persons.keys() - {""}):
        read.persons[key] = client.one(PERSONS, key)


def _gone(client: Client, since: datetime) -> frozenset[str]:
    answer = client.get("deletedEntities", {"after": since.isoformat(), "entities": PERSONS})
    data = answer.get("data") if isinstance(answer, dict) else None
    found = data.get(PERSONS) if isinstance(data, dict) else None
    return frozenset(str(one) for one in found) if isinstance(found, list) else frozenset()


def _born(person: Json, today: date) -> date | Fault | None:
    """The birth date, also as the beginning of the identity number, of which no more than a seal is kept."""
    number = text(inner(person, "civicNo"), "value")
    born = day_of(text(person, "birthDate")) or day_of(number[:8]) or coordinated(number[:8])
    if born and not EARLIEST_BIRTH <= born <= today:
        return _fault(PERSONS, "unlikely_birth", "birthDate")
    return born


def _fault(file: str, code: str, column: str = "") -> Fault:
    return Fault(file=file, line=0, code=code, column=column)
