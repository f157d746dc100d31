"""What an operator may set about keeping: how long, what of a call, who witnesses the log and where copies of it go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from config.fields import AUTHORITY, VERIFIER_KEY, FileName, LogName, Section, fault
from config.providers import address_fault

if TYPE_CHECKING:
    from pathlib import Path

    from config.models import Settings

YEAR_DAYS = 365

Authority: TypeAlias = Annotated[str, StringConstraints(pattern=AUTHORITY)]
"""A disposition authority number, as records hold it: without spaces."""


class Conversations(Section):
    """Redacted prompts and answers, where they are kept at all (`content.keep`)."""

    days: int = Field(default=YEAR_DAYS, ge=1, le=36_500, description="days after which a disposition is due")
    then: Literal["review", "delete"] = Field(
        default="review",
        description="`review`: they wait for `chaperone records purge`; `delete`: gone by themselves",
    )
    authority: Authority = Field(
        default="", description="disposition authority number of the schedule that permits destruction; needed to purge"
    )


class Originals(Section):
    """Prompts and answers as they were, sealed to a key that the guard cannot open; deleted by themselves."""

    days: int = Field(default=30, ge=1, le=30, description="days after which they are deleted, unless on hold")
    authority: Authority = Field(default="", description="disposition authority number, for the disposition report")


class Held(Section):
    """Content of calls that waited for a reviewer, once they are decided or have expired."""

    days: int = Field(default=30, ge=1, le=365, description="days after which it is deleted, unless on hold")
    authority: Authority = Field(default="", description="disposition authority number, for the disposition report")


class Records(Section):
    """The audit log itself: decisions, configuration, approvals, training, reviews."""

    years: int = Field(
        default=7,
        ge=6,
        le=100,
        description="years that the log is kept; nothing is ever deleted from it by the guard (six: 45 CFR 164.316)",
    )
    authority: Authority = Field(default="", description="disposition authority number of the log's records series")


class Retention(Section):
    """How long what is kept. The disclosure ledger has no setting: it stays until the parent record is destroyed."""

    records: Records = Field(default=Records(), description="the audit log")
    conversations: Conversations = Field(default=Conversations(), description="redacted prompts and answers")
    originals: Originals = Field(default=Originals(), description="sealed originals")
    held: Held = Field(default=Held(), description="content of held calls")


class Content(Section):
    """Whether text of calls is kept; off by default, and then no text of a call is ever written."""

    keep: Literal["none", "redacted", "originals"] = Field(
        default="none",
        description="`redacted`: prompt and answer with their placeholders; `originals`: also as they were, sealed to "
        "`public_key_file`",
    )
    public_key_file: FileName | None = Field(
        default=None, description="X25519 public key, PEM, for originals; its private half must not be on this machine"
    )
    part_bytes: int = Field(
        default=1_000_000, ge=1_000, le=50_000_000, description="most bytes kept of a prompt or answer; the rest is cut"
    )
    opening_hours: int = Field(default=24, ge=1, le=168, description="hours for which an approved opening holds")

    @field_validator("public_key_file")
    @classmethod
    def _with_originals(cls, name: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("keep") == "originals" and name is None:
            raise fault("is needed to keep originals: make a pair with `chaperone content keygen`")
        return name


class Vault(Section):
    """Placeholders that must mean the same at a later call: of conversations, files and batches kept by a provider."""

    days: int = Field(
        default=30,
        ge=1,
        le=30,
        description="days after which they are destroyed; the conversation cannot be continued then",
    )


class SecondSink(Section):
    """Another place for every record, which never holds up the log."""

    kind: Literal["jsonl", "syslog", "otlp"] = Field(
        description="`jsonl`: one record a line; `syslog`: the machine's system log; `otlp`: OpenTelemetry logs, HTTP"
    )
    path: FileName | None = Field(default=None, description="file of a `jsonl` sink")
    url: str | None = Field(
        default=None, max_length=2000, description="address of an `otlp` sink, up to and including `/v1/logs`"
    )
    queue: int = Field(
        default=10_000, ge=1, le=1_000_000, description="records that may wait; above it they are dropped"
    )

    @field_validator("url")
    @classmethod
    def _fits(cls, url: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if (kind == "otlp") != (url is not None):
            raise fault("belongs to a sink of kind otlp, and only there")
        if (kind == "jsonl") != (info.data.get("path") is not None):
            raise fault("`path` belongs to a sink of kind jsonl, and only there")
        return _address(url)


class TimeStamps(Section):
    """A time-stamp service (RFC 3161), which swears that a checkpoint existed at a time."""

    url: str = Field(min_length=1, max_length=2000, description="address of the service")
    certificates_file: FileName = Field(description="root certificates that the service's answers must lead to, PEM")

    @field_validator("url")
    @classmethod
    def _plain(cls, url: str) -> str:
        # A time-stamp is signed and says nothing of a call, and many services speak plain http only.
        message = address_fault(url, allow_plain_http=True)
        if message is not None and "slash" not in message:
            raise fault(message)
        return url


class WitnessedBy(Section):
    """Another Chaperone, or any C2SP witness, that cosigns our checkpoints."""

    url: str = Field(min_length=1, max_length=2000, description="its submission prefix: `https://host/witness/v1`")
    key: str = Field(
        pattern=VERIFIER_KEY, description="its public key, as `chaperone audit witness-key` prints it there"
    )

    @field_validator("url")
    @classmethod
    def _known(cls, url: str) -> str:
        return _address(url) or url


class Witness(Section):
    """Being a witness for others: which logs this installation cosigns."""

    logs: tuple[str, ...] = Field(
        default=(),
        max_length=100,
        description="public keys of the logs that are cosigned, as `chaperone audit key` says",
    )
    name: LogName | None = Field(
        default=None, description="name under which we cosign; by default `chaperone-witness/` and the tenant's id"
    )
    key_file: FileName | None = Field(
        default=None,
        description="our cosigning key, PEM; made at first start; by default `witness-key.pem` in `data_dir`",
    )

    @field_validator("logs")
    @classmethod
    def _keys(cls, logs: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.match(VERIFIER_KEY, each) for each in logs):
            raise fault("must be public keys, name+id+base64, as `chaperone audit key` prints them")
        return logs


def _address(url: str | None) -> str | None:
    message = None if url is None else address_fault(url, allow_plain_http=False)
    if message is not None:
        raise fault(message)
    return url


def rooted(settings: Settings, folder: Path) -> dict[str, Any]:
    """These settings with their paths made absolute, ready for ``model_copy(update=...)``."""

    def at(name: str | None) -> str | None:
        return None if name is None else str(folder / name)

    return {
        "retired_secret_files": tuple(str(folder / each) for each in settings.retired_secret_files),
        "content": settings.content.model_copy(update={"public_key_file": at(settings.content.public_key_file)}),
        "witness": settings.witness.model_copy(update={"key_file": at(settings.witness.key_file)}),
    }


def rooted_audit(settings: Settings, folder: Path) -> dict[str, Any]:
    """The same for what stands under ``audit``."""
    audit = settings.audit
    sinks = (
        each if each.path is None else each.model_copy(update={"path": str(folder / each.path)})
        for each in audit.second_sinks
    )
    stamps = (
        each.model_copy(update={"certificates_file": str(folder / each.certificates_file)})
        for each in audit.time_stamps
    )
    return {"second_sinks": tuple(sinks), "time_stamps": tuple(stamps)}
