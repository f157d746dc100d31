"""What stands where in a Gemini answer, whole or one chunk of a stream."""

from __future__ import annotations

from typing import Final

from proxy.wire.gemini_parts import ARGUMENTS, FLAG, LABELLED, NAME, OUTCOME, PROSE, SEALED, plain
from proxy.wire.rewrite import VOID
from proxy.wire.shape import SAID, Shape, made_id, one_of, opaque, text

_MADE_ID: Final = plain(made_id)
_SEALED: Final = plain(opaque("sealed"))
_VOID: Final = Shape(kind=VOID, label=False)

FINISH_REASON: Final = plain(
    one_of(
        *("FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST"),
        *("PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"),
        *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "NO_IMAGE", "IMAGE_RECITATION"),
        *("MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE", "MODEL_ARMOR"),
    )
)
BLOCK_REASON: Final = plain(
    one_of(
        *("BLOCK_REASON_UNSPECIFIED", "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY"),
        *("MODEL_ARMOR", "JAILBREAK"),
    )
)

_BLOB: Final = plain(text, mime_type=_MADE_ID, data=_SEALED, display_name=PROSE)
_RESULT: Final = plain(text, id=_MADE_ID, name=NAME, response=ARGUMENTS, tool_type=_MADE_ID, will_continue=FLAG)
ANSWER_PART: Final = plain(
    text,
    text=PROSE,
    thought=FLAG,
    thought_signature=SEALED,
    inline_data=_BLOB,
    file_data=plain(text, mime_type=_MADE_ID, file_uri=LABELLED),
    function_call=plain(text, id=_MADE_ID, name=NAME, args=SAID, will_continue=FLAG),
    function_response=_RESULT,
    tool_call=plain(text, id=_MADE_ID, tool_type=_MADE_ID, args=SAID),
    tool_response=_RESULT,
    executable_code=plain(text, id=_MADE_ID, language=_MADE_ID, code=PROSE),
    code_execution_result=plain(text, id=_MADE_ID, outcome=OUTCOME, output=PROSE),
)
_RATINGS: Final = plain(
    made_id,
    **dict.fromkeys(("category", "probability", "severity"), _MADE_ID),
    **dict.fromkeys(("blocked", "probability_score", "severity_score"), FLAG),
)
_CITATION: Final = plain(
    text, uri=LABELLED, title=PROSE, license=PROSE, publication_date=FLAG, start_index=FLAG, end_index=FLAG
)
_CITATIONS: Final = plain(text, citation_sources=_CITATION, citations=_CITATION)
_WEB: Final = plain(text, uri=LABELLED, title=PROSE, domain=LABELLED, text=PROSE, place_id=_MADE_ID)
_GROUNDING: Final = plain(
    text,
    web_search_queries=PROSE,
    search_entry_point=plain(text, rendered_content=PROSE, sdk_blob=_SEALED),
    grounding_chunks=plain(text, web=_WEB, retrieved_context=_WEB, maps=_WEB),
    grounding_supports=plain(
        text,
        segment=plain(text, text=PROSE, part_index=FLAG, start_index=FLAG, end_index=FLAG),
        grounding_chunk_indices=FLAG,
        confidence_scores=FLAG,
    ),
    retrieval_metadata=plain(text, google_search_dynamic_retrieval_score=FLAG),
    google_maps_widget_context_token=_SEALED,
)
CANDIDATE: Final = plain(
    text,
    content=plain(text, role=plain(one_of("model", "user")), parts=ANSWER_PART),
    finish_reason=FINISH_REASON,
    finish_message=PROSE,
    index=FLAG,
    safety_ratings=_RATINGS,
    citation_metadata=_CITATIONS,
    **dict.fromkeys(("grounding_metadata", "grounding_attributions"), _GROUNDING),
    url_context_metadata=plain(text, url_metadata=plain(text, retrieved_url=LABELLED, url_retrieval_status=_MADE_ID)),
    logprobs_result=_VOID,  # a second copy of the text, token by token
    **dict.fromkeys(("token_count", "avg_logprobs"), FLAG),
)
_DETAILS: Final = plain(text, modality=_MADE_ID, token_count=FLAG)
USAGE: Final = plain(
    text,
    **dict.fromkeys(("prompt_token_count", "candidates_token_count", "total_token_count"), FLAG),
    **dict.fromkeys(("cached_content_token_count", "thoughts_token_count", "tool_use_prompt_token_count"), FLAG),
    **dict.fromkeys(("prompt_tokens_details", "candidates_tokens_details", "cache_tokens_details"), _DETAILS),
    tool_use_prompt_tokens_details=_DETAILS,
    **dict.fromkeys(("traffic_type", "service_tier"), _MADE_ID),
)
ERROR: Final = plain(
    text, status=_MADE_ID, message=PROSE, code=FLAG, details=Shape(text, fields={"@type": _MADE_ID}, label=False)
)
ANSWER: Final = plain(
    text,
    candidates=CANDIDATE,
    prompt_feedback=plain(text, block_reason=BLOCK_REASON, block_reason_message=PROSE, safety_ratings=_RATINGS),
    **dict.fromkeys(("usage_metadata", "metadata"), USAGE),
    **dict.fromkeys(("model_version", "response_id", "create_time"), _MADE_ID),
    error=ERROR,
    **dict.fromkeys(("total_tokens", "cached_content_token_count"), FLAG),
    **dict.fromkeys(("prompt_tokens_details", "cache_tokens_details"), _DETAILS),
    **dict.fromkeys(("embedding", "embeddings"), plain(text, values=FLAG, shape=FLAG, statistics=FLAG)),
)
"""A whole answer or a chunk of one, a count of tokens, embeddings, or an error."""
