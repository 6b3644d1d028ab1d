"""Frozen values that are made as quickly as others.

A frozen dataclass sets each of its fields by a call that goes around its own lock, and a long text
makes values by the ten thousand. Here a value is unlocked while it is filled: it is of a class that
differs in nothing but the lock, and becomes of its own class when all is in place.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)


def swift(frozen: _Class) -> _Class:
    """Give a frozen dataclass with slots a constructor that does the same in a third of the time.

    >>> from dataclasses import dataclass
    >>> @swift
    ... @dataclass(frozen=True, slots=True)
    ... class Stretch:
    ...     start: int
    ...     end: int = 0
    >>> Stretch(1, end=2)
    Stretch(start=1, end=2)
    >>> Stretch(1).end = 2
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'end'
    """
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    unlocked = type(frozen.__name__, (frozen,), {"__slots__": (), **plain})
    names = [one.name for one in fields(frozen)]
    defaults = {one.name: one.default for one in fields(frozen) if one.default is not MISSING}
    taken = ", ".join(f"{name}=_of[{name!r}]" if name in defaults else name for name in names)
    lines = [
        f"def __init__(self, {taken}):",
        " _unlock(self, '__class__', _unlocked)",
        *(f" self.{name} = {name}" for name in names),
        " self.__class__ = _frozen",
    ]
    known: dict[str, Any] = {
        "_of": defaults,
        "_unlock": object.__setattr__,
        "_unlocked": unlocked,
        "_frozen": frozen,
    }
    exec("\n".join(lines), known)  # as the dataclass did for the constructor replaced
    made = known["__init__"]
    was: Any = vars(frozen)["__init__"]
    made.__annotations__, made.__qualname__ = was.__annotations__, was.__qualname__
    made.__module__ = was.__module__
    frozen.__init__ = made  # type: ignore[misc]
    return frozen
