"""The command `check`, on a bulletin written for the purpose, and on what it cannot read."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from vacatio.cli import cli
from vacatio.quoting import WIDTH, Places, columns, pointed
from vacatio.reading import LIMIT
from vacatio_calendar.model import Document, DocumentKind, Language, Layout, Span
from vacatio_crawlers import one_page

BULLETIN = Path(__file__).parent / "pages" / "bulletins" / "winter.txt"
NEWSLETTER = Path(__file__).parents[1] / "docs" / "examples" / "newsletter.txt"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin)


def codes(output: str) -> list[str]:
    return [finding["code"] for finding in json.loads(output)["findings"]]


def as_html(text: str) -> bytes:
    lines = "\n".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<!doctype html><html><body>{lines}</body></html>".encode()


def as_docx(text: str) -> bytes:
    paper = docx.Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    body = io.BytesIO()
    paper.save(body)
    return body.getvalue()


def test_a_bulletin_is_told_act_by_act_and_its_dates_are_counted() -> None:
    result = run(str(BULLETIN))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    heads = [line for line in lines if line.startswith(("Law", "Order"))]
    assert [head.split(",")[0] for head in heads] == [
        "Law No. 230-VIII of 2025-11-17",
        "Law No. 241-VIII of 2025-12-17",
        "Order No. 690/НҚ of 2025-12-24",
    ]
    assert lines[-1] == "3 dates: 1 agree, 2 contradict, 0 could not be checked"


def test_each_disagreement_is_told_in_plain_words_with_what_to_write() -> None:
    output = run(str(BULLETIN)).stdout
    assert "ERROR The year looks wrong (VAC002)" in output
    assert "Suggestion: 2026-02-18" in output
    assert "WARNING The date is one day off (VAC003)" in output
    assert "WARNING One act, two titles (VAC051)" in output
    assert codes(run(str(BULLETIN), "--format", "json").stdout) == ["VAC002", "VAC051", "VAC003"]


def test_changes_stand_under_the_act_they_change() -> None:
    output = run(str(BULLETIN)).stdout
    post = output.split("amends Law of 2016-04-09")[1].split("duty within")[0]
    kinds = [line.split()[1] for line in post.splitlines() if line.startswith("    - ")]
    assert kinds == ["introduced:", "excluded:", "introduced:"]
    assert "duty within 5 working days" in output


def test_every_date_is_shown_with_its_steps() -> None:
    output = run(str(BULLETIN)).stdout
    assert "applies from 2026-02-18 (computed, provisional)" in output
    assert output.count("[KZ-CNT-FORMULA") == 3


@pytest.mark.parametrize("shape", ["txt", "md", "html", "docx", "stdin"])
def test_the_same_words_give_the_same_findings_in_any_shape(shape: str, tmp_path: Path) -> None:
    text = BULLETIN.read_text(encoding="utf-8")
    if shape == "stdin":
        result = run("-", "--format", "json", stdin=text.encode())
    else:
        file = tmp_path / f"note.{shape}"
        made = {"html": as_html, "docx": as_docx}.get(shape, str.encode)
        file.write_bytes(made(text))
        result = run(str(file), "--format", "json")
    assert codes(result.stdout) == ["VAC002", "VAC051", "VAC003"]
    assert result.exit_code == 1


def test_a_bulletin_without_a_fault_ends_with_zero(tmp_path: Path) -> None:
    text = BULLETIN.read_text(encoding="utf-8")
    mended = text.replace("February 18, 2025", "February 18, 2026")
    mended = mended.replace("January 8, 2026", "January 9, 2026").replace(
        "Additions", "Supplements"
    )
    file = tmp_path / "mended.txt"
    file.write_text(mended, encoding="utf-8")
    result = run(str(file))
    assert result.exit_code == 0
    assert "ERROR" not in result.stdout
    assert "WARNING" not in result.stdout
    assert result.stdout.endswith("3 dates: 3 agree, 0 contradict, 0 could not be checked\n")


def test_a_date_that_cannot_be_checked_is_counted_with_its_reason(tmp_path: Path) -> None:
    text = BULLETIN.read_text(encoding="utf-8")
    file = tmp_path / "unpublished.txt"
    file.write_text(text.replace("The Order was published on December 29, 2025, i.e. it", "It"))
    last = run(str(file)).stdout.splitlines()[-1]
    assert last.startswith("3 dates: 1 agree, 1 contradict, 1 could not be checked (")
    assert "publication" in last


def test_several_files_are_named() -> None:
    output = run(str(BULLETIN), str(BULLETIN)).stdout
    assert output.count(f"== {BULLETIN}") == 2


UNREADABLE = {
    "missing": (None, "there is no such file"),
    "empty": (b"", "empty"),
    "blank": (b" \n\t\xef\xbb\xbf", "empty"),
    "unseen": ("\u00a0\u200b\ufeff\u2003\n".encode(), "empty"),
    "rich text": (rb"{\rtf1\ansi The Law comes into force.}", "rich text"),
    "cut json": (b'{"name": ["The Law", ', "json is broken"),
    "cut pdf": (b"%PDF-1.7\n1 0 obj", "pdf is broken"),
    "binary": (bytes(range(256)) * 20, ""),
    "windows-1251": ("Закон вводится в действие".encode("cp1251"), "utf-8"),
    "broken html": (b'<html><meta charset="utf-8"><p>\xcf\xf0\xe8</p>', "utf-8"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("command", ["check", "extract"])
def test_what_cannot_be_read_is_one_line_and_exit_code_two(
    name: str, command: str, tmp_path: Path
) -> None:
    body, words = UNREADABLE[name]
    file = tmp_path / ("page.html" if "html" in name else "note.txt")
    if body is not None:
        file.write_bytes(body)
    result = CliRunner().invoke(cli, [command, str(file)])
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert file.name in line
    assert words in line.lower()


@pytest.mark.parametrize("command", ["check", "extract"])
def test_a_file_above_the_limit_is_refused_with_the_limit(command: str, tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as hole:
        hole.truncate(50 * 1024 * 1024)
    result = CliRunner().invoke(cli, [command, str(file)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{LIMIT // (1024 * 1024)} MB" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_standard_input_is_bounded_too() -> None:
    result = run("-", stdin=b"a" * (LIMIT + 1))
    assert result.exit_code == 2
    assert result.stderr.startswith("vacatio: standard input: larger than the limit")


def in_a_shell(words: str) -> subprocess.CompletedProcess[str]:
    """Start the command in a process of its own, for what only a process can meet."""
    given = f'exec "{sys.executable}" -m vacatio {words}'
    return subprocess.run(
        ["sh", "-c", given], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("words", ["check -", "extract", "extract --batch -"])
def test_standard_input_that_was_closed_is_one_line(words: str) -> None:
    done = in_a_shell(f"{words} <&-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "vacatio: standard input: it is closed\n"


@pytest.mark.parametrize("command", ["check", "extract"])
def test_output_that_cannot_be_written_is_one_line(command: str) -> None:
    done = in_a_shell(f'{command} "{BULLETIN}" > /dev/full')
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


def test_a_name_with_a_line_break_stays_on_one_line() -> None:
    result = run("a\nb.txt")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert "folder" in result.stderr


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    text = "Настоящий Закон вводится в действие с 1 июля 2026 года."
    file.write_bytes(text.encode("cp1251"))
    result = run(str(file), "--encoding", "windows-1251")
    assert result.exit_code == 0
    assert "2026-07-01" in result.stdout
    wrong = run(str(file), "--encoding", "no-such-encoding")
    assert wrong.exit_code == 2
    assert "no-such-encoding" in wrong.stderr


def test_one_unreadable_file_among_several_stops_no_other(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.txt")
    result = run(missing, str(BULLETIN))
    assert result.exit_code == 2
    assert result.stderr == f"vacatio: {missing}: there is no such file\n"
    assert f"== {BULLETIN}" in result.stdout
    assert "VAC002" in result.stdout
    first, second = json.loads(run(missing, str(BULLETIN), "--format", "json").stdout)
    assert first == {"file": missing, "error": f"{missing}: there is no such file"}
    assert [finding["code"] for finding in second["findings"]] == ["VAC002", "VAC051", "VAC003"]


# --- the words, and where they stand ---------------------------------------------------------


def test_the_wrong_words_are_shown_with_a_caret_under_them() -> None:
    lines = run(str(NEWSLETTER)).stdout.splitlines()
    at = lines.index("    line 5, column 148:")
    quoted, carets = lines[at + 1 : at + 3]
    assert quoted.endswith("first official publication, i.e. on January 6, 2025.")
    assert quoted[carets.index("^") : carets.rindex("^") + 1] == "January 6, 2025"
    assert set(carets) == {" ", "^"}


@pytest.mark.parametrize(
    ("shape", "place"),
    [("md", "line 5, column 148"), ("html", "paragraph 3"), ("docx", "paragraph 3")],
)
def test_a_place_is_named_as_its_shape_counts(shape: str, place: str, tmp_path: Path) -> None:
    text = NEWSLETTER.read_text(encoding="utf-8")
    file = tmp_path / f"note.{shape}"
    made = {"html": as_html, "docx": as_docx}.get(shape, str.encode)
    file.write_bytes(made(text))
    assert f"    {place}:" in run(str(file)).stdout.splitlines()
    [finding] = json.loads(run(str(file), "--format", "json").stdout)["findings"]
    given = {key: value for key, value in finding["place"].items() if value is not None}
    words = ", ".join(f"{key} {value}" for key, value in given.items())
    assert words == place


def test_a_place_in_a_pdf_is_its_page() -> None:
    layout = Layout(pages=(0, 6, 6))
    document = Document(Language.EN, DocumentKind.BULLETIN, "first\nthird\n", layout=layout)
    places = Places(document)
    assert [str(places.at(offset)) for offset in (0, 5, 6, 11)] == [
        *("page 1", "page 1"),
        *("page 3", "page 3"),
    ]


@given(st.text("ab c\nй法", max_size=300), st.integers(0, 300), st.integers(1, 120))
def test_carets_stand_under_the_first_words_of_a_span(text: str, start: int, length: int) -> None:
    words = text[start : start + length].split("\n")[0].strip()
    if not words or text[start : start + 1].isspace():
        return
    quoted, carets = pointed(text, Span(start, start + length, text[start : start + length]))
    assert "\n" not in quoted
    before = carets.index("^")
    shown = quoted
    while columns(quoted) - columns(shown) < before:
        shown = shown[1:]
    assert shown.startswith(" ".join(words[:90].split())[: len(shown)].split(" ")[0][:40])
    assert columns(quoted) <= 2 * WIDTH + 8


def test_what_a_terminal_would_obey_is_only_shown(tmp_path: Path) -> None:
    text = NEWSLETTER.read_text(encoding="utf-8")
    file = tmp_path / "hostile.txt"
    file.write_text(
        text.replace("January 6, 2025", "January \x1b[2J\u202e6, 2025"), encoding="utf-8"
    )
    for output in ("text", "github"):
        assert not {"\x1b", "\u202e"} & set(run(str(file), "--format", output).stdout)


def test_colour_is_for_terminals_and_no_color_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def coloured(**environ: str) -> bool:
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        terminal = environ.pop("terminal", "") == "yes"
        found = CliRunner().invoke(cli, ["check", str(NEWSLETTER)], color=terminal)
        return "\x1b[31m\x1b[1m  ERROR The year looks wrong (VAC002)\x1b[0m" in found.output

    assert coloured(terminal="yes")
    assert not coloured()
    assert coloured(FORCE_COLOR="1")
    assert not coloured(terminal="yes", NO_COLOR="1")


# --- exit codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "info"], 1),
        (["--fail-on", "never"], 0),
    ],
)
def test_the_least_grave_finding_that_fails_can_be_chosen(
    options: list[str], code: int, tmp_path: Path
) -> None:
    file = tmp_path / "one day off.txt"
    text = NEWSLETTER.read_text(encoding="utf-8")
    file.write_text(text.replace("January 6, 2025", "January 7, 2026"), encoding="utf-8")
    result = run(str(file), *options)
    assert "WARNING The date is one day off (VAC003)" in result.stdout
    assert result.exit_code == code
    assert run(str(NEWSLETTER), "--fail-on", "never").exit_code == 0


def test_a_date_that_could_not_be_checked_fails_where_that_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "no term.txt"
    file.write_text(
        "The Law of Kazakhstan No. 230-VIII dated November 17, 2025 “On Artificial Intelligence” "
        "shall enter into force 60 calendar days after its first official publication, i.e. on "
        "January 18, 2026.",
        encoding="utf-8",
    )
    assert run(str(file)).exit_code == 0
    asked = run(str(file), "--require-checked")
    assert asked.exit_code == 1
    assert "1 could not be checked (" in asked.stdout
    assert run(str(NEWSLETTER), "--require-checked", "--fail-on", "never").exit_code == 0
    file.write_text("Dear readers, there is no news this month.", encoding="utf-8")
    assert run(str(file)).exit_code == 0
    assert run(str(file), "--require-checked").exit_code == 1


# --- for machines ----------------------------------------------------------------------------


def sarif(*names: str) -> tuple[Result, dict[str, Any]]:
    result = run(*names, "--format", "sarif")
    return result, json.loads(result.stdout)


def test_sarif_holds_what_its_schema_requires(tmp_path: Path) -> None:
    """The required properties and the closed sets of the SARIF 2.1.0 schema that we use."""
    missing = str(tmp_path / "none.txt")
    _, log = sarif(str(BULLETIN), missing)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run_] = log["runs"]
    driver = run_["tool"]["driver"]
    assert driver["name"] == "vacatio"
    rules = [rule["id"] for rule in driver["rules"]]
    assert rules == sorted(set(rules)) == ["VAC002", "VAC003", "VAC051"]
    for rule in driver["rules"]:
        assert set(rule) == {"id", "name", "shortDescription", "fullDescription"}
        assert rule["fullDescription"]["text"]
    for result in run_["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert min(region[key] for key in ("startLine", "startColumn", "endLine")) >= 1
        assert region["endColumn"] > region["startColumn"]
        lines = BULLETIN.read_text(encoding="utf-8").splitlines()
        line = lines[region["startLine"] - 1]
        shown = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        assert shown == region["snippet"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    [call] = run_["invocations"]
    assert call["executionSuccessful"] is False
    [note] = call["toolExecutionNotifications"]
    assert note["level"] == "error"
    assert "no such file" in note["message"]["text"]


def test_a_paragraph_is_no_line_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "note.docx"
    file.write_bytes(as_docx(NEWSLETTER.read_text(encoding="utf-8")))
    _, log = sarif(str(file))
    [result] = log["runs"][0]["results"]
    [location] = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "paragraph 3"}]
    assert location["message"]["text"] == "paragraph 3: January 6, 2025"
    line = run(str(file), "--format", "github").stdout.splitlines()[0]
    assert line.startswith(f"::error file={file},title=")
    assert "::paragraph 3: The bulletin says" in line


def test_a_finding_keeps_its_fingerprint_when_it_moves(tmp_path: Path) -> None:
    moved = tmp_path / "moved.txt"
    moved.write_text("News.\n\n" + NEWSLETTER.read_text(encoding="utf-8"), encoding="utf-8")
    prints = [
        log["runs"][0]["results"][0]["partialFingerprints"]
        for _, log in (sarif(str(NEWSLETTER)), sarif(str(moved)))
    ]
    assert prints[0] == prints[1]


def test_annotations_name_file_line_and_column(tmp_path: Path) -> None:
    folder = tmp_path / "a,b:c%"
    folder.mkdir()
    file = folder / "note.txt"
    file.write_bytes(NEWSLETTER.read_bytes())
    found, counted = run(str(file), "--format", "github").stdout.splitlines()
    escaped = str(file).replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    assert found.startswith(
        f"::error file={escaped},line=5,endLine=5,col=148,endColumn=163,"
        "title=The year looks wrong (VAC002)::The bulletin says 2025-01-06"
    )
    assert found.endswith("%0AIt reads: “January 6, 2025”%0ASuggestion: 2026-01-06")
    assert counted.endswith("::1 date: 0 agree, 1 contradict, 0 could not be checked")


# --- beside what is published ----------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a small database, built from the demo's originals of a few acts."""
    folder = tmp_path_factory.mktemp("data")
    built = CliRunner().invoke(cli, ["demo", "--build-only", "--data", str(folder)])
    assert built.exit_code == 0, built.output
    return folder


