"""The site, page by page: every address answers, hostile text stays text, languages agree."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio import decisions, questions, schema, store
from vacatio_calendar.known import Fact
from vacatio_calendar.model import Language, Whose
from vacatio_datasette.asked_feeds import FORMATS, Wanted
from vacatio_datasette.metadata import SETTINGS, configuration, metadata
from vacatio_datasette.queries import queries, read
from vacatio_datasette.reading import Row, number
from vacatio_datasette.search_page import search
from vacatio_datasette.serving import PortTaken, VacatioDatasette, create, listen, pages
from vacatio_datasette.showing import read_once
from vacatio_datasette.speech import LANGUAGES, Speech, choose, speech
from vacatio_datasette.tables import tables
from vacatio_datasette.timeline import LETTER, WIDTH, draw
from vacatio_datasette.watch_page import Watch
from vacatio_feeds import Feed, answer

D = dt.date
HERE = Path(__file__).parent
ROOM = HERE.parent / "datasette" / "vacatio_datasette"

LAW = "/act/kz/law/2025-11-17/901-viii"
ORDER = "/act/kz/order/test/2025-06-30/12-nq"
RESOLUTION = "/act/kz/resolution/government/2025-12-29/1101"
UNPUBLISHED = "/act/kz/order/test/2026-01-03/1-nq"
HOSTILE = "/act/kz/order/hostile/2025-12-01/66"
PAGES = [
    "/", "/?scope=all", LAW, ORDER, RESOLUTION, UNPUBLISHED, HOSTILE, "/on/2026-01-05",
    "/on/2026-01-18", "/on/2031-02-03", "/since", "/since/2025-01-01", "/since?day=2026-01-01",
    "/search", "/search?q=12/НК", "/rules", "/glossary", "/status", "/month", "/month/2026-07",
    "/month?scope=all", "/body/test", "/calculate", "/evidence/kz/law/2025-11-17/901-viii",
    "/findings", "/findings?severity=error",
    "/watch", "/watch/records", "/watch/words", "/watch/body",
    "/subscribe", "/vacatio", "/robots.txt", "/-/health",
]  # fmt: skip


class Site:
    """A served site, asked in process and in one event loop."""

    def __init__(self, served: VacatioDatasette) -> None:
        self.served = served
        self.loop = asyncio.new_event_loop()

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: httpx.Response = self.loop.run_until_complete(
            # Datasette 1.0 has an address of its own for SQL, and leads there.
            self.served.client.get(path, headers=named, follow_redirects="?sql=" in path)
        )
        return answer


WATCHES = (
    Watch("records", "Records & <i>co</i>", acts=("kz/order/test/2025-06-30/12-nq",)),
    Watch("words", "Words", words=("пробных мерах", '"')),
    Watch("body", "The Test Ministry", bodies=("test",)),
)


def write(form: str, wanted: Wanted, columns: Sequence[str], rows: Sequence[Row], /) -> bytes:
    """Write feeds on request as the command does: by the room of the feeds."""
    return answer(form, Feed(**dataclasses.asdict(wanted)), columns, rows)


def build(folder: Path) -> tuple[Path, dt.date]:
    rows = tomllib.loads((HERE / "cases" / "site.toml").read_text(encoding="utf-8"))
    today = rows.pop("today")
    store.write(folder / "vacatio.db", rows)
    feeds = folder / "feeds"
    feeds.mkdir()
    (feeds / "changes.rss").write_bytes(b"<rss/>")
    (feeds / "in-force.ics").write_bytes(b"BEGIN:VCALENDAR\r\n")
    (folder / "secret.rss").write_bytes(b"not a feed")
    return folder / "vacatio.db", today


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    database, today = build(tmp_path_factory.mktemp("site"))
    made = Site(create(database, demo=True, today=today, writer=write, watches=WATCHES))
    with closing(made.loop):
        yield made


class Visible(HTMLParser):
    """The text of a page as a browser would show it, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


# -- every address ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_every_language(site: Site, path: str, language: Language) -> None:
    answer = site.get(path, cookie=f"vacatio_lang={language}")
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"].startswith("text/html"):
        assert f'<html lang="{language}">' in answer.text
        assert answer.headers["content-language"] == language


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_table_every_row_and_its_data_answer(site: Site, table: str) -> None:
    page = site.get(f"/vacatio/{table}")
    assert page.status_code == 200
    assert tables().tables[table].title["en"] in Visible(page.text).text
    for suffix in (".json", ".csv", "?_wide=1", "?_sort=" + next(iter(schema.TABLES[table]))):
        assert site.get(f"/vacatio/{table}{suffix}").status_code == 200
    rows = site.get(f"/vacatio/{table}.json?_shape=objects&_size=1").json()["rows"]
    assert rows, "the tests need a row in every table"
    links = re.findall(rf'"(/vacatio/{table}/[^"?]+)"', page.text)
    assert all(site.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", queries())
def test_every_question_answers(site: Site, name: str, language: Language) -> None:
    page = site.get(f"/vacatio/{name}", cookie=f"vacatio_lang={language}")
    assert page.status_code == 200
    assert queries()[name].title[language] in Visible(page.text).text
    assert site.get(f"/vacatio/{name}.json?_shape=array").json()


def test_every_link_of_the_site_leads_somewhere(site: Site) -> None:
    seen: set[str] = set()
    waiting, broken = ["/"], []
    while waiting and len(seen) < 400:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = site.get(path)
        if answer.status_code != 200 and path != "/feeds/changes.atom":  # not published here
            broken.append((answer.status_code, path))
        if answer.headers["content-type"].startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)', answer.text)
            waiting += [unescape(link) for link in links if "_facet" not in link]
    assert not broken
    assert len(seen) > 150


