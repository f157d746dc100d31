"""Accounts of messengers, whose names are written in many scripts (45 CFR 164.514(b)(2)(i)(N), 16 CFR 312.2).

Families write to schools through Viber, Telegram, Zalo, Kakao or WeChat, and call them вайбер, 카톡 or 微信. What
stands behind such a word and has a digit or a mark in it, or an @ before it, is somebody's. Words that mean much
else ("line", "signal") need an @ or a word for an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURE: Final = (
    r"viber|вайбер\pL{0,3}|вибер\pL{0,2}|telegram|телеграм+\pL{0,2}|телег\pL"
    r"|whats ?app|в\pLтс ?ап+\pL{0,2}|вацап\pL{0,2}"  # noqa: RUF001  Cyrillic it is
    r"|instagram|\pLнстаграм+\pL{0,2}|\pLнст\pL|facebook|фейсбук\pL{0,2}|вконтакте|скайп\pL{0,2}|skype"  # noqa: RUF001  Cyrillic it is
    r"|т\pLк-?ток\pL{0,2}|снапчат\pL{0,2}|мес+енджер\pL{0,2}|zalo|kakao ?(?:talk)?"
    r"|ihctarpam\pL{0,2}|ihct[ai]|[bv][oa]tcan\pL?"
    r"|카카오톡?|카톡|라인|인스타(?:그램)?|텔레그램|페이스북"
    r"|we ?chat|weixin|微信|微博|weibo|抖音|douyin|小红书|xiaohongshu|rednote|臉書|脸书"
    r"|ライン|インスタ(?:グラム)?"
    r"|واتساب|واتس|تلغرام|تليجرام|تيليجرام|انستغرام|انستقرام|إنستغرام|فيسبوك|سناب(?: ?شات)?|مسنجر|فایبر|فيبر"
    r"|ቴሌግራም|ቫይበር|ዋትሳፕ|ไลน์|ਵਟਸਐਪ|व्हाट्सएप|टेलीग्राम"
)
"""In Ukrainian the letter i is Latin's too, and the folded text may have the whole word in Latin look-alikes."""
_DOUBTFUL: Final = (
    r"line|signal|messenger|imo|qq|vk|вк|tg|тг|сигнал\pL{0,2}|marco polo|discord|дискорд\pL{0,2}|snap|снап\pL{0,2}"
)
_ACCOUNT: Final = (
    r"(?:id|acct|account|user(?: ?name)?|name|handle|nick(?:name)?|contact|ник|нік|логин|логін|ак+аунт|계정|아이디"
    r"|号|號|账号|帳號|アカウント|الحساب|حساب|cuenta|usuario|tài khoản)"
)
_SMALL: Final = r"(?:is|its|it's|es|as|under|mom's|на|это|це|là|của|는|은|は|是|em|me|her|him|us)"
_SIGN: Final = r"[\s:=\"'(\x{2014}\x{2013}-]"
_VALUE: Final = r"@?[A-Za-z0-9][A-Za-z0-9._-]{2,31}[A-Za-z0-9_]|@?[\pL][\pL0-9._-]{3,31}[\pL0-9_]"
_BEHIND_SURE: Final = compile_pattern(
    rf"(?i)(?:^|[^\pL\pN])(?:{_SURE}){_SIGN}{{0,3}}(?:(?:{_ACCOUNT}|{_SMALL}){_SIGN}{{0,3}}){{0,3}}({_VALUE})"
)
_BEHIND_DOUBTFUL: Final = compile_pattern(
    rf"(?i)(?:^|[^\pL\pN])(?:{_DOUBTFUL})(?: (?:is|app|user))?"
    rf"(?: {_ACCOUNT}{_SIGN}{{1,3}}(?:is )?(?:{_VALUE})|[ :]{{1,3}}@[A-Za-z0-9][A-Za-z0-9._-]{{2,31}}[A-Za-z0-9_])"
)
_LAST: Final = compile_pattern(rf"({_VALUE})$")
_VERSION: Final = compile_pattern(r"(?i)^@?v?[\d._-]+[a-z]?\d*$|\.(?:exe|com|org|net|edu|gov|pdf|png|jpe?g|apk|us|io)$")
_FEWEST_DIGITS: Final = 6


def _is_account(value: str) -> bool:
    """With an @, or letters with a digit or mark among them, or digits as QQ and WeChat have them."""
    if value.isdigit():
        return len(value) >= _FEWEST_DIGITS
    if _VERSION.search(value) is not None:
        return False
    marked = any(char.isdigit() or char in "._" for char in value)
    return value.startswith("@") or (marked and any(map(str.isalpha, value)))


class _Messenger:
    """See the file's docstring. Chinese and Korean have no space between the word and the account."""

    name = "identifiers.messenger"
    version = 1
    entities = ("USERNAME",)
    needs = ("",)

    def find(self, text: str) -> Iterator[Finding]:
        """Accounts in a folded text."""
        for match in _BEHIND_SURE.finditer(text):
            yield from self._checked(text, *match.span(1))
        for match in _BEHIND_DOUBTFUL.finditer(text):
            value = _LAST.search(text[match.start() : match.end()])
            if value is not None:
                yield from self._checked(text, match.start() + value.start(1), match.start() + value.end(1))

    def _checked(self, text: str, start: int, end: int) -> Iterator[Finding]:
        cut = text[end : end + 1]
        if _is_account(text[start:end]) and not (cut.isascii() and cut.isalnum()):
            yield Finding("USERNAME", start, end, 0.8, self.name, "label")


DETECTOR = _Messenger()
