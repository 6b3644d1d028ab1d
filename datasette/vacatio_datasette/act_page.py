"""What the page of one act shows, read in one go from the tables."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping, Sequence

from vacatio_calendar import Known
from vacatio_calendar.model import Language
from vacatio_datasette.act_records import (
    ActPage,
    Clause,
    Correction,
    Edge,
    Fact,
    Other,
    Step,
)
from vacatio_datasette.law_pages import dated, law, remarked, worded
from vacatio_datasette.legal_values import legal_values
from vacatio_datasette.naming import named
from vacatio_datasette.own_days import own_days
from vacatio_datasette.reading import Row, fields, number, objects, row, rows, text
from vacatio_datasette.relations import acts_changed, acts_changing
from vacatio_datasette.speech import Speech, civil
from vacatio_datasette.standing import standing
from vacatio_datasette.timeline import draw

#: Provisions shown on the page; the table has the rest.
PROVISIONS = 400

#: Days of amendment in the picture of an act's life.
AMENDED = 5

#: How the stored words of a correction begin; the page says that part itself.
_CORRECTED = re.compile(r"^Corrected from \S+(?: date)? to \S+(?: date)?\. ")


def alias_of(connection: sqlite3.Connection, name: str) -> str | None:
    """Find the act another identifier leads to."""
    found = row(connection, "select act_id from act_aliases where alias = ?", [name])
    return None if found is None else text(found, "act_id")


def read_act(
    connection: sqlite3.Connection,
    identity: str,
    say: Speech,
    today: dt.date,
    on: dt.date | None = None,
) -> ActPage | None:
    """Read the page of an act; ``None`` if it is not in the archive.

    ``on`` is the day whose state is asked for, today by default.
    """
    act = row(connection, "select * from acts where id = ?", [identity])
    if act is None:
        return None
    own = [identity]
    clauses = tuple(_clauses(connection, identity, say))
    publications = tuple(
        rows(
            connection,
            "select * from publications where act_id = ? order by published_on, venue, id",
            own,
        )
    )
    legal = legal_values(
        connection, act, [clause.record for clause in clauses], publications, law()
    )
    amended_by = tuple(acts_changing(connection, identity, say))
    facts = tuple(_facts(act, clauses, legal.known, amended_by, say, explained=bool(publications)))
    provisions = tuple(
        rows(
            connection,
            "select * from provisions where act_id = ? order by language desc, position limit ?",
            [identity, PROVISIONS],
        )
    )
    amends = tuple(acts_changed(connection, identity, say))
    return ActPage(
        act=act,
        named=named(act, say),
        titles=_titles(act, say.language),
        standing=standing(on or today, legal, law(), say),
        facts=facts,
        drawing=draw(
            [(fact.on, fact.name) for fact in facts],
            today,
            say,
            force=_force(act, clauses),
        ),
        clauses=clauses,
        publications=publications,
        amends=amends,
        amended_by=amended_by,
        modifications=number(
            connection, "select count(*) from modifications where act_id = ?", own
        ),
        findings=tuple(
            rows(
                connection,
                "select * from findings where act_id = ? and about = 'act' "
                "and state in ('open', 'confirmed') order by case severity "
                "when 'error' then 0 when 'warning' then 1 else 2 end, code, id",
                own,
            )
        ),
        claims=tuple(
            rows(
                connection,
                "select c.*, d.source, d.url from claims c left join documents d "
                "on d.id = c.document_id where c.act_id = ? order by c.field, c.id",
                own,
            )
        ),
        checks=tuple(
            rows(
                connection,
                "select * from day_checks where act_id = ? order by looked_on desc, id",
                own,
            )
        ),
        obligations=tuple(
            rows(connection, "select * from obligations where act_id = ? order by position", own)
        ),
        provisions=provisions,
        own_days=own_days(legal, provisions),
        provisions_count=number(
            connection, "select count(*) from provisions where act_id = ?", own
        ),
        documents=tuple(_documents(connection, act)),
        aliases=tuple(
            rows(
                connection,
                "select alias, kind from act_aliases where act_id = ? order by kind, alias",
                own,
            )
        ),
        corrections=tuple(_corrections(connection, identity, clauses, say)),
    )


def _titles(act: Row, first: Language) -> tuple[tuple[Language, str], ...]:
    order = sorted(Language, key=lambda language: language is not first)
    return tuple(
        (language, title) for language in order if (title := text(act, f"title_{language}"))
    )


def _clauses(connection: sqlite3.Connection, identity: str, say: Speech) -> list[Clause]:
    found = rows(
        connection, "select * from commencements where act_id = ? order by position, id", [identity]
    )
    return [_clause(record, index, connection, say) for index, record in enumerate(found, start=1)]


def _spoken(step: Mapping[str, str], say: Speech) -> str:
    """Say a step in the reader's language, from its operation and inputs where they are kept."""
    inputs = fields(step.get("inputs"))
    return worded(step.get("op"), inputs, civil(step.get("on")), step.get("text", ""), say)


