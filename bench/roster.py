"""What a roster costs: import, files, start, memory of workers, time to look a text up; and what it finds by accident.

    .venv/bin/python bench/roster.py [--people 500000] [--json]

All people are invented: frequent given names of the lexicon, family names made of syllables beside some that are
English words. Three in five are students, the rest guardians. Times are of one core; memory is PSS (a shared page
counts in part in each process that maps it), of two processes forked after the roster was loaded, as workers are.
"""

from __future__ import annotations

import argparse
import csv
import functools
import gc
import json
import os
import random
import resource
import secrets
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detectors.names import lexicon
from detectors.normalize import fold
from detectors.ordinary_words import ORDINARY_WORDS
from detectors.roster.detector import RosterDetector
from detectors.roster.source import RosterSource
from proxy.rosters.oneroster import OneRoster
from proxy.rosters.package import Package
from proxy.rosters.problems import Problems
from proxy.rosters.store import RosterStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from detectors.finding import Finding

# fmt: off
SYLLABLES = ["an", "bel", "cor", "dan", "el", "far", "gon", "hal", "in", "jor", "kal", "len", "mar", "nor", "ol", "per",
             "qui", "ros", "sal", "tor", "ul", "van", "wes", "yor", "zan", "ez", "ova"]
ENDINGS = ["son", "man", "ez", "ski", "ley", "ton", "ham", "berg", "ova", "wicz", "ano", "etti", "quist", "ford"]
HEADER = ["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds",
          "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades",
          "password"]
# fmt: on
STUDENTS = 3
"""Of each five people."""
HYPHENATED = 0.15
WITH_MIDDLE_NAME = 0.5
SHORTEST_WORD = 4
PROSE = (
    "The team will look at the data again after the spring break and share a summary with families. ",
    "In math the class solved most of the items and explained two of them to a partner. ",
    "Please keep the tone warm, write at a sixth grade level and end with a question about the plan. ",
    "Summarise RCW 28A.600.485 for new staff; the grace period ends on August 31 and the hope is to finish early. ",
    "We use the same checklist in every building, and the office will print 40 copies by May. ",
)


def given_names() -> list[str]:
    """The frequent given names of the lexicon."""
    path = Path(lexicon.__file__).parent / "lexicons" / "given_names.txt"
    return path.read_text(encoding="utf-8").split()


def family_names(rng: random.Random) -> list[str]:
    """Sixty thousand family names, a few hundred of them English words."""
    made = {
        (rng.choice(SYLLABLES) + rng.choice(SYLLABLES) + rng.choice((*SYLLABLES, "")) + rng.choice(ENDINGS)).title()
        for _ in range(60_000)
    }
    return sorted(made) + sorted(word.title() for word in ORDINARY_WORDS if len(word) >= SHORTEST_WORD)


def write_export(folder: Path, people: int, rng: random.Random) -> list[tuple[str, str]]:
    """A OneRoster 1.1 export; returns some full names of students."""
    given = sorted(word.title() for word in given_names())
    weights = [1 / (rank + 10) for rank in range(len(given))]
    family = family_names(rng)
    first = rng.choices(rng.sample(given, len(given)), weights, k=people)
    middle = rng.choices(given, k=people)
    last = rng.choices(family, k=people)
    with (
        (folder / "users.csv").open("w", newline="") as users,
        (folder / "demographics.csv").open("w", newline="") as ages,
    ):
        rows, born = csv.writer(users), csv.writer(ages)
        rows.writerow(HEADER)
        born.writerow(("sourcedId", "status", "dateLastModified", "birthDate", "sex"))
        for number in range(people):
            student = number % 5 < STUDENTS
            surname = last[number] if rng.random() >= HYPHENATED else f"{last[number]}-{last[number - 1]}"
            login = f"{first[number][:1]}{last[number]}{number % 1000}".lower()
            cells = {
                "sourcedId": f"sid-{number:07d}",
                "enabledUser": "true",
                "role": "student" if student else "guardian",
                "username": login if student else "",
                "userIds": f"{{SIS:{2_000_000 + number}}}" if student else "",
                "givenName": first[number],
                "familyName": surname,
                "middleName": middle[number] if rng.random() < WITH_MIDDLE_NAME else "",
                "identifier": f"{4_000_000_000 + number * 7}" if student else "",
                "email": f"{login}@students.example" if student else f"{login}@mail.example",
            }
            rows.writerow([cells.get(name, "") for name in HEADER])
            if student:
                born.writerow((cells["sourcedId"], "", "", f"{2005 + number % 18}-0{1 + number % 9}-11", ""))
    return [(first[number], last[number]) for number in range(0, min(people, 20_000), 5)]


def text_with_names(rng: random.Random, names: list[tuple[str, str]], chars: int, every: int) -> str:
    """Prose in which about every so many characters a name of the roster stands; 0: none."""
    out = ""
    due = every
    while len(out) < chars:
        out += rng.choice(PROSE)
        if every and len(out) > due:
            given, family = rng.choice(names)
            out += rng.choice((f"{given} {family} was absent. ", f"{family}, {given} came late. "))
            due += every
    return out


