"""Step 6's verdict on a call: Forward with the body that leaves, Refuse with an error, or Hold.

A refusal says in words what was found (types and counts, never a value), where, why, and what the person can do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, assert_never

from proxy.attachments.closing import put_back
from proxy.errors import Blocked
from proxy.examine import counted_treatments, places_of
from proxy.exchange import Action, Forward, Hold, Refuse
from proxy.policy.card import NO_QUEUE, card
from proxy.wire.carriage import carriage_of

if TYPE_CHECKING:
    from proxy.examine import Examined
    from proxy.exchange import Outcome, ParsedCall, Reason
    from proxy.wire.codec import Codec


def outcome(codec: Codec, call: ParsedCall, examined: Examined, *, model: str) -> Outcome:
    """What happens to the call. `model` is the name the provider knows.

    Raises:
        Blocked: a value stands where the API allows no placeholder.
    """
    leading = examined.decision.leading
    match examined.decision.action:
        case Action.BLOCK:
            return Refuse(refusal(call, examined, leading))
        case Action.HOLD:
            return Hold(leading)
        case Action.FORWARD:
            patched = put_back(codec, call, examined.transformed.replacements, model=model)
            return Forward(carriage_of(codec).write(patched), examined.transformed.replaced)
        case never:
            assert_never(never)


def refusal(call: ParsedCall, examined: Examined, reason: Reason, *, said: str = "") -> Blocked:
    """The error for a call that the policy blocks or holds; `said` tells of the queue, where there is one."""
    found = counted_treatments(examined)
    places = places_of(call, examined)
    parts = [reason.sentence]
    if found:
        parts.append("Found: " + ", ".join(f"{count} {entity}" for entity, count in found.items()) + ".")
    if reason.action is Action.HOLD:
        parts.append(said or NO_QUEUE.en)
    parts.append(f"Rule {reason.rule} ({reason.clause}).")
    return Blocked(
        " ".join(parts),
        param=places[0] if places else None,
        details={
            "decision": "held" if reason.action is Action.HOLD else "blocked",
            "rule": reason.rule,
            "clause": reason.clause,
            "found": found,
            "unscanned": sorted({item.kind for item in call.unscanned}),
            "where": places,
            "severity": examined.decision.severity.value,
            "tags": list(examined.decision.tags),
            "explanation": card(
                examined.decision, found, Counter(item.kind for item in call.unscanned), queued=bool(said)
            ),
        },
    )
