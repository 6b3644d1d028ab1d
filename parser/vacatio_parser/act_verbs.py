"""The words by which one act changes, repeals or suspends another, per language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from vacatio_calendar.model import Language


class Deed(StrEnum):
    """What an act does to another act."""

    AMEND = "amend"
    REPEAL = "repeal"
    SUSPEND = "suspend"


class Side(StrEnum):
    """Where the acts stand that a verb governs."""

    AFTER = "after"
    BEFORE = "before"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One wording: what it does, what else its line must hold, an example and a near miss."""

    pattern: re.Pattern[str]
    means: Deed
    side: Side
    needs: re.Pattern[str] | None
    example: str
    near_miss: str


@dataclass(frozen=True, slots=True)
class ActVerbs:
    """The wordings of one language; ``any_verb`` finds what any of its ``rows`` does.

    ``leant`` ends where a citation begins that is only leant on; ``repealing`` and ``amending``
    are headings of annexes whose items are the acts concerned.
    """

    rows: tuple[VerbRow, ...]
    any_verb: re.Pattern[str]
    leant: re.Pattern[str]
    repealing: re.Pattern[str]
    amending: re.Pattern[str]


@cache
def act_verbs(language: Language) -> ActVerbs:
    """Read the wordings of a language (once).

    >>> [row.means.value for row in act_verbs(Language.KK).rows]
    ['amend', 'repeal', 'repeal', 'suspend']
    """
    name = f"{language.value}_acts.toml"
    table = tomllib.loads(files("vacatio_parser.lexicon").joinpath(name).read_text("utf-8"))
    rows = tuple(
        VerbRow(
            re.compile(row["pattern"]),
            Deed(row["means"]),
            Side(row["where"]),
            re.compile(row["needs"]) if "needs" in row else None,
            row["example"],
            row["not"],
        )
        for row in table["verb"]
    )
    leant = table["leant"]["words"]
    return ActVerbs(
        rows,
        re.compile("|".join(f"(?:{row.pattern.pattern})" for row in rows)),
        re.compile(rf"(?:^|\W)(?:{leant})\s*(?:(?:the|an?|its)\s+)?$"),
        re.compile(table["annex"]["repeal"]),
        re.compile(table["annex"]["amend"]),
    )
