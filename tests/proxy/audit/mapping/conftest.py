"""Records of every kind in the golden file, as mappings take them."""

from __future__ import annotations

from pathlib import Path

import pytest

from proxy.audit.mapping.source import Source
from proxy.audit.tree import leaf_hash

GOLDEN = Path(__file__).parent.parent / "golden_v1.jsonl"


def sources() -> list[Source]:
    """One record of each kind."""
    made = []
    for seq, line in enumerate(GOLDEN.read_bytes().splitlines()):
        body = line.partition(b"\t")[2]
        made.append(Source(seq, body, leaf_hash(body), "chaperone/test", "0.1.0"))
    return made


@pytest.fixture(params=sources(), ids=lambda source: source.kind)
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.param
    return found


@pytest.fixture(scope="session")
def intent() -> Source:
    return next(each for each in sources() if each.kind == "request.intent")
