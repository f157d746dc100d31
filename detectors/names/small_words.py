"""Short English words that end a name, and those that are surnames all the same."""

from __future__ import annotations

# fmt: off
SURNAME_WORDS = frozenset({
    "An", "Ban", "Bang", "Dang", "De", "Do", "Fan", "Hang", "He", "Hung", "In", "Long", "Man", "Pan", "See", "So",
    "Song", "Sun", "Tan", "To", "Wing",
})
# fmt: on
"""Surnames that are English words; the model ends before them."""
# fmt: off
SMALL_WORDS = frozenset({
    "a", "about", "after", "all", "also", "am", "an", "and", "are", "as", "asked", "at", "be", "because", "been",
    "before", "but", "by", "called", "came", "can", "cannot", "could", "did", "do", "does", "for", "from", "gave",
    "get", "gets", "got", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it",
    "just", "left", "likes", "made", "may", "me", "missed", "moved", "must", "my", "need", "needs", "no", "not", "now",
    "of", "off", "on", "or", "our", "out", "please", "ran", "said", "sat", "says", "she", "should", "so", "still",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "told", "too", "took",
    "until", "up", "us", "wants", "was", "we", "went", "were", "what", "when", "where", "which", "while", "who",
    "why", "will", "with", "would", "you", "your",
})
# fmt: on
