"""Files and batches that lie at a provider and are served through the guard: one line per route.

None of these names a model, so none is a codec's: `proxy.batch` knows whose each thing is. Two APIs share the path of
files; headers that only one SDK sends tell them apart (`dialects.dialect_of`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DepositRoute:
    """One operation.

    Attributes:
        method: of the request.
        path: as the caller asks for it; ``{item}`` is the provider's id of a file or batch.
        operation: its name in records.
        takes_body: whether a body is read.
        large: whether that body is an upload, under the cap for uploads.
    """

    method: str
    path: str
    operation: str
    takes_body: bool = False
    large: bool = False

    @property
    def shared(self) -> bool:
        """Whether two APIs have this path, so that a caller's headers say which one is meant."""
        return self.operation.startswith("files.")


ROUTES: Final = (
    DepositRoute("POST", "/v1/files", "files.create", takes_body=True, large=True),
    DepositRoute("GET", "/v1/files", "files.list"),
    DepositRoute("GET", "/v1/files/{item}", "files.retrieve"),
    DepositRoute("DELETE", "/v1/files/{item}", "files.delete"),
    DepositRoute("GET", "/v1/files/{item}/content", "files.content"),
    DepositRoute("POST", "/v1/batches", "batches.create", takes_body=True),
    DepositRoute("GET", "/v1/batches", "batches.list"),
    DepositRoute("GET", "/v1/batches/{item}", "batches.retrieve"),
    DepositRoute("POST", "/v1/batches/{item}/cancel", "batches.cancel"),
    DepositRoute("POST", "/v1/messages/batches", "message_batches.create", takes_body=True, large=True),
    DepositRoute("GET", "/v1/messages/batches", "message_batches.list"),
    DepositRoute("GET", "/v1/messages/batches/{item}", "message_batches.retrieve"),
    DepositRoute("DELETE", "/v1/messages/batches/{item}", "message_batches.delete"),
    DepositRoute("POST", "/v1/messages/batches/{item}/cancel", "message_batches.cancel"),
    DepositRoute("GET", "/v1/messages/batches/{item}/results", "message_batches.results"),
)
"""Every route to a file or batch."""

ITEM: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""An id as providers make them; nothing else is looked for, or put into a path."""
RESULTS_PATH: Final = "/v1/messages/batches/{item}/results"
"""Where the results of one of Anthropic's batches are: here, and not where the provider says."""
