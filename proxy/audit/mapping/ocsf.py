"""OCSF 1.9.0 (schema.ocsf.io): API Activity 6003 per record, Data Security Finding 2006 per finding.

Starts and stops of the program are Application Lifecycle 6002. Profiles: ``ai_operation``, ``security_control``,
``data_classification`` and, new in 1.9.0, ``record_integrity``. A record's own bytes are vouched for by the log's tree:
``raw_data_hash`` is their SHA-256 and ``unmapped.leaf_hash`` their Merkle leaf. ``attestation_list`` speaks of the OCSF
event itself, as its definition asks: a fingerprint over the event's RFC 8785 form without that fingerprint, in the
chain named after the log. It is not signed, because the checkpoint signs the log and not this rendering.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from proxy.audit.mapping import classes, jcs
from proxy.audit.mapping.source import CALLS, Source, rest, without_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.exchange import Json

VERSION: Final = "1.9.0"
SHA256: Final = 3
_PROFILES: Final = {
    6003: ("ai_operation", "security_control", "data_classification", "record_integrity"),
    2006: ("security_control", "data_classification", "record_integrity"),
    6002: ("security_control", "record_integrity"),
}
_NAMES: Final = {
    6003: (6, "Application Activity", "API Activity"),
    6002: (6, "Application Activity", "Application Lifecycle"),
    2006: (2, "Findings", "Data Security Finding"),
}
_SEVERITY: Final = ((1, "Informational"), (2, "Low"), (3, "Medium"), (4, "High"), (5, "Critical"))
_ACTIVITY: Final = {"log.read": (2, "Read"), "config": (3, "Update"), "purge": (4, "Delete")}
_CREATE: Final = (1, "Create")
_OTHER: Final = (99, "Other")
_STATUS: Final = {"success": (1, "Success"), "failure": (2, "Failure"), "unknown": (0, "Unknown")}
_USED: Final = frozenset({
    "dialect", "operation", "unit", "app", "role", "client_ip", "status", "error_code", "usage", "findings",
})  # fmt: skip


def events(source: Source) -> Iterator[dict[str, Json]]:
    """The OCSF events of one record: its own, then one for each finding group."""
    yield _attested(source, _lifecycle(source) if source.kind in {"start", "stop"} else _activity(source))
    for number, finding in enumerate(source.detail.get("findings") or (), 1):
        yield _attested(source, _finding(source, finding, number), f"#{number}")


# --------------------------------------------------------------------------- classes


def _activity(source: Source) -> dict[str, Json]:
    detail = source.detail
    activity = _CREATE if source.kind in CALLS else _ACTIVITY.get(source.kind, _OTHER)
    return _base(source, 6003, activity) | without_nothing(
        {
            "actor": _actor(source),
            "src_endpoint": _endpoint(source),
            "api": _api(source),
            "ai_model": _model(detail),
            "message_context": _context(source),
            "duration": None if source.total_ms is None else round(source.total_ms),
            "resources": _resources(source),
            **_verdict(source),
        }
    )


def _lifecycle(source: Source) -> dict[str, Json]:
    activity = (3, "Start") if source.kind == "start" else (4, "Stop")
    app = {"name": "Chaperone", "version": source.detail.get("version", source.version)}
    return _base(source, 6002, activity) | {"app": app}


def _finding(source: Source, finding: dict[str, Json], number: int) -> dict[str, Json]:
    base = _base(source, 2006, _CREATE)
    uid = f"{source.record['event_id']}#{number}"
    base["metadata"] |= {"uid": uid, "original_event_uid": source.record["event_id"]}
    replaced = finding["treatment"] != "keep"
    stopped = source.detail.get("decision") in {"hold", "block", "refuse"}
    ways = _verdict(source) if stopped else {"action_id": 1, "disposition_id": 11 if replaced else 1}
    info = {
        "uid": uid,
        "title": f"{finding['entity']} found in an AI call",
        "desc": f"{finding['count']} of {finding['entity']}; treatment: {finding['treatment']}.",
        "types": [finding["entity"]],
        "created_time": source.at_ms,
    }
    security = {**_classification(finding, source), "detection_system_id": 2, "data_lifecycle_state_id": 2}
    more = {
        "finding_info": info,
        "data_security": security,
        "count": max(1, finding["count"]),
        "actor": _actor(source),
        "src_endpoint": _endpoint(source),
        "resources": _resources(source),
    }
    return {**base, **without_nothing(more), **ways, "status_id": 1, "status": "New", "unmapped": _proof(source)}


# --------------------------------------------------------------------------- parts


def _base(source: Source, uid: int, activity: tuple[int, str]) -> dict[str, Json]:
    category, category_name, name = _NAMES[uid]
    record, detail = source.record, source.detail
    level, caption = _SEVERITY[max(source.severity, 0)]
    status, status_name = _STATUS[source.outcome]
    return without_nothing(
        {
            "class_uid": uid,
            "class_name": name,
            "category_uid": category,
            "category_name": category_name,
            "type_uid": uid * 100 + activity[0],
            "type_name": f"{name}: {activity[1]}",
            "activity_name": activity[1],
            "time": source.at_ms,
            "severity": caption,
            "message": _message(source),
            "status": status_name,
            "status_code": str(detail["status"]) if "status" in detail else None,
            "status_detail": detail.get("error_code"),
            "raw_data_hash": _sha256(source.body),
            "metadata": _metadata(source, uid),
            "unmapped": {
                **_proof(source),
                "instance": record["instance"],
                **rest(detail, _USED),
            },
        }
    ) | {"activity_id": activity[0], "severity_id": level, "status_id": status}


def _metadata(source: Source, uid: int) -> dict[str, Json]:
    record = source.record
    return without_nothing(
        {
            "version": VERSION,
            "product": {"name": "Chaperone", "vendor_name": "Chaperone", "version": source.version},
            "profiles": list(_PROFILES[uid]),
            "uid": record["event_id"],
            "sequence": source.seq,
            "event_code": source.kind,
            "log_name": source.log,
            "log_version": str(record["v"]),
            "original_time": record["at"],
            "tenant_uid": record["tenant"],
            "correlation_uid": record["request_id"],
        }
    )


def _message(source: Source) -> str:
    said = source.detail.get("decision") or source.detail.get("outcome") or source.detail.get("result")
    return source.kind if said is None else f"{source.kind}: {said}"


def _actor(source: Source) -> dict[str, Json]:
    detail = source.detail
    user = None
    if caller := source.record["caller"]:
        groups = [{"name": name} for name in (detail.get("role"), detail.get("unit")) if name]
        user = without_nothing({"uid": caller, "groups": groups})
    return without_nothing({"user": user, "app_name": detail.get("app") or (None if user else "unidentified")})


def _endpoint(source: Source) -> dict[str, Json]:
    if address := source.detail.get("client_ip"):
        return {"ip": address}
    return {"name": source.detail.get("app") or source.record["instance"]}


def _api(source: Source) -> dict[str, Json]:
    detail, request_id = source.detail, source.record["request_id"]
    answer = without_nothing({"code": detail.get("status"), "error": detail.get("error_code")})
    return without_nothing(
        {
            "operation": detail.get("operation") or source.kind,
            "service": {"name": detail.get("dialect") or "chaperone"},
            "request": {"uid": request_id} if request_id else None,
            "response": answer,
        }
    )


def _model(detail: dict[str, Json]) -> dict[str, Json] | None:
    name = detail.get("model") or detail.get("model_requested") or detail.get("model_answered")
    if not name or not detail.get("provider"):
        return None
    return without_nothing({"ai_provider": detail["provider"], "name": name, "version": detail.get("model_answered")})


def _context(source: Source) -> dict[str, Json] | None:
    if source.kind not in CALLS:
        return None
    detail, usage = source.detail, source.detail.get("usage") or {}
    asked, answered = usage.get("input_tokens"), usage.get("output_tokens")
    return without_nothing(
        {
            "uid": source.record["request_id"],
            "ai_role_id": 2 if source.kind == "request.final" else 1,
            "application": {"name": detail["app"]} if detail.get("app") else None,
            "service": {"name": "Chaperone"},
            "prompt_tokens": asked,
            "completion_tokens": answered,
            "total_tokens": asked + answered if asked is not None and answered is not None else None,
        }
    )


def _verdict(source: Source) -> dict[str, Json]:
    detail = source.detail
    decision = detail.get("decision")
    if decision is None:
        return {}
    if detail.get("side") == "guard":
        action, disposition = 2, 27
    elif decision == "forward":
        action, disposition = 1, {"all": 11, "some": 12, "none": 1}[source.corrected]
    else:
        action, disposition = 2, 3 if decision == "hold" else 2
    policy = without_nothing(
        {"uid": detail.get("rule"), "desc": detail.get("clause"), "version": detail.get("policy_hash")}
    )
    named = policy.get("uid") is not None
    return {"action_id": action, "disposition_id": disposition} | ({"policy": policy} if named else {})


def _resources(source: Source) -> list[dict[str, Json]]:
    classified = [_classification(each, source) for each in source.detail.get("findings") or ()]
    people: list[dict[str, Json]] = [
        {"uid": digest, "type": "data subject (keyed digest)"} for digest in source.subjects
    ]
    if not classified:
        return people
    text = {"uid": source.record["request_id"] or source.record["event_id"], "type": "text of a call"}
    return [{**text, "data_classifications": classified}, *people]


def _classification(finding: dict[str, Json], source: Source) -> dict[str, Json]:
    category, caption = classes.category(finding["entity"])
    confidentiality, level = classes.confidentiality(source.severity)
    detail = source.detail
    detectors = finding.get("detectors") or []
    return without_nothing(
        {
            "uid": finding["entity"],
            "category_id": category,
            "category": caption,
            "confidentiality_id": confidentiality,
            "confidentiality": level,
            "total": finding["count"],
            "classifier_details": {"type": "detector", "name": ", ".join(detectors)} if detectors else None,
            "policy": {"uid": detail["rule"]} if detail.get("rule") else None,
        }
    )


def _proof(source: Source) -> dict[str, Json]:
    return {"leaf_index": source.seq, "leaf_hash": source.leaf.hex()}


def _sha256(data: bytes) -> dict[str, Json]:
    return {"algorithm_id": SHA256, "algorithm": "SHA-256", "value": hashlib.sha256(data).hexdigest()}


def _attested(source: Source, event: dict[str, Json], part: str = "") -> dict[str, Json]:
    """With the fingerprint of its own canonical form (OCSF, object ``attestation``)."""
    claim: dict[str, Json] = {"uid": f"{source.seq}{part}", "chain_uid": source.log, "authority_uid": source.log}
    event["attestation_list"] = [claim]
    claim["fingerprint"] = _sha256(jcs.dumps(event))
    return event
