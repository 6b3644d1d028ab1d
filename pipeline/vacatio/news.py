"""What the archive learned since the last build: by its files, which never change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from vacatio.archive import Archive
from vacatio.assemble import Reading
from vacatio.build import parse, read
from vacatio.deriving import Changed, OutOfStep
from vacatio.engines import Map, here
from vacatio.kept import Kept, Read, key
from vacatio.memory import AT_ONCE, Memory
from vacatio_calendar.model import RawDocument

#: Under which name the memory knows the files of the archive.
FILES = "files"

_FETCHED = """
SELECT DISTINCT source, key, fetched_at FROM fetches
WHERE file IN (SELECT value FROM json_each(?))
"""


def files(archive: Archive) -> dict[str, int]:
    """Name the files of the archive with their sizes."""
    return dict(archive.query("SELECT name, size FROM files"))


def news(
    archive: Archive, known: Memory, kept: Kept, zone: ZoneInfo, mapped: Map = here
) -> Changed:
    """Tell what the archive learned since the last build, and read what is new of it.

    Raises:
        OutOfStep: a file that the last build read is gone, or is another one now.
    """
    before: dict[str, int] = json.loads(known.said(FILES) or "{}")
    now = files(archive)
    if any(now.get(name) != size for name, size in before.items()):
        raise OutOfStep("a file of the archive is another than it was")
    fetched = archive.query(_FETCHED, json.dumps([name for name in now if name not in before]))
    days = [dt.datetime.fromisoformat(at).astimezone(zone).date() for _, _, at in fetched]
    raws = list(archive.documents_of({(source, name) for source, name, _ in fetched}))
    bare = known.bare([_id(raw) for raw in raws])
    changed = [raw for raw in raws if _differs(raw, archive.place(raw), bare.get(_id(raw)))]
    changed += _again(archive, known.faults() - set(map(_id, changed)))
    return Changed(
        tuple(_read(changed, archive, kept, mapped)),
        frozenset(map(_id, raws)),
        min(days, default=None),
    )


def _again(archive: Archive, faults: Collection[str]) -> Iterator[RawDocument]:
    """Give the documents that could not be read by a fault of ours: now they may be."""
    names = {(source, name) for source, _, name in (each.partition("/") for each in faults)}
    yield from (raw for raw in archive.documents_of(names) if _id(raw) in faults)


class Loader:
    """Gives documents as the last build knew them, with what was read of them.

    Raises:
        OutOfStep: one that could be read cannot be read now, by a fault of ours.
    """

    def __init__(self, archive: Archive, known: Memory, kept: Kept) -> None:
        self._archive, self._known, self._kept = archive, known, kept

    def __call__(self, names: Collection[str]) -> dict[str, Reading]:
        """Give documents by their ids; what was read of them is kept, or is read again."""
        bare = self._known.bare(sorted(names))
        keys = {name: key(page.raw) for name, page in bare.items()}
        known: dict[str, Read] = {}
        for some in batched(sorted(set(keys.values())), AT_ONCE):
            known.update(self._kept.get(some))
        found: dict[str, Reading] = {}
        for name, page in bare.items():
            one = known.get(keys[name])
            if one is None:
                [raw] = [
                    raw
                    for raw in self._archive.documents_of({(page.raw.source, page.raw.key)})
                    if raw.key == page.raw.key
                ]
                one = parse(raw)
                if one.fault and not page.refused:
                    raise OutOfStep(f"{name} was read, and now is not: {one.refused}")
                if not one.fault:
                    self._kept.add({keys[name]: one})
            found[name] = replace(page, document=one.document)
        return found


def _read(
    raws: Sequence[RawDocument], archive: Archive, kept: Kept, mapped: Map
) -> Iterator[Reading]:
    keys = [key(raw) for raw in raws]
    known = kept.get(keys)
    unread = {name: raw for name, raw in zip(keys, raws, strict=True) if name not in known}
    fresh = dict(zip(unread, mapped(parse, list(unread.values())), strict=True))
    kept.add({name: one for name, one in fresh.items() if not one.fault})
    for raw, name in zip(raws, keys, strict=True):
        reading = read(raw, archive.place(raw), known.get(name) or fresh[name])
        yield replace(reading, raw=replace(raw, body=b""), parsed=name in fresh)


def _differs(raw: RawDocument, place: str | None, before: Reading | None) -> bool:
    """Tell whether a document is another than the last build knew, or lies elsewhere."""
    return before is None or before.place != place or replace(raw, body=b"") != before.raw


def batched(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Give some values at a time."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _id(raw: RawDocument) -> str:
    return f"{raw.source}/{raw.key}"
