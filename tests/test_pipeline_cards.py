"""What is no text of an act makes no act: cards add places, drafts and bulletins add nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

import vacatio_crawlers
from vacatio import asking, heartbeats, nightly, store
from vacatio.archive import Archive
from vacatio.assemble import Reading, Work
from vacatio.build import Built, build, read
from vacatio.cards import gives
from vacatio.cli import cli
from vacatio.datadir import DataDir
from vacatio.settings import Settings
from vacatio.union_acts import union_act
from vacatio_calendar import load
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import Gives, crawl, joined
from vacatio_crawlers.replica import Fault, serve
from vacatio_crawlers.replica.acts import acts
from vacatio_crawlers.replica.zanorda import slug

LAW = load("kz")
ALMATY = ZoneInfo(LAW.time_zone)
CARDS = [slug(act) for act in acts() if act.id == "700110"]


@pytest.fixture(scope="module")
def pages() -> tuple[Reading, ...]:
    brought: dict[tuple[str, str], RawDocument] = {}

    def sink(document: RawDocument) -> str:
        brought[document.source, document.key] = document
        return "new"

    names = ("ekb", "zanorda", "govkz", "legalacts", "eaeu", "bulletins")
    with serve() as site:
        urls = dict.fromkeys(names, site.url) | {"bulletins": f"{site.url}/feed.xml"}
        crawl(
            names,
            sink,  # type: ignore[arg-type]  # one of the three words
            base_urls=urls,
            revisit={"zanorda": CARDS},
            demo=True,
            polite=False,
        )
    return tuple(read(raw, None) for raw in joined(brought[place] for place in sorted(brought)))


def built(pages: tuple[Reading, ...], folder: Path) -> Built:
    def nowhere(work: Work) -> None:
        return None

    today = dt.date(2026, 11, 23)
    return build(DataDir(folder), pages, LAW, today, demo=True, page_of=nowhere)


def of(pages: tuple[Reading, ...], *kinds: Gives) -> tuple[Reading, ...]:
    return tuple(page for page in pages if gives(page.raw.source) in kinds)


def test_other_sources_move_no_act_and_no_date(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    alone, together = built(of(pages, Gives.ACTS), tmp_path), built(pages, tmp_path)
    assert [row["id"] for row in alone.rows["acts"]] == [row["id"] for row in together.rows["acts"]]
    dates = [
        [(row["act_id"], row["force_on"], row["in_force_on"]) for row in one.rows["commencements"]]
        for one in (alone, together)
    ]
    assert dates[0] == dates[1]
    for table in ("amendments", "modifications", "provisions", "obligations"):
        assert alone.rows[table] == together.rows[table], table
    assert [row["id"] for row in alone.rows["events"]] == [
        row["id"] for row in together.rows["events"]
    ]
    assert len(alone.rows["acts"]) == 32


def test_a_card_adds_the_places_of_its_act(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    rows = built(pages, tmp_path).rows["publications"]
    told = [row for row in rows if str(row["document_id"]).startswith("zanorda/")]
    (act_id,) = {row["act_id"] for row in told}
    assert str(act_id).endswith("/2026-10-30/312")
    assert [(row["published_on"], row["field"]) for row in told] == [
        ("2026-11-18", "zanorda.source"),
        ("2026-11-20", "zanorda.source"),
    ]


def test_a_place_before_the_portal_s_own_day_moves_the_date(
    pages: tuple[Reading, ...], tmp_path: Path
) -> None:
    (card,) = of(pages, Gives.CARDS)
    body = card.raw.body.replace(b"18.11.2026", b"16.11.2026")
    raw = dataclasses.replace(card.raw, body=body, sha256=hashlib.sha256(body).hexdigest())
    others = tuple(page for page in pages if page is not card)
    rows = built((*others, read(raw, None)), tmp_path).rows["acts"]
    (act,) = [row for row in rows if row["ekb_id"] == "700110"]
    assert act["published_on"] == "2026-11-16"


def test_a_card_alone_is_no_act(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    assert not built(of(pages, Gives.CARDS), tmp_path).rows["acts"]


def test_drafts_and_lists_are_kept_unread(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    kept = of(pages, Gives.DRAFTS, Gives.LISTS)
    rows = built(kept, tmp_path).rows
    assert len(kept) == 80
    assert {row["outcome"] for row in rows["documents"]} == {"kept"}
    assert [name for name, given in rows.items() if given and name != "holidays"] == [
        "documents",
        "notices",
        "union_acts",
    ]
    drafts = [row for row in rows["notices"] if row["kind"] == "draft"]
    assert all(row["title"] and not row["effective_on"] for row in drafts)
    assert len(drafts) == len(rows["notices"]) == len(of(pages, Gives.DRAFTS))


def test_an_act_of_the_union_has_the_days_its_portal_states_and_no_others(
    pages: tuple[Reading, ...], tmp_path: Path
) -> None:
    rows = built(of(pages, Gives.LISTS), tmp_path).rows["union_acts"]
    assert len(rows) == len(of(pages, Gives.LISTS))
    days = ("adopted_on", "published_on", "in_force_on")
    first, *_ = [row for row in rows if row["title"] == "Решение Коллегии № 1"]
    assert tuple(first[day] for day in days) == ("2026-01-03", "2026-01-07", "2026-02-06")
    [absurd, *_] = [row for row in rows if row["title"] == "Решение Коллегии № 5"]
    assert tuple(absurd[day] for day in days) == ("2026-05-07", "2026-05-11", None)
    assert "10.06.1018" in str(absurd["stated"])


@pytest.mark.parametrize(
    ("days", "read"),
    [
        ("Дата вступления в силу: 17.05.2026", "2026-05-17"),
        ("Дата вступления в силу: 31.02.2026", None),
        ("Дата вступления в силу: не определена, см. 17.05.2026 г. и далее", None),
        ("Дата принятия: 17.05.2026", None),
        ("Вступает в силу: 17.05.2026", "2026-05-17"),
    ],
)
def test_a_day_that_is_not_stated_as_one_stays_in_its_words(days: str, read: str | None) -> None:
    row = (
        '<div><a class="DocSearchResult_Item__Link" href="javascript:alert(1)">Решение</a>'
        f'<div class="DocSearchResult_Item__Dates">{days}</div></div>'
    )
    at = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    raw = RawDocument("eaeu", "4/7", "https://example.org/", at, "text/html", row.encode(), "")
    found = union_act(raw)
    assert found is not None
    assert (found.in_force_on, found.stated, found.url) == (read, days, None)


def test_a_night_asks_every_source_that_can_be_asked(tmp_path: Path) -> None:
    every = ("adilet", "eaeu", "ekb", "govkz", "legalacts")
    assert asking.ready({}, {}) == every
    named = asking.addresses(Settings(bulletins=("https://firm.example/feed",)), {})
    assert set(asking.ready({"zanorda": ["1-v1"]}, named)) == {*every, "bulletins", "zanorda"}
    assert asking.ids(tmp_path / "vacatio.db", dt.date(2026, 11, 23)) == {}


def test_the_cards_of_new_acts_are_asked_for(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    rows = built(of(pages, Gives.ACTS), tmp_path).rows
    empty: list[store.Row] = []
    store.write(tmp_path / "vacatio.db", {**rows, "runs": empty, "sources": empty})
    asked = asking.ids(tmp_path / "vacatio.db", dt.date(2026, 11, 23))
    assert {"700110-v2600039910", "700111-v2600039888"} <= set(asked["zanorda"])
    assert not [card for card in asked["zanorda"] if card.startswith("700102")], "of last year"


def test_days_that_came_while_a_source_was_down_are_looked_at_when_it_is_back(
    pages: tuple[Reading, ...], tmp_path: Path
) -> None:
    rows = built(of(pages, Gives.ACTS), tmp_path).rows
    empty: list[store.Row] = []
    database = tmp_path / "vacatio.db"
    store.write(database, {**rows, "runs": empty, "sources": empty})
    coming = {
        str(row["document_id"]).split("/")[1]: dt.date.fromisoformat(str(row["in_force_on"]))
        for row in rows["acts"]
        if row["in_force_on"]
    }
    number, day = max(coming.items(), key=lambda one: one[1])

    def asked(today: dt.date, last: dt.date) -> bool:
        found = asking.ids(database, today, {"ekb": last, "zanorda": last})
        assert any(card.startswith(f"{number}-") for card in found.get("zanorda", ())) == (
            number in found.get("ekb", ())
        ), "the card of an act is looked at with its text"
        return number in found.get("ekb", ())

    one, long = dt.timedelta(days=1), dt.timedelta(days=40)
    assert asked(day - one, day - 2 * one)
    assert asked(day, day - one)
    assert not asked(day + long, day + long - one), "it was looked at on its day"
    assert asked(day + long, day - one), "the source was down on the day"
    assert asked(day, day + long), "a clock was ahead"


def test_a_backfill_goes_on_where_it_was(pages: tuple[Reading, ...], tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    wanted = range(700108, 700112)
    assert asking.missing(archive, ["ekb"], wanted)["ekb"] == (
        "700111",
        "700110",
        "700109",
        "700108",
    )
    with archive.sink("20261123T000000Z", demo=True) as sink:
        for page in pages:
            if page.raw.key in ("700111/rus", "700109/kaz"):
                sink(page.raw)
    left = asking.missing(archive, ["ekb"], wanted)
    assert left == {"ekb": ("700111", "700110", "700109", "700108")}, "each in one language at most"
    settled = {("ekb", "700111/kaz"), ("ekb", "700109/rus")}
    assert asking.missing(archive, ["ekb"], wanted, settled) == {"ekb": ("700110", "700108")}


def test_a_range_of_ids_is_read_or_refused() -> None:
    for given, said in (("12", "no range"), ("9-3", "no range"), ("a-b", "no range")):
        done = CliRunner().invoke(cli, ["crawl", "--source", "ekb", "--ids", given])
        assert (done.exit_code, said in done.output) == (2, True), done.output
    assert CliRunner().invoke(cli, ["crawl", "--ids", "1-2"]).exit_code == 2


def test_each_source_is_tried_and_what_stands_in_the_way_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = vacatio_crawlers.probe
    with serve(faults={"/list": Fault.FORBIDDEN}) as site:
        names = ("adilet", "ekb", "zanorda", "govkz", "legalacts", "eaeu")
        urls = dict.fromkeys(names, site.url)
        site.faults["/ru/content/"] = Fault.SHELL

        def probe(tried: list[str], **given: object) -> object:
            return real(tried, base_urls=urls)

        monkeypatch.setattr(vacatio_crawlers, "probe", probe)
        done = CliRunner().invoke(cli, ["sources", "--check", "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    lines = dict(line.split(": ", 1) for line in done.output.splitlines())
    assert lines["ekb"] == lines["eaeu"] == "answers"
    assert "HTTP 403" in lines["legalacts"]
    assert 'id="root"' in lines["zanorda"]
    assert "no address" in lines["bulletins"]


def test_a_backfill_with_nothing_left_to_fetch_is_done(tmp_path: Path) -> None:
    with serve() as site:
        settings = Settings(data=tmp_path)
        plan = nightly.Plan(
            settings,
            demo=True,
            polite=False,
            build=False,
            sources=("ekb",),
            base_urls=site.base_urls,
            ids=range(700110, 700112),
            max_seconds=60,
        )
        nightly.run(plan, lambda line: None)
        first = len(site.requests)
        nightly.run(plan, lambda line: None)
        assert first > 2
        assert len(site.requests) == first
    assert heartbeats.whole(DataDir(tmp_path).log, ALMATY) == {}, "no whole crawl"


def test_a_run_whose_time_was_up_is_none_to_begin_from(tmp_path: Path) -> None:
    with serve() as site:
        settings = Settings(data=tmp_path)
        plan = nightly.Plan(
            settings,
            demo=True,
            build=False,
            sources=("ekb",),
            base_urls=site.base_urls,
            max_seconds=4,
        )
        nightly.run(plan, lambda line: None)
    assert heartbeats.whole(DataDir(tmp_path).log, ALMATY) == {}
