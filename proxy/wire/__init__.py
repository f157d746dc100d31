"""Sans-io codecs, one per API: parse a body into segments, put replacements back, rewrite answers and streams.

In the order of a call: `content_coding` and `strict_json` read the bytes; a codec (`openai_chat`, listed in
`dialects`) describes its bodies in the language of `shape` and lets `walk` find the segments, `patch` put
replacements back and `rewrite` treat the answer; `json_text` does the same inside strings that hold JSON; `sse` and
`openai_chat_stream` treat a streamed answer; `envelopes` says errors in the words of each API.
"""
