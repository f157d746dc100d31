"""`chaperone entities`: what is looked for, by which law it is protected, and what happens to it by default."""

from __future__ import annotations

from typing import Annotated

import typer

from proxy.cli.output import say_json, say_table


def entities(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Write the page of the documentation.")] = False,
) -> None:
    """List every label that a finding can carry; policies and labelled sets use these names."""
    from proxy.services.quality import catalogue  # noqa: PLC0415 # it imports detection, which `--help` must not pay for

    if as_markdown:
        typer.echo(catalogue.markdown())
        return
    if as_json:
        for entry in catalogue.entries():
            say_json(
                {
                    "label": entry.label,
                    "suffixes": entry.suffixes,
                    "description": entry.info.description,
                    "class": entry.info.sensitivity,
                    "citation": entry.info.citation,
                    "found_by": entry.info.found_by,
                    "example": entry.info.example,
                    "treatment": entry.info.treatment,
                    "detectors": entry.detectors,
                }
            )
        return
    say_table(
        ("label", "what", "class", "protected by", "by default"),
        [
            (entry.label, entry.info.description, entry.info.sensitivity, entry.info.citation, entry.info.treatment)
            for entry in catalogue.entries()
        ],
    )
