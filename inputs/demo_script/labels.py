"""What the demo's documents are labelled with: the form in English, French and Spanish, as States
see it.

In: nothing. Out: `Words` a language. Titles are those of cover pages; the inside of Form I is
invented.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """The labels of a report in one language."""

    state: str
    period: str
    to: str
    submitted: str
    titles: tuple[str, ...]
    options: tuple[str, str, str]
    headings: dict[str, str]
    who: dict[str, str]
    columns: tuple[str, ...]
    kinds: dict[str, str]
    obligations: dict[str, str]


ENGLISH = Words(
    "Name of State [Party]:",
    "Reporting period:",
    "to",
    "Date of submission:",
    (
        "Form A: National implementation measures:",
        "Form B: Stockpiles and destruction:",
        "Form C: Technical characteristics of each type produced/owned or possessed:",
        "Form D: Cluster munitions retained and transferred:",
        "Form E: Status of conversion programmes:",
        "Form F: Contaminated areas and clearance:",
        "Form G: Warning to the population and risk education:",
        "Form H: Victim assistance:",
        "Form I: National resources and international cooperation and assistance:",
        "Form J: Other relevant matters:",
    ),
    ("changed", "unchanged (last reporting: {})", "non applicable"),
    {
        "national_resources": "National resources",
        "exchange": "Exchange of experience",
        "provided": "Assistance provided",
        "received": "Assistance received",
        "needed": "Assistance needed",
        "national_plan": "National plan",
    },
    {"provided": "Recipient", "received": "Donor"},
    ("Partner", "Channel", "Obligation", "Type", "Amount", "Currency", "Description"),
    {},
    {
        "art4_clearance": "clearance",
        "art4_risk_education": "risk education",
        "art5": "victim assistance",
        "art7": "reporting",
    },
)
FRENCH = Words(
    "Nom de l’État [Partie] :",
    "Renseignements pour la période allant du",
    "au",
    "Date de présentation :",
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
    ("modifiée", "non modifiée (dernier rapport présenté en {})", "sans objet"),
    {
        "received": "Assistance reçue",
        "needed": "Assistance nécessaire",
        "national_plan": "Plan national",
    },
    {"provided": "Bénéficiaire", "received": "Donateur"},
    ("Partenaire", "Canal", "Secteur", "Type", "Montant", "Monnaie", "Description"),
    {"financial": "financière", "mixed": "mixte"},
    {"art4_clearance": "dépollution", "art7": "rapports"},
)
SPANISH = Words(
    "Estado [Parte]:",
    "Información del período comprendido de",
    "a",
    "Fecha de presentación:",
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
    ("Modificado", "Sin cambios (último informe: año {})", "No aplicable"),
    {},
    {},
    ("Socio", "Canal", "Sector", "Tipo", "Importe", "Moneda", "Descripción"),
    {},
    {},
)
