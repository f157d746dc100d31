"""Word, Excel and PowerPoint files written by hand, each with one value in one hiding place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Part = str | bytes


def zipped(parts: Mapping[str, Part], *, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
        package.comment = comment
    return out.getvalue()


def links(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def word(body: str = "", more: Mapping[str, Part] | None = None, *, comment: bytes = b"") -> bytes:
    document = (
        f'<?xml version="1.0"?><w:document {W} {A}><w:body><w:p>{run("Nothing")}</w:p>{body}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": links(("officeDocument", "word/document.xml"))}
    return zipped({**parts, "word/document.xml": document, **(more or {})}, comment=comment)


def sheet(rows: str = "", rest: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet {S} {R}><sheetData>{rows}</sheetData>{rest}</worksheet>'


def excel(
    rows: str = "", rest: str = "", more: Mapping[str, Part] | None = None, *, state: str = "visible", book: str = ""
) -> bytes:
    workbook = (
        f'<?xml version="1.0"?><workbook {S} {R}><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        f'<sheet name="Sheet2" sheetId="2" state="{state}" r:id="rId2"/></sheets>{book}</workbook>'
    )
    parts: dict[str, Part] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": links(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        "xl/worksheets/sheet2.xml": sheet(rows, rest),
    }
    return zipped({**parts, **(more or {})})


def cell(text: str, kind: str = "inlineStr") -> str:
    inner = f"<is><t>{text}</t></is>" if kind == "inlineStr" else f"<v>{text}</v>"
    return f'<c r="B7" t="{kind}">{inner}</c>'


def row(cells: str, extra: str = "") -> str:
    return f'<row r="7" {extra}>{cells}</row>'


def slide(body: str = "", name: str = "sld") -> str:
    shapes = f"<p:cSld><p:spTree>{body}</p:spTree></p:cSld>"
    return f'<?xml version="1.0"?><p:{name} {P} {A} {R}>{shapes}</p:{name}>'


def shape(*runs: str, attributes: str = "") -> str:
    text = "".join(f"<a:r><a:rPr/><a:t>{piece}</a:t></a:r>" for piece in runs)
    properties = f'<p:nvSpPr><p:cNvPr id="2" name="TextBox 1" {attributes}/></p:nvSpPr>'
    return f"<p:sp>{properties}<p:txBody><a:p>{text}</a:p></p:txBody></p:sp>"


def powerpoint(body: str = "", more: Mapping[str, Part] | None = None) -> bytes:
    parts: dict[str, Part] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": links(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<?xml version="1.0"?><p:presentation {P}/>',
        "ppt/slides/slide1.xml": slide(body),
    }
    return zipped({**parts, **(more or {})})


def properties(value: str) -> Iterator[tuple[str, dict[str, Part]]]:
    """Places that the three formats share."""
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    extended = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
    yield (
        "core property",
        {
            "docProps/core.xml": f'<c:coreProperties xmlns:c="{core}"><c:keywords>{value}</c:keywords></c:coreProperties>'
        },
    )
    yield (
        "application property",
        {"docProps/app.xml": f'<Properties xmlns="{extended}"><Company>{value}</Company></Properties>'},
    )
    yield (
        "value of an own property",
        {
            "docProps/custom.xml": f'<Properties xmlns="{custom}" {types}><property name="Ssn"><vt:lpwstr>{value}</vt:lpwstr>'
            "</property></Properties>"
        },
    )
    yield (
        "name of an own property",
        {
            "docProps/custom.xml": f'<Properties xmlns="{custom}" {types}><property name="{value}"><vt:i4>1</vt:i4>'
            "</property></Properties>"
        },
    )
    yield "custom XML", {"customXml/item1.xml": f"<student><ssn>{value}</ssn></student>"}
    yield "attribute of custom XML", {"customXml/item1.xml": f"<student ssn='{value}'/>"}
    yield "comment of custom XML", {"customXml/item1.xml": f"<student><!-- {value} --></student>"}
    yield "custom XML in UTF-16", {"customXml/item1.xml": f"<?xml version='1.0'?><s>{value}</s>".encode("utf-16")}
    yield "escaped custom XML", {"customXml/item1.xml": f"<s>&#{ord(value[0])};{value[1:]}</s>"}
    yield "unknown XML part", {"odd/thing.xml": f"<x xmlns='urn:unknown'><y z='{value}'/></x>"}
    yield "unknown text part", {"odd/thing.dat": f"note {value}"}
    yield "XML that is not well-formed", {"word/vmlDrawing1.vml": f"<xml><br><v:textbox>{value}</v:textbox></xml>"}
    yield "name of a part", {f"odd/{value}.xml": "<x/>"}
    yield "link target", {"word/_rels/document.xml.rels": links(("hyperlink", f"https://x.test/?ssn={value}"))}
    yield "embedded spreadsheet", {"word/embeddings/sheet.xlsx": excel(row(cell(value)))}
    yield (
        "embedded text in an embedded document",
        {"ppt/embeddings/inner.docx": word(more={"word/embeddings/note.txt": f"SSN {value}"})},
    )
    chart = (
        f"<c:chartSpace {C} {A}><c:chart><c:ser><c:cat><c:strCache><c:pt idx='0'><c:v>{value}</c:v></c:pt></c:strCache>"
    )
    yield "chart cache", {"word/charts/chart1.xml": f"{chart}</c:cat></c:ser></c:chart></c:chartSpace>"}


def in_word(value: str) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file)."""
    a, b = value[:5], value[5:]
    yield "body", word(f"<w:p>{run(value)}</w:p>")
    yield "runs", word(f"<w:p>{run(a)}<w:proofErr w:type='spellStart'/>{run(b, '<w:b/>')}</w:p>")
    yield (
        "no-break hyphens",
        word(f"<w:p><w:r><w:t>{value.replace('-', '</w:t><w:noBreakHyphen/><w:t>')}</w:t></w:r></w:p>"),
    )
    yield "hidden text", word(f"<w:p>{run(value, '<w:vanish/>')}</w:p>")
    yield "around hidden text", word(f"<w:p>{run(a)}{run('x', '<w:vanish/>')}{run(b)}</w:p>")
    deleted = "<w:del w:author='x'><w:r><w:delText>{}</w:delText></w:r></w:del>"
    yield "tracked deletion", word(f"<w:p>{deleted.format(value)}</w:p>")
    yield "partly deleted", word(f"<w:p>{run(a)}{deleted.format(b)}<w:ins>{run('gone')}</w:ins></w:p>")
    yield "around a deletion", word(f"<w:p>{run(a)}{deleted.format('77')}{run(b)}</w:p>")
    yield "author of a change", word(f"<w:p><w:ins w:author='{value}'>{run('x')}</w:ins></w:p>")
    yield (
        "table cell",
        word(
            f"<w:tbl><w:tr><w:tc><w:p>{run('SSN')}</w:p></w:tc><w:tc><w:p>{run(a)}{run(b)}</w:p></w:tc></w:tr></w:tbl>"
        ),
    )
    yield (
        "deletion in a table cell",
        word(f"<w:tbl><w:tr><w:tc><w:p>{deleted.format(value)}</w:p></w:tc></w:tr></w:tbl>"),
    )
    box = f"<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent><w:p>{run(a)}{run(b)}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    yield "text box", word(f"<w:p>{box}</w:p>")
    yield "around a text box", word(f"<w:p>{run(a)}{box.replace(a, 'q')}{run(b)}</w:p>")
    yield "field code", word(f'<w:p><w:r><w:instrText>HYPERLINK "mailto:{value}"</w:instrText></w:r></w:p>')
    yield (
        "alternative text",
        word(f"<w:p><w:r><w:drawing><a:docPr id='1' name='Picture 1' descr='{value}'/></w:drawing></w:r></w:p>"),
    )
    yield "content control", word(f"<w:sdt><w:sdtPr><w:tag w:val='{value}'/></w:sdtPr><w:sdtContent/></w:sdt>")
    yield "bookmark", word(f"<w:p><w:bookmarkStart w:id='0' w:name='n{value}'/></w:p>")
    for part in ("header1", "footer2", "comments", "footnotes", "endnotes", "glossary/document", "settings", "people"):
        xml = f"<w:root {W}><w:p>{run(a)}{run(b)}</w:p></w:root>"
        yield part, word(more={f"word/{part}.xml": xml})
    yield (
        "document variable",
        word(more={"word/settings.xml": f"<w:s {W}><w:docVar w:name='v' w:val='{value}'/></w:s>"}),
    )
    yield "comment of the package", word(comment=value.encode())
    yield "between the parts", word() + b"PK" + value.encode() * 3
    for place, more in properties(value):
        yield place, word(more=more)


