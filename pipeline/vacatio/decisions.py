"""What people decided: `decisions.toml`, one `[[decision]]` a row, never written by the machine.

[[decision]]
id = "672-nq-published"
act = "kz/order/maidr/2025-12-22/672-nq"
kind = "publication"             # the fact decided: publication, registration, entry, …
value = 2025-12-26
source = "the bank's page of the act, read on 2026-01-12"
by = "A. Reviewer"
on = 2026-01-12
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from vacatio.store import Row
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.known import Decision, Fact

#: What a decision must say, and what it may say.
REQUIRED = ("id", "act", "kind", "value", "by", "on")
OPTIONAL = ("source", "note")


class BadDecision(VacatioError):
    """The file of decisions cannot be understood."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def rows(path: Path) -> list[Row]:
    """Read the decisions as rows of the table `decisions`; no file means none were taken."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise BadDecision(path, str(error)) from error
    unknown = sorted(set(given) - {"decision"})
    if unknown:
        raise BadDecision(path, f"{unknown[0]} is not known; write [[decision]]")
    found: list[Row] = []
    for number, each in enumerate(given.get("decision", []), start=1):
        missing = [key for key in REQUIRED if key not in each]
        unknown = sorted(set(each) - {*REQUIRED, *OPTIONAL})
        if missing or unknown:
            what = f"lacks {', '.join(missing)}" if missing else f"has unknown {unknown[0]}"
            raise BadDecision(path, f"decision {number} {what}")
        if each["kind"] not in {fact.value for fact in Fact}:
            facts = ", ".join(fact.value for fact in Fact)
            raise BadDecision(path, f"decision {number}: kind is one of {facts}")
        if not isinstance(each["value"], dt.date):
            raise BadDecision(path, f"decision {number}: value is a date without quotes")
        if any(row["id"] == str(each["id"]) for row in found):
            raise BadDecision(path, f"decision {number} repeats the id {each['id']}")
        words = {key: str(value) for key, value in each.items()}
        found.append(
            {
                "id": words["id"],
                "act_id": words["act"],
                **{key: words.get(key) for key in ("kind", "value", "source", "by", "on", "note")},
            }
        )
    return found


def by_act(given: Sequence[Row]) -> dict[str, tuple[Decision, ...]]:
    """Give the decisions as the calendar takes them, by act, oldest first."""
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for row in sorted(given, key=lambda row: (str(row["on"]), str(row["id"]))):
        source = f"decision {row['id']} by {row['by']} of {row['on']}"
        found[str(row["act_id"])].append(
            Decision(
                Fact(str(row["kind"])),
                dt.date.fromisoformat(str(row["value"])),
                f"{source}: {row['source']}" if row["source"] else source,
            )
        )
    return {act_id: tuple(decisions) for act_id, decisions in found.items()}
