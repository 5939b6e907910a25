"""The sixteen invented States, their other names, and the bodies they work with.

In: nothing. Out: rows of states.csv, aliases.csv, actors.csv and the small tables beside them.
Two-letter and numeric codes stay empty, so that none can meet a real one.
"""

import unicodedata

from demo_script.write import Row

# code, list form, running form (empty: same), French, Spanish, region
NAMES = (
    ("XAA", "Alphaland", "", "Alphalande", "Alfalandia", "North"),
    ("XAB", "Bétaville", "", "Bétaville-la-Neuve", "Betavilla", "South"),
    (
        "XAC",
        "Gamma (Federated Islands of)",
        "the Federated Islands of Gamma",
        "Îles Gamma",
        "Gama",
        "East",
    ),
    ("XAD", "Deltaland", "", "Deltalande", "Deltalandia", "East"),
    ("XAE", "Kappaland", "", "Kappalande", "Kapalandia", "North"),
    ("XAF", "Omegaland", "", "Omégalande", "Omegalandia", "South"),
    ("XAG", "Rhoville", "", "Rhôville", "Rovilla", "West"),
    ("XAH", "Sigmaland", "", "Sigmalande", "Sigmalandia", "West"),
    ("XAI", "Côte d'Epsilon", "", "Littoral d'Epsilon", "Costa de Épsilon", "South"),
    ("XAJ", "Mu", "the Mu", "République du Mu", "República del Mu", "North"),
    ("XAK", "Lambda and Nu", "", "Lambda-et-Nu", "Lambda y Nu", "West"),
    ("XAL", "Thetaland", "", "Thêtalande", "Tetalandia", "East"),
    ("XAM", "Zetaville", "", "Zêtaville", "Zetavilla", "South"),
    ("XAN", "Iotaland", "", "Iotalande", "Iotalandia", "West"),
    ("XAO", "Upsiland", "", "Upsilande", "Upsilandia", "North"),
    ("XAP", "Psiland", "", "Psilande", "Psilandia", "East"),
)
# code, status, signature, deposit and its type, entry into force, withdrawal, article 4, first
# deadline
MEMBERSHIP = (
    ("XAA", "state_party", "2008-12-03", "2009-05-12", "ratification", "2010-08-01", "", "no", ""),
    (
        "XAB",
        "state_party",
        "2008-12-03",
        "2012-03-20",
        "ratification",
        "2012-09-01",
        "",
        "yes",
        "2022-09-01",
    ),
    ("XAC", "state_party", "", "2015-02-17", "accession", "2015-08-01", "", "yes", "2025-08-01"),
    (
        "XAD",
        "state_party",
        "2009-03-18",
        "2015-09-09",
        "ratification",
        "2016-03-01",
        "",
        "yes",
        "2026-03-01",
    ),
    ("XAE", "state_party", "2008-12-03", "2009-11-24", "acceptance", "2010-08-01", "", "no", ""),
    (
        "XAF",
        "state_party",
        "2008-12-04",
        "2013-06-05",
        "ratification",
        "2013-12-01",
        "",
        "yes",
        "2023-12-01",
    ),
    (
        "XAG",
        "state_party",
        "2008-12-03",
        "2017-10-10",
        "ratification",
        "2018-04-01",
        "",
        "yes",
        "2028-04-01",
    ),
    ("XAH", "state_party", "2010-01-12", "2011-01-25", "ratification", "2011-07-01", "", "no", ""),
    ("XAI", "state_party", "2008-12-03", "2014-07-08", "ratification", "2015-01-01", "", "no", ""),
    ("XAJ", "state_party", "", "2018-12-11", "accession", "2019-06-01", "", "yes", "2029-06-01"),
    (
        "XAK",
        "state_party",
        "2009-12-15",
        "2019-05-14",
        "ratification",
        "2019-11-01",
        "",
        "yes",
        "2029-11-01",
    ),
    ("XAL", "state_party", "2008-12-03", "2010-09-30", "ratification", "2011-03-01", "", "no", ""),
    ("XAM", "state_party", "", "2024-10-15", "accession", "2025-04-01", "", "unknown", ""),
    ("XAN", "signatory", "2009-11-10", "", "", "", "", "", ""),
    (
        "XAO",
        "withdrawn",
        "2008-12-03",
        "2011-03-24",
        "ratification",
        "2011-09-01",
        "2025-03-06",
        "no",
        "",
    ),
    ("XAP", "not_party", "", "", "", "", "", "", ""),
)
# code, Arabic, Russian, Chinese
OTHER_SCRIPTS = (
    ("XAA", "ألفالاند", "Альфаленд", "阿尔法兰"),
    ("XAB", "بيتافيل", "Бетавиль", "贝塔维尔"),
    ("XAC", "جزر غاما الاتحادية", "Федеративные Острова Гамма", "伽马联邦群岛"),
    ("XAD", "دلتالاند", "Дельталенд", "德尔塔兰"),
    ("XAE", "كابالاند", "Каппаленд", "卡帕兰"),
    ("XAF", "أوميغالاند", "Омегаленд", "欧米伽兰"),
    ("XAG", "روفيل", "Ровиль", "罗维尔"),
    ("XAH", "سيغمالاند", "Сигмаленд", "西格马兰"),
    ("XAI", "ساحل إبسيلون", "Берег Эпсилон", "艾普西隆海岸"),
    ("XAJ", "جمهورية ميو", "Республика Мю", "缪国"),
    ("XAK", "لامدا ونيو", "Лямбда и Ню", "拉姆达和纽"),
    ("XAL", "ثيتالاند", "Теталенд", "西塔兰"),
    ("XAM", "زيتافيل", "Дзетавиль", "泽塔维尔"),
    ("XAN", "أيوتالاند", "Йоталенд", "约塔兰"),
    ("XAO", "أوبسيلاند", "Упсиленд", "宇普西兰"),
    ("XAP", "بسيلاند", "Псиленд", "普西兰"),
)
ENGLISH_ALIASES = (
    ("Republic of Alphaland", "XAA", "un_formal"),
    ("Betaville", "XAB", "common"),
    ("Gamma", "XAC", "common"),
    ("Gamma Islands", "XAC", "former"),
    ("Kingdom of Deltaland", "XAD", "un_formal"),
    ("Kapaland", "XAE", "typo"),
    ("Republic of Omegaland", "XAF", "un_formal"),
    ("Rho-ville", "XAG", "common"),
    ("Cote d'Epsilon", "XAI", "common"),
    ("Epsilon Coast", "XAI", "former"),
    ("Republic of the Mu", "XAJ", "un_formal"),
    ("Lambda & Nu", "XAK", "common"),
    ("Republic of Psiland", "XAP", "un_formal"),
)
MINE_BAN_COMMITTEE = (
    "Committee on the Enhancement of Cooperation and Assistance of the Anti-Personnel Mine Ban"
    " Convention"
)
ACTORS: tuple[Row, ...] = tuple(
    {
        "code": code,
        "name": name,
        "running_en": running,
        "actor_type": actor_type,
        "ccm_status": ccm_status,
        "why_it_matters": why,
        "source": "demo",
    }
    for code, name, running, actor_type, ccm_status, why in (
        (
            "UTR",
            "Union of Tau Rivers",
            "the Union of Tau Rivers",
            "regional_organization",
            "cannot_be_counted_as_state",
            "Never in a count of States Parties",
        ),
        ("OPA", "Open Path Aid", "Open Path Aid", "ngo", "", "Channel of assistance"),
        (
            "ISU",
            "Implementation Support Unit",
            "the Implementation Support Unit",
            "convention_body",
            "",
            "Works with the Coordinators",
        ),
        (
            "APMBC-ECA",
            MINE_BAN_COMMITTEE,
            f"the {MINE_BAN_COMMITTEE}",
            "convention_body",
            "",
            "Counterpart of the Coordinators",
        ),
        (
            "SC-COORD",
            "Coordinators on survey and clearance",
            "the Coordinators on survey and clearance",
            "convention_body",
            "",
            "Other Coordinators of the Convention",
        ),
        ("PRES", "President", "the President", "convention_body", "", "Receives the section"),
        ("GLOBAL", "Global", "global programmes", "scope", "", "No State at the other end"),
        ("REGIONAL", "Regional", "regional programmes", "scope", "", "No State at the other end"),
    )
)
ACTOR_ALIASES: tuple[Row, ...] = tuple(
    {"alias": alias, "code": code}
    for alias, code in (
        ("UTR Secretariat", "UTR"),
        ("Union des fleuves Tau", "UTR"),
        (
            "Sigmaland and Thetaland",
            "UTR",
        ),  # an old name made of two others: a list that holds it has two readings
        ("OpenPath", "OPA"),
        ("Committee on the Enhancement of Cooperation and Assistance", "APMBC-ECA"),
        ("Coordinators for Survey and Clearance", "SC-COORD"),
        ("Presidency", "PRES"),
        ("Worldwide", "GLOBAL"),
    )
)
OTHER_AREAS: tuple[Row, ...] = (
    {"code": "XXC", "name": "Chi Isles", "aliases": "Îles Chi", "mark": "SEEN"},
)
SOURCES: tuple[Row, ...] = (
    {
        "key": "demo",
        "title": "DEMO – INVENTED DATA",
        "address": "",
        "tier": "1",
        "read_on": "2025-07-01",
    },
)
MARKS: tuple[Row, ...] = tuple(
    {"table": table, "row": "*", "column": "*", "source": "demo", "mark": "SEEN"}
    for table in ("states", "aliases", "actors", "actor-aliases", "other-areas")
)