def verdict(text: str, data: Path, folder: Path) -> tuple[list[str], str]:
    file = folder / "note.txt"
    file.write_text(text, encoding="utf-8")
    result = run(str(file), "--data", str(data))
    heads = [
        line.strip()
        for line in result.stdout.splitlines()
        if line.startswith("  ") and "(VAC" in line
    ]
    return heads, result.stdout


@pytest.mark.parametrize("beside", [False, True])
def test_the_newsletter_has_its_known_error_with_and_without_a_database(
    beside: bool, data: Path
) -> None:
    options = ["--data", str(data)] if beside else []
    result = run(str(NEWSLETTER), "--format", "json", *options)
    found = json.loads(result.stdout)
    assert [
        (finding["code"], finding["severity"], finding["suggestion"])
        for finding in found["findings"]
        if finding["severity"] != "info"
    ] == [("VAC002", "error", "2026-01-06")]
    assert found["dates"] == {"agree": 0, "contradict": 1, "unchecked": []}
    assert found["published"] == (["kz/order/maidr/2025-12-22/672-nq"] if beside else [])
    assert result.exit_code == 1


SHORT = (
    "The Law of Kazakhstan No. {number} dated {adopted} “On Artificial Intelligence” "
    "{published}shall enter into force {term}{day}."
)
RIGHT = {
    "number": "230-VIII",
    "adopted": "November 17, 2025",
    "published": "was published on November 18, 2025 and ",
    "term": "60 calendar days after the day of its first official publication, i.e. on ",
    "day": "January 18, 2026",
}

