"""The facts of an event or a notice, read from a published database for whoever words it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from vacatio.gathering import cited_of, stage_of
from vacatio.records import Cited, Stage
from vacatio.store import Row
from vacatio.wording import BY_ANOTHER, Facts, named, worded
from vacatio_calendar import Jurisdiction
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language
from vacatio_datasette.finding_words import finding_message, finding_title
from vacatio_datasette.speech import speech
from vacatio_feeds import Entry, entry_of
from vacatio_feeds.text import shorten

#: What feeds and letters say of an act.
COLUMNS = (
    "id, type, number, adopted_on, issuer, issuer_id, title_en, title_ru, title_kk, published_on"
)

#: Tables that tell something, by the letter a row of them goes by.
TABLES = {"e": "events", "n": "notices"}

_AT_ONCE = 500

#: Where a title of an act is cut: what is told of it must still stand in the line.
TITLE = 240


class NoSuchAct(VacatioError):
    """An act that is asked for is not published."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"no act {act!r} is published: give its id as `vacatio explain` prints it")


class Teller:
    """Words rows of `events` and `notices` in every language; an act is read and named once."""

    def __init__(self, connection: sqlite3.Connection, law: Jurisdiction) -> None:
        self._db, self._law = connection, law
        self._acts: dict[str, Row] = {}
        self._cited: dict[str, Cited] = {}
        self._names: dict[tuple[str, Language], str] = {}
        self._facts: dict[str, Facts] = {}

    def rows(self, table: str, ids: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Read rows of a table by their ids."""
        wanted = sorted(set(ids))
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            for row in self._query(f"select * from {TABLES[table]} where id in ({marks})", *some):
                yield str(row["id"]), row

    def entry(self, row: Row, language: Language, site: str) -> Entry:
        """Make the entry of a row; one that is about no act links to its own page."""
        said = {**self.worded(row, language)}
        act, url = row["act_id"], row.get("url")
        said["act_id"] = act or "—"
        entry = entry_of(said, site_url=site)
        if act:
            return entry
        link = str(url) if url else f"{site.rstrip('/')}/status"
        if row["kind"] in ("finding", "finding_ended"):
            link = f"{site.rstrip('/')}/findings"
        # What is not about an act has no day in law: a draft has no date at all.
        return Entry(
            guid=entry.guid,
            title=entry.title,
            summary=entry.summary,
            link=link,
            civil_date=entry.civil_date,
            kind=entry.kind,
            quote=entry.quote,
        )

    def worded(self, row: Row, language: Language) -> Row:
        """Word a row in a language."""
        act = row["act_id"]
        name = self.name(str(act), language) if act is not None else ""
        if row["kind"] in ("finding", "finding_ended"):
            say = speech(language)
            title = finding_title(row.get("code"), str(row["title"] or ""), say)
            summary = finding_message({**row, "message": row["summary"]}, say)
            row = {**row, "summary": summary}
            return worded(
                row,
                Facts(self._act(row), what={language: title}),
                language,
                self._law,
                name,
            )
        if row["kind"] not in BY_ANOTHER and act is None:
            title = str(row["title"] or "")
            before = row["effective_on"]
            day = dt.date.fromisoformat(str(before)) if before else None
            plain = Facts(before=day, what={language: title})
            return worded({**row, "effective_on": None}, plain, language, self._law)
        return worded(row, self.facts(row), language, self._law, name)

    def name(self, act: str, language: Language) -> str:
        """Name an act at the beginning of a line."""
        key = (act, language)
        if key not in self._names:
            self._names[key] = named(self.cited(act), language, self._law)
        return self._names[key]

    def cited(self, act: str) -> Cited:
        """Read an act as it is cited."""
        if act not in self._cited:
            whole = cited_of(self._row(act))
            titles = {each: shorten(title, TITLE) for each, title in whole.titles.items()}
            self._cited[act] = replace(whole, titles=titles)
        return self._cited[act]

    def facts(self, row: Row) -> Facts:
        """Find what the wording of a row needs."""
        key = str(row["id"])
        if key not in self._facts:
            self._facts[key] = self._found(row)
        return self._facts[key]

    def _found(self, row: Row) -> Facts:
        act, kind, before = str(row["act_id"]), str(row["kind"]), None
        if kind == "date_corrected":
            kind, before = self._first(row)
        published = self._row(act)["published_on"]
        duty = None
        if kind == "deadline":
            duty = self._duty(row)
            main = self._stage(act, "provisions is null and in_force_on is not null")
            before = before or (main.on if main else None)
        return Facts(
            act=self.cited(act),
            published_on=dt.date.fromisoformat(str(published)) if published else None,
            stage=self._stage_of(row, kind),
            causes=tuple(self._causes(row)) if kind in BY_ANOTHER else (),
            before=before,
            term=duty,
        )

    def _first(self, row: Row) -> tuple[str, dt.date | None]:
        """Follow corrections to the first kind; give the day that the last one replaced."""
        before, seen, at = None, {row["id"]}, row
        while at["replaces"] is not None and at["replaces"] not in seen:
            older = next(self._query("select * from events where id = ?", at["replaces"]), None)
            if older is None:
                break
            if before is None and older["effective_on"]:
                before = dt.date.fromisoformat(str(older["effective_on"]))
            seen.add(older["id"])
            at = older
        return str(at["kind"]), before

    def _stage_of(self, row: Row, kind: str) -> Stage | None:
        day = "ends_on" if kind == "ends" else "in_force_on"
        if kind not in ("enters_into_force", "soon", "starts", "found", "ends"):
            return None
        return self._stage(
            str(row["act_id"]),
            f"provisions is ? and {day} = ?",
            row["provisions"],
            row["effective_on"],
        )

    def _stage(self, act: str, condition: str, *given: object) -> Stage | None:
        sql = f"select * from commencements where act_id = ? and {condition} order by position, id"
        found = next(self._query(sql, act, *given), None)
        return stage_of(found) if found else None

    def _duty(self, row: Row) -> tuple[int, str] | None:
        sql = "select value, unit from obligations where act_id = ? and quote = ? order by id"
        found = next(self._query(sql, row["act_id"], row["quote"]), None)
        return (int(str(found["value"])), str(found["unit"])) if found else None

    def _causes(self, row: Row) -> Iterator[Cited]:
        sql = (
            "select distinct act_id from amendments where target_act_id = ? "
            "and ? in (in_force_on, ends_on) order by act_id limit 3"
        )
        for found in self._query(sql, row["act_id"], row["effective_on"]):
            yield self.cited(str(found["act_id"]))

    def _act(self, row: Row) -> Cited | None:
        return self.cited(str(row["act_id"])) if row["act_id"] else None

    def _row(self, act: str) -> Row:
        if act not in self._acts:
            found = next(self._query(f"select {COLUMNS} from acts where id = ?", act), None)
            if found is None:
                raise NoSuchAct(act)
            self._acts[act] = found
        return self._acts[act]

    def _query(self, sql: str, *given: object) -> Iterator[Row]:
        cursor = self._db.execute(sql, cast("tuple[str, ...]", given))
        columns = [column[0] for column in cursor.description]
        for found in cursor:
            yield dict(zip(columns, found, strict=True))
