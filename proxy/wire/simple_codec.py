"""A codec made of descriptions alone, for operations without a habit of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.carriage import JSON
from proxy.wire.codec import AnswerFacts
from proxy.wire.openai_chat_facts import model_name
from proxy.wire.openai_common import parsed, renamed
from proxy.wire.patch import patch
from proxy.wire.rewrite import rewrite
from proxy.wire.usage import usage_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.exchange import Json, MachineFactory, ParsedCall, Path
    from proxy.wire.carriage import Carriage
    from proxy.wire.codec import AnswerStream
    from proxy.wire.shape import Shape


@dataclass(frozen=True, slots=True)
class SimpleCodec:
    """Implements `codec.Codec`.

    Attributes:
        operation: its name in records.
        request: what stands where in a request.
        reply: what stands where in an answer.
        gives: the member that every answer has.
        check: refuses what the guard cannot read or vouch for.
        opens: makes the rewriter of a streamed answer; None when the operation does not stream.
        dialect: the API family.
        in_path: the model stands in the path, and the body need not name it.
        passes: media types of answers that pass as they are.
        carriage: how the request's body travels.
        mend: given an answer and its rewritten copy, puts back into the copy what may stay.
    """

    operation: str
    request: Shape
    reply: Shape
    gives: str
    check: Callable[[dict[str, Json]], None]
    opens: Callable[[MachineFactory], AnswerStream] | None = None
    dialect: str = "openai"
    in_path: bool = False
    passes: tuple[str, ...] = ()
    carriage: Carriage = field(default=JSON)
    mend: Callable[[Json, Json, MachineFactory], None] | None = None

    def parse(self, body: Json) -> ParsedCall:
        """Account for everything in a request body.

        Raises:
            BadRequest: what the operation works on is missing or of the wrong type.
        """
        named = "" if self.in_path else None
        call = parsed(body, self.request, dialect=self.dialect, operation=self.operation, model=named, check=self.check)
        if call.stream and self.opens is None:
            raise BadRequest("This operation does not stream: set `stream` to false.", param="stream")
        return call

    def put_back(self, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
        """A copy of the body with segments replaced and the provider's own model name.

        Raises:
            Blocked: a replacement cannot stand where the API wants a number, or would make two keys equal.
            InternalError: a path that names no segment.
        """
        return renamed(patch(call.body, self.request, replacements), model, in_path=self.in_path)

    def answer(self, body: Json, machines: MachineFactory) -> tuple[Json, AnswerFacts]:
        """Rewrite a whole answer.

        Raises:
            ProviderGarbled: neither what the operation gives nor an error.
        """
        failed = isinstance(body, dict) and body.get("error") is not None
        if not isinstance(body, dict) or not (failed or self.gives in body):
            raise ProviderGarbled("The provider's answer is not what this operation gives.")
        tokens = usage_tokens(body.get("usage"))
        facts = AnswerFacts(model_name(body.get("model")), (), tokens[0], tokens[1], complete=not failed)
        out = rewrite(body, self.reply, machines)
        if self.mend is not None:
            self.mend(body, out, machines)
        return out, facts

    def stream(self, machines: MachineFactory) -> AnswerStream:
        """Open the rewriter of one streamed answer."""
        if self.opens is None:
            raise InternalError("This operation has no stream.")
        return self.opens(machines)
