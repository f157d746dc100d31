"""Routes to what lies at a provider: ids are quoted, queries are words, answers are rewritten, nothing else passes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.exchange.kept import Kind
from proxy.wire.stored_query import NO_BODY, PAGE, QUERY, STREAM, checked
from proxy.wire.stored_routes import STORED

if TYPE_CHECKING:
    from proxy.exchange import MachineFactory

EVERY = pytest.mark.parametrize("route", STORED, ids=lambda route: f"{route.method} {route.path}")
ANSWER = {
    "/messages": {"object": "list", "data": [{"id": "m1", "role": "user", "content": "jane"}]},
    "items": {"object": "list", "data": [{"type": "message", "content": [{"type": "input_text", "text": "jane"}]}]},
}


@EVERY
def test_an_id_cannot_leave_its_place_in_the_path(route) -> None:
    ids = {"id": "../../files/x?y=1#z"} | ({"item": "msg_1a"} if "{item}" in route.path else {})
    below = route.address(ids)
    assert below.count("/") == route.below.count("/")
    assert "?" not in below
    assert ".." not in below.split("/")


@pytest.mark.parametrize(
    "item",
    [
        *("..", ".", "a/b", "Marisol Ochoa", "msg_Marisol_Ochoa", "536-90-4399", "ssn_536-90-4399", "x_536_90_4399"),
        *("msg_1\n", "msg_", "msg_MarisolOchoaOfMaplewoodMiddle", "msg_12\N{ARABIC-INDIC DIGIT THREE}a", ""),
    ],
)
def test_an_item_that_is_no_id_is_refused_without_being_repeated(item: str) -> None:
    for route in (each for each in STORED if "{item}" in each.path):
        with pytest.raises(BadRequest) as caught:
            route.address({"id": "conv_1", "item": item})
        assert "Ochoa" not in caught.value.message
        assert "536" not in caught.value.message


@pytest.mark.parametrize(
    "item", ["msg_1a", "rs_67ccd3acc8d48190a77525dc6de64b4104becb25c45c1d41", "fc_0d2b9e1c-77aa-4f6b-9c1e-2d0c7f6a5b4e"]
)
def test_an_item_is_asked_for_by_the_providers_id(item: str) -> None:
    for route in (each for each in STORED if "{item}" in each.path):
        assert route.address({"id": "conv_1", "item": item}).endswith(f"/conversations/conv_1/items/{item}")


@EVERY
def test_only_what_was_found_as_the_callers_own_is_named(route) -> None:
    named = route.names({"id": "x1", "item": "y1"})
    assert (named is None) == ("{id}" not in route.path)
    if named is not None:
        assert named.name == route.prefix + "x1"
    else:
        assert route.codec.makes is not None


@EVERY
def test_what_makes_or_adds_something_is_written_only_when_that_is_granted(route) -> None:
    codec = route.codec
    call = codec.parse({})
    if codec.makes is None:
        assert codec.adds == (call.keeping is not None)
        return
    with pytest.raises(BadRequest, match="keep nothing"):
        codec.put_back(call, {}, model="m")
    assert call.keeping is not None
    assert codec.put_back(replace(call, keeping=replace(call.keeping, granted=True)), {}, model="m") == {}


@EVERY
def test_an_error_of_the_provider_passes_and_what_is_no_object_does_not(route, shouting: MachineFactory) -> None:
    out, facts = route.codec.answer({"error": {"message": "no", "type": "x1"}}, shouting)
    assert out["error"]["message"] == "NO"
    assert not facts.complete
    assert facts.made == ()
    with pytest.raises(ProviderGarbled):
        route.codec.answer([], shouting)


@pytest.mark.parametrize("path", ["/v1/responses/{id}/input_items", "/v1/conversations/{id}/items"])
def test_items_are_restored_where_they_stand(path: str, shouting: MachineFactory) -> None:
    codec = next(route.codec for route in STORED if (route.method, route.path) == ("GET", path))
    out, _ = codec.answer(ANSWER["items"], shouting)
    assert out["data"][0]["content"][0] == {"type": "input_text", "text": "JANE"}
    assert out["object"] == "list"


def test_stored_messages_are_restored_and_keep_their_ids(shouting: MachineFactory) -> None:
    codec = next(route.codec for route in STORED if route.path.endswith("/messages"))
    out, _ = codec.answer(ANSWER["/messages"], shouting)
    assert out["data"] == [{"id": "m1", "role": "user", "content": "JANE"}]


def test_what_was_made_is_known_by_the_providers_id(shouting: MachineFactory) -> None:
    made = {route.path: route.codec for route in STORED if route.codec.makes}
    _, facts = made["/v1/conversations"].answer({"id": "conv_1", "object": "conversation"}, shouting)
    assert facts.made == ((Kind.CONVERSATION, "conv_1"),)
    _, facts = made["/v1beta/cachedContents"].answer({"name": "cachedContents/a1"}, shouting)
    assert facts.made == ((Kind.CACHED_CONTENT, "cachedContents/a1"),)
    _, facts = made["/v1/conversations"].answer({"id": "Jane Doe, 12 Elm St"}, shouting)
    assert facts.made == ()


def test_only_a_response_streams(shouting: MachineFactory) -> None:
    streaming = {route.path for route in STORED if route.codec.opens is not None}
    assert streaming == {"/v1/responses/{id}", "/openai/v1/responses/{id}", "/openai/responses/{id}"}
    still = next(route.codec for route in STORED if route.path.endswith("/input_items"))
    with pytest.raises(InternalError):
        still.stream(shouting)


# --------------------------------------------------------------------------- the query


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (b"limit=20&order=asc&after=msg_67ccd3acc8d48190a77525dc&include[]=reasoning.encrypted_content", PAGE),
        (b"include=message.output_text.logprobs&include=web_search_call.action.sources", PAGE),
        (b"stream=true", STREAM),
        (b"", {}),
    ],
)
def test_what_the_api_knows_passes_and_reads_the_same_again(raw: bytes, known) -> None:
    tree = checked(QUERY.read(raw, ""), known)
    assert QUERY.read(QUERY.write(tree), "") == tree == QUERY.read(raw, "")


@pytest.mark.parametrize(
    "raw",
    [
        *(b"limit=1000", b"limit=-1", b"limit=", b"order=ASC", b"after=536904399", b"after=msg_5369043990"),
        *(b"before=Marisol+Ochoa", b"who=me", b"include=Marisol", b"stream=true"),
        *(b"after=ssn_536-90-4399", b"after=msg_Marisol_Ochoa", b"include=Marisol.Ochoa".lower(), b"before=msg_1%0A"),
    ],
)
def test_anything_else_is_refused_without_being_repeated(raw: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        checked(QUERY.read(raw, ""), PAGE)
    assert "536" not in caught.value.message
    assert "Marisol" not in caught.value.message


@given(st.text(max_size=30))
def test_no_text_hides_in_a_member(text: str) -> None:
    try:
        tree = checked({"after": [text], "limit": [text]}, PAGE)
    except BadRequest:
        return
    raise AssertionError(f"passed: {len(tree)} members")


def test_what_the_guard_does_itself_is_not_passed_on() -> None:
    assert checked({"stream": ["true"], "starting_after": ["7"]}, STREAM) == {"stream": ["true"]}


@pytest.mark.parametrize("number", ["1" * 5000, "1234567890", "-1", "", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_a_number_that_no_stream_has_is_left_for_the_check_of_the_query(number: str) -> None:
    codec = next(route.codec for route in STORED if route.codec.opens is not None)
    assert codec.resumed([("starting_after", number)]).last_seen == -1
    with pytest.raises(BadRequest, match="starting_after"):
        codec.parse({"stream": ["true"], "starting_after": [number]})
    assert codec.resumed([("starting_after", "7")]).last_seen == 7


def test_too_many_members_are_refused() -> None:
    with pytest.raises(BadRequest):
        QUERY.read(b"&".join([b"limit=1"] * 41), "")


@pytest.mark.parametrize("raw", [b"", b"{}", b" {} "])
def test_a_call_without_a_body_may_come_with_an_empty_one(raw: bytes) -> None:
    assert NO_BODY.write(NO_BODY.read(raw, "")) == b""


def test_a_body_where_none_belongs_is_refused() -> None:
    with pytest.raises(BadRequest):
        NO_BODY.read(b'{"note": "Marisol Ochoa"}', "")
