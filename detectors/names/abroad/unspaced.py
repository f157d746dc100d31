# ruff: noqa: RUF001  # the letters of other scripts are meant
"""Names behind kin words in scripts without capitals: Chinese, Korean, Arabic, Dari, Pashto, Amharic, Punjabi, Hindi.

A capital cannot show the name there, so the word behind the cue is taken unless it is one of those that sentences go
on with ("is", "has", "today", "sick"). Chinese has no spaces either: a surname that is one of the hundred shows how
long the name is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.arbitration import KEEP
from detectors.names.abroad.cue import ADULT, CHILD, OTHER
from detectors.normalize import fold
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = "\u4e00-\u9fff"
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余"
    "于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯"
)
_NO_NAME: Final = frozenset(
    "的是在有没沒了吗嗎呢吧今昨明后後天上下不也都很已就还還会會能要想说說去来"
    "來到从從被把和跟对對得因为為发發生病感头頭肚痛疼"
    "咳住叫让讓给給请請现現最每一二三四五六七八九十刚剛正常喜爱愛在需吃喝学學"
    "读讀写寫老班年岁歲个個这這那我你他她它们們哭打受"
)
_CHINESE_KIN = (
    "(?:我(?:的|们的|們的|家|家的)?|他的?|她的?|我们|我們)?"
    "(?:(?:大|小|二)?(?:女儿|女兒|儿子|兒子)|孩子|小孩|宝宝|寶寶|外孙女?|外孫女?|孙子|孙女"
    "|孫子|孫女|侄子|侄女|外甥女?|双胞胎|雙胞胎|学生|學生)"
)
_CHINESE_ADULT = (
    "我(?:的)?(?:妈妈|媽媽|爸爸|奶奶|爷爷|爺爺|外婆|外公|姐姐|妹妹|哥哥|弟弟|丈夫|妻子|先生|太太|阿姨|叔叔)"
)
_CALLED = "(?:名字)?(?:叫做|叫作|叫|是|：|:)?"
_CHINESE: Final = (
    (CHILD, re.compile(rf"{_CHINESE_KIN}(名字叫|名字是|叫做|叫|，|,)?\s?([{_HAN}]{{2,4}})")),
    (ADULT, re.compile(rf"{_CHINESE_ADULT}(名字叫|名字是|叫做|叫)?\s?([{_HAN}]{{2,4}})")),
    (OTHER, re.compile(rf"(我叫|我的名字是|我的名字叫|名字是|姓名[:：]|我是)\s?([{_HAN}]{{2,4}})")),
    (
        CHILD,
        re.compile(rf"(?<![{_HAN}])()([{_HAN}]{{2,3}})(?:的(?:妈妈|媽媽|爸爸|家长|家長|奶奶|母亲|母親|父亲|父親))"),
    ),
)
_HANGUL = "\uac00-\ud7a3"
_KOREAN: Final = (
    (
        CHILD,
        re.compile(
            rf"(?:우리|저희|제|내|저의)\s?(?:큰|작은|막내|둘째|첫째)?\s?(?:아들|딸|아이|애|손자|손녀|아기|조카|쌍둥이|막내)(?:인|은|는)?\s([{_HANGUL}]{{2,6}})"
        ),
    ),
    (
        ADULT,
        re.compile(
            rf"(?:우리|저희|제|내)\s?(?:엄마|어머니|아빠|아버지|할머니|할아버지|언니|누나|오빠|형|동생|남편|아내|이모|삼촌|고모)\s([{_HANGUL}]{{2,6}})"
        ),
    ),
    (
        OTHER,
        re.compile(
            rf"(?:제 이름은|저는|이름은|이름이|이름:)\s?([{_HANGUL}]{{2,6}}?)(?:입니다|이에요|예요|이라고|라고|이고|$)"
        ),
    ),
    (
        CHILD,
        re.compile(
            rf"(?<![{_HANGUL}])([{_HANGUL}]{{2,4}}) (?:엄마|어머니|아빠|아버지|할머니|학부모|보호자)"
            r"(?:입니다|예요|이에요|드림|올림)"
        ),
    ),
)
_PARTICLE = re.compile(
    r"(?:이가|이는|이를|이의|이도|이와|이랑|이에게|이한테|에게|한테|이|가|는|은|을|를|의|도|와|과|랑)$"
)
_GLUED = re.compile(rf"[{_HANGUL}]{{1,8}}")
_KOREAN_WORDS: Final = word_set(
    "오늘 어제 내일 지금 때문 때문에 학교 병원 선생님 머리 배가 열이 감기"
    " 많이 너무 아주 자꾸 계속 항상 아침 저녁 어머니 아버지 엄마 아빠 이름"
    " 친구 친구들 수업 숙제 점심 버스 약을 약이 기침 다음 이번 지난 매일"
    " 요즘 아직 벌써 모두 둘 둘이 셋 하나 나이 생일 담임 영어 한국어 다리"
    " 학년 초등학교 유치원 문제 도움 그리고 그래서 하지만 갑자기 몸이 목이"
    " 눈이 귀가 자주 조금 정말 잘못 다시 혼자 같이 함께 집에 밥을"
)
_KOREAN_VERB = re.compile(r"(?:다|요|고|서|면|지만|는데|니다|니까|해|했|던|려고|도록|에서|에는|까지|부터)$")

_ARABIC_LETTER = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u0671-\u06d3"
_ARABIC_WORD = rf"([{_ARABIC_LETTER}]{{2,14}})"
_ARABIC: Final = tuple(
    (entity, re.compile(rf"(?<![{_ARABIC_LETTER}])(?:{cue})[،,:]? {_ARABIC_WORD}"))
    for entity, cue in (
        (
            CHILD,
            "و?ل?ب?(?:ابنتي|ابني|إبني|ابنتنا|ابننا|طفلي|طفلتي|بنتي|ولدي|حفيدي|حفيدتي|التلميذة?|الطالبة?)(?: (?:اسمها|اسمه|الصغيرة?))?",  # noqa: E501
        ),
        (CHILD, "(?:والدة|والد|أم|أبو|ام|ولي أمر)(?: (?:الطالبة?|الطفلة?|التلميذة?))?"),
        (ADULT, "(?:زوجي|زوجتي|والدتي|والدي|أمي|أبي|أختي|أخي|جدتي|جدي|خالتي|عمتي|عمي|خالي)"),
        (OTHER, "(?:اسمي|اسمها|اسمه|تدعى|يدعى|أنا اسمي)(?: هو| هي)?"),
        (CHILD, "(?:پسرم|دخترم|پسر من|دختر من|فرزندم|طفلم|کودکم|نواسه‌ام|نوه‌ام|زوی مې|لور مې)"),
        (CHILD, "(?:مادر|پدر)(?: (?:شاگرد|دانش‌آموز))?"),
        (ADULT, "(?:مادرم|پدرم|شوهرم|خانمم|همسرم|برادرم|خواهرم|خاله‌ام|کاکایم|مادرکلانم)"),
        (OTHER, "(?:نام من|اسم من|نامم|اسمم|نامش|اسمش|نام او)(?: است)?|زما نوم"),
    )
)
_ARABIC_WORDS: Final = word_set(
    "مريضة مريض لديها لديه عندها عنده كان كانت لم لا لن في من على إلى الى عن مع هو هي قد لقد أصيب أصيبت غائب غائبة"
    " الذي التي هذا هذه اليوم"
    " أمس غدا الآن ليس ليست سوف متعب متعبة حزين حزينة خائف خائفة بخير جدا أيضا الصغير الصغيرة الكبير الكبيرة و أو ثم"
    " لأن لأنه لأنها بعد قبل"
    " سقط سقطت ذهب ذهبت قال قالت أخبر أخبرت بسبب عندما عند حول كل منذ بحاجة مصاب مصابة مرض هنا هناك وهو وهي فقط وقد"
    " ولا ولم وهذا حتى"
    " در به از را که با برای تا است بود هست شد مریض تب دارد داشت دیروز امروز فردا هم و یا او من ما شما این آن خیلی"
    " بسیار نیست نبود باید"
    " دچار سرما گفت رفت آمد افتاد صنف مکتب سال ساله کلان خورد هر روز زبان بعد پیش چون چرا ناوقت غیرحاضر ته په د چې دی"
    " ده نه او"
)
_ARABIC_VERB = re.compile(r"(?:ي|ت|ن|سي|ست)[\u0621-\u064a]{2,7}$|(?:می|نمی)")
_ARABIC_NAMES: Final = word_set(
    "يوسف ياسر يحيى ياسمين ياسمينا يزن يزيد يعقوب يونس يسرى يارا يامن تالا تسنيم تقى تيم تولين تميم تماضر نور نورا"
    " نوره نورة ندى نادية نادر ناصر"
    " نبيل نجلاء نجيب نسرين نهى نوال نجم نصر نزار نايف نعيم نعمة نائلة نيرمين ناهد نهاد"
)
_ETHIOPIC: Final = (
    (CHILD, re.compile("(?:ልጄ|ልጄን|ሴት ልጄ|ወንድ ልጄ|ልጃችን) ([\u1200-\u137f]{2,10})")),
    (OTHER, re.compile("(?:ስሜ|ስሙ|ስሟ) ([\u1200-\u137f]{2,10})")),
)
_ETHIOPIC_WORDS: Final = word_set(
    "ዛሬ ትናንት ነገ ነው ናት በጣም ታሟል ታማለች ታመመ ታመመች ትምህርት ትኩሳት ሆስፒታል አለው አላት አሞታል አሟታል እና ግን ወደ ከ በ አይደለም ሁልጊዜ"
)


def _indic(pattern: str) -> re.Pattern[str]:
    """As the folded view has it: without the signs that fold to nothing."""
    return re.compile(fold(pattern).text + r" ([\u0900-\u0963\u0a00-\u0a75]{2,14})")


_INDIC: Final = (
    (CHILD, _indic("(?:ਮੇਰੀ ਧੀ|ਮੇਰਾ ਪੁੱਤਰ|ਮੇਰੇ ਪੁੱਤਰ|ਮੇਰਾ ਬੇਟਾ|ਮੇਰੇ ਬੇਟੇ|ਮੇਰੀ ਬੇਟੀ|ਮੇਰਾ ਬੱਚਾ|ਮੇਰੇ ਬੱਚੇ)")),
    (OTHER, _indic("(?:ਮੇਰਾ ਨਾਮ|ਮੇਰਾ ਨਾਂ|ਉਸਦਾ ਨਾਮ)")),
    (CHILD, _indic("(?:मेरी बेटी|मेरा बेटा|मेरे बेटे|मेरा बच्चा|मेरी बच्ची)")),
    (OTHER, _indic("(?:मेरा नाम|उसका नाम)")),
)
_INDIC_WORDS: Final = frozenset(
    fold(
        "ਨੂੰ ਨੇ ਦਾ ਦੀ ਦੇ ਹੈ ਅੱਜ ਕੱਲ੍ਹ ਬਿਮਾਰ ਬੀਮਾਰ ਸਕੂਲ ਨਹੀਂ ਬਹੁਤ ਵੀ ਤੇ ਅਤੇ ਹੁਣ ਕੋਲ ਲਈ को ने का की के है आज कल बीमार"
        " स्कूल नहीं बहुत भी"
        " और अब पास लिए से में क्या कक्षा ਕਲਾਸ ਵਿੱਚ ਬੁਖਾਰ बुखार घर ਘਰ"
    ).text.split()
)


def names(text: str) -> Iterator[tuple[str, int, int]]:
    """Entity and span of every name behind a cue in one of these scripts. Linear: bounded looks from fixed words."""
    yield from _chinese(text)
    yield from _korean(text)
    for patterns, words in ((_ARABIC, _ARABIC_WORDS), (_ETHIOPIC, _ETHIOPIC_WORDS), (_INDIC, _INDIC_WORDS)):
        for entity, pattern in patterns:
            for match in pattern.finditer(text):
                value = match.group(1)
                verb = patterns is _ARABIC and _ARABIC_VERB.match(value) and value not in _ARABIC_NAMES
                if value not in words and not verb:
                    yield entity, match.start(1), match.end(1)


def _chinese(text: str) -> Iterator[tuple[str, int, int]]:
    for entity, pattern in _CHINESE:
        for match in pattern.finditer(text):
            said, value = match.group(1), match.group(2)
            length = _length(value, told=bool(said) and said not in {"，", ",", "我是"})
            if length:
                yield entity, match.start(2), match.start(2) + length


def _length(value: str, *, told: bool) -> int:
    """How many characters of ``value`` are the name; 0 when it is none."""
    free = next((index for index, char in enumerate(value) if char in _NO_NAME), len(value))
    if value[0] in _SURNAMES and free > 1:
        return min(free, 3)
    if value[0] in "小阿" and free > 1:
        return 2
    if len(value) > 1 and value[0] == value[1] and free > 1:  # "豆豆", "妞妞"
        return 2
    return min(free, 3) if told and free > 1 else 0


def _korean(text: str) -> Iterator[tuple[str, int, int]]:
    for entity, start, end, _ in _korean_words(text):
        yield entity, start, end


def particles(text: str) -> Iterator[tuple[str, int, int]]:
    """What is glued to a Korean name and is none of it: the name model takes it in."""
    for _, _, start, end in _korean_words(text):
        if start < end:
            yield KEEP, start, end


def _korean_words(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Entity, start and end of a name, end of the word that holds it."""
    for entity, pattern in _KOREAN:
        for match in pattern.finditer(text):
            value, start = match.group(1), match.start(1)
            stem = _PARTICLE.sub("", value) if len(value) > 2 else value  # noqa: PLR2004  two syllables are a name
            other = value in _KOREAN_WORDS or stem in _KOREAN_WORDS or _KOREAN_VERB.search(value)
            if not other and 2 <= len(stem) <= 4:  # noqa: PLR2004  syllables of names
                glued = _GLUED.match(text, start + len(stem))
                yield entity, start, start + len(stem), glued.end() if glued else start + len(stem)
