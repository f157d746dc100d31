"""Frames of watching and profiling: private life looked into, traits inferred, lists of people, biometrics."""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import A_NAME, PEOPLE, STUDY, TITLED, asked
from detectors.uses.phrases import gap, some
from detectors.uses.requests import Mix

_HARMLESS: Final = (
    STUDY + r"|\b(?:poems?|characters?|chapter|stor(?:y|ies)|authors?|narrator|protagonist|novel|song|painting"
    r"|phishing|malware"
    r"|outage|access points?|inventory|stolen|lost (?:phone|device|laptop)|consent form|permission form|permiso"
    r"|retention (?:rule|schedule)|tells? families|notice to (?:parents|families|staff)|how (?:do|does|should|can)"
    r"|what (?:is|are|does)|signs of|no names|by percent|percent of|holidays|typos?|spelling|caption|flyer|yearbook"
    r"|biograph\w+|we don'?t (?:read|track|monitor)|wear their badges|minutes of our|medicine|doses|seizure|blood sugar"
    r"|progress on|oral reading|growth|bullied|hurt (?:him|her|them)sel\w+|suicid\w+|sociogram|lesson|lecci[oó]n"
    r"|threat assessment|polic(?:y|ies)|newsletter|field trip|pick ?up|bus (?:routes?|stops?)|website|themes?"
    r"|board members'? names"
    r"|(?:e-?mails?|messages?|letters?|drafts?|tone|paragraphs?)[^.!?]{0,30}(?:sounds?|seems?|reads?) (?:too|more|angry"
    r"|harsh|rude|kind))\b"
)
_WHO: Final = (
    r"(?:\b(?:him|her|his|he|she|them|their|they|sus?)\b"
    rf"|\b(?:this|that|the|my|our|each|every|all|which|your|any of (?:my|our|these|the|those)|est[ea]|cada|mi"
    rf"|mis|nuestros?|qu[eé]|los"
    rf"|las|un|una|a|\d+) (?:[\w-]+ ){{0,2}}?{PEOPLE}(?:'s|s'|s\x{{2019}}|\x{{2019}}s)?\b"
    rf"|\b{PEOPLE}(?:'|\x{{2019}})s?\b|\b{TITLED}|\b(?:about|on|of|where|what|when|if|whether|who|that|does|is"
    rf"|did|with|see|into|tell|everything|by) {A_NAME}(?:'s|\x{{2019}}s)?\b|\b{A_NAME}(?:'s|\x{{2019}}s) "
    rf"|\bclients\b|\bqui[eé]n(?:es)? (?:parece|est[aá]|es|son|consume)\b)"
)
"""Somebody who is watched."""
_LOOK: Final = asked(
    r"check(?: the| our| his| her)|list (?:what|when|who|where)|summari[sz]e (?:what|who|how)|shows?|displays?"
    r"|tell (?:me|us) (?:what|when|where|who)|anota|"
    r"collect|gather|monitor|hear|overhear|eavesdrop|intercept|peek|peep|stalk|make the|turn (?:the|on)|ping me"
    r"|notify me|text me|warn me|give me a way|a way to|get access|access|unlock|when does|where does|who does"
    r"|does (?:he|she)|count how|time how|how many minutes|how long|list (?:everyone|who|which)|leer|ver"
    r"|escucha\w*|espiar?|controla\w*|"
    r"track|monitor|watch(?:es)?|spy|log|record(?:s|ing)?|follow|trace|scrape[sd]?|scrapes|see (?:who|what|where|which"
    r"|when|if|everything)|check (?:if|who|whether|what|when|where|on)|read(?:s)?|go (?:through|on)|look (?:through|at"
    r"|into|over|up)|listen(?:s|ing)?(?: in)?|keep (?:tabs|an eye|track|a running|a file)|pull(?: up| together)?"
    r"|map(?:s)?"
    r"|transcribe|joins?|find(?: out)?|figure out|work out|tell me|know (?:who|what|where|when|whenever|if)|set"
    r" (?:that|up)"
    r"|compile|put together|dig|search|compare|summari[sz]e who|point out|alert|report(?:s)? (?:who|which|anyone)"
    r"|install|make (?:a )?(?:timeline|profile)|log (?:in|into)|show me|get (?:me )?(?:into|everything)"
    r"|rastrea\w*|vigila\w*"
    r"|revis(?:a|ar|ando|e)|averigua|(?:necesito |quiero )?saber (?:d[oó]nde|por d[oó]nde|qui[eé]n|qu[eé])|dime"
    r" (?:qui[eé]n|d[oó]nde)|sigue|mira"
)
_PRIVATE: Final = some(
    r"typ(?:es|ing|ed) when|what (?:my|his|her|their|our|the) [\w ]{2,25} (?:types?|says?|does|buys?|eats?"
    r"|posts?)|when i'?m (?:not|away|out)|not in the room|behind (?:my|their|his|her) back|without (?:them|him"
    r"|her|their|anyone) (?:knowing|noticing|consent)|sin que (?:lo |se )?(?:sepan?|entere)|job ?hunting"
    r"|linkedin|search (?:terms|histor\w+)|protests?|rall(?:y|ies)|restroom|toilet|microphones?|goes on at home"
    r"|at (?:his|her|their) (?:home|house)|takes? (?:her|his|their) lunch|where (?:does|do) (?:she|he|they)"
    r"|comes in|come home|mensajes privados|en su casa|private life|personal life|bank account|spending"
    r"|roommates?|seen at|weekend|"
    r"(?:cell |personal |their |his |her |own |my paras' )phones?|phones|keystrokes?|chats?|slack|teams"
    r" (?:chats?|messages)|dms?|texts|text messages"
    r"|private (?:messages?|accounts?|lives|life)|(?:personal|private|her|his|their) e-?mails?|e-?mails? of|discord"
    r"|instagram|facebook|tiktok|snapchat|whatsapp|social media|public accounts|onlyfans|dating|profiles?"
    r"|side jobs?|off the clock|on (?:the )?weekends?|after hours|after work|at home|spouse|where (?:each|every"
    r"|everyone"
    r"|he|she|they|my|our|the|his|her|staff|people|kyle)|whereabouts|location|gps|wi-?fi|badge(?: swipes?| logs?)?"
    r"|swipes|camera(?:s)?|footage|bathroom|restroom|mic|microphone|break room|church|mosque|temple|home address"
    r"|timeline of (?:his|her|their) day|sick leave|leaving campus|what time (?:she|he|they)|who (?:she|he"
    r"|they)(?: is|'s| are)?"
    r" (?:see|dat|talk|meet|hang)\w*|who says what|everything (?:he|she|they|that|about|public|[a-z]+ (?:from"
    r"|does|says))"
    r"|what (?:he|she|they) (?:says?|posts?|do(?:es)?|write)s? (?:about|at|on|off|in)|complain\w*|criticiz\w+"
    r"|bad ?mouth\w*"
    r"|unhappy|the union|login times|when \w+ really|really (?:starts?|works?)|starts working|ubicaci[oó]n|redes"
    r" sociales"
    r"|celular(?:es)?|correos? de|publicaciones|habla mal|por d[oó]nde anda|d[oó]nde (?:est[aá]|anda|vive)"
    r"|c[aá]maras?|huelga"
    r"|sindicato|vida privada|browsing|search history|discords?|group chats?|chromebooks? at|mentions? the|slacking"
    r"|faking|kids,? where|dirt"
)
_INFER: Final = asked(
    r"sort|group|qui[eé]n(?:es)?|cu[aá]l(?:es)?|guess|infer|tell (?:me|us)|can you tell|figure out|work out"
    r"|determine|find out|predict|identify|diagnose|detect"
    r"|which|who|is|does|means?|look(?:s)? (?:like|at)|check|flag|list of|lista de|spot|score|rank|rate|analy[sz]e"
    r"|adivina|dime|mira|deduce|averigua|decirme|haz"
)
_TRAIT: Final = some(
    r"embarazadas?|"
    r"questioning (?:their|his|her)|gender|drugs?|drogas|consum[ea]n?|sound(?:s)? drunk|how religious|devout"
    r"|believ(?:es?|ers)|protests?|activists?|addict(?:ed|s)?|alcoholic|suicidal|psychopath\w*|abus(?:es|ing|ed)"
    r"|job ?hunting|about to (?:leave|quit)|gang members?|criminal|rich|wealthy|in debt|divorc\w+|a pain|trouble|"
    r"gay|lesbian|queer|trans(?:gender)?|sexual orientation|undocumented|immigrants?|here illegally|immigration status"
    r"|legal status|papeles|religions?|religi[oó]n|church|muslim|jewish|catholic|christian|atheist|ethnicit(?:y"
    r"|ies)|race"
    r"|political part(?:y|ies)|politics|political \w+|republicans?|democrats?|voted|votes for|pregnant"
    r"|embarazada|autistic"
    r"|autism|adhd|depressed|bipolar|personality disorder|mental(?:ly)? ill\w*|narcissist\w*|drunk|high|stoned|on drugs"
    r"|on something|drinking|using|drogad\w+|lying|liar|mintiendo|radicali[sz]ed|extremist|terrorist|in a gang|gang"
    r"|disloyal\w*|loyal(?:ty)?|trusted|trustworthy|union (?:supporters?|members?|organi[sz]ers?)|faking|unhappy"
    r"|cheating"
    r"|affair|poor|violent|dangerous|shoot up|quit|sue|strike|emotions?|distracted|bored|angry|nervous|stress|honest"
    r"|sindicato|huelga|gays?|seeing a therapist|has (?:aids|hiv|cancer|a disability)|infertile|trying to have"
)
_FROM: Final = some(
    r"ausencias|race|job|twitter|crowd|"
    r"clip|search(?:es)? terms|linkedin|activity|holiday|requests|records?|data|history|foto|grupo|video|audio"
    r"|these|this list|spreadsheet|"
    r"photos?|pictures?|selfies?|names?|last names?|surnames?|first names?|e-?mails?|essays?|posts?|posted"
    r"|voice(?:mail|s)?"
    r"|recordings?|journals?|diary|tone|calls?|transcripts?|answers|intake|addresses|address|absences?|absence pattern"
    r"|patterns?|videos?|footage|writing|handwriting|class list|list|column|chats?|clothes|faces?|looks?|accents?"
    r"|badge|swipes|social|accounts?|lunch accounts?|search history|fotos?|apellidos?|nombres?|publicaciones|correos?"
    r"|zip codes?|playlist|expenses?|receipts|forms?|essay|drawings?|timestamps?|test answers|this kid|the boy|the girl"
)
_KEEP: Final = some(
    r"scores?|ratings?|secret|rank(?:ing)?|report|chart|tally|"
    r"lists?|lista|file|profile|dossier|black ?list|watch ?list|record|log|notes|folder|expediente|perfil"
    r"|archivo|database|map"
    r"|timeline|table|spreadsheet|background(?: check)?"
)
_MAKE: Final = asked(
    r"get|make|build|create|keep|compile|put together|write|start|give me|assemble|draw up|open|set"
    r" up|prepare|generate|pull"
    r"|haz|arma|crea|prepara|junta|haga|need|want"
)
_AGAINST: Final = some(
    r"how much of a pain|(?:a|real|big|such a) pain|pains? in|(?:causes?|causing|are|is) pains?|annoying"
    r"|difficult|troublesome|calling the police|calls? the police|lawsuit"
    r"|minutes each|restroom|toilet|bathroom|secretly|all (?:that )?you can|everything (?:there is|you can)|"
    r"complain\w*|complaints|critici[sz]\w*|against (?:us|me|the (?:school|district|board|boss))|trouble"
    r" ?makers?|agitators?|union|huelga|critica"
    r"|anything we (?:could|can) use|his (?:friends|habits)|her (?:friends|habits)|their (?:friends|habits)|what"
    r" (?:he|she)"
    r" posts|everything (?:he|she|they) (?:says?|does|do|did|posts?)|who (?:she|he|they) (?:talks?|meets?|dates?"
    r"|is seeing)"
    r"|papeles|undocumented|immigrants?|weak(?:ness|nesses| points?)|private life|side jobs|dirt|secrets?|kids,? where"
    r"|supporters of|who support|apoyan|se quejan|who (?:has |have )?filed"
    r"|filed (?:the |a |any )?(?:complaints?|grievances?|public records)"
)
_BIO: Final = some(
    r"faces?|facial|gait|iris|emotion(?:s|al)?|expressions?|attention|moods?|eye (?:tracking|movements?)|voice"
    r" (?:stress"
    r"|analysis)|lie detector|camera feed|webcams?|cameras?|microphone|biometric\w*|rostros?|caras?|emociones|feed"
)
_SENSE: Final = some(
    r"recogni[sz]\w+|reconoc\w+|detect\w*|scor(?:e|es|ing)|track(?:s|ing)?|analy[sz]\w*|watch(?:es|ing)?"
    r"|monitor(?:s|ing)?"
    r"|identif\w+|reports? (?:who|which|when)|know (?:whenever|when|who)|alerts?|flags?|measures?|every minute"
)
_BIO_WHOM: Final = (
    rf"\b(?:{PEOPLE}(?:'s?|\x{{2019}}s?)?|each worker|who (?:seems|looks|is)|people who|visitors?|each person)\b"
)
_RISK: Final = some(
    r"risk scores?|scores?|rank|rate|predict(?:s|ing)?|likely to|likelihood|who is going to|which (?:\w+ )?(?:will|are)"
    r"|who (?:will|might|is likely)|how likely|odds|puntaje|predice|most likely|probabl\w+"
)
_MISDEED: Final = some(
    r"stop paying|default|miss (?:rent|payments?)|be late|drop out|shoplift|relapse|get divorced|"
    r"shoot(?:er|s)?|violent|violence|gang|sue|quit(?:s)?|strike|cause trouble|trouble|offend|crime|criminal"
    r"|steal|cheat"
    r"|get pregnant|drop a dime|leak|unioni[sz]e|complain|radical\w*|bring a (?:gun|weapon)|renunciar|demandar"
    r"|turn on us"
)
_LOCATE: Final = (
    r"\b(?:find|get|look up|look for|track down|locate|work out|figure out|tell me|what(?:'s| is)|averigua|busca|dime"
    r"|consigue|search)\b"
    + gap(40)
    + r"\b(?:home address|address (?:of|for)|where (?:he|she|they|[\w' ]{2,40}?) (?:lives?|goes"
    r"|parks|works out|hangs out)|what church|who (?:he|she|they) (?:is|are) (?:dating|seeing|sleeping)|personal"
    r" (?:e-?mail"
    r"|phone|number)|maiden name|license plate|d[oó]nde vive|what time (?:he|she|they) (?:gets?|leaves?)"
    r"|mortgage|salary of)\b"
)
_PRIVATE_PERSON: Final = (
    rf"\b(?:mom|mother|dad|father|parents?|teacher|coach|counselor|neighbou?r|reporter|aide|nurse|employee|woman"
    rf"|man|kids?"
    rf"|student|boss|colleague|co-?worker|she|he|her|his|ex|maestr[oa]|mam[aá]|pap[aá]|periodista|{TITLED})\b"
)

