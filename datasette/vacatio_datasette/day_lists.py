"""What starts and what stops to apply in a span of days; what was published, what is late."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from vacatio_datasette.naming import COLUMNS, Named, named
from vacatio_datasette.reading import Row, Value, number, rows, text
from vacatio_datasette.speech import Speech, civil

#: Rows a list shows; the count says how many there are.
SHOWN = 60

#: National normative acts: what is neither marked local nor individual.
NATIONAL = "a.level is not 'local' and a.normative is not 0"


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
    limit: int = SHOWN,
) -> Listing:
    """List what starts to apply, day by day; disputed entries under each of their days.

    ``body`` keeps to the acts of one body.
    """
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
        ) d join acts a on a.id = d.act_id
        where {_scope(everything)} and (:body is null or a.issuer_id = :body)
    """
    return _listing(connection, source, span, say, body=body, limit=limit)


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
        ) d join acts a on a.id = d.act_id where {_scope(everything)}
    """
    return _listing(connection, source, span, say)


def published(
    connection: sqlite3.Connection, span: Span, say: Speech, *, everything: bool
) -> Listing:
    """List what was officially published."""
    source = f"""
        select a.*, a.published_on as day, null as provisions
        from acts a where a.published_on between :first and :last and {_scope(everything)}
    """
    return _listing(connection, source, span, say, newest_first=True)


def found_late(
    connection: sqlite3.Connection, span: Span, say: Speech, *, everything: bool
) -> tuple[Listing, int]:
    """List acts first seen in a span of days that applied already, and count the old ones.

    What applied more than a year before it was found is backfill, not news, and is counted only;
    on the archive's first day, when all is new to it, what applied more than a month before.
    """
    source = f"""
        select * from (
          select a.*, a.in_force_on as day, null as provisions, a.certainty, a.confidence,
            cast(julianday(date(d.first_seen, '+5 hours')) - julianday(a.in_force_on) as integer)
              as late,
            case date(d.first_seen, '+5 hours')
              when (select date(min(first_seen), '+5 hours') from documents) then 31 else 366
            end as bound
          from documents d join acts a on a.document_id = d.id
          where date(d.first_seen, '+5 hours') between :first and :last
            and a.in_force_on < date(d.first_seen, '+5 hours') and {_scope(everything)}
        )
    """
    recent = _listing(connection, f"{source} where late < bound", span, say, newest_first=True)
    old = number(connection, f"select count(*) from ({source} where late >= bound)", span.values())
    return recent, old


def _scope(everything: bool) -> str:
    return "1" if everything else NATIONAL


def _listing(
    connection: sqlite3.Connection,
    source: str,
    span: Span,
    say: Speech,
    *,
    newest_first: bool = False,
    body: str | None = None,
    limit: int = SHOWN,
) -> Listing:
    values = {**span.values(), "body": body}
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
