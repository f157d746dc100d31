"""Truth table of dates: records of one person, and the calendar of a school. All of it is invented."""

from __future__ import annotations

from typing import Final

NAMES: Final = (
    "Nadia Velk",
    "Ruth Velk",
    "Oren Talbard",
    "Marta Quillen",
    "Tobias Velk",
    "Dana Orlick",
    "Berit Sollins",
    "Berit",
    "Jarek Sollins",
    "Jarek",
    "jarek sollins",
    "Odell Frane",
    "Lena Brask",
    "Lena",
    "Kyle Dennehy",
    "Rhea Olan",
    "Pavel Orsk",
    "Milo Hanlon",
    "Milo",
    "Greta Hanlon",
    "Ito",
    "Bell",
    "Lund",
    "Jorge Amador",
    "Amador",
    "Orlick",
    "Carla Dupree",
    "Tess Marlow",
    "Reyes",
    "Lena Hart",
    "Dan Ruiz",
    "Vance",
    "Ray Pell",
    "Pat Dole",
    "Ames",
    "Tom Reed",
    "Ana Bly",
    "Ana",
    "Sam",
    "Judy Heumann",
    "Rosa Parks",
    "Frida Kahlo",
    "Anna Freud",
)
"""What the name model would find."""

RECORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        ("Student: Nadia Velk (SSID 4812093377)\nSpeech services were given on 10/1 and 10/8. Minutes owed: 30."),
        ("10/1", "10/8"),
    ),
    (
        (
            "INCIDENT REPORT\n1. Student: Nadia Velk, 3rd grade, student # 61-30744\n"
            "2. When: Oct. 7, 2026, 9:10 to 9:14\n3. Staff: Pia Lund (para), Cy Quist (witness)"
        ),
        ("Oct. 7, 2026",),
    ),
    ("Student: Nadia Velk\nDay: October 7\nWhat happened: she fell", ("October 7",)),
    (
        "For Nadia Velk we lose the evaluation (asked on March 9, the report is from May 2; see WAC 392-172A-03015).",
        ("March 9", "May 2"),
    ),
    (
        "The team (9 Oct, room 4) finds Nadia Velk qualifies for Other Health Impairment under WAC 392-172A-01035.",
        ("9 Oct",),
    ),
    ("Tues 10/7/26, 9:10, cafeteria. Student: Nadia Velk (ID 304981). The band concert poster was torn.", ("10/7/26",)),
    (
        "who | gr | notes\n--- | --- | ---\nNadia Velk | 1 | IEP due 10-7 |\nOren Talbard | 2 | out until 12-4",
        ("10-7", "12-4"),
    ),
    ("Student\tDue\nNadia Velk\t10-7\n", ("10-7",)),
    ("Mi hija firmó el permiso de Nadia Velk el 9/oct y volvió el 10/marzo.", ("9/oct", "10/marzo")),
    (
        "My student Nadia Velk was evaluated 7-Oct and exited 12/Nov/2026; mom signed Nov-14.",
        ("7-Oct", "12/Nov/2026", "Nov-14"),
    ),
    ("Nadia Velk faltó el veintidós de enero y el tres de mayo por fiebre.", ("veintidós de enero", "tres de mayo")),
    ("so Nadia Velk had a bruise I called the intake line on october the seventh and spoke", ("october the seventh",)),
    ("Nadia Velk had a seizure on the thirteenth in the morning", ("the thirteenth",)),
    (
        "um Nadia Velk fell on the twelfth around noon and her mom came on the fourteenth we called",
        ("the twelfth", "the fourteenth"),
    ),
    ("her IEP meeting for Nadia Velk is twentyfour november can you move it", ("twentyfour november",)),
    (
        "his IEP meeting is on november twenty four, the eval of Nadia Velk was october thirteen",
        ("november twenty four", "october thirteen"),
    ),
    ("My student Nadia Velk was suspended Oct 7th-9th.", ("Oct 7th-9th",)),
    ("Nadia Velk: seizure 0910 on 7OCT26, nurse called", ("7OCT26",)),
    ('kid = Student("Nadia Velk", dob="1/2/2015", exit_date=date(2026, 10, 3))', ("2026, 10, 3",)),
    ("Student: Nadia Velk. 11월 20일 3시에 상담.", ("11월 20일",)),
    ("学生 Student: Nadia Velk 于10月7日缺课", ("10月7日",)),
    ("Student: Nadia Velk, отсутствовал 7 октября и 8 ноября 2026", ("7 октября", "8 ноября 2026")),
    ("Student: Nadia Velk, họp ngày 20 tháng 11 năm 2026", ("ngày 20 tháng 11 năm 2026",)),
    ("The board heard Nadia Velk's mom on her October 7 IEP meeting and the suspension.", ("October 7",)),
    ("Service log for Nadia Velk. OT seen 10/1, 10/8. Make-up session 10/15.", ("10/1", "10/8", "10/15")),
    (("Oren Talbard is on leave for his back surgery. Expected return 12/7. HR has the note."), ("12/7",)),
    (
        (
            "Personnel note: Marta Quillen, para at Lower Fork, passed her background check. "
            "Starts 11/30/2026 at step 3."
        ),
        ("11/30/2026",),
    ),
    (
        (
            "My student Nadia Velk has a 504 plan. Her mother reported at the October 30 meeting "
            "that the medication changed."
        ),
        ("October 30",),
    ),
    (
        (
            "My daughter Nadia Velk needs a make-up test. She was sick last week. I can test "
            "11/17 or bring her the day after.\nThanks, Ruth Velk"
        ),
        ("11/17",),
    ),
    (
        ("Hi, this is Ruth Velk. On September 14 my daughter Nadia fell from the swing and nobody called me."),
        ("September 14",),
    ),
    (
        ("La mamá de Nadia Velk pidió la reunión. Quiere venir el 3 de noviembre con un intérprete."),
        ("3 de noviembre",),
    ),
    ("Mi hijo Tobías Velk no fue a clases el 3 de noviembre porque tenía fiebre.", ("3 de noviembre",)),
    (
        ("Student: Nadia Velk, DOB 3/14/2016. MMR 4/2/2017, DTaP 6/9/2016, Varicella 4/20/2017."),
        ("4/2/2017", "6/9/2016", "4/20/2017"),
    ),
    (
        (
            "Immunization record of Nadia Velk\nMMR: 4/2/2017\nDTaP: 6/9/2016, "
            "8/11/2016\nVaricella: 4/20/2017\nHep B: 3/15/2016"
        ),
        ("4/2/2017", "6/9/2016", "8/11/2016", "4/20/2017", "3/15/2016"),
    ),
    (
        (
            "Nadia Velk is in grade 4 and has an IEP. She reads slowly. The team looked at her "
            "data. We agreed to try again on 11/18."
        ),
        ("11/18",),
    ),
    (("Nadia Velk has seizures. The plan was signed. Rescue medication was last used 10/22/2026."), ("10/22/2026",)),
    (
        ("Student: Nadia Velk\n\nNotes\n10/3 parent called, no answer\n10/7 left voicemail\n10/9 - home visit done"),
        ("10/3", "10/7", "10/9"),
    ),
    (
        ("Please summarise for Nadia Velk's file: 9/22 refused work, 9/29 left the room, 10/6 good day."),
        ("9/22", "9/29", "10/6"),
    ),
    ("Patient Olin March. BP was high. Follow-up 12/1. Lab on November 20.", ("12/1", "November 20")),
    (
        ("Nadia Velk moved from Idaho. Records came September 30. Placement meeting Tuesday, October 6 at 2:15 pm."),
        ("September 30", "October 6"),
    ),
    ("Student Nadia Velk. Behavior: threw a chair. BIP review 11/4, data through 10/30.", ("11/4", "10/30")),
    ("Write a letter to Ruth Velk, guardian of Nadia Velk. We need consent by 11/20/2026.", ("11/20/2026",)),
    (
        ("Caso de la alumna Nadia Velk. Evaluación inicial: 12 de octubre. Próxima cita el 20 de noviembre."),
        ("12 de octubre", "20 de noviembre"),
    ),
    ("Nadia Velk: ACCESS testing done. Parent notice was mailed 10-14-2026.", ("10-14-2026",)),
    (
        ("My son is Tobias Velk in Room 4. He had a bad day. Could we talk about it on Thursday, November 12?"),
        ("November 12",),
    ),
    (
        ("Our para Dana Orlick was written up. The first warning was 9/18/2026; the second is dated 10/16/2026."),
        ("9/18/2026", "10/16/2026"),
    ),
    ("Dana Orlick resigned. Last day 12/18/2026. Final pay goes out with the next run.", ("12/18/2026",)),
    (
        ("Foster placement for Nadia Velk changed. CPS intake was taken October 2. New caseworker as of 10/5/2026."),
        ("October 2", "10/5/2026"),
    ),
    ("student Nadia Velk, McKinney-Vento since 9/9/26, bus starts 9/14", ("9/9/26", "9/14")),
    ("Nadia Velk missed school again.\nAbsences: 9/8, 9/15, 9/16, 10/2", ("9/8", "9/15", "9/16", "10/2")),
    (
        ("Guardian: Ruth Velk\nChild: Nadia Velk\nThe hearing screening from 10/19 shows a loss in the left ear."),
        ("10/19",),
    ),
    ("Nadia Velk (SSID 4812093377) exited EL on June 5, 2026.", ("June 5, 2026",)),
    (
        (
            "Restraint report. Student: Nadia Velk. Staff held the student for two minutes at "
            "10:40. Parent told 11/3/2026."
        ),
        ("11/3/2026",),
    ),
    (
        ("Nadia Velk threatened another child. Safety plan starts 11/9. Check-in every Friday until December 18."),
        ("11/9", "December 18"),
    ),
    (
        (
            "Hi team, quick update on Jarek Sollins (gr 3). His mom came in. She wants the FBA "
            "done before 12/4. I told her we'd have a draft by November 24."
        ),
        ("12/4", "November 24"),
    ),
    (
        ("jarek sollins - 10/12 hit peer, 10/14 ran from class, 10/19 calm all day. write this as a summary for mom"),
        ("10/12", "10/14", "10/19"),
    ),
    (
        (
            "From: Berit Sollins\nTo: office\n\nGood morning,\n\nI need to pick up Jarek early. His "
            "dentist is at 1:30 on 11/19. He will be back on 11/20.\n\nBerit"
        ),
        ("11/19", "11/20"),
    ),
    (
        (
            "Employee: Odell Frane\nPosition: custodian\nHired 8/14/2019. Probation ended "
            "2/14/2020. Written reprimand 10/2/2026."
        ),
        ("8/14/2019", "2/14/2020", "10/2/2026"),
    ),
    (
        (
            "The nurse wrote: Jarek Sollins, asthma. Inhaler expires 3/2027. Last attack 9/30. "
            "Doctor's order dated 8/21/2026."
        ),
        ("9/30", "8/21/2026"),
    ),
    (
        (
            "Student: Lena Brask (ID 304981). Draft the PWN. The team met October 22, 2026. "
            "Services change on November 9, 2026. Parent has until November 19 to respond."
        ),
        ("October 22, 2026", "November 9, 2026", "November 19"),
    ),
    (
        ("Lena Brask's attendance: 14 absences. BECCA petition filed 10/27/2026. Next court date 12/3/2026."),
        ("10/27/2026", "12/3/2026"),
    ),
    (
        (
            "Counselor note. Lena Brask said she wants to hurt herself. I called the crisis line "
            "and her dad. Re-entry meeting on Monday, November 16 at 8:00."
        ),
        ("November 16",),
    ),
    (
        (
            "I had a meeting with the parent of Lena Brask.\n\nShe said the dog died.\n\nOn October "
            "26 Lena slept through class."
        ),
        ("October 26",),
    ),
    (
        (
            "Can you rewrite this? 'Kyle Dennehy began ABA on 9/14/2026. He made gains. "
            "Re-evaluation is set for 9/13/2029.'"
        ),
        ("9/14/2026", "9/13/2029"),
    ),
    (
        (
            "Teacher Rhea Olan was placed on administrative leave. The investigation opened "
            "10/5/2026, interviews were 10/12 and 10/13, and the Loudermill is 11/17."
        ),
        ("10/5/2026", "10/12", "10/13", "11/17"),
    ),
    (
        ("Name: Pavel Orsk\nVaricella 1st dose 5/2/2018\nVaricella 2nd dose 5/9/2021\nPolio 7/1/2017"),
        ("5/2/2018", "5/9/2021", "7/1/2017"),
    ),
    (
        ("For the file of Pavel Orsk: prior IEP 11/20/2025, evaluation 11/22/2024, consent 10/30/2024."),
        ("11/20/2025", "11/22/2024", "10/30/2024"),
    ),
    (
        ("Our son Milo got the letter yesterday. We can come on December 2 or 3. Best, Greta Hanlon (253) 555-0142"),
        ("December 2",),
    ),
    ("Milo Hanlon, grade 7. Suspended 3 days, return 11/23. Homework packet ready 11/18.", ("11/23", "11/18")),
    ("Parent Greta Hanlon emailed on 11/2, 11/4 and 11/9. No one answered.", ("11/2", "11/4", "11/9")),
    (
        ("Section 504 for Milo Hanlon: diabetes. New pump since 10/11/26. Field notes from 10/30."),
        ("10/11/26", "10/30"),
    ),
)
"""Text, and the dates in it that are somebody's."""

