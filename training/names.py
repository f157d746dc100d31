"""Names sampled evenly over origin groups. A surname belongs to training or to judging, never to both.

Sources: own lists (lists/names.txt), the Census surname shares and Social Security given names of the data folder,
Faker's locales (MIT). `half` is the Census file's rule for all of them: a surname whose CRC-32 is odd is for judging.
"""

from __future__ import annotations

import random
import zlib
from functools import lru_cache
from pathlib import Path

from faker import Faker

LISTS = Path(__file__).parent / "lists"
_LOCALES = {
    "british": ("en_GB", "en_IE", "en_AU"),
    "french": ("fr_FR", "fr_CA", "fr_BE"),
    "german": ("de_DE", "de_AT", "nl_NL"),
    "italian": ("it_IT",),
    "nordic": ("sv_SE", "no_NO", "da_DK", "fi_FI"),
    "east_european": ("pl_PL", "cs_CZ", "ro_RO", "hu_HU", "hr_HR", "sk_SK", "sl_SI", "lt_LT"),
    "hispanic": ("es_MX", "es_CO", "es_ES", "pt_BR"),
    "indian": ("en_IN",),
    "muslim": ("en_PK", "tr_TR", "az_AZ", "uz_UZ"),
    "african": ("en_NG", "yo_NG", "ig_NG", "ha_NG", "sw", "zu_ZA", "tw_GH", "en_KE"),
    "southeast_asian": ("vi_VN", "en_TH", "id_ID"),
}
_SCRIPTS = {
    "XRU": "ru_RU", "XUK": "uk_UA", "XZH": "zh_CN", "XKO": "ko_KR", "XAR": "ar_SA", "XFA": "fa_IR", "XHI": "hi_IN",
    "XJA": "ja_JP", "XHE": "he_IL", "XEL": "el_GR", "XTH": "th_TH", "XTA": "ta_IN", "XBN": "bn_BD", "XGU": "gu_IN",
    "XHY": "hy_AM", "XKA": "ka_GE", "XNE": "ne_NP",
}  # fmt: skip
_ETHIOPIC = [
    "አበበ",
    "በቀለ",
    "ሰላም",
    "ተስፋዬ",
    "ዳዊት",
    "ሙሉ",
    "ገነት",
    "ሃይሌ",
    "ወርቁ",
    "ከበደ",
    "ሣራ",
    "ዮሐንስ",
    "አስቴር",
    "ታደሰ",
    "ፍቅሩ",
    "ሂሩት",
    "ማርታ",
    "ሳሙኤል",
]
DRAWS = 700
AUDIT, TRAIN = "audit", "train"


def half_of(surname: str) -> str:
    """The half a surname belongs to."""
    return AUDIT if zlib.crc32(surname.upper().encode()) % 2 else TRAIN


