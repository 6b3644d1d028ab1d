"""The subcommand ``vacatio doctor``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
from pathlib import Path

import click

from vacatio.commands._shared import clear_errors, data_options, output_option, settled


@click.command()
@click.option("--offline", is_flag=True, help="Ask no site and no mail server.")
@output_option
@data_options
def command(config: Path | None, data: Path | None, output: str, offline: bool) -> None:
    r"""Will the next night go well on this machine, and if not, what is to be done?

    \b
        vacatio doctor --data /var/lib/vacatio
        vacatio doctor --offline --format json

    Looks at Python, time zone, clock, settings, data directory, disk, lock, database,
    certificates, the last run, mail and each source from this network, and tells how long the
    first night will take; changes nothing. Exit code 1 on a failure.
    """
    from vacatio.channels import PASSWORD
    from vacatio.doctor import State, examine
    from vacatio.settings import found as found_file

    with clear_errors():
        settings = settled(config, data)
        password = os.environ.get(PASSWORD, "")
        found = []
        for symptom in examine(
            settings,
            dt.datetime.now(dt.UTC),
            online=not offline,
            password=password,
            file=config or found_file(Path.cwd()),
        ):
            found.append(symptom)
            if output == "text":
                click.echo(f"{symptom.state:<8} {symptom.name}: {symptom.words}")
                if symptom.remedy:
                    click.echo(f"{'':<8} {symptom.remedy}")
    if output == "json":
        rows = [dataclasses.asdict(symptom) for symptom in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if any(symptom.state is State.FAILURE for symptom in found):
        sys.exit(1)
