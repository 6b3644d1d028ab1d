"""Feeds and calendars: valid whatever comes in, the same bytes each time, the right civil day."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import Certainty, Confidence, Language
from vacatio_feeds import (
    FORMATS,
    Entry,
    Event,
    Feed,
    IncompleteRow,
    MissingColumns,
    RepeatedIdentity,
    Status,
    answer,
    atom,
    calendar_events,
    entry_of,
    ics,
    instant,
    json_feed,
    opml,
    page,
    paged,
    pieces,
    rss,
)
from vacatio_feeds.syndicate import ATOM as ATOM_FORM
from vacatio_feeds.syndicate import RSS, Printed
from vacatio_feeds.words import words

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
Writer = Callable[[Feed, Sequence[Entry]], bytes]

FEED = Feed(
    id="changes",
    title="Changes",
    description="What was published and when it applies",
    language=Language.EN,
    self_url="https://example.org/feeds/changes.rss",
    site_url="https://example.org/",
    updated=instant(dt.date(2026, 1, 2)),
)
ENTRY = Entry(
    guid="e1",
    title="Law 12-IX applies from 2026-03-05",
    summary="Sixty calendar days after the day of first official publication.",
    link="https://example.org/act/kz/law/2026-01-02/12-ix",
    civil_date=dt.date(2026, 1, 3),
    kind="enters_into_force",
    effective_on=dt.date(2026, 3, 5),
    quote="вводится в действие по истечении шестидесяти календарных дней",
    quote_language=Language.RU,
    certainty=Certainty.COMPUTED,
    confidence=Confidence.PROVISIONAL,
)
EVENT = Event(
    uid="e1@vacatio",
    title="Applies: Law 12-IX",
    summary="Counted by the rules.",
    day=dt.date(2026, 3, 5),
    last_modified=instant(dt.date(2026, 1, 3)),
    url=ENTRY.link,
    kind="enters_into_force",
)

HOSTILE: dict[str, str] = {
    name: each["text"] * each["times"]
    for name, each in json.loads(
        (Path(__file__).parent / "cases" / "hostile_texts.json").read_bytes()
    ).items()
}


def texts(data: bytes, path: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(data).iterfind(path)]


def components(data: bytes) -> list[dict[str, object]]:
    """Read back each event as plain values, by the library's own decoder."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return [{name.lower(): plain(event.decoded(name)) for name in event} for event in events]


def plain(value: object) -> object:
    return value.decode() if isinstance(value, bytes) else value


# -- RSS and Atom -----------------------------------------------------------------------------


def test_rss_has_what_the_specification_asks_of_a_channel() -> None:
    channel = ElementTree.fromstring(rss(FEED, [ENTRY])).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Changes"
    assert channel.findtext("link") == "https://example.org/"
    assert channel.findtext("description") == FEED.description
    assert channel.findtext("language") == "en"
    assert channel.findtext("lastBuildDate") == "Sat, 03 Jan 2026 07:00:00 +0000"
    links = channel.findall(f"{ATOM}link")
    assert [(link.get("rel"), link.get("href")) for link in links] == [("self", FEED.self_url)]


def test_an_rss_item_has_a_guid_that_is_no_link_a_date_and_one_link() -> None:
    item = ElementTree.fromstring(rss(FEED, [ENTRY])).find("channel/item")
    assert item is not None
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("urn:vacatio:e1", "false")
    assert parsedate_to_datetime(item.findtext("pubDate", "")).date() == ENTRY.civil_date
    assert [link.text for link in item.findall("link")] == [ENTRY.link]
    assert item.findtext("description") == ENTRY.summary
    assert ENTRY.quote is not None
    assert ENTRY.quote in item.findtext(CONTENT, "")