def test_a_question_takes_its_parameter(site: Site) -> None:
    found = site.get("/vacatio/open-findings.json?_shape=array&severity=error").json()
    assert {row["severity"] for row in found} == {"error"}
    since = "/vacatio/changes-since.json?_shape=array&since="
    assert len(site.get(since + "2025-01-01").json()) == 4
    assert len(site.get(since + "2026-01-01").json()) == 1


def test_the_next_thirty_days_are_counted_from_today_in_almaty(site: Site) -> None:
    found = site.get("/vacatio/in-force-next-30-days.json?_shape=array").json()
    days = [row["in_force_on"] for row in found]
    assert days == sorted(days)
    assert days[0] == "2026-01-05"
    assert days[-1] == "2026-01-18"
    assert "2026-07-01" not in days


def test_sql_can_be_asked(site: Site) -> None:
    answer = site.get("/vacatio?sql=select+id,+in_force_on+from+acts")
    assert answer.status_code == 200
    assert LAW in answer.text


def test_what_is_not_there_is_a_404_in_the_readers_language(site: Site) -> None:
    for path in ("/nothing", "/act/kz/law/1999-01-01/1", "/on/2026-02-30", "/vacatio/nothing"):
        answer = site.get(path, cookie="vacatio_lang=ru")
        assert answer.status_code == 404, path
        assert "Такой страницы нет" in answer.text


def test_what_is_not_there_is_json_for_programs(site: Site) -> None:
    for path in ("/nothing.json", "/vacatio/nothing.json", "/feeds/act/nothing.json"):
        answer = site.get(path)
        assert answer.status_code == 404
        assert answer.json()["ok"] is False


def test_a_wrong_question_is_a_400_in_the_sites_own_clothes(site: Site) -> None:
    answer = site.get("/vacatio?sql=delete+from+acts")
    assert answer.status_code == 400
    assert '<html lang="en">' in answer.text


def test_another_identifier_of_an_act_leads_to_it(site: Site) -> None:
    answer = site.get("/act/Z2500000901")
    assert answer.status_code == 301
    assert answer.headers["location"] == LAW


# -- what the pages say -----------------------------------------------------------------------


def test_every_page_of_a_demo_says_so(site: Site) -> None:
    for path in (*PAGES[:-2], "/vacatio/acts", "/vacatio/open-findings", "/nothing"):
        assert "DEMO." in site.get(path).text, path


def test_today_shows_what_is_late_what_applies_and_what_comes(site: Site) -> None:
    text = Visible(site.get("/").text).text
    late, now = text.index("Newly found, already in force"), text.index("Applies from today")
    assert late < now < text.index("In the next 7 days") < text.index("In 8 to 30 days")
    assert "Resolution No. 1101 of 29 December 2025" in text[late:now]
    assert "3 days late" in text[late:now]
    assert "1 contradiction" in text
    assert "Reference control bank (EKB)" in text


def test_today_hides_local_acts_and_says_how_many(site: Site) -> None:
    shown = Visible(site.get("/").text).text
    assert "1 local or individual act is not shown" in shown
    assert "31-4" not in shown
    assert "Decision No. 31-4 of 25 December 2025" in Visible(site.get("/?scope=all").text).text


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2026-01-04T22:30:00Z", "All sources are fresh."),
        ("2026-01-02T02:30:00Z", "But not every source has answered"),
        (None, "But not every source has answered"),
    ],
)
def test_a_quiet_day_says_so_and_whether_the_sources_are_fresh(
    tmp_path: Path, last: str | None, words: str
) -> None:
    never: store.Row = {
        "id": "adilet",
        "title": "Adilet",
        "required": 0,
    }  # never asked: it keeps nobody late
    sources: list[store.Row] = [{"id": "ekb", "required": 1, "last_success": last}, never]
    store.write(tmp_path / "vacatio.db", {"sources": sources})
    quiet = Site(create(tmp_path / "vacatio.db", today=dt.date(2026, 1, 5)))
    with closing(quiet.loop):
        text = Visible(quiet.get("/").text).text
    assert "A quiet day" in text
    assert words in text
    assert "DEMO" not in text


def test_an_act_shows_each_date_with_its_steps_and_its_words(site: Site) -> None:
    html = site.get(LAW).text
    text = Visible(html).text
    assert "Officially published, but its rules do not apply yet." in text
    assert "It applies from 18 January 2026." in text
    assert 'href="#how-1"' in html
    assert 'id="how-1"' in html
    for rule in ("KZ-PUB-FIRST", "KZ-CNT-FORMULA", "KZ-MOM-APPLY", "KZ-MOM-STAGED"):
        assert rule in text
    assert "<mark>вводится в действие по истечении шестидесяти календарных дней" in html
    assert "Настоящий Закон <mark>" in html
    assert "опубликования</mark>, за исключением" in html
    assert "LPA 42(3)" in text
    assert "Казахстанская правда" in text
    assert "would apply from 20 January 2026" in text
    assert "What others say" in text
    assert "О старых записях" in text
    assert "пункт 4-1" in text


def test_a_disputed_act_shows_both_days_and_the_safe_one(site: Site) -> None:
    text = Visible(site.get(ORDER).text).text
    assert "Readings differ on this day" in text
    assert "Readings give 5 January 2026 and 6 January 2026" in text
    assert text.index("safe day") < text.index("Another reading gives another day")
    assert "15 working days" in text
    assert "Law No. 901-VIII of 17 November 2025" in text  # what changes it


