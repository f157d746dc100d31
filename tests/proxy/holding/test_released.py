"""What a release lifts, and what it never lifts: laws over the pure part, with the shipped table deciding."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.profiles import policy_table
from detectors.finding import DIRECT, Evidence, Finding, Link, Records, Signal, Subject
from proxy.examine import Examined, remaining
from proxy.exchange import Action, Mark, ParsedCall, Segment, Tier, Treatment
from proxy.holding.redacting import redacted
from proxy.holding.released import Presented, Release, held_pieces, lift, remembered_pieces
from proxy.policy.decide import decide
from proxy.policy.facts import Table
from proxy.review.states import Mode
from proxy.transform.replace import transform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.holding.released import Lifted

PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {name: Treatment[how.upper()] for name, how in PROFILE.treatments.items()},
    gate=True,
    on_unscanned=Action.BLOCK,
)
ALL_TAGS = frozenset({"MH", "CPS", "FRL", "PRIV", "PPRA", "OVERSIGHT"})
TEXT = "Sam Ortiz is on a safety plan at Lincoln."


def segment(number: int, text: str = TEXT, scope: str | None = None) -> Segment:
    return Segment(
        ("messages", number, "content"), text, "user", scope=f"messages[{number}]" if scope is None else scope
    )


def name(piece: int) -> Evidence:
    return Evidence("STUDENT_NAME", DIRECT, (piece, 0, 9))


def person(*evidence: Evidence) -> Subject:
    direct = any(each.weight >= DIRECT for each in evidence)
    return Subject("student", "identified" if direct else "watch", 0, mentions=(), evidence=evidence)


def term(tag: str, piece: int, subject: int = 0) -> Link:
    return Link(tag, subject, (piece, 18, 29), "sentence", 0.9)


def presented(
    segments: Sequence[Segment],
    records: Records,
    *,
    named: frozenset[int] = frozenset(),
    content: str = "now",
    relayed: bool = True,
) -> Presented:
    """A call at tier T2, with a student's name found in the pieces `named`; its answers came through the guard."""
    findings = [
        (Finding("STUDENT_NAME", 0, 9, 1.0, "spotter", "x"),) if number in named else ()
        for number in range(len(segments))
    ]
    weigh = partial(decide, table=TABLE, unscanned={}, tier=Tier.T2)
    decision = weigh(findings, records=records)
    transformed = transform(segments, findings, decision.treatments, key=b"k")
    left = remaining(records, findings, decision.treatments)
    examined = Examined(findings, decision, transformed, 0, records, weigh, left)
    answers = frozenset(number for number, each in enumerate(segments) if each.role == "assistant" and relayed)
    return Presented(segments, examined, [f"text-{each.text}-{each.path[1]}" for each in segments], content, answers)


def release(call: Presented, *pieces: int, rules: tuple[str, ...] = ("R09-special",), content: str = "then") -> Release:
    return Release("hold_1", content, frozenset(rules), frozenset(call.digests[each] for each in pieces), Mode.AS_IS)


def actions(lifted: Lifted) -> dict[str, Action]:
    return {reason.rule: reason.action for reason in lifted.decision.reasons}


HELD = presented(
    [segment(0)], Records((person(name(0)),), (term("MH", 0),), (), frozenset({"MH"})), named=frozenset({0})
)


def test_a_released_text_is_not_held_again() -> None:
    assert HELD.examined.decision.action is Action.HOLD
    lifted = lift(HELD, [release(HELD, 0)])
    assert lifted.decision.action is Action.FORWARD
    assert [(each.rule, each.override) for each in lifted.decision.relaxed] == [("R09-special", "hold_1")]
    assert lifted.decision.treatments == HELD.examined.decision.treatments
    assert [each.ticket for each in lifted.used] == ["hold_1"]


def test_the_same_content_is_let_through_whatever_texts_are_remembered() -> None:
    assert lift(HELD, [release(HELD, content="now")]).decision.action is Action.FORWARD
    assert lift(HELD, [release(HELD)]).decision.action is Action.HOLD


def test_another_row_or_another_text_stays_held() -> None:
    assert lift(HELD, [release(HELD, 0, rules=("R27-privileged",))]).decision.action is Action.HOLD
    assert lift(HELD, []).decision is HELD.examined.decision or not lift(HELD, []).used


def test_a_new_term_about_the_same_person_is_held() -> None:
    records = Records((person(name(0)),), (term("MH", 0), term("CPS", 1)), (), frozenset({"MH", "CPS"}))
    call = presented([segment(0), segment(1, "And CPS came.")], records, named=frozenset({0}))
    assert lift(call, [release(call, 0)]).decision.action is Action.HOLD
    assert lift(call, [release(call, 0, 1)]).decision.action is Action.FORWARD