DISAGREEMENTS = {
    "nothing": ({}, [], "1 agree, 0 contradict"),
    "only a date, and right": ({"published": "", "term": "on "}, [], "1 agree, 0 contradict"),
    "only a date, a year early": (
        {"published": "", "term": "on ", "day": "January 18, 2025"},
        ["ERROR The year looks wrong (VAC002)"],
        "0 agree, 1 contradict",
    ),
    "only a date, two years late": (
        {"published": "", "term": "on ", "day": "January 18, 2028"},
        ["ERROR The year is wrong (VAC052)"],
        "0 agree, 1 contradict",
    ),
    "only a date, a day late": (
        {"published": "", "term": "on ", "day": "January 19, 2026"},
        ["WARNING The date is one day off (VAC003)"],
        "0 agree, 1 contradict",
    ),
    "only a date, another one": (
        {"published": "", "term": "on ", "day": "March 1, 2026"},
        ["ERROR The date is not the official one (VAC070)"],
        "0 agree, 1 contradict",
    ),
    "no publication": ({"published": ""}, [], "1 agree, 0 contradict"),
    "another day of publication, the right date": (
        {"published": "was published on November 28, 2025 and "},
        ["WARNING The day of publication is not the official one (VAC021)"],
        "1 agree, 0 contradict",
    ),
    "another day of publication, and the date it gives": (
        {"published": "was published on November 28, 2025 and ", "day": "January 28, 2026"},
        [
            "ERROR The date is not the official one (VAC070)",
            "WARNING The day of publication is not the official one (VAC021)",
        ],
        "0 agree, 1 contradict",
    ),
    "another term, the right date": (
        {"term": "90 calendar days after the day of its first official publication, i.e. on "},
        ["WARNING The term is not the official one (VAC026)"],
        "1 agree, 0 contradict",
    ),
    "another number": (
        {"number": "229-VIII"},
        [],
        "1 agree, 0 contradict",
    ),
    "the day it was adopted": (
        {"adopted": "November 16, 2025"},
        ["ERROR The act's date is another one (VAC027)"],
        "1 agree, 0 contradict",
    ),
}


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_a_bulletin_is_held_against_the_official_text(
    case: str, data: Path, tmp_path: Path
) -> None:
    changes, expected, counted = DISAGREEMENTS[case]
    heads, output = verdict(SHORT.format(**{**RIGHT, **changes}), data, tmp_path)
    assert heads == expected
    assert f"1 date: {counted}, 0 could not be checked" in output


