"""What a record says of a call beyond its decision: people as keyed digests, the laws it touches, its circumstances.

Pure. Values go in, digests, counts and labels come out; nothing here is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from detectors.entities import ENTITIES
from proxy.audit.subjects import index
from proxy.policy.rules import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detectors.finding import Finding, Identifiability, Subject
    from proxy.audit.subjects import SubjectKeys
    from proxy.exchange import Decision, Json, ParsedCall

INDEXED: Final = frozenset(label for label, info in ENTITIES.items() if info.sensitivity == "D") - {"SSN_LAST4"}
"""Direct identifiers. Four digits are nobody's."""
CONVERSATION_HEADERS: Final = ("x-conversation-id", "x-openwebui-chat-id")
"""Where chat applications say which conversation a call belongs to; the first that is there counts."""
CONVERSATION_CHARS: Final = 200
_REGIMES: Final = {row.id: row.regimes for row in ROWS}
SURELY: Final[tuple[Identifiability, ...]] = ("none", "watch", "linkable", "identified")
"""How surely a reader can tell who somebody is, in rising order."""


def of_arrival(client: str, headers: Mapping[str, str], key: bytes) -> dict[str, Json]:
    """Where a call came from, and which conversation it belongs to (keyed digest: an id may be anything).

    Args:
        client: the address of the connection's other end; empty where there is none.
        headers: of the request, names in lower case.
        key: for digests.
    """
    facts: dict[str, Json] = {"client_ip": _address(client), "auth_method": _auth_method(headers)}
    given = next((headers[name].strip() for name in CONVERSATION_HEADERS if headers.get(name, "").strip()), "")
    if given and len(given) <= CONVERSATION_CHARS:
        facts["conversation"] = conversation_digest(given, key)
    return facts


def conversation_digest(conversation: str, key: bytes) -> str:
    """What records hold of a conversation's id: 128 bits."""
    return hmac.digest(key, f"conversation|{conversation}".encode("utf-8", "replace"), hashlib.sha256)[:16].hex()


def of_content(
    call: ParsedCall,
    findings: Sequence[Sequence[Finding]],
    decision: Decision,
    left: Sequence[Subject],
    keys: SubjectKeys | None,
) -> dict[str, Json]:
    """Who is in a call and what law it touches.

    Args:
        call: the parsed call.
        findings: per segment.
        decision: with the treatment of each finding.
        left: the people of whom something is told, as the reader of the replaced text meets them.
        keys: for the digests of subjects; without them none are written.
    """
    surely = max((subject.identifiability for subject in left), key=SURELY.index, default="none")
    facts: dict[str, Json] = {
        "turn": len({segment.scope for segment in call.segments if segment.role == "user"}),
        "regimes": sorted({name for reason in decision.reasons for name in _REGIMES.get(reason.rule, ())}),
        "wa_breach_pi": "WA_BREACH" in decision.tags,
        "under13": "UNDER13" in decision.tags,
        "residual": surely,
        "residual_score": max((subject.weight for subject in left), default=0),
    }
    if keys is not None:
        facts |= index(dict.fromkeys(_identifiers(call, findings, decision)), keys).detail()
    return facts


def counted_findings(findings: Sequence[Sequence[Finding]], decision: Decision) -> list[Json]:
    """What was found, by label and what happened to it: how often, by which detectors, how surely (least and most)."""
    together: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for found, treated in zip(findings, decision.treatments, strict=True):
        for finding, treatment in zip(found, treated, strict=True):
            together[finding.entity, treatment.name.lower()].append(finding)
    return [
        {
            "entity": entity,
            "treatment": treatment,
            "count": len(some),
            "detectors": sorted({finding.detector for finding in some}),
            "confidence": _range([finding.score for finding in some]),
        }
        for (entity, treatment), some in sorted(together.items())
    ]


def _range(scores: Sequence[float]) -> list[float]:
    """Least and most, as plain numbers in 0..1: a score may come from a model as one of numpy's."""
    plain = [round(min(1.0, max(0.0, float(score))), 4) for score in scores]
    return [min(plain), max(plain)]


def _identifiers(
    call: ParsedCall, findings: Sequence[Sequence[Finding]], decision: Decision
) -> Iterator[tuple[str, str, str]]:
    for segment, found, treated in zip(call.segments, findings, decision.treatments, strict=True):
        for finding, treatment in zip(found, treated, strict=True):
            if finding.base in INDEXED:
                yield finding.entity, segment.text[finding.start : finding.end], treatment.name.lower()


def _address(client: str) -> str | None:
    try:
        return str(ipaddress.ip_address(client.partition("%")[0]))
    except ValueError:
        return None


def _auth_method(headers: Mapping[str, str]) -> str:
    """How the key was carried; never the key."""
    if headers.get("authorization"):
        return "bearer"
    for name in ("x-api-key", "x-goog-api-key", "api-key"):
        if headers.get(name):
            return name
    return "none"
