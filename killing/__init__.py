"""A night killed at any moment, on any disk, and what is left of it; `make kill`."""
