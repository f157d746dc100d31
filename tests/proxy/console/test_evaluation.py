"""The report of an evaluation: misses first and marked, text escaped, nothing loaded from elsewhere."""

from __future__ import annotations

import re

from detectors.evaluation.figures import Result, figures
from detectors.evaluation.labelled import Marked, Row
from detectors.evaluation.scoring import Seen
from proxy.console.evaluation import render

HOSTILE = "<script>alert(1)</script> Juno in room 9"
NAME = Marked(HOSTILE.index("Juno"), HOSTILE.index("Juno") + 4, "STUDENT_NAME")
ROOM = Marked(HOSTILE.index("room 9"), HOSTILE.index("room 9") + 6, "KEEP")


def result(name: str, sent: str, findings: tuple[Seen, ...] = ()) -> Result:
    row = Row(name, HOSTILE, (NAME, ROOM), actions={"T2": "hold"})
    return Result(row, sent, findings, frozenset(), "S0", {"T2": "forward"}, 0.01)


def page(*results: Result, least: dict[str, float] | None = None) -> str:
    measured = {"at": "now", "set": {"sha256": "0" * 64}, "detection": "d", "policy_hash": "p" * 64, **figures(results)}
    return render(results, measured, least=least or {})


def test_misses_stand_first_and_are_marked() -> None:
    html = page(result("fine", HOSTILE.replace("Juno", "[A]")), result("missed", HOSTILE))
    assert html.index("<summary>missed") < html.index("<summary>fine")
    assert re.findall(r'<mark class="leaked" title="STUDENT_NAME: leaked">(\w+)</mark>', html) == ["Juno"]
    assert '<mark class="survived" title="KEEP: survived">room 9</mark>' in html
    assert html.count("T2: forward, expected hold") == 2


def test_the_prompt_is_escaped() -> None:
    html = page(result("a", HOSTILE))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert not re.search(r"(?:src|href|@import|url\()", page(result("a", HOSTILE)))


def test_a_change_beyond_the_labels_is_shown_and_the_worst_mark_wins() -> None:
    findings = (Seen(NAME.start, ROOM.end, "ADDRESS", changed=True),)
    html = page(result("a", HOSTILE, findings))
    assert '<mark class="extra" title="ADDRESS: changed, not marked in the set"> in </mark>' in html
    assert 'class="leaked" title="STUDENT_NAME: leaked">Juno' in html


def test_a_figure_below_the_least_stands_out() -> None:
    assert '<tr class="short"><th scope="row">marked values' in page(result("a", HOSTILE), least={"kept_back": 0.5})
    assert 'class="short"' not in page(result("a", HOSTILE), least={"keep_intact": 0.5})
