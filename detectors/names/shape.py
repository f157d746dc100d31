"""The shape of a written name, as re2 patterns over folded text, and the words around one.

A name word begins with a capital in any script that has them. Particles (de la, van der, el-) may stand between.
"""

from __future__ import annotations

PARTICLE = (
    r"(?:de la|de los|de las|del|de|da|dos|das|di|van der|van den|van de|van|von|bin|binti|ibn|el|al|la|le|y|mac|o)"
)
WORD = r"(?:(?:[dDlL]'|[Oo]'|[eE]l-|[aA]l-)?\p{Lu}[\pL]*(?:['-]\pL+)*)"
INITIAL = r"(?:\p{Lu}\.)"
SUFFIX = r"(?:Jr\.?|Sr\.?|II|III|IV)"
NICKNAME = r"""(?:["(]\p{Lu}\pL+[")])"""
MORE = rf"(?: {{1,2}}(?:{PARTICLE} {{1,2}}){{0,2}}(?:{INITIAL}|{WORD}|{NICKNAME})|,? {SUFFIX})"
NAME = rf"(?:(?:{INITIAL}(?: ?{INITIAL}){{0,2}}|{WORD}){MORE}{{0,4}})"
"""One to five capitalised words, initials included."""
LOWER_WORD = r"(?:\pL[\pL'-]{1,24})"

STUDENT_CUES = (
    r"students?|scholars?|pupils?|child(?:'s name)?|children|kiddos?|kids?|son|daughter|toddler|baby|infant|preschooler"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|\d{1,2}(?:st|nd|rd|th)) grader"
    r"|freshman|sophomore|twins?|grandson|granddaughter|niece|nephew|learner|little guy|little girl|little one|new kid"
    r"|(?:her|his|my|their|our) (?:girls|boys|sons|daughters|twins|nieces|nephews|grandkids)|foster (?:child|kid)"
    r"|exchange student|newcomer|nombre del (?:alumno|estudiante)|estudiante|alumn[oa]|hij[oa]|niñ[oa]|beb[eé]|siblings"
)
FAMILY_CUES = (
    r"(?:step|grand|god|foster |host |great-?)?(?:mother|father|mom|mum|dad|daddy|mommy|momma|mama"
    r"|papa|parents?)(?:\(s\))?"
    r"|guardians?|grand(?:ma|pa|parents?)|gr[ae]mm?a|grammy|granddad|gma|g-ma|meemaw|mawmaw|pa?paw|nonn[ao]|oma|opa"
    r"|yiayia|nana|granny|gran|aunt(?:ie|y)?|uncle|tio|tia|t[ií][oa]"
    r"|cousin|husband|wife|spouse"
    r"|(?:lil |little |big |older |younger |step-?)?(?:brother|bro|sister|sis|sibling)|stepdad|stepmom"
    r"|caregiver|partner|fianc[eé]e?"
    r"|mam[aá]|pap[aá]|madre|padre|abuel[oa]|abuelit[oa]|herman[oa]|espos[oa]|tutor(?:a)? legal"
    r"|prim[oa]|great-?grand\w+"
    r"|мама|папа|тато|бабушка|бабуся|дедушка|дідусь|брат|сестра|тётя|дядя|b[àa] ngoại|bà nội"
    r"|babcia|hooyo|ayeeyo|abuela|lola|halmoni|pick-?up person|emergency contact|parent signature|signed out by|my ex"
)
PATIENT_CUES = r"patient|pt|client|paciente"
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Coach|Principal|Deacon|Elder|Pastor|Rev|Sister|Father|Doctor"
    r"|Officer|Nurse|Judge|Sr|Sra|Srta|Do[nñ]a|Don|Señor|Señora)"
)
