# ruff: noqa: RUF001  # the letters of other scripts are meant
"""Cues before names in the languages of Europe that families here write, Spanish apart (`names.cues` has it)."""

from __future__ import annotations

from typing import Final

from detectors.names.abroad.cue import ADULT, OTHER, Cue, kin

_FRENCH_OWN = r"(?:(?:ma|mon|mes|ta|ton|sa|son|ses|notre|nos|votre|vos|leurs?|la|les?|cette|cet) |l')"
_FRENCH_KIND = r"(?:petite?s? |jeune |grande? |pauvre |belle-|beau-|demi-|arrière-)?"
FRENCH: Final = (
    *kin(
        "fr",
        rf"{_FRENCH_OWN}{_FRENCH_KIND}(?:fill(?:ette|e)s?|fils|enfants?|élèves?|garçons?|bébé|jume(?:aux|lles)"
        rf"|nièces?"
        r"|neveux?|cadette?|aînée?|petit-fils)",
        rf"{_FRENCH_OWN}{_FRENCH_KIND}(?:grand[- ]?m(?:ère|aman)|grand[- ]?p(?:ère|apa)|mère|père|maman|papa"
        rf"|sœur|soeur"
        r"|frère|tante|oncle|cousine?|tutrice|tuteur|voisine?|parent|mari|femme|maîtresse|mamie|papi)s?",
        r" (?:de|du petit|de la petite)| d['e]",
    ),
    Cue("fr", ADULT, r"maman|mamie|tonton"),
    Cue("fr", ADULT, r"papa|tata|papi", told=True),
    Cue(
        "fr",
        OTHER,
        r"je m'appelle|il s'appelle|elle s'appelle|s'appelle|(?:mon|son|notre) (?:pré)?nom est|prénommée?",
        "name",
    ),
    Cue("fr", OTHER, r"mme\.?|mlle\.?", "title"),
    Cue("fr", OTHER, r"madame|monsieur|mademoiselle", "title", told=True),
    Cue(
        "fr",
        OTHER,
        r"merci(?: beaucoup| bien| d'avance| infiniment| à vous)?|cordialement|bien à vous|respectueusement",
        "end",
    ),
)

_GERMAN_OWN = r"(?:(?:mein|dein|sein|ihr|unser|euer|eur)(?:e[nmrs]?)? |die |der |den |dem |das |zur |zum )"
_GERMAN_KIND = r"(?:(?:klein|groß|älter|jüng|ält|jüngst|ältest|arm)(?:er)?e[nrsm]? )?"
GERMAN: Final = (
    *kin(
        "de",
        rf"{_GERMAN_OWN}{_GERMAN_KIND}(?:töchter|söhne|tochter|sohne?s?|kind(?:ern|er|es|e)?|enkel(?:in|s|n)?"
        rf"|enkelkind"
        r"|nichten?|neffen?|zwillingen?|schüler(?:innen|in|n|s)?|baby|junge|mädchen|pflegekind)",
        rf"{_GERMAN_OWN}{_GERMAN_KIND}(?:groß|schwieger|stief)?(?:mutter|vaters?|mama|mutti|papa|papi|oma|opa"
        rf"|schwestern?"
        r"|brüdern?|bruders?|tante|onkels?|cousine?|frau|mann|partnerin?|lehrerin|lehrers?|nachbarin|nachbarn?"
        r"|eltern)",
        r" (?:von|des kleinen|der kleinen)",
    ),
    Cue(
        "de",
        OTHER,
        r"ich heiße|ich heisse|(?:er|sie|es|kind|tochter|sohn) heißt|mein name ist|(?:sein|ihr) name ist|namens",
        "name",
    ),
    Cue("de", OTHER, r"frau|herrn?", "title", told=True),
    Cue(
        "de",
        OTHER,
        r"(?:vielen |herzlichen |besten |lieben )?dank(?:e)?(?: schön| sehr| im voraus| ihnen)?"
        r"|(?:mit )?(?:freundlichen?|herzlichen?|vielen?|lieben?|besten?|schönen?) grü(?:ß|ss)en?",
        "end",
    ),
)

