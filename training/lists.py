"""The lists behind the generator: our own (`lists/`), and those of the data folder."""

from __future__ import annotations

import json
import os
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
DATA = os.environ.get("CHAPERONE_NER_DATA", str(HERE.parent.parent / "shared/data/ner"))


@cache
def values(name: str) -> dict[str, list[str]]:
    """Kinds of things to their names."""
    lines = (HERE / f"lists/{name}.txt").read_text(encoding="utf-8").splitlines()
    return {line.split("|")[0]: line.split("|")[1].split(";") for line in lines if line and line[0] != "#"}


@cache
def column(name: str) -> list[str]:
    """First column of a list of the data folder."""
    rows = Path(DATA, "lists", name).read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[0] for row in (rows[1:] if name.endswith(".tsv") else rows)]


@cache
def address_strings() -> list[str]:
    """US address strings, one line each."""
    lines = Path(DATA, "usaddress_strings.jsonl").read_text(encoding="utf-8").splitlines()
    return [text for line in lines if 8 < len(text := json.loads(line)["text"]) < 90]


@lru_cache(maxsize=1)
def common_words() -> list[str]:
    """Words of everyday English, as the product's own rules know them."""
    return [
        word
        for word in (HERE.parent / "detectors/names/lexicons/common_words.txt").read_text().split()
        if word.isalpha() and len(word) > 3
    ]
