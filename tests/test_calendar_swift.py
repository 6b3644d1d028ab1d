"""A value that is made swiftly is a frozen dataclass in every other respect."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from vacatio_calendar.model import ActRef, Commencement, Provision, Rule, RuleKind, Span
from vacatio_calendar.swift import swift


@swift
@dataclass(frozen=True, slots=True)
class Swift:
    first: int
    second: str | None = None
    third: tuple[int, ...] = (1, 2)


@dataclass(frozen=True, slots=True)
class Plain:
    first: int
    second: str | None = None
    third: tuple[int, ...] = (1, 2)


@pytest.mark.parametrize(
    "value",
    [
        Swift(1),
        Span(0, 3, "раз"),
        Rule(RuleKind.NONE),
        Commencement(Rule(RuleKind.DEFAULT)),
        ActRef(),
        Provision("art_1", "article", "1", None, ""),
    ],
)
def test_no_field_of_it_can_be_set_or_deleted(value: object) -> None:
    name = fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)
    with pytest.raises(FrozenInstanceError):
        delattr(value, name)
    assert "__dict__" not in dir(value)


def test_it_is_of_its_own_class() -> None:
    assert type(Swift(1)) is Swift
    assert repr(Swift(1, third=())) == "Swift(first=1, second=None, third=())"


def test_it_equals_and_hashes_by_its_fields() -> None:
    assert Swift(1, "а") == Swift(first=1, second="а")
    assert len({Swift(1), Swift(1), Swift(2)}) == 2
    assert replace(Swift(1), second="б") == Swift(1, "б")


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _pickled])
def test_it_is_copied_and_pickled(again: Callable[[object], object]) -> None:
    made = again(Swift(1, "а"))
    assert made == Swift(1, "а")
    assert type(made) is Swift


def test_its_constructor_takes_what_that_of_a_dataclass_takes() -> None:
    assert inspect.signature(Swift) == inspect.signature(Plain)
    for wrong in ((), (1, 2, 3, 4)):
        with pytest.raises(TypeError):
            Swift(*wrong)
    with pytest.raises(TypeError):
        Swift(1, fourth=2)  # type: ignore[call-arg]
