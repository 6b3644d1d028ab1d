"""What starts and what stops to apply in a span of days; what was published, what is late."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, Value, number, rows, text
from vacatio_datasette.speech import Speech, civil

#: Rows a list shows; the count says how many there are.
SHOWN = 60

#: National normative acts: what is neither marked local nor individual.
NATIONAL = "a.level is not 'local' and a.normative is not 0"

#: Acts ``a`` on a watch list; the plus sign keeps SQLite from going through the whole list first.
AMONG = "+a.rowid in (select act from temp.watched)"

#: How many there are of the rest, counted in two indexes.
LOCAL = (
    "select (select count(*) from acts where level = 'local') + "
    "(select count(*) from acts where normative = 0) - "
    "(select count(*) from acts where normative = 0 and level = 'local')"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An act with the day a list is about.

    ``reading`` is set where the day is one of several readings; ``late`` is the number of days
    between the day the act applied from and the day it was found.
    """

    act: Named
    day: dt.date
    provisions: str | None = None
    certainty: str | None = None
    confidence: str | None = None
    reading: str | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """Items in order, and how many there are in all."""

    items: tuple[Item, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date

    def values(self) -> dict[str, Value]:
        """Give the bounds as parameters of a query."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}


def starting(
    connection: sqlite3.Connection,
    span: Span,
    say: Speech,
    *,
    everything: bool,
    body: str | None = None,
    watched: bool = False,
    limit: int = SHOWN,
) -> Listing:
    """List what starts to apply, day by day; disputed entries under each of their days.

    The join is a left one only because SQLite prepares an inner one by reading every act.

    ``body`` keeps to the acts of one body, ``watched`` to those in ``temp.watched``.
    """
    among = AMONG if watched else "1"
    source = f"""
        select d.*, {COLUMNS} from (
          select c.in_force_on as day, c.act_id, c.provisions, c.certainty, c.confidence,
            null as reading
          from commencements c where c.in_force_on between :first and :last
          union all
          select json_extract(o.value, '$.on'), c.act_id, c.provisions, c.certainty, c.confidence,
            json_extract(o.value, '$.reading')
          from commencements c, json_each(c.alternatives) o
          where c.confidence = 'disputed' and json_valid(c.alternatives)
            and json_extract(o.value, '$.on') between :first and :last
        ) d left join acts a on a.id = d.act_id
        where {_scope(everything)} and {among} and (:body is null or a.issuer_id = :body)
    """
    return _listing(connection, source, {**span.values(), "body": body}, say, limit=limit)


def ending(connection: sqlite3.Connection, span: Span, say: Speech, *, everything: bool) -> Listing:
    """List what stops applying; the day is the first one without force."""
    source = f"""
        select d.*, {COLUMNS} from (
          select c.ends_on as day, c.act_id, c.provisions, c.certainty, c.confidence
          from commencements c where c.ends_on between :first and :last
          union
          select m.in_force_on, m.target_act_id, null, null, null
          from amendments m where m.kind = 'repeals' and m.in_force_on between :first and :last
            and m.target_act_id is not null
        ) d left join acts a on a.id = d.act_id where {_scope(everything)}
    """
    return _listing(connection, source, span.values(), say)


def published(
    connection: sqlite3.Connection, span: Span, say: Speech, *, everything: bool
) -> Listing:
    """List what was officially published."""
    source = f"""
        select a.*, a.published_on as day, null as provisions
        from acts a where a.published_on between :first and :last and {_scope(everything)}
    """
    return _listing(connection, source, span.values(), say, newest_first=True)


def found_late(
    connection: sqlite3.Connection, span: Span, say: Speech, *, everything: bool
) -> tuple[Listing, int]:
    """List acts first seen in a span of days that applied already, and count the old ones.

    What applied more than a year before it was found is backfill, not news, and is counted only;
    on the archive's first day, when all is new to it, what applied more than a month before.
    """
    source = f"""
        select * from (
          select {COLUMNS}, a.in_force_on as day, null as provisions, a.certainty, a.confidence,
            cast(julianday(date(d.first_seen, '+5 hours')) - julianday(a.in_force_on) as integer)
              as late,
            case when d.first_seen < :second_day then 31 else 366 end as bound
          from documents d join acts a on a.document_id = d.id
          where d.first_seen >= :since and d.first_seen < :until
            and a.in_force_on < date(d.first_seen, '+5 hours') and {_scope(everything)}
        )
    """
    values = {
        "since": _midnight(span.first),
        "until": _midnight(span.last + dt.timedelta(days=1)),
        "second_day": _second_day(connection),
    }
    recent = _listing(connection, f"{source} where late < bound", values, say, newest_first=True)
    old = number(connection, f"select count(*) from ({source} where late >= bound)", values)
    return recent, old


def _midnight(day: dt.date) -> str:
    """Give the instant a day begins in Almaty (UTC+5), as the archive writes instants."""
    start = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) - dt.timedelta(hours=5)
    return start.strftime("%Y-%m-%dT%H:%M:%SZ")


def _second_day(connection: sqlite3.Connection) -> str:
    """Tell when the archive's second day began; nothing is older in an empty one."""
    (first,) = connection.execute(
        "select date(min(first_seen), '+5 hours') from documents"
    ).fetchone()
    day = civil(first)
    return "" if day is None else _midnight(day + dt.timedelta(days=1))


def _scope(everything: bool) -> str:
    return "1" if everything else NATIONAL


def _listing(
    connection: sqlite3.Connection,
    source: str,
    values: Mapping[str, Value],
    say: Speech,
    *,
    newest_first: bool = False,
    limit: int = SHOWN,
) -> Listing:
    order = "day desc, id" if newest_first else "day, id, provisions"
    found = rows(connection, f"{source} order by {order} limit {limit}", values)
    count = len(found)
    if count == limit:
        count = number(connection, f"select count(*) from ({source})", values)
    return Listing(tuple(_item(each, say) for each in found), count)


def _item(record: Row, say: Speech) -> Item:
    day = civil(record["day"])
    assert day is not None
    late = record.get("late")
    return Item(
        act=named(record, say),
        day=day,
        provisions=text(record, "provisions"),
        certainty=text(record, "certainty"),
        confidence=text(record, "confidence"),
        reading=text(record, "reading"),
        late=late if isinstance(late, int) else 0,
    )
