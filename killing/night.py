"""One night as a process of its own, on sources and receivers of this machine.

    python -m killing.night DATA SOURCES RECEIVER [--notes FILE] [--die STAGE WHAT NTH AFTER]

It is `vacatio nightly` but for the addresses, which a command of an operator has no option for.
Nothing in the product knows of the kill: Python itself tells this process of every file it opens
or moves (`sys.addaudithook`), and at one of them it may be told to die.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

from killing.witness import Witness
from vacatio.channels import Channel
from vacatio.commands._shared import clear_errors, say
from vacatio.datadir import DataDir
from vacatio.nightly import Plan, run
from vacatio.settings import Settings
from vacatio.watches import Watched

#: The sources that this machine stands in for: acts and drafts, and cards of acts that are known.
SOURCES, CARDS = ("ekb", "legalacts"), "zanorda"


def plan(data: Path, sources: str, receiver: str) -> Plan:
    """Ask the stand-ins, and tell a receiver on this machine of every event."""
    names = (*SOURCES, CARDS) if DataDir(data).database.exists() else SOURCES
    return Plan(
        Settings(
            data=data,
            site="https://vacatio.example",
            watch=(Watched("health", "Health care", bodies=("health",)),),
            notify=(Channel("all", webhook=f"{receiver}/letters"),),
            ping=f"{receiver}/ping",
        ),
        polite=False,
        sources=names,
        base_urls=dict.fromkeys(names, sources),
    )


def main() -> None:
    """Do the night; the exit code is that of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("sources")
    parser.add_argument("receiver")
    parser.add_argument("--notes", type=Path, help="where every event is written down")
    parser.add_argument("--die", nargs=4, metavar=("STAGE", "WHAT", "NTH", "AFTER"))
    parser.add_argument("--largest", type=int, help="no file grows beyond so many bytes")
    asked = parser.parse_args()
    if asked.largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.largest, asked.largest))
    die = None
    if asked.die:
        stage, what, nth, after = asked.die
        die = (int(stage), what, int(nth), float(after))
    witness = Witness(asked.data, asked.notes, die)
    sys.addaudithook(witness)
    with clear_errors():
        run(plan(asked.data, asked.sources, asked.receiver), say)
    witness.close()


if __name__ == "__main__":
    main()
