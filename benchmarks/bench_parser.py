"""Whole acts a second, a long code beside lxml.html alone, clauses beside dateparser, hostility."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import dateparser
import lxml.html

from benchmarks.bench_clauses import CLAUSES
from benchmarks.pages import code_page, linked_page
from vacatio_calendar.model import Language
from vacatio_parser import parse_bytes, parse_text
from vacatio_parser.clauses import read_commencements
from vacatio_parser.dates import find_dates
from vacatio_parser.endings import read_endings
from vacatio_parser.obligations import read_obligations
from vacatio_parser.publications import read_publications
from vacatio_parser.text import SourceText

ACTS_GOAL = 200
CODE_GOAL = 4
_ROUNDS = 3
_LINE = 200_000
_ACT = 15_000
_TIMES = 20

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
_RULES = """Утверждены приказом Министра
Правила учета пасек
Глава 1. Порядок учета
"""
# A paragraph of the rules annexed; with these an order is as long as the average one.
_RULE = (
    "{}. Владелец пасеки до 1 мая представляет в местный исполнительный орган сведения о числе "
    "семей пчел и о месте их установки в соответствии со статьей 7 Закона, а об изменении места "
    "установки уведомляет его в течение пяти рабочих дней со дня изменения.\n"
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


def _act() -> str:
    """Make an order whose text takes 15 KB."""
    rules: list[str] = []
    length = len((_ORDER + _RULES).encode())
    while length < _ACT:
        rules.append(_RULE.format(len(rules) + 1))
        length += len(rules[-1].encode())
    return _ORDER + _RULES + "".join(rules)


def _texts(page: bytes) -> list[str]:
    """Do the least a reader can: build the tree and join the text of each paragraph."""
    root = lxml.html.document_fromstring(page)
    return ["".join(paragraph.itertext()) for paragraph in root.iter("p")]


def _blocks(page: bytes) -> list[tuple[str, str | None, str | None, list[tuple[str, str]]]]:
    """Do what a reader of acts does: of each block its text, its anchor, its class, its links."""
    root = lxml.html.document_fromstring(page)
    return [
        (
            str(block.text_content()),
            block.get("id"),
            block.get("class"),
            [(link.get("href", ""), str(link.text_content())) for link in block.iter("a")],
        )
        for block in root.iter("h1", "h2", "h3", "p", "li", "td")
    ]


def _beside_lxml(what: str, page: bytes) -> tuple[str, float, str, str]:
    """Read a page to facts, and have lxml.html alone extract its text, and its text and links."""
    ours = _seconds(lambda: parse_bytes(page, name="page.html"))
    texts, blocks = _seconds(lambda: _texts(page)), _seconds(lambda: _blocks(page))
    note = (
        f"lxml.html: texts alone {1000 * texts:,.0f} ms, {ours / texts:.1f} times; "
        f"texts and links {1000 * blocks:,.0f} ms, {ours / blocks:.1f} times; goal {CODE_GOAL}"
    )
    return f"{what} of {len(page) / 1e6:.1f} MB, page to facts", 1000 * ours, "ms", note


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


def _beside_dateparser(language: Language) -> tuple[str, float, str, str]:
    """Read clauses to rules, and have dateparser look at the same clauses for a date."""
    clauses = CLAUSES[language] * _TIMES
    ours = _seconds(lambda: [read_commencements(SourceText.of(one), language) for one in clauses])
    theirs = _seconds(lambda: [_safely(one, language) for one in clauses])
    note = f"dateparser, safely: {len(clauses) / theirs:,.0f}, {theirs / ours:.1f} times our time"
    return f"clauses to rules, {language}", len(clauses) / ours, "clauses/s", note


def rows() -> list[tuple[str, float, str, str]]:
    """Measure acts, a long code, clauses and the ratios of hostile to benign lines."""
    act = _act()
    acts = 20 / _seconds(lambda: [parse_text(act) for _ in range(20)])
    what = f"orders of {len(act.encode()) / 1000:.0f} KB, text to facts"
    table = [(what, acts, "acts/s", f"goal {ACTS_GOAL}")]
    table.append(_beside_lxml("a code", code_page()))
    table.append(_beside_lxml("short paragraphs", linked_page()))
    table.extend(_beside_dateparser(language) for language in Language)
    for language in Language:
        what = f"hostile to benign line, {language}"
        table.append((what, 100 * _worst_line(language), "%", "goal at most 1,000"))
    table.append(("hostile to plain digits", 100 * _worst_digits(), "%", "goal at most 1,000"))
    for piece in ("amends Order No. 5 of 1 March 2020 and ", "закон от 1 января 2020 года «"):
        table.append((f"twice of «{piece.strip()}»", 100 * _doubling(piece), "%", "goal about 200"))
    return table
