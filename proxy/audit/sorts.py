"""The sorts of value that records may hold: each says in words what it accepts, and none accepts text from a call."""

from __future__ import annotations

from typing import Final

from proxy.audit import grammar
from proxy.audit.grammar import Field

OUTCOMES: Final = (
    "completed",
    "client_closed",
    "provider_error",
    "stream_cut",
    "refused",
    "unknown_outcome",
    "guard_error",
)
DECISIONS: Final = ("forward", "hold", "block", "refuse")
RECORD_ENDINGS: Final = ("blocked", "held", "malformed", "not_approved")
"""Why a record of a file does not leave."""
SEVERITIES: Final = ("S0", "S1", "S2", "S3", "S4")

# Unicode letters are allowed in names that operators choose (a unit may be "Educación Especial").
name = grammar.word(r"[\w.:@/&+()' -]{0,100}", "a name: letters, digits and . : @ / & + ( ) ' - of at most 100")
ident = grammar.word(r"[A-Za-z0-9._:/@()~-]{1,100}", "an identifier of at most 100 characters")
code = grammar.word(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}", "a code word of at most 80 characters")
entity = grammar.word(r"[A-Z][A-Z0-9_]{0,39}(\.[A-Z0-9_]{1,40})?", "an entity label")
hexed = grammar.word(r"[0-9a-f]{8,128}", "lower-case hexadecimal, 8 to 128 digits")
param = grammar.word(r"[A-Za-z0-9_.\[\]~*-]{1,200}", "a place in a request")
route = grammar.word(r"[A-Za-z0-9/_.:{}*-]{1,100}", "a route template")
version = grammar.word(r"[0-9A-Za-z.+-]{1,40}", "a version")
when = grammar.word(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "a UTC time with milliseconds and Z")
day = grammar.word(r"\d{4}-\d\d-\d\d", "a date, YYYY-MM-DD")
event_id = grammar.word(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "an event id")
case_number = grammar.word(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,59}", "a case number")
count = grammar.integer(0, grammar.MAX_COUNT)
status = grammar.integer(100, 599)
clause = grammar.human(200)
action = grammar.one_of("forward", "hold", "block")
times = grammar.table(grammar.word(r"[a-z][a-z0-9_]{0,39}", "a lower-case name"), grammar.milliseconds)
severity = grammar.one_of(*SEVERITIES)


def must(check: grammar.Check) -> Field:
    """A field that stands in every record of its kind."""
    return Field(check, required=True, nullable=False)


def can(check: grammar.Check) -> Field:
    """A field that may be missing or null."""
    return Field(check)


finding = grammar.members(
    {
        "entity": must(entity),
        "treatment": must(grammar.one_of("keep", "generalize", "pseudonymize", "redact")),
        "count": must(count),
        "detectors": can(grammar.many(code)),
        "confidence": can(grammar.span),
    }
)
reason = grammar.members({"rule": must(code), "clause": can(clause), "action": must(action)})
relaxed = grammar.members({"rule": must(code), "id": must(ident), "asked": must(action), "given": must(action)})
hints = grammar.members(
    {
        "strict": must(grammar.flag),
        "tier": can(grammar.one_of("T1", "T2", "T3")),
        "severity": can(severity),
    }
)
unscanned = grammar.members({"kind": must(code), "count": must(count)})
record_counts = grammar.table(grammar.one_of("total", "forwarded", "replaced", "left_out", *RECORD_ENDINGS), count)
"""Of a file of records, each of which would be a call of its own."""
file_fate = grammar.one_of("unread", "unchanged", "replaced", "as_text")
file = grammar.members({"kind": must(code), "how": must(file_fate), "count": must(count)})
"""Files inside a call: what they are by their bytes, and how they left."""
masked = grammar.members({"entity": must(entity), "count": must(count)})
share = grammar.members({"hits": must(count), "total": must(count)})
usage = grammar.members({"input_tokens": can(count), "output_tokens": can(count)})

key_name = grammar.word(r"[^\s+]{1,100}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,60}|[0-9a-f]{8}", "a public key or a key's id")
"""A signed-note verifier key, or the id of a secret that is not shown."""
subject_digest = grammar.word(r"[0-9a-f]{8}:[0-9a-f]{32}", "a person's digest: key id and 32 hexadecimal digits")
scope = grammar.members(
    {
        "caller": can(ident),
        "unit": can(name),
        "app": can(name),
        "provider": can(ident),
        "since": can(when),
        "until": can(when),
        "request_ids": can(grammar.many(ident)),
        "subjects": can(grammar.many(subject_digest)),
    }
)
"""What a legal hold or a purge is about."""
kept_content = grammar.members(
    {
        "part": must(grammar.one_of("prompt", "answer", "prompt_original", "answer_original")),
        "digest": must(hexed),
        "bytes": must(count),
        "cut": can(grammar.flag),
    }
)
"""What was kept of a call: the digest stays when the content is purged."""

# What a record says of the people in a call: a keyed digest, never the identifier (`audit.subjects`).
digest = grammar.word(r"[0-9a-f]{8}:[0-9a-f]{32}", "a subject digest as records hold it")
subject = grammar.members(
    {
        "entity": must(entity),
        "digest": must(digest),
        "treatment": must(grammar.one_of("keep", "generalize", "pseudonymize", "redact")),
        "part": can(grammar.flag),
    }
)
identifiability = grammar.one_of("none", "watch", "linkable", "identified")
yes = grammar.one_of("yes")

tool = grammar.word(r"[\w.:@/&+()'~* -]{1,170}", "the name of a tool or a course, at most 170 characters")
change = grammar.members({"field": must(code), "from": can(grammar.human(200)), "to": can(grammar.human(200))})
"""One field of a tool's record; text that people wrote shows as changed, without either."""
energy = grammar.members(
    {
        "wh": must(grammar.span),
        "gco2e": must(grammar.span),
        "ml": must(grammar.span),
        "warnings": can(grammar.many(code)),
    }
)
"""An estimate: energy, CO2 equivalent and water, each from least to most."""