def test_a_kazakh_title_without_a_kazakh_letter_is_the_official_one(
    data: Path, tmp_path: Path
) -> None:
    text = (
        "«Пошта туралы» Қазақстан Республикасының 2016 жылғы 9 сәуірдегі № 498-V Заңы "
        "2016 жылғы 20 сәуірден бастап қолданысқа енгізілді."
    )
    file = tmp_path / "bulletin.txt"
    file.write_text(text, encoding="utf-8")
    told = run(str(file), "--data", str(data), "--format", "json")
    assert json.loads(told.stdout)["published"] == ["kz/law/2016-04-09/498-v"]
    assert codes(told.stdout) == []


CHANGES = (
    "Приказ Министра здравоохранения Республики Казахстан от 20 октября 2026 года № 290 вносит "
    "изменения в приказ Министра здравоохранения Республики Казахстан от {day} 2026 года № 121 "
    "«О размерах доплат». Он опубликован 12 ноября 2026 года и вводится в действие со дня его "
    "первого официального опубликования."
)
ENDED = (
    "Закон Республики Казахстан от 17 {month} 2026 года «О внесении изменений» вносит "
    "изменения в Закон Республики Казахстан от 24 ноября 2015 года № 418-V «Об информатизации». "
    "Он опубликован 18 {month} 2026 года и вводится в действие по истечении десяти календарных "
    "дней после дня его первого официального опубликования."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHANGES.format(day="14 сентября"), []),
        (CHANGES.format(day="15 сентября"), ["ERROR The act cited is another (VAC027)"]),
        (ENDED.format(month="июня"), []),
        (ENDED.format(month="августа"), ["ERROR The amended act is no longer in force (VAC028)"]),
    ],
    ids=["right", "another date", "still in force", "ended"],
)
def test_an_act_that_is_changed_is_looked_up_as_well(
    text: str, expected: list[str], data: Path, tmp_path: Path
) -> None:
    assert verdict(text, data, tmp_path)[0] == expected


