from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Noa takes Concerta",
        "peanut allergy, EpiPen in the office",
        "she has a seizure plan",
        "asthma action plan expired",
        "T1D, insulin pump, carb counts",
        "went to the nurse with a headache",
        "fainted in PE, EMS called",
        "IHP needs parent signature for him",
        "religious exemption for MMR",
        "concussion protocol, day 3",
        "he is on chemo for leukemia",
        "takes his meds at lunch",
        "BG 62, juice given",
        "ibuprofen 200 mg given at 10",
        "diagnosed with celiac disease",
        "broke her arm at recess",
        "strep throat, out until Friday",
        "G-tube feeds at noon",
        "es alérgica a los cacahuates",
        "toma medicina para la epilepsia",
        "tiene asma y usa inhalador",
        "he takes adderal xr",
        "had a siezure in class",
        "dx J45.20 per doctor",
        "NDC 50458-585-01 on the label",
        "DX\tname\nJ45\tA. B.",
        "Name\tAllergies\nA. B.\tpeanut",
        "trẻ bị dị ứng",
        "Keppra 500 mg bid",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Conditions, drugs, nurses; flowers, virus scanners and tempos are none."""
    assert "HLTH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "allegra tempo in the second movement",
        "EpiPen storage policy",
        "virus scan finished",
        "system health check",
        "clay pots and pans",
        "cast of the play",
        "be patient with the printer",
        "room K12 and B12 and I90",
        "the A1C display",
        "G20 summit",
        "search and seizure case",
        "add a column to the sheet",
        "po number 4412",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "HLTH" not in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada landed on her left arm",
        "she fell off the monkey bars",
        "swelling at the wrist, fingers warm, ice on",
        "it is broken in two places",
        "his dad took him to urgent care",
        "bled a lot, butterfly strips, nurse called",
        "sits at the nut-free table with Li",
        "two auto-injectors in the red pouch",
        "a cut above the eye",
        "cast is blue, no PE till Friday",
    ],
)
def test_injuries_at_play(families: Callable[..., set[str]], text: str) -> None:
    assert "HLTH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the river is swollen after the rain",
        "our fence is broken, order a new one",
        "ice the cake and wrap it",
        "the plane landed on the runway",
        "Po ako ni Ana",
        "the PO box is full",
        "free table tennis on Friday",
    ],
)
def test_not_injuries_at_play(families: Callable[..., set[str]], text: str) -> None:
    assert "HLTH" not in families(text)
