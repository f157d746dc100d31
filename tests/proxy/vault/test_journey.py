"""Conversations that a provider keeps, over three turns: the same values, the same placeholders, nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from keeping_provider import KeepingProvider
from kept_conversations import FIRST, NAME, OTHER, PHONE, KeptConversations, events_of, text_of

from proxy.errors import StateUnavailable
from proxy.exchange.kept import Kind
from proxy.vault.nouns import Owner
from proxy.vault.payload import joined
from proxy.vault.tables import vault_entry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

TOKEN = re.compile(r"\[[A-Z]+_\d+[A-Z]+_[0-9B-Z]{5}\]")


@pytest.fixture
def provider() -> Iterator[KeepingProvider]:
    with KeepingProvider() as running:
        yield running


@pytest.fixture
async def guard(provider: KeepingProvider, tmp_path: Path) -> AsyncIterator[KeptConversations]:
    async with KeptConversations(tmp_path, provider.base_url) as running:
        yield running


def no_value_left(provider: KeepingProvider) -> None:
    for value in (NAME, FIRST, OTHER, PHONE):
        assert value not in provider.everything


async def test_three_turns_keep_their_placeholders_and_restore_earlier_values(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    first = await guard.respond(f"{NAME} called from {PHONE}.")
    second = await guard.respond(f"What did {FIRST} want?", previous_response_id=first.json()["id"])
    third = await guard.respond(f"{OTHER} asks about {NAME}.", previous_response_id=second.json()["id"])
    assert text_of(first) == f"{NAME} called from {PHONE}."
    assert text_of(second) == f"{NAME} called from {PHONE}. | What did {FIRST} want?"
    assert text_of(third) == f"{NAME} called from {PHONE}. | What did {FIRST} want? | {OTHER} asks about {NAME}."
    no_value_left(provider)
    said = provider.inputs[third.json()["id"]]
    (person, _), (short,), (other, again) = (TOKEN.findall(text) for text in said)
    assert again == person
    assert short.startswith("[PERSON_")
    assert short != person
    assert short.split("_")[1][:-1] == person.split("_")[1][:-1], "one person, one number"
    assert other.split("_")[1][:-1] != person.split("_")[1][:-1]


async def test_the_record_says_that_the_provider_keeps_it(guard: KeptConversations) -> None:
    first = await guard.respond(f"{NAME} called.")
    await guard.respond("And?", previous_response_id=first.json()["id"])
    intents, finals = guard.told("request.intent"), guard.told("request.final")
    assert [each["provider_keeps"] for each in intents] == [True, True]
    assert [each.get("recalled") for each in intents] == [None, 1]
    assert [each["vault_kept"] for each in finals] == [1, 1]


async def test_streamed_turns_and_a_streamed_fetch_restore_alike(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    first = await guard.respond(f"{NAME} called from {PHONE}.", stream=True)
    name = events_of(first)[0]["response"]["id"]
    second = await guard.respond("And?", stream=True, previous_response_id=name)
    assert text_of(second) == f"{NAME} called from {PHONE}. | And?"
    fetched = await guard.call("GET", f"/v1/responses/{name}?stream=true")
    assert fetched.text == first.text
    assert text_of(await guard.call("GET", f"/v1/responses/{name}")) == text_of(first)
    no_value_left(provider)


@pytest.mark.parametrize("seen", [0, 1, 3, 6])
async def test_a_stream_is_taken_up_where_the_client_left_it(
    guard: KeptConversations, provider: KeepingProvider, seen: int
) -> None:
    whole = events_of(await guard.respond(f"{NAME} called from {PHONE} about the bus.", stream=True))
    path = f"/v1/responses/{whole[0]['response']['id']}?stream=true&starting_after={seen}"
    rest = events_of(await guard.call("GET", path))
    assert rest == whole[seen + 1 :]
    assert "starting_after" not in provider.received[-1][1]


async def test_input_items_come_back_as_they_were_sent(guard: KeptConversations, provider: KeepingProvider) -> None:
    first = await guard.respond(f"{NAME} called.")
    second = await guard.respond(f"{OTHER} too.", previous_response_id=first.json()["id"])
    got = await guard.call("GET", f"/v1/responses/{second.json()['id']}/input_items?limit=5&order=asc")
    assert [each["content"][0]["text"] for each in got.json()["data"]] == [f"{NAME} called.", f"{OTHER} too."]
    assert provider.received[-1][1].endswith("/input_items?limit=5&order=asc")


async def test_a_background_response_is_fetched_restored(guard: KeptConversations) -> None:
    queued = await guard.respond(f"{NAME} called.", background=True)
    assert queued.json()["status"] == "queued"
    assert text_of(await guard.call("GET", f"/v1/responses/{queued.json()['id']}")) == f"{NAME} called."
    cancelled = await guard.call("POST", f"/v1/responses/{queued.json()['id']}/cancel")
    assert cancelled.json()["status"] == "cancelled"


async def test_values_that_the_caller_did_not_send_stay_masked_when_fetched(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    provider.says = " Her SSN is 536-90-4399."
    first = await guard.respond(f"{NAME} called.")
    fetched = await guard.call("GET", f"/v1/responses/{first.json()['id']}")
    assert text_of(fetched) == text_of(first)
    assert "536-90-4399" not in fetched.text
    assert NAME in fetched.text


@pytest.mark.parametrize("who", ["ben", "cho"])
async def test_nobody_else_continues_fetches_or_deletes_it(
    guard: KeptConversations, provider: KeepingProvider, who: str
) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    before = len(provider.received)
    refused = await guard.respond("And?", who=who, previous_response_id=name)
    assert refused.status_code == 400
    assert refused.json()["error"]["param"] == "previous_response_id"
    assert "Send the whole conversation" in refused.json()["error"]["message"]
    for method, path in (("GET", ""), ("GET", "/input_items"), ("POST", "/cancel"), ("DELETE", "")):
        answer = await guard.call(method, f"/v1/responses/{name}{path}", who=who)
        assert answer.status_code == 404
        assert NAME not in answer.text
    assert len(provider.received) == before
    assert [each["error_code"] for each in guard.told("request.refused")] == ["invalid_request", *["not_found"] * 4]


async def test_an_id_that_nobody_made_here_is_not_asked_for(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    provider.responses["resp_elsewhere1"] = {"id": "resp_elsewhere1"}
    assert (await guard.call("GET", "/v1/responses/resp_elsewhere1")).status_code == 404
    assert (await guard.respond("And?", previous_response_id="resp_elsewhere1")).status_code == 400
    assert provider.received == []


async def test_another_provider_does_not_continue_it(guard: KeptConversations, provider: KeepingProvider) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    await guard.restart(allowed=guard.allowed | {"openai-2"})
    refused = await guard.respond("And?", model="other", previous_response_id=name)
    assert refused.status_code == 400
    assert len(provider.received) == 1


async def test_what_has_expired_is_not_continued(guard: KeptConversations, provider: KeepingProvider) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    guard.now += timedelta(days=30)
    assert (await guard.respond("And?", previous_response_id=name)).status_code == 400
    assert (await guard.call("GET", f"/v1/responses/{name}")).status_code == 404
    assert await guard.vault.purge_expired() == 1
    assert len(provider.received) == 1


async def test_a_change_of_the_secret_loses_nothing_while_the_old_one_is_kept(guard: KeptConversations) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    await guard.restart(secrets=(b"w" * 32, b"v" * 32))
    second = await guard.respond(f"{NAME} and {OTHER}?", previous_response_id=name)
    assert text_of(second) == f"{NAME} called. | {NAME} and {OTHER}?"
    await guard.restart(secrets=(b"w" * 32,))
    assert (await guard.respond("And?", previous_response_id=name)).status_code == 400
    third = await guard.respond("And?", previous_response_id=second.json()["id"])
    assert text_of(third).startswith(f"{NAME} called.")


async def test_ciphertext_from_another_row_does_not_open(guard: KeptConversations, provider: KeepingProvider) -> None:
    mine = (await guard.respond(f"{NAME} called.")).json()["id"]
    theirs = (await guard.respond(f"{OTHER} called.", who="ben")).json()["id"]
    with guard.state.transaction() as db:
        rows = {row.caller: row.sealed for row in db.execute(vault_entry.select())}
        for one, other in (("ana", "ben"), ("ben", "ana")):
            db.execute(vault_entry.update().where(vault_entry.c.caller == one).values(sealed=rows[other]))
    before = len(provider.received)
    for who, name in (("ana", mine), ("ben", theirs)):
        answer = await guard.respond("And?", who=who, previous_response_id=name)
        assert answer.status_code == 503
        assert (await guard.call("GET", f"/v1/responses/{name}", who=who)).status_code == 503
    assert len(provider.received) == before


async def test_a_map_that_could_not_be_kept_fails_closed_at_the_next_turn(
    guard: KeptConversations, provider: KeepingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StateUnavailable("away")

    monkeypatch.setattr(guard.vault, "keep_all", away)
    first = await guard.respond(f"{NAME} called.")
    assert text_of(first) == f"{NAME} called.", "the answer is there, and says nothing that it should not"
    assert "vault_kept" not in guard.told("request.final")[0]
    refused = await guard.respond("And?", previous_response_id=first.json()["id"])
    assert refused.status_code == 400
    assert len(provider.received) == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_nothing_is_stored_at_the_provider_while_the_vault_is_away(
    guard: KeptConversations, provider: KeepingProvider, *, stream: bool
) -> None:
    away, back = ("vault_entry", "vault_away"), ("vault_away", "vault_entry")
    for old, new in (away, back):
        with guard.state.transaction() as db:
            db.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))
        asked = [
            await guard.respond(f"{NAME} called.", stream=stream),
            await guard.call("POST", "/v1/conversations", {"items": [{"role": "user", "content": NAME}]}),
        ]
        assert [each.status_code for each in asked] == ([503] * 2 if new == "vault_away" else [200] * 2)
        if new == "vault_away":
            assert provider.received == []
            assert (await guard.respond("Hello.", store=False)).status_code == 200, "nothing needs to be kept of this"
            provider.received.clear()
    assert [each["outcome"] for each in guard.told("request.final")][:2] == ["guard_error"] * 2


async def test_a_conversation_whose_map_cannot_be_kept_does_not_grow(
    guard: KeptConversations, provider: KeepingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StateUnavailable("away")

    name = (await guard.call("POST", "/v1/conversations", {})).json()["id"]
    before = len(provider.received)
    with monkeypatch.context() as patch:
        patch.setattr(guard.vault, "keep_all", away)
        assert (await guard.respond(f"{NAME} called.", conversation=name)).status_code == 503
    assert len(provider.received) == before
    assert guard.told("request.final")[-1]["outcome"] == "guard_error"
    assert text_of(await guard.respond(f"{OTHER} called.", conversation=name)) == f"{OTHER} called."


async def test_what_is_deleted_is_forgotten(guard: KeptConversations) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    assert (await guard.call("DELETE", f"/v1/responses/{name}")).json()["deleted"] is True
    assert (await guard.call("GET", f"/v1/responses/{name}")).status_code == 404
    assert await guard.vault.held("north") == []


async def test_two_turns_at_once_never_share_a_placeholder(guard: KeptConversations, provider: KeepingProvider) -> None:
    made = await guard.call("POST", "/v1/conversations", {"items": [{"role": "user", "content": "Hello"}]})
    name, ana = made.json()["id"], Owner("north", "ana")
    # Both begin with what is known now: the second does not see what the first brought, and counts as it did.
    known = await guard.vault.recall(ana, Kind.CONVERSATION, name)
    await guard.respond(f"{NAME} called.", conversation=name)
    first = await guard.vault.recall(ana, Kind.CONVERSATION, name)
    assert known is not None
    assert first is not None
    await guard.vault.keep(ana, Kind.CONVERSATION, name, known)
    await guard.respond(f"{OTHER} called.", conversation=name)
    await guard.vault.keep_all(ana, [(Kind.CONVERSATION, name)], first, join=joined)
    last = await guard.respond("And?", conversation={"id": name})
    assert text_of(last) == f"Hello | {NAME} called. | {OTHER} called. | And?"

    assert text_of(await guard.respond(f"{FIRST}?", conversation=name)).endswith(f"{FIRST}?")
    numbers = [token.split("_")[1] for text in provider.conversations[name][1:3] for token in TOKEN.findall(text)]
    assert len(set(numbers)) == 1, "both counted from one"
    no_value_left(provider)


# --------------------------------------------------------------------------- where the provider may keep nothing


@pytest.mark.parametrize("store", [None, True, False])
async def test_by_default_nothing_is_stored_and_the_record_says_so(
    guard: KeptConversations, provider: KeepingProvider, store: Any
) -> None:
    await guard.restart(allowed=frozenset())
    asked = {} if store is None else {"store": store}
    first = await guard.respond(f"{NAME} called.", **asked)
    assert text_of(first) == f"{NAME} called."
    assert b'"store":false' in provider.received[-1][2]
    assert guard.told("request.intent")[0].get("provider_keeps") is (None if store is False else False)
    assert provider.responses == {}
    assert await guard.vault.held("north") == []


async def test_a_caller_who_wants_nothing_stored_is_heard_where_storing_is_allowed(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    first = await guard.respond(f"{NAME} called.", store=False)
    assert b'"store":false' in provider.received[-1][2]
    assert (await guard.respond("And?", previous_response_id=first.json()["id"])).status_code == 400
    assert await guard.vault.held("north") == []


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"previous_response_id": "resp_1a"}, "previous_response_id"),
        ({"conversation": "conv_1a"}, "conversation"),
        ({"conversation": {"id": "conv_1a"}}, "conversation"),
        ({"background": True}, "background"),
    ],
)
async def test_without_storing_what_needs_it_is_refused_in_one_sentence(
    guard: KeptConversations, provider: KeepingProvider, members: dict, param: str
) -> None:
    await guard.restart(allowed=frozenset())
    for path in ("/v1/responses", "/v1/responses/input_tokens"):
        if param == "background" and path.endswith("tokens"):
            continue
        answer = await guard.call("POST", path, {"model": "small", "input": "And?", **members})
        assert answer.status_code == 400
        assert answer.json()["error"]["param"] == param
    assert provider.received == []


async def test_without_storing_no_conversation_is_made(guard: KeptConversations, provider: KeepingProvider) -> None:
    await guard.restart(allowed=frozenset())
    for path, body in (
        ("/v1/conversations", {"items": [{"role": "user", "content": NAME}]}),
        ("/v1beta/cachedContents", {"model": "models/gemini-small", "contents": [{"parts": [{"text": NAME}]}]}),
    ):
        answer = await guard.call("POST", path, body)
        assert answer.status_code == 400
        assert "keep nothing" in answer.json()["error"]["message"]
    assert provider.received == []
