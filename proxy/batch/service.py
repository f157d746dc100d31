"""The journey of a request about files and batches: the first steps of a call, the operation, the end of the record.

A refusal writes a record too, as with calls.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.admission import admitted
from proxy.batch import downloads, kept_things
from proxy.batch.cards import NO_SUCH, Shelf
from proxy.batch.checking import Turns
from proxy.batch.creating import create_batch
from proxy.batch.kept_things import BATCHES, FILES, MESSAGE_BATCHES
from proxy.batch.listing import listed
from proxy.batch.uploads import create_file, create_message_batch
from proxy.batch.visit import Visit
from proxy.errors import NotFound
from proxy.recorded import recorded
from proxy.vault.store import Owner
from proxy.wire.deposits import ITEM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from contextlib import ExitStack

    from proxy.batch.terms import Terms
    from proxy.batch.visit import Errand
    from proxy.records import CallRecord
    from proxy.relay import Answer
    from proxy.rooms import Rooms
    from proxy.vault.store import Vault

Operation: TypeAlias = "Callable[[Visit], Awaitable[Answer]]"
NO_API: Final = "The guard serves files and batches of OpenAI's and Anthropic's API only. Send content with each call."
OFF: Final = "This agency lets nothing lie at an AI provider: files and batches are switched off (batches.allowed)."


class Batches:
    """Files and batches of one installation.

    Args:
        rooms: those in force; they are replaced when the configuration is reloaded.
        terms: the operator's, in force now.
        vault: where cards and values are kept.
    """

    def __init__(self, rooms: Callable[[], Rooms], terms: Callable[[], Terms], vault: Vault) -> None:
        self._rooms, self._terms, self._vault = rooms, terms, vault
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
        rooms = self._rooms()
        record = rooms.record(errand.request_id, errand.route, errand.body.size)
        record.arrived(errand.client, errand.headers)
        async with recorded(record) as held:
            visit = await self._entered(rooms, errand, record, held)
            return await self._operations()[errand.operation](visit)

    async def _entered(self, rooms: Rooms, errand: Errand, record: CallRecord, held: ExitStack) -> Visit:
        """Step 1, and what belongs to it."""
        who = await admitted(rooms, errand.headers, record, held)
        record.gathered({"dialect": errand.dialect, "operation": errand.operation})
        if not self._terms().allowed:
            raise NotFound(OFF)
        if errand.dialect not in FILES:
            raise NotFound(NO_API)
        if errand.item and not ITEM.fullmatch(errand.item):
            raise NotFound(NO_SUCH)
        shelf = Shelf(self._vault, Owner(who.caller.tenant, who.caller.id), who.key)
        return Visit(errand, rooms, self._terms(), who, shelf, record, held)

    def _operations(self) -> Mapping[str, Operation]:
        one = kept_things.one
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
