from __future__ import annotations

from types import SimpleNamespace

import pytest

from detectors import presidio_bridge
from detectors.identifiers.signals import LONG_DIGITS


@pytest.fixture(scope="module")
def recognizers() -> dict[str, object]:
    return {detector.name: detector for detector in presidio_bridge.load_recognizers()}


@pytest.mark.parametrize(
    ("name", "text", "entity", "value"),
    [
        ("presidio.EmailRecognizer", "write to ann.lee@mail.org now", "EMAIL", "ann.lee@mail.org"),
        ("presidio.CreditCardRecognizer", "card 4111 1111 1111 1111", "CARD", "4111 1111 1111 1111"),
        ("presidio.IbanRecognizer", "to GB82WEST12345698765432", "BANK_ACCOUNT.IBAN", "GB82WEST12345698765432"),
    ],
)
def test_three_recognizers_work_behind_the_bridge(
    recognizers: dict[str, object], name: str, text: str, entity: str, value: str
) -> None:
    (finding,) = recognizers[name].find(text)
    assert (finding.entity, text[finding.start : finding.end]) == (entity, value)


def test_nothing_is_fetched_for_the_suffix_list(recognizers: dict[str, object]) -> None:
    """The extractor that Presidio calls has no address to fetch from; the test run has no network either."""
    import tldextract  # noqa: PLC0415  after the bridge has pinned it

    assert recognizers
    extractor = tldextract.tldextract.TLD_EXTRACTOR
    assert extractor.suffix_list_urls == ()
    assert tldextract.extract("a.example.co.uk").domain == "example"


def test_other_peoples_recognizers_plug_in() -> None:
    """Anything with Presidio's contract becomes a detector; scores under the threshold and other types are dropped."""
    results = [
        SimpleNamespace(entity_type="BADGE", start=0, end=5, score=0.9),
        SimpleNamespace(entity_type="BADGE", start=6, end=9, score=0.1),
        SimpleNamespace(entity_type="OTHER", start=6, end=9, score=0.9),
    ]
    recognizer = SimpleNamespace(name="Badge", supported_entities=["BADGE"], analyze=lambda *_: results)
    detector = presidio_bridge.from_presidio(recognizer, {"BADGE": "OTHER_ID.BADGE"}, needs=(LONG_DIGITS,))
    assert detector.entities == ("OTHER_ID.BADGE",)
    assert [(f.entity, f.start, f.end) for f in detector.find("A1234 xyz")] == [("OTHER_ID.BADGE", 0, 5)]
    assert presidio_bridge.from_presidio(recognizer).entities == ("OTHER_ID.BADGE",)
