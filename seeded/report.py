"""How many faults are found by the code expected, and how often a correct text raises one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from seeded import act_faults, archive_faults, bulletin_faults
from seeded.broken import FAULTS, Broken, known
from seeded.looking import LAW, Text, archive, look
from seeded.specs import Spec, specs
from seeded.texts import act, bulletin
from vacatio_calendar.checks import check_archive
from vacatio_calendar.model import Finding, Severity

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
    others = archive(broken.others, complete=broken.complete, since=broken.since)
    if broken.whole_archive:
        return check_archive(others, LAW)
    _, report = look(
        broken.text,
        broken.facts,
        others=others,
        ids=broken.ids,
        official=broken.official,
        today=broken.today,
        given=broken.given,
    )
    return report.findings


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
    for text in unbroken(drawn[: each * 4]):
        tally.unbroken += 1
        found = findings(text)
        for severity in {item.severity for item in found}:
            tally.false[severity] += 1
        tally.alarms += [
            f"{item.code} {item.severity}: {item.message}"
            for item in found
            if item.severity is not Severity.INFO
        ]
    return tally


def unbroken(drawn: list[Spec]) -> Iterator[Broken]:
    """Yield correct texts: bulletins alone and beside the archive, and acts in three languages."""
    for at, spec in enumerate(drawn):
        kept = (
            Text(act(spec, "ru"), known(spec), name="one"),
            Text(act(spec, "kk"), known(spec), name="one"),
        )
        for language in ("en", "ru"):
            yield Broken(bulletin(spec, language, form=at))
            yield Broken(bulletin(spec, language, form=at), others=kept, ids=("one",))
        for language in ("ru", "kk"):
            yield Broken(act(spec, language), known(spec), official=True)
            yield Broken(act(spec, language), known(spec), kept, official=True, ids=("one",))
        yield Broken(act(spec, "en"), known(spec), kept, ids=("one",))


def lines(tally: Tally) -> Iterator[str]:
    """Print the report, code by code."""
    yield f"{'code':<8}{'broken':>8}{'found':>8}{'recall':>9}"
    for code in sorted(tally.variants):
        share = tally.hits[code] / tally.variants[code]
        yield f"{code:<8}{tally.variants[code]:>8}{tally.hits[code]:>8}{share:>9.3f}"
    yield f"{'all':<8}{tally.total:>8}{sum(tally.hits.values()):>8}{tally.recall:>9.3f}"
    yield ""
    yield f"correct texts: {tally.unbroken}"
    for severity in Severity:
        yield f"  with {severity.value}: {tally.false[severity]}"
    for line in (*tally.missed, *tally.alarms):
        yield f"! {line}"
