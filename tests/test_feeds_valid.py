"""Every file of a publication with hostile acts is valid, and all readers see the same civil days.

RSS by rules of the W3C's validator, Atom by the grammar of RFC 4287, JSON Feed by its schema,
calendars by two readers made by others.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import icalendar
import jsonschema
import pytest
import vobject
from lxml import etree

from vacatio import store, subscriptions
from vacatio.datadir import DataDir
from vacatio.store import Row
from vacatio.watches import Watched
from vacatio_calendar import load

CASES = Path(__file__).parent / "cases"
HOSTILE: dict[str, str] = {
    name: each["text"] * each["times"]
    for name, each in json.loads((CASES / "hostile_texts.json").read_bytes()).items()
}
SITE = "https://example.org"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
#: What a channel and an item may hold (rssboard.org/rss-specification), beside namespaces.
CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "docs", "generator", "item"}
ITEM = {"title", "link", "description", "guid", "category", "pubDate"}


def rows() -> dict[str, list[Row]]:
    """Give acts with hostile titles, a disputed date, a correction, and notices of each kind."""
    tables: dict[str, list[Row]] = {name: [] for name in ("acts", "events", "commencements")}
    shared: Row = {"certainty": "computed", "confidence": "disputed", "known_on": "2026-09-25"}
    for number, (name, text) in enumerate(HOSTILE.items()):
        clean = text.encode("utf-8", "ignore").decode()  # SQLite holds no lone surrogates
        act = f"kz/order/health/2026-09-14/{number}"
        tables["acts"].append({
            "id": act, "jurisdiction": "kz", "type": "order", "number": f"{number} {clean[:20]}",
            "adopted_on": "2026-09-14", "issuer_id": "health", "issuer": clean, "title_ru": clean,
            "level": "local" if number % 3 == 0 else "national", "search": name,
            "certainty": "computed", "confidence": "disputed", "demo": 0,
        })  # fmt: skip
        tables["commencements"].append({
            "id": f"c{number}", "act_id": act, "position": 0, "kind": "after_publication",
            "value": 10, "unit": "calendar_days", "in_force_on": "2026-10-06", "steps": "[]",
            "alternatives": '[{"on": "2026-10-07", "reading": "x", "basis": "y"}]',
            "certainty": "computed", "confidence": "disputed",
        })  # fmt: skip
        for kind, on in (("published", "2026-09-25"), ("enters_into_force", "2026-10-06")):
            tables["events"].append({
                "id": f"{kind}{number}", "act_id": act, "kind": kind, "effective_on": on,
                "title": clean, "summary": clean, "quote": clean, "provisions": clean[:99],
                **shared,
            })  # fmt: skip
    tables["events"].append({
        "id": "moved", "act_id": tables["acts"][1]["id"], "kind": "date_corrected", **shared,
        "effective_on": "2026-10-09", "replaces": "enters_into_force1", "title": "x",
    })  # fmt: skip
    told: Row = {"known_on": "2026-09-28"}
    tables["notices"] = [
        {"id": "d1", "kind": "draft", "title": "<i>]]>", "url": f"{SITE}/d?a=1&b=2", **told},
        {"id": "f1", "kind": "finding", "about": "bulletin", "title": "t", "summary": "<b>",
         **told},
        {"id": "s1", "kind": "soon", "act_id": tables["acts"][1]["id"], "event_id": "moved",
         "effective_on": "2026-10-09", **told},
    ]  # fmt: skip
    return tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = DataDir(tmp_path_factory.mktemp("valid"))
    data.building.mkdir()
    store.write(data.building / "vacatio.db", rows())
    subscriptions.write(
        data.building / "vacatio.db", data, load("kz"), site=SITE, demo=False,
        watches=(Watched("pay", HOSTILE["markup"], bodies=("health",)),),
    )  # fmt: skip
    return data.building / "feeds"


def files(folder: Path, ending: str) -> Iterator[Path]:
    found = sorted(folder.rglob(f"*.{ending}"))
    assert len(found) > 20
    yield from found


def components(written: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(written).walk("VEVENT"))


def absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in (address or "")


def test_atom_fits_the_grammar_of_rfc_4287_and_what_a_validator_asks_beside_it(
    folder: Path,
) -> None:
    grammar = etree.RelaxNG(etree.parse(CASES / "atom.rng"))
    for path in files(folder, "atom"):
        tree = etree.parse(path)
        grammar.assertValid(tree)
        root = tree.getroot()
        links = [(each.get("rel"), each.get("href")) for each in root.findall(f"{ATOM}link")]
        assert links.count(("self", f"{SITE}/feeds/{path.relative_to(folder).as_posix()}")) == 1
        ids = [each.text for each in root.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids)
        for entry in root.iter(f"{ATOM}entry"):
            kinds = [
                (each.get("rel", "alternate"), each.get("type"), each.get("hreflang"))
                for each in entry.iter(f"{ATOM}link")
            ]
            assert len(set(kinds)) == len(kinds)
            assert all(absolute(each.get("href")) for each in entry.iter(f"{ATOM}link"))
        moments = [each.findtext(f"{ATOM}updated") for each in root.iter(f"{ATOM}entry")]
        assert moments == sorted(moments, reverse=True)


def test_the_grammar_refuses_what_is_no_atom(folder: Path) -> None:
    grammar = etree.RelaxNG(etree.parse(CASES / "atom.rng"))
    for path in ("updated", "title", "id", "author", "entry/updated", "entry/id", "entry/link"):
        tree = etree.parse(folder / "changes.atom")
        gone = tree.find("/".join(f"{ATOM}{name}" for name in path.split("/")))
        assert gone is not None
        gone.getparent().remove(gone)
        assert not grammar.validate(tree), path


def test_rss_keeps_the_rules_of_the_validator(folder: Path) -> None:
    for path in files(folder, "rss"):
        root = etree.parse(path).getroot()
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        (channel,) = root
        plain = [each.tag for each in channel if not each.tag.startswith("{")]
        assert set(plain) <= CHANNEL
        for name in CHANNEL - {"item"}:
            assert plain.count(name) == 1, name
        assert channel.findtext("title")
        assert absolute(channel.findtext("link"))
        (own,) = [each for each in channel.iter(f"{ATOM}link") if each.get("rel") == "self"]
        assert own.get("href") == f"{SITE}/feeds/{path.relative_to(folder).as_posix()}"
        guids = [each.text for each in channel.iter("guid")]
        assert len(set(guids)) == len(guids)
        for item in channel.iter("item"):
            assert {each.tag for each in item} == ITEM | {CONTENT}
            assert item.find("guid").get("isPermaLink") == "false"
            assert absolute(item.findtext("link"))
            moment = parsedate_to_datetime(item.findtext("pubDate"))
            assert moment.strftime("%a, %d %b %Y %H:%M:%S +0000") == item.findtext("pubDate")


def test_json_feeds_fit_their_schema(folder: Path) -> None:
    schema = json.loads((CASES / "jsonfeed.schema.json").read_bytes())
    reader = jsonschema.Draft202012Validator(schema)
    for path in files(folder, "json"):
        feed = json.loads(path.read_bytes())
        reader.validate(feed)
        assert feed["feed_url"] == f"{SITE}/feeds/{path.relative_to(folder).as_posix()}"
    broken = {**feed, "items": [{"id": 7}]}
    assert not reader.is_valid(broken)


def days(path: Path) -> dict[str, dt.date]:
    """Read the civil day of each entry as plain XML."""
    root = etree.parse(path).getroot()
    if path.suffix == ".rss":
        return {
            item.findtext("guid"): parsedate_to_datetime(item.findtext("pubDate")).date()
            for item in root.iter("item")
        }
    return {
        entry.findtext(f"{ATOM}id"): dt.date.fromisoformat(entry.findtext(f"{ATOM}updated")[:10])
        for entry in root.iter(f"{ATOM}entry")
    }


def test_feedparser_and_a_plain_reader_see_the_same_civil_day_of_every_entry(folder: Path) -> None:
    seen = 0
    for path in (*files(folder, "rss"), *files(folder, "atom")):
        if path.stat().st_size > 300_000 and path.parent != folder:
            continue
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, parsed.get("bozo_exception")
        read = {each.id: dt.date(*each.published_parsed[:3]) for each in parsed.entries}
        assert read == days(path)
        for each in parsed.entries:
            told = each.content[0].value if "content" in each else each.summary
            assert read[each.id].isoformat() in told  # and it stands in the text
        seen += len(read)
    assert seen > 100
    twin = {name: days(folder / f"changes.{name}") for name in ("rss", "atom")}
    assert twin["rss"] == twin["atom"]


@pytest.mark.parametrize("name", ["in-force", "watch/pay", "local/in-force", "in-force-reminders"])
def test_two_readers_find_the_same_all_day_events(folder: Path, name: str) -> None:
    for root in ("", "ru/", "kk/"):
        written = (folder / f"{root}{name}.ics").read_bytes()
        assert b"TZID" not in written
        assert all(len(each) <= 75 for each in written.split(b"\r\n"))
        one = {
            str(event["uid"]): (
                event["dtstart"].dt, str(event["summary"]), str(event["description"]),
                int(event["sequence"]), str(event["status"]), event["last-modified"].dt,
            )
            for event in components(written)
        }  # fmt: skip
        calendar = vobject.readOne(written.decode())
        other = {
            event.uid.value: (
                event.dtstart.value, event.summary.value, event.description.value,
                int(event.sequence.value), event.status.value, event.last_modified.value,
            )
            for event in calendar.vevent_list
        }  # fmt: skip
        assert one == other
        assert all(type(each[0]) is dt.date for each in one.values())
        assert len(one) > 2
        if "reminders" in name:
            alarms = [len(event.valarm_list) for event in calendar.vevent_list]
            assert set(alarms) == {2}


def test_a_disputed_day_stands_with_the_other_one_and_a_corrected_one_moves(folder: Path) -> None:
    by_uid = {str(each["uid"]): each for each in components((folder / "in-force.ics").read_bytes())}
    disputed = by_uid["enters_into_force2@vacatio"]
    assert disputed["status"] == "TENTATIVE"
    moved = by_uid["enters_into_force1@vacatio"]
    assert (moved["sequence"], moved["dtstart"].dt) == (1, dt.date(2026, 10, 9))


def test_each_page_is_well_formed_links_to_its_feeds_and_runs_nothing(folder: Path) -> None:
    for path in files(folder, "html"):
        root = etree.fromstring(path.read_bytes())
        kinds = {each.get("type"): each.get("href") for each in root.iter("link")}
        base = f"{SITE}/feeds/{path.relative_to(folder).as_posix().removesuffix('.html')}"
        assert kinds["application/atom+xml"] == f"{base}.atom"
        assert not list(root.iter("script", "img", "iframe"))
        hrefs = [each.get("href") for each in root.iter("a")]
        assert all(each.startswith(("https://", "webcal://")) for each in hrefs)
        for each in [*kinds.values(), *hrefs]:
            local = each.removeprefix("webcal://example.org/feeds/").removeprefix(f"{SITE}/feeds/")
            if local != each:
                assert (folder / local).is_file(), each
        style = next(
            each.get("href") for each in root.iter("link") if each.get("rel") == "stylesheet"
        )
        assert (path.parent / style).is_file()


def test_a_draft_has_its_title_and_its_link_and_no_day_in_law(folder: Path) -> None:
    (item,) = json.loads((folder / "drafts.json").read_bytes())["items"]
    assert (item["title"], item["url"]) == ("Draft: <i>]]>", "https://example.org/d?a=1&b=2")
    assert item["_vacatio"]["effective_on"] is None
    for name in ("findings", "drafts", "changes"):
        told = json.loads((folder / f"{name}.json").read_bytes())["items"]
        assert not [each for each in told if each["id"] == "urn:vacatio:f1"]
    (finding,) = json.loads((folder / "findings-bulletins.json").read_bytes())["items"]
    assert finding["url"] == f"{SITE}/findings"
