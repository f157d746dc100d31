"""AWS Signature Version 4, as far as the one door to providers needs it: headers for a request whose body is known.

Source: AWS, "Signature Version 4 signing process" (IAM User Guide), checked against the test suite published with it.
Pure: the time is handed in. The path is signed as it is sent, encoded once more, as every service but S3 wants it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ALGORITHM: Final = "AWS4-HMAC-SHA256"
_REGION: Final = re.compile(r"(?<![a-z0-9-])([a-z]{2}(?:-[a-z]+)+-[0-9])(?![a-z0-9-])")
_UNRESERVED: Final = "-_.~"
DEFAULT_REGION: Final = "us-east-1"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair, and the token of a session where there is one."""

    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def credentials(key: str) -> Credentials | None:
    """The key pair in an operator's setting, ``KEY_ID:SECRET`` or ``KEY_ID:SECRET:TOKEN``; None for a bearer key."""
    key_id, colon, rest = key.partition(":")
    if not colon or not re.fullmatch(r"[A-Z0-9]{16,128}", key_id):
        return None
    secret, _, token = rest.partition(":")
    return Credentials(key_id, secret, token)


def region_of(host: str) -> str:
    """The region that a host name names: ``bedrock-runtime.us-west-2.amazonaws.com`` -> ``us-west-2``."""
    found = _REGION.search(host)
    return found[1] if found else DEFAULT_REGION


def signed_headers(
    method: str,
    path_and_query: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    who: Credentials,
    region: str,
    service: str,
    at: datetime,
) -> dict[str, str]:
    """The headers to add.

    Args:
        method: of the request.
        path_and_query: as they are sent.
        headers: those to be signed, lower-case names; ``host`` must be among them.
        body: as it is sent.
        who: whose key signs.
        region: where the service is.
        service: its name: ``bedrock``.
        at: now, in UTC.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    own = {"x-amz-date": stamp, **({"x-amz-security-token": who.token} if who.token else {})}
    signed = {name: " ".join(value.split()) for name, value in sorted({**headers, **own}.items())}
    names = ";".join(signed)
    canonical = "\n".join(
        [
            method,
            _canonical_path(path_and_query.partition("?")[0]),
            _canonical_query(path_and_query.partition("?")[2]),
            *(f"{name}:{value}" for name, value in signed.items()),
            "",
            names,
            hashlib.sha256(body).hexdigest(),
        ]
    )
    to_sign = "\n".join([ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{who.secret}".encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    signature = _mac(key, to_sign).hex()
    value = f"{ALGORITHM} Credential={who.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**own, "authorization": value}


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _canonical_path(path: str) -> str:
    return quote(path or "/", safe="/" + _UNRESERVED)


def _canonical_query(query: str) -> str:
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    encoded = [tuple(quote(unquote_plus(part), safe=_UNRESERVED) for part in pair) for pair in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))
