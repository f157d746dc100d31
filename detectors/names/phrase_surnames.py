"""Surnames that are phrases, as many Native families have: "Leona Runs Above", "Cody Two Strikes", "Ana Looks Twice".

Every word of them is English, so models and lists take the given name alone and leave a family's name standing. Looked
for behind a given name: one word to five of those that such surnames are made of, in capitals, and nothing in capitals
behind them, so that a heading or a team ("Ana Red Group") is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_given_anywhere, is_surely_given
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEDS: Final = word_set(
    "Comes Takes Brings Kills Walks Stands Runs Sees Shot Chases Catches Holds Carries Looks Makes Goes Yells"
    " Sings Rides Strikes Sits Sleeps Talks Flies Wears Throws Breaks Crosses Charges Fights Follows Hears Knows"
    " Leads Lies Lives Paints Plays Pulls Swims Turns Waits Wants Wounded Afraid Raised Surrounded Scares Steals"
    " Smells Spits Shows Keeps Killed Hides Hunts Has Bites Bears Whistles Cries Dances Drops Eats Finds Gives"
    " Hangs Jumps"
)
"""Deeds: with one of them a phrase of two words is a name."""
_FEW: Final = word_set("At In On The Of From To With Over Under By Not Her His Their Don't No")
_KINDS: Final = word_set(
    "Many Good Bad Old Young Big Little Long Short Tall Plenty Pretty Two Three Four Five Seven First Last Lone"
    " Alone Hollow Broken Crazy Iron Red Black White Yellow Blue Gray Grey Green Spotted Brave Fast Slow High"
    " Low Real Medicine Holy Wild Half Heavy Hard Strong Swift Standing Sitting Running Flying Walking Charging"
    " Lame Left Right Bare Burnt Crooked Curly Dull Foolish Fool Lean Loud Poor Rough Round Sharp Smooth Twisted"
    " Yellowish Single Double Bob-Tail Bobtail Night Morning"
)
_THINGS: Final = word_set(
    "Bull Bulls Bear Elk Wolf Wolves Crow Crows Eagle Eagles Hawk Horse Horses Buffalo Coyote Deer Dog Dogs Fox"
    " Owl Weasel Turtle Snake Bird Birds Feather Feathers Cloud Clouds Moon Sun Star Stars Thunder Lightning"
    " Hail Wind Water Fire Day Days Light Pipe Shield Arrow Arrows Knife Gun Guns Lance Tail Horn Horns Hoof"
    " Nest Heart Head Nose Eye Eyes Foot Feet Hand Hands Voice Speaker Lodge Ground Hill Rock Stone Mountain"
    " River Tree Pine Cedar Willow Top Sides Enemy Enemies Chief Man Woman Boy Brother Brothers Robe Shirt"
    " Blanket Moccasin Along Around Through Above Below Behind Ahead Before After Again Twice Both Everybody"
    " Someone Nobody Clay Paint Bonnet Whip War Warrior Wing Wings Tooth Teeth Ears Ear Hair Face Back Bone"
    " Bones Leg Legs Rib Ribs Belly Shoulder Track Tracks Trail Road Camp Village Home Sky Snow Ice Rain Smoke"
    " Ash Kettle Bow Calf Cow Calves Antelope Badger Beaver Otter Skunk Rabbit Mouse Magpie Swan Crane Goose"
    " Duck Fish Swallow Whistle Rattle Drum Song Singer Dancer Runner Rider Soldier Holder Keeper Maker Killer"
    " Chaser Talker Straight Away Out Up Down Inside Outside Across Between Everywhere Sounds Sundays Money"
    " Pretty Beads Ball Bell Strikes Elk's Bear's"
)
_OF_SOMEBODY: Final = word_set("Not Her His")
_PLACES: Final = word_set("Road Trail River Village Camp Lodge Mountain Home")
"""Behind these words "Jordan River Road" and "Madison Stone Lodge" are places."""
_TIMES: Final = word_set("Day Days Night Morning Song Water Ball Fire")
"""Behind a thing: "Maya Snow Day" is no surname."""
_WORDS: Final = _DEEDS | _FEW | _KINDS | _THINGS
_RUN: Final = compile_pattern(r"(?:^|[^\pL\pN'.-])(\p{Lu}[\pL'-]{1,20}(?: \p{Lu}[\pL'-]{1,13}){2,7})")
_MOST: Final = 5


class _PhraseSurnameDetector:
    """See the file's docstring."""

    name = "names.phrase_surnames"
    version = 1
    needs = ("",)
    entities = ("PERSON_OTHER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text. Linear: one automaton, and lists for what it stops at."""
        for match in _RUN.finditer(text):
            words = match.group(1).split(" ")
            for place, word in enumerate(words[:-1]):
                phrase = words[place + 1 :]
                if len(phrase) <= _MOST and _is_phrase(_without_possessive(phrase)) and _is_given(word):
                    end = match.end(1) - (len("'s") if phrase[-1].endswith("'s") else 0)
                    start = match.start(1) + sum(len(each) + 1 for each in words[:place])
                    yield Finding("PERSON_OTHER", start, end, 0.7, self.name, "row")
                    break


def _without_possessive(words: list[str]) -> list[str]:
    return [*words[:-1], words[-1].removesuffix("'s")]


def _is_given(word: str) -> bool:
    return word not in _WORDS and (is_surely_given(word) or is_given_anywhere(word))


def _is_phrase(words: list[str]) -> bool:
    """A deed with what it is done to, a kind of thing, or two things; the last word is no small one."""
    if not all(word in _WORDS for word in words) or words[-1] in _FEW or len(words) == 1:
        return False
    if words[0] in _DEEDS or words[0] in _OF_SOMEBODY:
        return True
    place = words[-1] in _PLACES or (words[0] in _THINGS and words[-1] in _TIMES)
    return words[0] in _KINDS | _THINGS and not place and _names(words[1:])


def _names(words: list[str]) -> bool:
    return any(word in _THINGS or word in _DEEDS for word in words)


DETECTOR = _PhraseSurnameDetector()
