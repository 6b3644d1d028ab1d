"""The subcommand ``vacatio review``."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vacatio.commands._shared import clear_errors, data_options, output_option, settled

if TYPE_CHECKING:
    from vacatio.datadir import DataDir
    from vacatio.decisions import Verdict
    from vacatio.review import Answer, Question
    from vacatio.settings import Settings

#: The facts that a correction may decide.
FACTS = ("entry", "publication", "registration", "adoption", "event")


@click.group(invoke_without_command=True)
@click.option(
    "--kind", "kinds", multiple=True, help="Only questions of this kind, such as disputed."
)
@click.option("--act", help="Only questions about this act, by its id.")
@click.option("--all", "everything", is_flag=True, help="Also what has been decided.")
@click.option("--limit", default=20, show_default=True, help="How many to print; 0 prints all.")
@output_option
@data_options
@click.pass_context
def command(
    context: click.Context,
    config: Path | None,
    data: Path | None,
    output: str,
    kinds: tuple[str, ...],
    act: str | None,
    everything: bool,
    limit: int,
) -> None:
    r"""What needs a person, and what did people decide? List it, the most important first.

    \b
        vacatio review
        vacatio review show 92906518
        vacatio review decide 92906518 --by "A. Reviewer" --confirm

    Unknown and disputed dates, contradictions, citations that mean no act at hand, what a check
    only asks, and decisions whose ground has changed. A decision goes into decisions.toml, and
    the next build applies it.
    """
    context.obj = (config, data)
    if context.invoked_subcommand:
        return
    from vacatio import review

    with clear_errors():
        given = review.questions(_data(context, None, None))
    chosen = [
        each
        for each in given
        if (everything or each.state == "open")
        and (not kinds or each.row["kind"] in kinds)
        and act in (None, each.row["act_id"])
    ]
    shown = chosen[:limit] if limit else chosen
    if output == "json":
        _print({"total": len(chosen), "questions": [each.json() for each in shown]})
        return
    number = len(chosen)
    click.echo(f"{number or 'no'} question{'' if number == 1 else 's'} to a person")
    for line in review.listed(shown, given, number - len(shown)):
        click.echo(_plain(line))


@command.command()
@click.argument("asked", metavar="ID")
@output_option
@data_options
@click.pass_context
def show(
    context: click.Context, /, asked: str, config: Path | None, data: Path | None, output: str
) -> None:
    r"""What is known of one question, and how can it be answered?

    \b
        vacatio review show 92906518

    ID is a question's id, or as many of its first letters as make it the only one.
    """
    from vacatio import review

    with clear_errors():
        given = review.questions(_data(context, config, data))
        question = review.find(given, asked)
    if output == "json":
        _print(question.json())
        return
    for line in review.told(question, given):
        click.echo(_plain(line))


@command.command()
@click.argument("asked", metavar="ID")
@click.option("--confirm", is_flag=True, help="It is as computed, or as found.")
@click.option("--correct", metavar="VALUE", help="It is otherwise: the day, or the id of the act.")
@click.option("--dismiss", is_flag=True, help="It is nothing to care about; needs --reason.")
@click.option("--fact", type=click.Choice(FACTS), help="Which day --correct decides.")
@click.option("--source", help="What a correction rests on: words, or an address.")
@click.option("--reason", help="Why it is dismissed.")
@click.option("--note", help="Anything else that the next reader should know.")
@click.option("--by", envvar="VACATIO_REVIEWER", help="Who decides (or VACATIO_REVIEWER).")
@output_option
@data_options
@click.pass_context
def decide(
    context: click.Context,
    /,
    asked: str,
    config: Path | None,
    data: Path | None,
    output: str,
    confirm: bool,
    correct: str | None,
    dismiss: bool,
    fact: str | None,
    source: str | None,
    reason: str | None,
    note: str | None,
    by: str | None,
) -> None:
    r"""How is this question answered? Write the decision into decisions.toml.

    \b
        vacatio review decide 92906518 --by "A. Reviewer" --confirm
        vacatio review decide 5bb7c088 --by "A. Reviewer" --correct 2026-12-01 --source "letter 7"
        vacatio review decide 157b7aef --by "A. Reviewer" --dismiss --reason "no budgets here"

    On a terminal what is not given is asked for. The next build applies the decision.
    """
    from zoneinfo import ZoneInfo

    from vacatio import review
    from vacatio.datadir import DataDir
    from vacatio.decisions import Verdict
    from vacatio_calendar import load

    with clear_errors():
        settings = _settings(context, config, data)
        root = DataDir(settings.data)
        questions = review.questions(root)
        question = review.find(questions, asked)
        choices = {
            Verdict.CONFIRMED: confirm,
            Verdict.CORRECTED: correct,
            Verdict.DISMISSED: dismiss,
        }
        verdicts = [verdict for verdict, chosen in choices.items() if chosen]
        if len(verdicts) > 1:
            raise click.UsageError("give one of --confirm, --correct and --dismiss")
        asking = _at_a_terminal() and output == "text"
        if not verdicts and asking:
            for line in review.told(question, questions):
                click.echo(_plain(line))
            verdicts, correct = [_ask_verdict(question)], None
        if not verdicts:
            raise click.UsageError("give one of --confirm, --correct and --dismiss")
        given = {"value": correct, "source": source, "reason": reason, "by": by}
        today = dt.datetime.now(ZoneInfo(load(settings.jurisdiction).time_zone)).date()
        answer = _answer(verdicts[0], given, fact, note, today, asking=asking)
        made = review.decide(root, question, answer)
    if output == "json":
        _print(
            {
                "decision": made.id,
                "question": question.id,
                "verdict": made.verdict,
                "kind": made.kind,
                "value": made.value,
                "basis": made.basis,
                "file": str(root.decisions),
            }
        )
        return
    what = f" {made.value}" if made.value else ""
    click.echo(f"{made.verdict}{what}: decision {made.id} in {root.decisions}")
    click.echo(f"It takes effect with the next build: vacatio build --data {root.root}")


def _answer(
    verdict: Verdict,
    given: dict[str, str | None],
    fact: str | None,
    note: str | None,
    today: dt.date,
    *,
    asking: bool,
) -> Answer:
    """Put an answer together; what it needs and lacks is asked for on a terminal."""
    from vacatio.decisions import Verdict
    from vacatio.review import Answer
    from vacatio_calendar.known import Fact

    needed: tuple[str, ...] = {
        Verdict.CONFIRMED: (),
        Verdict.CORRECTED: ("value", "source"),
        Verdict.DISMISSED: ("reason",),
    }[verdict]
    for key in (*needed, "by"):
        words = (given[key] or "").strip()
        if not words and asking:
            words = click.prompt(key.capitalize(), err=True).strip()
        if not words:
            raise click.UsageError(f"--{key} is missing: who and why must be on record")
        given[key] = words
    return Answer(
        verdict,
        by=given["by"] or "",
        on=today,
        value=given["value"],
        fact=Fact(fact) if fact else None,
        source=given["source"],
        reason=given["reason"],
        note=note,
    )


def _at_a_terminal() -> bool:
    """Tell whether there is somebody to ask."""
    return sys.stdin.isatty()


def _ask_verdict(question: Question) -> Verdict:
    from vacatio.decisions import Verdict

    chosen = click.prompt(
        "Confirm, correct or dismiss",
        type=click.Choice(["confirm", "correct", "dismiss"]),
        err=True,
    )
    return {
        "confirm": Verdict.CONFIRMED,
        "correct": Verdict.CORRECTED,
        "dismiss": Verdict.DISMISSED,
    }[chosen]


def _data(context: click.Context, config: Path | None, data: Path | None) -> DataDir:
    from vacatio.datadir import DataDir

    return DataDir(_settings(context, config, data).data)


def _settings(context: click.Context, config: Path | None, data: Path | None) -> Settings:
    """Read the settings: the options of the subcommand win over those of ``review``."""
    above: tuple[Path | None, Path | None] = context.obj
    return settled(config or above[0], data or above[1])


def _plain(line: str) -> str:
    """Leave out what would steer a terminal: titles and quotations come from outside."""
    return "".join(letter for letter in line if letter.isprintable() or letter == "\n")


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
