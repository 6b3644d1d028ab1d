"""What a check found as SARIF 2.1.0 (OASIS), which code hosts and editors read.

A place is a region only where the file is text whose lines people count; a page of a PDF or a
paragraph of a Word document is a logical location, because no line of the file is meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from vacatio.extraction import Examined, Json, Object
from vacatio.quoting import Place, Places
from vacatio.tally import tally
from vacatio_calendar.checks import catalogue, checks
from vacatio_calendar.model import Finding, Language, Severity, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(
    examined: Sequence[tuple[str, Examined]], unread: Sequence[tuple[str, str]] = ()
) -> Object:
    """Return a SARIF log of one run.

    Args:
        examined: the name of each file and what was found in it.
        unread: the name of each file that could not be read, and why.
    """
    found = [(name, one, finding) for name, one in examined for finding in one.findings]
    first = {finding.code: finding for _, _, finding in reversed(found)}
    codes = sorted(first)
    places = {name: Places(one.document) for name, one in examined}
    run: Object = {
        "tool": {
            "driver": {
                "name": "vacatio",
                "version": version("vacatio"),
                "rules": [_rule(first[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [_notification(name, why) for name, why in unread],
            }
        ],
        "artifacts": [
            {
                "location": {"uri": uri(name)},
                "properties": {"dates": tally(one).sentence()},
            }
            for name, one in examined
        ],
        "results": [
            _result(name, finding, places[name], codes.index(finding.code))
            for name, _, finding in found
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(name: str) -> str:
    """Write the name of a file as a URI reference; a relative one stays relative.

    >>> uri("news/№ 1.docx"), uri("standard input"), uri("https://firm.example/a?b=1")
    ('news/%E2%84%96%201.docx', 'standard%20input', 'https://firm.example/a?b=1')
    """
    if name.startswith(("http://", "https://")):
        return quote(name, safe=":/?#[]@!$&'()*+,;=%~")
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(finding: Finding) -> Object:
    """Describe a check by what it is called, and by its documentation where it has any."""
    told = next((each.documentation for each in checks() if each.code == finding.code), "")
    described: Object = {"fullDescription": {"text": " ".join(told.split())}} if told else {}
    words = catalogue().get(finding.code)
    return {
        "id": finding.code,
        "name": "".join(part.capitalize() for part in finding.name.split("_")),
        "shortDescription": {"text": words.titles[Language.EN] if words else finding.title},
        **described,
    }


def _result(name: str, finding: Finding, places: Places, index: int) -> Object:
    suggestion = f" Suggestion: {finding.suggestion}." if finding.suggestion else ""
    result: Object = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.title}. {finding.message}{suggestion}"},
        "locations": [_location(name, finding.span, places)],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
    }
    properties: Object = {}
    if finding.suggestion:
        properties["suggestion"] = finding.suggestion
    if finding.basis:
        properties["basis"] = finding.basis
    return {**result, "properties": properties} if properties else result


def _location(name: str, span: Span | None, places: Places) -> Object:
    physical: dict[str, Json] = {"artifactLocation": {"uri": uri(name)}}
    if span is None:
        return {"physicalLocation": physical}
    first, last = places.at(span.start), places.at(span.end)
    if first.line is not None:
        physical["region"] = {**_region(first, last), "snippet": {"text": span.text}}
        return {"physicalLocation": physical}
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": str(first)}],
        "message": {"text": f"{first}: {' '.join(span.text.split())}"},
    }


def _region(first: Place, last: Place) -> dict[str, Json]:
    """Give a region; its end is the column behind its last character."""
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }


def _fingerprint(finding: Finding) -> str:
    """Name a finding by what it says, never by where it stands: other lines may move it."""
    parts = (finding.code, finding.provision or "", *(f"{k}={v}" for k, v in finding.values))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _notification(name: str, why: str) -> Object:
    return {
        "level": "error",
        "message": {"text": why},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(name)}}}],
    }