def best(work: Callable[[], Any], times: int = 7) -> float:
    """Least seconds of this thread in several runs: other work on the machine does not count."""
    taken = []
    for _ in range(times):
        start = time.thread_time()
        work()
        taken.append(time.thread_time() - start)
    return min(taken)


def pss_kb() -> int:
    """Proportional memory of this process."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def worker_memory(work: Callable[[], Any], workers: int = 2) -> list[int]:
    """PSS in kB of forked processes, all alive, after each has done the work."""
    pipes = []
    for _ in range(workers):
        told, tell = os.pipe()
        wait, go = os.pipe()
        if os.fork() == 0:
            work()
            os.write(tell, b"d")
            os.read(wait, 1)
            os.write(tell, f"{pss_kb():012d}".encode())
            os.read(wait, 1)
            os._exit(0)
        pipes.append((told, go))
    for told, _ in pipes:
        os.read(told, 1)
    sizes = []
    for told, go in pipes:
        os.write(go, b"1")
        sizes.append(int(os.read(told, 12)))
    for _, go in pipes:
        os.write(go, b"2")
        os.wait()
    return sizes


def measure(people: int) -> dict[str, Any]:
    """All figures."""
    rng = random.Random(20261123)
    out: dict[str, Any] = {"people": people}
    key = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        names = write_export(folder, people, rng)
        out["export_mb"] = round(sum(each.stat().st_size for each in folder.glob("*.csv")) / 1e6, 1)
        store = RosterStore(folder / "store", key)
        start, cpu = time.perf_counter(), time.process_time()
        with store.locked(), Package(folder) as package:
            store.commit(store.prepare(OneRoster(package, Problems(), lambda *_: None).update(), "main", {}))
        out["import_s"] = round(time.perf_counter() - start, 1)
        out["import_cpu_s"] = round(time.process_time() - cpu, 1)
        out["import_peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
        out["table_mb"] = round(store.path.stat().st_size / 1e6, 1)
        out["ledger_mb"] = round((store.folder / "people-main.bin").stat().st_size / 1e6, 1)
        facts = store.facts()
        out |= dict(facts.counts) if facts else {}
        out["dense_lengths"] = list(facts.dense) if facts else []
        write_delta(folder, people)
        start = time.process_time()
        with store.locked(), Package(folder / "delta") as package:
            store.commit(store.prepare(OneRoster(package, Problems(), lambda *_: None).update(), "main", {}))
        out["delta_of_1000_cpu_s"] = round(time.process_time() - start, 1)
        out |= matching(rng, names, RosterSource(str(store.path), key))
    return out


def write_delta(folder: Path, people: int) -> None:
    """A delta that takes out every so many, a thousand in all."""
    (folder / "delta").mkdir()
    (folder / "delta" / "manifest.csv").write_text("propertyName,value\noneroster.version,1.1\nfile.users,delta\n")
    with (folder / "delta" / "users.csv").open("w", newline="") as users:
        rows = csv.DictWriter(users, HEADER)
        rows.writeheader()
        for number in range(1, people, max(1, people // 1000)):
            rows.writerow({"sourcedId": f"sid-{number:07d}", "status": "tobedeleted", "role": "student"})


def matching(rng: random.Random, names: list[tuple[str, str]], source: RosterSource) -> dict[str, Any]:
    """Start, memory, speed, accidents."""
    out: dict[str, Any] = {}
    gc.collect()
    gc.freeze()
    before = worker_memory(lambda: None)
    detector = RosterDetector(source)
    start = time.thread_time()
    detector.load()
    out["load_cpu_ms"] = round((time.thread_time() - start) * 1e3, 1)
    texts = {
        "no_name": text_with_names(rng, names, 10_000, 0),
        "name_per_500": text_with_names(rng, names, 10_000, 500),
        "only_names": "\n".join(f"{family}, {given}" for given, family in names[:600]),
        "prompt_185_chars": text_with_names(rng, names, 185, 100)[:185],
    }
    gc.freeze()

    def look(text: str) -> list[Finding]:
        return list(detector.find(fold(text).text))

    after = worker_memory(lambda: [look(text) for text in texts.values()])
    out["pss_per_worker_mb"] = round((sum(after) - sum(before)) / len(after) / 1e3, 1)
    for name, text in texts.items():
        out[f"us_per_1000_chars_{name}"] = round(best(functools.partial(look, text)) / len(text) * 1e9)
    out["found_of_600"] = sum(
        any(finding.entity.endswith("NAME") for finding in look(f"We saw {given} {family} today."))
        for given, family in names[:600]
    )
    plain = text_with_names(rng, names, 200_000, 0)
    out["accidents_in_200000_chars"] = len(look(plain))
    return out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.people)
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<36} {value}")


if __name__ == "__main__":
    main()