def test_an_act_that_is_not_published_is_said_to_be_unknown(data: Path, tmp_path: Path) -> None:
    text = NEWSLETTER.read_text(encoding="utf-8")
    heads, output = verdict(text.replace("672/НҚ", "673/НҚ"), data, tmp_path)
    assert heads == ["ERROR The year looks wrong (VAC002)"]
    assert "  not in the database\n" in output


def test_what_is_published_is_marked_as_demo(data: Path) -> None:
    assert (
        "in the DEMO database: kz/order/maidr/" in run(str(NEWSLETTER), "--data", str(data)).stdout
    )


def test_whoever_may_only_read_the_database_can_use_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(data / "vacatio.db", tmp_path / "vacatio.db")
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)  # root may do all
    tmp_path.chmod(0o555)
    try:
        result = run(str(NEWSLETTER), "--data", str(tmp_path))
    finally:
        tmp_path.chmod(0o755)
    assert "in the DEMO database: kz/order/maidr/" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["vacatio.db"]


def test_a_database_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    result = run(str(NEWSLETTER), "--data", str(tmp_path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "nothing is published" in result.stderr


def test_a_broken_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "vacatio.db").write_bytes(b"no database at all" * 100)
    result = run(str(NEWSLETTER), "--data", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_broken_database_nobody_asked_for_is_only_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "vacatio.db").write_bytes(b"no database at all" * 100)
    monkeypatch.chdir(tmp_path)
    result = run(str(NEWSLETTER))
    assert result.exit_code == 1
    assert "VAC002" in result.stdout
    [line] = result.stderr.splitlines()
    assert line.endswith("; checked without it")


# --- a page of the web -----------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """Answers what the tests ask for by path."""

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/")
        body = as_html(NEWSLETTER.read_text(encoding="utf-8"))
        if name.startswith("to/"):
            self.send_response(302)
            self.send_header("Location", unquote(self.path.removeprefix("/to/")))
            self.end_headers()
            return
        if name == "around":
            self.send_response(302)
            self.send_header("Location", "/around")
            self.end_headers()
            return
        self.send_response(404 if name == "gone" else 200)
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if name in ("packed", "bomb"):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(b"<p>" + b"0" * 60_000_000 if name == "bomb" else body)
        if name == "cut":
            headers["Content-Length"] = str(len(body) + 10)
        if name == "text":
            headers["Content-Type"] = "text/plain; charset=windows-1251"
            body = "Закон вводится в действие с 1 июля 2026 года.".encode("cp1251")
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            if name == "slow":
                for _ in range(100):
                    self.wfile.write(b" ")
                    time.sleep(0.1)
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextlib.contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[str]:
    with ThreadingHTTPServer((host, 0), Site) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://{host}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.mark.parametrize("path", ["/news.html", "/packed", "/to//news.html", "/news?a=б&b=1"])
def test_a_page_is_fetched_and_checked(path: str, site: str) -> None:
    result = run(site + path, "--format", "json")
    assert codes(result.stdout) == ["VAC002"]
    assert json.loads(result.stdout)["file"] == site + path


def test_the_server_says_in_which_encoding_a_page_is(site: str) -> None:
    assert "2026-07-01" in run(f"{site}/text").stdout


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gone", "the server answers 404"),
        ("/around", "redirects more than 5 times"),
        ("/cut", "the answer was cut off"),
        ("/bomb", "larger than the limit of 20 MB"),
        ("/to/file:///etc/passwd", "leads to what is no page's address"),
        ("/to/http://[", "leads to what is no page's address"),
    ],
)
def test_a_page_that_cannot_be_had_is_one_line(path: str, words: str, site: str) -> None:
    result = run(site + path)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line == f"vacatio: {site}{path}: {line.rpartition(': ')[2]}"
    assert words in line


