"""Check several texts: read each, examine it, hold it against what is published, and tell it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vacatio.against import against
from vacatio.datadir import DataDir
from vacatio.extraction import Examined, Given, Json, Object, examine, to_json
from vacatio.official import Officials, opened
from vacatio.publish import NoPublication
from vacatio.quoting import Place, Places
from vacatio.reading import fetched, is_address, parsed, read
from vacatio.report import Told, Tone, lines
from vacatio.tally import tally
from vacatio_calendar import load
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language, Severity

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of each file, in the order given: what was found in it, or why it is unread."""

    files: tuple[tuple[str, Examined | str], ...]

    @property
    def examined(self) -> list[tuple[str, Examined]]:
        """The files that could be read."""
        return [(name, one) for name, one in self.files if isinstance(one, Examined)]

    @property
    def unread(self) -> list[tuple[str, str]]:
        """The files that could not be read, and why."""
        return [(name, one) for name, one in self.files if isinstance(one, str)]

    def exit_code(self, fail_on: Severity | None, *, require_checked: bool) -> int:
        """Give 2 if a file could not be read, 1 if a text is too wrong, otherwise 0.

        Where all must be checked, a text in which no act was recognised is too wrong as well.
        """
        if self.unread:
            return 2
        least = -1 if fail_on is None else _GRAVITY[fail_on]
        for _, one in self.examined:
            if any(_GRAVITY[finding.severity] <= least for finding in one.findings):
                return 1
            if require_checked and (tally(one).unchecked or not one.document.acts):
                return 1
        return 0


def check(
    names: Iterable[str],
    given: Given,
    language: Language | None,
    charset: str | None,
    *,
    today: dt.date,
    officials: Officials | None = None,
) -> Checked:
    """Read and check files, pages of the web and standard input; one that fails stops no other."""
    found: list[tuple[str, Examined | str]] = []
    for name in names:
        try:
            source = fetched(name) if is_address(name) else read(name)
            one = examine(parsed(source, language, charset), given, today=today)
        except VacatioError as error:
            found.append((name, str(error)))
            continue
        found.append((source.name, against(one, officials) if officials else one))
    return Checked(tuple(found))


@contextlib.contextmanager
def published(data: DataDir, *, asked: bool) -> Iterator[Officials | None]:
    """Open the published database; nothing where there is none and nobody asked for it.

    Raises:
        NoPublication: it was asked for and is not there.
        UnusableData: it is there and cannot be used.
    """
    if not data.database.exists():
        if asked:
            raise NoPublication(data.root)
        yield None
        return
    with opened(data, load("kz")) as officials:
        yield officials


def told(checked: Checked) -> Iterator[Told]:
    """Tell it for people, with the name of each file where there are several."""
    for name, one in checked.examined:
        if len(checked.files) > 1:
            yield Told(f"== {name}", Tone.HEAD)
        yield from lines(one)


def as_json(checked: Checked) -> Json:
    """Give the object of `vacatio extract` for each file, with its name, places and counts.

    A file that could not be read is its name and the reason. One file is no list.
    """
    objects: list[Json] = [
        _object(name, one) if isinstance(one, Examined) else {"file": name, "error": one}
        for name, one in checked.files
    ]
    return objects[0] if len(objects) == 1 else objects


def _object(name: str, one: Examined) -> Object:
    found = to_json(one)
    places = Places(one.document)
    findings = found["findings"]
    assert isinstance(findings, list)
    for row, finding in zip(findings, one.findings, strict=True):
        assert isinstance(row, dict)
        row["place"] = _place(places.at(finding.span.start)) if finding.span else None
    counts = tally(one)
    return {
        **found,
        "file": name,
        "dates": {
            "agree": counts.agree,
            "contradict": counts.contradict,
            "unchecked": list(counts.unchecked),
        },
        "published": [official.id if official else None for official in one.beside],
    }


def _place(place: Place) -> Object:
    return {
        "line": place.line,
        "column": place.column,
        "page": place.page,
        "paragraph": place.paragraph,
    }
