"""SS 12000:2020 (v2.1): organisations, persons, groups and duties become the shape that all readers make.

Real systems leave out much that the standard demands, so only ids and what is used is asked of an answer. Ids
are texts. A mentor has an assignment (`Mentor`) to a group; classes are the groups of the kind `Klass`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from casework.people.names import Unfit, fit_name
from casework.rosters.entries import (
    CLASS,
    DUTIES,
    GROUPS,
    ORGANISATIONS,
    PERSONS,
    Read,
    Seal,
    Unlikely,
    born_of,
    fault_at,
    misnamed,
    municipality_of,
    places_of,
    unsealed,
)
from casework.rosters.feed import AtHome, Class, Feed, Later, Learner, Mentor, Seat
from casework.ss12000.entries import (
    by_id,
    first_day,
    holds,
    inner,
    is_to_come,
    marked_in,
    marking_of,
    name_of,
    phone_of,
    ref,
    several,
    text,
    username_of,
)
from casework.ss12000.wire import Client, Json

FORM = "SS 12000"
MENTOR = "Mentor"
GUARDIANS = ("Vårdnadshavare", "Förälder", "God man")
MODIFIED = "meta.modified.after"


def fetch(
    client: Client, source: str, *, today: date, since: datetime | None = None, seal: Seal = unsealed
) -> Feed:
    """Everything, or of persons only those who have changed since. Raises NoAnswer.

    Groups, duties and schools are always asked for in whole: there are few, and who has changed is placed by
    them. Guardians of a changed student who have not changed themselves are asked for one by one.
    """
    changed = {MODIFIED: since.isoformat()} if since else {}
    organisations = list(client.pages(ORGANISATIONS, {}))
    read = Read(today, seal)
    persons = list(client.pages(PERSONS, changed))
    read.persons = by_id(persons)
    read.faults += [fault_at(PERSONS, "missing", "id") for one in persons if not text(one, "id")]
    groups = list(client.pages(GROUPS, {}))
    now = [one for one in groups if holds(one, today)]
    read.faults += [fault_at(GROUPS, why, "displayName") for one in now if (why := misnamed(one))]
    read.groups = by_id(one for one in now if not misnamed(one))
    read.coming = [one for one in groups if is_to_come(one, today) and not misnamed(one)]
    every_duty = list(client.pages(DUTIES, {}))
    duties = [one for one in every_duty if holds(one, today)]
    if since:
        _add_those_around(client, read, duties)
    read.marked = marked_in([*read.persons.values(), *groups, *every_duty])
    gone = _gone(client, since) if since else frozenset()
    return told(read, source, organisations, duties, is_whole=since is None, gone=gone)


def told(
    read: Read,
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
        schools=tuple(places_of(read, organisations)),
        learners=tuple(learners),
        mentors=tuple(mentors),
        gone=gone,
        marked=read.marked,
        past=read.past,
        later=Later.of(read.later.values()),
        hidden_homes=read.hidden_homes,
        faults=tuple(read.faults),
    )


def _read_class(read: Read, group: Json) -> None:
    """Who is in the class since when, and who comes to it later; groups that are there come first."""
    for member in several(group, "groupMemberships"):
        key, days = ref(member, "person"), [one for one in (first_day(group), first_day(member)) if one]
        if holds(group, read.today) and holds(member, read.today):
            school, name = ref(group, "organisation"), text(group, "displayName")
            seat = Seat(school=school, group=name, since=first_day(member))
            read.classes.setdefault(key, {}).setdefault(school, seat)
        elif days and max(days) > read.today:
            here = {one.group for one in read.classes.get(key, {}).values()}
            name = text(group, "displayName")
            read.later |= {key: (max(days), name)} if name not in here else {}


def _learner(read: Read, person: Json) -> Iterator[Learner]:
    """The student; nobody where the person goes to no school, or not today."""
    key = text(person, "id")
    enrolments = [one for one in several(person, "enrolments") if not one.get("cancelled")]
    current = [one for one in enrolments if holds(one, read.today)]
    if not current:
        begins = [day for one in enrolments if (day := first_day(one)) and day > read.today]
        if begins:
            read.later.setdefault(key, (min(begins), ""))
        read.past += bool(enrolments) and not begins
        return
    name = name_of(person)
    try:
        born = born_of(person, read.today)
    except Unlikely:
        read.faults.append(fault_at(PERSONS, "unlikely_birth", "birthDate"))
        return
    if not name:
        read.faults.append(fault_at(PERSONS, "unfit_name"))
        return
    seats = _seats(read.classes.get(key, {}), {ref(one, "enroledAt"): first_day(one) for one in current})
    yield Learner(
        key=key,
        seal=read.seal(text(inner(person, "civicNo"), "value"), read.today),
        given=name[0],
        family=name[1],
        born=born,
        **dict(seats[0]) if seats else {},
        also=tuple(seats[1:]),
        homes=tuple(_homes(read, person)),
        municipality="" if key in read.marked else municipality_of(person),
        marking=read.marked.get(key, ""),
        file=PERSONS,
    )


def _seats(classes: Mapping[str, Seat], enrolled: Mapping[str, date | None]) -> list[Seat]:
    """The schools that a student goes to, those of a class first; where none is named, classes alone say."""
    named = {school: day for school, day in enrolled.items() if school}
    if not named:
        return list(classes.values())
    there = {school: classes[school] for school in classes if school in named}
    there |= {school: Seat(school=school) for school in named if school not in there}
    return [seat.model_copy(update={"enrolled": named[school]}) for school, seat in there.items()]


def _placed(read: Read, told_already: set[str]) -> Iterator[Learner]:
    """Those who have not changed themselves and may have changed class."""
    for key, classes in read.classes.items():
        if key and key not in told_already and key not in read.persons:
            first, *also = classes.values()
            marking = read.marked.get(key, "")
            yield Learner(key=key, **dict(first), also=tuple(also), marking=marking, file=GROUPS)


def _homes(read: Read, person: Json) -> Iterator[AtHome]:
    for one in several(person, "responsibles"):
        if one.get("relationType") not in GUARDIANS:
            continue
        reference = inner(one, "person")
        adult = read.persons.get(text(reference, "id"), {})
        if marking_of(reference) or text(reference, "id") in read.marked:
            read.hidden_homes += 1
            continue
        name = " ".join(name_of(adult) or ()) or text(reference, "displayName")
        try:
            yield AtHome(name=fit_name(name), phone=phone_of(adult))
        except Unfit:
            read.faults.append(fault_at(PERSONS, "unfit_name", "responsibles"))


def _mentors(read: Read, duties: Iterable[Json]) -> Iterator[Mentor]:
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
            read.faults.append(fault_at(DUTIES, "unfit_username" if name else "unfit_name"))


def _add_those_around(client: Client, read: Read, duties: Iterable[Json]) -> None:
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
