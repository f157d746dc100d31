"""One message read: who is in it, and what is said of whom. Pure in the message and the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.linking.ages import ages
from detectors.linking.attach import Attacher
from detectors.linking.context import Context
from detectors.linking.mentions import identifying, named, unclaimed, unified
from detectors.linking.nouns import RECORD_ROLES, Loose, Reading, Tie
from detectors.linking.online import online
from detectors.linking.quasi import clues
from detectors.linking.shown import shown
from detectors.linking.smallcell import small_cells
from detectors.linking.unnamed import only_pronouns, unnamed
from detectors.linking.words import DIRECTORY, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detectors.linking.message import Message
    from detectors.linking.nouns import Mention


def read(message: Message, year: int = 0) -> Reading:
    """What one message says, in offsets of its text.

    Args:
        message: the message.
        year: the current one, to tell an age from a date of birth; 0 leaves dates of birth without an age.
    """
    context = Context(message)
    mentions = _people(context)
    attached = list(Attacher(context, mentions).attach())
    return Reading(
        mentions=tuple(mentions),
        ties=tuple(each for each in attached if isinstance(each, Tie)),
        loose=tuple(each for each in attached if isinstance(each, Loose)),
        clues=(*identifying(context, mentions), *clues(context, mentions)),
        ages=tuple(ages(context, mentions, year)) if mentions else (),
        shown=(*shown(context), *small_cells(context, mentions), *online(context)),
        directory=_directory(context),
    )


def _directory(context: Context) -> bool:
    """Whether the text is what directory information is published in (34 CFR 99.3): by one telling word, or two."""
    triggers = context.triggers
    return bool(triggers.of(PUBLISHED)) or len({word.word for word in triggers.of(DIRECTORY)}) > 1


def _people(context: Context) -> list[Mention]:
    """By position. People without a name only where no student or patient has one: else the words mean that one."""
    mentions = named(context)
    mentions = unified(mentions, [context.text[mention.start : mention.end] for mention in mentions])
    mentions += unclaimed(context, mentions)
    if not any(_about(mention) for mention in mentions):
        mentions += _apart(unnamed(context), mentions)
    if not mentions:
        mentions += only_pronouns(context)
    return sorted(set(mentions), key=lambda mention: (mention.start, mention.end, mention.kind))


def _apart(found: Iterable[Mention], known: Sequence[Mention]) -> list[Mention]:
    """Those of `found` that overlap none of the known ones."""
    taken = {offset for mention in known for offset in range(mention.start, mention.end)}
    return [each for each in found if taken.isdisjoint(range(each.start, each.end))]


def _about(mention: Mention) -> bool:
    return mention.role in RECORD_ROLES or (mention.role == "other" and not mention.aside and not mention.titled)
