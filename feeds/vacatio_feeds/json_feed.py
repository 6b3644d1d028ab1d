"""Write JSON Feed 1.1 (jsonfeed.org): the same entries for readers that prefer JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.syndicate import Printed, body, headline, iri, ordered
from vacatio_feeds.text import block, line
from vacatio_feeds.words import Words, words

VERSION = "https://jsonfeed.org/version/1.1"
#: How the object of a feed ends behind its items.
END = "\n}"


def json_feed(feed: Feed, entries: Sequence[Entry], printed: Printed | None = None) -> bytes:
    """Write a JSON Feed, newest announcement first.

    The order of ``entries`` does not matter. Raises ``RepeatedIdentity`` if two share a guid.
    What the law says of the day stands in ``_vacatio``, for programs; ``printed`` is as in ``rss``.
    """
    say, known = words(feed.language), {} if printed is None else printed
    written = {
        "version": VERSION,
        "title": headline(feed.title, feed.demo, say),
        "home_page_url": feed.site_url,
        "feed_url": feed.self_url,
        "description": line(feed.description),
        "language": feed.language.value,
        "authors": [{"name": line(feed.author)}],
        **({"next_url": feed.archive_url} if feed.archive_url else {}),
        "items": [],
    }
    items = ",\n".join(_print(entry, feed, say, known) for entry in ordered(entries))
    head = json.dumps(written, ensure_ascii=False, indent=1)
    return f"{head.removesuffix('[]' + END)}[{items}]{END}\n".encode()


def _print(entry: Entry, feed: Feed, say: Words, printed: Printed) -> str:
    found = printed.get(("json", entry.guid))
    if found is None:
        written = _item(entry, feed, say, body(entry, say, printed))
        found = json.dumps(written, ensure_ascii=False)  # an item a line: indented, twice as slow
        printed["json", entry.guid] = found
    return found


def _item(entry: Entry, feed: Feed, say: Words, html: str) -> dict[str, object]:
    return {
        "id": iri(entry.guid),
        "url": entry.link,
        "title": headline(entry.title, feed.demo, say),
        "summary": block(entry.summary),
        "content_html": html,
        "date_published": entry.updated.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": [say.of_kind(entry.kind)],
        "_vacatio": {
            "kind": entry.kind,
            "civil_date": entry.civil_date.isoformat(),
            "effective_on": entry.effective_on and entry.effective_on.isoformat(),
            "certainty": entry.certainty,
            "confidence": entry.confidence,
            "replaces": iri(entry.replaces) if entry.replaces else None,
        },
    }
