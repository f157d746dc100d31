"""The second look: what a folded text says once encodings are undone and digits are read as a person would read them.

Nothing here finds anything. It makes *rewritings* (`rewriting`): short excerpts of the text around each place that can
be read in another way, with that reading in its place and a map back. The same detectors then run on the excerpts; a
finding counts only when it lies on something that was read anew.

What is read anew: escapes character by character (`escapes`: HTML, percent, backslash, quoted-printable), blocks as a
whole (`blocks`: base64, base32, hexadecimal and character codes; `labelled`: ROT13 and reversed text where a word says
so; `hidden`: text in invisible characters), numbers spoken in words (`spoken`) and digits that are scattered, or mixed
with letters that look like digits (`digits`). Escapes and blocks may be nested, to a depth of three.

Every kind begins with one linear pattern that text without it does not match: ordinary text pays for these patterns
and for nothing else.
"""

from __future__ import annotations

from detectors.decoding.look import hidden_look, second_looks

__all__ = ["hidden_look", "second_looks"]
