"""What stands where in a Gemini request around its contents (`gemini_parts`); answers are in `gemini_answer_shape`.

As for every API, only what the API defines is named; everything else is scanned with its keys.
"""

from __future__ import annotations

from typing import Final

from proxy.wire.gemini_parts import (
    ALL_CONTENTS,
    BOUND,
    FLAG,
    LABELLED,
    MEDIA_RESOLUTION,
    MIME_TYPE,
    NAME,
    ONE_CONTENT,
    PROSE,
    REFERENCE,
    SETTING,
    SYSTEM,
    both,
    enum,
    plain,
)
from proxy.wire.json_schema import SCHEMA
from proxy.wire.shape import Numbers, Shape, exempt, name, server, stored

# --------------------------------------------------------------------------- tools and settings

_FUNCTION: Final = plain(
    name=NAME,
    description=PROSE,
    behavior=enum("BLOCKING", "NON_BLOCKING", "UNSPECIFIED"),
    **dict.fromkeys(("parameters", "parameters_json_schema", "response", "response_json_schema"), SCHEMA),
)
_TOOL: Final = Shape(
    name,
    label=False,
    role="definition",
    fields=both(
        function_declarations=_FUNCTION,
        google_search=plain(
            time_range_filter=plain(start_time=REFERENCE, end_time=REFERENCE), exclude_domains=NAME, search_types=FLAG
        ),
        google_search_retrieval=plain(
            dynamic_retrieval_config=plain(mode=enum("MODE_DYNAMIC", "MODE_UNSPECIFIED"), dynamic_threshold=SETTING)
        ),
        code_execution=FLAG,
        url_context=FLAG,
        google_maps=plain(enable_widget=FLAG),
        computer_use=plain(
            environment=enum("ENVIRONMENT_BROWSER", "ENVIRONMENT_UNSPECIFIED"), excluded_predefined_functions=NAME
        ),
        file_search=plain(file_search_store_names=plain(stored("file")), metadata_filter=PROSE, top_k=SETTING),
        mcp_servers=plain(
            name=NAME,
            streamable_http_transport=plain(
                url=plain(server),
                headers=Shape(name, others=LABELLED, label=False),
                timeout=REFERENCE,
                sse_read_timeout=REFERENCE,
                terminate_on_close=FLAG,
            ),
        ),
    ),
)
_TOOL_CONFIG: Final = plain(
    function_calling_config=plain(
        mode=enum("AUTO", "ANY", "NONE", "VALIDATED", "MODE_UNSPECIFIED"), allowed_function_names=NAME
    ),
    retrieval_config=plain(lat_lng=plain(latitude=BOUND, longitude=BOUND), language_code=REFERENCE),
    include_server_side_tool_invocations=FLAG,
)
_LEVEL: Final = enum(
    *("MINIMAL", "LOW", "MEDIUM", "HIGH", "minimal", "low", "medium", "high", "THINKING_LEVEL_UNSPECIFIED")
)
_HARM: Final = enum(
    *("HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT"),
    *("HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY", "HARM_CATEGORY_JAILBREAK"),
    "HARM_CATEGORY_UNSPECIFIED",
)
_THRESHOLD: Final = enum(
    *("BLOCK_NONE", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "OFF"),
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
)
_TASK: Final = enum(
    *("RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING"),
    *("QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY", "TASK_TYPE_UNSPECIFIED"),
)
_VOICE: Final = plain(prebuilt_voice_config=plain(voice_name=REFERENCE))
_GENERATION: Final = Shape(
    name,
    label=False,
    others=BOUND,
    fields={
        **both(
            stop_sequences=NAME,
            **dict.fromkeys(("response_schema", "response_json_schema"), SCHEMA),
            response_mime_type=MIME_TYPE,
            response_modalities=enum("TEXT", "IMAGE", "AUDIO", "MODALITY_UNSPECIFIED"),
            media_resolution=MEDIA_RESOLUTION,
            **dict.fromkeys(
                ("candidate_count", "max_output_tokens", "temperature", "top_p", "top_k", "logprobs"), SETTING
            ),
            **dict.fromkeys(("presence_penalty", "frequency_penalty"), SETTING),
            **dict.fromkeys(("response_logprobs", "enable_enhanced_civic_answers", "audio_timestamp"), FLAG),
            seed=Shape(number=Numbers.SEED, label=False),
            speech_config=plain(
                voice_config=_VOICE,
                language_code=REFERENCE,
                multi_speaker_voice_config=plain(
                    speaker_voice_configs=plain(speaker=LABELLED, voice_config=_VOICE),
                ),
            ),
            thinking_config=plain(include_thoughts=FLAG, thinking_budget=SETTING, thinking_level=_LEVEL),
            image_config=plain(aspect_ratio=REFERENCE, image_size=REFERENCE),
        ),
        "_responseJsonSchema": SCHEMA,
    },
)

# --------------------------------------------------------------------------- the requests

_MODEL: Final = plain(exempt)
"""Overwritten on the way out: the model that counts stands in the path."""

REQUEST: Final = Shape(
    label=False,
    fields=both(
        model=_MODEL,
        contents=ALL_CONTENTS,
        system_instruction=SYSTEM,
        tools=_TOOL,
        tool_config=_TOOL_CONFIG,
        generation_config=_GENERATION,
        safety_settings=plain(category=_HARM, threshold=_THRESHOLD, method=enum("SEVERITY", "PROBABILITY")),
        labels=Shape(name, others=LABELLED, label=False),
        service_tier=enum("standard", "flex", "priority", "SERVICE_TIER_UNSPECIFIED"),
        store=FLAG,
        # Nobody looks in it: what is not known as the caller's own (`continuity`) never leaves.
        cached_content=plain(exempt),
    ),
    others=BOUND,
)
COUNT: Final = Shape(label=False, fields={**REQUEST.fields, **both(generate_content_request=REQUEST)}, others=BOUND)
_EMBED_SETTINGS: Final = both(
    task_type=_TASK, title=PROSE, output_dimensionality=SETTING, auto_truncate=FLAG, document_ocr=FLAG
)
EMBED: Final = Shape(
    label=False,
    fields={
        **both(model=_MODEL, content=ONE_CONTENT),
        **_EMBED_SETTINGS,
        **both(embed_content_config=Shape(name, fields=_EMBED_SETTINGS, label=False)),
    },
    others=BOUND,
)
EMBED_BATCH: Final = Shape(label=False, fields={"requests": EMBED}, others=BOUND)
