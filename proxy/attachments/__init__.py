"""Files inside a call: opened for reading after step 3, closed again at step 6.

`opening` makes segments of what files say, so that everything behind it (detection, decision, placeholders, holds, the
record) treats them as any text; `closing` puts back what was replaced. What cannot be opened stays `unscanned`, and the
table decides about it.
"""