CALENDAR: Final[tuple[str, ...]] = (
    "Ms. Ito will host the book fair on 11/12.",
    "Ms. Ito and Mr. Bell run the science fair on March 4 in the gym.",
    "Dr. Lund opens the board meeting on 11/18/2026 at 6 pm.",
    "The school year starts on September 2, 2026 and ends on June 17, 2027.",
    "Winter break runs from December 21 to January 1.",
    "Policy 3241 was adopted by the board on May 4, 2021 and revised 6/2/2024.",
    "Registration opens on March 1 for all families.",
    "Contact Principal Jorge Amador about the open house on October 8.",
    "Ms. Ito teaches the training for new staff on 8/25.",
    "Mr. Bell presents the budget on July 9, 2026.",
    "The fiscal year closes on August 31, 2026.",
    "No school on November 11 (Veterans Day).",
    "Early release on 10/14 for conferences; all families welcome.",
    "State testing window: April 12 to May 28, 2027.",
    "Kindergarten round-up is on 4/15, said Ms. Orlick.",
    "The spring concert on May 20 is led by Ms. Vance.",
    "Chromebooks must be back by June 10.",
    "Applications are due by March 15, 2027.",
    "Superintendent Carla Dupree will speak at the assembly on September 1.",
    "The picture day is on 9/24 and the retake day is on 10/22.",
    "Ms. Ito coaches volleyball; the season starts on 8/31.",
    "Vendor contract with Brightline ends on 6/30/2027.",
    "The staff meeting on 11/3 is in the library; Mr. Bell brings snacks.",
    "Librarian Tess Marlow runs the book fair from 11/9 to 11/13.",
    "Professional development day is on October 9.",
    "Bus routes change on 9/14 for all students.",
    "The version of 10/2/2026 fixes the importer.",
    "WAC 392-172A was amended on March 14, 2016.",
    "The newsletter goes out on 11/6; Ms. Reyes writes it.",
    "PTA president Lena Hart hosts the auction on 2/20.",
    "Draft a flyer for family math night on December 3.",
    "Coach Dan Ruiz: tryouts start on 11/16.",
    "Lunch menu for 11/2 to 11/6: pizza, soup.",
    "Grades close on January 29; report cards mail on February 5.",
    "The election is on November 3, 2026.",
    "Ms. Ito is on the agenda for the curriculum night on 9/17.",
    "Deadline for the grant is on 12/15, ask Mr. Bell.",
    "The music teacher Ms. Vance plans the winter festival on 12/17.",
    "Fire drill on 10/20, lockdown drill on 11/10.",
    "Parent-teacher conferences are on November 23 and 24 for all grades.",
    "The water will be shut off on 11/27, says custodian Ray Pell.",
    "Mr. Bell will be the substitute coordinator from 9/1.",
    "Levy vote on February 9, 2027.",
    "School photos by Brent Studios on October 1.",
    "Spelling bee on 1/22 with Ms. Orlick as judge.",
    "Semester two begins on February 1.",
    "The webinar by Dr. Lund is on 10/27.",
    "Enrollment count day is on 10/1.",
    "The quarter ends on 11/6.",
    "WIDA ACCESS window opens on February 1.",
    "The flu clinic for staff is on 10/15, sign up with Nurse Pat Dole.",
    "Summer school is from July 6 to July 31.",
    "Ms. Ito ordered the supplies on 9/3.",
    "Please thank Mr. Bell for the field trip on 10/29.",
    "The food drive ends on 11/20.",
    "The fall play opens on 11/13, directed by Mr. Ames.",
    "Martin Luther King Jr. Day is on January 18.",
    "Senior graduation is on June 12.",
    "Student: Nadia Velk. The concert is on May 20.",
    "Nadia Velk is my student. The school year ends on June 17, 2027.",
    "My daughter is Nadia Velk. When is winter break, from December 21?",
    "Nadia Velk has a 504 plan. The policy was revised on 6/2/2024.",
    "Student Nadia Velk asked about the science fair on March 4.",
    "Nadia Velk scored 3/4 on the quiz and 7/10 on fractions.",
    "Ruth Velk (mother of Nadia Velk) volunteers at the book fair on 11/12.",
    "Milo Hanlon is in my class. Our class play opens on 11/13 in the gym.",
    "Reminder for staff: evaluations are due by May 15 under RCW 28A.405.100.",
    "Plan the unit on the Civil War: Lincoln was shot on April 14, 1865.",
    "Rosa Parks refused to give up her seat on December 1, 1955.",
    "Thank the board. Mention exhibit B and the October 7 meeting. Nadia Velk",
    "> On Wed, Nov 4, 2026 at 3:15 PM Tess Marlow wrote:\n> Thanks.",
    "Nadia Velk works on 9-12, and Oren Talbard is on 6-8.",
    "Nadia Velk scored 10-7; due in 5-7 business days, pages 10-12.",
    "In october ten students of Nadia Velk sang, twenty march ants.",
    "The council minutes: Ray Pell spoke, then the March 3 workshop was set.",
    "She was arrested on March 2, 1955 in Selma, wrote Lena Hart; compare.",
    "Tess Marlow reads: it was signed on July 4, 1776 by them.",
    "WAC 392-172A was adopted on June 30, 2007, says Ray Pell.",
    "march the second graders to the gym with Nadia Velk. may the first one win",
    "Nadia Velk sits on the third floor and reads grades 9-12 books, pages 10-12.",
    "Who was Judy Heumann? She was born on December 18, 1947 in Philadelphia.",
    ("Write a biography of Frida Kahlo for grade 4: she was hit by a bus on September 17, 1925."),
    "On November 3, 1992 the voters elected a new board.",
    "The parents' association meets on 11/9 at 6 pm.",
    "All IEP teams must finish progress reports by November 20.",
    "Child count is on November 2. Case managers check their lists by October 30.",
    "Students return on January 4 after the break.",
    "Dear families, school starts on September 2.",
    "Dear parents, your child will bring home a report card on February 5.",
    "Your student needs a coat for the field trip on 10/29.",
    "Make a pacing guide: unit 1 ends 10/9, unit 2 ends 11/20, test on 12/4.",
    "Invoice 48812 from Brightline dated 10/2/2026 is due 11/1/2026.",
    "Meeting notes 11/3/2026: discussed copier lease, parking, keys.",
    "The IEP meeting template was updated on 8/3/2026.",
    "Ms. Reyes, could you order 30 books by 11/20?",
    "Principal Amador will be out on 11/19; call Mr. Bell.",
    "The audit of 9/30/2026 found no problem.",
    "Deploy of 2026-11-02 failed; rollback by Sam.",
    "Interviews for the para posting are on 11/17 and 11/18.",
    "The training by Tess Marlow on 504 plans is on 12/8.",
    "Anna Freud died on October 9, 1982.",
    "Bring Your Child to Work Day is on April 22.",
    "Please write a sub plan for 11/19: math page 40, reading groups, recess.",
    "Nadia's team practices; the district tournament is on 2/13.",
    "Hi Ana, the OSPI report is due 11/15. Thanks, Tom Reed",
    "Tom Reed will send the CEDARS file on 11/15.",
    "Hi Tom, can we meet 11/17 at 3? Best, Ana Bly",
)
"""Texts with dates of nobody."""
