"""A commencement clause alone, with the facts its date rests on."""

from __future__ import annotations

import dataclasses
import datetime as dt

from vacatio.extraction import Given, filled
from vacatio_calendar import Known, VacatioError, compute, load
from vacatio_calendar.model import (
    Act,
    ActType,
    Commencement,
    Document,
    DocumentKind,
    EntryIntoForce,
    Language,
    Rule,
    RuleKind,
    Span,
)
from vacatio_parser import parse_text

#: What a clause given without its verb is completed with, so that it reads as the act has it.
_FRAMES = {
    Language.RU: "Настоящий акт вводится в действие {}.",
    Language.KK: "Осы акт {} қолданысқа енгізіледі.",
    Language.EN: "This act enters into force {}.",
}


class NoClause(VacatioError):
    """Say that a clause was asked for and nothing given."""

    def __init__(self) -> None:
        """Build the message."""
        super().__init__("the clause is empty: give the words of the act on its entry into force")


def dated(
    clause: str,
    given: Given,
    act_type: ActType | None = None,
    language: Language | None = None,
    known_on: dt.date | None = None,
) -> tuple[Act, tuple[EntryIntoForce, ...]]:
    """Read a clause and compute its days: an act that holds nothing else, and its entries.

    Words that are no clause give an act with one commencement of kind ``none``, never a guess.

    Raises:
        NoClause: the clause is empty.
    """
    if not clause.strip():
        raise NoClause
    found, spoken = _read(clause.strip(), language)
    read = _without_requisites_of_another(found)
    stages = tuple(sorted(read.commencements, key=lambda stage: stage.provisions is not None))
    act = dataclasses.replace(read, type=act_type or read.type, commencements=stages)
    alone = Document(spoken, DocumentKind.FRAGMENT, clause, (act,))
    [act] = filled(alone, given).acts
    law = load("kz")
    return act, compute(act, law, Known(language=spoken, known_on=known_on))


def _without_requisites_of_another(act: Act) -> Act:
    """Keep the commencements alone where the requisites read are of the act they wait for."""
    waits = any(stage.rule.kind is RuleKind.WITH_OTHER_ACT for stage in act.commencements)
    return Act(commencements=act.commencements) if waits else act


def _read(clause: str, language: Language | None) -> tuple[Act, Language]:
    """Read a clause as it stands, or else completed with the verb it was given without."""
    document = parse_text(clause, language=language)
    if act := _with_rule(document):
        return act, document.language
    completed = parse_text(
        _FRAMES[document.language].format(clause.rstrip(" .;")), language=document.language
    )
    whole = Span(0, len(clause), clause)
    if act := _with_rule(completed):
        stages = tuple(dataclasses.replace(stage, span=whole) for stage in act.commencements)
        return Act(commencements=stages), document.language
    unread = Commencement(Rule(RuleKind.NONE), span=whole, note="unread")
    return Act(commencements=(unread,)), document.language


def _with_rule(document: Document) -> Act | None:
    """Return the act whose commencement was understood, if there is one."""
    for act in document.acts:
        if any(stage.rule.kind is not RuleKind.NONE for stage in act.commencements):
            return act
    return None
