"""The command ``vacatio``: it parses arguments and calls the pipeline.

Each subcommand is one module of :mod:`vacatio.commands`, found by listing the package and
imported only when it is called, so that ``vacatio --help`` starts in a blink.
"""

from __future__ import annotations

import errno
import importlib
import importlib.metadata
import os
import pkgutil
import sys

import click

from vacatio import commands


class CommandFolder(click.Group):
    """A group whose subcommands are the modules of :mod:`vacatio.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the subcommands in alphabetical order."""
        return sorted(
            module.name.replace("_", "-")
            for module in pkgutil.iter_modules(commands.__path__)
            if not module.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one subcommand."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        below = command.commands.values() if isinstance(command, click.Group) else ()
        for each in (command, *below):
            if (
                each.help
            ):  # a raw docstring keeps click's mark for lines as they stand as two letters
                each.help = each.help.replace("\\b\n", "\b\n")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a subcommand; what the system refuses, such as a full disk, is one clear line."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has enough of it
                raise
            click.echo(f"vacatio: {error}", err=True)
            _let_go_of_output()
            sys.exit(2)


def _let_go_of_output() -> None:
    """Drop what standard output cannot take, or Python complains of it again when it ends."""
    if sys.stdout is None:  # the command was started with its output closed
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Tell the version; the schema is looked up only when somebody asks."""
    if asked and not ctx.resilient_parsing:
        from vacatio.schema import SCHEMA_VERSION

        click.echo(f"vacatio {importlib.metadata.version('vacatio')} (schema {SCHEMA_VERSION})")
        ctx.exit()


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_told_version,
    help="Tell the version, and the schema of the database it writes.",
)
def cli() -> None:
    """When does it apply? Official publications to entry into force, with proof."""
