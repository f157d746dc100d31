"""How a call without a body travels: what it asks for stands in the query, of words and short numbers only.

Nothing of the caller's query leaves as it came: each member must be one that the API knows and must read as it there
can, so that no value hides in it, and what leaves is written anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from proxy.errors import BadRequest
from proxy.wire.openai_responses_shape import INCLUDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json

MOST_MEMBERS: Final = 40
_BOOL: Final = re.compile("true|false", re.IGNORECASE)
_PREFIX: Final = r"[a-z]{2,12}_(?=[^0-9]*[0-9])"
_FEW_DIGITS: Final = r"(?!.*(?:[0-9][_-]?){7})"
_LATE_DIGITS: Final = r"(?![A-Za-z_-]*[0-9]{7})"
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ITEM_ID: Final = re.compile(
    rf"{_PREFIX}(?:{_FEW_DIGITS}[A-Za-z0-9_-]{{1,128}}|{_LATE_DIGITS}{_UUID}|[A-Za-z0-9]{{24,128}})", re.ASCII
)
"""An id that a provider made, as `shape.reference` knows one: a digit is in it, and no number of seven, whatever
separates its digits; those of 24 random characters and more, and UUIDs, hold one by chance. So neither a name nor a
number hides behind a made-up prefix."""
INCLUDE: Final = re.compile("|".join(map(re.escape, INCLUDED)))
PAGE: Final[Mapping[str, re.Pattern[str]]] = {
    "limit": re.compile(r"[0-9]{1,3}"),
    "order": re.compile("asc|desc"),
    **dict.fromkeys(("after", "before"), ITEM_ID),
    **dict.fromkeys(("include", "include[]"), INCLUDE),
}
STREAM: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys(("stream", "include_obfuscation"), _BOOL),
    "starting_after": re.compile(r"[0-9]{1,9}"),
    **dict.fromkeys(("include", "include[]"), INCLUDE),
}
OURS: Final = frozenset({"starting_after", "include_obfuscation"})
"""What the guard does itself: it numbers events anew, so only it knows which one a client saw last."""


class Query:
    """Implements `carriage.Carriage`: the tree is a list of words for each member."""

    def read(self, raw: bytes, content_type: str) -> Json:
        """The members of a query string.

        Raises:
            BadRequest: it is none, or has too many members.
        """
        del content_type
        try:
            pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_MEMBERS)
        except ValueError as error:
            raise BadRequest("What stands behind the address cannot be read.") from error
        tree: dict[str, list[str]] = {}
        for name, value in pairs:
            tree.setdefault(name, []).append(value)
        return tree

    def write(self, body: Json) -> bytes:
        """The query string, anew."""
        return urlencode(body, doseq=True).encode("ascii")

    def content_type(self, written: bytes) -> str:
        """Of an empty body."""
        del written
        return "application/json"


class NoBody:
    """Implements `carriage.Carriage` for calls that say all in their path; SDKs send nothing, or an empty object."""

    def read(self, raw: bytes, content_type: str) -> Json:
        """Nothing. Raises BadRequest for anything else."""
        del content_type
        if raw.strip() not in {b"", b"{}"}:
            raise BadRequest("This call takes no body.")
        return {}

    def write(self, body: Json) -> bytes:
        """Nothing."""
        del body
        return b""

    def content_type(self, written: bytes) -> str:
        """Of an empty body."""
        del written
        return "application/json"


QUERY: Final = Query()
NO_BODY: Final = NoBody()


def checked(tree: Mapping[str, list[str]], known: Mapping[str, re.Pattern[str]]) -> dict[str, list[str]]:
    """The members that go to the provider.

    Raises:
        BadRequest: one that the API does not know, or that does not read as it there can.
    """
    for name, values in tree.items():
        pattern = known.get(name)
        if pattern is None:
            shown = ", ".join(f"`{each}`" for each in known) or "nothing"
            raise BadRequest(f"Behind this address may stand {shown}, and nothing else.")
        if not all(pattern.fullmatch(value) for value in values):
            raise BadRequest(f"`{name}` behind the address is not as the API has it.", param=name)
    return {name: values for name, values in tree.items() if name not in OURS}
