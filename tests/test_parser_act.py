"""Whole acts: requisites, own commencement, silence, targets, and what is not theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio_calendar.model import Act, ActType, DocumentKind, Language, RuleKind, Unit
from vacatio_parser import parse_text

RESOLUTION = """О ведении реестра садов

В соответствии с пунктом 2 статьи 5 Закона Республики Казахстан от 5 мая 2020 года № 321-VI \
«О садах» Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:
1. Внести в постановление Правительства Республики Казахстан от 2 марта 2019 года № 77 \
«Об утверждении Правил» следующее изменение:
пункт 4 изложить в следующей редакции:
«4. Настоящее постановление вводится в действие с 1 января 2030 года.»;
2. Признать утратившим силу постановление Правительства Республики Казахстан от 3 марта \
2018 года № 78 «О садах».
3. {clause}
Премьер-Министр Республики Казахстан
И. Примеров
Приложение
к постановлению Правительства
Республики Казахстан
от 4 апреля 2024 года № 250

1. Настоящее постановление вводится в действие с 1 января 2031 года.
"""
CLAUSE = (
    "Настоящее постановление вводится в действие по истечении десяти календарных дней после дня "
    "его первого официального опубликования."
)
DUTY = "Министерству разместить настоящее постановление на сайте в течение пяти рабочих дней."


def act(text: str, language: Language | None = None) -> Act:
    return parse_text(text, language=language).acts[0]


def rules(of: Act) -> list[tuple[RuleKind, int | None, Unit | None]]:
    return [(c.rule.kind, c.rule.value, c.rule.unit) for c in of.commencements]


def test_an_act_s_own_clause_is_read_and_no_other() -> None:
    document = parse_text(RESOLUTION.format(clause=CLAUSE))
    assert document.kind is DocumentKind.ACT
    assert rules(document.acts[0]) == [(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)]


@pytest.mark.parametrize(
    ("language", "changes", "own"),
    [
        (
            Language.RU,
            "пункт 4 изложить в следующей редакции: «4. Настоящее постановление вводится в "
            "действие с 1 января 2030 года.»;",
            CLAUSE,
        ),
        (
            Language.KK,
            "4-тармақ мынадай редакцияда жазылсын: «4. Осы қаулы 2030 жылғы 1 қаңтардан бастап "
            "қолданысқа енгізіледі.»;",
            "Осы қаулы алғашқы ресми жарияланған күнінен кейін күнтізбелік он күн өткен соң "
            "қолданысқа енгізіледі.",
        ),
    ],
)
def test_a_wording_quoted_on_the_line_of_its_instruction_is_not_the_act_s_own(
    language: Language, changes: str, own: str
) -> None:
    heads = {
        Language.RU: "Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:",
        Language.KK: "Қазақстан Республикасының Үкіметі ҚАУЛЫ ЕТЕДІ:",
    }
    text = f"{heads[language]}\n1. {changes}\n2. {own}\n"
    assert rules(act(text, language)) == [(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)]


def test_silence_of_a_whole_act_is_the_default() -> None:
    silent = act(RESOLUTION.format(clause=DUTY))
    assert rules(silent) == [(RuleKind.DEFAULT, None, None)]


@pytest.mark.parametrize(
    "cut",
    ["О ведении реестра садов", "Премьер-Министр Республики Казахстан\nИ. Примеров"],
    ids=["no title", "no signature"],
)
def test_silence_of_a_part_says_nothing(cut: str) -> None:
    text = RESOLUTION.format(clause=DUTY).split("Приложение")[0].replace(cut, "")
    assert rules(act(text)) == []


def test_words_that_could_not_be_read_are_kept_and_are_no_silence() -> None:
    document = parse_text(
        RESOLUTION.format(
            clause="Настоящее постановление вводится в действие по истечении календарных дней "
            "после дня его первого официального опубликования."
        )
    )
    assert [c.rule.kind for c in document.acts[0].commencements] == [RuleKind.NONE]
    assert "вводится в действие" in document.unread[0].text


def test_requisites_are_taken_from_the_header_of_the_annex_where_the_act_has_none() -> None:
    read = act(RESOLUTION.format(clause=CLAUSE))
    assert (read.type, read.number, read.date) == (
        ActType.RESOLUTION,
        "250",
        dt.date(2024, 4, 4),
    )
    assert read.title == "О ведении реестра садов"


def test_targets_are_told_from_what_is_only_leant_on() -> None:
    document = parse_text(RESOLUTION.format(clause=CLAUSE))
    read = document.acts[0]
    assert [ref.number for ref in read.amends] == ["77"]
    assert [ref.number for ref in read.repeals] == ["78"]
    assert [ref.number for ref in document.mentions] == ["321-VI", "250"][:1]
    assert [(m.target, m.by) for m in read.modifications] == [("пункт 4", "пункт 1")]


def test_a_duty_with_a_term_is_an_obligation_and_no_commencement() -> None:
    read = act(RESOLUTION.format(clause=DUTY))
    assert [(duty.value, duty.unit) for duty in read.obligations] == [(5, Unit.WORKING_DAYS)]


def test_a_staged_clause_over_many_lines_is_one_clause() -> None:
    read = act(
        "О садах\nПравительство Республики Казахстан ПОСТАНОВЛЯЕТ:\n1. Утвердить.\n"
        "2. Настоящее постановление вводится в действие с 1 сентября 2026 года, за исключением:\n"
        "пункта 2 приложения 1, который вводится в действие с 1 января 2027 года;\n"
        "пункта 3, который вводится в действие с 1 июля 2027 года.\nПремьер-Министр"
    )
    assert [str(c.rule.date) for c in read.commencements] == [
        "2026-09-01",
        "2027-01-01",
        "2027-07-01",
    ]
    assert read.commencements[0].provisions is None
    assert read.commencements[2].provisions == "пункта 3"


@pytest.mark.parametrize(
    "text",
    [
        "Настоящий Закон вводится в действие с 1 января 2027 года, за исключением:\n"
        "1) статьи 4, которая вводится в действие с 1 июля 2027 года;\n"
        "2) статьи 5, которая вводится в действие с 1 июля 2028 года.",
        "Осы Заң:\n"
        "1) 2027 жылғы 1 шілдеден бастап қолданысқа енгізілетін 4-бапты;\n"
        "2) 2028 жылғы 1 шілдеден бастап қолданысқа енгізілетін 5-бапты қоспағанда, "
        "2027 жылғы 1 қаңтардан бастап қолданысқа енгізіледі.",
    ],
)
def test_the_opening_of_a_numbered_list_is_part_of_the_clause(text: str) -> None:
    days = [clause.rule.date for clause in act(text).commencements]
    assert days == [dt.date(2027, 1, 1), dt.date(2027, 7, 1), dt.date(2028, 7, 1)]


def test_a_law_speaks_in_its_last_article() -> None:
    read = act(
        "Закон Республики Казахстан от 5 мая 2020 года № 321-VI\nО садах\nСтатья 1. Сад\n"
        "1. Сад не может быть введен в действие до истечения десятидневного срока.\n"
        "Статья 2. Порядок введения в действие настоящего Закона\n"
        "Настоящий Закон вводится в действие с 1 июля 2020 года.\n"
        "Президент Республики Казахстан"
    )
    assert (read.type, read.number, read.title) == (ActType.LAW, "321-VI", "О садах")
    assert [str(c.rule.date) for c in read.commencements] == ["2020-07-01"]
    assert [p.eid for p in read.provisions][:2] == ["art_1", "art_1__para_1"]


def test_a_kazakh_order_is_read_whole() -> None:
    document = parse_text(
        "Бақтар тіркелімін жүргізу туралы\n«Бақтар туралы» Қазақстан Республикасының Заңы "
        "5-бабының 2-тармағына сәйкес БҰЙЫРАМЫН:\n1. Қоса беріліп отырған қағидалар "
        "бекітілсін.\n2. Осы бұйрық алғашқы ресми жарияланған күнінен кейін күнтізбелік он күн "
        "өткен соң қолданысқа енгізіледі.\nҚазақстан Республикасының Қаржы министрі\nИ. Мысалов"
    )
    (read,) = document.acts
    assert (document.language, document.kind) == (Language.KK, DocumentKind.ACT)
    assert (read.type, read.title) == (ActType.ORDER, "Бақтар тіркелімін жүргізу туралы")
    assert rules(read) == [(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS)]


def test_an_english_order_with_bare_requisites_is_read() -> None:
    read = act(
        "of February 16, 2024 No. 59-НҚ\nOn approval of the Rules of keeping gardens\n"
        "1. To approve the Rules.\n2. This order becomes effective after ten calendar days after "
        "day of its first official publication.\nMinister of Culture"
    )
    assert (read.type, read.number, read.date) == (ActType.ORDER, "59-НҚ", dt.date(2024, 2, 16))
    assert read.title == "On approval of the Rules of keeping gardens"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RESOLUTION.format(clause=CLAUSE), DocumentKind.ACT),
        (CLAUSE, DocumentKind.FRAGMENT),
        ("4. " + CLAUSE, DocumentKind.FRAGMENT),
        ("Закон Республики Казахстан от 8 декабря 2001 года N 266", DocumentKind.FRAGMENT),
        ("пункт 5 исключить;", DocumentKind.FRAGMENT),
        ("Сноска. Статья 3 исключена Законом РК от 01.02.2020 № 5-VI.", DocumentKind.FRAGMENT),
        ("2-тармақ мынадай редакцияда жазылсын:", DocumentKind.FRAGMENT),
        (
            "Приказ Министра юстиции от 5 мая 2024 года № 8 вносит изменения в приказ от 1 июня "
            "2020 года № 7. Приказ вступает в силу 20 мая 2024 года.",
            DocumentKind.BULLETIN,
        ),
        ("Order No. 8 of the Minister dated May 5, 2024 sets a fee.", DocumentKind.BULLETIN),
        (
            "Law of the Republic of Kazakhstan No. 71-VIII dated February 12, 2024 “On Heat”\n"
            "The Law was published on February 14, 2024.",
            DocumentKind.BULLETIN,
        ),
        (
            "Приказ Министра финансов от 5 мая 2024 года № 301\nПриказ вводится в действие с "
            "1 июля 2024 года.",
            DocumentKind.BULLETIN,
        ),
        (
            "1. Law No. 7-VIII dated February 12, 2024 “On Heat”\nIt comes into force on April 15, "
            "2024.\n2. Order No. 5 of the Minister dated March 1, 2024\nThe Order amends Order "
            "No. 6 dated March 2, 2020.",
            DocumentKind.BULLETIN,
        ),
    ],
)
def test_an_act_a_piece_of_one_and_a_report_are_told_apart(text: str, kind: DocumentKind) -> None:
    assert parse_text(text).kind is kind


def test_a_footnote_alone_tells_of_the_act_it_names() -> None:
    document = parse_text(
        "Сноска. Преамбула исключена Законом РК от 08.07.2024 № 116-VIII (вводится в действие по "
        "истечении шестидесяти календарных дней после дня его первого официального опубликования)."
    )
    first = document.acts[0]
    assert (first.number, rules(first)) == (
        "116-VIII",
        [(RuleKind.AFTER_PUBLICATION, 60, Unit.CALENDAR_DAYS)],
    )


def test_a_consolidated_act_that_lost_force_says_by_what() -> None:
    read = act(
        "Закон Республики Казахстан от 5 декабря 2023 года № 42-VIII ЗРК. Утратил силу Законом "
        "Республики Казахстан от 4 декабря 2024 года № 140-VIII (вводится в действие с 1 января "
        "2025 года)"
    )
    assert read.repealed_by is not None
    assert (read.number, read.repealed_by.by.number) == ("42-VIII", "140-VIII")
    assert read.commencements == ()


@pytest.mark.parametrize(
    "text",
    [
        "О ратификации Соглашения о торговле садовыми растениями\n\nРатифицировать Соглашение о "
        "торговле садовыми растениями, совершенное в Алматы 3 марта 2025 года.\nПрезидент\n"
        "Республики Казахстан\nИ. Примеров",
        "Бақ өсімдіктерінің саудасы туралы келісімді ратификациялау туралы\n\n2025 жылғы 3 "
        "наурызда Алматыда жасалған келісім ратификациялансын.\n"
        "Қазақстан Республикасының Президенті\nИ. Мысалов",
    ],
)
def test_a_law_that_ratifies_and_says_no_more_is_silent_on_its_commencement(text: str) -> None:
    document = parse_text(text)
    assert document.kind is DocumentKind.ACT
    (clause,) = document.acts[0].commencements
    assert (clause.rule.kind, clause.note) == (RuleKind.DEFAULT, "no_clause")
    assert document.acts[0].number is None
