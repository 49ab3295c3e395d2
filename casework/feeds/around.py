"""What the lessons of another system stand in: activities, who is in whose groups, what was told before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from casework.feeds.cells import LONGEST_SUBJECT
from casework.feeds.outcomes import Json, Notice
from casework.people.names import is_key
from casework.ss12000.entries import holds, inner, ref, several, text

REGISTERED_KINDS = ("", "Undervisning", "Elevaktivitet")  # of activities: of no others attendance is told
SCHOOLS = ("Skola", "Skolenhet")


class Around:
    """Activities and groups by id, notices by student; `elsewhere` are the schools that are not here."""

    def __init__(
        self,
        activities: Mapping[str, Json],
        groups: Mapping[str, Json],
        notices: Mapping[str, Sequence[Notice]],
        elsewhere: frozenset[str],
    ) -> None:
        self._activities, self._groups, self._notices = activities, groups, notices
        self._elsewhere = elsewhere
        self._members: dict[str, list[tuple[str, Json]]] = {}

    def activity_of(self, entry: Json) -> Json:
        """The activity of an event or sum: what is embedded, in the list of them, or said in passing."""
        named = inner(entry, "activity")
        embedded = inner(inner(entry, "_embedded"), "activity")
        return {**named, **(embedded or self._activities.get(text(named, "id"), {}))}

    def is_ours(self, activity: Json) -> bool:
        """Whether its attendance is told, and not by a school that is not here."""
        kind = text(activity, "activityType")
        return kind in REGISTERED_KINDS and ref(activity, "organisation") not in self._elsewhere

    def notices(self, student: str) -> Sequence[Notice]:
        """What was told or granted of the student beforehand."""
        return self._notices.get(student, ())

    def members(self, activity: Json, day: date) -> dict[str, str]:
        """Who has the activity's lessons on the day, each with the name of the group they have it in."""
        found: dict[str, str] = {}
        for key, group in self._groups_of(activity):
            for student, membership in self._members_of(key, group):
                if holds(membership, day):
                    found.setdefault(student, _name(group))
        return found

    def only_group(self, activity: Json) -> str:
        """The name of the activity's group where it has one alone: of those who are in no list."""
        groups = self._groups_of(activity)
        return _name(groups[0][1]) if len(groups) == 1 else ""

    def _groups_of(self, activity: Json) -> list[tuple[str, Json]]:
        named = ((text(one, "id"), one) for one in several(activity, "groups"))
        return [(key, self._groups.get(key, one)) for key, one in named]

    def _members_of(self, key: str, group: Json) -> list[tuple[str, Json]]:
        found = self._members.get(key)
        if found is None:
            memberships = ((ref(one, "person"), one) for one in several(group, "groupMemberships"))
            found = self._members[key] = [
                (student, one) for student, one in memberships if student and is_key(student)
            ]
        return found


def schools_in(organisations: Iterable[Json]) -> frozenset[str]:
    """The ids of the schools among the organisations."""
    kinds = ((text(one, "id"), text(one, "organisationType")) for one in organisations)
    return frozenset(key for key, kind in kinds if kind in SCHOOLS)


def _name(group: Json) -> str:
    name = text(group, "displayName")[:LONGEST_SUBJECT]
    return name if name.isprintable() else ""
