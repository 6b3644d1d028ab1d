"""How many faults are found by the code expected, and how often a correct text raises one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from seeded import act_faults, archive_faults, bulletin_faults
from seeded.broken import FAULTS, Broken
from seeded.correct import correct
from seeded.looking import LAW, archive, look
from seeded.specs import specs
from vacatio_calendar.checks import Lookup, Report, check_archive
from vacatio_calendar.model import Document, Finding, Severity

#: The modules whose functions are the faults.
MODULES = (bulletin_faults, act_faults, archive_faults)


@dataclass
class Tally:
    """What was found: by code for the broken texts, by severity for the correct ones."""

    variants: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    unbroken: int = 0
    false: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many broken texts were looked at."""
        return sum(self.variants.values())

    @property
    def recall(self) -> float:
        """The share of broken texts in which the code expected was found."""
        return sum(self.hits.values()) / self.total

    @property
    def warned(self) -> float:
        """The share of correct texts with a warning."""
        return self.false[Severity.WARNING] / self.unbroken


def findings(broken: Broken) -> tuple[Finding, ...]:
    """Look at a text as a check or a build does."""
    if broken.whole_archive:
        return check_archive(_archive(broken), LAW)
    return examined(broken)[1].findings


def examined(broken: Broken) -> tuple[Document, Report]:
    """Give what was read of a text, and all that was said of it."""
    return look(
        broken.text,
        broken.facts,
        others=_archive(broken),
        ids=broken.ids,
        official=broken.official,
        today=broken.today,
        given=broken.given,
    )


def _archive(broken: Broken) -> Lookup:
    return archive(broken.others, complete=broken.complete, since=broken.since)


def run(each: int, seed: int = 1) -> Tally:
    """Break texts in every way, ``each`` times, and look at as many correct ones."""
    tally = Tally()
    drawn = specs(seed, each * 20)
    for fault in FAULTS:
        made = 0
        for at, spec in enumerate(drawn):
            broken = fault.make(spec, at) if made < each else None
            if broken is None:
                continue
            made += 1
            tally.variants[fault.code] += 1
            found = findings(broken)
            if fault.code in {item.code for item in found}:
                tally.hits[fault.code] += 1
            else:
                told = ", ".join(item.code for item in found) or "nothing"
                tally.missed.append(f"{fault.code} {fault.name} #{at}: {told}")
    for name, text in correct(drawn[: each * 2]):
        tally.unbroken += 1
        found = findings(text)
        for severity in {item.severity for item in found}:
            tally.false[severity] += 1
        for item in found:
            tally.raised[item.code] += 1
            if item.severity is not Severity.INFO:
                tally.alarms.append(f"{item.code} {item.severity}: {name}: {item.message}")
    return tally


def lines(tally: Tally) -> Iterator[str]:
    """Print the report, code by code."""
    yield f"{'code':<8}{'broken':>8}{'found':>8}{'recall':>9}{'in correct texts':>18}"
    for code in sorted({*tally.variants, *tally.raised}):
        made, hit = tally.variants[code], tally.hits[code]
        share = f"{hit / made:.3f}" if made else "-"
        yield f"{code:<8}{made:>8}{hit:>8}{share:>9}{tally.raised[code]:>18}"
    hits, raised = sum(tally.hits.values()), sum(tally.raised.values())
    yield f"{'all':<8}{tally.total:>8}{hits:>8}{tally.recall:>9.3f}{raised:>18}"
    yield ""
    yield f"correct texts: {tally.unbroken}"
    for severity in Severity:
        count = tally.false[severity]
        yield f"  with {severity.value}: {count} ({100 * count / tally.unbroken:.1f} %)"
    for line in (*tally.missed, *tally.alarms):
        yield f"! {line}"
