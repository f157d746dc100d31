"""Vietnamese, where every syllable is a word of its own: names in full, and what only looks like a name.

A surname there stands first ("Nguyễn Thị Hoa"), and the model stops after two syllables. Languages ("tiếng Anh") have
the letters of given names (Anh, Việt), and any syllable may begin a sentence with a capital.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKED: Final = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ"
_LETTERS: Final = re.compile(f"[{_MARKED}]", re.IGNORECASE)
_DENSITY: Final = 14
"""Characters for each such letter, at most: Vietnamese has one in six, a name in an English sentence one in forty."""
_FEWEST: Final = 3
_WINDOW: Final = 70
_SURNAMES: Final = (
    r"Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Lâm|Mai|Trịnh|Trương|Đào|Cao"
    r"|Tạ|Hà|Lương"
    r"|Lưu|Châu|Phùng|Quách|Thái|Tô|Vương|Văn|Kiều|Tống|Triệu|La|Từ|Doãn|Giang|Khổng|Nghiêm|Thạch|Tăng|Chu|Diệp|Hứa"
    r"|Ông|Viên"
)
_S: Final = r"\p{Lu}\p{Ll}{0,6}"
_FULL: Final = compile_pattern(rf"(?:^|[^\pL'-])((?:{_SURNAMES}) {_S}(?: {_S}){{0,3}})(?:[^\pL'-]|$)")
_OF_PERSON: Final = compile_pattern(
    rf"(?i:\b(?:em|cháu|con(?: (?:trai|gái))?|bé|học sinh|tên(?: là)?|phụ huynh|chị|anh|cô|chú|bác|dì|thầy|ông|bà|mẹ"
    rf"|bố|cha|ba|má"
    rf"|bạn|cậu|mợ))(?: là|:| tên(?: là)?)? ({_S}(?: {_S}){{1,3}})(?:[^\pL'-]|$)"
)
_PLACE = re.compile(
    r"(?:Hà (?:Nội|Giang|Tĩnh|Nam|Lan|Tiên)|Hồ (?:Gươm|Tây|Chí Minh|Hoàn)|Thái (?:Lan|Bình|Nguyên)|Cao Bằng|Lâm Đồng"
    r"|Châu (?:Á|Âu|Phi|Mỹ)"
    r"|La Mã|Văn (?:Miếu|Lang)|Đỗ Quyên|Hoàng (?:Sa|Hà)|Lý Sơn|Từ Liêm|Giang Nam|Tô Lịch|Đào Nguyên)(?![\w])"
)
_LANGUAGE: Final = re.compile(
    r"\b(?:tiếng|nước|người|chữ|môn|quốc|vua|thành phố|tỉnh|quận|đảo|sông|núi|phố|đường|trường|lớp|chợ|chùa|đền|tết"
    r"|truyện|sự tích"
    r"|cổ tích|dân tộc)\s$",
    re.IGNORECASE,
)
"""Behind these stands a language, a country, a place or a tale."""
_PARTICLES: Final = word_set("ơi ạ à nhé này kia đó ấy của em con cháu là và với có không được đã sẽ đang học")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:\n\"\u201c(*-])\s*$")
_GOES_ON = re.compile(r" [^\W\d_]*[a-zà-ỹđ]")
_TELLS_NAME = re.compile(
    r"(?i)\b(?:tên(?: (?:là|em|cháu|con|của))?|em|cháu|con|bé|học sinh|chị|anh|cô|chú|bác|thầy|bạn|mẹ|bố|ba|má|ông|bà"
    r"|là|và|với|cho|gọi)\s?:?\s?$"
)
_NO_NAMES: Final = word_set(
    "nhà tóm dịch các những xin kính học trường lớp tiếng truyện viết đọc giải hãy tôi chúng nếu khi vì để cho"
    " với của và là có không được trong ngày tháng năm thứ giờ phút bài sách bạn thầy cô mẹ cha bố ông bà chị anh"
    " em con cháu bé phụ giáo gửi theo từ đến tất mỗi một này đó nay mai hôm hỏi trả gợi ý mục phần câu đoạn kể vẽ"
    " tìm chọn nêu điền so sau trước trên dưới về tại do nhưng hoặc cũng đã sẽ đang vẫn chưa rất thì mà nên cần"
    " phải chào cảm giấy đơn biên mời báo lịch nội ngoại buổi chiều tối trưa tuần nghỉ lòng liên hệ địa số tên họ"
    " ngôi trình kế hoạch bữa bảng liệu hướng dẫn bước giúp làm đặt chuyện nhân vật ngữ lịch sử địa"
)
"""Syllables that no one is called; those that are given names too (Hoa, Lan, Mai, Thu) are not here."""


def is_vietnamese(text: str, start: int, end: int) -> bool:
    """Whether the text round ``text[start:end]`` is Vietnamese: enough letters that no other language has."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    around = unicodedata.normalize("NFC", text[low:start] + text[end:high])
    count = sum(1 for _ in _LETTERS.finditer(around))
    return count >= _FEWEST and count * _DENSITY >= len(around)


def is_no_name(text: str, start: int, end: int) -> bool:
    """Whether a candidate in Vietnamese text is a language, a lower-case word, or a word that begins a sentence.

    Args:
        text: the original text.
        start: where the candidate begins.
        end: one past its last character.
    """
    value = unicodedata.normalize("NFC", text[start:end])
    if not value.strip() or (value.isascii() and value.islower()):
        return False  # an English name between Vietnamese words
    if not is_vietnamese(text, start, end):
        return False
    if _LANGUAGE.search(text, max(0, start - 12), start) is not None and " " not in value:
        return True
    if value.lower() in _PARTICLES or _PLACE.fullmatch(value) is not None:
        return True
    if value.islower():
        return _TELLS_NAME.search(text, max(0, start - 16), start) is None
    first = value.split()[0].lower()
    return first in _NO_NAMES and (" " not in value or not value.istitle()) and _begins(text, start, end)


def _begins(text: str, start: int, end: int) -> bool:
    """Whether it begins a sentence that goes on in lower case."""
    return _SENTENCE_BEFORE.search(text, max(0, start - 4), start) is not None and _GOES_ON.match(text, end) is not None


class _VietnameseDetector:
    """See the file's docstring."""

    name = "names.vietnamese"
    version = 1
    needs = tuple("ăâđêôơưảạấầẩẫậắằếềểễệịọốồổỗộớờởỡợụủứừửữựỳỹýùũõà")
    entities = ("PERSON_OTHER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for why, pattern in (("form", _FULL), ("cue", _OF_PERSON)):
            for match in pattern.finditer(text):
                value = match.group(1)
                first = value.split(maxsplit=1)[0]
                if _PLACE.match(value) is None and (
                    is_vietnamese(text, *match.span(1)) or (why == "form" and not first.isascii())
                ):
                    yield Finding("PERSON_OTHER", *match.span(1), 0.86, self.name, why)


DETECTOR = _VietnameseDetector()
