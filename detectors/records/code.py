"""What of a text is addresses, log lines or code: words there name columns and paths, not what happened to a person.

``student.status = 'suspended'`` is a program and ``/iep/students`` a path. A remark behind code and a quoted sentence
in it were written for a reader and count as they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

# Anchored at a line or a fixed start, without nested repetition: stdlib `re` is safe here.
_URL = re.compile(
    r"\b(?:https?|ftp|file|jdbc|s3)://[^\s<>\"')\]]{1,2000}|(?:GET|POST|PUT|PATCH|DELETE) /[^\s\"]{1,2000}"
)
_PAIR = re.compile(r"(?:^|[\s,;|{\[])([A-Za-z_][\w.-]{0,30})=(?=[^\s=])")
_TECHNICAL: Final = word_set(
    "ua ip host port pid tid thread job exit exit_code level lvl ts req request request_id trace_id span_id method path"
    " uri url status_code http code rc user_agent session sid src dst client latency duration elapsed ms bytes node"
    " pod service svc logger module action event_id op err error errno"
)
_LEVEL = re.compile(
    r"(?:\S{1,40} ){0,3}\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\]?(?=[\s:\]])[^\n]*[=\[/:]"
)
_STATEMENT = re.compile(
    r"\s*(?:@?(?:async )?def \w+\(|class \w+[(:]|(?:from [\w.]+ )?import [\w.{*]"
    r"|(?:if|elif|while|for)\b[^\n]{0,200}[:{]\s*(?:$|[\w.]+[.(=])|return\b[^\n]{0,200}[(\[.;]"
    r"|(?:const|let|var|final|public|private|static) [\w<>]+|function \w*\(|#include\b"
    r"|\w+(?:\.\w+)*\([^\n]*\)\s*;?\s*(?:$|#|//)"
    r"|[a-z_]\w*(?:\.\w+|\[[^\]\n]{1,40}\])+ ?[+-]?= ?\S|[a-z_]\w* ?= ?[\w.]+\()"
)
_REMARK = re.compile(r"(?:^|\s)(?:#|//|--|/\*)\s?[^\n]*")
_QUOTED = re.compile(r"\"[^\"\n]{1,2000}\"|'[^'\n]{1,2000}'")
_FEWEST_PAIRS = 2
_SENTENCE_WORDS = 4
_LONGEST_LINE = 4_000


def code_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of what is an address, a log line or code, remarks and quoted sentences left out.

    Linear in the text; texts without an equals sign, a bracket or an address cost three searches.
    """
    spans: list[tuple[int, int]] = []
    if "://" in text or " /" in text:
        spans += (match.span() for match in _URL.finditer(text))
    if "=" in text or "(" in text:
        start = 0
        for line in text.splitlines(keepends=True):
            if len(line) <= _LONGEST_LINE and ("=" in line or "(" in line):
                spans += ((start + low, start + high) for low, high in _of_line(line))
            start += len(line)
    return spans


def _of_line(line: str) -> Iterator[tuple[int, int]]:
    if _is_log(line):
        yield from _outside_sentences(line, 0, len(line))
    elif _STATEMENT.match(line) is not None:
        remark = _REMARK.search(line)
        yield from _outside_sentences(line, 0, len(line) if remark is None else remark.start())


def _is_log(line: str) -> bool:
    keys = [match.group(1).lower() for match in _PAIR.finditer(line)] if "=" in line else []
    return (len(keys) >= _FEWEST_PAIRS and not _TECHNICAL.isdisjoint(keys)) or (
        bool(keys) and _LEVEL.match(line) is not None
    )


def _outside_sentences(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between quoted texts of several words."""
    for match in _QUOTED.finditer(line, start, end):
        if match.group().count(" ") >= _SENTENCE_WORDS - 1:
            yield start, match.start()
            start = match.end()
    if start < end:
        yield start, end
