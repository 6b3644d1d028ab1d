"""The last day of a duty whose term runs from the day its own act applies is a day of calendars."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from vacatio.assemble import works
from vacatio.build import read
from vacatio.carried import carried
from vacatio.cuts import told
from vacatio.derive import NO_DECISIONS, dates
from vacatio.drawing import causes
from vacatio.events import Event
from vacatio.occurrences import events
from vacatio.occurrences import told as shared
from vacatio.resolve import Register
from vacatio_calendar import load
from vacatio_calendar.model import Language, RawDocument
from vacatio_feeds import calendar_events

LAW = load("kz")
HEAD = "Постановление Правительства Республики Казахстан от 9 ноября 2026 года № 305\n\n"
ENTRY = "введения в действие настоящего постановления"
CLAUSE = "2. Настоящее постановление вводится в действие с 1 декабря 2026 года.\n"


def found(duty: str, clause: str = CLAUSE) -> list[Event]:
    """Give the events of a resolution with one duty."""
    orders = "Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:"
    body = f"{HEAD}{orders}\n1. Поставщикам {duty}.\n{clause}".encode()
    raw = RawDocument(
        source="test",
        key="305",
        url="https://example.org/305",
        fetched_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
        media_type="text/plain",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        language=Language.RU,
    )
    acts = works([read(raw, None)], LAW)
    register = Register(acts, LAW, {})
    dated = dates(acts, causes(acts, register, LAW), LAW, NO_DECISIONS)
    [each] = dated
    return list(events(each, carried(each), register, LAW, lambda _: shared(each.work, LAW)))


@pytest.mark.parametrize(
    ("duty", "on"),
    [
        (f"в течение трех месяцев со дня {ENTRY}", "2027-03-01"),
        (
            "в течение десяти рабочих дней после введения в действие настоящего постановления",
            "2026-12-15",
        ),
        ("в течение трех месяцев со дня получения заявления", None),
        ("в течение трех месяцев со дня введения в действие Закона", None),
    ],
)
def test_a_term_from_the_day_the_act_applies_gives_its_last_day(duty: str, on: str | None) -> None:
    days = [event.effective_on for event in found(f"{duty} привести договоры в порядок")
            if event.kind == "deadline"]  # fmt: skip
    assert days == ([] if on is None else [on])


def test_without_a_day_of_its_own_an_act_gives_no_last_day() -> None:
    given = found(
        f"в течение трех месяцев со дня {ENTRY}",
        "2. Контроль возложить на департамент.\n",
    )
    assert not [event for event in given if event.kind == "deadline"]


def test_a_duty_stands_in_calendars_and_is_no_news() -> None:
    rows = [event.row() for event in found(f"в течение трех месяцев со дня {ENTRY}")]
    days = {each.kind: each.day for each in calendar_events(rows, site_url="https://x.kz")}
    assert days["deadline"] == dt.date(2027, 3, 1)
    assert "deadline" not in {row["kind"] for row in told(rows)}