def states() -> tuple[Row, ...]:
    """Rows of states.csv: the sixteen States, one line each."""
    return tuple(
        {
            "iso3": code,
            "name_en": name,
            "running_en": running or name,
            "sort_key": _sort_key(name),
            "name_fr": french,
            "name_es": spanish,
            "region": region,
            "un_status": "member",
            "status": membership[1],
            "signature_date": membership[2],
            "deposit_date": membership[3],
            "deposit_type": membership[4],
            "entry_into_force": membership[5],
            "withdrawal_effective": membership[6],
            "art4_obligation": membership[7],
            "art4_initial_deadline": membership[8],
        }
        for (code, name, running, french, spanish, region), membership in zip(
            NAMES, MEMBERSHIP, strict=True
        )
    )


def aliases() -> tuple[Row, ...]:
    """Rows of aliases.csv: every other name of a State, each once."""
    french_and_spanish = tuple(
        (alias, code, lang, "un_short")
        for code, _, _, french, spanish, _ in NAMES
        for alias, lang in ((french, "fr"), (spanish, "es"))
    )
    other_scripts = tuple(
        (alias, code, lang, "un_short")
        for code, *names in OTHER_SCRIPTS
        for alias, lang in zip(names, ("ar", "ru", "zh"), strict=True)
    )
    english = tuple((name, code, "en", "un_short") for code, name, *_ in NAMES)
    running = tuple((form, code, "en", "common") for code, _, form, *_ in NAMES if form)
    others = tuple((alias, code, "en", kind) for alias, code, kind in ENGLISH_ALIASES)
    every = sorted(
        english + running + french_and_spanish + other_scripts + others,
        key=lambda line: (line[1], line[2], line[0]),
    )
    return tuple(
        {"alias": alias, "iso3": code, "lang": lang, "kind": kind, "source": "demo"}
        for alias, code, lang, kind in every
    )


def _sort_key(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
