"""Whether the official text agrees with our day when the day has come.

The reference bank gives an amended act a new edition, dated and with the act that caused it, and
some acts a day of effect. Both are looked at in the pages fetched on the eve of a day that we
computed and on the day itself or soon after: a live test of the computation. Nothing is computed
from what is seen here.

An edition that is dated with the adoption of the act that caused it says nothing of its entry
into force.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vacatio.archive import Archive
from vacatio.archive_index import Fetch
from vacatio.assemble import Work
from vacatio.derive import Dated
from vacatio.events import identity
from vacatio.store import Row
from vacatio_calendar import Jurisdiction
from vacatio_calendar.known import OfficialDay

#: The source whose answers date their editions.
SOURCE = "ekb"

AGREES, NOT_UPDATED, DIFFERS = "agrees", "not_updated", "differs"
EVE, DAY = "eve", "day"

#: As long after the day an answer still shows how the text stood when it came.
AFTERWARDS = dt.timedelta(days=13)

#: Fields in which the bank gives the day on which an act takes effect.
_EFFECT = ("effectiveDate", "actionDate")


_FETCHED = "SELECT min(fetched_at), max(fetched_at) FROM fetches WHERE source = ?"

_Judgement = tuple[str, dt.date | None, str]

#: The act that changes another, that other, and the day.
Change = tuple[str, str, dt.date]


@dataclass(frozen=True, slots=True)
class Shown:
    """What an official text showed: days of effect, and days of editions by who caused them."""

    effect: tuple[tuple[str, dt.date], ...]
    editions: frozenset[tuple[str, dt.date]]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a text: at that of the act itself, or at that of an act it changes.

    ``stated`` is the day the text gives, where it gives one; ``seen`` says what was there.
    """

    act_id: str
    provisions: str | None
    on: dt.date
    subject_id: str
    document_id: str
    moment: str
    looked_on: dt.date
    outcome: str
    stated: dt.date | None
    seen: str

    def row(self) -> Row:
        """Give the row of the table `day_checks`."""
        return {
            "id": identity(
                self.act_id,
                self.provisions,
                self.on.isoformat(),
                self.subject_id,
                self.document_id,
                self.moment,
            ),
            "act_id": self.act_id,
            "provisions": self.provisions,
            "in_force_on": self.on.isoformat(),
            "subject_id": self.subject_id,
            "document_id": self.document_id,
            "moment": self.moment,
            "looked_on": self.looked_on.isoformat(),
            "outcome": self.outcome,
            "stated_on": self.stated.isoformat() if self.stated else None,
            "seen": self.seen,
        }


def looks(
    archive: Archive,
    dated: Iterable[Dated],
    changes: Iterable[Change],
    work_of: Callable[[str], Work | None],
    law: Jurisdiction,
) -> tuple[Look, ...]:
    """Tell what the texts showed around each computed day; what was not fetched is not told.

    `changes` say which of the acts changes which, and from which day; `work_of` gives that other.
    """
    by_id = {each.work.id: each for each in dated}
    watch = _Watch(archive, ZoneInfo(law.time_zone))
    found: list[Look] = []
    for each in by_id.values():
        for entry in each.entries:
            if entry.on:
                found += watch.own(each, entry.provisions, entry.on)
    for cause, target, on in sorted(set(changes)):
        subject = work_of(target) if target != cause else None
        if subject is not None:
            found += watch.changed(by_id[cause], subject, on)
    return tuple({look.row()["id"]: look for look in found}.values())


def changes(amendments: Sequence[Row], modifications: Iterable[Row]) -> Iterator[Change]:
    """Take from the rows of both tables which act changes which, and from which day."""
    target_of = {row["id"]: row["target_act_id"] for row in amendments}
    for row in (*amendments, *modifications):
        target = row.get("target_act_id") or target_of.get(row.get("amendment_id"))
        if target and row["in_force_on"]:
            on = dt.date.fromisoformat(str(row["in_force_on"]))
            yield str(row["act_id"]), str(target), on


def told(found: Iterable[Look]) -> Mapping[str, tuple[OfficialDay, ...]]:
    """Give by act the days that official texts give in place of the computed one."""
    latest: dict[tuple[str, str | None, str, str], Look] = {}
    for look in sorted(found, key=lambda one: (one.looked_on, one.document_id)):
        latest[look.act_id, look.provisions, look.subject_id, look.document_id] = look
    days: defaultdict[str, dict[OfficialDay, None]] = defaultdict(dict)
    for look in latest.values():
        if look.outcome == DIFFERS and look.stated:
            days[look.act_id][OfficialDay(look.stated, look.subject_id, look.provisions)] = None
    return {act: tuple(given) for act, given in days.items()}


def shown(answers: Iterable[bytes]) -> Shown:
    """Read what the bank's answers show: that for a document, and its list of editions.

    >>> shown([b'[{"versionDate": "2026-01-18", "cause": {"code": "700102"}}]']).editions
    frozenset({('700102', datetime.date(2026, 1, 18))})
    """
    effect: dict[tuple[str, dt.date], None] = {}
    editions: set[tuple[str, dt.date]] = set()
    for body in answers:
        try:
            answer = json.loads(body)
        except ValueError:
            continue
        whole = answer if isinstance(answer, dict) else {}
        metadata = whole.get("metadata") or {}
        for name in _EFFECT:
            if day := _day(metadata.get(name) or whole.get(name)):
                effect[name, day] = None
        for version in answer if isinstance(answer, list) else [whole.get("version")]:
            cause = (version or {}).get("cause") or {}
            day = _day((version or {}).get("versionDate"))
            if day and cause.get("code"):
                editions.add((str(cause["code"]), day))
    return Shown(tuple(effect), frozenset(editions))


