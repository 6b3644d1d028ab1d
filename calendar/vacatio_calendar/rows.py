"""Read rows of TOML strictly: every fault names the file and the line of the row it stands in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar

from vacatio_calendar.errors import VacatioError

E = TypeVar("E", bound=StrEnum)


class LawDataError(VacatioError):
    """Say what is wrong with the data of a jurisdiction, and where."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        """Build the message from the file, the line and the problem."""
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class Row:
    """One table of a TOML file; a key that nobody asked for is a fault, as is a missing one."""

    def __init__(self, file: str, line: int, values: dict[str, object]) -> None:
        """Keep the values of the row and where it stands."""
        self.file = file
        self.line = line
        self._left = dict(values)

    def fault(self, problem: str) -> LawDataError:
        """Return the error for a problem in this row."""
        return LawDataError(self.file, self.line, problem)

    def text(self, key: str) -> str:
        """Take a non-empty text."""
        value = self._left.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"`{key}` must be a non-empty text")
        return value

    def maybe_text(self, key: str) -> str | None:
        """Take a text, or None where the key is absent."""
        return self.text(key) if key in self._left else None

    def flag(self, key: str) -> bool:
        """Take true or false; absent is false."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"`{key}` must be true or false")
        return value

    def maybe_number(self, key: str) -> int | None:
        """Take a whole number of at least 0, or None where the key is absent."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fault(f"`{key}` must be a whole number of at least 0")
        return value

    def maybe_day(self, key: str) -> dt.date | None:
        """Take a civil date, or None where the key is absent."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            raise self.fault(f"`{key}` must be a date such as 2016-04-19, without quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; absent is empty."""
        value = self._left.pop(key, [])
        if not isinstance(value, list):
            raise self.fault(f"`{key}` must be a list of texts")
        found: list[str] = []
        for item in value:
            if not isinstance(item, str) or not item:
                raise self.fault(f"`{key}` must be a list of texts")
            found.append(item)
        return tuple(found)

    def choice(self, key: str, kind: type[E]) -> E:
        """Take one of the values of an enumeration."""
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(item.value for item in kind)
            raise self.fault(f"`{key}` is {value!r}; it must be one of {known}") from None

    def maybe_choice(self, key: str, kind: type[E]) -> E | None:
        """Take one of the values of an enumeration, or None where the key is absent."""
        return self.choice(key, kind) if key in self._left else None

    def table(self, key: str) -> Row | None:
        """Take an inline table as a row of its own."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(f"`{key}` must be a table")
        return Row(self.file, self.line, value)

    def day_or_not_before(self, key: str) -> tuple[dt.date | None, bool]:
        """Take a start: a date, or `{ not_before = … }` where the exact day is not known."""
        if not isinstance(self._left.get(key), dict):
            return self.maybe_day(key), True
        inner = self.table(key)
        if inner is None:
            return None, True
        day = inner.maybe_day("not_before")
        inner.finish()
        if day is None:
            raise self.fault(f"`{key}` must be a date or {{ not_before = date }}")
        return day, False

    def finish(self) -> None:
        """Refuse what is left: a misspelt key must not pass in silence."""
        if self._left:
            raise self.fault(f"unknown key `{min(self._left)}`")


class Tables:
    """The arrays of tables of one TOML file, each row with its line."""

    def __init__(self, file: str, text: str) -> None:
        """Parse the text; a syntax error keeps the line that the TOML reader names."""
        self.file = file
        try:
            self._left: dict[str, object] = dict(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise LawDataError(file, 0, f"not TOML: {error}") from error
        self._lines: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            words = line.strip()
            if words.startswith("[[") and words.split("#")[0].rstrip().endswith("]]"):
                name = words.split("#")[0].strip().strip("[]").strip()
                self._lines.setdefault(name, []).append(number)

    def top(self) -> Row:
        """Return the plain keys above the first table as one row."""
        plain = {key: value for key, value in self._left.items() if not isinstance(value, list)}
        for key in plain:
            del self._left[key]
        return Row(self.file, 1, plain)

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of one array of tables, in the order of the file."""
        values = self._left.pop(name, [])
        lines = self._lines.get(name, [])
        if not isinstance(values, list):
            raise LawDataError(self.file, 1, f"`{name}` must be written as [[{name}]]")
        for position, value in enumerate(values):
            line = lines[position] if len(lines) == len(values) else 0
            if not isinstance(value, dict):
                raise LawDataError(self.file, line, f"`{name}` must be written as [[{name}]]")
            yield Row(self.file, line, value)

    def finish(self) -> None:
        """Refuse tables that nobody asked for."""
        if self._left:
            name = min(self._left)
            line = self._lines.get(name, [1])[0]
            raise LawDataError(self.file, line, f"unknown table `{name}`")
