"""Words round a date: of events in one person's record, of the public calendar, of the person; and where sentences end.

All words of a text are looked up once, so that the cost does not depend on how many dates there are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import Final, Literal, TypeAlias

from detectors.structure.labels import word_set

Cue: TypeAlias = Literal["event", "happens", "strong", "public", "perhaps", "law", "third", "somebody", "mine"]

_STRONG = word_set(
    "mdr manifestation re-entry reentry restraint homebound admitted admission discharge discharged surgery"
    " diagnosed relapse relapsed hearing court intake due_date fmla iep ifsp bip injury injured injuries arrest"
    " truancy becca arrested accident collision concussion hospitalized hospitalised inpatient assault assaulted"
    " was_hit got_hit got_hurt was_hurt got_injured evicted eviction detained deported incarcerated next_check"
    " next_visit next_appointment next_appt next_session next_dose next_refill next_screen next_test next_draw"
    " next_follow-up next_eval next_check-in absent evaluated interview visa suspended suspension expelled"
    " expulsion"
)
_EVENT = word_set(
    "incident incidents admit admits seen visit visits visited dos evaluation evaluations eval evals reevaluation"
    " 504 fba hearings hire hired custody absence absences absents removed exit exits exited transferred vaccine"
    " vaccines vaccinated vaccination immunized immunization dtap mmr tdap dose shot shots tested testing recheck"
    " rechecked appointment appointments appt dx referred referral referrals leave terminated termination resigned"
    " resignation surgeon cardiologist fell hit bit moved died placed happened occurred flu sick out birthday"
    " turned enrolled enrollment withdrew withdrawn withdrawal junta cita reunion reunión ausente falta faltas"
    " suspendido suspendida faltó enfermó evaluado evaluada evaluaron ocurrió nació asistió volvió regresó cayó"
    " lastimó vomitó convulsión firmó"
    " nota carta stamp reprimand grievance missed varicella ipv opv hib pcv hepb hepa hpv"
    " rotavirus polio menacwy crash crashed hurt fractured broke sprained seizure seizures fainted bitten choked"
    " stung stitches er fight fought bullied harassed threatened lost stole stolen theft charged overcharged refunded"
    " billed denied settlement settle settled lawsuit sued claim promoted demoted transfer fired retired retires"
    " retirement rehired laid_off maternity paternity bereavement garnishment payroll parent-teacher truant skipped"
    " rendez-vous r\u00e9union malade absente tomb\u00e9 tomb\u00e9e vomi fi\u00e8vre h\u00f4pital accident"
    " krank arzt fehlte unfall"
    " fieber faltou doente febre consulta nasceu caiu lagnat nagkasakit sakit naospital nasaktan aksidente ospital"
    " ipinanganak crutches cast boot sling splint brace stitches"
    " unexcused excused tardies disenrolled re-enrolled reenrolled unenrolled enroll enrolls observed observation"
    " screened divorced deployed passed_away funeral"
    " pushed shoved kicked punched slapped spat grabbed choked tripped tackled swore cursed yelled screamed threw_a"
    " tipped"
    " slammed ripped destroyed flipped vaped caught searched confiscated assaulted groped exposed"
)
_HAPPENS = word_set(
    "physician doctor height weight transport route harness wheelchair starts start starting began begins ended"
    " expected probation last_day mailed consent triennial session sessions service services minutes lab labs"
    " follow-up followup voicemail refused left came arrived placement placed used due order letter check dated"
    " review annual expires called met meeting meetings signed return returns returned started stopped reported"
    " turn turns given gave taken took test tests records needs cried threw ran eloped warning warned late tardy"
    " restrained isolated withdrawal withdrew paid pay wage bus medication meds plan goal goals progress data mtg"
    " mtgs talk cancelled canceled rescheduled agreed asked told wrote sent received personnel background salary"
    " step vino vinieron empieza empezó salió llegó próxima próximo evaluación fiebre enfermo enferma"
)
"""What happens in a record as in a calendar: counts only beside somebody who is not there as an organiser."""
_PUBLIC = word_set(
    "night nights ceremony window deadline calendar fiscal school_year school_years posting postings closes"
    " training trainings workshop webinar newsletter holiday holidays festival concert assembly field_trip"
    " picture_day version versions rev edition adopted amended effective published released lot_number lot_no"
    " poster posters election survey screening_day open_house registration break flyer award awards graduation"
    " carnival fundraiser bake_sale celebrate celebrates celebrated celebration spirit"
    " scholarship quote invoice shipped license licenses licensed contract warranty"
    " noche feria ceremonia fair fairs auction semester quarter trimester tryouts"
    " season tournament playoffs drill drills levy bond vote agenda rehearsal recital menu conferences"
    " photos budget in-service inservice pd orientation everyone everybody families schoolwide districtwide"
    " school-wide district-wide all_students all_staff all_teachers all_grades all_parents every_student"
    " every_family early_release late_start no_school half_day snow_day book_fair round-up retake flu_clinic"
    " food_drive webinars vacaciones año_escolar fiesta concierto familias graduación professional_development"
    " report_cards vendor supplies musical talent_show day_of_school school_starts school_ends school_begins"
    " school_resumes classes_begin classes_start classes_resume veterans_day labor_day memorial_day presidents_day"
    " spirit_week cohort falls_on national"
)
_PERHAPS = word_set(
    "board library gym band play plays application recommendation parade story_time storytime puppet_show free_swim"
    " free_admission free_entry free_parking"
)
"""Public, unless the sentence tells something of somebody: "she eats in the library", "their application was
denied"."""
_LAW = word_set("policy act law rcw wac cfr")
"""What is cited for everybody: public where nothing is told of anybody beside it."""
_MINE = word_set(
    "my_daughter my_son my_child my_kid my_kids my_kiddo my_boy my_girl my_children my_grandson my_granddaughter"
    " my_grandchild my_stepson my_stepdaughter my_twins my_nephew my_niece our_daughter our_son our_child our_kid"
    " our_kids mi_hijo mi_hija mis_hijos mi_niño mi_niña mi_nieto mi_nieta nuestro_hijo nuestra_hija"
    " mon_fils ma_fille mon_enfant mes_enfants notre_fils notre_fille mein_sohn meine_tochter mein_kind unser_sohn"
    " unsere_tochter meu_filho minha_filha meus_filhos nosso_filho nossa_filha anak_ko anak_kong anak_namin aking_anak"
)
"""A parent writes: what is told in that paragraph is told of the child."""
_THIRD = word_set(
    "he she him his her hers student child kid kiddo scholar patient pt mom dad mother father parent parents"
    " grandma guardian ella niño niña hijo hija mamá mama papá papa él"
    " elle lui maman père mère fils fille siya sya niya nanay tatay anak mutter vater sohn tochter mãe pai filho filha"
)
_SOMEBODY = word_set("they their them you your i my client su sus le nino nina")

