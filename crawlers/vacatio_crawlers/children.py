"""The child processes of a crawl: one for all hosts whose certificates are checked alike."""

from __future__ import annotations

import contextlib
import os
import queue
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from vacatio_crawlers import wire
from vacatio_crawlers.addresses import is_loopback

#: So many documents may wait for the sink; then the children wait, and with them their sites.
_WAITING = 32


@dataclass(frozen=True, slots=True)
class Died:
    """A child that ended without finishing its job: its sources, and its last words."""

    sources: tuple[str, ...]
    reason: str


def frames(
    jobs: Sequence[tuple[wire.Job, Path | None]],
) -> Generator[wire.Frame | Died, None, None]:
    """Run jobs side by side, each with its own file of trusted authorities, if it has one.

    Every child ends with the iteration, however that ends.
    """
    arriving: queue.Queue[wire.Frame | Died | None] = queue.Queue(_WAITING)
    readers = []
    try:
        with contextlib.ExitStack() as stack:
            for job, ca_file in jobs:
                child = stack.enter_context(_child(job, ca_file))
                readers.append(threading.Thread(target=_read, args=(job, *child, arriving)))
                readers[-1].start()
            running = len(jobs)
            while running:
                frame = arriving.get()
                if frame is None:
                    running -= 1
                else:
                    yield frame
    finally:
        while any(reader.is_alive() for reader in readers):  # one may wait for room in the queue
            with contextlib.suppress(queue.Empty):
                arriving.get(timeout=0.05)


def _read(
    job: wire.Job,
    child: subprocess.Popen[bytes],
    errors: IO[bytes],
    arriving: queue.Queue[wire.Frame | Died | None],
) -> None:
    assert child.stdout
    with contextlib.suppress(ValueError, OSError):  # the pipe was closed under the reader
        for frame in wire.read(child.stdout):
            arriving.put(frame)
    if child.wait():
        with contextlib.suppress(ValueError, OSError):
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
            words = lines[-1] if lines else "no word"
            sources = tuple(task.source for task in job.tasks)
            arriving.put(Died(sources, f"the crawl died with status {child.returncode}: {words}"))
    arriving.put(None)


@contextlib.contextmanager
def _child(
    job: wire.Job, ca_file: Path | None
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            # -P: nothing in the working directory is imported in place of a real module
            [sys.executable, "-P", "-m", "vacatio_crawlers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **_proxies(job), **_authorities(ca_file)},
        ) as child,
    ):
        try:
            assert child.stdin
            with contextlib.suppress(BrokenPipeError):  # it died at once: its last words say why
                child.stdin.write(wire.job_to_json(job).encode())
                child.stdin.close()
            yield child, errors
        finally:
            child.kill()  # does nothing to one that has ended


def _proxies(job: wire.Job) -> dict[str, str]:
    """Name the proxy that leads to the world, if one is set; this machine is reached directly."""
    local = [url for task in job.tasks for url in task.addresses if is_loopback(url)]
    hosts = [os.environ.get("no_proxy"), *(urlsplit(url).hostname for url in local)]
    past = {"no_proxy": ",".join(filter(None, hosts))}
    return past | (dict.fromkeys(("http_proxy", "https_proxy"), job.proxy) if job.proxy else {})


def _authorities(ca_file: Path | None) -> dict[str, str]:
    """Trust a file of authorities beside the system's, in the way OpenSSL is told of them."""
    if ca_file is None:
        return {}
    folder = ssl.get_default_verify_paths().capath or "/etc/ssl/certs"
    return {"SSL_CERT_FILE": str(ca_file), "SSL_CERT_DIR": folder}
