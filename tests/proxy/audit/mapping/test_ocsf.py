"""OCSF: valid by the published schema, of the right classes, complete, and fingerprinted as the schema defines."""

from __future__ import annotations

import copy
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import rfc8785
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from report_log import filled

from proxy.audit.export.selection import Selection
from proxy.audit.filters import Filters
from proxy.audit.mapping import classes, ocsf
from proxy.audit.mapping.source import Source
from proxy.audit.stores.sqlite import read_engine
from proxy.audit.tree import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLISHED = "1.8.0"
"""The newest version whose schema a package ships. What 1.9.0 added is `ATTESTATION`, below."""
CLASSES = {6003: "api_activity", 2006: "data_security_finding", 6002: "application_lifecycle"}
ATTESTATION = {"uid", "authority_uid", "chain_uid", "fingerprint", "signatures", "prev_event"}
"""Attributes of the object ``attestation`` (ocsf/ocsf-schema, objects/attestation.json, 1.9.0, Apache-2.0), which the
profile ``record_integrity`` adds to every class as ``attestation_list``; one of fingerprint and signatures must be."""


@cache
def validator(uid: int) -> jsonschema.Draft202012Validator:
    profiles = [name for name in ocsf._PROFILES[uid] if name != "record_integrity"]
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=PUBLISHED)).get_class_schema(CLASSES[uid], profiles)
    return jsonschema.Draft202012Validator(schema)


def faults(event: Mapping[str, Any]) -> list[str]:
    rest = {name: value for name, value in event.items() if name != "attestation_list"}
    return [f"{each.json_path}: {each.message}" for each in validator(event["class_uid"]).iter_errors(rest)]


def test_every_event_is_valid_by_the_published_schema(source: Source) -> None:
    made = list(ocsf.events(source))
    assert made
    assert [fault for event in made for fault in faults(event)] == []


def test_the_check_finds_what_is_wrong(intent: Source) -> None:
    event = next(ocsf.events(intent))
    del event["api"]["operation"]
    event["severity_id"] = 7
    event["invented"] = 1
    assert len(faults(event)) == 3


def test_the_attestation_has_only_the_attributes_of_1_9(source: Source) -> None:
    for event in ocsf.events(source):
        assert event["metadata"]["version"] == "1.9.0"
        assert "record_integrity" in event["metadata"]["profiles"]
        (claim,) = event["attestation_list"]
        assert claim.keys() <= ATTESTATION
        assert "fingerprint" in claim


def test_the_fingerprint_is_that_of_the_event_without_it(source: Source) -> None:
    for event in ocsf.events(source):
        bare = copy.deepcopy(event)
        claim = bare["attestation_list"][0].pop("fingerprint")
        assert claim["value"] == hashlib.sha256(rfc8785.dumps(bare)).hexdigest()
        assert claim["algorithm_id"] == 3


def test_the_record_itself_can_be_found_again_in_the_log(source: Source) -> None:
    event = next(ocsf.events(source))
    assert event["raw_data_hash"]["value"] == hashlib.sha256(source.body).hexdigest()
    assert event["unmapped"]["leaf_hash"] == leaf_hash(source.body).hex()
    assert event["metadata"]["sequence"] == source.seq


def test_classes_are_those_of_the_specification(intent: Source) -> None:
    assert [event["class_uid"] for event in ocsf.events(intent)] == [6003, 2006, 2006]
    assert [event["type_uid"] for event in ocsf.events(intent)] == [600301, 200601, 200601]


def test_ids_of_events_never_repeat(intent: Source) -> None:
    ids = [event["metadata"]["uid"] for event in ocsf.events(intent)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("change", "action", "disposition"),
    [
        ({"decision": "forward", "findings": []}, 1, 1),
        ({"decision": "forward"}, 1, 11),
        ({"decision": "forward", "some_kept": True}, 1, 12),
        ({"decision": "hold"}, 2, 3),
        ({"decision": "block"}, 2, 2),
        ({"decision": "refuse", "side": "guard"}, 2, 27),
    ],
)
def test_decisions_become_dispositions(intent: Source, change: dict[str, Any], action: int, disposition: int) -> None:
    record = copy.deepcopy(intent.record)
    if change.pop("some_kept", False):
        record["detail"]["findings"][0]["treatment"] = "keep"
    record["detail"] |= change
    event = next(ocsf.events(changed(intent, record)))
    assert (event["action_id"], event["disposition_id"]) == (action, disposition)
    assert faults(event) == []


def test_the_severity_of_a_call_is_that_of_its_events(intent: Source) -> None:
    for level, expected in (("S0", 1), ("S2", 3), ("S4", 5)):
        record = copy.deepcopy(intent.record)
        record["detail"]["severity"] = level
        assert {event["severity_id"] for event in ocsf.events(changed(intent, record))} == {expected}


def test_a_kind_that_the_mapping_does_not_know_loses_nothing(intent: Source) -> None:
    record = copy.deepcopy(intent.record) | {"kind": "invented", "detail": {"new_field": [1, 2], "by": "x"}}
    event = next(ocsf.events(changed(intent, record)))
    assert faults(event) == []
    assert event["unmapped"]["new_field"] == [1, 2]


def test_every_member_of_a_record_is_somewhere(source: Source) -> None:
    text = "".join(json.dumps(event, ensure_ascii=False) for event in ocsf.events(source))
    for value in scalars(source.detail):
        assert json.dumps(value, ensure_ascii=False).strip('"') in text


def test_people_appear_as_digests(intent: Source) -> None:
    record = copy.deepcopy(intent.record)
    digest = "0123abcd:" + "ab" * 16
    record["detail"]["subjects"] = [{"entity": "STUDENT_ID", "digest": digest, "treatment": "pseudonymize"}]
    event = next(ocsf.events(changed(intent, record)))
    assert {"uid": digest, "type": "data subject (keyed digest)"} in event["resources"]
    assert faults(event) == []


def test_categories_of_data() -> None:
    assert classes.category("STUDENT_ID.WA_SSID") == (1, "Personal")
    assert classes.category("BANK_ACCOUNT") == (3, "Financial")
    assert classes.category("SSN") == (2, "Governmental")
    assert classes.category("CREDENTIAL") == (6, "Security")
    assert classes.confidentiality(-1) == (0, "Unknown")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> list[Source]:
    """Records of many kinds as a guard writes them."""
    engine = read_engine(filled(tmp_path_factory.mktemp("log")).path)
    return list(Selection(engine, Filters(), tenant=None, log="chaperone/test", version="0.1.0").records())


def test_a_month_of_records_is_valid(month: list[Source]) -> None:
    kinds = {each.kind for each in month}
    assert len(kinds) > 8
    assert [fault for each in month for event in ocsf.events(each) for fault in faults(event)] == []


def changed(source: Source, record: dict[str, Any]) -> Source:
    return Source(source.seq, json.dumps(record).encode(), source.leaf, source.log, source.version)


def scalars(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [each for element in value.values() for each in scalars(element)]
    if isinstance(value, list):
        return [each for element in value for each in scalars(element)]
    return [value]
