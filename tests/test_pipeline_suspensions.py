"""A suspension holds from the later of its two first days to the day its instruction names."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio.assemble import Reading, works
from vacatio.build import read
from vacatio.carried import carried
from vacatio.derive import Dated, dates
from vacatio.drawing import causes
from vacatio.occurrences import events, told
from vacatio.resolve import Register
from vacatio.rows import amendments, modifications
from vacatio.suspensions import Ordered, ordered
from vacatio_calendar import load
from vacatio_calendar.model import ActRef, Language, RawDocument
from vacatio_parser import parse_text

D = dt.date
LAW = load("kz")
ORDER = "приказа Министра здравоохранения Республики Казахстан от 14 сентября 2026 года № 121"
RESOLUTION = "постановления Правительства Республики Казахстан от 14 сентября 2026 года № 121"
HEAD = "Приказ Министра здравоохранения Республики Казахстан от 9 ноября 2026 года № 305\n\n"
CLAUSE = (
    "2. Настоящий приказ вводится в действие по истечении десяти календарных дней "
    "после дня его первого официального опубликования.\n"
)
KAZAKH = (
    "Қазақстан Республикасы Денсаулық сақтау министрінің 2026 жылғы 9 қарашадағы № 305 бұйрығы\n\n"
    "БҰЙЫРАМЫН:\n1. Қазақстан Республикасы Денсаулық сақтау министрінің 2026 жылғы "
    "14 қыркүйектегі № 121 бұйрығының қолданысы 2027 жылғы 1 шілдеге дейін тоқтатыла тұрсын.\n"
)


@pytest.mark.parametrize(
    ("instruction", "part", "since", "until"),
    [
        (f"Приостановить до 1 июля 2027 года действие {ORDER}.", None, None, D(2027, 7, 1)),
        (f"Приостановить по 30 июня 2027 года действие {ORDER}.", None, None, D(2027, 7, 1)),
        (
            f"Приостановить с 1 января 2027 года до 1 июля 2027 года действие {ORDER}.",
            None, D(2027, 1, 1), D(2027, 7, 1),
        ),
        (f"Приостановить действие {ORDER}.", None, None, None),
        (
            f"Приостановить до 1 июля 2027 года действие пункта 1 {ORDER}.",
            "пункт 1", None, D(2027, 7, 1),
        ),
    ],
)  # fmt: skip
def test_the_term_is_read_from_the_instruction(
    instruction: str, part: str | None, since: dt.date | None, until: dt.date | None
) -> None:
    [work] = works([page("305", f"{HEAD}ПРИКАЗЫВАЮ:\n1. {instruction}\n{CLAUSE}")], LAW)
    [found] = ordered(work.main.act, work.main.document)
    assert (found.ref.number, found.part) == ("121", part)
    assert (found.since, found.until) == (since, until)


def test_the_term_behind_the_citation_is_read_in_kazakh() -> None:
    document = parse_text(KAZAKH)
    [found] = ordered(document.acts[0], document)
    assert (found.ref.number, found.until) == ("121", D(2027, 7, 1))


def test_each_suspension_has_the_term_of_its_own_sentence() -> None:
    other = ORDER.replace("121", "122")
    document = parse_text(
        f"{HEAD}ПРИКАЗЫВАЮ:\n1. Приостановить до 1 июля 2027 года действие {ORDER}.\n"
        f"2. Приостановить действие {other}.\n3{CLAUSE[1:]}"
    )
    found = {each.ref.number: each.until for each in ordered(document.acts[0], document)}
    assert found == {"121": D(2027, 7, 1), "122": None}


@pytest.mark.parametrize(
    ("since", "applies", "start"),
    [
        (None, D(2026, 12, 1), D(2026, 12, 1)),
        (D(2027, 1, 1), D(2026, 12, 1), D(2027, 1, 1)),
        (D(2026, 1, 1), D(2026, 12, 1), D(2026, 12, 1)),
        (D(2027, 1, 1), None, None),
    ],
)
def test_no_suspension_begins_before_the_act_that_orders_it(
    since: dt.date | None, applies: dt.date | None, start: dt.date | None
) -> None:
    assert Ordered(ActRef(), None, 0, since).start(applies) == start


@pytest.mark.parametrize("part", [None, "пункт 1"])
def test_a_suspension_and_its_end_are_told_of_the_suspended_act(part: str | None) -> None:
    unit = "пункта 1 " if part else ""
    dated, register = both(f"Приостановить до 1 июля 2027 года действие {unit}{RESOLUTION}.")
    moved = tuple(carried(each) for each in dated)
    target, cause = dated
    said = [
        (event.kind, event.provisions, event.effective_on)
        for each, move in zip(dated, moved, strict=True)
        for event in events(
            each, move, register, LAW, {d.work.id: told(d.work, LAW) for d in dated}.__getitem__
        )
        if event.act_id == target.work.id and event.kind in {"suspended", "resumed", "amended"}
    ]
    assert said == [("suspended", part, "2026-12-01"), ("resumed", part, "2027-07-01")]
    [known] = target.known.suspensions
    assert (known.by, known.start, known.until, known.provisions) == (
        cause.work.id, D(2026, 12, 1), D(2027, 7, 1), part,
    )  # fmt: skip
    rows = [
        *(row for row in amendments(cause, register, moved[1].first_days())),
        *(row for row in modifications(cause, moved[1].days)),
    ]
    terms = {(row["in_force_on"], row["ends_on"]) for row in rows if row["ends_on"]}
    assert terms == {("2026-12-01", "2027-07-01")}


def page(number: str, text: str) -> Reading:
    """Read one page as the archive would give it."""
    raw = RawDocument(
        source="ekb",
        key=f"{number}/rus",
        url=f"https://example.org/{number}",
        fetched_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        media_type="text/plain",
        body=text.encode(),
        sha256=number,
        language=Language.RU,
    )
    return read(raw, None)


def both(instruction: str) -> tuple[tuple[Dated, ...], Register]:
    """Date a resolution and the one that suspends it."""
    head = "Постановление Правительства Республики Казахстан от {day} 2026 года № {number}\n\n"
    words = "Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:\n1. {what}\n2. Настоящее "
    clause = "постановление вводится в действие с {on} 2026 года.\n"
    text = head + words + clause
    suspended = text.format(
        day="14 сентября", number="121", what="Утвердить размеры.", on="1 октября"
    )
    suspending = text.format(day="9 ноября", number="305", what=instruction, on="1 декабря")
    acts = works([page("121", suspended), page("305", suspending)], LAW)
    register = Register(acts, LAW)
    return dates(acts, causes(acts, register, LAW), LAW, {}), register
