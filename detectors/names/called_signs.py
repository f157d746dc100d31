"""What is said of plants, dishes, games, brands and tests, and what is said of people: signs that `called` weighs."""

from __future__ import annotations

import re
from typing import Final

from detectors.identifiers.pattern import compile_pattern

# Alternations of words over windows of at most two hundred characters: stdlib `re` is linear here. What all are
# asked is an automaton: that one pattern took a seventh of all the time in a list of plants.
CUE_BEFORE: Final = re.compile(
    r"(?:\b(?i:(?:my|our|his|her|their|your|the|this|a|new|foster) (?:[a-z]+ )?(?:student|scholar|pupil|child|kid|kiddo"
    r"|son|daughter|niece|nephew|grandson|granddaughter|toddler|patient|client|mother|father|mom|dad|parent|guardian"
    r"|grandma|grandpa|granny|aunt|uncle|brother|sister|sibling|cousin|twin|teacher|friend|neighbor|boy|girl))"
    r"|\b(?i:students?|child|pupils?|kids?|names?|mom|dad|mother|father|guardian|named|dear|cc|to|from|re): ?"
    r"|\b(?i:named|called her|called him|dear|my name is|i am|i'm)|\b(?:Mr|Mrs|Ms|Sra|Srta)\.),? ?$"
)
"""A word right before that says who somebody is."""
DOES_BEHIND: Final = re.compile(
    r"(?i)['\u2019]s (?:mom|dad|mother|father|parents?|grandma|iep|504|bip|behavior|teacher|seat|desk|lunch"
    r"|birthday|case"
    r"|file|home|family|brother|sister|inhaler|meds|score|eval\w*)\b"
    r"|,? \(?(?:is|was|has|had|says|said|told|asked|asks|wants|wanted|needs|needed|moved|cried|cries|takes|took|hits?"
    r"|threw|refused|refuses|goes|went|qualifies|reads|scored|attended|got|gets|lives|came|comes|will|walked|walks|eats"
    r"|ate|sat|sits|left|ran|does|doesn't|did|didn't|can|can't|likes|loves|speaks|struggles|earned|missed|answered"
    r"|wrote"
    r"|called|calls|texted|emailed|gave|rides|stays|made|bit|fell|lost|forgot|wore|wears|picks|picked|brings|brought"
    r"|waters|weeds|helps|won't|should|must|kicked|pushed|choked|swallowed|knows|thinks|keeps|plays|signed|owes|starts"
    r"|started|who|whose|age \d|aged|gr\.? ?\d|grade \d|\d+(?:st|nd|rd|th) gr\w*|in (?:my|our|his|her|room \d|grade)"
    r"|(?:my|our|his|her) |i[sn]n't|wasn't|hasn't|absent|tardy|out sick|dismissed|moves?|owns?|he|she"
    r"|plants (?:the|a|an|some|every|his|her|their|more|it|them|things)"
    r"|(?!red\b|seed|bed\b|weed|need|feed|dried|mixed|chopped|sliced|roasted|grilled|baked|potted|frosted|fried|cured)"
    r"[a-z]{2,}ed)\b"
)
"""What a person does, or owns, right behind."""
CHAIN_BEHIND: Final = re.compile(
    r"(?:,? (?:and|&|y|with) [A-Z][\w-]+(?: [A-Z][\w-]+)?|, [A-Z][\w-]+(?: [A-Z][\w-]+)?){1,4}(?= [a-z])"
)
"""The rest of an enumeration, behind which its verb stands: "Lily and Iris planted ..."."""
MAY_FOLLOW_GAME: Final = re.compile(r"(?i),? \(?(?:is|was|can|will|needs|should|must|has|takes|works|goes|starts|in)\b")
ABOUT_PERSON: Final = compile_pattern(
    r"(?i)\b(?:she|he|her|him|his|hers|iep|504|bip|ifsp|absent|tardy|cried|crying|cries|bitten|vomited|sick|seizures?"
    r"|inhaler"
    r"|nurse|mom|mommy|mother|dad|daddy|father|grandma|grandpa|guardian|stepmom|stepdad|aunt|uncle|sister|brother|son"
    r"|daughter|nephew|niece|twins?|siblings?|parent|student|pupil|scholar|child|kiddo|kid|patient|adhd|autis\w+"
    r"|allerg\w+|suspen\w+|referr\w+|behavior|fight\w*|fought|custody|bus \d+|wcpm|caseload|my (?:students?|class|kids)"
    r"|seat(?:s|ed|ing)?|sits?|sat|picks? up|pick-?up|emailed|texted|teacher says|hired|resign\w*|leave of|cell is"
    r"|phone|dob|born|years? old|lives? with|las? niñ[oa]s?|los niños|el niño|mama|hij[oa]|alumn[oa])\b"
    r"|\b(?:mamá|lloró)"
    r"|\b(?:students|kids|children|pupils|names?|group \d|table \d|pair \d|team \d|line leaders?)\s?:"
)
"""What makes the sentence one about a person."""
DOMAINS: Final = {
    "plant": re.compile(
        r"(?i)\b(?:plants?|planting|planted|garden\w*|seeds?|seedlings?|bulbs?|herbs?|flowers?|shrubs?|perennials?"
        r"|annuals?"
        r"|beds?|roses?|tomato(?:es)?|pumpkins?|apples?|trees?|orchard|fruit|variet\w+|cultivars?|crops?|greenhouse"
        r"|compost|bloom\w*|daffodils?|tulips?|berries|pots?|nursery stock|vines?|hedge|mulch|pears?|peppers?"
        r"|lettuce)\b"
    ),
    "food": re.compile(
        r"(?i)\b(?:menus?|lunch(?:es)?|breakfast|entr[eé]es?|snacks?|cafeteria|pizza|sandwich(?:es)?|salads?|soups?"
        r"|apples?"
        r"|slices?|s1ices|chicken|chlcken|steak|wraps?|crackers?|cheese|muffins?|pies?|pears?|cand(?:y|ies)|drinks?"
        r"|beverages?|soda|tea|sauce|dressing|fruits?|cherries|juice|milk|quesadillas?|tacos?|burgers?|bun|rice|noodles"
        r"|pasta|dessert|recipes?|mocktails?|punch|mixers?|ginger ale|catering|donuts?|sticks?|bread|grapes"
        r"|oranges?)\b|\b(?:MON|TUE|WED|THU|FRI|M0N)\b"
    ),
    "game": re.compile(
        r"(?i)\b(?:games?|play(?:ing|ed|s)?|recess|pe|stations?|brain breaks?|circle time|songs?|sing(?:ing)?|rhymes?"
        r"|nursery|dances?|dancing|activit(?:y|ies)|playground|tag|warm-?ups?|field day|puppets?|music class|storytime"
        r"|story time|fingerplays?|party)\b"
    ),
    "brand": re.compile(
        r"(?i)\b(?:orders?|ordered|buy|purchase\w*|cart|quotes?|vendors?|prices?|costs?|packs?|box(?:es)?|dozen|glue"
        r"|markers?|pencils?|shirts?|hood(?:ie|y|ies)|shoes?|jeans|backpacks?|bags?|toys?|kits?|furniture|posters?"
        r"|suppl(?:y|ies)|brands?|sizes?|catalog|soap|wipes|blocks|puzzles?|scopes?|drums?|chairs|desks|paint"
        r"|scissors|invoice|warranty|cap|caps|uniforms?|instruments?|pantone|in stock|out of stock|charge it)\b"
        r"|\$ ?\d|\b\d+\.\d\d\b"
    ),
    "work": re.compile(r"(?i)\b(?:books?|read\w*|stor(?:y|ies)|author|titles?|library|copies|novels?|series|lesson)\b"),
    "test": re.compile(
        r"(?i)\b(?:tests?|administer\w*|we (?:gave|use) the|scores?|scaled|standard|composite|percentile|subtests?"
        r"|matrices|scales?|inventor(?:y|ies)|assess\w*"
        r"|eval\w*|battery|readiness|norms?|raw|verbal|nonverbal|fluency|protocols?|cognitive|eligib\w+|phonics|step \d"
        r"|level [a-z\d]\b|t ?= ?\d|ss ?= ?\d|psychometric|records? forms?)|%ile|\b(?:WISC|WJ|WIAT|KTEA|BASC|CELF|PPVT"
        r"|CTOPP|VMI|ADOS|GARS|CBCL|CARS|DAS|WPPSI|KABC|TOWL|TOWRE|GORT|ABAS|BRIEF|SCQ|MCHAT|DIBELS|PLS|CASL|OWLS"
        r"|EVT)\b"
    ),
}
NOUN_BEHIND: Final = {
    "plant": re.compile(
        r"(?i) (?:dais(?:y|ies)|roses?|tulips?|daffodils?|tomato(?:es)?|pumpkins?|apples?|pears?|cherries|ground cherry"
        r"|bush(?:es)?|plants?|seeds?|seedlings?|bulbs?|shrubs?|trees?|peppers?|lettuce|beans|peas|carrots|corn|squash"
        r"|lil(?:y|ies)|iris(?:es)?|hydrangeas?|vines?|starts|sprigs?|petals|blossoms?|tea|oil|extract)\b"
    ),
    "food": re.compile(
        r"(?i) (?:steaks?|crackers?|salads?|sandwich(?:es)?|wraps?|apples?|pears?|cherries|oranges?|grapes|pizza"
        r"|sticks?"
        r"|cheese|sauce|dressing|slices?|muffins?|tea|cookies?|chicken|potato(?:es)?|pasta|soup|links|nuggets|bars?"
        r"|cake"
        r"|bread|sa1ad|cups?|snacks?|chips|juice|dogs?|mix|mixer|punch|mocktails?|syrup|floats?|smoothies?|casserole"
        r"|rolls?"
        r"|toast|cobbler|lemonade|slush(?:ie)?|soda|spritzers?|pitchers?)\b"
    ),
    "game": re.compile(r"(?i) (?:games?|songs?|dances?|cards?|tag|rhymes?|puzzles?)\b"),
    "brand": re.compile(
        r"(?i) (?:\w+ )?(?:glue|markers?|pencils?|pens|crayons|paint|shirts?|tees?|hood(?:ie|y|ies)|socks|shoes|jeans"
        r"|backpacks?|bags?|toys?|kits?|chairs?|desks?|tables|wipes|soap|blocks|puzzles?|scopes?|probes?|drums?"
        r"|tape|tubs|foam|board|tees?|vests?|paste|bins?|labels|stickers|brushes|rugs?|easels?|snare|horns?|risers"
        r"|scissors|paper|towels|cleaner|books|plush|dolls?|green|gray|grey|brand|mowers?"
        r"|strings|reeds|cds|posters?|jackets?|boots|caps|pianos?|violins?|guitars?|bats?|balls?)\b"
    ),
}
OWNED_BEHIND: Final = re.compile(
    r"(?i) (?:\w+ )?(?:glue|foam|board|paste|soap|oil|cleaner|seeds|hardware|school glue|glue sticks?)\b"
    r"|(?-i: (?:\w+ )?(?:jeans|denim)\b(?! (?:were|was|are|is|got|had|have|ripped|tore|came|fell)))"
)
"""Behind a brand that is a given name with its possessive: what no child brings."""
TEST_BEHIND: Final = re.compile(
    r"['\u2019]?s?[ -](?:[A-Z]{2,6}\b|[IVX]{1,4}\b|\d(?= (?:[A-Z]{1,5}\b|total|composite|standard|cognitive|form\b"
    r"|low\b|high\b|\d{2,3}\b))"
    r"|(?<=-)\d\b"
    r"|T\b|Book \d|Step \d|Level \d|School|Oral|Picture|Youth|Matrices|matrices|Scales?\b|scales?\b|Silent|Anxiety"
    r"|Adaptive|Individual|Brief"
    r"|Articulation|composite|chart|plates|inventory|inventories|subtests?|word lists?|lists?\b)"
    r"|(?<=[a-z]), (?:[A-Z]\w+, )*[A-Z]\w+-[A-Z]"
)
"""Behind a test's name: an edition, an abbreviation, what tests consist of."""
TEST_SCORE_BEHIND: Final = re.compile(r":? \d{2,3}(?!\d)|:|,? and [A-Z]| (?:step|level|score|percentile|standard)\b")
TESTS: Final = re.compile(
    r"\b(?:WISC|WJ|WIAT|KTEA|BASC|CELF|PPVT|CTOPP|VMI|ADOS|GARS|CBCL|CARS|WPPSI|KABC|TOWL|TOWRE|GORT|ABAS|SCQ|PLS"
    r"|CASL|EVT"
    r"|Stanford-Binet|Goldman-Fristoe|Gates-MacGinitie|Nelson-Denny|Woodcock|Wechsler|Vineland|Beery|Naglieri|Brigance"
    r"|Battelle|Fountas|Dolch)\b|\b(?:subtests?|standard scores?|%ile)\b"
)
"""Tests that nobody is called after; beside one, another name with a score is a test as well."""
CULTIVAR: Final = re.compile(r" ['\u2018][A-Z][\w ]+['\u2019](?=\s*(?:$|[,;.\t\n|)\d]))")
PLANT_LIST: Final = re.compile(
    r"(?i)\b(?:herbs?|plants?|seeds?|flowers?|bulbs?|perennials?|annuals?|shrubs?|trees?|roses|planting|apples?"
    r"|pears?|plums?)"
    r"(?: (?:order|list|plan|tubs?|pots?|wanted|needed|to (?:order|buy|plant)|trees?|beds?|mix))?: [^.:\n]*$"
)
GIVEN_TO: Final = re.compile(r"\b(?:to|for|with) $", re.IGNORECASE)
PEOPLE_BEFORE: Final = re.compile(
    r"\b(?:(?i:kids?|students?|children|clubs?|helpers?|volunteers?|crew|duty|groups?|teams?|partners?"
    r"|winners?)\b[^.;\n]*"
    r"|(?i:to|for|with|from|by|ask|met|call|email) (?:[A-Z][\w.'-]*,? (?:and )?){0,8})$"
)
"""Before an enumeration of full names: "planting with Graham Thomas, Julia Child"."""
OWED: Final = re.compile(
    r"(?i)\b(?:ow(?:es?|ed|ing)|balances?|paid|unpaid|due|fees?|fundrais\w*|refunds?|collected|money)\b"
)
"""Beside a price these speak of somebody's money."""
GROWERS: Final = re.compile(
    r"(?i)\b(?:kids?|students?|clubs?|helpers?|volunteers?|crew|duty|turns?|partners?|class|girls|boys|waters?"
    r"|weeds?)\b"
)
PRICE_BEHIND: Final = re.compile(r"(?: [a-z][\w-]*){0,2} \$?\d+\.\d\d\b")
OF_PUPILS: Final = re.compile(
    r"(?i)\b(?:student|pupil|child|kid|class list|seat|iep|roster|504|caseload|absence|tard(?:y|ie))s?\b"
)
GOES_ON: Final = re.compile(r" (?:he|she|i|his|her|that|they|it|to|hi|no|yes|mom|you|we)\b")
"""What people say: "simon says he is sick"."""
TINTS: Final = frozenset({"green", "gray", "grey", "blue", "navy"})
