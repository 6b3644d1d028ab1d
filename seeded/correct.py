"""Correct texts: bulletins alone and beside the archive, and acts of every kind that is broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from seeded.amending import POINTS, amended, base_of, repeal
from seeded.broken import Broken, known
from seeded.looking import Text
from seeded.specs import Spec, in_days, law, order, specs
from seeded.texts import act, bulletin, citation, clause, term
from seeded.words import DAY, TITLES, spelled, weekday, written
from vacatio_calendar import load
from vacatio_calendar.deadline import deadline
from vacatio_calendar.model import Claim, OfficialPublication, Unit

LAW = load("kz")
Maker = Callable[[Spec, int], Broken | None]


def plain(spec: Spec, at: int) -> Broken:
    """Write a bulletin on one act."""
    return Broken(bulletin(spec, _language(at), form=at // 2))


def beside_the_archive(spec: Spec, at: int) -> Broken:
    """Write a bulletin on an act that the archive holds."""
    return replace(plain(spec, at), others=_kept(spec), ids=("one",))


def on_two_acts(spec: Spec, at: int) -> Broken:
    """Write a bulletin on two acts, one behind the other."""
    language = _language(at)
    other = specs(10_000 + at, 1)[0]
    texts = (bulletin(each, language, form=1) for each in (spec, other))
    return Broken("\n".join(texts))


def with_more_words(spec: Spec, at: int) -> Broken:
    """Write a bulletin that names its act twice and prints a weekday."""
    language = _language(at)
    day = written(spec.published, language)
    name = weekday(spec.published, language)
    printed = f"{name}, {day}" if language == "en" else f"{day} ({name})"
    again = citation(spec, language)
    more = f"See the {again}." if language == "en" else f"Подробнее: {again}."
    return Broken(bulletin(spec, language, form=at // 2, printed=printed, more=more))


def with_a_deadline(spec: Spec, at: int) -> Broken | None:
    """Write a bulletin with a duty in working days and its right last day."""
    value = 5 + at % 20
    last = deadline(value, Unit.WORKING_DAYS, spec.entry, LAW).on
    if last is None:
        return None
    start, end = written(spec.entry, "en"), written(last, "en")
    more = f"Companies must report within {value} business days after {start}, by {end}."
    return Broken(bulletin(spec, "en", form=at, more=more))


def with_an_end(spec: Spec, at: int) -> Broken:
    """Write a bulletin on a temporary act, whose end is that of the act."""
    spec = in_days(spec)
    end = dt.date(2029, 1 + at % 12, 1)
    until = f"{clause(spec, 'ru')} и действует до {written(end, 'ru')}"
    text = (
        f"The {citation(spec, 'en')} was published on {written(spec.published, 'en')}, enters into "
        f"force {term(spec, 'en')} after the date of its first official publication and is valid "
        f"until {written(end, 'en')}.\n"
    )
    return Broken(text, others=(Text(act(spec, "ru", when=until), known(spec)),))


def in_words_and_figures(spec: Spec, at: int) -> Broken:
    """Write a bulletin that gives the term twice, in figures and in words."""
    spec, language = in_days(spec), _language(at)
    days = "calendar days" if language == "en" else "календарных дней"
    length = f"{spec.value} ({spelled(spec.value, language)}) {days}"
    return Broken(bulletin(spec, language, form=at // 2, length=length))


def official(spec: Spec, at: int) -> Broken:
    """Write an act in one of the official languages."""
    return Broken(act(spec, ("ru", "kk")[at % 2]), known(spec), official=True)


def in_both_languages(spec: Spec, at: int) -> Broken:
    """Write an act whose other language the archive holds."""
    return replace(official(spec, at), others=_kept(spec), ids=("one",))


def translated(spec: Spec, at: int) -> Broken:
    """Write the English translation of an act that the archive holds."""
    del at
    return Broken(act(spec, "en"), known(spec), _kept(spec), ids=("one",))


def staged(spec: Spec, at: int) -> Broken:
    """Write a law of which one article applies later."""
    spec = law(spec, at)
    later = "вводится в действие с 1 января 2028 года"
    when = f"{clause(spec, 'ru')}, за исключением статьи {1 + at % 2}, которая {later}"
    return Broken(act(spec, "ru", when=when), known(spec), official=True)


def temporary(spec: Spec, at: int) -> Broken:
    """Write an act with a term of validity."""
    end = written(dt.date(2028, 1 + at % 12, 1), "ru")
    when = f"{clause(spec, 'ru')} и действует до {end}"
    return Broken(act(spec, "ru", when=when), known(spec), official=True)


def from_signing(spec: Spec, at: int) -> Broken:
    """Write an act that applies from the day of signing or of publication."""
    since = ("подписания", "его первого официального опубликования")[at % 2]
    return Broken(
        act(spec, "ru", when=f"вводится в действие со дня {since}"), known(spec), official=True
    )


def amending(spec: Spec, at: int) -> Broken:
    """Write an order that amends an older one, which is as it says."""
    changes = (
        "пункт 2 изложить в следующей редакции:\n«2. Сдавать отчет еженедельно.».",
        "в пункте 1 слова «ежедневно» заменить словами «еженедельно».",
        "пункт 3 исключить.",
        "дополнить пунктом 4-1 следующего содержания:\n«4-1. Сдавать книги.».",
    )
    return amended(spec, changes[at % 4])


def repealing(spec: Spec, at: int) -> Broken:
    """Write an order that repeals an older one in force."""
    del at
    base = base_of(spec)
    held = Text(act(base, "ru", body=POINTS), known(base))
    return Broken(repeal(spec, base), known(order(in_days(spec))), (held,), official=True)


def with_a_footnote(spec: Spec, at: int) -> Broken:
    """Write a consolidated law with a footnote that gives the amending law's own term or day."""
    spec = law(in_days(spec), at)
    own = clause(spec, "ru") if at % 2 else f"вводится в действие с {spec.entry:%d.%m.%Y}"
    note = (
        f"Сноска. Статья 1 с изменением, внесенным Законом РК от {spec.adopted:%d.%m.%Y} "
        f"№ {spec.number} ({own})."
    )
    host = replace(
        spec,
        number="480-V",
        adopted=dt.date(2016, 4, 6),
        published=dt.date(2016, 4, 8),
        title=TITLES[(at + 1) % 6],
    )
    text = act(host, "ru", body=(f"Отношения ясны.\n{note}", "Понятия ясны."))
    return Broken(text, known(host), (Text(act(spec, "ru"), known(spec)),), official=True)


