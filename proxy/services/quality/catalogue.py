"""The catalogue of what is looked for: one entry per entity label, from the detectors' own declarations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors import identifiers, names, records
from detectors.entities import ENTITIES
from detectors.entity_variants import VARIANTS
from detectors.finding import TERM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.entities import EntityInfo

CLASSES: Final = {
    "D": "identifies a person directly",
    "Q": "identifies together with others",
    "S": "sensitive about a person",
    "X": "secret, or gives access to money",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity: its facts, the suffixes it may carry, and the detectors that report it."""

    label: str
    info: EntityInfo
    suffixes: tuple[str, ...]
    detectors: tuple[str, ...]


def entries() -> list[Entry]:
    """All entities in the order of the catalogue."""
    reported = list(_reported())
    return [
        Entry(
            label,
            info,
            tuple(sorted({entity.partition(".")[2] for entity, _ in reported if entity.startswith(f"{label}.")})),
            tuple(sorted({name for entity, name in reported if entity.partition(".")[0] == label})),
        )
        for label, info in ENTITIES.items()
    ]


def families() -> list[str]:
    """The record families whose terms are looked for, such as ``IDEA``; a term alone is a topic."""
    return sorted(
        {
            entity.removeprefix(TERM).partition(".")[0]
            for detector in records.ALL
            for entity in detector.entities
            if entity.startswith(TERM)
        }
    )


def _reported() -> Iterator[tuple[str, str]]:
    for detector in (*identifiers.ALL, *names.ALL):
        for entity in detector.entities:
            yield entity, detector.name


def markdown() -> str:
    """The page docs/entities.md."""
    lines = [
        "# What is looked for",
        "",
        "This page is made from the detectors by `make entities`; a test keeps it equal to them.",
        "",
        "Class: "
        + "; ".join(f"**{letter}** {meaning}" for letter, meaning in CLASSES.items())
        + ". The last column is what happens where no policy says otherwise ([policy.md](policy.md)). All examples are"
        " invented or published test values. A policy may name a label alone or with a suffix"
        " (`STUDENT_ID.WA_SSID`).",
        "",
        "| label | what | class | protected by | found by | example | by default |",
        "|---|---|---|---|---|---|---|",
    ]
    for entry in entries():
        info = entry.info
        lines.append(
            f"| `{entry.label}` | {info.description} | {info.sensitivity} | {info.citation} "
            f"| {info.found_by} | `{info.example}` | {info.treatment} |"
        )
    lines += ["", "## Variants", "", "| label | what | protected by | by default |", "|---|---|---|---|"]
    lines += [
        f"| `{label}` | {info.description} | {info.citation} | {info.treatment} |" for label, info in VARIANTS.items()
    ]
    terms = ", ".join(f"`{family}`" for family in families())
    lines += ["", "## Records", "", f"Terms of these families are looked for: {terms}.", "", _RECORDS, "", _LIMITS]
    return "\n".join(lines)


_RECORDS: Final = """\
A term alone is a topic and changes nothing ("What is a behaviour plan?"). Tied to a person, by the same sentence,
line, table row or JSON object, by a pronoun, or by an earlier turn of the conversation, it makes the text a record
about that person, and the policy weighs it by what the provider's contract allows."""

_LIMITS: Final = """\
## What it does not catch

- **What only a person would understand.** "The boy whose father was in the news last week" names nobody. Descriptions
  are weighed (school, grade, rare facts), but the weights are a judgement, not knowledge.
- **Bare numbers.** Nine or ten digits without a word, a column header or a table that says what they are could be
  anything, and are left alone unless their shape is unmistakable.
- **Names that look like nothing else.** A single rare word in lower case, without a title, cue or second mention, can
  be overlooked. A roster ([rosters.md](rosters.md)) closes this gap for your own students.
- **Words that are also names** ("Hope", "May", "Will") without anything beside them that says a person is meant.
- **Pictures, sound, scans, encrypted or packed files.** They are refused, not read.
- **Codes agreed between people**, ciphers, invented encodings, and more than three encodings inside each other.
- **Other languages than English and Spanish**, except for identifiers, names written like names or behind words of kin,
  and the commonest words for records in some twenty languages of families; no speaker has judged those.
- **Meaning.** It does not judge whether a statement is true, fair or kind; people review what an AI writes."""
