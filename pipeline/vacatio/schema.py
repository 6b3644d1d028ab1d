"""The tables of the published database: names and columns are a contract with whoever queries it.

Everything but `runs`, `sources` and `coverage` is derived from the originals (archive, decisions,
ledger), so the same originals give the same rows. Civil dates are ISO text; lists are JSON text.
What depends on the day it is asked (the state of an act) is computed when it is asked.
"""

from __future__ import annotations

import sqlite_utils
from sqlite_utils.db import Table

#: Raised by one whenever a table or a column changes its meaning; also `PRAGMA user_version`.
SCHEMA_VERSION = 2

Columns = dict[str, type]

#: Columns of each table in order; the first is the primary key.
TABLES: dict[str, Columns] = {
    "documents": {
        "id": str,  # source/key, such as ekb/222001/rus
        "source": str,
        "key": str,
        "language": str,
        "url": str,
        "media_type": str,
        "first_seen": str,  # instant of the first record that holds this body
        "bytes": int,
        "sha256": str,
        "text_sha256": str,
        "warc": str,  # file and offset in the archive
        "outcome": str,  # read | refused, with the reason beside it | kept: no act, so never read
        "reason": str,
    },
    "acts": {
        "id": str,  # kz/order/maidr/2025-12-22/672-nq
        "jurisdiction": str,
        "type": str,
        "number": str,
        "adopted_on": str,
        "issuer_id": str,
        "issuer": str,
        "title_en": str,
        "title_ru": str,
        "title_kk": str,
        "level": str,  # national | local
        "normative": int,
        "registration_number": str,
        "registered_on": str,
        "published_on": str,  # first official publication, as concluded
        "in_force_on": str,  # main entry: first day the rules apply
        "force_on": str,
        "ends_on": str,
        "certainty": str,
        "confidence": str,
        "reason": str,  # why in_force_on is not known
        "ngr": str,
        "ekb_id": str,
        "url": str,  # page for people at the official source
        "document_id": str,
        "demo": int,
        "search": str,  # normalised words for full-text search
    },
    "act_aliases": {"alias": str, "act_id": str, "kind": str},
    "publications": {
        "id": str,
        "act_id": str,
        "venue": str,
        "issue": str,
        "published_on": str,
        "languages": str,
        "field": str,
        "first": int,  # 1 for the one the date rests on
        "would_give": str,  # the date of entry this publication would give
        "document_id": str,
    },
    "commencements": {
        "id": str,
        "act_id": str,
        "position": int,
        "provisions": str,  # NULL = all not listed elsewhere
        "kind": str,
        "value": int,
        "unit": str,
        "quote": str,
        "quote_before": str,
        "quote_after": str,
        "language": str,
        "document_id": str,
        "stated_on": str,
        "force_on": str,
        "in_force_on": str,
        "certainty": str,
        "confidence": str,
        "reason": str,
        "applies_from": str,
        "ends_on": str,
        "steps": str,
        "alternatives": str,
    },
    "amendments": {
        "id": str,
        "act_id": str,  # the amending act
        "position": int,
        "kind": str,  # amends | repeals | suspends
        "target_act_id": str,  # NULL while the target is not in the archive
        "target_type": str,
        "target_number": str,
        "target_date": str,
        "target_title": str,
        "target_registration": str,
        "quote": str,
        "in_force_on": str,
        "ends_on": str,  # of a suspension: the first day without it
    },
    "modifications": {
        "id": str,
        "act_id": str,
        "amendment_id": str,
        "position": int,
        "action": str,
        "target": str,
        "by": str,
        "quote": str,
        "in_force_on": str,
        "ends_on": str,  # of a suspension: the first day without it
    },
    "provisions": {
        "id": str,
        "act_id": str,
        "language": str,
        "position": int,
        "eid": str,
        "kind": str,
        "number": str,
        "heading": str,
        "text": str,
    },
    "claims": {
        "id": str,
        "act_id": str,
        "document_id": str,
        "field": str,
        "value": str,
        "claimed_on": str,
    },
    "obligations": {
        "id": str,
        "act_id": str,
        "position": int,
        "value": int,
        "unit": str,
        "event": str,
        "quote": str,
    },
    "decisions": {
        "id": str,
        "act_id": str,
        "document_id": str,
        "kind": str,  # the fact decided, or target | finding | source
        "verdict": str,  # confirmed | corrected | dismissed
        "value": str,
        "provisions": str,
        "state": str,  # applied | outdated | superseded | spent | unmatched
        "source": str,
        "reason": str,
        "by": str,
        "on": str,
        "note": str,
        "review_id": str,  # the question it answers
        "code": str,
        "rests_on": str,
    },
    "findings": {
        "id": str,
        "code": str,
        "name": str,
        "severity": str,
        "state": str,  # open | confirmed | corrected | dismissed | held_back | ended
        "about": str,  # act | bulletin
        "whose": str,  # whose text disagrees: act | bulletin | fragment | portal | reading
        "act_id": str,
        "document_id": str,
        "documents": str,  # JSON: every document it rests on
        "provision": str,
        "title": str,
        "message": str,
        "quote": str,
        "suggestion": str,
        "compared": str,
        "evidence": str,  # JSON: each compared value with its source and its words
        "rule": str,
        "basis": str,
        "first_seen": str,
        "last_seen": str,
        "ended_on": str,  # the day its cause was seen to be gone
        "occurrence": int,  # 1, or higher where it came back; 0 while it is held back
        "decision_id": str,
        "reason": str,  # why it was dismissed
    },
    "reviews": {
        "id": str,  # of a finding: the finding's
        "position": int,  # the most important is 0
        "kind": str,  # outdated | conflict | disputed | unknown | target | prompt ...
        "state": str,  # open | decided
        "question": str,
        "act_id": str,
        "document_id": str,
        "provisions": str,
        "code": str,
        "known": str,  # JSON: what is known, a line each
        "quote": str,
        "decides": str,  # the kind of decision that answers it
        "fact": str,  # the fact that a correction decides
        "value": str,  # what confirming it records
        "rests_on": str,  # JSON: for each kind of decision the lines it would rest on
        "decision_id": str,
    },
    "events": {
        "id": str,  # also the feed guid: hash of act, kind, provisions, legal cause
        "act_id": str,
        "kind": str,  # published | enters_into_force | repealed | date_corrected ...
        "provisions": str,
        "effective_on": str,  # in law
        "known_on": str,  # when the archive first showed it
        "certainty": str,
        "confidence": str,
        "title": str,
        "summary": str,
        "quote": str,
        "replaces": str,
    },
    "notices": {
        "id": str,  # also the feed guid: hash of the kind and of what it tells of
        "kind": str,  # soon | starts | found | finding | finding_ended | draft
        "known_on": str,  # the day it was told on
        "act_id": str,
        "event_id": str,  # the event it is a stage of
        "document_id": str,
        "about": str,  # of a finding: act | bulletin
        "provisions": str,
        "effective_on": str,
        "certainty": str,
        "confidence": str,
        "title": str,
        "summary": str,
        "quote": str,
        "url": str,
        "code": str,
        "compared": str,
    },
    "day_checks": {
        "id": str,
        "act_id": str,  # the act whose day it is
        "provisions": str,
        "in_force_on": str,  # as computed
        "subject_id": str,  # the act whose official text was looked at: itself, or one it changes
        "document_id": str,
        "moment": str,  # eve | day
        "looked_on": str,
        "outcome": str,  # agrees | not_updated | differs
        "stated_on": str,  # the day that the text gives
        "seen": str,  # what was seen there
    },
    "holidays": {
        "id": str,
        "jurisdiction": str,
        "date": str,
        "kind": str,  # holiday | observed | transferred_off | transferred_work
        "name": str,
        "basis": str,
        "known_on": str,
    },
    "sources": {
        "id": str,
        "title": str,
        "url": str,
        "required": int,
        "standing": str,  # proven | unproven
        "robots": str,
        "expects": str,
        "last_success": str,
        "last_new": str,
        "stale_since": str,  # the day it last kept its promise, where that is too long ago
        "documents": int,
        "outcome": str,
        "reason": str,
        "held": int,  # documents in the archive
        "listed": int,  # entries met in its lists
        "listed_held": int,  # of these, all that they lead to is in the archive
    },
    "union_acts": {
        "id": str,  # of the document
        "document_id": str,
        "source": str,
        "title": str,
        "about": str,
        "adopted_on": str,  # the days as the portal of the Union states them
        "published_on": str,
        "in_force_on": str,
        "stated": str,  # the words it states them in
        "url": str,
    },
    "coverage": {
        "id": str,  # source/days/2026-08-31
        "source": str,
        "kind": str,  # days | ids: without a gap from first to last
        "first": str,
        "last": str,
        "listed": int,  # documents that the source lists there
        "held": int,
    },
    "runs": {
        "id": str,
        "started_at": str,
        "finished_at": str,
        "outcome": str,
        "demo": int,
        "stages": str,  # JSON: one object a stage, with its counts
    },
}

