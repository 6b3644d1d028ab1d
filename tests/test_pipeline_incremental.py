"""A night after many nights gives what a build of everything gives, whatever changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from vacatio import crawling, ledger, lives, news, nightly, notices, schema, store
from vacatio.announced import Whole
from vacatio.archive import Archive
from vacatio.base_rows import BaseRows
from vacatio.build import Built, build, derive, readings, rules
from vacatio.datadir import DataDir, prepare
from vacatio.decisions import read as read_decisions
from vacatio.deriving import OutOfStep, Source
from vacatio.gates import ClosedGate
from vacatio.kept import Kept
from vacatio.memory import Memory
from vacatio.plan import Plan
from vacatio.settings import Settings
from vacatio.store import Row
from vacatio_calendar import load
from vacatio_calendar.checks.holding import THRESHOLDS
from vacatio_calendar.model import Document, Language, RawDocument
from vacatio_crawlers.replica import ekb, zanorda
from vacatio_crawlers.replica.acts import Edition, Expression, Line, ReplicaAct
from vacatio_parser import parse_bytes

LAW = load("kz")
FIRST = dt.date(2026, 3, 2)
ACTS = 9
NIGHTS = 8
SEEDS = range(int(os.environ.get("VACATIO_SEQUENCES", "4")))

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
KAZAKH = (
    "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
    "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
)  # fmt: skip
CLAUSES = (
    "по истечении десяти календарных дней после дня его первого официального опубликования",
    "со дня его первого официального опубликования",
    "с 1 июля 2026 года",
    "с 1 июля 2026 года и действует до 1 января 2027 года",
    "по истечении шестидесяти календарных дней после дня его первого официального опубликования, "
    "за исключением пункта 2, который вводится в действие с 1 января 2027 года",
)


@dataclass(frozen=True)
class Slot:
    """One act of the world: what it says of itself and of others, by their places."""

    n: int
    law: bool = False
    adopted: int = 0
    number: int = 0
    title: int = 0
    published: int | None = 4
    registered: bool = True
    clause: int = 0
    waits: int | None = None
    amends: int | None = None
    repeals: int | None = None
    suspends: int | None = None
    kazakh: bool = False
    wrong: bool = False
    broken: bool = False
    version: int = 0


@dataclass
class World:
    """Acts that change from night to night, and what was fetched on each."""

    chance: random.Random
    slots: dict[int, Slot] = field(default_factory=dict)

    def night(self) -> set[int]:
        """Change a few acts, or add some; name those that are fetched. It begins with many."""
        fetched = set()
        for _ in range(self.chance.choice((1, 1, 2, 3)) if self.slots else 2 * ACTS):
            n = self.chance.randrange(ACTS)
            slot = self.slots.get(n) or self._new(n)
            self.slots[n] = self._changed(slot) if n in self.slots else slot
            fetched.add(n)
        again = self.chance.randrange(ACTS)
        return fetched | ({again} & self.slots.keys())

    def _new(self, n: int) -> Slot:
        chance = self.chance
        new = Slot(
            n,
            law=n % 4 == 0,
            adopted=n // 2 * 3 + chance.randrange(2),
            number=chance.choice((n, n, n, n - 1 if n else n)),
            title=chance.choice((n, n, n // 2)),
            published=chance.choice((None, 4, 4, 9)),
            registered=chance.random() < 0.8,
            clause=chance.randrange(len(CLAUSES)),
            kazakh=chance.random() < 0.3,
        )
        return dataclasses.replace(new, **self._bearing(n))

    def _bearing(self, n: int) -> dict[str, Any]:
        others = [None, *(m for m in range(ACTS) if m != n)]
        kind = self.chance.choice(("waits", "amends", "repeals", "suspends"))
        return {kind: self.chance.choice(others)}

    def _changed(self, slot: Slot) -> Slot:
        chance = self.chance
        changes: tuple[dict[str, Any], ...] = (
            {"published": chance.choice((None, 4, 11))},
            {"clause": chance.randrange(len(CLAUSES))},
            {"waits": None, "amends": None, "repeals": None, "suspends": None},
            self._bearing(slot.n),
            {"kazakh": not slot.kazakh},
            {"title": chance.choice((slot.n, slot.n // 2, 7))},
            {"number": chance.choice((slot.n, slot.n + 1))},
            {"adopted": slot.adopted + chance.choice((0, 1))},
            {"registered": not slot.registered},
            {"wrong": not slot.wrong},
            {"broken": not slot.broken},
            {"version": slot.version + 1},
        )
        return dataclasses.replace(slot, **chance.choice(changes))

    def act(self, slot: Slot) -> ReplicaAct:
        """Write an act as the reference bank knows it."""
        adopted = FIRST + dt.timedelta(days=slot.adopted)
        published = slot.published and adopted + dt.timedelta(days=slot.published)
        registered = (str(30_000 + slot.n), adopted + dt.timedelta(days=1))
        lines = [Line("point", "1", "1. Утвердить прилагаемые Правила учета садов.")]
        lines += self._bears(slot)
        clause = CLAUSES[slot.clause]
        if slot.waits is not None:
            clause = f"со дня введения в действие {self._cited(slot.waits, 'genitive')}"
        what = "Закон" if slot.law else "приказ"
        stated = ", то есть с 3 марта 2025 года" if slot.wrong else ""
        lines.append(
            Line("point", "3", f"3. Настоящий {what} вводится в действие {clause}{stated}.")
        )
        lines.append(Line("signature", None, f"Министр {'ё' * (slot.version % 3)}"))
        expressions = {"rus": Expression(self._title(slot), self._requisites(slot), tuple(lines))}
        if slot.kazakh:
            day = f"{adopted.year} жылғы {adopted.day} {KAZAKH[adopted.month - 1]}"
            number = self._number(slot)
            said = "Қазақстан Республикасының Заңы" if slot.law else "бұйрығы"
            of = "" if slot.law else "Қазақстан Республикасы Қаржы министрінің "
            expressions["kaz"] = Expression(
                f"№ {slot.title} бақтарды есепке алу қағидаларын бекіту туралы",
                f"{of}{day} № {number} {said}",
                (
                    Line(
                        "point",
                        "1",
                        "1. Осы бұйрық алғашқы ресми жарияланған күнінен кейін күнтізбелік он күн "
                        "өткен соң қолданысқа енгізіледі.",
                    ),
                ),
            )
        return ReplicaAct(
            id=str(700_000 + slot.n),
            ngr=f"V26{slot.n:08}",
            types=("ЗАК",) if slot.law else ("ПРИК",),
            number=self._number(slot),
            adopted=adopted,
            status="new",
            portal=published or None,
            published=published or None,
            registration=registered if slot.registered and not slot.law else None,
            agency="102000000000",
            region="100000000000",
            validity="0104" if slot.law else "0110",
            places=(),
            editions=(Edition(adopted, None),),
            expressions=expressions,
            standins=(),
            invented=True,
        )

    def _bears(self, slot: Slot) -> Iterator[Line]:
        if slot.amends is not None:
            yield Line("point", "2", f"2. Внести в {self._cited(slot.amends)} следующее изменение:")
            yield Line("text", None, "пункт 1 изложить в следующей редакции:")
            yield Line("text", None, "«1. Учет ведется ежемесячно.».")
        if slot.repeals is not None:
            yield Line("point", "2", f"2. Признать утратившим силу {self._cited(slot.repeals)}.")
        if slot.suspends is not None:
            cited = self._cited(slot.suspends, "genitive")
            yield Line("point", "2", f"2. Приостановить до 1 декабря 2026 года действие {cited}.")

    def _cited(self, n: int, case: str = "accusative") -> str:
        """Cite an act as it is now, or as it will be once it is there."""
        slot = self.slots.get(n) or Slot(n, law=n % 4 == 0, adopted=n // 2 * 3, number=n, title=n)
        adopted = FIRST + dt.timedelta(days=slot.adopted)
        day = f"от {adopted.day} {MONTHS[adopted.month - 1]} {adopted.year} года"
        what = {
            (True, "accusative"): "Закон Республики Казахстан",
            (True, "genitive"): "Закона Республики Казахстан",
            (False, "accusative"): "приказ Министра финансов Республики Казахстан",
            (False, "genitive"): "приказа Министра финансов Республики Казахстан",
        }[slot.law, case]
        return f"{what} {day} № {self._number(slot)} «{self._title(slot)}»"

    def _title(self, slot: Slot) -> str:
        return f"Об утверждении Правил учета садов № {slot.title}"

    def _number(self, slot: Slot) -> str:
        return f"{210 + slot.number}-VIII" if slot.law else str(100 + slot.number)

    def _requisites(self, slot: Slot) -> str:
        adopted = FIRST + dt.timedelta(days=slot.adopted)
        day = f"от {adopted.day} {MONTHS[adopted.month - 1]} {adopted.year} года"
        of = "Закон" if slot.law else "Приказ Министра финансов"
        return f"{of} Республики Казахстан {day} № {self._number(slot)}"

    def documents(self, fetched: set[int], at: dt.datetime) -> Iterator[RawDocument]:
        """Give the pages of acts as a crawl brings them."""
        for n in sorted(fetched):
            made = self.act(self.slots[n])
            for language in made.expressions:
                answer = ekb.document(f"/api/documents/{made.id}/{language}", [made])
                assert answer is not None
                body = json.dumps(answer[1], ensure_ascii=False).encode()
                if self.slots[n].broken:
                    body = b'{"error": "the page is not available now"}'
                yield RawDocument(
                    source="ekb",
                    key=f"{made.id}/{language}",
                    url=f"https://zan.gov.kz/api/documents/{made.id}/{language}",
                    fetched_at=at,
                    media_type="application/json",
                    body=body,
                    sha256=hashlib.sha256(body).hexdigest(),
                    language=Language.RU if language == "rus" else Language.KK,
                    demo=True,
                )


def nowhere(work: object) -> None:
    return None


def whole(
    data: DataDir, today: dt.date, seen: dict[str, str], known: Memory | None = None
) -> Built:
    """Build everything from the originals."""
    pages = list(readings(Archive(data.archive), demo=True))
    return build(data, pages, LAW, today, demo=True, page_of=nowhere, seen=seen, known=known)


def partly(data: DataDir, today: dt.date, known: Memory, base: Path) -> Built:
    """Build only what the night touches."""
    archive = Archive(data.archive)
    with Kept(data.kept) as kept, BaseRows(base) as published:
        changed = news.news(archive, known, kept, ZoneInfo(LAW.time_zone))
        loader = news.Loader(archive, known, kept)
        decided = read_decisions(data.decisions)
        of = Source(archive, decided, Whole(data), known, published, loader)
        by = rules(LAW, demo=True, page_of=nowhere)
        seen = last_seen(base)
        return derive(changed, of, by, today, lambda ids: seen, THRESHOLDS)


def last_seen(base: Path) -> dict[str, str]:
    with store.opened(base) as db:
        rows = db.execute("SELECT id, last_seen FROM findings WHERE last_seen IS NOT NULL")
        return {str(name): str(day) for name, day in rows}


def applied(base: Path, built: Built) -> dict[str, list[Row]]:
    """Apply what a build changes to the rows of a database, the simplest way."""
    delta = built.delta
    tables: dict[str, dict[str, Row]] = {}
    with store.opened(base) as db:
        for name in schema.PUBLISHED:
            rows = db.query(f"SELECT * FROM [{name}]")
            tables[name] = {str(next(iter(row.values()))): row for row in rows}
    if delta.seen:
        before, now = delta.seen
        for name, row in tables["findings"].items():
            if row["last_seen"] == before and row["ended_on"] is None:
                tables["findings"][name] = {**row, "last_seen": now}
    for name, gone in delta.gone.items():
        for each in gone:
            del tables[name][each]
    for name, put in delta.put.items():
        tables[name].update({str(next(iter(row.values()))): row for row in put})
    assert delta.order is not None
    places = {name: place for place, name in enumerate(delta.order)}
    assert places.keys() == tables["reviews"].keys()
    tables["reviews"] = {
        name: {**row, "position": places[name]} for name, row in tables["reviews"].items()
    }
    return {name: list(rows.values()) for name, rows in tables.items()}


def announce(data: DataDir, database: Path) -> None:
    """Write into the ledger what a publication announces."""
    content = {}
    with store.opened(database) as db:
        for name in ("events", "notices", "findings"):
            content[name] = [dict(row) for row in db.query(f"SELECT * FROM {name} ORDER BY id")]
    data.ledger.mkdir(exist_ok=True)
    ledger.append(data.ledger / "events.jsonl", content["events"])
    ledger.append(data.ledger / "notices.jsonl", notices.lines(content["notices"]))
    ledger.append(data.ledger / "findings.jsonl", lives.lines(content["findings"]))


def decide(data: DataDir, database: Path, chance: random.Random) -> None:
    """Let a person decide something about what is published, or take all decisions back."""
    with store.opened(database) as db:
        acts = [str(name) for (name,) in db.execute("SELECT id FROM acts ORDER BY id")]
        asked = list(db.query("SELECT * FROM reviews ORDER BY id"))
    given = []
    for number in range(chance.choice((0, 1, 2))):
        head = f'[[decision]]\nid = "{number}"\nby = "a person"\non = 2026-03-01\nreason = "read"\n'
        one = chance.choice(asked) if asked and chance.random() < 0.6 else None
        if one is None or one["act_id"] is None:
            kind = chance.choice(("publication", "entry", "registration"))
            given.append(
                f'{head}kind = "{kind}"\nact = "{chance.choice(acts)}"\nvalue = 2026-05-04\n'
            )
        elif one["kind"] == "target":
            given.append(
                f'{head}kind = "target"\nact = "{one["act_id"]}"\nreview = "{one["id"]}"\n'
                f'value = "{chance.choice(acts)}"\n'
            )
        elif one["decides"] == "finding":
            given.append(
                f'{head}kind = "finding"\nact = "{one["act_id"]}"\nreview = "{one["id"]}"\n'
                f'code = "{one["code"]}"\nverdict = "{chance.choice(("confirmed", "dismissed"))}"\n'
            )
    data.decisions.write_text("\n".join(given), encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sequence_of_nights_gives_what_a_build_of_everything_gives(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    world = World(chance)
    live(tmp_path, chance, world, (world.night() for _ in range(NIGHTS)), decides=0.4)


def test_a_ring_that_closes_through_acts_that_did_not_change_has_no_date(tmp_path: Path) -> None:
    """Each act would have the day that it had, if only those that change were dated."""
    chance = random.Random(0)
    world = World(chance)
    slots = [Slot(n, adopted=n, number=n, title=n, waits=n - 1 if n else None) for n in range(3)]

    def nights() -> Iterator[set[int]]:
        world.slots = dict(enumerate(slots))
        yield {0, 1, 2}
        world.slots[0] = dataclasses.replace(slots[0], waits=2)
        yield {0}

    last = live(tmp_path, chance, world, nights())
    with store.opened(last) as db:
        days = [day for (day,) in db.execute("SELECT in_force_on FROM acts")]
    assert days == [None, None, None]


def test_a_page_that_is_again_what_it_once_was_turns_no_day_back(tmp_path: Path) -> None:
    world = World(random.Random(1))

    def nights() -> Iterator[set[int]]:
        for version in (0, 1, 0, 1):
            both = (Slot(n, adopted=n, number=n, title=n, wrong=True) for n in range(2))
            world.slots = {slot.n: slot for slot in both}
            world.slots[1] = dataclasses.replace(world.slots[1], version=version)
            yield {0, 1}

    live(tmp_path, random.Random(5), world, nights())


@dataclass
class Script:
    """Pages that are written out night by night, each with how many days before they came."""

    slots: str
    pages: list[list[tuple[RawDocument, int]]]

    def documents(self, fetched: set[int], at: dt.datetime) -> Iterator[RawDocument]:
        for night in sorted(fetched):
            for page, days in self.pages[night]:
                yield dataclasses.replace(page, fetched_at=at - dt.timedelta(days=days))


def scripted(
    folder: Path, *pages: list[tuple[RawDocument, int]], step: int = 5, anew: Iterable[int] = ()
) -> list[Path]:
    """Build night after night from pages that are written out; give all databases."""

    class Steps(random.Random):
        def choice(self, seq: Any) -> Any:
            return step

    world = Script("scripted", list(pages))
    live(folder, Steps(), world, ({night} for night in range(len(pages))), anew=anew)  # type: ignore[arg-type]
    return [folder / f"{night}.db" for night in range(len(pages))]


def pages_of(
    *slots: Slot, days: int = 0, others: Iterable[Slot] = ()
) -> list[tuple[RawDocument, int]]:
    """Write the pages of acts; `others` are acts that they may cite."""
    world = World(random.Random(0), {slot.n: slot for slot in (*others, *slots)})
    at = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC)
    return [(page, days) for page in world.documents({slot.n for slot in slots}, at)]


def paper(source: str, name: str, words: str, kind: str = "text/html") -> tuple[RawDocument, int]:
    """Write a page that is no text of an act."""
    body = words.encode()
    at, url = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC), f"https://example.org/{name}"
    sha = hashlib.sha256(body).hexdigest()
    return RawDocument(source, name, url, at, kind, body, sha, demo=True), 0


def column(database: Path, sql: str) -> list[Any]:
    with store.opened(database) as db:
        return [row[0] for row in db.execute(sql)]


def test_a_bulletin_is_checked_again_once_there_are_acts_at_all(tmp_path: Path) -> None:
    bulletin = paper("bulletins", "one", BULLETIN)
    scripted(tmp_path, [bulletin], pages_of(Slot(5, number=5, title=5)))


def test_an_older_page_that_is_restored_is_as_old_as_it_was(tmp_path: Path) -> None:
    one = Slot(1, adopted=1, number=1, title=1)
    scripted(tmp_path, pages_of(one), pages_of(one, days=30))


def test_the_first_day_on_which_anything_was_known_may_go_with_its_act(tmp_path: Path) -> None:
    one = Slot(1, adopted=0, number=1, title=1)
    other = dataclasses.replace(one, number=3, adopted=1)
    late = Slot(2, adopted=-130, number=2, title=2)
    scripted(tmp_path, pages_of(one), [*pages_of(other), *pages_of(late)], step=40, anew=[1])


def test_a_page_that_could_not_be_read_by_a_fault_of_ours_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing new came of it: the fault was that of a machine that had no memory left."""
    one, two = Slot(1, adopted=0, number=1, title=1), Slot(2, adopted=1, number=2, title=2)
    failing = iter([True])

    def parse(*args: Any, **given: Any) -> Document:
        if next(failing, False):
            raise MemoryError
        return parse_bytes(*args, **given)

    monkeypatch.setattr("vacatio.build.parse_bytes", parse)
    nights = scripted(tmp_path, pages_of(one), pages_of(two))
    assert [len(column(each, "SELECT id FROM acts")) for each in nights] == [0, 2]


