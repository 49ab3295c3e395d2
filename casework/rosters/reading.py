"""Tells by its tables which format a delivery has, and reads it."""

from __future__ import annotations

from datetime import date

from casework.administration.tables import Unreadable
from casework.rosters import sds
from casework.rosters.feed import Feed
from casework.rosters.oneroster import read_oneroster
from casework.rosters.sds import read_sds
from casework.rosters.tables import Delivery

MANIFEST, USERS, ROLES = "manifest.csv", "users.csv", "roles.csv"
LONGEST_SOURCE = 60
SDS = "sds"
ONEROSTER = "oneroster"
KNOWN_VERSIONS = ("1.1", "1.2")


def read_delivery(delivery: Delivery, *, today: date) -> Feed:
    """What the tables say. Raises Unreadable for tables that are none of these formats."""
    if sds.STUDENTS in delivery and sds.SCHOOLS in delivery:
        return read_sds(delivery, SDS, "School Data Sync 1", today=today)
    if USERS not in delivery:
        raise Unreadable("unknown_form")
    says = {row["propertyName"].lower(): row["value"] for row in delivery.rows(MANIFEST)}
    version = says.get("oneroster.version", "")
    if version and version not in KNOWN_VERSIONS:
        raise Unreadable("unknown_version", version[:20])
    if version:
        source = says.get("source.systemcode") or says.get("source.systemname") or ONEROSTER
        is_whole = "delta" not in {says.get(f"file.{name}", "").lower() for name in ("users", "enrollments")}
        form = f"OneRoster {version}"
        return read_oneroster(delivery, source[:LONGEST_SOURCE], form, is_whole=is_whole, today=today)
    form = "School Data Sync 2.1" if ROLES in delivery else "School Data Sync 2"
    return read_oneroster(delivery, SDS, form, is_whole=True, today=today)
