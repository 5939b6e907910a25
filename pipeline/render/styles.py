"""The styles of a template by their names.

In: styles.xml and the names wanted by role. Out: the ids of those there are.
"""

from collections.abc import Mapping

from pipeline.model.styles import STAND_INS, STYLES
from pipeline.ooxml import W
from pipeline.render.parts import parsed


def style_ids(styles: bytes, names: Mapping[str, str]) -> dict[str, str]:
    """The id of the style of each role: that of the name given in Settings, else of the name it has by default.

    A role is left out where the template has neither and nothing stands in. The default stands in, so that one name can
    be given for one template and the others still be used as they ship. Word shows "Heading 1" and writes "heading 1":
    small and capital letters are the same.
    """
    known = {name.casefold(): style_id for name, style_id in styles_by_name(styles).items()}
    found = {
        role: known.get(names.get(role, "").casefold(), known.get(default.casefold(), ""))
        for role, default in STYLES.items()
    }
    for role, other in STAND_INS.items():
        found[role] = found[role] or found[other]
    return {role: style_id for role, style_id in found.items() if style_id}


def styles_by_name(styles: bytes) -> dict[str, str]:
    """All styles of a template: name to id."""
    found: dict[str, str] = {}
    for style in parsed(styles).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            found[name.get(f"{W}val", "")] = style.get(f"{W}styleId", "")
    return found
