"""What the public and the users of an app are told about AI: the agency's words, or ours where it has none.

HB 1170 (2026) asks the large providers for provenance, and public bodies may have to tell people that they deal with an
AI; the policy's clause on transparency asks for it anyway. Facts come from the registry; no words of a call are here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from proxy.registry.tools import Registry

LANGUAGES: Final = ("en", "es")

SHIPPED: Final = Said(
    "{agency} uses artificial intelligence (AI) tools for some of its work. A person starts each use, and a person "
    "reviews what an AI writes before it is used. AI tools do not make decisions about people here. Names and other "
    "details that point to a person are taken out or replaced before a text is sent to an AI tool. Some kinds of "
    "information are never sent. A record is kept of each use, without the details that were taken out. You may ask "
    "whether AI was used in something that concerns you, and ask for a person to look at it again.",
    "{agency} usa herramientas de inteligencia artificial (IA) en parte de su trabajo. Una persona inicia cada uso y "
    "una persona revisa lo que escribe la IA antes de usarlo. Aquí las herramientas de IA no toman decisiones sobre "
    "las personas. Los nombres y otros datos que señalan a una persona se quitan o se cambian antes de enviar un texto "
    "a una herramienta de IA. Algunos tipos de información nunca se envían. Se guarda un registro de cada uso, sin los "
    "datos que se quitaron. Usted puede preguntar si se usó IA en algo que le concierne y pedir que una persona lo "
    "revise de nuevo.",
)
"""The shipped public notice; grade 8 or below in English."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of one agency.

    Attributes:
        agency: who speaks.
        public: the agency's own text; where a language is empty, ours.
        apps: what the users of an app read beside it.
        contact: whom to ask.
        policy_url: where the AI-use policy stands.
        list_tools: whether the tools in use are named.
    """

    agency: str
    public: Said = field(default_factory=Said)
    apps: Mapping[str, Said] = field(default_factory=dict)
    contact: str = ""
    policy_url: str = ""
    list_tools: bool = True

    def shown(self, *, app: str = "", tools: Iterable[Mapping[str, str]] = ()) -> dict[str, Any]:
        """The notice as JSON: the texts in both languages, and the facts."""
        beside = self.apps.get(app, Said())
        return {
            "agency": self.agency,
            "en": {"public": self._public("en"), "app": beside.en or None},
            "es": {"public": self._public("es"), "app": beside.es or None},
            "app": app if app in self.apps else None,
            "contact": self.contact or None,
            "policy_url": self.policy_url or None,
            "tools": [dict(each) for each in tools] if self.list_tools else None,
        }

    def text(self, language: str, *, app: str = "", tools: Iterable[Mapping[str, str]] = ()) -> str:
        """The notice as plain text in one language."""
        beside = getattr(self.apps.get(app, Said()), language)
        words = _WORDS[language]
        lines = [self._public(language), *([beside] if beside else [])]
        named = [f"- {each['provider']}: {each['model']}" for each in tools] if self.list_tools else []
        lines += ["\n".join([words["tools"], *named])] if named else []
        lines += [f"{words['contact']} {self.contact}"] if self.contact else []
        lines += [f"{words['policy']} {self.policy_url}"] if self.policy_url else []
        return "\n\n".join(lines) + "\n"

    def _public(self, language: str) -> str:
        own: str = getattr(self.public, language)
        return own or getattr(SHIPPED, language).replace("{agency}", self.agency)


_WORDS: Final = {
    "en": {"tools": "AI tools in use:", "contact": "Questions:", "policy": "Our policy:"},
    "es": {"tools": "Herramientas de IA en uso:", "contact": "Preguntas:", "policy": "Nuestra política:"},
}


def tools_in_use(registry: Registry, today: date) -> list[dict[str, str]]:
    """Models that may be used today with their providers; those that were stopped or have lapsed are not named."""
    dialects = {each.dialect for each in registry.providers}
    named = {(provider, model) for dialect in dialects for model, provider in registry.models(dialect, today=today)}
    return [{"provider": provider, "model": model} for provider, model in sorted(named)]
