"""Write RSS 2.0 and Atom by feedgen: same values, same bytes.

feedgen takes the time of day where none is given, prepends entries, and passes text on as it
is; here every instant is set, the order is ours, and the text is clean before it goes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from vacatio_feeds.errors import RepeatedIdentity
from vacatio_feeds.records import Entry, Feed
from vacatio_feeds.text import QUOTE, block, line
from vacatio_feeds.words import Words, words

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
RSS = "rss"

#: What was printed of entries in one language, by format and guid.
Printed = dict[tuple[str, str], str]


def rss(feed: Feed, entries: Sequence[Entry], printed: Printed | None = None) -> bytes:
    """Write an RSS 2.0 feed, newest announcement first.

    The order of ``entries`` does not matter. ``printed`` remembers each entry by its guid: give
    one to all feeds of a language that share entries. Raises ``RepeatedIdentity`` if two share
    a guid.
    """
    newest_first = ordered(entries)
    head = _linked(feed, _generator(feed, newest_first).rss_str(pretty=True), "channel")
    items = (_print(entry, feed, RSS, {} if printed is None else printed) for entry in newest_first)
    return _with(head, "  </channel>", items)


def atom(feed: Feed, entries: Sequence[Entry], printed: Printed | None = None) -> bytes:
    """Write an Atom feed (RFC 4287), newest announcement first.

    As ``rss`` does.
    """
    newest_first = ordered(entries)
    head = _linked(feed, _generator(feed, newest_first).atom_str(pretty=True), None)
    items = (
        _print(entry, feed, ATOM, {} if printed is None else printed) for entry in newest_first
    )
    return _with(head, "</feed>", items)


def _with(head: bytes, before: str, items: Iterable[str]) -> bytes:
    """Put printed entries into a feed that was written without any."""
    text = head.decode()
    at = text.rindex(before)
    return "".join((text[:at], *items, text[at:])).encode()


def _print(entry: Entry, feed: Feed, form: str, printed: Printed) -> str:
    """Write one entry by feedgen, once for all feeds that hold it."""
    found = printed.get((form, entry.guid))
    if found is None:
        say = words(feed.language)
        item = _item(entry, feed.demo, say, body(entry, say, printed))
        element = item.atom_entry() if form == ATOM else item.rss_entry()
        # Inside its feed an entry declares no namespace of its own: the wrapping does.
        depth = 1 if form == ATOM else 2
        wrapping = etree.Element("in", nsmap={"content": CONTENT})
        wrapping.append(element)
        etree.indent(element, level=depth)
        whole = etree.tostring(wrapping, encoding="unicode")
        inner = whole[whole.index(">") + 1 : whole.rindex("</")].rstrip()
        found = f"{'  ' * depth}{inner}\n"
        printed[form, entry.guid] = found
    return found


def _linked(feed: Feed, written: bytes, inside: str | None) -> bytes:
    """Add the links between the pages of a long feed, which feedgen leaves out of RSS."""
    links = {"prev-archive": feed.archive_url, "current": feed.current_url}
    if not any(links.values()):
        return written
    root = etree.fromstring(written)
    parent = root if inside is None else root.find(inside)
    place = 1 + max(index for index, child in enumerate(parent) if child.tag == f"{{{ATOM}}}link")
    for rel, href in reversed(links.items()):
        if href is not None:
            parent.insert(place, etree.Element(f"{{{ATOM}}}link", rel=rel, href=href))
    if feed.current_url is not None:
        parent.insert(place, etree.Element(f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY}))
    etree.indent(root)
    marked: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return marked + b"\n"


def ordered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Order entries as a reader wants them: newest announcement, then latest day in law."""
    seen: set[str] = set()
    for entry in entries:
        if entry.guid in seen:
            raise RepeatedIdentity(entry.guid)
        seen.add(entry.guid)
    by_guid = sorted(entries, key=lambda entry: entry.guid)
    return tuple(
        sorted(
            by_guid,
            key=lambda entry: (entry.civil_date, entry.effective_on or entry.civil_date),
            reverse=True,
        )
    )


def iri(identity: str) -> str:
    """Make an id an IRI, as Atom demands; one that is an IRI already stays as it is.

    >>> iri("8d4c0a")
    'urn:vacatio:8d4c0a'
    """
    return identity if ":" in identity else f"urn:vacatio:{identity}"


def _generator(feed: Feed, newest_first: Sequence[Entry]) -> FeedGenerator:
    """Give a feed without its entries; they are printed apart."""
    say = words(feed.language)
    latest = max((entry.updated for entry in newest_first), default=feed.updated)
    generator = FeedGenerator()
    generator.id(iri(feed.id))
    generator.title(headline(feed.title, feed.demo, say))
    generator.description(line(feed.description))
    generator.language(feed.language.value)
    # The link feedgen is given last becomes the channel's link: the page for people.
    generator.link(href=feed.self_url, rel="self")
    generator.link(href=feed.site_url, rel="alternate", type="text/html")
    generator.author(name=line(feed.author))
    generator.generator("vacatio")
    generator.updated(latest)
    return generator


def _item(entry: Entry, demo: bool, say: Words, html: str) -> FeedEntry:
    item = FeedEntry()
    item.id(iri(entry.guid))
    item.title(headline(entry.title, demo, say))
    # One link an entry: of several, feedgen keeps the addresses only (its issue 135).
    item.link(href=entry.link)
    item.published(entry.updated)
    item.updated(entry.updated)
    item.category(term=line(entry.kind), label=say.of_kind(entry.kind))
    item.summary(escape(block(entry.summary), quote=False), type="html")
    item.content(html, type="html")
    return item


def headline(title: str, demo: bool, say: Words) -> str:
    """Word a title, marked where all is made up."""
    return line(f"{say.demo} · {title}" if demo else title)


def body(entry: Entry, say: Words, printed: Printed) -> str:
    """Give the content of an entry, worded once for all formats."""
    found = printed.get(("html", entry.guid))
    if found is None:
        found = content(entry, say)
        printed["html", entry.guid] = found
    return found


def content(entry: Entry, say: Words) -> str:
    """Word an entry in full, as HTML of four elements, all text from outside escaped."""
    facts = [(say.known_since, entry.civil_date.isoformat())]
    if entry.effective_on is not None:
        facts.insert(0, (say.of_kind(entry.kind), entry.effective_on.isoformat()))
    if entry.certainty is not None:
        facts.append((say.how, say.of_certainty(entry.certainty)))
    if entry.confidence is not None:
        facts.append((say.how_sure, say.of_confidence(entry.confidence)))
    if entry.replaces is not None:
        facts.append((say.replaces, line(iri(entry.replaces))))
    parts = [f"<p>{escape(block(entry.summary))}</p>", "<ul>"]
    parts += [f"<li>{escape(name)}: {escape(value)}</li>" for name, value in facts]
    parts.append("</ul>")
    if entry.quote:
        language = f' lang="{entry.quote_language}"' if entry.quote_language else ""
        quote = escape(block(entry.quote, QUOTE))
        parts.append(f"<p>{escape(say.words)}:</p><blockquote{language}>{quote}</blockquote>")
    parts.append(f'<p><a href="{escape(entry.link)}">{escape(entry.link)}</a></p>')
    return "".join(parts)
