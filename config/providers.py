"""What an operator may set about AI providers: where they are, which models, and why they may be used."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from config.fields import ApiKey, Day, FileName, FilledLine, Id, ModelName, Section, fault

if TYPE_CHECKING:
    from datetime import date

UNFILLED = "TO FILL IN"
"""What `chaperone providers add` prints where only people know what to write."""


class Approval(Section):
    """Who decided that a provider may be used, until when, and under which agreement."""

    by: FilledLine = Field(description="who approved the provider: an office or a role rather than a person's name")
    on: Day = Field(description="first day of the approval, YYYY-MM-DD")
    expires: Day = Field(description="last day of the approval, YYYY-MM-DD; from the next day on calls are refused")
    reference: FilledLine = Field(description="where the decision is written down: minutes, ticket or agreement number")
    tier: Literal["T0", "T1", "T2", "T3", "TL"] = Field(
        description="contract tier: T0 not approved, T1 approved without a student-data agreement, T2 with one, "
        "T3 with a business associate agreement too, TL a local model"
    )

    @field_validator("by", "reference")
    @classmethod
    def _filled_in(cls, text: str) -> str:
        if text.startswith(UNFILLED):
            raise fault("must be filled in: a provider without a decision behind it is not approved")
        return text

    @field_validator("expires")
    @classmethod
    def _in_order(cls, expires: date, info: ValidationInfo) -> date:
        begins = info.data.get("on")
        if begins is not None and expires < begins:
            raise fault("must not be before `on`")
        return expires


class Timeouts(Section):
    """How long to wait for a provider, in seconds."""

    connect_s: float = Field(default=5, gt=0, le=120, description="seconds to open a connection")
    read_s: float = Field(default=60, gt=0, le=3600, description="seconds between two pieces of an answer")
    write_s: float = Field(default=30, gt=0, le=3600, description="seconds to take a piece of the request")
    pool_s: float = Field(default=5, gt=0, le=120, description="seconds to wait for a free connection")
    total_s: float = Field(default=600, gt=0, le=7200, description="seconds for the whole call")


class Provider(Section):
    """One approved AI provider."""

    id: Id = Field(description="name in records, and before the slash in `provider/model`")
    dialect: Literal["openai", "anthropic", "gemini", "azure", "ollama", "bedrock", "cohere"] = Field(
        default="openai",
        description="the API it speaks; `openai`: Chat Completions, `anthropic`: Messages, `gemini`: generateContent, "
        "`azure`: OpenAI's under deployments, `ollama`: Ollama's own, `bedrock`: Converse, "
        "`cohere`: version 2",
    )
    allow_plain_http: bool = Field(
        default=False, description="permits `http://` to a host that is not this machine; the exception is recorded"
    )
    base_url: str = Field(
        min_length=1, max_length=2000, description="address up to and including the version, without a final slash"
    )
    api_key: ApiKey | None = Field(default=None, description="the key, best as a reference: `${OPENAI_API_KEY}`")
    api_key_file: FileName | None = Field(default=None, description="file that holds the key, instead of `api_key`")
    models: tuple[ModelName, ...] = Field(
        min_length=1, description="approved models by their exact names; `*` (any) only with `bench: true`"
    )
    default: bool = Field(default=False, description="serves a model that several providers offer")
    may_keep_conversations: bool = Field(
        default=False,
        description="permits that the provider stores conversations (`store: true`), so that callers may continue "
        "them by their id; else `store` is false on everything that is sent",
    )
    timeouts: Timeouts = Field(default=Timeouts(), description="how long to wait for this provider")
    approval: Approval | None = Field(
        default=None,
        description="why this provider may be used; without one its calls are refused until the registry of tools "
        "has decided (`chaperone tools`)",
    )

    @field_validator("base_url")
    @classmethod
    def _address(cls, url: str, info: ValidationInfo) -> str:
        message = address_fault(url, allow_plain_http=info.data.get("allow_plain_http", False))
        if message is not None:
            raise fault(message)
        return url


def address_fault(url: str, *, allow_plain_http: bool) -> str | None:
    """What is wrong with a provider's address, or None."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "must be an address such as https://api.example.org/v1"
    if parts.scheme not in {"https", "http"} or not host or any(sign in url for sign in " \t\r\n\\"):
        return "must be an address such as https://api.example.org/v1"
    if parts.username is not None or parts.query or parts.fragment or url.endswith(("?", "#")):
        return "must not hold a user name, password, query or fragment; keys go to `api_key`"
    if parts.scheme == "http" and not (is_loopback(host) or allow_plain_http):
        return "must be https; plain http needs `allow_plain_http: true` unless the host is this machine"
    return "must not end with a slash" if url.endswith("/") else None


def is_loopback(host: str) -> bool:
    """Whether a host can only be this machine; of names, only ``localhost`` is known to be."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
