"""What the record says of one call: facts are gathered as the steps go by, and leave as audit events.

A `CallRecord` writes either one refusal, or an intent and exactly one final. The final is handed over synchronously,
because a client that leaves cancels the task: an `await` in its clean-up would be cancelled too and the record lost
(measured: 0 of 5 records without this, 5 of 5 with it).
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from proxy import call_facts
from proxy.audit.event import new_event_id, printable_name
from proxy.exchange import Action, AuditEvent, AuditSink, EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detectors.finding import Finding, Subject
    from proxy.audit.subjects import SubjectKeys
    from proxy.callers.noise import NoiseLid
    from proxy.errors import GuardError
    from proxy.exchange import Caller, Decision, Hints, Json, ParsedCall, Reason, Tool, Unscanned
    from proxy.wire.codec import AnswerFacts

CLIENT_LEFT: Final = 499
"""Status in records of calls whose client left (nginx's, since HTTP has none)."""
LONGEST_PLACE: Final = 200
"""Characters of a path that a record takes; deeper ones are cut."""
_ANSWERED: Final = frozenset({"completed", "client_closed", "stream_cut"})
"""Outcomes of calls for which a model has worked."""
ACTION_NAMES: Final = {Action.FORWARD: "forward", Action.HOLD: "hold", Action.BLOCK: "block"}


class RecordSink(AuditSink, Protocol):
    """An audit sink that also takes a record from a task that is being cancelled."""

    def submit(self, event: AuditEvent) -> object:
        """Enqueue and return at once; never refused for an event that follows an accepted intent."""
        ...


class Estimate(Protocol):
    """Fields of the final record: an estimate, or why there is none (`energy.Estimator.estimate`)."""

    def __call__(
        self, provider: str, dialect: str, models: Sequence[str | None], output_tokens: int | None, /
    ) -> Mapping[str, Json]:
        """Quick, and never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """What is the same for all records of this process and configuration."""

    instance: str
    tenant: str
    config_hash: str
    noise: NoiseLid
    digest_key: bytes = field(repr=False)
    subject_keys: SubjectKeys | None = field(default=None, repr=False)
    """For the digests of the people in a call; without them a record says nothing of people."""
    estimate: Estimate | None = None
    """What an answer cost in energy, carbon and water; without it a record says nothing of that."""


@dataclass(slots=True)
class AnswerCounts:
    """What happened to the answer, counted as it passes; no values."""

    restored: int = 0
    masked: Counter[str] = field(default_factory=Counter)
    unknown_tokens: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    def note(self, event: str, label: str) -> None:
        """The callback that the restoring machine reports to."""
        if event == "restored":
            self.restored += 1
        elif event == "masked":
            self.masked[label] += 1
        elif event == "unknown_token":
            self.unknown_tokens += 1


def new_request_id() -> str:
    """Id of a call: time-ordered, unguessable enough to name in an error message."""
    return "req_" + new_event_id().replace("-", "")


class CallRecord:
    """The record of one call, from arrival to its end."""

    def __init__(self, sink: RecordSink, standing: Standing, *, request_id: str, route: str, body_bytes: int) -> None:
        self._sink = sink
        self._standing = standing
        self._request_id = request_id
        self._caller: Caller | None = None
        self._detail: dict[str, Json] = {"route": route, "body_bytes": body_bytes}
        self._times: dict[str, float] = {}
        self._started = self._lap_started = time.perf_counter()
        self._intent_id: str | None = None
        self._provider = self._model = ""
        self._ended = False
        self._kept: list[Mapping[str, Json]] = []
        self._vault_kept = 0
        self.counts = AnswerCounts()
        self.files: tuple[tuple[str, str, int], ...] = ()
        self.answer: AnswerFacts | None = None
        self.upstream_status: int | None = None

    @property
    def opened(self) -> bool:
        """Whether an intent was handed to the sink: from then on only a final can end this record."""
        return self._intent_id is not None

    def lap(self, name: str) -> None:
        """Note the milliseconds since the last lap under a step's name."""
        now = time.perf_counter()
        self._times[name] = round((now - self._lap_started) * 1000, 3)
        self._lap_started = now

    def seconds(self) -> float:
        """Seconds since arrival."""
        return time.perf_counter() - self._started

    # ------------------------------------------------------------------ facts, step by step

    def arrived(self, client: str, headers: Mapping[str, str]) -> None:
        """Before step 1: where the call came from, and which conversation it belongs to."""
        self._detail |= call_facts.of_arrival(client, headers, self._standing.digest_key)

    def identified(self, caller: Caller) -> None:
        """Step 1."""
        self._caller = caller
        self._detail |= {
            "unit": caller.unit or None,
            "app": caller.app or None,
            "role": caller.role.value,
            "caller_kind": caller.kind.value,
            "owner": caller.owner or None,
            "purpose": caller.purpose or None,
        }

    def trained(self, valid: bool | None) -> None:  # noqa: FBT001 # a fact to note, not a switch
        """Step 1: whether the person's training counted at this time; None where none is asked."""
        if valid is not None:
            self._detail["training_valid"] = valid

    def asked(self, dialect: str, operation: str, model: str) -> None:
        """Step 2, before the registry has spoken."""
        self._detail |= {"dialect": dialect, "operation": operation, "model_requested": printable_name(model)}

    def resolved(self, tool: Tool) -> None:
        """Step 2."""
        self._provider, self._model = tool.provider, tool.model
        self._detail |= {
            "provider": tool.provider,
            "model": printable_name(tool.model),
            "tier": tool.tier.value,
            "approval": tool.approval.reference,
        }

    def parsed(self, call: ParsedCall) -> None:
        """Step 3."""
        self._detail |= {
            "stream": call.stream,
            "segments": len(call.segments),
            "scanned_chars": sum(len(segment.text) for segment in call.segments),
            "unscanned": _counted_kinds(call.unscanned),
        }
        if call.keeping is not None and (call.keeping.asked or call.keeping.continues):
            self._detail["provider_keeps"] = call.keeping.store
        if call.recalled is not None:
            self._detail["recalled"] = len(call.recalled.entries)

    def remembered(self, count: int) -> None:
        """Step 9: under how many ids the placeholders of the conversation were kept."""
        self._vault_kept += count

    def hinted(self, hints: Hints) -> None:
        """What the caller asked for beyond the policy."""
        if hints:
            self._detail["hints"] = {
                "strict": hints.strict,
                "tier": hints.tier and hints.tier.value,
                "severity": hints.severity and hints.severity.value,
            }

    def examined(
        self,
        findings: Sequence[Sequence[Finding]],
        decision: Decision,
        new_chars: int,
        places: Sequence[str] = (),
    ) -> None:
        """Steps 4 and 5."""
        leading = decision.leading
        if decision.relaxed:
            self._detail["overrides"] = [
                {
                    "rule": each.rule,
                    "id": each.override,
                    "asked": ACTION_NAMES[each.asked],
                    "given": ACTION_NAMES[each.given],
                }
                for each in decision.relaxed
            ]
        if decision.shadow:
            self._detail["shadow"] = [_reason(reason) for reason in decision.shadow]
        self._detail |= {
            "new_chars": new_chars,
            "findings": call_facts.counted_findings(findings, decision),
            "decision": ACTION_NAMES[decision.action],
            "rule": leading.rule,
            "clause": leading.clause,
            "reasons": [_reason(reason) for reason in decision.reasons],
            "places": [place[:LONGEST_PLACE] for place in places],
            "severity": decision.severity.value,
            "tags": list(decision.tags),
            "policy_hash": decision.policy_hash,
        }

    def weighed(
        self, call: ParsedCall, findings: Sequence[Sequence[Finding]], decision: Decision, left: Sequence[Subject]
    ) -> None:
        """Step 5: who is in the call, as keyed digests, and what law it touches."""
        keys = self._standing.subject_keys
        self._detail |= call_facts.of_content(call, findings, decision, left, keys)

    def gathered(self, facts: Mapping[str, Json]) -> None:
        """Steps 3 to 5 of a file of records: what all of them together show (`proxy.batch.facts`)."""
        self._detail |= facts

    def passed(self, tickets: Sequence[str], responsible: str) -> None:
        """Step 6, for a call that a reviewer released or that somebody answers for."""
        self._detail |= {"releases": list(tickets), "responsible": responsible or None}

    def outbound(self, body: bytes, replaced: Mapping[str, int], files: Sequence[tuple[str, str, int]] = ()) -> None:
        """Step 6: what is about to leave, as size, digest and counts; files as kind, how they leave and how many.

        The digest is keyed, so that the record cannot be searched for guessed texts without the installation's secret.
        """
        digest = hmac.digest(self._standing.digest_key, body, hashlib.sha256).hex()
        self._detail |= {"outbound_bytes": len(body), "outbound_digest": digest, "replaced": dict(replaced)}
        self.files = tuple(files)
        if files:
            self._detail["files"] = [{"kind": kind, "how": how, "count": count} for kind, how, count in files]

    @property
    def subjects(self) -> list[str]:
        """Digests of the people in the call, as the record holds them."""
        return [subject["digest"] for subject in self._detail.get("subjects") or ()]

    def prompt_kept(self, facts: Sequence[Mapping[str, Json]]) -> None:
        """Step 6: what is kept of the prompt."""
        self._detail["content"] = list(facts)

    def kept(self, facts: Sequence[Mapping[str, Json]]) -> None:
        """Step 10: what is kept of the answer."""
        self._kept = [*self._kept, *facts]

    # ------------------------------------------------------------------ events

    async def open(self) -> None:
        """Step 7: the intent, durable when this returns.

        Raises:
            AuditUnavailable: it is not; nothing may be forwarded.
        """
        event = self._event(EventKind.INTENT, self._detail | self._standing_detail())
        try:
            await self._sink.record(event)
        except ValueError:  # against the grammar: never taken, so the call still ends as a refusal
            raise
        except BaseException:
            self._ended = True  # the sink itself closes an intent that lands after its waiter gave up
            raise
        self._intent_id = event.event_id
        self.lap("audit")

    async def fail(self, error: GuardError) -> None:
        """The call ended with an error: a final after an intent, a refusal before one.

        Refusals of callers who are nobody are recorded up to a number per minute, and counted beyond it.

        Raises:
            AuditUnavailable: a refusal could not be recorded.
        """
        if self.opened:
            side = "provider_error" if error.side == "provider" else "guard_error"
            self.close(side, status=error.status, error=error)
        elif not self._ended and (self._caller or self._standing.noise.admit(error.code, datetime.now(UTC))):
            self._ended = True
            if "ticket" in error.details:
                self._detail["ticket"] = error.details["ticket"]
            await self._record_refusal(error)

    async def _record_refusal(self, error: GuardError) -> None:
        try:
            await self._sink.record(self._refusal(error.code, error.side, error.status))
        except ValueError:  # a fact against the grammar: the refusal is recorded without the facts
            self._detail = {}
            await self._sink.record(self._refusal(error.code, error.side, error.status))

    def abandon(self) -> None:
        """The client left: end the record without waiting, because the task is being cancelled."""
        if self.opened:
            self.close("client_closed", status=CLIENT_LEFT)
        elif not self._ended:
            self._ended = True
            self._sink.submit(self._refusal("client_closed", "caller", CLIENT_LEFT))

    def close(self, outcome: str, *, status: int, error: GuardError | None = None) -> None:
        """Step 10: hand over the one final record; later calls do nothing."""
        if self._ended:
            return
        self._ended = True
        facts = self.answer
        self.lap("answer")
        detail: dict[str, Json] = {
            "intent_id": self._intent_id,
            "outcome": outcome,
            "status": status,
            "upstream_status": self.upstream_status,
            "error_code": error.code if error else None,
            "finish_reasons": [printable_name(reason) for reason in facts.finish_reasons] if facts else [],
            "model_answered": printable_name(facts.model) if facts and facts.model else None,
            "usage": {"input_tokens": facts.input_tokens, "output_tokens": facts.output_tokens} if facts else None,
            "bytes_in": self.counts.bytes_in,
            "bytes_out": self.counts.bytes_out,
            "restored": self.counts.restored,
            "masked": [{"entity": entity, "count": count} for entity, count in sorted(self.counts.masked.items())],
            "unknown_tokens": self.counts.unknown_tokens,
            "times_ms": self._all_times(),
        }
        if self._kept:
            detail["content"] = self._kept
        if self._vault_kept:
            detail["vault_kept"] = self._vault_kept
        if facts and self._standing.estimate and outcome in _ANSWERED:
            named = (facts.model, self._model)
            detail |= self._standing.estimate(self._provider, self._detail["dialect"], named, facts.output_tokens)
        try:
            self._sink.submit(self._event(EventKind.FINAL, detail))
        except ValueError:  # against the grammar: a bug of ours, which must not leave the intent open
            bare = {"intent_id": self._intent_id, "outcome": outcome, "status": status}
            self._sink.submit(self._event(EventKind.FINAL, bare))

    def _refusal(self, code: str, side: str, status: int) -> AuditEvent:
        decision = {"decision": "refuse"} if "decision" not in self._detail else {}
        ending = {"error_code": code, "side": side, "status": status}
        return self._event(EventKind.REFUSED, self._detail | decision | ending | self._standing_detail())

    def _standing_detail(self) -> dict[str, Json]:
        return {"config_hash": self._standing.config_hash, "times_ms": self._all_times()}

    def _all_times(self) -> dict[str, float]:
        return self._times | {"total": round(self.seconds() * 1000, 3)}

    def _event(self, kind: EventKind, detail: Mapping[str, Json]) -> AuditEvent:
        caller = self._caller
        return AuditEvent(
            kind=kind,
            event_id=new_event_id(),
            at=datetime.now(UTC),
            instance=self._standing.instance,
            tenant=caller.tenant if caller else self._standing.tenant,
            request_id=self._request_id,
            caller=caller.id if caller else None,
            detail=detail,
        )


def _reason(reason: Reason) -> Json:
    return {"rule": reason.rule, "clause": reason.clause, "action": ACTION_NAMES[reason.action]}


def _counted_kinds(unscanned: Sequence[Unscanned]) -> list[Json]:
    counts = Counter(item.kind for item in unscanned)
    return [{"kind": kind, "count": count} for kind, count in sorted(counts.items())]
