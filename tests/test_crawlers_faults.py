"""Every failure of a site: what the archive then holds, what is reported, how the command ends.

Real Scrapy, the real archive and the real command against the replica, over HTTP and HTTPS; only
the delays are left out.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import vacatio_crawlers
from vacatio import nightly
from vacatio.archive import Archive
from vacatio.commands.crawl import command
from vacatio_calendar.model import RawDocument
from vacatio_crawlers import Outcome, SourceReport, Trouble, known_sources
from vacatio_crawlers.replica import Fault, Site, serve
from vacatio_crawlers.replica.certificates import Certificate, certificate
from vacatio_crawlers.sources.ekb import Ekb

OK, WARNED, FAILED = Outcome.OK, Outcome.WARNED, Outcome.FAILED
BLOCKED, BROKEN, GONE = Trouble.BLOCKED, Trouble.BROKEN, Trouble.GONE
ACT, SEARCH, ALL = "/api/documents/700110/rus", "/api/documents/search", "/"


@dataclass(frozen=True)
class Night:
    """What one run of the command left behind."""

    exit_code: int
    said: str
    report: SourceReport
    archive: Mapping[str, RawDocument]

    @property
    def troubles(self) -> dict[str, Trouble]:
        return {problem.key: problem.trouble for problem in self.report.problems}


Crawl = Callable[..., Night]


def vacatio_crawl(
    site: Site, data: Path, *options: str, source: str = "ekb", url: str = "", **given: Any
) -> Night:
    """Run `vacatio crawl` on a replica as an operator does, with the delays left out."""
    plan = functools.partial(
        nightly.Plan, demo=True, polite=False, base_urls={source: url or site.url}
    )
    reports: list[Sequence[SourceReport]] = []
    original = vacatio_crawlers.crawl

    def told(*names: Any, **arguments: Any) -> Sequence[SourceReport]:
        reports.append(original(*names, **{**arguments, **given}))
        return reports[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nightly, "Plan", plan)
        patch.setattr(vacatio_crawlers, "crawl", told)
        where = ["--source", source, "--data", str(data)]
        result = CliRunner().invoke(command, [*where, *options])
    (report,) = reports[0]  # that of the newest days, where several spans are asked for
    archive = {one.key: one for one in Archive(data / "archive").records()}
    return Night(result.exit_code, result.output, report, archive)


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Run `vacatio crawl` in a directory of its own."""
    return lambda site, *options, **given: vacatio_crawl(site, tmp_path, *options, **given)


SINCE = dt.date(2026, 11, 1)
LATELY = ("--since", str(SINCE))

#: What becomes of one act: whether it is stored, the class of the response; and of the source: its
#: outcome, a part of its reason, the exit code of the command.
Fate = tuple[bool, Trouble | None, Outcome, str, int]

#: Failures that cost the act alone on whose address they are.
ALONE: dict[Fault, Fate] = {
    Fault.ERROR: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.GONE: (False, GONE, OK, "", 0),
    Fault.SLOW: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.DRIP: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.TRUNCATED: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.CUT: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.WRONG_ENCODING: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.WRONG_TYPE: (True, None, OK, "", 0),
    Fault.LAYOUT: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.LOOP: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.AWAY: (False, BROKEN, WARNED, "could not be fetched", 0),
    Fault.SCHEME: (False, BROKEN, WARNED, "could not be fetched", 0),
}

#: Failures that stop the source, wherever they are met: here, on the address of one act.
STOPPING: dict[Fault, Fate] = {
    Fault.TOO_MANY: (False, BLOCKED, FAILED, "HTTP 429", 1),
    Fault.FORBIDDEN: (False, BLOCKED, FAILED, "HTTP 403", 1),
    Fault.BLOCK_PAGE: (False, BLOCKED, FAILED, "access denied", 1),
    Fault.CAPTCHA: (False, BLOCKED, FAILED, "captcha", 1),
    Fault.SHELL: (False, BLOCKED, FAILED, 'id="root"', 1),
    Fault.SHORT: (False, BLOCKED, FAILED, "2 bytes without id", 1),
    Fault.QUOTA: (False, BLOCKED, FAILED, "text/plain, not JSON", 1),
}

