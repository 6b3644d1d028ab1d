"""The vocabulary every room speaks: frozen values, named as Akoma Ntoso, ELI and FRBR name them.

Nothing here computes. A value that is not known is ``None``; a date is a civil
``datetime.date`` without a time or a zone; an instant is an aware ``datetime.datetime``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vacatio_calendar.swift import swift


class Language(StrEnum):
    """The language of a text, by its ISO 639-1 code."""

    RU = "ru"
    KK = "kk"
    EN = "en"


class ActType(StrEnum):
    """What an act is, in the terms of the extraction contract."""

    CONSTITUTION = "constitution"
    CONSTITUTIONAL_LAW = "constitutional_law"
    CODE = "code"
    LAW = "law"
    DECREE = "decree"
    RESOLUTION = "resolution"
    ORDER = "order"
    DECISION = "decision"
    NORMATIVE_RESOLUTION = "normative_resolution"
    RULES = "rules"
    REGULATION = "regulation"
    AGREEMENT = "agreement"
    OTHER = "other"


class Unit(StrEnum):
    """The unit of a term; ``DAYS`` where the text does not say which days."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class RuleKind(StrEnum):
    """The kinds of commencement a text can state.

    ``DEFAULT`` is a whole act that was read and is silent; ``NONE`` is a text without a
    clause, with a pointer to another article, or with a clause that could not be read.
    """

    AFTER_PUBLICATION = "after_publication"
    FROM_PUBLICATION = "from_publication"
    FIXED_DATE = "fixed_date"
    UPON_SIGNING = "upon_signing"
    FROM_ADOPTION = "from_adoption"
    AFTER_REGISTRATION = "after_registration"
    WITH_OTHER_ACT = "with_other_act"
    AFTER_EVENT = "after_event"
    DEFAULT = "default"
    NONE = "none"


class Moment(StrEnum):
    """Which of the two legal moments a clause speaks of (LPA 42(1) and 42(3)).

    ``FORCE`` is вступление в силу (күшіне ену), ``APPLY`` is введение в действие
    (қолданысқа енгізу), the first day the rules apply.
    """

    APPLY = "apply"
    FORCE = "force"


class Certainty(StrEnum):
    """How a date is known."""

    STATED = "stated"
    COMPUTED = "computed"
    DEFAULT_RULE = "default_rule"
    REVIEWED = "reviewed"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure a date is."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    DISPUTED = "disputed"


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Action(StrEnum):
    """What a modification does to its target (Akoma Ntoso textual modifications)."""

    SUBSTITUTION = "substitution"
    INSERTION = "insertion"
    REPEAL = "repeal"
    RENUMBERING = "renumbering"
    SUSPENSION = "suspension"


class ChangeKind(StrEnum):
    """What a bulletin says was done to an amended act."""

    INTRODUCED = "introduced"
    AMENDED = "amended"
    EXCLUDED = "excluded"
    REPLACED = "replaced"
    MOVED = "moved"


class NoteKind(StrEnum):
    """An editor's note: a footnote on a past amendment, or a notice of a future one."""

    FOOTNOTE = "footnote"
    FUTURE_CHANGE = "future_change"


class DocumentKind(StrEnum):
    """What a text is: one act, a report on acts, or a piece of either."""

    ACT = "act"
    BULLETIN = "bulletin"
    FRAGMENT = "fragment"


@swift
@dataclass(frozen=True, slots=True)
class Span:
    """Where a value was read: ``text`` equals ``document.text[start:end]``.

    >>> Span(0, 3, "ten").text
    'ten'
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a text states it, such as two years."""

    value: int
    unit: Unit


@swift
@dataclass(frozen=True, slots=True)
class ActRef:
    """A citation of an act, as printed, perhaps unresolved.

    Rules approved by an order carry the approving act's type, number and date, and the
    title of the rules as printed; ``approved`` is then true. ``part`` names the units meant
    where an act loses force or is suspended in part: the act itself then stays in force.
    """

    type: ActType | None = None
    number: str | None = None
    date: dt.date | None = None
    title: str | None = None
    issuer: str | None = None
    registration_number: str | None = None
    approved: bool = False
    span: Span | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """State registration of an act (LPA 35-1): the register's number and day."""

    number: str | None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OfficialPublication:
    """One place where an act was officially published (LPA 1(30), 37).

    ``languages`` are the languages in which the full text stood there, empty where that is
    not known. ``field`` names the portal's field the date was read from (its meaning is a
    data row of the jurisdiction); ``first`` is what the source claims, not what we conclude.
    """

    date: dt.date | None
    venue: str | None = None
    issue: str | None = None
    languages: tuple[Language, ...] = ()
    first: bool | None = None
    field: str | None = None
    span: Span | None = None


