"""Frames of deception: a paper in another's voice, made-up evidence, changed records, machines that pass for people."""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import A_NAME, TITLED, asked
from detectors.uses.phrases import gap, some
from detectors.uses.requests import Mix

_HARMLESS: Final = (
    r"\b(?:lesson|lecci[oó]n|role-?play|simulations?|tabletop|scenario|mock|practice|samples?|examples?|ejemplo"
    r"|placeholder"
    r"|dummy|fictional|fictitious|ficticio|test data|word problem|propaganda|satire|drama|improv|play script|class play"
    r"|pirate|dragon|wolf|lobo|myth|diary entry|monologue|skit|novel|quiz|media class|spot (?:them|fakes?|it)"
    r"|detect|recogni[sz]e"
    r"|reconocer|verify|warn\w*|report(?:ing)? (?:a )?fake|policy on|policy for|in the handbook|explain|explica"
    r"|astroturfing is"
    r"|phishing drill|drill announcement|awareness|in my (?:own )?name|de mi parte|for (?:her|him|them|me) to"
    r" (?:review|sign|approve|check)|i'?ll read it"
    r"|i supervised|which i chair|i attended|sincer[oa]|honest review|real studies|give the sources|keep every fact"
    r"|by mistake|correct(?:ion)?|translate|traduce|logo|alt text|bookkeeping|harriet|historical|trial script|obra"
    r"|more (?:friendly|professional|formal|positive)|friendlier|less angry|template|professional)\b"
)
_MAKE: Final = asked(
    r"word|phrase|answer|pose|cook up|whip up|draw up|concoct|stage|craft|alter|photoshop|doctor|date|p[oó]n|hazme|act|"
    r"write|draft|compose|create|make|generate|prepare|send|text|reply|answer|respond|type|give (?:me|us|the)"
    r"|post|produce"
    r"|do|need|want|put together|come up with|fill (?:in|out)|record|sign|help me|tell (?:the|all|our)"
    r" (?:families|parents|staff|state|press|union|public|board)|message|e-?mail|edit|redact[ae]|escrib[ae]"
    r"|haz(?:me)?|crea|genera|contesta|responde|prepara|inventa|invent|fabricate|think"
)
_PAPER: Final = some(
    r"(?:word|phrase) this|e-?mails|tips?|obituar(?:y|ies)|backstory|numbers|drills?|reports?|photos?|pictures?"
    r"|witness|testimony|bio|letterhead|forum|thread|renuncia|support|confirmation|proof|paperwork|evidence|"
    r"reviews?|testimonials?|ratings?|comments?|posts?|replies|petitions?|letters?|e-?mails?|notes?|messages?|texts?"
    r"|statements?|memos?|slips?|references?|recommendations?|complaints?|tweets?|voicemails?|minutes|forms?"
    r"|screenshots?"
    r"|invoices?|receipts?|certificates?|signatures?|apolog(?:y|ies)|quotes?|endorsements?|scripts?|announcements?"
    r"|surveys?|responses?|accounts?|profiles?|logs?|entries|cartas?|notas?|correos?|mensajes?|comentarios?"
    r"|testimonios?"
    r"|rese[nñ]as?|justificantes?|recibos?|substitute|op-?eds?|essays?"
)
_ROLE: Final = (
    r"(?:principal|superintendent|teacher|parent|mother|father|mom|dad|guardian|doctor|nurse|dentist|director|student"
    r"|grandm\w+|grandf\w+|neighbou?r|colleague|boss|board (?:chair|member|president)|secretary|vendor|bank|landlord"
    r"|counselor|therapist|social worker|coach|mayor|judge|officer|union|supervisor|bully|customer|resident|client"
    r"|(?:la |el )?(?:director|directora|mam[aá]|pap[aá]|madre|padre|maestr[oa]|doctor|doctora|trabajadora social))"
)
_OTHERS: Final = (
    r"(?:\b(?:make it (?:seem|look|sound|appear) (?:like|as if|as though) (?:it|they|he|she)|so (?:that"
    r" )?(?:people|everyone|they|kids|families|parents|students|the \w+) (?:think|believe)s? (?:it|that|she|he"
    r"|they|the|i)|(?:in|under|with) (?:someone|somebody) else's (?:name|account)|a nombre de (?:mi|su|la|el"
    r"|otr[oa])|as (?:if|though)|pretend(?:ing)?(?: to be| (?:that )?you'?re| you are)?|posing as|pose as|impersonat\w+"
    r"|passing (?:it )?off|haci[eé]ndo(?:te|se|me) pasar|hazte pasar|como si (?:fuera\w*|fueras|lo)|que parezca\w*"
    r"|suplant\w+|supuest[oa]s)\b"
    rf"|\bin (?:the )?(?:name|voice) of\b|\bin (?:his|her|their|{TITLED}(?:'s|\x{{2019}}s)|{A_NAME}(?:'s"
    rf"|\x{{2019}}s)|(?:the|our) {_ROLE}(?:'s|\x{{2019}}s))"
    r" (?:name|voice)\b"
    r"|\b(?:reads?|sounds?|looks?|seems?|appears?) (?:as if|as though|like) (?:[\w']+ ){1,4}?(?:came|was|were"
    r"|wrote|sent|signed"
    r"|said|did|has)\b"
    r"|\blooks? genuine\b|\bcame from\b|\b(?:sign(?:ed)?|f[ií]rma\w*) (?:it |them )?(?:with|as|by|con)\b|\bas"
    r" (?:his|her|their|the) "
    r"(?:guardian|parent|mother|father|mom|dad) would\b"
    r"|\bunder (?:\w+ )?(?:different|other|fake|made-?up|false) names\b|\bdifferent names\b|\bvary the style\b"
    r"|\bfrom (?:different|several|various|many|\d+|twenty|thirty|ten) [\w\x22\x{201C} ]{0,15}(?:parents"
    r"|residents|moms|people|neighbou?rs"
    r"|students|families|accounts|voters|customers)"
    r"|\bas (?:an? )?(?:angry|happy|worried|different|local|concerned|upset|satisfied|grateful) (?:parents?"
    r"|moms?|dads?|residents?"
    r"|customers?|students?|neighbou?rs?|taxpayers?|voters?|teachers?)\b"
    r"|\bsounds? like (?:local|real|actual)\b|\bfrom the (?:bully|other)'?s?\b)"
)
_FROM_OTHER: Final = (
    rf"(?:\bfrom (?:the |our |my |her |his |their |an? |mrs?\.? )?(?:[\w-]+ )?{_ROLE}(?:'s|s'|\x{{2019}}s"
    rf"|s\x{{2019}})?\b"
    rf"|\bfrom (?:{TITLED}|{A_NAME}(?:'s|\x{{2019}}s) (?:mom|dad|mother|father|parents?|doctor|guardian|grand\w+|boss))"
    r"|\bde (?:la |el |su )?(?:mam[aá]|pap[aá]|madre|padre|doctora?|m[eé]dico|directora?|abuel[ao])(?: de)?\b"
    r"|\bfrom the (?:bully|other family)'?s? )"
)
_UNREAL: Final = some(
    r"any old name|make up a name|isn'?t dead|not (?:really|actually)|day off|time off|out of (?:work|class"
    r"|jury)|confirming i|so (?:people|they|everyone|kids|families|parents|the board|she|he) (?:think|believe)s?"
    r"|it'?s (?:from|her|him)|letterhead|aunque no|anonymous|should have said|never|"
    r"make it (?:look )?real|look(?:s)? (?:real|authentic|legit\w*|genuine|official)|realistic|believable|convincing"
    r"|won'?t (?:find out|know|notice|see)|doesn'?t (?:need|have) to (?:see|know)|he'?s on leave|she'?s on leave"
    r"|i'?ll paste"
    r"|(?:hasn'?t|haven'?t|has not|have not|didn'?t|did not) (?:agreed|approved|said|signed|seen|responded)\b"
    r"|excusing|excuse|se vea real|sign with|my old|old supervisor|and we'?ll send|so i can leave|saying i|so"
    r" that (?:they"
    r"|she|he|the) think\w*|justificar|forg\w+|paste (?:his|her) signature|nobody will|dated (?:last|yesterday)"
)
_EXCUSE: Final = (
    r"(?:\b(?:write|make|create|generate|give (?:me|us)|need|draft|get me|type|do|hazme|haz|escribe\w*|necesito)\b"
    + gap(40)
    + r"\b(?:(?:doctor|dentist|physician|clinic|orthodontist|therapist|kids? dentist|hospital)(?:'?s|s'"
    r"|\x{2019}s)?[^.!?\n]{0,15}"
    r"(?:note|letter|slip|excuse)|sick note|medical (?:note|excuse|certificate)|(?:excuse|absence) (?:note|letter)"
    r"[^.!?\n]{0,12} from (?:a|my|the|his|her) [\w' ]{0,12}(?:doctor|dentist|clinic|pediatrician)|justificante"
    r" m[eé]dico|receta m[eé]dica)\b)"
)
_EVIDENCE: Final = some(
    r"numbers|obituar\w+|witness|drill reports?|reports?|proof|statement|absences|rates?|facturas?|recibos?|"
    r"quotes?|reviews?|testimonials?|stud(?:y|ies)|statistics|stats|data|results|responses|answers|signatures?|entries"
    r"|evidence|sources|comments|endorsements?|numbers|notes|progress notes|observations?|observation forms"
    r"|survey|citas"
    r"|datos|estudios|testimonios?|firmas|encuesta|figures|references|customer"
)
_FAKE: Final = (
    r"\b(?:cook up|whip up|concoct|dream up|forgot to (?:hold|run|do|write|give|file|take|sign)|isn'?t dead|not"
    r" actually|never actually|aunque no|any old name|make up|made[- ]up|invent(?:a|e|s|ed|ing)?|think (?:one"
    r"|some|it)? ?up|fabricat\w+|fake|phony|bogus|forge\w*"
    r"|come up with (?:some|ten|a few|fake|three|\d+)|(?:don'?t|doesn'?t|do not|need not) (?:have to |need to"
    r" )?(?:exist|be real)"
    r"|that (?:i|we|they) never \w+|never (?:held|happened|took place|used|existed)|did(?: not|n'?t) (?:take"
    r" place|happen)"
    r"|we forgot|forgot to (?:do|fill)|look genuine|believable|plausible|not real|no existen|falsific\w+"
    r"|fals[oa]s|simulated results)\b"
)
_FOR: Final = some(
    r"showing|fell|rose|improved|increase\w*|drop(?:ped)?|drills?|inspection|tell|day off|"
    r"grant|report|board|state|auditors?|monitor|newspaper|press|brochure|folleto|website|prove[sd]?|show that|medicaid"
    r"|pays?|believable|genuine|look\w*|so (?:that )?(?:the|they)|famil(?:y|ies)|petition|happy|contentas"
    r"|informe|bond|levy"
    r"|log|exist|never|did not|didn'?t|mom named|named \w+|authors? and journals?|reimburse\w*|accreditation|inspection"
)
_ALTER: Final = asked(
    r"change|edit|alter|adjust|backdate|back-date|move|modify|fix up|doctor(?: up)?|rework|rewrite|reword|add"
    r"|fill (?:in|out)"
    r"|cambia(?:r)?|altera|modifica|draft|write|make|put|bump|raise|delete|remove|erase"
)
_RECORD: Final = some(
    r"dates?|minutes|timestamps?|certificates?|transcripts?|grades?|gpa|logs?|records?|reports?|signatures?"
    r"|forms?|notice"
    r"|scores?|survey|attendance|fechas?|aviso|actas?|timesheets?|hours|evaluations?|inspection|results|responses|count"
)
_SEEMING: Final = (
    r"\b(?:so (?:that )?(?:people|everyone|kids|families|parents|the \w+|she|he|they) (?:think|believe)s?|make"
    r" it (?:seem|look|appear)|doesn'?t show|before the inspection|should have said|date it (?:the|last"
    r"|back|for)|so (?:that )?(?:nobody|no one|the (?:auditors?|state|parents?|board|monitor|family|inspector"
    r"|judge)|they|it|we)"
    r" (?:knows?|thinks?|believes?|can'?t tell|never|won'?t|seems?|says? (?:that )?(?:the"
    r" )?(?:board|parents?|team|we))"
    r"|looks? (?:like|as (?:if|though)) (?:we|they|he|she|it|the \w+) (?:was|were|did|had|met|held|sent|got|came|made)"
    r"|looks? (?:on time|compliant|in compliance|within (?:our|the) (?:timeline|deadline))"
    r"|(?:was|were) (?:done|held|sent|signed|completed|submitted|filed|mailed) (?:on time|within (?:our|the) \w+)"
    r"|para que parezca|(?:so|until) (?:that )?it reads? \d"
    r"|were there and (?:agreed|signed)|says? that the (?:board|team|parents?|committee)|never (?:left|happened"
    r"|held)|did not take place"
    r"|didn'?t take place|nobody knows|no one knows|instead of \d+|had \d+ responses|cover (?:it )?up|hide"
    r" (?:that|the fact))\b"
)
_LIE: Final = (
    r"(?:\b(?:it|she|he|they|we|i) (?:didn'?t|doesn'?t|don'?t|isn'?t|wasn'?t|hasn'?t|haven'?t|did not|does not"
    r"|has not|have not)"
    r"(?: agreed?| said| say yes| approved?| signed?| yet| have (?:it|one|any|them)| happen| do it| hold it)*,?"
    r" (?:but|yet)\b|\b(?:haven'?t|hasn'?t) agreed\b|\bhasn'?t said yes\b"
    r"|\bwon'?t find out\b|\bdoesn'?t need to (?:see|know)\b|\bwithout (?:telling|asking|his|her|their)\b"
    r"|\bconvince\b[^.!?\n]{0,60}\b(?:requires?|mandatory|by law|the state|real person|human)\b|\btrick (?:the"
    r"|them|him|her|people|parents|everyone)\b|\bfool (?:the|them|him|her|people|parents)"
    r"|\bsin que se entere\w*)"
)
_BOT: Final = (
    r"(?:\b(?:bot|chatbot|assistant|helper|ai)\b[^.!?\n]{0,60}\b(?:believe|think|convinced|pass(?:es)? for"
    r"|backstory)\b|\b(?:tells?|telling|say(?:s|ing)?|claim(?:s|ing)?|pretend(?:s|ing)?|act(?:s|ing)?|reply"
    r"|respond|answer|convince|insist"
    r"|persona)\b"
    + gap(60)
    + r"\b(?:(?:she|he|it|you)(?:'s|'re| is| are) (?:a )?(?:real )?(?:human|person|counselor|nurse|staff)"
    r"|real person|real human|actual person|human (?:counselor|being|agent)|una persona real)\b)"
)
_SOCK: Final = (
    r"(?:\bfake (?:\w+ )?(?:profiles?|accounts?|persona|identity)\b|\b(?:ten|twenty|thirty|fifty|\d+|several"
    r"|dozens? of|multiple|many)\b"
    + gap(20)
    + r"\b(?:accounts?|profiles?|personas?|bots)\b"
    + gap(50)
    + r"\b(?:sound|look|pretend|pose|prais\w+|support\w*|oppos\w+|act|post)\b)"
)
_VOICE: Final = (
    r"(?:\b(?:clone|deep ?fake|ai double|digital double|face ?swap|voice ?over of|double of|imitate the voice|mimic)\b"
    + gap(50)
    + r"\b(?:voice|mayor|principal|superintendent|board chair|teacher|coach|senator|governor|face|boss)\b)"
)
_SIGN: Final = (
    r"\b(?:sign|firma|forge)\b"
    + gap(30)
    + r"\b(?:slip|form|permission|consent|contract|check|timesheet|letter|permiso|petition)\b"
    + gap(30)
    + r"\b(?:as|for|like|como|in place of|on behalf of)\b"
    + gap(15)
    + r"\b(?:guardian|parent|mom|dad|mother|father|principal|her|his|supervisor|mam[aá]|pap[aá])\b"
)
_LINK: Final = some(
    r"clicks?|share the (?:account|password)|account number|password|wire|gift cards?|haga clic|transfer"
)

