"""An agency's own cases: what a file may say, and what is told of a case that came out otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from canary import CANARIES

from proxy.errors import BadRequest
from proxy.services.policy.cases import read_cases, try_cases

VALUE = CANARIES[0].value


class Preview:
    """Answers as it was told."""

    def __init__(self, **came: Any) -> None:
        self.came = {
            "action": "hold",
            "severity": "S0",
            "tags": ["OVERSIGHT"],
            "reasons": [{"rule": "R22-decision"}],
            **came,
        }

    async def preview(self, asked: Any) -> dict[str, Any]:
        return self.came


def test_yaml_and_jsonl_say_the_same() -> None:
    yaml = "cases:\n- {text: Rank them., tier: T1, action: hold, rules: [R22-decision]}\n"
    lines = '{"text": "Rank them.", "tier": "T1", "action": "hold", "rules": ["R22-decision"]}\n'
    (one,), (other,) = read_cases(yaml, lines=False), read_cases(lines, lines=True)
    assert one == other
    assert (one.name, one.action, one.asked.tier) == ("case 1", "hold", "T1")
    assert "Rank" not in repr(one)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "not YAML"),
        ("{}", "no cases"),
        ("- {text: a, color: red}", "Case 1: may hold"),
        ("- {action: hold}", "Case 1: Say which text"),
        ("- {text: a, action: stop}", "Case 1: `action`"),
        ("- {text: a, tier: T9, action: hold}", "Case 1: `tier`"),
        ("- {text: a, rules: R22}", "Case 1: `rules`"),
        ("- {text: a, severity: S7}", "Case 1: `severity`"),
        ("- {text: a}", "says nothing"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_repeats_no_text(content: str, said: str, assert_no_leak) -> None:
    with pytest.raises(BadRequest) as caught:
        read_cases(content.replace("text: a", f"text: {VALUE}"), lines=False)
    assert said in caught.value.message
    assert_no_leak([caught.value.message])


async def test_what_differs_is_said_and_what_does_not_is_not() -> None:
    content = """
- {name: good, text: a, action: hold, rules: [R22-decision], not_rules: [R23-tracking], tags: [OVERSIGHT], severity: S0}
- {name: bad, text: a, action: block, rules: [R23-tracking], not_rules: [R22-decision], tags: [SURVEIL], severity: S4}
"""
    good, bad = await try_cases(Preview(), read_cases(content, lines=False))  # type: ignore[arg-type]
    assert good.faults == ()
    assert bad.faults == (
        "action is hold, not block",
        "severity is S0, not S4",
        "R23-tracking did not speak",
        "R22-decision spoke",
        "no tag SURVEIL",
    )
