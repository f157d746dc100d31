"""RFC 8785 (JSON Canonicalization Scheme), faster, for what mappings make.

orjson's sorted output is the canonical form where keys are ASCII and numbers are integers or ordinary decimals; the
reference implementation writes anything else (an OCSF event, same busy core: 96 us against 370 us).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import orjson
import rfc8785

if TYPE_CHECKING:
    from proxy.exchange import Json

_LEAST, _MOST = 1e-3, 1e15
"""Between them orjson and ECMAScript write a number alike, whole ones apart."""
_SAFE = 2**53 - 1


class _Unusual(Exception):
    """Something that only the reference implementation writes right."""


def dumps(value: Json) -> bytes:
    """The canonical form. Raises as `rfc8785.dumps`."""
    try:
        return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)
    except (_Unusual, orjson.JSONEncodeError):
        return rfc8785.dumps(value)


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise _Unusual
        return {key: _plain(element) for key, element in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(element) for element in value]
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE:
        raise _Unusual
    return value


def _number(value: float) -> float | int:
    if not math.isfinite(value) or not (value == 0 or _LEAST <= abs(value) < _MOST):
        raise _Unusual
    return int(value) if value.is_integer() else value
