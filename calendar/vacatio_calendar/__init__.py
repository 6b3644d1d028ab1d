"""Dates of entry into force, computed from rules kept as data, with proof."""
