"""The cases of the checks over texts: what stands in ``tests/cases/checks_texts*.toml``."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import TypedDict

from seeded.looking import Facts
from vacatio_calendar.model import Claim, OfficialPublication

#: A case writes <<name>> for words that many cases share.
WORDS = re.compile(r"<<(\w+)>>")
CASES = Path(__file__).parents[1] / "tests" / "cases"


class Place(TypedDict, total=False):
    date: dt.date
    venue: str
    issue: str
    field: str


class Beside(TypedDict, total=False):
    text: str
    name: str
    published: dt.date
    places: list[Place]
    registered: dt.date
    registry: str
    claims: dict[str, dt.date | str]
    bank: str
    ended: dt.date
    ended_by: str
    since: dt.date
    until: dt.date
    individual: bool


class Case(Beside, total=False):
    check: str
    what: str
    gives: list[str]
    only: bool
    other: list[Beside]
    own: str
    official: bool
    confirmed: list[str]
    exemption: str
    today: dt.date
    complete: list[str]
    complete_since: dt.date
    suggestion: str
    unchecked: list[str]
    whole_archive: bool
    rule: str
    lifted: str
    kept: str


def cases() -> list[Case]:
    found: list[Case] = []
    for file in sorted(CASES.glob("checks_texts*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        words: dict[str, str] = table["words"]
        rows: list[Case] = table["case"]
        for row in rows:
            for part in (row, *row.get("other", [])):
                if "text" in part:
                    part["text"] = filled(part["text"], words)
        found += rows
    return found


def filled(text: str, words: dict[str, str]) -> str:
    return WORDS.sub(lambda match: words[match[1]], text)


def facts(row: Beside) -> Facts:
    return Facts(
        published=row.get("published"),
        publications=tuple(
            OfficialPublication(
                place["date"], place.get("venue"), place.get("issue"), field=place.get("field")
            )
            for place in row.get("places", [])
        ),
        registered=row.get("registered"),
        registration_number=row.get("registry"),
        claims=tuple(
            Claim(field, str(value), value if isinstance(value, dt.date) else None)
            for field, value in row.get("claims", {}).items()
        ),
        identifiers=(("ekb", row["bank"]),) if "bank" in row else (),
        ended=row.get("ended"),
        ended_by=row.get("ended_by", "kz/law/2020-01-01/1-vi"),
        normative=False if row.get("individual") else None,
    )
