"""Many texts in one process: one JSON object a line in, one a line out, in order."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vacatio.extraction import Given, Object, examine, to_json
from vacatio.reading import LIMIT, CannotRead, byte_lines
from vacatio_calendar import VacatioError
from vacatio_calendar.model import Language
from vacatio_parser import parse_text

# JSON can name half of a character, which no encoding can write.
_HALF = re.compile(r"[\ud800-\udfff]")

_KEYS = frozenset({"id", "text", "lang", "published", "adopted", "registered"})


class BadLine(VacatioError):
    """Say which line of a batch cannot be read, and why."""

    def __init__(self, name: str, number: int, problem: str) -> None:
        """Build the message from the file, the line and the problem."""
        super().__init__(f"{name}, line {number}: {problem}")
        self.name = name
        self.number = number
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a batch."""

    id: str | int | None
    text: str
    language: Language | None
    given: Given


def answers(
    path: str, language: Language | None, given: Given, today: dt.date
) -> Iterator[tuple[str, bool]]:
    """Yield for each line its JSON object and whether it holds a finding of severity error.

    Language and facts of a line win over those of the call. Blank lines are passed over.

    Raises:
        CannotRead: the file cannot be read, or holds no line.
        BadLine: a line is no JSON object of the right shape; the lines before it are answered.
    """
    name = "standard input" if path == "-" else path
    empty = True
    for number, line in enumerate(byte_lines(path), start=1):
        if not line.strip():
            continue
        empty = False
        item = read_line(line, name, number)
        examined = examine(
            parse_text(item.text, language=item.language or language),
            Given(
                item.given.published or given.published,
                item.given.adopted or given.adopted,
                item.given.registered or given.registered,
            ),
            today=today,
        )
        answer: Object = {"id": item.id, **to_json(examined)}
        yield json.dumps(answer, ensure_ascii=False), examined.wrong
    if empty:
        raise CannotRead(name, "the file is empty" if path != "-" else "it is empty")


def read_line(line: bytes, name: str, number: int) -> Item:
    """Read one line of a batch.

    Raises:
        BadLine: it is no JSON object with a text.
    """
    if len(line) > LIMIT:
        raise BadLine(name, number, f"longer than {LIMIT // (1024 * 1024)} MB")
    try:
        found: object = json.loads(line)
    except UnicodeDecodeError as error:
        raise BadLine(name, number, f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise BadLine(name, number, f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise BadLine(name, number, "not JSON: nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadLine(name, number, "not JSON: a number is too long") from error
    if not isinstance(found, dict):
        raise BadLine(name, number, 'must be an object {"id", "text"}')
    if unknown := sorted(str(key) for key in found.keys() - _KEYS):
        raise BadLine(name, number, f"unknown key {unknown[0]!r}")
    text, ident, lang = found.get("text"), found.get("id"), found.get("lang")
    if not isinstance(text, str):
        raise BadLine(name, number, "`text` must be a text")
    if ident is not None and (isinstance(ident, bool) or not isinstance(ident, str | int)):
        raise BadLine(name, number, "`id` must be a text or a whole number")
    if _HALF.search(f"{ident}{text}"):
        raise BadLine(name, number, "holds half of a character (a surrogate without its other)")
    if lang not in (None, "auto", *Language):
        raise BadLine(name, number, "`lang` must be auto, ru, kk or en")
    days = [
        _day(found.get(key), key, name, number) for key in ("published", "adopted", "registered")
    ]
    language = None if lang in (None, "auto") else Language(str(lang))
    return Item(ident, text, language, Given(*days))


def _day(value: object, key: str, name: str, number: int) -> dt.date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == len("2025-11-18"):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise BadLine(name, number, f"`{key}` must be a date such as 2025-11-18")
