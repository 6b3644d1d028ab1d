"""Build a publication from the originals: archive, decisions and ledger in, rows out.

The day is an argument, and only dates a correction that the sources themselves do not date.
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from vacatio import cards, decisions, lives, reference, rows
from vacatio.announced import Whole
from vacatio.archive import Archive, MixedArchive
from vacatio.assemble import Reading, Work
from vacatio.base_rows import BaseRows, Changes
from vacatio.compared import Compared
from vacatio.datadir import DataDir
from vacatio.delta import Delta
from vacatio.deriving import Changed, Derivation, Rules, Source
from vacatio.drafts import draft
from vacatio.engines import Map, here
from vacatio.examined import Examination
from vacatio.gates import Checked
from vacatio.kept import Kept, Read, key
from vacatio.memory import Memory
from vacatio.questioning import Questioning
from vacatio.store import Row, Rows
from vacatio.telling import Telling
from vacatio.union_acts import union_act
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks.holding import THRESHOLDS, Thresholds
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import Gives, known_sources
from vacatio_parser import parse_bytes

log = logging.getLogger(__name__)

#: Pages that are read together: enough for all processes, and few enough for their memory.
TOGETHER = 400


@dataclass(frozen=True, slots=True)
class Built:
    """What a build changes in the database, and what the gates and the log ask of it.

    ``counts`` say how many rows tables will have, ``derived`` how many acts were derived anew,
    ``states`` how many findings and reviews are in
    which state.
    """

    delta: Delta
    counts: Mapping[str, int]
    checked: Checked
    without_act: int
    derived: int
    compared: Compared
    states: Mapping[str, Counter[str]]

    @property
    def rows(self) -> Rows:
        """All rows of a publication that was built from nothing, by table."""
        order = {name: place for place, name in enumerate(self.delta.order or ())}
        reviews = [{**row, "position": order[str(row["id"])]} for row in self._put("reviews")]
        found: dict[str, Sequence[Row]] = {name: self._put(name) for name in self.counts}
        return {**found, "reviews": reviews}

    def _put(self, table: str) -> Sequence[Row]:
        return self.delta.put.get(table, ())


def parse(raw: RawDocument) -> Read:
    """Read one page of the archive; a page nobody can read is kept, with the reason.

    Text from outside is hostile, and a fault of ours on one page must not cost the others:
    it is logged with its trace, shown as the page's reason, and counted by the gates. A draft or
    a row of a list is kept and not read: no date may ever come of it.
    """
    if cards.gives(raw.source) in cards.KEPT:
        return Read(None)
    try:
        document = parse_bytes(
            raw.body, media_type=raw.media_type, name=raw.key, language=raw.language
        )
    except VacatioError as error:
        return Read(None, str(error))
    except Exception as error:
        log.exception("the parser failed on %s/%s", raw.source, raw.key)
        reason = f"a fault of the parser: {type(error).__name__}: {error}"
        return Read(None, reason, fault=True)
    return Read(document)


def read(raw: RawDocument, place: str | None, known: Read | None = None) -> Reading:
    """Give the reading of a page, from what is known of it or by parsing it."""
    one = known or parse(raw)
    gives = cards.gives(raw.source)
    return Reading(
        raw,
        place,
        one.document,
        one.refused,
        len(raw.body),
        parsed=known is None,
        draft=draft(raw) if gives is Gives.DRAFTS else None,
        union_act=union_act(raw) if gives is Gives.LISTS else None,
        fault=one.fault,
    )


def readings(
    archive: Archive, *, demo: bool, kept: Kept | None = None, mapped: Map = here
) -> Iterator[Reading]:
    """Read every document of the archive, in its fixed order.

    What `kept` remembers is not parsed again; the rest is parsed by `mapped`. A reading holds
    the length of its page and not the page: a corpus of pages is larger than a memory.

    Raises:
        MixedArchive: a document is of the other kind of data.
    """
    for pages in _by_hundreds(_of_kind(archive, demo=demo)):
        keys = [key(raw) for raw in pages]
        known = kept.get(keys) if kept else {}
        unread = {name: raw for name, raw in zip(keys, pages, strict=True) if name not in known}
        fresh = dict(zip(unread, mapped(parse, list(unread.values())), strict=True))
        if kept:
            kept.add({name: one for name, one in fresh.items() if not one.fault})
        for raw, name in zip(pages, keys, strict=True):
            reading = read(raw, archive.place(raw), known.get(name) or fresh[name])
            empty = replace(raw, body=b"")
            yield replace(reading, raw=empty, parsed=name in fresh)


def _of_kind(archive: Archive, *, demo: bool) -> Iterator[RawDocument]:
    for raw in archive.documents():
        hold_apart(raw, archive, demo=demo)
        yield raw


def hold_apart(raw: RawDocument, archive: Archive, *, demo: bool) -> None:
    """Hold demo data and real data apart.

    Raises:
        MixedArchive: the document is of the other kind of data.
    """
    if raw.demo is not demo:
        kind = {True: "demo", False: "real"}
        raise MixedArchive(archive.path, kind[raw.demo], kind[demo])


def _by_hundreds(pages: Iterator[RawDocument]) -> Iterator[list[RawDocument]]:
    while together := list(itertools.islice(pages, TOGETHER)):
        yield together


def build(
    data: DataDir,
    pages: Iterable[Reading],
    law: Jurisdiction,
    today: dt.date,
    *,
    demo: bool,
    page_of: Callable[[Work], str | None],
    seen: Mapping[str, str] = MappingProxyType({}),
    thresholds: Thresholds = THRESHOLDS,
    known: Memory | None = None,
) -> Built:
    """Turn what was read into all rows of a publication.

    `page_of` gives the address of an act's page for people at its source, `seen` the day on
    which the publication in place last saw each finding; `thresholds` say when a check is held
    back, for its source was probably misread. What the next build needs goes into `known`, which
    must be empty.
    """
    whole = Whole(data)
    by_id = {page.id: page for page in pages}
    of = Source(
        Archive(data.archive),
        decisions.read(data.decisions),
        whole,
        known or Memory(),
        BaseRows(),
        lambda names: {name: by_id[name] for name in names if name in by_id},
    )
    by = rules(law, demo=demo, page_of=page_of)
    changed = Changed(tuple(by_id.values()), frozenset(by_id))
    every = whole.every_finding()
    for name, life in lives.from_ledger(whole.findings(every)).items():
        code, document = str(life.shown["code"]), str(life.shown["document_id"] or "")
        told = (life.source, code, document, life.first_seen)
        of.known.put_life(name, told, is_open=life.ended_on is None)
    return derive(changed, of, by, today, lambda _: seen, thresholds, every)


def rules(law: Jurisdiction, *, demo: bool, page_of: Callable[[Work], str | None]) -> Rules:
    """Give what a build goes by."""
    required = frozenset(info.name for info in known_sources() if info.required)
    return Rules(law, required, demo, page_of)


def derive(
    changed: Changed,
    of: Source,
    by: Rules,
    today: dt.date,
    seen: Callable[[Collection[str]], Mapping[str, str]],
    thresholds: Thresholds,
    every: Collection[str] = (),
) -> Built:
    """Derive what changed documents touch, and gather what that changes in the tables.

    `every` names findings that are looked at whatever became of their pages.

    Raises:
        OutOfStep: what the memory holds does not fit; all is to be derived anew.
    """
    changes = Changes(of.base)
    derived = Derivation(changed, of, by, changes)
    telling = Telling(derived, today)
    told = telling.events()
    first = telling.first_known(told)
    derived.remember()
    examination = Examination(derived, today, seen, thresholds)
    compared = examination.compare(every)
    telling.forget()
    telling.notices_of_acts(told, first)
    telling.notices_of_findings(examination.rows, examination.named)
    telling.drafts()
    order = Questioning(derived, examination.rows, compared.held).ask()
    _documents(derived, changes)
    _decisions(derived, changes)
    _holidays(derived, changes)
    before, now = derived.as_of_before, derived.as_of.isoformat()
    dates, withheld = of.known.counted()
    counted = [*changes.tables()]
    return Built(
        changes.delta((before, now) if before and before != now else None, order),
        {table: changes.count(table) for table in counted},
        Checked(dates + len(withheld), withheld),
        of.known.missed(),
        len(derived.rowed),
        compared,
        {table: changes.states(table) for table in ("findings", "reviews")},
    )


def _documents(derived: Derivation, changes: Changes) -> None:
    """Put the rows of documents, and of acts of other legal orders that they list."""
    grouped, pages = derived.grouped, derived.grouped.pages
    names = [page.id for page in pages]
    found = [rows.document(page, gives_act=page.id not in grouped.missed) for page in pages]
    changes.of("documents", "id", names, found)
    listed = [page.union_act.row(page.id, page.raw.source) for page in pages if page.union_act]
    changes.of("union_acts", "document_id", names, listed)


def _decisions(derived: Derivation, changes: Changes) -> None:
    """Put the rows of all decisions: they are few, and each may have lost its ground."""
    judged, known = derived.judged, derived.known
    named_acts = {each.act for each in judged.recorded if each.act}
    acts = frozenset(name for name in named_acts if name in derived.holdings)
    named = {each.document for each in judged.recorded if each.document}
    documents = frozenset(known.there(named))
    found = [each.row(judged.states[each.id], acts, documents) for each in judged.recorded]
    changes.replace("decisions", derived.of.base.query("SELECT * FROM decisions"), found)


def _holidays(derived: Derivation, changes: Changes) -> None:
    days = list(reference.holidays(derived.law))
    changes.replace("holidays", derived.of.base.query("SELECT * FROM holidays"), days)
