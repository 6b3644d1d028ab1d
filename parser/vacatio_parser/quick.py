"""Enumerations whose members cost no more to name than any attribute of a class.

CPython 3.11 looks for a member behind a Python function of the enumeration's own class, which
takes five times as long as other attributes; a text names symbols and roles by the million.
"""

from __future__ import annotations

import sys
from enum import Enum
from typing import Any, TypeVar, cast

_Kind = TypeVar("_Kind", bound=type[Enum])


class _Quick(type):
    """The class of a stand-in: calls and loops go to the enumeration it stands for."""

    members: Any

    def __call__(cls, value: object) -> object:
        return cls.members(value)

    def __iter__(cls) -> Any:
        return iter(cls.members)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.members)


def quick(kind: _Kind) -> _Kind:
    """Give the members of an enumeration as plain attributes.

    >>> class Colour(Enum):
    ...     RED = "red"
    >>> Quick = quick(Colour)
    >>> Quick.RED is Colour.RED, Quick("red") is Colour.RED, [colour.value for colour in Quick]
    (True, True, ['red'])
    """
    if sys.version_info >= (3, 12):
        return kind
    names = {**kind.__members__, "members": kind, "__doc__": kind.__doc__}
    return cast("_Kind", _Quick(kind.__name__, (), {**names, "__module__": kind.__module__}))
