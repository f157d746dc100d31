"""Text with nothing to protect that a second look could be fooled by, and the project's own prose and code."""

from __future__ import annotations

import base64
import hashlib
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 800
"""Characters, about: one chunk is one sample."""

NEAR_MISSES = (
    "Count with the class: one, two, three, four, five, six, seven, eight, nine, ten. Then count back from ten to one.",
    "Cuenten conmigo: uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce.",
    "Skip count by fives: five, ten, fifteen, twenty, twenty-five, thirty, thirty-five, forty, forty-five, fifty.",
    "The chant goes one two three four, one two three four, five six seven eight, and turn.",
    "Twenty-one students chose soccer, thirty-two chose art, and four or five chose neither of the two.",
    "Forecast: three hundred forty-seven seats by two thousand twenty-eight, up from two hundred ninety.",
    "Once upon a time two or three bears lived in one house; on the third day they met a fox and a hare.",
    "Place value: in 4,128,093 the 4 stands for four million, the 1 for one hundred thousand, the 2 for twenty thousand.",  # noqa: E501  one sample, one line
    "Scores: 85, 90, 78, 92, 88, 75, 95, 67, 81, 73 and 99 of 100; median 85, mean 83.9.",
    "Bus times: 7:05 7:12 7:19 7:26 7:33 7:40 | 8:05 8:12 8:19 8:26 8:33 8:40",
    "Temperatures by hour: 41 43 44 46 49 52 54 55 55 53 50 47 44 42 in Fahrenheit.",
    "Enrollment by grade\nK 412\n1 68\n2 1234\n3 398\n4 407\n5 415",
    "x,y,z\n412,68,1234\n411,69,1240\n409,71,1250\n",
    "| week | read | goal |\n|---|---|---|\n| 1 | 412 | 680 |\n| 2 | 455 | 690 |\n| 3 | 478 | 701 |",
    "Solve 3.14 * 2.72 - 1.41 + 0.58, then 12 / 4 + 9 * 2 = 21 and 8 - 3 * 2 = 2.",
    "The sequence 1 1 2 3 5 8 13 21 34 55 89 144 is named after Fibonacci; 2 3 5 7 11 13 17 19 23 are primes.",
    "Phone tree: press 1 for attendance, 2 for transportation, 3 for nutrition, 4 for the nurse, 0 for the office.",
    "Pi to many places: 3.14159265358979323846264338327950288419716939937510",
    "See RCW 28A.600.485, WAC 392-172A-01035, 34 CFR 99.31(a)(1) and 20 USC 1232g(b)(4).",
    "version 1.2.3.4, build 20261123.4, release v2.0.0-rc.1+exp.sha.5114f85 of the student portal",
    "Reverse the list, then read it backwards: [9, 8, 7, 6, 5, 4, 3, 2, 1] becomes [1, 2, 3, 4, 5, 6, 7, 8, 9].",
    "ROT13 is no encryption; explain to fifth graders how a Caesar cipher shifts every letter by the same number.",
    "Base64 turns three bytes into four letters; the padding is one or two equals signs. Show the class an example.",
    "Colors: #ff8800, #00aa44, #3431ff, rgb(52, 49, 50) and hsl(120, 60%, 70%).",
    "curl 'https://example.org/search?q=reading%20levels%20grade%203&sort=date%3Adesc&page=2' | jq '.items[] | .title'",
    "<p>Fish &amp; chips &mdash; 5&nbsp;&pound;, caf&eacute; na&iuml;ve &lt;b&gt;bold&lt;/b&gt; &copy; 2026 &#8212; done&#33;</p>",  # noqa: E501  one sample, one line
    "print('line one\\nline two\\tcolumn')  # C:\\new\\reports\\table.txt, \\u00e9 is an e with an accent",
    "\\alpha + \\beta = \\nu, \\tau \\rho \\nabla f(x) = \\frac{1}{2} \\sum_{i=1}^{n} x_i",
    "re.compile(r'^\\d{3}-\\d{2}-\\d{4}$'); pattern = '\\x41\\x42\\x43'; mask = 0x3f & 0x7e | 0x20",
    'uuid 3f2504e0-4f89-41d3-9a0c-0305e82c3301, etag "5d8c72a5edda8d6a", trace 4bf92f3577b34da6a3ce929d0e0e4736',
    "INTERDISCIPLINARY ACCOMMODATIONS AND RESPONSIBILITIES FOR EXTRACURRICULAR TRANSPORTATION COORDINATORS",
    "W E L C O M E  B A C K to a new school year! L E T ' S  R E A D and s p a c e  o u t our letters.",
    "Meet at noon dot on the dot at the office; look at example one and point at the map at the back.",
    "decorators such as @functools.cache, @pytest.fixture and @app.get('/health') at module.level.names",
    "SELECT grade, COUNT(*) FROM sis.enrollment WHERE year = 2026 GROUP BY grade HAVING COUNT(*) > 10 ORDER BY 1;",
    "Flight 5 l8 boards at gate B12, seats 5A 5B 5C, and the SB 5956 hearing is in room O12.",
    "Quoted: =E2=80=9Cwell done=E2=80=9D said the note, and x=10; y=20; z=30 in the worksheet.",
    "Emoji day: \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f and \u2764\ufe0f and 5\ufe0f\u20e3 minutes of quiet.",  # noqa: E501  one sample, one line
    "\u0421\u0442\u0430\u0440\u0448\u0430\u044f \u0433\u0440\u0443\u043f\u043f\u0430 \u0447\u0438\u0442\u0430\u0435\u0442 \u0441\u043a\u0430\u0437\u043a\u0438 \u043f\u043e \u0432\u0442\u043e\u0440\u043d\u0438\u043a\u0430\u043c \u0432 10:30.",  # noqa: E501  one sample, one line
)  # fmt: skip
"""Invented lines of school life, lessons, code and logs."""

FOLDERS = ("docs", "proxy", "config", "detectors", "bench")
ENDINGS = {".md", ".py", ".yaml", ".toml", ".html", ".css", ".js"}
EXPLAIN_DISGUISES = ("detectors/decoding/", "detectors/normalize/", "bench/disguises")
"""Their docstrings show values in disguise."""


def near_misses() -> list[str]:
    """The invented lines, and blobs: hashes, an image, random bytes in base64."""
    rng = random.Random(2026)
    digests = [hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest() for number in range(12)]
    image = base64.b64encode(b"\x89PNG\r\n\x1a\n" + rng.randbytes(6_000)).decode()
    log = "\n".join(f"{digest} {digest[:7]} update the schedule ({number})" for number, digest in enumerate(digests))
    return [
        *NEAR_MISSES,
        log,
        f"![chart](data:image/png;base64,{image})",
        base64.b64encode(rng.randbytes(3_000)).decode(),
    ]


def own_files(tree: Path) -> Iterator[str]:
    """The project's documents and code, in chunks cut at line ends."""
    for folder in FOLDERS:
        for path in sorted((tree / folder).rglob("*")):
            name = path.relative_to(tree).as_posix()
            if path.suffix in ENDINGS and "__pycache__" not in name and not name.startswith(EXPLAIN_DISGUISES):
                yield from chunks(path.read_text(encoding="utf-8"))


def chunks(text: str) -> Iterator[str]:
    """Pieces of `CHUNK` characters and a little more, cut at line ends."""
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if len(held) >= CHUNK:
            yield held
            held = ""
    if held:
        yield held
