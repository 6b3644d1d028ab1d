"""The acts of a period, as the published database knows them: what a bulletin is written from."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from vacatio import schema, store, versions
from vacatio.areas import areas
from vacatio.datadir import DataDir, disk_faults
from vacatio.publish import NoPublication
from vacatio.records import Cited, Record, Remark, Stage, Target, Wanted, Why
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language
from vacatio_datasette.watch_page import Watch, acts_watched


class NoSuchChoice(VacatioError):
    """An area, a body or a watch list goes by another name."""

    def __init__(self, what: str, asked: str, there_are: Sequence[str]) -> None:
        names = ", ".join(there_are) or "none"
        super().__init__(f"there is no {what} {asked!r}: there are {names}")


def gather(data: DataDir, wanted: Wanted) -> tuple[Record, ...]:
    """Give the acts of a period: published in it, newly known in it, or adopted and awaited.

    What the archive held on its first day is not newly known: nothing was known before.

    Raises:
        NoPublication: nothing is published yet.
        NoSuchChoice: there is no such area or body.
        OtherVersion: the database was written by another version.
        UnusableData: the database is broken.
    """
    if not data.database.exists():
        raise NoPublication(data.root)
    with disk_faults(data), store.reading(data.database) as db:
        versions.require(db, data.database)
        chosen = _chosen(db.conn, wanted)
        found = [
            record
            for row in _rows(db.conn, _ACTS, wanted.since.isoformat(), wanted.until.isoformat())
            if str(row["id"]) in chosen and (record := _record(db.conn, row, wanted)) is not None
        ]
    order = list(Why)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order.index(one.why),
                one.published_on or one.known_on or one.act.date or wanted.since,
                one.act.id or "",
            ),
        )
    )


_ACTS = """
with first(act_id, known_on) as (
    select act_id, min(known_on) from events where kind in ('adopted', 'published') group by act_id
), begun(day) as (select min(known_on) from events)
select a.*, f.known_on from acts a left join first f on f.act_id = a.id
where a.published_on between ?1 and ?2
   or (f.known_on between ?1 and ?2 and f.known_on > (select day from begun))
   or (a.published_on is null and a.adopted_on between ?1 and ?2)
"""


def _chosen(connection: sqlite3.Connection, wanted: Wanted) -> frozenset[str]:
    """Name the acts that all choices let through."""
    ids = [{str(row["id"]) for row in _rows(connection, "select id from acts")}]
    if wanted.type:
        sql = "select id from acts where type = ?"
        ids.append({str(row["id"]) for row in _rows(connection, sql, wanted.type)})
    if wanted.body:
        known = [str(row["b"]) for row in _rows(connection, _BODIES)]
        if wanted.body not in known:
            raise NoSuchChoice("body", wanted.body, known)
        sql = "select id from acts where issuer_id = ?"
        ids.append({str(row["id"]) for row in _rows(connection, sql, wanted.body)})
    if wanted.area:
        known = [each.name for each in areas()]
        if wanted.area not in known:
            raise NoSuchChoice("area", wanted.area, known)
        given = areas()[known.index(wanted.area)]
        ids.append(_watched(connection, "area", (), given.bodies, given.words))
    if wanted.watch:
        each = wanted.watch
        ids.append(_watched(connection, each.name, each.acts, each.bodies, each.words))
    return frozenset(set.intersection(*ids))


_BODIES = "select distinct issuer_id as b from acts where issuer_id is not null order by 1"


def _watched(
    connection: sqlite3.Connection,
    name: str,
    acts: tuple[str, ...],
    bodies: tuple[str, ...],
    phrases: tuple[str, ...],
) -> set[str]:
    """Name the acts of a watch list, as the site does."""
    return set(acts_watched(connection, Watch(name, name, acts, bodies, phrases)))


def _record(
    connection: sqlite3.Connection, row: Mapping[str, object], wanted: Wanted
) -> Record | None:
    name = str(row["id"])
    published = _day(row["published_on"])
    if published is not None and wanted.since <= published <= wanted.until:
        why = Why.PUBLISHED
    elif published is None and row["adopted_on"] and not _earlier(row, wanted):
        why = Why.PENDING
    else:
        why = Why.KNOWN
    stages = _rows(
        connection, "select * from commencements where act_id = ? order by position", name
    )
    findings = _rows(
        connection,
        f"select * from findings where act_id = ? and {schema.STANDING} "
        "order by case severity when 'error' then 0 "
        "when 'warning' then 1 else 2 end, code, id",
        name,
    )
    return Record(
        why=why,
        act=cited_of(row),
        registration_number=_text(row["registration_number"]),
        registered_on=_day(row["registered_on"]),
        published_on=published,
        known_on=_day(row["known_on"]),
        stages=tuple(stage_of(each) for each in stages),
        targets=tuple(_targets(connection, name)),
        findings=tuple(
            Remark(
                str(each["code"]),
                str(each["severity"]),
                str(each["title"]),
                str(each["message"]),
                _text(each["suggestion"]),
            )
            for each in findings
        ),
        url=_text(row["url"]),
        demo=bool(row["demo"]),
    )


def _earlier(row: Mapping[str, object], wanted: Wanted) -> bool:
    adopted = _day(row["adopted_on"])
    return adopted is None or not wanted.since <= adopted <= wanted.until


def stage_of(row: Mapping[str, object]) -> Stage:
    others = json.loads(str(row["alternatives"] or "[]"))
    value = row["value"]
    return Stage(
        provisions=_text(row["provisions"]),
        kind=str(row["kind"]),
        value=value if isinstance(value, int) else None,
        unit=_text(row["unit"]),
        on=_day(row["in_force_on"]),
        others=tuple(dt.date.fromisoformat(str(other["on"])) for other in others),
        certainty=str(row["certainty"]),
        confidence=str(row["confidence"]),
        reason=_text(row["reason"]),
        applies_from=_day(row["applies_from"]),
        ends_on=_day(row["ends_on"]),
        quote=_text(row["quote"]),
    )


def _targets(connection: sqlite3.Connection, name: str) -> Iterator[Target]:
    """Give what an act does to others; one that only suspends units of another is told so."""
    for row in _rows(
        connection, "select * from amendments where act_id = ? order by kind, position", name
    ):
        kind = str(row["kind"])
        done = "select action from modifications where amendment_id = ?"
        actions = {str(each["action"]) for each in _rows(connection, done, str(row["id"]))}
        if kind == "amends" and actions == {"suspension"}:
            kind = "suspends_part"
        held = next(
            _rows(connection, "select * from acts where id = ?", str(row["target_act_id"])), None
        )
        title = _text(row["target_title"])
        printed = Cited(
            id=None,
            type=str(row["target_type"] or "other"),
            number=_text(row["target_number"]),
            date=_day(row["target_date"]),
            titles={Language.RU: title} if title else {},
        )
        yield Target(kind, cited_of(held) if held else printed)


def cited_of(row: Mapping[str, object]) -> Cited:
    titles = {each: row[f"title_{each.value}"] for each in Language}
    return Cited(
        id=str(row["id"]),
        type=str(row["type"]),
        number=_text(row["number"]),
        date=_day(row["adopted_on"]),
        titles={each: str(title) for each, title in titles.items() if title},
        issuer=_text(row["issuer"]),
        issuer_id=_text(row["issuer_id"]),
    )


def _rows(connection: sqlite3.Connection, sql: str, *given: str) -> Iterator[dict[str, object]]:
    cursor = connection.execute(sql, given)
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value else None


def _text(value: object) -> str | None:
    return str(value) if value else None
