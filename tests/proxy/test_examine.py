"""Steps 4 to 6: what detection is given, how its failures become ours, and whose placeholders a call gets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding, Link, Piece, Records, Subject
from detectors.pool_errors import PoolBusyError, PoolError, ScanFailedError, ScanTimeoutError
from proxy.errors import Overloaded, ScanFailed, ScanTimedOut, TooLarge
from proxy.examine import Examiner, counted_treatments
from proxy.exchange import (
    Action,
    Attachment,
    Audience,
    Circumstances,
    ParsedCall,
    Segment,
    Spelling,
    Tier,
    Treatment,
    UnitKind,
    Unscanned,
)
from proxy.policy.facts import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.examine import Examined

NAME, SSN = (canary.value for canary in CANARIES[:2])
TEXT = f"Tell {NAME} that SSN {SSN} is wrong."
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)


@dataclass
class Scanner:
    """Finds the canaries; or raises what it was told to."""

    error: Exception | None = None
    asked: list[tuple[list[Piece], str]] = field(default_factory=list)

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        self.asked.append((list(pieces), tenant))
        if self.error:
            raise self.error
        return ScanResult([self.found(piece.text) for piece in pieces], 99, 11, 0)

    def found(self, text: str) -> tuple[Finding, ...]:
        spots = sorted((text.find(canary.value), canary) for canary in CANARIES[:2] if canary.value in text)
        return tuple(Finding(canary.kind, at, at + len(canary.value), 1.0, "spotter", "format") for at, canary in spots)


def examiner(scanner: Scanner | None = None, *, chars: int = 1_000, secret: bytes = b"s" * 32) -> Examiner:
    return Examiner(scanner or Scanner(), TABLE, chars, secret)


def call(*segments: Segment, unscanned: tuple[Unscanned, ...] = ()) -> ParsedCall:
    return ParsedCall("openai", "chat", "small", stream=False, segments=segments, unscanned=unscanned, body={})


def said(text: str, at: int = 0) -> Segment:
    return Segment(("messages", at, "content"), text, "user")


async def seen(by: Examiner, asked: ParsedCall, **changes: Any) -> Examined:
    facts = {"tenant": "north", "caller": "key-7", "tier": Tier.T2, "approval_ends": None}
    return await by.examine(asked, **{**facts, **changes})


async def test_findings_decision_and_replacements_belong_together() -> None:
    result = await seen(examiner(), call(said("Hello."), said(TEXT, 1)))
    assert [len(found) for found in result.findings] == [0, 2]
    assert result.decision.treatments == ((), (Treatment.PSEUDONYMIZE, Treatment.REDACT))
    (changed,) = result.transformed.replacements
    assert changed == ("messages", 1, "content")
    assert result.transformed.replacements[changed].endswith("SSN [SSN_REMOVED] is wrong.")
    assert result.new_chars == 11


async def test_detection_is_given_every_segment_with_its_surroundings() -> None:
    scanner = Scanner()
    segments = (
        Segment(("messages", 0, "content"), TEXT, "user", context="note", scope="message 0"),
        Segment(("user",), "u-1", "field", Spelling.IDENTIFIER, context="user"),
        Segment(("seed",), "42", "field", Spelling.NUMBER),
    )
    await seen(examiner(scanner), call(*segments), tenant="south")
    pieces = [Piece(TEXT, "note", "message 0"), Piece("u-1", "user", "", prose=False), Piece("42", prose=False)]
    assert scanner.asked == [(pieces, "south")]


@pytest.mark.parametrize(("chars", "fits"), [(len(TEXT) + 6, True), (len(TEXT) + 5, False)])
async def test_more_text_than_the_limit_is_refused_before_anything_is_scanned(chars, fits, assert_no_leak) -> None:
    scanner = Scanner()
    asked = call(said("Hello."), said(TEXT, 1))
    if fits:
        assert len((await seen(examiner(scanner, chars=chars), asked)).findings) == 2
        return
    with pytest.raises(TooLarge, match=rf"at most {chars} can be checked") as refused:
        await seen(examiner(scanner, chars=chars), asked)
    assert scanner.asked == []
    assert_no_leak([str(refused.value)])


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (PoolBusyError(), Overloaded),
        (ScanTimeoutError(), ScanTimedOut),
        (ScanFailedError("WorkerDied"), ScanFailed),
        (PoolError("the pool is closed"), ScanFailed),
    ],
)
async def test_any_failure_of_detection_refuses_the_call(error, ours, assert_no_leak) -> None:
    with pytest.raises(ours, match="not sent") as refused:
        await seen(examiner(Scanner(error)), call(said(TEXT)))
    assert type(refused.value) is ours
    assert refused.value.retryable
    assert refused.value.__cause__ is error
    assert_no_leak([str(refused.value), repr(refused.value)])


@pytest.mark.parametrize(
    "segments",
    [[said(f"k{number}", number) for number in range(20_000)], [said("word " * 20_000)]],
    ids=["many values", "much text"],
)
async def test_what_is_too_large_for_the_deadline_is_to_be_sent_in_parts_and_not_again(segments) -> None:
    with pytest.raises(TooLarge, match="send it in smaller parts") as refused:
        await seen(examiner(Scanner(ScanTimeoutError()), chars=200_000), call(*segments))
    error = refused.value
    assert f"{len(segments):,} values" in error.message
    assert "ry again" not in error.message
    assert (error.code, error.status, error.retryable, error.retry_after_s) == ("request_too_large", 413, False, None)


async def test_a_sheet_that_is_too_large_for_the_deadline_is_to_be_cut_down() -> None:
    asked = replace(call(said("x" * 60_000)), attachments=(Attachment(("file",), "", "file"),))
    with pytest.raises(TooLarge, match="only the rows and columns that are needed"):
        await seen(examiner(Scanner(ScanTimeoutError()), chars=200_000), asked)


async def test_an_unforeseen_failure_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        await seen(examiner(Scanner(ZeroDivisionError())), call(said(TEXT)))


async def test_findings_that_do_not_fit_their_text_are_a_failure() -> None:
    class Overlapping(Scanner):
        def found(self, text: str) -> tuple[Finding, ...]:
            return Finding("SSN", 0, 4, 1.0, "x", "x"), Finding("SSN", 2, 6, 1.0, "x", "x")

    with pytest.raises(ValueError, match="overlap"):
        await seen(examiner(Overlapping()), call(said(TEXT)))


async def test_an_answer_for_fewer_texts_than_asked_is_a_failure() -> None:
    class Forgetful(Scanner):
        async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
            return await super().scan(pieces[:-1], tenant=tenant)

    with pytest.raises(ValueError, match="shorter"):
        await seen(examiner(Forgetful()), call(said("Hello."), said(TEXT, 1)))


async def test_a_tier_without_approval_blocks_and_unread_content_too() -> None:
    lapsed = await seen(examiner(), call(said("Hello.")), tier=Tier.T0)
    assert lapsed.decision.leading.rule == "R02-unapproved"
    unread = call(said("Hello."), unscanned=(Unscanned(("messages", 0), "image"),))
    assert (await seen(examiner(), unread)).decision.leading.rule == "R25-unscanned"


def test_every_caller_has_a_key_of_their_own_and_every_installation() -> None:
    one = examiner()
    keys = {one.caller_key(tenant, caller) for tenant in ("north", "south") for caller in ("key-7", "key-8")}
    keys.add(examiner(secret=b"t" * 32).caller_key("north", "key-7"))
    assert len(keys) == 5
    assert one.caller_key("north", "key-7") == examiner().caller_key("north", "key-7")


async def test_placeholders_are_stable_for_one_caller_and_different_for_another() -> None:
    async def outbound(**who: str) -> str:
        result = await seen(examiner(), call(said(TEXT)), **who)
        return next(iter(result.transformed.replacements.values()))

    once = await outbound()
    assert await outbound() == once
    assert await outbound(caller="key-8") != once
    assert await outbound(tenant="south") != once


async def test_only_what_is_changed_is_counted() -> None:
    result = await seen(examiner(), call(said(TEXT), said(NAME, 1)))
    assert counted_treatments(result) == {"SSN": 1, "STUDENT_NAME": 2}
    relaxed = Examiner(
        Scanner(), Table("x", {"STUDENT_NAME": Treatment.KEEP}, gate=True, on_unscanned=Action.BLOCK), 1_000, b"s"
    )
    assert counted_treatments(await seen(relaxed, call(said(TEXT)))) == {"SSN": 1}


async def test_neither_the_examiner_nor_its_result_prints_what_it_holds(assert_no_leak) -> None:
    result = await seen(examiner(), call(said(TEXT)))
    assert_no_leak([repr(result), repr(result.transformed), repr(examiner())])
    assert "sss" not in repr(examiner())


# --------------------------------------------------------------------------- records and circumstances


class Linked(Scanner):
    """Says that the first value is the name of a student with a grade."""

    records = Records(
        (Subject("student", "identified"),), (Link("EDREC", 0, (0, 5, 9), "sentence", 0.9),), (), frozenset({"EDREC"})
    )

    async def scan(self, pieces: Sequence[Piece], *, tenant: str) -> ScanResult:
        return replace(await super().scan(pieces, tenant=tenant), records=self.records)


@pytest.mark.parametrize(("left", "action"), [("none", Action.FORWARD), ("linkable", Action.BLOCK)])
async def test_a_record_is_weighed_again_without_what_is_replaced(monkeypatch, left, action) -> None:
    asked: list[object] = []

    def residual(records: Records, treated: object) -> tuple[Subject, ...]:
        asked.append((records, list(treated)))
        return (Subject("student", left),)

    monkeypatch.setattr("proxy.examine.residual", residual)
    result = await seen(examiner(Linked()), call(said(TEXT)), tier=Tier.T1)
    assert result.decision.action is action
    assert result.records is Linked.records
    spots = [(0, finding.start, finding.end) for finding in result.findings[0]]
    assert asked == [(Linked.records, spots)]
    assert result.left == (Subject("student", left),)


async def test_a_text_without_persons_is_weighed_once(monkeypatch) -> None:
    monkeypatch.setattr("proxy.examine.residual", None)
    result = await seen(examiner(), call(said("Hello.")))
    assert (result.decision.action, result.left) == (Action.FORWARD, ())


async def test_the_operator_says_which_units_and_apps_the_law_treats_apart() -> None:
    own = replace(examiner(), units={"Clinic": UnitKind.HIPAA}, audiences={"reading-tutor": Audience.UNDER13})
    assert own.circumstances(unit="Clinic", app="x") == Circumstances(unit=UnitKind.HIPAA)
    assert own.circumstances(unit="", app="reading-tutor") == Circumstances(audience=Audience.UNDER13)
    assert own.circumstances(unit="clinic", app="") == Circumstances()
    children = await seen(own, call(said("Hello.")), circumstances=own.circumstances(unit="", app="reading-tutor"))
    assert children.decision.leading.rule == "R15-coppa"
