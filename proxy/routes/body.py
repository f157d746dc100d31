"""Reading a request body: capped while it is read, and with a deadline, so that a slow or endless body ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, TooLarge

if TYPE_CHECKING:
    from starlette.requests import Request

READ_WITHIN_S: Final = 60.0


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, at most `limit` bytes.

    Raises:
        TooLarge: more bytes than the limit, announced or sent.
        BadRequest: the body did not arrive within a minute, or the client left.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            while True:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise BadRequest("The client left before its request was complete.")
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > limit:
                    raise _too_large(limit)
                parts.append(chunk)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise BadRequest(f"The request body did not arrive within {READ_WITHIN_S:.0f} seconds.") from None


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The request body is larger than {limit:,} bytes. Send it in parts.")