class Names:
    """Pools of given names and of surnames by group and half."""

    def __init__(self, data: Path, seed: int = 7) -> None:
        self.given: dict[str, list[str]] = {}
        family: dict[str, set[str]] = {}
        for line in (LISTS / "names.txt").read_text(encoding="utf-8").splitlines():
            if line and line[0] != "#":
                group, part, names = line.split("|")
                if part == "given":
                    self.given.setdefault(group, []).extend(names.split())
                else:
                    family.setdefault(group, set()).update(
                        n.replace("-", " ") if n.count("-") > 1 else n for n in names.split()
                    )
        self._add_locales(family, seed)
        self._add_census(data, family)
        self._add_social_security(data)
        self.family = {
            half: {group: sorted(n for n in names if half_of(n) == half) for group, names in family.items()}
            for half in (TRAIN, AUDIT)
        }
        self.given = {group: sorted(set(names)) for group, names in self.given.items()}
        self.groups = sorted(family)
        self.scripts = {slot: _script_names(locale, seed) for slot, locale in _SCRIPTS.items()}
        rng = random.Random(seed)
        self.scripts["XAM"] = [" ".join(rng.sample(_ETHIOPIC, 2)) for _ in range(80)]

    def _add_locales(self, family: dict[str, set[str]], seed: int) -> None:
        for group, locales in _LOCALES.items():
            for locale in locales:
                Faker.seed(seed)
                fake = Faker(locale)
                self.given.setdefault(group, []).extend({fake.first_name() for _ in range(DRAWS)})
                family.setdefault(group, set()).update(fake.last_name() for _ in range(DRAWS))

    def _add_census(self, data: Path, family: dict[str, set[str]]) -> None:
        """The 600 most frequent surnames of each Census group with a share above 60 %."""
        columns = {"british": 2, "black_american": 3, "asian_american": 4, "native_american": 5, "hispanic": 7}
        taken = dict.fromkeys(columns, 0)
        for line in (data / "lists/census_2010_surnames.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split("\t")
            for group, column in columns.items():
                if fields[column] and float(fields[column]) > 60 and taken[group] < 600:
                    taken[group] += 1
                    family.setdefault(group, set()).add(fields[0].capitalize())

    def _add_social_security(self, data: Path) -> None:
        rows = (data / "lists/ssa_given_names.tsv").read_text(encoding="utf-8").splitlines()[1:]
        names = [row.split("\t")[0] for row in rows]
        rng = random.Random(3)
        common = names[:2500]
        for group in ("british", "black_american", "asian_american", "native_american", "jewish", "american"):
            self.given.setdefault(group, []).extend(rng.sample(common, 400))
        self.given["american"] += rng.sample(names[2500:], 3000)

    def pick(self, rng: random.Random, half: str) -> tuple[str, str, str]:
        """Group, given name and surname; in one draw of six the two are of different groups."""
        group = rng.choice(self.groups)
        surname = rng.choice(self.family[half][group])
        source = (
            group
            if rng.random() > 0.16 and group in self.given
            else rng.choice(["american", "british", "nicknames", *self.groups])
        )
        pool = self.given.get(source) or self.given["american"]
        return group, rng.choice(pool), surname


def _script_names(locale: str, seed: int) -> list[str]:
    """Given name and surname in the locale's script; in Chinese, Japanese and Korean the surname first, unspaced."""
    Faker.seed(seed)
    fake = Faker(locale)
    east = locale in {"zh_CN", "ja_JP", "ko_KR"}
    out = set()
    for number in range(400):
        given, surname = fake.first_name(), fake.last_name()
        if east:
            out.add(surname + (" " if locale == "ja_JP" and number % 2 else "") + given)
        else:
            out.add(given if number % 5 == 0 else f"{given} {surname}")
    return sorted(out)


@lru_cache(maxsize=1)
def names(data: str) -> Names:
    """The pools, built once."""
    return Names(Path(data))


def full(rng: random.Random, given: str, surname: str, group: str) -> str:
    """One way to write a full name."""
    draw = rng.random()
    if draw < 0.62:
        return f"{given} {surname}"
    if draw < 0.70:
        return f"{given} {rng.choice('ABCDEFGHJKLMNOPRSTVWYZ')}. {surname}"
    if draw < 0.76:
        return f"{given} {_double(rng, surname, group)}"
    if draw < 0.80:
        return f"{given[0]}. {surname}"
    if draw < 0.83:
        return f"{given} {surname[0]}."
    if draw < 0.86:
        return f"{given} {rng.choice(['Mae', 'Lee', 'Ann', 'Ray', 'Jo', 'Marie', 'James', 'Luz', 'Ali', 'Rose'])} {surname}"
    if draw < 0.89:
        return f"{given} {surname} {rng.choice(['Jr.', 'Sr.', 'III', 'II', 'Jr'])}"
    if draw < 0.93 and group in {"chinese_korean", "southeast_asian", "japanese", "east_european"}:
        return f"{surname} {given}"
    if draw < 0.95:
        return f"{given} {_particle(rng, group)}{surname}"
    if draw < 0.97:
        return f"{surname}, {given}"
    return given


def _double(rng: random.Random, surname: str, group: str) -> str:
    other = rng.choice(
        [
            "Garcia",
            "Smith",
            "Lopez",
            "Johnson",
            "Cruz",
            "Reed",
            "Kaya",
            "Ortiz",
            "Lee",
            "Brown",
            surname[::-1].capitalize(),
        ]
    )
    between = rng.choice([" ", " y ", "-", " de "]) if group == "hispanic" else "-"
    return f"{surname}{between}{other}"


def _particle(rng: random.Random, group: str) -> str:
    by_group = {
        "hispanic": ["de la ", "de ", "del ", "de los "],
        "muslim": ["bin ", "Al-", "al-", "El-", "Abu "],
        "german": ["von ", "van der ", "van "],
        "french": ["de ", "Le", "D'", "de la "],
        "italian": ["Di ", "Della ", "D'"],
        "jewish": ["Ben-", "ben ", "Bar-"],
        "british": ["O'", "Mc", "Mac", "St. "],
    }
    return rng.choice(by_group.get(group, ["", "O'", "St. ", "De"]))
