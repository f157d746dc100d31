"""The record's schema, version 1: the envelope, the fields of each kind, and the bytes that are stored.

`canonical` writes the whole event as RFC 8785 JSON. Those bytes are what is stored and what a Merkle tree will hash;
nothing outside them carries meaning, and the sequence number is only their place in the log. Within version 1 kinds
and optional fields may be added; no field ever changes its meaning or its pattern (docs/decisions/0005).
"""

from __future__ import annotations

import json
import re
import secrets
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import rfc8785

from proxy.audit import grammar
from proxy.audit.grammar import Field, GrammarError
from proxy.exchange import AuditEvent, EventKind, Json

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = 1
UNPRINTABLE: Final = "(unprintable)"
OUTCOMES: Final = (
    "completed",
    "client_closed",
    "provider_error",
    "stream_cut",
    "refused",
    "unknown_outcome",
    "guard_error",
)
DECISIONS: Final = ("forward", "hold", "block", "refuse")
SEVERITIES: Final = ("S0", "S1", "S2", "S3", "S4")

# --------------------------------------------------------------------------- sorts of value

# Unicode letters are allowed in names that operators choose (a unit may be "Educación Especial").
name = grammar.word(r"[\w.:@/&+()' -]{0,100}", "a name: letters, digits and . : @ / & + ( ) ' - of at most 100")
ident = grammar.word(r"[A-Za-z0-9._:/@()~-]{1,100}", "an identifier of at most 100 characters")
code = grammar.word(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}", "a code word of at most 80 characters")
entity = grammar.word(r"[A-Z][A-Z0-9_]{0,39}(\.[A-Z0-9_]{1,40})?", "an entity label")
hexed = grammar.word(r"[0-9a-f]{8,128}", "lower-case hexadecimal, 8 to 128 digits")
param = grammar.word(r"[A-Za-z0-9_.\[\]~*-]{1,200}", "a place in a request")
route = grammar.word(r"[A-Za-z0-9/_.:{}*-]{1,100}", "a route template")
version = grammar.word(r"[0-9A-Za-z.+-]{1,40}", "a version")
when = grammar.word(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "a UTC time with milliseconds and Z")
event_id = grammar.word(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "an event id")
case_number = grammar.word(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,59}", "a case number")
count = grammar.integer(0, grammar.MAX_COUNT)
status = grammar.integer(100, 599)
clause = grammar.human(200)
action = grammar.one_of("forward", "hold", "block")
times = grammar.table(grammar.word(r"[a-z][a-z0-9_]{0,39}", "a lower-case name"), grammar.milliseconds)
severity = grammar.one_of(*SEVERITIES)


def _must(check: grammar.Check) -> Field:
    return Field(check, required=True, nullable=False)


def _can(check: grammar.Check) -> Field:
    return Field(check)


finding = grammar.members(
    {
        "entity": _must(entity),
        "treatment": _must(grammar.one_of("keep", "generalize", "pseudonymize", "redact")),
        "count": _must(count),
        "detectors": _can(grammar.many(code)),
    }
)
reason = grammar.members({"rule": _must(code), "clause": _can(clause), "action": _must(action)})
unscanned = grammar.members({"kind": _must(code), "count": _must(count)})
masked = grammar.members({"entity": _must(entity), "count": _must(count)})
share = grammar.members({"hits": _must(count), "total": _must(count)})
usage = grammar.members({"input_tokens": _can(count), "output_tokens": _can(count)})

FILTER_FIELDS: Final[Mapping[str, Field]] = {
    "kinds": _can(grammar.many(grammar.one_of(*(kind.value for kind in EventKind)))),
    "since": _can(when),
    "until": _can(when),
    "caller": _can(ident),
    "unit": _can(name),
    "app": _can(name),
    "provider": _can(ident),
    "model": _can(ident),
    "decision": _can(grammar.one_of(*DECISIONS)),
    "severity": _can(severity),
    "rule": _can(code),
    "outcome": _can(grammar.one_of(*OUTCOMES)),
    "error_code": _can(code),
    "request_id": _can(ident),
    "tag": _can(code),
    "entity": _can(entity),
}
"""What a search may ask for, and so what a LOG_READ record may say that was asked."""

# --------------------------------------------------------------------------- the kinds