def test_the_state_is_told_on_any_day_that_is_asked(site: Site) -> None:
    before = Visible(site.get(f"{LAW}?on=2026-01-17").text).text
    after = Visible(site.get(f"{LAW}?on=2026-01-18").text).text
    assert "State on 17 January 2026 Officially published, but" in before
    assert "State on 18 January 2026 In force" in after
    assert "As at 5 January 2026" in after
    for nonsense in ("soon", "2026-02-30", "0001-01-01"):
        assert "State on 5 January 2026" in Visible(site.get(f"{LAW}?on={nonsense}").text).text


def test_an_act_without_a_date_says_why(site: Site) -> None:
    text = Visible(site.get(UNPUBLISHED).text).text
    assert "Signed, but not in the state register" in text
    assert "not registered by the Ministry of Justice" in text


def test_a_list_begins_with_what_people_ask_for(site: Site) -> None:
    html = site.get("/vacatio/commencements").text
    heads = re.findall(r'<th scope="col" class="col-([a-z_]+)"', html)
    assert heads[:4] == ["act_id", "in_force_on", "provisions", "certainty"]
    cells = re.findall(r'<td class="col-([a-z_]+)"', html)
    assert cells[: len(heads)] == heads
    assert "quote_before" not in heads
    assert "quote_before" in site.get("/vacatio/commencements?_wide=1").text


def test_an_act_is_named_in_its_own_table(site: Site) -> None:
    page = site.get("/vacatio/acts?lang=ru").text
    assert f'<a class="act" href="{LAW}">Закон от 17 ноября 2025 года № 901-VIII</a>' in page
    assert "kz/law/2025-11-17/901-viii" not in Visible(page).text


def test_a_date_in_a_table_leads_to_the_act(site: Site) -> None:
    html = site.get("/vacatio/commencements").text
    assert f'<a class="day" href="{LAW}#when">' in html
    assert f'<a class="act" href="{LAW}">Law No. 901-VIII of 17 November 2025</a>' in html


def test_a_day_lists_what_starts_and_what_it_changes(site: Site) -> None:
    text = Visible(site.get("/on/2026-01-18").text).text
    assert "What changes on 18 January 2026" in text
    assert "Law No. 901-VIII" in text
    assert "Order No. 12/НҚ of 30 June 2025 replaced пункт 3" in text
    ends = Visible(site.get("/on/2026-03-01").text).text
    assert "Stops applying" in ends


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Order No. 12/НҚ of 30 June 2025"),
        ("ru", "Приказ от 30 июня 2025 года № 12/НҚ"),
        ("kk", "2025 жылғы 30 маусымдағы № 12/НҚ Бұйрық"),
    ],
)
def test_an_act_is_named_as_its_language_names_it(site: Site, language: str, words: str) -> None:
    assert words in Visible(site.get(f"{ORDER}?lang={language}").text).text


def test_no_code_stands_alone_on_a_page(site: Site) -> None:
    """Values of enumerations are worded; what stays as code stands in a code element."""
    codes = re.compile(r"\b(default_rule|after_publication|enters_into_force|in_force_on|act_id)\b")
    for path in ("/", LAW, ORDER, "/since", "/vacatio/commencements", "/vacatio/open-findings"):
        html = site.get(path).text
        bare = re.sub(r"<code>.*?</code>|<pre>.*?</pre>|<[^>]*>", " ", html, flags=re.DOTALL)
        assert not codes.search(bare), path


def test_every_value_of_an_enumeration_of_the_pipeline_has_its_words() -> None:
    groups: dict[str, list[str]] = {
        "state_of": [*decisions.State, "open", "decided", "held_back", "ended"],
        "asks": [*questions.Ask],
        "verdict": [*decisions.Verdict],
        "whose": [*Whose],
        "decided": [*decisions.Kind, *Fact],
    }
    for language in LANGUAGES:
        for group, values in groups.items():
            assert set(values) <= set(speech(language).names(group)), (language, group)


@pytest.mark.parametrize(
    "path", ["/?lang=ru", "/act/kz/resolution/government/2025-12-29/1101?lang=ru",
             "/vacatio/open-findings?lang=ru", "/vacatio/findings?lang=ru"],
)  # fmt: skip
def test_a_finding_speaks_the_readers_language(site: Site, path: str) -> None:
    text = Visible(site.get(path).text).text
    assert "Похоже, год указан неверно" in text
    assert "Текст акта называет 2 января 2025 года, на год раньше дня" in text
    assert "The year looks wrong" not in text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("12/НҚ", ORDER),
        ("12/HK", ORDER),  # Latin letters that look alike
        ("приказ № 12/нк", ORDER),
        ("901-viii", LAW),
        ("901-VІІІ", LAW),  # Cyrillic І
        ("Z2500000901", LAW),
        ("пробными записями", LAW),  # other endings; the higher act first
        ("правило", ORDER),
    ],
)
def test_an_act_is_found_by_any_spelling(site: Site, query: str, first: str) -> None:
    html = site.get(f"/search?q={quote(query)}").text
    links = re.findall(r'<a class="act" href="([^"]+)"', html)
    assert links
    assert links[0] == first


@pytest.mark.parametrize(
    "query", ['"', "AND OR NOT", "a*b(c", "'; drop table acts --", "x" * 5000, "<script>", "№", "%"]
)
def test_no_search_breaks_the_page(site: Site, query: str) -> None:
    assert site.get(f"/search?q={quote(query)}").status_code == 200


