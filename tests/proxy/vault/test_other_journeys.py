"""Conversations, stored chat completions and Gemini's cached contents: kept, fetched, changed and deleted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from keeping_provider import KeepingProvider
from kept_conversations import NAME, OTHER, PHONE, KeptConversations, text_of

from proxy.wire.envelopes import id_header
from proxy.wire.stored_routes import STORED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CHAT = "/v1/chat/completions"


@pytest.fixture
def provider() -> Iterator[KeepingProvider]:
    with KeepingProvider() as running:
        yield running


@pytest.fixture
async def guard(provider: KeepingProvider, tmp_path: Path) -> AsyncIterator[KeptConversations]:
    async with KeptConversations(tmp_path, provider.base_url) as running:
        yield running


def no_value_left(provider: KeepingProvider) -> None:
    for value in (NAME, OTHER, PHONE):
        assert value not in provider.everything


def message(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


async def test_a_conversation_grows_by_items_and_by_turns(guard: KeptConversations, provider: KeepingProvider) -> None:
    made = await guard.call("POST", "/v1/conversations", {"items": [message(f"{NAME} called.")], "metadata": {}})
    name = made.json()["id"]
    added = await guard.call("POST", f"/v1/conversations/{name}/items", {"items": [message(f"From {PHONE}.")]})
    assert added.json()["data"][0]["content"][0]["text"] == f"From {PHONE}."
    first = await guard.respond(f"{OTHER} too.", conversation=name)
    assert text_of(first) == f"{NAME} called. | From {PHONE}. | {OTHER} too."
    items = await guard.call("GET", f"/v1/conversations/{name}/items")
    assert [each["content"][0]["text"] for each in items.json()["data"]] == [
        f"{NAME} called.", f"From {PHONE}.", f"{OTHER} too.",
    ]  # fmt: skip
    no_value_left(provider)


@pytest.mark.parametrize("who", ["ben", "cho"])
async def test_nobody_else_reaches_a_conversation(
    guard: KeptConversations, provider: KeepingProvider, who: str
) -> None:
    made = await guard.call("POST", "/v1/conversations", {"items": [message(f"{NAME} called.")]})
    path = f"/v1/conversations/{made.json()['id']}"
    before = len(provider.received)
    for method, more in (("GET", ""), ("DELETE", ""), ("GET", "/items"), ("GET", "/items/msg_1"), ("POST", "/items")):
        body = {"items": [message("Hi")]} if method == "POST" else None
        assert (await guard.call(method, path + more, body, who=who)).status_code == 404
    assert (await guard.respond("And?", conversation=made.json()["id"], who=who)).status_code == 400
    assert len(provider.received) == before


async def test_a_deleted_conversation_is_forgotten(guard: KeptConversations) -> None:
    made = await guard.call("POST", "/v1/conversations", {})
    path = f"/v1/conversations/{made.json()['id']}"
    assert (await guard.call("DELETE", path)).json()["deleted"] is True
    assert (await guard.call("GET", path + "/items")).status_code == 404


async def test_a_stored_chat_completion_is_fetched_changed_and_deleted(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    asked = {"model": "small", "messages": [message(f"{NAME} called.")], "store": True}
    name = (await guard.call("POST", CHAT, asked)).json()["id"]
    path = f"{CHAT}/{name}"
    got = await guard.call("GET", path)
    assert got.json()["choices"][0]["message"]["content"] == f"{NAME} called."
    changed = await guard.call("POST", path, {"metadata": {"about": OTHER}})
    assert changed.json()["metadata"] == {"about": OTHER}
    assert (await guard.call("GET", path)).json()["metadata"] == {"about": OTHER}
    listed = await guard.call("GET", path + "/messages?limit=2")
    assert [each["content"] for each in listed.json()["data"]] == [f"{NAME} called."]
    no_value_left(provider)
    before = len(provider.received)
    for method, more in (("GET", ""), ("POST", ""), ("GET", "/messages"), ("DELETE", "")):
        answer = await guard.call(method, path + more, {"metadata": {}} if method == "POST" else None, who="ben")
        assert answer.status_code == 404
    assert len(provider.received) == before
    assert (await guard.call("DELETE", path)).json()["deleted"] is True
    assert (await guard.call("GET", path)).status_code == 404


async def test_a_chat_completion_is_stored_only_when_asked(guard: KeptConversations, provider: KeepingProvider) -> None:
    asked = {"model": "small", "messages": [message(f"{NAME} called.")]}
    name = (await guard.call("POST", CHAT, asked)).json()["id"]
    assert b"store" not in provider.received[-1][2]
    assert (await guard.call("GET", f"{CHAT}/{name}")).status_code == 404
    await guard.restart(allowed=frozenset())
    await guard.call("POST", CHAT, {**asked, "store": True})
    assert b'"store":false' in provider.received[-1][2]
    assert provider.completions == {}


@pytest.mark.parametrize("path", [CHAT, "/v1beta/cachedContents", "/v1/cachedContents"])
async def test_lists_of_everybodys_are_refused(guard: KeptConversations, provider: KeepingProvider, path: str) -> None:
    answer = await guard.call("GET", path)
    assert answer.status_code == 404
    assert provider.received == []


async def test_cached_content_is_built_upon_by_whoever_made_it(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    def said(text: str) -> list[dict]:
        return [{"role": "user", "parts": [{"text": text}]}]

    asked = {"model": "models/gemini-small", "contents": said(f"{NAME} called."), "displayName": OTHER, "ttl": "300s"}
    made = await guard.call("POST", "/v1beta/cachedContents", asked)
    name = made.json()["name"]
    assert made.json()["displayName"] == OTHER
    use = {"contents": said(f"What did {NAME} say?"), "cachedContent": name}
    path = "/v1beta/models/gemini-small:generateContent"
    answer = await guard.call("POST", path, use)
    text = answer.json()["candidates"][0]["content"]["parts"][0]["text"]
    assert text == f"{NAME} called. | What did {NAME} say?"
    assert (await guard.call("GET", f"/v1beta/{name}")).json()["displayName"] == OTHER
    no_value_left(provider)
    before = len(provider.received)
    assert (await guard.call("POST", path, use, who="ben")).status_code == 400
    assert (await guard.call("GET", f"/v1beta/{name}", who="ben")).status_code == 404
    assert len(provider.received) == before
    assert (await guard.call("DELETE", f"/v1beta/{name}")).status_code == 200
    assert (await guard.call("POST", path, use)).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "limit=1&who=Marisol+Ochoa",
        "after=536904399",
        "after=msg_536904399",
        "order=up",
        "include[]=536-90-4399",
        "limit=a",
    ],
)
async def test_nothing_hides_in_a_query(guard: KeptConversations, provider: KeepingProvider, query: str) -> None:
    name = (await guard.respond("Hello")).json()["id"]
    answer = await guard.call("GET", f"/v1/responses/{name}/input_items?{query}")
    assert answer.status_code == 400
    assert "Marisol" not in answer.text
    assert not any(value in answer.text for value in ("536904399", "536-90"))
    assert len(provider.received) == 1


async def test_every_such_call_has_its_record(guard: KeptConversations) -> None:
    name = (await guard.respond(f"{NAME} called.")).json()["id"]
    await guard.call("GET", f"/v1/responses/{name}")
    await guard.call("DELETE", f"/v1/responses/{name}")
    told = [(each["operation"], each["route"], each["provider"]) for each in guard.told("request.intent")]
    one = "/v1/responses/{id}"
    assert told == [
        ("responses", "/v1/responses", "openai-1"),
        ("responses_get", one, "openai-1"),
        ("responses_delete", one, "openai-1"),
    ]
    assert [each["outcome"] for each in guard.told("request.final")] == ["completed"] * 3
    assert all(NAME not in str(event) and name not in str(event.detail) for event in guard.events)


# --------------------------------------------------------------------------- every route, and the operator's


def asked(route) -> tuple[str, dict | None]:
    path = route.path.replace("{id}", "nobodys1").replace("{item}", "msg_1")
    return path, {} if route.has_body and route.codec.takes is not None else None


@pytest.mark.parametrize("route", STORED, ids=lambda route: f"{route.method} {route.path}")
async def test_every_route_knows_its_callers_and_their_things(
    guard: KeptConversations, provider: KeepingProvider, route
) -> None:
    path, body = asked(route)
    assert (await guard.call(route.method, path, body, who="nobody")).status_code == 401
    assert (await guard.call(route.method, path, body, who="records")).status_code == 403
    answer = await guard.call(route.method, path, body)
    assert answer.headers[id_header(route.dialect)].startswith("req_")
    if route.kind is not None:
        assert answer.status_code == 404
        assert "made through the guard with your key" in answer.json()["error"]["message"]
        assert guard.told("request.refused")[-1]["route"] == route.path
        assert provider.received == []


async def test_the_records_role_sees_how_much_is_kept_and_empties_it(guard: KeptConversations) -> None:
    for who in ("ana", "ben"):
        await guard.respond(f"{NAME} called.", who=who)
    where = "/records/v1/vault"
    shown = await guard.call("GET", where, who="records")
    assert shown.json()["providers"] == ["gemini-1", "openai-1"]
    assert [(each["kind"], each["entries"]) for each in shown.json()["kinds"]] == [("response", 2)]
    for wrong in ({}, {"everything": True, "caller": "ana"}, {"kind": "letters"}, {"name": "resp_1"}):
        assert (await guard.call("POST", where + "/purge", wrong, who="records")).status_code == 400
    done = await guard.call("POST", where + "/purge", {"caller": "ana"}, who="records")
    assert done.json() == {"destroyed": 1}
    assert [each["for_caller"] for each in guard.told("vault")] == ["ana"]
    for method, path in (("GET", where), ("POST", where + "/purge")):
        assert (await guard.call(method, path, {"everything": True})).status_code == 403
    assert await guard.vault.count("north") == 1


@pytest.mark.parametrize("asked", [{}, {"store": None}, {"store": True}, {"store": False}])
@pytest.mark.parametrize("allowed", [frozenset(), frozenset({"openai-1"})])
async def test_a_provider_that_stores_what_it_is_not_told_to_leave_is_always_told(
    guard: KeptConversations, provider: KeepingProvider, allowed: frozenset[str], asked: dict
) -> None:
    guard.storing = frozenset({"openai-1"})
    await guard.restart(allowed=allowed)
    done = await guard.call("POST", CHAT, {"model": "small", "messages": [message(f"{NAME} called.")], **asked})
    assert done.status_code == 200
    stored = bool(allowed) and asked.get("store") is True
    assert json.loads(provider.received[-1][2])["store"] is stored
    assert bool(provider.completions) is stored
    other = await guard.call("POST", CHAT, {"model": "other", "messages": [message("Hello")]})
    assert other.status_code == 200
    assert "store" not in json.loads(provider.received[-1][2]), "others may refuse what they do not know"


async def test_two_conversations_at_once_restore_no_value_of_the_one_for_that_of_the_other(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    made = await guard.call("POST", "/v1/conversations", {"items": [message(f"{OTHER} called.")]})
    first = (await guard.respond(f"{NAME} called.")).json()["id"]
    assert provider.inputs[first] == provider.conversations[made.json()["id"]], "both counted from one"
    both = await guard.respond("Who?", previous_response_id=first, conversation=made.json()["id"])
    assert NAME not in text_of(both)
    assert OTHER not in text_of(both)
    assert text_of(both).startswith(provider.inputs[first][0])


@pytest.mark.parametrize("asked", ["Marisol%20Ochoa%20536-90-4399", "%2e%2e", "ssn_536-90-4399"])
async def test_nothing_but_an_id_is_asked_for_in_a_conversation(
    guard: KeptConversations, provider: KeepingProvider, asked: str
) -> None:
    name = (await guard.call("POST", "/v1/conversations", {})).json()["id"]
    before = len(provider.received)
    for method, path in (("GET", f"items/{asked}"), ("DELETE", f"items/{asked}"), ("GET", f"items?after={asked}")):
        refused = await guard.call(method, f"/v1/conversations/{name}/{path}")
        assert refused.status_code == 400
        assert not any(value in refused.text for value in ("Marisol", "536-90"))
    assert len(provider.received) == before
    assert {each["error_code"] for each in guard.told("request.refused")} == {"invalid_request"}
    assert (await guard.call("GET", f"/v1/conversations/{name}/items")).status_code == 200
