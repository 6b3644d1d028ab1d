"""What people decided: `decisions.toml`, one `[[decision]]` a row, never written by the machine."""

from __future__ import annotations

import tomllib
from pathlib import Path

from vacatio.store import Row
from vacatio_calendar.errors import VacatioError

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
    found: list[Row] = []
    seen: set[str] = set()
    for number, each in enumerate(given.get("decision", []), start=1):
        missing = [key for key in REQUIRED if key not in each]
        unknown = sorted(set(each) - {*REQUIRED, *OPTIONAL})
        if missing or unknown:
            what = f"lacks {', '.join(missing)}" if missing else f"has unknown {unknown[0]}"
            raise BadDecision(path, f"decision {number} {what}")
        words = {key: str(each[key]) for key in each}
        if words["id"] in seen:
            raise BadDecision(path, f"decision {number} repeats the id {words['id']}")
        seen.add(words["id"])
        found.append(
            {
                "id": words["id"],
                "act_id": words["act"],
                **{key: words.get(key) for key in ("kind", "value", "source", "by", "on", "note")},
            }
        )
    return found
