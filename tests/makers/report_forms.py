"""Reports on the form, put together in tests from labels written here: what a State would send.

In: what the report says. Out: bytes of a docx, or its blocks. The labels are those seen on cover
pages and our own for the inside; none comes from the program's tables.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tests.makers.word_files import docx, p, tbl

Rows = Sequence[Sequence[str]]


class Words(NamedTuple):
    """The labels of a form in one language."""

    state: str
    period: str
    titles: tuple[str, ...]
    changed: str
    unchanged: str
    not_applicable: str
    headings: dict[str, str]
    columns: tuple[str, ...]
    donor: str
    partner: str


ENGLISH = Words(
    "Name of State [Party]:",
    "Reporting period:",
    (
        "Form A: National implementation measures:",
        "Form B: Stockpiles and destruction:",
        "Form C: Technical characteristics of each type produced/owned or possessed:",
        "Form D: Cluster munitions retained and transferred:",
        "Form E: Status of conversion programmes:",
        "Form F: Contaminated areas and clearance:",
        "Form G: Warning to the population and risk education:",
        "Form H: Victim assistance:",
        "Form I: National resources and international cooperation and Assistance:",
        "Form J: Other relevant matters:",
    ),
    "changed",
    "unchanged (last reporting: {})",
    "non applicable",
    {
        "provided": "Assistance provided",
        "received": "Assistance received",
        "needed": "Assistance needed",
    },
    ("Recipient", "Channel", "Amount", "Currency", "Type"),
    "Donor",
    "Partner",
)
FRENCH = Words(
    "Nom de l’État [Partie] :",
    "Renseignements pour la période allant du",
    (
        "Formule A Mesures d’application nationale",
        "Formule B Stocks et destruction",
        "Formule C Armes à sous-munitions conservées ou transférées",
        "Formule D Caractéristiques techniques de chaque type produit/détenu ou possédé",
        "Formule E État des programmes de reconversion",
        "Formule F Zones contaminées et dépollution",
        "Formule G Alerter les populations et les sensibiliser aux risques",
        "Formule H Assistance aux victimes",
        "Formule I Ressources nationales et coopération et assistance internationales",
        "Formule J Autres questions pertinentes",
    ),
    "modifiée",
    "non modifiée (dernier rapport présenté en {})",
    "sans objet",
    {
        "provided": "Assistance fournie",
        "received": "Assistance reçue",
        "needed": "Assistance nécessaire",
    },
    ("Bénéficiaire", "Canal", "Montant", "Monnaie", "Type"),
    "Donateur",
    "Partenaire",
)
SPANISH = Words(
    "Estado [Parte]:",
    "Información del período comprendido de",
    (
        "Formulario A: Medidas de implementación a nivel nacional:",
        "Formulario B: Reservas y destrucción de municiones en racimo:",
        "Formulario C: Municiones en racimo retenidas o transferidas:",
        "Formulario D: Características técnicas de cada tipo de munición en racimo:",
        "Formulario E: Situación de los programas de reconversión:",
        "Formulario F: Áreas contaminadas y limpieza:",
        "Formulario G: Medidas de advertencia a la población y de educación sobre riesgos:",
        "Formulario H: Asistencia a las víctimas:",
        "Formulario I: Recursos nacionales y cooperación y asistencia internacionales:",
        "Formulario J: Otras cuestiones pertinentes:",
    ),
    "Modificado",
    "Sin cambios (último informe: año {})",
    "No aplicable",
    {
        "provided": "Asistencia prestada",
        "received": "Asistencia recibida",
        "needed": "Asistencia necesaria",
    },
    ("Beneficiario", "Canal", "Importe", "Moneda", "Tipo"),
    "Donante",
    "Socio",
)
RUSSIAN = Words(
    "Название государства[-участника]:",
    "Отчетный период:",
    (
        *ENGLISH.titles[:8],
        "Форма I: Национальные ресурсы и международное сотрудничество и помощь",
        "Форма J: Прочие соответствующие вопросы",
    ),
    "изменена",
    "без изменений (последний доклад: {})",
    "неприменимо",
    {
        "provided": "Оказанная помощь",
        "received": "Полученная помощь",
        "needed": "Необходимая помощь",
    },
    ("Получатель", "Канал", "Сумма", "Валюта", "Вид"),
    "Донор",
    "Партнер",
)
CHINESE = Words(
    "缔约国名称：",
    "报告期间：",
    (*ENGLISH.titles[:8], "表格I：国家资源和国际合作与援助", "表格J：其他有关事项"),
    "有变化",
    "无变化（上次报告：{}年）",
    "不适用",
    {"provided": "提供的援助", "received": "收到的援助", "needed": "所需援助"},
    ("受援国", "渠道", "金额", "货币", "类型"),
    "捐助国",
    "伙伴",
)
ARABIC = Words(
    "اسم الدولة الطرف:",
    "الفترة المشمولة بالتقرير:",
    (
        *ENGLISH.titles[:8],
        "الاستمارة I: الموارد الوطنية والتعاون والمساعدة الدوليان",
        "الاستمارة J: مسائل أخرى ذات صلة",
    ),
    "متغير",
    "بدون تغيير (آخر تقرير: {})",
    "لا ينطبق",
    {
        "provided": "المساعدة المقدمة",
        "received": "المساعدة المتلقاة",
        "needed": "المساعدة المطلوبة",
    },
    ("الدولة المستفيدة", "القناة", "المبلغ", "العملة", "النوع"),
    "الدولة المانحة",
    "الشريك",
)
LINE = ("Rhoville", "", "25000", "XTS", "financial")
MARKS = {True: "☒", False: "☐"}
FORM_I = 8


def choice(words: Words, status: str, since: str = "", marks: dict[bool, str] | None = None) -> str:
    """The three options of a form with the marks before them, a line each."""
    marks = marks or MARKS
    options = {
        "changed": words.changed,
        "unchanged": words.unchanged.format(since or "yyyy"),
        "not_applicable": words.not_applicable,
    }
    return "\n".join(
        f"{marks[name == status]} {option}".strip() for name, option in options.items()
    )


def cover(
    state: str = "Alphaland",
    period: str = "01/01/2024 to 31/12/2024",
    status: str = "changed",
    since: str = "",
    words: Words = ENGLISH,
    others: str = "unchanged",
    marks: dict[bool, str] | None = None,
) -> list[str]:
    """The cover page: State, period, and the ten forms in two columns."""
    cells = [
        title
        + "\n"
        + choice(words, status if n == FORM_I else others, since if n == FORM_I else "2020", marks)
        for n, title in enumerate(words.titles)
    ]
    rows = [[cells[n], cells[n + 5]] for n in range(5)]
    return [
        p("Convention on Cluster Munitions"),
        p(f"{words.state} {state}"),
        p(f"{words.period} {period}"),
        tbl(*rows),
    ]


def form_i(sections: dict[str, Rows | str], words: Words = ENGLISH) -> list[str]:
    """Form I: a heading a section, under it a table of lines or a paragraph of words; then Form
    J.
    """
    blocks = [p(words.titles[FORM_I])]
    for section, lines in sections.items():
        blocks.append(p(words.headings[section]))
        first = {"provided": words.columns[0], "received": words.donor}.get(section, words.partner)
        head = [first, *words.columns[1:]]
        blocks.append(
            p(lines) if isinstance(lines, str) else tbl(head, *[list(line) for line in lines])
        )
    return [*blocks, p(words.titles[FORM_I + 1]), p("-")]


def report(
    lines: Rows = (LINE,), words: Words = ENGLISH, section: str = "provided", **of_cover: str
) -> bytes:
    """A report of Alphaland for 2024 with one section of lines."""
    inside = form_i({section: lines}, words) if lines else []
    return docx(*cover(words=words, **of_cover), *inside)  # type: ignore[arg-type]
