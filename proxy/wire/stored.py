"""The codec of what lies at a provider: fetching, listing, changing, cancelling and deleting it by its id.

One class for all of them, because they differ only in what stands where. Whose the thing is, is settled before the
provider is asked (`proxy.continuity`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.exchange import ParsedCall
from proxy.exchange.kept import Keeping
from proxy.wire.carriage import JSON
from proxy.wire.codec import AnswerFacts
from proxy.wire.kept import check_granted
from proxy.wire.openai_chat_facts import model_name
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import STRUCTURAL, Shape, made_id
from proxy.wire.stored_query import NO_BODY, QUERY, STREAM, checked
from proxy.wire.walk import walk

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    from proxy.exchange import Json, MachineFactory, Path
    from proxy.exchange.kept import Kind
    from proxy.wire.carriage import Carriage
    from proxy.wire.codec import AnswerStream, Codec

_NOTHING: Final[Mapping[str, re.Pattern[str]]] = {}


@dataclass(frozen=True)
class Stored:
    """Implements `codec.Codec`.

    Attributes:
        operation: its name in records.
        gives: what stands where in an answer.
        takes: what stands where in a body; None for a call that has none.
        query: members of the query of a call without a body; None: nothing but the path.
        whole: reads an answer that another codec knows, in place of `gives`.
        opens: makes the rewriter of a streamed answer, from the number of the last event that the client has.
        makes: the kind of thing that the call makes, and the member of the answer that names it.
        adds: what is sent comes to lie with the thing that the path names.
        ends: the thing is gone afterwards.
        mend: makes copies of a text agree, given the provider's answer and the rewritten one.
        last_seen: number of the last event that the client has.
    """

    operation: str
    gives: Shape
    takes: Shape | None = None
    query: Mapping[str, re.Pattern[str]] | None = None
    whole: Codec | None = None
    opens: Callable[[MachineFactory, int], AnswerStream] | None = None
    makes: tuple[Kind, str] | None = None
    adds: bool = False
    ends: bool = False
    mend: Callable[[Json, Json, MachineFactory], None] | None = None
    dialect: str = "openai"
    last_seen: int = field(default=-1, compare=False)

    @property
    def carriage(self) -> Carriage:
        """A body, a query, or nothing."""
        if self.takes is not None:
            return JSON
        return NO_BODY if self.query is None else QUERY

    def resumed(self, asked: Sequence[tuple[str, str]]) -> Stored:
        """For a client that has seen a part of the stream; `asked` are the members of its query."""
        given = dict(asked).get("starting_after", "")
        return replace(self, last_seen=int(given)) if STREAM["starting_after"].fullmatch(given) else self

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request.

        Raises:
            BadRequest: no object, or a query that the API does not know.
        """
        keeping = Keeping(asked=True, whole=True) if self.makes else Keeping(asked=True) if self.adds else None
        if self.takes is None:
            asked = checked(body, self.query or _NOTHING)
            streams = self.opens is not None and asked.get("stream", [""])[-1].lower() == "true"
            return ParsedCall(self.dialect, self.operation, "", streams, (), (), asked, keeping=keeping)
        if not isinstance(body, dict):
            raise BadRequest("The body must be a JSON object.")
        walked = walk(body, self.takes)
        readable = tuple(each for each in walked.unscanned if each.kind != "sealed")
        return ParsedCall(
            self.dialect,
            self.operation,
            "",
            False,  # noqa: FBT003 # what changes a stored thing does not stream
            walked.segments,
            readable,
            body,
            attachments=walked.attachments,
            keeping=keeping,
        )

    def named(self, body: Json) -> str:
        """The model that a body names; empty where it names none."""
        given = body.get("model") if self.takes is not None and isinstance(body, dict) else None
        return given.removeprefix("models/") if isinstance(given, str) else ""

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """The request with its segments replaced.

        Raises:
            BadRequest: it makes or changes what the provider may not keep.
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
        """
        check_granted(call.keeping)
        if self.takes is None:
            return call.body
        out = patch(call.body, self.takes, replacements)
        return {**out, "model": f"models/{model}"} if "model" in out else out

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: it is not what the API promises.
        """
        if not isinstance(body, dict):
            raise ProviderGarbled("The provider's answer is not what this operation gives.")
        if self.whole is not None:
            out, facts = self.whole.answer(body, machines)
            return out, replace(facts, made=())
        out = rewrite(body, self.gives, machines)
        if self.mend is not None:
            self.mend(body, out, machines)
        good = body.get("error") is None
        return out, AnswerFacts(model=model_name(body.get("model")), complete=good, made=self._made(body))

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of a streamed answer."""
        if self.opens is None:
            raise InternalError("This operation has no stream.")
        return self.opens(machines, self.last_seen)

    def _made(self, body: dict[str, Json]) -> tuple[tuple[Kind, str], ...]:
        if self.makes is None:
            return ()
        kind, member = self.makes
        name = body.get(member)
        return ((kind, name),) if isinstance(name, str) and made_id(name) is STRUCTURAL else ()
