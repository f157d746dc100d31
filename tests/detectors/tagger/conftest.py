from __future__ import annotations

import pytest

from detectors.tagger.model import NameModel
from detectors.tagger.session import FOLDER, VOCABULARY
from detectors.tagger.wordpiece import WordPiece, read_vocabulary


@pytest.fixture(scope="session")
def model() -> NameModel:
    loaded = NameModel()
    loaded.load()
    return loaded


@pytest.fixture(scope="session")
def pieces() -> WordPiece:
    return WordPiece(read_vocabulary((FOLDER / VOCABULARY).read_text(encoding="utf-8")))
