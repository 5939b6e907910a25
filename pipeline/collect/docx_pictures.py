"""What in a Word file may carry words that are none of its own: pictures, objects of other
programs, other files.

In: the parts of a package. Out: two answers. It looks at no picture: what one says, a person reads.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.ooxml.walk import DOCUMENT

RELATIONS = "word/_rels/document.xml.rels"
_IMAGE = re.compile(rb'Type\s*=\s*["\'][^"\']*/image["\']')
_EXTENT = re.compile(rb'<\w+:extent\s[^>]*?cx\s*=\s*"(\d{1,12})"[^>]*?cy\s*=\s*"(\d{1,12})"')
_STYLE = re.compile(
    rb'style\s*=\s*"[^"]*?width:([\d.]{1,9})(pt|in)[^"]*?height:([\d.]{1,9})(pt|in)'
)
_SHOWN = (
    (b"<w:drawing", b"</w:drawing>"),
    (b"<w:pict", b"</w:pict>"),
    (b"<w:object", b"</w:object>"),
)
_PICTURE, _OLDER_PICTURE, _OBJECT = b"pic:pic", b"imagedata", b"OLEObject"
_OTHER_FILE = re.compile(
    rb"<\w+:(?:altChunk|subDoc)[\s/>]"
)  # Word takes its words in only when it opens the document
_CENTIMETRE = {b"": 1 / 360_000, b"pt": 2.54 / 72, b"in": 2.54}
# Width and height in centimetres from which on a picture may be a page, or a table, that somebody
# scanned.
_AS_A_PAGE = 12.0


def has_pictures(parts: dict[str, bytes]) -> bool:
    """Whether the text shows any picture; a letterhead stands in a header, which is a part of its
    own.
    """
    return _IMAGE.search(parts.get(RELATIONS, b"")) is not None


def has_pages(parts: dict[str, bytes]) -> bool:
    """Whether a picture as large as a page of writing, an object of another program or another file
    stands in it.
    """
    document = parts[DOCUMENT]
    if _OTHER_FILE.search(document):
        return True
    if not any(mark in document for mark in (_OBJECT, _PICTURE, _OLDER_PICTURE)):
        return False
    return any(_OBJECT in shown or _is_page(shown) for shown in _shown(document))


def _shown(document: bytes) -> Iterator[bytes]:
    for begin, end in _SHOWN:
        yield from (piece.partition(end)[0] for piece in document.split(begin)[1:])


def _is_page(shown: bytes) -> bool:
    if _PICTURE not in shown and _OLDER_PICTURE not in shown:
        return False
    sizes: Iterable[tuple[float, float]] = (
        *(
            (float(w) * _CENTIMETRE[b""], float(h) * _CENTIMETRE[b""])
            for w, h in _EXTENT.findall(shown)
        ),
        *((_length(w, of_w), _length(h, of_h)) for w, of_w, h, of_h in _STYLE.findall(shown)),
    )
    return any(min(size) >= _AS_A_PAGE for size in sizes)


def _length(number: bytes, unit: bytes) -> float:
    try:
        return float(number) * _CENTIMETRE[unit]
    except ValueError:  # "1.2.3"
        return 0.0
