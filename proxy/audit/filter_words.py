"""What each filter asks for, in words: for help texts, OpenAPI and the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FILTER_WORDS: Final[Mapping[str, str]] = {
    "kinds": "kinds of record, separated by commas",
    "since": "from this day or time on (a day is UTC; a time needs its zone)",
    "until": "before this time, or up to the end of this day",
    "caller": "one caller's records; needs a case number",
    "unit": "department",
    "app": "app",
    "provider": "provider",
    "model": "model, as approved",
    "decision": "what was decided",
    "severity": "this severity and above",
    "rule": "the row that decided",
    "outcome": "how the call ended; finds finals",
    "error_code": "code of a refusal or failure",
    "request_id": "one call",
    "tag": "a record family or conclusion (IDEA, WA_BREACH)",
    "entity": "something of this label was found, with or without its suffix",
    "tier": "contract tier of the provider",
    "subject": "a person, as digests; needs a case number",
    "conversation": "one conversation, as its digest; needs a case number",
    "regime": "a law that the decision rests on (FERPA, RCW 42.56.590)",
    "approval": "reference of the approval",
    "dialect": "API",
    "operation": "operation of the API",
    "role": "role of the caller",
    "purpose": "purpose that the app gave",
    "auth_method": "how the key was carried",
    "residual": "how surely somebody can still be identified in what left",
    "status": "HTTP status",
    "wa_breach": "held personal information of the Washington breach law",
    "under13": "shows a child under thirteen",
    "untrained": "the caller's training was not in force",
    "overridden": "an override applied",
    "subjects_cut": "held more people than a record keeps",
    "reviewer": "decisions of one reviewer; needs a case number",
    "override": "id of an override",
    "hold": "id of a held call or of a legal hold",
    "tool": "a registered tool",
    "matter": "matter of a legal hold",
    "person": "whom a training or key record is about; needs a case number",
    "event_id": "one record",
}
"""Every filter of `kinds.FILTER_FIELDS`; a test compares them."""
