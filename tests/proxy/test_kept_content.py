"""What is kept of a call is stricter than what left, the same whether streamed or not, bounded, and prints no text."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES, leaks

from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.audit.content.sealing import Envelope, Vault, digest_of, generate_pair, open_envelope
from proxy.audit.event import canonical, new_event_id
from proxy.errors import StateUnavailable
from proxy.examine import Examined
from proxy.exchange import Action, Approval, AuditEvent, Caller, EventKind, Reason, Role, Tier, Tool, Treatment
from proxy.kept_content import CallContent, Contents
from proxy.policy.decide import Decision
from proxy.transform.replace import transform
from proxy.wire import strict_json
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.audit.content.store import Part

CODEC = OpenAIChat()
NAME, SSN = (canary.value for canary in CANARIES[:2])
PRIVATE, PUBLIC = generate_pair(None)
CALLER = Caller("caller-1", "north", Role.STAFF, unit="Nursing", app="webui")
APPROVAL = Approval("IT", date(2026, 1, 1), date(2027, 1, 1), "A-1")
TOOL = Tool("main", "openai", "small", Tier.TL, APPROVAL)
REASON = Reason("R00-clean", "none", "Nothing to say.", Action.FORWARD)


@dataclass
class Keeper:
    """Keeps parts in memory, or fails."""

    parts: list[Part] = field(default_factory=list)
    broken: bool = False

    async def keep(self, parts: Sequence[Part]) -> None:
        if self.broken:
            raise StateUnavailable("no")
        self.parts += parts

    def submit(self, parts: Sequence[Part]) -> None:
        self.parts += parts


def contents(*, originals: bool = False, part_bytes: int = 100_000) -> Contents:
    envelope = Envelope.from_pem(PUBLIC) if originals else None
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Contents(Keeper(), Vault((b"v" * 32,)), envelope, stream_scan, part_bytes, clock=lambda: at)


def call_of(made: Contents) -> CallContent:
    return made.of("req_1", CALLER, TOOL, ("abcdef01:" + "0" * 32,))


def examined(text: str, treatment: Treatment) -> tuple[Any, Examined, bytes]:
    call = CODEC.parse({"model": "asked", "messages": [{"role": "user", "content": text}]})
    findings = []
    for segment in call.segments:
        spots = [(segment.text.find(value), value, kind) for value, kind in ((NAME, "STUDENT_NAME"), (SSN, "SSN"))]
        findings.append(
            [Finding(kind, at, at + len(value), 1.0, "d", "w") for at, value, kind in sorted(spots) if at >= 0]
        )
    treatments = tuple(tuple(treatment for _ in row) for row in findings)
    from proxy.exchange import Severity  # noqa: PLC0415 - beside its use

    decision = Decision(Action.FORWARD, treatments, (REASON,), Severity.S3, (), "ab" * 32)
    done = Examined(findings, decision, transform(call.segments, findings, treatments, key=b"k"), 0)
    outbound = strict_json.serialise(CODEC.put_back(call, done.transformed.replacements, model="small"))
    return call, done, outbound


def opened(made: Contents, name: str) -> str:
    (part,) = [part for part in made.keeper.parts if part.part == name]
    if name.endswith("original"):
        return open_envelope(part.body, PRIVATE, None, part.belongs).decode()
    return made.vault.open(part.body, part.sealed_by, part.belongs).decode()


def answer(text: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "small", "choices": [choice]}


async def test_what_was_let_through_is_replaced_in_the_copy_of_prompt_and_answer() -> None:
    made = contents()
    content = call_of(made)
    call, done, outbound = examined(f"About {NAME}, SSN {SSN}.", Treatment.KEEP)
    assert NAME in outbound.decode(), "an override or a local model let it through"
    content.prompt(CODEC, call, done, outbound, b"k")
    await content.keep_prompt()
    content.whole(CODEC, answer(f"{NAME} did well. {SSN}"))
    content.finish()
    assert leaks(opened(made, "prompt")) == []
    assert leaks(opened(made, "answer")) == []
    assert "did well" in opened(made, "answer")


async def test_what_left_with_placeholders_is_kept_as_it_left(tmp_path: Any) -> None:
    made = contents()
    content = call_of(made)
    call, done, outbound = examined(f"About {NAME}.", Treatment.PSEUDONYMIZE)
    content.prompt(CODEC, call, done, outbound, b"k")
    await content.keep_prompt()
    assert opened(made, "prompt") == outbound.decode()


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_streamed_or_whole_the_same_text_is_kept(step: int) -> None:
    text = f"The number is {SSN}, and that is all."
    whole, streamed = contents(), contents()
    one = call_of(whole)
    one.whole(CODEC, answer(text))
    one.finish()
    other = call_of(streamed)
    other.stream(CODEC)
    chunks = [
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
         "choices": [{"index": 0, "delta": {"content": text[at : at + 5]}, "finish_reason": None}]}
        for at in range(0, len(text), 5)
    ]  # fmt: skip
    end = {**chunks[0], "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    raw = "".join(f"data: {json.dumps(each)}\n\n" for each in [*chunks, end]) + "data: [DONE]\n\n"
    for at in range(0, len(raw), step):
        other.feed(raw[at : at + step].encode())
    other.finish()
    assert opened(streamed, "answer") == opened(whole, "answer")
    assert leaks(opened(whole, "answer")) == []


async def test_originals_are_sealed_and_say_what_the_caller_got() -> None:
    made = contents(originals=True)
    content = call_of(made)
    call, done, outbound = examined(f"About {NAME}.", Treatment.PSEUDONYMIZE)
    told = content.prompt(CODEC, call, done, outbound, b"k")
    await content.keep_prompt()
    machine = content.watching(lambda _kind="text", _context="": _Same())("text", "")
    machine.feed(f"{NAME} did ")
    machine.feed("well.")
    machine.finish()
    told += content.finish()
    assert json.loads(opened(made, "prompt_original"))["messages"][0]["content"] == f"About {NAME}."
    assert json.loads(opened(made, "answer_original")) == {"texts": [f"{NAME} did well."]}
    for fact, part in zip(told, made.keeper.parts, strict=True):
        assert (fact["part"], fact["digest"]) == (part.part, part.digest)
        assert part.part.endswith("original") == (part.digest == digest_of(part.salt, part.body))
    detail = {"intent_id": new_event_id(), "outcome": "completed", "content": told}
    canonical(AuditEvent(EventKind.FINAL, new_event_id(), datetime.now(UTC), "i", "north", "r", "c", detail))


async def test_a_prompt_that_cannot_be_stored_stops_the_call() -> None:
    made = contents()
    made.keeper.broken = True
    content = call_of(made)
    content.prompt(CODEC, *examined("Hello.", Treatment.KEEP), b"k")
    with pytest.raises(StateUnavailable):
        await content.keep_prompt()


def test_a_long_answer_is_cut_and_says_so_and_a_garbled_one_is_not_kept() -> None:
    made = contents(part_bytes=1_000)
    content = call_of(made)
    content.whole(CODEC, answer("word " * 1_000))
    (fact,) = content.finish()
    assert (fact["cut"], fact["bytes"] <= 1_000) == (True, True)
    assert content.finish() == [], "it ends once"
    garbled = call_of(contents())
    garbled.stream(CODEC)
    garbled.feed(b"data: {nonsense\n\n")
    garbled.feed(b"data: more\n\n")
    assert garbled.finish() == []


def test_nothing_of_it_is_printed() -> None:
    made = contents()
    content = call_of(made)
    content.prompt(CODEC, *examined(f"About {NAME}.", Treatment.KEEP), b"k")
    content.whole(CODEC, answer(f"{NAME}"))
    shown = repr(content) + repr(made) + repr(content._prompt) + repr(replace(content._prompt[0]))
    assert leaks(shown) == []


class _Same:
    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""