def test_nobody_listening_is_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = run(f"http://127.0.0.1:{port}/")
    assert result.exit_code == 2
    assert "nobody listens there" in result.stderr


@pytest.mark.parametrize("address", ["http://", "http://user:word@127.0.0.1/", "https://a b/"])
def test_what_is_no_address_is_one_line(address: str) -> None:
    result = run(address)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_server_that_drips_is_left_in_time(site: str) -> None:
    started = time.monotonic()
    with pytest.raises(one_page.NotFetched, match="in time"):
        one_page.fetch(f"{site}/slow", max_seconds=0.5)
    assert time.monotonic() - started < 5


def test_a_page_elsewhere_leads_to_no_address_inside(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth = one_page._depth
    monkeypatch.setattr(
        one_page, "_depth", lambda address: 0 if str(address) == "127.0.0.2" else depth(address)
    )
    with serving("127.0.0.2") as outside:
        with pytest.raises(one_page.NotFetched, match=r"leads to 127\.0\.0\.1, which is inside"):
            one_page.fetch(f"{outside}/to/{site}/news.html")
        assert one_page.fetch(f"{outside}/to/{outside}/news.html").body
        assert one_page.fetch(f"{site}/to/{outside}/news.html").body
        with pytest.raises(one_page.NotFetched, match="inside"):
            one_page.fetch(f"{site}/to/{outside}/to/{site}/news.html")


def test_a_certificate_of_nobody_known_is_refused(tmp_path: Path) -> None:
    public, private = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            url = f"https://localhost:{server.server_address[1]}"
            result = run(f"{url}/news.html")
            assert result.exit_code == 2
            assert "the certificate does not hold" in result.stderr
            assert one_page.fetch(f"{url}/news.html", ca_file=str(public)).body
            with pytest.raises(one_page.NotFetched, match="from https to http"):
                one_page.fetch(f"{url}/to/http://localhost:1/", ca_file=str(public))
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


def test_extract_fetches_nothing() -> None:
    result = CliRunner().invoke(cli, ["extract", "https://example.org/note.html"])
    assert result.exit_code == 2
    assert "save the page" in result.stderr
