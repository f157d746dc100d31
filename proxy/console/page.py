"""The page at `/`: how to point a tool at the guard, and a box to try a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from proxy.errors import UnknownRoute

MEDIA_TYPES: Final = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Keys of a demonstration, made at start and gone at stop; shown on the page because nothing real is behind it."""

    staff: str = field(repr=False)
    auditor: str = field(repr=False)


class Page:
    """Renders the page.

    Args:
        base_url: where tools point their OpenAI base URL.
        tenant: the agency's name.
        demo: keys to show, in a demonstration only.
    """

    def __init__(self, *, base_url: str, tenant: str, demo: DemoKeys | None) -> None:
        environment = Environment(
            loader=PackageLoader("proxy.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._template = environment.get_template("page.html")
        self._facts = {"base_url": base_url, "tenant": tenant, "demo": demo}

    def render(self, version: str) -> str:
        """The page as HTML."""
        return self._template.render(version=version, **self._facts)

    @staticmethod
    def asset(name: str) -> tuple[bytes, str]:
        """A static file and its media type.

        Raises:
            UnknownRoute: no such file.
        """
        if name not in MEDIA_TYPES:
            raise UnknownRoute("There is no such file.")
        return resources.files("proxy.console").joinpath("assets", name).read_bytes(), MEDIA_TYPES[name]
