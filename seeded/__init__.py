"""Correct texts, broken in each way a check should see; `python -m seeded` says what it saw."""
