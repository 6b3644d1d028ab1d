"""The command and the nightly run that tie the rooms together."""