def test_an_act_is_found_by_its_text_at_the_provision_that_says_so(site: Site) -> None:
    page = site.get("/search?q=изменениями дополнениям следующих")
    assert "In the text 1" in Visible(page.text).text
    assert f'<a href="{LAW}#ru-art_1">Внести <mark>изменения</mark> и дополнения в' in page.text
    assert 'id="ru-art_1"' in site.get(LAW).text


def test_texts_are_found_the_highest_act_first_however_many_there_are(tmp_path: Path) -> None:
    kinds = ["decision", "order", "law", "resolution", "code"]
    acts: list[store.Row] = [
        {
            "id": f"kz/{kind}/x/2026-01-0{day}/{day}", "jurisdiction": "kz", "type": kind,
            "number": str(day), "adopted_on": f"2026-01-0{day}", "certainty": "unknown",
            "confidence": "provisional", "demo": 0, "search": "",
        }
        for kind in kinds for day in (1, 2)
    ]  # fmt: skip
    texts: list[store.Row] = [
        {"id": f"t{place}", "act_id": act["id"], "language": "ru", "eid": "art_1", "position": 1,
         "text": "Правила учёта и Надзора"}
        for place, act in enumerate(acts)
    ]  # fmt: skip
    store.write(tmp_path / "vacatio.db", {"acts": acts, "provisions": texts})
    with closing(sqlite3.connect(tmp_path / "vacatio.db")) as connection:
        found = search(connection, "надзору", speech(Language.EN))
        stood = connection.execute("select id from acts order by rowid").fetchall()
    ordered = [act.id for act, _, _ in found.in_text]
    assert ordered == [identity for (identity,) in stood]
    assert [name.split("/")[1] for name in ordered[::2]] == [
        "code", "law", "resolution", "order", "decision"
    ]  # fmt: skip
    assert ordered[0].endswith("/2026-01-02/2")


def test_the_month_shows_days_and_leads_to_them(site: Site) -> None:
    html = site.get("/month/2026-01").text
    assert 'href="/on/2026-01-18"' in html
    assert "Law No. 901-VIII of 17 November 2025" in html
    assert "31-4" not in Visible(html).text
    assert "Decision No. 31-4" in Visible(site.get("/month/2026-01?scope=all").text).text


def test_a_body_lists_its_acts(site: Site) -> None:
    text = Visible(site.get("/body/test").text).text
    assert "2 acts in the archive" in text
    assert "Order No. 1/НҚ of 3 January 2026" in text
    assert site.get("/body/nobody").status_code == 404


def test_every_rule_has_its_place_and_says_whether_it_is_verified(site: Site) -> None:
    html = site.get("/rules").text
    assert 'id="KZ-CNT-FORMULA"' in html
    assert "to be verified" in html
    assert 'href="/rules#KZ-CNT-FORMULA"' in site.get(LAW).text


def test_the_calculator_counts_a_day_of_application(site: Site) -> None:
    asked = "rule=after_publication&value=60&unit=calendar_days&published=2025-11-18&type=law"
    text = Visible(site.get(f"/calculate?{asked}").text).text
    assert "Applies from 18 January 2026" in text
    assert "KZ-CNT-FORMULA" in text
    told = site.get(f"/calculate.json?{asked}").json()["applies"]
    assert told["on"] == "2026-01-18"
    assert told["steps"][-1]["on"] == "2026-01-18"


def test_the_calculator_counts_the_last_day_of_a_duty(site: Site) -> None:
    told = site.get("/calculate.json?term=15&term_unit=working_days&from=2026-03-17").json()
    assert told["until"]["on"] == "2026-04-10"  # Nauryz: 21 to 25 March are off
    assert told["applies"] is None


@pytest.mark.parametrize(
    "asked",
    ["published=soon&value=3", "published=2026-01-01&value=-1", "term=x&from=2026-01-01",
     "published=2026-01-01&rule=never", "term=1&from=0000-00-00"],
)  # fmt: skip
def test_the_calculator_says_what_it_cannot_read(site: Site, asked: str) -> None:
    page = site.get(f"/calculate?{asked}")
    assert page.status_code == 400
    assert "This cannot be read" in page.text
    assert site.get(f"/calculate.json?{asked}").status_code == 400


def test_the_evidence_sheet_holds_words_hashes_and_rules(site: Site) -> None:
    text = Visible(site.get("/evidence/kz/law/2025-11-17/901-viii").text).text
    for words in (
        "As at 5 January 2026",
        "SHA-256 6f0d3c5f",
        "KZ-CNT-FORMULA",
        "18 November 2025 , 02:10 UTC",
    ):
        assert words in text
    assert site.get("/evidence/nothing").status_code == 404


def test_a_corrected_date_says_what_it_was_until_when_and_why(site: Site) -> None:
    text = Visible(site.get(ORDER).text).text
    assert "Until 20 December 2025 this page showed 4 January 2026." in text
    assert "Now it shows 5 January 2026: Six months end on 4 January 2026." in text


def test_what_was_learned_is_told_in_the_readers_language(site: Site) -> None:
    text = Visible(site.get("/since/2025-01-01?lang=ru").text).text
    assert "Раньше показывали: 4 января 2026 года. Теперь: 5 января 2026 года." in text
    assert "Закон от 17 ноября 2025 года № 901-VIII" in text
    assert "Applies" not in text
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)


def test_steps_speak_the_readers_language(site: Site) -> None:
    text = Visible(site.get(f"{RESOLUTION}?lang=ru").text).text
    assert "День назван в самом тексте: 2 января 2026 года." in text


def test_an_act_describes_itself_to_machines(site: Site) -> None:
    for path in (LAW, HOSTILE):
        html = site.get(path).text
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        described = json.loads(block)
        assert described["@type"] == "Legislation"
        assert described["legislationIdentifier"] == path.removeprefix("/act/")
    assert "alert('title')" in described["name"]


