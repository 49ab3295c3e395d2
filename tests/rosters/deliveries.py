"""Deliveries of made-up people, as other systems write them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from casework.rosters.feed import Feed
from casework.rosters.reading import read_delivery
from casework.rosters.tables import Delivery

TODAY = date(2026, 11, 20)
Tables = dict[str, str]

ONEROSTER: Tables = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\n"
    "file.enrollments,bulk\nsource.systemCode,fjord\n",
    "orgs.csv": "sourcedId,status,name,type\ns1,,Ekbackaskolan,school\ns2,,Fjärranskolan,school\n",
    "users.csv": "sourcedId,status,orgSourcedIds,role,username,givenName,familyName,phone,agentSourcedIds\n"
    'p1,,s1,student,alva,Alva,Exempelsson,,"g1,g2"\n'
    "p2,,s1,student,milo,Milo,Låtsasdal,,\n"
    "p3,,s2,student,vide,Vide,Påhittsson,,\n"
    "g1,,s1,guardian,,Karl,Exempelsson,070-174 06 99,\n"
    "g2,,s1,relative,,Moa,Exempelsson,070-174 06 98,\n"
    "t1,,s1,teacher,Rut@fjord.example,Rut,Mallgren,,\n",
    "demographics.csv": "sourcedId,birthDate\np1,2012-03-14\np2,2012-05-06\np3,2012-01-02\n",
    "classes.csv": "sourcedId,status,title,classType,schoolSourcedId\n"
    "c1,,8C,homeroom,s1\nc2,,Matematik,scheduled,s1\n",
    "enrollments.csv": "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,endDate\n"
    "e1,,c1,s1,p1,student,\ne2,,c2,s1,p1,student,\ne3,,c1,s1,p2,student,2026-08-31\ne4,,c1,s1,t1,teacher,\n"
    "e5,,c2,s1,t1,teacher,\n",
}
SDS_1: Tables = {
    "school.csv": "SIS ID,Name\ns1,Ekbackaskolan\n",
    "student.csv": "SIS ID,School SIS ID,First Name,Last Name,Birthdate,Password,Status\n"
    "p1,s1,Alva,Exempelsson,3/14/2012,hemligt,Active\np2,s1,,,,hemligt,Active\np4,s1,Ute,Bortgren,,hemligt,Inactive\n",
    "section.csv": "SIS ID,School SIS ID,Section Name\nc1,s1,8b\nc2,s1,Matematik\n",
    "studentenrollment.csv": "Section SIS ID,SIS ID\nc1,p1\nc2,p1\nc9,p1\n",
}
SDS_2: Tables = {
    "orgs.csv": "sourcedId,name,type\ns1,Ekbackaskolan,school\n",
    "users.csv": "sourcedId,username,givenName,familyName,phone\n"
    "p1,alva,Alva,Exempelsson,\ng1,,Karl,Exempelsson,070-174 06 99\np2,milo,Milo,Låtsasdal,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,isPrimary,roleStartDate,roleEndDate\n"
    "p1,s1,student,TRUE,2026-08-01,2027-07-31\np1,s9,student,,,\np2,s1,student,TRUE,2020-08-01,2021-07-31\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\np1,g1,guardian\n",
    "demographics.csv": "userSourcedId,birthDate\np1,2012-03-14\n",
}


def feed_of(tables: Tables, **other: str) -> Feed:
    """What the tables say, some of them others."""
    return read_delivery(
        Delivery(tables | {f"{name}.csv": text for name, text in other.items()}), today=TODAY
    )


def delta(**tables: str) -> Feed:
    """A OneRoster delivery of changes."""
    manifest = ONEROSTER["manifest.csv"].replace("bulk", "delta")
    return feed_of({"orgs.csv": ONEROSTER["orgs.csv"], "manifest.csv": manifest}, **tables)


def archive(tables: Tables, folder: str = "export/") -> bytes:
    """The tables in a zip archive, below a folder."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name, text in tables.items():
            written.writestr(folder + name.title(), text)
    return file.getvalue()