@swift
@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of commencement a clause states.

    ``value`` and ``unit`` are the term; ``date`` is the date of a fixed-date clause; ``act``
    the other act of ``WITH_OTHER_ACT``; ``event`` the words of an outside event.
    ``names_day`` is false where the wording leaves open whether the base day counts
    («после его первого официального опубликования», KZ-CLS-AFTER-N-OLD). ``not_before`` is
    the earliest day a counted term may give («…, но не ранее 1 января 2027 года»).
    """

    kind: RuleKind
    value: int | None = None
    unit: Unit | None = None
    date: dt.date | None = None
    act: ActRef | None = None
    event: str | None = None
    names_day: bool = True
    not_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date a text gives for a commencement; ``date`` is ``None`` where it is incomplete.

    ``year``, ``month`` and ``day`` keep what was printed, so that a missing or malformed
    year can be told apart from a missing date.
    """

    date: dt.date | None
    year: int | None
    month: int | None
    day: int | None
    span: Span | None = None


@swift
@dataclass(frozen=True, slots=True)
class Commencement:
    """What a text says of the day its rules apply, for all or for some provisions.

    ``provisions`` is ``None`` for the whole act, or all that no other entry names; otherwise
    the provisions verbatim. ``force_rule`` is what the same words say of вступление в силу.
    ``note`` says in a word why a clause stayed unread (kind ``NONE``): ``pointer``,
    ``number_lost``, ``no_clause``, ``unread``.
    """

    rule: Rule
    provisions: str | None = None
    span: Span | None = None
    moment: Moment = Moment.APPLY
    force_rule: Rule | None = None
    stated: StatedDate | None = None
    applies_from: dt.date | None = None
    ends_on: dt.date | None = None
    duration: Duration | None = None
    note: str | None = None
    digits_and_words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Modification:
    """One instruction of an amending act.

    ``act`` is the index of its target in the act's ``amends``; ``target`` the path from the
    act downward in the nominative; ``by`` the provision that carries the instruction.
    """

    action: Action
    act: int | None
    target: str | None
    by: str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a bulletin says an amending act changes, one bullet one change."""

    act: int | None
    kind: ChangeKind
    text: str
    span: Span | None = None


@swift
@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty with a term."""

    value: int
    unit: Unit
    event: str | None
    span: Span | None = None


@swift
@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note of a consolidated text: who amended a provision, and from when."""

    kind: NoteKind
    provision: str | None
    by: ActRef
    rule: Rule
    span: Span | None = None


@swift
@dataclass(frozen=True, slots=True)
class Provision:
    """A structural unit of an act; ``eid`` in Akoma Ntoso style (``art_3__para_2``)."""

    eid: str
    kind: str
    number: str | None
    heading: str | None
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class RepealedBy:
    """The act a consolidated text says it lost force by, and from when."""

    by: ActRef
    rule: Rule
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source other than the act's own text says of the act, such as a portal's field.

    ``field`` is dotted (``ekb.effectiveDate``); ``value`` stands as it was given.
    """

    field: str
    value: str
    date: dt.date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as one text shows it: facts, each with the words they were read from."""

    type: ActType | None = None
    number: str | None = None
    date: dt.date | None = None
    title: str | None = None
    issuer: str | None = None
    registration: Registration | None = None
    publications: tuple[OfficialPublication, ...] = ()
    commencements: tuple[Commencement, ...] = ()
    amends: tuple[ActRef, ...] = ()
    repeals: tuple[ActRef, ...] = ()
    suspends: tuple[ActRef, ...] = ()
    repealed_by: RepealedBy | None = None
    modifications: tuple[Modification, ...] = ()
    changes: tuple[Change, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    notes: tuple[Note, ...] = ()
    provisions: tuple[Provision, ...] = ()
    claims: tuple[Claim, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    normative: bool | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text stand in its source, so that a person finds a place there.

    ``as_typed`` is true where the text is the source itself, whose lines an editor counts;
    otherwise each line is a paragraph of the source. ``pages`` are the offsets at which its
    pages begin, first page first; empty where it has none.
    """

    as_typed: bool = False
    pages: tuple[int, ...] = ()


