from __future__ import annotations

import re

import pytest

from detectors.records import lexicon
from detectors.records.grammar import ANY, GAP, NUMBER, alternatives
from detectors.records.words import words_of

_ENOUGH = 1500


def _example(phrase: str) -> str:
    """One text that a phrase stands for: the first spelling of every token that must be there."""
    words = []
    for token in phrase.split():
        spellings, optional = alternatives(token)
        word = spellings[0]
        if word == GAP or optional:
            continue
        value = word.removeprefix(":")
        value = "7" if value == NUMBER else "so" if value == ANY else value
        if value.startswith("<"):
            value = min(lexicon.CLASSES[value[1:-1]])
        words.append((": " if word.startswith(":") else " ") + value)
    return "".join(words).lstrip(" :")


def test_every_line_can_match() -> None:
    """No line of a lexicon is dead: the text that it stands for is found, by this line."""
    dead = []
    for phrase, entry in lexicon.PHRASES:
        words = words_of(_example(phrase), lexicon.INDEX.vocabulary)
        if not any(match.entry == entry for match in lexicon.INDEX.matches(words)):
            dead.append(phrase)
    assert dead == []


def test_every_spelling_is_one_word() -> None:
    """A dot, a second question mark or an ampersand inside a token would never meet a word of a text."""
    odd = {
        spelling
        for phrase, _ in lexicon.PHRASES
        for token in phrase.split()
        for spelling in alternatives(token)[0]
        if re.fullmatch(r":?(?:<[a-z]+>|[^\W_]+(?:'[^\W_]+)?|\*)|_", spelling) is None
    }
    assert odd == set()


def test_the_vocabulary_is_broad() -> None:
    assert len(lexicon.PHRASES) >= _ENOUGH


def test_classes_are_known_where_they_are_used() -> None:
    named = {word for phrase, _ in lexicon.PHRASES for token in phrase.split() for word in alternatives(token)[0]}
    used = {word.removeprefix(":")[1:-1] for word in named if word.removeprefix(":").startswith("<")}
    assert used <= lexicon.CLASSES.keys() | {"n"}


def test_scores_say_sure_or_doubtful() -> None:
    """0.8 and more stands alone, 0.4 to 0.6 needs company; nothing in between."""
    assert all(entry.score >= 0.8 or 0.4 <= entry.score <= 0.6 for _, entry in lexicon.PHRASES)


@pytest.mark.parametrize("name", ["idea", "hlth", "drugs", "mh"])
def test_spanish_or_brands_ride_along(name: str) -> None:
    assert sum(1 for _ in lexicon.lines(name)) > 20


def test_every_file_has_its_source_in_the_readme() -> None:
    told = (lexicon.FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in lexicon.FOLDER.glob("*.txt") if f"`{path.name}`" not in told] == []
