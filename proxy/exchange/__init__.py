"""The shared nouns of the journey, and the few protocols through which rooms meet.

All are frozen and slotted. Nouns that hold text from a call never print it: their `repr` shows lengths.
Nothing here does anything; a rule that acts on these nouns lives in the room that is named after the act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from proxy.exchange.attachment import AsText, Attachment, OpenFile
from proxy.exchange.decision import (
    Action,
    Audience,
    Ceiling,
    Circumstances,
    Decision,
    Direction,
    Hints,
    Override,
    Reason,
    Relaxed,
    Said,
    Severity,
    Treatment,
    UnitKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from detectors.finding import Finding
    from proxy.errors import GuardError
    from proxy.exchange.kept import Keeping, Recalled

__all__ = [
    "SHOWN_KEYS",
    "Action",
    "Approval",
    "AsText",
    "Attachment",
    "Audience",
    "AuditEvent",
    "AuditSink",
    "Caller",
    "CallerKind",
    "Ceiling",
    "Circumstances",
    "Decision",
    "Direction",
    "EventKind",
    "Forward",
    "Hints",
    "Hold",
    "Json",
    "MachineFactory",
    "Mark",
    "OpenFile",
    "Outcome",
    "Override",
    "ParsedCall",
    "Path",
    "Reason",
    "Refuse",
    "Relaxed",
    "Role",
    "Said",
    "Segment",
    "Severity",
    "Spelling",
    "StreamScanner",
    "Tenant",
    "TextKind",
    "TextMachine",
    "Tier",
    "Tool",
    "Treatment",
    "UnitKind",
    "Unscanned",
    "show_path",
]

Json: TypeAlias = Any
"""A parsed JSON value: dict, list, str, int, float, bool or None. `Any`, because every vendor field must survive."""


# --------------------------------------------------------------------------- who is calling


class Role(StrEnum):
    """What a key may do. Ordered lists of permissions live in `callers`, not here."""

    STAFF = "staff"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    RECORDS = "records"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Tenant:
    """A district or agency; every caller, policy, roster, approval, key and record belongs to one."""

    id: str
    name: str


class CallerKind(StrEnum):
    """Who begins a conversation (Policy 5023, Human oversight)."""

    PERSON = "person"
    """Somebody with a key of their own."""
    JOB = "job"
    """A program without anybody before it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as far as the guard knows. Carries no secret."""

    id: str
    tenant: str
    role: Role
    unit: str = ""
    app: str = ""
    kind: CallerKind = CallerKind.PERSON
    owner: str = ""
    """Who answers for the key: a person's id, the same on all keys of one person. A job has one always."""
    purpose: str = ""
    """The approved purpose of a job."""

    @property
    def person(self) -> str:
        """Who acts: the person behind the key, the same on all keys of one person."""
        return self.owner or self.id


# --------------------------------------------------------------------------- the approved tool


class Tier(StrEnum):
    """Contract tier of a provider (ARCHITECTURE.md, "Contract tiers")."""

    T0 = "T0"
    """Not approved, or the approval ended."""
    T1 = "T1"
    """Approved, no student-data agreement."""
    T2 = "T2"
    """Student-data agreement: direct control, no training, no redisclosure, deletion."""
    T3 = "T3"
    """T2 and a business associate agreement, for named units."""
    TL = "TL"
    """A local model: the text does not leave the agency."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Why a provider may be used: who decided, when, until when, and where that is written down."""

    by: str
    on: date
    expires: date
    reference: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A provider and model that a call resolved to. The provider's key is not here: `upstream` alone holds it."""

    provider: str
    dialect: str
    model: str
    tier: Tier
    approval: Approval
    ceiling: Ceiling | None = None
    """The most that it was approved for; None where nobody set one."""
    audiences: frozenset[Audience] | None = None
    """Whom it may serve; None where nobody said."""


# --------------------------------------------------------------------------- the parsed call