_SHAM: Final = (
    r"\b(?:any old name|isn'?t (?:really |actually )?(?:dead|sick|true|real)|letterhead (?:confirming|saying"
    r"|stating|that says)|aunque no"
    r"|although i (?:didn'?t|wasn'?t)|even though (?:i|we|it|they|she|he) (?:didn'?t|wasn'?t|never|did not)"
    r"|should have said|that i never"
    r"|never (?:went|attended|happened|came)|sin que (?:haya|sea)|no fui|don'?t (?:actually )?have (?:one|any)"
    r"|made[- ]up)\b"
)

_POSING: Final = (
    r"\b(?:pretend(?:ing)?(?: to be| you(?:'re| are)| that you are)|posing as|pose as|impersonat\w+|act(?:ing)?"
    r" as if you (?:were|are)"
    r"|as (?:if|though) (?:you|i) (?:were|was|are)|haci[eé]ndote pasar por|como si (?:fueras|fuera))"
    rf" (?:the |a |an |our |my |his |her |un |una |el |la )?(?:[\w-]+ ){{0,2}}?{_ROLE}\b"
)
_SAYS_IT_IS: Final = (
    r"\b(?:bot|chatbot|assistant|helper|tool|ai|avatar)\b[^.!?\n]{0,20}\b(?:say|says|claim|claims|tell"
    r"|tells)\b[^.!?\n]{0,30}"
    r"\b(?:it|he|she)(?:'s| is) (?:a |an )(?:[\w-]+ ){0,2}?(?:nurse|doctor|teacher|counselor|person|human|lawyer"
    r"|therapist|psychologist|student)\b"
)
_FOOTAGE: Final = (
    asked(r"generate|create|fake|make|produce|render|build|genera|crea")
    + gap(20)
    + r"\b(?:audio|recording|voice(?: clip| note| message)?|clip|video|photo|image|picture|foto)\b (?:of|where"
    r"|in which|showing|de) (?:the |our |my |la |el )?"
    + rf"(?:{_ROLE}|senator|governor|president|{TITLED}|{A_NAME} {A_NAME})(?: [\w']+){{0,3}}? \w+ing\b"
)

MIXES: Final = (
    Mix((_POSING, _MAKE), _HARMLESS),
    Mix((_SAYS_IT_IS,), _HARMLESS),
    Mix((_FOOTAGE,), _HARMLESS),
    Mix((_MAKE, _PAPER, _SHAM), _HARMLESS),
    Mix((_MAKE, _PAPER, _OTHERS), _HARMLESS),
    Mix((_MAKE, _PAPER, _FROM_OTHER, _UNREAL), _HARMLESS),
    Mix((_EXCUSE,), _HARMLESS),
    Mix((_FAKE, _EVIDENCE, _FOR), _HARMLESS),
    Mix((_ALTER, _RECORD, _SEEMING), _HARMLESS),
    Mix((_LIE, _MAKE), _HARMLESS),
    Mix((_BOT,), _HARMLESS),
    Mix((_SOCK,), _HARMLESS),
    Mix((_VOICE,), _HARMLESS),
    Mix((_SIGN,), _HARMLESS),
    Mix((_OTHERS, _LINK), _HARMLESS),
)
"""Each is enough."""
