"""The least that a proxy of this make can do: relay the bytes. For `bench/streaming.py`; not part of the product."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator  # noqa: TC003  as below
from contextlib import asynccontextmanager

import httpx
import uvicorn
from httpx_aiohttp import HttpxAiohttpClient
from starlette.applications import Starlette
from starlette.requests import Request  # noqa: TC002  Starlette's own signature
from starlette.responses import StreamingResponse
from starlette.routing import Route


def main() -> None:
    """Serve on the port given first what the address given second answers."""
    port, upstream = int(sys.argv[1]), sys.argv[2]
    client = HttpxAiohttpClient(timeout=httpx.Timeout(60))

    async def relay(request: Request) -> StreamingResponse:
        outgoing = client.build_request("POST", f"{upstream}/chat/completions", content=await request.body())
        answer = await client.send(outgoing, stream=True)
        return StreamingResponse(answer.aiter_raw(), media_type="text/event-stream")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        print("listening", flush=True)  # the socket follows within a millisecond; the bench's first call warms up
        yield

    app = Starlette(routes=[Route("/v1/chat/completions", relay, methods=["POST"])], lifespan=lifespan)
    uvicorn.run(app, port=port, log_level="error", access_log=False, http="httptools")


if __name__ == "__main__":
    main()
