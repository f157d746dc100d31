"""OneRoster exports: who they name, what a delta changes, and which faults are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from detectors.roster.person import Mark, Person
from proxy.rosters.oneroster import OneRoster
from proxy.rosters.package import Package
from proxy.rosters.problems import Problems, RosterInputError

if TYPE_CHECKING:
    from pathlib import Path

    from proxy.rosters.update import Update

DELTA = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,delta\nfile.demographics,delta\n"
USERS_1_2 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,"
    "phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
    "u-1,,,true,,,Thessaly,Quillfern,,,,,,,,,MX-77,,Tess,,Brandt,,\n"
    "u-2,,,true,,,Berenike,Quillfern,,,,,,,,,,,,,,,\n"
    "u-3,,,true,,,Olin,Marchbanks,,,,,,,,,,,,,,,\n"
)
ROLES = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
    "r1,,,u-1,primary,student,,,o1,\nr2,,,u-2,primary,parent,,,o1,\nr3,,,u-3,primary,principal,,,o1,\n"
)


def read(path: Path, **options: Any) -> tuple[Update, dict[str, Person]]:
    with Package(path) as package:
        update = OneRoster(package, Problems(), lambda *_: None, **options).update()
        return update, {person.owner: person for person in update.persons}


def test_version_1_1_names_students_and_guardians_and_leaves_staff_out(oneroster) -> None:
    update, people = read(oneroster())
    assert (update.format, update.delta, update.left_out) == ("oneroster_1_1", False, 1)
    assert people == {
        "u-1": Person(
            owner="u-1",
            mark=Mark.STUDENT,
            given="Thessaly",
            middle="Ondine",
            family="Quillfern-Brandt",
            ids=("u-1", "884017", "", "7700123"),
            usernames=("tquill22",),
            emails=("t@quillfern.example",),
            birth_year=2017,
        ),
        "u-2": Person(
            owner="u-2",
            mark=Mark.FAMILY,
            given="Berenike",
            family="Quillfern",
            ids=("u-2", "", ""),
            emails=("b@quillfern.example",),
        ),
    }


def test_staff_come_in_when_they_are_wanted(oneroster) -> None:
    assert read(oneroster(), staff=True)[1]["u-3"].mark == Mark.STAFF


def test_version_1_2_has_roles_and_preferred_names_of_its_own(export) -> None:
    update, people = read(export(users=USERS_1_2, roles=ROLES))
    assert update.format == "oneroster_1_2"
    assert {owner: person.mark for owner, person in people.items()} == {"u-1": Mark.STUDENT, "u-2": Mark.FAMILY}
    assert (people["u-1"].preferred, people["u-1"].preferred_family) == ("Tess", "Brandt")
    assert "MX-77" in people["u-1"].ids


def test_enrolments_tell_roles_where_nothing_else_does_and_a_user_without_any_is_a_student(export) -> None:
    enrolments = "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,,c,s,u-3,teacher\n"
    _, people = read(export(users=USERS_1_2, enrollments=enrolments))
    assert {owner: person.mark for owner, person in people.items()} == {"u-1": Mark.STUDENT, "u-2": Mark.STUDENT}


@pytest.mark.parametrize("column", ["metadata.directoryOptOut", "metadata.FERPA_block", "Directory Withheld"])
def test_a_column_whose_name_says_so_tells_who_opted_out(oneroster, column) -> None:
    demographics = f"sourcedId,status,birthDate,{column}\nu-1,,2017-03-04,true\nu-2,,,false\n"
    _, people = read(oneroster(demographics=demographics))
    assert people["u-1"].mark == Mark.STUDENT | Mark.OPT_OUT
    assert people["u-2"].mark == Mark.FAMILY


def test_any_column_may_be_said_to_tell_it(oneroster) -> None:
    demographics = "sourcedId,status,birthDate,metadata.x7\nu-1,,,Y\n"
    assert read(oneroster(demographics=demographics), opt_out="metadata.x7")[1]["u-1"].mark & Mark.OPT_OUT


def test_a_delta_tells_who_left_and_what_became_known(oneroster) -> None:
    users = "sourcedId,status,role,givenName,familyName\nu-1,tobedeleted,student,Thessaly,Quillfern\n"
    demographics = "sourcedId,status,birthDate\nu-1,,2017-03-04\nu-9,,2012-01-01\n"
    update, people = read(oneroster(users=users, demographics=demographics, manifest=DELTA))
    assert (update.delta, people, update.removed) == (True, {}, {"u-1"})
    assert {owner: known.birth_year for owner, known in update.known.items()} == {"u-9": 2012}


def test_people_known_by_identifiers_only_are_counted(oneroster) -> None:
    users = "sourcedId,role,givenName,familyName\nu-1,student,,\n"
    assert read(oneroster(users=users))[0].without_name == 1


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"users": "sourcedId,givenName\nu-1,Zyxwanda\n"},
            "users.csv, line 1, column familyName: this column is missing",
        ),
        (
            {"users": "sourcedId,givenName,familyName\n,Zyxwanda,Q\n"},
            "users.csv, line 2, column sourcedId: must not be",
        ),
        (
            {"users": "sourcedId,givenName,familyName\nu-1,Zyxwanda,Q\nu-1,A,B\n"},
            "users.csv, line 3, column sourcedId: stands on line 2 already",
        ),
        (
            {"users": "sourcedId,role,givenName,familyName\nu-1,Zyxwanda,A,B\n"},
            "users.csv, line 2, column role: must be student, parent",
        ),
        (
            {"users": "sourcedId,status,givenName,familyName\nu-1,Zyxwanda,A,B\n"},
            "users.csv, line 2, column status: must be active",
        ),
        (
            {"demographics": "sourcedId,birthDate\nu-1,Zyxwanda\n"},
            "demographics.csv, line 2, column birthDate: must be a date",
        ),
        (
            {"demographics": "sourcedId,directory opt-out\nu-1,Zyxwanda\n"},
            "demographics.csv, line 2, column directory opt-out: must be true or false",
        ),
    ],
)
def test_a_fault_is_named_by_file_line_and_column_and_never_by_value(oneroster, files, told) -> None:
    with pytest.raises(RosterInputError) as caught:
        read(oneroster(**files))
    assert told in str(caught.value)
    assert "wanda" not in str(caught.value)


def test_all_faults_are_told_at_once(oneroster) -> None:
    users = "sourcedId,role,givenName,familyName\n,student,A,B\nu-2,boss,A,B\n"
    with pytest.raises(RosterInputError) as caught:
        read(oneroster(users=users, demographics="sourcedId,birthDate\nu-1,never\n"))
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("demographics.csv", 2),
        ("users.csv", 2),
        ("users.csv", 3),
    ]


def test_an_export_without_users_is_none(export) -> None:
    with pytest.raises(RosterInputError, match=r"users\.csv"):
        read(export(orgs="sourcedId,name\no1,School\n"))
