from __future__ import annotations

import pytest

from detectors import identifiers
from detectors.entities import ENTITIES
from detectors.entity_variants import VARIANTS, info


def test_every_suffix_that_identifiers_report_is_explained() -> None:
    reported = {entity for detector in identifiers.ALL for entity in detector.entities if "." in entity}
    assert reported <= set(VARIANTS)


def test_a_variant_is_one_of_its_base_and_cites_its_own_law() -> None:
    for entity, facts in VARIANTS.items():
        base = ENTITIES[entity.partition(".")[0]]
        assert facts.description != base.description
        assert any(source in facts.citation for source in ("CFR", "USC", "RCW")), entity


@pytest.mark.parametrize(
    ("entity", "treatment"), [("OTHER_ID.NPI", "keep"), ("OTHER_ID.DISTRICT", "pseudonymize"), ("SSN", "redact")]
)
def test_facts_are_the_variant_s_or_the_base_s(entity: str, treatment: str) -> None:
    assert info(entity).treatment == treatment


def test_an_unknown_label_has_none() -> None:
    with pytest.raises(KeyError):
        info("NOTHING.AT_ALL")