def test_atom_has_what_rfc_4287_asks_of_a_feed_and_of_an_entry() -> None:
    root = ElementTree.fromstring(atom(FEED, [ENTRY]))
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "urn:vacatio:changes"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "vacatio"
    assert root.findtext(f"{ATOM}updated") == "2026-01-03T07:00:00+00:00"
    assert {(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")} == {
        ("self", FEED.self_url),
        ("alternate", FEED.site_url),
    }
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "urn:vacatio:e1"
    for name in ("published", "updated"):
        moment = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}{name}", ""))
        assert moment.astimezone(dt.UTC).date() == ENTRY.civil_date
    alternates = [
        link.get("href")
        for link in entry.findall(f"{ATOM}link")
        if link.get("rel") in (None, "alternate")
    ]
    assert alternates == [ENTRY.link]


@pytest.mark.parametrize("write", [rss, atom])
def test_an_entry_says_the_day_in_law_how_and_how_sure_it_is_known(write: Writer) -> None:
    text = write(FEED, [ENTRY]).decode()
    for phrase in ("2026-03-05", "2026-01-03", "counted by the rules", "rests on one source"):
        assert phrase in text


@pytest.mark.parametrize("write", [rss, atom])
def test_the_newest_announcement_comes_first_whatever_the_order_given(write: Writer) -> None:
    entries = [
        replace(ENTRY, guid=f"e{day}", title=f"day {day}", civil_date=dt.date(2026, 1, day))
        for day in (5, 9, 7)
    ]
    data = write(FEED, entries)
    titles = re.findall(r"<title>(day \d)</title>", data.decode())
    assert titles == ["day 9", "day 7", "day 5"]
    assert data == write(FEED, entries[::-1])


@pytest.mark.parametrize("write", [rss, atom])
def test_an_empty_feed_is_valid_and_dated_by_its_data(write: Writer) -> None:
    data = write(FEED, [])
    assert ElementTree.fromstring(data) is not None
    assert b"02 Jan 2026" in data or b"2026-01-02T07:00:00" in data


@pytest.mark.parametrize("write", [rss, atom])
def test_a_demo_feed_says_so_in_every_title(write: Writer) -> None:
    data = write(replace(FEED, demo=True), [ENTRY])
    path = "channel//title" if write is rss else f".//{ATOM}title"
    titles = texts(data, path)
    assert len(titles) == 2
    assert all(title.startswith("DEMO · ") for title in titles)
    assert "DEMO" not in write(FEED, [ENTRY]).decode()


@pytest.mark.parametrize("write", [rss, atom])
def test_two_entries_of_one_guid_are_refused(write: Writer) -> None:
    with pytest.raises(RepeatedIdentity, match="'e1'"):
        write(FEED, [ENTRY, replace(ENTRY, title="another")])


@pytest.mark.parametrize("write", [rss, atom])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_leaves_a_well_formed_bounded_feed(write: Writer, text: str) -> None:
    hostile = replace(ENTRY, title=text, summary=text, quote=text)
    data = write(replace(FEED, title=text, description=text), [hostile])
    root = ElementTree.fromstring(data)
    assert len(data) < 60_000
    path = "channel//title" if write is rss else f".//{ATOM}title"
    assert all(title and len(title) <= 500 for title in texts(data, path))
    # Markup in outside text stays text, also for readers that take descriptions for HTML.
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    body = root.findtext(f"channel/item/{CONTENT}") or root.findtext(f".//{ATOM}content") or ""
    assert "<script" not in body


# -- iCalendar --------------------------------------------------------------------------------


def test_a_calendar_event_is_all_day_and_bound_to_no_zone() -> None:
    data = ics(FEED, [EVENT])
    assert b"DTSTART;VALUE=DATE:20260305\r\n" in data
    assert b"DTEND;VALUE=DATE:20260306\r\n" in data
    assert b"TZID" not in data
    assert b"VTIMEZONE" not in data
    (event,) = components(data)
    assert event["uid"] == "e1@vacatio"
    assert event["sequence"] == 0
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    assert event["url"] == ENTRY.link
    stamps = {event[name] for name in ("dtstamp", "last-modified")}
    assert stamps == {dt.datetime(2026, 1, 3, 7, tzinfo=dt.UTC)}


