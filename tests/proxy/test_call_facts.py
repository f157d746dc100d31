"""What a record says of a call beyond its decision: digests, laws, flags, circumstances; never a value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from detectors.entities import ENTITIES
from detectors.finding import Evidence, Finding, Link, Records, Subject
from proxy.audit.sorts import identifiability
from proxy.audit.subjects import NAMES, SubjectKey, SubjectKeys
from proxy.call_facts import INDEXED, conversation_digest, counted_findings, of_arrival, of_content
from proxy.examine import remaining
from proxy.exchange import Action, Decision, ParsedCall, Reason, Segment, Severity, Treatment
from proxy.policy.rules import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json

KEYS = SubjectKeys(SubjectKey(b"k" * 32))
TEXT = "SSID 1234567893, Nadia Thornquist, has an IEP."


def call(*texts: str, roles: Sequence[str] = ()) -> ParsedCall:
    segments = tuple(
        Segment(("messages", place, "content"), text, roles[place] if roles else "user", scope=f"m{place}")
        for place, text in enumerate(texts)
    )
    return ParsedCall("openai", "chat.completions", "small", stream=False, segments=segments, unscanned=(), body={})


def at(text: str, value: str, entity: str) -> Finding:
    start = text.index(value)
    return Finding(entity, start, start + len(value), 0.9, "test", "label")


def decision(
    treatments: Sequence[Sequence[Treatment]], *, tags: tuple[str, ...] = (), rules: Sequence[str] = ()
) -> Decision:
    reasons = tuple(Reason(rule, "34 CFR 99.3", "A sentence.", Action.FORWARD) for rule in rules or ("R00-noted",))
    return Decision(
        action=Action.FORWARD,
        treatments=tuple(tuple(each) for each in treatments),
        reasons=reasons,
        severity=Severity.S3,
        tags=tags,
        policy_hash="ab" * 32,
    )


FOUND = [[at(TEXT, "1234567893", "STUDENT_ID.WA_SSID"), at(TEXT, "Nadia Thornquist", "STUDENT_NAME")]]
BOTH = [[Treatment.REDACT, Treatment.PSEUDONYMIZE]]


def test_people_are_digests_that_a_search_finds_and_no_value() -> None:
    facts = of_content(call(TEXT), FOUND, decision(BOTH), (), KEYS)
    digests = {each["digest"] for each in facts["subjects"]}
    assert digests == {
        *KEYS.searched("STUDENT_ID", "123-456-7893"),
        *KEYS.searched("STUDENT_NAME", "THORNQUIST, Nadia"),
    }
    assert [each["treatment"] for each in facts["subjects"]] == ["redact", "pseudonymize"]
    assert "1234567893" not in str(facts)
    assert "Thornquist" not in str(facts)


def test_without_keys_nothing_is_said_of_people() -> None:
    assert "subjects" not in of_content(call(TEXT), FOUND, decision(BOTH), (), None)


def test_flags_and_regimes_follow_tags_and_rows() -> None:
    rows = [row.id for row in ROWS if "FERPA" in row.regimes][:2]
    facts = of_content(call(TEXT), FOUND, decision(BOTH, tags=("UNDER13", "WA_BREACH"), rules=rows), (), KEYS)
    assert (facts["wa_breach_pi"], facts["under13"]) == (True, True)
    assert "FERPA" in facts["regimes"]
    plain = of_content(call(TEXT), FOUND, decision(BOTH), (), KEYS)
    assert (plain["wa_breach_pi"], plain["under13"], plain["regimes"]) == (False, False, [])


def test_residual_is_what_the_reader_of_the_replaced_text_could_still_tell() -> None:
    direct = Evidence("STUDENT_NAME", 100, (0, *_span("Nadia Thornquist")))
    school = Evidence("school", 3, (0, *_span("IEP")))
    subject = Subject("student", "identified", 3, evidence=(direct, school))
    records = Records(subjects=(subject,), links=(Link("IDEA", 0, (0, *_span("IEP")), "sentence", 0.9),))

    def told(treatments: Sequence[Sequence[Treatment]]) -> dict[str, Json]:
        return of_content(call(TEXT), FOUND, decision(treatments), remaining(records, FOUND, treatments), KEYS)

    replaced, kept = told(BOTH), told([[Treatment.KEEP, Treatment.KEEP]])
    assert (replaced["residual"], replaced["residual_score"]) == ("watch", 3)
    assert kept["residual"] == "identified"
    assert identifiability("place", replaced["residual"])


def _span(value: str) -> tuple[int, int]:
    return TEXT.index(value), TEXT.index(value) + len(value)


def test_a_turn_is_a_message_of_the_person() -> None:
    messages = call("one", "two", "three", roles=("user", "assistant", "user"))
    assert of_content(messages, [[], [], []], decision([[], [], []]), (), KEYS)["turn"] == 2


def test_direct_identifiers_are_indexed_and_quasi_identifiers_and_secrets_are_not() -> None:
    assert NAMES <= INDEXED <= ENTITIES.keys()
    assert INDEXED.isdisjoint({"DOB", "GEO", "DATE_PERSONAL", "CREDENTIAL", "CARD", "SSN_LAST4"})


@pytest.mark.parametrize(
    ("client", "stored"), [("127.0.0.1", "127.0.0.1"), ("fe80::1%eth0", "fe80::1"), ("testclient", None), ("", None)]
)
def test_only_an_address_is_kept_of_the_other_end(client: str, stored: str | None) -> None:
    assert of_arrival(client, {}, b"k")["client_ip"] == stored


def test_how_a_key_came_is_kept_and_the_key_is_not() -> None:
    methods = [
        of_arrival("", headers, b"k")["auth_method"]
        for headers in ({"authorization": "Bearer secret-key"}, {"x-api-key": "secret-key"}, {"api-key": "s"}, {})
    ]
    assert methods == ["bearer", "x-api-key", "api-key", "none"]


def test_a_conversation_is_kept_as_a_digest() -> None:
    facts = of_arrival("", {"x-openwebui-chat-id": "Nadia's IEP chat"}, b"k")
    assert facts["conversation"] == conversation_digest("Nadia's IEP chat", b"k")
    assert "Nadia" not in str(facts)
    assert "conversation" not in of_arrival("", {"x-conversation-id": "x" * 201}, b"k")
    assert of_arrival("", {"x-conversation-id": "1"}, b"k") != of_arrival("", {"x-conversation-id": "1"}, b"other")


def test_findings_are_counted_with_how_surely_they_were_found() -> None:
    sure = replace(FOUND[0][0], score=1.0)
    made = counted_findings([[replace(sure, score=0.25), sure, FOUND[0][1]]], decision([[Treatment.REDACT] * 3]))
    assert made == [
        {
            "entity": "STUDENT_ID.WA_SSID",
            "treatment": "redact",
            "count": 2,
            "detectors": ["test"],
            "confidence": [0.25, 1.0],
        },
        {"entity": "STUDENT_NAME", "treatment": "redact", "count": 1, "detectors": ["test"], "confidence": [0.9, 0.9]},
    ]
