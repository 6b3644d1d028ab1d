"""Keep a data directory as the present version writes it, before its schema is raised.

In a checkout of the last commit that has the schema, with its own environment:

    python tests/older/keep.py tests/older/schema-2.tar.xz

A dozen acts of the replica, a decision, the ledgers, the logs, the publication and a few feeds:
`tests/test_upgrade.py` finds the file by its name, and runs every command on it.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path

from vacatio.nightly import Plan, run
from vacatio.settings import Settings
from vacatio_crawlers import replica

#: Acts of the replica that were published, were not, start apart, change others, end.
IDS = range(700108, 700121)

DECISION = """\
[[decision]]
id = "193-entry"
act = "kz/order/finance/2026-11-16/193"
kind = "entry"
value = 2026-12-01
source = "the letter of the ministry"
by = "a reviewer"
on = 2026-11-20
"""

#: What is worthless in another place, or too large for a test.
LEFT_OUT = ("cache", "crawl.log", "lock", "body", "type", "kk", "ru", "act", "watch")


def main(target: Path) -> None:
    """Run a night on the replica and pack what it left."""
    with tempfile.TemporaryDirectory() as folder, replica.serve() as site:
        root = Path(folder)
        (root / "decisions.toml").write_text(DECISION, encoding="utf-8")
        sources, urls = tuple(site.base_urls), site.base_urls
        run(
            Plan(
                Settings(data=root),
                demo=True,
                polite=False,
                ids=IDS,
                sources=sources,
                base_urls=urls,
            ),
            print,
        )
        with tarfile.open(target, "w:xz") as tar:
            for path in sorted(root.iterdir()):
                tar.add(path, path.name, filter=_kept)


def _kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if Path(member.name).name in LEFT_OUT:
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main(Path(sys.argv[1]))
