"""The frame around a journey: whatever happens inside is recorded, and what was held is given back.

Any error that is not one of ours becomes an `InternalError`: the guard fails closed.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from proxy.errors import GuardError, InternalError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.records import CallRecord


@asynccontextmanager
async def recorded(record: CallRecord) -> AsyncIterator[ExitStack]:
    """Gives what must be given back at the very end of a call (its place in the quota), which an error ends at once.

    Where no error comes out, whoever took the answer over closes both.

    Raises:
        GuardError: what came out, once it is recorded.
        AuditUnavailable: it could not be recorded.
    """
    held = ExitStack()
    try:
        yield held
    except GuardError as error:
        held.close()
        await record.fail(error)
        raise
    except asyncio.CancelledError:
        held.close()
        record.abandon()
        raise
    except Exception as error:
        held.close()
        failure = InternalError("The guard failed while handling this request. Try again or tell IT.")
        await record.fail(failure)
        raise failure from error
