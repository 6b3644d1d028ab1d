"""The archive: append-only, readable after any accident, and by other WARC tools."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fastwarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from vacatio import warc
from vacatio.archive import Archive, LostBody, MixedArchive, UnknownBody
from vacatio.archive_index import BusyIndex
from vacatio_calendar.errors import VacatioError
from vacatio_calendar.model import Language, RawDocument

DAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))


def page(
    body: bytes,
    key: str = "1/rus",
    at: dt.datetime = DAY,
    *,
    source: str = "ekb",
    demo: bool = True,
    headers: tuple[tuple[str, str], ...] = HEADERS,
) -> RawDocument:
    return RawDocument(
        source=source,
        key=key,
        url=f"https://example.org/{key}",
        fetched_at=at,
        media_type="text/html",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        language=Language.RU,
        demo=demo,
        headers=headers,
    )


def fill(folder: Path, *bodies: bytes, run: str = "run-1", at: dt.datetime = DAY) -> list[str]:
    with Archive(folder).sink(run, demo=True) as sink:
        return [sink(page(body, at=at + dt.timedelta(minutes=n))) for n, body in enumerate(bodies)]


def test_a_body_is_new_then_unchanged_then_changed(tmp_path: Path) -> None:
    assert fill(tmp_path, b"a", b"a", b"b", b"a") == ["new", "unchanged", "changed", "changed"]


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    fill(tmp_path, "тұжырым".encode())
    (back,) = Archive(tmp_path).records()
    assert back == page("тұжырым".encode(), headers=HEADERS[:1])


@settings(max_examples=25, deadline=None)
@given(body=st.binary(max_size=3000), value=st.text(max_size=20), name=st.text(max_size=8))
def test_any_body_and_any_header_survive(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder).sink("run", demo=True) as sink:
        sink(page(body, headers=(("X-Plain", "yes"), (name, value), ("X-Value", value))))
        sink(page(b"after", key="2/rus"))
    first, second = Archive(folder).records()
    assert (first.body, second.body) == (body, b"after")


def test_a_body_met_again_is_written_once(tmp_path: Path) -> None:
    fill(tmp_path, b"x" * 90_000, run="run-1")
    fill(tmp_path, b"x" * 90_000, run="run-2", at=DAY + dt.timedelta(days=1))
    with (tmp_path / "ekb" / "run-2.warc.gz").open("rb") as file:
        again = [(one.rec_type, one.content_stream().read()) for one in ArchiveIterator(file)][1:]
    assert again == [("revisit", b"")]
    archive = Archive(tmp_path)
    first, second = archive.history("ekb", "1/rus")
    assert first.place == second.place
    (latest,) = archive.documents()
    assert latest.fetched_at == DAY, "the instant at which this very body was first met"
    assert archive.place(latest) == first.place


def test_another_tool_reads_the_files(tmp_path: Path) -> None:
    fill(tmp_path, b"first", b"second", b"first")
    with Archive(tmp_path).sink("run-2", demo=True) as sink:
        sink(page(b'{"cut": "out"}', key="1#item", headers=()))
    checks = []
    for path in sorted(tmp_path.glob("*/*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                header = record.http_headers.get_header if record.http_headers else None
                assert record.rec_headers.protocol == "WARC/1.1"
                assert not (header and header("Content-Encoding")), "bodies are decoded already"
                checks.append((record.rec_type, record.content_stream().read()))
    assert [kind for kind, _ in checks] == [
        "warcinfo", "response", "response", "revisit", "warcinfo", "resource",
    ]  # fmt: skip
    assert [body for kind, body in checks if kind == "response"] == [b"first", b"second"]


def confirmed(key: str, at: dt.datetime, headers: tuple[tuple[str, str], ...] = ()) -> RawDocument:
    """Give an answer 304, as a crawl hands it over."""
    return dataclasses.replace(page(b"", key=key, at=at, headers=headers), status=304)


def test_readers_made_by_others_read_every_record_and_agree_with_every_digest(
    tmp_path: Path,
) -> None:
    tagged = (("Content-Type", "text/html"), ("ETag", '"a1"'))
    with Archive(tmp_path).sink("run-1", demo=True) as sink:
        sink(page("первая".encode(), headers=tagged))
        sink(page(b'{"cut": "out"}', key="1#item", headers=()))
    with Archive(tmp_path).sink("run-2", demo=True) as sink:
        sink(page("первая".encode(), at=DAY + dt.timedelta(days=1)))
        sink(confirmed("1/rus", DAY + dt.timedelta(days=2)))
    paths = sorted(tmp_path.glob("*/*.warc.gz"))
    seen = []
    for path in paths:
        with path.open("rb") as file:
            for record in fastwarc.ArchiveIterator(file, parse_http=False):
                kind = str(record.record_type)
                assert record.verify_block_digest()
                if kind == "response":
                    record.parse_http()
                    assert record.http_headers
                    assert record.http_headers["ETag"] == '"a1"'
                    assert record.verify_payload_digest()
                    assert record.reader.read() == "первая".encode()
                profile = record.headers.get("WARC-Profile") or ""
                seen.append((kind, profile.rpartition("/")[2]))
    assert seen == [
        ("warcinfo", ""), ("response", ""), ("resource", ""), ("warcinfo", ""),
        ("revisit", "identical-payload-digest"), ("revisit", "server-not-modified"),
    ]  # fmt: skip
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.count("digest pass") == 4


def test_what_a_server_gave_to_ask_by_is_kept_for_the_newest_answer_of_each_address(
    tmp_path: Path,
) -> None:
    with Archive(tmp_path).sink("run-1", demo=True) as sink:
        sink(page(b"a", headers=(("ETag", '"a1"'),)))
        sink(page(b"b", key="2/rus", headers=(("Last-Modified", "Mon, 23 Nov 2026 00:00:00 GMT"),)))
        sink(page(b"c", key="3/rus"))
        sink(page(b"d", key="4/rus", headers=(("etag", '"d1"'),)))
        sink(page(b"e", key="4/rus", at=DAY + dt.timedelta(hours=1)))
    held = {
        "https://example.org/1/rus": ("1/rus", '"a1"', ""),
        "https://example.org/2/rus": ("2/rus", "", "Mon, 23 Nov 2026 00:00:00 GMT"),
    }
    assert Archive(tmp_path).validators(["ekb", "adilet"]) == {"ekb": held, "adilet": {}}
    (tmp_path / "index.sqlite").unlink()
    assert Archive(tmp_path).validators(["ekb"]) == {"ekb": held}


def test_an_answer_that_nothing_changed_is_unchanged_and_keeps_body_and_validators(
    tmp_path: Path,
) -> None:
    with Archive(tmp_path).sink("run-1", demo=True) as sink:
        sink(page(b"a", headers=(("ETag", '"a1"'),)))
    with Archive(tmp_path).sink("run-2", demo=True) as sink:
        assert sink(confirmed("1/rus", DAY + dt.timedelta(days=1))) == "unchanged"
        with pytest.raises(UnknownBody, match="ekb/9/rus is said to be unchanged"):
            sink(confirmed("9/rus", DAY))
    for _ in range(2):
        archive = Archive(tmp_path)
        assert [(one.body, one.status) for one in archive.documents()] == [(b"a", 200)]
        assert [one.fetched_at for one in archive.history("ekb", "1/rus")] == [
            DAY,
            DAY + dt.timedelta(days=1),
        ]
        assert archive.validators(["ekb"])["ekb"]["https://example.org/1/rus"] == (
            "1/rus",
            '"a1"',
            "",
        )
        (tmp_path / "index.sqlite").unlink()


def test_other_markup_around_the_same_words_is_kept_and_is_no_change(tmp_path: Path) -> None:
    one, other = "<p>Статья 1</p>".encode(), "<div><p>Статья\n 1</p></div>".encode()
    assert fill(tmp_path, one, other, "<p>Статья 2</p>".encode()) == ["new", "unchanged", "changed"]
    first, second, third = Archive(tmp_path).history("ekb", "1/rus")
    assert first.sha256 != second.sha256
    assert first.text_sha256 == second.text_sha256 != third.text_sha256
    assert Archive(tmp_path).body("ekb", "1/rus", second.sha256).body == other


def test_runs_in_any_order_give_one_result(tmp_path: Path) -> None:
    """An older state that a backfill brings later never stands in for a newer one."""
    hours = [(n, b"a" if n in (0, 2, 5) else b"b%d" % n) for n in range(7)]
    found = set()
    for seed in range(6):
        folder = tmp_path / str(seed)
        runs = list(hours)
        random.Random(seed).shuffle(runs)
        for n, body in runs:
            fill(folder, body, run=f"run-{n}", at=DAY + dt.timedelta(hours=n))
        archive = Archive(folder)
        history = archive.history("ekb", "1/rus")
        found.add(
            (
                tuple((one.body, one.fetched_at) for one in archive.documents()),
                tuple((one.fetched_at, one.sha256, one.first_met) for one in history),
            )
        )
    assert len(found) == 1


def test_documents_come_in_a_fixed_order(tmp_path: Path) -> None:
    keys = ["10/rus", "2/rus", "1/rus", "1/kaz", "1-a/rus"]
    with Archive(tmp_path).sink("run", demo=True) as sink:
        for key in keys:
            sink(page(b"{}", key=key, source="other"))
        sink(page(b"{}", key="0", source="another"))
    assert [one.key for one in Archive(tmp_path).documents()] == ["0", *sorted(keys)]


def test_an_older_fetch_that_arrives_later_is_not_the_latest(tmp_path: Path) -> None:
    fill(tmp_path, b"new", run="run-1", at=DAY)
    fill(tmp_path, b"old", run="run-2", at=DAY - dt.timedelta(days=30))
    assert [one.body for one in Archive(tmp_path).documents()] == [b"new"]


def test_what_comes_now_is_the_latest_though_the_clock_was_ahead_before(tmp_path: Path) -> None:
    ahead = DAY + dt.timedelta(days=300)
    fill(tmp_path, b"first", run="run-1", at=ahead)
    for number, body in enumerate((b"second", b"second", b"first"), start=2):
        with Archive(tmp_path).sink(f"run-{number}", demo=True, now=True) as sink:
            sink(page(body, at=DAY + dt.timedelta(days=number)))
        assert sink.behind == 1
        (tmp_path / "index.sqlite").unlink()
        assert [one.body for one in Archive(tmp_path).documents()] == [body]
    stamps = [one.fetched_at for one in Archive(tmp_path).history("ekb", "1/rus")]
    assert stamps == [ahead + n * dt.timedelta(microseconds=1) for n in range(4)]
    with Archive(tmp_path).sink("run-9", demo=True, now=True) as sink:
        sink(page(b"later", at=ahead + dt.timedelta(days=1)))
    assert sink.behind == 0


@pytest.mark.parametrize("damage", ["gone", "garbage", "stale"])
def test_the_index_is_made_anew_from_the_files(tmp_path: Path, damage: str) -> None:
    fill(tmp_path, b"a", b"b")
    before = Archive(tmp_path).history("ekb", "1/rus")
    index = tmp_path / "index.sqlite"
    match damage:
        case "gone":
            index.unlink()
        case "garbage":
            index.write_bytes(b"not a database" * 900)
        case _:
            old = index.read_bytes()
            fill(tmp_path, b"c", run="run-2", at=DAY + dt.timedelta(days=1))
            before = Archive(tmp_path).history("ekb", "1/rus")
            index.write_bytes(old)
    assert Archive(tmp_path).history("ekb", "1/rus") == before


def test_an_index_that_another_process_holds_is_not_taken_for_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, b"a")
    monkeypatch.setattr("vacatio.archive_index.PATIENCE", 0.05)
    with contextlib.closing(sqlite3.connect(tmp_path / "index.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyIndex, match=r"index.sqlite cannot be used now \(.*locked"):
            Archive(tmp_path)
    assert len(list(Archive(tmp_path).records())) == 1


def test_demo_and_real_data_never_mix(tmp_path: Path) -> None:
    fill(tmp_path, b"demo")
    with pytest.raises(MixedArchive, match="holds demo data and real data never mixes"):
        Archive(tmp_path).sink("run-2", demo=False)
    with (
        pytest.raises(MixedArchive),
        Archive(tmp_path).sink("run-2", demo=True) as sink,
    ):
        sink(page(b"real", demo=False))
    assert issubclass(MixedArchive, VacatioError)
    assert Archive(tmp_path).demo is True


def test_a_run_id_is_used_once(tmp_path: Path) -> None:
    fill(tmp_path, b"a")
    before = (tmp_path / "ekb" / "run-1.warc.gz").read_bytes()
    with pytest.raises(FileExistsError, match="used once"):
        fill(tmp_path, b"b")
    assert (tmp_path / "ekb" / "run-1.warc.gz").read_bytes() == before


def test_only_a_complete_file_carries_its_name(tmp_path: Path) -> None:
    with Archive(tmp_path).sink("run", demo=True) as sink:
        sink(page(b"a"))
        assert [path.name for path in (tmp_path / "ekb").iterdir()] == ["run.warc.gz.part"]
    assert [path.name for path in (tmp_path / "ekb").iterdir()] == ["run.warc.gz"]


def test_the_archive_can_be_read_while_a_run_writes(tmp_path: Path) -> None:
    fill(tmp_path, b"a", run="run-1")
    with Archive(tmp_path).sink("run-2", demo=True) as sink:
        for n in range(3):
            at = DAY + dt.timedelta(days=1, minutes=n)
            assert sink(page(b"b%d" % n, at=at)) == "changed"
            assert [one.body for one in Archive(tmp_path).records()] == [b"b%d" % n]
    assert [one.body for one in Archive(tmp_path).records()] == [b"b2"]
    assert len(Archive(tmp_path).history("ekb", "1/rus")) == 4


def test_a_reader_that_takes_its_time_locks_no_run_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vacatio.archive_index.PATIENCE", 0.1)
    pages = [page(b"a", key=f"{n:04}/rus") for n in range(1_100)]
    with Archive(tmp_path).sink("run-1", demo=True) as sink:
        for each in pages:
            sink(each)
    reading = Archive(tmp_path).records()
    first = next(reading)
    assert fill(tmp_path, b"b", run="run-2") == ["new"]
    rest = [one.key for one in reading]
    assert [first.key, *rest] == sorted(["1/rus", *(each.key for each in pages)])


def test_a_file_that_is_being_written_is_read_on_from_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    real = warc.records

    def records(path: Path, begin: int = 0) -> Iterator[warc.Record | warc.Damage]:
        begun.append(begin)
        return real(path, begin)

    monkeypatch.setattr(warc, "records", records)
    with Archive(tmp_path).sink("run", demo=True) as sink:
        for n in range(3):
            sink(page(b"%d" % n, key=f"{n}/rus"))
            archive = Archive(tmp_path)
            assert [one.body for one in archive.records()] == [b"%d" % k for k in range(n + 1)]
            assert archive.demo is True
    assert begun == sorted(begun)
    assert begun[-1] > begun[0] > 0, "each from its last record, none from the start"
    assert len(list(Archive(tmp_path).records())) == 3


def test_what_was_fetched_before_an_error_is_kept(tmp_path: Path) -> None:
    def crawl_until_it_breaks() -> None:
        with Archive(tmp_path).sink("run", demo=True) as sink:
            sink(page(b"a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crawl_until_it_breaks()
    assert [one.body for one in Archive(tmp_path).documents()] == [b"a"]


def test_a_record_for_which_the_disk_had_room_in_part_is_not_left_torn(tmp_path: Path) -> None:
    noise = random.Random(1)
    bodies = [noise.randbytes(150_000) for _ in range(8)]  # which no compression makes small
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            fill(tmp_path, *bodies)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    kept = [fetch.sha256 for fetch in Archive(tmp_path).history("ekb", "1/rus")]
    assert kept == [hashlib.sha256(body).hexdigest() for body in bodies[:3]]
    assert [one.body for one in Archive(tmp_path).records()] == bodies[2:3]
    (tmp_path / "index.sqlite").unlink()
    assert Archive(tmp_path).faults() == ()


def test_nothing_is_made_where_there_is_no_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none")
    assert archive.demo is None
    assert list(archive.documents()) == []
    assert archive.faults() == ()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("lost", [1, 9, 60])
def test_a_tail_that_was_cut_off_costs_only_itself(tmp_path: Path, lost: int) -> None:
    fill(tmp_path, b"first", b"second", b"third" * 50)
    path = tmp_path / "ekb" / "run-1.warc.gz"
    path.write_bytes(path.read_bytes()[:-lost])
    archive = Archive(tmp_path)
    assert [one.body for one in archive.documents()] == [b"second"]
    (fault,) = archive.faults()
    assert (fault.file, fault.reason) == ("ekb/run-1.warc.gz", "the last record is cut off")
    assert fill(tmp_path, b"third" * 50, run="run-2", at=DAY + dt.timedelta(days=1)) == ["changed"]
    assert [one.body for one in Archive(tmp_path).documents()] == [b"third" * 50]


def test_a_flipped_byte_is_noticed_and_costs_only_its_record(tmp_path: Path) -> None:
    with Archive(tmp_path).sink("run-1", demo=True) as sink:
        sink(page(b"first"))
        sink(page(b"second", at=DAY + dt.timedelta(minutes=1)))
        sink(page(b"third", key="2/rus"))
    archive = Archive(tmp_path)
    place = archive.history("ekb", "1/rus")[1].place
    assert place
    offset = int(place.rpartition("#")[2])
    path = tmp_path / "ekb" / "run-1.warc.gz"
    damaged = bytearray(path.read_bytes())
    damaged[offset + 200] ^= 0xFF
    path.write_bytes(bytes(damaged))
    with pytest.raises(LostBody, match="restore the file from a backup"):
        list(archive.documents())
    (tmp_path / "index.sqlite").unlink()
    again = Archive(tmp_path)
    assert [one.body for one in again.documents()] == [b"first", b"third"]
    assert [fault.offset for fault in again.faults()] == [offset]


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_pipeline_archive import Archive, page
with Archive(Path(sys.argv[1])).sink("killed", demo=True) as sink:
    for n in range(10_000):
        sink(page(b"body %d" % n * 200, key=f"{{n}}/rus"))
        print(n, flush=True)
"""


def test_a_killed_run_leaves_every_whole_record_readable(tmp_path: Path) -> None:
    code = WRITER.format(tests=str(Path(__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        written = [next(writer.stdout) for _ in range(60)]
        os.kill(writer.pid, signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    part = tmp_path / "ekb" / "killed.warc.gz.part"
    with part.open("ab") as file:
        file.write(part.read_bytes()[:100])  # and a record that was being written
    archive = Archive(tmp_path)
    assert len(list(archive.records())) >= len(written)
    assert [fault.reason for fault in archive.faults()] == ["the last record is cut off"]
    fill(tmp_path, b"next", run="run-2", at=DAY + dt.timedelta(days=1))
    whole = Archive(tmp_path)
    assert whole.faults() == ()
    assert not part.exists()
    assert len(list(whole.records())) >= len(written)
    assert {one.body for one in whole.records() if one.key == "1/rus"} == {b"next"}
