"""Words that the frames of all uses are made of: who is meant, how one speaks of somebody definite, what is harmless.

A frame says what such a request means (an act, an object, somebody it falls on), not how one of them was worded: of
107 requests that no rule was tuned on, phrases found 21 and the frames 95 (docs/policy.md says what that is worth).
"""

from __future__ import annotations

from typing import Final

from detectors.uses.phrases import LEAD, some

_TOOL: Final = (
    r"\b(?:tools?|bots?|scripts?|programs?|code|systems?|apps?|macros?|models?|algorithms?|feeds?|software"
    r"|alerts?|agents?"
    r"|dashboards?|prompts?|something|way)(?: that| which| to|,)? "
)


_GIVEN: Final = (
    r"(?:\b(?:from|using|based on|with|given|after reading|looking at|judging by|con|seg[uú]n|usando|por)"
    r" [^.!?\n]{3,70}?,? "
    r"|(?:\A|[.!?:;\n]\s?)[^.!?,;\n]{3,80}, )"
)


def asked(*verbs: str) -> str:
    """One of the verbs where a request has it: at the beginning of one, or as what a tool to be made shall do.

    In other people's prose the same verbs stand behind a subject: in 1,030,000 characters of news, novels and voice
    commands the frames made 44 marks without this, 20 with it.
    """
    any_of = "(?:" + "|".join(verbs) + ")"
    return (
        rf"(?:{LEAD}{any_of}\b|{_GIVEN}{any_of}\b|\b(?:i|we)(?:'d like| would like)? (?:just |really |also )?{any_of}\b"
        rf"|\b(?:quiero|quisiera|necesito|me gustar[ií]a|podemos|c[oó]mo (?:puedo|podemos)) {any_of}\b"
        rf"|{_TOOL}{any_of}\b)"
    )


A_NAME: Final = r"(?-i:[A-Z][a-z\x{DF}-\x{1FFF}]+)"
"""A capitalised word: a name, or the beginning of a sentence."""
TITLED: Final = rf"(?:mr|ms|mrs|miss|mx|dr|coach|principal|councilwoman|councilman)\.? {A_NAME}"

PEOPLE: Final = (
    r"(?:managers?|(?:social|case) workers?|administrators?|officers?|guards?|crew|babysitters?|nann(?:y|ies)|"
    r"(?:pre)?school(?:ers)?|kindergart(?:e)?ners?|students?|kids?|child(?:ren)?|pupils?|graders?|boys?|girls?|teens?"
    r"|assistants?|neighbou?rs?|deput(?:y|ies)|clerks?|cooks?|librarians?|daughters?|sons?|spouses?|boss|supervisors?"
    r"|hij[oa]s?|vecin[oa]s?|teachers?|educators?|staff(?: members?)?|employees?|workers?|paras?|paraeducators?"
    r"|aides?|nurses?|drivers?"
    r"|counselors?|coach(?:es)?|custodians?|principals?|secretar(?:y|ies)|substitutes?|team|colleagues?|co-?workers?"
    r"|parents?|famil(?:y|ies)|moms?|mothers?|dads?|fathers?|guardians?|clients?|patients?|tenants?|members?|interns?"
    r"|applicants?|candidates?|finalists?|volunteers?|reporters?|journalists?|board members?|women|men|woman|man|guy"
    r"|alumn[oa]s?|estudiantes?|ni[nñ][oa]s?|maestr[oa]s?|emplead[oa]s?|famil?ias?|padres|pap[aá]s|mam[aá]s|madres"
    r"|trabajador(?:a|es|as)?|solicitantes?|aspirantes?|candidat[oa]s?|periodistas?|equipo)"
)
DEFINITE: Final = (
    r"(?:\b(?:him|her|his|she|he|them|these|those|ella|[eé]l)\b"
    rf"|\b(?:this|that|the|my|our|each|every|all|which|whose|your|est[ea]|es[ea]|cada|mi|mis|qu[eé]|los|las|nuestros?"
    r"|both|both of|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) "
    rf"(?:(?:of )?(?:the |these |our |my )?)(?:[\w'-]+ ){{0,2}}?{PEOPLE}\b"
    rf"|\b{TITLED}|\b(?:about|on|for|is|does|did|should|if|whether|that|of|and|a|para|con) {A_NAME}\b"
    rf"|(?-i:\b[a-z]+,? ){A_NAME}(?:'s|\x{{2019}}s)?\b|\b{A_NAME}(?:'s|\x{{2019}}s) )"
)
"""Somebody in particular, not people as such."""

SELECTEES: Final = some(
    r"for the [\w ]{0,25}(?:kindergarten|program|academy|incoming class|team|squad|choir)|applicants?"
    r"|candidates?|finalists?|interviewees?|contenders?|job ?seekers|hopefuls|resum[eé]s?|r[eé]sum[eé]s?"
    r"|cvs?|cover letters?|applications?|wait ?list|the (?:short|long)list|worth (?:interviewing|hiring|calling)"
    r"|(?:for|gets?|into|fill|have) (?:the|our|this|a|an|that) (?:[\w-]+ ){0,4}?(?:job|position|role|opening|post"
    r"|vacancy|contract|promotion)|solicitantes?|aspirantes?|candidat[oa]s?|curr[ií]culos?|solicitudes|la plaza"
    r"|el puesto"
)
"""Those among whom somebody is selected, or what they sent."""

STUDY: Final = (
    r"\b(?:lesson (?:on|about|plan)|lessons on|role-?play|simulations?|tabletop|scenarios?|mock|practice (?:a|interview"
    r"|round|conference)|samples?|fictional|fictitious|discussion (?:questions|guide)|quiz|propaganda|media (?:literacy"
    r"|class)|explain|explica|define|polic(?:y|ies) (?:on|that|about|for|says?)|draft a policy|guidance|guidelines?"
    r"|handbook|ethics|workshop|slide ?(?:s|deck) on|training (?:slides|on|about|for)|poster|handout|essay about"
    r"|article about|research says?|must not|never|templates?|checklist|rubric|interview questions|novel study"
    r"|short story|skit|monologue|historical|history class|ejemplo|lecci[oó]n|capacitaci[oó]n|pol[ií]tica de)\b"
)
"""Teaching it, playing at it, writing rules for it."""
ASKING: Final = (
    r"|\b(?:how (?:do|does|should|would|can|to)|what (?:is|are|does|do|should|kind)|who decides|pros and cons"
    r"|both sides|arguments for|c[oó]mo se|qu[eé] es)\b"
)
"""Asking about it."""