def test_a_piece_that_comes_later_brings_its_day(tmp_path: Path) -> None:
    one = Slot(1, adopted=1, number=1, title=1, published=None)
    made = World(random.Random(0), {1: one}).act(one)
    body = json.dumps({"id": made.id, "initialPublicationDate": "2026-03-06"})
    name = f"{made.id}#item"
    nights = scripted(tmp_path, pages_of(one), [paper("ekb", name, body, "application/json")])
    days = [column(each, "SELECT published_on FROM acts") for each in nights]
    assert days == [[None], ["2026-03-06"]]


def test_a_card_counts_whenever_it_comes(tmp_path: Path) -> None:
    one = Slot(1, adopted=1, number=1, title=1, published=None)
    made = World(random.Random(0), {1: one}).act(one)
    made = dataclasses.replace(
        made, places=('газета "Казахстанская правда", №44 (31202) 06.03.2026 г.',)
    )
    shown = zanorda.page(f"/ru/content/{zanorda.slug(made)}", [made])
    assert shown is not None
    card = paper("zanorda", f"{zanorda.slug(made)}/ru", shown)
    for folder, nights in (("a", (pages_of(one), [card])), ("b", ([card], pages_of(one)))):
        (tmp_path / folder).mkdir()
        last = scripted(tmp_path / folder, *nights)[-1]
        assert column(last, "SELECT published_on FROM publications") == ["2026-03-06"]


