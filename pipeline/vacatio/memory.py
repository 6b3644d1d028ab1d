"""What the last build knew: enough to derive anew only what a change touches.

`cache/built.sqlite` is worthless: losing it costs one full build, no fact. It belongs to one
publication, whose token it bears, and is written in one transaction that ends only when that
publication is in place: whatever happens before leaves it as it was.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from vacatio.assemble import Reading
from vacatio.edges import Edge
from vacatio.holdings import Key
from vacatio.store import Row
from vacatio.values import packed, unpacked
from vacatio_calendar.known import Known
from vacatio_calendar.model import EntryIntoForce

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE docs (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, day TEXT NOT NULL, understood INTEGER NOT NULL,
    missed INTEGER NOT NULL, fault INTEGER NOT NULL, page BLOB NOT NULL
) STRICT;
CREATE INDEX docs_at_fault ON docs (id) WHERE fault;
CREATE TABLE doc_keys (key INTEGER, doc TEXT, PRIMARY KEY (key, doc)) STRICT, WITHOUT ROWID;
CREATE INDEX doc_keys_of ON doc_keys (doc);
CREATE TABLE acts (
    id TEXT PRIMARY KEY, texts TEXT NOT NULL, cards TEXT NOT NULL, print TEXT NOT NULL,
    told TEXT NOT NULL, card TEXT NOT NULL, dated BLOB NOT NULL, plain BLOB,
    derived TEXT NOT NULL, official TEXT NOT NULL, dates INTEGER NOT NULL,
    withheld TEXT NOT NULL, wakes TEXT, aside TEXT
) STRICT;
CREATE INDEX acts_aside ON acts (aside);
CREATE INDEX acts_by_day ON acts (wakes);
CREATE TABLE act_docs (doc TEXT, act TEXT, PRIMARY KEY (doc, act)) STRICT, WITHOUT ROWID;
CREATE INDEX act_docs_of ON act_docs (act);
CREATE TABLE act_keys (key INTEGER, act TEXT, PRIMARY KEY (key, act)) STRICT, WITHOUT ROWID;
CREATE INDEX act_keys_of ON act_keys (act);
CREATE TABLE edges (
    kind TEXT, target TEXT, act TEXT, PRIMARY KEY (kind, target, act)
) STRICT, WITHOUT ROWID;
CREATE INDEX edges_of ON edges (act);
CREATE TABLE laws (act TEXT PRIMARY KEY, type TEXT, number TEXT, day TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE numbers (act TEXT PRIMARY KEY, number INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE units (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL) STRICT;
CREATE TABLE asked (key INTEGER, unit INTEGER, PRIMARY KEY (key, unit)) STRICT, WITHOUT ROWID;
CREATE INDEX asked_of ON asked (unit);
CREATE TABLE reports (
    page TEXT PRIMARY KEY, source TEXT NOT NULL, agreeing INTEGER NOT NULL,
    contradicting INTEGER NOT NULL, unchecked TEXT NOT NULL, wakes TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_by_day ON reports (wakes);
CREATE TABLE found (
    finding TEXT, page TEXT, rank TEXT NOT NULL, source TEXT NOT NULL, code TEXT NOT NULL,
    row BLOB NOT NULL, PRIMARY KEY (finding, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_on ON found (page);
CREATE INDEX found_by ON found (source, code);
CREATE TABLE lives (
    finding TEXT PRIMARY KEY, source TEXT NOT NULL, code TEXT NOT NULL, document TEXT NOT NULL,
    first_seen TEXT NOT NULL, open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE questions (
    id TEXT, owner TEXT, rank TEXT NOT NULL, PRIMARY KEY (id, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_of ON questions (owner);
CREATE INDEX questions_in_order ON questions (rank, id);
"""

