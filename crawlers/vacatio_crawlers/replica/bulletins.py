"""A law firm that does not exist: its feed, its list of posts, and the posts."""

from __future__ import annotations

from html import escape

from vacatio_crawlers.replica.acts import Stock

_POSTS = {
    "/posts/personal-data": (
        "New rules on personal data",
        "The Order of the Minister dated December 22, 2025 No. 672/НҚ was published on "
        "December 26, 2025 and comes into effect sixty calendar days after that day.",
    ),
    "/posts/gardens-2026": (
        "What changes for gardens",
        "A law on gardens is expected. Nothing has been adopted so far.",
    ),
}


def page(target: str, stock: Stock) -> str | None:
    """Answer the addresses of the firm; `None` for others."""
    match target:
        case "/feed.xml":
            items = "".join(
                f"<item><title>{escape(title)}</title><link>{address}</link></item>"
                for address, (title, _) in _POSTS.items()
            )
            return (
                '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
                f"<title>Posts</title><link>/posts</link>{items}</channel></rss>\n"
            )
        case "/feed.atom":
            entries = "".join(
                f'<entry><title>{escape(title)}</title><link rel="self" href="/feed.atom"/>'
                f'<link href="{address}"/></entry>'
                for address, (title, _) in _POSTS.items()
            )
            return (
                '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
                f"<title>Posts</title>{entries}</feed>\n"
            )
        case "/posts":
            links = "".join(
                f'<li><a href="{address}">{escape(title)}</a></li>'
                for address, (title, _) in _POSTS.items()
            )
            return _frame("Posts", f'<ul>{links}</ul><a href="/contact">Contact</a>')
        case _ if target in _POSTS:
            title, words = _POSTS[target]
            return _frame(title, f"<article><h1>{escape(title)}</h1><p>{words}</p></article>")
    return None


def _frame(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>{body}</body></html>\n"
    )