#: Tables that remember the runs themselves; every other one is a function of the originals.
OPERATIONAL = frozenset({"runs", "sources", "coverage"})

#: The tables that are one, in a fixed order.
PUBLISHED = tuple(sorted(TABLES.keys() - OPERATIONAL))

#: Which findings stand for an act: not those that a person dismissed, that have ended, that are
#: held back because a source was misread, or that are about a bulletin which reports on it.
STANDING = "state IN ('open', 'confirmed') AND about = 'act'"

#: Columns that may not be NULL, beside the primary keys.
REQUIRED: dict[str, frozenset[str]] = {
    "acts": frozenset({"jurisdiction", "type", "certainty", "confidence", "demo"}),
    "act_aliases": frozenset({"act_id"}),
    "amendments": frozenset({"act_id", "kind"}),
    "claims": frozenset({"act_id", "field", "value"}),
    "commencements": frozenset({"act_id", "kind", "certainty", "confidence", "steps"}),
    "coverage": frozenset({"source", "kind", "first", "last", "listed", "held"}),
    "day_checks": frozenset(
        {"act_id", "in_force_on", "subject_id", "moment", "looked_on", "outcome"}
    ),
    "documents": frozenset({"source", "key", "sha256"}),
    "events": frozenset({"act_id", "kind", "known_on"}),
    "findings": frozenset({"code", "severity", "state", "about", "title", "message"}),
    "modifications": frozenset({"act_id", "action"}),
    "notices": frozenset({"kind", "known_on"}),
    "obligations": frozenset({"act_id", "value", "unit"}),
    "provisions": frozenset({"act_id", "eid"}),
    "publications": frozenset({"act_id"}),
    "union_acts": frozenset({"document_id", "source", "title"}),
    "reviews": frozenset({"position", "kind", "state", "question", "decides"}),
}

