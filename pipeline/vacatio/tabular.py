"""A bulletin as data: CSV, whose cells are no formulas, and JSON, whose shape the README tells."""

from __future__ import annotations

import csv
import io
import json

from vacatio.bulletins import Bulletin
from vacatio.extraction import Json, Object
from vacatio.quoting import clean
from vacatio.records import Cited, Record, Stage
from vacatio.sentences import cited, title, told

SCHEMA = "vacatio.export/1"
COLUMNS = (
    *("id", "type", "number", "adopted_on", "title", "issuer"),
    *("registration_number", "registered_on", "published_on", "in_force_on", "or_on"),
    *("certainty", "confidence", "reason", "changes", "source", "page", "text", "quote"),
    "findings",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table(bulletin: Bulletin) -> str:
    """Write a bulletin as CSV, a row an act; no cell is a formula for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in bulletin.records:
        row = _row(bulletin, record)
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def objects(bulletin: Bulletin) -> str:
    """Write a bulletin as JSON; the shape is told in the room's README."""
    found: Object = {
        "schema": SCHEMA,
        "language": bulletin.language.value,
        "since": bulletin.wanted.since.isoformat(),
        "until": bulletin.wanted.until.isoformat(),
        "demo": bulletin.demo,
        "acts": [_object(bulletin, record) for record in bulletin.records],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def cell(text: str) -> str:
    """Write a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell(" @x"), cell("О садах")
    ("'=1+1", "' @x", 'О садах')
    """
    flat = clean(text)
    return f"'{flat}" if flat.lstrip().startswith(_FORMULA) else flat


def _row(bulletin: Bulletin, record: Record) -> dict[str, str]:
    language, act = bulletin.language, record.act
    main = next((stage for stage in record.stages if stage.provisions is None), None)
    return {
        "id": act.id or "",
        "type": act.type,
        "number": act.number or "",
        "adopted_on": str(act.date or ""),
        "title": title(act, language) or "",
        "issuer": act.issuer or "",
        "registration_number": record.registration_number or "",
        "registered_on": str(record.registered_on or ""),
        "published_on": str(record.published_on or ""),
        "in_force_on": str((main and main.on) or ""),
        "or_on": " ".join(str(other) for other in main.others) if main else "",
        "certainty": main.certainty if main else "unknown",
        "confidence": main.confidence if main else "",
        "reason": (main.reason if main else None) or "",
        "changes": "; ".join(f"{each.kind} {_name(each.act)}" for each in record.targets),
        "source": record.url or "",
        "page": bulletin.page(record) or "",
        "text": " ".join(told(record, language, bulletin.law)),
        "quote": " ".join(((main.quote if main else None) or "").split()),
        "findings": "; ".join(f"{each.severity} {each.code}" for each in record.findings),
    }


def _name(act: Cited) -> str:
    return act.id or " ".join(filter(None, (act.type, act.number, str(act.date or ""))))


def _object(bulletin: Bulletin, record: Record) -> Object:
    language, act = bulletin.language, record.act
    return {
        **_identity(act),
        "why": record.why.value,
        "issuer": act.issuer,
        "registration_number": record.registration_number,
        "registered_on": _iso(record.registered_on),
        "published_on": _iso(record.published_on),
        "known_on": _iso(record.known_on),
        "commencements": [_stage(stage) for stage in record.stages],
        "changes": [{"kind": each.kind, **_identity(each.act)} for each in record.targets],
        "sentences": [*told(record, language, bulletin.law)],
        "citation": cited(act, language, bulletin.law),
        "source": record.url,
        "page": bulletin.page(record),
        "findings": [
            {
                "code": each.code,
                "severity": each.severity,
                "title": each.title,
                "message": each.message,
                "suggestion": each.suggestion,
            }
            for each in record.findings
        ],
    }


def _identity(act: Cited) -> dict[str, Json]:
    return {
        "id": act.id,
        "type": act.type,
        "number": act.number,
        "date": _iso(act.date),
        "titles": {language.value: text for language, text in act.titles.items()},
    }


def _stage(stage: Stage) -> Object:
    return {
        "provisions": stage.provisions,
        "kind": stage.kind,
        "value": stage.value,
        "unit": stage.unit,
        "on": _iso(stage.on),
        "alternatives": [_iso(other) for other in stage.others],
        "certainty": stage.certainty,
        "confidence": stage.confidence,
        "reason": stage.reason,
        "applies_from": _iso(stage.applies_from),
        "ends_on": _iso(stage.ends_on),
        "quote": stage.quote,
    }


def _iso(on: object) -> str | None:
    return str(on) if on else None
