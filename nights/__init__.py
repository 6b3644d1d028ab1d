"""A year of nights on the replica: made-up acts with made-up lives, and what must come of them.

`stories.toml` tells what happens to acts and, beside it, what anyone who counts days by hand
expects of each; `timetable` spreads the stories over a year and decides which nights go wrong;
`oracle` says what the night must announce, and `replaying` runs the real nightly run at each
instant and compares. Nothing of the oracle is taken from the pipeline.

    python -m nights --nights 365 --seed 1
"""
