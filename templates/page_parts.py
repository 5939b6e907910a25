"""What surrounds the text of a page: headers, footers, notes, section, settings and the list of
parts.

In: whether the paper has a masthead (and so a symbol, a job number and a first page of its own).
Out: the parts as elements, and a package of them. It refuses nothing.
"""

from typing import NamedTuple

from lxml import etree

from page_numbering import numbering
from styles_part import FONT, LANGUAGE, styles
from wordml import TEXT_WIDTH, R, field, letters, paragraph, run, tab_run, w, xml_bytes

CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
OFFICE = "http://schemas.microsoft.com/office/word"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
FIXED_MOMENT = "2000-01-01T00:00:00Z"


class Part(NamedTuple):
    """One part of word/: its file, its kind of relationship and of content, its element, the page
    it is for.
    """

    file: str
    kind: str
    root: etree._Element
    page: str = ""


def page_mark() -> etree._Element:
    """The mark that every page carries; empty in a paper that may be issued."""
    return paragraph("PageMarkG", run("{{ page_mark }}"))


def header(*further: etree._Element) -> etree._Element:
    """A header: the mark first."""
    return w("hdr", page_mark(), *further)


def running_header(justify: str) -> etree._Element:
    """The symbol over a line, at the outer edge."""
    return header(paragraph("Header", run("{{ symbol }}"), properties=(w("jc", val=justify),)))


def footer(*runs: etree._Element) -> etree._Element:
    """A footer of one line, in which a tab leads to the right edge."""
    to_right_edge = w("tabs", w("tab", val="right", pos=TEXT_WIDTH))
    return w("ftr", paragraph("Footer", *runs, properties=(to_right_edge,)))


def page_number(shown: str) -> list[etree._Element]:
    """The number of the page in bold 9 pt."""
    return field("PAGE", shown, *letters(bold=True, half_points=18))


def masthead_pages() -> tuple[Part, ...]:
    """Headers and footers of an official document: symbol and page number at the outer edge."""
    job_number = run("{{ job_number }}")
    first_job_number = run("{{ job_number }}", *letters(half_points=20))
    return (
        Part("header1.xml", "header", running_header("left"), "even"),
        Part("header2.xml", "header", running_header("right"), "default"),
        Part("header3.xml", "header", header(), "first"),
        Part("footer1.xml", "footer", footer(*page_number("2"), tab_run(), job_number), "even"),
        Part(
            "footer2.xml",
            "footer",
            footer(run("{{ job_number }}"), tab_run(), *page_number("3")),
            "default",
        ),
        Part("footer3.xml", "footer", footer(first_job_number), "first"),
    )


def plain_pages() -> tuple[Part, ...]:
    """Headers and footers of a chapter: the mark, and the page number at the outer edge."""
    return (
        Part("header1.xml", "header", header(), "even"),
        Part("header2.xml", "header", header(), "default"),
        Part("footer1.xml", "footer", footer(*page_number("2")), "even"),
        Part("footer2.xml", "footer", footer(tab_run(), *page_number("1")), "default"),
    )


def footnotes() -> etree._Element:
    """The two separators that Word asks for; notes are added behind them."""
    separators = (("separator", -1), ("continuationSeparator", 0))
    return w(
        "footnotes",
        *[
            w("footnote", paragraph("Normal", w("r", w(kind))), type=kind, id=number)
            for kind, number in separators
        ],
    )


def settings() -> etree._Element:
    """Settings of the document: pages that differ by side, separators of notes, the manner of Word
    2013 and after.
    """
    compatibility = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=567),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            *[w("compatSetting", name=n, uri=OFFICE, val=v) for n, v in compatibility.items()],
        ),
        w("themeFontLang", val=LANGUAGE),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def fonts() -> etree._Element:
    """The one typeface of the page, with what a machine without it needs to choose another."""
    features = (w("charset", val="00"), w("family", val="roman"), w("pitch", val="variable"))
    return w("fonts", w("font", w("panose1", val="02020603050405020304"), *features, name=FONT))


