"""What a check found as annotations of a GitHub workflow, one command a line.

Values are escaped as the toolkit of GitHub's actions does, so that no text can end a command or
begin another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatio.extraction import Examined
from vacatio.quoting import Places, clean
from vacatio.tally import tally
from vacatio_calendar.model import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def annotated(
    examined: Sequence[tuple[str, Examined]], unread: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    """Give a line for each finding, for each file that could not be read, and the counts."""
    for name, why in unread:
        yield command("error", why, file=name, title="This file cannot be read")
    for name, one in examined:
        places = Places(one.document)
        for finding in one.findings:
            yield _finding(name, finding, places)
        yield command("notice", tally(one).sentence(), file=name, title="Dates checked")


def command(kind: str, message: str, **properties: str | int | None) -> str:
    r"""Write one command.

    >>> command("error", "50 % of\nit", file="a,b.txt", line=3, title="Date: wrong")
    '::error file=a%2Cb.txt,line=3,title=Date%3A wrong::50 %25 of%0Ait'
    """
    given = (
        f"{name}={_escaped(str(value), _PROPERTY)}"
        for name, value in properties.items()
        if value is not None
    )
    return f"::{kind} {','.join(given)}::{_escaped(message, _DATA)}"


def _finding(name: str, finding: Finding, places: Places) -> str:
    message = finding.message
    place: dict[str, int | None] = {}
    if finding.span:
        first, last = places.at(finding.span.start), places.at(finding.span.end)
        place = {"line": first.line, "endLine": last.line, "col": first.column}
        if last.line == first.line:  # GitHub takes an end column only within one line
            place["endColumn"] = last.column
        if first.line is None:
            message = f"{first}: {message}"
        message = f"{message}\nIt reads: “{' '.join(finding.span.text.split())}”"
    if finding.suggestion:
        message = f"{message}\nSuggestion: {finding.suggestion}"
    title = f"{finding.title} ({finding.code})"
    return command(_COMMANDS[finding.severity], message, file=name, **place, title=title)


def _escaped(text: str, marks: tuple[tuple[str, str], ...]) -> str:
    lines = (clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = "\n".join(lines)
    for mark, written in marks:
        text = text.replace(mark, written)
    return text
