"""The words around a term: company, vetoes, and whether it heads a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.names.lexicon import is_calendar, is_common, is_given, is_place, is_thing
from detectors.records.grammar import NUMBER
from detectors.records.lexicon import CLASSES

if TYPE_CHECKING:
    from detectors.records.grammar import Entry
    from detectors.records.words import Words

_COMPANY_REACH = 14
_VETO_REACH = 3
_TOPIC_HEADS = CLASSES["topichead"]
_DEFINING = CLASSES["defining"]
_ARTICLES = frozenset({"a", "an", "the", "un", "una", "el", "la"})
_QUESTION = frozenset({"is", "are", "s", "es", "what", "whats", "que"})


def near(words: Words, first: int, last: int, entry: Entry) -> bool:
    """Whether the term's company stands within fourteen words: one of its words, a number for ``<n>``, a name."""
    low, high = max(0, first - _COMPANY_REACH), last + _COMPANY_REACH
    around = (*words.low[low:first], *words.low[last:high])
    if not entry.company.isdisjoint(around):
        return True
    if NUMBER in entry.company and any(word[0].isdigit() for word in around):
        return True
    return entry.person and any(map(_is_name, (*words.raw[low:first], *words.raw[last:high]), around))


def _is_name(raw: str, low: str) -> bool:
    """A frequent given name, or a capitalised word that is no English word: a cheap guess, linking knows better."""
    if not raw[0].isupper() or raw.isupper() or is_common(low):
        return False
    return is_given(low) or not (is_place(low) or is_calendar(low) or is_thing(low))


def beside(words: Words, first: int, last: int, veto: frozenset[str]) -> bool:
    """Whether a word of `veto` stands within three words of the term."""
    low = words.low
    return not veto.isdisjoint(low[max(0, first - _VETO_REACH) : first]) or not veto.isdisjoint(
        low[last : last + _VETO_REACH]
    )


def heads_topic(words: Words, first: int, last: int) -> bool:
    """Whether the term is spoken of as a subject matter: "504 training", "what is a BIP", "define LRE"."""
    low = words.low
    if last < len(low) and low[last] in _TOPIC_HEADS and words.joined(last):
        return True
    before = first - 1
    if before >= 0 and low[before] in _ARTICLES:
        before -= 1
    if before < 0:
        return False
    if low[before] in _DEFINING or (low[before] == "between" and low[before - 1] == "difference"):
        return True
    return low[before] in _QUESTION and (low[before].startswith("what") or (before > 0 and low[before - 1] == "what"))
