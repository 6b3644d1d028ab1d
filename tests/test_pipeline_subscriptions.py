"""Feeds and calendars of a publication: every cut, every language, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vacatio import gates, store, subscriptions
from vacatio.datadir import DataDir
from vacatio.gates import Checked
from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_calendar import load

LAW = load("kz")
SITE = "https://example.org"
ORDER = "kz/order/health/2026-09-14/121"
STATUTE = "kz/law/2026-02-02/7-viii"
WATCHES = (Watched("pay", "Pay & <b>more</b>", words=("о доплатах",)),)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    made = DataDir(tmp_path)
    fill(made)
    return made


def fill(data: DataDir) -> None:
    """Build a small database where a run would."""
    data.building.mkdir()
    shared: Row = {
        "jurisdiction": "kz",
        "certainty": "computed",
        "confidence": "provisional",
        "demo": 0,
    }
    event: Row = {"certainty": "computed", "confidence": "provisional", "summary": "Counted."}
    order: Row = {"act_id": ORDER, "known_on": "2026-09-25", **event}
    statute: Row = {"act_id": STATUTE, "known_on": "2026-02-03", **event}
    store.write(
        data.building / "vacatio.db",
        {
            "acts": [
                {"id": ORDER, "type": "order", "number": "121", "adopted_on": "2026-09-14",
                 "issuer_id": "health", "issuer": "Министр здравоохранения",
                 "title_ru": "О доплатах", "search": "о доплатах 121", **shared},
                {"id": STATUTE, "type": "law", "number": "7-VIII", "adopted_on": "2026-02-02",
                 "title_kk": "Сынақ туралы", "search": "сынак туралы", **shared},
            ],
            "events": [
                {"id": "e1", "kind": "registered", "effective_on": "2026-09-20",
                 "title": "Order 121: registered", **order},
                {"id": "e2", "kind": "published", "effective_on": "2026-09-25",
                 "title": "Order 121: published", **order},
                {"id": "e3", "kind": "enters_into_force", "effective_on": "2026-10-06",
                 "title": "Order 121: applies", **order},
                {"id": "e4", "kind": "date_corrected", "effective_on": "2026-10-07",
                 "replaces": "e3", "title": "Order 121: applies", **order},
                {"id": "e5", "kind": "enters_into_force", "effective_on": "2026-04-04",
                 "provisions": "статья 2", "title": "Law 7-VIII: applies", **statute},
            ],
        },
    )  # fmt: skip


def write(data: DataDir, watches: Sequence[Watched] = WATCHES) -> tuple[str, ...]:
    return subscriptions.write(
        data.building / "vacatio.db", data, LAW, site=SITE, demo=False, watches=watches
    )


def guids(path: Path) -> set[str]:
    entries = ElementTree.fromstring(path.read_bytes()).iter(f"{ATOM}entry")
    return {(entry.findtext(f"{ATOM}id") or "").removeprefix("urn:vacatio:") for entry in entries}


@pytest.mark.parametrize("root", ["", "ru/", "kk/"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("changes", {"e2", "e3", "e4", "e5"}),
        ("published", {"e2"}),
        ("entering", {"e3", "e5"}),
        ("corrected", {"e4"}),
        ("type/order", {"e2", "e3", "e4"}),
        ("type/law", {"e5"}),
        ("body/health", {"e2", "e3", "e4"}),
        ("watch/pay", {"e2", "e3", "e4"}),
    ],
)
def test_each_feed_tells_its_own_events(
    data: DataDir, root: str, name: str, told: set[str]
) -> None:
    names = write(data)
    folder = data.building / "feeds"
    assert guids(folder / f"{root}{name}.atom") == told
    items = json.loads((folder / f"{root}{name}.json").read_bytes())["items"]
    assert {item["id"].removeprefix("urn:vacatio:") for item in items} == told
    assert {f"{root}{name}.{form}" for form in ("atom", "rss", "json")} <= set(names)
    assert f"{SITE}/feeds/{root}{name}.rss" in (folder / f"{root}{name}.rss").read_text("utf-8")


def test_every_file_is_whole_and_listed(data: DataDir) -> None:
    names = write(data)
    folder = data.building / "feeds"
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*.*")}
    assert found == set(names)
    faults = gates.reasons(
        data.building / "vacatio.db", folder, data.database, Checked(1, ()), shrink=1.0
    )
    assert not [fault for fault in faults if "feed" in fault]
    for root in ("", "ru/", "kk/"):
        listed = ElementTree.fromstring((folder / f"{root}index.opml").read_bytes())
        urls = {each.get("xmlUrl") for each in listed.iter("outline")} - {None}
        atoms = {name for name in names if name.endswith(".atom")}
        own = {name for name in atoms if root == "" or name.startswith(root)}
        own -= {name for name in own if root == "" and name.startswith(("ru/", "kk/"))}
        assert urls == {f"{SITE}/feeds/{name}" for name in own}


def test_a_feed_that_is_not_whole_is_named_with_its_folder(data: DataDir) -> None:
    write(data)
    broken = data.building / "feeds" / "ru" / "type" / "order.json"
    broken.write_text("{", encoding="utf-8")
    faults = gates.reasons(
        data.building / "vacatio.db", data.building / "feeds", data.database, Checked(1, ()),
        shrink=1.0,
    )  # fmt: skip
    assert "feed ru/type/order.json is not whole" in faults


def test_entries_speak_the_language_of_their_feed(data: DataDir) -> None:
    write(data)
    folder = data.building / "feeds"
    russian = (folder / "ru" / "changes.atom").read_text("utf-8")
    order = "Приказ Министра здравоохранения от 14 сентября 2026 года № 121 «О доплатах»"
    statute = "Закон Республики Казахстан от 2 февраля 2026 года № 7-VIII «Сынақ туралы»"
    assert f"{order}: официально опубликован 25 сентября 2026 года" in russian
    assert f"{statute}: вводится в действие с 4 апреля 2026 года (статья 2)" in russian
    assert f"{order}: дата исправлена: 7 октября 2026 года вместо 6 октября 2026 года" in russian
    assert "applies" not in russian
    english = (folder / "changes.atom").read_text("utf-8")
    assert "“О доплатах”" in english
    assert "officially published on September 25, 2026" in english
    kazakh = (folder / "kk" / "type" / "order.rss").read_text("utf-8")
    assert "2026 жылғы 14 қыркүйектегі № 121 бұйрығы" in kazakh
    assert "2026 жылғы 25 қыркүйекте ресми жарияланды" in kazakh


def test_a_correction_moves_the_day_in_every_calendar(data: DataDir) -> None:
    write(data)
    for name in ("in-force.ics", "ru/in-force.ics", "kk/body/health.ics", "watch/pay.ics"):
        calendar = (data.building / "feeds" / name).read_text("utf-8")
        flat = calendar.replace("\n ", "")  # text mode has read the ends of lines
        assert "UID:e3@vacatio" in flat
        titles = [line for line in flat.splitlines() if line.startswith("SUMMARY:")]
        said = ("applies from October 7", "вводится в действие с 7 октября", "7 қазаннан бастап")
        assert [title for title in titles if any(each in title for each in said)]
        assert not [title for title in titles if "corrected" in title or "исправлена" in title]
        assert "DTSTART;VALUE=DATE:20261007" in calendar
        assert "DTSTART;VALUE=DATE:20261006" not in calendar


def test_a_second_writing_rewrites_nothing(data: DataDir) -> None:
    names = write(data)
    published = data.root / "publications" / "000001"
    published.parent.mkdir()
    data.building.rename(published)
    data.feeds.symlink_to(published.relative_to(data.root) / "feeds", target_is_directory=True)
    fill(data)
    assert write(data) == names
    for name in names:
        assert (data.building / "feeds" / name).samefile(published / "feeds" / name), name


def test_without_events_there_are_feeds_all_the_same(tmp_path: Path) -> None:
    empty = DataDir(tmp_path)
    empty.building.mkdir()
    store.write(empty.building / "vacatio.db", {})
    names = write(empty)
    assert "changes.rss" in names
    assert guids(empty.building / "feeds" / "watch" / "pay.atom") == set()
    assert not [name for name in names if name.startswith(("type/", "body/"))]


def test_published_feeds_say_where_they_link(data: DataDir) -> None:
    assert subscriptions.linked(data.building / "feeds") is None
    write(data)
    assert subscriptions.linked(data.building / "feeds") == SITE
    assert dt.date(2026, 9, 25).isoformat() in (
        data.building / "feeds" / "published.json"
    ).read_text("utf-8")