BULLETIN = """<html><body><h1>News</h1><p>The Order of the Minister of Finance of the Republic of
Kazakhstan dated March 3, 2026 No. 101 “On approval of the Rules” amends the Order of the Minister
of Finance of the Republic of Kazakhstan dated March 1, 2026 No. 555 “On approval of other Rules”.
It was published on March 9, 2026 and comes into effect ten calendar days after the day of its first
official publication.</p></body></html>"""


def live(
    folder: Path,
    chance: random.Random,
    world: World,
    nights: Iterable[set[int]],
    decides: float = 0,
    anew: Iterable[int] = (),
) -> Path:
    """Build night after night what is new and, apart, everything; hold them to be the same.

    On the nights `anew` what is new alone may not do.
    """
    data, known, base = DataDir(folder), Memory(), folder / "0.db"
    now = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC)
    for night, fetched in enumerate(nights):
        now += dt.timedelta(days=chance.choice((0, 1, 1, 5, 35)), hours=1)
        with Archive(data.archive).sink(f"night{night:03}", demo=True) as sink:
            for document in world.documents(fetched, now):
                sink(document)
        if night and chance.random() < decides:
            decide(data, base, chance)
        today = now.astimezone(ZoneInfo(LAW.time_zone)).date()
        seen = last_seen(base) if night else {}
        every = whole(data, today, seen, None if night else known)
        full = folder / f"{night}-whole.db"
        store.write(full, every.rows)
        if night:
            base = folder / f"{night}.db"
            try:
                some = partly(data, today, known, folder / f"{night - 1}.db")
                store.write(base, applied(folder / f"{night - 1}.db", some))
            except OutOfStep:
                assert night in anew
                known = Memory()
                some = whole(data, today, seen, known)
                store.write(base, some.rows)
            assert differing(base, full) == {}, f"night {night}: {world.slots}"
            assert some.counts == every.counts
            assert some.states == every.states
            assert (some.checked, some.without_act) == (every.checked, every.without_act)
            assert some.compared == every.compared
        else:
            full.rename(base)
        known.say(news.FILES, json.dumps(news.files(Archive(data.archive))))
        known.keep()
        announce(data, base)
        assert store.faults(base) == ()
    known.close()
    return base


