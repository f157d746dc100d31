"""Cues before names in Vietnamese, Somali, Swahili, Haitian Creole, Tagalog, Samoan and Marshallese."""

from __future__ import annotations

from typing import Final

from detectors.names.abroad.cue import ADULT, CHILD, OTHER, Cue, kin

_VIETNAMESE_ADULT = (
    r"(?:mẹ|ba|bố|cha|má|phụ huynh|ông nội|ông ngoại|bà nội|bà ngoại|ông|bà|anh trai|chị gái|chị|cô giáo"
    r"|thầy giáo|cô|thầy"
    r"|chú|bác|dì|cậu|người giám hộ)"
)
VIETNAMESE: Final = (
    Cue(
        "vi",
        CHILD,
        rf"{_VIETNAMESE_ADULT} (?:của )?(?:bé|em|cháu|con|học sinh)|{_VIETNAMESE_ADULT} của",
        "of",
        told=True,
    ),
    Cue(
        "vi",
        CHILD,
        r"con (?:gái|trai|út|cả|đầu)(?: lớn| nhỏ)?(?: (?:của )?(?:tôi|mình|em|chúng tôi))?|con (?:tôi|em|của tôi"
        r"|chúng tôi)|cháu(?: gái| trai)?"
        r"(?: (?:của )?tôi)?|học sinh|con gai(?: cua)?(?: toi)?|con trai(?: cua)? toi|con (?:cua )?toi|em bé"
        r"|bé(?: gái| trai)?",
    ),
    Cue("vi", CHILD, r"em(?: gái| trai)?(?: tôi)?|con", "kin", told=True),
    Cue(
        "vi",
        OTHER,
        r"(?:tôi|con|cháu|bé|em|mình|nó) tên(?: là)?|tên (?:tôi|của tôi|con|cháu|bé|em|con tôi)?(?: là)?|tên là"
        r"|tôi là|toi la|ten la",
        "name",
    ),
    Cue("vi", ADULT, _VIETNAMESE_ADULT, "kin", told=True),
    Cue(
        "vi",
        OTHER,
        r"(?:xin )?(?:cảm|cám) ơn(?: (?:cô|thầy|quý vị|nhiều|nhà trường|rất nhiều))*|trân trọng|kính (?:thư"
        r"|chào)|thân mến",
        "end",
    ),
)

SOMALI: Final = (
    *kin(
        "so",
        r"wiil(?:ka|kayga|keyga|kaygii|keenna|keena)|inan(?:kayga|keyga|tayda|teyda)|gabadh(?:ayda|eyda|eenna|eena)"
        r"|gabar(?:teyda|tayda)|ilma(?:hayga|heyga|haygii)|canug(?:ayga|eyga|ga)|caruurtayda|carruurtayda"
        r"|arday(?:ga|adda)",
        r"hooya(?:day|dii|dey)|aab(?:b)?a(?:hay|hey|hii)|walaal(?:kay|key|shay|shey)|ayeeya(?:day|dey)"
        r"|awoowga(?:y)?|adeer(?:kay)?"
        r"|eeddaday|habaryartay|abtigay|macall?in(?:ka|kayga|ka cusub)|macall?imadd?a",
        "",
    ),
    Cue(
        "so",
        CHILD,
        r"(?:waxaan ahay |waa )?(?:hooyada|aab+aha|waalidka|waalidiinta|ayeeyada|walaasha|walaalka|adeerka)",
        "of",
    ),
    Cue(
        "so",
        OTHER,
        r"maga[ch](?:ay?gu|eygu|iisu|eedu|iisa|eeda|ayga)(?: waa)?|waxaan ahay|waxa la (?:i yiraahdaa|yiraahdaa)"
        r"|la yiraahdo|la dhaho",
        "name",
    ),
    Cue("so", OTHER, r"mahad ?sanid(?:iin)?|waad mahadsantahay|waad mahadsan tahay|salaan(?: sare)?", "end"),
)

SWAHILI: Final = (
    *kin(
        "sw",
        r"mwana(?:ngu|wangu)|mwana wangu|(?:mtoto|binti|kijana|mjukuu)(?: (?:wangu|yangu|wetu|wake))?|wanangu"
        r"|watoto wangu|mwanafunzi",
        r"(?:dada|kaka|bibi|babu|shangazi|mjomba|mume|mke|mama|baba) (?:yangu|wangu|yetu|yake)|mwalimu|mama|baba",
        r" (?:wa|ya|yake)(?: mwanafunzi)?",
        told=True,
    ),
    Cue("sw", OTHER, r"jina langu ni|jina lake ni|naitwa|anaitwa|ninaitwa|mimi ni", "name"),
    Cue("sw", OTHER, r"a(?:h)?santen?i?(?: sana)?|wako(?: mwaminifu)?|ni mimi", "end"),
)

