"""Text that a zygote scans before it forks. Data, invented.

Matchers build their tables while they run (re2 its automata, spaCy its vocabulary). What is built before the fork is
shared by all workers, and the first prompt of the day is not slower than the second. So this text touches what
prompts touch: prose, labels, identifiers, a table, a mail, JSON, notes.
"""

from __future__ import annotations

SELF_TEST = "Her student Maria Delgado has the SSN 536-90-4399 and writes from maria.delgado@kestrelmail.org."
"""A worker that finds nothing in this sentence must not be trusted to find anything anywhere."""

WARM_UP = (
    SELF_TEST
    + """

Please rewrite this in plain words: Tomas (DOB 3/14/2016, born March 14, 2016, age 9, grade 3) lives at
1423 Maple Street, Apt 4, Renton, WA 98055. His mother, Mrs. Elena Ruiz-Okafor, called 253-555-2947 on 10/12/2026.
SSID: 4812093377, student # 304981, lunch PIN 48213, MRN 00482913, ProviderOne 123456789WA, case no. 26-1-04821-7.

From: "Dana Whitfield" <dana.whitfield@kestrelmail.org>
Sent: Monday, October 12, 2026 8:42 AM
To: Ms. Imani Brooks; Cc: Dr. Lee
Subject: RE: IEP meeting for J. Okafor

Name,Student ID,DOB,Phone,Grade
"Okafor, Jamal",4812093378,2015-09-02,(253) 555-2948,4
"Nguyen, Linh",4812093379,2016-01-30,(253) 555-2949,3
| Name | ID | Date |
|---|---|---|
| Ana Sol | 304982 | 9/1/2026 |

{"student": {"first_name": "Linh", "last_name": "Nguyen", "ssn": "536-90-4398", "email": "linh@kestrelmail.org"}}
User: mdelgado  password: Winter-Heron-42!  api_key = "sk-abcdefghijklmnopqrstuvwxyz0123456789"
https://www.kestrelmail.org/profile/mdelgado?id=304981 from 73.19.44.8, MAC 3C:5A:B4:01:22:9F
Card 4111 1111 1111 1111 exp 04/29, IBAN GB82WEST12345698765432, routing 125000024, account 000482913
VIN 1M8GDM9AXKP042788, plate BXK4721, licence WDLBXKR472P9, passport C03005988, A-number A123456789, NPI 1234567893
MBI 1EG4-TE5-MK73, DEA AB1234563, IMEI 490154203237518, ITIN 912-70-1234, NDC 50242-040-62, policy no. XH482913
08:42 Jamesha W. BG 71, juice; dad Terrence texted. 12:15 KOA FUIMAONO inhaler. mi hijo se llama Luis Hernandez.
Her brother Kai, Coach Daniels and Principal O'Neill agree: "Maria's plan is fine" - see WAC 392-172A-03110, room 12.
"""
)
"""A bit of everything, about 2,000 characters."""
