"""Strict reading of request bodies, so that what is scanned is all that a reader downstream could see.

orjson refuses invalid UTF-8, a BOM, NaN, infinities, lone surrogates, trailing data and run-away depth (318 of 318
files of JSONTestSuite as the RFC wants, measured). What it lets pass is refused here: duplicate keys, of which it
keeps the last and others keep the first, and numbers that it would change:

- integers outside -2**63 .. 2**64-1 would become rounded floats: refused;
- decimals that overflow a double (1e400) are refused by orjson; those that underflow to zero are refused here;
- other decimals are read as the nearest double, as RFC 8259 section 6 expects of every reader; what is scanned is the
  number that is forwarded.

Duplicates and numbers are found in the document's skeleton, the bytes left when every string is cut out: one `:` per
member, so more colons than keys in the tree means a duplicate, however it was escaped. No message shows any text of
the body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson

from proxy.errors import BadRequest, InternalError
from proxy.wire.bounds import MOST_VALUES, check_values, skeleton_of, written_values
from proxy.wire.json_text import spans

if TYPE_CHECKING:
    from proxy.exchange import Json

_RISKY: Final = re.compile(rb"[\d.+-]{19}|\d[eE]")
"""Whether any number is long enough to leave 64 bits, or has an exponent; most bodies have none."""
_NUMBER: Final = re.compile(rb"-?\d[\d.eE+-]*+")
_LONGEST_INTEGER: Final = len("-18446744073709551615")
_CONTAINERS: Final = (dict, list)
_LOCATED_BYTES: Final = 1 << 20
"""Only bodies up to this size get the place of a duplicate key in the message: finding it is slow."""


def parse(raw: bytes, *, max_depth: int = 64) -> Json:
    """The JSON object that `raw` spells.

    Args:
        raw: the body, decoded.
        max_depth: the most containers that may be nested, the top level included.

    Raises:
        BadRequest: not exactly one strict JSON object, as the module describes.
    """
    tree = _loaded(raw)
    if type(tree) is not dict:
        raise BadRequest("The body must be a JSON object.")
    keys = _counted_keys(tree, max_depth)
    skeleton = skeleton_of(raw)
    if skeleton.count(b":") != keys:
        raise BadRequest(f"The body is not unambiguous JSON: a key appears twice in one object{_place(raw)}.")
    _check_numbers(skeleton)
    return tree


def parse_call(raw: bytes) -> Json:
    """As `parse`, for a call whose every value is going to be looked at.

    Raises:
        BadRequest: as `parse`.
        TooLarge: more values than one call may hold; found out before anything is made of them.
    """
    if written_values(raw) > MOST_VALUES:  # an upper bound, and cheap: marks inside strings count as well
        check_values(written_values(skeleton_of(raw)))
    return parse(raw)


def serialise(body: Json) -> bytes:
    """`body` as UTF-8 JSON; the only way in which a body leaves.

    Raises:
        InternalError: the tree is not JSON (we built it, so the fault is ours).
    """
    try:
        return orjson.dumps(body)
    except TypeError:
        raise InternalError("The request could not be written as JSON.") from None


def _loaded(raw: bytes) -> Json:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        # The exception carries the document, so it must not be chained; its message only names what was expected.
        what, where = error.msg, f"line {error.lineno} column {error.colno}"
    if not raw:
        raise BadRequest("The body is empty; it must be a JSON object.")
    raise BadRequest(f"The body is not valid JSON: {what} at {where}.")


def _counted_keys(tree: Json, max_depth: int) -> int:
    """How many members the tree has, breadth first, so that depth costs no stack."""
    keys = depth = 0
    level: list[Json] = [tree]
    while level:
        depth += 1
        if depth > max_depth:
            raise BadRequest(f"The body is nested deeper than {max_depth} levels.")
        below: list[Json] = []
        for node in level:
            if type(node) is dict:
                keys += len(node)
                below += [child for child in node.values() if type(child) in _CONTAINERS]
            else:
                below += [child for child in node if type(child) in _CONTAINERS]
        level = below
    return keys


def _check_numbers(skeleton: bytes) -> None:
    if not _RISKY.search(skeleton):
        return
    for token in _NUMBER.findall(skeleton):
        if token.lstrip(b"-").isdigit():
            _check_integer(token)
        elif float(token) == 0 and re.split(b"[eE]", token)[0].strip(b"-0."):
            raise BadRequest("A number in the body is too small to be read exactly.")


def _check_integer(token: bytes) -> None:
    # The length first: int() itself refuses more than 4,300 digits, and is quadratic below that.
    if len(token) > _LONGEST_INTEGER or not -(2**63) <= int(token) < 2**64:
        raise BadRequest("An integer in the body is outside 64 bits and would be changed; send it as a string.")


def _place(raw: bytes) -> str:
    """Where the first repeated key stands, or nothing when the body is too large to look."""
    if len(raw) > _LOCATED_BYTES:
        return ""
    text = raw.decode()
    seen: set[tuple[int, str]] = set()
    for span in spans(text) or ():
        if span.kind != "key":
            continue
        if (span.parent, span.text) in seen:
            line = text.count("\n", 0, span.start) + 1
            column = span.start - text.rfind("\n", 0, span.start)
            return f" (line {line} column {column})"
        seen.add((span.parent, span.text))
    return ""
