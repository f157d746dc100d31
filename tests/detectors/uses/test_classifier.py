"""The network beside the rules: what it finds of wordings by other hands, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_uses import Prompt, later, prompts

from detectors import engine, uses
from detectors.engine import Engine
from detectors.options import EngineOptions
from detectors.tagger.ends import HEAD, TAIL, pieces
from detectors.tagger.session import REQUESTS, ModelFileError, read_manifest
from detectors.tagger.wordpiece import WordPiece, read_vocabulary
from detectors.uses.classifier import TAGS, RequestClassifier
from detectors.uses.signs import may_ask

ORDINARY = (
    "Write to the mother of my student Ana Duarte.",
    "Email the parents of Luis about the field trip.",
    "Write an apology to the parents for the late bus.",
    "Write a recommendation letter for my student Priya Shah.",
    "Write an incident report: Sam pushed Alex at recess.",
    "Make a seating chart for period 3.",
    "Draft interview questions for a secretary.",
    "Find the average of these scores: 81, 90, 77.",
)


@pytest.fixture(scope="module")
def classifier() -> RequestClassifier:
    made = RequestClassifier()
    made.load()
    return made


def found(classifier: RequestClassifier, text: str) -> set[str]:
    """Marks of the rules and of the network, as an engine has them."""
    return {each.entity for detector in (*uses.ALL, classifier) for each in detector.find(text)}


def measured(classifier: RequestClassifier, chosen: list[Prompt]) -> tuple[float, float]:
    """Recall and precision: whether anything was marked."""
    marked = [prompt for prompt in chosen if found(classifier, prompt.text)]
    right = sum(bool(prompt.tag) for prompt in marked)
    return right / sum(bool(prompt.tag) for prompt in chosen), right / len(marked)


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [("sealed.txt", 0.86, 0.95), ("unseen.txt", 0.91, 0.95), ("plain.txt", 0.88, 0.96)],
    ids=["sealed", "unseen", "plain"],
)
def test_other_peoples_wordings_are_found(
    classifier: RequestClassifier, name: str, recall: float, precision: float
) -> None:
    """Measured: .88 and .96; .93 and .96; .90 and .98. Rules alone: .41, .46 and .78 of the requests."""
    got = measured(classifier, later(name))
    assert got[0] >= recall
    assert got[1] >= precision


def test_the_half_held_out_is_found(classifier: RequestClassifier) -> None:
    """Measured: .93 and .96; rules alone .89 and .99."""
    got = measured(classifier, [prompt for prompt in prompts() if prompt.held_out])
    assert got[0] >= 0.91
    assert got[1] >= 0.94


@pytest.mark.parametrize("text", ORDINARY)
def test_a_short_ordinary_request_is_left_alone(classifier: RequestClassifier, text: str) -> None:
    assert list(classifier.find(text)) == []


@pytest.mark.parametrize("text", ["", " ", "Hire?", "1 2 3 4 5 6 7", "{}[] ,,, ;;; ...", "no no no"])
def test_what_is_too_short_to_ask_is_not_judged(text: str) -> None:
    assert list(RequestClassifier().find(text)) == []


def test_unloaded_it_refuses_to_judge() -> None:
    with pytest.raises(RuntimeError):
        list(RequestClassifier().find("Which of the four should we fire?"))


def test_the_mark_spans_the_text_and_names_the_use(classifier: RequestClassifier) -> None:
    text = "  Rank the four applicants and tell me whom to hire. \n"
    (mark,) = classifier.find(text)
    assert text[mark.start : mark.end] == text.strip()
    assert (mark.entity, mark.detector, mark.why) == ("term.OVERSIGHT", "uses.model", "model")
    assert 0.5 < mark.score <= 1


def test_the_odds_are_odds(classifier: RequestClassifier) -> None:
    odds = classifier.odds("Please shorten this newsletter item.")
    assert len(odds) == len(TAGS)
    assert sum(odds) == pytest.approx(1)
    assert odds == classifier.odds("Please shorten this newsletter item.")


def test_of_a_long_text_the_two_ends_are_read() -> None:
    known = WordPiece(read_vocabulary((REQUESTS / "vocab.txt").read_text()))
    long = pieces(known, "First things first. " + "The bell schedule is below.\n" * 400 + "Which teacher goes?")
    assert long[:4] == pieces(known, "First things first.")[:4]
    assert long[-5:] == pieces(known, "Which teacher goes?")[-5:]
    assert len(long) == HEAD + TAIL + 2


def test_an_altered_file_is_never_run(tmp_path) -> None:
    for path in REQUESTS.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "vocab.txt").write_bytes((tmp_path / "vocab.txt").read_bytes() + b"more\n")
    with pytest.raises(ModelFileError, match="differs"):
        RequestClassifier(tmp_path).load()


def test_the_engine_says_which_network_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Engine(EngineOptions()).version
    other = replace(read_manifest(REQUESTS), name="another")
    monkeypatch.setattr(engine, "read_manifest", lambda folder=None: other if folder == REQUESTS else read_manifest())
    assert Engine(EngineOptions()).version != before


@pytest.mark.parametrize("text", ["The committee met on Monday.", "Snow fell over the pass and the road stayed shut."])
def test_what_speaks_to_nobody_is_not_judged(text: str) -> None:
    assert not may_ask(text)


@pytest.mark.parametrize(
    "text", ["Rank the six applicants.", "The memo needs a date. Change it.", "Elige al mejor de los tres."]
)
def test_what_may_ask_is(text: str) -> None:
    assert may_ask(text)
