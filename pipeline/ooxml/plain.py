"""What is plain in a Word file, as most of it is: paragraphs of runs with words alone, cells and
rows without wrapping.

In: an element with paragraphs and tables in it. Out: its plain words, found in a few passes of the
parser over the whole. It knows nothing of an element in which anything else acts: that is read
element by element.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.ooxml import W
from pipeline.ooxml.inline import SYMBOLS, T

_P, _ROW_PROPERTIES = f"{W}p", f"{W}trPr"
_SHAPING = (f"{W}gridSpan", f"{W}vMerge", f"{W}cellDel")


class Plain:
    """Plain words by element. Elements are known by identity, and kept here so that they stay the
    same.

    `words` are those of plain paragraphs; `lines` those of what has plain paragraphs and nothing
    else in it, a cell; `wrapping` are the elements in which others wrap what is looked for,
    `shaped` rows with properties and cells that lie on the grid as no other. Made with the names of
    what acts in a paragraph, and of what wraps.
    """

    def __init__(
        self, root: etree._Element, acting: Iterable[str], wrapping: Iterable[str]
    ) -> None:
        self.words: dict[etree._Element, str] = dict.fromkeys(root.iter(_P), "")
        others = {
            self._paragraph_of(element) for element in (*self._add_words(root), *root.iter(*acting))
        }
        self.wrapping = {element.getparent() for element in root.iter(*wrapping)}
        self.shaped = {element.getparent() for element in root.iter(_ROW_PROPERTIES)}
        self.shaped.update(_parent(element).getparent() for element in root.iter(*_SHAPING))
        self.lines: dict[etree._Element | None, list[str]] = defaultdict(list)
        for paragraph, words in self.words.items():
            self.lines[paragraph.getparent()].append(words)
        for wrapped in self.wrapping:
            self.lines.pop(wrapped, None)
        for acted_on in others:
            if acted_on is not None:
                self.lines.pop(_parent(acted_on), None)
                del self.words[acted_on]

    def _add_words(self, root: etree._Element) -> Iterator[etree._Element]:
        """Add the words of runs that stand in a paragraph itself, and give back those that stand
        elsewhere.
        """
        words = self.words
        for text in root.iter(T):
            paragraph = text.getparent().getparent()  # type: ignore[union-attr]  # as fast as can be: it is all words
            if paragraph in words:
                said = text.text or ""
                words[paragraph] += said if said.isascii() else said.translate(SYMBOLS)
            else:
                yield text

    def _paragraph_of(self, element: etree._Element) -> etree._Element | None:
        """The nearest paragraph around an element; None for none."""
        around: etree._Element | None = element
        while around is not None and around not in self.words:
            around = around.getparent()
        return around


def _parent(element: etree._Element) -> etree._Element:
    """What an element of a document stands in: everything that is asked for stands in something."""
    parent = element.getparent()
    assert parent is not None
    return parent
