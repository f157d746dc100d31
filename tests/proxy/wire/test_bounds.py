"""However a call is built, the work it makes of the serving process is bounded, and it is told so."""

from __future__ import annotations

import json

import pytest

from proxy.errors import TooLarge
from proxy.wire.bounds import MOST_VALUES, written_values
from proxy.wire.json_text import embedded
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.strict_json import parse, parse_call

HALF = MOST_VALUES // 2


def call(**members: object) -> dict[str, object]:
    return {"model": "m", "messages": [{"role": "user", "content": "hi"}], **members}


def tools(arguments: str, count: int) -> list[dict[str, object]]:
    made = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    return [{"role": "assistant", "tool_calls": [made]} for _ in range(count)]


MANY = {
    "numbers": call(x=[1] * MOST_VALUES),
    "empty strings": call(x=[""] * MOST_VALUES),
    "empty objects": call(x=[{}] * MOST_VALUES),
    "literals": call(x=[None] * MOST_VALUES),
    "members": call(metadata={f"k{number}": "" for number in range(HALF + 1)}),
    "messages": call(messages=[{"role": "user", "content": "hi"}] * (MOST_VALUES // 4)),
    "nested lists": call(x=[[[[[1]]]]] * (MOST_VALUES // 5)),
}


@pytest.mark.parametrize("body", MANY.values(), ids=MANY.keys())
def test_too_many_values_are_refused_when_they_are_read_and_when_they_are_walked(body: dict[str, object]) -> None:
    with pytest.raises(TooLarge, match="50,000 values and keys"):
        parse_call(json.dumps(body, indent=1).encode())
    with pytest.raises(TooLarge, match="50,000 values and keys"):
        OpenAIChat().parse(body)


def test_json_in_many_strings_counts_as_well() -> None:
    arguments = json.dumps([1] * 5_000)
    assert len(OpenAIChat().parse(call(messages=tools(arguments, 2))).segments) > 10_000
    with pytest.raises(TooLarge):
        OpenAIChat().parse(call(messages=tools(arguments, 11)))


def test_a_very_large_document_in_a_string_is_refused_like_a_very_large_call() -> None:
    """As one text, a placeholder in place of one of its numbers would leave no JSON."""
    assert embedded(json.dumps([1] * (MOST_VALUES - 1)))
    over = json.dumps([1] * (MOST_VALUES + 1))
    result = {"role": "tool", "tool_call_id": "c", "content": over}
    for place in (call(messages=tools(over, 1)), call(messages=[result])):
        with pytest.raises(TooLarge, match=r"more than 50,000 values and keys\. Send it in parts"):
            OpenAIChat().parse(place)


def test_what_only_looks_like_a_very_large_document_is_a_text() -> None:
    marks = "," * MOST_VALUES
    body = call(messages=tools("[" + "1," * MOST_VALUES, 1))
    (segment,) = [each for each in OpenAIChat().parse(body).segments if "1," in each.text]
    assert len(segment.text) == 2 * MOST_VALUES + 1
    assert [span.text for span in embedded(json.dumps([marks, marks])) or ()] == [marks, marks]


def test_marks_inside_strings_are_text() -> None:
    body = call(messages=[{"role": "user", "content": r"a,b:[{\"" * MOST_VALUES}])
    assert parse_call(json.dumps(body).encode()) == body


def test_a_body_of_our_own_may_be_as_large_as_it_is() -> None:
    assert len(parse(json.dumps({"x": [1] * (2 * MOST_VALUES)}).encode())["x"]) == 2 * MOST_VALUES


def test_what_is_counted_are_values_and_keys() -> None:
    tree = {"a": [1, 2, {"b": "c"}], "d": {"e": None, "f": [True]}}
    keys, values = 5, 10
    assert written_values(json.dumps(tree).encode().replace(b'"', b"")) == keys + values - 1, (
        "all but the document itself"
    )
