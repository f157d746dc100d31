"""Words for origin, language, faith and place, as alternatives of re2 patterns.

Groups and languages: OSPI's lists of race, ethnicity and home language (CEDARS data manual, appendices), in short form,
with the tribes of Washington (Governor's Office of Indian Affairs) and languages frequent in its schools.
"""

from __future__ import annotations

from typing import Final

LANGUAGE: Final = (
    r"(?:spanish|russian|ukrainian|vietnamese|somali|arabic|chinese|mandarin|cantonese|korean|tagalog"
    r"|ilocano|filipino|punjabi|marshallese"
    r"|amharic|tigrinya|oromo|dari|pashto|farsi|persian|swahili|french|portuguese|chuukese|samoan|tongan"
    r"|japanese|hindi|urdu|bengali|nepali"
    r"|khmer|cambodian|lao|hmong|thai|burmese|karen|romanian|polish|german|italian|greek|turkish|mam"
    r"|mixtec\w*|purepecha|q'?anjob'?al"
    r"|k'?iche'?|haitian creole|creole|lingala|kinyarwanda|wolof|hebrew|telugu|tamil|gujarati|mongolian"
    r"|kurdish|armenian|asl|sign language"
    r"|lushootseed|indonesian|malay|hausa|yoruba|igbo|moldovan|kosraean|palauan|espa[nñ]ol|ruso|[aá]rabe|ingl[eé]s)"
)
RACE: Final = (
    r"(?:black|african american|afro-?latin[oax]|white|caucasian|hispanic|latin[oax]|latine|asian(?:"
    r" american)?|native american|american indian"
    r"|alaska native|native hawaiian|pacific islander|indigenous|biracial|multiracial|mixed[- ]race|middle"
    r" eastern|romani|"
    r"somali|ethiopian|eritrean|afghan|ukrainian|russian|vietnamese|filipin[oa]|samoan|tongan|marshallese"
    r"|chinese|korean|mexican|guatemalan"
    r"|honduran|salvadoran|syrian|iraqi|congolese|haitian|cambodian|hmong|punjabi|indian|pakistani)"
)
TRIBE: Final = (
    r"(?:muckleshoot|puyallup|tulalip|yakama|colville|lummi|quinault|makah|nisqually|skokomish|suquamish"
    r"|swinomish|squaxin|chehalis"
    r"|snoqualmie|stillaguamish|cowlitz|spokane tribe|kalispel|hoh|quileute|navajo|cherokee|lakota|ojibwe"
    r"|tlingit|haida|nez perce)"
)
FAITH: Final = (
    r"(?:muslim|jewish|christian|catholic|hindu|sikh|buddhist|mormon|lds|jehovah'?s witness(?:es)?"
    r"|orthodox|pentecostal|amish|hutterite|bah[aá]'?[ií]|atheist)"
)
PERSON: Final = (
    r"(?:student|child|kid|kiddo|boy|girl|scholar|pupil|family|families|parents?|mom|mother|dad|father"
    r"|grandm\w+|guardian|newcomer|ni[nñ][oa]|alumn[oa]|estudiante|patient|client)"
)
IS: Final = (
    r"(?:he|she|they|who|child|student|family|mom|dad|mother|father|parents|guardian|\p{Lu}\p{Ll}+)(?:'s|"
    r" is| are| was| were|,? who is)(?: (?:also|a|an|the only|one of \w+))?"
)
COUNTRY: Final = r"((?:\p{Lu}[\pL'.-]+)(?: (?:of |and )?\p{Lu}[\pL'.-]+){0,2})"
NUMBER: Final = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen)"
)
ORDINAL: Final = (
    r"(?:1st|2nd|3rd|[4-9]th|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth)"
)
SCHOOL: Final = (
    r"(?:\p{Lu}[\pL'.-]+ ){1,3}(?:Elementary|Elem\.?|Middle(?: School)?|Junior High|High(?: School)?"
    r"|Academy|Primary|Preschool|Early Learning Center|Montessori|K-8|MS|HS|ES)\b"
)
