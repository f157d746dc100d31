"""Text comes out as a reader sees it: tables with their columns, numbers with their formats, changes as they stand."""

from __future__ import annotations

import pytest
from mail_specimens import mail, parts
from office_specimens import S, excel, powerpoint, row, run, shape, slide, word
from pdf_specimens import page_file

from proxy.extract import parsing
from proxy.extract.gathering import Gathering
from proxy.extract.limits import Limits
from proxy.extract.passages import Extracted, Passage
from proxy.extract.redacted import redacted_text
from proxy.extract.sniff import Kind, sniff
from proxy.extract.xml_attributes import tells

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes) -> dict[str, str]:
    """Place -> text; texts of one place are joined."""
    into = Gathering(Limits())
    parsing.read(data, sniff(data), into)
    out: dict[str, str] = {}
    for text, place in into.passages:
        out[place] = f"{out[place]}\n{text}" if place in out else text
    return out


def number(value: str, code: str) -> str:
    styles = f"<styleSheet {S}><numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
    rows = f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>'
    return read(excel(rows, more={"xl/styles.xml": styles}))["sheet 2"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("12345678", "000\\-00\\-0000", "012-34-5678"),
        ("219099999", "000-00-0000", "219-09-9999"),
        ("5551234567", "[&lt;=9999999]###\\-####;\\(###\\)\\ ###\\-####", "(555) 123-4567"),
        ("1234567", "[&lt;=9999999]###\\-####;\\(###\\)\\ ###\\-####", "123-4567"),
        ("5551234567", "(###) ###-####", "(555) 123-4567"),
        ("98101", "00000", "98101"),
        ("7", "00000", "00007"),
        ("40241", "yyyy-mm-dd", "2010-03-04"),
        ("40241", "[$-409]d\\-mmm\\-yy;@", "2010-03-04"),
        ("40241.5", "m/d/yy h:mm", "2010-03-04 12:00:00"),
        ("59", "m/d/yyyy", "1900-02-28"),
        ("61", "m/d/yyyy", "1900-03-01"),
        ("1.23456789E8", "General", "123456789"),
        ("4111111111111111", "0000-0000-0000-0000", "4111-1111-1111-1111"),
        ("0.5", "0%", "0.5"),
        ("12", "#,##0.00", "12"),
        ("-3", "00-00", "-3"),
        ("99999999999", "yyyy", "99999999999"),
        ("not a number", "0000", "not a number"),
    ],
)
def test_numbers_are_as_their_format_shows_them(value: str, code: str, shown: str) -> None:
    assert number(value, code) == shown


def test_dates_of_a_sheet_from_1904_are_counted_from_there() -> None:
    data = excel(
        '<row r="1"><c r="A1" s="0"><v>38779</v></c></row>',
        more={"xl/styles.xml": f"<styleSheet {S}><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>"},
        book="<workbookPr date1904='1'/>",
    )

    assert read(data)["sheet 2"] == "2010-03-04"


def test_a_sheet_keeps_its_columns_also_over_empty_cells() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="C1" t="inlineStr"><is><t>SSN</t></is></c></row>'
    more = '<row r="2"><c r="C2"><v>5</v></c></row>'

    assert read(excel(cells + more))["sheet 2"] == "Name\t\tSSN\n\t\t5"


def test_sheets_come_in_the_order_of_the_workbook() -> None:
    places = read(excel(row('<c r="A7"><v>22</v></c>')))

    assert (places["sheet 1"], places["sheet 2"]) == ("1", "22")