class Mark(Enum):
    """Steps of a path that are neither a key nor an index."""

    KEY = "key"
    """The key itself of the object member named by the previous step, rather than its value."""
    JSON = "json"
    """Into the JSON document that the string at this place holds."""
    FILE = "file"
    """Into the file that the string at this place carries; a name of a place in it (``page-2``) may follow."""


Path: TypeAlias = tuple[str | int | Mark, ...]
"""Where a value stands in a body: ``("messages", 0, "tool_calls", 0, "function", "arguments", Mark.JSON, "name")``."""


class Spelling(StrEnum):
    """How a placeholder must be spelled where it stands."""

    TEXT = "text"
    """Free text: ``[PERSON_1A_K7QM2]``."""
    IDENTIFIER = "identifier"
    """Names, metadata, schema values, URLs: ``PERSON_1A_K7QM2``, at most 24 characters of ``[A-Za-z0-9_]``."""
    NUMBER = "number"
    """A JSON number: becomes the identifier form as a JSON string, or the call is refused where that is not allowed."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One scalar leaf or key of a body that must be scanned."""

    path: Path
    text: str
    role: str
    """system, user, assistant, tool, definition (tools and schemas) or field (anything else)."""
    spelling: Spelling = Spelling.TEXT
    context: str = ""
    """Label words outside the text: the JSON key it stands under."""
    scope: str = ""
    """As in `detectors.finding.Piece`: equal for the parts of one message."""

    def __repr__(self) -> str:
        return f"Segment({show_path(self.path)}, <{len(self.text)} chars>, {self.role})"


@dataclass(frozen=True, slots=True)
class Unscanned:
    """Something in a body that cannot be read as text: an image, audio, a file id, a remote URL, token ids."""

    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedCall:
    """A request body, accounted for: every leaf and key is a segment, a known structural value, or `unscanned`."""

    dialect: str
    operation: str
    model: str
    stream: bool
    segments: tuple[Segment, ...]
    unscanned: tuple[Unscanned, ...]
    body: Json = field(repr=False)
    """The parsed tree. Never mutated: `wire` builds a patched copy."""
    attachments: tuple[Attachment, ...] = ()
    """Files inside the body. Each is `unscanned` too, until it was opened (`proxy.attachments`)."""
    files: Mapping[Path, OpenFile] = field(default_factory=dict, repr=False)
    """Those that were opened, by the place that carries them; their texts are among the segments."""
    keeping: Keeping | None = None
    """What it has to do with what the provider keeps; None for operations that keep nothing."""
    recalled: Recalled | None = None
    """What is known of the earlier turns of a conversation that the provider keeps, and of files that it names."""
    lodged: tuple[Path, ...] = ()
    """Places that name a file at the provider, which is this caller's and was examined (`proxy.stored_files`)."""


# fmt: off
SHOWN_KEYS = frozenset([
    "args", "arguments", "audio", "bytes", "code", "codeExecutionResult", "content", "contents", "custom",
    "data", "description", "document", "enum", "examples", "executableCode", "file", "fileData", "fileUri",
    "file_data", "file_id", "filename", "function", "functionCall", "functionDeclarations", "functionResponse",
    "function_call", "functions", "generationConfig", "image", "image_url", "images", "inlineData", "input",
    "input_audio", "instructions", "json_schema", "labels", "logit_bias", "max_tokens", "messages", "metadata",
    "model", "name", "output", "parameters", "parts", "prediction", "properties", "reasoning_content",
    "refusal", "requests", "response", "response_format", "role", "schema", "seed", "source", "stop",
    "stopSequences", "strict", "system", "systemInstruction", "text", "title", "tool_call_id", "tool_calls",
    "tool_choice", "tools", "type", "url", "user",
])
# fmt: on
"""Keys a path may show. Any other key was chosen by the caller and could itself be a value."""


_PLACE = re.compile(r"(?=.{1,60}\Z)[a-z]+(?:-(?:[a-z]+|[0-9]{1,4}))*")
"""A place in a file, as we name it (``page-2``, ``embedded-file-1-comment-3``); the caller chooses no word of it."""


