"""Commencement clauses a second of one core, dates beside dateparser, and hostile lines."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import dateparser

from vacatio_calendar.model import Language
from vacatio_parser.clauses import read_commencements
from vacatio_parser.dates import find_dates
from vacatio_parser.text import SourceText

TARGET = 20_000
_ROUNDS = 7
_TIMES = 60
_HOSTILE = 1_000_000

_RU = "Настоящий {} вводится в действие "
_KK = "Осы {} "

#: Clauses in the shares in which acts state them: ten days, sixty, months, a date, other days.
CLAUSES: dict[Language, tuple[str, ...]] = {
    Language.RU: (
        *[
            _RU.format("приказ") + "по истечении десяти календарных дней после дня его первого "
            "официального опубликования."
        ]
        * 11,
        *[
            _RU.format("Закон") + "по истечении шестидесяти календарных дней после дня его первого "
            "официального опубликования."
        ]
        * 3,
        _RU.format("Кодекс") + "по истечении шести месяцев после дня его первого официального "
        "опубликования.",
        _RU.format("Закон") + "с 1 января 2026 года.",
        _RU.format("решение") + "со дня его первого официального опубликования.",
        _RU.format("постановление") + "со дня его подписания.",
        _RU.format("Закон") + "с 1 июля 2026 года, за исключением статьи 5, которая вводится в "
        "действие с 1 января 2027 года.",
    ),
    Language.KK: (
        *[
            _KK.format("бұйрық") + "алғашқы ресми жарияланған күнінен кейін күнтізбелік он күн "
            "өткен соң қолданысқа енгізіледі."
        ]
        * 14,
        _KK.format("Кодекс") + "алғашқы ресми жарияланған күнінен кейін алты ай өткен соң "
        "қолданысқа енгізіледі.",
        _KK.format("Заң") + "2026 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.",
        _KK.format("шешім") + "алғашқы ресми жарияланған күнінен бастап қолданысқа енгізіледі.",
        _KK.format("Заң") + "2027 жылғы 1 қаңтардан бастап қолданысқа енгізілетін 5-бапты "
        "қоспағанда, 2026 жылғы 1 шілдеден бастап қолданысқа енгізіледі.",
    ),
    Language.EN: (
        *[
            "This Order shall come into force ten calendar days after the day of its first "
            "official publication."
        ]
        * 14,
        "This Law comes into force on January 1, 2026.",
        "This Decision shall come into force from the day of its first official publication.",
        "The Law enters into force 60 calendar days after its first official publication, which "
        "took place on November 18, 2025, i.e., on January 18, 2026.",
    ),
}

_DATES = {
    Language.RU: "17 ноября 2025 года",
    Language.KK: "2025 жылғы 17 қарашадағы",
    Language.EN: "November 17, 2025",
}


def _seconds(work: Callable[[], object]) -> float:
    """Take the best of several rounds, in seconds of the processor."""
    best = float("inf")
    for _ in range(_ROUNDS):
        gc.collect()
        begin = time.process_time()  # other programs on the machine do not count
        work()
        best = min(best, time.process_time() - begin)
    return best


def _all_clauses(language: Language) -> Callable[[], None]:
    def read() -> None:
        for _ in range(_TIMES):
            for clause in CLAUSES[language]:
                read_commencements(SourceText.of(clause), language)

    return read


def _repeated(
    text: str, language: Language, work: Callable[[str, Language], object]
) -> Callable[[], None]:
    def read() -> None:
        for _ in range(_TIMES):
            work(text, language)

    return read


def _own(text: str, language: Language) -> object:
    return find_dates(SourceText.of(text), language)


def _safely(text: str, language: Language) -> object:
    """Ask dateparser in its only safe settings."""
    return dateparser.parse(
        text,
        languages=[language.value],
        settings={
            "STRICT_PARSING": True,
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "PARSERS": ["absolute-time"],
        },
    )


def _hostile(line: str) -> float:
    def read() -> None:
        read_commencements(SourceText.of(line), Language.RU)

    return _seconds(read)


def rows() -> list[tuple[str, float, str, str]]:
    """Measure clauses, dates and a hostile line against a benign one."""
    table: list[tuple[str, float, str, str]] = []
    for language in Language:
        amount = _TIMES * len(CLAUSES[language])
        rate = amount / _seconds(_all_clauses(language))
        table.append((f"commencement clauses, {language}", rate, "clauses/s", f"goal {TARGET:,}"))
    for language, text in _DATES.items():
        ours = _TIMES / _seconds(_repeated(text, language, _own))
        theirs = _TIMES / _seconds(_repeated(text, language, _safely))
        note = f"dateparser, safely: {theirs:,.0f}"
        table.append((f"dates, {language}", ours, "dates/s", note))
    clause = CLAUSES[Language.RU][0] + " "
    benign = _hostile(clause * (_HOSTILE // len(clause)))
    piece = "вводится в действие с, за исключением ("
    worst = _hostile(piece * (_HOSTILE // len(piece)))
    table.append(("a hostile line of 1 MB", 1000 * worst, "ms", f"benign {1000 * benign:,.0f} ms"))
    return table