def test_a_released_term_is_held_again_when_new_words_tell_who_it_is() -> None:
    watched = Evidence("unique_event", 3, (0, 0, 5))
    records = Records((person(watched, name(1)),), (term("MH", 0),), (), frozenset({"MH"}))
    call = presented(
        [segment(0, "The student who fell is on a safety plan."), segment(1)], records, named=frozenset({1})
    )
    assert lift(call, [release(call, 0)]).decision.action is Action.HOLD
    assert lift(call, [release(call, 0, 1)]).decision.action is Action.FORWARD


def test_what_a_message_signals_is_lifted_only_when_all_of_it_was_released() -> None:
    records = Records((), (), (Signal("PRIV", (0, 0, 5), 0.9),), frozenset({"PRIV"}))
    call = presented([segment(0, scope="m"), segment(1, "a second part", scope="m")], records)
    assert lift(call, [release(call, 0, rules=("R27-privileged",))]).decision.action is Action.HOLD
    assert lift(call, [release(call, 0, 1, rules=("R27-privileged",))]).decision.action is Action.FORWARD


ANSWER = replace(segment(1, "Sam Ortiz, who is on a safety plan, needs rest."), role="assistant")


def test_an_answer_that_tells_the_same_of_the_same_person_is_not_held_again() -> None:
    records = Records((person(name(0)),), (term("MH", 0), term("MH", 1)), (), frozenset({"MH"}))
    asked = [segment(0), ANSWER, segment(2, "Shorter please.")]
    call = presented(asked, records, named=frozenset({0, 1}))
    assert lift(call, [release(call, 0)]).decision.action is Action.FORWARD
    invented = presented(asked, records, named=frozenset({0, 1}), relayed=False)
    assert lift(invented, [release(invented, 0)]).decision.action is Action.HOLD
    by_the_caller = presented([segment(0), replace(ANSWER, role="user"), asked[2]], records, named=frozenset({0, 1}))
    assert lift(by_the_caller, [release(by_the_caller, 0)]).decision.action is Action.HOLD
    before = presented([replace(ANSWER, path=("messages", 0, "content")), segment(1)], records, named=frozenset({0, 1}))
    assert lift(before, [release(before, 1)]).decision.action is Action.HOLD


@pytest.mark.parametrize(
    ("subjects", "new"),
    [
        ((person(name(0)),), term("CPS", 1)),  # something else of the same child
        ((person(name(0)), person(name(1))), term("MH", 1, 1)),  # the same of another child
        ((person(Evidence("unique_event", 3, (0, 0, 5)), name(1)),), term("MH", 1)),  # who the child is
    ],
)
def test_an_answer_that_tells_more_is_held(subjects: tuple[Subject, ...], new: Link) -> None:
    records = Records(subjects, (term("MH", 0), new), (), frozenset({"MH", new.tag}))
    call = presented([segment(0), ANSWER, segment(2, "Shorter please.")], records, named=frozenset({0, 1}))
    assert lift(call, [release(call, 0)]).decision.action is Action.HOLD


def test_an_answer_that_signals_anything_is_held() -> None:
    here, there = Signal("PRIV", (0, 0, 5), 0.9), Signal("PRIV", (1, 0, 5), 0.9)
    asked = [segment(0, "per counsel's advice"), ANSWER, segment(2, "Shorter please.")]
    same = presented(asked, Records((), (), (here, there), frozenset({"PRIV"})))
    assert lift(same, [release(same, 0, rules=("R27-privileged",))]).decision.action is Action.HOLD


@pytest.mark.parametrize(
    "path",
    [("input", 1, "results", 0, "text"), ("messages", 1, "content", Mark.FILE, "text", 0), ("input", 1, "output")],
)
def test_what_a_tool_or_a_file_told_is_no_answer(path) -> None:
    records = Records((person(name(0)),), (term("MH", 0), term("MH", 1)), (), frozenset({"MH"}))
    asked = [segment(0), replace(ANSWER, path=path), segment(2, "Shorter please.")]
    call = presented(asked, records, named=frozenset({0, 1}))
    assert lift(call, [release(call, 0)]).decision.action is Action.HOLD


def test_an_answer_that_nobody_answers_is_held() -> None:
    records = Records((person(name(0)),), (term("MH", 0), term("MH", 1)), (), frozenset({"MH"}))
    call = presented([segment(0), ANSWER], records, named=frozenset({0, 1}))
    assert lift(call, [release(call, 0)]).decision.action is Action.HOLD


def test_a_released_text_behind_an_answer_opens_nothing_before_it() -> None:
    records = Records((person(name(0)),), (term("MH", 1), term("MH", 2)), (), frozenset({"MH"}))
    call = presented([segment(0), ANSWER, segment(2)], records, named=frozenset({1, 2}))
    assert lift(call, [release(call, 0, 2)]).decision.action is Action.HOLD


