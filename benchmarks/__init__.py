"""How fast the parts are, measured on this machine: `python -m benchmarks`."""
