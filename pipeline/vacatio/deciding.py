"""Write a decision into `decisions.toml`: appended, so that all that people wrote there stays.

The file is read and understood before and after, replaced in one step, and held locked meanwhile.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from vacatio.datadir import DataDir, write_whole
from vacatio.decisions import FACTS, Recorded, parse

#: What stands above the first decision of a new file.
HEAD = """\
# What people decided. `vacatio review decide` adds to the end; mend or explain by hand as you like.
# `vacatio build` reads it, and what rests on something that has changed since comes up again.
"""

Make = Callable[[str, Sequence[Recorded]], Recorded]


def record(data: DataDir, on: dt.date, question: str, make: Make) -> Recorded:
    """Add one decision; `make` is given its id and the decisions so far.

    Raises:
        BadDecision: the file cannot be understood as it stands; nothing is written.
    """
    path = data.decisions.resolve()  # a link into a repository stays a link
    with data.decisions_lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        text = _text(path)
        known = parse(path, text)
        new = make(_next(on, known), known)
        longer = f"{text}{_gap(text)}{written(new, question)}"
        parse(path, longer)
        write_whole(path, longer)
    return new


def written(given: Recorded, question: str) -> str:
    """Write a decision as a table of the file, under the question it answers."""
    said = "".join(letter for letter in " ".join(question.split()) if letter.isprintable())
    lines = [f"# {said}" if said else "", "[[decision]]"]
    words = {
        "id": given.id,
        "review": given.review,
        "act": given.act,
        "document": given.document,
        "code": given.code,
        "kind": given.kind,
        "verdict": given.verdict,
        "value": given.value,
        "provisions": given.provisions,
        "source": given.source,
        "reason": given.reason,
        "note": given.note,
        "by": given.by,
    }
    for key, value in words.items():
        if value is not None:
            plain = key == "value" and given.kind in FACTS  # a day stands without quotes
            lines.append(f"{key} = {value if plain else _quoted(value)}")
    lines.append(f"on = {given.on}")
    if given.rests_on:
        lines += ["rests_on = [", *(f"  {_quoted(each)}," for each in given.rests_on), "]"]
    if given.basis is not None:
        lines.append(f"basis = {_quoted(given.basis)}")
    return "\n".join(line for line in lines if line) + "\n"


def _quoted(value: str) -> str:
    r"""Write a TOML text: as in JSON, but for one control character that only TOML forbids.

    >>> print(_quoted('say "so"\n'))
    "say \"so\"\n"
    """
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _next(on: dt.date, known: Sequence[Recorded]) -> str:
    """Name a decision by its day and a number that is free."""
    taken, number = {each.id for each in known}, 1
    while f"{on}-{number}" in taken:
        number += 1
    return f"{on}-{number}"


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return HEAD


def _gap(text: str) -> str:
    return "\n" if text.endswith("\n") else "\n\n"
