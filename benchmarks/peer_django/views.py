"""The peer's case list: the same questions to the database, the same rows and the same log as ours."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from benchmarks.peer_django.models import Case, Grant, Reading, ReadStudent, Task, TaskRole, Unit, Waiting
from benchmarks.peer_django.sessions import BY_GROUP, Person, now

PER_PAGE = 50
STAGES = ("report", "mapping", "investigation", "analysis", "compulsory_schooling")
OWNERS = ("mentor", "mentor", "student_health_team", "student_health_team", "administration")


def index(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see, as the filter in the address says."""
    person, asked = request.person, request.GET
    found = filtered(person, asked)
    total = found.count()
    page = max(1, int(asked.get("page", 1)))
    chosen = found.select_related("student__group").prefetch_related("waiting")
    cases = list(chosen.order_by("waiting_since", "number")[(page - 1) * PER_PAGE : page * PER_PAGE])
    context = {
        "total": total,
        "rows": rows(cases),
        "views": views(person),
        "stages": STAGES,
        "roles": roles(person),
        "groups": groups(person),
        "waiting": waiting_count(person),
        "person": person,
    }
    answer = render(request, "list.html", context)
    log(person, cases)
    return answer


def up(_request: HttpRequest) -> HttpResponse:
    """Says that the program answers."""
    return HttpResponse("<html></html>")


def filtered(person: Person, asked: dict[str, str]) -> QuerySet[Case]:
    """The cases that the person may see and the filter leaves."""
    where = person.reach("student__") & Q(closed_at__isnull=asked.get("closed") != "1")
    for word in asked.get("q", "").split():
        where &= Q(student__search_name__contains=word.lower()) | Q(student__group__name__icontains=word)
    if asked.get("stage"):
        where &= Q(stage=asked["stage"])
    if asked.get("group"):
        where &= Q(student__group__name=asked["group"])
    if asked.get("waits_for"):
        where &= Exists(Waiting.objects.filter(case=OuterRef("pk"), role=asked["waits_for"]))
    return Case.objects.filter(where & waits_for(person) if asked.get("mine") == "1" else where)


def waits_for(person: Person) -> Exists:
    """True for cases that wait for the person."""
    return Exists(Waiting.objects.filter(person.reach("case__student__", role="role"), case=OuterRef("pk")))


def views(person: Person) -> list[tuple[str, int]]:
    """The views above the list with their counts."""
    kinds = {"Alla öppna": {}, "Väntar på mig": {"mine": "1"}, "Avslutade": {"closed": "1"}}
    return [(label, filtered(person, asked).count()) for label, asked in kinds.items()]


def roles(person: Person) -> QuerySet[Waiting]:
    """The roles that some case which the person may see waits for."""
    return Waiting.objects.filter(person.reach("case__student__")).values_list("role", flat=True).distinct()


def groups(person: Person) -> QuerySet[Case]:
    """The classes that have cases which the person may see."""
    cases = Case.objects.filter(person.reach("student__"))
    return cases.values_list("student__group__name", flat=True).distinct().order_by("student__group__name")


def waiting_count(person: Person) -> int:
    """The number in the menu: open tasks and steps that wait for the person."""
    mine = TaskRole.objects.filter(person.reach("task__case__student__", role="role"), task=OuterRef("pk"))
    tasks = Task.objects.filter(
        person.reach("case__student__"), Exists(mine), status="open", is_optional=False, case__closed_at=None
    )
    steps = filtered(person, {}).filter(waits_for(person), waiting_code__in=("ready", "approval"))
    return tasks.count() + steps.count()


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
        "student": f"{case.student.given_name} {case.student.family_name}",
        "url": f"/cases/{case.pk}",
        "group": case.student.group.name if case.student.group else "",
        "place": place + 1,
        "step": f"{place + 1} {case.stage}",
        "ladder": range(len(STAGES)),
        "who": " eller ".join(named(waiting.role, near) for waiting in case.waiting.all()),
        "what": case.waiting_code,
        "is_ready": case.waiting_code == "ready",
        "since": f"sedan {case.waiting_since:%d %B}, {days} dagar",
        "owner": named(OWNERS[place], near),
    }


def around(cases: Sequence[Case]) -> list[Grant]:
    """The staff at the schools of the cases and at the authorities above them."""
    schools = {case.student.unit_id for case in cases}
    above = Unit.objects.filter(pk__in=schools).values("parent")
    holds = Q(valid_from__lte=now(), valid_to__gte=now(), user__is_active=True)
    grants = Grant.objects.filter(Q(unit__in=schools) | Q(unit__in=above), holds)
    return list(grants.select_related("user").order_by("user__name"))


def is_near(grant: Grant, case: Case) -> bool:
    """Whether the role reaches the case's student."""
    if grant.role in BY_GROUP:
        return grant.group_id == case.student.group_id
    return grant.role == "administration" or grant.unit_id == case.student.unit_id


def named(role: str, near: Sequence[Grant]) -> str:
    """The role with the name of whoever has it, when that is one person."""
    names = {grant.user.name for grant in near if grant.role == role}
    return f"{role} {names.pop()}" if len(names) == 1 else role


def log(person: Person, cases: Sequence[Case]) -> None:
    """Notes which students the page shows to whom."""
    held = ",".join(grant.role for grant, _ in person.grants)
    with transaction.atomic():
        reading = Reading.objects.create(at=now(), user=person.user, roles=held, page="list", is_allowed=True)
        ReadStudent.objects.bulk_create(ReadStudent(reading=reading, student=case.student) for case in cases)


urlpatterns = [path("cases/", index), path("up", up)]
