"""Run the checks over every text and give each finding its row and its stable id.

A finding about an act is kept apart from one about a bulletin, whose mistakes are no fault of
the act. The same finding in several texts of an act is one. Where a check fires on too many texts
of one source, the source was probably misread: its findings are held back, and nothing is lost.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vacatio.asked_day import AskedDay
from vacatio.assemble import ORDER, Reading, Work
from vacatio.derive import Dated
from vacatio.events import identity
from vacatio.holdings import Asked, Key, key
from vacatio.lives import HELD, OPEN
from vacatio.memory import Memory, Reported
from vacatio.resolve import Register
from vacatio.store import Row
from vacatio_calendar import Jurisdiction, Known, compute
from vacatio_calendar.checks import (
    Held,
    Lookup,
    Report,
    Thresholds,
    check_archive,
    checks,
    examine,
    held_back,
)
from vacatio_calendar.known import Confirmation, OfficialDay
from vacatio_calendar.model import (
    Act,
    ActRef,
    Document,
    DocumentKind,
    EntryIntoForce,
    Evidence,
    Finding,
    Severity,
)
from vacatio_calendar.units import address, provision_paths

#: Findings about an act, and about a bulletin.
ACT, BULLETIN = "act", "bulletin"

#: Compared values that grow with the archive, and so are no part of an id.
TALLIES = frozenset({"count", "left"})

Usual = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A check whose findings on one source are held back."""

    source: str
    held: Held

    @property
    def id(self) -> str:
        """Name the question whether the source was misread."""
        return identity("source", self.source, self.held.code)

    @property
    def said(self) -> str:
        """Say it for the operator."""
        told = f"{self.held.fired} of {self.held.documents} documents"
        usual = "" if self.held.usual is None else f", usually on {round(self.held.usual)}"
        return f"{self.held.code} fired on {told} of {self.source}{usual}"


class Examined:
    """What the checks said of all texts, as it is remembered page by page."""

    def __init__(self, known: Memory) -> None:
        self._known = known
        self.by_source, self.agreeing, self.contradicting, self.unchecked = known.checked()

    def held(self, usual: Usual, thresholds: Thresholds) -> tuple[HeldBack, ...]:
        """Name what is to be held back; `usual` is how often each check fires, by source."""
        fired, found = self._known.fired(), []
        for source, documents in sorted(self.by_source.items()):
            counted = fired.get(source, {})
            for held in held_back(counted, documents, usual.get(source), thresholds):
                found.append(HeldBack(source, held))
        return tuple(found)

    def rows(self, names: Collection[str] | None, held: Iterable[HeldBack]) -> dict[str, Row]:
        """Give findings by their ids; marked is what no other source gives than a misread one."""
        misread = {(each.source, each.held.code) for each in held}
        return {
            name: {**row, "state": HELD}
            if all((source, str(row["code"])) in misread for source in sources)
            else row
            for name, row, sources in self._known.findings(names)
        }


class Acts(Protocol):
    """The acts at hand with their dates, and whose texts pages are."""

    def dated(self, name: str) -> Dated | None:
        """Give an act with its dates."""

    def main(self, name: str) -> EntryIntoForce | None:
        """Give the main entry of an act."""

    def owner(self, page: str, index: int) -> str | None:
        """Name the act of which a page is a text."""

    def pages(self, name: str) -> Collection[str]:
        """Name the pages, texts and cards, of an act."""

    def official(self, name: str) -> tuple[OfficialDay, ...]:
        """Give the days that official texts give in place of ours."""


