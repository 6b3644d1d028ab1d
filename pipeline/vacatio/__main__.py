"""``python -m vacatio`` is the command ``vacatio``."""

from vacatio.cli import cli

if __name__ == "__main__":
    cli(prog_name="vacatio")
