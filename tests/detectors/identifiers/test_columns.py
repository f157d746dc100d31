from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Name\tSSN\nA\t517-83-2094", "", [("SSN", "517-83-2094")]),
        (
            "Name\tRouting\tAcct\nA\t325053978\t4471 0092 18",
            "",
            [("BANK_ACCOUNT.ROUTING", "325053978"), ("BANK_ACCOUNT", "4471 0092 18")],
        ),
        ("| Stu | # |\n|---|---|\n| N. S. | 441902 |", "", [("STUDENT_ID", "441902")]),
        ('SSID,Name,Gr\n7715502983,"T, L",5', "", [("STUDENT_ID.WA_SSID", "7715502983")]),
        ("id,child,born\nEL-203341,K,2022-07-14", "", [("OTHER_ID", "EL-203341"), ("DOB", "2022-07-14")]),
        ("Parent\tSSN4\tStub\nR\t0473\ty", "", [("SSN_LAST4", "0473")]),
        ("Last, First\tGr\nWren, A\t4\t6120448817", "", [("STUDENT_ID.WA_SSID", "6120448817")]),
        ("| Patient | ProviderOne |\n|---|---|\n| U | 100374421WA |", "", [("MEDICAID_ID", "100374421WA")]),
        ("Tax id\tN\n964-93-2087\tx", "", [("SSN.ITIN", "964-93-2087")]),
        ("last;first;sis #\nVelk;Ana;481209", "", [("STUDENT_ID", "481209")]),
        ("Ana Velk\t481209\nIan Roe\t481210", "", [("STUDENT_ID", "481209"), ("STUDENT_ID", "481210")]),
        ("Student\tAna Velk\nStudent ID\t481209\nGrade\t4", "", [("STUDENT_ID", "481209")]),
        (
            "Student       ID       DOB\nTom Li                 3/4/2016\nAna Roe       481209   3/5/2016",
            "",
            [("DOB", "3/4/2016"), ("OTHER_ID", "481209"), ("DOB", "3/5/2016")],
        ),
        (
            "INSERT INTO students (last_name, ssid) VALUES ('Velk', '7715502983')",
            "",
            [("STUDENT_ID.WA_SSID", "7715502983")],
        ),
        (
            "<student><name>Ana</name><stateId>7715502983</stateId></student>",
            "",
            [("STUDENT_ID.WA_SSID", "7715502983")],
        ),
        ('{"firstName": "Ana", "guardianPhone": "2535550142"}', "", [("PHONE", "2535550142")]),
        ("alumno\tmatr\u00edcula\nAna Velk\t481209", "", [("STUDENT_ID", "481209")]),
        ("Student\tSomething\nAna Velk\t481209", "", []),
        ("School\tPhone\nFir Hollow\t425-917-7600", "", [("PHONE", "425-917-7600")]),
        ("Item\tBin\nGloves\t4812093377", "", []),
        ("district_code,district,county\n17937,Orting,Pierce", "", []),
        ("Year,K-2,3-5\n2023,38,61", "", []),
        ("School\tRouting\nA\t125000025", "", []),
        ("4812093377\t5930021746", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """The header of a table is the label of every cell below it."""
    assert found(text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"givenName":"Ana","familyName":"Velk","identifier":"2207716","grades":["07"]}', "STUDENT_ID 2207716"),
        (
            '{"users":[{"givenName":"Ana","familyName":"Velk","identifier":"22077-16034","grades":["07"]}]}',
            "STUDENT_ID 22077-16034",
        ),
        ('{"externalId":"77-204418","pupil":"Ana Velk"}', "STUDENT_ID 77-204418"),
        (
            "<user><givenName>Ana</givenName><lastName>Velk</lastName><grade>4</grade><identifier>5519032</identifier></user>",
            "STUDENT_ID 5519032",
        ),
        ("<student><studentUniqueId>771204</studentUniqueId></student>", "STUDENT_ID 771204"),
        ('{"staffUniqueId":"20918","firstName":"Greta","lastSurname":"Hal"}', "OTHER_ID.EMPLOYEE 20918"),
        ('{"identifier":"66103945","title":"Chromebook cart","room":"B-14"}', ""),
        ('{"orgs":[{"identifier":"17801001","name":"Cedar Ridge","type":"school"}]}', ""),
        ('{"courseCode":"110293","identifier":"5512098","title":"Algebra 1"}', ""),
    ],
)
def test_keys_of_rostering_standards(found: Callable[..., list[tuple[str, str]]], text: str, expected: str) -> None:
    seen = {f"{entity.replace('.OTHER_STATE', '')} {value}" for entity, value in found(text) if "ID" in entity}
    assert seen == ({expected} if expected else set())
