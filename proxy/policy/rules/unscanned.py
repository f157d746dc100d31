"""Row 25: content that cannot be read as text (images, audio, files, token ids) cannot be checked.

The same holds for files that can be read, where something would have to be replaced that cannot be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import IT
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak
from proxy.policy.unread import advice, called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=25,
    id="R25-unscanned",
    signals="content that cannot be read, or FAILCLOSED",
    regimes=("Policy 5023",),
    severity=Severity.S0,
    actions=at_every_tier(BLOCK),
    clause="Policy 5023, Data handling",
    sentence=Said(
        "Some content could not be checked and was sent as your administrator allows.",
        "Parte del contenido no se pudo revisar y se envió como lo permite su administrador.",
    ),
    next_step=Said("Paste the text itself.", "Pegue el texto mismo."),
    decider=IT,
    gate=False,
)

FAILCLOSED: Final = frozenset({"FAILCLOSED"})


def unscanned(facts: Facts, table: Table) -> Verdict | None:
    """As the table says; the shipped tables all say block. Fail closed."""
    unread = facts.signalled(FAILCLOSED)
    if not facts.unscanned and not unread:
        return None
    spoken = speak(ROW, facts, table, tags=FAILCLOSED)
    if facts.circumstances.direction == "response":
        return spoken
    action = table.on_unscanned if facts.unscanned else spoken.reason.action
    said = stopped(facts.unscanned) if action else ROW.sentence
    return replace(spoken, reason=replace(spoken.reason, action=action, sentence=said.en, sentence_es=said.es))


def stopped(kinds: Iterable[str]) -> Said:
    """The sentence of a refusal, which names the kinds of what could not be read, and says what to do."""
    unread = sorted(kinds)
    names = [called(kind) for kind in unread]
    en = f" ({', '.join(each.en for each in names)})" if names else ""
    es = f" ({', '.join(each.es for each in names)})" if names else ""
    step = advice(unread)
    return Said(
        f"We could not check this safely{en}, so it was not sent. {step.en}",
        f"No pudimos revisar esto con seguridad{es} y no se envió. {step.es}",
    )
