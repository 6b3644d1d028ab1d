"""Read a file or standard input safely: bounded, and with one clear line where it cannot be."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Document, Language
from vacatio_parser import parse_bytes

#: The most that is read of one input, in bytes; the longest code in force is below 3 MB of HTML.
LIMIT = 20 * 1024 * 1024


class CannotRead(VacatioError):
    """Say why an input was not read."""

    def __init__(self, name: str, reason: str) -> None:
        """Build the message from the input's name and the reason."""
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Input:
    """The bytes of an input, what it is called, and what a server called its type."""

    name: str
    body: bytes
    media_type: str | None = None


def read(path: str, *, limit: int = LIMIT) -> Input:
    """Read a file, or standard input where the path is ``-``.

    Raises:
        CannotRead: it is missing, not a file, not readable, empty, or above the limit.
    """
    name = "standard input" if path == "-" else path
    body = _bounded(path, name, limit)
    if not body.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c\x00"):
        raise CannotRead(name, "the file is empty" if path != "-" else "it is empty")
    return Input(name, body)


def document(path: str, language: Language | None = None, charset: str | None = None) -> Document:
    """Read and parse a file, or standard input where the path is ``-``.

    Raises:
        CannotRead: the file cannot be read, or is empty or too large.
        UnreadableInput: it holds no text, or is not in the encoding it should be in.
    """
    return parsed(read(path), language, charset)


def parsed(given: Input, language: Language | None, charset: str | None) -> Document:
    """Parse what was read.

    Raises:
        UnreadableInput: it holds no text, or is not in the encoding it should be in.
    """
    return parse_bytes(
        given.body, media_type=given.media_type, name=given.name, language=language, charset=charset
    )


def fetched(url: str) -> Input:
    """Fetch the page at an address that a person named.

    Raises:
        CannotRead: it could not be fetched, or is empty or too large.
    """
    from vacatio_crawlers.one_page import NotFetched, fetch

    try:
        page = fetch(url, max_bytes=LIMIT)
    except NotFetched as error:
        raise CannotRead(url, f"{error.reason}; save the page and give the file") from error
    if not page.body.strip():
        raise CannotRead(url, "the page is empty")
    return Input(url, page.body, page.media_type)


def is_address(path: str) -> bool:
    """Tell whether this names a page of the web, not a file."""
    return path.lower().startswith(("http://", "https://"))


def byte_lines(path: str) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input where the path is ``-``, as they come.

    A line longer than the limit comes in pieces, each a byte longer than the limit.

    Raises:
        CannotRead: there is no such file, or it cannot be read.
    """
    if path == "-":
        source = _standard_input()
        yield from iter(lambda: source.readline(LIMIT + 1), b"")
        return
    try:
        with Path(path).open("rb") as file:
            yield from iter(lambda: file.readline(LIMIT + 1), b"")
    except FileNotFoundError as error:
        raise CannotRead(path, "there is no such file") from error
    except (OSError, ValueError) as error:
        raise CannotRead(path, _why(error)) from error


def _bounded(path: str, name: str, limit: int) -> bytes:
    """Read at most the limit; a file known to be larger is not opened at all."""
    too_large = CannotRead(name, f"larger than the limit of {limit // (1024 * 1024)} MB")
    if is_address(path):
        raise CannotRead(name, "nothing is fetched here: save the page and give the file")
    if path == "-":
        body = _standard_input().read(limit + 1)
    else:
        try:
            status = Path(path).stat()
            if stat.S_ISDIR(status.st_mode):
                raise CannotRead(name, "this is a folder, not a file")
            if not stat.S_ISREG(status.st_mode):
                raise CannotRead(name, "this is not an ordinary file; use - for a pipe")
            if status.st_size > limit:
                raise too_large
            with Path(path).open("rb") as file:
                body = file.read(limit + 1)
        except FileNotFoundError as error:
            raise CannotRead(name, "there is no such file") from error
        except (OSError, ValueError) as error:
            raise CannotRead(name, _why(error)) from error
    if len(body) > limit:
        raise too_large
    return body


def _standard_input() -> BinaryIO:
    """Give standard input as bytes, unless whoever started the command closed it."""
    if sys.stdin is None:
        raise CannotRead("standard input", "it is closed")
    return sys.stdin.buffer


def _why(error: OSError | ValueError) -> str:
    """Say in a word what the system says."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return "its name cannot be used"
