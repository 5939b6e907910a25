"""The template filled with its scalars by docxtpl: masthead, headers, footers.

In: the bytes of a template and scalars. Out: parts by name. Only a sandbox without undefined names
renders; record text never meets a template. It refuses (exit 4) a template that is broken or wants
more than it is given.
"""

import io
import re

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.language import brackets
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import NotAPackage, UnsafePackage, W, read_package
from pipeline.render.anchors import ANCHORS

_CURE = (
    "Restore the template, or mend it and run again; templates/make_templates.py makes the ones"
    " that ship."
)


def fill(name: str, template: bytes, scalars: dict[str, str]) -> dict[str, bytes]:
    """The parts of the template, its scalars filled in; a part without any stays byte for byte as
    it is.

    Refused (exit 4) where the template is no Word document, or a scalar in it is unknown or unsafe.
    """
    parts = parts_of(name, template)
    tagged = [part for part, content in parts.items() if has_tags(part, content)]
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    target = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(scalars, jinja_env=sandbox, autoescape=True)
        document.save(target)
    except TemplateError as error:
        raise Refused(TEMPLATE, f"templates/{name}.docx: {error}.", _CURE) from error
    except (
        PackageNotFoundError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as error:
        # docxtpl and python-docx meet a part that lacks what they take for granted
        raise Refused(
            TEMPLATE, f"templates/{name}.docx is not a Word document the program can fill.", _CURE
        ) from error
    rendered = read_package(target.getvalue())
    return {**parts, **{part: rendered[part] for part in tagged if part in rendered}}


def has_tags(part: str, content: bytes) -> bool:
    """Whether a part of a document holds something to be filled in, split over runs or not."""
    if not part.endswith(".xml"):
        return False
    words = re.sub(rb"<[^>]*>", b"", content)
    return b"{{" in words or b"{%" in words


def parts_of(name: str, template: bytes) -> dict[str, bytes]:
    """The parts of a template. Refused (exit 4) where it is no Word document."""
    try:
        parts = read_package(template)
    except (NotAPackage, UnsafePackage) as error:
        raise Refused(
            TEMPLATE, f"templates/{name}.docx is not a Word document: {error}.", _CURE
        ) from error
    if "word/document.xml" not in parts:
        raise Refused(TEMPLATE, f"templates/{name}.docx has no document in it.", _CURE)
    return parts


def open_brackets(parts: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    """The brackets in the template's own text: part of the page, and words."""
    found: list[tuple[str, str]] = []
    for name in sorted(parts):
        if not re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            continue
        place = "masthead" if name == "word/document.xml" else re.sub(r"\W|\d|word|xml", "", name)
        for paragraph in etree.fromstring(parts[name]).iter(f"{W}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            if text not in ANCHORS:
                found += [(place, bracket) for bracket in brackets(text)]
    return tuple(dict.fromkeys(found))
