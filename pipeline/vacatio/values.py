"""Write values of the vocabulary to bytes and read them back; nothing else comes out of bytes.

What is kept in `cache/` may have been put there by somebody: only named classes are made of it,
and no code is run.
"""

from __future__ import annotations

import copyreg
import enum
import io
import pickle
import zlib
from collections.abc import Callable

from vacatio_calendar import known, model

#: How a pickle writes a value: a callable and what it is called with.
Reduced = tuple[Callable[..., object], tuple[object, ...]]

#: The modules whose classes hold values and do nothing.
_VALUES = frozenset(
    {
        "vacatio_calendar.model",
        "vacatio_calendar.known",
        "vacatio.drafts",
        "vacatio.memory",
        "vacatio.union_acts",
    }
)
_DAYS = frozenset(("datetime", name) for name in ("date", "datetime", "timedelta", "timezone"))

#: What a damaged value raises when it is read.
Damaged = (pickle.UnpicklingError, EOFError, zlib.error)


def _by_value(member: enum.Enum) -> Reduced:
    """Write a member by its class and value: up to Python 3.11.3 it is written as a getattr."""
    return type(member), (member.value,)


#: How values are written that are not written the same by every Python.
_WRITTEN: dict[type, Callable[[enum.Enum], Reduced]] = {
    each: _by_value
    for module in (model, known)
    for each in vars(module).values()
    if isinstance(each, type(enum.Enum))
}


def packed(value: object) -> bytes:
    """Write a value.

    >>> import datetime as dt
    >>> unpacked(packed(("a", dt.date(2026, 1, 5))))
    ('a', datetime.date(2026, 1, 5))
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, **_WRITTEN}
    pickler.dump(value)
    return zlib.compress(buffer.getvalue(), 1)


def unpacked(written: bytes) -> object:
    """Read a value back.

    Raises:
        Damaged: it was not written by `packed`, or asks for something that is no value.
    """
    return _OnlyValues(io.BytesIO(zlib.decompress(written))).load()


class _OnlyValues(pickle.Unpickler):
    """Takes values of the vocabulary and days, and nothing else, out of a pickle."""

    def find_class(self, module: str, name: str) -> object:
        if (module in _VALUES and "." not in name) or (module, name) in _DAYS:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of the vocabulary")