def test_two_releases_lift_two_rows_and_neither_lifts_the_other_s() -> None:
    signal = Signal("PRIV", (1, 0, 5), 0.9)
    records = Records((person(name(0)),), (term("MH", 0),), (signal,), frozenset({"MH", "PRIV"}))
    call = presented([segment(0), segment(1, "per counsel's advice")], records, named=frozenset({0}))
    first, second = release(call, 0), replace(release(call, 1, rules=("R27-privileged",)), ticket="hold_2")
    assert actions(lift(call, [first]))["R27-privileged"] is Action.HOLD
    assert lift(call, [first, second]).decision.action is Action.FORWARD
    crossed = [replace(first, rules=second.rules), replace(second, rules=first.rules)]
    assert lift(call, crossed).decision.action is Action.HOLD


PIECES = st.integers(0, 3)
LINKS = st.lists(st.tuples(st.sampled_from(["MH", "CPS", "FRL"]), PIECES, st.integers(0, 1)), max_size=4)
SIGNALS = st.lists(st.tuples(st.sampled_from(["PRIV", "PPRA", "OVERSIGHT"]), PIECES), max_size=3)


@given(LINKS, SIGNALS, st.tuples(st.sets(PIECES), st.sets(PIECES), st.sets(PIECES)), st.booleans())
def test_the_laws_of_lifting(links, signals, pieces, every_rule) -> None:
    named, remembered, more = pieces
    subjects = tuple(person(*(name(piece) for piece in sorted(named) if piece % 2 == number)) for number in (0, 1))
    records = Records(
        subjects,
        tuple(term(*each) for each in links),
        tuple(Signal(tag, (piece, 0, 5), 0.9) for tag, piece in signals),
        frozenset(tag for tag, *_ in [*links, *signals]),
    )
    call = presented(
        [segment(number, f"Text {number}, long enough for the places in it") for number in range(4)],
        records,
        named=frozenset(named),
    )
    before = call.examined.decision
    rules = tuple(reason.rule for reason in before.reasons) if every_rule else ("R09-special",)
    one = lift(call, [release(call, *remembered, rules=rules)]).decision
    both = lift(call, [release(call, *remembered, rules=rules), release(call, *more, rules=rules)]).decision
    for reason in before.reasons:
        after = {each.rule: each.action for each in one.reasons}[reason.rule]
        assert after == reason.action or (reason.action is Action.HOLD and reason.rule in rules)
    assert before.action is not Action.BLOCK or one.action is Action.BLOCK
    assert both.action <= one.action  # a second release never tightens
    assert one.treatments == before.treatments
    assert len(one.reasons) == len(before.reasons)
    whole = lift(call, [release(call, 0, 1, 2, 3, rules=tuple(reason.rule for reason in before.reasons))]).decision
    assert whole.action in {Action.FORWARD, Action.BLOCK}
    outside = {number for number in range(4) if number not in remembered}
    if {piece for _, piece in signals} & outside and before.action is Action.HOLD:
        assert one.action is Action.HOLD


def test_what_is_held_and_what_is_remembered() -> None:
    records = Records((person(name(1)),), (term("MH", 0),), (), frozenset({"MH"}))
    parts = [segment(0, scope="m"), segment(1), segment(2, "A part beside it.", scope="m"), segment(3, "Elsewhere.")]
    call = presented(parts, records, named=frozenset({1}))
    assert held_pieces(call.examined) == {0, 1}
    assert remembered_pieces(parts, call.examined) == {0, 1, 2}
    alone = presented([segment(0), segment(1)], Records(), named=frozenset({1}))
    assert held_pieces(alone.examined) == {1}


def test_a_redacted_release_leaves_nobody_to_be_told() -> None:
    text = "Sam Ortiz of Lincoln in grade 4 is on a safety plan."
    school, grade = Evidence("school", 2, (0, 13, 20)), Evidence("grade", 1, (0, 24, 31))
    subject = Subject("student", "identified", 3, evidence=(name(0), school, grade))
    records = Records((subject,), (Link("MH", 0, (0, 40, 51), "sentence", 0.9),), (), frozenset({"MH"}))
    call = presented([segment(0, text), segment(1)], records, named=frozenset({0, 1}))
    parsed = ParsedCall("openai", "chat", "m", stream=False, segments=tuple(call.segments), unscanned=(), body={})
    out = redacted(parsed, call.examined, {0}, key=b"k")
    first, second = (out.transformed.replacements[each.path] for each in call.segments)
    assert first == "[PERSON_REMOVED] of [DATA_REMOVED] in [DATA_REMOVED] is on a safety plan."
    assert second.startswith("[PERSON_1A_")
    assert [len(found) for found in out.findings] == [len(each) for each in out.decision.treatments]
    assert [(each.identifiability, each.evidence) for each in out.left] == [("none", ())]
    with pytest.raises(AttributeError):
        out.decision.action = Action.FORWARD  # type: ignore[misc] # frozen
