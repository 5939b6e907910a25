"""The styles of a template by their names.

In: styles.xml and the names wanted by role. Out: the ids of those there are.
"""

from collections.abc import Mapping

from pipeline.model.papers import STAND_INS, STYLE_KINDS, STYLES
from pipeline.ooxml import W
from pipeline.render.parts import parsed


def style_ids(styles: bytes, names: Mapping[str, str]) -> dict[str, str]:
    """The id of the style of each role: that of the name given in Settings, else of the name it has
    by default.

    A role is left out where the template has neither and nothing stands in. The default stands in,
    so that one name can be given for one template and the others still be used as they ship. Word
    shows "Heading 1" and writes "heading 1": small and capital letters are the same. A style of
    another kind (of letters, for a paragraph) is not taken.
    """
    known = _by_kind_and_name(styles)
    found = {
        role: known.get(_key(role, names.get(role, "")), known.get(_key(role, default), ""))
        for role, default in STYLES.items()
    }
    for role, other in STAND_INS.items():
        found[role] = found[role] or found[other]
    return {role: style_id for role, style_id in found.items() if style_id}


def named_roles(styles: bytes, names: Mapping[str, str]) -> frozenset[str]:
    """The roles whose name, as given in Settings, is that of a style of the template."""
    known = _by_kind_and_name(styles)
    return frozenset(role for role, name in names.items() if _key(role, name) in known)


def _key(role: str, name: str) -> tuple[str, str]:
    return STYLE_KINDS.get(role, "paragraph"), name.casefold()


def _by_kind_and_name(styles: bytes) -> dict[tuple[str, str], str]:
    return {
        (style.get(f"{W}type", "paragraph"), name.get(f"{W}val", "").casefold()): style.get(
            f"{W}styleId", ""
        )
        for style in parsed(styles).iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }


def styles_by_name(styles: bytes, kind: str = "") -> dict[str, str]:
    """The styles of a template, of one kind or all: name to id."""
    found: dict[str, str] = {}
    for style in parsed(styles).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None and kind in ("", style.get(f"{W}type", "paragraph")):
            found[name.get(f"{W}val", "")] = style.get(f"{W}styleId", "")
    return found