#: As many values as one question to the tables names.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entries:
    """The dates of an act as a build concluded them, without its texts."""

    adopted: dt.date | None
    entries: tuple[EntryIntoForce, ...]
    known: Known
    first: EntryIntoForce
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An act as it is remembered: which texts and cards it is made of, by document and index.

    ``aside`` is the first day to come that was set aside.
    """

    texts: tuple[tuple[str, int], ...]
    cards: tuple[tuple[str, int], ...]
    print: str
    told: tuple[str, str]
    card: str
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """What the checks said of a page; ``wakes`` is the day on which they would say otherwise."""

    page: str
    source: str
    rank: str
    agreeing: int
    contradicting: int
    unchecked: Mapping[str, int]
    rows: tuple[Row, ...]
    wakes: str | None


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error says that a file is damaged, and not that a disk is full."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _entries(written: bytes) -> Entries:
    return cast("Entries", unpacked(written))


def _bare(page: Reading) -> bytes:
    """Write a document without what was read of it."""
    return packed(
        (page.raw, page.place, page.refused, page.size, page.draft, page.union_act),
    )


def _reading(written: bytes) -> Reading:
    raw, place, refused, size, draft, union_act = cast("tuple[Any, ...]", unpacked(written))
    return Reading(raw, place, None, refused, size, parsed=False, draft=draft, union_act=union_act)


class Memory:
    """The memory of one build. Everything goes through one transaction, `keep` or `drop`."""

    def __init__(self, path: Path | None = None) -> None:
        """Open it; without a path it lasts as long as the process."""
        self.path = path
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -200000")
        self._db.execute("BEGIN IMMEDIATE")
        if not self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
            self._make()

    @classmethod
    def open(cls, path: Path) -> Memory:
        """Open the memory in a file; one that is damaged is begun anew."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return cls(path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return cls.anew(path)

    @classmethod
    def anew(cls, path: Path) -> Memory:
        """Begin the memory in a file anew, whatever is there."""
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        return cls(path)

    def _make(self) -> None:
        for statement in _TABLES.split(";"):
            if statement.strip():
                self._db.execute(statement)

    def keep(self) -> None:
        """End the transaction: what was put is remembered."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Forget what was put since the last `keep`, and close."""
        with contextlib.suppress(sqlite3.DatabaseError):  # a damaged one cannot even do that
            self._db.rollback()
        self._db.close()

    def empty(self) -> None:
        """Forget everything."""
        for (name,) in self._db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).fetchall():
            self._db.execute(f"DROP TABLE [{name}]")
        self._make()

    # Things said of the whole.

    def said(self, name: str) -> str | None:
        """Give what was written down under a name."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def say(self, name: str, value: str) -> None:
        """Write something down under a name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])

    # Documents.

    def put_document(
        self, page: Reading, day: str, keys: Collection[Key], *, understood: bool, missed: bool
    ) -> None:
        """Remember a document with its civil day, and the keys it shares with others.

        ``understood`` says that it was read as what it is, ``missed`` that it gave no act.
        """
        self._db.execute(
            "INSERT OR REPLACE INTO docs VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                page.id,
                page.raw.source,
                day,
                int(understood),
                int(missed),
                int(page.fault),
                _bare(page),
            ],
        )
        self._db.execute("DELETE FROM doc_keys WHERE doc = ?", [page.id])
        self._db.executemany("INSERT INTO doc_keys VALUES (?, ?)", [(key, page.id) for key in keys])

    def bare(self, documents: Sequence[str]) -> dict[str, Reading]:
        """Give documents without what was read of them."""
        found = self._some("SELECT id, page FROM docs WHERE id IN", documents)
        return {str(name): _reading(bytes(page)) for name, page in found}

    def keys_of(self, documents: Collection[str]) -> set[Key]:
        """Give the keys that hold documents together."""
        return {
            int(key) for (key,) in self._some("SELECT key FROM doc_keys WHERE doc IN", documents)
        }

    def documents_of(self, keys: Collection[Key]) -> set[str]:
        """Name the documents that share keys."""
        return {str(doc) for (doc,) in self._some("SELECT doc FROM doc_keys WHERE key IN", keys)}

    def understood(self, documents: Collection[str]) -> set[str]:
        """Tell which documents were read as what they are."""
        sql = "SELECT id FROM docs WHERE understood AND id IN"
        return {str(name) for (name,) in self._some(sql, documents)}

    def there(self, documents: Collection[str]) -> set[str]:
        """Tell which documents there are."""
        return {str(name) for (name,) in self._some("SELECT id FROM docs WHERE id IN", documents)}

    def faults(self) -> set[str]:
        """Name the documents that could not be read by a fault that is not theirs."""
        return {str(name) for (name,) in self._db.execute("SELECT id FROM docs WHERE fault")}

    def days(self) -> Iterator[tuple[str, str, int]]:
        """Count documents by source and day."""
        yield from self._db.execute("SELECT source, day, count(*) FROM docs GROUP BY 1, 2")

    def missed(self) -> int:
        """Count the documents that were read and gave no act."""
        (number,) = self._db.execute("SELECT count(*) FROM docs WHERE missed").fetchone()
        return int(number)

    def documents(self) -> int:
        """Count all documents."""
        (number,) = self._db.execute("SELECT count(*) FROM docs").fetchone()
        return int(number)

    # Acts.

    def put_act(self, name: str, held: Held, keys: Collection[Key]) -> None:
        """Remember which texts an act is made of, and by what it is found."""
        self.forget_act(name)
        self._db.execute(
            "INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, x'', NULL, '[]', '', 0, '', NULL, ?)",
            [
                name,
                json.dumps(held.texts),
                json.dumps(held.cards),
                held.print,
                json.dumps(held.told),
                held.card,
                held.aside,
            ],
        )
        documents = {doc for doc, _ in (*held.texts, *held.cards)}
        self._db.executemany("INSERT INTO act_docs VALUES (?, ?)", [(d, name) for d in documents])
        self._db.executemany("INSERT INTO act_keys VALUES (?, ?)", [(key, name) for key in keys])

    def forget_act(self, name: str) -> None:
        """Forget an act, and by what it was found."""
        for table, column in (
            ("acts", "id"),
            ("act_docs", "act"),
            ("act_keys", "act"),
            ("laws", "act"),
            ("numbers", "act"),
        ):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", [name])

    def put_numbers(self, name: str, law: tuple[str, str, str] | None, number: int | None) -> None:
        """Remember the number of a law with its type and day, and the number in the register."""
        if law:
            self._db.execute("INSERT OR REPLACE INTO laws VALUES (?, ?, ?, ?)", [name, *law])
        if number is not None:
            self._db.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?)", [name, number])

    def laws(self) -> list[tuple[str, str, str]]:
        """Give type, number and day of every law."""
        return self._db.execute("SELECT type, number, day FROM laws ORDER BY act").fetchall()

    def numbers(self) -> tuple[int, ...]:
        """Give the numbers in the register, in order."""
        rows = self._db.execute("SELECT DISTINCT number FROM numbers ORDER BY 1")
        return tuple(int(number) for (number,) in rows)

    def held(self, name: str) -> Held | None:
        """Give an act as it is remembered."""
        row = self._db.execute(
            "SELECT texts, cards, print, told, card, aside FROM acts WHERE id = ?", [name]
        ).fetchone()
        if row is None:
            return None
        texts, cards = (tuple((str(d), int(i)) for d, i in json.loads(one)) for one in row[:2])
        title, known_on = json.loads(row[3])
        return Held(texts, cards, str(row[2]), (title, known_on), str(row[4]), row[5])

    def acts_of(self, documents: Collection[str]) -> set[str]:
        """Name the acts that documents are texts or cards of."""
        return {
            str(act) for (act,) in self._some("SELECT act FROM act_docs WHERE doc IN", documents)
        }

    def act_keys(self, names: Collection[str]) -> set[tuple[Key, str]]:
        """Give the keys by which acts are found."""
        found = self._some("SELECT key, act FROM act_keys WHERE act IN", names)
        return {(int(key), str(act)) for key, act in found}

    def ids(self, asked: Key) -> list[str]:
        """Name the acts that are found by a key."""
        rows = self._db.execute("SELECT act FROM act_keys WHERE key = ?", [asked])
        return [act for (act,) in rows]

    def names(self) -> Iterator[str]:
        """Name all acts."""
        for (name,) in self._db.execute("SELECT id FROM acts"):
            yield str(name)

    def aside_until(self, day: str) -> set[str]:
        """Name the documents of acts of which a day was set aside that has come."""
        rows = self._db.execute(
            "SELECT d.doc FROM acts a JOIN act_docs d ON d.act = a.id WHERE a.aside <= ?", [day]
        )
        return {str(name) for (name,) in rows}

    def put_dates(self, name: str, dated: Entries, plain: Entries | None) -> None:
        """Remember the dates of an act; `plain` are those without decisions, if they differ."""
        self._db.execute(
            "UPDATE acts SET dated = ?, plain = ?, dates = ?, withheld = ? WHERE id = ?",
            [
                packed(dated),
                None if plain is None else packed(plain),
                sum(entry.on is not None for entry in dated.entries),
                "\n".join(dated.withheld),
                name,
            ],
        )

    def counted(self) -> tuple[int, tuple[str, ...]]:
        """Count the dates of all acts; name the faults of those that were withheld."""
        (number,) = self._db.execute("SELECT coalesce(sum(dates), 0) FROM acts").fetchone()
        rows = self._db.execute("SELECT withheld FROM acts WHERE withheld <> '' ORDER BY id")
        return int(number), tuple(each for (words,) in rows for each in words.split("\n"))

    def put_wakes(self, name: str, day: str | None) -> None:
        """Remember the day from which an act that waits for something is asked about."""
        self._db.execute("UPDATE acts SET wakes = ? WHERE id = ?", [day, name])

    def acts_waking(self, day: str) -> set[str]:
        """Name the acts that are asked about from a day on, and were not before."""
        rows = self._db.execute("SELECT id FROM acts WHERE wakes <= ?", [day])
        return {str(name) for (name,) in rows}

    def dates(self, name: str) -> tuple[Entries, Entries] | None:
        """Give the dates of an act, and those it has without decisions."""
        row = self._db.execute("SELECT dated, plain FROM acts WHERE id = ?", [name]).fetchone()
        if row is None or not row[0]:
            return None
        dated = _entries(row[0])
        return dated, dated if row[1] is None else _entries(row[1])

    def put_derived(self, name: str, derived: Sequence[tuple[str, str]]) -> None:
        """Remember which events an act gives, each with the act that it is about."""
        self._db.execute("UPDATE acts SET derived = ? WHERE id = ?", [json.dumps(derived), name])

    def derived(self, name: str) -> list[tuple[str, str]]:
        """Name the events an act gives, each with the act that it is about."""
        row = self._db.execute("SELECT derived FROM acts WHERE id = ?", [name]).fetchone()
        return [(str(a), str(b)) for a, b in json.loads(row[0])] if row else []

    def put_official(self, name: str, official: str) -> None:
        """Remember the days that official texts give an act."""
        self._db.execute("UPDATE acts SET official = ? WHERE id = ?", [official, name])

    def official(self, name: str) -> str:
        """Give what was remembered of the days that official texts give an act."""
        row = self._db.execute("SELECT official FROM acts WHERE id = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    # Edges.

    def put_edges(self, by: str, edges: Iterable[Edge]) -> None:
        """Put the edges of an act in the place of those it had."""
        self._db.execute("DELETE FROM edges WHERE act = ?", [by])
        self._db.executemany(
            "INSERT INTO edges VALUES (?, ?, ?)", [(kind, target, by) for kind, target in edges]
        )

    def edges_of(self, by: str) -> frozenset[Edge]:
        """Give the edges that an act draws."""
        rows = self._db.execute("SELECT kind, target FROM edges WHERE act = ?", [by])
        return frozenset((str(kind), str(target)) for kind, target in rows)

    def edges_to(self, kind: str, target: str) -> list[str]:
        """Name the acts from which edges of a kind lead to an act."""
        rows = self._db.execute(
            "SELECT act FROM edges WHERE kind = ? AND target = ?", [kind, target]
        )
        return [str(act) for (act,) in rows]

    # Questions asked, by units: an act is "a" and its id, a page "p" and its id.

    def put_asked(self, unit: str, keys: Collection[Key]) -> None:
        """Remember what was asked for a unit."""
        self._db.execute("INSERT OR IGNORE INTO units (id) VALUES (?)", [unit])
        (place,) = self._db.execute("SELECT place FROM units WHERE id = ?", [unit]).fetchone()
        self._db.execute("DELETE FROM asked WHERE unit = ?", [place])
        self._db.executemany("INSERT INTO asked VALUES (?, ?)", [(key, place) for key in keys])

    def forget_unit(self, unit: str) -> None:
        """Forget what was asked for a unit."""
        row = self._db.execute("SELECT place FROM units WHERE id = ?", [unit]).fetchone()
        if row:
            self._db.execute("DELETE FROM asked WHERE unit = ?", row)
            self._db.execute("DELETE FROM units WHERE place = ?", row)

    def asking(self, keys: Collection[Key]) -> tuple[set[str], set[str]]:
        """Name the acts, and the pages, for which any of these keys was asked."""
        sql = "SELECT DISTINCT u.id FROM asked a JOIN units u ON u.place = a.unit WHERE a.key IN"
        units = {str(unit) for (unit,) in self._some(sql, keys)}
        return (
            {unit[1:] for unit in units if unit[0] == "a"},
            {unit[1:] for unit in units if unit[0] == "p"},
        )

    # Findings.

    def put_report(self, report: Reported) -> None:
        """Remember what the checks said of a page."""
        self.forget_report(report.page)
        self._db.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?)",
            [
                report.page,
                report.source,
                report.agreeing,
                report.contradicting,
                json.dumps(report.unchecked),
                report.wakes,
            ],
        )
        rows = {str(row["id"]): row for row in reversed(report.rows)}
        self._db.executemany(
            "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)",
            [
                (name, report.page, report.rank, report.source, row["code"], packed(dict(row)))
                for name, row in rows.items()
            ],
        )

    def forget_report(self, page: str) -> None:
        """Forget what the checks said of a page."""
        self._db.execute("DELETE FROM reports WHERE page = ?", [page])
        self._db.execute("DELETE FROM found WHERE page = ?", [page])

    def waking(self, day: str) -> set[str]:
        """Name the pages of which the checks say something else from a day on."""
        rows = self._db.execute("SELECT page FROM reports WHERE wakes <= ?", [day])
        return {str(page) for (page,) in rows}

    def found_on(self, pages: Collection[str]) -> set[str]:
        """Name the findings of pages."""
        return {
            str(name) for (name,) in self._some("SELECT finding FROM found WHERE page IN", pages)
        }

    def findings(self, names: Collection[str] | None) -> Iterator[tuple[str, Row, set[str]]]:
        """Give findings as the first page that shows them does, with all sources that give them.

        `None` means all of them.
        """
        sql = "SELECT finding, rank, source, row FROM found"
        rows = (
            self._db.execute(f"{sql} ORDER BY finding, rank")
            if names is None
            else sorted(self._some(f"{sql} WHERE finding IN", names), key=lambda row: row[:2])
        )
        name, first, sources = "", b"", set[str]()
        for finding, _, source, row in rows:
            if finding != name:
                if name:
                    yield name, cast("Row", unpacked(first)), sources
                name, first, sources = finding, row, set()
            sources.add(source)
        if name:
            yield name, cast("Row", unpacked(first)), sources

    def found_by(self, source: str, code: str) -> set[str]:
        """Name the findings of a check on a source."""
        rows = self._db.execute(
            "SELECT finding FROM found WHERE source = ? AND code = ?", [source, code]
        )
        return {str(name) for (name,) in rows}

    def unseen(self) -> set[str]:
        """Name the findings that are open in the register, and that no page shows any more."""
        rows = self._db.execute(
            "SELECT finding FROM lives WHERE open AND NOT EXISTS "
            "(SELECT 1 FROM found WHERE found.finding = lives.finding)"
        )
        return {str(name) for (name,) in rows}

    def fired(self) -> dict[str, dict[str, int]]:
        """Count by source and code on how many pages each check fired."""
        counted: dict[str, dict[str, int]] = {}
        sql = "SELECT source, code, count(DISTINCT page) FROM found WHERE page <> '' GROUP BY 1, 2"
        for source, code, number in self._db.execute(sql):
            counted.setdefault(source, {})[code] = number
        return counted

    def checked(self) -> tuple[dict[str, int], int, int, Counter[str]]:
        """Count pages by source, dates that agree, dates that do not, and what was not compared."""
        of_pages = "FROM reports WHERE page <> '' GROUP BY 1"  # not the archive as a whole
        by_source = dict(self._db.execute(f"SELECT source, count(*) {of_pages}"))
        agreeing, contradicting = self._db.execute(
            "SELECT coalesce(sum(agreeing), 0), coalesce(sum(contradicting), 0) FROM reports"
        ).fetchone()
        unchecked: Counter[str] = Counter()
        for words, times in self._db.execute("SELECT unchecked, count(*) FROM reports GROUP BY 1"):
            for reason, number in json.loads(words).items():
                unchecked[reason] += number * times
        return by_source, agreeing, contradicting, unchecked

    def put_life(self, name: str, life: tuple[str, str, str, str], *, is_open: bool) -> None:
        """Remember a finding of the register: its source, code, document, and first day."""
        self._db.execute(
            "INSERT OR REPLACE INTO lives VALUES (?, ?, ?, ?, ?, ?)", [name, *life, int(is_open)]
        )

    def usually(self) -> tuple[dict[tuple[str, str], int], dict[str, str]]:
        """Count by source and code the documents with open findings; give the last first day."""
        rows = self._db.execute(
            "SELECT source, code, count(DISTINCT document) FROM lives WHERE open GROUP BY 1, 2"
        )
        counted = {(str(source), str(code)): int(number) for source, code, number in rows}
        learned = self._db.execute("SELECT source, max(first_seen) FROM lives GROUP BY 1")
        return counted, {str(source): str(day) for source, day in learned}

    # Questions to people.

    def put_questions(self, owner: str, questions: Iterable[tuple[str, str]]) -> None:
        """Remember the questions that something asks, each with its rank."""
        self._db.execute("DELETE FROM questions WHERE owner = ?", [owner])
        self._db.executemany(
            "INSERT OR REPLACE INTO questions VALUES (?, ?, ?)",
            [(name, owner, rank) for name, rank in questions],
        )

    def questions_of(self, owners: Collection[str]) -> set[str]:
        """Name the questions that some ask."""
        return {
            str(name) for (name,) in self._some("SELECT id FROM questions WHERE owner IN", owners)
        }

    def owners_of(self, questions: Collection[str]) -> set[str]:
        """Name what asks some questions."""
        found = self._some("SELECT owner FROM questions WHERE id IN", questions)
        return {str(owner) for (owner,) in found}

    def order(self) -> list[str]:
        """Name all questions, the most important first."""
        rows = self._db.execute("SELECT id FROM questions ORDER BY rank, id")
        return list(dict.fromkeys(str(name) for (name,) in rows))

    def _some(
        self, sql: str, values: Collection[str] | Collection[int]
    ) -> Iterator[tuple[Any, ...]]:
        """Ask for some hundred values at a time."""
        ordered = sorted(values)
        for at in range(0, len(ordered), AT_ONCE):
            some = ordered[at : at + AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._db.execute(f"{sql} ({marks})", some).fetchall()
