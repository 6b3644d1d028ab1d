"""How a page names an act: its label and title in the reader's language, and its address."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from vacatio_calendar.model import Language
from vacatio_datasette.reading import Row, Value, row, text
from vacatio_datasette.speech import Speech, civil

#: The columns of ``acts`` that a name is made of.
COLUMNS = (
    "a.id, a.type, a.number, a.adopted_on, a.issuer, a.title_en, a.title_ru, a.title_kk, "
    "a.level, a.normative"
)

#: Where to look for a title if there is none in the reader's language.
_FALLBACK = (Language.RU, Language.KK, Language.EN)

#: Longer titles are cut in lists; the act's page shows them whole.
_IN_LISTS = 280


@dataclass(frozen=True, slots=True)
class Named:
    """An act as lists show it."""

    id: str
    label: str
    title: str | None
    title_language: Language | None
    issuer: str | None
    local: bool
    individual: bool

    @property
    def path(self) -> str:
        """The address of its page on this site."""
        return act_path(self.id)

    @property
    def short_title(self) -> str | None:
        """The title, cut to the length of a paragraph."""
        if self.title is None or len(self.title) <= _IN_LISTS:
            return self.title
        return self.title[:_IN_LISTS].rsplit(" ", 1)[0] + "…"


def act_path(identity: str) -> str:
    """Give the address of an act's page on the site.

    >>> act_path("kz/law/2025-11-17/231-viii")
    '/act/kz/law/2025-11-17/231-viii'
    """
    return f"/act/{quote(identity)}"


def named(record: Row, say: Speech) -> Named:
    """Name an act from its row."""
    title, language = title_of(record, say.language)
    return Named(
        id=str(record["id"]),
        label=label(record, say),
        title=title,
        title_language=language,
        issuer=text(record, "issuer"),
        local=record.get("level") == "local",
        individual=record.get("normative") == 0,
    )


def name_of_act(connection: sqlite3.Connection, identity: str, say: Speech) -> Named | None:
    """Name an act by its id; ``None`` if it is not in the archive."""
    record = row(connection, f"select {COLUMNS} from acts a where a.id = ?", [identity])
    return None if record is None else named(record, say)


def label_of_id(identity: str, number: str | None, say: Speech) -> str:
    """Say what an act is from its permanent id, with the number as printed where it is known.

    >>> from vacatio_datasette.speech import speech
    >>> label_of_id("kz/order/maidr/2025-12-22/672-nq", "672/НҚ", speech(Language.EN))
    'Order No. 672/НҚ of 22 December 2025'
    """
    parts = identity.split("/")
    if len(parts) < 4 or civil(parts[-2]) is None:
        return identity
    record: Row = {
        "type": parts[1].replace("-", "_"),
        "number": number or parts[-1].upper(),
        "adopted_on": parts[-2],
    }
    return label(record, say)


def label(record: Mapping[str, Value], say: Speech, prefix: str = "") -> str:
    """Say type, number and date the way the language does: Order No. 7 of 2 January 2026."""
    kind = say.term("type", record.get(f"{prefix}type") or "other")
    number = record.get(f"{prefix}number")
    day = civil(record.get("adopted_on" if not prefix else f"{prefix}date"))
    if number and day:
        return say("act.label_full", type=kind, number=number, date=day)
    if day:
        return say("act.label_date", type=kind, date=day)
    if number:
        return say("act.label_number", type=kind, number=number)
    return say("act.label_bare", type=kind)


def title_of(record: Row, wanted: Language) -> tuple[str | None, Language | None]:
    """Give the title in the wanted language, else in one it has, and which that is."""
    for language in (wanted, *_FALLBACK):
        title = text(record, f"title_{language}")
        if title is not None:
            return title, language
    return None, None
