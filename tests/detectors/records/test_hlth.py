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


@pytest.mark.parametrize(
    "text",
    [
        "The pump that he wears beeps; lows under 70 are treated in class",
        "when he is above 300 he goes to the office, highs are corrected by the nurse",
        "her pump site came off at recess",
        "the Dexcom says 64, give her juice and recheck",
        "finger stick before lunch for Lia",
        "two puffs before recess and keep the rescue inhaler close",
        "she gets her feeds through the tube at noon",
        "he self caths at 10 with help",
        "she is on two liters of oxygen on the bus",
        "staring spells that last twenty seconds",
        "he goes stiff and his eyes roll back",
        "the port in her chest was accessed Monday",
        "his leg is in a cast until May",
        "she wears a back brace 18 hours a day",
        "suction him when he sounds wet, the nurse has the trach kit",
        "patch his good eye for two hours after lunch",
        "his hearing aids are in the charger, FM system on",
        "she spent nine days in the hospital",
        "his numbers were 54 then 61 after four ounces of juice",
        "the aide vents him before lunch",
        "his phone shows his sugars",
        "she wears a patch over her left eye",
        "he had a spell where he stared, we logged it",
        "he was discharged home from the hospital, no PE",
        "glucose tabs are in his backpack",
        "his counts are low after the infusion at the clinic",
        "swipe the magnet if a spell is longer than 3 minutes",
    ],
)
def test_care_without_the_name_of_the_condition(families: Callable[..., set[str]], text: str) -> None:
    """Pumps, sensors, tubes, ports, oxygen, casts and patches of a child."""
    assert "HLTH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "the pump in the lab runs at 40 psi",
        "lows in the 30s and highs above 60 this weekend",
        "plug it into the port on the laptop",
        "cast of the spring musical meets Tuesday",
        "braces for the book shelves arrived",
        "the sensor reads 72 in the greenhouse",
        "when they are above 90 percent we celebrate",
        "patch the laptops tonight",
        "oxygen is needed for combustion, says the lesson",
        "the feed through the tube of the 3D printer jams",
        "flush the lines before the boiler starts",
        "the team had highs and lows this season",
        "order more juice for the cafeteria",
        "zoned out map of the attendance areas",
        "the mic button on the headset",
        "pirate eye patch for the costume",
        "kept them in for the assembly",
        "two puffs of chalk dust before the bell",
        "arrows up for the hallway signs, gel pens, boxes of juice",
        "a cold spell in the forecast",
        "glasses of water for the guests",
    ],
)
def test_not_care_of_a_child(families: Callable[..., set[str]], text: str) -> None:
    assert "HLTH" not in families(text)
