"""Whole acts a second, a long code beside lxml.html alone, and hostile lines beside benign ones."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import lxml.html

from benchmarks.bench_clauses import CLAUSES
from vacatio_calendar.model import Language
from vacatio_parser import parse_bytes, parse_text
from vacatio_parser.clauses import read_commencements
from vacatio_parser.dates import find_dates
from vacatio_parser.endings import read_endings
from vacatio_parser.obligations import read_obligations
from vacatio_parser.publications import read_publications
from vacatio_parser.text import SourceText

ACTS_GOAL = 200
_ROUNDS = 3
_LINE = 200_000
_CODE = 2_800_000

_ORDER = """Об утверждении Правил учета пасек

Приказ Министра сельского хозяйства Республики Казахстан от 4 марта 2026 года № 120. \
Зарегистрирован в Министерстве юстиции Республики Казахстан 6 марта 2026 года № 39120

В соответствии с пунктом 2 статьи 5 Закона Республики Казахстан от 5 мая 2020 года № 321-VI \
«О пчеловодстве» ПРИКАЗЫВАЮ:
1. Внести в приказ Министра сельского хозяйства Республики Казахстан от 1 марта 2019 года № 7 \
«Об утверждении формы» (зарегистрирован в Реестре государственной регистрации нормативных \
правовых актов под № 18350) следующее изменение:
пункт 3 изложить в следующей редакции:
«3. Сведения о пасеке представляются в течение десяти рабочих дней после ее установки.».
2. Департаменту животноводства в установленном порядке обеспечить государственную регистрацию \
настоящего приказа и его размещение на интернет-ресурсе министерства.
3. Контроль за исполнением настоящего приказа возложить на курирующего вице-министра.
4. Настоящий приказ вводится в действие по истечении десяти календарных дней после дня его \
первого официального опубликования.

Министр
"""
_ARTICLE = (
    "<p id='z{0}'>Статья {0}. Порядок учета</p><p>1. Учет ведется по месту установки пасеки в "
    "соответствии со статьей 7 настоящего Кодекса.</p><p>2. Сведения хранятся пять лет.</p>"
    "<p>Сноска. Статья {0} с изменениями, внесенными Законом РК от 27.12.2024 № 149-VIII "
    "(вводится в действие с 01.01.2025).</p>"
)
_DIGITS = ("1 " * 16, "1" * 32, "1.1." * 8, "2026 жылғы 1 " * 2, '1 " "' * 6)
_PIECES = (
    "Настоящий приказ вводится в действие, за исключением ",
    "this order comes into force ( ",
    "first official publication, which ",
    "«: «",
    "в течение ",
    "опубликован ",
    "вводится в действие:\n«",
    "( вводится в действие ) (",
    "күшіне енеді;\n",
    "entry into force of ",
    "с 1 января, ",
    "десяти ",
)


def _seconds(work: Callable[[], object]) -> float:
    """Take the best of several rounds, in seconds of the processor."""
    best = float("inf")
    for _ in range(_ROUNDS):
        gc.collect()
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def _clauses(line: str, language: Language) -> float:
    source = SourceText.of(line)

    def read() -> None:
        read_commencements(source, language)
        read_endings(source, language)
        read_publications(source, language)
        read_obligations(source, language)

    return _seconds(read)


def _worst_line(language: Language) -> float:
    """Give how many times a benign line the costliest hostile line of its length takes."""
    clause = CLAUSES[language][0] + " "
    benign = _clauses(clause * (_LINE // len(clause)), language)
    return max(_clauses(piece * (_LINE // len(piece)), language) for piece in _PIECES) / benign


def _worst_digits() -> float:
    def cost(piece: str) -> float:
        source = SourceText.of(piece * (_LINE // len(piece)))
        return _seconds(lambda: find_dates(source, Language.RU))

    return max(cost(piece) for piece in _DIGITS) / cost("с 1 июля 2026 года по пункту 5; ")


def _doubling(piece: str) -> float:
    """Give how many times the time twice the text takes."""
    text = piece * (_LINE // 4 // len(piece))
    return _seconds(lambda: parse_text(text * 2)) / _seconds(lambda: parse_text(text))


def rows() -> list[tuple[str, float, str, str]]:
    """Measure acts, a long code and the ratios of hostile to benign lines."""
    acts = 50 / _seconds(lambda: [parse_text(_ORDER) for _ in range(50)])
    table = [("average orders, text to facts", acts, "acts/s", f"goal {ACTS_GOAL}")]
    articles = "".join(_ARTICLE.format(n) for n in range(1, _CODE // len(_ARTICLE.encode())))
    code = f"<html><body>{articles}</body></html>".encode()
    ours = _seconds(lambda: parse_bytes(code, name="code.html"))
    alone = _seconds(lambda: lxml.html.fromstring(code))
    note = f"lxml.html alone: {1000 * alone:,.0f} ms"
    table.append((f"a code of {len(code) / 1e6:.1f} MB, page to facts", 1000 * ours, "ms", note))
    for language in Language:
        what = f"hostile to benign line, {language}"
        table.append((what, 100 * _worst_line(language), "%", "goal at most 1,000"))
    table.append(("hostile to plain digits", 100 * _worst_digits(), "%", "goal at most 1,000"))
    for piece in ("amends Order No. 5 of 1 March 2020 and ", "закон от 1 января 2020 года «"):
        table.append((f"twice of «{piece.strip()}»", 100 * _doubling(piece), "%", "goal about 200"))
    return table
