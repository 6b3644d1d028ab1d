"""Write an OPML 2.0 list of feeds, by which a reader subscribes to all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.utils import format_datetime

from lxml import etree

from vacatio_feeds.records import Feed
from vacatio_feeds.syndicate import headline
from vacatio_feeds.text import line
from vacatio_feeds.words import words


def opml(index: Feed, groups: Mapping[str, Sequence[Feed]]) -> bytes:
    """Write the feeds in named groups, in the order given."""
    say = words(index.language)
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = headline(index.title, index.demo, say)
    etree.SubElement(head, "dateModified").text = format_datetime(index.updated)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for name, feeds in groups.items():
        group = etree.SubElement(body, "outline", text=line(name))
        for feed in feeds:
            title = headline(feed.title, feed.demo, say)
            etree.SubElement(
                group,
                "outline",
                type="rss",
                text=title,
                title=title,
                description=line(feed.description),
                language=feed.language.value,
                htmlUrl=feed.site_url,
                xmlUrl=feed.self_url,
            )
    written: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return written
