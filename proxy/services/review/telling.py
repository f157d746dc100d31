"""Giving the notices of held calls that nobody decides: beside everything else, and never in its way."""

from __future__ import annotations

import asyncio
import json
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final, Literal

from proxy.errors import GuardError
from proxy.review.rows import stamp
from proxy.telemetry import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.audit.anchor import Post
    from proxy.review.notices import Notice, Notices

ACCEPTED: Final = range(200, 300)
MAIL_WITHIN_S: Final = 15.0
SAYS: Final = {
    "escalated": "A held call waits for a reviewer longer than it should.",
    "expired": "A held call was given up, because no reviewer decided it in time.",
}


class Telling:
    """One round of giving at a time, in a task of its own.

    Args:
        notices: what is to be given.
    """

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._round: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin a round, unless one is under way; returns at once."""
        if self._notices.channels and (self._round is None or self._round.done()):
            self._round = asyncio.create_task(self._give_all(), name="review-notices")

    def stop(self) -> None:
        """End the round that is under way; what it has not noted is given again by the next process."""
        if self._round is not None:
            self._round.cancel()

    async def done(self) -> None:
        """Wait for the round that is under way."""
        if self._round is not None:
            await self._round

    async def _give_all(self) -> None:
        try:
            for notice in await self._notices.take():
                await self._give(notice)
        except GuardError as error:  # the state or the log is away; what was taken comes again
            log().error("notices not given", code=error.code)

    async def _give(self, notice: Notice) -> None:
        channel = self._notices.channels.get(notice.channel, _gone)
        try:
            await asyncio.to_thread(channel, notice)
        except Exception as error:  # noqa: BLE001 # whatever a channel does, the other notices are given
            over = await self._notices.failed(notice, _cause(error))
            log().error("a notice was not given", channel=notice.channel, error=type(error).__name__, given_up=over)
        else:
            await self._notices.given(notice)


def _gone(_notice: Notice) -> None:
    """In place of a channel that is no longer configured."""
    raise OSError(0, "no such channel is configured any more")


def _cause(error: Exception) -> str:
    """What kind of failure, and nothing of its text: that may hold an address."""
    if isinstance(error, smtplib.SMTPException):
        return "mail_refused"
    return "unreachable" if isinstance(error, OSError) else "failed"


# --------------------------------------------------------------------------- channels


@dataclass(frozen=True, slots=True)
class Webhook:
    """Notices as JSON, to one address.

    Attributes:
        post: sends the request.
        url: where to.
        look: address of this guard, as reviewers reach it; empty: the path alone.
        clock: current time.
    """

    post: Post
    url: str
    look: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self, notice: Notice) -> None:
        """Raises OSError: it was not accepted."""
        body = json.dumps(told(notice, self.look, self.clock())).encode()
        answer = self.post(self.url, body, "application/json")
        if answer.status not in ACCEPTED:
            raise OSError(0, f"it answered {answer.status}")


@dataclass(frozen=True, slots=True)
class Mail:
    """Notices as letters, by SMTP.

    Attributes:
        host: the mail server.
        sender: address of the guard.
        to: addresses that are told.
        port: of the server.
        security: ``tls`` from the first byte, ``starttls``, or ``none`` for a server on this machine.
        user: login; empty: none.
        password: with it.
        look: as for `Webhook`.
        clock: current time.
    """

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    look: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self, notice: Notice) -> None:
        """Raises OSError (smtplib's errors are): it was not accepted."""
        with self._server() as server:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(self.letter(notice))

    def letter(self, notice: Notice) -> EmailMessage:
        """The letter of a notice."""
        facts = told(notice, self.look, self.clock())
        made = EmailMessage()
        made["Subject"] = f"Chaperone: held call {notice.about} ({notice.severity})"
        made["From"], made["To"] = self.sender, ", ".join(self.to)
        made["Message-ID"] = f"<{notice.id}@chaperone>"
        made["Auto-Submitted"] = "auto-generated"
        lines = (f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if name != "event")
        made.set_content("\n".join([SAYS[notice.about], "", *lines, ""]))
        return made

    def _server(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=MAIL_WITHIN_S, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=MAIL_WITHIN_S)


def told(notice: Notice, look: str, now: datetime) -> dict[str, Any]:
    """What a notice says: nothing of the call, of its caller or of anybody in it."""
    return {
        "event": f"hold.{notice.about}",
        "ticket": notice.ticket,
        "severity": notice.severity,
        "held_at": stamp(notice.opened_at),
        "due_at": stamp(notice.due_at),
        "age_s": max(0, int((now - notice.opened_at).total_seconds())),
        "link": f"{look.rstrip('/')}/v1/reviews/{notice.ticket}",
    }
