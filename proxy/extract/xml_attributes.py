"""Which attribute values of XML can hold somebody's words or numbers, and which only say how a page looks.

Outside of the office namespaces every value is read. Inside, a value is passed over only when its own shape cannot be
a value of a person: a short number, a flag, a GUID, an enumeration in lower case, a colour, a known address of a
standard; or a font's or style's name without a number in it. A name of an attribute alone never excuses a value.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from proxy.extract.words import words

_OFFICE: Final = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://purl.org/dc/",
    "http://schemas.microsoft.com/office/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/",
)
_SHAPE: Final = re.compile(
    r"[-+]?\d{0,8}(?:\.\d{0,20})?(?:pt|in|cm|mm|px|%|E[-+]?\d{1,3})?"  # a short number, with or without a unit
    r"|\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?"  # a GUID
    r"|[a-z]{1,3}|[a-z]{2,8}\d{1,3}(?:x\d{1,3})?|[a-z]+[A-Z][A-Za-z]*|General|[0-9A-F]{2}"  # an enumeration
    r"|[0#?.,;:/\\ymdhs -]*"  # a format of numbers or dates
    r"|[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}"  # a language
    r"|rId\d{1,5}|_x0000_[a-z]+\d{1,6}"
)
_COLOUR: Final = re.compile(r"#?[0-9A-Fa-f]{6}|[0-9A-F]{8}")
_CELLS: Final = re.compile(r"(?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})? ?)+|\d{1,5}:\d{1,5}")
_COLOURED: Final = words(
    "color srgbClr sysClr shd rsid rsidRoot fgColor bgColor tabColor shape stroke fill shadow top left bottom right",
    "nsid tmpl between bar start end insideH insideV",
)
"""Elements with colours, or with revision numbers, which look the same."""
_COLOUR_KEYS: Final = words("rgb lastClr val fill color color2 fillcolor strokecolor")
_REVISIONS: Final = ("rsid", "paraId", "textId", "durableId", "usb", "csb", "rgb")
_CELL_KEYS: Final = words("r ref sqref spans activeCell topLeftCell")
_LOWER: Final = re.compile(r"[a-z]+")
_STANDARD: Final = re.compile(
    r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org|schemas\.microsoft\.com|www\.w3\.org)/[A-Za-z0-9/.#-]{0,160}"
    r"|dcterms:W3CDTF|(?:application|image|text|audio|video)/[a-z0-9.+-]{1,120}",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"_rels/\.rels|/?(?:\.\./|\./)*(?:(?:_rels|word|xl|ppt|docProps|customXml|theme|media|worksheets|slides|slideLayouts"
    r"|slideMasters|notesSlides|notesMasters|handoutMasters|drawings|charts|embeddings|printerSettings|comments|fonts"
    r"|tables|glossary|diagrams|ink|pivotTables|pivotCache|persons|threadedComments|queryTables|externalLinks|chartsheets"
    r"|dialogsheets|macrosheets|activeX|ctrlProps|changesInfos|revisionInfo|tags)/)*"
    r"(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|header|footer|comments(?:Extended|Ids"
    r"|Extensible)?|footnotes|endnotes|people|person|theme|themeOverride|image|item|itemProps|core|app|custom|thumbnail|workbook|sheet"
    r"|sharedStrings|calcChain|metadata|connections|table|pivotTable|pivotCacheDefinition|pivotCacheRecords|drawing|vmlDrawing"
    r"|chart|chartsheet|style|colors|externalLink|printerSettings|threadedComment|comment|presentation|presProps|viewProps|tableStyles"
    r"|commentAuthors|authors|slide|slideLayout|slideMaster|notesSlide|notesMaster|handoutMaster|tag|data|layout|quickStyle"
    r"|font|oleObject|activeX|ctrlProp|Microsoft_\w{1,40}|vbaProject|vbaData|changesInfo|revisionInfo|queryTable|\[Content_Types\])"
    r"\d{0,4}(?:\.(?:xml|vml|bin|png|jpe?g|gif|emf|wmf|tiff?|svg|xlsx|docx|pptx|odttf|fntdata))?(?:\.rels)?"
)
"""Names that the office programs give to parts; any other name is read."""
_WORDLESS: Final = words(
    "style typeface ascii hAnsi cs eastAsia script panose style styleId pStyle rStyle ProgId ProgID Ignorable Requires",
    "uri schemaLocation class PartName Extension ContentType",
)
_BUILT_IN: Final = words(
    "a4 accent address agenda all annotation arrow article background bad balloon band bibliography block body",
    "bold book box bullet button caption cell char chart citation classic clean closing color colorful colour",
    "columns comma comment connector content continue contemporary currency custom dark date default definition",
    "design diagram document elegant email emphasis endnote envelope explanatory figures first followed",
    "followedhyperlink font footer footnote form freeform good graphic grid group header heading horz html",
    "hyperlink indent index input intense keyboard layout light line list logo macro master medium mention",
    "message microsoft neutral no normal note notes number numbered object office of online only other outline",
    "output oval page paragraph percent picture pivot image comparison blank drawing placeholder plain",
    "preformatted presentation professional quote reference revision rectangle return rounded salutation sample",
    "schema section shading shape signature simple slide smart spacing straight strong style subject subtitle",
    "subtle table tag text textbox theme thmx tight title toa toc total triangle two and typewriter unresolved",
    "variable vert vertical warning web with work workbook sheet a b c d excel word powerpoint exe",
)
"""Words of the names that the office programs themselves give to styles and shapes."""
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[^\W\d_a-z]+")
_NUMBER: Final = re.compile(r"\d{5}|\d{3}[^A-Za-z0-9]{0,3}\d|@|%\d")
_FONTS: Final = frozenset({"font", "altName", "latin", "ea", "cs", "mathFont"})
_COUNTED: Final = words(
    "sldMasterId sldLayoutId sldId notesMasterId handoutMasterId creationId modId",
)
_COUNT: Final = re.compile(r"\d{1,10}")
_PANOSE: Final = re.compile(r"[0-9A-Fa-f]{20}")
_TWO_LETTERS: Final = re.compile(r"[A-Za-z]{2}")
_SPEAKING: Final = words(
    "author initials lastModifiedBy userId displayName providerId alias tag descr alt title prompt promptTitle",
    "error errorTitle display tooltip location Target fullName",
)


@lru_cache(maxsize=16_384)  # most values come again and again
def tells(namespace: str, element: str, attribute: str, value: str) -> bool:  # noqa: PLR0911  one line a rule
    """Whether a value must be read as text.

    Args:
        namespace: the element's.
        element: its local name.
        attribute: the attribute's local name.
        value: its value.
    """
    value = value.strip()
    if not value:
        return False
    if not is_office(namespace):
        return True
    if _STANDARD.fullmatch(value) or _PART.fullmatch(value) or _is_count(element, value):
        return False
    if _is_colour(element, attribute, value) or (attribute in _CELL_KEYS and _CELLS.fullmatch(value)):
        return False
    if _SHAPE.fullmatch(value):
        return attribute in _SPEAKING and _TWO_LETTERS.search(value) is not None
    if attribute in _SPEAKING or _NUMBER.search(value):
        return True
    if _LOWER.fullmatch(value):
        return False
    if attribute in _WORDLESS or element in _FONTS or (element == "name" and "spreadsheetml" in namespace):
        return False
    return not all(word in _BUILT_IN for word in map(str.lower, _WORD.findall(value)))


def _is_colour(element: str, attribute: str, value: str) -> bool:
    """Six or eight hexadecimal digits, where they are a colour or the number of a revision."""
    if attribute.startswith(_REVISIONS):
        return _COLOUR.fullmatch(value) is not None
    return element in _COLOURED and attribute in _COLOUR_KEYS and _COLOUR.fullmatch(value) is not None


def _is_count(element: str, value: str) -> bool:
    """Numbers that programs count up or draw by lot, in elements that hold nothing else."""
    if element == "panose1":
        return _PANOSE.fullmatch(value) is not None
    return element in _COUNTED and _COUNT.fullmatch(value) is not None


def is_office(namespace: str) -> bool:
    """Whether a namespace is one of the office formats' own."""
    return namespace.startswith(_OFFICE)


def standard_part(name: str) -> bool:
    """Whether a part's name is one that the programs give, so that it says nothing."""
    return _PART.fullmatch(name) is not None
