"""The journey of a request about files and batches: the first steps of a call, the operation, the end of the record.

A refusal writes a record too, as with calls. Any error that is not one of ours becomes an `InternalError`.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.batch import downloads, kept_things
from proxy.batch.cards import NO_SUCH, Shelf
from proxy.batch.checking import Turns
from proxy.batch.creating import create_batch
from proxy.batch.kept_things import BATCHES, FILES, MESSAGE_BATCHES
from proxy.batch.uploads import create_file, create_message_batch
from proxy.batch.visit import Visit
from proxy.callers.beginning import check_beginning
from proxy.errors import GuardError, InternalError, NotFound
from proxy.policy.hints import hints as asked_for
from proxy.records import CallRecord
from proxy.vault.store import Owner
from proxy.wire.deposits import ITEM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from proxy.batch.terms import Terms
    from proxy.batch.visit import Errand
    from proxy.pipeline import Pipeline
    from proxy.relay import Answer
    from proxy.vault.store import Vault

Operation: TypeAlias = "Callable[[Visit], Awaitable[Answer]]"
NO_API: Final = "The guard serves files and batches of OpenAI's and Anthropic's API only. Send content with each call."
OFF: Final = "This agency lets nothing lie at an AI provider: files and batches are switched off (batches.allowed)."


class Batches:
    """Files and batches of one installation.

    Args:
        pipeline: the one in force; it is replaced when the configuration is reloaded.
        terms: the operator's, in force now.
        vault: where cards and values are kept.
    """

    def __init__(self, pipeline: Callable[[], Pipeline], terms: Callable[[], Terms], vault: Vault) -> None:
        self._pipeline, self._terms, self._vault = pipeline, terms, vault
        self._turns_of = terms()
        self._turns = _turns(self._turns_of)

    @property
    def waiting(self) -> int:
        """Records of uploads that were not examined yet."""
        return self._turns.waiting

    @property
    def turns(self) -> Turns:
        """What uploads share, as many as the terms in force allow."""
        now = self._terms()
        if (now.at_once, now.uploads) != (self._turns_of.at_once, self._turns_of.uploads):
            self._turns_of, self._turns = now, _turns(now)
        return self._turns

    @property
    def terms(self) -> Terms:
        """The operator's, in force now."""
        return self._terms()

    async def serve(self, errand: Errand) -> Answer:
        """Take one request through all steps. An error is raised after it has been recorded.

        Raises:
            GuardError: it was refused or failed; `error.message` is for the person.
        """
        pipeline = self._pipeline()
        record = CallRecord(
            pipeline.sink,
            pipeline.standing,
            request_id=errand.request_id,
            route=errand.route,
            body_bytes=errand.body.size,
        )
        record.arrived(errand.client, errand.headers)
        held = ExitStack()
        try:
            visit = await self._entered(pipeline, errand, record, held)
            return await self._operations()[errand.operation](visit)
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

    async def _entered(self, pipeline: Pipeline, errand: Errand, record: CallRecord, held: ExitStack) -> Visit:
        """Step 1, and what belongs to it."""
        caller = pipeline.identify(errand.headers)
        record.identified(caller)
        check_beginning(caller)
        hints = asked_for(errand.headers)
        record.hinted(hints)
        held.enter_context(pipeline.quotas.enter(caller))
        training = await pipeline.trained(caller, record)
        record.gathered({"dialect": errand.dialect, "operation": errand.operation})
        if not self._terms().allowed:
            raise NotFound(OFF)
        if errand.dialect not in FILES:
            raise NotFound(NO_API)
        if errand.item and not ITEM.fullmatch(errand.item):
            raise NotFound(NO_SUCH)
        key = pipeline.examiner.caller_key(caller.tenant, caller.id)
        return Visit(
            errand,
            pipeline,
            self._terms(),
            caller,
            hints,
            pipeline.circumstances(caller),
            Shelf(self._vault, Owner(caller.tenant, caller.id), key),
            record,
            held,
            pipeline.told(training),
        )

    def _operations(self) -> Mapping[str, Operation]:
        one, listed = kept_things.one, kept_things.listed
        return {
            "files.create": lambda visit: create_file(visit, self.turns),
            "files.list": lambda visit: listed(visit, FILES[visit.errand.dialect]),
            "files.retrieve": lambda visit: one(visit, FILES[visit.errand.dialect]),
            "files.delete": lambda visit: one(visit, FILES[visit.errand.dialect], method="DELETE"),
            "files.content": downloads.file_content,
            "batches.create": create_batch,
            "batches.list": partial(listed, mark=BATCHES),
            "batches.retrieve": partial(one, mark=BATCHES),
            "batches.cancel": partial(one, mark=BATCHES, method="POST", behind="/cancel"),
            "message_batches.create": lambda visit: create_message_batch(visit, self.turns),
            "message_batches.list": partial(listed, mark=MESSAGE_BATCHES),
            "message_batches.retrieve": partial(one, mark=MESSAGE_BATCHES),
            "message_batches.cancel": partial(one, mark=MESSAGE_BATCHES, method="POST", behind="/cancel"),
            "message_batches.delete": partial(one, mark=MESSAGE_BATCHES, method="DELETE"),
            "message_batches.results": downloads.message_results,
        }


def _turns(terms: Terms) -> Turns:
    return Turns(asyncio.Semaphore(terms.at_once), asyncio.Semaphore(terms.uploads))
