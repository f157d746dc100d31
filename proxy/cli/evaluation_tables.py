"""The figures of an evaluation as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from proxy.cli.output import say_table, say_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OVERALL: Final = {
    "kept_back": "marked values kept from the provider",
    "rows_without_leak": "prompts with protected values that lose none",
    "names_whole": "names of which no word leaves",
    "keep_intact": "words that must survive, intact",
    "clean_untouched": "prompts without protected values, untouched",
}
_HEAD: Final = ("", "share", "95 % interval", "of")


def show(measured: Mapping[str, Any], compared: Mapping[str, Any] | None) -> None:
    """Everything, most important first."""
    latency = measured["latency_ms"]
    heading("Overall")
    say_table(_HEAD, [(words, *share(measured[name])) for name, words in OVERALL.items()])
    heading("Labels: values kept back, and findings that were right")
    say_table(
        ("label", "recall", "95 % interval", "of", "precision", "of", "unmarked"),
        [
            (label, *share(each["recall"]), *share(each["precision"])[::2], str(each["unmarked"]))
            for label, each in measured["labels"].items()
        ],
    )
    if measured["tags"]:
        heading("Tags")
        say_table(
            ("tag", "precision", "95 % interval", "of", "recall", "95 % interval", "of"),
            [(tag, *share(each["precision"]), *share(each["recall"])) for tag, each in measured["tags"].items()],
        )
    if measured["actions"]:
        heading("Actions")
        say_table(
            ("tier", "right", "95 % interval", "of", "stricter", "looser"),
            [
                (tier, *share(each["right"]), str(each["stricter"]["hits"]), str(each["looser"]["hits"]))
                for tier, each in measured["actions"].items()
            ],
        )
    heading("By form of the text, and for severe records")
    say_table(
        _HEAD, [(name, *share(each)) for part in ("kinds", "severities") for name, each in measured[part].items()]
    )
    say_texts([Text(f"\n{measured['rows']} prompts; {latency['p50']} ms at the median, {latency['p95']} ms at 95 %.")])
    if compared is not None:
        _compare(compared)


def heading(text: str) -> None:
    """A line above a table."""
    say_texts([Text(f"\n{text}", style="bold")])


def share(each: Mapping[str, Any]) -> tuple[str, str, str]:
    """A share, its interval and its total in words."""
    if each["share"] is None:
        return "-", "", "0"
    return f"{each['share']:.3f}", f"{each['low']:.2f}-{each['high']:.2f}", str(each["total"])


def _compare(compared: Mapping[str, Any]) -> None:
    heading("Compared with the earlier run")
    if not compared["same_set"]:
        say_texts([Text("The earlier run was on another set: its figures say little about this one.", style="yellow")])
    say_table(
        ("figure", "before", "now"),
        [(each["figure"], _number(each["before"]), _number(each["now"])) for each in compared["changes"]],
    )
    say_texts([*_misses(compared["misses"])])


def _misses(misses: Mapping[str, Any]) -> Iterator[Text]:
    for sort, each in misses.items():
        for when in ("new", "gone"):
            ids = sorted({miss["id"] for miss in each[when]})
            if ids:
                yield Text(f"{sort}, {when}: {', '.join(ids)}", style="red" if when == "new" else "green")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
