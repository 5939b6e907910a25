"""Filters: the only way from a figure, a field or a setting into text.

In: views. Out: traced spans. A filter that is given an unknown figure raises; none returns plain
text.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from pipeline.compose.language_words import LanguageWords, capital
from pipeline.compose.wording_views import (
    ChildrenView,
    FieldView,
    FigureView,
    Seen,
    SettingView,
    Traced,
    state_span,
)
from pipeline.model.block import Span
from pipeline.model.dates_and_money import Dated
from pipeline.model.public import DateSpan, PublicName, PublicRecord

Filter = Callable[..., Traced]
# Documents are cited with non-breaking spaces before their numbers: paragraph 4, 13 October.
_BY_A_NUMBER = re.compile(r" (?=\d)|(?<=\d) (?=[A-Z])")

# How a sentence may end by itself; otherwise the words of a cell would run into the sentence that
# follows.
_ENDS = tuple(".?!…") + tuple(mark + quote for mark in ".?!…" for quote in "”’\"')]")


def _value(figure: FigureView) -> int:
    if figure.figure.value is None:
        raise ValueError(
            f"{figure.figure.name} is {figure.figure.certainty}: it has no number to print"
        )
    return figure.figure.value


def _one(text: str, view: FieldView | SettingView) -> Traced:
    """A field or setting as one span."""
    return Traced((Span(text, "field", view.name),))


def _of_figure(text: str, figure: FigureView) -> Traced:
    """What a figure says as one span."""
    return Traced((Span(text, "figure", figure.figure.name),))


def _number_filters(words: LanguageWords) -> dict[str, Filter]:
    def number(figure: FigureView, *series: FigureView) -> Traced:
        others = tuple(_value(other) for other in series)
        return _of_figure(words.in_text(_value(figure), others), figure)

    def number_at_start(figure: FigureView) -> Traced:
        return _of_figure(capital(words.in_words(_value(figure))), figure)

    def ordinal(setting: SettingView) -> Traced:
        return _one(words.ordinals[int(str(setting.value))], setting)

    def ordinal_at_start(setting: SettingView) -> Traced:
        return _one(capital(words.ordinals[int(str(setting.value))]), setting)

    def digits(figure: FigureView) -> Traced:
        return _of_figure(str(_value(figure)), figure)

    return {
        "number": number,
        "Number": number_at_start,
        "digits": digits,
        "ordinal": ordinal,
        "Ordinal": ordinal_at_start,
    }


def _joined(words: LanguageWords, spans: list[Span]) -> list[Span]:
    """Spans with commas and a last "and" between them."""
    if not spans:
        return []
    joined = spans[:1]
    for span in spans[1:-1]:
        joined += [Span(words.joints["comma"]), span]
    if len(spans) > 1:
        joined += [Span(words.joints["and"]), spans[-1]]
    return joined


def _parted(words: LanguageWords, spans: list[Span]) -> list[Span]:
    """Spans with semicolons between them."""
    joined: list[Span] = []
    for span in spans:
        joined += [Span(words.joints["semicolon"]), span]
    return joined[1:]


def _running(names: tuple[PublicName, ...], figure: str) -> list[Span]:
    return [state_span(name, figure, name.running) for name in names]


def _name_filters(words: LanguageWords, in_text_up_to: int) -> dict[str, Filter]:
    def names(figure: FigureView) -> Traced:
        return Traced(_joined(words, _running(figure.figure.states, figure.figure.name)))

    def names_at_start(figure: FigureView) -> Traced:
        spans = list(names(figure))
        return Traced([spans[0]._replace(text=capital(spans[0].text)), *spans[1:]])

    def in_brackets(figure: FigureView) -> Traced:
        if not 0 < len(figure.figure.states) <= in_text_up_to:
            return _of_figure("", figure)
        return Traced([Span(words.joints["open"]), *names(figure), Span(words.joints["close"])])

    def in_note(figure: FigureView) -> Traced:
        if len(figure.figure.states) <= in_text_up_to:
            return _of_figure("", figure)
        inner = (*names_at_start(figure), Span(words.joints["end"]))
        return Traced((Span("", "note", figure.figure.name, inner=inner),))

    return {
        "names": names,
        "Names": names_at_start,
        "in_brackets": in_brackets,
        "in_note": in_note,
    }


def _year_filters(words: LanguageWords) -> dict[str, Filter]:
    def years(figure: FigureView) -> Traced:
        own = figure.figure
        pairs = list(zip(own.states, own.years, strict=True))
        if len(set(own.years)) == 1:
            return Traced((Span(str(own.years[0]), "figure", own.name),))
        spans = [Span(str(year), "figure", own.name, name.code) for name, year in pairs]
        return Traced([*_joined(words, spans), Span(words.joints["respectively"])])

    return {"years": years}


def _content(view: FieldView | SettingView) -> str:
    if isinstance(view, FieldView):
        return view.value.text
    return str(view.value)


def _names_of(view: FieldView | FigureView) -> tuple[tuple[PublicName, ...], str]:
    """The names that a field or figure holds, and its own name."""
    if isinstance(view, FieldView):
        return view.value.names, view.name
    return view.figure.states, view.figure.name


def _field_filters(words: LanguageWords) -> dict[str, Filter]:
    def text(view: FieldView | SettingView) -> Traced:
        return _one(_content(view), view)

    def sentence(field: FieldView) -> Traced:
        told = field.value.text.rstrip()
        if not told.endswith(_ENDS):
            told += words.joints["end"]
        return _one(told, field)

    def clause(field: FieldView) -> Traced:
        return _one(field.value.text.rstrip().removesuffix(words.joints["end"]), field)

    def actors(field: FieldView) -> Traced:
        return Traced(_joined(words, _running(field.value.names, field.name)))

    def listed(view: FieldView | FigureView) -> Traced:
        names, owner = _names_of(view)
        return Traced(_parted(words, [state_span(name, owner, name.listed) for name in names]))

    def term(view: FieldView | SettingView) -> Traced:
        return _one(words.term(view.name.rpartition(".")[2], _content(view)), view)

    return {
        "text": text,
        "sentence": sentence,
        "clause": clause,
        "actors": actors,
        "listed": listed,
        "term": term,
    }


def _record_filters(words: LanguageWords) -> dict[str, Filter]:
    def period(field: FieldView) -> Traced:
        return _one(capital(words.span(_span(field))), field)

    def dates(children: ChildrenView) -> Traced:
        parts = [_days(words, child, children.seen) for child in children.records]
        return Traced(_listed(words, parts))

    def titles(children: ChildrenView) -> Traced:
        untitled = [Span(words.joints["untitled"])]
        named = (_named(words, child, children.seen) or untitled for child in children.records)
        return Traced(_listed(words, list(named)))

    def occasions(children: ChildrenView) -> Traced:
        parts = [_occasion(words, child, children.seen) for child in children.records]
        return Traced(_listed(words, parts))

    return {"period": period, "dates": dates, "titles": titles, "occasions": occasions}


def _part(
    words: LanguageWords, record: PublicRecord, field: str, seen: Seen
) -> FieldView | list[Span]:
    """A field of a record; of one that may not be told the words for that, else nothing."""
    name = f"{record.table}/{record.id}.{field}"
    if field in record.values:
        seen.add(name)
        return FieldView(name, record.values[field])
    if record.form == "withheld":
        return [Span(words.joints["withheld"])]
    return []


def _days(words: LanguageWords, record: PublicRecord, seen: Seen) -> list[Span]:
    part = _part(words, record, "date", seen)
    if isinstance(part, FieldView):
        return list(_one(words.span(_span(part)), part))
    return part


def _named(words: LanguageWords, record: PublicRecord, seen: Seen) -> list[Span]:
    part = _part(words, record, "title", seen)
    if isinstance(part, FieldView):
        return list(_one(_content(part), part))
    return part


def _occasion(words: LanguageWords, record: PublicRecord, seen: Seen) -> list[Span]:
    """A title with its days in brackets, or what there is of the two."""
    title, day = _named(words, record, seen), _days(words, record, seen)
    if "title" not in record.values:
        return day
    return [*title, Span(words.joints["open"]), *day, Span(words.joints["close"])]


def _listed(words: LanguageWords, parts: list[list[Span]]) -> list[Span]:
    """Parts with semicolons between them, an empty one where there are none: a filter gives
    something always.
    """
    joined: list[Span] = []
    for part in filter(None, parts):
        joined += [Span(words.joints["semicolon"]), *part]
    return joined[1:] or [Span("")]


def _date_filters(words: LanguageWords) -> dict[str, Filter]:
    def day(setting: SettingView) -> Traced:
        return _one(words.date(_day(setting)), setting)

    def until(setting: SettingView, last: SettingView) -> Traced:
        return _one(words.span(DateSpan(first=_day(setting), last=_day(last))), setting)

    def year(setting: SettingView) -> Traced:
        value = setting.value
        if isinstance(value, date):
            value = value.year
        return _one(str(int(str(value))), setting)

    def short_year(setting: SettingView) -> Traced:
        return _one(str(_day(setting).first.year)[2:], setting)

    return {"date": day, "until": until, "year": year, "short_year": short_year}


def _dated_filters(words: LanguageWords) -> dict[str, Filter]:
    def dated(field: FieldView) -> Traced:
        return _one(words.at_date(_span(field)), field)

    def in_year(field: FieldView) -> Traced:
        return _one(str(_span(field).first.first.year), field)

    def dated_at_start(field: FieldView) -> Traced:
        return _one(capital(words.at_date(_span(field))), field)

    return {"dated": dated, "in_year": in_year, "Dated": dated_at_start}


def _register_filters(words: LanguageWords) -> dict[str, Filter]:
    def in_full(field: FieldView) -> Traced:
        return _one(words.span(_span(field)), field)

    def cited(field: FieldView) -> Traced:
        return _one(_BY_A_NUMBER.sub("\u00a0", field.value.text), field)

    return {"in_full": in_full, "cited": cited}


def _day(setting: SettingView) -> Dated:
    if not isinstance(setting.value, date):
        raise TypeError(f"{setting.name} is not a date")
    return Dated(first=setting.value)


def _span(field: FieldView) -> DateSpan:
    if field.value.span is None:
        raise TypeError(f"{field.name} is not a date")
    return field.value.span


def _document_filters(words: LanguageWords) -> dict[str, Filter]:
    def documents(figure: FigureView) -> Traced:
        own = figure.figure
        cited = (words.document(symbol, place) for symbol, place in own.cited)
        return Traced(_parted(words, [Span(text, "field", own.name) for text in cited]))

    def as_at(figure: FigureView) -> Traced:
        on = figure.figure.on
        if on is None:
            raise ValueError(f"{figure.figure.name} has no date to print")
        return Traced((Span(words.date(on), "field", figure.figure.name),))

    return {"documents": documents, "as_at": as_at}


def _symbol_filters() -> dict[str, Filter]:
    def organ(setting: SettingView) -> Traced:
        return _one(str(setting.value).partition("/")[0], setting)

    def rest(setting: SettingView) -> Traced:
        _, slash, after = str(setting.value).partition("/")
        return _one(slash + after, setting)

    return {"organ": organ, "rest": rest}


def filters(words: LanguageWords, names_in_text_up_to: int) -> dict[str, Any]:
    """All filters by name, for the words of a language; lists longer than the limit go to a
    note.
    """
    return {
        **_number_filters(words),
        **_name_filters(words, names_in_text_up_to),
        **_year_filters(words),
        **_field_filters(words),
        **_date_filters(words),
        **_dated_filters(words),
        **_record_filters(words),
        **_register_filters(words),
        **_document_filters(words),
        **_symbol_filters(),
    }