#: Failures of the site as a whole.
WHOLE: dict[tuple[Fault, str], Fate] = {
    (Fault.DUPLICATES, SEARCH): (True, None, OK, "", 0),
    (Fault.YEAR_1018, ALL): (True, None, OK, "", 0),
    (Fault.FEW, SEARCH): (False, None, FAILED, "2 documents, at least 10", 1),
    (Fault.MANY, ALL): (True, None, WARNED, "at most 150", 0),
    (Fault.LAYOUT, SEARCH): (False, None, FAILED, "cannot be read", 1),
    (Fault.CUT, SEARCH): (False, BROKEN, FAILED, "search page 1 cannot be read", 1),
    (Fault.ERROR, SEARCH): (False, BROKEN, FAILED, "HTTP 500", 1),
    (Fault.ERROR, "/api/documents/7"): (False, BROKEN, FAILED, "5 failures in a row", 1),
    (Fault.ERROR, "/robots.txt"): (False, BLOCKED, FAILED, "robots.txt", 1),
    (Fault.GONE, "/robots.txt"): (True, None, OK, "", 0),
}


def test_every_switch_has_its_row() -> None:
    assert {*ALONE, *STOPPING, *(fault for fault, _ in WHOLE)} == set(Fault)


def held_to(fate: Fate, night: Night, key: str) -> None:
    stored, trouble, outcome, reason, exit_code = fate
    assert (night.report.outcome, night.exit_code) == (outcome, exit_code), night
    assert reason in (night.report.reason or ""), night.report
    assert (night.report.reason is None) == (outcome is OK)
    assert (key in night.archive) is stored
    assert night.troubles.get(key) is trouble
    if exit_code:
        assert f"ekb: {night.report.reason}" in night.said


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> dict[Fault, tuple[str, Night]]:
    """Crawl with failures that cost one act alone, each on its own, a few of a kind at a time."""
    nights: dict[Fault, tuple[str, Night]] = {}
    broken = [fault for fault in ALONE if ALONE[fault][1] is BROKEN]
    others = [fault for fault in ALONE if fault not in broken]
    for faults in (broken[:4], broken[4:7], broken[7:], others):
        with serve() as site:
            ids = [act.id for act in site.acts if act.portal and act.portal >= SINCE]
            both = [one for one in ids if one != "700115"]  # known in Kazakh only
            on = dict(zip(faults, both, strict=False))
            site.faults = {f"/api/documents/{number}/rus": fault for fault, number in on.items()}
            data = tmp_path_factory.mktemp("data")
            night = vacatio_crawl(site, data, *LATELY, timeout=0.5)
            nights |= {fault: (number, night) for fault, number in on.items()}
    return nights


@pytest.mark.parametrize("fault", ALONE, ids=str)
def test_a_failure_of_one_answer_costs_it_alone(
    groups: dict[Fault, tuple[str, Night]], fault: Fault
) -> None:
    number, night = groups[fault]
    held_to(ALONE[fault], night, f"{number}/rus")
    assert f"{number}/kaz" in night.archive
    broken = sum(one is BROKEN for one in night.troubles.values())
    assert night.report.reason is None or night.report.reason.startswith(f"{broken} documents")


@pytest.mark.parametrize("fault", STOPPING, ids=str)
def test_a_soft_or_hard_block_stops_the_source(crawl: Crawl, fault: Fault) -> None:
    with serve(faults={ACT: fault}) as site:
        night = crawl(site, *LATELY)
    held_to(STOPPING[fault], night, "700110/rus")
    assert set(night.troubles) == {"700110/rus"}


