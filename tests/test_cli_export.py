"""The command `export`: the acts of a period in sentences that `check` reads as they are meant."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import shutil
import sqlite3
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from vacatio.areas import areas
from vacatio.bulletins import Bulletin
from vacatio.cli import cli
from vacatio.datadir import DataDir
from vacatio.extraction import Examined, examine
from vacatio.forms import markdown, word
from vacatio.gathering import gather
from vacatio.phrasing import body, words
from vacatio.records import Record, Wanted, Why
from vacatio.sentences import told
from vacatio.tabular import COLUMNS, table
from vacatio_calendar import fold, load
from vacatio_calendar.bodies import bodies
from vacatio_calendar.model import Language, Severity
from vacatio_parser import parse_bytes, parse_text

LAW = load("kz")
#: Since then the demo's acts have a publication or a calendar date; older ones are only amended.
SINCE, UNTIL = dt.date(2023, 1, 1), dt.date(2026, 11, 29)
ALL = Wanted(SINCE, UNTIL)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    built = CliRunner().invoke(cli, ["demo", "--build-only", "--data", str(folder)])
    assert built.exit_code == 0, built.output
    return folder


@pytest.fixture(scope="module")
def records(data: Path) -> tuple[Record, ...]:
    found = gather(DataDir(data), ALL)
    assert len(found) == 23
    return found


def run(data: Path, *arguments: str) -> Result:
    given = ["export", "--since", str(SINCE), "--until", str(UNTIL), "--data", str(data)]
    return CliRunner().invoke(cli, [*given, *arguments])


def act(records: tuple[Record, ...], end: str) -> Record:
    [found] = [record for record in records if (record.act.id or "").endswith(end)]
    return found


# --- what is exported, `check` finds again ---------------------------------------------------


def dates(examined: Examined) -> dict[tuple[str | None, dt.date | None], list[dt.date]]:
    return {
        (act.number, act.date): [entry.on for entry in entries if entry.on]
        for act, entries in zip(examined.document.acts, examined.entries, strict=True)
    }


def assert_same_dates(examined: Examined, records: tuple[Record, ...]) -> None:
    grave = [each for each in examined.findings if each.severity is not Severity.INFO]
    assert grave == []
    found = dates(examined)
    for record in records:
        expected = sorted(stage.on for stage in record.stages if stage.on)
        here = found.get((record.act.number, record.act.date), [])
        assert sorted(here) == expected, record.act.id


@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize("language", Language)
def test_a_bulletin_of_all_acts_reads_back_with_the_same_dates(
    language: Language, form: str, data: Path
) -> None:
    ever = Wanted(dt.date(1990, 1, 1), UNTIL)
    records = gather(DataDir(data), ever)
    assert len(records) == 32
    bulletin = Bulletin(ever, records, language, LAW)
    written = markdown(bulletin).encode() if form == "md" else word(bulletin)
    document = parse_bytes(written)
    assert document.language is language
    assert_same_dates(examine(document, today=UNTIL), records)


@pytest.mark.parametrize("language", Language)
def test_each_act_alone_reads_back_with_its_dates(
    language: Language, records: tuple[Record, ...]
) -> None:
    for record in records:
        page = markdown(Bulletin(ALL, (record,), language, LAW))
        for text in (" ".join(told(record, language, LAW)), page):
            assert_same_dates(examine(parse_text(text), today=UNTIL), (record,))


@pytest.mark.parametrize("language", Language)
def test_check_beside_the_same_database_agrees_with_an_export(
    language: Language, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bulletin.docx"
    made = run(data, "--lang", language.value, "--format", "docx", "--output", str(file))
    assert made.exit_code == 0
    checked = CliRunner().invoke(cli, ["check", str(file), "--data", str(data), "--format", "json"])
    found = json.loads(checked.stdout)
    assert checked.exit_code == 0
    assert found["dates"]["contradict"] == 0
    assert found["dates"]["unchecked"] == []
    assert found["dates"]["agree"] >= 20


# --- the sentences ---------------------------------------------------------------------------

SENTENCES = {
    ("672-nq", "en"): [
        "Order No. 672/НҚ of the Minister of Artificial Intelligence and Digital Development of "
        "the Republic of Kazakhstan dated December 22, 2025 “О внесении изменений в приказ "
        "Министра цифрового развития, инноваций и аэрокосмической промышленности Республики "
        "Казахстан от 12 июня 2023 года № 179/НҚ ‘Об утверждении Правил осуществления "
        "собственником и (или) оператором, а также третьим лицом мер по защите персональных "
        "данных’” (registered in the Register of State Registration on December 24, 2025 under "
        "No. 37655) was officially published on December 26, 2025 and comes into effect 10 "
        "calendar days after the day of its first official publication, i.e. on January 6, 2026 "
        "(the date is provisional).",
        "It amends Order No. 179/НҚ of the Minister of Digital Development, Innovations and "
        "Aerospace Industry of the Republic of Kazakhstan dated June 12, 2023 “Об утверждении "
        "Правил осуществления собственником и (или) оператором, а также третьим лицом мер по "
        "защите персональных данных”.",
    ],
    ("255-viii", "ru"): [
        "Кодекс Республики Казахстан от 9 января 2026 года № 255-VIII «Цифровой кодекс Республики "
        "Казахстан» официально опубликован 10 января 2026 года и вводится в действие по истечении "
        "6 месяцев после дня его первого официального опубликования, то есть с 11 июля 2026 года "
        "или, при другом прочтении, с 12 июля 2026 года (дата спорная).",
        "Он признает утратившим силу Закон Республики Казахстан от 24 ноября 2015 года № 418-V "
        "«Об информатизации».",
    ],
    ("1502", "ru"): [
        "Постановление Правительства Республики Казахстан от 13 ноября 2026 года № 1502 «О "
        "предельных объемах закупа зерна на 2027 год» официально опубликовано 17 ноября 2026 года "
        "и вводится в действие с 1 января 2027 года (дата предварительная).",
    ],
    ("312", "ru"): [
        "Приказ Министра труда и социальной защиты населения Республики Казахстан от 30 октября "
        "2026 года № 312 «Об утверждении Правил ведения реестра поставщиков цифровых услуг» "
        "(зарегистрирован в Реестре государственной регистрации нормативных правовых актов 13 "
        "ноября 2026 года под № 39910) официально опубликован 18 ноября 2026 года и вводится в "
        "действие по истечении 60 календарных дней после дня его первого официального "
        "опубликования, то есть с 18 января 2027 года (дата предварительная).",
        "Пункт 3 вводится в действие с 1 января 2028 года (дата предварительная).",
    ],
    ("290", "kk"): [
        "«„Үстемеақылардың мөлшері туралы“ Қазақстан Республикасы Денсаулық сақтау министрінің "
        "2026 жылғы 14 қыркүйектегі № 121 бұйрығына өзгеріс енгізу туралы» Қазақстан Республикасы "
        "Денсаулық сақтау министрінің 2026 жылғы 20 қазандағы № 290 бұйрығы (Нормативтік құқықтық "
        "актілерді мемлекеттік тіркеу тізілімінде 2026 жылғы 9 қарашада № 39888 болып тіркелген) "
        "2026 жылғы 12 қарашада ресми жарияланды және 2026 жылғы 12 қарашадан бастап (алғашқы "
        "ресми жарияланған күні) қолданысқа енгізіледі (күні алдын ала белгіленген).",
        "Ол 2026 жылғы 1 қыркүйектен бастап туындаған қатынастарға қолданылады.",
        "Ол «Үстемеақылардың мөлшері туралы» Қазақстан Республикасы Денсаулық сақтау министрінің "
        "2026 жылғы 14 қыркүйектегі № 121 бұйрығына өзгерістер енгізеді.",
    ],
    ("312", "kk"): [
        "«Цифрлық қызметтерді жеткізушілердің тізілімін жүргізу қағидаларын бекіту туралы» "
        "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрінің 2026 жылғы 30 "
        "қазандағы № 312 бұйрығы (Нормативтік құқықтық актілерді мемлекеттік тіркеу тізілімінде "
        "2026 жылғы 13 қарашада № 39910 болып тіркелген) 2026 жылғы 18 қарашада ресми жарияланды "
        "және алғашқы ресми жарияланған күнінен кейін күнтізбелік 60 күн өткен соң, яғни 2027 "
        "жылғы 18 қаңтардан бастап қолданысқа енгізіледі (күні алдын ала белгіленген).",
        "Оның 3-тармағы 2028 жылғы 1 қаңтардан бастап қолданысқа енгізіледі (күні алдын ала "
        "белгіленген).",
    ],
    ("/193", "en"): [
        "Order No. 193 of the Minister of Finance of the Republic of Kazakhstan dated November "
        "16, 2026 “Об утверждении формы отчета о расходах” was officially published on November "
        "19, 2026; the day from which it applies is not known (not registered: the act has no "
        "legal force without state registration).",
    ],
    ("271-viii", "en"): [
        "The Law of the Republic of Kazakhstan No. 271-VIII dated March 18, 2026 “О ратификации "
        "Соглашения между Правительством Республики Казахстан и Федеральным Правительством "
        "Австрийской Республики о реадмиссии и транзите лиц с незаконным пребыванием” was "
        "officially published on March 19, 2026 and comes into effect by the general rule on "
        "March 30, 2026, as it names no day itself (the date is provisional).",
    ],
    ("305", "ru"): [
        "Приказ Министра здравоохранения Республики Казахстан от 9 ноября 2026 года № 305 «О "
        "приостановлении действия пункта 1 приказа Министра здравоохранения Республики Казахстан "
        "от 14 сентября 2026 года № 121 „О размерах доплат“» (зарегистрирован в Реестре "
        "государственной регистрации нормативных правовых актов 17 ноября 2026 года под № 39925) "
        "официально опубликован 20 ноября 2026 года и вводится в действие по истечении 10 "
        "календарных дней после дня его первого официального опубликования, то есть с 1 декабря "
        "2026 года (дата предварительная).",
        "Он приостанавливает действие положений приказа Министра здравоохранения Республики "
        "Казахстан от 14 сентября 2026 года № 121 «О размерах доплат».",
    ],
    ("77", "en"): [
        "Resolution No. 77 of the Akimat of Sayram District, Turkistan Region dated October 28, "
        "2026 “Ауыл аумағында қоғамдық кеңістікті күтіп ұстау қағидаларын бекіту туралы” "
        "(registered in the Register of State Registration on November 5, 2026 under No. 39861) "
        "was officially published on November 10, 2026 and comes into effect 10 calendar days "
        "after the day of its first official publication, i.e. on November 21, 2026 (the date is "
        "provisional).",
    ],
    ("193-vii", "ru"): [
        "Закон Республики Казахстан от 6 февраля 2023 года № 193-VII «О цифровых активах в "
        "Республике Казахстан» вводится в действие с 1 апреля 2023 года (дата предварительная); "
        "сведений об официальном опубликовании нет.",
    ],
}


@pytest.mark.parametrize(("name", "language"), SENTENCES)
def test_an_act_is_told_in_one_correct_sentence(
    name: str, language: str, records: tuple[Record, ...]
) -> None:
    assert told(act(records, name), Language(language), LAW) == SENTENCES[name, language]


#: What a sentence says of a day by decision: never "i.e.", for it follows from no term.
DECIDED = {
    Language.EN: "comes into effect on December 31, 2026 (the date is decided by a reviewer).",
    Language.RU: "вводится в действие с 31 декабря 2026 года (дата установлена проверяющим).",
    Language.KK: "2026 жылғы 31 желтоқсаннан бастап қолданысқа енгізіледі (күнін тексеруші "
    "бекіткен).",
}


@pytest.mark.parametrize("language", Language)
def test_a_day_by_decision_is_no_result_of_the_term(
    language: Language, records: tuple[Record, ...]
) -> None:
    record = act(records, "1480")
    stage = dataclasses.replace(
        record.stages[0], on=dt.date(2026, 12, 31), certainty="reviewed", confidence="confirmed"
    )
    record = dataclasses.replace(record, stages=(stage,))
    assert told(record, language, LAW)[0].endswith(DECIDED[language])
    assert_same_dates(examine(parse_text(told(record, language, LAW)[0]), today=UNTIL), (record,))


@pytest.mark.parametrize("language", [Language.RU, Language.KK])
def test_every_body_of_the_country_has_a_genitive(language: Language) -> None:
    heads = set(words(Language.RU)["genitive"])
    for each in bodies(LAW):
        if each.names:
            said = body(each.slug, None, language, LAW, each.since) or ""
            if language is Language.KK:
                assert said.endswith(("ның", "нің", "дың", "дің", "тың", "тің")), said
            else:
                assert said.split()[0] not in heads - {"Бюро"}, said


def test_the_languages_say_the_same_things() -> None:
    english, russian, kazakh = (words(each) for each in (Language.EN, Language.RU, Language.KK))
    assert set(english["page"]) == set(russian["page"]) == set(kazakh["page"])
    assert set(english["types"]) == set(russian["types"]) == set(kazakh["types"])
    one = {f"{row}_one" for row in english["says"]}
    assert set(russian["says"]) - one == set(english["says"]) == set(kazakh["says"]) - one
    assert set(english["provisions"]) == set(russian["provisions"]) == set(kazakh["provisions"])


# --- the forms -------------------------------------------------------------------------------


def test_markdown_names_period_groups_words_and_findings(data: Path) -> None:
    text = run(data, "--lang", "en").stdout
    lines = text.splitlines()
    assert lines[0] == "# Acts of January 1, 2023 to November 29, 2026"
    assert "DEMO: these data are invented." in lines
    assert "## Published in this period" in lines
    assert "## Adopted in this period, publication not known" in lines
    assert "Findings: VAC008 The act does not say when it applies" in lines
    assert "In the words of the act: “… вводится в действие с 1 января 2027 года”" in lines


def test_a_word_document_opens_with_its_headings(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "bulletin.docx"
    result = run(data, "--format", "docx", "--lang", "ru", "--output", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    paper = docx.Document(str(file))
    styles = {each.style.name: each.text for each in reversed(paper.paragraphs) if each.style}
    assert styles["Heading 1"] == "Акты за период с 1 января 2023 года по 29 ноября 2026 года"
    assert styles["Heading 2"] == "Опубликованы в этот период"
    assert any("№ 672/НҚ" in each.text for each in paper.paragraphs)


def test_csv_has_a_row_an_act_and_a_mark_for_spreadsheets(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "bulletin.csv"
    assert run(data, "--format", "csv", "--output", str(file)).exit_code == 0
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 23
    [row] = [row for row in rows if row["id"].endswith("672-nq")]
    assert (row["published_on"], row["in_force_on"]) == ("2025-12-26", "2026-01-06")
    assert row["changes"] == "amends kz/order/mdai/2023-06-12/179-nq"
    assert run(data, "--format", "csv").stdout_bytes == written.removeprefix(b"\xef\xbb\xbf")


def test_json_has_its_documented_shape(data: Path) -> None:
    found = json.loads(run(data, "--format", "json", "--lang", "kk").stdout)
    assert {key: found[key] for key in found if key != "acts"} == {
        "schema": "vacatio.export/1",
        "language": "kk",
        "since": "2023-01-01",
        "until": "2026-11-29",
        "demo": True,
    }
    [code] = [one for one in found["acts"] if one["number"] == "255-VIII"]
    assert code["commencements"][0]["on"] == "2026-07-11"
    assert code["commencements"][0]["alternatives"] == ["2026-07-12"]
    assert code["changes"][0]["kind"] == "repeals"
    assert code["why"] == "published"
    assert len(code["sentences"]) == 2


HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script> **x** [y](javascript:z)\x00\x1b[2J\u202e"


@pytest.fixture
def hostile(records: tuple[Record, ...]) -> Bulletin:
    record = act(records, "672-nq")
    cited = dataclasses.replace(record.act, titles={Language.RU: HOSTILE}, issuer=HOSTILE)
    record = dataclasses.replace(record, act=cited, url="javascript:alert(1)")
    return Bulletin(ALL, (record,), Language.EN, LAW)


def test_text_from_outside_is_no_markup(hostile: Bulletin) -> None:
    text = markdown(hostile)
    assert "\\<script\\>" in text
    assert "\\*\\*x\\*\\* \\[y\\](" in text
    assert "<javascript" not in text
    assert not {"\x00", "\x1b", "\u202e"} & set(text)


def test_text_from_outside_is_no_formula(hostile: Bulletin) -> None:
    [_, row] = csv.reader(io.StringIO(table(hostile)))
    assert row[COLUMNS.index("title")].startswith("'=cmd")
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_text_that_no_document_may_hold_is_left_out_of_one(hostile: Bulletin) -> None:
    paper = docx.Document(io.BytesIO(word(hostile)))
    assert any("alert(1)" in each.text for each in paper.paragraphs)


# --- which acts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "words_"),
    [("md", "Nothing was published"), ("csv", ",".join(COLUMNS)), ("json", '"acts": []')],
)
def test_an_empty_period_says_so_and_is_no_error(form: str, words_: str, data: Path) -> None:
    given = ["export", "--since", "2022-02-01", "--until", "2022-02-03", "--data", str(data)]
    result = CliRunner().invoke(cli, [*given, "--format", form])
    assert result.exit_code == 0
    assert words_ in result.stdout
    assert form == "csv" or "demo" in result.stdout.lower()


def numbers(data: Path, *arguments: str) -> set[str]:
    found = json.loads(run(data, "--format", "json", *arguments).stdout)
    return {one["number"] for one in found["acts"]}


def test_acts_are_chosen_by_type_body_and_area(data: Path) -> None:
    assert numbers(data, "--type", "code") == {"255-VIII"}
    assert numbers(data, "--body", "labour") == {"312"}
    assert numbers(data, "--type", "order", "--body", "maidr") == {"672/НҚ"}
    assert {"230-VIII", "672/НҚ", "255-VIII"} <= numbers(data, "--area", "digital")
    assert numbers(data, "--area", "agriculture") == {"1502"}


def test_acts_are_chosen_by_a_watch_list(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "vacatio.toml"
    config.write_text('[watch.pay]\ntitle = "Pay"\nwords = ["размерах доплат"]\n')
    assert numbers(data, "--config", str(config), "--watch", "pay") == {"121", "290", "305"}


@pytest.mark.parametrize(
    ("arguments", "words_"),
    [
        (["--area", "astrology"], "there is no area 'astrology': there are digital, tax"),
        (["--body", "nobody"], "there is no body 'nobody': there are"),
        (["--watch", "none"], "there is no watch list 'none'"),
        (["--until", "2022-01-01"], "2022-01-01 is before --since 2023-01-01"),
    ],
)
def test_a_choice_that_is_none_is_one_error(arguments: list[str], words_: str, data: Path) -> None:
    given = ["export", "--since", str(SINCE), "--data", str(data), *arguments]
    result = CliRunner().invoke(cli, given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words_ in result.stderr


def test_nothing_published_yet_is_one_error(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing is published" in result.stderr


def test_an_area_has_its_example_and_not_its_near_miss() -> None:
    def fits(title: str, phrases: tuple[str, ...]) -> bool:
        have = set(fold.words(title))
        return any(set(fold.words(phrase)) <= have for phrase in phrases)

    for area in areas():
        assert fits(area.example, area.words), area.name
        assert not fits(area.near_miss, area.words), area.name


@pytest.fixture
def later(data: Path, tmp_path: Path) -> DataDir:
    """The same data, as if one old act had been found a week after the archive began."""
    shutil.copy(data / "vacatio.db", tmp_path / "vacatio.db")
    with sqlite3.connect(tmp_path / "vacatio.db") as connection:
        connection.execute("update events set known_on = '2026-11-01'")
        connection.execute(
            "update events set known_on = '2026-11-08' where act_id like '%/2024-07-08/88'"
        )
    connection.close()
    return DataDir(tmp_path)


def test_an_older_act_that_was_found_in_the_period_is_newly_known(later: DataDir) -> None:
    found = gather(later, Wanted(dt.date(2026, 11, 5), dt.date(2026, 11, 9)))
    assert [(record.why, record.act.number) for record in found] == [(Why.KNOWN, "88")]


def test_what_the_archive_held_on_its_first_day_is_not_newly_known(later: DataDir) -> None:
    found = gather(later, Wanted(dt.date(2026, 10, 30), dt.date(2026, 11, 2)))
    assert found == ()


# -- the feed of chosen acts ------------------------------------------------------------------

CHOSEN = "kz/order/health/2026-10-20/290"


def chosen(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["export", "--data", str(data), *arguments])


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("rss", '<rss xmlns:atom="http://www.w3.org/2005/Atom"'),
        ("atom", '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru">'),
        ("json", '"version": "https://jsonfeed.org/version/1.1"'),
        ("ics", "BEGIN:VCALENDAR"),
    ],
)
def test_the_feed_of_an_act_is_written_in_each_format(
    data: Path, tmp_path: Path, form: str, mark: str
) -> None:
    file = tmp_path / "feed"
    done = chosen(data, "--act", CHOSEN, "--format", form, "--lang", "ru", "--output", str(file))
    assert done.exit_code == 0, done.output
    written = file.read_bytes().decode()
    assert mark in written
    said = "вводится в действие с 12 ноября 2026 года"
    assert said in written.replace("\r\n ", "")
    printed = chosen(data, "--act", CHOSEN, "--format", form, "--lang", "ru")
    assert printed.stdout_bytes.decode() == written


def test_several_acts_share_one_calendar(data: Path) -> None:
    both = chosen(data, "--act", CHOSEN, "--act", "kz/law/2025-11-17/230-viii", "--format", "ics")
    alone = chosen(data, "--act", CHOSEN, "--format", "ics")
    assert both.output.count("BEGIN:VEVENT") > alone.output.count("BEGIN:VEVENT") > 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "give the first day by --since, or acts by --act"),
        (("--act", CHOSEN, "--since", "2026-01-01"), "--act chooses the acts itself"),
        (("--act", CHOSEN, "--format", "docx"), "--act writes --format rss, atom, json or ics"),
        (("--since", "2026-01-01", "--format", "ics"), "--format ics is of chosen acts"),
        (("--act", "kz/x"), "no act 'kz/x' is published"),
    ],
)
def test_what_cannot_be_written_says_why(data: Path, given: tuple[str, ...], words: str) -> None:
    done = chosen(data, *given)
    assert done.exit_code != 0
    assert words in done.output
