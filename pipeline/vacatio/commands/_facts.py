"""Options that several commands take: dates given beside a text, language, and what is today."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from vacatio.extraction import Given
    from vacatio_calendar.model import Language


def civil_date(text: str) -> dt.date:
    """Read ``YYYY-MM-DD`` and nothing else; a type of option.

    Raises:
        click.BadParameter: it is no day, or is written in another way.
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise click.BadParameter(f"{text!r} is not a date: write YYYY-MM-DD, such as 2025-11-18")
    return day


def given_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--published``, ``--adopted`` and ``--registered``."""
    for name, text in (
        ("--registered", "Day of state registration, if the text does not say it."),
        ("--adopted", "Day of signing or adoption, if the text does not say it."),
        ("--published", "Day of first official publication, if the text does not say it."),
    ):
        command = click.option(name, type=civil_date, metavar="DATE", help=text)(command)
    return command


def language_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--lang``."""
    return click.option(
        "--lang",
        type=click.Choice(["auto", "ru", "kk", "en"]),
        default="auto",
        show_default=True,
        help="Language of the text.",
    )(command)


def encoding_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--encoding``."""
    return click.option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the file, such as windows-1251; otherwise what it declares, or UTF-8.",
    )(command)


def facts(published: dt.date | None, adopted: dt.date | None, registered: dt.date | None) -> Given:
    """Gather the given dates, refusing an order of them that cannot be."""
    from vacatio.extraction import Given

    for name, later in (("--published", published), ("--registered", registered)):
        if adopted and later and later < adopted:
            raise click.BadParameter(f"{later} is before --adopted {adopted}", param_hint=name)
    return Given(published, adopted, registered)


def language(lang: str) -> Language | None:
    """Return the language of an option; ``None`` where it is to be recognised."""
    from vacatio_calendar.model import Language

    return None if lang == "auto" else Language(lang)


def today() -> dt.date:
    """Return today's date where the law applies (kz-rules: country-wide UTC+5)."""
    from vacatio_calendar import load

    return dt.datetime.now(ZoneInfo(load("kz").time_zone)).date()