_PORTUGUESE_OWN = r"(?:(?:[ao]s? )?(?:minhas?|meus?|nossas?|nossos?|tuas?|teus?|suas?|seus?) |à |ao |[ao] )"
_PORTUGUESE_KIND = r"(?:pequen[ao] |querid[ao] )?"
PORTUGUESE: Final = (
    *kin(
        "pt",
        rf"{_PORTUGUESE_OWN}{_PORTUGUESE_KIND}(?:filh(?:inh)?[ao]s?|crianças?|menin[ao]s?|alun[ao]s?|bebês?"
        rf"|bebés?|netos?"
        r"|netas?|netinh[ao]|enteados?|enteadas?|sobrinh[ao]s?|gême[ao]s|gémeos|gémeas|caçula)",
        rf"{_PORTUGUESE_OWN}{_PORTUGUESE_KIND}(?:mães?|pais?|mamãe|papai|avós?|avô|vovó|vovô|irmãos?|irmãs?|irmã"
        rf"|ti[ao]s?|prim[ao]"
        r"|maridos?|espos[ao]|padrasto|madrasta|professora?|vizinh[ao])",
        r" d[aoe]s?(?: menin[ao]| alun[ao])?",
    ),
    Cue(
        "pt",
        OTHER,
        r"(?:meu|seu|nosso) nome é|o nome (?:dela|dele) é|me chamo|chamo-me|(?:ela|ele) se chama|se chama"
        r"|chama-se|eu sou [ao]",
        "name",
    ),
    Cue("pt", OTHER, r"senhora?|profa?\.|dona", "title", told=True),
    Cue(
        "pt",
        OTHER,
        r"(?:muito )?obrigad[ao](?: por tudo| desde já)?|atenciosamente|abraços?|um abraço|cumprimentos",
        "end",
    ),
)

_ITALIAN_OWN = r"(?:(?:l[ae]|il|i) )?(?:mi[ao]|mie|miei|tu[ao]|su[ao]|sue|suoi|nostr[aoie]|vostr[aoi]|loro) "
ITALIAN: Final = (
    *kin(
        "it",
        rf"(?:{_ITALIAN_OWN}|l'|la |il )(?:piccol[ao] )?(?:figli(?:ol)?[aoe]?|bambin[aoie]|alunn[aoie]|nipot(?:e"
        rf"|i|in[ao])|neonat[ao]"
        r"|gemell[aoie]|student(?:e|essa)|ragazz[aoi])",
        rf"(?:{_ITALIAN_OWN}|la |il |lo )(?:madre|padre|mamma|papà|babbo|nonn[ao]|zi[ao]|sorella|fratello"
        rf"|cugin[ao]|marito"
        r"|moglie|maestr[ao]|compagn[ao])",
        r" (?:di|della piccola|del piccolo)",
    ),
    Cue("it", OTHER, r"mi chiamo|si chiama|il (?:mio|suo) nome è|di nome", "name"),
    Cue("it", OTHER, r"signor[ae]?|sig\.(?:ra)?|maestra", "title", told=True),
    Cue("it", OTHER, r"grazie(?: mille| tante| infinite)?|cordiali saluti|distinti saluti|un saluto|saluti", "end"),
)

_POLISH_KIN = (
    r"(?:syn(?:a|em|ek|ka|kiem|owie|owi|ów)?|cór(?:ka|ki|kę|ce|ką|eczka|eczki|eczkę)|dzieck(?:o|a|u|iem)|dzieci"
    r"|wnucz(?:ka|ki|kę|ek)|wnuk(?:a|iem)?|uczeń|ucznia|uczniem|uczennic[aęyą]|bliźniak(?:i|ów)|bliźnięta"
    r"|siostrzen(?:iec|ica)"
    r"|chłopiec|dziewczynk[aęi])"
)
_POLISH_ADULT = (
    r"(?:mat(?:ka|ki|kę|ce|ką)|mam(?:a|y|ę|ie|ą|usia)|ojc(?:iec|a|em|u)|tat[ayęą]|tacie|babci[aęią]?|dziad(?:ek"
    r"|ka|kiem)"
    r"|siostr[ayęą]|siostrze|brat(?:a|em|u)?|cioci[aęią]?|wuj(?:ek|ka)|kuzyn(?:ka|em|a)?|opiekun(?:ka|em)?"
    r"|nauczyciel(?:ka|ki|em|a)?)"
)
POLISH: Final = (
    *kin("pl", _POLISH_KIN, _POLISH_ADULT, "", told=True),
    Cue("pl", OTHER, r"nazywam się|mam na imię|ma na imię|na imię ma|o imieniu|moje imię to|imieniem", "name"),
    Cue("pl", OTHER, r"pani(?:ą|e)?|pan(?:a|u|em)?|państwo", "title", told=True),
    Cue(
        "pl",
        OTHER,
        r"dziękuj(?:ę|emy)(?: bardzo| serdecznie)?|dzięki|pozdrawiam(?:y)?|z poważaniem|z wyrazami szacunku",
        "end",
    ),
)