_CUES: Final[dict[str, tuple[Cue, ...]]] = {
    **dict.fromkeys(_EVENT, ("event",)),
    **dict.fromkeys(_STRONG, ("event", "strong")),
    **dict.fromkeys(_HAPPENS - _EVENT - _STRONG - _PUBLIC, ("happens",)),
    **dict.fromkeys(_PUBLIC, ("public",)),
    **dict.fromkeys(_PERHAPS, ("perhaps",)),
    **dict.fromkeys(_LAW, ("law",)),
    **dict.fromkeys(_SOMEBODY, ("somebody",)),
    **dict.fromkeys(_THIRD, ("third", "somebody")),
    **dict.fromkeys(_MINE, ("mine", "third", "somebody")),
}
_SCANNED: Final = {"lEP": "iep", "1EP": "iep", "lFSP": "ifsp", "1FSP": "ifsp", "BlP": "bip", "8IP": "bip", "5O4": "504"}
"""What text recognition makes of abbreviations; "LEP" in capitals is another word."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)?")
_PHRASES: Final = frozenset(cue.partition("_")[0] for cue in _CUES if "_" in cue)

_END = re.compile(r"[.!?\u2026][\"')\]]*\s|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mrs?|Ms|Mx|Dr|St|Sr|Jr|Sra|no|vs|gr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|appt))$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t>]*(?:[-*\u2022]|\d{1,2}[.)]) |[ \t>]*\n")
_WRAPPED = 60
"""Characters. A line that is shorter was ended by its writer."""
_REACH = 320
_BLANK = re.compile(r"\n[ \t>]{0,8}\r?\n")
_PARAGRAPH = 700


class Cues:
    """Where the words stand. Linear in the text to build; each question costs a binary search."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        before = ""
        for match in _WORD.finditer(text):
            word = _SCANNED.get(match.group()) or match.group().lower()
            found = _CUES.get(f"{before}_{word}") if before in _PHRASES else None
            for cue in found or _CUES.get(word, ()):
                self._at[cue].append(match.start())
            before = word
        self._blanks = [match.end() for match in _BLANK.finditer(text)]
        self._ends = [match.end() for match in _END.finditer(text) if _is_end(text, match)]

    def any(self, cue: Cue, start: int, end: int) -> bool:
        """Whether a word of this kind begins in ``start:end``."""
        return stands(self._at[cue], start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence round ``start:end``, at most `_REACH` characters to either side."""
        return self._between(self._ends, start, end, _REACH)

    def paragraph(self, start: int, end: int) -> tuple[int, int]:
        """What stands between blank lines round ``start:end``, at most `_PARAGRAPH` characters to either side."""
        return self._between(self._blanks, start, end, _PARAGRAPH)

    def _between(self, ends: list[int], start: int, end: int, reach: int) -> tuple[int, int]:
        index = bisect_left(ends, start + 1)
        low = ends[index - 1] if index else 0
        index = bisect_left(ends, end)
        high = ends[index] if index < len(ends) else self._length
        return max(low, start - reach), min(high, end + reach)


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends there: not behind an abbreviation, nor where a long line is only wrapped."""
    at = match.start()
    if match.group() == "\n":
        short = at - text.rfind("\n", max(0, at - _WRAPPED - 1), at) - 1 < _WRAPPED if at else True
        return short or _ITEM.match(text, at + 1) is not None
    return _ABBREVIATION.search(text[max(0, at - 6) : at]) is None


def stands(places: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted places is in ``start:end``."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end
