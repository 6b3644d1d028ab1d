"""Derive what a change of documents touches, and leave the rest as it was.

Every build goes this way: one into an empty memory derives everything, one with the memory of
the last build only what depends on what changed. What an act or a page depends on is not listed
anywhere: whatever is asked while it is derived is written down, and it is derived anew when an
answer changes. No step reads the clock or the network, so the same originals and rules give the
same rows, by whatever way they are reached.

    documents ─► acts (joined anew where a document shares a key with a changed one)
              ─► edges (of acts that asked for what changed) ─► dates (until none moves another)
              ─► rows and events of acts ─► findings of pages ─► questions, notices
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vacatio import decisions, drawing, edges, events, looks, quarantine, rows
from vacatio.announced import Announced
from vacatio.archive import Archive
from vacatio.assemble import Reading, Work
from vacatio.base_rows import BaseRows, Changes
from vacatio.carried import Carried, carried
from vacatio.decisions import Kind, Recorded, State
from vacatio.derive import NO_DECISIONS, Causes, Dated, dates
from vacatio.edges import Edges
from vacatio.grouping import places, print_of, regroup
from vacatio.holdings import Holdings, Key, key
from vacatio.holdings import keys as keys_of_act
from vacatio.judging import Judged, citations
from vacatio.loading import Loading
from vacatio.lookups import NUMBERED
from vacatio.memory import Held, Memory
from vacatio.occurrences import events as events_of
from vacatio.occurrences import told
from vacatio.resolve import Register
from vacatio.standing import Standing, entries, written_official
from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks.others import register_number
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.known import OfficialDay
from vacatio_calendar.model import DocumentKind

#: The tables whose rows are read from the text of an act alone.
OF_TEXT = ("provisions", "claims", "obligations")

#: The other tables of an act.
OF_DATES = ("acts", "publications", "commencements", "amendments", "modifications", "day_checks")


_LEARNED = "SELECT max(fetched_at) FROM fetches WHERE body AND instr(key, '#') = 0"


class OutOfStep(VacatioError):
    """What the last build remembers does not fit: everything must be derived anew."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new in the archive: documents as they are read now, and all that were fetched.

    ``since`` is the first day of these fetches; without one, all is looked at.
    """

    pages: Sequence[Reading]
    fetched: frozenset[str] = frozenset()
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a derivation takes what it does not derive: originals, memory and publication."""

    archive: Archive
    decided: tuple[Recorded, ...]
    announced: Announced
    known: Memory
    base: BaseRows
    load: Callable[[Collection[str]], dict[str, Reading]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a derivation goes by; ``page_of`` gives the address of an act's page for people."""

    law: Jurisdiction
    preferred: frozenset[str]
    demo: bool
    page_of: Callable[[Work], str | None]

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the jurisdiction."""
        return ZoneInfo(self.law.time_zone)


class Derivation:
    """The acts of a build, derived step by step; each step leaves what the next one asks for.

    ``new`` are acts made of other texts than before, ``cited`` those whose citations are resolved
    anew, ``dated`` those whose dates are computed anew, ``rowed`` those whose rows are; ``moved``
    are acts that are not what they were, for whoever looks at them. ``as_of`` is the last day on
    which the archive learned something: it never goes back, for pages may become what they were.
    """

    def __init__(self, changed: Changed, of: Source, by: Rules, changes: Changes) -> None:
        self.changed, self.of, self.by, self.changes = changed, of, by, changes
        self.official: dict[str, tuple[OfficialDay, ...]] = {}
        self.known, self.law = of.known, by.law
        self.as_of_before = of.known.said("as of")
        self.as_of = self._learned()
        if self.as_of_before and self.as_of.isoformat() < self.as_of_before:
            raise OutOfStep("the archive knows less than it did")
        self._join()
        self._draw()
        self._date()
        self._row()

    def _learned(self) -> dt.date:
        """Tell the last day on which a body came that the archive did not hold; no clock is asked.

        A page that is again what it once was brings none, so the day never goes back.
        """
        last = next((at for (at,) in self.of.archive.query(_LEARNED)), None)
        instants = [page.raw.fetched_at for page in self.changed.pages]
        instants += [dt.datetime.fromisoformat(last)] if last else []
        return max((at.astimezone(self.by.zone).date() for at in instants), default=dt.date.min)

    def _join(self) -> None:
        """Join documents to acts anew, where one shares a key with a changed one."""
        known = self.known
        come = known.aside_until(self.as_of.isoformat())
        come -= {page.id for page in self.changed.pages}
        pages = (*self.changed.pages, *self.of.load(sorted(come)).values())
        by = self.by
        self.grouped = regroup(pages, known, self.of.load, self.law, by.preferred, self.as_of)
        works = {work.id: work for work in self.grouped.works}
        documents = [page.id for page in self.grouped.pages]
        self.gone = frozenset(known.acts_of(documents) - works.keys())
        self.new = {
            name: work
            for name, work in works.items()
            if (held := known.held(name)) is None or held.print != print_of(work)
        }
        self.fresh = frozenset(name for name in self.new if known.held(name) is None)
        loading = Loading(known, self.of.load, self.law, by.preferred, self.as_of)
        self.holdings = Holdings(self.new.values(), self.law, loading)
        self.holdings.take((), self.gone)
        self.standing = Standing(self.holdings, known, self.law)
        self.standing.own(works.values())
        self.act_keys = {name: keys_of_act(work, self.law) for name, work in self.new.items()}
        self.cards = {name: card(work) for name, work in self.new.items()}
        self.touched = self._touched()

    def _touched(self) -> set[Key]:
        """Tell which questions by which acts are found are answered otherwise than before."""
        before = self.known.act_keys([*self.new, *self.gone])
        now = {(each, name) for name, keys in self.act_keys.items() for each in keys}
        touched = {each for each, _ in before ^ now}
        touched.update(key("card", name) for name in self.gone)
        for name, said in self.cards.items():
            held = self.known.held(name)
            if held is None or held.card != said:
                touched.add(key("card", name))
        were, are = (any(True for _ in of.names()) for of in (self.known, self.holdings))
        return touched | ({key("any")} if were != are else set())

    def _decided(self) -> set[str]:
        """Name the acts that a decision is about, now or in the last build."""
        self.judged = Judged(self.of.decided)
        named = {each.act for each in self.judged.recorded if each.act}
        if any(each.kind is Kind.TARGET and not each.act for each in self.judged.recorded):
            named.update(self.holdings.names())  # written by hand, without the act that cites
        self.decided = frozenset(name for name in named if name in self.holdings)
        before = set((self.known.said("decided") or "").split())
        return {name for name in named | before if name in self.holdings}

    def _draw(self) -> None:
        """Resolve the citations of new acts, and of those that asked for what changed."""
        asking = self.known.asking(self.touched)[0]
        names = {*self.new, *asking, *self._decided()} - self.gone
        self.cited = {name: self._work(name) for name in sorted(names) if name in self.holdings}
        cited = citations(self.cited.values())
        self.register = Register(self.holdings, self.law, self.judged.targets(cited, self.holdings))
        self.drawn = Edges(self.known)
        self.asked: dict[str, set[Key]] = {}
        strict = drawing.strict(self.holdings, self.drawn, self.law)
        for name, work in self.cited.items():
            self.asked[name] = self.holdings.asked.begin()
            found = {*drawing.by_register(work, self.register, self.law)}
            self.drawn.draw(name, found.union(drawing.by_checks(work, strict)))
        self.holdings.asked.begin()
        for name in self.gone:
            self.drawn.forget(name)
        self.redrawn = {
            (kind, target)
            for name in self.drawn.drawn()
            for kind, target in set(self.drawn.of(name)) ^ set(self.drawn.before(name))
        }

    def _date(self) -> None:
        """Date what is new or bears on another act, until no day moves one more."""
        wanted = {*self.new, *self.decided, *self.cited}
        wanted.update(
            target for kind, target in self.redrawn if kind in (edges.REPEALS, edges.SUSPENDS)
        )
        for name in (*self.new, *self.gone):
            wanted.update(self._waiting(name))
        while True:
            wanted = {name for name in self._with_waits(wanted) if name in self.holdings}
            plain, dated = self._dated(sorted(wanted))
            moved = {name for name in wanted if self._is_moved(dated[name], plain[name])}
            more = {each for name in moved for each in self._waiting(name)}
            more = {name for name in more if name in self.holdings} - wanted
            if not more:
                break
            wanted |= more
        self.dated, self.moved = dated, moved
        self.standing.take(dated.values(), plain)

    def _waiting(self, name: str) -> Iterator[str]:
        """Name the acts whose dates rest on those of an act."""
        yield from self.drawn.to(edges.WAITS, name)
        yield from self.drawn.to(edges.ENDED_BY, name)
        for kind, target in self.drawn.of(name):
            if kind in (edges.REPEALS, edges.SUSPENDS):
                yield target

    def _with_waits(self, names: Iterable[str]) -> set[str]:
        """Add the acts for which acts wait, and those that wait for them: rings are dated whole."""
        found: set[str] = set()
        left = set(names)
        while left:
            found |= left
            near = {each for name in left for each in self.drawn.to(edges.WAITS, name)}
            near |= {
                target
                for name in left
                for kind, target in self.drawn.of(name)
                if kind == edges.WAITS
            }
            left = near - found
        return found

    def _dated(self, names: Sequence[str]) -> tuple[dict[str, Dated], dict[str, Dated]]:
        """Compute dates, once without any decision if there are any: that is what they rest on."""
        works = [self._work(name) for name in names]
        causes = Causes(self.holdings, self.drawn, self.register)
        judged, standing = self.judged, self.standing
        if not judged.of(*decisions.FACTS):
            found = dates(works, causes, self.law, NO_DECISIONS, before=standing.before)
            plain = {each.work.id: each for each in found}
            return plain, plain
        found = dates(works, causes, self.law, NO_DECISIONS, before=standing.before_plain)
        plain = {each.work.id: each for each in found}
        judged.facts({name: plain[name] for name in self.decided if name in plain}, self.law)
        applied = decisions.by_act(judged.having(State.APPLIED))
        outdated = decisions.by_act(judged.having(State.OUTDATED))
        found = dates(works, causes, self.law, applied, outdated, standing.before)
        return plain, {each.work.id: each for each in found}

    def _is_moved(self, dated: Dated, plain: Dated) -> bool:
        """Tell whether the dates of an act are other than they were, or the act is."""
        before = self.known.dates(dated.work.id)
        return (
            dated.work.id in self.new
            or before is None
            or before != (entries(dated), entries(plain))
        )

    def _row(self) -> None:
        """Derive the rows and the events of all acts whose own facts or neighbours changed."""
        seen = self.known.acts_of(self.changed.fetched)
        near = {
            by
            for kind in (edges.AMENDS, edges.REPEALS, edges.SUSPENDS)
            for name in filter(self._is_told_otherwise, self.new)
            for by in self.drawn.to(kind, name)
        }
        near.update(self._looking_at(seen))
        near.update(self.known.acts_waking(self.as_of.isoformat()))
        names = {*self.new, *self.cited, *self.moved, *seen, *near}
        self.rowed = {name: self._at_hand(name) for name in sorted(names) if name in self.holdings}
        moved = {name: carried(each) for name, each in self.rowed.items()}
        self._rows(moved)
        days = looks.told(self.looked)
        self.official = {name: days.get(name, ()) for name in self.rowed}
        self.seen_otherwise = frozenset(
            name for name, given in self.official.items() if given != self.standing.official(name)
        )
        self.standing.take_official(self.official)
        self.derived = {
            name: tuple(events_of(each, moved[name], self.register, self.law, self.standing.told))
            for name, each in self.rowed.items()
        }

    def _is_told_otherwise(self, name: str) -> bool:
        """Tell whether others tell of an act by another name, day or text."""
        held, work = self.known.held(name), self.new[name]
        now = told(work, self.law)
        same = held and held.told == (now.name, now.known_on) and held.texts == places(work.texts)
        return not same

    def _looking_at(self, seen: Collection[str]) -> set[str]:
        """Name the acts of whose day the texts of others may show something, as last fetched."""
        if self.changed.since is None:
            return set()
        since = (self.changed.since - looks.AFTERWARDS).isoformat()
        edges_to = list(self.of.base.of("amendments", "target_act_id", seen))
        names = [str(edge["id"]) for edge in edges_to]
        found = (*edges_to, *self.of.base.of("modifications", "amendment_id", names))
        return {str(row["act_id"]) for row in found if str(row["in_force_on"] or "") >= since}

    def _rows(self, moved: Mapping[str, Carried]) -> None:
        law, register, changes = self.law, self.register, self.changes
        dated, by = self.rowed.values(), self.by
        found: dict[str, list[Row]] = {
            "acts": [rows.act(e, law, demo=by.demo, url=by.page_of(e.work)) for e in dated],
            "publications": [row for each in dated for row in rows.publications(each, law)],
            "commencements": [row for each in dated for row in rows.commencements(each)],
            "amendments": [
                row
                for name, each in self.rowed.items()
                for row in rows.amendments(each, register, moved[name].first_days())
            ],
            "modifications": [
                row
                for name, each in self.rowed.items()
                for row in rows.modifications(each, moved[name].days)
            ],
        }
        self.looked = looks.looks(
            self.of.archive,
            dated,
            looks.changes(found["amendments"], found["modifications"]),
            self.holdings.work,
            law,
        )
        found["day_checks"] = [look.row() for look in self.looked]
        for table in OF_DATES:
            column = "id" if table == "acts" else "act_id"
            names = [*self.rowed, *self.gone]
            changes.of(table, column, names, _once(found[table]))
        texts = self.new.values()
        read = {
            "provisions": [row for work in texts for row in rows.provisions(work)],
            "claims": [row for work in texts for row in rows.claims(work)],
            "obligations": [row for work in texts for row in rows.obligations(work)],
        }
        for table in OF_TEXT:
            changes.of(table, "act_id", [*self.new, *self.gone], read[table])

    def remember(self) -> None:
        """Write into the memory what the next build asks of the acts."""
        known = self.known
        for page in self.grouped.pages:
            missed = page.id in self.grouped.missed
            known.put_document(
                page,
                page.raw.fetched_at.astimezone(self.by.zone).date().isoformat(),
                self.grouped.keys[page.id],
                understood=_understood(page, missed=missed),
                missed=missed,
            )
        for name in self.gone:
            known.forget_act(name)
            known.put_edges(name, ())
            known.forget_unit(f"a{name}")
        for name, work in self.new.items():
            said = told(work, self.law)
            held = Held(
                places(work.texts),
                places(work.cards),
                print_of(work),
                (said.name, said.known_on),
                self.cards[name],
                str(aside) if (aside := quarantine.until(work, self.as_of)) else None,
            )
            aliases = {key("alias", row["alias"]) for row in rows.aliases(work, self.law)}
            known.put_act(name, held, self.act_keys[name] | aliases)
            act = work.act
            numbered = act.type in NUMBERED and act.date and act.number
            law = (str(act.type), str(act.number), str(act.date)) if numbered else None
            known.put_numbers(name, law, register_number(act, self.law))
        for name, asked in self.asked.items():
            known.put_edges(name, self.drawn.of(name))
            known.put_asked(f"a{name}", asked)
        for name in {*self.dated, *self.new}:
            dated, plain = self._at_hand(name), self.standing.plain(name)
            assert plain is not None
            without = None if plain is dated else entries(plain)
            known.put_dates(name, entries(dated), without)
        for name, found in self.derived.items():
            known.put_derived(name, [(each.id, each.act_id) for each in found])
        for name, days in self.official.items():
            known.put_official(name, written_official(days))
        known.say("as of", self.as_of.isoformat())
        known.say("decided", "\n".join(sorted(self.decided)))
        self._put_aliases()

    def _put_aliases(self) -> None:
        """Let the first of the acts of one alias have it; the memory knows who has which."""
        before = list(self.of.base.of("act_aliases", "act_id", [*self.new, *self.gone]))
        names = {str(row["alias"]) for row in before}
        for work in self.new.values():
            names.update(str(row["alias"]) for row in rows.aliases(work, self.law))
        given: list[Row] = []
        for alias in sorted(names):
            owners = sorted(self.known.ids(key("alias", alias)))
            found = rows.aliases(self._work(owners[0]), self.law) if owners else ()
            given.extend([row for row in found if row["alias"] == alias][:1])
        self.changes.of("act_aliases", "alias", names, given)

    def _work(self, name: str) -> Work:
        work = self.holdings.work(name)
        assert work is not None
        return work

    def _at_hand(self, name: str) -> Dated:
        dated = self.standing.dated(name)
        assert dated is not None
        return dated


def card(work: Work) -> str:
    """Say all that a citation is held against, in one line."""
    act = work.act
    registered = act.registration.number if act.registration else None
    titles = sorted({text.act.title for text in work.texts if text.act.title})
    told = (act.type, act.number, act.date, act.issuer, registered, *titles)
    return events.identity(*(None if each is None else str(each) for each in told))


def _understood(page: Reading, *, missed: bool) -> bool:
    """Tell whether what a page no longer says is gone: it was read, as what it is."""
    document = page.document
    return document is not None and (not missed or document.kind is DocumentKind.BULLETIN)


def _once(given: Iterable[Row]) -> list[Row]:
    """Keep the first of the rows that have one primary key."""
    found: dict[object, Row] = {}
    for row in given:
        found.setdefault(next(iter(row.values())), row)
    return list(found.values())
