"""Shared configuration of the test session: nothing here imports a room."""
