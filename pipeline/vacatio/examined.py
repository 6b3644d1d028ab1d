"""The findings of a build: of every page that a change touches, and of the register.

A page is examined again when it changed, when anything changed that a check had asked for on it,
or when the day has come on which a check would answer otherwise.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from vacatio import cards, edges, lives
from vacatio.assemble import Reading
from vacatio.compared import Compared
from vacatio.decisions import Kind, Recorded, Verdict
from vacatio.deriving import Derivation
from vacatio.findings import Examined, Examiner, HeldBack
from vacatio.holdings import Key, key
from vacatio.lives import HELD, Life, Now
from vacatio.lookups import ArchiveLookup, Complete, other, unbroken
from vacatio.store import Row
from vacatio_calendar.checks import OtherAct
from vacatio_calendar.checks.holding import Thresholds
from vacatio_calendar.known import Confirmation
from vacatio_calendar.model import Act, ActType
from vacatio_crawlers import Gives

#: Gives the day on which the publication in place last saw findings, by their ids.
Seen = Callable[[Collection[str]], Mapping[str, str]]

#: What the checks look at.
CHECKED = (Gives.ACTS, Gives.BULLETINS)

_DAY = dt.timedelta(days=1)


class Examination:
    """The findings of a build; call `compare` once."""

    def __init__(self, of: Derivation, today: dt.date, seen: Seen, thresholds: Thresholds) -> None:
        self._of, self._today, self._seen, self._thresholds = of, today, seen, thresholds
        self._known = of.known
        complete, before = self._complete(), self._read_complete()
        self._uncovered = _between(complete, before) ^ _between(before, complete)
        lookup = ArchiveLookup(
            of.holdings, self._make, of.drawn, of.law, complete, self._known.numbers()
        )
        self._examiner = Examiner(
            of.standing, of.register, lookup, of.law, of.as_of, of.holdings.asked
        )
        self.named: frozenset[str] = frozenset()
        self.rows: tuple[Row, ...] = ()

    def compare(self, every: Collection[str]) -> Compared:
        """Examine what is touched, and give each finding its state and place in the register.

        `every` names findings to be looked at whatever happened to them.
        """
        known, judged = self._known, self._of.judged
        usual = lives.usual(*known.usually(), known.days())
        touched = set(every) | self._examine()
        examined = Examined(known)
        held = examined.held(usual, self._thresholds)
        let_through = judged.sources(held)
        held = tuple(each for each in held if each.id not in let_through)
        touched |= self._holding(held) | known.unseen() | self._decided()
        touched.update(str(row["id"]) for row in self._of_acts())
        register = lives.from_ledger(self._of.of.announced.findings(touched, acts=self._of.fresh))
        touched |= register.keys()
        rows = examined.rows(touched, held)
        judged.findings({name: row for name, row in rows.items() if row["state"] != HELD})
        answers = self._answers()
        rows.update(self._confirmed(answers, rows))
        found = {name: _answered(row, answers.get(name)) for name, row in rows.items()}
        self.rows = tuple(lives.lived(found, register, self._now(register, touched)))
        self.named = frozenset(touched)
        self._of.changes.replace("findings", list(self._published(touched)), self.rows)
        for row in self.rows:
            self._remember(row, register.get(str(row["id"])))
        return Compared(held, examined.agreeing, examined.contradicting, dict(examined.unchecked))

    def _examine(self) -> set[str]:
        """Examine pages again; name the findings that they gave before or give now."""
        of, known = self._of, self._known
        names = known.asking(self._keys())[1] | known.waking(of.as_of.isoformat())
        names.update(page.id for page in of.grouped.pages)
        for name in of.moved | of.seen_otherwise:
            names.update(of.standing.pages(name))
        names.discard("")
        pages = {page.id: page for page in of.grouped.pages}
        pages.update(of.of.load(sorted(names - pages.keys())))
        touched = known.found_on([*names, ""])
        for name in sorted(names):
            page = pages[name]
            if page.document is None or cards.gives(page.raw.source) not in CHECKED:
                known.forget_report(name)
                known.forget_unit(f"p{name}")
                continue
            report, asked = self._examiner.page(page)
            known.put_report(report)
            known.put_asked(f"p{name}", asked)
            touched.update(str(row["id"]) for row in report.rows)
        whole = self._examiner.archive()
        known.put_report(whole)
        touched.update(str(row["id"]) for row in whole.rows)
        return touched

    def _keys(self) -> set[Key]:
        """Give the questions whose answers changed, of all that checks may ask."""
        of = self._of
        changed = {*of.new, *of.gone, *of.moved}
        seen = {
            target
            for name in changed
            for kind, target in (*of.drawn.of(name), *of.drawn.before(name))
            if kind == edges.AMENDS
        }
        seen.update(target for kind, target in of.redrawn if kind == edges.AMENDS)
        keys = set(of.touched)
        keys.update(key("other", name) for name in changed | seen)
        keys.update(key("main", name) for name in changed)
        keys.update(key(kind, target) for kind, target in of.redrawn)
        keys.update(key("complete", day) for day in self._uncovered)
        return keys

    def _make(self, name: str) -> OtherAct:
        standing = self._of.standing
        dated = standing.dated(name)
        assert dated is not None
        amending = [standing.span(by) for by in self._of.drawn.to(edges.AMENDS, name)]
        return other(dated, amending, self._of.law)

    def _complete(self) -> Complete:
        """Give the days between which every law is at hand; remember them."""
        acts = (
            Act(ActType(kind), number, dt.date.fromisoformat(day))
            for kind, number, day in self._known.laws()
        )
        return unbroken(acts)

    def _read_complete(self) -> Complete:
        """Give the days that the last build took for complete, and remember today's."""
        said = self._known.said("complete")
        now = self._complete()
        self._known.say("complete", " ".join(day.isoformat() for day in now) if now else "")
        if not said:
            return None
        first, last = map(dt.date.fromisoformat, said.split())
        return first, last

    def _holding(self, held: Iterable[HeldBack]) -> set[str]:
        """Name the findings that are held back now, or were before."""
        now = {(each.source, each.held.code) for each in held}
        before = json.loads(self._known.said("held") or "[]")
        self._known.say("held", json.dumps(sorted(now)))
        return {
            name
            for source, code in now.union(map(tuple, before))
            for name in self._known.found_by(source, code)
        }

    def _decided(self) -> set[str]:
        """Name the findings that a decision may be about, now or in the last build."""
        of, known = self._of, self._known
        given = of.judged.of(Kind.FINDING)
        pages = {page for each in given if each.act for page in of.standing.pages(each.act)}
        pages.update(each.document for each in given if each.document)
        reviews = (each.review for each in of.judged.recorded)
        named = {name for name in reviews if name} | known.found_on(pages)
        before = set((known.said("judged") or "").split())
        known.say("judged", "\n".join(sorted(named)))
        return named | before

    def _published(self, names: Collection[str]) -> Iterator[Row]:
        """Give published findings as they are once all that is still open was seen again."""
        before, now = self._of.as_of_before, self._of.as_of.isoformat()
        for row in self._of.of.base.of("findings", "id", names):
            again = row["last_seen"] == before and row["ended_on"] is None
            yield {**row, "last_seen": now} if again else row

    def _of_acts(self) -> Iterator[Row]:
        """Give the published findings on acts that are no more."""
        yield from self._of.of.base.of("findings", "act_id", self._of.gone)

    def _answers(self) -> dict[str, Recorded]:
        """Give the decisions that hold on findings, by the ids of findings."""
        judged = self._of.judged
        reviews = (each.review for each in judged.recorded)
        found = {name: judged.answer(name) for name in reviews if name}
        return {
            name: each
            for name, each in found.items()
            if each is not None and each.kind not in (Kind.TARGET, Kind.SOURCE)
        }

    def _confirmed(
        self, answers: Mapping[str, Recorded], rows: Mapping[str, Row]
    ) -> dict[str, Row]:
        """Give the findings that a check only asked and a person confirmed."""
        wanted = {
            name: Confirmation(str(rows[name]["code"]), each.named)
            for name, each in answers.items()
            if each.verdict is Verdict.CONFIRMED and name in rows
        }
        names = {str(rows[name]["document_id"]) for name in wanted if rows[name]["document_id"]}
        pages: Sequence[Reading] = list(self._of.of.load(sorted(names)).values()) if names else []
        mine = {page.id: page for page in self._of.grouped.pages}
        current = [mine.get(page.id, page) for page in pages]
        return self._examiner.confirmed(current, wanted, rows) if wanted else {}

    def _now(self, register: Mapping[str, Life], touched: Collection[str]) -> Now:
        of, known = self._of, self._known
        documents = {page for life in register.values() for page in life.documents}
        shown = {str(life.shown["document_id"]) for life in register.values()}
        acts = {str(life.shown["act_id"]) for life in register.values()}
        return Now(
            readable=frozenset(known.understood(documents)),
            acts=frozenset(name for name in acts if name in of.holdings),
            documents=frozenset(known.there(shown)),
            as_of=of.as_of,
            today=self._today,
            seen=self._seen(touched),
        )

    def _remember(self, row: Row, life: Life | None) -> None:
        """Remember a finding as the register will know it."""
        if not row.get("occurrence"):
            return
        same = life is not None and life.occurrence == row["occurrence"]
        shown = life.shown if life is not None and same else row
        document = str(shown["document_id"] or "")
        of_page = (document.partition("/")[0], str(shown["code"]), document)
        first = str(row["first_seen"])
        self._known.put_life(str(row["id"]), (*of_page, first), is_open=row.get("ended_on") is None)


def _answered(row: Row, answer: Recorded | None) -> Row:
    if answer is None or row["state"] == HELD:
        return row
    return {
        **row,
        "state": str(answer.verdict),
        "decision_id": answer.id,
        "reason": answer.reason,
    }


def _between(one: Complete, other_: Complete) -> set[dt.date]:
    """Give the days of one span that are not in another."""
    if one is None:
        return set()
    days = {one[0] + _DAY * n for n in range((one[1] - one[0]).days + 1)}
    return {day for day in days if other_ is None or not other_[0] <= day <= other_[1]}
