"""What a night left behind: the published database, the ledgers and the feeds."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nights.oracle import Announced, Reminder
from vacatio import store
from vacatio.datadir import DataDir
from vacatio_calendar import load, state_on
from vacatio_datasette.legal_values import legal_values

#: The columns of `acts` that the oracle knows.
COLUMNS = ("registered_on", "published_on", "in_force_on", "ends_on", "confidence")
REMINDERS = frozenset({"soon", "starts", "found"})


def rows(data: DataDir, day: dt.date) -> dict[str, tuple[str | None, ...]]:
    """Give by act its published days, and the state that the site tells of it on a day."""
    law = load("kz")
    found: dict[str, tuple[str | None, ...]] = {}
    with store.reading(data.database) as db:
        clauses: dict[str, list[dict[str, Any]]] = {}
        for row in db.query("SELECT * FROM commencements ORDER BY act_id, position"):
            clauses.setdefault(str(row["act_id"]), []).append(row)
        for act in db.query("SELECT * FROM acts"):
            name = str(act["id"])
            legal = legal_values(db.conn, act, clauses.get(name, []), [], law)
            state = state_on(day, legal.act, legal.entries, law, legal.known)
            found[name] = (*(act[column] for column in COLUMNS), state.value.value)
    return found


def ledger(path: Path) -> list[dict[str, Any]]:
    """Read a ledger, line by line."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def announced(lines: list[dict[str, Any]], start: int) -> tuple[Announced, ...]:
    """Give the events from a line on, each with the kind that its chain began with."""
    by_id = {line["id"]: line for line in lines}

    def first(line: dict[str, Any]) -> str:
        while line.get("replaces"):
            line = by_id[line["replaces"]]
        return str(line["kind"])

    return tuple(
        (line["act_id"], line["kind"], first(line), line["effective_on"]) for line in lines[start:]
    )


def reminded(lines: list[dict[str, Any]], start: int) -> tuple[Reminder, ...]:
    """Give the reminders and late finds from a line on."""
    return tuple(
        (line["kind"], line["act_id"], line["effective_on"])
        for line in lines[start:]
        if line["kind"] in REMINDERS
    )


def repeated(names: list[str]) -> list[str]:
    """Name what stands there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]


def feeds(data: DataDir) -> Iterator[tuple[str, list[list[str]]]]:
    """Give by the name of each feed the guids of its pages: its own, then its archives."""
    root = data.feeds.resolve()
    for path in sorted(root.rglob("*.json")):
        if re.search(r"-\d+$", path.stem):
            continue  # an archive, found from its feed
        pages, page = [], path
        while True:
            read = json.loads(page.read_bytes())
            pages.append([str(item["id"]) for item in read["items"]])
            if "next_url" not in read:
                break
            page = path.parent / str(read["next_url"]).rpartition("/")[2]
        yield path.relative_to(root).as_posix(), pages


def calendars(data: DataDir) -> Iterator[tuple[str, list[str]]]:
    """Give the uids of each calendar by its name."""
    root = data.feeds.resolve()
    for path in sorted(root.glob("*.ics")):
        words = path.read_text(encoding="utf-8").replace("\r\n ", "")
        yield path.name, re.findall(r"^UID:(.+)$", words, re.MULTILINE)


def stale(data: DataDir) -> dict[str, str]:
    """Give by source the day since which it is marked as stale."""
    with store.reading(data.database) as db:
        rows = db.query("SELECT id, stale_since FROM sources WHERE stale_since IS NOT NULL")
        return {str(row["id"]): str(row["stale_since"]) for row in rows}


def status(data: DataDir) -> list[str]:
    """Give the titles of the status feed, oldest first."""
    items = json.loads((data.feeds / "status.json").read_bytes())["items"]
    return [str(item["title"]) for item in items][::-1]
