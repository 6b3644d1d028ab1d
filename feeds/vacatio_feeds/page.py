"""A feed as a page that a browser can read, with links to it in every format.

Browsers no longer draw feeds by style sheets of the feeds themselves; so each has a page, plain
enough to lie on any host. It is well-formed XML too.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.syndicate import Printed, body, headline, ordered
from vacatio_feeds.text import line
from vacatio_feeds.words import words

#: The formats of a feed: ending, media type, name.
FORMATS = (
    ("rss", "application/rss+xml", "RSS"),
    ("atom", "application/atom+xml", "Atom"),
    ("json", "application/feed+json", "JSON Feed"),
)

#: The style of all pages, one file beside the index.
STYLE = b"""body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; \
padding: 1rem; overflow-wrap: anywhere; color: #1b1b1f; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 0 } blockquote { color: #45454d }
a { color: #0b4f9e } time { color: #55555e }
@media (prefers-color-scheme: dark) { body { color: #e6e6ea; background: #17171a }
a { color: #8ab8f5 } time, blockquote { color: #b5b5be } }
"""


def page(
    feed: Feed, entries: Sequence[Entry], printed: Printed, *, calendar: str | None = None
) -> bytes:
    """Write the page of a feed whose address ends in ``.html``, newest entry first.

    ``calendar`` is the address of the calendar beside it. Raises ``RepeatedIdentity`` if two
    entries share a guid.
    """
    say, base = words(feed.language), feed.self_url.removesuffix(".html")
    title = escape(headline(feed.title, feed.demo, say))
    style = "../" * (feed.id.count("/")) + "feed.css"
    alternates = "".join(
        f'<link rel="alternate" type="{kind}" title="{title}" href="{escape(base)}.{ending}"/>\n'
        for ending, kind, _ in FORMATS
    )
    links = [f'<a href="{escape(base)}.{ending}">{name}</a>' for ending, _, name in FORMATS]
    if calendar is not None:
        webcal = "webcal" + calendar[calendar.index(":") :]
        links.append(f'<a href="{escape(webcal)}">{escape(say.feed["calendar"])}</a>')
        links.append(f'<a href="{escape(calendar)}">ICS</a>')
    articles = "".join(_article(entry, feed, printed) for entry in ordered(entries))
    return (
        f'<!DOCTYPE html>\n<html lang="{feed.language}" xml:lang="{feed.language}">\n<head>\n'
        '<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="{style}"/>\n{alternates}</head>\n'
        f"<body>\n<main>\n<h1>{title}</h1>\n<p>{escape(line(feed.description))}</p>\n"
        f"<p>{' · '.join(links)}</p>\n{articles}</main>\n"
        f'<footer><p><a href="{escape(feed.site_url)}">{escape(feed.site_url)}</a></p></footer>\n'
        "</body>\n</html>\n"
    ).encode()


def _article(entry: Entry, feed: Feed, printed: Printed) -> str:
    found = printed.get(("article", entry.guid))
    if found is None:
        say, day = words(feed.language), entry.civil_date.isoformat()
        found = (
            f'<article>\n<h2><a href="{escape(entry.link)}">'
            f"{escape(headline(entry.title, feed.demo, say))}</a></h2>\n"
            f'<p><time datetime="{day}">{day}</time></p>\n'
            f"{body(entry, say, printed)}\n</article>\n"
        )
        printed["article", entry.guid] = found
    return found
