"""Bulletins with one slip in them: a date, a number, a title, a weekday."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seeded.broken import Broken, fault
from seeded.specs import Spec, in_days, in_months, law, order, specs
from seeded.texts import bulletin, citation, kind, term
from seeded.words import (
    DAY,
    OTHER_TITLES,
    months_after,
    spelled,
    weekday,
    without_year,
    written,
)
from vacatio_calendar import load
from vacatio_calendar.workdays import is_working

LAW = load("kz")


def _language(at: int) -> str:
    return ("en", "ru")[at % 2]


def _said(spec: Spec, at: int, day: dt.date) -> Broken:
    language = _language(at)
    return Broken(bulletin(spec, language, form=at // 2, stated=written(day, language)))


def _next_working(day: dt.date) -> dt.date:
    while not is_working(day, LAW):
        day += DAY
    return day


@fault("VAC001")
def before_publication(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = spec.published - 1 * DAY
    signed = {spec.adopted + (spec.value + more) * DAY for more in (-spec.value, 0, 1)}
    return None if day in signed or day == spec.adopted else _said(spec, at, day)


@fault("VAC002")
def last_year(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    return (
        _said(spec, at, spec.entry.replace(year=spec.entry.year - 1, day=min(spec.entry.day, 28)))
        if (spec.entry.day <= 28)
        else None
    )


@fault("VAC052")
def next_year(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    return (
        None
        if spec.entry.day > 28
        else _said(spec, at, spec.entry.replace(year=spec.entry.year + 1))
    )


@fault("VAC052")
def year_without_a_digit(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    year = str(spec.entry.year)
    printed = written(spec.entry, language, year=year[:2] + year[3])
    return Broken(bulletin(spec, language, form=at // 2, stated=printed))


@fault("VAC003")
def a_day_early(spec: Spec, at: int) -> Broken | None:
    return _said(in_days(spec), at, in_days(spec).entry - DAY)


@fault("VAC003")
def a_day_late(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    late = spec.entry + DAY
    rolled = _next_working(spec.entry - DAY) + DAY
    return None if rolled == late else _said(spec, at, late)


@fault("VAC004")
def counted_from_signing(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = spec.adopted + (spec.value + 1) * DAY
    return None if (spec.published - spec.adopted).days < 3 else _said(spec, at, day)


@fault("VAC004")
def words_from_signing(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = written(spec.adopted + spec.value * DAY, "en")
    out = written(spec.published, "en")
    word = kind(spec, "en")
    return Broken(
        f"The {citation(spec, 'en')} was published on {out}. The {word} shall enter into force "
        f"{spec.value} calendar days from the date of its signing, i.e. on {day}.\n"
    )


@fault("VAC005")
def moved_to_a_working_day(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    last = spec.entry - DAY
    rolled = _next_working(last) + DAY
    return (
        None if rolled == spec.entry or (rolled - spec.entry).days < 2 else _said(spec, at, rolled)
    )


@fault("VAC006")
def the_other_reading(spec: Spec, at: int) -> Broken | None:
    spec = in_months(spec, 3 + 3 * (at % 2))
    other = months_after(spec.published + DAY, spec.value) + DAY
    return None if other == spec.entry else _said(spec, at, other)


@fault("VAC006")
def neither_reading(spec: Spec, at: int) -> Broken | None:
    spec = in_months(spec, 3 + 3 * (at % 2))
    day = spec.entry - DAY
    return _said(spec, at, day)


@fault("VAC007")
def a_term_without_a_day(spec: Spec, at: int) -> Broken | None:
    if at % 2:
        return Broken(
            f"The {citation(spec, 'en')} shall enter into force {term(spec, 'en')} "
            "after the date of "
            "its first official publication.\n"
        )
    return Broken(
        f"{citation(spec, 'ru')} вводится в действие по истечении {term(spec, 'ru')} после дня его "
        "первого официального опубликования.\n"
    )


@fault("VAC054")
def no_year(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    return Broken(bulletin(spec, language, form=at // 2, stated=without_year(spec.entry, language)))


@fault("VAC065")
def the_day_of_signing(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    return _said(spec, at, spec.adopted)


@fault("VAC070")
def another_day(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    day = spec.entry + (3 + at % 20) * DAY
    rolled = _next_working(spec.entry - DAY) + DAY
    signed = spec.adopted + spec.value * DAY
    return None if day in {rolled, signed, signed + DAY} else _said(spec, at, day)


@fault("VAC070")
def another_month(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    return _said(spec, at, months_after(spec.entry, 1))


@fault("VAC061")
def digits_and_words(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    other = spelled(15, language)
    length = f"{spec.value} ({other}) " + (
        "calendar days" if language == "en" else "календарных дней"
    )
    return Broken(bulletin(spec, language, form=at // 2, length=length))


@fault("VAC040")
def wrong_weekday(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    wrong = weekday(spec.published + DAY, language)
    out = written(spec.published, language)
    printed = f"{wrong}, {out}" if language == "en" else f"{out} ({wrong})"
    return Broken(bulletin(spec, language, form=at // 2, printed=printed))


@fault("VAC023")
def no_such_day(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    printed = (
        f"February 31, {spec.entry.year}"
        if language == "en"
        else f"31 февраля {spec.entry.year} года"
    )
    return Broken(bulletin(spec, language, form=at // 2, stated=printed))


@fault("VAC023")
def published_in_the_future(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    moved = replace(in_days(spec), published=dt.date(2027, 3, 1 + at % 20))
    return Broken(bulletin(moved, language, form=at // 2))


@fault("VAC071")
def published_before_adoption(spec: Spec, at: int) -> Broken | None:
    moved = replace(in_days(spec), published=spec.adopted - (3 + at % 9) * DAY)
    return Broken(bulletin(moved, _language(at), form=at // 2))


@fault("VAC051")
def two_titles(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    other = OTHER_TITLES[spec.title.ru][language == "en"]
    again = citation(spec, language, title=other)
    more = f"See the {again}." if language == "en" else f"Подробнее: {again}."
    return Broken(bulletin(spec, language, form=at // 2, more=more))


@fault("VAC055")
def one_number_two_acts(spec: Spec, at: int) -> Broken | None:
    spec, language = order(spec), _language(at)
    other = (
        "On Rules for Issuing Fishing Licences"
        if language == "en"
        else "Об утверждении формы билета рыболова"
    )
    again = citation(spec, language, title=other)
    more = f"See also the {again}." if language == "en" else f"Также принят {again}."
    return Broken(bulletin(spec, language, form=at // 2, more=more))


@fault("VAC042")
def mark_of_a_court(spec: Spec, at: int) -> Broken | None:
    spec, language = order(spec), _language(at)
    cited = citation(spec, language, number=f"{spec.number}-НП")
    return Broken(bulletin(spec, language, form=at // 2, cited=cited))


@fault("VAC056")
def out_of_sequence(spec: Spec, at: int) -> Broken | None:
    spec, language = law(in_days(spec), at), _language(at)
    number = f"{300 + at % 4}-VIII" if spec.adopted < dt.date(2026, 3, 1) else "20-VIII"
    return Broken(
        bulletin(spec, language, form=at // 2, cited=citation(spec, language, number=number))
    )


@fault("VAC057")
def convocation_of_another_time(spec: Spec, at: int) -> Broken | None:
    spec, language = law(in_days(spec), at), _language(at)
    if spec.adopted >= dt.date(2026, 7, 1) or spec.adopted < dt.date(2023, 8, 1):
        return None
    number = f"{spec.number.partition('-')[0]}-{('VII', 'VI')[at % 2]}"
    return Broken(
        bulletin(spec, language, form=at // 2, cited=citation(spec, language, number=number))
    )


@fault("VAC059")
def law_by_number_alone(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    number = (157, 177, 291, 351)[at % 4]
    more = (
        f"It follows Law of the Republic of Kazakhstan No. {number}."
        if language == "en"
        else f"Принят во исполнение Закона Республики Казахстан № {number}."
    )
    return Broken(bulletin(spec, language, form=at // 2, more=more))


@fault("VAC048")
def deadline_on_a_day_off(spec: Spec, at: int) -> Broken | None:
    day = spec.entry + 10 * DAY
    while is_working(day, LAW):
        day += DAY
    if is_working(day, LAW) is None:
        return None
    more = (
        f"Companies must report within {10 + at % 9} business days after publication, by "
        f"{written(day, 'en')}."
    )
    return Broken(bulletin(spec, "en", form=at, more=more))


@fault("VAC039")
def ends_before_it_begins(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    end = written(spec.entry - (1 + at % 9) * DAY, language)
    if language == "en":
        text = (
            f"The {citation(spec, 'en')} was published on "
            f"{written(spec.published, 'en')}, enters into force "
            f"{term(spec, 'en')} after the date of its first official publication and "
            f"is valid until {end}.\n"
        )
    else:
        text = (
            f"{citation(spec, 'ru')} опубликован {written(spec.published, 'ru')}, "
            "вводится в действие по истечении "
            f"{term(spec, 'ru')} после дня его первого официального опубликования и "
            f"действует до {end}.\n"
        )
    return Broken(text)


@fault("VAC058")
def from_before_adoption(spec: Spec, at: int) -> Broken | None:
    language = _language(at)
    day = written(spec.adopted - (5 + at % 30) * DAY, language)
    if language == "en":
        return Broken(f"The {citation(spec, 'en')} enters into force on {day}.\n")
    return Broken(f"{citation(spec, 'ru')} вводится в действие с {day}.\n")


@fault("VAC053")
def longer_than_its_days(spec: Spec, at: int) -> Broken | None:
    spec = in_days(spec)
    start = spec.entry
    end = months_after(start, 3)
    text = (
        f"The {citation(spec, 'en')} is valid for six months from {written(start, 'en')} until "
        f"{written(end, 'en')}.\n"
    )
    return Broken(text)


@fault("VAC011")
def judged_by_a_later_rule(spec: Spec, at: int) -> Broken | None:
    old = replace(
        order(in_days(spec)),
        adopted=dt.date(2017 + at % 4, 3, 1 + at % 20),
        published=dt.date(2017 + at % 4, 4, 1),
        value=21,
    )
    more = "This is shorter than the sixty days required for business."
    if at % 2:
        more = "Это менее шестидесяти календарных дней, установленных для бизнеса."
    return Broken(bulletin(old, _language(at), form=at // 2, more=more))


@fault("VAC002")
def last_year_in_the_second_of_two(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    if spec.entry.day > 28:
        return None
    wrong = written(spec.entry.replace(year=spec.entry.year - 1), language)
    first = bulletin(specs(10_000 + at, 1)[0], language, form=1)
    return Broken(f"{first}\n{bulletin(spec, language, form=1, stated=wrong)}")


@fault("VAC070")
def another_day_in_the_first_of_two(spec: Spec, at: int) -> Broken | None:
    spec, language = in_days(spec), _language(at)
    wrong = written(spec.entry + (31 + at % 9) * DAY, language)
    second = bulletin(specs(10_000 + at, 1)[0], language, form=1)
    return Broken(f"{bulletin(spec, language, form=1, stated=wrong)}\n{second}")
