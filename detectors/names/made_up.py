"""Names of nobody: in word problems, stories, plays and example sentences that a text asks for, and names of animals.

A single given name there is invented, unless the text also speaks of a real child: then nothing is taken for invented.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.names.lexicon import is_surely_given

# Alternations of words behind a fixed start: stdlib `re` is linear here. Both are looked for once a text, at most.
_FRAME = re.compile(
    r"(?i)\b(?:word problems?|(?:story|math|ratio|fraction|multiplication|division|addition|subtraction) problems?"
    r"|number stor(?:y|ies)|decodables?|decodable (?:story|text|passage)|reader'?s'? theat(?:er|re)"
    r"|(?:sample|example|practice|mentor|silly) sentences?|this sentence \d ways|diagram (?:this|the) sentence"
    r"|(?:fictional|made-up|imaginary|invented) (?:student|child|character|story|family|families|classroom"
    r"|school|teacher|parent)"
    r"|fairy tales?|skits?|logic puzzles?|riddles?|play script|main characters?|character (?:analysis|list)"
    r"|(?:discussion|comprehension|study|essay|journal|reading|quiz) (?:questions?|prompts?|guide)"
    r" (?:for|on|about|from|to go with) (?:the )?(?:\w+ )?(?:chapters?|book|novel|story|play|poem|passage|act|scene)"
    r"|characters (?:in|from|of|like)|novel (?:study|unit|by)|book (?:club|report)|problemas? (?:verbales?"
    r"|de matem[aá]ticas|razonados?|de palabras)|obra de teatro|cuento)\b"
    r"|\b(?:who|which \w+) (?:is|was|runs?|ran|walks?|rides?|rode|drives?|reads?|has) (?:the )?"
    r"(?:faster|slower|farther|further|fastest|more|fewer|most|greater)\b[^.!?\n]{0,30}\?"
    r"|\bhow (?:many|much|far|long|fast) (?:\w+ ){1,8}(?:left|altogether|in all|in total|apart|each|per \w+|together)\?"
)
_REAL = re.compile(
    r"(?i)\b(?:ieps?|504|ifsp|bip|absen\w+|tardy|suspen\w+|referr\w+|incident|guardians?|roster|class list|seating"
    r"|(?:my|our|his|her|their) (?:students?'?|kids?'?|scholars?|son|daughter|child|kiddos?|class's|names?)"
    r"|(?:using|with|use) (?:the |these |their |our |my )?(?:students?'|kids?'|real) names|real names?|my name is"
    r"|i(?:'m| am) \d{1,2}|i live|ssid|dob|diagnos\w+|adhd|autis\w+|dyslexi\w+|asthma|behavio(?:u)?r plan"
    r"|(?:is|are|was|were|far|falling) behind|struggl\w+|she's in|he's in|phq|counselor|cps|homeless|foster"
    r"|mi (?:hij[oa]|alumn[oa]|estudiante)|(?:parts?|lines|roles?|solos?) for (?-i:[A-Z])\w*\w(?=,))\b|@\w"
)
_ANIMAL = re.compile(
    r"(?i)\b(?:dogs?|pupp(?:y|ies)|cats?|kittens?|pets?|geckos?|hamsters?|guinea pigs?|fish|turtles?|tortoises?"
    r"|rabbits?|bunn(?:y|ies)|snakes?|birds?|parrots?|horses?|pon(?:y|ies)|dragons?|robots?|monsters?|bears?"
    r"|puppets?|mascots?"
    r"|unicorns?|dinosaurs?|frogs?|toads?|chicks?|cows?|pigs?|goats?|mouse|mice|elephants?|fair(?:y|ies)|wizards?"
    r"|princess(?:es)?|knights?|aliens?|superhero(?:es)?|pirates?|villains?|hero(?:ine)?|characters?|dolls?|lizards?"
    r"|ferrets?|hedgehogs?|foxe?s?|owls?|wol(?:f|ves)|snail|crab|bees?|perr[oa]|gat[oa]|mascota|drag[oó]n)"
    r"(?:,)?(?: (?:is|was|are|who(?:'s| is)|that(?:'s| is)|es|se))?"
    r" (?:named|called|name is|llamad[oa]|llama|by the name of) [\"']?$"
)
_PET = re.compile(
    r"(?i)(?:\b(?:the|our|my|her|his|their|a|an|class|classroom|therapy|service|school|facility|k-?9) (?:\w+ )?"
    r"(?:dog|puppy|pup|cat|kitten|hamster|gecko|guinea pig|rabbit|bunny|turtle|tortoise|snake|parrot|parakeet"
    r"|horse|pony"
    r"|lizard|ferret|hedgehog|iguana|bearded dragon|goldfish|betta|hermit crab|chinchilla|gerbil|frog|goat|llama|alpaca"
    r"|donkey|pet|mascot|chick|duck|rooster)|\b(?:el|la|su|mi|nuestro|nuestra) (?:perr[oa]|gat[oa]|h[aá]mster"
    r"|conejo|tortuga"
    r"|mascota)|\bclass pet|\bmascot) (?:(?:Sir|Mr|Mrs|Ms|Miss|Dr|Captain|Lady|Lord|Princess|Prince|King"
    r"|Queen|Professor)\.? )?"
    r"[\"'(]?$"
)
"""An animal that lives with people, right before its name: "the gecko Sir Wiggles", "her dog Biscuit"."""
_LIKE = re.compile(
    r"(?i)\b(?:fake|made[- ]up|pretend|fictional|invented) (?:\w+ )?names? (?:like|such as) "
    r"(?:\w+(?:,| or| and) ){0,3}$"
)
_REACH: Final = 60


class MadeUp:
    """What one text says of invented names; asked only about candidates."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._framed: bool | None = None

    def is_framed(self) -> bool:
        """Whether the text asks for invented people and speaks of no real one."""
        if self._framed is None:
            self._framed = _FRAME.search(self._text) is not None and _REAL.search(self._text) is None
        return self._framed

    def is_animal(self, start: int, end: int) -> bool:
        """Whether it is the name of an animal or a figure; a child may follow a pet ("without her dog Nadia cries")."""
        low = max(0, start - _REACH)
        if _ANIMAL.search(self._text, low, start) is not None:
            return True
        return _PET.search(self._text, low, start) is not None and not is_surely_given(self._text[start:end])

    def holds(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is nobody's name: a single word in such a text, or an animal's."""
        if self.is_animal(start, end) or _LIKE.search(self._text, max(0, start - _REACH), start) is not None:
            return True
        return " " not in self._text[start:end].strip() and self.is_framed()
