"""Titles and labels of the form: from the YAML files of the reference folder to phrases that can be
looked up.

In: the mappings of the files in `forms/`. Out: FormLabels, and the key that two spellings of a
label share. It refuses (exit 2) a file in which a list is missing, or one phrase that stands for
two things.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from pipeline.language import name_key, plain_text
from pipeline.model.finding import USAGE, Refused
from pipeline.model.forms import FormLabels, Phrase, Phrases

FILES = ("versions", "titles", "cover", "form-i")
_NO_LETTER = re.compile(r"[\W_]+")
Yaml = Mapping[str, Any]


@lru_cache(maxsize=65_536)  # the same few words in every report
def label_key(text: str) -> str:
    """What two spellings of a label share: letters and digits alone, without case.

    >>> label_key("Name of State [Party]: ____")
    'name of state party'
    """
    return _NO_LETTER.sub(" ", name_key(text)).strip()


def _listed(entry: Yaml) -> Iterator[tuple[str, str]]:
    """The phrases of an entry with their languages, whatever their mark."""
    for by_language in entry.values():
        for language, phrases in by_language.items():
            for phrase in phrases:
                yield str(phrase), language


def _phrases(entries: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Phrases:
    """Phrases by key. ValueError where one stands for two meanings."""
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
    return {
        field: _phrases(
            (value, ((str(word), language) for language, words in listed.items() for word in words))
            for value, listed in values.items()
        )
        for field, values in mapping.items()
    }


def _months(mapping: Yaml) -> dict[str, str]:
    """The months of a folder of 0.1.0, which kept them here; they stand in words.csv now."""
    return {
        label_key(str(name)): str(number)
        for names in mapping.values()
        for number, name in enumerate(names, start=1)
    }


def _either(mapping: Yaml, key: str, old_key: str) -> Yaml:
    """The entry under its key, or under the key of folders copied from earlier versions."""
    entry: Yaml = mapping[key] if key in mapping else mapping[old_key]
    return entry


def read_vocabulary(files: Mapping[str, Yaml]) -> FormLabels:
    """The labels of the four files by name. Refused (exit 2) where one of them cannot be used."""
    try:
        cover, titles, inside = files["cover"], files["titles"], files["form-i"]
        return FormLabels(
            form_words=tuple(sorted(_keys(titles["words"]))),
            titles=_of(titles["titles"]),
            letters=frozenset(
                (str(k), str(v))
                for entry in files["versions"]["versions"]
                for k, v in entry["letters"].items()
            ),
            labels=_of(cover["labels"]),
            statuses=_of(cover["statuses"]),
            status_fillers=_keys(_either(cover, "status_fillers", "asides")),
            date_words={"month": _months(cover.get("months", {}))},
            sections=_of(inside["sections"]),
            beside=_keys(
                inside.get("beside", {})
            ),  # a folder copied before there was such a list asks more
            others=_keys(inside.get("others", {})),
            columns=_of(inside["columns"]),
            values=_values(inside["values"]),
            nothing=_keys(inside["nothing"]),
            totals=_keys(inside["totals"]),
            boilerplate=_keys(_either(inside, "boilerplate", "furniture")),
            deadlines=_phrases([("deadline", _listed(inside["deadlines"]))]),
            areas=_phrases([("area", _listed(inside["areas"]))]),
            units={
                plain_text(str(unit)).casefold(): int(square_metres)
                for square_metres, by_language in inside["units"].items()
                for units in by_language.values()
                for unit in units
            },
        )
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise Refused(
            USAGE,
            "The folder forms/ of the reference cannot be used.",
            f"Restore it from the program's repository: {error}",
        ) from error
