"""The record's schema, version 1: the envelope and the bytes that are stored (the fields of each kind: `kinds`).

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
from typing import Final

from proxy.audit import grammar, sorts
from proxy.audit.canon import canonical_bytes
from proxy.audit.grammar import Field, GrammarError
from proxy.audit.kinds import DETAIL
from proxy.audit.sorts import must
from proxy.exchange import AuditEvent, EventKind, Json

VERSION: Final = 1
UNPRINTABLE: Final = "(unprintable)"
OF_A_CALL: Final = frozenset({EventKind.INTENT, EventKind.FINAL, EventKind.REFUSED})
"""Kinds whose envelope must name the request."""

_DETAIL_CHECKS: Final = {kind: grammar.members(fields) for kind, fields in DETAIL.items()}
_ENVELOPE: Final = grammar.members(
    {
        "v": must(grammar.integer(VERSION, VERSION)),
        "kind": must(grammar.one_of(*(kind.value for kind in EventKind))),
        "event_id": must(sorts.event_id),
        "at": must(sorts.when),
        "instance": must(sorts.ident),
        "tenant": must(sorts.ident),
        "request_id": Field(sorts.ident, required=True),
        "caller": Field(sorts.ident, required=True),
        "detail": must(lambda _place, value: value),  # checked by kind, below
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
    return canonical_bytes(_checked(envelope))


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
