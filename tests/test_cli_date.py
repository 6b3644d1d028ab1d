"""The commands `date` and `deadline`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from vacatio.cli import cli

TEN_DAYS = (
    "вводится в действие по истечении десяти календарных дней после дня его первого "
    "официального опубликования"
)
COMMENCEMENT = {
    *("provisions", "rule", "quote", "stated_on", "on", "force_on", "certainty", "confidence"),
    *("applies_from", "ends_on", "duration", "steps", "alternatives"),
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def read(*arguments: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(*arguments, "--format", "json").stdout)
    return found


CLAUSES = [
    (TEN_DAYS, "2025-12-26", "2026-01-06"),
    (TEN_DAYS.removeprefix("вводится в действие "), "2025-12-26", "2026-01-06"),
    (
        "алғашқы ресми жарияланған күнінен кейін күнтізбелік алпыс күн өткен соң "
        "қолданысқа енгізіледі",
        "2025-11-18",
        "2026-01-18",
    ),
    (
        "shall come into force sixty calendar days after the date of its first official "
        "publication",
        "2025-11-18",
        "2026-01-18",
    ),
    (
        "вводится в действие со дня его первого официального опубликования",
        "2025-11-18",
        "2025-11-18",
    ),
    ("вводится в действие с 1 января 2027 года", "2026-11-18", "2027-01-01"),
]


@pytest.mark.parametrize(("clause", "published", "on"), CLAUSES)
def test_a_clause_gives_its_day_with_steps(clause: str, published: str, on: str) -> None:
    found = read("date", clause, "--published", published)
    assert set(found) == COMMENCEMENT
    assert found["on"] == on
    assert found["steps"]
    assert run("date", clause, "--published", published).stdout.startswith(f"applies from {on}")


def test_the_derivation_names_the_rule_and_its_basis() -> None:
    lines = run("date", TEN_DAYS, "--published", "2025-12-26").stdout.splitlines()
    assert lines[0] == "applies from 2026-01-06 (computed, provisional)"
    assert lines[1].startswith("  2025-12-26  ")
    assert lines[-1].startswith("  2026-01-06  ")
    assert "KZ-CLS-AFTER-N" in lines[-1]
    assert "LPA" in lines[-1]


def test_two_readings_of_months_are_both_shown() -> None:
    clause = "вводится в действие по истечении шести месяцев после дня его первого " + (
        "официального опубликования"
    )
    output = run("date", clause, "--published", "2026-01-10").stdout
    assert output.startswith("applies from 2026-07-11 (computed, disputed)")
    assert "or 2026-07-12: " in output


FACTS = ("--adopted", "2026-11-10", "--registered", "2026-11-16", "--published", "2026-11-18")


@pytest.mark.parametrize(
    ("clause", "on", "force_on"),
    [
        (TEN_DAYS, "2026-11-29", None),
        ("вводится в действие со дня государственной регистрации", "2026-11-16", None),
        (
            f"вступает в силу со дня государственной регистрации и {TEN_DAYS}",
            "2026-11-29",
            "2026-11-16",
        ),
        ("вступает в силу со дня государственной регистрации", "2026-11-29", "2026-11-16"),
        ("вступает в силу с 1 января 2027 года", "2027-01-01", "2027-01-01"),
        ("2027 жылғы 1 қаңтардан бастап күшіне енеді", "2027-01-01", "2027-01-01"),
    ],
)
def test_legal_force_is_printed_only_where_the_clause_speaks_of_it(
    clause: str, on: str, force_on: str | None
) -> None:
    found = read("date", clause, *FACTS, "--type", "order")
    assert (found["on"], found["force_on"]) == (on, force_on)


def test_the_act_a_clause_waits_for_lends_it_neither_its_day_nor_its_type() -> None:
    clause = (
        "вводится в действие со дня введения в действие Закона Республики Казахстан "
        "от 9 января 2026 года № 7-VIII «О примере»"
    )
    output = run("date", clause, "--adopted", "2026-11-10", "--type", "law").stdout
    assert output.startswith("no date")
    assert "2026-11-10" in output  # legal force, by the day of adoption that was given
    assert "(вступление в силу) from 2026-01-09" not in output


def test_a_staged_clause_gives_a_list_with_the_main_day_first() -> None:
    clause = (
        "Настоящий Закон вводится в действие по истечении шестидесяти календарных дней после "
        "дня его первого официального опубликования, за исключением статьи 9, которая вводится "
        "в действие с 1 января 2028 года."
    )
    run_json = run("date", clause, "--published", "2026-07-03", "--format", "json")
    stages = json.loads(run_json.stdout)
    assert [(stage["provisions"], stage["on"]) for stage in stages] == [
        (None, "2026-09-02"),
        ("статьи 9", "2028-01-01"),
    ]
    text = run("date", clause, "--published", "2026-07-03").stdout
    assert text.index("all else") < text.index("статьи 9")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [((TEN_DAYS,), "publication"), (("nothing of the kind",), "could not be read")],
)
def test_where_a_fact_is_missing_the_answer_is_unknown_with_a_reason(
    arguments: tuple[str, ...], reason: str
) -> None:
    result = run("date", *arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith("no date: ")
    assert reason in result.stdout
    assert read("date", *arguments)["on"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((TEN_DAYS, "--published", "26.12.2025"), "write YYYY-MM-DD"),
        ((TEN_DAYS, "--published", "2025-02-30"), "is not a date"),
        ((TEN_DAYS, "--published", "20251226"), "is not a date"),
        ((TEN_DAYS, "--published", "2025-12-01", "--adopted", "2025-12-22"), "is before"),
        ((TEN_DAYS, "--type", "poem"), "poem"),
        (("  ",), "the clause is empty"),
    ],
)
def test_misuse_is_one_clear_message_and_exit_code_two(
    arguments: tuple[str, ...], message: str
) -> None:
    result = run("date", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_a_deadline_is_told_with_its_steps() -> None:
    lines = run("deadline", "15wd", "--from", "2026-03-17").stdout.splitlines()
    assert lines[0] == "by 2026-04-10"
    assert len(lines) == 4
    assert "2026-03-23 Nauryz" in lines[2]
    assert "2026-03-25 Nauryz, in place of 2026-03-22" in lines[2]


def test_a_deadline_as_data_has_every_key_of_the_contract() -> None:
    found = read("deadline", "15wd", "--from", "2026-03-17")
    assert set(found) == {"on", "unit", "value", "steps", "reason"}
    assert (found["on"], found["unit"], found["value"], found["reason"]) == (
        "2026-04-10",
        "wd",
        15,
        None,
    )


def test_a_deadline_beyond_the_decreed_years_is_unknown() -> None:
    found = read("deadline", "15wd", "--from", "2027-12-20")
    assert found["on"] is None
    assert "2027-12-31" in str(found["reason"])


def test_a_deadline_can_be_asked_as_known_on_a_day_and_for_a_six_day_week() -> None:
    known = run("deadline", "10wd", "--from", "2026-08-20", "--known-on", "2025-12-15").stdout
    assert known.startswith("by 2026-09-04")
    assert run("deadline", "15wd", "--from", "2026-03-17", "--week", "6").stdout.startswith(
        "by 2026-04-07"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fifteen", "--from", "2026-03-17"), "15wd"),
        (("15wd", "--from", "soon"), "YYYY-MM-DD"),
        (("15wd",), "--from"),
        (("15wd", "--from", "2026-03-17", "--week", "7"), "7"),
    ],
)
def test_a_deadline_that_cannot_be_asked(arguments: tuple[str, ...], message: str) -> None:
    result = run("deadline", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