#: Columns that point at another table.
FOREIGN_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "acts": (("document_id", "documents"),),
    "act_aliases": (("act_id", "acts"),),
    "publications": (("act_id", "acts"), ("document_id", "documents")),
    "commencements": (("act_id", "acts"), ("document_id", "documents")),
    "amendments": (("act_id", "acts"), ("target_act_id", "acts")),
    "modifications": (("act_id", "acts"), ("amendment_id", "amendments")),
    "provisions": (("act_id", "acts"),),
    "claims": (("act_id", "acts"), ("document_id", "documents")),
    "obligations": (("act_id", "acts"),),
    "findings": (
        ("act_id", "acts"),
        ("document_id", "documents"),
        ("decision_id", "decisions"),
    ),
    "reviews": (("act_id", "acts"), ("document_id", "documents"), ("decision_id", "decisions")),
    "events": (("act_id", "acts"),),
    "notices": (("act_id", "acts"), ("document_id", "documents")),
    "day_checks": (("act_id", "acts"), ("subject_id", "acts"), ("document_id", "documents")),
    "decisions": (("act_id", "acts"), ("document_id", "documents")),
    "union_acts": (("document_id", "documents"),),
}

#: One index for each facet, filter and sort of the site. Where rows are many, the index of a facet
#: holds the other facets too: counting one among rows narrowed down by another reads no row.
INDEXES: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "acts": (
        (
            "type",
            "level",
            "normative",
            "certainty",
            "confidence",
            "issuer_id",
            "in_force_on",
            "published_on",
        ),
        ("level", "type", "normative", "certainty", "confidence"),
        ("certainty", "type", "level", "confidence"),
        ("confidence", "type", "level", "certainty"),
        ("normative", "level"),
        ("issuer_id", "published_on"),
        "adopted_on",
        "published_on",
        "in_force_on",
        "ends_on",
    ),
    "amendments": ("kind", "target_date", "in_force_on"),
    "claims": ("field",),
    "commencements": (
        ("kind", "certainty", "confidence"),
        ("certainty", "kind", "confidence"),
        ("confidence", "kind", "certainty"),
        "in_force_on",
        "ends_on",
    ),
    "day_checks": ("in_force_on", "outcome", "moment"),
    "documents": (
        ("source", "language", "outcome"),
        ("language", "source", "outcome"),
        ("outcome", "source", "language"),
        "first_seen",
    ),
    "events": (
        ("kind", "confidence"),
        ("confidence", "kind"),
        "effective_on",
        "known_on",
        "replaces",
    ),
    "findings": ("code", "severity", "state", "about", "first_seen", "ended_on"),
    "modifications": ("action", "in_force_on"),
    "provisions": ("eid",),
    "publications": ("venue", "published_on"),
    "reviews": ("kind", "state", "position"),
    "union_acts": ("source", "in_force_on", "published_on"),
}


def create(db: sqlite_utils.Database) -> None:
    """Create every table, empty and STRICT, with its foreign keys; indexes come after the load."""
    for name, columns in TABLES.items():
        table: Table = db.table(name)
        table.create(
            columns,
            pk=next(iter(columns)),
            not_null=REQUIRED.get(name, ()),
            foreign_keys=[
                (column, other, next(iter(TABLES[other])))
                for column, other in FOREIGN_KEYS.get(name, ())
            ],
            strict=True,
        )
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def index(db: sqlite_utils.Database) -> None:
    """Create the indexes, among them one on each foreign key."""
    for name, columns in TABLES.items():
        wanted = [*INDEXES.get(name, ()), *(column for column, _ in FOREIGN_KEYS.get(name, ()))]
        for each in wanted:
            together = (each,) if isinstance(each, str) else each
            if set(together) <= set(columns):
                db.table(name).create_index(together, if_not_exists=True)
