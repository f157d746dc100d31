"""Notices of calls that nobody decides: given once by one process, tried again, given up on record, in nobody's way."""

from __future__ import annotations

import json
import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import pytest
from held_calls import TERMS, new_hold

from proxy.review.notices import PAUSES, Notice, Notices
from proxy.review.sealed import Sealer
from proxy.review.store import HoldStore
from proxy.services.review.telling import Mail, Telling, Webhook
from proxy.upstream import Posted

if TYPE_CHECKING:
    from held_calls import Clock, Log

    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox
    from proxy.review.states import Hold

ALLOWED = {"event", "ticket", "severity", "held_at", "due_at", "age_s", "link"}


class Channel:
    """Takes notices, or does not."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.error: Exception | None = None
        self.tries = 0

    def __call__(self, notice: Notice) -> None:
        self.tries += 1
        if self.error:
            raise self.error
        self.notices.append(notice)


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def notices(state: StateDatabase, outbox: Outbox, channel: Channel, clock: Clock) -> Notices:
    return Notices(state, outbox, {"webhook": channel}, clock)


async def held(state: StateDatabase, outbox: Outbox, notices: Notices, clock: Clock) -> tuple[HoldStore, Hold]:
    store = HoldStore(state, outbox, Sealer(b"k" * 32), notices=notices)
    hold = await store.open(new_hold(clock.now), {"call": b"{}"}, most_open=3, now=clock.now)
    return store, hold


async def given(telling: Telling) -> None:
    telling.begin()
    await telling.done()


async def test_an_escalation_and_the_end_are_told_once_by_one_of_two_processes(  # noqa: PLR0917 # fixtures
    state: StateDatabase, outbox: Outbox, notices: Notices, channel: Channel, clock: Clock, log: Log
) -> None:
    store, hold = await held(state, outbox, notices, clock)
    one, other = Telling(notices), Telling(Notices(state, outbox, {"webhook": channel}, clock))
    clock.forward(hours=25)
    await store.tend(TERMS, clock.now)
    for _ in range(2):
        await given(one)
        await given(other)
    clock.forward(hours=50)
    await store.tend(TERMS, clock.now)
    await given(other)
    await given(one)
    assert [(each.ticket, each.about) for each in channel.notices] == [
        (hold.ticket, "escalated"),
        (hold.ticket, "expired"),
    ]
    assert log.told(hold.ticket).count("hold.notified") == 2
    assert log.events[-1].detail["channel"] == "webhook"


async def test_what_fails_is_tried_again_with_pauses_and_then_given_up_on_record(  # noqa: PLR0917 # fixtures
    state: StateDatabase, outbox: Outbox, notices: Notices, channel: Channel, clock: Clock, log: Log
) -> None:
    store, hold = await held(state, outbox, notices, clock)
    channel.error = OSError("https://hooks.example.org/secret did not answer")
    clock.forward(hours=25)
    await store.tend(TERMS, clock.now)
    telling = Telling(notices)
    for pause in (*PAUSES, timedelta(hours=1)):
        await given(telling)
        await given(telling)  # too early
        clock.forward(seconds=pause.total_seconds())
    assert channel.tries == len(PAUSES) + 1
    assert log.told(hold.ticket)[-1] == "hold.not_notified"
    assert log.events[-1].detail["cause"] == "unreachable"
    assert "secret" not in json.dumps([dict(each.detail) for each in log.events])
    channel.error = None
    await given(telling)
    assert channel.notices == []


async def test_a_notice_outlives_its_process_and_a_channel_that_hangs_up(
    state: StateDatabase, outbox: Outbox, notices: Notices, channel: Channel, clock: Clock
) -> None:
    store, _ = await held(state, outbox, notices, clock)
    clock.forward(hours=25)
    await store.tend(TERMS, clock.now)
    assert len(await notices.take()) == 1  # and its process dies here
    assert await notices.take() == []
    clock.forward(seconds=PAUSES[0].total_seconds())
    await given(Telling(notices))
    assert len(channel.notices) == 1


async def test_without_a_channel_nothing_is_taken_down(state: StateDatabase, outbox: Outbox, clock: Clock) -> None:
    nobody = Notices(state, outbox, {}, clock)
    store, _ = await held(state, outbox, nobody, clock)
    clock.forward(hours=25)
    await store.tend(TERMS, clock.now)
    assert await nobody.take() == []


def notice(clock: Clock) -> Notice:
    hold = new_hold(clock.now)
    return Notice("n", "default", hold.ticket, "req_1", "escalated", "mail", "S4", hold.opened_at, hold.due_at, 1)


def test_a_webhook_gets_a_ticket_and_nothing_of_the_call(clock: Clock) -> None:
    sent: list[Any] = []

    def post(url: str, body: bytes, kind: str) -> Posted:
        sent.append((url, json.loads(body), kind))
        return Posted(204, "", b"")

    asked = notice(clock)
    clock.forward(hours=25)
    Webhook(post, "https://hooks.example.org/x", "https://guard.example.org/", clock)(asked)
    ((url, body, kind),) = sent
    assert (url, kind, set(body)) == ("https://hooks.example.org/x", "application/json", ALLOWED)
    assert body["age_s"] == 25 * 3600
    assert body["link"] == f"https://guard.example.org/v1/reviews/{asked.ticket}"
    with pytest.raises(OSError, match="answered 500"):
        Webhook(lambda *_: Posted(500, "", b""), "https://x", clock=clock)(asked)


class Server:
    """In place of a mail server."""

    log: list[str]
    letters: list[Any]

    def __init__(self, host: str, port: int, **_: object) -> None:
        self.log.append(f"{host}:{port}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("quit")

    def starttls(self, **how: Any) -> None:
        assert how["context"].check_hostname
        self.log.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.log.append(f"login {user} {password}")

    def send_message(self, letter: Any) -> None:
        self.letters.append(letter)


def test_a_letter_goes_over_tls_before_the_login(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    log: list[str] = []
    letters: list[Any] = []
    monkeypatch.setattr(Server, "log", log, raising=False)
    monkeypatch.setattr(Server, "letters", letters, raising=False)
    monkeypatch.setattr(smtplib, "SMTP", Server)
    mail = Mail("mail.example.org", "guard@example.org", ("a@example.org", "b@example.org"), user="u", password="pw")
    assert "pw" not in repr(mail)
    mail(notice(clock))
    assert log == ["mail.example.org:587", "starttls", "login u pw", "quit"]
    (letter,) = letters
    assert letter["To"] == "a@example.org, b@example.org"
    text = letter.get_content()
    assert "waits for a reviewer longer" in text
    assert {line.partition(":")[0].replace(" ", "_") for line in text.splitlines() if ": " in line} < ALLOWED