def test_a_table_of_a_letter_has_a_line_for_each_row() -> None:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Name", "SSN"))
    values = "".join(f"<w:tc><w:p>{run(text)}</w:p><w:p>{run('x')}</w:p></w:tc>" for text in ("Maria", "219-09-9999"))

    text = read(word(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{values}</w:tr></w:tbl>"))["body"]

    assert text == "Nothing\nName\tSSN\nMaria x\t219-09-9999 x"


def test_tracked_changes_are_read_as_they_are_and_as_they_were() -> None:
    gone, new = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", f"<w:ins>{run('new')}</w:ins>"

    places = read(word(f"<w:p>{run('the ')}{gone}{new}{run(' word')}</w:p>"))

    assert places["body"] == "Nothing\nthe new word"
    assert places["body, before tracked changes"] == "the old word"


def test_slides_come_by_number_each_with_its_notes() -> None:
    more = {f"ppt/slides/slide{n}.xml": slide(shape(f"slide {n}")) for n in (2, 10)}
    notes = {"ppt/notesSlides/notesSlide2.xml": slide(shape("about 2"), "notes")}

    places = read(powerpoint(shape("first"), more={**more, **notes}))

    assert [place for place in places if "slide" in place] == ["slide 1", "notes of slide 2", "slide 2", "slide 10"]


def test_a_table_of_a_pdf_is_also_read_row_by_row() -> None:
    def at(x: int, y: int, text: str) -> str:
        return f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n"

    columns = [("Name", "Maria", "Jordan"), ("SSN", "219-09-9999", "219-09-9998")]
    content = "".join(
        at(100 + 150 * c, 700 - 20 * r, text) for c, column in enumerate(columns) for r, text in enumerate(column)
    )

    rows = read(page_file(content.encode()))["page 1, as laid out"].splitlines()

    assert [line.split() for line in rows] == [["Name", "SSN"], ["Maria", "219-09-9999"], ["Jordan", "219-09-9998"]]


def test_a_form_field_is_labelled_by_what_the_page_calls_it() -> None:
    more = {10: b"<< /FT /Tx /T (f1) /TU (Student ID) /V (1234567) >>"}

    assert (
        "Student ID: 1234567" in read(page_file(catalog=b"/AcroForm << /Fields [10 0 R] >>", more=more))["form fields"]
    )


def test_an_html_mail_is_read_as_it_is_shown() -> None:
    html = b"<table><tr><td>SSN</td><td>219-<i>09</i>-9999</td></tr></table><style>p{}</style>"

    places = read(parts(b"Content-Type: text/html; charset=utf-8\n\n" + html))

    assert places["part 1, text"].split() == ["SSN", "219-09-9999"]


def test_a_clean_mail_gives_its_headers_and_its_text() -> None:
    places = read(mail(b"Hello"))

    assert places["text"] == "Hello"
    assert "From: a@x.test" in places["headers"]


@pytest.mark.parametrize(
    ("element", "attribute", "value"),
    [
        ("ins", "author", "maria"), ("docPr", "descr", "lee"), ("tag", "val", "A1234567"), ("docVar", "val", "219099999"),
        ("bookmarkStart", "name", "MariaDelgado"), ("Relationship", "Target", "mailto:219-09-9999"),
        ("Relationship", "Target", "media/maria.png"), ("x", "y", "219-09-9999"), ("font", "name", "219-09-9999"),
        ("shape", "style", "ssn:219-09-9999"), ("c", "r", "219-09-9999"), ("rsid", "val", "219099999"), ("sz", "val", "219099999"),
        ("x", "y", "{219-09-9999}"), ("p", "rsidR", "219-09-9999"), ("x", "y", "m.delgado@x.test"), ("x", "panose1", "219-09-9999"),
        ("x", "y", "AB1234567"), ("sldId", "id", "219-09-9999"), ("numFmt", "formatCode", '"219-09-9999"'),
    ],
)  # fmt: skip
def test_an_attribute_that_may_be_somebody_s_is_read(element: str, attribute: str, value: str) -> None:
    assert tells(WORD, element, attribute, value)
    assert tells("urn:unknown", element, attribute, value)


@pytest.mark.parametrize(
    ("element", "attribute", "value"),
    [
        ("p", "rsidR", "00A12B3C"), ("jc", "val", "center"), ("sz", "val", "24"), ("extent", "cx", "5943600"), ("color", "val", "FF0000"),
        ("lang", "val", "en-US"), ("pStyle", "val", "Heading1"), ("rFonts", "ascii", "Times New Roman"), ("c", "r", "AB12"),
        ("Relationship", "Target", "theme/theme1.xml"), ("Relationship", "Type", "http://schemas.openxmlformats.org/officeDocument/x"),
        ("cNvPr", "name", "Content Placeholder 2"), ("x", "id", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"), ("x", "y", ""),
    ],
)  # fmt: skip
def test_what_only_says_how_a_page_looks_is_passed_over(element: str, attribute: str, value: str) -> None:
    assert not tells(WORD, element, attribute, value)


EXTRACTED = Extracted(
    Kind.DOCX,
    (Passage("SSN 219-09-9999\n", "body"), Passage("more", "body"), Passage("by Maria", "comments")),
    complete=True,
)


def test_a_redacted_document_has_a_heading_for_each_place_and_only_the_replaced_texts() -> None:
    text = redacted_text(EXTRACTED, ["SSN [SSN_1]", "more", "by [NAME_1]"])

    assert text == ("# Text of an attached DOCX file\n\n## Body\n\nSSN [SSN_1]\n\nmore\n\n## Comments\n\nby [NAME_1]\n")


def test_a_passage_without_its_replacement_is_an_error_and_never_the_passage() -> None:
    with pytest.raises(ValueError, match="as many"):
        redacted_text(EXTRACTED, ["only one"])


def test_nothing_of_a_document_is_in_a_repr() -> None:
    assert "219" not in repr(EXTRACTED)
    assert "219" not in repr(EXTRACTED.passages)
    assert EXTRACTED.chars == 28
