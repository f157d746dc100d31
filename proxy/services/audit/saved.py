"""Saved searches, for every face: keep, list, use, drop. Keeping and dropping one is itself on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from proxy.audit.event import stamp
from proxy.audit.saved import SavedSearch, all_of, checked_name, drop, find, keep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading, Channel


@dataclass(frozen=True, slots=True)
class SavedSearches:
    """The saved searches of each tenant, shared by those who may read its log.

    Attributes:
        state: where they are kept.
        reading: the log; checks a search and records what happens to it.
        clock: current time.
    """

    state: StateDatabase
    reading: AuditReading
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    async def keep(self, name: str, given: Mapping[str, str], *, reader: Caller, channel: Channel) -> dict[str, Any]:
        """Keep a search under a name.

        Raises:
            BadRequest: the search or the name is not one, or a person is looked for without a case number.
            Conflict: the name is taken.
            AuditUnavailable | StateUnavailable: it cannot be recorded or kept.
        """
        checked_name(name)
        filters = await self.reading.note(given, "saved.keep", reader=reader, channel=channel)
        search = SavedSearch(name, reader.id, stamp(self.clock()), filters)
        await self.state.run(partial(keep, tenant=reader.tenant, search=search))
        return search.as_json()

    async def all(self, *, reader: Caller) -> list[dict[str, Any]]:
        """All of them, by name. Raises StateUnavailable."""
        found = await self.state.run(partial(all_of, tenant=reader.tenant))
        return [search.as_json() for search in found]

    async def given(self, name: str, more: Mapping[str, str], *, reader: Caller) -> dict[str, str]:
        """A saved search as a reader would type it, with `more` over it. Raises NotFound, StateUnavailable."""
        search = await self.state.run(partial(find, tenant=reader.tenant, name=name))
        return {**_typed(search.filters), **more}

    async def drop(self, name: str, *, reader: Caller, channel: Channel) -> dict[str, Any]:
        """Forget one. Raises NotFound, StateUnavailable, AuditUnavailable."""
        await self.reading.note({}, "saved.drop", reader=reader, channel=channel)
        return (await self.state.run(partial(drop, tenant=reader.tenant, name=name))).as_json()


def _typed(filters: Mapping[str, Any]) -> dict[str, str]:
    return {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in filters.items()}
