"""The child process of a crawl: started, told its job, heard to its end."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from vacatio_crawlers import wire
from vacatio_crawlers.addresses import is_loopback

#: As much may wait for the sink; then the child waits, and with it its sites.
_WAITING = 256 * 1024


@dataclass(frozen=True, slots=True)
class Died:
    """A child that ended without finishing its job: its last words."""

    reason: str


def frames(job: wire.Job) -> Generator[wire.Frame | Died, None, None]:
    """Run a job and give what it tells; the child ends with the iteration, however that ends."""
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            # -P: nothing in the working directory is imported in place of a real module
            [sys.executable, "-P", "-m", "vacatio_crawlers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            pipesize=_WAITING,
            env={**os.environ, **_proxies(job)},
        ) as child,
    ):
        try:
            assert child.stdin
            assert child.stdout
            with contextlib.suppress(BrokenPipeError):  # it died at once: its last words say why
                child.stdin.write(wire.job_to_json(job).encode())
                child.stdin.close()
            yield from wire.read(child.stdout)
            if status := child.wait():
                yield Died(f"the crawl died with status {status}: {_last_line(errors)}")
        finally:
            child.kill()  # does nothing to one that has ended


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no word"


def _proxies(job: wire.Job) -> dict[str, str]:
    """Name the proxy that leads to the world, if one is set; this machine is reached directly."""
    local = [url for task in job.tasks for url in task.addresses if is_loopback(url)]
    hosts = [os.environ.get("no_proxy"), *(urlsplit(url).hostname for url in local)]
    past = {"no_proxy": ",".join(filter(None, hosts))}
    return past | (dict.fromkeys(("http_proxy", "https_proxy"), job.proxy) if job.proxy else {})
