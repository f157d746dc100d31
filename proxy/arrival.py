"""A request as it came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Tool
    from proxy.exchange.kept import Lying
    from proxy.wire.codec import Codec


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as the faces hand it in: body read under the size cap, headers with lower-case names.

    Where an API has the model in its path, `model` is what the caller wrote there, and `upstream_path` has the place
    ``{model}``. `query` holds the caller's key where an API takes it in the query, and nothing else.
    """

    request_id: str
    route: str
    codec: Codec
    upstream_path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    model: str | None = None
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    client: str = ""
    """Address of the connection's other end."""
    method: str = "POST"
    lying: Lying | None = None
    """What at the provider the path names."""

    def path_to(self, tool: Tool) -> str:
        """The path below the provider's base URL, with the approved name of the model where one belongs."""
        return self.upstream_path.replace("{model}", quote(tool.model, safe=""))