_ROMANIAN_OWN = r"(?: (?:me[ua]|mei|mele|noastră|nostru|noștri|ta|tău|sa|său|ei|lui))?"
ROMANIAN: Final = (
    *kin(
        "ro",
        rf"(?:fi(?:ica|icei|ul|ului|u|ică)|copil(?:ul|ului|ei|a|ii)?|băiat(?:ul|ului|a)?|băieți(?:i|lor)?"
        rf"|băiețel(?:ul)?"
        r"|fet(?:ița|iței|ele|elor)|fata|fetei|elev(?:a|ul|ei|ului|ii)|nepo(?:tul|ata|țel)|nepoțica|gemen(?:ii"
        r"|ele)|bebelușul)"
        rf"{_ROMANIAN_OWN}",
        rf"(?:mam(?:a|ei|ă)|tat(?:a|ăl|ălui|ă)|bunic(?:a|ul|ii|ei|ului)|sor(?:a|ei)|frate(?:le|lui)|mătuș(?:a"
        rf"|ii)|unchi(?:ul)?"
        rf"|veri(?:șoara|șorul)|învățătoarea|profesoara|soț(?:ul|ia)){_ROMANIAN_OWN}",
        r" (?:lui|elevului|elevei)",
        told=True,
    ),
    Cue(
        "ro",
        OTHER,
        r"mă numesc|mă cheamă|numele (?:meu|ei|lui) este|se numește|(?:o|îl) cheamă|pe nume|sunt (?:mama|tatăl) lui",
        "name",
    ),
    Cue("ro", OTHER, r"doamn[aăe]i?|domnul(?:ui)?|domnule|d-na|d-nul|dl\.|dna\.", "title"),
    Cue(
        "ro",
        OTHER,
        r"mulțum(?:esc|im)(?: mult| frumos| anticipat)?|multumesc|mersi|cu (?:stimă|respect)|o zi bună",
        "end",
    ),
)

_SLAVIC_CHILD = (
    r"доч[ьк]\pL{0,4}|доч(?:ери|ерью)|доньк?\pL{1,3}|доньці|син[аіуи]?|син(?:ок|ка|ку|ком|ові|ом|очок)|сын(?:а|у"
    r"|ом|ок|ка|очек|овья)?"
    r"|дитин\pL{1,3}|дит[яі]\pL{0,3}|дет[иея]\pL{0,2}|діт[ией]\pL{0,2}|реб[её]н(?:ок|ка|ку|ком)|малюк\pL{0,3}"
    r"|малыш\pL{0,3}"
    r"|хлоп(?:чик\pL{0,2}|ець|ця)|дівчинк\pL{1,2}|мальчик\pL{0,2}|девочк\pL{1,2}|он(?:ук\pL{0,2}|учк\pL{1,2})"
    r"|внук\pL{0,2}"
    r"|внучк\pL{1,2}|учн[яієі]\pL{0,2}|учень|учениц\pL{1,2}|учени(?:к|ка|ку|ком)|близ?нюк\pL{0,2}|близнец\pL{0,2}"
    r"|плем[іе]нн?[иі][кц]\pL{0,2}"
)
_SLAVIC_ADULT = (
    r"мам[аиыіуоюі]\pL{0,1}|матус\pL{1,2}|мат(?:и|ір|ері|ь|ери|ерью)|тат[аоуіку]\pL{0,2}|пап[аыуео]\pL{0,1}"
    r"|бать?к\pL{1,3}"
    r"|от(?:ец|ца|цу|цом)|бабус\pL{1,2}|бабушк\pL{1,2}|д[іи]дус\pL{1,3}|дедушк\pL{1,2}|сестр\pL{1,2}"
    r"|сестрич?к\pL{1,2}"
    r"|брат(?:а|у|ом|ові|ик\pL{0,2})?|т[еёі]т[яіюкоуеиї]\pL{0,2}|т[іи]тк\pL{1,2}|дяд[яьюіиек]\pL{0,2}"
    r"|оп[іе]кун\pL{0,3}"
)
_CYRILLIC_TEACHER = (
    r"вчител\pL{1,4}|учител\pL{1,5}|вихов[аа]тел\pL{1,4}|воспитател\pL{1,5}|директор\pL{0,3}|лікар\pL{0,3}"
    r"|врач\pL{0,2}"
    r"|сус[іе]д\pL{0,3}|пані|панові|пана"
)
CYRILLIC: Final = (
    Cue("uk", "STUDENT_NAME", _SLAVIC_CHILD),
    Cue("uk", ADULT, _SLAVIC_ADULT),
    Cue("uk", OTHER, _CYRILLIC_TEACHER, "title"),
    Cue(
        "uk",
        OTHER,
        r"мене звати|мене звуть|мо[єе] ім'я|його звати|(?:її|їх|його|дитину|доньку|дочку|сина) звати|на ім'я|я - ",
        "name",
    ),
    Cue(
        "ru",
        OTHER,
        r"меня зовут|мо[её] имя|его зовут|(?:е[её]|их|реб[её]нка|дочку|дочь|сына) зовут|по имени|зовут",
        "name",
    ),
    Cue(
        "uk",
        OTHER,
        r"(?:щиро |дуже )?дяку(?:ю|ємо)(?: вам| дуже| за \pL{1,16})?|з повагою|на все добре|щиро ваша?",
        "end",
    ),
    Cue(
        "ru",
        OTHER,
        r"(?:большое )?спасибо(?: вам| большое| за \pL{1,16})?|благодар(?:ю|им)(?: вас)?|с уважением|всего доброго",
        "end",
    ),
)

ALL: Final = (*FRENCH, *GERMAN, *PORTUGUESE, *ITALIAN, *POLISH, *ROMANIAN, *CYRILLIC)
