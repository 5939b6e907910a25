"""Properties of a Word document: title, body, language, day; run, meeting and paper in custom ones.

In: the parts of a document and what it says of itself. Out: the parts with properties. No person
and no clock.
"""

import re
from datetime import date
from typing import NamedTuple

from pipeline.render.body import escape
from pipeline.render.parts import declare

_RELATIONS = "_rels/.rels"
_CORE, _CUSTOM, _APP = "docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"
_MANAGER = re.compile(rb"<((?:\w+:)?Manager)>.*?</\1>", re.DOTALL)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


class About(NamedTuple):
    """What a paper says of itself in its properties: no person, no clock."""

    title: str
    author_body: str
    language: str
    on: date
    run: str
    meeting: str


def set_properties(parts: dict[str, bytes], about: About, paper: str) -> None:
    """Core properties, and custom ones that survive every save: run, meeting, paper, language; no
    manager.
    """
    moment = (
        f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{about.on.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    )
    parts[_CORE] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:creator>{escape(about.author_body)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(about.author_body)}</cp:lastModifiedBy>"
        f"{moment.format('created')}{moment.format('modified')}"
        f"<dc:language>{escape(about.language)}</dc:language></cp:coreProperties>"
    ).encode()
    kept = {
        "msp_run": about.run,
        "msp_meeting": about.meeting,
        "msp_paper": paper,
        "msp_language": about.language,
    }
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(kept.items(), start=2)
    )
    parts[_CUSTOM] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<Properties xmlns="{_OFFICE}/custom-properties"'
        f' xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    ).encode()
    if _APP in parts:
        parts[_APP] = _MANAGER.sub(b"", parts[_APP])
    custom, core = (
        f"{_OFFICE}/relationships/custom-properties",
        f"{_PACKAGE}/relationships/metadata/core-properties",
    )
    declare(
        parts,
        _CUSTOM,
        _RELATIONS,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        custom,
    )
    declare(
        parts, _CORE, _RELATIONS, "application/vnd.openxmlformats-package.core-properties+xml", core
    )