@pytest.mark.parametrize("status", Status)
def test_a_calendar_event_says_how_firm_it_is(status: Status) -> None:
    (event,) = components(ics(FEED, [replace(EVENT, status=status)]))
    assert event["status"] == status.upper()


def test_the_end_of_a_calendar_event_is_exclusive() -> None:
    (event,) = components(ics(FEED, [replace(EVENT, end_day=dt.date(2026, 3, 8))]))
    assert (event["dtstart"], event["dtend"]) == (dt.date(2026, 3, 5), dt.date(2026, 3, 8))


def test_a_calendar_has_a_name_and_asks_to_be_read_again() -> None:
    calendar = icalendar.Calendar.from_ical(ics(replace(FEED, demo=True), [EVENT]))
    assert str(calendar["prodid"]).startswith("-//vacatio//")
    assert calendar["version"] == "2.0"
    assert calendar["x-wr-calname"] == calendar["name"] == "DEMO · Changes"
    assert str(calendar.walk("VEVENT")[0]["summary"]).startswith("DEMO · ")


def test_two_calendar_events_of_one_uid_are_refused() -> None:
    with pytest.raises(RepeatedIdentity):
        ics(FEED, [EVENT, replace(EVENT, day=dt.date(2026, 3, 6))])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_leaves_a_readable_calendar(text: str) -> None:
    data = ics(
        replace(FEED, title=text, description=text), [replace(EVENT, title=text, summary=text)]
    )
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # folding never cuts a character in two
    (event,) = components(data)
    assert event["uid"] == EVENT.uid
    assert event["dtstart"] == EVENT.day


def test_folded_cyrillic_reads_back_as_it_was() -> None:
    title = HOSTILE["Cyrillic to fold"].strip()
    (event,) = components(ics(FEED, [replace(EVENT, title=title)]))
    assert str(event["summary"]) == title


@pytest.mark.parametrize("title", ["a\\;b,c:d", "\\n is no line", "end\\", 'say "x"; y'])
def test_marks_of_the_calendar_syntax_read_back_as_they_were(title: str) -> None:
    (event,) = components(ics(FEED, [replace(EVENT, title=title, summary=f"{title}\n{title}")]))
    assert str(event["summary"]) == title
    assert str(event["description"]) == f"{title}\n{title}"


# -- from rows --------------------------------------------------------------------------------

ROW: dict[str, object] = {
    "id": "aaa",
    "act_id": "kz/order/maidr/2026-01-02/7-nq",
    "kind": "enters_into_force",
    "provisions": None,
    "effective_on": "2026-02-01",
    "known_on": "2026-01-03",
    "certainty": "computed",
    "confidence": "provisional",
    "title": "Order 7/НҚ applies from 2026-02-01",
    "summary": "Ten calendar days after publication.",
    "quote": "по истечении десяти календарных дней",
    "replaces": None,
}


def correction(row: dict[str, object], identity: str, **changes: object) -> dict[str, object]:
    return {**row, "id": identity, "kind": "date_corrected", "replaces": row["id"], **changes}


def test_a_row_becomes_an_entry_announced_on_the_day_it_was_known() -> None:
    entry = entry_of(ROW, site_url="https://example.org/")
    assert entry.guid == "aaa"
    assert entry.civil_date == dt.date(2026, 1, 3)
    assert entry.effective_on == dt.date(2026, 2, 1)
    assert entry.link == "https://example.org/act/kz/order/maidr/2026-01-02/7-nq"
    assert (entry.certainty, entry.confidence) == (Certainty.COMPUTED, Confidence.PROVISIONAL)


@pytest.mark.parametrize(
    ("known_on", "day"),
    [
        ("2026-01-03", dt.date(2026, 1, 3)),
        ("2026-01-03T18:59:00+00:00", dt.date(2026, 1, 3)),
        ("2026-01-03T19:00:00+00:00", dt.date(2026, 1, 4)),  # midnight in Almaty
    ],
)
def test_an_instant_becomes_the_civil_day_of_almaty(known_on: str, day: dt.date) -> None:
    assert entry_of({**ROW, "known_on": known_on}, site_url="https://x.kz").civil_date == day