@pytest.mark.parametrize("switch", WHOLE, ids=lambda switch: f"{switch[0]} at {switch[1]}")
def test_a_failure_of_the_whole_site(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, switch: tuple[Fault, str]
) -> None:
    fault, where = switch
    stored, trouble, outcome, reason, exit_code = WHOLE[switch]
    whole = fault in (Fault.FEW, Fault.MANY)  # a demo's promise is of its whole stock
    if fault is Fault.MANY:  # the replica has no more than some sixty documents
        monkeypatch.setattr(Ekb, "expects", replace(Ekb.expects, most=30))
    with serve(faults={where: fault}) as site:
        night = crawl(site, *(() if whole else LATELY))
        asked = [target for _, target in site.requests if "700110" in target]
    of_act = night.troubles.get("700110/rus")
    held_to((stored, of_act, outcome, reason, exit_code), night, "700110/rus")
    assert set(night.troubles.values()) == ({trouble} if trouble else set()), night.report
    if fault is Fault.DUPLICATES:
        assert len(asked) == len(set(asked)) == 2, "an entry given twice is asked for once"
    if fault is Fault.YEAR_1018:
        assert b'"initialPublicationDate":"1018-11-18"' in night.archive["700110/rus"].body
        assert b'"portalPublicationDate":"1018-11-18"' in night.archive["700110#item"].body
        assert night.report.newest is None


def test_failures_that_pass_are_none(crawl: Crawl) -> None:
    passing = [Fault.TOO_MANY, Fault.ERROR, Fault.TRUNCATED, Fault.QUOTA]
    acts = ("700110", "700111", "700114", "700119")
    faults = {
        f"/api/documents/{number}/rus": (fault, fault, fault)
        for number, fault in zip(acts, passing, strict=True)
    }
    with serve(faults=faults) as site:
        night = crawl(site, *LATELY)
    assert (night.report.outcome, night.exit_code) == (OK, 0), night.report
    assert night.report.problems == ()
    assert {f"{number}/rus" for number in acts} <= set(night.archive)


def test_a_block_takes_nothing_from_what_is_there(crawl: Crawl) -> None:
    with serve() as site:
        before = crawl(site, *LATELY).archive
        site.faults[ACT] = Fault.SHELL
        after = crawl(site, *LATELY)
    assert (after.report.new, after.report.changed) == (0, 0)
    assert {key: one.sha256 for key, one in after.archive.items()} == {
        key: one.sha256 for key, one in before.items()
    }


def test_a_body_that_belies_its_type_is_kept_as_what_it_is(
    groups: dict[Fault, tuple[str, Night]],
) -> None:
    number, night = groups[Fault.WRONG_TYPE]
    document = night.archive[f"{number}/rus"]
    assert document.media_type == "application/json"
    assert ("Content-Type", "text/html; charset=utf-8") in document.headers


def test_an_optional_source_that_fails_is_said_and_does_not_fail_the_command(crawl: Crawl) -> None:
    optional = [source.name for source in known_sources() if not source.required]
    assert "adilet" in optional
    with serve(faults={"/rus/docs/": Fault.SHELL, "/kaz/docs/": Fault.SHELL}) as site:
        night = crawl(site, source="adilet")
    assert (night.report.outcome, night.exit_code) == (FAILED, 0), night.said
    assert night.archive == {}


@pytest.mark.parametrize(
    ("kind", "host", "trusted", "outcome", "exit_code"),
    [
        (Certificate.GOOD, "localhost", "localhost", OK, 0),
        (Certificate.GOOD, "localhost", "", FAILED, 1),
        (Certificate.GOOD, "127.0.0.1", "localhost", FAILED, 1),
        (Certificate.EXPIRED, "localhost", "localhost", FAILED, 1),
        (Certificate.OTHER_HOST, "localhost", "localhost", FAILED, 1),
    ],
    ids=["trusted", "unknown authority", "trusted for another host", "expired", "of another host"],
)
def test_certificates_are_always_verified(
    crawl: Crawl,
    tmp_path: Path,
    kind: Certificate,
    host: str,
    trusted: str,
    outcome: Outcome,
    exit_code: int,
) -> None:
    public, context = certificate(tmp_path, kind)
    with serve(tls=context) as site:
        night = crawl(
            site,
            *LATELY,
            url=site.url.replace("127.0.0.1", host),
            ca_files={trusted: public} if trusted else {},
        )
    assert (night.report.outcome, night.exit_code) == (outcome, exit_code), night.report
    assert bool(night.archive) is (outcome is OK)
    if outcome is FAILED:
        assert set(night.troubles.values()) == {BLOCKED}
        assert "certificate" in str(night.report.reason).lower()
