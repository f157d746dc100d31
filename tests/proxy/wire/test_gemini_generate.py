"""The Gemini codec accounts for everything in a request and rewrites everything in an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.exchange import Spelling
from proxy.wire.gemini_generate import GENERATE, STREAM_ARRAY, STREAM_EVENTS
from proxy.wire.gemini_parts import camel

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, ParsedCall, Path

SIGNATURE = "EqQBCgIYAhIM" * 8


def body(**members: Json) -> dict[str, Json]:
    return {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}], **members}


def parts(*given: Json, role: str = "user") -> dict[str, Json]:
    return body(contents=[{"role": role, "parts": list(given)}])


def texts(call: ParsedCall) -> dict[str, str]:
    """Text by place; keys and parts of embedded documents (whose steps are marks) stand apart."""
    return {place(segment.path): segment.text for segment in call.segments}


def place(path: Path) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).lstrip(".")


def camelled(value: Json) -> Json:
    """The same body in the other spelling of its members; values under names of the caller's own stay."""
    if isinstance(value, dict):
        return {camel(key): camelled(child) for key, child in value.items()}
    return [camelled(child) for child in value] if isinstance(value, list) else value


PART = "contents[0].parts[0]."
POSITIONS: list[tuple[Json, str]] = [
    (parts({"text": "canary"}), PART + "text"),
    (parts({"text": "canary"}, role="model"), PART + "text"),
    (parts({"text": "canary", "thought": True, "thought_signature": SIGNATURE}), PART + "text"),
    (parts({"text": "x", "part_metadata": {"k": "canary"}}), PART + "part_metadata.k"),
    (parts({"inline_data": {"data": "QQ==", "display_name": "canary"}}), PART + "inline_data.display_name"),
    (parts({"file_data": {"file_uri": "canary"}}), PART + "file_data.file_uri"),
    (parts({"function_call": {"name": "canary", "args": {}}}), PART + "function_call.name"),
    (parts({"function_call": {"args": {"a": {"b": ["canary"]}}}}), PART + "function_call.args.a.b[0]"),
    (parts({"function_response": {"name": "f", "response": "canary"}}), PART + "function_response.response"),
    (parts({"function_response": {"response": {"a": {"b": "canary"}}}}), PART + "function_response.response.a.b"),
    (
        parts({"function_response": {"response": {"a": '{"n": "canary"}'}}}),
        PART + "function_response.response.a.Mark.JSON.n",
    ),
    (parts({"tool_call": {"args": {"q": "canary"}}}), PART + "tool_call.args.q"),
    (parts({"executable_code": {"language": "PYTHON", "code": "canary"}}), PART + "executable_code.code"),
    (
        parts({"code_execution_result": {"outcome": "OUTCOME_OK", "output": "canary"}}),
        PART + "code_execution_result.output",
    ),
    (parts({"next_year": {"field": "canary"}}), PART + "next_year.field"),
    (parts({"thought_signature": "canary at example"}), PART + "thought_signature"),
    (body(system_instruction={"parts": [{"text": "canary"}]}), "system_instruction.parts[0].text"),
    (body(system_instruction="canary"), "system_instruction"),
    (
        body(tools=[{"function_declarations": [{"description": "canary"}]}]),
        "tools[0].function_declarations[0].description",
    ),
    (
        body(tools=[{"function_declarations": [{"parameters": {"properties": {"p": {"enum": ["canary"]}}}}]}]),
        "tools[0].function_declarations[0].parameters.properties.p.enum[0]",
    ),
    (
        body(tools=[{"function_declarations": [{"parameters_json_schema": {"description": "canary"}}]}]),
        "tools[0].function_declarations[0].parameters_json_schema.description",
    ),
    (body(tools=[{"google_search": {"exclude_domains": ["canary"]}}]), "tools[0].google_search.exclude_domains[0]"),
    (body(tools=[{"file_search": {"metadata_filter": "canary"}}]), "tools[0].file_search.metadata_filter"),
    (
        body(tools=[{"mcp_servers": [{"streamable_http_transport": {"headers": {"X-Auth": "canary"}}}]}]),
        "tools[0].mcp_servers[0].streamable_http_transport.headers.X-Auth",
    ),
    (
        body(tool_config={"function_calling_config": {"allowed_function_names": ["canary"]}}),
        "tool_config.function_calling_config.allowed_function_names[0]",
    ),
    (
        body(tool_config={"retrieval_config": {"lat_lng": {"latitude": 47.2381951}}}),
        "tool_config.retrieval_config.lat_lng.latitude",
    ),
    (body(generation_config={"stop_sequences": ["canary"]}), "generation_config.stop_sequences[0]"),
    (body(generation_config={"response_schema": {"title": "canary"}}), "generation_config.response_schema.title"),
    (
        body(generation_config={"response_json_schema": {"const": "canary"}}),
        "generation_config.response_json_schema.const",
    ),
    (
        body(
            generation_config={"speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "canary"}}}}
        ),
        "generation_config.speech_config.voice_config.prebuilt_voice_config.voice_name",
    ),
    (body(safety_settings=[{"category": "canary here"}]), "safety_settings[0].category"),
    (body(labels={"team": "canary"}), "labels.team"),
    (body(future={"deep": "canary"}), "future.deep"),
]


@pytest.mark.parametrize(("request_body", "where"), POSITIONS, ids=[where for _, where in POSITIONS])
@pytest.mark.parametrize("codec", [GENERATE, STREAM_EVENTS])
def test_every_position_is_a_segment_in_both_spellings(codec: Any, request_body: Json, where: str) -> None:
    found = texts(codec.parse(request_body))[where]
    assert "canary" in found or found == "47.2381951"
    spelled = ".".join(camel(step) for step in where.split("."))
    assert texts(codec.parse(camelled(request_body)))[spelled] == found


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"inlineData": {"mimeType": "image/png", "data": "iVBO"}}, "image"),
        ({"inline_data": {"mime_type": "audio/wav", "data": "iVBO"}}, "audio"),
        ({"inlineData": {"mimeType": "application/pdf", "data": "JVBE"}}, "file"),
        ({"inlineData": {"data": "JVBE"}}, "file"),
        ({"fileData": {"fileUri": "https://example.org/v1beta/files/abc"}}, "remote_url"),
        ({"functionResponse": {"name": "f", "parts": [{"inlineData": {"data": "JVBE"}}]}}, "file"),
    ],
)
def test_what_cannot_be_read_is_said(part: Json, kind: str) -> None:
    assert [each.kind for each in GENERATE.parse(parts(part)).unscanned] == [kind]


