"""Dates as they are printed, the impossible and the incomplete ones included."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import Language
from vacatio_parser import dates_fallback, parse_text
from vacatio_parser.dates import find_dates
from vacatio_parser.text import SourceText


def _read(language: str, text: str) -> list[tuple[str | None, int | None, int | None, int | None]]:
    return [
        (found.date.isoformat() if found.date else None, found.year, found.month, found.day)
        for found in find_dates(SourceText.of(text), Language(language))
    ]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("ru", "от 3 июля 2014 года № 226", "2014-07-03"),
        ("ru", "от «22» декабря 2025 года", "2025-12-22"),
        ("ru", "от « 5 » мая 2025 года", "2025-05-05"),
        ("ru", "с 01.07.2021)", "2021-07-01"),
        ("ru", "с 1.7.2021 г.", "2021-07-01"),
        ("ru", "с 1 января 2002 г.", "2002-01-01"),
        ("ru", "1-го марта 2026 года", "2026-03-01"),
        ("ru", "10 янв. 2024 г.", "2024-01-10"),
        ("ru", "9\u00a0сентября\u00a02023\u00a0года", "2023-09-09"),
        ("ru", "2026-07-01", "2026-07-01"),
        ("ru", "5 мая\n2025 года", "2025-05-05"),
        ("kk", "2025 жылғы 17 қарашадағы № 230", "2025-11-17"),
        ("kk", "2014 жылы 9 желтоқсанда", "2014-12-09"),
        ("kk", "2018 ж. 1 қаңтардан бастап", "2018-01-01"),
        ("kk", "2026 жылдың 1 қаңтарынан бастап", "2026-01-01"),
        ("kk", "2025 жылғы «17» қарашадағы", "2025-11-17"),
        ("kk", "2020 жылғы 1 қаңтарға дейін", "2020-01-01"),
        ("kk", "2026 жылғы 5 қыркүйектегі", "2026-09-05"),
        ("kk", "2026 жылғы 5 шілдедегі", "2026-07-05"),
        ("kk", "2026 жылғы 5 сәуірден", "2026-04-05"),
        ("kk", "2026 жылғы 5 маусымнан", "2026-06-05"),
        ("kk", "17.03.2025 ж. бастап", "2025-03-17"),
        ("en", "November 17, 2025", "2025-11-17"),
        ("en", "17 November 2025", "2025-11-17"),
        ("en", "17th of November 2025", "2025-11-17"),
        ("en", "November 17th, 2025", "2025-11-17"),
        ("en", "the 5th day of May 2024", "2024-05-05"),
        ("en", "Apr. 15, 2024", "2024-04-15"),
        ("en", "dated 08.07.2024 No. 116-VIII", "2024-07-08"),
        ("en", "No. 77 of March 2, 2026", "2026-03-02"),
        ("en", "17/11/2025", "2025-11-17"),
        ("en", "11/17/2025", "2025-11-17"),
        ("en", "2020年04月01日", "2020-04-01"),
        ("en", "SEPTEMBER 5, 2024", "2024-09-05"),
    ],
)
def test_one_date_is_read(language: str, text: str, date: str) -> None:
    assert [row[0] for row in _read(language, text)] == [date]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("ru", "с 01.07.206", (206, 7, 1)),
        ("ru", "04.09.1018", (1018, 9, 4)),
        ("ru", "31 февраля 2026 года", (2026, 2, 31)),
        ("ru", "29 февраля 2026 года", (2026, 2, 29)),
        ("ru", "32.01.2026", (2026, 1, 32)),
        ("ru", "2025-13-01", (2025, 13, 1)),
        ("ru", "9 сентября вступил", (None, 9, 9)),
        ("ru", "в августе 2024 года", (2024, 8, None)),
        ("ru", "1 января 26 года", (26, 1, 1)),
        ("ru", "1 января 0001 года", (1, 1, 1)),
        ("kk", "2024 жылғы тамызда", (2024, 8, None)),
        ("kk", "9 қыркүйекте", (None, 9, 9)),
        ("en", "on January 18.", (None, 1, 18)),
        ("en", "in August 2024", (2024, 8, None)),
        ("en", "23 March", (None, 3, 23)),
        ("en", "01/02/2025", (2025, None, None)),
    ],
)
def test_impossible_and_incomplete_dates_keep_their_parts(
    language: str, text: str, parts: tuple[int | None, int | None, int | None]
) -> None:
    assert _read(language, text) == [(None, *parts)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "№ 17-1"),
        ("ru", "№ 19-42-3.3.17"),
        ("ru", "10 дней"),
        ("ru", "2025 года"),
        ("ru", "через 10 дней"),
        ("ru", "пункт 3.1.2"),
        ("ru", "май"),
        ("ru", "10 дней 2024 года"),
        ("kk", "№ 18/145"),
        ("kk", "2024 жылғы бюджет"),
        ("en", "may 10 (ten) days"),
        ("en", "march 5 abreast"),
        ("en", "No. 66, 2024"),
    ],
)
def test_what_only_looks_like_a_date_is_none(language: str, text: str) -> None:
    assert _read(language, text) == []


def test_a_range_of_days_gives_no_day() -> None:
    assert all(row[0] is None for row in _read("ru", "17-18 ноября 2025 года"))


def test_several_dates_are_read_in_order() -> None:
    text = "Закон от 17 ноября 2025 года, опубликован 18.11.2025, в силе с 18 января 2026 года"
    assert [row[0] for row in _read("ru", text)] == ["2025-11-17", "2025-11-18", "2026-01-18"]


def test_only_a_part_of_a_text_may_be_read() -> None:
    text = SourceText.of("1 мая 2025 года и 2 мая 2025 года")
    assert [found.day for found in find_dates(text, Language.RU, 17)] == [2]


def test_dateparser_is_asked_only_for_a_day_an_unknown_month_and_a_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answer(day: int, word: str, year: int, language: Language) -> dt.date | None:
        asked.append(f"{day} {word} {year}")
        return dt.date(year, 1, day) if word == "січня" else None

    monkeypatch.setattr("vacatio_parser.dates.month_by_dateparser", answer)
    text = SourceText.of("5 січня 2024 года, 5 дней, 2025 года, 01.02.2024, 7 слон 2024 года")
    found = find_dates(text, Language.RU)
    assert asked == ["5 січня 2024", "7 слон 2024"]
    assert [(row.date, row.fallback) for row in found] == [
        (dt.date(2024, 1, 5), True),
        (dt.date(2024, 2, 1), False),
    ]


def test_a_document_counts_the_dates_only_dateparser_knew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(day: int, word: str, year: int, language: Language) -> dt.date:
        return dt.date(year, 1, day)

    monkeypatch.setattr("vacatio_parser.dates.month_by_dateparser", answer)
    text = "Настоящий приказ вводится в действие с {} 2024 года."
    assert parse_text(text.format("5 січня")).fallbacks == 1
    assert parse_text(text.format("5 января")).fallbacks == 0


def test_dateparser_is_asked_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(day: int, word: str, year: int, language: Language) -> None:
        asked.append(word)

    monkeypatch.setattr("vacatio_parser.dates.month_by_dateparser", answer)
    find_dates(SourceText.of("1 слон 2024 года " * 500), Language.RU)
    assert len(asked) <= 10


@pytest.mark.parametrize(
    ("day", "word", "year"), [(5, "x1", 2024), (5, "слоняра", 2024), (31, "feb", 2024)]
)
def test_the_gate_lets_no_invented_date_pass(day: int, word: str, year: int) -> None:
    assert dates_fallback.month_by_dateparser(day, word, year, Language.EN) is None


_MONTHS = {
    Language.RU: "января февраля марта апреля мая июня июля августа сентября октября ноября "
    "декабря",
    Language.KK: "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы шілдедегі "
    "тамыздағы қыркүйектегі қазандағы қарашадағы желтоқсандағы",
    Language.EN: "January February March April May June July August September October November "
    "December",
}
_FORMS = {
    Language.RU: "от {day} {month} {year} года",
    Language.KK: "{year} жылғы {day} {month}",
    Language.EN: "on {month} {day}, {year}",
}


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(Language))
def test_a_printed_date_reads_back(date: dt.date, language: Language) -> None:
    month = _MONTHS[language].split()[date.month - 1]
    text = _FORMS[language].format(day=date.day, month=month, year=date.year)
    (found,) = find_dates(SourceText.of(text), language)
    assert found.date == date
    assert not found.fallback


@given(
    st.text(alphabet="0123456789.-/ жылғ янвря2MayJun,\n«»№", max_size=120),
    st.sampled_from(Language),
)
@settings(max_examples=300)
def test_any_text_is_read_in_order_and_without_overlap(text: str, language: Language) -> None:
    source = SourceText.of(text)
    last = 0
    for found in find_dates(source, language):
        assert last <= found.start < found.end <= len(source.folded)
        last = found.end


@pytest.mark.parametrize(
    "piece", ["1 " * 16, "1" * 32, "1.1." * 8, "2026 жылғы 1 " * 2, '1 " "' * 6]
)
def test_hostile_digits_are_gone_through_to_a_date_behind_them(piece: str) -> None:
    found = find_dates(SourceText.of(piece * 1_000 + "; с 1 июля 2026 года"), Language.RU)
    assert found[-1].date == dt.date(2026, 7, 1)