def with_what_portals_say(spec: Spec, at: int) -> Broken:
    """Write an act of which portals give the right days, and newspapers later ones."""
    del at
    spec = in_days(spec)
    places = (
        OfficialPublication(spec.published, "Эталонный контрольный банк", field="zanorda.source"),
        OfficialPublication(
            spec.published + 9 * DAY, "Казахстанская правда", field="zanorda.source"
        ),
    )
    claims = (
        Claim("zanorda.published", str(spec.published), spec.published),
        Claim("ekb.effectiveDate", str(spec.entry), spec.entry),
        Claim("ekb.versionDate", str(spec.adopted), spec.adopted),
        Claim("adilet.status", "new"),
    )
    facts = replace(known(spec), published=None, publications=places, claims=claims)
    return Broken(act(spec, "ru"), facts, official=True)


MAKERS: tuple[Maker, ...] = (
    *(plain, beside_the_archive, on_two_acts, with_more_words, with_a_deadline, with_an_end),
    *(in_words_and_figures, official, in_both_languages, translated, staged, temporary),
    *(from_signing, amending, repealing, with_a_footnote, with_what_portals_say),
)


def correct(drawn: list[Spec]) -> Iterator[tuple[str, Broken]]:
    """Yield correct texts of every kind, each with the name of its kind."""
    for at, spec in enumerate(drawn):
        for maker in MAKERS:
            made = maker(spec, at)
            if made is not None:
                yield maker.__name__, made


def _language(at: int) -> str:
    return ("en", "ru")[at % 2]


def _kept(spec: Spec) -> tuple[Text, ...]:
    """Return the Russian and the Kazakh text as the archive holds them."""
    return tuple(Text(act(spec, language), known(spec), name="one") for language in ("ru", "kk"))
