"""The enumerations of the model whose members the grammar names all the time, made quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vacatio_calendar import model
from vacatio_parser.quick import quick

if TYPE_CHECKING:
    from vacatio_calendar.model import Language, Moment, RuleKind, Unit
else:
    Language, Moment = quick(model.Language), quick(model.Moment)
    RuleKind, Unit = quick(model.RuleKind), quick(model.Unit)

__all__ = ["Language", "Moment", "RuleKind", "Unit"]
