"""The subcommands of ``vacatio``, one module each, holding a click command named ``command``."""