def test_a_row_without_its_day_is_refused() -> None:
    with pytest.raises(IncompleteRow, match="known_on"):
        entry_of({**ROW, "known_on": None}, site_url="https://x.kz")


def test_a_correction_moves_the_calendar_event_and_keeps_its_uid() -> None:
    second = correction(ROW, "bbb", effective_on="2026-02-03", known_on="2026-01-10")
    third = correction(
        second, "ccc", effective_on="2026-02-04", known_on="2026-01-12", confidence="confirmed"
    )
    for rows in ([ROW, second, third], [third, second, ROW]):
        (event,) = calendar_events(rows, site_url="https://x.kz")
        assert event.uid == "aaa@vacatio"
        assert event.sequence == 2
        assert event.day == dt.date(2026, 2, 4)
        assert event.last_modified == instant(dt.date(2026, 1, 12))
        assert event.status is Status.CONFIRMED


def test_a_date_that_is_withdrawn_cancels_the_event_on_its_last_day() -> None:
    gone = correction(ROW, "bbb", effective_on=None, known_on="2026-01-10")
    (event,) = calendar_events([ROW, gone], site_url="https://x.kz")
    assert (event.status, event.day, event.sequence) == (Status.CANCELLED, dt.date(2026, 2, 1), 1)


def test_what_is_not_a_day_in_law_is_not_in_the_calendar() -> None:
    rows = [{**ROW, "kind": "published"}, {**ROW, "id": "bbb", "effective_on": None}]
    assert calendar_events(rows, site_url="https://x.kz") == ()


def test_a_ring_of_corrections_is_survived() -> None:
    a, b = {**ROW, "replaces": "bbb"}, {**ROW, "id": "bbb", "replaces": "aaa"}
    assert len(calendar_events([a, b], site_url="https://x.kz")) == 2


# -- for any text and any day -----------------------------------------------------------------

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 30))
TEXTS = st.text(st.characters(), max_size=200)


@settings(max_examples=60, deadline=None)
@given(title=TEXTS, summary=TEXTS, quote=TEXTS, day=DAYS)
def test_every_text_and_day_survives_every_format(
    title: str, summary: str, quote: str, day: dt.date
) -> None:
    entry = replace(ENTRY, title=title, summary=summary, quote=quote, civil_date=day)
    event = replace(EVENT, title=title, summary=summary, day=day)
    for data in (rss(FEED, [entry]), atom(FEED, [entry])):
        ElementTree.fromstring(data)
        assert data == (rss if b"<rss" in data[:200] else atom)(FEED, [entry])
    (read,) = components(ics(FEED, [event]))
    assert read["dtstart"] == day


# -- words ------------------------------------------------------------------------------------


def test_every_language_has_the_same_words() -> None:
    spoken = [words(language) for language in Language]
    for table in ("certainty", "confidence", "kind"):
        assert len({frozenset(getattr(say, table)) for say in spoken}) == 1
    assert set(spoken[0].certainty) == set(Certainty)
    assert set(spoken[0].confidence) == set(Confidence)


# -- JSON Feed, OPML, pages, questions --------------------------------------------------------


