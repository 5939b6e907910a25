"""Hostile strings by a seeded generator: what people, programs and attackers put into cells.

In: a number. Out: that many strings, the same on every run.
"""

from random import Random

PIECES = (
    *(
        "=1+1",
        "+41 22",
        "-2",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("x")',
        "\t=1",
        "|",
        "＝1",
        "'=1",
    ),
    *("{{ 7*7 }}", "{% if x %}", "{_{", "{# x #}", "${x}", "%s", "{0}", "#{x}", "<%= x %>"),
    *(
        "</w:p>",
        "<b>",
        "&amp;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?xml?>",
        "<row>",
        "</c></row><row><c>",
    ),
    *(
        ",",
        ";",
        "\t",
        '"',
        "''",
        '""',
        '","',
        '";"',
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\x0b",
        "sep=;",
        "a,b;c",
    ),
    *("\x00", "\x07", "\x1b", "\x7f", "\ufffe", "\uffff", "\ufeff", "\ud800", "\x85", "\u00a0"),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u00ad",
        "e\u0301",
        "ﬁ",
        "１２",
        "Ⅻ",
        "ß",
        "İ",
        "Côte d’Ivoire",
        "مرحبا",
        "𝒳",
        "👩‍👧",
    ),
    *(
        "_x000D_",
        "_x0041_",
        "_x005F_",
        "x005F_",
        "#REF!",
        "#N/A",
        "TRUE",
        "NULL",
        "None",
        "nan",
        "inf",
        "1E5",
        "007",
    ),
    *(
        "MAR-25",
        "2025-04-07",
        "1/2",
        "1.5",
        "1,5",
        "12345678901234567890",
        "../../etc/passwd",
        r"C:\x",
        "\\n",
        " ",
        "",
    ),
    *("DROP TABLE x;--", "x" * 300, "word " * 60, "total", "activity_id", "state"),
)


def naughty(n: int) -> list[str]:
    """Strings of one to four pieces; each begins and ends with a letter, so that no reader may trim
    it.
    """
    draw = Random(5)  # noqa: S311 - no secret, the same on every run
    singles = [f"a{piece}z" for piece in PIECES]
    mixed = [
        f"a{''.join(draw.choices(PIECES, k=draw.randint(2, 4)))}z" for _ in range(n - len(singles))
    ]
    return singles + mixed
