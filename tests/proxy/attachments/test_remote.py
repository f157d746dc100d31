"""Content at an address: nothing is fetched here, and a provider may fetch from listed hosts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attached import SSN, take
from hypothesis import given
from hypothesis import strategies as st

from proxy.attachments.opening import Opener
from proxy.attachments.remote import may_fetch
from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.gemini_generate import GENERATE
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_responses import OpenAIResponses

if TYPE_CHECKING:
    from proxy.wire.codec import Codec

HOSTS = frozenset({"files.district.example"})
GOOD = "https://files.district.example/menu.pdf?week=4"
BODIES: dict[str, tuple[Codec, Any]] = {
    "chat": (
        OpenAIChat(),
        lambda url: {
            "model": "m",
            "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}],
        },
    ),
    "responses": (
        OpenAIResponses(),
        lambda url: {"model": "m", "input": [{"role": "user", "content": [{"type": "input_file", "file_url": url}]}]},
    ),
    "anthropic": (
        AnthropicMessages(),
        lambda url: {
            "model": "m",
            "messages": [{"role": "user", "content": [{"type": "image", "source": {"type": "url", "url": url}}]}],
        },
    ),
    "gemini": (
        GENERATE,
        lambda url: {
            "contents": [{"role": "user", "parts": [{"fileData": {"mimeType": "image/png", "fileUri": url}}]}]
        },
    ),
}
each = pytest.mark.parametrize("name", BODIES)


@each
async def test_an_address_is_refused_unless_its_host_is_listed(name: str) -> None:
    codec, body = BODIES[name]
    assert [item.kind for item in (await take(codec, body(GOOD))).call.unscanned] == ["remote_url"]
    taken = await take(codec, body(GOOD), Opener(hosts=HOSTS))
    assert (taken.call.unscanned, taken.out(codec)) == ((), {**body(GOOD), **_added(codec)})


def _added(codec: Codec) -> dict[str, Any]:
    return {"store": False} if codec.operation == "responses" else {}


@each
async def test_a_value_in_a_listed_address_is_replaced(name: str, assert_no_leak) -> None:
    codec, body = BODIES[name]
    taken = await take(codec, body(f"https://files.district.example/ssn-{SSN}.pdf"), Opener(hosts=HOSTS))
    assert_no_leak([str(taken.out(codec))])


@pytest.mark.parametrize(
    "address",
    [
        "http://files.district.example/a.png",
        "https://files.district.example.evil.example/a.png",
        "https://evil.example/files.district.example",
        "https://files.district.example@evil.example/a.png",
        "https://evil.example\\@files.district.example/a.png",
        "https://files.district.example:8443/a.png",
        "https://files.district.example#@evil.example/",
        "https://files.district.example\t/a.png",
        "https:///files.district.example/a.png",
        "//files.district.example/a.png",
        "https://files.district.example/a b.png",
        "https://files.district.exämple/a.png",
        "https://sub.files.district.example/a.png",
        "ftp://files.district.example/a.png",
        "https://files.district.example\n/",
        "",
    ],
)
def test_what_two_readers_could_take_for_another_host_is_refused(address: str) -> None:
    assert not may_fetch(address, HOSTS)


@pytest.mark.parametrize(
    "address", [GOOD, "https://files.district.example", "https://FILES.district.EXAMPLE:443/x%20y?z=[1]"]
)
def test_a_plain_address_of_a_listed_host_may_be_fetched(address: str) -> None:
    assert may_fetch(address, HOSTS)


@given(st.text(max_size=60))
def test_no_address_goes_to_another_host(text: str) -> None:
    address = "https://" + text
    if may_fetch(address, HOSTS):
        assert text.lower().startswith("files.district.example")
        assert text[22:23] in {"", "/", "?", ":"}


async def test_a_server_that_the_provider_would_call_is_refused_whatever_is_listed() -> None:
    body = {
        "model": "m",
        "input": "Hi.",
        "tools": [{"type": "mcp", "server_label": "x", "server_url": "https://files.district.example/mcp"}],
    }
    taken = await take(OpenAIResponses(), body, Opener(hosts=HOSTS))
    assert [item.kind for item in taken.call.unscanned] == ["remote_server"]
