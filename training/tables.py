"""Tables, JSON, YAML and SQL with people in one column and things in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import Passage
from training.lists import values
from training.names import full
from training.people import EVERYTHING
from training.places import address, city, org
from training.things import THINGS, date, email

if TYPE_CHECKING:
    from training.people import Filler


def structured(filler: Filler) -> Passage:
    """A CSV, a table, JSON or key: value lines with people in one column and things in the others."""
    rng = filler.rng
    style = rng.choice(["csv", "csv", "tsv", "pipe", "json", "yaml", "sql"])
    columns = rng.choice([["LAST", "FIRST", "GRADE"], ["NAME", "ID", "GRADE"], ["NAME", "SCHOOL", "TEACHER"], ["TASK", "OWNER", "DUE"],
                          ["SITE", "COUNT", "CITY"], ["BOOK", "AUTHOR", "LEVEL"], ["NAME", "ADDRESS", "PHONE"], ["PRODUCT", "VENDOR", "COST"],
                          ["CHILD", "PARENT", "LANGUAGE"], ["UNIT", "TOPIC", "WEEK"], ["FIRST", "LAST", "EMAIL"], ["NAMELF", "GRADE", "NOTE"]])  # fmt: skip
    rows = [[_cell(filler, name) for name in columns] for _ in range(rng.randint(2, 5))]
    heads = {
        "LAST": "Last Name",
        "FIRST": "First Name",
        "NAMELF": "Student",
        "NAME": rng.choice(["Name", "Student", "Employee", "student_name"]),
    }
    titles = [heads.get(name, name.capitalize()) for name in columns]
    return _written(style, titles, rows)


def _cell(filler: Filler, name: str) -> tuple[str, str]:
    rng = filler.rng
    person = filler.pools.pick(rng, filler.half)
    simple = {
        "LAST": lambda: (person[2], "PERSON"),
        "FIRST": lambda: (person[1], "PERSON"),
        "NAMELF": lambda: (f"{person[2]}, {person[1]}", "PERSON"),
        "SCHOOL": lambda: (org(rng), "ORG"),
        "SITE": lambda: (org(rng), "ORG"),
        "CITY": lambda: (city(rng), "LOCATION"),
        "ADDRESS": lambda: address(rng),
        "AUTHOR": lambda: (rng.choice(values("nonpersons")["scholars"]), ""),
        "BOOK": lambda: (THINGS["FIC"](rng), ""),
        "TASK": lambda: (THINGS["FORM"](rng), ""),
        "PRODUCT": lambda: (THINGS["BRAND"](rng), ""),
        "VENDOR": lambda: (THINGS["BRAND"](rng), ""),
        "TOPIC": lambda: (THINGS["CURR"](rng), ""),
        "LANGUAGE": lambda: (THINGS["LANG"](rng), ""),
        "NOTE": lambda: (THINGS["PROG"](rng), ""),
        "GRADE": lambda: (THINGS["GR"](rng), ""),
        "DUE": lambda: (date(rng), ""),
        "EMAIL": lambda: (email(rng), ""),
        "PHONE": lambda: (THINGS["PH"](rng), ""),
    }
    if name in {"NAME", "TEACHER", "OWNER", "CHILD", "PARENT"}:
        return full(rng, person[1], person[2], person[0]).replace(",", ""), "PERSON"
    return simple.get(name, lambda: (THINGS["N"](rng), ""))()


def _written(style: str, titles: list[str], rows: list[list[tuple[str, str]]]) -> Passage:
    text, spans = "", []

    def put(value: str, label: str = "") -> None:
        nonlocal text
        if label:
            spans.append((len(text), len(text) + len(value), label))
        text += value

    between, edge = {"csv": (",", ""), "tsv": ("\t", ""), "pipe": (" | ", "| ")}.get(style, ("", ""))
    if between:
        put(edge + between.join(titles) + "\n")
        if style == "pipe":
            put("|---" * len(titles) + "|\n")
    for row in rows:
        put(edge)
        for index, (value, label) in enumerate(row):
            key = titles[index].lower().replace(" ", "_")
            if style == "json":
                put(("{" if index == 0 else ", ") + f'"{key}": "')
            elif style == "yaml":
                put(("- " if index == 0 else "  ") + f"{key}: ")
            elif style == "sql":
                put(("INSERT INTO t VALUES (" if index == 0 else ", ") + "'")
            elif index:
                put(between)
            quoted = style == "csv" and "," in value
            put('"' if quoted else "")
            put(value, label)
            put('"' if quoted or style == "json" else "'" if style == "sql" else "\n" if style == "yaml" else "")
        put({"json": "}\n", "sql": ");\n", "yaml": ""}.get(style, "\n"))
    return Passage(text, tuple(spans), EVERYTHING, "made.structured")
