"""Row 25: content that cannot be read as text (images, audio, files, token ids) cannot be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table


def unscanned(facts: Facts, table: Table) -> Verdict | None:
    """As the table says; the shipped tables all say block. Fail closed."""
    if not facts.unscanned:
        return None
    kinds = ", ".join(sorted(kind.replace("_", " ") for kind in facts.unscanned))
    if table.on_unscanned is Action.FORWARD:
        sentence = f"Some content could not be checked ({kinds}) and was sent as your administrator allows."
    else:
        sentence = f"We could not check this safely ({kinds}), so it was not sent. Paste the text instead."
    reason = Reason("R25-unscanned", "Policy 5023, Data handling", sentence, table.on_unscanned)
    return Verdict(reason, tags=frozenset({"FAILCLOSED"}))