def _clause(record: Row, index: int, connection: sqlite3.Connection, say: Speech) -> Clause:
    on = civil(record.get("in_force_on"))
    alternatives = objects(record.get("alternatives"))
    days = [day for each in alternatives if (day := civil(each.get("on"))) is not None]
    earliest = min([*days, on] if on is not None else days, default=None)
    disputed = record.get("confidence") == "disputed" and bool(days)
    document = record.get("document_id")
    return Clause(
        anchor=f"how-{index}",
        provisions=text(record, "provisions"),
        main=text(record, "provisions") is None,
        on=on,
        safe=disputed and on == earliest,
        record=record,
        steps=tuple(
            Step(
                of=each.get("of", "in_force_on"),
                text=_spoken(each, say),
                rule=each.get("rule"),
                on=civil(each.get("on")),
                basis=each.get("basis"),
            )
            for each in objects(record.get("steps"))
        ),
        others=tuple(
            Other(
                on=civil(each.get("on")),
                reading=remarked(each.get("reading"), say),
                basis=each.get("basis"),
                safe=disputed and civil(each.get("on")) == earliest and earliest != on,
            )
            for each in alternatives
        ),
        document=row(connection, "select * from documents where id = ?", [document])
        if document
        else None,
    )


def _facts(
    act: Row,
    clauses: Sequence[Clause],
    known: Known,
    amended_by: Sequence[Edge],
    say: Speech,
    *,
    explained: bool,
) -> list[Fact]:
    """List the days of an act; ``explained`` where the page has a list of publications."""
    facts = []
    for key, column, note, anchor in (
        ("act.signed", "adopted_on", None, None),
        ("act.registered", "registered_on", text(act, "registration_number"), None),
        ("act.published", "published_on", None, "publications" if explained else None),
    ):
        day = civil(act.get(column))
        if day is not None:
            facts.append(Fact(say(key), day, f"№ {note}" if note else None, anchor))
    for clause in clauses:
        force_on = civil(clause.record.get("force_on"))
        if clause.main and force_on is not None and force_on != clause.on:
            facts.append(Fact(say("act.force_from"), force_on, None, clause.anchor))
        if clause.on is not None:
            facts.append(Fact(say("act.applies_from"), clause.on, clause.provisions, clause.anchor))
        ends = civil(clause.record.get("ends_on"))
        if ends is not None:
            facts.append(Fact(say("act.ends"), ends, clause.provisions, clause.anchor))
    for each in known.suspensions:
        facts.append(Fact(say("act.suspended"), each.start, each.provisions, "amended-by"))
        if each.until is not None:
            facts.append(Fact(say("act.resumed"), each.until, each.provisions, "amended-by"))
    facts += _amendments(amended_by, say)
    return sorted(facts, key=lambda fact: fact.on)


def _amendments(amended_by: Sequence[Edge], say: Speech) -> list[Fact]:
    """List the latest days on which the act was changed; below on the page stand all of them."""
    by_day: dict[dt.date, list[str]] = {}
    for edge in amended_by:
        if edge.kind == "amends" and edge.on is not None:
            by_day.setdefault(edge.on, []).append(edge.label)
    return [
        Fact(say("act.amended"), day, "; ".join(by_day[day][:2]), "amended-by")
        for day in sorted(by_day)[-AMENDED:]
    ]


def _force(act: Row, clauses: Sequence[Clause]) -> tuple[dt.date, dt.date | None] | None:
    """Tell from when to when the act as a whole applies."""
    main = next((clause.on for clause in clauses if clause.main), None)
    return None if main is None else (main, civil(act.get("ends_on")))


def _corrections(
    connection: sqlite3.Connection, identity: str, clauses: Sequence[Clause], say: Speech
) -> list[Correction]:
    """List the days that were shown and corrected, the last correction first."""
    found = rows(
        connection,
        "select old.effective_on as was, new.effective_on as now, new.known_on as until, "
        "new.provisions, new.summary from events new join events old on old.id = new.replaces "
        "where new.act_id = ? order by new.known_on desc, new.id",
        [identity],
    )
    return [_correction(record, clauses, say) for record in found]


def _correction(record: Row, clauses: Sequence[Clause], say: Speech) -> Correction:
    """Give the reason for a correction: the steps to the day that is shown now.

    Of a day that is itself corrected by now only the stored words are left.
    """
    now = civil(record["now"])
    provisions = text(record, "provisions")
    clause = next(
        (each for each in clauses if each.provisions == provisions and each.on == now), None
    )
    steps = [step.text for step in clause.steps if step.of == "in_force_on"] if clause else []
    stored = _CORRECTED.sub("", text(record, "summary") or "")
    until = civil(record["until"])
    assert until is not None  # every event has its day
    return Correction(
        was=civil(record["was"]),
        until=until,
        now=now,
        because=" ".join(steps) or dated(stored, say),
        stored=not steps,
    )


def _documents(connection: sqlite3.Connection, act: Row) -> list[Row]:
    """List the pages an act was read from: its own and those of its publications and claims."""
    return rows(
        connection,
        "select * from documents where id = :own or id in "
        "(select document_id from commencements where act_id = :act) or id in "
        "(select document_id from claims where act_id = :act) or id in "
        "(select document_id from publications where act_id = :act) order by id",
        {"own": act.get("document_id"), "act": act["id"]},
    )