def judged_own(days: Shown, on: dt.date, others: frozenset[dt.date], main: bool) -> _Judgement:
    """Hold the days of effect that the text of an act gives against a computed one.

    `others` are the days of the act's other entries, which the field may be about.
    """
    given = {day: name for name, day in reversed(days.effect)}
    if on in given:
        return AGREES, on, f"{given[on]} {on}"
    astray = [day for day in given if day not in others]
    if main and astray:
        return DIFFERS, astray[0], f"{given[astray[0]]} {astray[0]}"
    return NOT_UPDATED, None, "no day of effect is given"


def judged_changed(
    days: Shown, cause: str, on: dt.date, adopted: dt.date | None, others: frozenset[dt.date]
) -> _Judgement:
    """Hold the editions that an act caused in the text it changes against a computed day."""
    dates = sorted(day for by, day in days.editions if by == cause)
    if on in dates:
        return AGREES, on, f"edition of {on}"
    astray = [day for day in dates if day != adopted and day not in others]
    if astray:
        return DIFFERS, astray[0], f"edition of {astray[0]}"
    if adopted in dates:
        return NOT_UPDATED, None, f"edition of {adopted}, the day of adoption, which says nothing"
    return NOT_UPDATED, None, "no edition by this act"


class _Watch:
    """The archive as it stood around a day."""

    def __init__(self, archive: Archive, zone: ZoneInfo) -> None:
        self._archive, self._zone = archive, zone
        [[first, last]] = archive.query(_FETCHED, SOURCE) or [(None, None)]
        self._first, self._last_day = (self._civil(one) if one else None for one in (first, last))

    def own(self, of: Dated, provisions: str | None, on: dt.date) -> Iterator[Look]:
        others = frozenset(entry.on for entry in of.entries if entry.on)
        for key, moment, looked_on, days in self._around(of.work, on):
            told = judged_own(days, on, others, provisions is None)
            yield _look(of.work.id, provisions, on, of.work.id, key, moment, looked_on, told)

    def changed(self, cause: Dated, subject: Work, on: dt.date) -> Iterator[Look]:
        by = cause.work.identifiers.get(SOURCE)
        entries = [entry for entry in cause.entries if entry.on]
        others = frozenset(entry.on for entry in entries if entry.on)
        provisions = next((one.provisions for one in entries if one.on == on), None)
        for key, moment, looked_on, days in self._around(subject, on) if by else ():
            told = judged_changed(days, by or "", on, cause.work.act.date, others)
            yield _look(cause.work.id, provisions, on, subject.id, key, moment, looked_on, told)

    def _around(self, work: Work, on: dt.date) -> Iterator[tuple[str, str, dt.date, Shown]]:
        """Give what each text of an act showed on the eve of a day, and once it had come."""
        if not (self._first and self._last_day and self._first <= on + AFTERWARDS):
            return  # of a day long before the first fetch nobody saw anything
        if self._last_day < on - dt.timedelta(days=1):
            return
        keys = {text.reading.raw.key for text in work.texts if text.reading.raw.source == SOURCE}
        eve = on - dt.timedelta(days=1)
        for key in sorted(keys):
            history = self._archive.history(SOURCE, key)
            for moment, first, last in ((EVE, eve, eve), (DAY, on, on + AFTERWARDS)):
                fetch = self._last(history, first, last)
                if fetch:
                    looked_on = self._civil(fetch)
                    yield key, moment, looked_on, self._shown(key, fetch, looked_on)

    def _shown(self, key: str, fetch: Fetch, looked_on: dt.date) -> Shown:
        editions = f"{key}#versions"
        beside = self._last(self._archive.history(SOURCE, editions), dt.date.min, looked_on)
        bodies = [self._archive.body(SOURCE, key, fetch.sha256).body]
        if beside:
            bodies.append(self._archive.body(SOURCE, editions, beside.sha256).body)
        return shown(bodies)

    def _last(self, history: Sequence[Fetch], first: dt.date, last: dt.date) -> Fetch | None:
        within = [fetch for fetch in history if first <= self._civil(fetch) <= last]
        return within[-1] if within else None

    def _civil(self, fetch: Fetch | str) -> dt.date:
        at = dt.datetime.fromisoformat(fetch) if isinstance(fetch, str) else fetch.fetched_at
        return at.astimezone(self._zone).date()


def _look(
    act_id: str,
    provisions: str | None,
    on: dt.date,
    subject: str,
    key: str,
    moment: str,
    looked_on: dt.date,
    judgement: _Judgement,
) -> Look:
    outcome, stated, seen = judgement
    document = f"{SOURCE}/{key}"
    return Look(act_id, provisions, on, subject, document, moment, looked_on, outcome, stated, seen)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
