"""Shared configuration of the test session: nothing here imports a room, but in a fixture."""

from __future__ import annotations

import json
import tomllib
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

if TYPE_CHECKING:
    from vacatio import store

# The Python examples of the READMEs and of docs/ are run as they stand.
pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE)],
    patterns=["*.md"],
    excludes=["CHANGELOG.md"],
).pytest()

CASES = Path(__file__).parent / "tests" / "cases"

#: The house's own words, which no source writes.
OWN: dict[str, store.Value] = {
    "certainty": "computed", "confidence": "disputed", "unit": "months", "severity": "error",
    "action": "substitution", "outcome": "read", "standing": "proven", "language": "ru",
    "type": "order", "target_type": "order", "languages": '["ru"]', "jurisdiction": "kz",
    "level": "national", "demo": 0, "issuer_id": "hostile", "state": "open", "about": "act",
    "whose": "act",
}  # fmt: skip
KINDS = {"commencements": "after_publication", "amendments": "amends", "events": "date_corrected",
         "provisions": "article", "holidays": "holiday", "act_aliases": "former"}  # fmt: skip


@pytest.fixture(scope="session")
def hostile_rows() -> dict[str, list[store.Row]]:
    """Give an act for each kind of words, with a row of each table that holds nothing else."""
    from vacatio import schema

    text = (CASES / "hostile.toml").read_text(encoding="utf-8")
    all_words = tomllib.loads(text)["words"] | {"endless": "приказ " * 14_000}
    found: dict[str, list[store.Row]] = {name: [] for name in schema.TABLES}
    for number, words in enumerate(all_words.values(), start=1):
        act, document = f"kz/order/hostile/2025-12-01/{number}", f"x/{number}"
        readings = [{"on": "2026-01-06", "reading": words, "basis": words}]
        inputs = json.dumps({"x": words})
        steps = [{"text": words, "rule": words, "on": "2026-01-05", "op": words,
                  "basis": words, "inputs": inputs}]  # fmt: skip
        known: dict[str, store.Value] = {
            **OWN, "id": f"{number}", "act_id": act, "document_id": document,
            "target_act_id": act, "amendment_id": f"{number}", "replaces": None,
            "in_force_on": "2026-01-05", "published_on": "2025-12-25",
            "adopted_on": "2025-12-01", "known_on": "2026-01-02", "effective_on": "2026-01-05",
            "first_seen": "2026-01-02T02:00:00Z", "search": f"номер {number}",
            "alias": f"{words[:40]}{number}", "eid": f"art_{number}",
            "alternatives": json.dumps(readings), "steps": json.dumps(steps),
        }  # fmt: skip
        for name, columns in schema.TABLES.items():
            row = {
                column: known.get(column, 1 if kind is int else words)
                for column, kind in columns.items()
            }
            if name in KINDS:
                row["kind"] = KINDS[name]
            if name in ("acts", "documents"):
                row["id"] = act if name == "acts" else document
            found[name].append(row)
    return found