def show_path(path: Path) -> str:
    """A path as people write it, safe to print: ``messages[2].content``; keys not of the API show as ``*``."""
    out: list[str] = []
    for before, step in zip((None, *path), path, strict=False):
        if isinstance(step, int):
            out.append(f"[{step}]")
        elif isinstance(step, Mark):
            out.append("~" + step.value)
        else:
            ours = before is Mark.FILE and _PLACE.fullmatch(step)
            out.append(("." if out else "") + (step if ours or step in SHOWN_KEYS else "*"))
    return "".join(out)


# --------------------------------------------------------------------------- the audit


class EventKind(StrEnum):
    """The kinds of record. The grammar of each (which fields, which types) is in `audit.kinds`."""

    START = "start"
    STOP = "stop"
    CONFIG = "config"
    INTENT = "request.intent"
    FINAL = "request.final"
    REFUSED = "request.refused"
    REFUSED_SUMMARY = "request.refused_summary"
    LOG_READ = "log.read"
    ROSTER = "roster"
    LOG_EXPORT = "log.export"
    EVALUATION = "evaluation"
    HOLD = "hold"
    REVIEW = "review"
    REVIEW_ACK = "review.ack"
    OVERRIDE = "override"
    REGISTRY = "registry"
    TRAINING = "training"
    KEY = "key"
    CONTENT = "content"
    LEGAL_HOLD = "legal_hold"
    PURGE = "purge"
    REPORT = "report"
    CHECKPOINT = "checkpoint"
    BACKUP = "backup"
    VAULT = "vault"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One record. Holds ids, counts, types, decisions, hashes, sizes and times; never a value from a call."""

    kind: EventKind
    event_id: str
    at: datetime
    instance: str
    tenant: str
    request_id: str | None
    caller: str | None
    detail: Mapping[str, Json]


class AuditSink(Protocol):
    """Where records go. The writer in `audit` implements it; other rooms only ever see this."""

    async def record(self, event: AuditEvent) -> None:
        """Return once the event is durable.

        Raises:
            AuditUnavailable: it could not be stored within the sink's deadline.
        """
        ...


# --------------------------------------------------------------------------- detection, as the pipeline sees it


class StreamScanner(Protocol):
    """Structured identifiers only, pure and fast, callable on the event loop."""

    def __call__(self, text: str, context: str = "") -> Sequence[Finding]:
        """Findings in `text`, sorted, never overlapping."""
        ...


# --------------------------------------------------------------------------- the answer


class TextMachine(Protocol):
    """The one incremental machine per text stream: restores our placeholders and masks new identifiers.

    Its output depends on the text alone, never on how the text was cut.
    """

    def feed(self, text: str) -> str:
        """Take the next part; return what may leave now (possibly nothing)."""
        ...

    def feed_each(self, pieces: Sequence[str]) -> list[str]:
        """Take the next parts; return what leaves with each, as `feed` does for one after the other."""
        ...

    def finish(self) -> str:
        """The stream ended: return the rest. The machine must not be used afterwards."""
        ...


TextKind: TypeAlias = Literal["text", "json"]
"""``text`` for prose; ``json`` for a stream whose text is itself a JSON document (tool-call arguments)."""


class MachineFactory(Protocol):
    """Opens a machine for one text stream of an answer."""

    def __call__(self, kind: TextKind = "text", context: str = "") -> TextMachine:
        """A fresh machine; `context` is the JSON key the text stands under."""
        ...


# --------------------------------------------------------------------------- the outcome


@dataclass(frozen=True, slots=True)
class Forward:
    """Send `body` to the tool."""

    body: bytes = field(repr=False)
    replaced: Mapping[str, int]
    """Counts of replaced values by token type, for the answer's headers and the record."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Do not send; answer with the error."""

    error: GuardError


@dataclass(frozen=True, slots=True)
class Hold:
    """Do not send before a person has decided."""

    reason: Reason


Outcome: TypeAlias = Forward | Refuse | Hold
"""What step 6 decides; closed, matched exhaustively."""
