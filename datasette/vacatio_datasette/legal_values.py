"""From rows back to the calendar's values: what it needs to say in which state an act is."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vacatio_calendar import Decision, Ending, EndKind, Fact, Jurisdiction, Known, Suspension
from vacatio_calendar.model import (
    Act,
    ActType,
    Alternative,
    Certainty,
    Confidence,
    EntryIntoForce,
    Language,
    OfficialPublication,
    Registration,
)
from vacatio_datasette.reading import Row, objects, rows, text
from vacatio_datasette.speech import civil


@dataclass(frozen=True, slots=True)
class Legal:
    """An act, its entries into force and what is known beside them, as the calendar takes them."""

    act: Act
    entries: tuple[EntryIntoForce, ...]
    known: Known


def legal_values(
    connection: sqlite3.Connection,
    act: Row,
    commencements: Sequence[Row],
    publications: Sequence[Row],
    law: Jurisdiction,
) -> Legal:
    """Rebuild the values of an act from its rows and those of the acts that change it."""
    entries = tuple(_entry(record, law) for record in commencements) or (_entry(act, law),)
    return Legal(_act(act, publications), entries, _known(connection, str(act["id"])))


def _act(record: Row, publications: Sequence[Row]) -> Act:
    number, registered = text(record, "registration_number"), _day(record, "registered_on")
    normative = record.get("normative")
    published = _day(record, "published_on")
    return Act(
        type=ActType(str(record["type"])),
        number=text(record, "number"),
        date=_day(record, "adopted_on"),
        title=text(record, "title_ru") or text(record, "title_kk"),
        issuer=text(record, "issuer"),
        registration=Registration(number, registered) if number or registered else None,
        # The day that was concluded from all places stands for them; else there are the places.
        publications=(OfficialPublication(published, first=True),)
        if published
        else tuple(_publication(each) for each in publications),
        normative=None if normative is None else bool(normative),
    )


def _publication(record: Row) -> OfficialPublication:
    codes = re.findall(r"[a-z]{2}", text(record, "languages") or "")
    return OfficialPublication(
        date=_day(record, "published_on"),
        venue=text(record, "venue"),
        issue=text(record, "issue"),
        languages=tuple(Language(code) for code in codes if code in set(Language)),
        field=text(record, "field"),
    )


def _entry(record: Row, law: Jurisdiction) -> EntryIntoForce:
    on = civil(record.get("in_force_on"))
    return EntryIntoForce(
        on=on,
        force_on=_day(record, "force_on"),
        certainty=Certainty(str(record["certainty"])),
        confidence=Confidence(str(record["confidence"])),
        alternatives=tuple(
            Alternative(
                on=other,
                reading=each.get("reading", ""),
                basis=each.get("basis", ""),
                rule=rule if (rule := each.get("rule")) in law.rules else None,
            )
            for each in objects(record.get("alternatives"))
            if (other := civil(each.get("on"))) is not None
        ),
        reason=text(record, "reason"),
        provisions=text(record, "provisions"),
        applies_from=_day(record, "applies_from"),
        ends_on=_day(record, "ends_on"),
    )


def _known(connection: sqlite3.Connection, identity: str) -> Known:
    """Read what other acts and recorded decisions do to an act."""
    edges = rows(
        connection,
        "select kind, act_id, null as part, in_force_on, ends_on from amendments "
        "where target_act_id = :act and kind in ('repeals', 'suspends') union all "
        "select 'suspends', m.act_id, m.target, m.in_force_on, m.ends_on from modifications m "
        "join amendments a on a.id = m.amendment_id "
        "where a.target_act_id = :act and m.action = 'suspension' and m.target is not null "
        "order by 4, 2",
        {"act": identity},
    )
    decided = rows(
        connection,
        "select * from decisions where act_id = ? and state = 'applied' order by \"on\", id",
        [identity],
    )
    return Known(
        decisions=tuple(
            Decision(
                Fact(str(each["kind"])),
                on,
                text(each, "source") or str(each["id"]),
                text(each, "provisions"),
            )
            for each in decided
            if each["kind"] in set(Fact)
            and each["verdict"] != "dismissed"
            and (on := _day(each, "value")) is not None
        ),
        suspensions=tuple(
            Suspension(str(each["act_id"]), start, _day(each, "ends_on"), text(each, "part"))
            for each in edges
            if each["kind"] == "suspends" and (start := _day(each, "in_force_on")) is not None
        ),
        endings=tuple(
            Ending(EndKind.REPEALED, str(each["act_id"]), on)
            for each in edges
            if each["kind"] == "repeals" and (on := _day(each, "in_force_on")) is not None
        ),
        official_text=True,
    )


def _day(record: Row, column: str) -> dt.date | None:
    return civil(record.get(column))
