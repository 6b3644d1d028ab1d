"""Commencement clauses in three languages: tables of what is read, and what must always hold."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import (
    Commencement,
    Duration,
    Language,
    Moment,
    Rule,
    RuleKind,
    Span,
    Unit,
)
from vacatio_parser.clauses import read_commencements, read_openings, read_rule
from vacatio_parser.endings import read_endings
from vacatio_parser.lexicon import load
from vacatio_parser.obligations import read_obligations
from vacatio_parser.publications import read_publications
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import tokenise

CASES = Path(__file__).parent / "cases"


def _told(rule: Rule) -> str:
    parts: list[str] = [rule.kind.value]
    if rule.value is not None and rule.unit is not None:
        parts.append(f"{rule.value} {rule.unit.value}")
    if rule.date is not None:
        parts.append(rule.date.isoformat())
    return " ".join(parts)


def tell(found: Commencement) -> str:
    """Put a commencement into the notation of the case tables."""
    said = _told(found.rule)
    if found.provisions is not None:
        said = f"{found.provisions} :: {said}"
    stated, lasts, digits = found.stated, found.duration, found.digits_and_words
    extras: dict[str, object] = {
        "force": _told(found.force_rule) if found.force_rule else None,
        "moment": None if found.moment is Moment.APPLY else found.moment.value,
        "stated": stated
        and (stated.date or f"{stated.year or '?'}-{stated.month or '?'}-{stated.day or '?'}"),
        "from": found.applies_from,
        "until": found.ends_on,
        "lasts": lasts and f"{lasts.value} {lasts.unit.value}",
        "event": found.rule.event,
        "floor": found.rule.not_before,
        "day": None if found.rule.names_day else "open",
        "digits": digits and f"{digits[0]}/{digits[1]}",
        "note": found.note,
    }
    return said + "".join(f" | {name}={value}" for name, value in extras.items() if value)


def _table(language: str) -> list[tuple[str, str, list[str]]]:
    rows = tomllib.loads((CASES / f"clauses_{language}.toml").read_text("utf-8"))["case"]
    return [(language, row["text"], row["says"]) for row in rows]


@pytest.mark.parametrize(
    ("language", "text", "says"), [*_table("ru"), *_table("kk"), *_table("en")]
)
def test_a_clause_says_what_the_table_says(language: str, text: str, says: list[str]) -> None:
    source = SourceText.of(text)
    found = read_commencements(source, Language(language))
    assert [tell(commencement) for commencement in found] == says
    for commencement in found:
        assert commencement.span is not None
        assert text[commencement.span.start : commencement.span.end] == commencement.span.text


def test_the_tables_hold_three_hundred_clauses() -> None:
    assert sum(len(_table(language.value)) for language in Language) >= 300


@pytest.mark.parametrize("language", list(Language))
def test_each_row_of_the_lexicon_reads_its_example_and_not_its_near_miss(
    language: Language,
) -> None:
    def symbols(text: str) -> set[str]:
        source = SourceText.of(text)
        return {token.sym.value for token in tokenise(source, language, 0, len(source.folded))}

    for row in load(language).wordings:
        assert row.means in symbols(row.example), row.example
        assert row.near_miss is not None, row.words
        assert row.means not in symbols(row.near_miss), row.near_miss


@pytest.mark.parametrize("language", list(Language))
def test_no_phrase_of_a_lexicon_means_two_things(language: Language) -> None:
    meanings: dict[str, str] = {}
    for row in load(language).wordings:
        for phrase in row.words:
            assert not {"(", ")"} & set(phrase), phrase
            assert meanings.setdefault(phrase, row.means) == row.means, phrase


@pytest.mark.parametrize(
    ("language", "bracket", "said"),
    [
        ("ru", "(вводится в действие с 01.07.2021)", "fixed_date 2021-07-01"),
        ("ru", "(вводятся в действие с 1 января 2015 г.)", "fixed_date 2015-01-01"),
        ("ru", "(порядок введения в действие см. ст. 2)", "none"),
        ("ru", "(порядок введения в действие см. статью 3)", "none"),
        ("ru", "(вводится в действие со дня его официального опубликования)", "from_publication"),
        (
            "ru",
            "(вводится в действие по истечении трех месяцев после его первого официального "
            "опубликования)",
            "after_publication 3 months",
        ),
        (
            "ru",
            "(вводится в действие по истечении двадцати одного календарного дня после дня его "
            "первого официального опубликования)",
            "after_publication 21 calendar_days",
        ),
        ("ru", "(введены в действие с 7 марта 2023 года)", "fixed_date 2023-03-07"),
        ("ru", "(вводится в действие с 01.07.206)", "fixed_date"),
        ("ru", "(зарегистрирован в Реестре за № 14624)", None),
        ("kk", "(01.07.2026 бастап қолданысқа енгізіледі)", "fixed_date 2026-07-01"),
        ("kk", "(қолданысқа енгізілу тәртібін 3-баптан қараңыз)", "none"),
        (
            "kk",
            "(алғашқы ресми жарияланған күнінен кейін күнтізбелік он күн өткен соң қолданысқа "
            "енгізіледі)",
            "after_publication 10 calendar_days",
        ),
        (
            "kk",
            "(алғашқы ресми жарияланған күнінен бастап қолданысқа енгізіледі)",
            "from_publication",
        ),
        ("kk", "(2021 ж. 16 қаңтардан қолданысқа енгізілді)", "fixed_date 2021-01-16"),
        ("kk", "(№ 9947 болып тіркелген)", None),
        ("en", "(shall come into effect from 01.07.2021)", "fixed_date 2021-07-01"),
        (
            "en",
            "(shall be enforced upon expiry of ten calendar days after its first official "
            "publication)",
            "after_publication 10 calendar_days",
        ),
        (
            "en",
            "(effective after ten calendar days after the date of its first official publication)",
            "after_publication 10 calendar_days",
        ),
        ("en", "(see Article 2 for the enactment procedure)", "none"),
        ("en", "(registered under No. 17441)", None),
    ],
)
def test_the_bracket_of_a_footnote_is_a_rule(language: str, bracket: str, said: str | None) -> None:
    text = SourceText.of(bracket)
    rule = read_rule(text, Language(language), 0, len(text.folded))
    assert (rule and _told(rule)) == said


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        (
            "ru",
            "Признать утратившим силу Закон Республики Казахстан от 5 мая 2001 года «О связи» со "
            "дня введения в действие настоящего Закона, за исключением:\n\n1) статей 3 и 4, "
            "которые признаются утратившими силу с 1 июля 2026 года.",
            [
                "with_other_act | event=настоящего Закона",
                "статей 3 и 4 :: fixed_date 2026-07-01",
            ],
        ),
        (
            "ru",
            "Приостановить с 1 января 2026 года до 1 января 2028 года действие статьи 5 Закона.",
            ["fixed_date 2026-01-01 | until=2028-01-01"],
        ),
        (
            "ru",
            "Приостановить до 1 января 2028 года действие статьи 5 Закона.",
            ["none | until=2028-01-01"],
        ),
        (
            "kk",
            "2017 жылғы 1 қаңтардан бастап 2020 жылғы 1 қаңтарға дейін Кодекстің 178-бабының "
            "қолданысы тоқтатыла тұрсын.",
            ["fixed_date 2017-01-01 | until=2020-01-01"],
        ),
        ("ru", "Признать утратившим силу приказ от 5 мая 2001 года № 12.", []),
    ],
)
def test_repeals_and_suspensions_give_their_term(language: str, text: str, says: list[str]) -> None:
    found = read_endings(SourceText.of(text), Language(language))
    assert [tell(commencement) for commencement in found] == says


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("en", "The Law was published on November 18, 2025.", ["2025-11-18"]),
        ("en", "On November 18, 2025 the Law was officially published.", ["2025-11-18"]),
        (
            "en",
            "It enters into force 60 calendar days after its first official publication, which "
            "took place on November 18, 2025, i.e., on January 18, 2026.",
            ["2025-11-18"],
        ),
        (
            "en",
            "ten calendar days after its first official publication on December 26, 2025",
            ["2025-12-26"],
        ),
        ("en", "Date of publication: 10.01.2024 01:19\nThe Committee reports.", []),
        ("en", "Registered under No. 16949\nDate of publication: 06.06.2018", ["2018-06-06"]),
        ("en", "The draft was published on November 18, 2025.", []),
        (
            "ru",
            "Приказ опубликован в Эталонном контрольном банке 26 декабря 2025 года.",
            ["2025-12-26"],
        ),
        (
            "ru",
            "Опубликован: «Эталонный банк» от 6 марта 2024 г. Принят: 28.02.2024 г.",
            ["2024-03-06"],
        ),
        (
            "ru",
            "решение № 203 (зарегистрировано за № 571, опубликовано в газетах 28 апреля 2009 года)",
            [],
        ),
        (
            "ru",
            "после дня первого официального опубликования, которое состоялось 26 декабря 2025 года",
            ["2025-12-26"],
        ),
        ("ru", "26 декабря 2025 года опубликован приказ.", ["2025-12-26"]),
        ("ru", "Приказ от 22 декабря 2025 года опубликован.", []),
        ("kk", "Бұйрық 2025 жылғы 26 желтоқсанда ресми жарияланды.", ["2025-12-26"]),
        ("kk", "2025 жылғы 22 желтоқсандағы № 672 бұйрығы жарияланды.", []),
    ],
)
def test_publications_are_read_with_their_day(language: str, text: str, dates: list[str]) -> None:
    found = read_publications(SourceText.of(text), Language(language))
    assert [str(publication.date) for publication in found] == dates


@pytest.mark.parametrize(
    ("language", "text", "duties"),
    [
        (
            "ru",
            "в течение десяти рабочих дней после государственной регистрации приказа; далее",
            [(10, Unit.WORKING_DAYS, "после государственной регистрации приказа")],
        ),
        ("ru", "в срок не позднее 5 (пяти) календарных дней", [(5, Unit.CALENDAR_DAYS, None)]),
        ("ru", "Приказ действует в течение двух лет.", []),
        ("ru", "в течение всего срока", []),
        (
            "kk",
            "мемлекеттік тіркелген күннен бастап он жұмыс күні ішінде",
            [(10, Unit.WORKING_DAYS, "мемлекеттік тіркелген күннен бастап")],
        ),
        ("kk", "күнтізбелік бес күн ішінде", [(5, Unit.CALENDAR_DAYS, None)]),
        (
            "en",
            "It must reply within 15 (fifteen) business days of receipt of the notice.",
            [(15, Unit.WORKING_DAYS, "of receipt of the notice")],
        ),
        ("en", "not later than three months, and within reason", [(3, Unit.MONTHS, None)]),
    ],
)
def test_duties_are_read_with_their_term(
    language: str, text: str, duties: list[tuple[int, Unit, str | None]]
) -> None:
    found = read_obligations(SourceText.of(text), Language(language))
    assert [(duty.value, duty.unit, duty.event) for duty in found] == duties


# Rendering a rule and reading it again. The words are spelt here anew, not taken from the lexicon.


def _listed(words: str) -> list[str]:
    return words.split()


_RU_WORDS = _listed(
    """одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати
    тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати двадцати
    тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста"""
)
_KK_WORDS = _listed(
    """бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен
    тоқсан"""
)
_EN_WORDS = _listed(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
)
_RU = dict(zip([*range(1, 20), *range(20, 100, 10)], _RU_WORDS, strict=True))
_KK = dict(zip([*range(1, 10), *range(10, 100, 10)], _KK_WORDS, strict=True))
_EN = dict(zip([*range(1, 20), *range(20, 100, 10)], _EN_WORDS, strict=True))
_RU_MONTHS = _listed(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)
_KK_MONTHS = _listed(
    """қаңтардан ақпаннан наурыздан сәуірден мамырдан маусымнан шілдеден тамыздан қыркүйектен
    қазаннан қарашадан желтоқсаннан"""
)


def _words(value: int, units: dict[int, str], hundred: str, joint: str = " ") -> str:
    parts = [hundred] if value >= 100 else []
    rest = value % 100
    if rest in units:
        parts.append(units[rest])
    elif rest:
        parts.append(units[rest - rest % 10] + joint + units[rest % 10])
    return " ".join(parts)


def _ru_unit(value: int, unit: Unit) -> str:
    one = value % 10 == 1 and value % 100 != 11
    match unit:
        case Unit.CALENDAR_DAYS:
            return "календарного дня" if one else "календарных дней"
        case Unit.WORKING_DAYS:
            return "рабочего дня" if one else "рабочих дней"
        case Unit.DAYS:
            return "дня" if one else "дней"
        case Unit.MONTHS:
            return "месяца" if one else "месяцев"
        case Unit.YEARS:
            return "года" if one else "лет"


def _russian(rule: Rule) -> str:
    head = "Настоящий приказ вводится в действие"
    match rule.kind:
        case RuleKind.FIXED_DATE if rule.date:
            day = f"{rule.date.day} {_RU_MONTHS[rule.date.month - 1]} {rule.date.year} года"
            return f"{head} с {day}."
        case RuleKind.AFTER_PUBLICATION if rule.value and rule.unit:
            count = f"{_words(rule.value, _RU, 'ста')} {_ru_unit(rule.value, rule.unit)}"
            day = "дня его" if rule.names_day else "его"
            return f"{head} по истечении {count} после {day} первого официального опубликования."
        case RuleKind.AFTER_PUBLICATION:
            return f"{head} после дня его первого официального опубликования."
        case RuleKind.FROM_PUBLICATION:
            return f"{head} со дня его первого официального опубликования."
        case RuleKind.UPON_SIGNING:
            return f"{head} со дня его подписания."
        case RuleKind.FROM_ADOPTION:
            return f"{head} со дня его принятия."
        case _:
            return f"{head} со дня его государственной регистрации."


def _kazakh(rule: Rule) -> str:
    tail = "қолданысқа енгізіледі."
    match rule.kind:
        case RuleKind.FIXED_DATE if rule.date:
            day = f"{rule.date.year} жылғы {rule.date.day} {_KK_MONTHS[rule.date.month - 1]} бастап"
            return f"Осы бұйрық {day} {tail}"
        case RuleKind.AFTER_PUBLICATION if rule.value and rule.unit:
            words = _words(rule.value, _KK, "жүз")
            count = {
                Unit.CALENDAR_DAYS: f"күнтізбелік {words} күн",
                Unit.WORKING_DAYS: f"{words} жұмыс күні",
                Unit.DAYS: f"{words} күн",
                Unit.MONTHS: f"{words} ай",
                Unit.YEARS: f"{words} жыл",
            }[rule.unit]
            base = "жарияланған күнінен" if rule.names_day else "жарияланғанынан"
            return f"Осы бұйрық алғашқы ресми {base} кейін {count} өткен соң {tail}"
        case RuleKind.AFTER_PUBLICATION:
            return f"Осы бұйрық алғашқы ресми жарияланған күнінен кейін {tail}"
        case RuleKind.FROM_PUBLICATION:
            return f"Осы бұйрық алғашқы ресми жарияланған күнінен бастап {tail}"
        case RuleKind.UPON_SIGNING:
            return f"Осы бұйрық қол қойылған күнінен бастап {tail}"
        case RuleKind.FROM_ADOPTION:
            return f"Осы бұйрық қабылданған күнінен бастап {tail}"
        case _:
            return f"Осы бұйрық мемлекеттік тіркелген күнінен бастап {tail}"


def _english(rule: Rule) -> str:
    head = "This Order shall come into force"
    match rule.kind:
        case RuleKind.FIXED_DATE if rule.date:
            return f"{head} from {rule.date:%B} {rule.date.day}, {rule.date.year}."
        case RuleKind.AFTER_PUBLICATION if rule.value and rule.unit:
            words = _words(rule.value, _EN, "one hundred", "-")
            unit = {
                Unit.CALENDAR_DAYS: "calendar days",
                Unit.WORKING_DAYS: "working days",
                Unit.DAYS: "days",
                Unit.MONTHS: "months",
                Unit.YEARS: "years",
            }[rule.unit]
            after = "after the day of its first official publication"
            return f"{head} upon expiry of {words} {unit} {after}."
        case RuleKind.AFTER_PUBLICATION:
            return f"{head} after the day of its first official publication."
        case RuleKind.FROM_PUBLICATION:
            return f"{head} from the day of its first official publication."
        case RuleKind.UPON_SIGNING:
            return f"{head} from the date of its signing."
        case RuleKind.FROM_ADOPTION:
            return f"{head} from the date of its adoption."
        case _:
            return f"{head} from the date of its state registration."


RENDER: dict[Language, Callable[[Rule], str]] = {
    Language.RU: _russian,
    Language.KK: _kazakh,
    Language.EN: _english,
}

_COUNTED = st.builds(
    Rule,
    st.just(RuleKind.AFTER_PUBLICATION),
    st.integers(1, 199),
    st.sampled_from(Unit),
    names_day=st.booleans(),
)
_DATED = st.builds(
    lambda date: Rule(RuleKind.FIXED_DATE, date=date),
    st.dates(dt.date(1991, 1, 1), dt.date(2099, 12, 31)),
)
_PLAIN = st.sampled_from(
    [
        Rule(RuleKind.AFTER_PUBLICATION, 0, Unit.CALENDAR_DAYS),
        Rule(RuleKind.FROM_PUBLICATION),
        Rule(RuleKind.UPON_SIGNING),
        Rule(RuleKind.FROM_ADOPTION),
        Rule(RuleKind.AFTER_REGISTRATION),
    ]
)
RULES = st.one_of(_COUNTED, _DATED, _PLAIN)


@given(RULES, st.sampled_from(Language))
@settings(max_examples=300)
def test_a_rendered_clause_reads_back_to_its_rule(rule: Rule, language: Language) -> None:
    if language is Language.EN:  # English says "the day of" or nothing at all
        rule = Rule(rule.kind, rule.value, rule.unit, rule.date)
    found = read_commencements(SourceText.of(RENDER[language](rule)), language)
    assert [commencement.rule for commencement in found] == [rule]
    assert found[0].provisions is None
    assert found[0].note is None


_PIECES = st.sampled_from(
    [
        *_listed(
            """вводится в действие вступает в силу по истечении после дня его первого официального
            опубликования с со дня подписания за исключением которая которые статьи 5 1 января 2027
            года десяти ( ) 60 « » , ; : . қолданысқа енгізіледі енгізілетін күшіне енеді
            жарияланған күнінен кейін бастап өткен соң қоспағанда осы заң shall come into force
            effective from on January 18, 2026 which except for i.e. upon expiry of the days months
            31.02.2026 01.07.206 № ЗРК — ёЁ İ до действует в течение двух лет опубликован"""
        ),
        "",
        "\n",
        " \n\n",
        "\u200b",
        "\u00ad",
    ]
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map(" ".join))


def _spans(text: str, language: Language) -> list[Span | None]:
    source = SourceText.of(text)
    end = len(source.folded)
    found = [*read_commencements(source, language), *read_endings(source, language)]
    read_rule(source, language, 0, end)
    stated = [commencement.stated.span for commencement in found if commencement.stated]
    return [
        *(commencement.span for commencement in found),
        *stated,
        *(publication.span for publication in read_publications(source, language)),
        *(duty.span for duty in read_obligations(source, language)),
    ]


@given(_TEXTS, st.sampled_from(Language))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_every_span_stands_in_it(text: str, language: Language) -> None:
    for span in _spans(text, language):
        assert span is not None
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "piece",
    [
        "Настоящий приказ вводится в действие, за исключением ",
        "вводится в действие с ",
        "осы заң қолданысқа енгізілетін ",
        "this order comes into force ( ",
        "first official publication, which ",
        "«: «",
        "в течение ",
        "1 ",
        "опубликован ",
        ":\n«",
        "вводится в действие:\n«",
        "вводится в действие — с ",
        "вводится в действие\n",
        "( вводится в действие ) (",
        "күшіне енеді;\n",
        "entry into force of ",
        "с 1 января, ",
        "десяти ",
    ],
)
def test_a_hostile_line_hides_no_clause_behind_it(language: Language, piece: str) -> None:
    clause = RENDER[language](Rule(RuleKind.AFTER_PUBLICATION, 10, Unit.CALENDAR_DAYS))
    line = piece * (12_000 // len(piece))
    for span in _spans(line, language):
        assert span is not None
        assert line[span.start : span.end] == span.text
    source = SourceText.of(f"{line}\n\n{clause}")
    start = len(line) + 2
    assert [c.rule.value for c in read_commencements(source, language, start)] == [10]


def test_a_length_of_validity_is_kept_beside_the_rule() -> None:
    clause = (
        "Настоящее постановление вводится в действие со дня его подписания и действует в течение "
        "двух лет."
    )
    (found,) = read_commencements(SourceText.of(clause), Language.RU)
    assert found.duration == Duration(2, Unit.YEARS)


def test_offsets_bound_what_is_read() -> None:
    first = "Настоящий приказ вводится в действие с 1 мая 2026 года."
    second = "Настоящий приказ вводится в действие с 1 июня 2026 года."
    text = SourceText.of(f"{first}\n{second}")
    (found,) = read_commencements(text, Language.RU, len(first) + 1)
    assert found.rule.date == dt.date(2026, 6, 1)


def test_the_act_a_commencement_waits_for_is_cited() -> None:
    clause = (
        "Настоящий приказ вводится в действие со дня введения в действие Закона Республики "
        "Казахстан от 5 мая 2026 года № 210-VIII «О связи»."
    )
    (found,) = read_commencements(SourceText.of(clause), Language.RU)
    assert found.rule.kind is RuleKind.WITH_OTHER_ACT
    assert found.rule.act is not None
    assert (found.rule.act.number, found.rule.act.date) == ("210-VIII", dt.date(2026, 5, 5))


def test_a_report_may_give_a_day_without_a_verb_of_commencement() -> None:
    text = "As of 23 December 2016 sellers must mark their products.\nMore follows."
    (found,) = read_openings(SourceText.of(text), Language.EN)
    assert tell(found) == "fixed_date 2016-12-23 | stated=2016-12-23"
    for other in (
        "As of today sellers must act.",
        "From 1 May 2026 it rains.",
        "С 1 мая 2026 года",
    ):
        assert read_openings(SourceText.of(other), Language.EN) == ()
