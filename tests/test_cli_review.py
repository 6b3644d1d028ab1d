"""`vacatio review`: what needs a person is listed, answered on the record, and asked again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vacatio import decisions, demo, nightly, store
from vacatio.archive import Archive
from vacatio.cli import cli
from vacatio.datadir import DataDir
from vacatio.nightly import Plan
from vacatio.settings import Settings

MONTHS = "kz/law/2026-01-09/256-viii"  # a term in months, which has two readings
ORDER = "kz/order/maidr/2025-12-22/672-nq"  # applies from 2026-01-06
BY = ("--by", "A. Reviewer")


def quiet(line: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    return demo.build(Settings(data=tmp_path_factory.mktemp("first") / "var"), quiet)


@pytest.fixture
def data(first: DataDir, tmp_path: Path) -> DataDir:
    shutil.copytree(first.root, tmp_path / "var", symlinks=True)
    return DataDir(tmp_path / "var")


def review(data: DataDir, *given: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["review", *given, "--data", str(data.root)], input=typed)


def listed(data: DataDir, *given: str) -> list[dict[str, object]]:
    done = review(data, "--format", "json", "--limit", "0", *given)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["total"] == len(found["questions"])
    return list(found["questions"])


def asked(data: DataDir, act: str, *given: str) -> dict[str, object]:
    [question] = [each for each in listed(data, *given) if each["act_id"] == act]
    return question


def build(data: DataDir) -> None:
    nightly.run(Plan(Settings(data=data.root), demo=True, crawl=False, accept=True), quiet)


def act(data: DataDir, name: str) -> dict[str, object]:
    with store.opened(data.database) as db:
        [row] = db.query("SELECT * FROM acts WHERE id = ?", [name])
    return dict(row)


def changed(data: DataDir, name: str, old: bytes, new: bytes) -> None:
    """Let the source change what it says of one act, as a later crawl would bring it."""
    archive, number = Archive(data.archive), str(act(data, name)["ekb_id"])
    pieces = [raw for raw in archive.records() if raw.key.startswith(number)]
    assert any(old in raw.body for raw in pieces)
    with archive.sink("2099-01-01T000000Z", demo=True) as sink:
        for raw in pieces:
            body = raw.body.replace(old, new)
            digest = hashlib.sha256(body).hexdigest()
            later = raw.fetched_at + dt.timedelta(days=3)
            sink(dataclasses.replace(raw, body=body, sha256=digest, fetched_at=later))


def test_the_list_puts_the_most_important_first_and_says_how_to_go_on(data: DataDir) -> None:
    done = review(data)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == f"{len(listed(data))} questions to a person"
    kinds = [str(each["kind"]) for each in listed(data)]
    order = "outdated unmatched misread conflict disputed unknown warning target prompt unbound"
    assert kinds == sorted(kinds, key=order.split().index)
    assert {"disputed", "unknown", "target"} <= set(kinds)
    assert lines[-1].startswith("What is known of one: vacatio review show ")
    assert len(review(data, "--limit", "2").stdout.splitlines()) == 6
    assert {each["kind"] for each in listed(data, "--kind", "disputed")} == {"disputed"}
    assert [each["act_id"] for each in listed(data, "--act", MONTHS)] == [MONTHS]


def test_what_is_known_of_a_question_is_shown_with_the_words_and_the_ways_to_answer(
    data: DataDir,
) -> None:
    question = asked(data, MONTHS)
    short = str(question["id"])[:8]
    told = review(data, "show", short).stdout
    assert "apply: 2026-07-11 or 2026-07-12?" in told
    assert "  first published: 2026-01-10" in told
    assert "  or 2026-07-12: counting the term from 2026-01-11" in told
    assert "  it reads: “Настоящий Закон вводится в действие по истечении шести месяцев" in told
    assert f"vacatio review decide {short} --by NAME --confirm    # 2026-07-11" in told
    same = json.loads(review(data, "show", short, "--format", "json").stdout)
    assert same == question


def test_a_confirmed_day_is_reviewed_and_outlives_the_database(data: DataDir) -> None:
    question = asked(data, MONTHS)
    done = review(data, "decide", str(question["id"]), *BY, "--confirm")
    assert done.exit_code == 0
    assert "confirmed 2026-07-11" in done.stdout
    waiting = asked(data, MONTHS, "--all")
    assert waiting["state"] == "waiting for a build"
    build(data)
    before = store.content(data.database)
    row = act(data, MONTHS)
    assert (row["in_force_on"], row["certainty"], row["confidence"]) == (
        *("2026-07-11", "reviewed", "confirmed"),
    )
    with store.opened(data.database) as db:
        [(steps,)] = db.execute("SELECT steps FROM commencements WHERE act_id = ?", [MONTHS])
    [step] = [step for step in json.loads(steps) if step["of"] == "in_force_on"]
    [recorded] = decisions.read(data.decisions)
    assert f"decision {recorded.id} by A. Reviewer of {recorded.on}" in step["text"]
    assert all(each["act_id"] != MONTHS for each in listed(data))
    data.database.unlink()
    build(data)
    assert store.content(data.database) == before


def test_a_corrected_day_wins_over_the_computation(data: DataDir) -> None:
    question = asked(data, MONTHS)
    given = ("--correct", "2026-07-12", "--source", "https://example.org/letter")
    assert review(data, "decide", str(question["id"]), *BY, *given).exit_code == 0
    build(data)
    row = act(data, MONTHS)
    assert (row["in_force_on"], row["certainty"]) == ("2026-07-12", "reviewed")
    with store.opened(data.database) as db:
        [(others,)] = db.execute(
            "SELECT alternatives FROM commencements WHERE act_id = ?", [MONTHS]
        )
        [made] = db.query("SELECT * FROM decisions")
    [other] = json.loads(others)
    assert (other["on"], other["reading"]) == ("2026-07-11", "as counted without the decision")
    assert (made["state"], made["verdict"], made["source"]) == (
        *("applied", "corrected", "https://example.org/letter"),
    )
    for day, says in (("12", "1 agree, 0 contradict"), ("11", "0 agree, 1 contradict")):
        text = f"The Law No. 256-VIII of 9 January 2026 takes effect on {day} July 2026.\n"
        told = CliRunner().invoke(cli, ["check", "-", "--data", str(data.root)], text).stdout
        assert says in told
        assert ("by a reviewer's decision" in told) == (day == "11")


def test_a_decision_whose_ground_has_changed_comes_up_again_and_decides_no_more(
    data: DataDir,
) -> None:
    question = asked(data, MONTHS)
    given = ("--correct", "2026-07-12", "--source", "a letter")
    review(data, "decide", str(question["id"]), *BY, *given)
    build(data)
    changed(data, MONTHS, b"2026-01-10", b"2026-01-13")
    build(data)
    [first, *_] = listed(data)
    assert (first["kind"], first["act_id"]) == ("outdated", MONTHS)
    known = first["known"]
    assert isinstance(known, list)
    assert {"then published: 2026-01-10", "now published: 2026-01-13"} <= set(known)
    assert len(known) == len(set(known))
    assert str(first["question"]).startswith("Law № 256-VIII of 2026-01-09")
    row = act(data, MONTHS)
    assert (row["in_force_on"], row["certainty"], row["confidence"]) == (
        *("2026-07-14", "computed", "disputed"),
    )
    with store.opened(data.database) as db:
        [(others,)] = db.execute(
            "SELECT alternatives FROM commencements WHERE act_id = ?", [MONTHS]
        )
        [(state,)] = db.execute("SELECT state FROM decisions")
    assert state == "outdated"
    assert "2026-07-12" in {
        each["on"] for each in json.loads(others) if each["rule"] == "KZ-DECISION-OLD"
    }
    new = ("--correct", "2026-07-14", "--source", "another letter")
    assert review(data, "decide", str(first["id"]), *BY, *new).exit_code == 0
    build(data)
    assert act(data, MONTHS)["certainty"] == "reviewed"
    assert all(each["act_id"] != MONTHS for each in listed(data))


def test_a_decision_on_the_publication_moves_the_day_that_follows_from_it(data: DataDir) -> None:
    data.decisions.write_text(
        f'[[decision]]\nid = "1"\nact = "{ORDER}"\nkind = "publication"\n'
        'value = 2025-12-29\nsource = "seen in print"\nby = "A"\non = 2026-01-12\n\n'
        '[[decision]]\nid = "2"\nact = "kz/law/2099-01-01/1"\nkind = "entry"\n'
        'value = 2099-01-01\nby = "A"\non = 2026-01-12\n',
        encoding="utf-8",
    )
    build(data)
    assert act(data, ORDER)["in_force_on"] == "2026-01-09"
    lost, *others, unbound = listed(data)
    assert lost["kind"] == "unmatched"
    assert "decision 2 by A of 2026-01-12 is about kz/law/2099-01-01/1, which is not there" in str(
        lost["question"]
    ).replace("D", "d")
    assert (unbound["kind"], unbound["act_id"], unbound["confirm"]) == (
        *("unbound", ORDER, "2025-12-29"),
    )
    assert review(data, "decide", str(unbound["id"]), *BY, "--confirm").exit_code == 0
    reason = ("--dismiss", "--reason", "a slip")
    assert review(data, "decide", str(lost["id"]), *BY, *reason).exit_code == 0
    build(data)
    assert act(data, ORDER)["in_force_on"] == "2026-01-09"
    assert [each["id"] for each in listed(data)] == [each["id"] for each in others]
    kept = decisions.read(data.decisions)
    assert [(each.id, each.source, each.basis is None) for each in kept][:1] == [
        ("1", "seen in print", True)
    ]
    assert next(each for each in kept if each.source and each.basis).source == "seen in print"


def test_a_citation_is_resolved_as_a_person_said(data: DataDir) -> None:
    [question, *_] = listed(data, "--kind", "target")
    name = str(question["id"])
    refused = review(data, "decide", name, *BY, "--correct", "kz/law/1", "--source", "x")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "no act 'kz/law/1' is published" in refused.stderr
    given = ("--correct", ORDER, "--source", "the register")
    assert review(data, "decide", name, *BY, *given).exit_code == 0
    build(data)
    with store.opened(data.database) as db:
        edges = db.execute(
            "SELECT act_id FROM amendments WHERE target_act_id = ?", [ORDER]
        ).fetchall()
    assert (question["act_id"],) in edges
    assert name not in {each["id"] for each in listed(data)}


def test_what_is_dismissed_is_not_asked_again_and_keeps_its_reason(data: DataDir) -> None:
    question = asked(data, MONTHS)
    given = ("--dismiss", "--reason", "both readings stay", "--note", "settled in the meeting")
    assert review(data, "decide", str(question["id"]), *BY, *given).exit_code == 0
    build(data)
    assert all(each["act_id"] != MONTHS for each in listed(data))
    assert act(data, MONTHS)["confidence"] == "disputed", "a date is no surer for it"
    again = asked(data, MONTHS, "--all")
    assert again["state"] == "decided"
    with store.opened(data.database) as db:
        [made] = db.query("SELECT * FROM decisions")
    assert (made["reason"], made["note"]) == ("both readings stay", "settled in the meeting")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "give one of --confirm, --correct and --dismiss"),
        (("--confirm", "--dismiss", *BY), "give one of --confirm, --correct and --dismiss"),
        (("--confirm",), "--by is missing"),
        (("--correct", "2026-07-12", *BY), "--source is missing"),
        (("--dismiss", *BY), "--reason is missing"),
        (("--dismiss", "--reason", " ", *BY), "--reason is missing"),
        (("--correct", "12.07.2026", "--source", "x", *BY), "'12.07.2026' is no date: write it"),
        (("--correct", "2026-07-12", "--source", "x", "--fact", "event", *BY), "can decide: entry"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(
    first: DataDir, given: tuple[str, ...], words: str
) -> None:
    name = str(asked(first, MONTHS)["id"])
    done = review(first, "decide", name, *given)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not first.decisions.exists()


def test_misuse_and_a_broken_file_are_one_clear_line(data: DataDir, tmp_path: Path) -> None:
    for given in (("show", "zzz"), ("show", ""), ("decide", "zzz", "--confirm", *BY)):
        done = review(data, *given)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert "`vacatio review` lists them" in done.stderr or "give more of it" in done.stderr
    data.decisions.write_text("[[decision]]\nid = 1\n", encoding="utf-8")
    done = review(data)
    assert (done.exit_code, done.stderr) == (
        2,
        f"vacatio: {data.decisions}, line 1: `kind` must be a non-empty text\n",
    )
    empty = review(DataDir(tmp_path / "none"))
    assert (empty.exit_code, empty.stderr.count("\n")) == (2, 1)


def test_a_decision_is_printed_for_programs(data: DataDir) -> None:
    name = str(asked(data, MONTHS)["id"])
    done = review(data, "decide", name, *BY, "--confirm", "--format", "json")
    made = json.loads(done.stdout)
    [recorded] = decisions.read(data.decisions)
    assert made == {
        "decision": recorded.id,
        "question": name,
        "verdict": "confirmed",
        "kind": "entry",
        "value": "2026-07-11",
        "basis": recorded.basis,
        "file": str(data.decisions),
    }


def sessions() -> list[tuple[str, str]]:
    """Split the console block of the page on review into commands and what they print."""
    page = (Path(__file__).parents[1] / "docs" / "review.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    parts = [session.partition("\n") for session in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    return [(command, output) for command, _, output in parts[1:]]


def test_the_page_on_review_shows_what_happens(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.root.rename(data.root.with_name("var-demo"))
    monkeypatch.chdir(data.root.parent)
    page = (Path(__file__).parents[1] / "docs" / "review.md").read_text(encoding="utf-8")
    for command, output in sessions():
        program, *arguments = shlex.split(command)
        assert program == "vacatio"
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0
        [today] = {
            str(each.on) for each in decisions.read(DataDir(Path("var-demo")).decisions)
        } or {"2026-11-29"}
        assert done.stdout.replace(today, "2026-11-29") == output
    [written] = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    text = Path("var-demo", "decisions.toml").read_text(encoding="utf-8")
    assert written in text.replace(today, "2026-11-29")


def test_on_a_terminal_what_is_missing_is_asked_for(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vacatio.commands.review._at_a_terminal", lambda: True)
    name = str(asked(data, MONTHS)["id"])
    done = review(data, "decide", name, typed="correct\n2026-07-12\na letter\nA. Reviewer\n")
    assert done.exit_code == 0, done.output
    [made] = decisions.read(data.decisions)
    assert (made.value, made.source, made.by) == ("2026-07-12", "a letter", "A. Reviewer")