def test_the_life_of_an_act_is_drawn_to_scale() -> None:
    say = speech(Language.EN)
    days = [(D(2026, 1, 1), "Signed"), (D(2026, 1, 11), "Published"), (D(2026, 1, 21), "Applies")]
    drawing = draw(days, D(2026, 1, 16), say, force=(D(2026, 1, 21), None))
    assert drawing is not None
    xs = [x for x, _ in drawing.dots]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])
    assert drawing.today == pytest.approx((xs[1] + xs[2]) / 2)
    assert [ahead for _, ahead in drawing.dots] == [False, False, True]
    assert draw(days[:1], D(2026, 1, 16), say) is None


@given(
    st.lists(st.tuples(st.dates(D(1990, 1, 1), D(2030, 1, 1)), st.text(max_size=40)), max_size=20)
)
@settings(max_examples=60, deadline=None)
def test_labels_of_the_drawing_never_overlap(days: list[tuple[dt.date, str]]) -> None:
    drawing = draw(days, D(2026, 1, 1), speech(Language.EN))
    if drawing is None:
        return
    ends: dict[int, float] = {}
    for label in drawing.labels:
        width = max(len(label.day), len(label.name)) * LETTER
        left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[
            label.anchor
        ]
        assert left >= ends.get(label.row, -1)
        assert -1 <= left <= WIDTH
        ends[label.row] = left + width
        assert 60 + label.row * 34 <= drawing.height + 20


def test_an_act_can_be_cited_in_a_sentence(site: Site) -> None:
    text = Visible(site.get(LAW).text).text
    assert "Law No. 901-VIII of 17 November 2025 applies from 18 January 2026 (counted by" in text


# -- safety -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [HOSTILE, "/", "/on/2026-01-05", "/vacatio/acts", "/vacatio/commencements?_wide=1",
     "/vacatio/findings", "/vacatio/open-findings", "/vacatio/acts?_wide=1",
     "/vacatio/acts/kz~2Forder~2Fhostile~2F2025-12-01~2F66", "/vacatio/in-force-next-30-days",
     "/act/%3Cscript%3E", "/vacatio/acts?_search=%3Cscript%3E",
     "/vacatio?sql=select+'%3Cscript%3Ealert(1)%3C/script%3E'+as+%22%3Cb%3E%22"],
)  # fmt: skip
def test_hostile_text_stays_text(site: Site, path: str) -> None:
    page = Visible(site.get(path).text)
    names = {name for name, _ in page.elements}
    assert not names & {"iframe", "object", "embed", "style", "base"}
    for name, attributes in page.elements:
        assert name != "script" or attributes == {"type": "application/ld+json"}
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
        for address in ("href", "src", "action"):
            assert not (attributes.get(address) or "").lower().startswith(("javascript:", "data:"))
        assert name != "img"
    assert "49" not in page.text or "{{ 7 * 7 }}" in page.text


def test_an_endless_title_is_cut_in_lists_and_whole_on_its_page(tmp_path: Path) -> None:
    title = "приказ " * 15_000
    act: store.Row = {
        "id": "kz/order/x/2026-01-01/1", "jurisdiction": "kz", "type": "order", "number": "1",
        "adopted_on": "2026-01-01", "title_ru": title, "in_force_on": "2026-01-05",
        "certainty": "stated", "confidence": "provisional", "demo": 0,
    }  # fmt: skip
    entry: store.Row = {
        "id": "c", "act_id": act["id"], "position": 0, "kind": "fixed_date",
        "in_force_on": "2026-01-05", "certainty": "stated", "confidence": "provisional",
        "steps": "[]",
    }  # fmt: skip
    store.write(tmp_path / "vacatio.db", {"acts": [act], "commencements": [entry]})
    endless = Site(create(tmp_path / "vacatio.db", today=dt.date(2026, 1, 5)))
    with closing(endless.loop):
        assert len(endless.get("/").text) < 12_000
        assert len(endless.get("/vacatio/acts").text) < 30_000
        assert title.strip() in Visible(endless.get("/act/kz/order/x/2026-01-01/1").text).text


def test_every_answer_is_armoured(site: Site) -> None:
    for path in ("/", "/vacatio/acts", "/vacatio/acts.json", "/nothing", "/feeds/changes.rss"):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_asks_another_host(site: Site) -> None:
    for path in (*PAGES[:-2], "/vacatio/acts", "/vacatio/changes-since"):
        for name, attributes in Visible(site.get(path).text).elements:
            if name in ("link", "script", "img", "form"):
                address = attributes.get("href") or attributes.get("src") or ""
                own = attributes.get("rel") in ("canonical", "alternate")
                assert own or not re.match(r"(https?:)?//", address), (path, address)


def test_the_address_of_an_act_is_a_link_only_if_it_is_a_web_address(site: Site) -> None:
    assert "javascript:alert" not in re.findall(r'href="([^"]*)"', site.get(HOSTILE).text)


# -- for everybody ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES[:-2], "/vacatio/acts", "/vacatio/acts?type=order",
                                  "/vacatio/changes-since", "/nothing"])  # fmt: skip