_CALL: Final[Mapping[str, Field]] = {
    "dialect": _can(code),
    "operation": _can(code),
    "route": _can(route),
    "model_requested": _can(ident),
    "stream": _can(grammar.flag),
    "provider": _can(ident),
    "model": _can(ident),
    "tier": _can(grammar.one_of("T0", "T1", "T2", "T3", "TL")),
    "approval": _can(grammar.human(200)),
    "unit": _can(name),
    "app": _can(name),
    "role": _can(code),
    "purpose": _can(code),
    "findings": _can(grammar.many(finding)),
    "segments": _can(count),
    "scanned_chars": _can(count),
    "new_chars": _can(count),
    "unscanned": _can(grammar.many(unscanned)),
    "decision": _can(grammar.one_of(*DECISIONS)),
    "rule": _can(code),
    "clause": _can(clause),
    "reasons": _can(grammar.many(reason)),
    "severity": _can(severity),
    "tags": _can(grammar.many(code)),
    "policy_hash": _can(hexed),
    "config_hash": _can(hexed),
    "body_bytes": _can(count),
    "outbound_bytes": _can(count),
    "outbound_digest": _can(hexed),
    "replaced": _can(grammar.table(entity, count)),
    "times_ms": _can(times),
    "client_ip": _can(grammar.address),
}
_INTENT_CORE: Final = ("dialect", "operation", "provider", "model", "tier", "decision", "policy_hash")

_LIFE: Final[Mapping[str, Field]] = {
    "version": _can(version),
    "host_digest": _can(hexed),
    "pid": _can(count),
    "config_hash": _can(hexed),
    "policy_hash": _can(hexed),
    "profile": _can(code),
    "closed_intents": _can(count),
}

DETAIL: Final[Mapping[EventKind, Mapping[str, Field]]] = {
    EventKind.INTENT: {**_CALL, **{field: _must(_CALL[field].check) for field in _INTENT_CORE}},
    EventKind.REFUSED: {
        **_CALL,
        "error_code": _must(code),
        "side": _must(grammar.one_of("caller", "provider", "guard")),
        "status": _must(status),
        "param_kind": _can(param),
    },
    EventKind.FINAL: {
        "intent_id": _must(event_id),
        "outcome": _must(grammar.one_of(*OUTCOMES)),
        "status": _can(status),
        "upstream_status": _can(status),
        "error_code": _can(code),
        "finish_reasons": _can(grammar.many(ident)),
        "model_answered": _can(ident),
        "usage": _can(usage),
        "bytes_in": _can(count),
        "bytes_out": _can(count),
        "restored": _can(count),
        "masked": _can(grammar.many(masked)),
        "unknown_tokens": _can(count),
        "times_ms": _can(times),
    },
    EventKind.REFUSED_SUMMARY: {
        "error_code": _must(code),
        "count": _must(count),
        "since": _must(when),
        "until": _must(when),
    },
    EventKind.CONFIG: {
        "result": _must(grammar.one_of("applied", "rejected")),
        "old_hash": _can(hexed),
        "new_hash": _can(hexed),
        "policy_hash": _can(hexed),
        "actor": _can(ident),
    },
    EventKind.LOG_READ: {
        "filters": _must(grammar.members(FILTER_FIELDS)),
        "returned": _must(count),
        "case": _can(case_number),
        "channel": _must(grammar.one_of("cli", "http")),
    },
    EventKind.ROSTER: {
        "action": _must(grammar.one_of("import", "purge")),
        "result": _must(grammar.one_of("applied", "rejected")),
        "source": _can(ident),
        "format": _can(code),
        "mode": _can(grammar.one_of("replace", "delta")),
        "edition": _can(hexed),
        "before": _can(count),
        "people": _can(count),
        "removed": _can(count),
        "left_out": _can(count),
        "counts": _can(grammar.table(grammar.word(r"[a-z][a-z0-9_]{0,39}", "a lower-case name"), count)),
        "error_code": _can(code),
    },
    EventKind.LOG_EXPORT: {
        "what": _must(grammar.one_of("log", "proof")),
        "records": _must(count),
        "first": _must(count),
        "channel": _must(grammar.one_of("cli", "http")),
    },
    EventKind.EVALUATION: {
        "set_digest": _must(hexed),
        "rows": _must(count),
        "detection": _must(hexed),
        "policy_hash": _must(hexed),
        "figures": _must(grammar.table(grammar.word(r"[a-z][a-z0-9_]{0,39}", "a lower-case name"), share)),
        "shortfalls": _must(count),
    },
    EventKind.START: _LIFE,
    EventKind.STOP: _LIFE,
}
"""Allowed and required fields of `AuditEvent.detail` for each kind; anything else is refused."""

