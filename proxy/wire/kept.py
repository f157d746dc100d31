"""What calls say of the provider's keeping, and the refusal where nobody has allowed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange.kept import Kind

if TYPE_CHECKING:
    from proxy.exchange.kept import Keeping

NAMES: Final = {
    Kind.RESPONSE: "response",
    Kind.CONVERSATION: "conversation",
    Kind.COMPLETION: "chat completion",
    Kind.CACHED_CONTENT: "cached content",
    Kind.FILE: "file",
    Kind.BATCH: "batch",
}
INSTEAD: Final = "Send the whole conversation with each call instead."
NOT_ALLOWED: Final = (
    f"This would keep what you send at the provider, and the guard lets this provider keep nothing. {INSTEAD}"
)


def check_granted(keeping: Keeping | None) -> bool:
    """Whether the provider is to store; a codec asks before it writes a body that leaves.

    Raises:
        BadRequest: the call makes no sense unless the provider keeps something, and nobody has allowed that.
    """
    if keeping is None or keeping.granted:
        return keeping is not None and keeping.store
    for each in keeping.continues:
        raise BadRequest(
            f"This continues a {NAMES[each.kind]} that lies at the provider, and the guard lets this provider keep "
            f"nothing. {INSTEAD}",
            param=each.param,
        )
    if keeping.needs:
        raise BadRequest(
            f"`{keeping.needs}` needs the provider to keep what you send, which the guard does not allow for this "
            "provider. Leave it out.",
            param=keeping.needs,
        )
    if keeping.whole:
        raise BadRequest(NOT_ALLOWED)
    return False
