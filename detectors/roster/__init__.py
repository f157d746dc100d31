"""Rosters: the people whom an agency knows, as keyed digests, and where they stand in a text.

`person` turns a person into digests (at import); `names` and `tokens` look a text's words up among them; `table` is the
file that workers map; `detector` puts the two together. No file here can say a name: it can only recognise one.
"""
