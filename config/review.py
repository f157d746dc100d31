"""What an operator may set about people in the loop: the review queue, who answers for what, reviews of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator

from config.fields import PERSON, HostName, Section, fault
from config.providers import address_fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Person: TypeAlias = Annotated[str, StringConstraints(pattern=PERSON)]
Purpose: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,59}$")]
Address: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$", max_length=254)]
SeverityName: TypeAlias = Literal["S1", "S2", "S3", "S4"]
Hours: TypeAlias = float
YEAR_H = 8_784


class NoticeMail(Section):
    """Letters about held calls that nobody decides, by SMTP."""

    host: HostName = Field(description="the mail server")
    port: int = Field(default=587, ge=1, le=65_535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls`, `tls` from the first byte, or `none` for a server on this machine"
    )
    user: str = Field(default="", max_length=200, description="login at the server; empty: none")
    password: SecretStr = Field(default=SecretStr(""), description="password of the login, as a `${REFERENCE}`")
    sender: Address = Field(description="address that the letters come from")
    to: tuple[Address, ...] = Field(min_length=1, max_length=50, description="addresses that are told")

    @model_validator(mode="after")
    def _protected(self) -> Self:
        if self.security == "none" and self.host not in {"127.0.0.1", "::1", "localhost"}:
            raise fault("may go without TLS only to a server on this machine")
        return self


class Notify(Section):
    """Who is told when a held call is escalated or given up: ticket, severity, age and link, nothing of the call."""

    webhook: str | None = Field(
        default=None, max_length=2000, description="address that gets each notice as JSON (POST); https"
    )
    mail: NoticeMail | None = Field(default=None, description="letters by SMTP")
    link: str = Field(
        default="", max_length=200, description="address of this guard as reviewers reach it, for the link in a notice"
    )

    @field_validator("webhook")
    @classmethod
    def _https(cls, url: str | None) -> str | None:
        message = None if url is None else address_fault(url, allow_plain_http=False)
        if message is not None:
            raise fault(message)
        return url


class Review(Section):
    """The queue of held calls, and the reviews of answers."""

    queue: bool = Field(default=True, description="keep held calls for reviewers; without it they are refused")
    answer_within_h: Hours = Field(
        default=8, gt=0, le=YEAR_H, description="hours in which a reviewer should decide: the service level"
    )
    escalate_after_h: Hours = Field(
        default=24, gt=0, le=YEAR_H, description="hours after which an undecided call is announced as overdue"
    )
    expire_after_h: Hours = Field(
        default=168, gt=0, le=YEAR_H, description="hours after which an undecided call is given up"
    )
    valid_for_h: Hours = Field(
        default=168, gt=0, le=YEAR_H, description="hours for which a release, or a denial, counts for the same content"
    )
    two_people_from: SeverityName = Field(
        default="S4", description="least severity of which two people must release a call"
    )
    most_open: int = Field(default=20, ge=1, le=1_000, description="undecided calls that one caller may have")
    notify: Notify = Field(default=Notify(), description="who is told when nobody decides a held call")
    acknowledge: Literal["count", "mark"] = Field(
        default="count",
        description="what happens to answers that a person must review: `count` how many were, or also `mark` each "
        "until it was",
    )
    acknowledge_from: SeverityName = Field(
        default="S3", description="least severity of a call whose answer must be acknowledged"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.answer_within_h <= self.escalate_after_h <= self.expire_after_h:
            raise fault("needs answer_within_h <= escalate_after_h <= expire_after_h")
        return self


def job_faults(callers: list[tuple[int, Mapping[str, Any]]], policy: object) -> Iterator[tuple[int, str, str]]:
    """Jobs without an owner or an approved purpose, and purposes nobody approved: index, setting, message."""
    purposes = policy.get("purposes") if isinstance(policy, dict) else None
    approved = purposes if isinstance(purposes, dict) else {}
    for index, caller in callers:
        purpose = caller.get("purpose") or ""
        if caller.get("kind") == "job":
            for needed in ("owner", "purpose"):
                if not caller.get(needed):
                    yield index, needed, "must be given for a job: a person answers for it, and its purpose is approved"
        if isinstance(purpose, str) and purpose and purpose not in approved:
            yield index, "purpose", "is not in `policy.purposes`, where approved purposes stand"