_SET: Final = asked(
    r"use|set (?:up|me up)|build|make|create|turn on|deploy|install|write|need|want|add|run|apply|train|have"
    r"|monitor|watch"
    r"|detect|score|track|analy[sz]e|identify|recogni[sz]e|scan|look|watches|scores|reads|detects|flags|puts|usa"
    r"|pon|crea"
    r"|instala|activa|configura"
)

_ALL_OF_IT: Final = asked(
    r"(?:collect|gather|find|dig(?: up)?|get|look up|tell me|research|pull) (?:me )?(?:everything|all|anything"
    r"|whatever|as much)"
    r"(?: that| as)? (?:you can|there is|online)"
)
_ABOUT: Final = (
    r"\b(?:on|about|regarding) (?:my|our|the|this|that|his|her) (?:[\w-]+ ){0,2}?(?:neighbou?r|mom|mother|dad"
    r"|father|parent|teacher|coach"
    r"|aide|nurse|employee|woman|man|guy|colleague|co-?worker|boss|ex|reporter|applicant|candidate|tenant|landlord)\b"
)

_INFER_IF: Final = asked(
    r"(?:find out|figure out|tell (?:me|us)|check|determine|guess|know|see|dime|averigua|detect|look up|research"
    r"|work out)"
    r" (?:if|whether|which|who|what|si|qu[eé]|qui[eé]n(?:es)?)"
)
_PROTECTED: Final = some(
    r"gay|lesbian|queer|trans(?:gender)?|sexual orientation|undocumented|immigrants?|here (?:illegally|legally)"
    r"|immigration status"
    r"|papeles|what religion|muslim|jewish|catholic|atheist|political party|republicans?|democrats?|voted for|pregnant"
    r"|embarazadas?|in the union|union members?|drogad\w+|on drugs|radicali[sz]ed|in a gang|gang members?"
)

MIXES: Final = (
    Mix((_INFER_IF, _PROTECTED, _WHO), _HARMLESS),
    Mix((_LOOK, _PRIVATE, _WHO), _HARMLESS),
    Mix((_INFER, _TRAIT, _FROM, _WHO), _HARMLESS),
    Mix((_MAKE, _KEEP, _AGAINST, _WHO), _HARMLESS),
    Mix((_SET, _BIO, _SENSE, _BIO_WHOM), _HARMLESS),
    Mix((_RISK, _MISDEED, _WHO), _HARMLESS),
    Mix((_LOCATE, _PRIVATE_PERSON), _HARMLESS),
    Mix((_ALL_OF_IT, _ABOUT), _HARMLESS),
)
"""Each is enough."""
