"""The words of the form: from the YAML files of the reference folder to phrases that can be looked
up.

In: the mappings of the files in `forms/`: five for all forms, and one for each form with phrases of
its own. Out: FormLabels, the key that two spellings of a phrase share, and what a text says by its
words alone. Refused (exit 2) are a file that lacks a list or belongs to no form, and a phrase that
stands for two things.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from pipeline.language import name_key, plain_text
from pipeline.model.finding import USAGE, Refused
from pipeline.model.forms import (
    PARTICULARS,
    FormLabels,
    Phrase,
    Phrases,
    PrivateWords,
    ReportForm,
)
from pipeline.model.tables import LINE_TABLES
from pipeline.model.tables.columns import OBLIGATIONS, SECTIONS
from pipeline.normalise.forms.lines import DocumentLine

_NO_LETTER = re.compile(r"[\W_]+")
Yaml = Mapping[str, Any]
_PRIVATE = "private-words"
_OF_ALL_FORMS = frozenset({"cover", "titles", "versions", "forms", _PRIVATE})
_FORM_I = "form-i"  # the file of the form that is read as a whole, which was the first one
_OF_A_FORM = frozenset(
    {
        *("titles", "sections", "columns", "values", "beside", "to_others", "others"),
        *("nothing", "totals", "boilerplate", "deadlines", "areas", "units"),
    }
)
_NEEDED = {"table": "Form I", "section": "needed"}
# What folders copied from version 0.1.0, which declare no forms, mean.
_FORMS_OF_0_1: Yaml = {
    "resources": {"table": "Form I", "status": "form_i", "since": "form_i_since"},
    "stockpiles": {**_NEEDED, "obligation": "art3", "particulars": ["deadline"]},
    "contaminated": {
        **_NEEDED,
        "obligation": "art4_clearance",
        "particulars": ["deadline", "area"],
    },
    "risk_education": {**_NEEDED, "obligation": "art4_risk_education"},
    "victim_assistance": {**_NEEDED, "obligation": "art5"},
}


@lru_cache(maxsize=65_536)  # every report has the same few words
def label_key(text: str) -> str:
    """What two spellings of a label share: letters and digits alone, without case.

    >>> label_key("Name of State [Party]: ____")
    'name of state party'
    """
    return _NO_LETTER.sub(" ", name_key(text)).strip()


def _listed(entry: Yaml) -> Iterator[tuple[str, str]]:
    """The phrases of an entry with their languages, whatever their mark. ValueError if they are not
    lists.
    """
    for by_language in entry.values():
        for language, phrases in by_language.items():
            if isinstance(phrases, str):  # otherwise each of its letters would be a phrase
                raise ValueError(f"{phrases!r} stands in no list")
            for phrase in phrases:
                yield str(phrase), language


def _phrases(entries: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Phrases:
    """Phrases by key. ValueError if one has two meanings."""
    known: dict[str, Phrase] = {}
    for meaning, listed in entries:
        for text, language in listed:
            key = label_key(text)
            if known.setdefault(key, Phrase(meaning, language)).meaning != meaning:
                raise ValueError(f"{text!r} stands for {known[key].meaning} and for {meaning}")
    return Phrases(known)


def _of(mapping: Yaml) -> Phrases:
    return _phrases((meaning, _listed(entry)) for meaning, entry in mapping.items())


def _keys(entry: Yaml) -> frozenset[str]:
    return frozenset(label_key(text) for text, _ in _listed(entry))


def _values(mapping: Yaml) -> dict[str, Phrases]:
    """The words for closed values, by column; they carry no mark."""
    return {
        field: _phrases((value, _listed({"": words})) for value, words in values.items())
        for field, values in mapping.items()
    }


def _months(mapping: Yaml) -> dict[str, str]:
    """The months in a folder of 0.1.0, which kept them here; they are now in words.csv."""
    months: dict[str, str] = {}
    for names in mapping.values():
        months |= {label_key(str(name)): str(n) for n, name in enumerate(names, start=1)}
    return months


def _letters(versions: Iterable[Yaml]) -> frozenset[tuple[str, str]]:
    """The pairs of letter and form that some version of the form has."""
    letters: set[tuple[str, str]] = set()
    for version in versions:
        letters |= {(str(letter), str(form)) for letter, form in version["letters"].items()}
    return frozenset(letters)


def _units(mapping: Yaml) -> dict[str, int]:
    units: dict[str, int] = {}
    for square_metres, by_language in mapping.items():
        for unit, _ in _listed({"": by_language}):
            units[plain_text(unit).casefold()] = int(square_metres)
    return units


def _private(mapping: Yaml) -> PrivateWords:
    """The words of which only reports speak. ValueError for a list of which nothing is known."""
    _refuse_strange(f"{_PRIVATE}.yaml", "list", mapping, PrivateWords._fields)
    words = {name: (text for text, _ in _listed(entry)) for name, entry in mapping.items()}
    return PrivateWords(**{name: tuple(found) for name, found in words.items()})


def _refuse_strange(of: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """ValueError for a name that nothing has."""
    if strange := sorted(set(names) - set(known)):
        raise ValueError(f"{of}: there is no {what} {', '.join(strange)}")


def _forms(mapping: Yaml, inside: Yaml) -> dict[str, ReportForm]:
    """The forms whose rows become records. ValueError for a name that nothing has."""
    forms: dict[str, ReportForm] = {}
    for name, entry in mapping.items():
        form = ReportForm(name=name, **entry)
        _refuse_strange(name, "title of", [name], inside["titles"])
        _refuse_strange(name, "table", [form.table], [table.name for table in LINE_TABLES])
        _refuse_strange(name, "section", [form.section], ["", *inside["sections"]])
        _refuse_strange(name, "obligation", [form.obligation], ["", *OBLIGATIONS])
        _refuse_strange(name, "particular", form.particulars, PARTICULARS)
        forms[name] = form._replace(particulars=tuple(form.particulars))
    if not any(form.status for form in forms.values()):
        raise ValueError("no form has a status")
    return forms


def _heading_words(inside: Yaml) -> dict[str, frozenset[str]]:
    """The words that may stand beside the heading of a section without changing its meaning."""
    # a folder copied before there were such lists raises more questions
    beside, others = _keys(inside.get("beside", {})), _keys(inside.get("others", {}))
    of_sections = dict.fromkeys(inside.get("to_others", ["provided"]), beside | others)
    return {"": beside, **of_sections}


def _of_forms(files: Mapping[str, Yaml], titles: Yaml) -> Yaml:
    """The phrases of all forms, each of which brings its own in a file of its name. ValueError for
    a file that belongs to no form, and for a key that no such file has.
    """
    old = files[_FORM_I]
    phrases = {**old, "boilerplate": _either(old, "boilerplate", "furniture"), "titles": titles}
    for name in sorted(files.keys() - _OF_ALL_FORMS - {_FORM_I}):
        own = files[name]
        if name.replace("-", "_") not in {*titles, *own.get("titles", ())}:
            raise ValueError(f"{name}.yaml does not bear the name of a form that has a title")
        _refuse_strange(f"{name}.yaml", "key", own, _OF_A_FORM)
        phrases = _joined(phrases, own)
    columns = {title.partition("/")[0] for title in phrases["columns"]}
    known_columns = {column.name for table in LINE_TABLES for column in table.columns}
    _refuse_strange("columns", "column", columns, known_columns)
    _refuse_strange("sections", "section", phrases["sections"], SECTIONS)
    return phrases


def _joined(one: Yaml, other: Yaml) -> dict[str, Any]:
    """Two mappings as one: entries in both are joined, lists one after the other."""
    both = {**one, **other}
    for key in one.keys() & other.keys():
        match one[key], other[key]:
            case Mapping() as first, Mapping() as second:
                both[key] = _joined(first, second)
            case list() | tuple() as first, list() | tuple() as second:
                both[key] = [*first, *second]
            case _:
                raise ValueError(f"{key} is a list in one file but not in another")
    return both


def _either(mapping: Yaml, key: str, old_key: str) -> Yaml:
    """The entry under its key, or under the key used in folders copied from earlier versions."""
    entry: Yaml = mapping[key] if key in mapping else mapping[old_key]
    return entry


def read_vocabulary(files: Mapping[str, Yaml]) -> FormLabels:
    """The vocabulary of the files by name. Refused (exit 2) if one of them cannot be used."""
    try:
        return _vocabulary(files)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise Refused(
            USAGE,
            "The folder forms/ of the reference cannot be used.",
            f"Correct it, or restore it from the program's repository: {error}.",
        ) from error


def _vocabulary(files: Mapping[str, Yaml]) -> FormLabels:
    cover, words_of_titles = files["cover"], files["titles"]["words"]
    inside = _of_forms(files, files["titles"]["titles"])
    return FormLabels(
        forms=_forms(files.get("forms", {"forms": _FORMS_OF_0_1})["forms"], inside),
        form_words=tuple(sorted(_keys(words_of_titles))),
        titles=_of(inside["titles"]),
        letters=_letters(files["versions"]["versions"]),
        labels=_of(cover["labels"]),
        labels_alone=_of(cover.get("labels_alone", {})),  # folders of 0.1.0 have none
        statuses=_of(cover["statuses"]),
        status_fillers=_keys(_either(cover, "status_fillers", "asides")),
        date_words={"month": _months(cover.get("months", {}))},
        sections=_of(inside["sections"]),
        heading_words=_heading_words(inside),
        columns=_of(inside["columns"]),
        values=_values(inside["values"]),
        nothing=_keys(inside["nothing"]),
        totals=_keys(inside["totals"]),
        boilerplate=_keys(inside["boilerplate"]),
        deadlines=_of({"deadline": inside["deadlines"]}),
        areas=_of({"area": inside["areas"]}),
        units=_units(inside["units"]),
        private=_private(files.get(_PRIVATE, {})),  # folders of 0.1.0 have none
    )


def says_any(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases is among the words of a text."""
    key = f" {label_key(text)} "
    return any(f" {phrase} " in key for phrase in phrases)


def says_nothing(text: str, labels: FormLabels) -> bool:
    """Whether a text says that there is nothing, or is empty."""
    key = label_key(text)
    return not key or key in labels.nothing


def line_says_nothing(line: DocumentLine, labels: FormLabels) -> bool:
    """Whether all the words of a line say that there is nothing to report."""
    return all(says_nothing(text, labels) for text in line.filled_texts)


def is_total(line: DocumentLine, labels: FormLabels) -> bool:
    """Whether a row is the total of others."""
    first = label_key(next(iter(line.filled_texts), ""))
    return first in labels.totals or first.split(" ")[0] in labels.totals
