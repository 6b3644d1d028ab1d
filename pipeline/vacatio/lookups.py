"""The acts at hand as the checks take them: one look-up for a whole build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from vacatio.assemble import Text
from vacatio.derive import Dated
from vacatio_calendar import Jurisdiction
from vacatio_calendar.checks import Edition, Lookup, OtherAct

#: What a source says of the day its text was last changed by (KZ-SRC-VERSIONDATE).
VERSION = "ekb.versionDate"


def lookup(dated: Iterable[Dated], law: Jurisdiction) -> Lookup:
    """Give every act with its facts from all sources, its dates, and its texts.

    Nothing is said to be missing: an archive grows by what is published, and backward by what
    somebody asks for, so what is not in it may well exist.
    """
    return Lookup({each.work.id: _other(each) for each in dated}, law)


def _other(dated: Dated) -> OtherAct:
    work = dated.work
    editions = tuple(_edition(text) for text in work.texts)
    return OtherAct(work.id, work.act, dated.entries, dated.known, editions)


def _edition(text: Text) -> Edition:
    raw = text.reading.raw
    source = urlsplit(raw.url).hostname or raw.source
    return Edition(text.document, text.index, since=edition_of(text), source=source)


def edition_of(text: Text) -> dt.date | None:
    """Tell from when a text stands as it is: `None` for the text as it was adopted.

    A consolidated text carries a later day than the act, the day of the act that changed it last.
    """
    adopted = text.act.date
    days = [claim.date for claim in text.act.claims if claim.field == VERSION and claim.date]
    later = [day for day in days if adopted is None or day > adopted]
    return max(later, default=None)
