"""Cross-references as fields with their result written, and what they point at.

In: blocks, and whether the paper may hold fields. Out: runs. A paper that is pasted elsewhere gets
plain text. Nothing asks Word to work the fields out on opening: what is written is right, and F9
keeps it right after an edit.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.model.block import Block, Paragraph, Table
from pipeline.ooxml import bookmark_name

_LAST_WORD = re.compile(r"(.*[ \u00a0])?(\S+)", re.DOTALL)
_DIGITS = 10**9
_TABLES, _FIGURES, _ANNEXES = "SEQ Table \\* ARABIC", "SEQ Figure \\* ROMAN", "SEQ Annex \\* ROMAN"
_ANNEX = "heading-annex"


class Targets(NamedTuple):
    """What references may point at: labels, each with the field that counts it, and paragraphs;
    none without fields.

    A label is pointed at by the bookmark round its number; an annex that is alone has none.
    """

    labels: Mapping[str, str] = {}
    paragraphs: frozenset[str] = frozenset()

    def field(self, name: str) -> str:
        """The instruction of a reference to a block; empty where it is plain text."""
        if name in self.labels:
            return f"REF {number_mark(name)} \\h"
        return f"REF {bookmark_name(name)} \\n \\h" if name in self.paragraphs else ""


def targets(blocks: tuple[Block, ...], has_fields: bool) -> Targets:
    """What the blocks of a paper offer to references."""
    if not has_fields:
        return Targets()
    annexes = [block.id for block in blocks if _is_annex(block)]
    labels = {block.id: counted for block in blocks if (counted := _counted(block))}
    for alone in annexes if len(annexes) == 1 else ():
        del labels[alone]
    paragraphs = {
        block.id for block in blocks if isinstance(block, Paragraph) and block.style == "paragraph"
    }
    return Targets(labels, frozenset(paragraphs))


def _is_annex(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == _ANNEX


def _counted(block: Block) -> str:
    """The field that counts a label; empty where the block is none."""
    if isinstance(block, Table):
        return _TABLES if block.is_numbered else ""
    if block.drawing:
        return _FIGURES
    return _ANNEXES if _is_annex(block) else ""


def number_mark(block_id: str) -> str:
    """The bookmark round the number of a caption, in the form that Word gives to those it makes
    itself.
    """
    return f"_Ref{int(hashlib.sha256(block_id.encode()).hexdigest(), 16) % _DIGITS:09d}"


def split(text: str) -> tuple[str, str]:
    """A reference as its words and its number: `table 1` is `table ` and `1`."""
    found = _LAST_WORD.fullmatch(text)
    return (found[1] or "", found[2]) if found else (text, "")


def field(instruction: str, result: str) -> str:
    """The runs of a complex field; `result` are runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f" {instruction} </w:instrText></w:r><w:r><w:fldChar"
        f' w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
