"""The command `check`, on a bulletin written for the purpose, and on what it cannot read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from vacatio.cli import cli
from vacatio.reading import LIMIT

BULLETIN = Path(__file__).parent / "pages" / "bulletins" / "winter.txt"


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


def test_one_unreadable_file_among_several_prints_nothing(tmp_path: Path) -> None:
    result = run(str(BULLETIN), str(tmp_path / "none.txt"))
    assert result.exit_code == 2
    assert result.stdout == ""


def test_an_address_is_not_fetched() -> None:
    result = run("https://example.org/note.html")
    assert result.exit_code == 2
    assert "save the page" in result.stderr
