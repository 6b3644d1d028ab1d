"""The requisites of a Russian citation, read in whatever order they stand."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from vacatio_calendar.model import ActType
from vacatio_parser.cite_parts import (
    Citation,
    Reading,
    make,
)

_NO_NUMBER = re.compile(r"(?:№\s?)?(?:б/н|без номера)(?!\w)")
_YEAR = re.compile(r"\s?(?:года|г\.|г(?=\s))|\.(?=\s{0,2}(?:№|n\s?\d))")
_FROM = re.compile(r"от\s{1,3}")
_TITLE_ONLY = re.compile(r"(?:об?о?\s|вопросы|некоторые вопросы|о\.)")
_UNQUOTED_REGISTER = re.compile(
    r",?\s{0,2}зарегистрирован\w*\s[^;:\n(]{0,200}?(?:за|под)\s(?:№|номером)\s?\d+"
)
_REQUISITES = re.compile(r"\((?:№|n\s?\d|от\s\d)")
_CODE_NAME = re.compile(r"\(([а-я-]+ (?:[а-я-]+ )?кодекс)\)")


@dataclass(slots=True)
class Parts:
    """The requisites behind the issuer, in whatever order they stand."""

    reading: Reading
    at: int
    last: int
    end: int = 0
    tail: int = 0
    dated: bool = False
    date: dt.date | None = None
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    registration: str | None = None

    def read(self) -> None:
        """Read on until nothing of the citation follows."""
        while self.read_date() or self.read_number() or self._title() or self._bracket():
            pass

    def cites(self, kind: ActType) -> bool:
        """Tell whether what was read identifies an act."""
        if self.date or self.number:
            return True
        if self.title is None:
            return False
        return kind is ActType.CODE or bool(_TITLE_ONLY.match(self.title.lower()))

    def citation(self, kind: ActType, start: int, anchor: int, word: str) -> Citation:
        """Build the citation of what was read."""
        end = max(self.end, anchor + len(word))
        ref = make(
            self.reading,
            kind,
            (start, end),
            number=self.number,
            date=self.date,
            title=self.title,
            issuer=self.issuer,
            registration=self.registration,
        )
        return Citation(ref, start, end, max(end, self.tail), anchor, word)

    def read_date(self) -> bool:
        """Read «от» and a date, if they stand here."""
        if self.dated:
            return False
        match = _FROM.match(self.reading.folded, self.reading.skip(self.at, ","))
        if match is None or match.end() >= self.last:
            return False
        found = self.reading.date_at(match.end())
        if found is None:
            return False
        self.dated, self.date = True, found.date
        year = _YEAR.match(self.reading.folded, found.end)
        self.at = self.end = year.end() if year else found.end
        return True

    def read_number(self) -> bool:
        """Read a number with its sign, if it stands here."""
        if self.number is not None:
            return False
        at = self.reading.skip(self.at, ",")
        if at >= self.last:
            return False
        if none := _NO_NUMBER.match(self.reading.folded, at):
            self.at = self.end = none.end()
            return True
        found = self.reading.number_at(at)
        if found is None:
            return False
        self.number, self.at, self.end = found.value, found.end, found.end
        return True

    def _title(self) -> bool:
        if self.title is not None:
            return False
        reading = self.reading
        at = reading.skip(self.at, ",")
        if reading.folded[at : at + 1] != '"' or at >= self.last:
            return False
        close = reading.quotes.close_of(at)
        if close is None:
            return False
        self.title = reading.printed(at + 1, close).strip(' "«»')
        self.at = self.end = close + 1
        return True

    def _inside(self, at: int, close: int) -> bool:
        """Read requisites in brackets: «Закон «О садах» (№ 94-V от 21 мая 2013 года)»."""
        if (self.number and self.dated) or _REQUISITES.match(
            self.reading.folded, at, close
        ) is None:
            return False
        inner = Parts(self.reading, at + 1, close - 1, number=self.number, dated=self.dated)
        while inner.read_number() or inner.read_date():
            pass
        if inner.reading.skip(inner.at) != close - 1:
            return False
        self.number = inner.number
        if not self.dated:
            self.dated, self.date = inner.dated, inner.date
        self.at = self.end = self.tail = close
        return True

    def _bracket(self) -> bool:
        reading = self.reading
        folded = reading.folded
        at = reading.skip(self.at)
        if match := _UNQUOTED_REGISTER.match(folded, self.at, self.at + 260):
            self.registration = reading.registered(self.at, match.end())
            self.at = self.tail = match.end()
            return True
        close = reading.bracket_at(at)
        if close is None or at >= self.last:
            return False
        name = _CODE_NAME.match(folded, at, close)
        if name and self.title is None:
            self.title = reading.printed(*name.span(1))
        if self._inside(at, close):
            return True
        registration = reading.registered(at, close)
        if registration and self.registration is None:
            self.registration = registration
        self.at = self.tail = close
        return True
