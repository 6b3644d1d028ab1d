"""Build a publication anew from the originals: archive, decisions and ledger in, rows out.

No step reads the clock or the network, so the same originals and rules give the same rows. The
day is an argument, and only dates a correction that the sources themselves do not date.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from vacatio import (
    cards,
    decisions,
    events,
    ledger,
    lives,
    looks,
    notices,
    occurrences,
    quarantine,
    reference,
    rows,
    schema,
)
from vacatio.archive import Archive, MixedArchive
from vacatio.assemble import Reading, Work, without_act, works
from vacatio.carried import carried
from vacatio.compared import Compared, check
from vacatio.datadir import DataDir
from vacatio.decisions import State
from vacatio.derive import NO_DECISIONS, Dated, dates
from vacatio.drafts import draft
from vacatio.engines import Map, here
from vacatio.findings import Examiner
from vacatio.gates import Checked
from vacatio.judging import Judged, citations
from vacatio.kept import Kept, Read, key
from vacatio.lives import Now
from vacatio.lookups import lookup
from vacatio.questions import Asking
from vacatio.resolve import Register
from vacatio.store import Row, Rows
from vacatio.union_acts import union_act
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks.holding import THRESHOLDS, Thresholds
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import DocumentKind, RawDocument
from vacatio_crawlers import Gives, known_sources
from vacatio_parser import parse_bytes

log = logging.getLogger(__name__)

#: Pages that are read together: enough for all processes, and few enough for their memory.
TOGETHER = 400


@dataclass(frozen=True, slots=True)
class Built:
    """All rows of a publication but those of `runs` and `sources`, and what the gates ask."""

    rows: Rows
    checked: Checked
    without_act: int
    compared: Compared


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
            empty = dataclasses.replace(raw, body=b"")
            yield dataclasses.replace(reading, raw=empty, parsed=name in fresh)


def _of_kind(archive: Archive, *, demo: bool) -> Iterator[RawDocument]:
    for raw in archive.documents():
        if raw.demo is not demo:
            kind = {True: "demo", False: "real"}
            raise MixedArchive(archive.path, kind[raw.demo], kind[demo])
        yield raw


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
) -> Built:
    """Turn what was read into all rows of a publication.

    `page_of` gives the address of an act's page for people at its source, `seen` the day on
    which the publication in place last saw each finding; `thresholds` say when a check is held
    back, for its source was probably misread.
    """
    pages = tuple(pages)
    required = frozenset(info.name for info in known_sources() if info.required)
    sorted_out = cards.sort_out(pages)
    as_of = _as_of(pages, law)
    acts = cards.joined(works(sorted_out.texts, law, preferred=required), sorted_out.cards)
    acts = quarantine.without_days_to_come(acts, as_of)
    missed = without_act(sorted_out.texts, acts)
    judged = Judged(decisions.read(data.decisions))
    cited = citations(acts)
    register = Register(acts, law, judged.targets(cited, acts))
    plain, dated = _dated(acts, register, law, judged)
    moved = tuple(carried(each) for each in dated)
    announced = events.from_ledger(ledger.read(data.ledger / "events.jsonl"))
    derived = tuple(occurrences.events(dated, moved, register, law))
    names = frozenset(each.work.id for each in dated)
    told = events.announce(derived, announced, names, today)
    documents = frozenset(page.id for page in pages)
    both = tuple(zip(dated, moved, strict=True))
    amendments = [
        row for each, move in both for row in rows.amendments(each, register, move.first_days())
    ]
    modifications = [row for each, move in both for row in rows.modifications(each, move.days)]
    changes = looks.changes(amendments, modifications)
    looked = looks.looks(Archive(data.archive), dated, changes, law)
    checked = check(
        Examiner(
            _with_official_days(dated, looked), register, lookup(dated, register, law), law, as_of
        ),
        sorted_out.checked,
        lives.from_ledger(ledger.read(data.ledger / "findings.jsonl")),
        judged,
        Now(
            readable=frozenset(page.id for page in pages if _understood(page, missed)),
            acts=names,
            documents=documents,
            as_of=as_of,
            today=today,
            seen=seen,
        ),
        {page.id: page.raw.fetched_at.date() for page in pages},
        thresholds,
    )
    noticed = _noticed(data, told, checked.rows, pages, names, documents, law, today)
    asked = Asking(dated, plain, register, law, judged, as_of)
    return Built(
        rows={
            "documents": [rows.document(page, gives_act=page.id not in missed) for page in pages],
            "acts": [rows.act(each, law, demo=demo, url=page_of(each.work)) for each in dated],
            "act_aliases": _once(row for each in dated for row in rows.aliases(each.work, law)),
            "publications": _once(row for each in dated for row in rows.publications(each, law)),
            "commencements": [row for each in dated for row in rows.commencements(each)],
            "amendments": amendments,
            "modifications": modifications,
            "provisions": [row for each in dated for row in rows.provisions(each.work)],
            "claims": [row for each in dated for row in rows.claims(each.work)],
            "obligations": [row for each in dated for row in rows.obligations(each.work)],
            "findings": checked.rows,
            "reviews": asked.rows(cited, checked),
            "events": [event.row() for event in told],
            "notices": [notice.row() for notice in noticed],
            "decisions": [
                each.row(judged.states[each.id], names, documents) for each in judged.recorded
            ],
            "day_checks": [look.row() for look in looked],
            "union_acts": [
                page.union_act.row(page.id, page.raw.source) for page in pages if page.union_act
            ],
            "holidays": list(reference.holidays(law)),
        },
        checked=_checked(dated),
        without_act=len(missed),
        compared=checked,
    )


def _noticed(
    data: DataDir,
    told: Sequence[events.Event],
    found: Iterable[Row],
    pages: Sequence[Reading],
    acts: frozenset[str],
    documents: frozenset[str],
    law: Jurisdiction,
    today: dt.date,
) -> tuple[notices.Notice, ...]:
    """Give what is told beside the events: what was told before, and what is due today."""
    announced = notices.from_ledger(ledger.read(data.ledger / "notices.jsonl"))
    register = {str(line["id"]): line for line in ledger.read(data.ledger / "findings.jsonl")}
    columns: Row = dict.fromkeys(schema.TABLES["findings"])
    for line in lives.lines({**columns, **row} for row in found):
        register.setdefault(str(line["id"]), line)
    zone = ZoneInfo(law.time_zone)
    days = {page.id: page.raw.fetched_at.astimezone(zone).date().isoformat() for page in pages}
    derived = (
        *notices.stages(told, announced, today),
        *notices.found(told),
        *notices.findings(register.values()),
        *notices.drafts(pages, days),
    )
    return notices.announce(derived, announced, acts, documents)


def _dated(
    acts: Sequence[Work], register: Register, law: Jurisdiction, judged: Judged
) -> tuple[Mapping[str, Dated], tuple[Dated, ...]]:
    """Compute all dates, once without any decision if there are any: that is what they rest on."""
    dated = dates(acts, register, law, NO_DECISIONS)
    plain = {each.work.id: each for each in dated}
    if judged.of(*decisions.FACTS):
        judged.facts(plain, law)
        applied = decisions.by_act(judged.having(State.APPLIED))
        outdated = decisions.by_act(judged.having(State.OUTDATED))
        dated = dates(acts, register, law, applied, outdated)
    return plain, dated


def _with_official_days(dated: Iterable[Dated], looked: Iterable[looks.Look]) -> tuple[Dated, ...]:
    """Let the checks know the days that official texts give in place of ours."""
    days = looks.told(looked)
    return tuple(
        dataclasses.replace(each, known=dataclasses.replace(each.known, official=given))
        if (given := days.get(each.work.id))
        else each
        for each in dated
    )


def _understood(page: Reading, missed: frozenset[str]) -> bool:
    """Tell whether what a page no longer says is gone: it was read, as what it is."""
    document = page.document
    if document is None:
        return False
    return page.id not in missed or document.kind is DocumentKind.BULLETIN


def _as_of(pages: Iterable[Reading], law: Jurisdiction) -> dt.date:
    """Tell the last day on which the archive learned something; no clock is asked."""
    zone = ZoneInfo(law.time_zone)
    known = (page.raw.fetched_at.astimezone(zone).date() for page in pages)
    return max(known, default=dt.date.min)


def _checked(dated: Iterable[Dated]) -> Checked:
    dated = tuple(dated)
    withheld = tuple(fault for each in dated for fault in each.withheld)
    known = sum(entry.on is not None for each in dated for entry in each.entries)
    return Checked(known + len(withheld), withheld)


def _once(given: Iterable[Row]) -> list[Row]:
    """Keep the first of the rows that have one primary key."""
    found: dict[object, Row] = {}
    for row in given:
        found.setdefault(next(iter(row.values())), row)
    return list(found.values())