def test_a_store_of_files_at_the_provider_is_said() -> None:
    tool = {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/pupils"]}}
    assert {each.kind for each in GENERATE.parse(body(tools=[tool])).unscanned} == {"file"}


def test_settings_ids_and_signatures_are_structure_and_an_identifier_in_their_place_is_not() -> None:
    settings = {
        "temperature": 0.7,
        "maxOutputTokens": 65536,
        "seed": 536904399,
        "responseMimeType": "application/json",
        "responseSchema": {"type": "OBJECT", "properties": {"n": {"type": "STRING"}}, "propertyOrdering": ["n"]},
        "thinkingConfig": {"includeThoughts": True, "thinkingBudget": 2048},
    }
    safety = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
    call = GENERATE.parse(body(generationConfig=settings, safetySettings=safety))
    assert set(texts(call).values()) == {"Hello", "n"}
    call = GENERATE.parse(parts({"functionCall": {"id": "fc-1", "args": {}}, "thoughtSignature": SIGNATURE}))
    assert (texts(call), call.unscanned) == ({}, ())
    call = GENERATE.parse(body(generationConfig={"maxOutputTokens": 536904399}, serviceTier="jane@example.org"))
    assert {"generationConfig.maxOutputTokens", "serviceTier"} <= texts(call).keys()


def test_roles_are_those_of_the_guard() -> None:
    contents = [
        {"role": "user", "parts": [{"text": "a"}]},
        {"role": "model", "parts": [{"text": "b"}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"r": "c"}}}]},
        {"role": "function", "parts": [{"text": "d"}]},
        {"parts": [{"text": "e"}]},
    ]
    call = GENERATE.parse(body(contents=contents, systemInstruction={"parts": [{"text": "s"}]}))
    assert {each.text: each.role for each in call.segments if each.text in "abcdes"} == {
        "a": "user",
        "b": "assistant",
        "c": "tool",
        "d": "tool",
        "e": "user",
        "s": "system",
    }
    assert len({each.scope for each in call.segments}) == 6, "one scope per content"


