"""What is kept of a call's text, where an operator wants it: the redacted copy, and sealed originals.

Redacted is stricter than what left: a value that the policy let through (an override, a local model) is replaced in the
copy all the same, and the answer is kept as the provider gave it, with placeholders in place of what the caller gets
back and structured identifiers masked. A name that only the model brought up is not found here (names in answers are
not scanned in streams); docs/keeping.md says so.

The prompt is durable before the call leaves. The answer is handed over at its end, when nothing can be awaited; should
it be lost, its digest stands in the log without it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from proxy.attachments.closing import put_back
from proxy.audit.content.sealing import SALT_BYTES, Belonging, digest_of
from proxy.audit.content.store import Part
from proxy.audit.event import new_event_id, stamp
from proxy.errors import GuardError
from proxy.exchange import Treatment
from proxy.transform.assign import TokenMap
from proxy.transform.heard import Texts
from proxy.transform.own_values import OwnValues
from proxy.transform.placeholders import removed, token_label
from proxy.transform.replace import transform
from proxy.transform.restore import machines
from proxy.wire import strict_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from proxy.audit.content.keeper import ContentKeeper
    from proxy.audit.content.sealing import Envelope, Vault
    from proxy.examine import Examined
    from proxy.exchange import Caller, Json, MachineFactory, ParsedCall, StreamScanner, Tool
    from proxy.wire.codec import AnswerStream, Codec

SHORTEST_VALUE: Final = 3
"""Characters; a shorter value that was let through ("K" of grade K) is no use to look for in an answer."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How content is kept under the configuration in force.

    Attributes:
        keeper: stores it.
        vault: seals the redacted copy.
        envelope: seals originals; None where they are not kept.
        scan: finds structured identifiers in answers.
        part_bytes: most bytes of one part.
        clock: current time.
    """

    keeper: ContentKeeper
    vault: Vault
    envelope: Envelope | None
    scan: StreamScanner
    part_bytes: int
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # a default, not a definition

    def of(self, request_id: str, caller: Caller, tool: Tool, subjects: Sequence[str]) -> CallContent:
        """The content of one call; `subjects` are the digests that its record holds."""
        return CallContent(self, request_id, caller, tool, tuple(subjects))


@dataclass(slots=True)
class CallContent:
    """One call's content, gathered as it passes. Prints no text."""

    contents: Contents = field(repr=False)
    request_id: str
    caller: Caller
    tool: Tool
    subjects: tuple[str, ...] = field(repr=False)
    _let_through: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    _prompt: list[Part] = field(default_factory=list, repr=False)
    _redacted: Texts = field(init=False, repr=False)
    _original: Texts = field(init=False, repr=False)
    _second: AnswerStream | None = field(default=None, repr=False)
    _finished: bool = False

    def __post_init__(self) -> None:
        self._redacted = Texts(self.contents.part_bytes)
        self._original = Texts(self.contents.part_bytes)

    # ------------------------------------------------------------------ the prompt

    def prompt(
        self, codec: Codec, call: ParsedCall, examined: Examined, outbound: bytes, key: bytes
    ) -> list[dict[str, Json]]:
        """Seal what is about to leave; return what the intent says of it.

        Raises:
            Blocked: a value that was let through stands where no placeholder can, so that no copy can be redacted.
        """
        redacted = self._stricter(codec, call, examined, key) or outbound
        self._prompt = [self._part("prompt", redacted)]
        if self.contents.envelope is not None:
            self._prompt.append(self._part("prompt_original", strict_json.serialise(call.body)))
        return [part.told() for part in self._prompt]

    def upload(self, redacted: bytes, original: bytes) -> list[dict[str, Json]]:
        """As `prompt`, for an upload whose redacted copy is made already (`proxy.batch.writing`)."""
        self._prompt = [self._part("prompt", redacted)]
        if self.contents.envelope is not None:
            self._prompt.append(self._part("prompt_original", original))
        return [part.told() for part in self._prompt]

    def let_through(self, known: Iterable[tuple[str, str]]) -> None:
        """Entity and value of what an earlier request let through: it does not stand in the redacted answer either."""
        self._let_through = tuple(
            (value, token_label(entity)) for entity, value in known if len(value) >= SHORTEST_VALUE
        )

    async def keep_prompt(self) -> None:
        """Return once it is durable.

        Raises:
            StateUnavailable: it could not be stored, so the call must not leave.
        """
        await self.contents.keeper.keep(self._prompt)

    def _stricter(self, codec: Codec, call: ParsedCall, examined: Examined, key: bytes) -> bytes | None:
        """The body with everything replaced that was found; None where that is what leaves anyway."""
        treatments = examined.decision.treatments
        raised = raised_to_replace(treatments)
        if raised is None:
            return None
        self._let_through = tuple(
            (segment.text[finding.start : finding.end], token_label(finding.entity))
            for segment, found, treated in zip(call.segments, examined.findings, treatments, strict=True)
            for finding, treatment in zip(found, treated, strict=True)
            if treatment is Treatment.KEEP and finding.end - finding.start >= SHORTEST_VALUE
        )
        whole = transform(call.segments, examined.findings, raised, key=key, recalled=call.recalled)
        return strict_json.serialise(put_back(codec, call, whole.replacements, model=self.tool.model))

    # ------------------------------------------------------------------ the answer

    def watching(self, factory: MachineFactory) -> MachineFactory:
        """The machines that make the caller's answer; what they give is the original."""
        return factory if self.contents.envelope is None else self._original.watching(factory)

    def stream(self, codec: Codec) -> None:
        """A streamed answer begins: a second rewriter reads along for the redacted copy."""
        self._second = codec.stream(self._machines())

    def feed(self, chunk: bytes) -> None:
        """The provider's next bytes. An answer that cannot be read gives no copy; the caller is told why elsewhere."""
        if self._second is not None:
            try:
                self._second.feed(chunk)
            except GuardError:
                self._second = None

    def whole(self, codec: Codec, parsed: Json) -> None:
        """A plain answer."""
        codec.answer(parsed, self._machines())

    def finish(self) -> list[dict[str, Json]]:
        """The call has ended: hand the answer over; return what the final says of it. Later calls return nothing."""
        if self._finished:
            return []
        self._finished = True
        self._end_second()
        kept: list[tuple[str, Texts, Callable[[str], str]]] = [("answer", self._redacted, self._without_let_through)]
        if self.contents.envelope is not None:
            kept.append(("answer_original", self._original, str))
        parts = [self._part(name, _json(texts, clean), cut=texts.cut) for name, texts, clean in kept if texts]
        if parts:
            self.contents.keeper.submit(parts)
        return [part.told() for part in parts]

    def _end_second(self) -> None:
        if self._second is not None:
            try:
                self._second.finish()
            except GuardError:
                self._second = None

    def _machines(self) -> MachineFactory:
        """Machines that know no placeholder and no value of the caller: nothing is restored, all found is masked."""
        bare = machines(
            TokenMap(b""),
            scan=self.contents.scan,
            own=OwnValues(),
            url_hosts=frozenset(),
            on_event=lambda _event, _label: None,
        )
        return self._redacted.watching(bare)

    def _without_let_through(self, text: str) -> str:
        for value, label in sorted(self._let_through, key=lambda pair: -len(pair[0])):
            text = text.replace(value, removed(label))
        return text

    def _part(self, name: str, plain: bytes, *, cut: bool = False) -> Part:
        most = self.contents.part_bytes
        plain, cut = plain[:most], cut or len(plain) > most
        belongs = Belonging(self.caller.tenant, self.request_id, name)
        salt = secrets.token_bytes(SALT_BYTES)
        envelope = self.contents.envelope if name.endswith("_original") else None
        body = self.contents.vault.seal(plain, belongs) if envelope is None else envelope.seal(plain, belongs)
        return Part(
            id=new_event_id(),
            tenant=self.caller.tenant,
            request_id=self.request_id,
            caller=self.caller.id,
            unit=self.caller.unit,
            app=self.caller.app,
            provider=self.tool.provider,
            at=stamp(self.contents.clock()),
            part=name,
            sealed_by=(envelope or self.contents.vault).name,
            digest=digest_of(salt, plain if envelope is None else body),
            size=len(plain),
            cut=cut,
            salt=salt,
            body=body,
            subjects=self.subjects,
        )


def _json(texts: Texts, clean: Callable[[str], str]) -> bytes:
    return strict_json.serialise({"texts": texts.all(clean)})


def raised_to_replace(treatments: Sequence[Sequence[Treatment]]) -> list[list[Treatment]] | None:
    """The treatments of a redacted copy: nothing is kept that was found. None where nothing was kept anyway."""
    if not any(Treatment.KEEP in row for row in treatments):
        return None
    return [[max(treatment, Treatment.PSEUDONYMIZE) for treatment in row] for row in treatments]
