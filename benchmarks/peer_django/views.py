"""The peer's case list: the same content, rows and log as ours, asked for as one does in Django."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.peer_django.models import (
    Case,
    Grant,
    Group,
    Reading,
    ReadingChain,
    ReadStudent,
    SavedView,
    StudentWord,
    Unit,
    Visit,
    Waiting,
)
from benchmarks.peer_django.sessions import BY_GROUP, Person, now
from benchmarks.peer_django.waiting import waiting_count, waits_for

KEY = os.environ["CASEWORK_HISTORY_KEY"].encode()
PER_PAGE = 50
STAGES = ("report", "mapping", "investigation", "analysis", "compulsory_school_monitoring")
OWNERS = ("mentor", "mentor", "student_health_team", "student_health_team", "administration")
ROLES = ("mentor", "student_health_team", "school_counsellor", "school_nurse", "rector", "administration")
NARROWED = ("q", "stage", "group", "owner", "waits_for", "waited", "due")
WAITED = ("7", "14", "30")
VIEWS = {"": "Alla öppna", "mine": "Väntar på mig", "others": "Väntar på andra", "closed": "Avslutade"}
SORTS = {
    "": ("waiting_since", "number"),
    "newest": ("-waiting_since", "-number"),
    "student": ("student__search_name", "number"),
    "step": ("place", "waiting_since", "number"),
    "due": (F("next_due_on").asc(nulls_last=True), "number"),
}
DUE = ("overdue", "today", "week", "none")


def index(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see, as the filter in the address says."""
    person, asked = request.person, request.GET
    found = filtered(person, asked)
    total = found.count()
    page = max(1, int(asked.get("page", 1)))
    present = Visit.objects.filter(left_at=None).select_related("responsible")
    beside = (Prefetch("visits", present), "waiting")
    chosen = found.select_related("student__group").prefetch_related(*beside)
    order = SORTS.get(asked.get("sort", ""), SORTS[""])
    cases = list(chosen.order_by(*order)[(page - 1) * PER_PAGE : page * PER_PAGE])
    context = {
        "total": total,
        "rows": rows(cases),
        "views": views(person),
        "asked": asked,
        "stages": STAGES,
        "roles": ROLES,
        "waited": WAITED,
        "days": DUE,
        "chosen": [(name, value) for name, value in asked.items() if value and name in NARROWED],
        "groups": groups(person),
        "waiting": waiting_count(person),
        "person": person,
        "has_next": page * PER_PAGE < total,
        "next": page + 1,
    }
    answer = render(request, "list.html", context)
    log(person, cases)
    return answer


def up(_request: HttpRequest) -> HttpResponse:
    """Says that the program answers."""
    return HttpResponse("<html></html>")


def filtered(person: Person, asked: dict[str, str]) -> QuerySet[Case]:
    """The cases that the person may see and the filter leaves."""
    where = person.reach("student__") & in_view(person, asked.get("view", ""))
    for word in asked.get("q", "").lower().split():
        named = StudentWord.objects.filter(student=OuterRef("student"), word__startswith=word)
        where &= Exists(named) | Q(student__group__name__istartswith=word)
    if asked.get("stage"):
        where &= Q(stage=asked["stage"])
    if asked.get("group"):
        where &= Q(student__group__name=asked["group"])
    if asked.get("waits_for"):
        where &= Exists(Waiting.objects.filter(case=OuterRef("pk"), role=asked["waits_for"]))
    if asked.get("owner"):
        where &= Q(
            stage__in=[one for one, role in zip(STAGES, OWNERS, strict=True) if role == asked["owner"]]
        )
    if asked.get("waited"):
        where &= Q(waiting_since__lte=now() - timedelta(days=int(asked["waited"])))
    if asked.get("due"):
        where &= due(asked["due"], now().date())
    return Case.objects.filter(where)


def due(when: str, today: date) -> Q:
    """Cases whose next task is due then."""
    if when == "none":
        return Q(next_due_on=None)
    sunday = today + timedelta(days=6 - today.weekday())
    last = {"overdue": today - timedelta(days=1), "today": today, "week": sunday}[when]
    return Q(next_due_on__lte=last)


def in_view(person: Person, view: str) -> Q | Exists:
    """What a view shows."""
    if view == "closed":
        return Q(closed_at__isnull=False)
    if view == "mine":
        return Q(closed_at=None) & waits_for(person)
    return Q(closed_at=None) & ~waits_for(person) & ~Q(waiting_code="") if view else Q(closed_at=None)