def differing(one: Path, other: Path) -> dict[str, object]:
    """Tell in which tables two databases differ, and how."""
    found: dict[str, object] = {}
    left, right = store.content(one), store.content(other)
    for name in left:
        if left[name] != right[name]:
            mine, others = set(left[name]), set(right[name])
            found[name] = {"only partly": mine - others, "only whole": others - mine}
    return found


def quiet(line: str) -> None:
    """Say nothing."""


class Nights:
    """Nights without a network over one data directory: pages come by themselves."""

    def __init__(self, root: Path) -> None:
        self.data, self.world = prepare(root, demo=True), World(random.Random(7))
        self._now, self._number = dt.datetime(2026, 3, 20, 20, tzinfo=dt.UTC), 0

    def come(self) -> None:
        """Let pages come that changed or are new."""
        self._number += 1
        self._now += dt.timedelta(days=2)
        with Archive(self.data.archive).sink(f"night{self._number:03}", demo=True) as sink:
            for document in self.world.documents(self.world.night(), self._now):
                sink(document)

    def live(self, *, accept: bool = True) -> None:
        """Do a night."""
        settings = Settings(data=self.data.root)
        nightly.run(Plan(settings, demo=True, accept=accept), quiet)

    def derived(self) -> tuple[int, int]:
        """Tell how many acts the last night derived, and how many there are."""
        lines = (self.data.log / "stages.jsonl").read_text(encoding="utf-8").splitlines()
        built = [json.loads(line) for line in lines if '"stage": "build"' in line][-1]
        return built["acts derived anew"], built["acts"]


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    monkeypatch.setattr(crawling, "crawl", lambda *_: ())
    found = Nights(tmp_path / "var")
    found.come()
    found.live()
    return found