OF_A_CALL: Final = frozenset({EventKind.INTENT, EventKind.FINAL, EventKind.REFUSED})
"""Kinds whose envelope must name the request."""

_DETAIL_CHECKS: Final = {kind: grammar.members(fields) for kind, fields in DETAIL.items()}
_ENVELOPE: Final = grammar.members(
    {
        "v": _must(grammar.integer(VERSION, VERSION)),
        "kind": _must(grammar.one_of(*(kind.value for kind in EventKind))),
        "event_id": _must(event_id),
        "at": _must(when),
        "instance": _must(ident),
        "tenant": _must(ident),
        "request_id": Field(ident, required=True),
        "caller": Field(ident, required=True),
        "detail": _must(lambda _place, value: value),  # checked by kind, below
    }
)

# --------------------------------------------------------------------------- bytes


def stamp(at: datetime) -> str:
    """`at` as records write it: UTC, milliseconds, Z (RFC 3339). Raises GrammarError for a time without a zone."""
    if at.utcoffset() is None:
        raise GrammarError("event.at", "must have a time zone")
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _checked(envelope: Json) -> dict[str, Json]:
    out: dict[str, Json] = _ENVELOPE("event", envelope)
    kind = EventKind(out["kind"])
    if kind in OF_A_CALL and out["request_id"] is None:
        raise GrammarError("event.request_id", "is missing")
    out["detail"] = _DETAIL_CHECKS[kind]("detail", out["detail"])
    return out


def canonical(event: AuditEvent) -> bytes:
    """The bytes to store: RFC 8785 of the checked envelope.

    Raises:
        GrammarError: (a ValueError) naming the field, never the value.
    """
    envelope = {
        "v": VERSION,
        "kind": event.kind,
        "event_id": event.event_id,
        "at": stamp(event.at),
        "instance": event.instance,
        "tenant": event.tenant,
        "request_id": event.request_id,
        "caller": event.caller,
        "detail": event.detail,
    }
    return rfc8785.dumps(_checked(envelope))


def parse(body: bytes) -> AuditEvent:
    """The event of stored bytes, checked against the grammar.

    Raises:
        GrammarError: the bytes are not a record of version 1.
    """
    try:
        envelope = json.loads(body)
    except ValueError:
        raise GrammarError("event", "is not JSON") from None
    out = _checked(envelope)
    del out["v"]
    return AuditEvent(**{**out, "kind": EventKind(out["kind"]), "at": datetime.fromisoformat(out["at"])})


# --------------------------------------------------------------------------- making one


def new_event_id() -> str:
    """A UUID of version 7 (RFC 9562 section 5.7).

    The 12 bits after the version are a finer clock (section 6.2, method 3), so that the ids of one process sort by
    time to a quarter of a microsecond.
    """
    now_ms, rest_ns = divmod(time.time_ns(), 1_000_000)
    head = now_ms << 80 | 0x7 << 76 | (rest_ns * 4096 // 1_000_000) << 64
    return str(uuid.UUID(int=head | 0b10 << 62 | secrets.randbits(62)))


_PRINTABLE = re.compile(r"[A-Za-z0-9._:/@-]{1,100}")
_MAIL = re.compile(r"@[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*\.")
_LONG_DIGITS = re.compile(r"\d(?:[._:/@-]?\d){6,}")
_DATE = re.compile(r"(?<!\d)20(?:2[2-9]|[3-9]\d)([-.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")


def printable_name(text: str | None) -> str | None:
    """A model name or finish reason that came from outside, if it can be stored, else ``(unprintable)``.

    It can when it is an ordinary name, not an e-mail address, without a run of seven or more digits, also across
    single separators: an account or phone number could hide in a model name. Dates of releases (2022 and later, as
    in ``gpt-4o-2024-08-06``) do not count.
    """
    if text is None:
        return None
    if not _PRINTABLE.fullmatch(text) or _MAIL.search(text) or _LONG_DIGITS.search(_DATE.sub("#", text)):
        return UNPRINTABLE
    return text
