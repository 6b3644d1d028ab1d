"""Find what does not agree in a document: whose text, by which rule, and what to write."""

from vacatio_calendar.checks.run import check, checks
from vacatio_calendar.checks.texts import catalogue, message, title

__all__ = ["catalogue", "check", "checks", "message", "title"]
