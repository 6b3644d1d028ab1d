"""What the feeds of a publication hold, kept beside it: the next night moves it on.

The file says by which code, settings and database the feeds were written. Where any of these is
another, or a feed is not as it was written, the manifest is none and all is written anew.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vacatio import kept
from vacatio.chains import Chain
from vacatio.cuts import STATUS, Cut, Key, Place
from vacatio.watches import Watched
from vacatio_calendar import Jurisdiction

log = logging.getLogger(__name__)

#: Its name beside the database; never below `feeds/`, which is served.
NAME = "feeds.json"

#: The packages whose every file bears on what feeds say, and the libraries that write them.
WRITERS = ("vacatio", "vacatio_calendar", "vacatio_datasette", "vacatio_feeds")
LIBRARIES = ("feedgen", "icalendar", "lxml")


@dataclass(slots=True)
class Manifest:
    """The feeds and calendars of a publication.

    ``by`` stands for what they were written by, ``token`` for the database. ``since`` is the
    first day of the calendars. ``cuts`` are by group and topic, ``chains`` by their first event;
    ``calendars`` are the chains of each group. ``printed`` is for each body the act after whose
    printed issuer it is called where no list knows it. ``files`` are the sizes and times of all
    files that follow from the database.
    """

    by: str
    token: int
    since: str
    cuts: dict[Key, Cut]
    chains: dict[str, Chain]
    calendars: dict[str, frozenset[str]]
    printed: dict[str, tuple[str, str]]
    files: dict[str, tuple[int, int]] = field(default_factory=dict)

    def groups(self) -> list[str]:
        """Give the paths of all groups that have a feed or a calendar, in order."""
        return sorted({group for group, _ in self.cuts} | {*self.calendars})


def fingerprint(law: Jurisdiction, *, site: str, demo: bool, watches: Sequence[Watched]) -> str:
    """Name all that feeds depend on beside the database: code, data and settings."""
    code = kept.fingerprint(WRITERS, LIBRARIES)
    return json.dumps([code, law.code, site, demo, [asdict(each) for each in watches]])


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the feeds that lie in ``folder`` beside them."""
    files = _files(folder / "feeds")
    told = {
        "by": manifest.by,
        "token": manifest.token,
        "since": manifest.since,
        "cuts": [[cut.group, cut.topic, cut.count, cut.places] for cut in manifest.cuts.values()],
        "chains": [*manifest.chains.values()],
        "calendars": {path: sorted(roots) for path, roots in manifest.calendars.items()},
        "printed": manifest.printed,
        "files": files,
    }
    (folder / NAME).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def load(folder: Path, by: str, token: int) -> Manifest | None:
    """Read the manifest of a publication; `None` where there is none that fits.

    ``by`` is today's fingerprint, ``token`` that of the database of the publication.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = _read(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.info("all feeds are written: %s says nothing (%s)", folder / NAME, error)
        return None
    if found.by != by or found.token != token or not token:
        log.info("all feeds are written: those in place were written by another vacatio")
        return None
    if found.files != _files(folder / "feeds"):
        log.info("all feeds are written: those in place are not as they were written")
        return None
    return found


def _read(told: Mapping[str, object]) -> Manifest:
    cuts, chains, calendars = told["cuts"], told["chains"], told["calendars"]
    printed, files = told["printed"], told["files"]
    assert isinstance(cuts, list)
    assert isinstance(chains, list)
    assert isinstance(calendars, dict)
    assert isinstance(printed, dict)
    assert isinstance(files, dict)
    return Manifest(
        by=str(told["by"]),
        token=int(str(told["token"])),
        since=str(told["since"]),
        cuts={
            (group, topic): Cut(group, topic, count, [Place(*each) for each in places])
            for group, topic, count, places in cuts
        },
        chains={links[0]: Chain(tuple(links), *rest) for links, *rest in chains},
        calendars={path: frozenset(roots) for path, roots in calendars.items()},
        printed={slug: (act, name) for slug, (act, name) in printed.items()},
        files={name: (size, time) for name, (size, time) in files.items()},
    )


def _files(feeds: Path) -> dict[str, tuple[int, int]]:
    """Measure all files but those of the runs, which change when a run ends."""
    found = {}
    top = os.path.realpath(feeds)
    for folder, _, names in os.walk(top):
        below = os.path.relpath(folder, top)
        root = "" if below == "." else f"{below}/"
        for name in names:
            if not name.startswith((f"{STATUS}.", f".{STATUS}.")):
                stat = Path(folder, name).stat()
                found[f"{root}{name}"] = (stat.st_size, stat.st_mtime_ns)
    return found