def test_a_page_can_be_used_without_eyes_or_mouse(site: Site, path: str) -> None:
    html = site.get(path).text
    elements = Visible(html).elements
    headings = [int(name[1]) for name, _ in elements if re.fullmatch(r"h[1-6]", name)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings)), headings
    labelled = {attributes.get("for") for name, attributes in elements if name == "label"}
    nested = re.findall(r"<label>.*?</label>", html, flags=re.DOTALL)
    for name, attributes in elements:
        if name in ("input", "select", "textarea") and attributes.get("type") != "hidden":
            inside = any(f'name="{attributes.get("name")}"' in label for label in nested)
            assert inside or attributes.get("aria-label") or attributes.get("id") in labelled
    ids = [attributes["id"] for _, attributes in elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert any(
        name == "main" and attributes.get("id") == "content" for name, attributes in elements
    )
    targets = {attributes.get("href") for name, attributes in elements if name == "a"}
    for target in targets:
        if target and target.startswith("#"):
            assert target[1:] in ids, target


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read(scheme: int) -> None:
    css = (ROOM / "static" / "site.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[scheme]))
    on_page = [
        (ink, ground)
        for ink in ("ink", "muted", "accent", "good", "warn", "bad", "calm")
        for ground in ("paper", "card")
    ]
    on_soft = [(name, f"{name}-soft") for name in ("good", "warn", "bad", "calm")]
    for ink, ground in [*on_page, *on_soft, ("mark-ink", "mark"), ("paper", "accent")]:
        dark, light = sorted((luminance(colours[ink]), luminance(colours[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)  # WCAG 2.2, 1.4.3


# -- asking less ------------------------------------------------------------------------------


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    first = site.get(LAW)
    again = site.get(LAW, if_none_match=first.headers["etag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    other = site.get(f"{LAW}?lang=ru", if_none_match=first.headers["etag"])
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-cache"), ("/vacatio/acts", "no-cache"),
        ("/vacatio/acts.json?_shape=array", "no-cache"),
        ("/vacatio/acts.csv", "no-cache"), ("/robots.txt", "no-cache"), ("/-/health", "no-store"),
        ("/calculate.json", "no-cache"), ("/feeds/changes.rss", "no-cache"),
        ("/-/static-plugins/vacatio/site.css?1", "public, max-age=31536000, immutable"),
    ],
)  # fmt: skip
def test_every_answer_says_how_long_it_may_be_kept(site: Site, path: str, kept: str) -> None:
    headers = site.get(path).headers
    assert headers["cache-control"] == kept
    asked_again = kept == "no-cache" and not path.endswith((".csv", ".txt"))
    if asked_again:
        assert site.get(path, if_none_match=headers["etag"]).status_code == 304


def test_a_feed_is_served_with_its_type_and_not_sent_again(site: Site) -> None:
    feed = site.get("/feeds/changes.rss")
    assert feed.status_code == 200
    assert feed.content == b"<rss/>"
    assert feed.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert site.get("/feeds/in-force.ics").headers["content-type"].startswith("text/calendar")
    for condition in (
        {"if_none_match": feed.headers["etag"]},
        {"if_none_match": f'"other", W/{feed.headers["etag"]}'},
        {"if_modified_since": feed.headers["last-modified"]},
    ):
        assert site.get("/feeds/changes.rss", **condition).status_code == 304
    changed = {"if_none_match": '"other"', "if_modified_since": feed.headers["last-modified"]}
    assert site.get("/feeds/changes.rss", **changed).status_code == 200


@pytest.mark.parametrize(
    "path", ["../secret.rss", "..%2Fsecret.rss", "%2Fetc%2Fpasswd", "nothing.rss", "changes.txt"]
)
def test_nothing_beside_the_feeds_is_served(site: Site, path: str) -> None:
    assert site.get(f"/feeds/{path}").status_code in (302, 404)


def test_the_list_of_feeds_names_each(site: Site) -> None:
    text = site.get("/subscribe").text
    assert "/feeds/changes.rss" in text
    assert "webcal://" in text


@pytest.mark.parametrize(
    ("ending", "form"),
    [("rss", "rss"), ("atom", "atom"), ("json", "jsonfeed"), ("ics", "ics")],
)
def test_an_act_has_feeds_of_its_own(site: Site, ending: str, form: str) -> None:
    feed = site.get(f"/feeds{ORDER}.{ending}")
    assert feed.status_code == 200
    assert feed.headers["content-type"] == FORMATS[form]
    assert "DEMO" in feed.text
    assert "12/НҚ" in feed.text
    again = site.get(f"/feeds{ORDER}.{ending}", if_none_match=feed.headers["etag"])
    assert again.status_code == 304
    assert site.get(f"/feeds/act/nothing.{ending}").status_code == 404


def test_the_calendar_of_an_act_holds_the_corrected_day_under_the_old_uid(site: Site) -> None:
    calendar = site.get(f"/feeds{ORDER}.ics").text
    assert "UID:e3aaaaaaaaaaaaaaaaaaaaaa@vacatio" in calendar
    assert "DTSTART;VALUE=DATE:20260105" in calendar
    assert "SEQUENCE:1" in calendar


@pytest.mark.parametrize(
    ("name", "on_it", "not_on_it"),
    [
        ("records", [ORDER, LAW], RESOLUTION),  # the act, and the one that changes it
        ("words", [RESOLUTION], ORDER),
        ("body", [ORDER, UNPUBLISHED], LAW),
    ],
)
def test_a_watch_list_holds_its_acts_and_has_feeds(
    site: Site, name: str, on_it: list[str], not_on_it: str
) -> None:
    html = site.get(f"/watch/{name}").text
    assert all(f'href="{path}"' in html for path in on_it)
    assert f'href="{not_on_it}"' not in html
    for ending in ("atom", "rss", "json", "ics"):
        assert site.get(f"/feeds/watch/{name}.{ending}").status_code == 200
    assert site.get("/watch/nothing").status_code == 404
    assert site.get("/feeds/watch/nothing.atom").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "question",
    ["/vacatio/events", "/vacatio/changes-since", "/vacatio/in-force-next-30-days",
     "/vacatio/events.FORM?kind=enters_into_force"],
)  # fmt: skip
def test_a_question_can_be_subscribed_to(site: Site, question: str, form: str) -> None:
    path = question.replace("FORM", form) if "FORM" in question else f"{question}.{form}"
    feed = site.get(path)
    assert feed.status_code == 200, feed.text
    assert feed.headers["content-type"] == FORMATS[form]
    assert path in feed.text.replace("\r\n ", "")


def test_a_question_that_cannot_be_a_feed_is_a_clear_400(site: Site) -> None:
    refused = site.get("/vacatio/holidays.rss")
    assert refused.status_code == 400
    assert "this question cannot be a feed: it has no column act_id, title" in refused.text


def test_without_a_writer_there_are_no_feeds_on_request(tmp_path: Path) -> None:
    database, today = build(tmp_path)
    silent = Site(create(database, today=today))
    with closing(silent.loop):
        assert silent.get(f"/feeds{ORDER}.atom").status_code == 404
        assert silent.get("/feeds/changes.rss").status_code == 200
        assert "/feeds/act/" not in silent.get(ORDER).text


# -- languages --------------------------------------------------------------------------------


def test_a_language_asked_for_is_remembered(site: Site) -> None:
    answer = site.get("/vacatio/acts?lang=kk&type=order")
    assert answer.status_code == 200
    assert '<html lang="kk">' in answer.text
    assert "vacatio_lang=kk" in answer.headers["set-cookie"]
    assert "set-cookie" not in site.get("/", accept_language="ru").headers


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        ("ru", "kk", "en", "ru"),
        (None, "kk", "en", "kk"),
        (None, None, "fr,kk;q=0.5", "kk"),
        ("xx", None, "de", "en"),
        ("<script>", "'\"", "", "en"),
    ],
)
def test_the_language_is_asked_remembered_accepted_or_default(
    asked: str | None, remembered: str | None, accepted: str, chosen: str
) -> None:
    assert choose(asked, remembered, accepted, Language.EN) == chosen


def test_all_languages_have_the_same_words_with_the_same_places() -> None:
    def places(say: Speech, key: str) -> set[str]:
        section, name = key.split(".", 1)
        table = say.words[section]
        assert isinstance(table, dict)
        return set(re.findall(r"\{(\w+)", str(table[name])))

    english = speech(Language.EN)
    for language in (Language.RU, Language.KK):
        other = speech(language)
        extra = {key for key in other.keys() ^ english.keys() if "months_" not in key}
        assert not extra
        for key in english.keys() & other.keys():
            assert places(english, key) == places(other, key), key


def test_templates_and_code_use_only_words_that_exist() -> None:
    known = speech(Language.EN).keys()
    sources = [*ROOM.rglob("*.html"), *ROOM.glob("*.py")]
    used = {
        key
        for path in sources
        for key in re.findall(r'say\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= known


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [("en", 1, "1 working day"), ("en", 5, "5 working days"), ("ru", 1, "1 рабочий день"),
     ("ru", 11, "11 рабочих дней"), ("ru", 22, "22 рабочих дня"), ("kk", 3, "3 жұмыс күні")],
)  # fmt: skip
def test_numbers_are_counted_as_the_language_counts(language: str, n: int, words: str) -> None:
    assert speech(Language(language))("unit.working_days", n=n) == words


@pytest.mark.parametrize(
    ("form", "words"),
    [("", "2026 жылғы 6 қаңтар"), ("since", "2026 жылғы 6 қаңтардан"),
     ("on", "2026 жылғы 6 қаңтарда"), ("of", "2026 жылғы 6 қаңтардағы"), ("brief", "6 қаңтар")],
)  # fmt: skip
def test_kazakh_days_stand_in_their_case(form: str, words: str) -> None:
    assert speech(Language.KK).day("2026-01-06", form) == words


# -- one source -------------------------------------------------------------------------------


def test_every_table_and_column_is_named_and_explained() -> None:
    assert set(tables().tables) == set(schema.TABLES)
    for table, columns in schema.TABLES.items():
        for column in columns:
            meaning = tables().column(table, column)
            assert meaning is not None, f"{table}.{column}"
            assert meaning.about
        described = tables().tables[table]
        named = {
            *described.hide,
            *described.lead,
            *described.facets,
            *described.columns,
            *described.units,
        }
        assert named <= set(columns), table
        for sort in (described.label, described.sort, described.sort_desc):
            assert sort is None or sort in columns


def test_nothing_is_described_that_no_table_has() -> None:
    real = {column for columns in schema.TABLES.values() for column in columns}
    assert set(tables().columns) <= real


def test_metadata_is_plain_and_marks_a_demo() -> None:
    assert str(metadata(demo=True)["title"]).endswith("DEMO")
    assert "DEMO" not in str(metadata(demo=False)["title"])
    assert SETTINGS["suggest_facets"] is False
    assert SETTINGS["allow_download"] is False


def test_both_lines_of_datasette_get_the_same_questions() -> None:
    (described,) = metadata(False)["databases"].values()  # type: ignore[attr-defined]
    (configured,) = configuration()["databases"].values()  # type: ignore[attr-defined]
    assert described["queries"] == configured["queries"]
    assert set(configured["queries"]) == set(queries())


def test_a_question_without_its_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lacks the comment title\.ru"):
        read("broken", "-- title.en: Something\nselect 1")


# -- serving ----------------------------------------------------------------------------------


def test_a_taken_port_is_one_clear_line() -> None:
    with closing(listen("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"cannot listen on 127\.0\.0\.1:{port} .*--port"):
            listen("127.0.0.1", port)


def test_the_pages_worth_opening_answer(site: Site) -> None:
    for _, address in pages("127.0.0.1", 8001):
        assert site.get(address.removeprefix("http://127.0.0.1:8001")).status_code == 200


def test_a_site_behind_a_prefix_links_below_it(tmp_path: Path) -> None:
    database, today = build(tmp_path)
    behind = Site(create(database, today=today, prefix="/law"))
    with closing(behind.loop):
        html = behind.get("/").text
        own = re.findall(r'(?:href|action)="(/[^"]*)"', html)
        assert own
        assert all(address.startswith("/law/") for address in own)
        table = behind.get("/vacatio/commencements").text
        assert f'href="/law{LAW}#when"' in table


@pytest.mark.parametrize(
    ("named", "prefix"),
    [("/law", "/law/"), ("/law/kz/", "/law/kz/"), ("//evil.example", "/"), ('/"><x>', "/")],
)
def test_a_proxy_may_name_the_prefix_of_each_request(site: Site, named: str, prefix: str) -> None:
    for path in ("/", LAW, "/vacatio/commencements", "/findings"):
        answer = site.get(path, x_forwarded_prefix=named)
        own = re.findall(r'(?:href|action)="(/[^"]*)"', answer.text)
        assert all(address.startswith(prefix) for address in own)
        assert not re.search(r'(?:href|action)="//', answer.text)
        assert "X-Forwarded-Prefix" in answer.headers["vary"]
    assert f'href="{LAW}' in site.get("/").text  # and the next request stands alone


def test_findings_can_be_narrowed_by_severity_and_by_kind(site: Site) -> None:
    text = Visible(site.get("/findings").text).text
    assert "The year looks wrong VAC002" in text
    assert "1 contradiction" in text
    assert "Resolution No. 1101 of 29 December 2025 О пробных мерах" in text
    errors = Visible(site.get("/findings?severity=error").text).text
    assert "VAC002" in errors
    assert "VAC999" not in errors
    assert "VAC002" not in Visible(site.get("/findings?code=VAC999").text).text
    assert "Nothing that does not agree is known." in site.get("/findings?severity=nothing").text


def test_the_evidence_sheet_tells_what_was_shown_on_a_day(site: Site) -> None:
    path = ORDER.replace("/act/", "/evidence/")
    text = Visible(site.get(path).text).text
    assert "From 5 July 2025 to 20 December 2025: 4 January 2026" in text
    assert "Since 20 December 2025: 5 January 2026" in text
    seen = {
        day: Visible(site.get(f"{path}?shown={day}").text).text
        for day in ("2025-07-01", "2025-12-19", "2025-12-20")
    }
    assert "On 1 July 2025 this archive showed no day of application." in seen["2025-07-01"]
    shows = "this archive showed that it applies from"
    assert f"On 19 December 2025 {shows} 4 January 2026" in seen["2025-12-19"]
    assert f"On 20 December 2025 {shows} 5 January 2026" in seen["2025-12-20"]


def test_the_life_of_an_act_holds_its_amendments(site: Site) -> None:
    html = site.get(ORDER).text
    dates = Visible(html[html.index('id="dates"') : html.index('id="when"')]).text
    assert dates.count("Amended") == 2  # in the picture and in the list
    assert "18 January 2026 Amended Law No. 901-VIII of 17 November 2025" in dates


def test_what_changes_an_act_is_told_change_by_change(site: Site) -> None:
    html = site.get(ORDER).text
    section = html[html.index('id="amended-by"') : html.index('id="obligations"')]
    text = Visible(section).text
    assert "The changes, one by one" in text
    assert "replaced" in text
    assert "from 18 January 2026" in text


def test_a_provision_with_a_day_of_its_own_says_so(tmp_path: Path) -> None:
    rows = tomllib.loads((HERE / "cases" / "site.toml").read_text(encoding="utf-8"))
    today = rows.pop("today")
    law = LAW.removeprefix("/act/")
    for position, eid in enumerate(("art_1__subpara_1__indent_2", "art_1__subpara_2"), start=2):
        rows["provisions"].append(
            {"id": eid, "act_id": law, "language": "ru", "position": position, "eid": eid,
             "kind": "indent", "text": f"слова {position}"}
        )  # fmt: skip
    store.write(tmp_path / "vacatio.db", rows)
    staged = Site(create(tmp_path / "vacatio.db", today=today))
    with closing(staged.loop):
        html = staged.get(LAW).text
    own = re.findall(r'<div class="provision" id="ru-([^"]+)"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert [eid for eid, words in own if "own-day" in words] == ["art_1__subpara_1__indent_2"]
    assert "Applies from 1 July 2026" in Visible(dict(own)["art_1__subpara_1__indent_2"]).text


def test_all_that_a_page_shows_is_of_one_publication(tmp_path: Path) -> None:
    database, today = build(tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("pragma journal_mode = wal")

    def read(connection: sqlite3.Connection, say: Speech, day: D) -> tuple[int, int]:
        before = number(connection, "select count(*) from commencements")
        store.replace(database, {"commencements": [], "sources": []})
        return before, number(connection, "select count(*) from commencements")

    live = Site(create(database, today=today))
    with closing(live.loop):
        assert "KZ-CNT-FORMULA" in live.get(LAW).text
        before, after = live.loop.run_until_complete(read_once(live.served, read))
        assert before == after > 0
        assert "KZ-CNT-FORMULA" not in live.get(LAW).text  # and the next page is of the next one