def test_replacements_are_put_back_where_they_were() -> None:
    token = "[PERSON_1A_HHFFT]"
    call = GENERATE.parse(parts({"functionCall": {"name": "f", "args": {"n": "Jane", "i": 5}}}))
    (path,) = [segment.path for segment in call.segments if segment.text == "Jane"]
    out = GENERATE.put_back(call, {path: token}, model="real")
    assert out["contents"][0]["parts"][0]["functionCall"]["args"] == {"n": token, "i": 5}
    assert call.body["contents"][0]["parts"][0]["functionCall"]["args"]["n"] == "Jane"
    assert "model" not in out, "the model stands in the path"


def test_a_model_in_the_body_becomes_the_approved_one() -> None:
    call = GENERATE.parse(body(model="models/other"))
    assert "models/other" not in texts(call).values()
    assert GENERATE.put_back(call, {}, model="real")["model"] == "models/real"


def test_function_names_are_spelled_as_identifiers_and_arguments_as_text() -> None:
    call = GENERATE.parse(parts({"functionCall": {"name": "find_jane", "args": {"a": {"b": "Jane"}}}}))
    spelled = {each.text: each.spelling for each in call.segments}
    assert (spelled["find_jane"], spelled["Jane"]) == (Spelling.IDENTIFIER, Spelling.TEXT)


@pytest.mark.parametrize(
    "given",
    [
        [],
        {},
        {"contents": []},
        {"contents": "Hello"},
        {"contents": ["x"]},
        body(cachedContent=7),
    ],
)
def test_what_the_guard_cannot_rely_on_is_refused(given: Json) -> None:
    with pytest.raises(BadRequest):
        GENERATE.parse(given)


@pytest.mark.parametrize("key", ["cachedContent", "cached_content"])
def test_cached_content_is_built_upon_only_when_that_is_granted(key: str) -> None:
    call = GENERATE.parse(body(**{key: "cachedContents/abc"}))
    assert call.keeping is not None
    assert [each.name for each in call.keeping.continues] == ["cachedContents/abc"]
    with pytest.raises(BadRequest):
        GENERATE.put_back(call, {}, model="m")
    granted = replace(call, keeping=replace(call.keeping, granted=True))
    assert GENERATE.put_back(granted, {}, model="m")[key] == "cachedContents/abc"


def test_nothing_is_ever_stored() -> None:
    assert GENERATE.put_back(GENERATE.parse(body(store=True)), {}, model="m")["store"] is False


def test_who_streams() -> None:
    assert [codec.parse(body()).stream for codec in (GENERATE, STREAM_EVENTS, STREAM_ARRAY)] == [False, True, True]
    with pytest.raises(InternalError):
        GENERATE.stream(lambda *_: pytest.fail("never opened"))  # type: ignore[arg-type]


# --------------------------------------------------------------------------- answers

