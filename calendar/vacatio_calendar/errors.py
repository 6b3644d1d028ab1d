"""The base of all that vacatio raises. Imperfect law is a finding, never an exception."""

from __future__ import annotations


class VacatioError(Exception):
    """Misuse or a broken environment.

    Children carry fields and build one clear line from them: what, where, what to do.
    """
