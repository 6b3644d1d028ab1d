"""Settings: `vacatio.toml` found upward from the working directory, each key also `VACATIO_*`.

Nothing is required: the defaults run. A key that is misspelt or of the wrong kind is an error
that names the file and the line.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatio import channels, reach
from vacatio.channels import BadChannel, Channel, Mail
from vacatio.tomllines import line_of
from vacatio.watches import BadWatch, Watched, watches
from vacatio_calendar import jurisdictions
from vacatio_calendar.errors import VacatioError

FILE = "vacatio.toml"
PREFIX = "VACATIO_"

#: Settings that only the file can hold: they are tables, and no variable holds one.
TABLES = frozenset({"watch", "ca_files", "mail", "notify"})

#: Where pages are parsed.
ENGINES = ("processes", "dask")

#: How many processes may parse.
JOBS = range(1, 65)

#: Variables with our prefix that are no settings; the last are of benchmarks and tests.
OTHERS = (channels.PASSWORD, "VACATIO_REVIEWER", "VACATIO_BENCH_", "VACATIO_WALK")


class BadSetting(VacatioError):
    """A setting is unknown or of the wrong kind."""

    def __init__(self, where: str, key: str, reason: str) -> None:
        self.where, self.key, self.reason = where, key, reason
        super().__init__(f"{where}: {key} {reason}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set.

    ``data`` is the data directory; ``jurisdiction`` whose rules apply; ``sources`` the sources of
    a nightly run (empty: those that are ready); ``bulletins`` addresses of feeds and of lists of
    pages to compare with the official texts; ``contact`` an address at which the sites that are
    crawled reach you; ``proxy`` the address of a proxy that leads to them, and ``ca_files`` by
    host a file of authorities to trust for that host (``[ca_files]``); ``site`` the public address
    of the site, which feeds link to (empty: where it listens on this machine); ``shrink`` the
    share of acts that may go missing between two publications before the gate closes; ``misread``
    the share of a source's documents on which one check may fire before its findings are held
    back; ``host`` and ``port`` where the site listens; ``jobs`` how many processes parse;
    ``engine`` where, ``processes`` here or ``dask``, the workers of the Dask scheduler at the
    address ``scheduler``; ``watch`` the watch lists, ``[watch.NAME]`` in the file; ``ping`` an
    address that is told how each run goes, ``notify`` who is told what is new (``[notify.NAME]``)
    and ``mail`` by which server (``[mail]``).
    """

    data: Path = Path("var")
    jurisdiction: str = "kz"
    sources: tuple[str, ...] = ()
    bulletins: tuple[str, ...] = ()
    contact: str = ""
    proxy: str = ""
    ca_files: reach.Authorities = ()
    site: str = ""
    host: str = "127.0.0.1"
    port: int = 8001
    shrink: float = 0.1
    misread: float = 0.2
    jobs: int = 1
    engine: str = "processes"
    scheduler: str = ""
    watch: tuple[Watched, ...] = ()
    ping: str = ""
    mail: Mail | None = None
    notify: tuple[Channel, ...] = ()

    @property
    def address(self) -> str:
        """Give the address that feeds link to.

        >>> Settings(port=9000).address, Settings(site="https://example.org/").address
        ('http://127.0.0.1:9000', 'https://example.org')
        """
        return self.site.rstrip("/") or f"http://{self.host}:{self.port}"


def load(config: Path | None, environ: Mapping[str, str], start: Path | None = None) -> Settings:
    """Read the settings: defaults, then the file, then the environment.

    Paths in the file are relative to the file. `start` is where the search for the file begins,
    the working directory by default.

    Raises:
        BadSetting: the file is missing or no TOML, or a key is unknown or of the wrong kind.
    """
    path = config or found(start or Path.cwd())
    given: dict[str, object] = {}
    if path is not None:
        given.update(_from_file(path))
    given.update(_from_environment(environ))
    return Settings(**given)  # type: ignore[arg-type]  # each value was checked against its field