ANSWER: dict[str, Any] = {
    "candidates": [
        {
            "content": {
                "role": "model",
                "parts": [
                    {"text": "thinking of jane", "thought": True},
                    {"text": "dear jane", "thoughtSignature": SIGNATURE},
                    {"functionCall": {"id": "fc1", "name": "send", "args": {"to": "jane", "count": 3}}},
                    {"executableCode": {"language": "PYTHON", "code": "print('jane')"}},
                    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "jane"}},
                    {"inlineData": {"mimeType": "image/png", "data": "iVBO"}},
                    {"nextYear": "new"},
                ],
            },
            "finishReason": "STOP",
            "index": 0,
            "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW", "blocked": False}],
            "citationMetadata": {"citationSources": [{"startIndex": 1, "endIndex": 5, "uri": "https://x.org/jane"}]},
            "groundingMetadata": {
                "webSearchQueries": ["who is jane"],
                "searchEntryPoint": {"renderedContent": "<b>jane</b>", "sdkBlob": "e30="},
                "groundingChunks": [{"web": {"uri": "https://x.org", "title": "about jane"}}],
                "groundingSupports": [{"segment": {"endIndex": 4, "text": "jane"}, "groundingChunkIndices": [0]}],
            },
            "urlContextMetadata": {"urlMetadata": [{"retrievedUrl": "https://x.org/jane"}]},
            "avgLogprobs": -0.1,
            "logprobsResult": {"chosenCandidates": [{"token": "jane"}]},
        }
    ],
    "usageMetadata": {"promptTokenCount": 12, "candidatesTokenCount": 30, "thoughtsTokenCount": 4},
    "modelVersion": "gemini-2.5-flash",
    "responseId": "abc123",
}


def test_an_answer_is_rewritten_everywhere_but_in_what_is_sealed(shouting: MachineFactory) -> None:
    out, facts = GENERATE.answer(ANSWER, shouting)
    assert "jane" not in str(out)
    (candidate,) = out["candidates"]
    assert candidate["content"]["parts"] == [
        {"text": "THINKING OF JANE", "thought": True},
        {"text": "DEAR JANE", "thoughtSignature": SIGNATURE},
        {"functionCall": {"id": "fc1", "name": "SEND", "args": {"TO": "JANE", "COUNT": 3}}},
        {"executableCode": {"language": "PYTHON", "code": "PRINT('JANE')"}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "JANE"}},
        {"inlineData": {"mimeType": "image/png", "data": "iVBO"}},
        {"NEXTYEAR": "NEW"},
    ]
    assert candidate["logprobsResult"] is None, "a second copy of the text"
    assert (candidate["finishReason"], candidate["safetyRatings"]) == (
        "STOP",
        ANSWER["candidates"][0]["safetyRatings"],
    )
    assert candidate["groundingMetadata"]["searchEntryPoint"] == {"renderedContent": "<B>JANE</B>", "sdkBlob": "e30="}
    assert out["usageMetadata"] == ANSWER["usageMetadata"]
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        "gemini-2.5-flash",
        ("STOP",),
        12,
        34,
        True,
    )


def test_a_blocked_prompt_is_an_answer(shouting: MachineFactory) -> None:
    out, facts = GENERATE.answer({"promptFeedback": {"blockReason": "SAFETY"}, "modelVersion": "m"}, shouting)
    assert out["promptFeedback"] == {"blockReason": "SAFETY"}
    assert (facts.finish_reasons, facts.complete) == (("SAFETY",), True)


def test_a_reason_that_nobody_knows_is_not_recorded(shouting: MachineFactory) -> None:
    _, facts = GENERATE.answer({"candidates": [{"finishReason": "because of jane"}]}, shouting)
    assert facts.finish_reasons == ("other",)


def test_an_error_is_passed_and_nonsense_is_not(shouting: MachineFactory) -> None:
    given = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "busy"}}
    out, facts = GENERATE.answer(given, shouting)
    assert (out["error"]["status"], out["error"]["message"], facts.complete) == ("RESOURCE_EXHAUSTED", "BUSY", False)
    for nonsense in ([], {}, {"candidates": "x"}, {"candidates": []}):
        with pytest.raises(ProviderGarbled):
            GENERATE.answer(nonsense, shouting)
