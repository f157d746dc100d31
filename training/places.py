"""Slots of places, bodies and addresses: each gives a text and its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.lists import address_strings, column, values

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def city(rng: random.Random) -> str:
    """A city of Washington, the United States or the world."""
    return rng.choice(column(rng.choice(["us_places_wa.tsv", "us_places.tsv", "world_cities.tsv"])))


def org(rng: random.Random) -> str:
    """A district, school, clinic, agency or firm."""
    draw, places = rng.random(), values("places")
    if draw < 0.2:
        return rng.choice(column("wa_school_districts.tsv"))
    if draw < 0.4:
        return rng.choice(column("wa_schools_sample.tsv"))
    if draw < 0.45:
        return rng.choice(column("wa_education_agencies.txt"))
    stem = rng.choice(places["orgname"]) if rng.random() < 0.7 else city(rng)
    return f"{stem} {rng.choice(places['orgkind'] if draw < 0.75 else places['orgtail'])}"


def _street(rng: random.Random) -> str:
    number = rng.choice(
        [str(rng.randint(1, 999)), str(rng.randint(1000, 35999)), f"{rng.randint(10, 999)}{rng.choice('AB')}"]
    )
    draw = rng.random()
    if draw < 0.25:
        name = rng.choice(column("puget_sound_streets.txt"))
    elif draw < 0.45:
        name = f"{rng.choice(['', 'S ', 'N ', 'NE ', 'SW ', 'East '])}{rng.randint(1, 400)}{rng.choice(['th', 'th', 'rd', 'nd', 'st'])} {rng.choice(['St', 'Ave', 'Pl', 'Ct', 'Street', 'Avenue'])}{rng.choice(['', ' S', ' NE', ' SE', ' SW', ' N'])}"
    else:
        suffix = rng.choice(
            [
                "St",
                "Ave",
                "Dr",
                "Ln",
                "Ct",
                "Rd",
                "Blvd",
                "Way",
                "Pl",
                "Street",
                "Avenue",
                "Drive",
                "Lane",
                "Road",
                "Loop",
                "Terrace",
                "Circle",
            ]
        )
        name = f"{rng.choice(column('us_street_names.txt'))} {suffix}{rng.choice(['', '', ' S', ' NE', ' SE', '.'])}"
    unit = rng.choice(
        [
            "",
            "",
            "",
            f" Apt {rng.randint(1, 40)}",
            f", Apt {rng.randint(1, 30)}{rng.choice('ABCD')}",
            f" #{rng.randint(1, 300)}",
            f", Unit {rng.randint(1, 20)}",
            f" Trlr {rng.randint(1, 60)}",
            f", Space {rng.randint(1, 60)}",
        ]
    )
    return f"{number} {name}{unit}"


def _zip(rng: random.Random) -> str:
    return f"{rng.choice(['WA', 'WA', 'Washington', 'OR', 'ID', 'CA', 'TX', 'AZ'])} {rng.randint(97000, 99400)}{rng.choice(['', '', f'-{rng.randint(1000, 9999)}'])}"


def address(rng: random.Random) -> tuple[str, str]:
    """An address and its label: street line, with town, box, or foreign."""
    draw = rng.random()
    if draw < 0.2:
        return rng.choice(address_strings()), "ADDRESS"
    if draw < 0.28:
        return (
            f"{rng.choice(['PO Box', 'P.O. Box', 'Box', 'HC 1 Box'])} {rng.randint(1, 9999)}, {city(rng)}, {_zip(rng)}",
            "ADDRESS",
        )
    if draw < 0.34:
        return _foreign(rng), "ADDRESS"
    if draw < 0.55:
        return _street(rng), "ADDRESS"
    return f"{_street(rng)}, {rng.choice(column('us_places_wa.tsv'))}{rng.choice([', ', ' '])}{_zip(rng)}", "ADDRESS"


def _foreign(rng: random.Random) -> str:
    city = rng.choice(column("world_cities.tsv"))
    return rng.choice([
        f"{rng.choice(['Calle', 'Av.', 'Avenida', 'Col. Centro, Calle'])} {rng.choice(['Hidalgo', 'Juárez', 'Morelos', 'Reforma', 'Insurgentes', '5 de Mayo'])} {rng.randint(1, 900)}, {city}",
        f"{rng.choice(['Hauptstraße', 'Bahnhofstr.', 'Lindenweg'])} {rng.randint(1, 99)}, {rng.randint(10000, 99999)} {city}",
        f"{rng.randint(1, 99)} rue {rng.choice(['de la Paix', 'Victor Hugo', 'des Lilas'])}, {rng.randint(10000, 95000)} {city}",
        f"вул. {rng.choice(['Шевченка', 'Лесі Українки', 'Садова'])} {rng.randint(1, 90)}, {rng.choice(['Київ', 'Одеса', 'Львів'])}",
        f"{rng.randint(1, 300)} {rng.choice(['Nguyễn Huệ', 'Lê Lợi', 'Trần Phú'])}, {rng.choice(['Quận 1', 'Hà Nội', 'Đà Nẵng'])}",
        f"Blk {rng.randint(1, 40)} Lot {rng.randint(1, 30)}, Brgy. San {rng.choice(['Roque', 'Isidro', 'Jose'])}, {city}",
        f"Flat {rng.randint(1, 20)}, {rng.randint(1, 200)} {rng.choice(['High Street', 'Station Road', 'Church Lane'])}, {city}",
    ])  # fmt: skip


def _address_lines(rng: random.Random) -> tuple[str, str]:
    return f"{_street(rng)}\n{rng.choice(column('us_places_wa.tsv'))}, {_zip(rng)}", "ADDRESS"


def _address_es(rng: random.Random) -> tuple[str, str]:
    return rng.choice(
        [
            _foreign(rng),
            _street(rng),
            f"calle {rng.choice(['Mayor', 'Real', 'del Sol'])} {rng.randint(1, 99)}, {rng.randint(1, 9)}º {rng.choice('ABCD')}",
        ]
    ), "ADDRESS"


PLACES: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "CITY": lambda r: (city(r), "LOCATION"),
    "COUNTRY": lambda r: (r.choice(values("places")["country"]).removeprefix("the "), "LOCATION"),
    "REGION": lambda r: (r.choice(values("places")["region"]).removeprefix("the "), "LOCATION"),
    "ORG": lambda r: (org(r), "ORG"),
    "ADDR": address,
    "ADDRML": _address_lines,
    "ADDRES": _address_es,
}