def found(start: Path) -> Path | None:
    """Look for the file of settings upward from a folder."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def _from_file(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise BadSetting(str(path), "the file", f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BadSetting(str(path), "the file", f"is not TOML ({error})") from error
    checked: dict[str, object] = {}
    for key, value in values.items():
        where = f"{path}, line {line_of(text, key)}"
        try:
            if key == "watch":
                checked[key] = watches(value)
            elif key in channels.READERS:
                checked[key] = channels.READERS[key](value)
            elif key == "ca_files":
                checked[key] = reach.ca_files(value, path.parent)
            else:
                checked[key] = _checked(where, key, value, relative_to=path.parent)
        except (BadWatch, BadChannel) as error:
            raise _at_its_line(path, text, error) from error
        except reach.BadReach as error:
            line = line_of(text, error.key, error.item)
            raise BadSetting(f"{path}, line {line}", error.key, error.reason) from error
    lists = [each.name for each in checked.get("watch", ())]  # type: ignore[attr-defined]  # read above
    try:
        channels.consistent(checked.get("notify", ()), lists, checked.get("mail"))  # type: ignore[arg-type]
    except BadChannel as error:
        raise _at_its_line(path, text, error) from error
    return checked


def _at_its_line(path: Path, text: str, error: BadWatch | BadChannel) -> BadSetting:
    table = ".".join(error.key.split(".")[:2])
    line = line_of(text, table)
    below = text.splitlines()[line:]
    for number, words in enumerate(below, start=line + 1):
        if words.lstrip().startswith("["):
            break
        if words.split("=")[0].strip() == error.key.removeprefix(f"{table}."):
            line = number
            break
    return BadSetting(f"{path}, line {line}", error.key, error.reason)


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    checked: dict[str, object] = {}
    _no_misspelt(environ)
    for field in dataclasses.fields(Settings):
        name = PREFIX + field.name.upper()
        if name not in environ:
            continue
        words: object = environ[name]
        if isinstance(field.default, tuple):
            words = [part.strip() for part in environ[name].split(",") if part.strip()]
        elif isinstance(field.default, int | float):
            words = _number(name, environ[name])
        try:
            checked[field.name] = _checked("environment", name, words, field=field.name)
        except reach.BadReach as error:
            raise BadSetting("environment", name, error.reason) from error
    return checked


def _no_misspelt(environ: Mapping[str, str]) -> None:
    """Refuse a variable that looks like a setting and is none: it would do nothing, unseen."""
    names = {PREFIX + field.name.upper(): field.name for field in dataclasses.fields(Settings)}
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(OTHERS):
            continue
        if name not in names:
            told = ", ".join(each for each, key in names.items() if key not in TABLES)
            raise BadSetting("environment", name, f"is no setting (there are: {told})")
        if names[name] in TABLES:
            raise BadSetting("environment", name, f"is a table: write it into {FILE}")


def _number(name: str, words: str) -> int | float:
    try:
        return int(words) if words.isdigit() else float(words)
    except ValueError:
        raise BadSetting("environment", name, f"must be a number, not {words!r}") from None


def _checked(
    where: str, key: str, value: object, *, field: str = "", relative_to: Path | None = None
) -> object:
    defaults = {each.name: each.default for each in dataclasses.fields(Settings)}
    name = field or key
    if name not in defaults:
        raise BadSetting(where, key, f"is no setting (there are: {', '.join(defaults)})")
    if name == "ping":
        try:
            return channels.ping(value)
        except BadChannel as error:
            raise BadSetting(where, key, error.reason) from error
    if name in reach.READERS:
        return reach.READERS[name](value)
    match defaults[name]:
        case Path():
            if isinstance(value, str) and value:
                return (relative_to or Path()) / value
            raise BadSetting(where, key, "must be a path in quotation marks")
        case tuple():
            if isinstance(value, list) and all(isinstance(part, str) for part in value):
                return _known(where, key, value, _sources())
            raise BadSetting(where, key, 'must be a list of names, such as ["ekb"]')
        case str() if name == "jurisdiction":
            if isinstance(value, str):
                return _known(where, key, [value], jurisdictions())[0]
            raise BadSetting(where, key, "must be text in quotation marks")
        case int() if name == "jobs":
            if isinstance(value, int) and not isinstance(value, bool) and value in JOBS:
                return value
            raise BadSetting(where, key, f"must be a whole number from 1 to {JOBS[-1]}")
        case str() if name == "site":
            if value == "" or reach.is_plain_address(value):
                return value
            raise BadSetting(where, key, 'must be an address, such as "https://example.org"')
        case str() if name == "engine":
            if value in ENGINES:
                return value
            raise BadSetting(where, key, f"must be one of {', '.join(ENGINES)}")
        case str():
            if isinstance(value, str) and (value or not defaults[name]):
                return value
            raise BadSetting(where, key, "must be text in quotation marks")
        case int():
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 65535:
                return value
            raise BadSetting(where, key, "must be a whole number from 0 to 65535")
        case _:
            if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
                return float(value)
            raise BadSetting(where, key, "must be a number from 0 to 1")


def _known(where: str, key: str, given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for each in given:
        if each not in known:
            raise BadSetting(where, key, f"names {each!r}; there are: {', '.join(known)}")
    return tuple(given)


def _sources() -> tuple[str, ...]:
    # Loading the spiders takes a while, and few name sources: not before it is needed.
    import vacatio_crawlers

    return tuple(info.name for info in vacatio_crawlers.known_sources())