def originals(data: DataDir, beside: Path) -> DataDir:
    """Copy the originals to where nothing was ever published."""
    copy = prepare(beside, demo=True)
    for name in ("archive", "ledger"):
        shutil.copytree(data.root / name, copy.root / name)
    if data.decisions.exists():
        shutil.copy(data.decisions, copy.decisions)
    return copy


def feeds(data: DataDir) -> dict[str, bytes]:
    """Read all feeds but those of the runs."""
    root = data.feeds.resolve()
    files = (path for path in root.rglob("*") if path.is_file() and path.stem != "status")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def nothing(nights: Nights) -> None:
    """Leave all as it is."""


def decided(nights: Nights) -> None:
    decide(nights.data, nights.data.database, random.Random(3))


def rolled_back(nights: Nights) -> None:
    nights.come()
    nights.live()
    nightly.go_back(Settings(data=nights.data.root))


def refused(nights: Nights) -> None:
    """Let a gate close on a night: what it read is news for the next one still."""
    nights.come()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vacatio.gates._empty", lambda _: ["nobody likes it"])
        with pytest.raises(ClosedGate):
            nights.live()


def not_kept(nights: Nights) -> None:
    """End a night after its publication and before its memory is kept."""
    nights.come()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vacatio.updating.Building.keep", lambda *_: None)
        nights.live()


def built(nights: Nights) -> None:
    nightly.run(Plan(Settings(data=nights.data.root), demo=True, crawl=False), quiet)


def cache_lost(nights: Nights) -> None:
    shutil.rmtree(nights.data.built.parent)


@pytest.mark.parametrize(
    ("before", "partly"),
    [
        (nothing, True),
        (decided, True),
        (rolled_back, False),
        (refused, True),
        (not_kept, False),
        (built, True),
        (cache_lost, False),
    ],
)
def test_a_night_publishes_what_a_build_of_everything_publishes(
    nights: Nights, tmp_path: Path, before: Callable[[Nights], None], partly: bool
) -> None:
    before(nights)
    nights.come()
    whole = originals(nights.data, tmp_path / "whole")
    nights.live()
    some, all_ = nights.derived()
    assert (some < all_) is partly
    nightly.run(Plan(Settings(data=whole.root), demo=True, crawl=False), quiet)
    assert differing(nights.data.database, whole.database) == {}
    assert feeds(nights.data) == feeds(whole)