def views(person: Person) -> list[tuple[str, str, int]]:
    """The views above the list and the person's own, with their counts."""
    known = [(label, f"view={view}" if view else "", {"view": view}) for view, label in VIEWS.items()]
    own = SavedView.objects.filter(user=person.user).order_by("name")
    known += [(one.name, one.address, one.filter) for one in own]
    return [(label, address, filtered(person, asked).count()) for label, address, asked in known]


def groups(person: Person) -> QuerySet[Group]:
    """The names of the classes whose cases the person may see."""
    names = Group.objects.filter(person.reach("", group="pk")).values_list("name", flat=True)
    return names.distinct().order_by("name")


def rows(cases: Sequence[Case]) -> list[dict[str, object]]:
    """The cases as the page shows them."""
    staff = around(cases)
    return [row(case, staff) for case in cases]


def row(case: Case, staff: Sequence[Grant]) -> dict[str, object]:
    """One case: who it waits for, since when, and who owns the step."""
    near = [grant for grant in staff if is_near(grant, case)]
    place = STAGES.index(case.stage) if case.stage in STAGES else case.place
    days = (now() - case.waiting_since).days
    return {
        "id": case.pk,
        "student": f"{case.student.given_name} {case.student.family_name}",
        "group": case.student.group.name if case.student.group else "",
        "place": place + 1,
        "step": f"{place + 1} {case.stage}",
        "ladder": range(len(STAGES)),
        "who": " eller ".join(named(waiting.role, near) for waiting in case.waiting.all()),
        "what": case.waiting_code,
        "is_ready": case.waiting_code == "ready",
        "since": f"sedan {case.waiting_since:%d %B}, {days} dagar",
        "due": f"{case.next_due_on:%d %B}" if case.next_due_on else "",
        "is_late": case.next_due_on is not None and case.next_due_on < now().date(),
        "owner": responsible(case, near) or named(OWNERS[place], near),
    }


def around(cases: Sequence[Case]) -> list[Grant]:
    """The staff at the schools of the cases, of their classes, and at the authorities above them."""
    schools = {case.student.unit_id for case in cases}
    classes = {case.student.group_id for case in cases}
    above = Unit.objects.filter(pk__in=schools).values("parent")
    holds = Q(valid_from__lte=now(), valid_to__gte=now(), user__is_active=True)
    near = Q(group__in=classes) | ~Q(role__in=BY_GROUP)
    grants = Grant.objects.filter(Q(unit__in=schools) | Q(unit__in=above), holds, near)
    return list(grants.select_related("user").order_by("user__name"))


def is_near(grant: Grant, case: Case) -> bool:
    """Whether the role reaches the case's student."""
    if grant.role in BY_GROUP:
        return grant.group_id == case.student.group_id
    return grant.role == "administration" or grant.unit_id == case.student.unit_id


def responsible(case: Case, near: Sequence[Grant]) -> str:
    """The colleague who has been named for the step, as long as they are around the student."""
    found = [visit.responsible for visit in case.visits.all() if visit.responsible]
    around = {grant.user_id for grant in near}
    return found[0].name if found and found[0].pk in around else ""


def named(role: str, near: Sequence[Grant]) -> str:
    """The role with the name of whoever has it, when that is one person."""
    names = {grant.user.name for grant in near if grant.role == role}
    return f"{role} {names.pop()}" if len(names) == 1 else role


def log(person: Person, cases: Sequence[Case]) -> None:
    """Notes which students the page shows to whom, as the next link of the chain of all readings."""
    held, at = [grant.role for grant, _ in person.grants], now()
    said = [str(at), str(person.user.pk), held, sorted((str(case.student.pk), held[0]) for case in cases)]
    with transaction.atomic():
        end = ReadingChain.objects.select_for_update().get()
        seq, hashed = end.length + 1, sealed("reading", end.length + 1, said, end.head)
        ReadingChain.objects.update(length=seq, head=hashed, seal=sealed("readings", seq, hashed))
        more = {"roles": ",".join(held), "page": "list", "is_allowed": True}
        reading = Reading.objects.create(seq=seq, hash=hashed, at=at, user=person.user, **more)
        ReadStudent.objects.bulk_create(
            ReadStudent(reading=reading, student=case.student, role=held[0]) for case in cases
        )


def sealed(*said: object) -> str:
    """The keyed hash of what is said."""
    return hmac.new(KEY, json.dumps(said).encode(), hashlib.sha256).hexdigest()


urlpatterns = [path("cases/", index), path("up", up)]
