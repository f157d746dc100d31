"""A tool's ceiling: only ever tighter, whatever the decision was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from proxy.exchange import Action, Ceiling, Decision, Reason, Severity
from proxy.policy.card import card
from proxy.policy.ceiling import within
from proxy.policy.retell import retell

TAGS = ("IDEA", "P2", "PII", "MH", "STRANGE")
severities = st.sampled_from(Severity)
tags = st.frozensets(st.sampled_from(TAGS))


@st.composite
def decisions(draw) -> Decision:
    action = draw(st.sampled_from(Action))
    reason = Reason("R00-noted", "clause", "Sentence.", action)
    return Decision(action, (), (reason,), draw(severities), tuple(sorted(draw(tags))), "ab" * 32)


@given(decisions(), severities, tags)
def test_a_ceiling_never_loosens_and_stops_exactly_what_is_above_it(decision, severity, barred) -> None:
    after = within(decision, Ceiling(severity, barred))
    above = decision.severity > severity or bool(barred & set(decision.tags))
    assert after.action >= decision.action
    assert (after.action is Action.BLOCK and after.leading.rule == "R02-ceiling") == above
    assert after.treatments == decision.treatments
    if not above:
        assert after == decision


@given(severities, tags, severities, tags)
def test_two_ceilings_are_as_strict_as_both(first, barred, second, also) -> None:
    both = Ceiling(first, barred).lowered(Ceiling(second, also))
    assert both.severity == min(first, second)
    assert both.barred == barred | also


def test_an_error_and_an_explanation_from_the_record_say_the_same() -> None:
    decision = Decision(Action.FORWARD, (), (Reason("R", "c", "s", Action.FORWARD),), Severity.S3, ("IDEA",), "ab" * 32)
    barred = within(decision, Ceiling(barred=frozenset({"IDEA"})))
    detail = {
        "decision": "block",
        "reasons": [{"rule": each.rule, "clause": each.clause, "action": "block"} for each in barred.reasons[:1]],
        "severity": "S3",
        "tags": ["IDEA"],
    }
    again = retell(detail)
    assert again is not None
    assert again.leading == barred.leading
    assert card(again, {}, {}) == card(barred, {}, {})
    assert barred.leading.sentence == "This holds details that this AI tool is not approved for."


def test_without_a_ceiling_nothing_changes() -> None:
    decision = Decision(Action.HOLD, (), (Reason("R", "c", "s", Action.HOLD),), Severity.S4, (), "ab" * 32)
    assert within(decision, None) is decision
