"""Tell one act's dates with their proof, from the published database alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping

from vacatio import schema, store, versions
from vacatio.datadir import DataDir, disk_faults
from vacatio.publish import NoPublication
from vacatio.report import MARKS, TONES, Told, Tone, step_told
from vacatio.store import Value
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.identity import number_slug
from vacatio_calendar.model import Severity

Found = Mapping[str, Value]


class NoSuchAct(VacatioError):
    """Nothing published goes by that name."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(f"no act {asked!r} is published: give an id, a number, an NGR or EKB id")


class SeveralActs(VacatioError):
    """More than one act has that number."""

    def __init__(self, asked: str, names: tuple[str, ...]) -> None:
        self.asked, self.names = asked, names
        shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        super().__init__(f"{len(names)} acts have the number {asked!r}, name one: {shown}")


#: The parts of an explanation, by the table they come from and their order.
PARTS = {
    "publications": "published_on, id",
    "commencements": "position",
    "amendments": "kind, position",
    "findings": "severity, code, id",
    "claims": "field, value",
    "events": "known_on, effective_on, id",
}


def explain(data: DataDir, asked: str) -> dict[str, object]:
    """Gather what is published of an act: its row, and the rows of its parts.

    Raises:
        NoPublication: nothing is published yet.
        OtherVersion: the database was written by another version.
        NoSuchAct: nothing goes by that name.
        SeveralActs: several acts have that number.
    """
    if not data.database.exists():
        raise NoPublication(data.root)
    with disk_faults(data), store.reading(data.database) as db:
        versions.require(db, data.database)
        name = _find(db.conn, asked.strip())
        found: dict[str, object] = {
            "act": next(iter(_rows(db.conn, "SELECT * FROM acts WHERE id = ?", name)))
        }
        for table, order in PARTS.items():
            which = f"act_id = ? AND {schema.STANDING}" if table == "findings" else "act_id = ?"
            sql = f"SELECT * FROM [{table}] WHERE {which} ORDER BY {order}"
            found[table] = list(_rows(db.conn, sql, name))
    for each in _list(found, "commencements"):
        for column in ("steps", "alternatives"):
            each[column] = json.loads(str(each[column] or "[]"))
    return found


def lines(found: Mapping[str, object]) -> Iterator[Told]:
    """Say it for a person, a line a fact, in the words of `check` and `date`."""
    act = found["act"]
    assert isinstance(act, dict)
    yield Told(f"{act['id']}{' (DEMO)' if act['demo'] else ''}", Tone.HEAD)
    yield Told(str(act["title_en"] or act["title_ru"] or act["title_kk"] or "without a title"))
    if act["issuer"]:
        yield Told(f"issued by {act['issuer']}")
    if act["registration_number"]:
        yield Told(f"registered under No. {act['registration_number']} on {act['registered_on']}")
    for each in _list(found, "publications"):
        mark = "first published" if each["first"] else "also published"
        venue = each["venue"] or each["field"] or "a place not named"
        yield Told(f"{mark} {each['published_on']} ({venue})")
    for each in _list(found, "commencements"):
        yield Told("")
        yield from _commencement(each)
    for each in _list(found, "amendments"):
        target = each["target_act_id"] or " ".join(
            str(word) for word in (each["target_number"], each["target_date"]) if word
        )
        yield Told(f"{each['kind']} {target} {each['target_title'] or ''}".rstrip())
    for each in _list(found, "findings"):
        severity = Severity(str(each["severity"]))
        yield Told(f"{MARKS[severity]} {each['title']} ({each['code']})", TONES[severity])
        yield Told(f"  {each['message']}")


def _commencement(each: Mapping[str, object]) -> Iterator[Told]:
    yield Told(f"for {each['provisions']}:" if each["provisions"] else "for all not named apart:")
    if each["quote"]:
        yield Told(f"the text says: “{' '.join(str(each['quote']).split())}”")
    if each["in_force_on"]:
        how = str(each["certainty"]).replace("_", " ")
        yield Told(f"applies from {each['in_force_on']} ({how}, {each['confidence']})", Tone.ANSWER)
    else:
        yield Told(f"no date: {each['reason']}", Tone.ANSWER)
    yield from _steps(each, lambda of: of != "force_on")
    if each["force_on"] and each["force_on"] != each["in_force_on"]:
        yield Told(f"in force (вступление в силу) from {each['force_on']}")
        yield from _steps(each, lambda of: of == "force_on")
    if each["applies_from"]:
        yield Told(f"reaches back to relations from {each['applies_from']}")
    if each["ends_on"]:
        yield Told(f"ends: {each['ends_on']} is the first day without effect")
    for other in _list(each, "alternatives"):
        yield Told(f"or {other['on']}: {other['reading']} ({other['basis']})", Tone.ANSWER)


def _steps(each: Mapping[str, object], wanted: Callable[[object], bool]) -> Iterator[Told]:
    for step in _list(each, "steps"):
        if wanted(step.get("of")):
            yield step_told(step["on"], str(step["text"]), str(step["rule"]), str(step["basis"]))


def _find(connection: sqlite3.Connection, asked: str) -> str:
    exact = connection.execute(
        "SELECT id FROM acts WHERE id = :asked "
        "UNION SELECT act_id FROM act_aliases WHERE lower(alias) = lower(:asked)",
        {"asked": asked},
    ).fetchall()
    slug = number_slug(asked)
    by_number = connection.execute(
        "SELECT id FROM acts WHERE number IS NOT NULL AND id LIKE '%/' || ? ORDER BY id",
        (slug,),
    ).fetchall()
    names = tuple(name for (name,) in exact or by_number)
    if not names:
        raise NoSuchAct(asked)
    if len(names) > 1:
        raise SeveralActs(asked, names)
    return str(names[0])


def _rows(connection: sqlite3.Connection, sql: str, *given: str) -> Iterator[dict[str, object]]:
    cursor = connection.execute(sql, given)
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))


def _list(found: Mapping[str, object], key: str) -> list[dict[str, object]]:
    given = found[key]
    assert isinstance(given, list)
    return given
