"""What is kept of a held call: the call itself, so that it can be collected, and what reviewers look at (pure).

Reviewers see the texts as they would leave, with placeholders; the values behind them are in the call, and looking at
that is a reveal. Both are encrypted before they are stored (`review.sealed`).
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Action, Treatment, show_path
from proxy.exchange.kept import Kind, Lying
from proxy.holding.answers import ANSWER
from proxy.holding.redacting import redacted
from proxy.holding.released import remembered_pieces
from proxy.policy.hints import POLICY_HEADER, SEVERITY_HEADER, TIER_HEADER
from proxy.review.states import Hold
from proxy.transform.placeholders import find_tokens
from proxy.wire.dialects import CODECS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from proxy.arrival import Arrival
    from proxy.examine import Examined
    from proxy.exchange import Caller, ParsedCall, Tool
    from proxy.holding.released import Presented
    from proxy.review.digests import Digester
    from proxy.review.states import Terms
    from proxy.transform.assign import TokenMap

MOST_TEXTS: Final = 5_000
"""Texts that one release, or denial, remembers; of a longer call the rest is decided afresh."""
CALL: Final = "call"
VIEW: Final = "view"
RESPONSIBLE_HEADER: Final = "x-chaperone-responsible"
KEPT_HEADERS: Final = (
    "content-type", "content-encoding", RESPONSIBLE_HEADER, POLICY_HEADER, TIER_HEADER, SEVERITY_HEADER,
)  # fmt: skip
"""Headers of the caller that the call is read and decided with; none that holds a key."""


@dataclass(frozen=True, slots=True)
class Case:
    """A call that is to be held, as the pipeline knows it.

    Attributes:
        again: examines a changed call as this one was.
        opened: opens the files of a changed call.
        key: behind this caller's placeholders.
    """

    arrival: Arrival
    caller: Caller
    tool: Tool
    call: ParsedCall
    examined: Examined = field(repr=False)
    again: Callable[[ParsedCall], Awaitable[Examined]] = field(repr=False)
    opened: Callable[[ParsedCall], Awaitable[ParsedCall]] = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptCall:
    """A call as it arrived, without its caller's key."""

    route: str
    upstream_path: str
    operation: str
    streams_events: bool
    model: str | None
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    method: str = "POST"
    lying: Lying | None = None
    """What at the provider the path named; whose it is, is asked again when the call is collected."""


def opening(
    case: Case, shown: Presented, terms: Terms, digester: Digester, *, ticket: str, now: datetime
) -> tuple[Hold, dict[str, bytes]]:
    """A new hold of a call, and its content to be sealed.

    It remembers its texts, for a release, and what in them the caller said, for a denial.
    """
    decision = shown.examined.decision
    remembered = remembered_pieces(shown.segments, shown.examined)
    texts = {shown.digests[number] for number in remembered}
    said = {digester.said(shown.segments[each].text) for each in remembered if shown.segments[each].role != ANSWER}
    rows = [reason for reason in decision.reasons if reason.action is Action.HOLD]
    severity = max([decision.severity, *(reason.severity for reason in rows)])
    hold = Hold(
        ticket=ticket,
        tenant=case.caller.tenant,
        caller=case.caller.id,
        owner=case.caller.owner,
        unit=case.caller.unit,
        app=case.caller.app,
        request_id=case.arrival.request_id,
        dialect=case.call.dialect,
        operation=case.call.operation,
        provider=case.tool.provider,
        model=case.tool.model,
        content=shown.content,
        rules=tuple(sorted({reason.rule for reason in rows})),
        severity=severity,
        tags=decision.tags,
        policy_hash=decision.policy_hash,
        segments=(*sorted(texts)[:MOST_TEXTS], *sorted(said)[:MOST_TEXTS]),
        people=terms.people(severity),
        opened_at=now,
        due_at=now + terms.answer_within,
        expires_at=now + terms.expire_after,
    )
    removed = redacted(case.call, shown.examined, frozenset(range(len(shown.segments))), key=case.key)
    contents = {
        CALL: call_bytes(case.arrival, streams_events=_is_sse(case.arrival)),
        VIEW: view_bytes(case.call, shown.examined, removed, shown.digests),
    }
    return hold, contents


def _is_sse(arrival: Arrival) -> bool:
    return any(route.sse is arrival.codec for route in CODECS if route.path == arrival.route)


def call_bytes(arrival: Arrival, *, streams_events: bool) -> bytes:
    """The call, to be sealed. `streams_events`: whether the codec is the one for ``alt=sse``."""
    kept = {
        "route": arrival.route,
        "upstream_path": arrival.upstream_path,
        "operation": arrival.codec.operation,
        "streams_events": streams_events,
        "model": arrival.model,
        "headers": {name: arrival.headers[name] for name in KEPT_HEADERS if name in arrival.headers},
        "body": base64.b64encode(arrival.body).decode(),
        "method": arrival.method,
        "lying": None if arrival.lying is None else [arrival.lying.kind, arrival.lying.name],
    }
    return json.dumps(kept).encode()


def read_call(kept: bytes) -> KeptCall:
    """The call that `call_bytes` wrote."""
    read = json.loads(kept)
    named = read.get("lying")
    lying = None if named is None else Lying(Kind(named[0]), named[1])
    return KeptCall(**{**read, "body": base64.b64decode(read["body"]), "lying": lying})


def view_bytes(call: ParsedCall, examined: Examined, removed: Examined, digests: Sequence[str]) -> bytes:
    """What reviewers look at, to be sealed.

    Args:
        call: the held call.
        examined: with the replacements of a release as it is.
        removed: with those of a redacted release.
        digests: of the texts, in order.
    """
    tags = _tags(examined)
    segments: list[dict[str, Any]] = []
    for number, segment in enumerate(call.segments):
        found = examined.findings[number]
        if not segment.text.strip() or (segment.role == "definition" and not found and number not in tags):
            continue
        treated = zip(found, examined.decision.treatments[number], strict=True)
        segments.append(
            {
                "segment": number,
                "place": show_path(segment.path),
                "role": segment.role,
                "digest": digests[number],
                "text": examined.transformed.replacements.get(segment.path, segment.text),
                "redacted": removed.transformed.replacements.get(segment.path, segment.text),
                "replaced": dict(Counter(each.base for each, how in treated if how is not Treatment.KEEP)),
                "tags": sorted(tags.get(number, ())),
            }
        )
    tokens = _tokens((each["text"] for each in segments), examined.transformed.tokens)
    return json.dumps({"segments": segments, "tokens": tokens}).encode()


def with_values(text: str, tokens: Mapping[str, str]) -> str:
    """A text that a reviewer wrote, with the caller's own values in place of the placeholders in it."""
    parts, done = [], 0
    for match in find_tokens(text):
        value = tokens.get(text[match.start : match.end])
        if value is not None:
            parts += [text[done : match.start], value]
            done = match.end
    return "".join([*parts, text[done:]])


def _tags(examined: Examined) -> dict[int, set[str]]:
    """Number of a text -> what it tells about somebody, or signals."""
    tags: dict[int, set[str]] = {}
    for link in examined.records.links:
        tags.setdefault(link.place[0], set()).add(link.tag)
    for signal in examined.records.signals:
        tags.setdefault(signal.place[0], set()).add(signal.tag)
    return tags


def _tokens(texts: Iterable[str], known: TokenMap) -> dict[str, str]:
    """Placeholder as it is written -> the value behind it."""
    tokens: dict[str, str] = {}
    for text in texts:
        for match in find_tokens(text):
            value = known.resolve(match)
            if value is not None:
                tokens[text[match.start : match.end]] = value
    return tokens
