"""Lists of accounts and roles, and one account with everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from casework.administration import queries
from casework.administration.pages.words import act_line
from casework.administration.queries import HeldRole
from casework.people.models import User
from casework.web.dates import day, moment
from casework.web.paging import Chip, Pager, pager
from casework.web.role_titles import role_title
from casework.web.text import gettext, ngettext

PAGE = 50


@dataclass(frozen=True)
class AccountRow:
    """An account in a list."""

    id: UUID
    name: str
    username: str
    url: str
    state: str
    roles: str


@dataclass(frozen=True)
class RoleRow:
    """A role, with who and where in words; `state` says where it does not hold today."""

    title: str
    who: str
    where: str
    days: str
    state: str
    url: str
    account_url: str


@dataclass(frozen=True)
class Listing:
    """One page of a list."""

    rows: tuple[AccountRow, ...]
    sentence: str
    pager: Pager | None


def account_list(query: str, page: int, today: date, *, passwords_by: UUID | None = None) -> Listing:
    """The accounts, narrowed down by words; or those that wait for a password from that person."""
    users, total = queries.accounts(query, passwords_by=passwords_by, limit=PAGE, offset=(page - 1) * PAGE)
    roles = queries.roles_of_each([user.id for user in users], today)
    endpoint = "administration.passwords" if passwords_by else "administration.staff"
    return Listing(
        rows=tuple(_account(user, roles[user.id]) for user in users),
        sentence=ngettext("%(num)d account", "%(num)d accounts", total),
        pager=pager(endpoint, page, PAGE, total, {"q": query or None}),
    )


def _account(user: User, roles: Sequence[HeldRole]) -> AccountRow:
    held = "; ".join(dict.fromkeys(f"{role_title(one.grant.role)}, {one.where}" for one in roles))
    url = url_for("administration.account", user_id=user.id)
    return AccountRow(user.id, user.name, user.username, url, account_state(user), held or gettext("No role"))


def account_state(user: User) -> str:
    """Whether the person can sign in, in words; nothing where all is as usual."""
    if not user.is_active:
        return gettext("Closed")
    if not user.password_hash:
        return gettext("No password")
    if user.one_time_until:
        return gettext("One-time password until %(moment)s", moment=moment(user.one_time_until))
    return ""


def role_row(held: HeldRole, today: date) -> RoleRow:
    """The role as a row."""
    grant = held.grant
    return RoleRow(
        title=role_title(grant.role),
        who=held.user.name,
        where=held.where,
        days=gettext("%(first)s to %(last)s", first=day(grant.valid_from), last=day(grant.valid_to)),
        state=_role_state(held, today),
        url=url_for("administration.role", grant_id=grant.id),
        account_url=url_for("administration.account", user_id=held.user.id),
    )


def _role_state(held: HeldRole, today: date) -> str:
    if held.grant.valid_to < today:
        return gettext("Ended")
    if held.grant.valid_from > today:
        return gettext("Not yet")
    return gettext("Account closed") if not held.user.is_active else ""


def renewal_line(held: HeldRole) -> str:
    """Who holds what until when."""
    return gettext(
        "%(who)s: %(role)s, %(where)s, until %(day)s",
        who=held.user.name,
        role=role_title(held.grant.role),
        where=held.where,
        day=day(held.grant.valid_to),
    )


def unit_chips(chosen: UUID | None, today: date) -> list[Chip]:
    """The units, each with how many roles are held there."""
    units = queries.units()
    held = queries.roles_at([unit.id for unit in units], today)
    return [
        Chip(
            unit.name,
            sum(one.unit.id == unit.id for one in held),
            url_for("administration.roles", unit=unit.id),
            unit.id == chosen,
        )
        for unit in units
    ]


def log_rows(page: int) -> tuple[list[tuple[str, str, str]], Pager | None]:
    """What administrators have done: when, who, what."""
    acts, total = queries.acts(limit=PAGE, offset=(page - 1) * PAGE)
    rows = [(moment(act.at), name, act_line(act)) for act, name in acts]
    return rows, pager("administration.log", page, PAGE, total, {})


def until_words(until: datetime) -> str:
    """Until when a one-time password holds."""
    return gettext("It holds until %(moment)s.", moment=moment(until))
