"""Plain records to RSS, Atom and iCalendar bytes."""
