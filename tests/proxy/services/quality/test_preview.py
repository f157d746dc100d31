"""The preview: strict about its question, and its result is what the pipeline would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.pool_errors import ScanTimeoutError
from proxy.errors import BadRequest, ScanTimedOut, TooLarge
from proxy.examine import Examiner
from proxy.exchange import Action, Tier, Treatment
from proxy.policy.facts import Table
from proxy.services.quality.preview import CONTEXT_KEYS, Previewer, Question, question
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.finding import Piece

NAME, SSN = (canary.value for canary in CANARIES[:2])
SECRET = "sk-proj-abcDEF1234567890abcDEF"
KINDS = {NAME: "STUDENT_NAME", SSN: "SSN", SECRET: "CREDENTIAL"}
TEXT = f"Tell {NAME} that SSN {SSN} is wrong."
FIELDS = "id outbound action severity tags findings reasons overrides shadow records explanation".split()  # noqa: SIM905


class Scanner:
    """Finds three values, in prose and nowhere else; or fails."""

    error: Exception | None = None

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        assert tenant == "north"
        if self.error:
            raise self.error
        return ScanResult([spotted(piece.text) for piece in pieces], 0, 0, 0)


def spotted(text: str) -> tuple[Finding, ...]:
    found = sorted((text.find(value), value) for value in KINDS if value in text)
    return tuple(Finding(KINDS[value], at, at + len(value), 1.0, "spotter", "format") for at, value in found)


def previewer(profile: str = "default", *, caller: str = "maya", scanner: Scanner | None = None) -> Previewer:
    shipped = policy_table(profile)  # type: ignore[arg-type] # one of the two that ship
    treatments = {entity: Treatment[name.upper()] for entity, name in shipped.treatments.items()}
    table = Table(profile, treatments, shipped.gate, Action.BLOCK)
    examiner = Examiner(scanner or Scanner(), table, 1_000, b"s" * 32)  # type: ignore[arg-type] # a stand-in
    return Previewer(examiner, OpenAIChat(), "north", caller)


async def previewed(text: str, profile: str = "default", **row: Any) -> dict[str, Any]:
    return await previewer(profile).preview(question({"text": text, **row}, tier=Tier.T2))


# --------------------------------------------------------------------------- the question


def test_a_question_has_defaults() -> None:
    asked = question({"text": "Hello."}, tier=Tier.T1)
    assert asked == Question("Hello.", Tier.T1, {}, None)
    assert (asked.is_response, asked.tier_in_force) == (False, Tier.T1)


def test_a_question_takes_everything_that_is_documented() -> None:
    context = {"unit": "hipaa_component", "audience": "student_under13", "direction": "response", "approved": False}
    assert context.keys() == CONTEXT_KEYS
    asked = question({"id": 7, "text": "Hello.", "tier": "T3", "context": context}, tier=Tier.T1)
    assert (asked.id, asked.tier, asked.is_response, asked.tier_in_force) == ("7", Tier.T3, True, Tier.T0)
    assert question({"text": "", "context": None}, tier=Tier.T1).context == {}


@pytest.mark.parametrize(
    ("row", "param"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 7}, "text"),
        ({"text": [NAME]}, "text"),
        ({"text": "x", "context": "response"}, "context"),
        ({"text": "x", "context": ["direction"]}, "context"),
        ({"text": "x", "context": {NAME: 1}}, "context"),
        ({"text": "x", "context": {"direction": "sideways"}}, "context.direction"),
        ({"text": "x", "context": {"direction": None}}, "context.direction"),
        ({"text": "x", "context": {"direction": ["response"]}}, "context.direction"),
        ({"text": "x", "context": {"approved": "no"}}, "context.approved"),
        ({"text": "x", "context": {"approved": 0}}, "context.approved"),
        ({"text": "x", "tier": "T9"}, "tier"),
        ({"text": "x", "tier": "t2"}, "tier"),
        ({"text": "x", "tier": None}, "tier"),
        ({"text": "x", "tier": [NAME]}, "tier"),
    ],
)
def test_a_wrong_question_is_refused_and_told_where(row, param, assert_no_leak) -> None:
    with pytest.raises(BadRequest) as refused:
        question(row, tier=Tier.T2)
    assert refused.value.param == param
    assert_no_leak([str(refused.value)])


def test_a_question_does_not_print_its_text(assert_no_leak) -> None:
    assert_no_leak([repr(question({"text": TEXT, "context": {"unit": NAME}}, tier=Tier.T2)), repr(previewer())])


# --------------------------------------------------------------------------- a request


async def test_a_request_shows_what_would_leave_and_why(assert_no_leak) -> None:
    result = await previewed(TEXT, id="a")
    assert list(result) == FIELDS
    assert result["outbound"].startswith("Tell [PERSON_1A_")
    assert result["outbound"].endswith("] that SSN [SSN_REMOVED] is wrong.")
    assert (result["id"], result["action"], result["severity"]) == ("a", "forward", "S4")
    assert result["tags"] == ["GOVID", "PII", "WA_BREACH"]
    assert result["findings"] == [
        {
            "start": 5,
            "end": 5 + len(NAME),
            "entity": "STUDENT_NAME",
            "treatment": "pseudonymize",
            "detector": "spotter",
        },
        {
            "start": TEXT.index(SSN),
            "end": TEXT.index(SSN) + len(SSN),
            "entity": "SSN",
            "treatment": "redact",
            "detector": "spotter",
        },
    ]
    assert [list(reason) for reason in result["reasons"]] == [
        ["rule", "clause", "sentence", "action", "severity", "sentence_es"]
    ] * 3
    assert_no_leak([repr(result)])


@pytest.mark.parametrize("text", ["What is a BIP?", "", "Grüße, 日本 🙂"])
async def test_a_text_without_findings_would_leave_as_it_is(text) -> None:
    result = await previewed(text)
    assert (result["outbound"], result["action"], result["severity"]) == (text, "forward", "S0")
    assert (result["findings"], result["tags"]) == ([], [])
    assert [reason["rule"] for reason in result["reasons"]] == ["R01-clean"]


async def test_a_credential_is_never_released() -> None:
    result = await previewed(f"{NAME} uses {SECRET}")
    assert (result["outbound"], result["action"], result["severity"]) == (None, "block", "S4")
    assert "SECRET" in result["tags"]
    assert [finding["entity"] for finding in result["findings"]] == ["STUDENT_NAME", "CREDENTIAL"]
    assert SECRET not in repr(result)


async def test_a_profile_that_replaces_credentials_shows_the_replacement() -> None:
    result = await previewed(f"Use {SECRET}", "restore")
    assert result["action"] == "forward"
    assert result["outbound"].startswith("Use [SECRET_1A_")


@pytest.mark.parametrize("row", [{"context": {"approved": False}}, {"tier": "T0"}])
async def test_a_tool_that_is_not_approved_blocks_and_shows_what_would_leave_all_the_same(row) -> None:
    result = await previewed(TEXT, **row)
    assert result["action"] == "block"
    assert result["reasons"][0]["rule"] == "R02-unapproved"
    assert result["outbound"].startswith("Tell [PERSON_1A_")


async def test_approved_true_changes_nothing() -> None:
    assert await previewed(TEXT, context={"approved": True}) == await previewed(TEXT)


async def test_each_caller_sees_their_own_placeholders() -> None:
    asked = question({"text": TEXT}, tier=Tier.T2)
    maya = await previewer().preview(asked)
    assert await previewer().preview(asked) == maya
    assert (await previewer(caller="noor").preview(asked))["outbound"] != maya["outbound"]


# --------------------------------------------------------------------------- an answer


@pytest.mark.parametrize("profile", ["default", "restore"])
async def test_an_answer_shows_names_and_identifiers_masked_for_good(profile, assert_no_leak) -> None:
    result = await previewed(TEXT, profile, context={"direction": "response"})
    assert list(result) == FIELDS
    assert result["outbound"] == "Tell [PERSON_REMOVED] that SSN [SSN_REMOVED] is wrong."
    assert result["action"] == "forward"
    assert [finding["treatment"] for finding in result["findings"]] == ["redact", "redact"]
    assert result["tags"] == ["GOVID", "PII", "RESPONSE", "WA_BREACH"]
    assert "R26-response" in [reason["rule"] for reason in result["reasons"]]
    assert {reason["action"] for reason in result["reasons"]} == {"forward"}
    assert_no_leak([repr(result)])


async def test_a_credential_in_an_answer_is_masked_and_the_answer_still_shown() -> None:
    result = await previewed(f"Try {SECRET}", context={"direction": "response"})
    assert (result["outbound"], result["action"]) == ("Try [SECRET_REMOVED]", "forward")


async def test_an_answer_without_findings_is_shown_as_it_is() -> None:
    result = await previewed("Fine.", context={"direction": "response"})
    assert (result["outbound"], result["tags"], result["findings"]) == ("Fine.", ["RESPONSE"], [])


# --------------------------------------------------------------------------- what cannot be checked


async def test_a_text_that_cannot_be_checked_has_no_preview() -> None:
    with pytest.raises(TooLarge):
        await previewed("x" * 1_001)
    broken = Scanner()
    broken.error = ScanTimeoutError()
    with pytest.raises(ScanTimedOut):
        await previewer(scanner=broken).preview(question({"text": TEXT}, tier=Tier.T2))