class _Mains(Mapping[str, EntryIntoForce]):
    """The main entries of all acts; which are asked for is written down."""

    def __init__(self, acts: Acts, asked: Asked) -> None:
        self._acts, self._asked = acts, asked

    def __getitem__(self, name: str) -> EntryIntoForce:
        self._asked.note(key("main", name))
        found = self._acts.main(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Examiner:
    """The checks with all that they may ask: the other acts, and what is known of each."""

    def __init__(
        self,
        acts: Acts,
        register: Register,
        others: Lookup,
        law: Jurisdiction,
        as_of: dt.date,
        asked: Asked,
    ) -> None:
        """Take the acts; `as_of` is the day up to which the archive knows, for what is late."""
        self._acts, self._register, self._others, self._law = acts, register, others, law
        self._today, self._asked = AskedDay.of(as_of), asked
        self._mains = Known(acts=_Mains(acts, asked), today=self._today)

    def page(self, page: Reading) -> tuple[Reported, Collection[Key]]:
        """Check a text that was read; give also what was asked for it."""
        document = page.document
        assert document is not None
        asked = self._asked.begin()
        self._today.begin()
        report = self._report(page, document)
        rows = tuple(self._rows(report, page, document))
        wakes = self._today.wakes
        unchecked = Counter(each.reason for each in report.unchecked)
        return (
            Reported(
                page.id,
                page.raw.source,
                f"{ORDER.index(document.language)} {page.id}",
                report.agreeing,
                report.contradicting,
                dict(sorted(unchecked.items())),
                rows,
                wakes.isoformat() if wakes else None,
            ),
            asked,
        )

    def archive(self) -> Reported:
        """Check the archive as a whole."""
        rows = [self._row(one, None, None, ACT) for one in check_archive(self._others, self._law)]
        return Reported("", "", "9", 0, 0, {}, tuple(rows), None)

    def confirmed(
        self, pages: Iterable[Reading], wanted: Mapping[str, Confirmation], rows: Mapping[str, Row]
    ) -> dict[str, Row]:
        """Give the findings that a check only asked and a person confirmed, as they then are."""
        found: dict[str, Row] = {}
        texts = {str(rows[name]["document_id"]) for name in wanted}
        for page in pages:
            if page.id in texts and page.document is not None:
                report = self._report(page, page.document, tuple(wanted.values()))
                for row in self._rows(report, page, page.document):
                    name = str(row["id"])
                    if name in wanted and rows[name]["document_id"] == page.id:
                        found.setdefault(name, row)
        return found

    def _report(
        self, page: Reading, document: Document, confirmed: tuple[Confirmation, ...] = ()
    ) -> Report:
        """Check one text with all that is known of its acts.

        That includes what only the other language or a card of a register says of them.
        """
        owners = self._owners(page, document)
        whole = _with_all_known(document, owners)
        known = self._known_of(owners, whole)
        entries = tuple(compute(act, self._law, known) for act in whole.acts)
        return examine(
            whole,
            entries,
            self._law,
            dataclasses.replace(known, confirmed=confirmed),
            others=self._others,
            ids=[owner.id if owner else None for owner in owners] if any(owners) else (),
        )

    def _owners(self, page: Reading, document: Document) -> list[Work | None]:
        names = (self._acts.owner(page.id, index) for index in range(len(document.acts)))
        found = (self._acts.dated(name) if name else None for name in names)
        return [each.work if each else None for each in found]

    def _known_of(self, owners: Sequence[Work | None], document: Document) -> Known:
        """Give what is known beside a text: of its act, where it has exactly one."""
        owner = owners[0] if len(owners) == 1 else None
        if owner is None:
            return self._mains
        own = self._acts.dated(owner.id)
        assert own is not None
        return dataclasses.replace(
            own.known,
            official=self._acts.official(owner.id),
            acts=self._mains.acts,
            today=self._mains.today,
            language=document.language,
        )

    def _rows(self, report: Report, page: Reading, document: Document) -> Iterable[Row]:
        owners = self._owners(page, document)
        about = BULLETIN if document.kind is DocumentKind.BULLETIN else ACT
        for finding in report.findings:
            act = self._act_id(finding, document, owners)
            yield self._row(finding, page, act, about)

    def _act_id(
        self, finding: Finding, document: Document, owners: Sequence[Work | None]
    ) -> str | None:
        if finding.act is None:
            return owners[0].id if len(owners) == 1 and owners[0] else None
        owner = owners[finding.act]
        if owner:
            return owner.id
        act = document.acts[finding.act]
        return self._register.find(ActRef(act.type, act.number, act.date, act.title, act.issuer))

    def _row(self, finding: Finding, page: Reading | None, act: str | None, about: str) -> Row:
        compared = [(name, value) for name, value in finding.values if name != "variant"]
        page_id = page.id if page else None
        subject = (act or page_id, None) if about == ACT else (page_id, act)
        lasting = compared if page else []  # of the whole archive a check gives one summary
        flat = [
            part
            for name, value in lasting
            if name not in TALLIES
            for part in (name, _plain(name, value))
        ]
        place = finding.provision and _units(finding.provision)
        return {
            "id": identity(finding.code, *subject, place, *flat),
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "state": OPEN,
            "about": about,
            "whose": finding.whose,
            "act_id": act,
            "document_id": page_id,
            "documents": json.dumps(self._rests_on(finding, page_id, act), ensure_ascii=False),
            "provision": finding.provision,
            "title": finding.title,
            "message": finding.message,
            "quote": finding.span.text if finding.span else None,
            "suggestion": finding.suggestion,
            "compared": "; ".join(f"{key} = {value}" for key, value in compared) or None,
            "evidence": _evidence(finding.evidence),
            "rule": finding.rule,
            "basis": finding.basis,
        }

    def _rests_on(self, finding: Finding, page: str | None, act: str | None) -> list[str]:
        """Name the documents whose reading the finding rests on: those of every act compared."""
        named = {act, *(each.source for each in finding.evidence)}
        pages = (each for name in named if name for each in self._pages(name))
        return sorted({*pages, *([page] if page else [])})

    def _pages(self, name: str) -> Collection[str]:
        self._asked.note(key("other", name))
        return self._acts.pages(name)


def prompts() -> frozenset[str]:
    """Name the checks that only ask a person, until a decision confirms what they ask."""
    return frozenset(check.code for check in checks() if check.prompt)


def asks(row: Row) -> bool:
    """Tell whether a finding is a question to a person and not yet a statement."""
    return row["code"] in prompts() and row["severity"] == Severity.INFO


def _plain(name: str, value: str) -> str:
    """Give a compared value as it counts for the id: units of an act in no language."""
    return _units(value) if name == "provision" else value


def _units(words: str) -> str:
    """Name units of an act in no language, so that both texts of an act give one finding.

    >>> _units("статья 7, пункт 2"), _units("7-бап, 2-тармақ"), _units("раздел о садах")
    ('article 7 point 2', 'article 7 point 2', 'раздел о садах')
    """
    single = address(words)
    paths = (single,) if single else provision_paths(words)
    if not paths or any(path.loose for path in paths):
        return words
    return ", ".join(" ".join(f"{unit} {n}" for unit, n in path.parts) for path in paths)


def _with_all_known(document: Document, owners: Sequence[Work | None]) -> Document:
    acts = tuple(
        act if owner is None else _facts(act, owner.act)
        for act, owner in zip(document.acts, owners, strict=True)
    )
    return dataclasses.replace(document, acts=acts)


def _facts(act: Act, whole: Act) -> Act:
    return dataclasses.replace(
        act,
        registration=act.registration or whole.registration,
        publications=whole.publications,
        claims=whole.claims,
        issuer=act.issuer or whole.issuer,
    )


def _evidence(given: Iterable[Evidence]) -> str | None:
    """Write the compared values with their sources and words as JSON."""
    found = [
        {
            "name": each.name,
            "value": each.value,
            "source": each.source,
            "words": each.span.text if each.span else None,
        }
        for each in given
        if each.name != "variant"
    ]
    return json.dumps(found, ensure_ascii=False) if found else None