def in_excel(value: str) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file)."""
    a, b = value[:5], value[5:]
    shared = f"<sst {S}><si><r><t>{a}</t></r><r><rPr><b/><sz val='11'/></rPr><t>{b}</t></r></si></sst>"
    yield "inline string", excel(row(cell(value)))
    yield "shared string", excel(row(cell("0", "s")), more={"xl/sharedStrings.xml": shared})
    yield "shared string that no cell shows", excel(more={"xl/sharedStrings.xml": shared})
    yield "cached text of a formula", excel(row(f'<c r="A7" t="str"><f>A1</f><v>{value}</v></c>'))
    yield "formula", excel(row(f'<c r="A7" t="str"><f>"{value}"&amp;A1</f><v>x</v></c>'))
    styles = f"<styleSheet {S}><numFmts><numFmt numFmtId='164' formatCode='000\\-00\\-0000'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
    number = f'<c r="A7" s="1"><v>{value.replace("-", "")}</v></c>'
    yield "number with a format", excel(row(number), more={"xl/styles.xml": styles})
    yield "hidden row", excel(row(cell(value), 'hidden="1"'))
    yield "hidden column", excel(row(cell(value)), "<cols><col min='1' max='9' hidden='1'/></cols>")
    yield "hidden sheet", excel(row(cell(value)), state="hidden")
    yield "very hidden sheet", excel(row(cell(value)), state="veryHidden")
    yield "sheet that the workbook does not name", excel(more={"xl/worksheets/sheet9.xml": sheet(row(cell(value)))})
    yield "name of a sheet", excel(book=f"<x name='{value}'/>")
    yield "defined name", excel(book=f"<definedNames><definedName name='n'>\"{value}\"</definedName></definedNames>")
    yield (
        "data validation list",
        excel(
            rest=f'<dataValidations><dataValidation><formula1>"{value},b"</formula1></dataValidation></dataValidations>'
        ),
    )
    yield "data validation prompt", excel(rest=f"<dataValidations><dataValidation prompt='{value}'/></dataValidations>")
    yield "printed header", excel(rest=f"<headerFooter><oddHeader>&amp;L{value}</oddHeader></headerFooter>")
    yield "hyperlink tip", excel(rest=f"<hyperlinks><hyperlink ref='A1' tooltip='{value}'/></hyperlinks>")
    comment = f"<comments {S}><authors><author>x</author></authors><commentList><comment ref='A1'><text><r><t>{a}</t></r><r><rPr><b/></rPr><t>{b}</t></r></text></comment></commentList></comments>"
    yield "comment", excel(more={"xl/comments1.xml": comment})
    threaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    yield (
        "threaded comment",
        excel(
            more={"xl/threadedComments/threadedComment1.xml": f"<T xmlns='{threaded}'><c><text>{value}</text></c></T>"}
        ),
    )
    yield (
        "drawing",
        excel(
            more={
                "xl/drawings/drawing1.xml": f"<x {A}><a:p><a:r><a:t>{a}</a:t></a:r><a:r><a:t>{b}</a:t></a:r></a:p></x>"
            }
        ),
    )
    yield "pivot cache", excel(more={"xl/pivotCache/pivotCacheRecords1.xml": f"<r {S}><s v='{value}'/></r>"})
    yield "external link cache", excel(more={"xl/externalLinks/externalLink1.xml": f"<e {S}><v>{value}</v></e>"})
    yield (
        "table column",
        excel(more={"xl/tables/table1.xml": f"<table {S} name='Table1'><tableColumn name='{value}'/></table>"}),
    )
    yield (
        "printer settings",
        excel(more={"xl/printerSettings/printerSettings1.bin": b"\x01\x02" + value.encode("utf-16-le")}),
    )
    for place, more in properties(value):
        yield place, excel(more=more)


def in_powerpoint(value: str) -> Iterator[tuple[str, bytes]]:
    """(hiding place, file)."""
    a, b = value[:5], value[5:]
    yield "slide", powerpoint(shape(a, b))
    yield (
        "hidden slide",
        powerpoint(more={"ppt/slides/slide2.xml": slide(shape(value)).replace("<p:sld ", "<p:sld show='0' ")}),
    )
    yield (
        "table",
        powerpoint(
            f"<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>{a}</a:t></a:r><a:r><a:t>{b}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
        ),
    )
    yield "alternative text", powerpoint(shape("x", attributes=f'descr="{value}"'))
    yield "name of a shape", powerpoint(shape("x").replace("TextBox 1", value))
    for folder, name in (
        ("notesSlides/notesSlide1", "notes"),
        ("slideMasters/slideMaster1", "sldMaster"),
        ("slideLayouts/slideLayout1", "sldLayout"),
        ("handoutMasters/handoutMaster1", "handoutMaster"),
    ):
        yield folder, powerpoint(more={f"ppt/{folder}.xml": slide(shape(a, b), name)})
    yield (
        "comment",
        powerpoint(more={"ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm><p:text>{value}</p:text></p:cm></p:cmLst>"}),
    )
    yield (
        "author of comments",
        powerpoint(more={"ppt/commentAuthors.xml": f"<p:a {P}><p:cmAuthor name='{value}'/></p:a>"}),
    )
    yield "tag", powerpoint(more={"ppt/tags/tag1.xml": f"<p:tagLst {P}><p:tag name='X' val='{value}'/></p:tagLst>"})
    yield (
        "diagram",
        powerpoint(
            more={"ppt/diagrams/data1.xml": f"<x {A}><a:p><a:r><a:t>{a}</a:t></a:r><a:r><a:t>{b}</a:t></a:r></a:p></x>"}
        ),
    )
    for place, more in properties(value):
        yield place, powerpoint(more=more)
