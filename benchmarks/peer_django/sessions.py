"""Who is signed in: the session row that the cookie names, and the roles that its user holds today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from benchmarks.peer_django.models import Grant, Session, Unit, User

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
BY_GROUP = ("mentor", "subject_teacher")


@dataclass(frozen=True)
class Person:
    """The user with the grants of today and the units below each."""

    user: User
    grants: tuple[tuple[Grant, frozenset], ...]

    def reach(self, student: str, *, role: str = "", group: str = "group") -> Q:
        """The rows that the roles reach; with `role`, those whose role column names one that does.

        Students with a protected identity are kept from whoever is not named for them; `student` is empty
        for rows that are about none.
        """
        found = Q(pk__in=[])
        for grant, units in self.grants:
            here = Q(**{f"{student}unit__in": units})
            if grant.role in BY_GROUP:
                here &= Q(**{f"{student}{group}": grant.group_id})
            if grant.role == "administration":
                if not student:
                    continue  # it reaches cases, no classes
                here &= Q(**{f"{student.removesuffix('student__')}is_handed_over": True})
            found |= here & Q(**{role: grant.role}) if role else here
        return found & Q(**{f"{student}is_protected": False}) if student else found


def now() -> datetime:
    """This moment, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


class SignedIn:
    """Middleware that puts the person on the request, or answers 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page for who is signed in."""
        if request.path != "/up":
            request.person = person(request.COOKIES.get("session", ""))
            if request.person is None:
                return HttpResponse(status=403)
        return self._get_response(request)


def person(cookie: str) -> Person | None:
    """Who the cookie belongs to."""
    at = now()
    holds = Q(ended_at=None, seen_at__gt=at - IDLE, started_at__gt=at - LONGEST, user__is_active=True)
    session = Session.objects.select_related("user").filter(holds, pk=signing.loads(cookie)).first()
    if session is None:
        return None
    grants = list(Grant.objects.filter(user=session.user, valid_from__lte=at, valid_to__gte=at))
    below: dict = {}
    for unit in Unit.objects.filter(parent__in={grant.unit_id for grant in grants}):
        below.setdefault(unit.parent_id, set()).add(unit.pk)
    reaching = ((grant, frozenset({grant.unit_id} | below.get(grant.unit_id, set()))) for grant in grants)
    return Person(session.user, tuple(reaching))
