"""How one cell of a table reads: days and acts are links, values of enumerations are words."""

from __future__ import annotations

import re
from typing import Protocol

from markupsafe import Markup, escape

from vacatio_datasette.finding_words import finding_message, finding_title
from vacatio_datasette.naming import act_path, label_of_id
from vacatio_datasette.reading import objects
from vacatio_datasette.speech import Speech, civil

#: Columns that hold the id of an act.
ACTS = frozenset({"act_id", "target_act_id"})

#: Columns whose values are words of an enumeration, and where the words stand.
TERMS = {
    "about": "about",
    "action": "action",
    "certainty": "certainty",
    "confidence": "confidence",
    "decides": "decided",
    "fact": "decided",
    "level": "level",
    "moment": "moment",
    "outcome": "outcome",
    "severity": "severity",
    "standing": "standing",
    "state": "state_of",
    "target_type": "type",
    "type": "type",
    "unit": "calc",
    "verdict": "verdict",
    "whose": "whose",
}

#: The column `kind` means something else in each table.
KINDS = {
    "act_aliases": "alias",
    "amendments": "amendment",
    "commencements": "rule",
    "coverage": "stretch",
    "decisions": "decided",
    "events": "event",
    "holidays": "holiday",
    "provisions": "provision",
    "reviews": "asks",
}

#: The kinds in the rows of a question are those of events.
_ASKED = "event"

#: Columns whose values are codes and nothing else: they are set as code.
CODES = frozenset({"alias", "code", "eid", "sha256", "text_sha256", "warc"})

YES_NO = frozenset({"demo", "first", "normative", "required"})
LANGUAGES = frozenset({"language", "languages"})


class Row(Protocol):
    """A row as Datasette hands it over: looked into by name, but not always a mapping."""

    def __getitem__(self, column: str, /) -> object:
        """Give the value of a column."""


_ACT = re.compile(r"[a-z]{2}/[a-z_-]+/(?:[a-z0-9-]+/)*[^/\s]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_LONG = 300

#: How the addresses of the demo's sources start.
_REPLICA = "http://127.0.0.1:"


def cell(
    value: object,
    column: str,
    table: str | None,
    row: Row,
    say: Speech,
    prefix: str,
) -> Markup | None:
    """Word a cell; ``None`` leaves it to Datasette. All text from outside is escaped."""
    # With labels expanded, a foreign key comes as {"value", "label"}.
    key = value.get("value") if isinstance(value, dict) else value
    if key is None or key == "":
        return None
    if column in ACTS or (column == "id" and _names_an_act(table, str(key))):
        printed = value.get("label") if isinstance(value, dict) else _of(row, "number")
        words = label_of_id(str(key), str(printed) if printed else None, say)
        return _link(prefix + act_path(str(key)), words, "act")
    if isinstance(value, dict):
        return None
    group = _group(column, table, value, say)
    if group is not None:
        return Markup('<span class="term">{}</span>').format(say.term(group, value))
    if column == "field":
        words = Markup('<span class="term-name">{}</span> <code>{}</code>')
        return (
            words.format(say.term("field", value), value)
            if value in say.names("field")
            else (Markup("<code>{}</code>").format(value))
        )
    if column == "source" and value in say.names("source"):
        return escape(say.term("source", value))
    if column in CODES:
        return Markup(f"<code>{escape(value)}</code>")
    if column in YES_NO and value in (0, 1):
        return escape(say("bool.yes" if value else "bool.no"))
    if column in LANGUAGES:
        return escape(spoken(str(value), say))
    if column in ("steps", "alternatives", "stages"):
        return _list(str(value))
    if column in ("title", "message") and (code := _of(row, "code")) and _of(row, "severity"):
        if column == "title":
            return escape(finding_title(code, str(value), say))
        stored = {name: str(_of(row, name) or "") for name in ("message", "compared")}
        return escape(finding_message({"code": str(code), **stored}, say))
    text = str(value)
    if _DAY.fullmatch(text):
        return _day(text, row, table, say, prefix)
    if _INSTANT.match(text):
        return Markup('<time datetime="{}">{} {}</time>').format(
            text, say.day(text), text[11:16] + (" UTC" if text.endswith("Z") else "")
        )
    if column == "url" and text.startswith(_REPLICA):
        return escape(text)  # the replica of the demo is gone when its run is over
    if column == "url" and _WEB.fullmatch(text):
        return _link(text, text.split("//", 1)[1][:60], "out")
    if len(text) > _LONG:
        return Markup('<span class="long">{}…</span>').format(text[:_LONG])
    return None


def _group(column: str, table: str | None, value: object, say: Speech) -> str | None:
    """Tell among which words a value stands, if it is one of an enumeration."""
    if column == "kind":
        if table is None:
            return _ASKED if value in say.names(_ASKED) else None
        return KINDS.get(table)
    if column == "outcome" and table == "day_checks":
        return "looked"
    return TERMS.get(column)


def _names_an_act(table: str | None, value: str) -> bool:
    """Tell whether an ``id`` is an act's: in the table of acts, or in the rows of a question."""
    return table == "acts" or (table is None and bool(_ACT.fullmatch(value)))


def _day(text: str, row: Row, table: str | None, say: Speech, prefix: str) -> Markup:
    """Link a day to the act it belongs to, where its steps and words stand; else to the day."""
    if civil(text) is None:
        return escape(text)
    act = _of(row, "act_id") or (_of(row, "id") if table == "acts" else None)
    href = prefix + (act_path(str(act)) + "#when" if act else f"/on/{text}")
    return Markup(
        f'<a class="day" href="{escape(href)}"><time datetime="{text}">'
        f"{escape(say.day(text))}</time></a>"
    )


def _list(value: str) -> Markup:
    """Show the texts of a JSON list in short; the act's page has them in full."""
    found = objects(value)
    words = [each.get("text") or each.get("reading") or each.get("stage") or "" for each in found]
    if not any(words):
        return escape("—")
    items = Markup("").join(Markup("<li>{}</li>").format(word[:160]) for word in words[:4])
    return Markup('<ol class="tight">{}</ol>').format(items)


def spoken(value: str, say: Speech) -> str:
    """Name the languages whose codes stand in a text."""
    codes = re.findall(r"[a-z]{2}", value)
    return ", ".join(say.term("spoken", code) for code in codes) or value


def _of(row: Row, column: str) -> object:
    """Take a value of a row, which may be any of Datasette's kinds of rows."""
    try:
        value = row[column]
    except (KeyError, IndexError):
        return None
    return value.get("value") if isinstance(value, dict) else value


def _link(href: str, text: str, kind: str) -> Markup:
    return Markup(f'<a class="{kind}" href="{escape(href)}">{escape(text)}</a>')
