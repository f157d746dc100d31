from __future__ import annotations

import pytest

from detectors.entities import ENTITIES, is_entity


def test_every_entity_says_what_protects_it() -> None:
    for name, info in ENTITIES.items():
        assert name.isupper()
        assert info.description
        assert any(source in info.citation for source in ("CFR", "USC", "RCW")), name
        assert info.sensitivity in {"D", "Q", "S", "X"}
        assert info.treatment in {"keep", "generalize", "pseudonymize", "redact"}
        assert info.example


@pytest.mark.parametrize("name", ["SSN", "STUDENT_ID.WA_SSID", "CREDENTIAL.KEY"])
def test_a_label_may_have_a_suffix(name: str) -> None:
    assert is_entity(name)


@pytest.mark.parametrize("name", ["", "KEEP", "ssn", "SNN", ".SSN"])
def test_other_words_are_no_labels(name: str) -> None:
    assert not is_entity(name)


def test_numbers_of_the_state_are_removed_for_good_by_default() -> None:
    assert {ENTITIES[name].treatment for name in ("SSN", "CARD", "BANK_ACCOUNT", "CREDENTIAL", "PASSPORT")} == {
        "redact"
    }
