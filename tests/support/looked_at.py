"""For tests of held calls: an examination by a detector of two words, with the real decision table."""

from __future__ import annotations

from functools import partial

from config.profiles import policy_table
from detectors.finding import DIRECT, Evidence, Finding, Link, Records, Signal, Subject
from proxy.examine import Examined, remaining
from proxy.exchange import Action, ParsedCall, Tier, Treatment
from proxy.policy.decide import decide
from proxy.policy.facts import Table
from proxy.transform.replace import transform

PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {name: Treatment[how.upper()] for name, how in PROFILE.treatments.items()},
    gate=True,
    on_unscanned=Action.BLOCK,
)


async def looked(call: ParsedCall) -> Examined:
    """Finds Sam Ortiz, that he is homeless, and a request to decide."""
    found, links, signals, evidence = [], [], [], []
    for number, segment in enumerate(call.segments):
        at = segment.text.find("Sam Ortiz")
        found.append((Finding("STUDENT_NAME", at, at + 9, 1.0, "spotter", "x"),) if at >= 0 else ())
        if at >= 0:
            evidence.append(Evidence("STUDENT_NAME", DIRECT, (number, at, at + 9)))
        for tag, word in (("MCV", "homeless"), ("FRL", "free lunch")):
            if (start := segment.text.find(word)) >= 0:
                links.append(Link(tag, 0, (number, start, start + len(word)), "sentence", 0.9))
        if "decide whom to hire" in segment.text:
            signals.append(Signal("OVERSIGHT", (number, 0, 5), 0.9))
    subject = Subject("student", "identified" if evidence else "none", 0, evidence=tuple(evidence))
    tags = frozenset(each.tag for each in [*links, *signals])
    records = Records((subject,), tuple(links), tuple(signals), tags)
    weigh = partial(decide, table=TABLE, unscanned={}, tier=Tier.T2)
    decision = weigh(found, records=records)
    done = transform(call.segments, found, decision.treatments, key=b"k")
    left = remaining(records, found, decision.treatments)
    return Examined(found, decision, done, 0, records, weigh, left)