def section(parts: tuple[Part, ...]) -> etree._Element:
    """The section: A4, its margins, and its headers and footers by page."""
    references = []
    for part in parts:
        if part.page:
            reference = w(f"{part.kind}Reference", type=part.page)
            reference.set(f"{{{R}}}id", relationship_id(part))
            references.append(reference)
    has_first_page = any(part.page == "first" for part in parts)
    margins = {
        "top": 1418,
        "right": 1134,
        "bottom": 1134,
        "left": 1134,
        "header": 851,
        "footer": 567,
        "gutter": 0,
    }
    return w(
        "sectPr",
        *references,
        w("pgSz", w=11907, h=16840, code=9),
        w("pgMar", **margins),
        w("cols", space=720),
        *([w("titlePg")] if has_first_page else []),
    )


def relationship_id(part: Part) -> str:
    """The id by which the document names the part."""
    return f"r_{part.file.removesuffix('.xml')}"


def relationship(id_: str, kind: str, target: str) -> etree._Element:
    """One relationship."""
    return etree.Element(f"{{{RELATIONSHIPS}}}Relationship", Id=id_, Type=kind, Target=target)


def relationships(*children: etree._Element) -> bytes:
    """A part of relationships."""
    root = etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
    root.extend(children)
    return xml_bytes(root)


def content_types(parts: tuple[Part, ...]) -> bytes:
    """What kind of content each part holds."""
    root = etree.fromstring(f'<Types xmlns="{CONTENT_TYPES}"/>')
    kinds = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    for extension, kind in kinds.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", Extension=extension, ContentType=kind)
    overrides = {
        "/word/document.xml": f"{WORD_TYPE}document.main+xml",
        "/docProps/core.xml": CORE_TYPE,
    }
    overrides |= {f"/word/{part.file}": f"{WORD_TYPE}{part.kind}+xml" for part in parts}
    for name, kind in sorted(overrides.items()):
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=name, ContentType=kind)
    return xml_bytes(root)


def core_properties() -> bytes:
    """Properties with a fixed date and no author; the program fills them."""
    root = etree.Element(
        f"{{{CORE}}}coreProperties",
        nsmap={"cp": CORE, "dc": DUBLIN, "dcterms": TERMS, "xsi": INSTANCE},
    )
    etree.SubElement(root, f"{{{DUBLIN}}}language").text = LANGUAGE
    for name in ("created", "modified"):
        moment = etree.SubElement(root, f"{{{TERMS}}}{name}")
        moment.set(f"{{{INSTANCE}}}type", "dcterms:W3CDTF")
        moment.text = FIXED_MOMENT
    return xml_bytes(root)


def package(
    body: list[etree._Element],
    *,
    has_masthead: bool,
    has_numbers: bool = False,
    is_spoken: bool = False,
) -> dict[str, bytes]:
    """All parts of a template around its body, by name; headings are numbered under a masthead, or
    where asked for.
    """
    is_numbered = has_masthead or has_numbers
    parts = (
        Part("styles.xml", "styles", styles(is_numbered, is_spoken)),
        Part("numbering.xml", "numbering", numbering(is_numbered)),
        Part("settings.xml", "settings", settings()),
        Part("fontTable.xml", "fontTable", fonts()),
        Part("footnotes.xml", "footnotes", footnotes()),
        *(masthead_pages() if has_masthead else plain_pages()),
    )
    document = w("document", w("body", *body, section(parts)))
    links = [relationship(relationship_id(part), f"{R}/{part.kind}", part.file) for part in parts]
    return {
        "[Content_Types].xml": content_types(parts),
        "_rels/.rels": relationships(
            relationship("r_document", f"{R}/officeDocument", "word/document.xml"),
            relationship(
                "r_core", f"{RELATIONSHIPS}/metadata/core-properties", "docProps/core.xml"
            ),
        ),
        "docProps/core.xml": core_properties(),
        "word/document.xml": xml_bytes(document),
        "word/_rels/document.xml.rels": relationships(*links),
    } | {f"word/{part.file}": xml_bytes(part.root) for part in parts}