def test_a_json_feed_has_what_version_1_1_asks() -> None:
    data = json.loads(json_feed(FEED, [ENTRY]))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert (data["title"], data["language"]) == ("Changes", "en")
    assert (data["home_page_url"], data["feed_url"]) == (FEED.site_url, FEED.self_url)
    (item,) = data["items"]
    assert item["id"] == "urn:vacatio:e1"
    assert item["url"] == ENTRY.link
    assert dt.datetime.fromisoformat(item["date_published"]).date() == ENTRY.civil_date
    assert item["_vacatio"]["effective_on"] == "2026-03-05"
    assert item["content_html"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_leaves_a_bounded_json_feed_without_markup(text: str) -> None:
    data = json_feed(replace(FEED, title=text), [replace(ENTRY, title=text, quote=text)])
    item = json.loads(data)["items"][0]
    assert len(data) < 60_000
    assert "<script" not in item["content_html"]


def test_every_format_tells_the_same_days() -> None:
    plain = ElementTree.fromstring(rss(FEED, [ENTRY])).findtext("channel/item/pubDate", "")
    atomic = ElementTree.fromstring(atom(FEED, [ENTRY])).findtext(f"{ATOM}entry/{ATOM}published")
    jsonic = json.loads(json_feed(FEED, [ENTRY]))["items"][0]["date_published"]
    days = {
        parsedate_to_datetime(plain).date(),
        dt.datetime.fromisoformat(atomic or "").date(),
        dt.datetime.fromisoformat(jsonic).date(),
    }
    assert days == {ENTRY.civil_date}


def test_a_list_of_feeds_names_each_with_its_address() -> None:
    groups = {"All <acts>": [FEED, replace(FEED, title="Dates")]}
    data = opml(replace(FEED, demo=True), groups)
    root = ElementTree.fromstring(data)
    outlines = root.findall("body/outline/outline")
    assert [each.get("xmlUrl") for each in outlines] == [FEED.self_url] * 2
    assert [each.get("type") for each in outlines] == ["rss", "rss"]
    assert root.findtext("head/title") == "DEMO · Changes"
    assert data == opml(
        replace(FEED, demo=True), {"All <acts>": [FEED, replace(FEED, title="Dates")]}
    )


def many(count: int) -> list[Entry]:
    first = dt.date(2025, 1, 1)
    return [
        replace(ENTRY, guid=f"n{n:04}", civil_date=first + dt.timedelta(days=n))
        for n in range(count)
    ]


@pytest.mark.parametrize(("count", "documents"), [(0, 1), (10, 1), (11, 2), (25, 3), (30, 4)])
def test_a_long_feed_is_cut_into_pages_that_miss_nothing(count: int, documents: int) -> None:
    pages = paged(FEED, many(count), size=10)
    assert len(pages) == documents
    told = {entry.guid for _, entries in pages for entry in entries}
    assert told == {entry.guid for entry in many(count)}
    addresses = [feed.self_url for feed, _ in pages]
    links = [feed.archive_url for feed, _ in pages]
    assert links == [*addresses[1:], None]
    assert all(feed.current_url == FEED.self_url for feed, _ in pages[1:])


@pytest.mark.parametrize("write", [rss, atom])
def test_a_full_archive_never_changes(write: Writer) -> None:
    before = {feed.self_url: write(feed, entries) for feed, entries in paged(FEED, many(25), 10)}
    after = {feed.self_url: write(feed, entries) for feed, entries in paged(FEED, many(29), 10)}
    for number in (1, 2):
        address = f"https://example.org/feeds/changes-{number}.rss"
        assert before[address] == after[address]
    assert before[FEED.self_url] != after[FEED.self_url]


@pytest.mark.parametrize("write", [rss, atom])
def test_pages_of_a_feed_link_to_one_another(write: Writer) -> None:
    (current, newest), (archive, oldest) = paged(FEED, many(15), 10)
    links = {
        link.get("rel"): link.get("href")
        for link in ElementTree.fromstring(write(current, newest)).iter(f"{ATOM}link")
    }
    assert links["prev-archive"] == archive.self_url
    old = ElementTree.fromstring(write(archive, oldest))
    links = {link.get("rel"): link.get("href") for link in old.iter(f"{ATOM}link")}
    assert links["current"] == FEED.self_url
    assert links["self"] == archive.self_url
    assert len(list(old.iter("{http://purl.org/syndication/history/1.0}archive"))) == 1


QUESTION = {"act_id": "kz/law/2026-01-02/1", "title": "Law 1", "in_force_on": "2026-03-05"}


@pytest.mark.parametrize("form", FORMATS)
def test_any_question_with_the_needed_columns_is_a_feed(form: str) -> None:
    rows: list[dict[str, object]] = [
        {**QUESTION, "known_on": "2026-01-03"},
        {**QUESTION, "act_id": None},
    ]
    data = answer(form, FEED, list(rows[0]), rows)
    assert b"Law 1" in data
    assert data == answer(form, FEED, list(rows[0]), rows[::-1])


def test_a_question_that_cannot_be_a_feed_says_what_it_lacks() -> None:
    with pytest.raises(MissingColumns, match="no column title"):
        answer("rss", FEED, ["act_id", "known_on"], [])
    with pytest.raises(MissingColumns, match="known_on or published_on or adopted_on"):
        answer("atom", FEED, list(QUESTION), [QUESTION])
    with pytest.raises(MissingColumns, match="effective_on or in_force_on or ends_on"):
        answer("ics", FEED, ["act_id", "title"], [])


def test_an_entry_of_a_question_keeps_its_id_when_its_date_is_corrected() -> None:
    columns = [*QUESTION, "known_on"]
    rows = [
        {**QUESTION, "known_on": "2026-01-03"},
        {**QUESTION, "known_on": "2026-01-03", "in_force_on": "2026-03-06"},
    ]
    ids = {json.loads(answer("jsonfeed", FEED, columns, [row]))["items"][0]["id"] for row in rows}
    assert len(ids) == 1


def test_the_calendar_of_an_act_leaves_out_days_on_which_nothing_starts_or_stops() -> None:
    published = {**ROW, "id": "bbb", "kind": "published", "effective_on": "2026-01-02"}
    amended = {**ROW, "id": "ccc", "kind": "amended", "effective_on": "2026-05-01"}
    told = answer("ics", FEED, list(ROW), [ROW, published, amended])
    assert [event["uid"] for event in components(told)] == ["aaa@vacatio", "ccc@vacatio"]
    alone = answer("ics", FEED, list(ROW), [published])
    assert [event["uid"] for event in components(alone)] == ["bbb@vacatio"]


def test_the_events_table_keeps_its_own_ids() -> None:
    data = json.loads(answer("jsonfeed", FEED, list(ROW), [ROW]))
    assert [item["id"] for item in data["items"]] == ["urn:vacatio:aaa"]
    assert b"UID:aaa@vacatio" in answer("ics", FEED, list(ROW), [ROW])


# -- Entries out of what was written ------------------------------------------------------------

#: Texts that look like the marks between entries.
MARKS = (
    "</entry>\n", "\n  <entry>", "</item>\n    <item>", '"items": [', "]\n}", ",\n", "</article>\n",
    "\n<article>\n", "\r\nEND:VEVENT\r\n", "\nBEGIN:VEVENT\r\n", "END:VEVENT",
)  # fmt: skip


@pytest.mark.parametrize("text", [*MARKS, *HOSTILE.values()])
@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize(
    ("form", "write"), [(ATOM_FORM, atom), (RSS, rss), ("json", json_feed), ("article", page)]
)
def test_a_written_feed_gives_back_what_was_printed_of_each_entry(
    form: str, write: Callable[[Feed, Sequence[Entry], Printed], bytes], count: int, text: str
) -> None:
    feed = replace(FEED, title=text, description=text, self_url="https://example.org/a.html")
    entries = [
        replace(ENTRY, guid=f"e{number}", title=text, summary=text, quote=text)
        for number in range(count)
    ]
    printed: Printed = {}
    written = write(feed, entries, printed)
    found = pieces(form, written)
    assert found == [printed[form, entry.guid] for entry in entries]
    known = {(form, entry.guid): one for entry, one in zip(entries, found, strict=True)}
    without = [replace(entry, title="", summary="", quote=None, link="") for entry in entries]
    assert write(feed, without, known) == written


@pytest.mark.parametrize("text", [*MARKS, *HOSTILE.values()])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_written_calendar_gives_back_what_was_printed_of_each_event(
    count: int, text: str
) -> None:
    calendar = replace(FEED, title=text, description=text)
    events = [
        replace(EVENT, uid=f"e{number}@vacatio", title=text, summary=text)
        for number in range(count)
    ]
    printed: dict[str, str] = {}
    assert pieces("event", ics(calendar, events, printed)) == [
        printed[event.uid] for event in events
    ]
