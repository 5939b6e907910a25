"""Faults of house style to be placed in generated text: what is found, what is put in its place,
which rule sees it.

In: nothing. Out: MUTATIONS. A place to insert at is the end of a sentence; `kind` is the kind of
text mutated.
"""

from typing import NamedTuple

END = r"(?<=\.)(?= )"
WORD = r"(?<=[a-z]) (?=[a-z])"
N = "\u00a0"
SMALL = r"\b(?:two|three|four|five|six|seven|eight|nine)\b"


class Mutation(NamedTuple):
    """A kind of fault: the rule that must see it, the pattern of its place, what is put there."""

    rule: str
    find: str
    put: str
    kind: str = "text"


def said(rule: str, *sentences: str) -> tuple[Mutation, ...]:
    """Faults that come in a sentence of their own."""
    return tuple(Mutation(rule, END, f" {sentence}") for sentence in sentences)


MUTATIONS = (
    *said(
        "number-below-ten",
        "The Coordinators met with 4 States Parties.",
        "Reports were received from 7 of them.",
    ),
    *said(
        "number-above-nine",
        "Reports were received from twelve States.",
        "The workshop gathered thirty-one persons.",
    ),
    *said("number-at-start", "12 States Parties took part.", f"18{N}of the 24 had replied."),
    *said(
        "number-series",
        "Replies came from eight of the 14 States.",
        "Of them 14, six and 12 were new.",
    ),
    *said("number-series", "Replies came from eight of the 111 States.", "Of 1,250, six were new."),
    *said(
        "number-thousands",
        "The area covered 12000 square metres.",
        "The area covered 4500 square metres.",
    ),
    *said(
        "number-thousands-mark",
        "The area covered 12 000 square metres.",
        "It covered 12.000 square metres.",
    ),
    *said("number-hyphen", "Twenty one States Parties took part."),
    *said("number-ordinal", "The 13th Meeting took note.", "It was the 2nd such visit."),
    *said("number-fraction", "Reports came from 1/2 of them."),
    *said("number-ratio", "Reports came from 98/111 of them."),
    *said("number-range", "The visits took 10-12 days each.", "The plan covers 2021-2026 in full."),
    *said("number-from-to", "The plan runs from 2021–2026 in full."),
    *said(
        "number-between-and",
        "The visits took between 10–12 days each.",
        "They took between 10 to 12 days each.",
    ),
    *said("number-abbreviated", "Support of 15m was given.", "Support of 12 bn was given."),
    *said("number-few", "Some gave a dozen reports.", "Some gave a handful of replies."),
    *said("number-approximate", "The visit took ~20 days.", "The visit took circa 20 days."),
    *said("number-symbol", "The visit took >20 days.", "The visit took 20+ days."),
    *said("per-cent-sign", "About 45% of them replied.", f"About 45{N}% of them replied."),
    *said("per-cent-one-word", f"About 45{N}percent of them replied."),
    *said("per-cent-in-words", "About five per cent of them replied."),
    *said("currency-space", "Support of $ 40 was given."),
    *said("currency-after", "Support of 40 dollars was given.", "Support of 40 € was given."),
    *said("date-ordinal", "They met on 16th September 2025.", "They met on the 3rd of May."),
    *said("date-month-first", "They met on September 16, 2025."),
    *said(
        "date-in-figures",
        "They met on 16/09/2025.",
        "They met on 2025-09-16.",
        "They met on 16.9.2025.",
    ),
    *said("date-comma", f"They met on 16{N}September, 2025."),
    *said("date-month-short", f"They met on 16{N}Sept. 2025.", f"They met on 3{N}Dec 2024."),
    *said("date-leading-zero", f"They met on 07{N}April 2025."),
    *said("date-range", f"They met on 16-19{N}September 2025."),
    Mutation("date-space", rf"(?<=\b\d\d){N}(?=[A-Z][a-z]+ \d{{4}})", " "),
    *said("date-year-short", "They met in ’25."),
    *said("date-decade", "It goes back to the 1990’s."),
    *said("date-relative", "A further workshop is planned for next year."),
    *said("date-as-of", f"No reply had come as of 30{N}June 2025."),
    Mutation("date-as-of", r"\b[Aa]s at(?= \d)", "as of"),
    *said("date-quarter", "They met in Q1 of the year."),
    *said("time-colon", "They met at 10:30 on that day."),
    *said("time-letters", "They met at 3pm on that day."),
    Mutation("states-parties", r"\bStates Parties\b", "States parties"),
    Mutation("states-parties", r"\bStates Parties\b", "State Parties"),
    Mutation("states-parties", r"\bState Party\b", "state party"),
    Mutation("states-capital", r"(?<=\bother )States\b", "states"),
    *said("states-capital", "Views were heard from affected states."),
    Mutation("article-capital", rf"(?<=[a-z] )article(?={N}\d)", "Article"),
    Mutation("action-capital", rf"(?<=\()action(?={N}\d)", "Action", "heading"),
    *said("action-capital", f"This follows from Action{N}41."),
    Mutation("reference-capital", rf"\btable(?={N}\d)", "Table"),
    *said("reference-capital", f"Details stand in Annex{N}II."),
    *said("meeting-capital", "It was said at the fifteenth meeting of States Parties."),
    *said("meeting-ordinal-capital", "It was said at the Fifteenth Meeting of States Parties."),
    Mutation("convention-capital", r"(?<=\bthe )Convention(?= |\.)(?! on)", "convention"),
    Mutation("coordinators-capital", r"(?<=\bthe )Coordinators\b", "coordinators"),
    Mutation("unit-capital", r"\bImplementation Support Unit\b", "implementation support unit"),
    *said("president-capital", "The president was informed."),
    *said("month-capital", f"They met on 3{N}may and 4{N}june of that year."),
    Mutation("sentence-capital", r"(?<=[a-z]\. )The(?= )", "the"),
    *said("all-capitals", "The matter is IMPORTANT to all."),
    Mutation("heading-capitals", r"(?<= )[a-z]{5,}", "Matters", "heading"),
    Mutation("heading-capitals", r"(?<= )[a-z]{5,}", "Coalitions", "caption"),
    Mutation("heading-stop", r"$", ".", "heading"),
    Mutation("heading-stop", r"$", ":", "caption"),
    Mutation("heading-acronym", r"^\w+(?= )", "CCM", "heading"),
    *said(
        "ize",
        "The workshop was organised well.",
        "The universalisation of the Convention was discussed.",
    ),
    Mutation("ize", r"\bmobilization\b", "mobilisation"),
    *said("analyse", "The replies were analyzed."),
    *said("our", "Neighboring States took part.", "Their labor was recorded."),
    *said("tre", "A training center was opened."),
    *said("programme", "A national program was set up."),
    *said("defence", "The ministry of defense took part."),
    *said("double-l", "The visit was canceled."),
    *said("cooperation", "Their co-operation was noted.", "Co-ordination was discussed."),
    *said(
        "hyphen-needed",
        "A non governmental body took part.",
        "Time bound obligations were discussed.",
    ),
    *said("towards", "Steps toward completion were discussed."),
    *said("judgement", "The judgement was recorded."),
    *said("acronym", "The ISU took part.", "NGOs took part."),
    *said("acronym-points", "The U.N. took part."),
    *said("acronym-possessive", "The CCM’s aims were recalled."),
    *said("latin", "Donors, e.g. two States, took part.", "Donors, operators etc. took part."),
    *said("ampersand", "Donors & operators took part."),
    *said("and-or", "Donors and/or operators took part."),
    *said("slash", "Views of donors/operators were heard."),
    *said("contraction", "The visit didn’t take place."),
    *said("first-person", "We discussed the matter.", "The matter is in our report."),
    *said("person", "Mr. Alpha took part.", "Ambassador Alpha took part."),
    *said("informal", "The Coordinators reached out to donors."),
    *said("gendered", "The chairman took the floor."),
    *said(
        "unfinished", "The date is TBC in this case.", "The number of visits is XX in this case."
    ),
    *said("internal-code", "The mapping [b2] was discussed."),
    *said(
        "blame", "The report was overdue.", "That State failed to report.", "It was merely a draft."
    ),
    Mutation("blame", WORD, " only "),
    *said("ranking", "It is the largest donor of all.", "States were ranked by amount."),
    *said(
        "causal-credit", "Clearance ended thanks to the donors.", "The workshop led to new support."
    ),
    *said("praise", "The work was commendable.", "Unfortunately, no reply came."),
    Mutation("state-form-text", r"the Federated Islands of Gamma", "Gamma (Federated Islands of)"),
    Mutation("state-form-cell", r"^Deltaland$", "the Federated Islands of Gamma", "cell"),
    Mutation("state-article", r"\bthe Federated Islands of Gamma", "Federated Islands of Gamma"),
    Mutation("state-other-name", r"\bAlphaland\b", "Republic of Alphaland"),
    Mutation("state-letters", r"\bDeltaland\b", "DELTALAND"),
    Mutation("state-letters", r"\bOmegaland\b", "omegaland"),
    Mutation("state-order", r"Bétaville and Omegaland", "Omegaland and Bétaville"),
    Mutation("state-order", r"(?<=Deltaland, )Kappaland", "Alphaland"),
    Mutation("state-twice", r"Bétaville and Omegaland", "Bétaville and Bétaville"),
    Mutation("state-without-and", r"Bétaville and Omegaland(?= )", "Bétaville, Omegaland"),
    *said(
        "list-comma",
        "Donors, operators, and States reported.",
        "Kappaland, Mutua, and others took part, visits, and reports.",
    ),
    Mutation("state-and-and", r"(?<=Côte d'Epsilon), (?=Deltaland, )", " and "),
    Mutation("space-double", WORD, "  "),
    Mutation("space-double", WORD, f"{N} "),
    Mutation("space-before", r"(?<=[a-z])(?=[.,;])", " "),
    Mutation("space-after", r"(?<=[a-z]), (?=[a-z])", ","),
    Mutation("space-after", r"(?<=[a-z]{2})\. (?=[A-Z])", "."),
    Mutation("space-at-edge", r"$", " "),
    Mutation("space-at-edge", r"^", " ", "heading"),
    Mutation("space-in-bracket", r"(?<=[(\[])(?=\w)", " "),
    Mutation("space-before-bracket", r"(?<=[a-z]) (?=\()", ""),
    Mutation("space-article", rf"(?<=\barticle){N}(?=\d)", " "),
    Mutation("space-action", rf"(?<=\baction){N}(?=\d)", " ", "heading"),
    Mutation("space-reference", rf"(?<=\btable){N}(?=\d)", " "),
    *said("space-unit", "About 45 per cent replied.", "The area of 12 hectares was cleared."),
    *said("space-currency", "Support of CHF 40 was given."),
    Mutation("line-break", WORD, "\n"),
    Mutation("line-break", WORD, "\t"),
    Mutation("invisible", WORD, "\u200b "),
    Mutation("invisible", r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad"),
    *said("quotation-straight", 'The "country coalition" was discussed.'),
    *said("quotation-single", "The ‘country coalition’ was discussed."),
    *said("quotation-foreign", "The «coalition» was discussed."),
    *said("apostrophe-straight", "The State's reply was recorded."),
    Mutation("mark-twice", r"(?<=[a-z])\.(?= )", ".."),
    Mutation("mark-twice", r"(?<=[a-z]),(?= )", ",,"),
    *said("ellipsis", "Donors, operators... took part."),
    Mutation("dash-hyphen", WORD, " - "),
    Mutation("dash-hyphen", WORD, " -- "),
    Mutation("dash-spaced", WORD, " – "),
    Mutation("exclamation", r"(?<=[a-z])\.(?= )", "!"),
    Mutation("brackets", r"(?<=\d)\)", ""),
    Mutation("brackets", r"(?<=[a-z]) (?=[a-z]+\.$)", " ("),
    Mutation("word-twice", r"\bthe(?= )", "the the"),
    Mutation("paragraph-end", r"(?<=[a-z])\.$", ""),
    Mutation("note-end", r"\.$", "", "note"),
    Mutation("symbol-in-note", r"(?=\.$)", "; see CCM/MSP/2024/7", "note"),
    *said("symbol-in-text", "It is set out in CCM/MSP/2024/7."),
    *said("page-cited", "It is set out on page 12.", "It is set out in that report, p. 12."),
    *said("address", "It is set out at https://example.org."),
    *said("paragraph-sign", "It is set out in § 12."),
    *said("paragraph-short", f"It is set out in para.{N}12 of the report."),
)