HAITIAN: Final = (
    *kin(
        "ht",
        r"(?:ti )?(?:pitit|timoun)(?: (?:fi|gason))?(?: (?:mwen|nou|li))?(?: an)?|tifi mwen|ti (?:fi|gason) mwen"
        r"|elèv|jimo mwen yo",
        r"(?:frè|sè|tant|matant|tonton|granmè|granpè|manman|papa|mari|madanm|kouzen|kouzin) (?:mwen|li|nou)"
        r"|manman|pwofesè",
        "",
    ),
    Cue("ht", OTHER, r"mwen rele|m rele|li rele|ki rele|non (?:mwen|li|pitit mwen) se|mwen se", "name"),
    Cue("ht", OTHER, r"mèsi(?: anpil| davans)?|mesi anpil|ak respè|avèk respè", "end"),
)

_SI = r"(?:si|sina|kay|kina|ni|nina)"
TAGALOG: Final = (
    Cue(
        "tl",
        CHILD,
        r"(?:nanay|ina|tatay|ama|lola|lolo|magulang|tita|tito|kapatid|kuya|ate|tagapag-alaga"
        r"|guro) (?:po )?(?:ako )?(?:po )?n(?:i|ina)",
        "of",
    ),
    Cue(
        "tl",
        CHILD,
        rf"(?:anak|apo|pamangkin|bunso|panganay)(?: (?:ko|kong|namin|naming|po|na|babae|babaeng|lalaki|lalaking"
        rf"|ng))*? {_SI}"
        rf"|(?:aking|aming) (?:anak|apo|pamangkin)(?: (?:na|po|babae|lalaki))*? {_SI}|mag-aaral na {_SI}"
        rf"|estudyanteng {_SI}",
    ),
    Cue(
        "tl",
        ADULT,
        rf"(?:nanay|tatay|asawa|kapatid|lola|lolo|ate|kuya|tita|tito)(?: (?:ko|kong|niya|niyang|namin|na"
        rf"|po))*? {_SI}",
    ),
    Cue(
        "tl",
        OTHER,
        r"ako (?:po )?(?:ay )?si|ako'y si|(?:ang )?pangalan (?:ko|niya|nya|ng anak ko)(?: po)? ?(?:ay|:)?(?: si)?",
        "name",
    ),
    Cue("tl", OTHER, r"(?:guro|teacher|titser|gurong|gng\.|gg\.|bb\.)(?: na)? si", "title"),
    Cue("tl", OTHER, r"(?:si|ni|kay|sina|nina|kina)", "title", told=True),
    Cue("tl", OTHER, r"(?:maraming )?salamat(?: po| din| ulit| nang marami)*|lubos na gumagalang|gumagalang", "end"),
)

SAMOAN: Final = (
    Cue("sm", CHILD, r"(?:tina|tama|matua|tinamatua|tamamatua|faia'oga|faiaoga) (?:o|a)", "of", told=True),
    Cue(
        "sm",
        CHILD,
        r"(?:l[ao]'?u|l[ao]ma|l[ao]matou|si o'?u|si a'?u) (?:afafine|atali'?i|tama(?:itiiti|teine|titi|iti)?"
        r"|teine(?:itiiti)?|tamateine|pepe)"
        r"(?: la'?ititi| matua)?(?: (?:o|ia|e igoa ia))?",
    ),
    Cue(
        "sm",
        ADULT,
        r"(?:lo'?u|lo ?na|lana) (?:tina|tama|tuafafine|tuagane|uso|tinamatua|tamamatua|to'?alua)(?: (?:o|ia))?",
    ),
    Cue("sm", OTHER, r"(?:o )?l?o'?u igoa o|o a'?u o|lona igoa o|e igoa ia", "name"),
    Cue("sm", OTHER, r"fa'?afetai(?: tele| lava| mo [a-z' ]{1,24})*|ma le fa'?aaloalo", "end"),
)

MARSHALLESE: Final = (
    Cue("mh", CHILD, r"(?:jinen|jemen|jinān|jemān) (?:ajri|ḷaddik|ledik|laddik)?", "of"),
    Cue(
        "mh",
        CHILD,
        r"(?:ledik|laddik|ḷaddik|leddik|ajri)(?: eo)? n[ae]j[iūu](?:m|n)?(?: im etan)?|n[ae]j[ūu](?: etan)?",
    ),
    Cue("mh", OTHER, r"(?-i:[Ee]ta in)|etan in|etan ajri eo|etan", "name"),
    Cue("mh", OTHER, r"kom+ol(?: tata)?", "end"),
)

ALL: Final = (*VIETNAMESE, *SOMALI, *SWAHILI, *HAITIAN, *TAGALOG, *SAMOAN, *MARSHALLESE)