#: Each line is a paragraph of the source, which has no pages.
PARAGRAPHS = Layout()


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one text.

    ``citations`` are all citations in the order of the text, each with the title as printed
    there and the number and date joined from the rest of the document; ``unread`` are
    commencement words nobody understood; ``fallbacks`` counts the dates whose month only
    dateparser knew. Spans index into ``text``.
    """

    language: Language
    kind: DocumentKind
    text: str
    acts: tuple[Act, ...] = ()
    mentions: tuple[ActRef, ...] = ()
    citations: tuple[ActRef, ...] = ()
    unread: tuple[Span, ...] = ()
    fallbacks: int = 0
    layout: Layout = PARAGRAPHS


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation, small enough to replay.

    ``op`` names the arithmetic, ``inputs`` are its named values as ISO text or digits, ``on``
    the day it gives; ``rule`` is the rule's id and ``basis`` its legal basis.
    """

    rule: str
    op: str
    inputs: tuple[tuple[str, str], ...]
    on: dt.date | None
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another day a defensible reading or another source would give."""

    on: dt.date
    reading: str
    basis: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """What a commencement means: the first day the rules apply, or why it is not known.

    ``on`` is введение в действие, ``force_on`` вступление в силу. ``reason`` is a sentence
    wherever ``on`` is ``None``.
    """

    on: dt.date | None
    force_on: dt.date | None
    certainty: Certainty
    confidence: Confidence
    steps: tuple[Step, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    reason: str | None = None
    provisions: str | None = None
    applies_from: dt.date | None = None
    ends_on: dt.date | None = None
    force_steps: tuple[Step, ...] = ()
    end_steps: tuple[Step, ...] = ()


class Whose(StrEnum):
    """Whose text disagrees: an act's, a bulletin's, a piece of either, a portal's, or ours."""

    ACT = "act"
    BULLETIN = "bulletin"
    FRAGMENT = "fragment"
    PORTAL = "portal"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One compared value: its name, where it is from, and its words where they are at hand.

    ``source`` is ``text`` for the document itself, ``computed`` for what follows from the rules,
    or else the id of the other act, or the field or the place that gives the value.
    """

    name: str
    value: str
    source: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A detected inconsistency. ``act`` is an index into the document's acts, or ``None``.

    ``values`` are the compared values by name; with ``code``, the act and ``provision`` they
    make the finding's identity, so they hold neither spans nor quotations. ``rule`` is the id of
    the rule that was applied and ``basis`` its legal basis; ``whose`` says whose text disagrees.
    """

    code: str
    name: str
    severity: Severity
    act: int | None
    message: str
    title: str
    values: tuple[tuple[str, str], ...] = ()
    provision: str | None = None
    suggestion: str | None = None
    span: Span | None = None
    basis: str | None = None
    rule: str | None = None
    whose: Whose | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A page as fetched, before anyone has read it.

    ``key`` is the source's own id of the document and expression (``222001/rus``);
    ``fetched_at`` an aware instant in UTC; ``body`` the decoded bytes.
    """

    source: str
    key: str
    url: str
    fetched_at: dt.datetime
    media_type: str
    body: bytes
    sha256: str
    status: int = 200
    language: Language | None = None
    demo: bool = False
    headers: tuple[tuple[str, str], ...] = ()


__all__ = [
    "PARAGRAPHS",
    "Act",
    "ActRef",
    "ActType",
    "Action",
    "Alternative",
    "Certainty",
    "Change",
    "ChangeKind",
    "Claim",
    "Commencement",
    "Confidence",
    "Document",
    "DocumentKind",
    "Duration",
    "EntryIntoForce",
    "Evidence",
    "Finding",
    "Language",
    "Layout",
    "Modification",
    "Moment",
    "Note",
    "NoteKind",
    "Obligation",
    "OfficialPublication",
    "Provision",
    "RawDocument",
    "Registration",
    "RepealedBy",
    "Rule",
    "RuleKind",
    "Severity",
    "Span",
    "StatedDate",
    "Step",
    "Unit",
    "Whose",
]
